"""Symbols that stand beside words, drawn in the colours of the look that is worn."""

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel

from moedeapp import resources
from moedeapp.ui import theme

DRAWN_IN: Final = "#1b2433"
"""The one colour in every symbol's file; it is replaced when the symbol is painted."""

SIZE: Final = 20
"""Width of a symbol beside words of the usual size, in pixels."""

_SIZES: Final = (16, 24, 32, 48, 64, 128, 256)


def icon(name: str, ink: str = "ink") -> QIcon:
    """A symbol by the name of its file; `ink` names a colour of `theme.Colours`.

    It follows when another look is worn. FileNotFoundError when there is no such symbol.
    """
    _drawing(name)
    return QIcon(_Symbol(name, ink))


def window_icon() -> QIcon:
    """The program's own picture."""
    picture = QIcon()
    drawing = QSvgRenderer(str(resources.path("icons", "moede.svg")))
    for size in _SIZES:
        picture.addPixmap(_painted(drawing, QSize(size, size), 1.0))
    return picture


def put(button: QAbstractButton, name: str, ink: str = "ink", size: int = SIZE) -> None:
    """Put a symbol before the words of a button."""
    button.setIcon(icon(name, ink))
    button.setIconSize(QSize(size, size))


class Symbol(QLabel):
    """A symbol beside words that are said elsewhere; a screen reader passes it by."""

    def __init__(self, name: str, ink: str = "ink", size: int = SIZE) -> None:
        super().__init__()
        self.setFixedSize(size, size)
        self._shown = window_icon() if name == "moede" else icon(name, ink)

    def paintEvent(self, event: object) -> None:
        """Draw."""
        painter = QPainter(self)
        self._shown.paint(painter, self.rect())


@cache
def _drawing(name: str) -> str:
    return resources.text("icons", f"{name}.svg")


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_drawing(name).replace(DRAWN_IN, colour).encode()))


def _painted(drawing: QSvgRenderer, size: QSize, scale: float) -> QPixmap:
    picture = QPixmap(size * scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    drawing.render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture


class _Symbol(QIconEngine):
    """Asks for the colour each time it paints, so that nothing is told when the look changes."""

    def __init__(self, name: str, ink: str) -> None:
        super().__init__()
        self._name = name
        self._ink = ink

    def _colour(self, mode: QIcon.Mode) -> str:
        ink = "quiet" if mode is QIcon.Mode.Disabled else self._ink
        return str(getattr(theme.colours(), ink))

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _renderer(self._name, self._colour(mode)).render(painter, QRectF(rect))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The symbol as a picture."""
        return _painted(_renderer(self._name, self._colour(mode)), size, 1.0)

    def clone(self) -> QIconEngine:
        """Another of the same."""
        return _Symbol(self._name, self._ink)
