"""Boxes to put crosses in, and rows of proposals with their boxes."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from moedeapp.export.kit.sheet import ENDLESS, Room, Sheets, depth, fitted, style, width

_IN_A_LINE: Final = 10
_CODE_SIGNS: Final = 4


def numbered_boxes(sheets: Sheets, numbers: Sequence[int], room: Room, size: float) -> None:
    """A box for each number, ten in a line, with the number in its corner."""
    wide = room.wide / _IN_A_LINE
    high = room.high / ceil(len(numbers) / _IN_A_LINE)
    for at, number in enumerate(numbers):
        left, top = at % _IN_A_LINE * wide, at // _IN_A_LINE * high
        box = Room(room.left + left, room.top + top, wide - 3, high - 3)
        sheets.frame(box)
        sheets.words(str(number), box.after(2.5).below(0.5), (size,), bold=True)


def code_boxes(sheets: Sheets, words: str, room: Room, size: float) -> None:
    """Room for the eight signs of a code, written by hand, with words before it."""
    side = room.high
    used = width(words, size) + 8
    line = room.below((side - style(size).leading) / 2)
    sheets.words(words, line.upper(style(size).leading), (size,))
    for at in range(2 * _CODE_SIGNS):
        gap = side * 0.5 if at >= _CODE_SIGNS else 0.0
        sheets.frame(Room(room.left + used + at * side + gap, room.top, side, side))


def code_width(words: str, size: float, side: float) -> float:
    """How wide such room is with its words."""
    return width(words, size) + 8 + (2 * _CODE_SIGNS + 0.5) * side


@dataclass(frozen=True, slots=True)
class Entry:
    """A proposal on a sheet; without a title there is a line to write on."""

    number: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """How rows of proposals look; each has so many boxes at its right."""

    size: float
    boxes: int = 0
    side: float = 0.0
    """how wide a box is"""
    bold: bool = False
    least: float = 0.0
    """the least height of a row"""

    @property
    def boxes_wide(self) -> float:
        """What the boxes take of the width."""
        return self.boxes * (self.side + 4)

    def number_wide(self, entries: Sequence[Entry]) -> float:
        """What the numbers take of the width."""
        return self.size * 0.9 + max(width(str(e.number), self.size, bold=True) for e in entries)

    def height(self, entry: Entry, wide: float, number: float) -> float:
        """How high the row of a proposal is."""
        room = wide - number - self.boxes_wide - 6
        words = depth(fitted(entry.title, room, ENDLESS, (self.size,), bold=self.bold))
        least = max(self.least, self.size * 1.5, self._high + 6 if self.boxes else 0)
        return max(words + self.size * 0.5, least)

    @property
    def _high(self) -> float:
        return min(self.side, self.size * 1.7)

    def total(self, entries: Sequence[Entry], wide: float) -> float:
        """How high all rows are together."""
        number = self.number_wide(entries)
        return sum(self.height(entry, wide, number) for entry in entries)

    def draw(self, sheets: Sheets, entries: Sequence[Entry], room: Room) -> int:
        """Draw rows from the top while they fit; gives how many did."""
        number = self.number_wide(entries)
        for drawn, entry in enumerate(entries):
            high = self.height(entry, room.wide, number)
            if high > room.high + 0.01 and drawn:
                return drawn
            self._row(sheets, entry, room.upper(high), number)
            room = room.below(high)
        sheets.rule(room)
        return len(entries)

    def _row(self, sheets: Sheets, entry: Entry, row: Room, number: float) -> None:
        sheets.rule(row)
        words = row.after(number).first(row.wide - number - self.boxes_wide - 6)
        title = fitted(entry.title, words.wide, ENDLESS, (self.size,), bold=self.bold)
        leading = style(self.size).leading
        sheets.put(title, words.below(max(self.size * 0.25, (row.high - depth(title)) / 2)))
        line = row.below((row.high - leading) / 2).upper(leading)
        sheets.words(str(entry.number), line, (self.size,), bold=True)
        for at in range(self.boxes):
            left = row.right - (self.boxes - at) * (self.side + 4) + 4
            top = row.top + (row.high - self._high) / 2
            sheets.frame(Room(left, top, self.side, self._high))
