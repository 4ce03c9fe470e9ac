"""The board in a window, and hands that use it by real events only."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from moedeapp.model.commands import themes
from moedeapp.model.document import Document
from moedeapp.model.meeting import Idea, Phase, Theme, numbered
from moedeapp.ui import theme
from moedeapp.ui.board.geometry import Box
from moedeapp.ui.main_window import MainWindow
from moedeapp.ui.phases.themes import ThemesPage
from tests.ui.conftest import fill

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture(autouse=True)
def _still(qapp: QApplication) -> Iterator[None]:
    theme.wear(qapp, still=True)
    yield
    theme.wear(qapp)


class Hands:
    """Mouse and keys on the board, and what the meeting says after each."""

    def __init__(self, qtbot: QtBot, window: MainWindow, document: Document) -> None:
        page = window.page
        assert isinstance(page, ThemesPage)
        self.qtbot, self.window, self.document, self.page = qtbot, window, document, page
        self.view, self.scene, self.choice = page.view, page.scene, page.choice
        self.port = page.view.viewport()

    # --- looking

    @property
    def ideas(self) -> list[Idea]:
        """The ideas of the meeting by number."""
        return numbered(self.document.state.ideas)

    def idea(self, number: int) -> Idea:
        """The idea with a number."""
        return self.ideas[number - 1]

    def keys(self, *numbers: int) -> list[str]:
        """Keys of ideas by their numbers."""
        return [self.idea(number).id for number in numbers]

    def theme(self, title: str) -> Theme:
        """A theme by its title."""
        (found,) = [t for t in self.document.state.themes.values() if t.title == title]
        return found

    def add_theme(self, title: str, *numbers: int, at: tuple[float, float] = (0, 0)) -> str:
        """Make a theme with ideas in it, as another part of the program would."""
        key = self.document.apply(themes.add(title, ideas=self.keys(*numbers), at=at))
        self.settle()
        return key

    def settle(self) -> None:
        """Let the window follow the meeting."""
        self.qtbot.wait(1)
        self.qtbot.waitUntil(lambda: not self.view.shown.moving.shifts)

    def point(self, what: str | int | tuple[float, float]) -> QPoint:
        """The pixel of a note (by key or number), of a theme's title, or of a place."""
        if isinstance(what, tuple):
            return self.view.camera.to_window(what)
        box = self.scene.box(self.idea(what).id if isinstance(what, int) else what)
        assert box is not None
        self.view.camera.reveal(box)
        return self.view.camera.to_window(box.middle)

    def box(self, number: int) -> Box:
        """Where the note of an idea stands."""
        box = self.scene.box(self.idea(number).id)
        assert box is not None
        return box

    @property
    def chosen(self) -> list[int]:
        """The numbers of the notes that are chosen, in order."""
        ideas = self.document.state.ideas
        return sorted(ideas[key].number for key in self.choice.keys if key in ideas)

    # --- mouse

    def click(
        self, what: str | int | tuple[float, float], keys: Qt.KeyboardModifier = NONE
    ) -> None:
        """Click there."""
        self.qtbot.mouseClick(self.port, LEFT, keys, self.point(what))

    def double_click(self, what: str | int) -> None:
        """Click there twice."""
        self.qtbot.mouseDClick(self.port, LEFT, NONE, self.point(what))

    def drag(
        self,
        start: str | int | tuple[float, float] | QPoint,
        end: str | int | tuple[float, float] | QPoint,
        *,
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = NONE,
        drop: bool = True,
    ) -> None:
        """Press at one place, move in steps, and let go at another."""
        first, last = self._both(start, end)
        self.qtbot.mousePress(self.port, button, keys, first)
        for part in (0.25, 0.5, 0.75, 1.0):
            self.qtbot.mouseMove(self.port, first + (last - first) * part)
        if drop:
            self.drop(last, button, keys)

    def _both(
        self,
        start: str | int | tuple[float, float] | QPoint,
        end: str | int | tuple[float, float] | QPoint,
    ) -> tuple[QPoint, QPoint]:
        """The pixels of both, at a zoom where both are in sight."""
        for _ in range(2):
            last = end if isinstance(end, QPoint) else self.point(end)
            first = start if isinstance(start, QPoint) else self.point(start)
            last = end if isinstance(end, QPoint) else self.view.camera.to_window(self._middle(end))
            if self.port.rect().contains(first) and self.port.rect().contains(last):
                break
            self.view.camera.show_whole()
        return first, last

    def _middle(self, what: str | int | tuple[float, float]) -> tuple[float, float]:
        if isinstance(what, tuple):
            return what
        box = self.scene.box(self.idea(what).id if isinstance(what, int) else what)
        assert box is not None
        return box.middle

    def drop(
        self, at: QPoint, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NONE
    ) -> None:
        """Let go."""
        self.qtbot.mouseRelease(self.port, button, keys, at)
        self.settle()

    def wheel(self, at: QPoint, turned: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
        """Turn the wheel."""
        where = QPointF(at)
        event = QWheelEvent(
            where, QPointF(self.port.mapToGlobal(at)), QPoint(), turned,
            Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(self.port, event)

    # --- keys

    def press(self, key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
        """Press a key wherever the focus is."""
        self.qtbot.keyClick(self.focus, key, keys)
        self.settle()

    def type(self, words: str) -> None:
        """Type wherever the focus is."""
        self.qtbot.keyClicks(self.focus, words)

    @property
    def focus(self):
        """The widget that has the focus."""
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget


@pytest.fixture
def board(
    qtbot: QtBot, at: Callable[[Phase], MainWindow], document: Document
) -> Callable[[int], Hands]:
    """Opens the board of a meeting with so many ideas, at a size where all can be read."""

    def opened(count: int = 12) -> Hands:
        if count:
            fill(document, count)
        hands = Hands(qtbot, at(Phase.THEMES), document)
        hands.settle()
        return hands

    return opened
