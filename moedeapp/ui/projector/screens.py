"""Where the storskærm opens: full on a screen of its own, else as a window."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication, QScreen

WINDOW = 0.62
"""Part of the laptop's screen that a window takes."""

CORNER = 0.36
"""The same for a window that comes back when a cable is pulled: small, and in a corner."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen by its name and where it lies on the desktop."""

    name: str
    left: int
    top: int
    width: int
    height: int

    def meets(self, other: "Screen") -> bool:
        """Whether they show the same part of the desktop, as mirrored screens do."""
        return (
            self.left < other.left + other.width
            and other.left < self.left + self.width
            and self.top < other.top + other.height
            and other.top < self.top + self.height
        )


def second(screens: Sequence[Screen], own: Screen | None) -> Screen | None:
    """The screen for the hall: the largest that shows nothing of the facilitator's own.

    None with one screen, and when all the others mirror it.
    """
    if own is None:
        return None
    others = [screen for screen in screens if not screen.meets(own)]
    return max(others, key=lambda screen: screen.width * screen.height, default=None)


def window_on(screen: QRect, part: float = WINDOW, *, corner: bool = False) -> QRect:
    """Room for a window of 16:9 on a screen: in the middle, or in the lower right corner."""
    width = int(screen.width() * part)
    height = min(int(width * 9 / 16), int(screen.height() * part))
    room = QRect(0, 0, width, height)
    if corner:
        room.moveBottomRight(screen.bottomRight())
    else:
        room.moveCenter(screen.center())
    return room


def present() -> list[Screen]:
    """The screens there are."""
    return [described(screen) for screen in QGuiApplication.screens()]


def described(screen: QScreen) -> Screen:
    """A screen as a value."""
    room = screen.geometry()
    return Screen(screen.name(), room.x(), room.y(), room.width(), room.height())


def named(name: str) -> QScreen | None:
    """The screen with this name."""
    return next((screen for screen in QGuiApplication.screens() if screen.name() == name), None)
