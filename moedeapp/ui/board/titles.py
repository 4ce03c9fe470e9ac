"""Writing the title of a theme where it stands."""

from typing import Final

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from moedeapp.texts import field
from moedeapp.ui.fields import keeps_escape


class Title(QLineEdit):
    """A line above the title of a theme; `written` carries the theme and its new title.

    Enter, or going elsewhere, keeps what was written; Esc does not. A refused title stays.
    """

    written: Final = Signal(str, str)
    left: Final = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(field("title"))
        self.setProperty("look", "title")
        self.theme = ""
        self._known = ""
        self.returnPressed.connect(self.settle)
        self.hide()

    def begin(self, theme: str, title: str, room: QRect) -> None:
        """Write the title of a theme here."""
        self.theme, self._known = theme, title
        self.setText(title)
        self.setGeometry(room)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    def settle(self) -> None:
        """Keep what is written."""
        theme, self.theme = self.theme, ""
        if theme and self.text().strip() and self.text() != self._known:
            self.written.emit(theme, self.text())
        self._end()

    def _end(self) -> None:
        self.theme = ""
        if not self.isHidden():
            self.hide()
            self.left.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what is written."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.settle()

    def event(self, event: QEvent) -> bool:
        """Keep Esc, before the window takes it."""
        return keeps_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the title as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self._end()
        else:
            super().keyPressEvent(event)
