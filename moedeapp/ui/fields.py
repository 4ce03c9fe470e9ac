"""Boxes to write in; what is written is an act when the box is left."""

from collections.abc import Callable
from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolTip,
    QWidget,
)

from moedeapp.ui import labels

_AROUND: Final = 17
"""Pixels above and below the lines of a box."""

Save = Callable[[str], bool]
"""Does the act with the words of a box; whether it was done."""


@runtime_checkable
class Settling(Protocol):
    """A box that may hold words the meeting does not have yet."""

    def settle(self) -> None:
        """Make the act of them now."""


def keeps_escape(event: QEvent, wanted: Callable[[], bool] = lambda: True) -> bool:
    """Keep Esc from the window's shortcuts, in `event` of a widget that has a use for it now."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.key() == Qt.Key.Key_Escape and wanted():
        event.accept()
        return True
    return False


def holds_keyboard(widget: QWidget) -> bool:
    """Whether the keyboard is with a widget or something inside it."""
    focused = QApplication.focusWidget()
    return focused is not None and (focused is widget or widget.isAncestorOf(focused))


def settle_focused() -> None:
    """Let the box that is being written in make its act before something else happens."""
    focused = QApplication.focusWidget()
    if isinstance(focused, Settling):
        focused.settle()


class Line(QLineEdit):
    """One line of text. Ctrl+Z takes back typing, and the meeting's last act when there is none.

    With `save` it commits when it is left or Enter is pressed; without it nothing is saved here.
    """

    def __init__(self, name: str, save: Save | None = None, hint: str = "", look: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setProperty("look", look)
        self._save = save
        self._known = ""
        self.editingFinished.connect(self.settle)

    def settle(self) -> None:
        """Save what was typed, unless it is what the meeting has; refused words stay."""
        if self._save is None or self.text() == self._known:
            return
        before, self._known = self._known, self.text()
        if self._save(self.text()):
            self.setText(self._known)  # forgets the typing, so that Ctrl+Z takes back the act
        else:
            self._known = before

    def follow(self, text: str) -> None:
        """Show what the meeting has, unless somebody is typing something else."""
        untouched = self.text() == self._known
        self._known = text
        if untouched and self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)

    @property
    def _cut(self) -> bool:
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width() - 16

    def clear(self) -> None:
        """Forget the words and the typing, so that Ctrl+Z takes back the act."""
        self.setText("")

    def event(self, event: QEvent) -> bool:
        """Tell whole what is cut; leave undo and redo to the window without typing to take back."""
        if event.type() is QEvent.Type.ToolTip and not self.toolTip() and self._cut:
            assert isinstance(event, QHelpEvent)
            QToolTip.showText(event.globalPos(), labels.plain_tip(self.text()), self)
            return True
        if _belongs_to_window(event, self.isUndoAvailable(), self.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)


class Area(QPlainTextEdit):
    """Several lines of text that commit when the box is left; Tab goes on to the next box.

    It is as high as `lines`, and grows with its words to `most` lines.
    """

    around = _AROUND

    def __init__(
        self, name: str, save: Save | None = None, lines: int = 2, hint: str = "", most: int = 0
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self._save = save
        self._known = ""
        self._lines = lines, max(lines, most)
        self.grow()
        if most > lines:
            self.document().documentLayout().documentSizeChanged.connect(self.grow)

    def grow(self) -> None:
        """Be as high as what is shown needs."""
        # Scrolling appears only when the words need more lines than the box may have.
        least, most = self._lines
        needed = self.needed()
        shown = min(max(needed, least), most)
        policy = Qt.ScrollBarPolicy
        scrolls = needed > most or least == most
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if scrolls else policy.ScrollBarAlwaysOff
        )
        self.setFixedHeight(shown * self.fontMetrics().lineSpacing() + self.around)

    def needed(self) -> int:
        """Lines that what is shown takes in the width there is."""
        return int(self.document().size().height())

    def settle(self) -> None:
        """Save what was typed, unless it is what the meeting has; refused words stay."""
        text = self.toPlainText()
        if self._save is None or text == self._known:
            return
        before, self._known = self._known, text
        if self._save(text):
            self.document().clearUndoRedoStacks()
        else:
            self._known = before

    def follow(self, text: str) -> None:
        """Show what the meeting has, unless somebody is typing something else."""
        untouched = self.toPlainText() == self._known
        self._known = text
        if untouched and self.toPlainText() != text:
            self.setPlainText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to another width, where words break elsewhere."""
        super().resizeEvent(event)
        self.grow()

    def changeEvent(self, event: QEvent) -> None:
        """Fit the height to another type."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.grow()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.settle()

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window when there is no typing to take back."""
        document = self.document()
        if _belongs_to_window(event, document.isUndoAvailable(), document.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)


def _belongs_to_window(event: QEvent, can_undo: bool, can_redo: bool) -> bool:
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    undo = event.matches(QKeySequence.StandardKey.Undo)
    return (undo and not can_undo) or (
        not can_redo and (event.matches(QKeySequence.StandardKey.Redo) or _ctrl_y(event))
    )


def _ctrl_y(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier


class Number(QSpinBox):
    """A whole number that commits on Enter, on a step, or when the box is left."""

    def __init__(
        self,
        name: str,
        save: Callable[[int], bool] | None = None,
        *,
        least: int = 0,
        most: int = 100_000,
        nothing: str = "",
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.lineEdit().setAccessibleName(name)
        self.lineEdit().setTextMargins(8, 0, 8, 0)
        self.setRange(least, most)
        self.setSpecialValueText(nothing)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._save = save
        self._known = least
        self.valueChanged.connect(self._changed)

    def _changed(self, value: int) -> None:
        if self._save is None or value == self._known:
            return
        before, self._known = self._known, value
        if not self._save(value):
            self._known = before
            # Inside the signal Qt would not take the old value back.
            QTimer.singleShot(0, self, lambda: self.follow(before))

    def settle(self) -> None:
        """Take what was typed as the value, which commits it."""
        self.interpretText()

    def follow(self, value: int) -> None:
        """Show what the meeting has."""
        if self.value() != value or self._known != value:
            self._known = value
            self.setValue(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page, so that scrolling past counts nobody."""
        event.ignore()


_AIR: Final = 4
"""Pixels between the words of a choice and its arrow."""


class Choice(QComboBox):
    """One of some values, each with its words."""

    def __init__(self, name: str, values: dict[str, str] | None = None) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.offer(values or {})

    def offer(self, values: dict[str, str]) -> None:
        """Offer these values, each with its words; the chosen one stays if it is among them."""
        if [(self.itemData(at), self.itemText(at)) for at in range(self.count())] == [
            *values.items()
        ]:
            return
        chosen = self.chosen()
        self.blockSignals(True)
        self.clear()
        for value, words in values.items():
            self.addItem(words, value)
        self.follow(chosen)
        self.blockSignals(False)

    def chosen(self) -> str:
        """The value that is chosen; empty when there is none."""
        return str(self.currentData() or "")

    def follow(self, value: str) -> None:
        """Show a value without acting on it; the first one when it is not offered."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def sizeHint(self) -> QSize:
        """Room for the longest words, and for the air before the arrow."""
        return super().sizeHint() + QSize(_AIR + 2, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what there is room for, and the arrow; the whole is in the tool tip."""
        shown = QStyleOptionComboBox()
        self.initStyleOption(shown)
        style = self.style()
        room = style.subControlRect(
            QStyle.ComplexControl.CC_ComboBox, shown, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        whole = shown.currentText
        shown.currentText = self.fontMetrics().elidedText(
            whole, Qt.TextElideMode.ElideRight, room.width() - _AIR
        )
        self.setToolTip(labels.plain_tip(whole) if shown.currentText != whole else "")
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, shown)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, shown)
        painter.end()
        labels.draw_arrow(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page, so that scrolling past changes nothing."""
        event.ignore()


def labelled(words: str, *boxes: QWidget) -> QWidget:
    """Boxes with their words above them."""
    head = labels.label(words, "strong")
    head.setBuddy(boxes[0])
    holder = QWidget()
    holder.setLayout(labels.column(head, *boxes, gap=4))
    return holder
