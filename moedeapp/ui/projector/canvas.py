"""The storskærm's picture: one page, nothing, or a page on its way to the next."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QEasingCurve, QPointF, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from moedeapp import qr
from moedeapp.ui import theme
from moedeapp.ui.projector.paint import Clock, Fill, Image, Ink, Laid, Mark, Part, Squares, Words

REVEAL: Final = 2000
"""How long a result takes to come, in milliseconds."""

_LATE: Final = 0.75
"""Part of the reveal after which the numbers come."""

BLANK: Final = "#000000"


def colours() -> theme.Colours:
    """What the hall sees: light, and with high contrast when that is worn."""
    worn = theme.colours()
    return theme.CONTRAST if worn in (theme.CONTRAST, theme.CONTRAST_DARK) else theme.LIGHT


def ink(of: Ink) -> str:
    """The colour of what a mark is for."""
    c = colours()
    return {
        Ink.INK: c.ink, Ink.QUIET: c.quiet, Ink.ACCENT: c.accent, Ink.LOWER: c.edge,
        Ink.TRACK: c.track, Ink.LINE: c.line, Ink.WARN: c.warn, Ink.WARN_TINT: c.warn_tint,
        Ink.EDGE: c.edge,
    }[of]  # fmt: skip


class Canvas(QWidget):
    """Paints a page; `grown` tells how far its reveal has come."""

    def __init__(self, changed: Callable[[], object]) -> None:
        super().__init__()
        self._changed = changed
        self.page: Laid | None = None
        self.blank = False
        self.time = ""
        self.time_label = ""
        self._fresh: frozenset[str] = frozenset()
        self._growing = QVariantAnimation(self)
        self._growing.setStartValue(0.0)
        self._growing.setEndValue(1.0)
        self._growing.setDuration(REVEAL)
        self._growing.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._growing.valueChanged.connect(self._grow)
        self._growing.finished.connect(self._grown)

    # --- what is shown

    def turn_to(self, page: Laid, fresh: frozenset[str] = frozenset()) -> None:
        """Show a page; places that are fresh come by and by, where motion is allowed."""
        self.page = page
        if fresh & page.keys and theme.motion():
            self._fresh = fresh
            self._growing.start()
        elif not self._fresh & page.keys:
            self.settle()
        self.update()
        self._changed()

    def settle(self) -> None:
        """Show everything as it will be."""
        self._growing.stop()
        self._grown()

    def turn_blank(self, blank: bool) -> None:
        """Show nothing, or the page."""
        if blank is not self.blank:
            self.blank = blank
            self.update()
            self._changed()

    def set_time(self, label: str, figures: str) -> None:
        """Show a time; empty figures show none."""
        if (label, figures) != (self.time_label, self.time):
            self.time_label, self.time = label, figures
            if self.page is not None:
                self.update(self._clock_room(self.page.clock).toAlignedRect())
            self._changed()

    @property
    def moving(self) -> bool:
        """Whether a result is on its way."""
        return bool(self._fresh)

    @property
    def grown(self) -> float:
        """How far the reveal has come, 0 to 1."""
        return float(self._growing.currentValue() or 0.0) if self._fresh else 1.0

    def _grow(self) -> None:
        self.update()
        self._changed()

    def _grown(self) -> None:
        self._fresh = frozenset()
        self.update()
        self._changed()

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw."""
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        self.draw(painter)

    def draw(self, painter: QPainter) -> None:
        """Draw the picture at its own size, wherever the painter stands."""
        room = QRectF(self.rect())
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        if self.blank or self.page is None:
            painter.fillRect(room, QColor(BLANK if self.blank else colours().card))
            return
        painter.fillRect(room, QColor(colours().card))
        for mark in self.page.marks:
            self._draw(painter, mark)
        if self.time or self.time_label:
            self._draw_time(painter, self.page.clock)

    def _draw(self, painter: QPainter, mark: Mark) -> None:
        match mark:
            case Words():
                self._draw_words(painter, mark)
            case Fill():
                self._draw_fill(painter, mark)
            case Part():
                _draw_part(painter, mark, self._part(mark.key))
            case Squares():
                _draw_squares(painter, mark)
            case Image():
                _draw_image(painter, mark)

    def _part(self, key: str) -> float:
        return self.grown if key in self._fresh else 1.0

    def _draw_words(self, painter: QPainter, mark: Words) -> None:
        face = theme.font(mark.pixels, bold=mark.bold)
        painter.setFont(face)
        colour = QColor(ink(mark.ink))
        if mark.late and mark.key in self._fresh:
            colour.setAlphaF(max(0.0, (self.grown - _LATE) / (1 - _LATE)))
        painter.setPen(colour)
        # Marks stacked on a letter stay within its line.
        spare = 0.15 * mark.pixels
        painter.save()
        painter.setClipRect(
            QRectF(mark.x - spare, mark.y - spare, mark.width + 2 * spare,
                   mark.height + 2 * spare),
            Qt.ClipOperation.IntersectClip,
        )  # fmt: skip
        painter.drawText(QPointF(mark.x, mark.y + QFontMetricsF(face).ascent()), mark.drawn)
        painter.restore()

    def _draw_fill(self, painter: QPainter, mark: Fill) -> None:
        if not mark.height:
            painter.setPen(QPen(QColor(ink(mark.ink)), 1))
            painter.drawLine(QPointF(mark.x, mark.y), QPointF(mark.x + mark.width, mark.y))
            return
        fill = colours().notes[mark.paper] if mark.paper else ink(mark.ink)
        edge = ink(mark.edge) if mark.edge else ""
        if mark.ink is Ink.TRACK and not mark.paper and fill == colours().card:
            edge = ink(Ink.EDGE)
        painter.setPen(QPen(QColor(edge), 1.5) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        room = QRectF(mark.x, mark.y, mark.width * self._part(mark.key), mark.height)
        painter.drawRoundedRect(room, mark.radius, mark.radius)

    # --- the clock

    def _clock_room(self, clock: Clock) -> QRectF:
        wide = 8 * clock.large
        return QRectF(clock.right - wide, clock.label, wide, clock.small * 1.4 + clock.large * 1.4)

    def _draw_time(self, painter: QPainter, clock: Clock) -> None:
        for words, top, pixels, bold in (
            (self.time_label, clock.label, clock.small, False),
            (self.time, clock.figures, clock.large, True),
        ):
            face = theme.font(pixels, bold=bold)
            measure = QFontMetricsF(face)
            painter.setFont(face)
            painter.setPen(QColor(ink(Ink.INK if bold else Ink.QUIET)))
            x = clock.right - measure.horizontalAdvance(words)
            painter.drawText(QPointF(x, top + measure.ascent()), words)

    def sizeHint(self) -> QSize:
        """A page of 16:9."""
        return QSize(1280, 720)


def _draw_part(painter: QPainter, mark: Part, grown: float) -> None:
    """One of the five steps: by its fill, never by colour alone."""
    room = QRectF(mark.x, mark.y, mark.width * grown, mark.height).adjusted(1, 1, -1, -1)
    dark = QColor(ink(Ink.ACCENT if mark.step < 2 else Ink.INK))
    solid = {0: dark, 2: QColor(ink(Ink.LOWER)), 4: dark}.get(mark.step)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(solid or QColor(colours().card))
    painter.drawRect(room)
    if solid is None:
        painter.save()
        painter.setClipRect(room, Qt.ClipOperation.IntersectClip)
        apart = max(5.0, mark.height / 3)
        painter.setPen(QPen(dark, apart / 3))
        lean = room.height() if mark.step == 1 else -room.height()
        x = room.left() - room.height()
        while x < room.right() + room.height():
            painter.drawLine(QPointF(x, room.bottom()), QPointF(x + lean, room.top()))
            x += apart
        painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(dark, 1.5))
    painter.drawRect(room)


_squares = lru_cache(maxsize=8)(qr.squares)
"""A page is painted many times while a result comes."""


def _draw_squares(painter: QPainter, mark: Squares) -> None:
    rows = _squares(mark.text)
    # Whole pixels, or the edges of the squares blur and no phone reads them from afar.
    side = max(1, int(mark.width / len(rows)))
    path = QPainterPath()
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                path.addRect(QRectF(int(mark.x) + x * side, int(mark.y) + y * side, side, side))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillPath(path, QColor(colours().ink))
    painter.restore()


def _draw_image(painter: QPainter, mark: Image) -> None:
    picture = QImage.fromData(mark.data)
    if not picture.isNull():
        size = picture.size().scaled(
            QSize(int(mark.width), int(mark.height)), Qt.AspectRatioMode.KeepAspectRatio
        )
        painter.drawImage(QRectF(mark.x, mark.y, size.width(), size.height()), picture)
