"""Boxes that are ticked: alone with their words, and in a list."""

from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from moedeapp.ui import theme

Index = QModelIndex | QPersistentModelIndex
_BOX: Final = 20
_GAP: Final = 10


class Tick(QCheckBox):
    """A tick box with its words."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """Room for box, words and the ring of the focus."""
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(_BOX + _GAP + words + 16, 36)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def hitButton(self, at: QPoint) -> bool:  # noqa: N802 (Qt's name)
        """The words can be clicked as well."""
        return self.rect().contains(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, tick, words and focus."""
        painter = QPainter(self)
        room = self.rect().adjusted(6, 0, -6, 0)
        draw_tick(painter, room, self.isChecked())
        painter.setPen(QColor(theme.colours().ink))
        painter.drawText(
            room.adjusted(_BOX + _GAP, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text()
        )
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.colours().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)


class TickLines(QStyledItemDelegate):
    """Draws the lines of a list that can be ticked, anywhere on the line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The height of a line."""
        return QSize(200, 40)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """A click ticks the line it falls on."""
        # Qt looks for the box where its own style would draw it, and that is not where it is.
        if not isinstance(event, QMouseEvent):
            return super().editorEvent(event, model, option, index)
        released = event.type() == QEvent.Type.MouseButtonRelease
        if not released or event.button() != Qt.MouseButton.LeftButton:
            return False
        return model.setData(index, _other(index), Qt.ItemDataRole.CheckStateRole)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw box, tick, words and focus."""
        painter.save()
        room: QRect = option.rect.adjusted(10, 0, -10, 0)
        draw_tick(painter, room, _is_checked(index))
        words = room.adjusted(_BOX + _GAP, 0, 0, 0)
        painter.setFont(theme.font())
        painter.setPen(QColor(theme.colours().ink))
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.colours().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(option.rect.adjusted(2, 2, -2, -2), 6, 6)
        painter.restore()


def _is_checked(index: Index) -> bool:
    return Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked


def _other(index: Index) -> Qt.CheckState:
    return Qt.CheckState.Unchecked if _is_checked(index) else Qt.CheckState.Checked


def draw_tick(painter: QPainter, room: QRect, checked: bool) -> None:
    """Draw a box at the left of a room, with a tick when it is checked."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRect(room.left(), room.center().y() - _BOX // 2 + 1, _BOX, _BOX)
    painter.setPen(QPen(QColor(theme.colours().accent if checked else theme.colours().edge), 1.5))
    painter.setBrush(QColor(theme.colours().accent if checked else theme.colours().card))
    painter.drawRoundedRect(box, 4, 4)
    if checked:
        painter.setPen(QPen(QColor(theme.colours().on_accent), 2.4))
        x, y = box.left(), box.top()
        painter.drawPolyline([QPoint(x + 5, y + 10), QPoint(x + 9, y + 14), QPoint(x + 16, y + 6)])
