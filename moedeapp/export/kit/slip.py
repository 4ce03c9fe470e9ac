"""Ballot slips to cut out: the code, how to use it, and strips to vote with on paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from moedeapp.export.kit.boxes import numbered_boxes
from moedeapp.export.kit.network import page_address
from moedeapp.export.kit.sheet import (
    EDGE,
    ENDLESS,
    MM,
    Room,
    Sheets,
    depth,
    fitted,
    spaced_width,
    style,
    width,
)
from moedeapp.export.pdf.items import Line
from moedeapp.model.commands.slips import Printed
from moedeapp.texts import _, capital, name, thing

_BETWEEN: Final = 0.4
"""Air between the two sentences, in sizes of their letters."""

BLANK: Final = "____"
"""Room to write the number of a round that nobody knows yet."""
STRIP_NUMBERS: Final = 20
"""Numbers on a strip that is printed before anybody knows what is voted on."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How slips are laid out when so many share a page; lengths in points."""

    columns: int
    rows: int
    small: float
    title: tuple[float, ...]
    code: float
    how: tuple[float, ...]
    squares: float
    strips: int
    """most strips that fit below a slip"""
    strip: float = 0.0
    """how high one strip is"""
    beside: bool = False
    """whether the squares stand beside everything, and not only beside the code"""


MEASURES: Final = {
    8: Measure(2, 4, 8.5, (15, 14, 13, 12, 11, 10, 9, 8, 7.5), 26,
               (13, 12, 11, 10.5, 10, 9.5, 9, 8.5, 8), 38.5 * MM, 0, beside=True),
    4: Measure(2, 2, 10, (16, 15, 14, 13, 12, 11, 10, 9), 30,
               (18, 17, 16, 15, 14, 13, 12, 11, 10.5), 38.5 * MM, 2, 27 * MM),
    2: Measure(1, 2, 14, (24, 22, 20, 18, 16, 14), 54, (24, 22, 21, 20, 19, 18, 17, 16),
               50 * MM, 1, 39 * MM, beside=True),
    1: Measure(1, 1, 16, (34, 30, 27, 24, 21, 18), 68, (30, 28, 26, 24, 22, 20, 18), 62 * MM,
               3, 47 * MM),
}  # fmt: skip
"""By how many slips there are on a page."""


def draw(
    sheets: Sheets, printed: Iterable[Printed], *, per_page: int, strips: int, address: str
) -> None:
    """Add pages of slips; with an address, each has a code that leads there with its secret."""
    measure = MEASURES[per_page]
    waiting = iter(printed)
    while slips := list(islice(waiting, per_page)):
        cells = sheets.pieces(measure.columns, measure.rows)
        for slip, cell in zip(slips, cells, strict=False):
            _slip(sheets, slip, cell, measure, min(strips, measure.strips), address)


def _slip(
    sheets: Sheets, slip: Printed, cell: Room, measure: Measure, strips: int, address: str
) -> None:
    room = cell.inside(EDGE)
    for number in range(strips, 0, -1):
        _strip(sheets, slip, number, room.lower(measure.strip), measure)
        room = room.above(measure.strip)
    sentences = (_by_phone(address), _by_paper(strips))
    side = measure.squares if address else 0.0
    room = _line(sheets, slip, room, measure)
    needed = _needed(slip, sentences, room.wide, measure, side)
    title = sheets.words(
        sheets.meeting.facts.title, room.upper(room.high - needed), measure.title, bold=True
    )
    room = room.under(title)
    if not side:
        room = _code(sheets, slip, room.below(measure.small * 0.5), measure)
    elif measure.beside:
        side = min(side, room.high)
        _squares(sheets, slip, room.after(room.wide - side).upper(side), address, flush=False)
        room = _code(sheets, slip, room.first(room.wide - side), measure)
    else:
        used = _squares(sheets, slip, room.upper(side), address, flush=True)
        _code(sheets, slip, room.after(used).below(side * 0.2), measure)
        room = room.below(side)
    _how(sheets, room.below(measure.small * 0.4), measure, sentences)


def _needed(
    slip: Printed, sentences: Sequence[str], wide: float, measure: Measure, side: float
) -> float:
    """How much of the height must be left for everything below the title."""
    beside = side and measure.beside
    how = _how_lines(sentences, wide - side if beside else wide, measure.how[-1])
    high = sum(map(depth, how)) + measure.how[-1] * _BETWEEN + measure.small * 0.9
    code = 2 * style(measure.small * 1.15).leading + style(measure.code).leading
    if beside:
        # A little of the light edge of the squares may be lost; nothing stands there.
        return max(side * 0.9, code + high)
    return max(side, code) + high


def _line(sheets: Sheets, slip: Printed, room: Room, measure: Measure) -> Room:
    """Who invites, or that it is a rehearsal, and whose slip it is; gives the room below."""
    small = measure.small
    whose = _whose(slip)
    used = width(whose, small * 1.25, bold=True)
    line = room.upper(small * 1.7)
    sheets.words(whose, line, (small * 1.25,), bold=True, align="right")
    left = line.first(room.wide - used - 8)
    if sheets.meeting.facts.rehearsal:
        sheets.words(_("Rehearsal. Nothing counts."), left, _smaller(small * 1.1), bold=True)
    else:
        words = sheets.meeting.organisation.name or _("Ballot slip")
        sheets.words(words, left, _smaller(small))
    return room.below(line.high)


def _smaller(size: float) -> tuple[float, ...]:
    return size, size * 0.9, size * 0.8, size * 0.7


def _whose(slip: Printed) -> str:
    table = thing("tables", slip.table) if slip.table else ""
    return " · ".join(filter(None, (capital(name(slip.role)), table)))


def _count(slip: Printed) -> str:
    words = _("Batch {batch} · no. {number}").format(batch=slip.batch, number=slip.serial)
    return " · ".join((words, _("Spare slip"))) if slip.spare else words


def _code(sheets: Sheets, slip: Printed, room: Room, measure: Measure) -> Room:
    room = sheets.words(_("Your code"), room, (measure.small * 1.15,))
    size = min(measure.code, measure.code * room.wide / spaced_width(slip.code, measure.code))
    room = sheets.spaced(slip.code, room, size)
    return sheets.words(_count(slip), room, (measure.small,))


def _squares(sheets: Sheets, slip: Printed, room: Room, address: str, *, flush: bool) -> float:
    """The code that leads to the page with the secret of the slip; gives how wide it is."""
    return sheets.squares(f"{page_address(address)}#{slip.secret}", room, flush=flush)


def _by_phone(address: str) -> str:
    if address:
        return _("With a phone: scan the QR code, or open {address} and type your code.").format(
            address=address
        )
    return _("With a phone: open the address on the screen or the table card, and type your code.")


def _by_paper(strips: int) -> str:
    if strips:
        return _("On paper: tear off the strip, fill it in, and put it in the box.")
    return _("On paper: ask for a paper ballot, write your code on it, and put it in the box.")


def _how(sheets: Sheets, room: Room, measure: Measure, sentences: Sequence[str]) -> None:
    """Two sentences, in the same size."""
    for size in measure.how:
        found = _how_lines(sentences, room.wide, size)
        gap = size * _BETWEEN
        if sum(map(depth, found)) + gap <= room.high:
            break
    for lines in found:
        room = sheets.put(lines, room).below(gap)


def _how_lines(sentences: Sequence[str], wide: float, size: float) -> list[list[Line]]:
    return [fitted(words, wide, ENDLESS, (size,)) for words in sentences]


def _strip(sheets: Sheets, slip: Printed, number: int, room: Room, measure: Measure) -> None:
    """A paper ballot of one round, with its code, to be torn off."""
    sheets.cut(room.left, room.top, room.right, room.top)
    inside = room.below(5)
    small = measure.small
    line = inside.upper(small * 1.6)
    called = thing("rounds", number)
    if sheets.meeting.facts.rehearsal:
        called = " · ".join((called, _("Rehearsal")))
    sheets.words(called, line, (small * 1.2,), bold=True)
    sheets.words(slip.code, line, (small * 1.2,), bold=True, align="right")
    how = _("Dots: a cross for each. Agreement: 1 (fully agree) to 5 (against).")
    foot = fitted(how, inside.wide, small * 1.3, (small, small * 0.95, small * 0.9, small * 0.85))
    sheets.put(foot, inside.lower(small * 1.4))
    boxes = inside.below(line.high).above(small * 1.4)
    numbered_boxes(sheets, range(1, STRIP_NUMBERS + 1), boxes, small * 0.9)
