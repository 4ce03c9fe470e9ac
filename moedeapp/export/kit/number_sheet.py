"""The sheet on the table that tells what the numbers of a round mean."""

from typing import Final

from moedeapp.export.kit.ballot import round_name
from moedeapp.export.kit.boxes import Entry, Grid
from moedeapp.export.kit.sheet import LOGO_HIGH, Room, Sheets
from moedeapp.export.kit.slip import STRIP_NUMBERS
from moedeapp.model.meeting import Agreement, Round, RoundKind
from moedeapp.model.ranking import proposals_of
from moedeapp.texts import _, name

_SIZES: Final = (34, 30, 27, 24, 22, 20, 18, 16)
_LINES: Final = 32.0
"""How high a row is that is filled in by hand."""


def draw(sheets: Sheets, vote: Round | None) -> None:
    """Add the numbers of a round; without one, lines to write what they mean."""
    entries = [
        Entry(p.number, p.title) for p in (proposals_of(sheets.meeting, vote) if vote else ())
    ] or [Entry(n) for n in range(1, STRIP_NUMBERS + 1)]
    while entries:
        room = _head(sheets, vote, sheets.whole())
        grid = _fitting(entries, room, drawn=vote is not None)
        entries = entries[grid.draw(sheets, entries, room) :]
        if entries:
            more = _("There is more on the next sheet.")
            sheets.words(more, room.below(room.high).upper(18), (13,), bold=True, align="right")


def _fitting(entries: list[Entry], room: Room, *, drawn: bool) -> Grid:
    if not drawn:
        return Grid(18, least=_LINES)
    for size in _SIZES:
        grid = Grid(size)
        if grid.total(entries, room.wide) <= room.high:
            return grid
    return Grid(_SIZES[-1])


def _head(sheets: Sheets, vote: Round | None, room: Room) -> Room:
    meeting = sheets.meeting
    used = sheets.logo(room)
    beside = room.first(room.wide - used)
    above = sheets.words(meeting.facts.title, beside.upper(36), (13, 12, 11, 10))
    meaning = _("What the numbers mean")
    called = f"{meaning} · {round_name(vote)}"
    below = sheets.words(called, beside.under(above).upper(38), (30, 27, 24, 21, 18), bold=True)
    question = meeting.questions.get(vote.question) if vote and not vote.practice else None
    rest = room.below(max(below.top - room.top, LOGO_HIGH if used else 0))
    if question is not None and question.words:
        after = sheets.words(question.words, rest.upper(60), (18, 16, 14, 12))
        rest = rest.under(after)
    if vote and vote.kind is RoundKind.AGREEMENT:
        steps = " · ".join(f"{at} {name(step).lower()}" for at, step in enumerate(Agreement, 1))
        rest = rest.under(sheets.words(steps, rest.upper(44), (16, 14, 12), bold=True))
    return rest.below(12).above(18)
