"""A long list of short entries in columns, read downwards, page after page."""

from collections.abc import Sequence
from typing import Any, Final

from reportlab.platypus import Flowable

from moedeapp.export.pdf.glyphs import BOLD, width
from moedeapp.export.pdf.items import INK, LABEL, LINE, Line, Style
from moedeapp.export.pdf.structure import Node

SIZE: Final = 9.0
"""The size of the letters, in points."""

_NARROWEST: Final = 78.0
"""A column must have so much; as many as fit stand side by side."""
_GUTTER: Final = 18.0
_APART: Final = 6.0
_TOGETHER: Final = 5
"""Lines between two rules, so that the eye stays on its line."""

_FIRST: Final = Style(size=SIZE, leading=12.5, face=BOLD)
_OTHER: Final = Style(size=SIZE, leading=12.5)
_HEAD: Final = LABEL.leading + 6
_AIR: Final = 4.0
"""Between the rule and the lines it parts."""


class Columns(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """Entries in columns of equal length under their titles, which come again on every page."""

    def __init__(
        self,
        titles: Sequence[str],
        entries: Sequence[Sequence[str]],
        wide: float,
        head: Node | None,
        body: Node,
    ) -> None:
        """Entries as they are to be read; `wide` is the width of all columns.

        They are the rows of one table, whose titles are read the first time they stand on a page.
        """
        super().__init__()
        self.titles, self.entries, self.width = titles, entries, wide
        self.head, self.body = head, body
        self.spaceBefore, self.spaceAfter = 4.0, 8.0

    def wrap(self, _wide: float, _high: float) -> tuple[float, float]:
        """The size of all entries."""
        self.height = _HEAD + _high_of(self._lines)
        return self.width, self.height

    @property
    def least(self) -> float:
        """The height without which none of it begins on a page."""
        return _HEAD + _high_of(min(2, self._lines))

    @property
    def _side_by_side(self) -> int:
        return max(1, int((self.width + _GUTTER) // (_NARROWEST + _GUTTER)))

    @property
    def _lines(self) -> int:
        return -(-len(self.entries) // self._side_by_side)

    def split(self, _wide: float, high: float) -> list["Columns"]:
        """What fills the height, and the rest; nothing when fewer than two lines fit."""
        lines = 0
        while _HEAD + _high_of(lines + 1) <= high:
            lines += 1
        fitting = lines * self._side_by_side
        if lines < 2 or fitting >= len(self.entries):
            return []
        upper, lower = self.entries[:fitting], self.entries[fitting:]
        return [
            Columns(self.titles, upper, self.width, self.head, self.body),
            Columns(self.titles, lower, self.width, None, self.body),
        ]

    def draw(self) -> None:
        """Draw the rules across, then column by column, as they are read."""
        if self.canv.counting:
            return
        wide = (self.width - (self._side_by_side - 1) * _GUTTER) / self._side_by_side
        with self.canv.furniture():
            for line in range(_TOGETHER, self._lines, _TOGETHER):
                self._rule(self.height - _HEAD - _high_of(line) - _AIR / 2, LINE)
            self._rule(self.height - _HEAD + 2, INK)
        for place, begin in enumerate(range(0, len(self.entries), self._lines)):
            x = place * (wide + _GUTTER)
            self._titles(x, wide, self.head if place == 0 else None)
            for line, entry in enumerate(self.entries[begin : begin + self._lines]):
                top = self.height - _HEAD - _top_of(line)
                self._entry(entry, (_FIRST, _OTHER), x, top, wide, self._row())

    def _titles(self, x: float, wide: float, head: Node | None) -> None:
        nodes = None
        if head is not None:
            nodes = [head.add("TH", scope="Column") for _title in self.titles]
        self._entry(self.titles, (LABEL, LABEL), x, self.height, wide, nodes)

    def _row(self) -> list[Node]:
        row = self.body.add("TR")
        first = row.add("TH", scope="Row")
        return [first, *(row.add("TD") for _title in self.titles[1:])]

    def _rule(self, y: float, colour: Any) -> None:
        self.canv.setStrokeColor(colour)
        self.canv.setLineWidth(0.8 if colour == INK else 0.5)
        self.canv.line(0, y, self.width, y)

    def _entry(
        self,
        fields: Sequence[str],
        styles: tuple[Style, Style],
        x: float,
        top: float,
        wide: float,
        nodes: Sequence[Node] | None,
    ) -> None:
        """Draw the first field at the left, the others with their ends below their titles' ends."""
        first, other = styles
        of: Sequence[Node | None] = nodes or [None] * len(fields)
        with self.canv.part(of[0]):
            Line(fields[0], first).draw(self.canv, x, top, wide)
        for field, end, node in zip(fields[1:], self._ends(wide), of[1:], strict=True):
            with self.canv.part(node):
                Line(field, other, right=True).draw(self.canv, x, top, end)

    def _ends(self, wide: float) -> list[float]:
        """How far from the left of a column each field but the first ends."""
        ends: list[float] = []
        for title in reversed(self.titles[1:]):
            ends.insert(0, wide)
            wide -= width(title, LABEL.face, LABEL.size) + _APART
        return ends


def _top_of(line: int) -> float:
    """How far below the titles a line begins."""
    return line * _OTHER.leading + line // _TOGETHER * _AIR


def _high_of(lines: int) -> float:
    """The height of so many lines with the air between them."""
    return _top_of(lines - 1) + _OTHER.leading if lines else 0.0
