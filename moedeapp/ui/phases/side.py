"""The panel at the right side of a page: what scrolls, what always stays in sight below, and
where it goes when there is no room for it beside the page."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from moedeapp.texts import _
from moedeapp.ui import theme
from moedeapp.ui.labels import QWIDGETSIZE_MAX, button, column, row
from moedeapp.ui.scrolling import scrolled

WIDE: Final = theme.PANEL + 24
"""Width of a panel with forms in it, in pixels."""

NARROW: Final = 820
"""Below this width in pixels the page and its panel take turns."""

Part = QWidget | QLayout | int


class Side(QFrame):
    """A panel that scrolls, with the acts that matter most fixed at its foot."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "panel")

    def lay(self, inside: Sequence[Part], foot: Sequence[Part] = ()) -> None:
        """Fill the panel from the top."""
        holder = QWidget()
        laid = column(*inside, 1, gap=12, into=QVBoxLayout(holder))
        laid.setContentsMargins(20, 18, 14, 10)
        room = scrolled(holder)
        whole = column(room, gap=0, into=QVBoxLayout(self))
        whole.setStretch(0, 1)
        if foot:
            below = column(*foot, gap=8)
            below.setContentsMargins(20, 8, 20, 14)
            whole.addLayout(below)


class Sided(QWidget):
    """The page at the left and its panel at the right; in a narrow window one at a time."""

    def __init__(self, main: QLayout, side: QFrame, words: str) -> None:
        super().__init__()
        self._main = QWidget()
        self._main.setLayout(main)
        self._side = side
        self._width = side.maximumWidth()
        self._words = words
        self._turned = False
        self.turn = button(words, self._turn)
        bar = row(1, self.turn)
        bar.setContentsMargins(16, 8, 16, 0)
        self._bar = QWidget()
        self._bar.setLayout(bar)
        beside = row(self._main, side, gap=0)
        beside.setStretch(0, 1)
        self.setLayout(column(self._bar, beside, gap=0))
        self._lay()

    def name(self, words: str) -> None:
        """Say what is in the panel, on the button that brings it into sight."""
        self._words = words
        self._lay()

    def show_side(self, shown: bool = True) -> None:
        """Bring the panel into sight, or the page."""
        self._turned = shown
        self._lay()

    def _turn(self) -> None:
        self.show_side(not self._turned)
        self.turn.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay(self) -> None:
        narrow = self.width() < NARROW
        self._bar.setVisible(narrow)
        self._main.setVisible(not (narrow and self._turned))
        self._side.setVisible(not narrow or self._turned)
        self._side.setMaximumWidth(QWIDGETSIZE_MAX if narrow else self._width)
        words = _("Back") if self._turned else self._words
        self.turn.setText(words)
        self.turn.setAccessibleName(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """See whether there is room for both."""
        super().resizeEvent(event)
        self._lay()
