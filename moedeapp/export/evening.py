"""How the evening went: phases with clock times, how ideas came in, the rules of each vote."""

from collections.abc import Iterable
from datetime import datetime, time
from itertools import pairwise

from moedeapp import texts
from moedeapp.export import rounds
from moedeapp.export.blocks import (
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    Paragraph,
    Table,
    Voice,
    Words,
    plain,
)
from moedeapp.export.changelog import Acts
from moedeapp.model.meeting import (
    Channel,
    Idea,
    Meeting,
    Phase,
    Role,
    Round,
    RoundState,
    Step,
    Visit,
    numbered,
    ordered,
)
from moedeapp.model.ranking import proposals_of
from moedeapp.texts import _, ngettext

_HOUR = 60


def section(meeting: Meeting, acts: Acts) -> Iterable[Block]:
    """The section of the protocol."""
    yield Heading(_("5. How we did it"))
    phases = _phases(meeting)
    if phases:
        yield Table(
            (
                Column(texts.field("phase"), 0.16),
                Column(_("Planned"), 0.19),
                Column(_("Happened"), 0.19),
                Column(_("How"), 0.46),
            ),
            tuple(phases),
        )
    yield Paragraph(" ".join(_ideas(meeting, acts)))
    for vote in rounds.in_states(meeting, RoundState.OPEN, RoundState.CLOSED, RoundState.CANCELLED):
        yield from _vote(meeting, vote, acts)


# --- phases


def _phases(meeting: Meeting) -> Iterable[tuple[Cell, ...]]:
    planned, happened = _planned(meeting), _happened(meeting)
    return [
        (
            (Words(texts.name(phase), Voice.STRONG),),
            _lines(planned.get(phase, [])),
            _lines(happened.get(phase, [])),
            _how([step for step in ordered(meeting.steps) if step.phase is phase]),
        )
        for phase in Phase
        if phase in planned or phase in happened
    ]


def _lines(texts_: Iterable[str]) -> Cell:
    return tuple(Words(text) for text in texts_)


def _planned(meeting: Meeting) -> dict[Phase, list[str]]:
    """Each phase with the times of its steps; a length in minutes when nobody knows the start."""
    found: dict[Phase, list[str]] = {}
    now = _minutes(meeting.facts.starts)
    for step in ordered(meeting.steps):
        length = step.minutes * step.times
        text = (
            ngettext("{n} minute", "{n} minutes", length).format(n=length)
            if now is None
            else texts.period(_clock(now), _clock(now + length))
        )
        found.setdefault(step.phase, []).append(text)
        now = None if now is None else now + length
    return found


def _minutes(clock: str) -> int | None:
    if not clock:
        return None
    start = time.fromisoformat(clock)
    return start.hour * _HOUR + start.minute


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes, _HOUR)
    return f"{hour % 24:02}:{minute:02}"


def _happened(meeting: Meeting) -> dict[Phase, list[str]]:
    """Each phase with the times it was really entered and left; the last one ends the evening."""
    found: dict[Phase, list[str]] = {}
    visits = numbered(meeting.visits)
    for visit, following in pairwise([*visits, None]):
        assert visit is not None  # only the last of all is None
        text = _stay(visit, following.entered_at if following else meeting.stage.ended_at)
        if meeting.facts.date and visit.entered_at[:10] != meeting.facts.date:
            text = f"{texts.date(visit.entered_at, short=True)} {text}"
        found.setdefault(visit.phase, []).append(text)
    return found


def _stay(visit: Visit, left_at: str) -> str:
    if not left_at:
        return _("from {time}").format(time=texts.clock(visit.entered_at))
    return texts.period(visit.entered_at, left_at)


def _how(steps: Iterable[Step]) -> Cell:
    lines: list[Words] = []
    for step in steps:
        times = f" × {step.times}" if step.times > 1 else ""
        group = f" ({step.group})" if step.group else ""
        lines.append(Words(f"{step.title}{times}{group}"))
        if step.how:
            lines.append(Words(step.how, Voice.QUIET))
    return tuple(lines)


# --- ideas


def _ideas(meeting: Meeting, acts: Acts) -> Iterable[str]:
    received = list(meeting.ideas.values())
    if received:
        yield _("{ideas} were received: {channels}.").format(
            ideas=texts.ideas(len(received)), channels=_channels(received)
        )
    else:
        yield _("No ideas were received.")
    if acts.of("evening.start_silence"):
        yield _("Ideas were written in silence and shown all at once.")
    if acts.of("evening.start_listening"):
        yield _("In the listening round only citizens spoke.")


def _channels(ideas: Iterable[Idea]) -> str:
    held = [idea.channel for idea in ideas]
    return texts.listed(
        f"{texts.number(held.count(channel))} {texts.name(channel)}"
        for channel in Channel
        if channel in held
    )


# --- votes


def _vote(meeting: Meeting, vote: Round, acts: Acts) -> Iterable[Block]:
    yield Heading(texts.thing("rounds", vote.number), 2)
    if vote.state is RoundState.CANCELLED:
        yield Paragraph(_called_off(vote, acts))
        return
    yield Facts(
        (
            *((texts.field("question"), plain(words)) for words in rounds.asked(meeting, vote)),
            (_("Time"), plain(_open_time(vote))),
            (texts.field("dots"), plain(_rules(vote))),
            (_("Who voted"), plain(_admitted(vote))),
        )
    )
    yield Paragraph(" ".join(_fairness(meeting, vote)))


def _called_off(vote: Round, acts: Acts) -> str:
    when = texts.clock(vote.closed_at) if vote.closed_at else ""
    text = _("The vote was called off {time}. The slips were destroyed, and there is no result.")
    why = acts.cancelled(vote.number)
    return " ".join(
        filter(None, (text.format(time=when), why and _("Reason: {why}").format(why=why)))
    )


def _open_time(vote: Round) -> str:
    if vote.state is RoundState.OPEN:
        return _("from {time}, still open").format(time=texts.clock(vote.opened_at))
    return texts.period(vote.opened_at, vote.closed_at)


def _rules(vote: Round) -> str:
    each = _("Each had {dots}").format(dots=texts.dots(vote.dots))
    if vote.cap is None:
        return _("{each}, without a limit on one proposal").format(each=each)
    return ngettext(
        "{each}, at most {n} on the same proposal",
        "{each}, at most {n} on the same proposal",
        vote.cap,
    ).format(each=each, n=vote.cap)


def _admitted(vote: Round) -> str:
    if vote.roles == (Role.CITIZEN,):
        return _("Only the citizens' dots are counted in the list")
    return texts.capital(texts.listed(texts.name(role) for role in vote.roles))


def _fairness(meeting: Meeting, vote: Round) -> Iterable[str]:
    on_ballot = len(proposals_of(meeting, vote))
    yield ngettext(
        "There was a vote on {n} proposal.", "There was a vote on {n} proposals.", on_ballot
    ).format(n=on_ballot)
    yield _("Nobody could see a count while we voted.")
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
