"""Paper ballots without a code printed on them: by number, or with the names of the proposals."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from moedeapp.export.kit.boxes import Entry, Grid, code_boxes, code_width, numbered_boxes
from moedeapp.export.kit.sheet import ENDLESS, HIGH, MM, Room, Sheets, depth, fitted, width
from moedeapp.export.kit.slip import BLANK, STRIP_NUMBERS
from moedeapp.model.meeting import Agreement, Round, RoundKind
from moedeapp.model.ranking import proposals_of
from moedeapp.texts import _, dots, name, ngettext, number, thing

_MANY: Final = 100
"""Numbers on one strip; more go on another."""
_MOST_BOXES: Final = 4
"""More crosses than these are written as a figure."""

_HALF_PAGE: Final = (16, 15, 14, 13, 12)
"""Sizes of words on a ballot that is half a page."""


@dataclass(frozen=True, slots=True)
class Print:
    """The sizes of a print; lengths in points."""

    size: float
    head: float
    title: tuple[float, ...]
    cross: float
    """how wide a box for a cross is"""
    step: float
    """how wide a box for a step of agreement is"""
    strip: float
    """how high a line of ten numbered boxes is"""
    code: float
    """how wide a box for a sign of the code is"""


NORMAL: Final = Print(12, 16, (11,), 22, 46, 12.5 * MM, 8 * MM)
LARGE: Final = Print(18, 24, (18, 16, 14), 32, 54, 20 * MM, 11 * MM)


def of_numbers(sheets: Sheets, vote: Round | None, *, large: bool) -> None:
    """Ballots with numbers only, as many as fit the page; without a round for any round."""
    count = len(proposals_of(sheets.meeting, vote)) if vote else STRIP_NUMBERS
    print_ = LARGE if large else NORMAL
    if vote is not None and vote.kind is RoundKind.AGREEMENT:
        _with_rows(sheets, vote, [[Entry(n) for n in range(1, count + 1)]] * 2, print_, order=False)
        return
    for first in range(1, count + 1, _MANY):
        _strips(sheets, vote, range(first, min(first + _MANY, count + 1)), print_)


def with_names(sheets: Sheets, vote: Round, *, large: bool) -> None:
    """Ballots with names, in the order of the numbers and in the opposite one."""
    entries = [Entry(p.number, p.title) for p in proposals_of(sheets.meeting, vote)]
    _with_rows(sheets, vote, [entries, entries[::-1]], LARGE if large else NORMAL, order=True)


# --- by number


def _strips(sheets: Sheets, vote: Round | None, numbers: range, print_: Print) -> None:
    lines = -(-len(numbers) // 10)
    how = fitted(_by_number(vote), 190 * MM, ENDLESS, (print_.size,))
    high = print_.head * 1.6 + print_.code + lines * print_.strip + depth(how) + 15 * MM
    high += 22 if sheets.meeting.facts.rehearsal else 0
    for cell in sheets.pieces(1, max(1, int(HIGH // high))):
        room = sheets.piece(cell)
        room = _head(sheets, vote, room, print_)
        room = sheets.words(_by_number(vote), room, (print_.size,)).below(4)
        numbered_boxes(
            sheets, numbers, room.upper(min(room.high, lines * print_.strip * 1.4)), print_.size
        )


def _by_number(vote: Round | None) -> str:
    meaning = _("The screen and the sheet on the table show what the numbers mean.")
    if vote is None:
        return f"{meaning} " + _(
            "Dots: a cross for each. Agreement: 1 (fully agree) to 5 (against)."
        )
    return f"{meaning} {_rule(vote)}"


def _rule(vote: Round) -> str:
    """How the ballot is filled in."""
    if vote.kind is RoundKind.AGREEMENT:
        return _("Put one cross for each proposal.")
    said = _("You have {dots}. Put a cross for each dot.").format(dots=dots(vote.dots))
    if vote.cap is None or vote.cap >= vote.dots:
        return said
    return f"{said} " + ngettext(
        "At most {n} for the same proposal.", "At most {n} for the same proposal.", vote.cap
    ).format(n=number(vote.cap))


def _head(sheets: Sheets, vote: Round | None, room: Room, print_: Print, more: str = "") -> Room:
    """What is voted on, and room for the code; gives the room below."""
    meeting = sheets.meeting
    line = room.upper(max(print_.code, print_.head * 1.25))
    wide = 0.0
    if vote is None or not vote.open_access:
        words = _("Code")
        wide = code_width(words, print_.size, print_.code)
        code_boxes(sheets, words, line.after(line.wide - wide).upper(print_.code), print_.size)
    left = line.first(line.wide - wide - 10)
    sheets.words(
        round_name(vote), left, (print_.head, print_.head * 0.85, print_.head * 0.7), bold=True
    )
    room = room.below(line.high + 2)
    small = print_.size * 0.85
    line = room.upper(small * 1.3)
    used = width(more, small, bold=True) + 10 if more else 0.0
    sheets.words(more, line, (small,), bold=True, align="right")
    sheets.words(meeting.facts.title, line.first(room.wide - used), (small, small * 0.85))
    return room.below(line.high + 2)


def round_name(vote: Round | None) -> str:
    """What a round is called; without one there is room to write its number."""
    if vote is None:
        return thing("rounds", BLANK)
    return _("Practice vote") if vote.practice else thing("rounds", vote.number)


# --- rows


def _with_rows(
    sheets: Sheets, vote: Round, orders: Sequence[Sequence[Entry]], print_: Print, *, order: bool
) -> None:
    """One ballot for each order: both on a page when they fit, else on pages of their own."""
    for size in _HALF_PAGE if print_ is NORMAL else ():
        smaller = replace(print_, size=size)
        grid = _grid(vote, smaller)
        if _fits_half(sheets, vote, orders[0], grid, smaller):
            for at, (entries, cell) in enumerate(zip(orders, sheets.pieces(1, 2), strict=True), 1):
                room = _top(sheets, vote, sheets.piece(cell), smaller, grid, at if order else 0)
                grid.draw(sheets, entries, room)
                _objection(sheets, vote, room.below(grid.total(entries, room.wide)))
            return
    for at, entries in enumerate(orders if order else orders[:1], 1):
        _on_pages(sheets, vote, entries, _grid(vote, print_), print_, at if order else 0)


def _on_pages(
    sheets: Sheets, vote: Round, entries: Sequence[Entry], grid: Grid, print_: Print, order: int
) -> None:
    while entries:
        room = _top(sheets, vote, sheets.piece(sheets.page(), 12 * MM), print_, grid, order)
        drawn = grid.draw(sheets, entries, room.above(_rest(vote)))
        if drawn < len(entries):
            more = _("There is more on the next sheet.")
            sheets.words(more, room.lower(print_.size * 1.4), (print_.size,), bold=True)
        else:
            _objection(sheets, vote, room.below(grid.total(entries, room.wide)))
        entries = entries[drawn:]


def _fits_half(
    sheets: Sheets, vote: Round, entries: Sequence[Entry], grid: Grid, print_: Print
) -> bool:
    room = Room(high=HIGH / 2).inside(7 * MM)
    used = _top_height(sheets, vote, room.wide, print_) + (24 if sheets.meeting.facts.rehearsal
                                                            else 0)  # fmt: skip
    return used + grid.total(entries, room.wide) + _rest(vote) <= room.high


def _rest(vote: Round) -> float:
    """What is kept free below the rows, to write against a proposal."""
    return 52.0 if vote.kind is RoundKind.AGREEMENT else 20.0


def _top(sheets: Sheets, vote: Round, room: Room, print_: Print, grid: Grid, order: int) -> Room:
    more = _("order {n}").format(n=order) if order else ""
    room = _head(sheets, vote, room, print_, more)
    room = sheets.words(_rule(vote), room, (print_.size,)).below(6)
    return _step_names(sheets, vote, room, print_, grid)


def _top_height(sheets: Sheets, vote: Round, wide: float, print_: Print) -> float:
    rule = depth(fitted(_rule(vote), wide, ENDLESS, (print_.size,)))
    names = _names_high(vote, print_)
    return max(print_.code, print_.head * 1.25) + 12 + print_.size * 1.3 + rule + names


def _names_high(vote: Round, print_: Print) -> float:
    return print_.size * 2.9 if vote.kind is RoundKind.AGREEMENT else 0.0


def _step_names(sheets: Sheets, vote: Round, room: Room, print_: Print, grid: Grid) -> Room:
    """The five steps above their boxes, each with its figure."""
    high = _names_high(vote, print_)
    if not high:
        return room
    for at, step in enumerate(Agreement):
        left = room.wide - (grid.boxes - at) * (grid.side + 4) + 4
        cell = room.upper(high).after(left).first(grid.side)
        sizes = [print_.size * part for part in (0.8, 0.75, 0.7, 0.65, 0.6)]
        names = fitted(f"{at + 1} {name(step)}", cell.wide, high, sizes)
        sheets.put(names, cell.lower(depth(names)), "centre")
    return room.below(high + 2)


def _grid(vote: Round, print_: Print) -> Grid:
    if vote.kind is RoundKind.AGREEMENT:
        return Grid(print_.size, len(Agreement), print_.step)
    crosses = min(vote.dots, vote.cap or vote.dots)
    if crosses > _MOST_BOXES:
        return Grid(print_.size, 1, print_.cross * 3)
    return Grid(print_.size, crosses, print_.cross)


def _objection(sheets: Sheets, vote: Round, room: Room) -> None:
    """Lines to write on for who is against."""
    if vote.kind is not RoundKind.AGREEMENT:
        return
    words = _("If you are against, you may write why. Put the number first.")
    room = sheets.words(words, room.below(4), (11,)).below(16)
    sheets.rule(room, thick=0.4)
