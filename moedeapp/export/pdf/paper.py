"""Blocks on A4: styles, page, foot and bookmarks."""

from collections.abc import Iterable, Sequence
from copy import copy
from functools import partial, singledispatch
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
from moedeapp.export.logo import picture
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
from moedeapp.export.pdf.structure import Node, TaggedCanvas
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


def pages(minutes: blocks.Minutes, scale: float = 1.0) -> tuple[bytes, Node]:
    """The pages of the protocol, and what they are to whoever does not see them.

    The same minutes give the same bytes. With a scale below 1 more of them fits on a page.
    """
    glyphs.load()
    root = Node("Document")
    flowables = [flowable for block in minutes.blocks for flowable in _laid_out(block, root)]
    # The first time round only tells how many pages there are.
    _data, count = _build(minutes, [copy(flowable) for flowable in flowables], None, scale)
    data, _count = _build(minutes, flowables, count, scale)
    return data, root


def length(minutes: blocks.Minutes, scale: float = 1.0) -> int:
    """How many pages there will be."""
    glyphs.load()
    root = Node("Document")
    flowables = [flowable for block in minutes.blocks for flowable in _laid_out(block, root)]
    return _build(minutes, flowables, None, scale)[1]


def _build(
    minutes: blocks.Minutes, flowables: list[Flowable], count: int | None, scale: float
) -> tuple[bytes, int]:
    made = BytesIO()
    template = BaseDocTemplate(
        made,
        pagesize=(WIDE, HIGH),
        lang=minutes.language,
        initialFontName=glyphs.REGULAR,
        pageCompression=1,
        invariant=True,
    )

    def on_page(canvas: TaggedCanvas, _template: Any) -> None:
        if canvas.counting:
            return
        _furnish(canvas)
        if scale != 1:
            canvas.scale(scale, scale)

    def _furnish(canvas: TaggedCanvas) -> None:
        with canvas.furniture("/Type /Pagination /Subtype /Footer"):
            _draw_foot(canvas, minutes.foot, count)
        if minutes.warning:
            with canvas.furniture("/Type /Pagination /Subtype /Header"):
                _draw_warning(canvas, minutes.warning)

    left, bottom, high = MARGIN / scale, BOTTOM / scale, (HIGH - TOP - BOTTOM) / scale
    frame = Frame(left, bottom, MEASURE, high, 0, 0, 0, 0)
    template.addPageTemplates(PageTemplate("page", [frame], onPage=on_page))
    template.build(flowables, canvasmaker=partial(TaggedCanvas, counting=count is None))
    return made.getvalue(), template.page


def _draw_foot(canvas: Any, words: str, count: int | None) -> None:
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, BOTTOM - 22, WIDE - MARGIN, BOTTOM - 22)
    page = _("Page {page} of {pages}").format(page=canvas.getPageNumber(), pages=count)
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

    def __init__(self, words: str, level: int, row: Row, before: float, after: float) -> None:
        """A heading with its air; the title of the document has level 0."""
        super().__init__((MEASURE,), (row,), before=before, after=after)
        self._words, self._level = words, level

    def draw(self) -> None:
        """Draw it and leave a bookmark."""
        if not self.canv.counting:
            _x, y = self.canv.absolutePosition(0, 0)
            key = f"{self.canv.getPageNumber()}-{y:.0f}"
            self.canv.bookmarkHorizontal(key, 0, self.height)
            self.canv.addOutlineEntry(self._words, key, self._level)
        super().draw()


@singledispatch
def _laid_out(block: blocks.Block, root: Node) -> Iterable[Flowable]:
    """The block as flowables, and as parts of the document."""
    raise TypeError(type(block))


@_laid_out.register
def _title(block: blocks.Title, root: Node) -> Iterable[Flowable]:
    logo = picture(block.logo) if block.logo else None
    room = MEASURE - (140 if logo else 0)
    items: list[Item] = []
    if logo:
        items.append(Logo(logo, root.add("Figure", alt=block.logo_says)))
    items += lines(block.above, QUIET_BODY, room, within=root, apart=True)
    items.append(Gap(4))
    words = glyphs.in_one_line(block.words)
    items += lines(words, _TITLE, room, within=root.add("H1"))
    items.append(Gap(4))
    items += lines(block.below, _SUBTITLE, MEASURE, within=root, apart=True)
    yield _Entry(words, 0, Row((tuple(items),)), before=0, after=18)


@_laid_out.register
def _heading(block: blocks.Heading, root: Node) -> Iterable[Flowable]:
    if block.new_page:
        yield PageBreak()
    # A heading stays with what it is about: a heading below it, the head and two rows of a table.
    yield CondPageBreak(120 if block.level > 1 else 180)
    words = glyphs.in_one_line(block.words)
    # The title of the document is the heading of the first level.
    node = root.add(f"H{block.level + 1}")
    row = Row((tuple(lines(words, _HEADINGS[block.level], MEASURE, within=node)),))
    yield _Entry(words, block.level, row, before=26 if block.level == 1 else 14, after=6)


@_laid_out.register
def _paragraph(block: blocks.Paragraph, root: Node) -> Iterable[Flowable]:
    # A row for each line lets the page end anywhere in a long text.
    found = lines(block.words, _VOICES[block.voice], MEASURE, within=root, apart=True)
    yield Rows((MEASURE,), [Row(((line,),)) for line in found], before=2, after=6)


@_laid_out.register
def _facts(block: blocks.Facts, root: Node) -> Iterable[Flowable]:
    narrow, wide = _LABELS
    labels = [glyphs.width(label, BODY.face, BODY.size) for label, _cell in block.rows]
    first = min(max(narrow, *labels), wide) + 2 * _GUTTER
    second = MEASURE - first
    entries = root.add("L", key=block.key)
    rows = []
    for label, cell in block.rows:
        entry = entries.add("LI")
        label_lines = lines(label, QUIET_BODY, first - _GUTTER, within=entry.add("Lbl"))
        said = _items(cell, second, entry.add("LBody"))
        rows.append(Row((tuple(label_lines), said), padding=4.5, below=LINE))
    yield Rows((first, second), rows, after=6)


@_laid_out.register
def _table(block: blocks.Table, root: Node) -> Iterable[Flowable]:
    widths = [column.share * MEASURE for column in block.columns]
    table = root.add("Table", key=block.key)
    titles = table.add("THead").add("TR")
    head = Row(
        tuple(
            tuple(
                lines(
                    column.title,
                    LABEL,
                    wide - _GUTTER,
                    right=column.right,
                    within=titles.add("TH", scope="Column"),
                )
            )
            for column, wide in zip(block.columns, widths, strict=True)
        ),
        padding=4,
        below=INK,
    )
    body = table.add("TBody")
    rows = [_row(cells, block, widths, body.add("TR")) for cells in block.rows]
    yield Rows(widths, rows, head=head, before=4, after=8)


def _row(
    cells: Sequence[blocks.Cell], block: blocks.Table, widths: Sequence[float], row: Node
) -> Row:
    found = []
    for place, (cell, column) in enumerate(zip(cells, block.columns, strict=True)):
        named = place == block.named_by
        node = row.add("TH", scope="Row") if named else row.add("TD")
        found.append(_items(cell, widths[place] - _GUTTER, node, right=column.right))
    return Row(tuple(found), padding=4.5, below=LINE)


def _items(
    cell: blocks.Cell, wide: float, within: Node, *, right: bool = False
) -> tuple[Item, ...]:
    items: list[Item] = []
    for part in cell:
        if isinstance(part, blocks.Bar):
            items.append(Gauge(part.share, within.add("Figure", alt=part.says)))
        else:
            items += lines(
                part.text,
                _VOICES[part.voice],
                wide,
                right=right,
                within=within,
                apart=len(cell) > 1,
                address=part.address,
            )
    return tuple(items)


@_laid_out.register
def _listing(block: blocks.Listing, root: Node) -> Iterable[Flowable]:
    table = root.add("Table", key=block.key)
    titles = table.add("THead").add("TR")
    yield Columns(block.titles, block.entries, MEASURE, titles, table.add("TBody"))


@_laid_out.register
def _code(block: blocks.Code, root: Node) -> Iterable[Flowable]:
    mosaic = Mosaic(qr.squares(block.text), node=root.add("Figure", alt=block.says))
    caption = lines(block.caption, QUIET_BODY, MEASURE, within=root, apart=True)
    yield Rows((MEASURE,), (Row(((mosaic, *caption),)),), before=12, after=12)
