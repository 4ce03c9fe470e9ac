"""From what the hall can turn to, to pages: measured, never shrunk, every word on one of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from typing import Final, overload

from PySide6.QtGui import QFontMetricsF

from moedeapp.texts import _
from moedeapp.ui import theme
from moedeapp.ui.projector.breaking import line_height, lines, width_of
from moedeapp.ui.projector.measures import Measures
from moedeapp.ui.projector.paint import Clock, Fill, Ink, Laid, Mark, Squares, Words, moved
from moedeapp.ui.projector.rows import Column, Laying, Row, Rows, Title
from moedeapp.ui.projector.sheets import Block, Code, Sheet, Show

_ASIDE: Final = 0.34
"""Part of the width for what stands at the side."""

_MAIN: Final = {True: 10, False: 14}
"""Least width in em of the text beside it; less beside a code, which nobody can do without."""

_TITLE_LINES: Final = 2


class Pages(Sequence[Laid]):
    """Every page, in order; the marks of a page are set when somebody turns to it."""

    def __init__(self, pages: Sequence["_Page"], clock: Clock) -> None:
        self._pages = pages
        self._clock = clock

    def __len__(self) -> int:
        return len(self._pages)

    @overload
    def __getitem__(self, at: int) -> Laid: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Laid, ...]: ...
    def __getitem__(self, at: int | slice) -> Laid | tuple[Laid, ...]:
        numbers = range(len(self._pages))[at]
        if isinstance(numbers, range):
            return tuple(map(self._laid, numbers))
        return self._laid(numbers)

    def _laid(self, at: int) -> Laid:
        page, total = self._pages[at], len(self._pages)
        number = _("{n} of {all}").format(n=at + 1, all=total) if total > 1 else ""
        return Laid((*page.marks(), *page.foot.marks(number)), self._clock, page.keys)

    def with_place(self, key: str) -> int:
        """The first page on which a place stands; 0 when none does."""
        return next((at for at, page in enumerate(self._pages) if key in page.keys), 0)


def pages(show: Show, width: int, height: int, text: int, clock: str = "") -> Pages:
    """Every page. `clock` is a time as wide as the clock gets; empty is no clock."""
    measures = Measures(width, height, text)
    found = [page for sheet in show.sheets for page in _Sheet(show, sheet, measures, clock).pages()]
    return Pages(found, _clock(measures, _band(measures, show)))


@dataclass(frozen=True, slots=True)
class _Page:
    marks: Callable[[], tuple[Mark, ...]]
    keys: frozenset[str]
    foot: "_Foot"


def _band(m: Measures, show: Show) -> float:
    """Height of the band that says it is a rehearsal or a practice vote."""
    return 1.5 * m.small_line if show.mark else 0.0


def _clock(m: Measures, band: float) -> Clock:
    top = band + m.top
    return Clock(m.width - m.side, top, top + m.small_line, m.small, _figures(m))


def _figures(m: Measures) -> int:
    return round(1.2 * m.title)


class _Sheet:
    """Lays one sheet: what stands on each of its pages, and how the text goes on."""

    def __init__(self, show: Show, sheet: Sheet, measures: Measures, clock: str) -> None:
        self.show, self.sheet, self.m = show, sheet, measures
        self.band = _band(measures, show)
        self.clock = width_of(clock, _figures(measures), bold=True) + measures.em if clock else 0.0
        self.head, self.top, first = self._head()
        # A code at the side of the page needs none in the corner.
        beside = any(isinstance(block, Code) for block in sheet.aside)
        self.foot = _Foot(show, sheet, measures, corner=not beside)
        self.bottom = measures.height - self.foot.height
        self.blocks: list[Laying] = [*first, *sheet.blocks]

    # --- the head

    def _head(self) -> tuple[tuple[Mark, ...], float, list[Laying]]:
        """What stands above the text, where that begins, and what begins it."""
        m, sheet = self.m, self.sheet
        y = self.band + m.top
        room = m.inner - self.clock
        under_clock = y + m.small_line + line_height(_figures(m)) if self.clock else y
        band = self._band_marks()
        if sheet.large:
            eyebrow: list[Laying] = (
                [Title(sheet.eyebrow, m.small, quiet=True)] if sheet.eyebrow else []
            )
            return band, under_clock, [*eyebrow, Title(sheet.title, m.large)]
        marks: list[Mark] = [*band]
        eyebrow_at = y
        y += m.small_line
        title, first = sheet.title, list[Laying]()
        broken = lines(title, m.title, True, room)
        if len(broken) > _TITLE_LINES and sheet.short:
            first = [Title(title, m.em)]
            title = sheet.short
            broken = lines(title, m.title, True, room)
        high = line_height(m.title)
        for line in broken:
            marks.append(
                Words(m.side, y, line.width, high, line.drawn, line.said, m.title, bold=True,
                      furniture=True)
            )  # fmt: skip
            y += high
        eyebrow_words = sheet.eyebrow
        if sheet.fact:
            wide = width_of(sheet.fact, m.small)
            if broken[-1].width + m.em + wide <= room:
                marks.append(self._fact(y - high, room - wide, wide))
            else:
                eyebrow_words = " · ".join(w for w in (sheet.eyebrow, sheet.fact) if w)
        if eyebrow_words:
            marks.insert(len(band), self._one_line(eyebrow_words, eyebrow_at, room))
        return tuple(marks), max(y, under_clock) + 0.25 * m.em, first

    def _fact(self, top: float, left: float, wide: float) -> Words:
        """A quiet word on the line of the title."""
        m = self.m
        down = (
            QFontMetricsF(theme.font(m.title)).ascent()
            - QFontMetricsF(theme.font(m.small)).ascent()
        )
        return Words(
            m.side + left, top + down, wide, m.small_line, self.sheet.fact, self.sheet.fact,
            m.small, ink=Ink.QUIET, furniture=True,
        )  # fmt: skip

    def _band_marks(self) -> tuple[Mark, ...]:
        if not self.show.mark:
            return ()
        m = self.m
        wide = width_of(self.show.mark, m.small, bold=True)
        words = Words(
            (m.width - wide) / 2, 0.25 * m.small_line, wide, m.small_line, self.show.mark,
            self.show.mark, m.small, bold=True, ink=Ink.WARN, furniture=True,
        )  # fmt: skip
        return Fill(0, 0, m.width, self.band, ink=Ink.WARN_TINT), words

    def _one_line(self, text: str, y: float, room: float) -> Words:
        """A quiet line; what does not fit is cut, since it is said in full elsewhere."""
        m = self.m
        (line, *rest) = lines(" ".join(text.split()), m.small, False, room - m.small)
        drawn = f"{line.drawn.rstrip('-')} …" if rest else line.drawn
        return Words(
            m.side, y, width_of(drawn, m.small), m.small_line, drawn, drawn, m.small,
            ink=Ink.QUIET, furniture=True,
        )  # fmt: skip

    # --- the text

    def pages(self) -> list[_Page]:
        """The pages of this sheet; at least one."""
        m, sheet = self.m, self.sheet
        high = self.bottom - self.top
        aside, wide, blocks = self._aside(high)
        column = Column(m, wide, replace(sheet, blocks=tuple(_blocks(blocks))), high)
        heading = column.heading()
        top = self.top + (heading.height if heading else 0.0)
        laid = [column.rows(block) for block in blocks]
        divided = _divide(laid, self.bottom - top)
        centred = (sheet.calm or sheet.large) and len(divided) == 1
        down = max(0.0, (self.bottom - top - divided[0].height) / 2.4) if centred else 0.0

        def marks(page: _Stack) -> tuple[Mark, ...]:
            text = [moved(mark, m.side, top + down) for mark in page.marks(wide)]
            above = heading.marks if heading and page.keys else ()
            return (*self.head, *(moved(mark, m.side, self.top) for mark in above), *text, *aside)

        return [_Page(partial(marks, page), page.keys, self.foot) for page in divided]

    def _aside(self, high: float) -> tuple[tuple[Mark, ...], float, list[Laying]]:
        """What stands at the side, the width left for the text, and the text."""
        m, sheet = self.m, self.sheet
        if not sheet.aside:
            return (), m.inner, self.blocks
        codes = [block for block in sheet.aside if isinstance(block, Code)]
        wide = max(
            _ASIDE * m.inner, *(width_of(code.address, m.em, bold=True) + 1 for code in codes), 0.0
        )
        left = m.inner - wide - 1.2 * m.em
        column = Column(m, wide, replace(sheet, blocks=sheet.aside), high, aside=True)
        rows = [column.rows(block) for block in sheet.aside]
        fit = self._fitting(rows, high) if left >= _MAIN[bool(codes)] * m.em else 0
        # The title stays above what has no room at the side.
        at = next((i for i, b in enumerate(self.blocks) if not _is_head(b)), len(self.blocks))
        blocks = [*self.blocks[:at], *sheet.aside[fit:], *self.blocks[at:]]
        if not fit:
            return (), m.inner, blocks
        (page,) = _divide(rows[:fit], high)
        down = (high - page.height) / 2 if sheet.large else 0.0
        x = m.side + m.inner - wide
        return (
            tuple(_furnished(moved(mark, x, self.top + down)) for mark in page.marks(wide)),
            left,
            blocks,
        )

    @staticmethod
    def _fitting(rows: Sequence[Rows], high: float) -> int:
        """How many blocks have room below each other."""
        for count in range(len(rows), 0, -1):
            stack = _divide(rows[:count], high)
            if len(stack) == 1 and stack[0].height <= high:
                return count
        return 0


def _is_head(block: Laying) -> bool:
    return isinstance(block, Title)


def _blocks(blocks: Sequence[Laying]) -> list[Block]:
    return [block for block in blocks if not isinstance(block, Title)]


def _furnished(mark: Mark) -> Mark:
    return replace(mark, furniture=True) if isinstance(mark, Words) else mark


class _Stack:
    """Rows below each other on one page."""

    def __init__(self) -> None:
        self._rows: list[tuple[float, Row]] = []
        self._rules: list[float] = []
        self._keys: set[str] = set()
        self.height = 0.0

    def add(self, rows: Sequence[Row], block: Rows, *, begins: bool) -> None:
        """Put rows of a block below what is there; with the room before it if it begins here."""
        if begins and self._rows:
            if block.ruled:
                self._rules.append(self.height + block.before / 2)
            self.height += block.before
        for row in rows:
            self._rows.append((self.height, row))
            self.height += row.height
        self._keys |= {block.key} - {""}

    def room(self, block: Rows) -> float:
        """What a block would need before it."""
        return block.before if self._rows else 0.0

    @property
    def keys(self) -> frozenset[str]:
        """Of the places that stand here."""
        return frozenset(self._keys)

    @property
    def empty(self) -> bool:
        """Whether nothing stands here."""
        return not self._rows

    def marks(self, width: float) -> list[Mark]:
        """Everything, counted from the left upper corner."""
        found: list[Mark] = [Fill(0, y, width, 0, ink=Ink.LINE) for y in self._rules]
        for y, row in self._rows:
            found += [moved(mark, 0, y) for mark in row.marks]
        return found


def _divide(blocks: Sequence[Rows], high: float) -> list[_Stack]:
    """Blocks on pages of a height: whole where they fit on a page, else row by row."""
    found = [_Stack()]
    for block in blocks:
        page = found[-1]
        left = high - page.height - page.room(block)
        if block.height <= left:
            page.add(block.rows, block, begins=True)
            continue
        if not page.empty:
            page = _Stack()
            found.append(page)
        begins = True
        for at, row in enumerate(block.rows):
            # Rows that belong together go on together, unless they fill more than a page.
            need = row.height if row.with_above else _together(block.rows[at:])
            whole = need if need <= high else row.height
            if not page.empty and page.height + whole > high:
                page = _Stack()
                found.append(page)
            page.add((row,), block, begins=begins)
            begins = False
    return found


def _together(rows: Sequence[Row]) -> float:
    """The height of the first row and of all that stay with it."""
    more = takewhile(lambda row: row.with_above, rows[1:])
    return rows[0].height + sum(row.height for row in more)


class _Foot:
    """The lowest line: the way in or the note at the left, the number of the page at the right."""

    def __init__(self, show: Show, sheet: Sheet, measures: Measures, *, corner: bool) -> None:
        self.m = m = measures
        self.corner = show.corner if corner else None
        self.left = float(m.side)
        self._way_in: list[Mark] = []
        if self.corner:
            self._lay_way_in(self.corner)
        right = m.width - m.side - width_of(_("{n} of {all}").format(n=999, all=999), m.small)
        self._note = lines(sheet.note, m.small, False, right - m.em - self.left)
        self._note = self._note if sheet.note else ()

    @property
    def height(self) -> float:
        """With the room above and below."""
        m = self.m
        rows = max(3 if self.corner else 1, len(self._note))
        return rows * m.small_line + 0.4 * m.em + 0.8 * m.top

    def _lay_way_in(self, corner: Code) -> None:
        m = self.m
        side = 3 * m.small_line
        top = m.height - 0.8 * m.top - side
        self._way_in.append(Squares(self.left, top, side, side, corner.url))
        at = self.left + side + 0.4 * m.em
        y = top if corner.below else top + m.small_line / 2
        widest = 0.0
        for words, bold in ((corner.lead, False), (corner.address, True), (corner.below, False)):
            for line in lines(words, m.small, bold, m.inner * 0.6) if words else ():
                self._way_in.append(self._line(line.drawn, at, y, bold=bold))
                widest = max(widest, line.width)
                y += m.small_line
        self.left = at + widest + m.em

    def marks(self, number: str) -> list[Mark]:
        """What stands there on a page with this number."""
        m = self.m
        last = m.height - 0.8 * m.top - m.small_line
        found = [*self._way_in]
        right = float(m.width - m.side)
        wide = width_of(number, m.small)
        if number:
            right -= wide + m.em
        y = last - (len(self._note) - 1) * m.small_line
        for line in self._note:
            x = right - line.width if self.corner else self.left
            found.append(self._line(line.drawn, x, y))
            y += m.small_line
        if number:
            found.append(self._line(number, m.width - m.side - wide, last))
        return found

    def _line(self, words: str, x: float, y: float, *, bold: bool = False) -> Words:
        m = self.m
        ink = Ink.INK if bold else Ink.QUIET
        wide = width_of(words, m.small, bold=bold)
        return Words(x, y, wide, m.small_line, words, words, m.small, bold, ink, furniture=True)
