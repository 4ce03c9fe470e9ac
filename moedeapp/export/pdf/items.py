"""What stands in a cell of the page, from top to bottom: lines of words, bars and squares."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final, Protocol

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.utils import ImageReader

from moedeapp.export.pdf.glyphs import BOLD, REGULAR, printable, width
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

    def draw(self, canvas: Any, x: float, top: float, wide: float) -> None:
        """Draw it with its upper left corner at the point."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of words that fits; it ends in a space when the sentence goes on."""

    words: str
    style: Style = BODY
    right: bool = False

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
        canvas.setFont(style.face, style.size)
        canvas.setFillColor(style.colour)
        # The middle of the letters, from baseline to capitals, in the middle of the line.
        canvas.drawString(x, top - (style.leading + 0.66 * style.size) / 2, self.words)


@dataclass(frozen=True, slots=True)
class Gap:
    """Nothing, so high."""

    height: float

    def draw(self, canvas: Any, x: float, top: float, wide: float) -> None:
        """Draw nothing."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """A bar as long as its share of the width."""

    share: float
    height: float = 8.0

    def draw(self, canvas: Any, x: float, top: float, wide: float) -> None:
        """Draw the whole length, and the share over it."""
        thick, wide = 4.0, wide - 20
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

    @property
    def height(self) -> float:
        """The code and its edge above and below."""
        return (len(self.squares) + 2 * QUIET) * self.side

    def draw(self, canvas: Any, x: float, top: float, wide: float) -> None:
        """Draw the dark squares."""
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

    picture: bytes
    height: float = 0.0

    def draw(self, canvas: Any, x: float, top: float, wide: float) -> None:
        """Draw it at most 120 × 42 points large; leave out what is not a picture."""
        try:
            image = ImageReader(BytesIO(self.picture))
        except OSError:
            return
        canvas.drawImage(
            image, x + wide - 120, top - 42, 120, 42, "auto", preserveAspectRatio=True, anchor="ne"
        )


def lines(words: str, style: Style, wide: float, *, right: bool = False) -> Iterable[Line]:
    """The words in lines that fit; a word too wide for a line is broken where it must be."""
    for paragraph in printable(words).split("\n"):
        for line in _filled(paragraph.split(), style, wide):
            yield Line(line, style, right)


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
