"""Blocks as what stands on the page, each with its part of the document."""

from collections.abc import Iterable, Sequence
from functools import singledispatch
from typing import Final

from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    PageBreak,
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
from moedeapp.export.pdf.sizes import Paper
from moedeapp.export.pdf.structure import Node

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
_GUTTER: Final = 12.0
_LABELS: Final = (90.0, 190.0)
"""The narrowest and the widest column of labels."""
_WIDEST: Final = 0.45
"""The most of the measure a column may take for the sake of one word."""


class _Entry(Rows):
    """A heading, which is also an entry in the reader's list of contents."""

    def __init__(
        self, words: str, level: int, row: Row, wide: float, before: float, after: float
    ) -> None:
        """A heading with its air; the title of the document has level 0."""
        super().__init__((wide,), (row,), before=before, after=after)
        self._words, self._level = words, level

    def draw(self) -> None:
        """Draw it and leave a bookmark."""
        if not self.canv.counting:
            _x, y = self.canv.absolutePosition(0, 0)
            key = f"{self.canv.getPageNumber()}-{y:.0f}"
            self.canv.bookmarkHorizontal(key, 0, self.height)
            self.canv.addOutlineEntry(self._words, key, self._level)
        super().draw()


def together(flowables: Iterable[Flowable], paper: Paper) -> list[Flowable]:
    """The same flowables, where each heading stays with the first of what it is about."""
    most = paper.high - paper.top - paper.bottom - 1  # an empty page has room for more
    found: list[Flowable] = []
    needed = 0.0
    for flowable in reversed(list(flowables)):
        if isinstance(flowable, CondPageBreak):
            flowable = CondPageBreak(min(max(flowable.height, needed), most))
        elif isinstance(flowable, _Entry):
            needed += flowable.least + flowable.spaceBefore + flowable.spaceAfter
        elif isinstance(flowable, Rows | Columns):
            needed = flowable.least + flowable.spaceBefore
        else:
            needed = 0.0
        found.append(flowable)
    return found[::-1]


@singledispatch
def laid_out(block: blocks.Block, paper: Paper, root: Node) -> Iterable[Flowable]:
    """The block as flowables, and as parts of the document."""
    raise TypeError(type(block))


@laid_out.register
def _title(block: blocks.Title, paper: Paper, root: Node) -> Iterable[Flowable]:
    logo = picture(block.logo) if block.logo else None
    room = paper.measure - (140 if logo else 0)
    items: list[Item] = []
    if logo:
        items.append(Logo(logo, root.add("Figure", alt=block.logo_says)))
    items += lines(block.above, QUIET_BODY, room, within=root, apart=True)
    items.append(Gap(4))
    words = glyphs.in_one_line(block.words)
    items += lines(words, _TITLE, room, within=root.add("H1"))
    items.append(Gap(4))
    items += lines(block.below, _SUBTITLE, paper.measure, within=root, apart=True)
    yield _Entry(words, 0, Row((tuple(items),)), paper.measure, before=0, after=18)


@laid_out.register
def _heading(block: blocks.Heading, paper: Paper, root: Node) -> Iterable[Flowable]:
    if block.new_page:
        yield PageBreak()
    # A heading stays with what it is about: a heading below it, the head and two rows of a table.
    yield CondPageBreak(120 if block.level > 1 else 180)
    words = glyphs.in_one_line(block.words)
    # The title of the document is the heading of the first level.
    node = root.add(f"H{block.level + 1}")
    row = Row((tuple(lines(words, _HEADINGS[block.level], paper.measure, within=node)),))
    yield _Entry(
        words, block.level, row, paper.measure, before=26 if block.level == 1 else 14, after=6
    )


@laid_out.register
def _paragraph(block: blocks.Paragraph, paper: Paper, root: Node) -> Iterable[Flowable]:
    # A row for each line lets the page end anywhere in a long text.
    found = lines(block.words, _VOICES[block.voice], paper.measure, within=root, apart=True)
    yield Rows((paper.measure,), [Row(((line,),)) for line in found], before=2, after=6)


@laid_out.register
def _facts(block: blocks.Facts, paper: Paper, root: Node) -> Iterable[Flowable]:
    narrow, wide = _LABELS
    labels = [glyphs.width(label, BODY.face, BODY.size) for label, _cell in block.rows]
    first = min(max(narrow, *labels), wide, 0.42 * paper.measure) + 2 * _GUTTER
    second = paper.measure - first
    entries = root.add("L", key=block.key)
    rows = []
    for label, cell in block.rows:
        entry = entries.add("LI")
        label_lines = lines(label, QUIET_BODY, first - _GUTTER, within=entry.add("Lbl"))
        said = _items(cell, second, entry.add("LBody"))
        rows.append(Row((tuple(label_lines), said), padding=4.5, below=LINE))
    yield Rows((first, second), rows, after=6)


@laid_out.register
def _table(block: blocks.Table, paper: Paper, root: Node) -> Iterable[Flowable]:
    widths = _widths(block, paper.measure)
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


def _widths(block: blocks.Table, measure: float) -> list[float]:
    """The width of each column: its share, but room for its longest word where others spare it."""
    widths = [column.share * measure for column in block.columns]
    needs = [min(_longest(block, n) + _GUTTER + 0.5, _WIDEST * measure) for n in range(len(widths))]
    spare = [wide - need for wide, need in zip(widths, needs, strict=True)]
    lacking, room = -sum(s for s in spare if s < 0), sum(s for s in spare if s > 0)
    if not lacking or not room:
        return widths
    given, taken = min(1.0, room / lacking), min(1.0, lacking / room)
    return [wide - s * (given if s < 0 else taken) for wide, s in zip(widths, spare, strict=True)]


def _longest(block: blocks.Table, column: int) -> float:
    """The width of the widest word in a column."""
    widest = _word(block.columns[column].title, LABEL)
    for row in block.rows:
        for part in row[column]:
            if isinstance(part, blocks.Words):
                widest = max(widest, _word(part.text, _VOICES[part.voice]))
    return widest


def _word(text: str, style: Style) -> float:
    words = glyphs.printable(text).split()
    return max((glyphs.width(word, style.face, style.size) for word in words), default=0.0)


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


@laid_out.register
def _listing(block: blocks.Listing, paper: Paper, root: Node) -> Iterable[Flowable]:
    table = root.add("Table", key=block.key)
    titles = table.add("THead").add("TR")
    yield Columns(block.titles, block.entries, paper.measure, titles, table.add("TBody"))


@laid_out.register
def _code(block: blocks.Code, paper: Paper, root: Node) -> Iterable[Flowable]:
    mosaic = Mosaic(qr.squares(block.text), node=root.add("Figure", alt=block.says))
    caption = lines(block.caption, QUIET_BODY, paper.measure, within=root, apart=True)
    yield Rows((paper.measure,), (Row(((mosaic, *caption),)),), before=12, after=12)
