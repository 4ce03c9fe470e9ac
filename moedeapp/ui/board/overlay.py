"""What lies above the board for a while, and goes with Esc."""

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from moedeapp.ui.fields import keeps_escape


class Overlay(QFrame):
    """A card above its parent. `left` tells that it was left without anything being done."""

    left: Final = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "bar")
        self.hide()

    def open_up(self) -> None:
        """Be there, above everything else."""
        self.show()
        self.raise_()

    def leave(self) -> None:
        """Go away."""
        self.hide()
        self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Keep Esc, before the window takes it."""
        return keeps_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves, and Enter is the button that has the focus."""
        focused = self.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif enter and isinstance(focused, QPushButton) and focused.hasFocus():
            focused.click()
        else:
            super().keyPressEvent(event)
