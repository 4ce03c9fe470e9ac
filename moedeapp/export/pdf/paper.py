"""The protocol on A4: its pages with foot and bookmarks."""

from copy import copy
from functools import partial
from io import BytesIO
from typing import Any, Final

from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from moedeapp.export import blocks
from moedeapp.export.pdf import glyphs
from moedeapp.export.pdf.items import INK, LINE, QUIET_INK, Style, lines
from moedeapp.export.pdf.layout import laid_out, together
from moedeapp.export.pdf.sizes import HIGH, USUAL, WIDE, Paper
from moedeapp.export.pdf.structure import Node, TaggedCanvas
from moedeapp.texts import _

_FOOT: Final = Style(size=8, leading=11, colour=QUIET_INK)
_WARNING: Final = Style(size=12, leading=18, face=glyphs.BOLD)
_INSIDE: Final = 12.0
"""Between a frame and its words."""


def pages(minutes: blocks.Minutes, paper: Paper = USUAL) -> tuple[bytes, Node]:
    """The pages of the protocol, and what they are to whoever does not see them.

    The same minutes give the same bytes.
    """
    glyphs.load()
    root = Node("Document")
    flowables = _flowables(minutes, paper, root)
    # The first time round only tells how many pages there are.
    _data, count = _build(minutes, paper, [copy(flowable) for flowable in flowables], None)
    data, _count = _build(minutes, paper, flowables, count)
    return data, root


def length(minutes: blocks.Minutes, paper: Paper = USUAL) -> int:
    """How many pages there will be."""
    glyphs.load()
    return _build(minutes, paper, _flowables(minutes, paper, Node("Document")), None)[1]


def _flowables(minutes: blocks.Minutes, paper: Paper, root: Node) -> list[Flowable]:
    found = (flowable for block in minutes.blocks for flowable in laid_out(block, paper, root))
    return together(found, paper)


def _build(
    minutes: blocks.Minutes, paper: Paper, flowables: list[Flowable], count: int | None
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
        canvas.scale(paper.scale, paper.scale)
        with canvas.furniture("/Type /Pagination /Subtype /Footer"):
            _draw_foot(canvas, paper, minutes.foot, count)
        if minutes.warning:
            with canvas.furniture("/Type /Pagination /Subtype /Header"):
                _draw_warning(canvas, paper, minutes.warning)

    high = paper.high - paper.top - paper.bottom
    frame = Frame(paper.margin, paper.bottom, paper.measure, high, 0, 0, 0, 0)
    template.addPageTemplates(PageTemplate("page", [frame], onPage=on_page))
    template.build(flowables, canvasmaker=partial(TaggedCanvas, counting=count is None))
    return made.getvalue(), template.page


def _draw_foot(canvas: Any, paper: Paper, words: str, count: int | None) -> None:
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    rule = paper.bottom - 22
    canvas.line(paper.margin, rule, paper.wide - paper.margin, rule)
    page = _("Page {page} of {pages}").format(page=canvas.getPageNumber(), pages=count)
    for text, right in ((words, False), (page, True)):
        for line in lines(text, _FOOT, paper.measure, right=right):
            line.draw(canvas, paper.margin, paper.bottom - 30, paper.measure)


def _draw_warning(canvas: Any, paper: Paper, words: str) -> None:
    """Words in a frame in the upper margin, which nobody can overlook or cut off unseen."""
    (line, *_more) = lines(words, _WARNING, paper.measure - 2 * _INSIDE)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(1)
    canvas.rect(paper.margin, paper.high - 46, paper.measure, 26, stroke=1, fill=0)
    line.draw(canvas, paper.margin + _INSIDE, paper.high - 24, paper.measure)
