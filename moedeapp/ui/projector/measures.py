"""The measures of a page: everything follows from its size and the size of the text."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from moedeapp.ui.projector.breaking import line_height

LINES: Final = 1080
"""Lines of a screen that the sizes of text are given for."""

SMALL: Final = 36
"""Height of the corner line."""


@dataclass(frozen=True)
class Measures:
    """Sizes in pixels on a page of a size, for text of so many pixels at 1080 lines."""

    width: int
    height: int
    text: int

    @cached_property
    def scale(self) -> float:
        """Pixels of this page for one at 1080 lines; a narrow page counts as one of 4:3."""
        return min(self.height / LINES, self.width / (LINES * 4 / 3))

    def _whole(self, pixels: float) -> int:
        return max(6, round(pixels * self.scale))

    @cached_property
    def em(self) -> int:
        """What the hall reads."""
        return self._whole(self.text)

    @cached_property
    def small(self) -> int:
        """The corner line, and names that stand with what is read."""
        return self._whole(min(SMALL, self.text))

    @cached_property
    def title(self) -> int:
        """The title of a page."""
        return self._whole(self.text * 1.2)

    @cached_property
    def large(self) -> int:
        """A title that is what matters."""
        return self._whole(self.text * 1.6)

    @cached_property
    def side(self) -> int:
        """Room left free at the sides."""
        return self._whole(92)

    @cached_property
    def top(self) -> int:
        """Room left free above and below."""
        return self._whole(52)

    @property
    def inner(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.side

    @cached_property
    def line(self) -> float:
        """The height of a line the hall reads."""
        return line_height(self.em)

    @cached_property
    def small_line(self) -> float:
        """The height of a line of the corner."""
        return line_height(self.small)
