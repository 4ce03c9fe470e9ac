"""Ballot slips to cut out: the code, how to use it, and strips to vote with on paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from moedeapp.export.kit.boxes import numbered_boxes
from moedeapp.export.kit.network import page_address
from moedeapp.export.kit.sheet import (
    MM,
    Room,
    Sheets,
    depth,
    fitted,
    spaced_width,
    width,
)
from moedeapp.model.commands.slips import Printed
from moedeapp.model.meeting import Organisation
from moedeapp.texts import _, capital, name, thing

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
    8: Measure(2, 4, 8.5, (14, 13, 12, 11, 10, 9, 8, 7), 30, (13, 12, 11, 10.5, 10, 9.5, 9),
               36 * MM, 0, beside=True),
    4: Measure(2, 2, 10, (16, 15, 14, 13, 12, 11, 10, 9), 30, (18, 17, 16, 15, 14, 13, 12, 11),
               37 * MM, 2, 29 * MM),
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
    room = sheets.piece(cell)
    for number in range(strips, 0, -1):
        _strip(sheets, slip, number, room.lower(measure.strip), measure)
        room = room.above(measure.strip)
    if address and measure.beside:
        _squares(sheets, slip, room.after(room.wide - measure.squares), measure, address)
        room = room.first(room.wide - measure.squares - 6)
    room = _head(sheets, slip, room, measure)
    if address and not measure.beside:
        code = room.upper(measure.squares)
        used = _squares(sheets, slip, code, measure, address)
        _code(sheets, slip, code.after(used).below(code.high * 0.2), measure)
        room = room.below(code.high)
    else:
        room = _code(sheets, slip, room, measure).below(measure.small * 0.6)
    _how(sheets, room, measure, phone=_by_phone(address), strips=strips)


def _head(sheets: Sheets, slip: Printed, room: Room, measure: Measure) -> Room:
    """Whose meeting it is, whose slip, and the meeting's title; gives the room below."""
    small = measure.small
    whose = _whose(slip)
    used = width(whose, small * 1.25, bold=True)
    line = room.upper(small * 1.6)
    sheets.words(whose, line, (small * 1.25, small, small * 0.8), bold=True, align="right")
    organisation = sheets.meeting.organisation
    sheets.words(_name(organisation), line.above(0).first(max(10, room.wide - used - 8)),
                 (small, small * 0.9))  # fmt: skip
    room = room.below(line.high)
    title = fitted(sheets.meeting.facts.title, room.wide, room.high * 0.3, measure.title, bold=True)
    return sheets.put(title, room).below(small * 0.4)


def _name(organisation: Organisation) -> str:
    return organisation.name or _("Ballot slip")


def _whose(slip: Printed) -> str:
    table = thing("tables", slip.table) if slip.table else ""
    return " · ".join(filter(None, (capital(name(slip.role)), table)))


def _count(slip: Printed) -> str:
    words = _("Batch {batch} · no. {number}").format(batch=slip.batch, number=slip.serial)
    return f"{words} · {_('Spare')}" if slip.spare else words


def _code(sheets: Sheets, slip: Printed, room: Room, measure: Measure) -> Room:
    room = sheets.words(_("Your code"), room, (measure.small * 1.15,))
    size = min(measure.code, measure.code * room.wide / spaced_width(slip.code, measure.code))
    room = sheets.spaced(slip.code, room, size)
    return sheets.words(_count(slip), room, (measure.small,))


def _squares(sheets: Sheets, slip: Printed, room: Room, measure: Measure, address: str) -> float:
    """The code that leads to the page with the secret of the slip; gives how wide it is."""
    target = f"{page_address(address)}#{slip.secret}"
    return sheets.squares(target, room.upper(measure.squares), flush=not measure.beside)


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


def _how(sheets: Sheets, room: Room, measure: Measure, *, phone: str, strips: int) -> None:
    """Two sentences, in the same size."""
    sentences = (phone, _by_paper(strips))
    for size in measure.how:
        found = [fitted(words, room.wide, room.high, (size,)) for words in sentences]
        gap = size * 0.4
        if sum(map(depth, found)) + gap <= room.high:
            break
    for lines in found:
        room = sheets.put(lines, room).below(gap)


def _strip(sheets: Sheets, slip: Printed, number: int, room: Room, measure: Measure) -> None:
    """A paper ballot of one round, with its code, to be torn off."""
    sheets.cut(room.left, room.top, room.right, room.top)
    inside = room.below(5)
    small = measure.small
    line = inside.upper(small * 1.6)
    sheets.words(thing("rounds", number), line, (small * 1.2,), bold=True)
    sheets.words(slip.code, line, (small * 1.2,), bold=True, align="right")
    how = _("Dots: a cross for each. Agreement: 1 (fully agree) to 5 (against).")
    foot = fitted(how, inside.wide, small * 1.3, (small, small * 0.95, small * 0.9, small * 0.85))
    sheets.put(foot, inside.lower(small * 1.4))
    boxes = inside.below(line.high).above(small * 1.4)
    numbered_boxes(sheets, range(1, STRIP_NUMBERS + 1), boxes, small * 0.9)
