"""What stands on a page and where: the few kinds of marks a page is made of."""

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TypeAlias

from moedeapp.model.meeting import Colour


class Ink(Enum):
    """What a mark is for; the painter knows the colour."""

    INK = auto()
    QUIET = auto()
    ACCENT = auto()
    LOWER = auto()
    """a bar below the first places"""
    TRACK = auto()
    LINE = auto()
    WARN = auto()
    WARN_TINT = auto()
    EDGE = auto()


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; `x` and `y` are its left upper corner."""

    x: float
    y: float
    width: float
    height: float
    drawn: str
    said: str
    """what of the text this line stands for"""
    pixels: int
    bold: bool = False
    ink: Ink = Ink.INK
    key: str = ""
    """the place it belongs to, when it comes with a reveal"""
    late: bool = False
    """comes at the end of the reveal"""
    furniture: bool = False
    """stands on every page of its sheet"""


@dataclass(frozen=True, slots=True)
class Fill:
    """A bar or an area."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink = Ink.TRACK
    radius: float = 0.0
    edge: Ink | None = None
    paper: Colour | None = None
    key: str = ""
    """grows to its width when this place is revealed"""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the five steps in the bar of a proposal, or its sample beside the word."""

    x: float
    y: float
    width: float
    height: float
    step: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class Squares:
    """A code to scan, with its quiet zone inside."""

    x: float
    y: float
    width: float
    height: float
    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, as large as fits."""

    x: float
    y: float
    width: float
    height: float
    data: bytes


Mark: TypeAlias = Words | Fill | Part | Squares | Image


def moved(mark: Mark, x: float, y: float) -> Mark:
    """The same mark elsewhere."""
    return replace(mark, x=mark.x + x, y=mark.y + y)


@dataclass(frozen=True, slots=True)
class Laid:
    """One page: its marks, and where the clock stands."""

    marks: tuple[Mark, ...]
    clock: "Clock"
    keys: frozenset[str] = frozenset()
    """places that stand on this page"""

    def text(self) -> str:
        """Everything it says, in the order it is read."""
        said = [mark.said for mark in self.marks if isinstance(mark, Words)]
        return " ".join(" ".join(said).split())


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the clock stands: its right edge, the line above it, and the figures."""

    right: float
    label: float
    figures: float
    small: int
    large: int
