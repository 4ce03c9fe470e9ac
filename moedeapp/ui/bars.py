"""A bar for a part of a whole; the number always stands beside it."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from moedeapp.ui import theme


class Bar(QWidget):
    """A horizontal bar."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(14)
        self._part = 0.0

    def follow(self, part: int, whole: int) -> None:
        """Show how much of the whole there is."""
        self._part = min(1.0, part / whole) if whole else 0.0
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw."""
        painter = QPainter(self)
        draw_bar(painter, QRectF(self.rect()), self._part)


def draw_bar(painter: QPainter, room: QRectF, part: float, colour: str = "") -> None:
    """Draw a bar that is filled to a part from 0 to 1; in the accent unless a colour is given."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(0, 0, 0, 0))
    painter.setBrush(QColor(theme.colours().track))
    painter.drawRoundedRect(room, 4, 4)
    if part:
        filled = QRectF(room.left(), room.top(), max(4.0, room.width() * part), room.height())
        painter.setBrush(QColor(colour or theme.colours().accent))
        painter.drawRoundedRect(filled, 4, 4)
