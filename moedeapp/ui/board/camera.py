"""Which part of the board is in sight, and how large."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEasingCurve, QObject, QPoint, QPointF, QVariantAnimation, Signal
from PySide6.QtGui import QTransform
from PySide6.QtWidgets import QGraphicsView

from moedeapp.ui import theme
from moedeapp.ui.board.geometry import Box

LEAST: Final = 0.1
MOST: Final = 2.0
"""The zoom by hand; the whole board may be smaller."""

STEPS: Final = (0.1, 0.15, 0.2, 0.25, 0.33, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.25, 1.5, 1.75, 2.0)

BELOW: Final = 84
"""Pixels at the lower edge where the bar floats."""

_EDGE: Final = 24
_STAYS: Final = 120
"""Pixels of the board that always stay in sight."""

_MILLISECONDS: Final = 160


class Camera(QObject):
    """Moves the transform of a view, which has no will of its own.

    `content` gives the box around all things, so that they are not lost from sight.
    `moved` tells that something else is in sight, or at another size.
    """

    moved: Final = Signal()

    def __init__(self, view: QGraphicsView, content: Callable[[], Box | None]) -> None:
        super().__init__(view)
        self._view = view
        self._content = content
        self._goal = QPointF()
        self._start = QPointF()
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(_MILLISECONDS)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.valueChanged.connect(self._glide_on)

    # --- what is in sight

    @property
    def scale(self) -> float:
        """Pixels for a board unit."""
        return self._view.transform().m11()

    @property
    def corner(self) -> QPointF:
        """The pixel of the board at the upper left corner of the window."""
        return QPointF(
            self._view.horizontalScrollBar().value(), self._view.verticalScrollBar().value()
        )

    def seen(self) -> Box:
        """The part of the board that is in sight."""
        port, scale, corner = self._view.viewport(), self.scale, self.corner
        return Box(
            corner.x() / scale, corner.y() / scale, port.width() / scale, port.height() / scale
        )

    def sees(self, box: Box) -> bool:
        """Whether all of a part of the board is in sight, clear of the bar."""
        seen = self.seen()
        return seen._replace(height=seen.height - BELOW / self.scale).covers(box)

    def to_board(self, at: QPoint | QPointF) -> tuple[float, float]:
        """The place on the board under a pixel of the window."""
        corner = self.corner
        return (at.x() + corner.x()) / self.scale, (at.y() + corner.y()) / self.scale

    def to_window(self, place: tuple[float, float]) -> QPoint:
        """The pixel of the window where a place on the board is."""
        corner = self.corner
        x, y = place[0] * self.scale - corner.x(), place[1] * self.scale - corner.y()
        return QPoint(round(x), round(y))

    # --- moving

    def pan(self, x: float, y: float) -> None:
        """Move the window over the board by pixels."""
        self._glide.stop()
        corner = self.corner
        self._go(QPointF(corner.x() + x, corner.y() + y))

    def zoom(self, scale: float, at: QPoint | None = None) -> None:
        """Look at the board at a size; the place under a pixel stays there."""
        self._glide.stop()
        scale = max(min(LEAST, self.whole_scale()), min(MOST, scale))
        anchor = at if at is not None else self._view.viewport().rect().center()
        x, y = self.to_board(anchor)
        self._view.setTransform(QTransform.fromScale(scale, scale))
        self._go(QPointF(x * scale - anchor.x(), y * scale - anchor.y()))

    def step(self, by: int) -> None:
        """Go to the next larger or smaller zoom."""
        if by > 0:
            larger = [step for step in STEPS if step > self.scale * 1.01]
            self.zoom(larger[0] if larger else MOST)
        else:
            smaller = [step for step in STEPS if step < self.scale * 0.99]
            self.zoom(smaller[-1] if smaller else LEAST)

    def whole_scale(self) -> float:
        """The size at which the whole board is in sight; at most as large as it is."""
        content = self._content()
        if content is None:
            return 1.0
        port = self._view.viewport()
        wide = max(port.width() - 2 * _EDGE, 50)
        high = max(port.height() - _EDGE - BELOW, 50)
        return min(1.0, wide / content.width, high / content.height)

    def show_whole(self) -> None:
        """Look at the whole board."""
        self._glide.stop()
        scale = self.whole_scale()
        self._view.setTransform(QTransform.fromScale(scale, scale))
        content = self._content()
        if content is None:
            self._go(QPointF(-_EDGE, -_EDGE))
            return
        port = self._view.viewport()
        x, y = content.x * scale, content.y * scale
        left = (port.width() - content.width * scale) / 2
        top = (port.height() - BELOW + _EDGE - content.height * scale) / 2
        self._go(QPointF(x - left, y - max(top, _EDGE)))

    def centre(self, place: tuple[float, float]) -> None:
        """Look at a place."""
        self._glide.stop()
        port = self._view.viewport()
        self._go(
            QPointF(
                place[0] * self.scale - port.width() / 2, place[1] * self.scale - port.height() / 2
            )
        )

    def reveal(self, box: Box) -> None:
        """Move no further than it takes to have a part of the board in sight."""
        port, scale, corner = self._view.viewport(), self.scale, self.corner
        goal = QPointF(
            _into(corner.x(), port.width(), box.x * scale, box.right * scale, _EDGE, _EDGE),
            _into(corner.y(), port.height(), box.y * scale, box.bottom * scale, _EDGE, BELOW),
        )
        if (goal - corner).manhattanLength() < 1:
            return
        self._glide.stop()
        if not theme.motion() or not self._view.isVisible():
            self._go(goal)
            return
        self._start, self._goal = corner, goal
        self._glide.start()

    def reveal_now(self, box: Box) -> None:
        """The same at once, for something that is placed above it."""
        self.reveal(box)
        if self._glide.state() is QVariantAnimation.State.Running:
            self._glide.stop()
            self._go(self._goal)

    def _glide_on(self, done: float) -> None:
        self._go(self._start + (self._goal - self._start) * done)

    def _go(self, corner: QPointF) -> None:
        x, y = corner.x(), corner.y()
        if (box := self._content()) is not None:
            port, scale = self._view.viewport(), self.scale
            x = _between(box.x * scale + _STAYS - port.width(), x, box.right * scale - _STAYS)
            y = _between(box.y * scale + _STAYS - port.height(), y, box.bottom * scale - _STAYS)
        self._view.horizontalScrollBar().setValue(round(x))
        self._view.verticalScrollBar().setValue(round(y))
        self.moved.emit()


def _between(least: float, value: float, most: float) -> float:
    if least > most:
        least = most = (least + most) / 2
    return min(max(value, least), most)


def _into(
    start: float, size: float, first: float, last: float, before: float, after: float
) -> float:
    """The nearest start of a window of a size that has everything from first to last in it."""
    if last > start + size - after:
        start = last - size + after
    return min(start, first - before)
