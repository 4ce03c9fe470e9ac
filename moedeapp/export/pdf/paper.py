"""Blocks on A4: styles, page, foot and bookmarks."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import singledispatch
from io import BytesIO
from typing import Any, Final

from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
)

from moedeapp import qr
from moedeapp.export import blocks
from moedeapp.export.pdf import glyphs
from moedeapp.export.pdf.columns import Columns
from moedeapp.export.pdf.items import (
    BODY,
    INK,
    LABEL,
    LINE,
    QUIET_BODY,
    QUIET_INK,
    STRONG,
    Gap,
    Gauge,
    Item,
    Logo,
    Mosaic,
    Style,
    lines,
)
from moedeapp.export.pdf.rows import Row, Rows
from moedeapp.texts import _

WIDE: Final = 595.28
HIGH: Final = 841.89
"""A4 in points."""
MARGIN: Final = 62.0
TOP: Final = 58.0
BOTTOM: Final = 76.0
MEASURE: Final = WIDE - 2 * MARGIN
"""The width of the text."""

_TITLE: Final = Style(size=23, leading=28, face=glyphs.BOLD)
_SUBTITLE: Final = Style(size=11.5, leading=16)
_HEADINGS: Final = {
    1: Style(size=14, leading=18, face=glyphs.BOLD),
    2: Style(size=11, leading=15, face=glyphs.BOLD),
}
_VOICES: Final = {
    blocks.Voice.PLAIN: BODY,
    blocks.Voice.STRONG: STRONG,
    blocks.Voice.QUIET: QUIET_BODY,
    blocks.Voice.CITIZEN: BODY,
}
_FOOT: Final = Style(size=8, leading=11, colour=QUIET_INK)
_WARNING: Final = Style(size=12, leading=18, face=glyphs.BOLD)
_GUTTER: Final = 12.0
_LABELS: Final = (90.0, 190.0)
"""The narrowest and the widest column of labels."""


def document(minutes: blocks.Minutes) -> bytes:
    """The protocol as a PDF; the same minutes give the same bytes."""
    glyphs.load()
    # The first time round only tells how many pages there are.
    _data, pages = _build(minutes, None)
    data, _pages = _build(minutes, pages)
    return data


def _build(minutes: blocks.Minutes, pages: int | None) -> tuple[bytes, int]:
    made = BytesIO()
    template = BaseDocTemplate(
        made,
        pagesize=(WIDE, HIGH),
        title=minutes.title,
        author=minutes.author,
        subject=minutes.subject,
        keywords=minutes.keywords,
        creator=f"MødeApp {minutes.software_version}",
        lang=minutes.language,
        initialFontName=glyphs.REGULAR,
        displayDocTitle=True,
        invariant=True,
    )

    def on_page(canvas: Any, _template: Any) -> None:
        canvas.setDateFormatter(lambda *_: _pdf_date(minutes.made_at))
        _draw_foot(canvas, minutes.foot, pages)
        if minutes.warning:
            _draw_warning(canvas, minutes.warning)

    frame = Frame(MARGIN, BOTTOM, MEASURE, HIGH - TOP - BOTTOM, 0, 0, 0, 0)
    template.addPageTemplates(PageTemplate("page", [frame], onPage=on_page))
    template.build([flowable for block in minutes.blocks for flowable in _laid_out(block)])
    return made.getvalue(), template.page


def _pdf_date(moment: datetime) -> str:
    zone = f"{moment:%z}"
    return f"D:{moment:%Y%m%d%H%M%S}" + (f"{zone[:3]}'{zone[3:5]}'" if zone else "")


def _draw_foot(canvas: Any, words: str, pages: int | None) -> None:
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, BOTTOM - 22, WIDE - MARGIN, BOTTOM - 22)
    page = _("Page {page} of {pages}").format(page=canvas.getPageNumber(), pages=pages)
    for text, right in ((words, False), (page, True)):
        for line in lines(text, _FOOT, MEASURE, right=right):
            line.draw(canvas, MARGIN, BOTTOM - 30, MEASURE)


def _draw_warning(canvas: Any, words: str) -> None:
    """Words in a frame in the upper margin, which nobody can overlook or cut off unseen."""
    (line, *_more) = lines(words, _WARNING, MEASURE - 2 * _GUTTER)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(1)
    canvas.rect(MARGIN, HIGH - 46, MEASURE, 26, stroke=1, fill=0)
    line.draw(canvas, MARGIN + _GUTTER, HIGH - 24, MEASURE)


# --- blocks


class _Entry(Rows):
    """A heading, which is also an entry in the reader's list of contents."""

    def __init__(self, block: blocks.Heading) -> None:
        """A heading with its air."""
        row = Row((tuple(lines(block.words, _HEADINGS[block.level], MEASURE)),))
        super().__init__((MEASURE,), (row,), before=26 if block.level == 1 else 14, after=6)
        self._words, self._level = block.words, block.level

    def draw(self) -> None:
        """Draw it and leave a bookmark."""
        _x, y = self.canv.absolutePosition(0, 0)
        key = f"{self.canv.getPageNumber()}-{y:.0f}"
        self.canv.bookmarkHorizontal(key, 0, self.height)
        self.canv.addOutlineEntry(self._words, key, self._level - 1)
        super().draw()


@singledispatch
def _laid_out(block: blocks.Block) -> Iterable[Flowable]:
    """The block as flowables."""
    raise TypeError(type(block))


@_laid_out.register
def _title(block: blocks.Title) -> Iterable[Flowable]:
    room = MEASURE - (140 if block.logo else 0)
    items: list[Item] = [Logo(block.logo)] if block.logo else []
    items += lines(block.above, QUIET_BODY, room)
    items.append(Gap(4))
    items += lines(block.words, _TITLE, room)
    items.append(Gap(4))
    items += lines(block.below, _SUBTITLE, MEASURE)
    yield Rows((MEASURE,), (Row((tuple(items),)),), after=18)


@_laid_out.register
def _heading(block: blocks.Heading) -> Iterable[Flowable]:
    if block.new_page:
        yield PageBreak()
    # A heading stays with what it is about: a heading below it, the head and two rows of a table.
    yield CondPageBreak(120 if block.level > 1 else 180)
    yield _Entry(block)


@_laid_out.register
def _paragraph(block: blocks.Paragraph) -> Iterable[Flowable]:
    # A row for each line lets the page end anywhere in a long text.
    rows = [Row(((line,),)) for line in lines(block.words, _VOICES[block.voice], MEASURE)]
    yield Rows((MEASURE,), rows, before=2, after=6)


@_laid_out.register
def _facts(block: blocks.Facts) -> Iterable[Flowable]:
    narrow, wide = _LABELS
    labels = [glyphs.width(label, BODY.face, BODY.size) for label, _cell in block.rows]
    first = min(max(narrow, *labels), wide) + 2 * _GUTTER
    second = MEASURE - first
    yield Rows(
        (first, second),
        [
            Row(
                (tuple(lines(label, QUIET_BODY, first - _GUTTER)), _items(cell, second)),
                padding=4.5,
                below=LINE,
            )
            for label, cell in block.rows
        ],
        after=6,
    )


@_laid_out.register
def _table(block: blocks.Table) -> Iterable[Flowable]:
    widths = [column.share * MEASURE for column in block.columns]
    head = Row(
        tuple(
            tuple(lines(column.title, LABEL, wide - _GUTTER, right=column.right))
            for column, wide in zip(block.columns, widths, strict=True)
        ),
        padding=4,
        below=INK,
    )
    yield Rows(
        widths,
        [_row(cells, block.columns, widths) for cells in block.rows],
        head=head,
        before=4,
        after=8,
    )


def _row(
    cells: Sequence[blocks.Cell], columns: Sequence[blocks.Column], widths: Sequence[float]
) -> Row:
    return Row(
        tuple(
            _items(cell, wide - _GUTTER, right=column.right)
            for cell, column, wide in zip(cells, columns, widths, strict=True)
        ),
        padding=4.5,
        below=LINE,
    )


def _items(cell: blocks.Cell, wide: float, *, right: bool = False) -> tuple[Item, ...]:
    items: list[Item] = []
    for part in cell:
        if isinstance(part, blocks.Bar):
            items.append(Gauge(part.share))
        else:
            items += lines(part.text, _VOICES[part.voice], wide, right=right)
    return tuple(items)


@_laid_out.register
def _listing(block: blocks.Listing) -> Iterable[Flowable]:
    yield Columns(block.titles, block.entries, MEASURE)


@_laid_out.register
def _code(block: blocks.Code) -> Iterable[Flowable]:
    caption = lines(block.caption, QUIET_BODY, MEASURE)
    yield Rows((MEASURE,), (Row(((Mosaic(qr.squares(block.text)), *caption),)),), before=12)
