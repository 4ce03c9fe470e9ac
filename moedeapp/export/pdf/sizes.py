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

TIGHTER: Final = tuple(
    Paper(scale=each, margin=62.0 / each, top=58.0 / each, bottom=76.0 / each)
    for each in (1.0, 0.95, 0.9, 0.86)
)
"""Letters smaller and smaller between the same margins; the smallest leaves 8.6 points."""
