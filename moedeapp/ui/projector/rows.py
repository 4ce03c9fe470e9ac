"""A block as rows: a row is not divided, and a page holds as many as fit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Final, TypeAlias

from moedeapp import qr
from moedeapp.model.meeting import Agreement
from moedeapp.texts import name, number
from moedeapp.ui.projector.breaking import line_height, lines, width_of
from moedeapp.ui.projector.measures import Measures
from moedeapp.ui.projector.paint import Fill, Image, Ink, Mark, Part, Squares, Words, moved
from moedeapp.ui.projector.sheets import (
    Block,
    Code,
    Item,
    Logo,
    Look,
    Pair,
    Paragraph,
    Place,
    Sheet,
    Step,
    Steps,
    Turnout,
    steps_in_words,
)

_BESIDE: Final = 17
"""Width in em that title and bar need to stand beside each other."""

_BESIDE_LINES: Final = 3
"""Most lines of a title beside its bar; longer ones stand above, over the whole width."""

_STEPS_BESIDE: Final = 10
"""Width in em that a title needs beside the counts of the five steps."""

_TITLE: Final = 0.56
"""Part of that width for the title."""

_NAME: Final = 0.4
"""Most of the width that the names of pairs take."""

_QUIET: Final = qr.QUIET / 21
"""Room around a code as a part of its width, for the smallest code there is."""

_BAR: Final = 0.7
"""Height of a bar in em."""


@dataclass(frozen=True, slots=True)
class Title:
    """The title where it is part of the text."""

    words: str
    pixels: int
    quiet: bool = False
    """the line above it"""


Laying: TypeAlias = Block | Title


@dataclass(frozen=True, slots=True)
class Row:
    """Marks that stay together; their places count from the left upper corner of the row."""

    height: float
    marks: tuple[Mark, ...] = ()
    with_above: bool = False
    """stays with the row above it, where both fit on a page"""


@dataclass(frozen=True, slots=True)
class Rows:
    """A block in rows, with the room before it; a thin line stands there if it is ruled."""

    rows: tuple[Row, ...]
    before: float = 0.0
    ruled: bool = False
    key: str = ""

    @property
    def height(self) -> float:
        """Of all rows together."""
        return sum(row.height for row in self.rows)


@dataclass(frozen=True)
class Column:
    """The width that blocks of a sheet are laid in, and what they have in common there."""

    measures: Measures
    width: float
    sheet: Sheet
    high: float = field(default=0.0)
    """the height of the page, for what may be as large as it likes"""
    aside: bool = False

    # --- what the blocks share

    @cached_property
    def mark(self) -> float:
        """Width of the numbers and letters before items; 0 when there are none."""
        m = self.measures
        found = [
            1.2 * m.em if block.colour else width_of(block.mark, m.em, bold=block.strong)
            for block in self.sheet.blocks
            if isinstance(block, Item) and block.mark
        ]
        return max(found, default=0.0)

    @cached_property
    def names(self) -> float:
        """Width of the names of pairs; 0 when they stand above instead."""
        m = self.measures
        found = [
            width_of(block.name, m.em, bold=True)
            for block in self.sheet.blocks
            if isinstance(block, Pair)
        ]
        widest = max(found, default=0.0)
        return widest if widest <= _NAME * self.width else 0.0

    @cached_property
    def places(self) -> list[Place]:
        """The places that are shown."""
        blocks = self.sheet.blocks
        return [block for block in blocks if isinstance(block, Place) and block.words]

    @cached_property
    def rank(self) -> float:
        """Width of the ranks."""
        em = self.measures.em
        return max((width_of(place.rank, em, bold=True) for place in self.places), default=0.0)

    @cached_property
    def figures(self) -> tuple[float, ...]:
        """Widths of the numbers under their headings."""
        m = self.measures
        return tuple(
            max(
                width_of(heading, m.small),
                *(width_of(place.numbers[at], m.em, bold=at == 0) for place in self.places),
            )
            for at, heading in enumerate(self.sheet.headings)
        ) if self.places else ()  # fmt: skip

    @cached_property
    def rest(self) -> float:
        """The width between rank and numbers."""
        taken = sum(self.figures) + len(self.figures) * self.gap
        return self.width - self.rank - self.gap - taken

    @property
    def title_beside(self) -> float:
        """The width of a title that has its bar beside it."""
        return _TITLE * self.rest - self.gap

    @cached_property
    def beside(self) -> bool:
        """Whether every title has room beside its bar."""
        em = self.measures.em
        return self.rest >= _BESIDE * em and all(
            len(lines(place.words, em, place.top, self.title_beside)) <= _BESIDE_LINES
            for place in self.places
        )

    @cached_property
    def step_widths(self) -> tuple[float, ...]:
        """Widths of the counts of the five steps; empty when they stand below in words."""
        m = self.measures
        answered = [b for b in self.sheet.blocks if isinstance(b, Steps) and b.counts]
        found = [
            max(
                width_of(name(step), m.small) + 1.1 * m.small,
                *(width_of(number(block.counts[at]), m.em, bold=True) for block in answered),
            )
            for at, step in enumerate(Agreement)
        ] if answered else []  # fmt: skip
        room = self.width - sum(found) - len(found) * self.gap
        return tuple(found) if room >= _STEPS_BESIDE * m.em else ()

    @cached_property
    def gap(self) -> float:
        """Between columns."""
        return 0.6 * self.measures.em

    # --- rows

    def heading(self) -> Row | None:
        """The names over the numbers, on every page; None where there are none."""
        m = self.measures
        if self.places:
            marks = self._right(
                self.sheet.headings, self.figures, m.small, ink=Ink.QUIET, furniture=True
            )
            return Row(m.small_line + 0.1 * m.em, tuple(marks))
        if self.step_widths:
            return Row(m.small_line + 0.2 * m.em, tuple(self._step_names()))
        return None

    def _step_names(self) -> Iterable[Mark]:
        m = self.measures
        side = 0.8 * m.small
        names = [name(step) for step in Agreement]
        words = self._right(names, self.step_widths, m.small, ink=Ink.QUIET, furniture=True)
        for step, mark in enumerate(words):
            yield Part(mark.x - 1.1 * m.small, (m.small_line - side) / 2, side, side, step)
            yield mark

    def _right(
        self,
        texts: Sequence[str],
        widths: Sequence[float],
        pixels: int,
        *,
        bold: Sequence[bool] = (False,) * 9,
        ink: Ink = Ink.INK,
        key: str = "",
        furniture: bool = False,
    ) -> list[Words]:
        """Texts in columns at the right side, each at the right end of its own."""
        found = []
        right = self.width
        for at in reversed(range(len(widths))):
            text, heavy = texts[at], bold[at]
            wide = width_of(text, pixels, bold=heavy)
            found.append(
                Words(
                    right - wide, 0, wide, line_height(pixels), text, text, pixels, heavy, ink,
                    key, late=bool(key), furniture=furniture,
                )
            )  # fmt: skip
            right -= widths[at] + self.gap
        return found[::-1]

    def rows(self, block: Laying) -> Rows:
        """A block in this column."""
        match block:
            case Title():
                ink = Ink.QUIET if block.quiet else Ink.INK
                return Rows(
                    tuple(self._text(block.words, block.pixels, bold=not block.quiet, ink=ink))
                )
            case Paragraph():
                return self._paragraph(block)
            case Item():
                return _item(block, self.measures, self.width, self.mark)
            case Pair():
                return self._pair(block)
            case Step():
                return self._step(block)
            case Turnout():
                return self._turnout(block)
            case Place():
                return self._place(block)
            case Steps():
                return self._steps(block)
            case Code():
                return self._code_aside(block) if self.aside else self._code(block)
            case Logo():
                high = 1.8 * self.measures.em
                picture = Image(0, 0, min(self.width, 6 * high), high, block.data)
                return Rows((Row(high * 1.2, (picture,)),))

    def _text(
        self,
        words: str,
        pixels: int,
        *,
        bold: bool = False,
        ink: Ink = Ink.INK,
        left: float = 0.0,
        width: float | None = None,
        key: str = "",
    ) -> list[Row]:
        """Words as rows of one line."""
        room = self.width - left if width is None else width
        return _text(words, pixels, room, bold=bold, ink=ink, left=left, key=key)

    def _paragraph(self, block: Paragraph) -> Rows:
        m = self.measures
        look = block.look
        pixels = {Look.SMALL: m.small, Look.LOUD: m.title}.get(look, m.em)
        ink = Ink.QUIET if look in (Look.QUIET, Look.SMALL) else Ink.INK
        rows = self._text(block.words, pixels, bold=look is Look.STRONG, ink=ink)
        return Rows(tuple(rows), before=0.5 * m.em)

    def _pair(self, block: Pair) -> Rows:
        m = self.measures
        names = self.names
        if not names:
            rows = self._text(block.name, m.em, bold=True) + self._text(block.words, m.em)
            return Rows(tuple(rows), before=0.4 * m.em)
        rows = self._text(block.words, m.em, left=names + self.gap)
        wide = width_of(block.name, m.em, bold=True)
        said = Words(0, 0, wide, m.line, block.name, block.name, m.em, bold=True)
        rows[0] = Row(rows[0].height, (said, *rows[0].marks))
        return Rows(tuple(rows), before=0.4 * m.em)

    def _step(self, block: Step) -> Rows:
        em = self.measures.em
        left = 0.6 * em
        rows = self._text(block.proposal, em, bold=True, left=left) if block.proposal else []
        rows += self._text(block.action, em, left=left)
        rows += self._text(block.below, em, ink=Ink.QUIET, left=left)
        return Rows(tuple(map(self._with_edge, rows)), before=0.7 * em)

    def _with_edge(self, row: Row) -> Row:
        edge = Fill(0, 0, 0.12 * self.measures.em, row.height + 0.5, ink=Ink.ACCENT)
        return Row(row.height, (edge, *row.marks))

    def _turnout(self, block: Turnout) -> Rows:
        m = self.measures
        pixels = round(2.2 * m.em)
        high, figure = line_height(pixels), number(block.cast)
        wide = width_of(figure, pixels, bold=True)
        large = Words(0, 0, wide, high, figure, figure, pixels, bold=True)
        beside = width_of(block.words, m.em) <= self.width - wide - self.gap
        if beside:
            # Both stand on one line.
            down = 0.78 * (high - m.line)
            (words,) = self._text(block.words, m.em, left=wide + 0.5 * self.gap)
            rows = [Row(high, (large, *(moved(mark, 0, down) for mark in words.marks)))]
        else:
            rows = [Row(high, (large,)), *self._text(block.words, m.em)]
        if block.part is not None:
            thick = 0.35 * m.em
            track = Fill(0, 0.3 * m.em, self.width, thick, radius=0.08 * m.em)
            bar = replace(track, width=self.width * block.part, ink=Ink.ACCENT)
            rows.append(Row(0.3 * m.em + thick + 0.2 * m.em, (track, bar)))
        return Rows((_together(rows),), before=0.2 * m.em)

    # --- a result

    def _place(self, block: Place) -> Rows:
        m = self.measures
        left, rest, beside = self.rank + self.gap, self.rest, self.beside
        title = self.title_beside if beside else self.width - left
        bar = Fill(
            left + title + self.gap if beside else left, (m.line - _BAR * m.em) / 2,
            rest - title - self.gap if beside else rest, _BAR * m.em, radius=0.1 * m.em,
        )  # fmt: skip
        before = 0.3 * m.em if beside else 0.4 * m.em
        if not block.words:
            return Rows((Row(m.line, (bar,)),), before=before, key=block.key)
        rows = self._text(block.words, m.em, bold=block.top, left=left, width=title, key=block.key)
        wide = width_of(block.rank, m.em, bold=True)
        rank = Words(self.rank - wide, 0, wide, m.line, block.rank, block.rank, m.em, bold=True)
        numbers = self._right(
            block.numbers, self.figures, m.em, bold=(True, False, False), key=block.key
        )
        ink = Ink.ACCENT if block.top else Ink.LOWER
        grown = replace(bar, width=bar.width * block.part, ink=ink, key=block.key)
        told = (bar, *((grown,) if block.part else ()), *numbers)
        first = (rank, *rows[0].marks, *(told if beside else ()))
        rows[0] = Row(rows[0].height, first)
        if not beside:
            rows.append(Row(m.line, told, with_above=True))
        return Rows(tuple(rows), before=before, key=block.key)

    def _steps(self, block: Steps) -> Rows:
        m = self.measures
        thick = 0.6 * m.em
        track = Fill(0, 0.05 * m.em, self.width, thick, radius=0.1 * m.em)
        before = 0.6 * m.em
        if not block.words:
            return Rows((Row(m.line + thick, (track,)),), before=before, key=block.key)
        taken = sum(self.step_widths) + len(self.step_widths) * self.gap
        mark = f"{block.mark}  "
        left = width_of(mark, m.em, bold=True)
        rows = self._text(
            block.words, m.em, bold=True, left=left, width=self.width - left - taken, key=block.key
        )
        said = Words(0, 0, left, m.line, block.mark, block.mark, m.em, bold=True, key=block.key)
        counts = self._right(
            [number(count) for count in block.counts], self.step_widths, m.em, bold=(True,) * 5,
            key=block.key,
        )  # fmt: skip
        rows[0] = Row(rows[0].height, (said, *rows[0].marks, *counts))
        rows.append(Row(thick + 0.15 * m.em, (track, *self._parts(block, track))))
        if not self.step_widths:
            rows += self._chips(block)
        whole = _kept(rows)
        for words in block.objections:
            whole += _kept(self._text(words, m.em, ink=Ink.QUIET))
        return Rows(tuple(whole), before=before, key=block.key)

    def _parts(self, block: Steps, track: Fill) -> Iterable[Part]:
        total = sum(block.counts)
        x = track.x
        for step, count in enumerate(block.counts):
            if count:
                wide = track.width * count / total
                yield Part(x, track.y, wide, track.height, step, key=block.key)
                x += wide

    def _chips(self, block: Steps) -> list[Row]:
        """Each step in words with its sample, as many on a line as fit."""
        m = self.measures
        side = 0.6 * m.em
        found: list[list[Mark]] = [[]]
        x = 0.0
        for step, words in enumerate(steps_in_words(block.counts)):
            wide = width_of(words, m.em)
            if x and x + 1.4 * side + wide > self.width:
                found.append([])
                x = 0.0
            found[-1].append(Part(x, (m.line - side) / 2, side, side, step))
            found[-1].append(
                Words(x + 1.4 * side, 0, wide, m.line, words, words, m.em, key=block.key, late=True)
            )
            x += 1.4 * side + wide + self.gap
        return [Row(m.line, tuple(marks)) for marks in found]

    # --- the way in

    def _code_aside(self, block: Code) -> Rows:
        m = self.measures
        above = self._text(block.lead, m.em, bold=True) if block.lead else []
        address = self._text(block.address, m.em, bold=True)
        below = [
            *address,
            *(self._text(block.below, m.small, ink=Ink.QUIET) if block.below else []),
        ]
        left = self.high - sum(row.height for row in (*above, *below))
        # A phone needs light squares around the code before it finds it.
        side = max(4 * m.em, min(self.width, left / (1 + 2 * _QUIET)))
        quiet = _QUIET * side
        code = Row(side + 2 * quiet, (Squares(0, quiet, side, side, block.url),))
        return Rows((_together([*above, code, *below]),))

    def _code(self, block: Code) -> Rows:
        m = self.measures
        side = 5 * m.em
        left = side + m.em
        said = _together(
            [
                *(self._text(block.lead, m.em, left=left) if block.lead else []),
                *self._text(block.address, m.em, bold=True, left=left),
            ]
        )
        code = Squares(0, 0.2 * m.em, side, side, block.url)
        rows = [Row(max(said.height, side + 0.5 * m.em), (code, *said.marks))]
        rows += self._text(block.below, m.em, ink=Ink.QUIET) if block.below else []
        return Rows(tuple(rows), before=0.5 * m.em)


def _text(
    words: str,
    pixels: int,
    width: float,
    *,
    bold: bool = False,
    ink: Ink = Ink.INK,
    left: float = 0.0,
    key: str = "",
) -> list[Row]:
    """Words as rows of one line."""
    high = line_height(pixels)
    return [
        Row(
            high,
            (Words(left, 0, line.width, high, line.drawn, line.said, pixels, bold, ink, key),),
        )
        for line in lines(words, pixels, bold, width)
    ]


@lru_cache(maxsize=4096)
def _item(block: Item, m: Measures, width: float, mark: float) -> Rows:
    """An item with its mark in a column of its own; kept, since hundreds of ideas stay the same."""
    gap = 0.6 * m.em
    left = mark + gap if mark else 0.0
    tail = width_of(block.tail, m.em) if block.tail else 0.0
    room = width - left - (tail + gap if tail else 0.0)
    rows = _text(block.words, m.em, room, bold=block.strong, left=left)
    first = [*_mark(block, m, mark), *rows[0].marks]
    if tail:
        words = block.tail
        first.append(Words(width - tail, 0, tail, m.line, words, words, m.em, ink=Ink.QUIET))
    rows[0] = Row(rows[0].height, tuple(first))
    if block.below:
        rows += _text(block.below, m.em, width - left, ink=Ink.QUIET, left=left)
    return Rows(tuple(rows), before=0.5 * m.em, ruled=True)


def _mark(block: Item, m: Measures, mark: float) -> list[Mark]:
    if not block.mark:
        return []
    wide = width_of(block.mark, m.em, bold=block.strong)
    ink = Ink.INK if block.strong else Ink.QUIET
    # Numbers end at the same place, letters stand in the middle of their paper.
    x = (mark - wide) / 2 if block.colour else mark - wide
    words = Words(x, 0, wide, m.line, block.mark, block.mark, m.em, block.strong, ink)
    if not block.colour:
        return [words]
    high = 1.1 * m.em
    paper = Fill(
        0, (m.line - high) / 2, mark, high, radius=0.15 * m.em, edge=Ink.EDGE, paper=block.colour
    )
    return [paper, words]


def _kept(rows: Sequence[Row]) -> list[Row]:
    """Rows that stay with each other where they can."""
    return [replace(row, with_above=at > 0) for at, row in enumerate(rows)]


def _together(rows: Iterable[Row]) -> Row:
    """Rows that must not be divided, as one."""
    marks: list[Mark] = []
    y = 0.0
    for row in rows:
        marks += [moved(mark, 0, y) for mark in row.marks]
        y += row.height
    return Row(y, tuple(marks))
