"""How large the page is to the letters on it: as usual, or in large print."""

from dataclasses import dataclass
from typing import Final

WIDE: Final = 595.28
HIGH: Final = 841.89
"""A4 in points."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A4 with everything on it `scale` times as large; other lengths are as if it were not."""

    scale: float = 1.0
    margin: float = 62.0
    top: float = 58.0
    bottom: float = 76.0

    @property
    def wide(self) -> float:
        """How much there is room for across."""
        return WIDE / self.scale

    @property
    def high(self) -> float:
        """How much there is room for downwards."""
        return HIGH / self.scale

    @property
    def measure(self) -> float:
        """The width of the text."""
        return self.wide - 2 * self.margin


USUAL: Final = Paper()
LARGE: Final = Paper(scale=1.6, margin=26.0, top=44.0, bottom=56.0)
"""Running text in 16 points."""


def smaller(scale: float) -> Paper:
    """The usual page with smaller letters: its edges stay as wide as they are."""
    edges = (USUAL.margin, USUAL.top, USUAL.bottom)
    return Paper(scale, *(edge / scale for edge in edges))
