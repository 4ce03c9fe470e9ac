"""The things on the board: notes, areas, and what a step changed about them."""

from dataclasses import dataclass, field
from typing import Final

from moedeapp.model.meeting import Colour, Idea, Theme
from moedeapp.texts import replacement
from moedeapp.ui.board.geometry import HEAD, Box
from moedeapp.ui.paper import origin

Place = tuple[float, float]

MAYBE: Final = "maybe"
"""The key of the area of a suggested theme."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note: the idea that leads it, and what the board says beside its words."""

    idea: Idea
    merged: int = 0
    """how many other ideas count as part of it"""
    shown: int = 1
    """how many of them all are in play"""
    area: str | None = None
    colour: Colour = Colour.YELLOW

    @property
    def words(self) -> str:
        """Its words on one line."""
        return " ".join((replacement(self.idea) or self.idea.text).split())

    @property
    def foot(self) -> str:
        """Where it came from, and how many count as part of it."""
        merged = f"+{self.merged}" if self.merged else ""
        return " · ".join(part for part in (origin(self.idea), merged) if part)


@dataclass(frozen=True, slots=True)
class Area:
    """The area of a theme, or of what may become one when there is no theme."""

    theme: Theme | None
    box: Box
    columns: int
    count: int
    """how many ideas count in it"""
    holds: tuple[str, ...] = ()
    """titles of themes that count as part of it"""

    @property
    def head(self) -> Box:
        """Where its title stands."""
        return Box(self.box.x, self.box.y, self.box.width, HEAD)


@dataclass(slots=True)
class Step:
    """What is different after the board has followed the meeting."""

    notes: set[str] = field(default_factory=set)
    """notes that look different, came or went"""
    moved: dict[str, Place] = field(default_factory=dict)
    """notes and areas that stand elsewhere now, with where they stood"""
    areas: bool = False
    """whether any area looks different"""
    groups: set[str | None] = field(default_factory=set)
    """areas (None: the loose notes) whose notes are not the same as before"""

    def __bool__(self) -> bool:
        return bool(self.notes or self.moved or self.areas)
