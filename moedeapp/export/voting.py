"""How each vote was held: its rules, who could vote and how, and what makes it fair."""

from collections.abc import Iterable
from datetime import datetime

from moedeapp import texts
from moedeapp.export import rounds
from moedeapp.export.blocks import Block, Facts, Heading, Paragraph, plain
from moedeapp.export.changelog import Acts
from moedeapp.model.meeting import Agreement, Meeting, Role, Round, RoundKind, RoundState
from moedeapp.model.ranking import proposals_of
from moedeapp.texts import _, ngettext


def held(meeting: Meeting, acts: Acts) -> Iterable[Block]:
    """Every vote that was opened."""
    for vote in rounds.of(meeting):
        if vote.state is RoundState.CANCELLED:
            yield _heading(vote)
            yield Paragraph(_called_off(vote, acts))
        elif vote.state is not RoundState.PREPARED:
            yield _heading(vote)
            yield _facts(meeting, vote)
            yield Paragraph(" ".join(_fairness(meeting, vote, acts)))


def _heading(vote: Round) -> Heading:
    return Heading(texts.thing("rounds", vote.number), 2)


def _called_off(vote: Round, acts: Acts) -> str:
    when = texts.clock(vote.closed_at) if vote.closed_at else ""
    text = _("The vote was called off {time}. The slips were destroyed, and there is no result.")
    why = acts.cancelled(vote.number)
    return " ".join(
        filter(None, (text.format(time=when), why and _("Reason: {why}").format(why=why)))
    )


def _facts(meeting: Meeting, vote: Round) -> Facts:
    channels = texts.channels(vote.channels)
    on_paper = _on_paper(vote)
    return Facts(
        (
            *((texts.field("question"), plain(words)) for words in rounds.asked(meeting, vote)),
            (_("Time"), plain(_open_time(vote))),
            (texts.field(vote.kind.value), plain(_rules(vote))),
            (texts.field("access"), plain(texts.access(open_to_all=vote.open_access))),
            (_("Who voted"), plain(_admitted(vote))),
            *(((_("Channels"), plain(channels)),) if channels else ()),
            *(((_("Paper ballots"), plain(on_paper)),) if on_paper else ()),
        )
    )


def _on_paper(vote: Round) -> str:
    """What people wrote on; the numbers are on the strips of every slip as well."""
    if vote.names_on_paper:
        return _("With the names of the proposals, in two orders, and by number")
    return _("By number, on the slip's strip or on a ballot") if vote.paper else ""


def _open_time(vote: Round) -> str:
    if vote.state is RoundState.OPEN:
        return _("from {time}, still open").format(time=texts.clock(vote.opened_at))
    return texts.period(vote.opened_at, vote.closed_at)


def _rules(vote: Round) -> str:
    if vote.kind is RoundKind.AGREEMENT:
        return _("Each took one of five steps on each proposal: {steps}.").format(
            steps=texts.listed(texts.name(step) for step in Agreement)
        )
    each = _("Each had {dots}").format(dots=texts.dots(vote.dots))
    if vote.cap is None:
        return _("{each}, without a limit on one proposal").format(each=each)
    return ngettext(
        "{each}, at most {n} on the same proposal",
        "{each}, at most {n} on the same proposal",
        vote.cap,
    ).format(each=each, n=vote.cap)


def _admitted(vote: Round) -> str:
    if vote.open_access:
        return _("Everybody who handed in a ballot; nobody's role is known")
    if vote.roles == (Role.CITIZEN,) and vote.kind is RoundKind.AGREEMENT:
        return _("Only citizens")
    if vote.roles == (Role.CITIZEN,):
        return _("Only the citizens' dots are counted in the list")
    return texts.capital(texts.listed(texts.name(role) for role in vote.roles))


def _fairness(meeting: Meeting, vote: Round, acts: Acts) -> Iterable[str]:
    on_ballot = len(proposals_of(meeting, vote))
    yield ngettext(
        "There was a vote on {n} proposal.", "There was a vote on {n} proposals.", on_ballot
    ).format(n=on_ballot)
    yield _("Their numbers were drawn when the vote opened.")
    yield _("Nobody could see a count while we voted.")
    if vote.sealed_at:
        yield _("All numbers were shown at once {time}.").format(time=texts.clock(vote.sealed_at))
    if vote.two_persons and vote.paper:
        yield _("Every paper slip was keyed by two persons.")
    minutes = acts.extended(vote.number)
    if minutes:
        yield ngettext(
            "The time was extended by {n} minute.", "The time was extended by {n} minutes.", minutes
        ).format(n=minutes)
    late = _late(meeting, vote)
    if late:
        yield ngettext(
            "{n} idea came after {time} and was not part of the vote.",
            "{n} ideas came after {time} and were not part of the vote.",
            late,
        ).format(n=late, time=texts.clock(vote.opened_at))


def _late(meeting: Meeting, vote: Round) -> int:
    opened = datetime.fromisoformat(vote.opened_at)
    return sum(
        idea.question == vote.question and datetime.fromisoformat(idea.received_at) > opened
        for idea in meeting.ideas.values()
    )
