"""Parts of a panel that are put away until somebody asks for them."""

from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from moedeapp.texts import _
from moedeapp.ui import theme
from moedeapp.ui.labels import Button, column


class Unfold(QWidget):
    """A line of words; pressing it shows or hides what lies below it.

    `unfolded` tells that somebody opened it.
    """

    unfolded: Final = Signal()

    def __init__(self, words: str, inside: QWidget) -> None:
        super().__init__()
        self.head = _Head(words)
        self.head.clicked.connect(self._turn)
        self.inside = inside
        self.inside.hide()
        column(self.head, self.inside, gap=6, into=QVBoxLayout(self))
        self._say()

    @property
    def is_open(self) -> bool:
        """Whether what is inside can be seen."""
        return not self.inside.isHidden()

    def fold(self, *, away: bool = True) -> None:
        """Put it away, or take it out."""
        self.inside.setVisible(not away)
        self.head.down = not away
        self.head.update()
        self._say()

    def _turn(self) -> None:
        self.fold(away=self.is_open)
        if self.is_open:
            self.unfolded.emit()

    def _say(self) -> None:
        self.head.setAccessibleDescription(_("unfolded") if self.is_open else _("folded away"))


class _Head(Button):
    """The line with its arrow."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.down = False
        self.setAccessibleName(words)
        self.setAutoDefault(False)
        self.setProperty("look", "unfold")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow as well, to the side or down."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.colours().accent), 2))
        x, y = 14, self.height() // 2
        if self.down:
            painter.drawPolyline([QPoint(x - 4, y - 2), QPoint(x, y + 2), QPoint(x + 4, y - 2)])
        else:
            painter.drawPolyline([QPoint(x - 2, y - 4), QPoint(x + 2, y), QPoint(x - 2, y + 4)])
