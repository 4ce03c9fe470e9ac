"""Rows of cells that flow over pages: every text, list and table of the protocol is one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, groupby, takewhile
from typing import Any, Final

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable

from moedeapp.export.pdf.items import INK, Item, draw_down
from moedeapp.export.pdf.structure import Node

_BEGINNING: Final = 60.0
"""So much of a tall row is worth beginning a page's foot with."""


@dataclass(frozen=True)
class Row:
    """Cells side by side; `below` is the colour of the line under it, or None."""

    cells: tuple[tuple[Item, ...], ...]
    padding: float = 0.0
    below: Color | None = None

    @cached_property
    def height(self) -> float:
        """From the line above to the line below, in points."""
        return 2 * self.padding + max(map(_high, self.cells), default=0.0)

    def parted(self, high: float) -> tuple["Row", "Row"] | None:
        """What fits into a height and what is left, or None when too little would stand alone."""
        room = high - 2 * self.padding
        cuts = [_fitting(cell, room) for cell in self.cells]
        rests = [len(cell) - cut for cell, cut in zip(self.cells, cuts, strict=True)]
        if max(cuts) < 2 or not any(rests):
            return None
        upper = tuple(cell[:cut] for cell, cut in zip(self.cells, cuts, strict=True))
        lower = tuple(cell[cut:] for cell, cut in zip(self.cells, cuts, strict=True))
        return replace(self, cells=upper, below=None), replace(self, cells=lower)


def _high(cell: Sequence[Item]) -> float:
    return sum(item.height for item in cell)


def _fitting(cell: Sequence[Item], room: float) -> int:
    """How many items of a cell fit into a height."""
    heights = accumulate(item.height for item in cell)
    return sum(1 for _ in takewhile(lambda height: height <= room, heights))


class Rows(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """Rows under each other in columns of given widths; the head comes again on every page."""

    def __init__(
        self,
        widths: Sequence[float],
        rows: Sequence[Row],
        *,
        head: Row | None = None,
        before: float = 0.0,
        after: float = 0.0,
        tall: float = 300.0,
        again: bool = False,
        high: float | None = None,
    ) -> None:
        """Rows that are at least `tall` points high may be parted between two pages.

        `again` tells that the head has been on a page before, `high` what the rows measure, if
        that is known.
        """
        super().__init__()
        self.widths, self.rows, self.head = widths, rows, head
        self.spaceBefore, self.spaceAfter, self.tall = before, after, tall
        self.again = again
        self.high = sum(row.height for row in rows) if high is None else high

    def wrap(self, wide: float, high: float) -> tuple[float, float]:
        """The size of all rows."""
        self.width, self.height = wide, self._top() + self.high
        return self.width, self.height

    @property
    def least(self) -> float:
        """The height without which none of it begins on a page."""
        heights = [row.height for row in self.rows[:3]]
        if len(heights) == 2 and max(heights) < self.tall:
            return self._top() + sum(heights)  # neither of two stands alone
        first = heights[0] if heights else 0.0
        # A tall row may be parted; a few lines of it are a beginning.
        return self._top() + (first if first < self.tall else _BEGINNING)

    def _top(self) -> float:
        return self.head.height if self.head else 0.0

    def split(self, wide: float, high: float) -> list["Rows"]:
        """The rows that fit, and the others; nothing when not even one does."""
        room = high - self._top()
        fitting = 0
        for row in self.rows:
            if row.height > room:
                break
            room -= row.height
            fitting += 1
        if fitting == len(self.rows) - 1 and all(r.height < self.tall for r in self.rows[-2:]):
            fitting = max(fitting - 1, 0)  # the last row gets company on the next page
        upper, lower = list(self.rows[:fitting]), list(self.rows[fitting:])
        parts = lower[0].parted(room) if lower and lower[0].height >= self.tall else None
        if parts:
            upper.append(parts[0])
            lower[0] = parts[1]
        if not (upper and lower):
            return []
        before = self._with(upper, again=self.again)
        # Adding up what is left once for every page would take long in a long table.
        rest = self.high - before.high + (_regained(self.rows[fitting], parts) if parts else 0.0)
        return [before, self._with(lower, again=True, high=rest)]

    def _with(self, rows: Sequence[Row], *, again: bool, high: float | None = None) -> "Rows":
        return Rows(
            self.widths,
            rows,
            head=self.head,
            before=self.spaceBefore,
            after=self.spaceAfter,
            tall=self.tall,
            again=again,
            high=high,
        )

    def draw(self) -> None:
        """Draw head and rows on the page."""
        if self.canv.counting:
            return
        self._draw_rules(self.canv)
        top = self.height
        if self.head:
            if self.again:
                with self.canv.furniture():
                    self._draw_row(self.canv, self.head, top, seen=True)
            else:
                self._draw_row(self.canv, self.head, top)
            top -= self.head.height
        for row in self.rows:
            self._draw_row(self.canv, row, top)
            top -= row.height

    def _draw_rules(self, canvas: Any) -> None:
        """Draw the lines below the rows, all at once: they are not read."""
        top, wide = self.height, sum(self.widths)
        ruled: dict[Color, list[tuple[float, float, float, float]]] = {}
        for row in ([self.head] if self.head else []) + list(self.rows):
            top -= row.height
            if row.below is not None:
                ruled.setdefault(row.below, []).append((0, top, wide, top))
        for colour, rules in ruled.items():
            with canvas.furniture():
                canvas.setStrokeColor(colour)
                canvas.setLineWidth(0.8 if colour == INK else 0.5)
                canvas.lines(rules)

    def _draw_row(self, canvas: Any, row: Row, top: float, *, seen: bool = False) -> None:
        """Draw what stands in the cells; `seen` when it has been read before."""
        x = 0.0
        for cell, wide in zip(row.cells, self.widths, strict=True):
            y = top - row.padding
            for node, items in groupby(cell, key=_node):
                if seen or node is None:
                    y = draw_down(canvas, list(items), x, y, wide)
                    continue
                with canvas.part(node):
                    y = draw_down(canvas, list(items), x, y, wide)
            x += wide


def _regained(whole: Row, parts: tuple[Row, Row]) -> float:
    """How much higher the parts of a row are than the row was."""
    return sum(part.height for part in parts) - whole.height


def _node(item: Item) -> Node | None:
    return item.node
