"""The letters of the page: Source Sans Pro, Noto for what it has not got, else a sign's code."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import Any, Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from moedeapp import resources

REGULAR: Final = "Source Sans Pro"
BOLD: Final = "Source Sans Pro Bold"

_FACES: Final = {REGULAR: "regular", BOLD: "bold"}
_UNSEEN: Final = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Mc", "Me", "Mn"))
"""Categories that have no shape of their own; a reader must see that they are there."""

_SIMPLE: Final = frozenset(("L", "ON", "ES", "ET", "EN", "CS"))
"""Bidirectional classes that are drawn from left to right as they come; Arabic is not."""

_JOINED: Final = re.compile(r"(?<=[\u00a9-\U0001faff])(?:\[U\+(?:FE0F|200D)\])+")
"""The two signs that make one picture of several, where they were named."""

_EMOJI: Final = "Noto Emoji"

_spare: dict[str, str] = {}
"""Signs met so far that Source Sans Pro has not got, each with the font that draws it."""


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
        elif category not in _UNSEEN and (code in self._drawn or _has_spare(sign)):
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


@cache
def _spare_fonts() -> dict[str, Any]:
    """Fonts for other signs by name; read when the first such sign is met."""
    fonts = {name: TTFont(name, str(path)) for name, path in resources.spare_fonts().items()}
    for font in fonts.values():
        pdfmetrics.registerFont(font)
    return fonts


def _has_spare(sign: str) -> bool:
    """Find the font that draws a sign, if there is one that can do so without knowing more."""
    if unicodedata.bidirectional(sign) not in _SIMPLE or unicodedata.combining(sign):
        return False
    for name, font in _spare_fonts().items():
        if ord(sign) in font.face.charToGlyph:
            _spare[sign] = name
            return True
    return False


def load() -> None:
    """Make the fonts known; doing so twice costs nothing."""
    _fonts()


@cache
def _table() -> _Printable:
    drawn = frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in _fonts()))
    return _Printable(drawn)


def printable(text: str) -> str:
    """The text with nothing the fonts cannot draw.

    A sign they lack, or that has no shape, becomes its code: ``[U+05D0]``. Every kind of line
    end becomes a newline, every kind of space and the tab a space.
    """
    shown = text.replace("\r\n", "\n").replace("\r", "\n").translate(_table())
    return _JOINED.sub(_joined, shown) if "[U+" in shown and _EMOJI in _spare.values() else shown


def _joined(named: re.Match[str]) -> str:
    """The signs themselves after a picture, which the font of pictures draws as nothing."""
    before = named.string[named.start() - 1]
    if _spare.get(before) != _EMOJI:
        return named[0]
    signs = named[0].replace("[U+FE0F]", "\ufe0f").replace("[U+200D]", "\u200d")
    _spare.update(dict.fromkeys(signs, _EMOJI))
    return signs


def runs(text: str, face: str) -> Iterator[tuple[str, str]]:
    """The printable text in pieces, each with the font that draws it."""
    if _spare.keys().isdisjoint(text):
        yield face, text
        return
    for font, signs in groupby(text, key=lambda sign: _spare.get(sign, face)):
        yield font, "".join(signs)


def in_one_line(text: str) -> str:
    """The text as the page has it, without its line breaks."""
    return " ".join(printable(text).split())


@lru_cache(maxsize=1 << 16)  # the same words come again and again
def width(text: str, face: str, size: float) -> float:
    """How wide printable text is, in points, once the fonts are loaded."""
    return sum(float(pdfmetrics.stringWidth(t, font, size)) for font, t in runs(text, face))
