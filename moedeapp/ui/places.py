"""Where a window was the last time, as long as there is still a screen there."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from moedeapp.ui.settings import Settings

_GRIP = 48
"""Pixels of the window's upper edge that must be on a screen to take hold of it."""


def restore(window: QWidget, settings: Settings, name: str) -> bool:
    """Put a window where it was; whether it had been open. One that nobody can reach is moved."""
    held = settings.place(name)
    if held.isEmpty() or not window.restoreGeometry(held):
        return False
    bring_into_sight(window)
    return True


def keep(window: QWidget, settings: Settings, name: str) -> None:
    """Remember where a window is, and whether it is maximised."""
    settings.keep_place(name, window.saveGeometry())


def bring_into_sight(window: QWidget) -> None:
    """Move a window onto the first screen unless its upper edge is on one."""
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if not screens or any(_can_be_held(window.geometry(), screen) for screen in screens):
        return
    size = window.size().boundedTo(screens[0].size()).expandedTo(window.minimumSize())
    placed = QRect(screens[0].topLeft(), size)
    placed.moveCenter(screens[0].center())
    placed.moveTop(max(screens[0].top(), placed.top()))
    window.setGeometry(placed)


def _can_be_held(window: QRect, screen: QRect) -> bool:
    edge = QRect(window.left(), window.top(), window.width(), _GRIP)
    seen = edge.intersected(screen)
    return seen.width() >= _GRIP and seen.height() >= _GRIP // 2
