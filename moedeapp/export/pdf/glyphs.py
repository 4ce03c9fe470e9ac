"""The letters of the page: Source Sans Pro, and what to print for signs it has not got."""

import unicodedata
from functools import cache, lru_cache
from typing import Any, Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from moedeapp import resources

REGULAR: Final = "Source Sans Pro"
BOLD: Final = "Source Sans Pro Bold"

_FACES: Final = {REGULAR: "regular", BOLD: "bold"}
_UNSEEN: Final = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Mc", "Me", "Mn"))
"""Categories that have no shape of their own; a reader must see that they are there."""


class _Printable(dict[int, str]):
    """A table for `str.translate` that learns each sign when it first meets it."""

    def __init__(self, drawn: frozenset[int]) -> None:
        super().__init__({ord("\t"): " ", ord("\n"): "\n"})
        self._drawn = drawn

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        category = unicodedata.category(sign)
        if category == "Zs":
            shown = " "
        elif code in self._drawn and category not in _UNSEEN:
            shown = sign
        else:
            shown = f"[U+{code:04X}]"
        self[code] = shown
        return shown


@cache
def _fonts() -> tuple[Any, ...]:
    """The fonts, made known to ReportLab under their names."""
    files = resources.fonts()
    fonts = tuple(TTFont(name, str(files[face])) for name, face in _FACES.items())
    for font in fonts:
        pdfmetrics.registerFont(font)
    return fonts


def load() -> None:
    """Make the fonts known; doing so twice costs nothing."""
    _fonts()


@cache
def _table() -> _Printable:
    drawn = frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in _fonts()))
    return _Printable(drawn)


def printable(text: str) -> str:
    """The text with nothing the fonts cannot draw.

    A sign they lack, or that has no shape, becomes its code: ``[U+1F600]``. Every kind of line
    end becomes a newline, every kind of space and the tab a space.
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_table())


def in_one_line(text: str) -> str:
    """The text as the page has it, without its line breaks."""
    return " ".join(printable(text).split())


@lru_cache(maxsize=1 << 16)  # the same words come again and again
def width(text: str, face: str, size: float) -> float:
    """How wide printable text is, in points, once the fonts are loaded."""
    return float(pdfmetrics.stringWidth(text, face, size))
