"""The list of a sealed vote on dots: places, what separates them, and what was changed since."""

from collections.abc import Iterable, Sequence

from moedeapp import texts
from moedeapp.export.blocks import (
    Bar,
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    Table,
    Voice,
    Words,
    plain,
)
from moedeapp.export.wordings import Wordings
from moedeapp.model.meeting import ByHand, Manual, Meeting, Round
from moedeapp.model.ranking import TOP, Place, gaps, places, ties
from moedeapp.texts import _, pgettext


def places_of(meeting: Meeting, vote: Round, wordings: Wordings) -> Iterable[Block]:
    """The list, the sentences below it, and every correction."""
    listed = places(meeting, vote)
    yield table_of(vote, listed, wordings)
    told = [texts.tie(sorted(numbers), rank) for rank, numbers in ties(listed)]
    told += _margins(listed)
    if told:
        yield Paragraph(" ".join(told))
    if vote.stickers:
        yield Paragraph(
            _(
                "Sticker dots are part of the count. They stand for dots alone, so persons are at "
                "least these, and there are no tables, bridge-builders or equal shares."
            )
        )
    yield from _lots(meeting, vote)
    yield from _corrections(meeting, vote, wordings)


def table_of(vote: Round, listed: Sequence[Place], wordings: Wordings) -> Table:
    """Places of a vote as they are printed, the first of them with the longest bar."""
    most = max((place.dots for place in listed), default=0)
    with_tables = any(place.sealed.tables is not None for place in listed)
    titles = 0.38 if with_tables else 0.52
    columns = [
        Column(pgettext("on a list", "Place"), 0.155),
        Column(_("No."), 0.065),
        Column(texts.field("proposal"), titles),
        Column(texts.field("dots"), 0.11, right=True),
        Column(texts.field("persons"), 0.15, right=True),
    ]
    if with_tables:
        columns.append(Column(texts.field("tables"), 0.14, right=True))
    rows = tuple(_line(vote, place, most, wordings)[: len(columns)] for place in listed)
    return Table(tuple(columns), rows, key=f"results.{vote.number}", named_by=2)


def _line(vote: Round, place: Place, most: int, wordings: Wordings) -> tuple[Cell, ...]:
    voice = Voice.STRONG if place.rank <= TOP else Voice.PLAIN
    persons = texts.number(place.persons)
    return (
        (Words(texts.capital(texts.rank(place.rank, shared=place.shared)), voice),),
        (Words(str(place.proposal.number), voice),),
        (Words(wordings.named(place.proposal), voice), _bar(place.dots, most)),
        (Words(texts.number(place.dots), voice),),
        plain(texts.at_least(persons) if vote.stickers else persons),
        _tables(place),
    )


def _bar(dots: int, most: int) -> Bar:
    says = _("Bar: {dots}, where the most is {most}").format(dots=texts.dots(dots), most=most)
    return Bar(dots / most if most else 0, says)


def _tables(place: Place) -> Cell:
    sealed = place.sealed
    if sealed.support is None or sealed.tables is None:
        return ()
    support = Words(_("{n} of {all}").format(n=sealed.support, all=sealed.tables))
    if place.corrected:
        return support, Words(texts.before_correction(), Voice.QUIET)
    return (support,)


def _margins(listed: Sequence[Place]) -> list[str]:
    return [
        f"{texts.margin(above.dots - below.dots, above.proposal.number, below.proposal.number)}."
        for above, below in gaps(listed)
    ]


def _lots(meeting: Meeting, vote: Round) -> Iterable[Block]:
    found = sorted(
        (lot for lot in meeting.lots.values() if lot.round == vote.id), key=lambda lot: lot.place
    )
    for lot in found:
        order = [meeting.proposals[key].number for key in lot.order]
        yield Paragraph(texts.lot(lot.place, order, lot.seed))
    if found:
        yield Paragraph(
            _(
                "Anybody can draw again: take SHA-256 of the seed, a colon and the number of each "
                "proposal. The smallest comes first."
            ),
            Voice.QUIET,
        )


# --- corrections


def corrections(meeting: Meeting, vote: Round) -> list[Manual]:
    """What was corrected since the seal, in order."""
    found = (
        manual
        for manual in meeting.manual.values()
        if manual.round == vote.id and manual.source is ByHand.CORRECTION
    )
    return sorted(found, key=lambda manual: (manual.at, manual.id))


def _corrections(meeting: Meeting, vote: Round, wordings: Wordings) -> Iterable[Block]:
    found = corrections(meeting, vote)
    if not found:
        return
    yield Heading(_("Corrections after the seal"), 2)
    yield Table(
        (
            Column(texts.field("proposal"), 0.3),
            Column(_("Before"), 0.2),
            Column(_("After"), 0.2),
            Column(texts.field("reason"), 0.3),
        ),
        tuple(_corrected(meeting, found, wordings)),
    )
    yield Paragraph(
        _("The result was corrected after the seal. Tables and shares are as before that.")
    )


def _corrected(
    meeting: Meeting, found: Iterable[Manual], wordings: Wordings
) -> Iterable[tuple[Cell, ...]]:
    stands = {r.id: (r.dots, r.persons) for r in meeting.results.values()}
    for manual in found:
        proposal = meeting.proposals[manual.proposal]
        dots, persons = stands[proposal.id]
        stands[proposal.id] = after = (dots + manual.dots, persons + manual.persons)
        at = f"{texts.date(manual.at, short=True)} {texts.clock(manual.at)}"
        yield (
            plain(f"{proposal.number}. {wordings.named(proposal)}"),
            plain(texts.support(dots, persons)),
            plain(texts.support(*after)),
            (Words(manual.reason), Words(at, Voice.QUIET)),
        )
