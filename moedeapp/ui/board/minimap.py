"""The whole board in the corner, with a frame around what is in sight."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from moedeapp.model.meeting import Colour
from moedeapp.texts import _
from moedeapp.ui import theme
from moedeapp.ui.board.camera import Camera
from moedeapp.ui.board.geometry import NOTE_HEIGHT, NOTE_WIDTH, Box
from moedeapp.ui.board.pictures import rim
from moedeapp.ui.board.scene import Scene

SIZE: Final = QSize(184, 116)
_EDGE: Final = 8
_ROUND: Final = 10
_LATER: Final = 80
"""Milliseconds after a step when the map is drawn anew; many steps make one drawing."""


class Minimap(QWidget):
    """Shows where on the board one is, and goes elsewhere by a click.

    It is there only while a part of the board is out of sight; else it would only cover something.
    """

    def __init__(self, scene: Scene, camera: Camera) -> None:
        super().__init__()
        self._scene = scene
        self._camera = camera
        self._room = False
        self._drawing: QPixmap | None = None
        self._box = Box(0, 0, 1, 1)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER)
        self._later.timeout.connect(self._draw_anew)
        self.setFixedSize(SIZE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_("Map of the board"))
        self.setToolTip(_("Click to go there. 0 shows the whole board."))
        camera.moved.connect(self._appear)

    def offer(self, *, room: bool) -> None:
        """Be there, when it is of use, if there is room."""
        self._room = room
        self._appear()

    def _appear(self) -> None:
        whole = self._scene.whole() if self._room else None
        self.setVisible(whole is not None and not self._camera.seen().covers(whole))
        self.update()

    def follow(self) -> None:
        """Be drawn anew soon."""
        self._later.start()

    def _draw_anew(self) -> None:
        self._drawing = None
        self._appear()

    # --- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the map and the frame."""
        if self._drawing is None:
            self._drawing = self._drawn()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.colours().accent), 2))
        inside = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        painter.drawRect(self._on_map(self._camera.seen()).intersected(inside))

    def _drawn(self) -> QPixmap:
        look, ratio = theme.colours(), self.devicePixelRatio()
        made = QPixmap(self.size() * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(look.edge), 1))
        painter.setBrush(QColor(look.card))
        frame = QRectF(0.5, 0.5, self.width() - 1, self.height() - 1)
        painter.drawRoundedRect(frame, _ROUND, _ROUND)
        self._box = self._scene.whole() or Box(0, 0, 1, 1)
        for area in self._scene.areas.values():
            assert area.theme is not None
            painter.setPen(QPen(rim(look.notes[area.theme.colour]), 1))
            painter.setBrush(QColor(look.notes[area.theme.colour]))
            painter.drawRect(self._on_map(area.box))
        painter.setPen(Qt.PenStyle.NoPen)
        ink = rim(look.notes[Colour.YELLOW])
        ink.setAlphaF(0.6)
        painter.setBrush(ink)
        scale, corner = self._measure()
        places = self._scene.index.places
        size = max(1.0, NOTE_WIDTH * scale), max(1.0, NOTE_HEIGHT * scale)
        painter.drawRects(
            [
                QRectF(corner.x() + x * scale, corner.y() + y * scale, *size)
                for x, y in (places[key] for key in self._scene.loose)
            ]
        )
        painter.end()
        return made

    def _measure(self) -> tuple[float, QPointF]:
        """Pixels for a board unit, and where the board's own corner is on the map."""
        box = self._box
        wide, high = self.width() - 2 * _EDGE, self.height() - 2 * _EDGE
        scale = min(wide / box.width, high / box.height)
        left = _EDGE + (wide - box.width * scale) / 2 - box.x * scale
        return scale, QPointF(left, _EDGE + (high - box.height * scale) / 2 - box.y * scale)

    def _on_map(self, box: Box) -> QRectF:
        scale, corner = self._measure()
        return QRectF(
            corner.x() + box.x * scale, corner.y() + box.y * scale,
            box.width * scale, box.height * scale,
        )  # fmt: skip

    # --- going there

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())

    def _go(self, at: QPointF) -> None:
        scale, corner = self._measure()
        self._camera.centre(((at.x() - corner.x()) / scale, (at.y() - corner.y()) / scale))
