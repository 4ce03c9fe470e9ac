"""A page with a panel beside it, which steps aside when there is no room for both."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from moedeapp.texts import _
from moedeapp.ui.labels import QWIDGETSIZE_MAX, button, column, row

NARROW = 820
"""Below this width in pixels the page and its panel take turns."""


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
