"""How many voted, by which way, and which slips could not be counted."""

from collections.abc import Iterable

from moedeapp import texts
from moedeapp.export import rounds
from moedeapp.export.blocks import Block, Column, Facts, Heading, Paragraph, Table, plain
from moedeapp.model.meeting import Meeting, Rejection, Role, Round, RoundKind, RoundState
from moedeapp.texts import _


def sentences(meeting: Meeting, vote: Round) -> Iterable[str]:
    """What stands above the result of a sealed round."""
    yield f"{texts.turnout(vote.cast, vote.handed_out)}."
    yield f"{texts.blanks(vote.blank)}."
    if vote.kind is RoundKind.DOTS:
        yield f"{texts.unused(vote.unused)}."
    if vote.open_access:
        yield texts.access(open_to_all=True)
    if vote.contested:
        yield texts.contested(vote.contested)
    reasons = texts.listed(f"{count} {words}" for words, count in _rejected(meeting, vote))
    if reasons:
        yield _("Slips that could not be counted: {reasons}.").format(reasons=reasons)
    citizens = vote.roles == (Role.CITIZEN,) and not vote.open_access
    if vote.kind is RoundKind.DOTS and citizens:
        yield _("Only the citizens' dots are counted in the list") + "."


def _rejected(meeting: Meeting, vote: Round) -> list[tuple[str, str]]:
    """Reasons with their counts."""
    found = {row.reason: row.count for row in meeting.rejected.values() if row.round == vote.id}
    return [
        (texts.name(reason), texts.number(found[reason]))
        for reason in Rejection
        if found.get(reason)
    ]


# --- Appendix C


def appendix(meeting: Meeting) -> Iterable[Block]:
    """Ballots by channel and slips that could not be counted, for every sealed round."""
    sealed = rounds.in_states(meeting, RoundState.SEALED)
    if not sealed:
        return
    yield Heading(_("Appendix C. Turnout"))
    for vote in sealed:
        if len(sealed) > 1:
            yield Heading(texts.thing("rounds", vote.number), 2)
        yield from _channels(vote)
        yield from _not_counted(meeting, vote)
    yield Paragraph(
        _("Channels and tables with fewer than five slips are put together or left out.")
    )


def _channels(vote: Round) -> Iterable[Block]:
    told = [(texts.capital(texts.channel(names)), size) for names, size in vote.channels]
    yield Table(
        (Column(texts.field("channel"), 0.7), Column(texts.field("cast"), 0.3, right=True)),
        tuple(
            (plain(name), plain(texts.number(size)))
            for name, size in (*told, (_("All together"), vote.cast))
        ),
    )


def _not_counted(meeting: Meeting, vote: Round) -> Iterable[Block]:
    found = [(texts.capital(words), count) for words, count in _rejected(meeting, vote)]
    if vote.handed_out is not None:
        found.insert(0, (texts.field("handed_out"), texts.number(vote.handed_out)))
    if found:
        yield Facts(tuple((label, plain(count)) for label, count in found))
