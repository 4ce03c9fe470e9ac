"""Text broken into lines of a width; long words at their syllables, and no word is lost."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtGui import QFontMetricsF, QTextLayout, QTextOption

from moedeapp.ui import theme

SOFT: Final = "\N{SOFT HYPHEN}"
_JOINER: Final = "\N{WORD JOINER}"
_CLEAN: Final = re.compile(f"[{SOFT}{_JOINER}]")
_VOWELS: Final = "aeiouyæøåéüöä"
_TOGETHER: Final = re.compile("[bfgkp][lr]|[dt]r|k[nv]|s[klmnptv]|tv")
_FEWEST: Final = 3
"""Letters before and after a hyphen."""

_LONG: Final = 0.5
"""Part of a line a word fills before it may be broken at a syllable."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what is drawn, what it stands for in the text, and how wide it is."""

    drawn: str
    said: str
    width: float


@lru_cache(maxsize=8192)
def lines(text: str, pixels: int, bold: bool, width: float) -> tuple[Line, ...]:
    """The lines of a text in a width; every paragraph begins a line of its own.

    What the lines say, put together, is the text but for its line ends.
    """
    found: list[Line] = []
    for paragraph in text.splitlines() or [""]:
        found += _broken(paragraph, pixels, bold, max(1.0, width))
    return tuple(found)


@lru_cache(maxsize=8192)
def width_of(text: str, pixels: int, *, bold: bool = False) -> float:
    """How wide a text is on one line."""
    return QFontMetricsF(theme.font(pixels, bold=bold)).horizontalAdvance(text)


@lru_cache(maxsize=64)
def line_height(pixels: int) -> float:
    """The height of a line of text."""
    return QFontMetricsF(theme.font(pixels)).height()


def _broken(paragraph: str, pixels: int, bold: bool, width: float) -> list[Line]:
    face = theme.font(pixels, bold=bold)
    measure = QFontMetricsF(face)
    words = re.split(r"(\s+)", _CLEAN.sub("", paragraph))
    long = width * _LONG
    hyphenated = "".join(
        at_syllables(word) if len(word) > 2 * _FEWEST and measure.horizontalAdvance(word) > long
        else word
        for word in words
    )  # fmt: skip
    # "3.-pladsen" is one word.
    hyphenated = re.sub(r"(?<=\d\.-)(?=\w)", _JOINER, hyphenated)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    laid = QTextLayout(hyphenated, face)
    laid.setTextOption(option)
    # Qt counts in UTF-16, where an emoji has two units.
    units = hyphenated.encode("utf-16-le")
    found = []
    laid.beginLayout()
    while (line := laid.createLine()).isValid():
        line.setLineWidth(width)
        start, end = 2 * line.textStart(), 2 * (line.textStart() + line.textLength())
        piece = units[start:end].decode("utf-16-le", errors="replace")
        hyphen = "-" if piece.endswith(SOFT) else ""
        said = _CLEAN.sub("", piece)
        drawn = said.rstrip() + hyphen
        # One letter under a pile of marks cannot be broken, however wide a font makes it.
        found.append(Line(drawn, said, min(measure.horizontalAdvance(drawn), width)))
    laid.endLayout()
    return found


def at_syllables(word: str) -> str:
    """A word with a soft hyphen wherever a Danish reader would accept a hyphen."""
    low = word.casefold()
    if len(low) != len(word) or not word.isalpha():
        return word
    cuts = [cut for at in range(1, len(word) - 1) if (cut := _cut(low, at)) is not None]
    kept = sorted({cut for cut in cuts if _FEWEST <= cut <= len(word) - _FEWEST})
    return SOFT.join(word[a:b] for a, b in zip([0, *kept], [*kept, len(word)], strict=True))


def _cut(word: str, at: int) -> int | None:
    """Where a syllable begins whose vowel follows the consonant at this place; None for none."""
    if word[at] in _VOWELS or word[at + 1] not in _VOWELS:
        return None
    if not any(letter in _VOWELS for letter in word[:at]):
        return None
    together = _TOGETHER.match(word, at - 1)
    # After a consonant an s joins two words, and belongs to the first: tilgængeligheds-konsulent.
    joint = word[at - 1] == "s" and word[at - 2] not in _VOWELS
    return at - 1 if together and not joint else at
