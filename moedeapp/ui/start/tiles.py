"""Large buttons: a symbol, what they do, and a line about it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QLayout,
    QPushButton,
    QRadioButton,
    QSizePolicy,
)

from moedeapp.ui import theme
from moedeapp.ui.icons import Symbol
from moedeapp.ui.labels import column, label, row

_WIDE: Final = 284
_NARROW: Final = 232
"""Least widths in pixels."""


class Tile(QPushButton):
    """A button with a symbol, a title and a line of words."""

    def __init__(
        self, title: str, line: str, symbol: str, act: Callable[[], object], *, first: bool = False
    ) -> None:
        super().__init__()
        self.setProperty("look", "first" if first else "tile")
        self.setAccessibleName(title)
        self.setAccessibleDescription(line)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words = column(label(title, "strong", wrap=True), label(line, "small", wrap=True), gap=1)
        self._inside = row(Symbol(symbol, "on_accent" if first else "accent", 24), words, gap=14)
        self._inside.setStretch(1, 1)
        self._inside.setContentsMargins(16, 11, 14, 12)
        self.setLayout(self._inside)
        untouchable(self._inside)
        self.clicked.connect(lambda: act())

    def sizeHint(self) -> QSize:
        """Room for the words, as wide as it is."""
        return QSize(_WIDE, self._inside.totalHeightForWidth(max(_WIDE, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height when the words are wrapped at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Room for the words when they are wrapped."""
        return self._inside.totalMinimumSize()


class Option(QRadioButton):
    """One of several things to choose from: a line, and at its end a short word."""

    def __init__(self, title: str, end: str = "") -> None:
        super().__init__()
        self.setAccessibleName(f"{title}, {end}" if end else title)
        # Tab leads to the chosen one, and the arrows to the others.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.toggled.connect(self._take_turn)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._inside = row(label(title, wrap=True), label(end, "small"), gap=10)
        self._inside.setStretch(0, 1)
        self._inside.setContentsMargins(14, 7, 12, 7)
        self.setLayout(self._inside)
        untouchable(self._inside)

    def sizeHint(self) -> QSize:
        """Room for the words, as wide as it is."""
        return QSize(_NARROW, self._inside.totalHeightForWidth(max(_NARROW, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height when the words are wrapped at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """Room for the words when they are wrapped."""
        return self._inside.totalMinimumSize()

    def _take_turn(self, chosen: bool) -> None:
        strong, click = Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(strong if chosen else click)

    def hitButton(self, at: QPoint) -> bool:  # noqa: N802 (Qt's name)
        """All of it can be clicked."""
        return self.rect().contains(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, a mark at the side of what is chosen, and a ring where the keys are."""
        c = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.tint if chosen else c.paper))
            painter.drawRoundedRect(self.rect(), 8, 8)
        if chosen:
            painter.setBrush(QColor(c.accent))
            painter.drawRoundedRect(0, 8, 4, self.height() - 16, 2, 2)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(c.accent), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 8, 8)


def untouchable(inside: QLayout) -> None:
    """Let clicks on what lies in a layout go through to the button behind."""
    for at in range(inside.count()):
        item = inside.itemAt(at)
        if item is None:
            continue
        widget, below = item.widget(), item.layout()
        if widget is not None:
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        elif below is not None:
            untouchable(below)
