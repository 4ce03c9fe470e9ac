"""The line that takes ideas: Enter adds, several pasted lines are offered as several ideas."""

import re
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent

from moedeapp.texts import _
from moedeapp.ui.fields import Area

_TABLE: Final = re.compile(r"/([0-9]{1,3})\s")
_MODIFIERS: Final = (
    Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
)


class IdeaLine(Area):
    """One idea while it is typed; it grows to three lines, and scrolls beyond.

    `entered` when Enter is pressed, `several` with the text when several lines are pasted,
    `table_named` when somebody begins with a stroke and the number of a table.
    """

    entered: Final = Signal()
    several: Final = Signal(str)
    table_named: Final = Signal(int)

    around = 32

    def __init__(self) -> None:
        super().__init__(_("New idea"), lines=1, most=3, hint=_("Write what is said"))
        self.setProperty("look", "big")
        self.textChanged.connect(self._take_table)

    def text(self) -> str:
        """What is typed."""
        return self.toPlainText()

    def clear(self) -> None:
        """Forget the words and the typing, so that Ctrl+Z takes back the act."""
        self.setPlainText("")

    def take(self, words: str) -> None:
        """Hold these words, ready for more."""
        self.setPlainText(words)
        self.moveCursor(self.textCursor().MoveOperation.End)

    def _take_table(self) -> None:
        found = _TABLE.match(self.text())
        if found:
            # In one step, so that taking back the typing brings the stroke back too.
            cursor = self.textCursor()
            cursor.setPosition(0)
            cursor.setPosition(found.end(), cursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            self.table_named.emit(int(found[1]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds; with Shift it begins a new line."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & _MODIFIERS:
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 (Qt's name)
        """Text is for the line; a file is for the page."""
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 (Qt's name)
        """Take one line in, and offer several as several ideas."""
        text = source.text()
        filled = [line for line in text.splitlines() if line.strip()]
        if len(filled) > 1:
            self.several.emit(text)
        elif filled:
            self.insertPlainText(filled[0])

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Up and Ctrl+Down to the page, which turns the table with them."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            arrows = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            if arrows and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.ignore()
                return False
        return super().event(event)
