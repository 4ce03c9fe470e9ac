"""What stands in a cell of the page, from top to bottom: lines of words, bars and squares."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from PIL import Image
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import ImageReader

from moedeapp.export.pdf.glyphs import BOLD, REGULAR, printable, runs, width
from moedeapp.export.pdf.structure import Node
from moedeapp.qr import QUIET, Squares

INK: Final = HexColor(0x1B2433)
QUIET_INK: Final = HexColor(0x5A6579)
LINE: Final = HexColor(0xC9D0DC)
ACCENT: Final = HexColor(0x0B5C7A)
EMPTY: Final = HexColor(0xE6EAEE)
"""The part of a bar that is not filled."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a line of words looks; lengths in points."""

    size: float = 10
    leading: float = 14
    face: str = REGULAR
    colour: Color = INK


BODY: Final = Style()
STRONG: Final = Style(face=BOLD)
QUIET_BODY: Final = Style(colour=QUIET_INK)
LABEL: Final = Style(size=8.5, leading=12, face=BOLD, colour=QUIET_INK)


class Item(Protocol):
    """Something with a height that can be drawn downwards from a point."""

    @property
    def height(self) -> float:
        """How much of the page it takes, in points."""

    @property
    def node(self) -> Node | None:
        """The part of the document it belongs to; None when there is nothing to see."""

    def draw(self, canvas: Any, x: float, top: float, wide: float) -> None:
        """Draw it with its upper left corner at the point."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of words that fits; it ends in a space when the sentence goes on."""

    words: str
    style: Style = BODY
    right: bool = False
    node: Node | None = None
    address: str = ""
    """where the words lead"""

    @property
    def height(self) -> float:
        """The leading."""
        return self.style.leading

    def draw(self, canvas: Any, x: float, top: float, wide: float) -> None:
        """Draw it; nothing at all for an empty line."""
        if not self.words:
            return
        style = self.style
        if self.right:
            x += wide - width(self.words, style.face, style.size)
        _write(canvas, [self.words], style, x, top)
        if self.address and self.node:
            base, end = top - _fall(style), x + width(self.words.rstrip(), style.face, style.size)
            canvas.setStrokeColor(style.colour)
            canvas.setLineWidth(0.5)
            canvas.line(x, base - 1.5, end, base - 1.5)
            canvas.link(self.node, self.address, (x, top - style.leading, end, top))


def _write(canvas: Any, words: Iterable[str], style: Style, x: float, top: float) -> None:
    """Write printable words, one line under the other."""
    text = canvas.beginText(x, top - _fall(style))
    text.setFillColor(style.colour)
    text.setFont(style.face, style.size, style.leading)
    for line in words:
        *before, (font, last) = runs(line, style.face)
        for other, piece in before:
            text.setFont(other, style.size, style.leading)
            text.textOut(piece)
        if before or font != style.face:
            text.setFont(font, style.size, style.leading)
        text.textLine(last)
        if font != style.face:
            text.setFont(style.face, style.size, style.leading)
    canvas.drawText(text)


def _fall(style: Style) -> float:
    """From the top of a line to its letters' feet: their middle is the middle of the line."""
    return (style.leading + 0.66 * style.size) / 2


def draw_down(canvas: Any, items: Sequence[Item], x: float, top: float, wide: float) -> float:
    """Draw items under each other; gives where the next one begins."""
    first = items[0]
    if isinstance(first, Line) and len(items) > 1 and all(_alike(first, item) for item in items):
        words = [line.words for line in items if isinstance(line, Line)]
        _write(canvas, words, first.style, x, top)
        return top - len(items) * first.style.leading
    for item in items:
        item.draw(canvas, x, top, wide)
        top -= item.height
    return top


def _alike(first: Line, item: Item) -> bool:
    """Whether lines can be drawn in one go: the same style, from the left, no link."""
    return (
        isinstance(item, Line)
        and item.style is first.style
        and not (item.right or item.address)
        and bool(item.words)
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing, so high."""

    height: float
    node: None = None

    def draw(self, canvas: Any, x: float, top: float, wide: float) -> None:
        """Draw nothing."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """A bar as long as its share of the width."""

    share: float
    node: Node
    height: float = 8.0

    def draw(self, canvas: Any, x: float, top: float, wide: float) -> None:
        """Draw the whole length, and the share over it."""
        thick, wide = 4.0, wide - 20
        self.node.box = canvas.area(x, top - 2 - thick, x + wide, top - 2)
        for length, colour in ((wide, EMPTY), (wide * self.share, ACCENT)):
            if length:
                canvas.setFillColor(colour)
                canvas.roundRect(
                    x, top - 2 - thick, length, thick, min(1.5, length / 2), stroke=0, fill=1
                )


@dataclass(frozen=True, slots=True)
class Mosaic:
    """A QR code with the light edge it needs; `side` is one square in points."""

    squares: Squares
    side: float = 2.2
    colour: Color = INK
    node: Node | None = None
    """what it is in the reading order; nothing in a file without one"""

    @property
    def height(self) -> float:
        """The code and its edge above and below."""
        return (len(self.squares) + 2 * QUIET) * self.side

    def draw(self, canvas: Any, x: float, top: float, wide: float) -> None:
        """Draw the dark squares."""
        if self.node is not None:
            self.node.box = canvas.area(x, top - self.height, x + self.height, top)
        canvas.setFillColor(self.colour)
        path = canvas.beginPath()
        for down, row in enumerate(self.squares, QUIET + 1):
            for along, dark in enumerate(row, QUIET):
                if dark:
                    path.rect(x + along * self.side, top - down * self.side, self.side, self.side)
        canvas.drawPath(path, stroke=0, fill=1)


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture at the right edge; it takes no height of its own."""

    picture: Image.Image
    node: Node | None = None
    """what it is in the reading order; nothing in a file without one"""
    height: float = 0.0

    def draw(self, canvas: Any, x: float, top: float, wide: float) -> None:
        """Draw it at most 120 × 42 points large."""
        scale = min(room / size for room, size in zip(_LOGO, self.picture.size, strict=True))
        across, down = (size * scale for size in self.picture.size)
        left, bottom = x + wide - across, top - down
        canvas.drawImage(ImageReader(self.picture), left, bottom, across, down, "auto")
        if self.node is not None:
            self.node.box = canvas.area(left, bottom, x + wide, top)


_LOGO: Final = (120.0, 42.0)
"""The room for a logo, in points."""


def lines(
    words: str,
    style: Style,
    wide: float,
    *,
    right: bool = False,
    within: Node | None = None,
    apart: bool = False,
    address: str = "",
) -> Iterable[Line]:
    """The words in lines that fit; a word too wide for a line is broken where it must be.

    They belong to `within`: each of several paragraphs to a part of its own, so that their words
    are kept apart; with `apart` a single one, too.
    """
    if address:
        style = replace(style, colour=ACCENT)
    paragraphs = printable(words).split("\n")
    apart = apart or len(paragraphs) > 1
    for paragraph in paragraphs:
        found = paragraph.split()
        node = _part(within, apart=apart, followed=bool(address)) if found else None
        for line in _filled(found, style, wide):
            yield Line(line, style, right, node, address)


def _part(within: Node | None, *, apart: bool, followed: bool) -> Node | None:
    if within is not None and apart:
        within = within.add("P")
    return within.add("Link") if within is not None and followed else within


def _filled(words: Iterable[str], style: Style, wide: float) -> Iterable[str]:
    space = width(" ", style.face, style.size)
    line, used = "", 0.0
    for word in words:
        length = width(word, style.face, style.size)
        if line and used + space + length > wide:
            # The space keeps the words apart for whoever reads the text without its lines.
            yield f"{line} "
            line, used = "", 0.0
        if length > wide:
            *full, word = _broken(word, style, wide)
            yield from full
            length = width(word, style.face, style.size)
        line, used = (f"{line} {word}", used + space + length) if line else (word, length)
    yield line


def _broken(word: str, style: Style, wide: float) -> Iterable[str]:
    part, used = "", 0.0
    for sign in word:
        length = width(sign, style.face, style.size)
        if part and used + length > wide:
            yield part
            part, used = "", 0.0
        part, used = part + sign, used + length
    yield part
