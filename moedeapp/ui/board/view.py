"""The board in the window: shows a part of the scene and hands events to gestures and acts."""

from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGestureEvent,
    QGraphicsScene,
    QGraphicsView,
    QPinchGesture,
    QToolTip,
)

from moedeapp.texts import _
from moedeapp.ui import theme
from moedeapp.ui.board import tools, ways
from moedeapp.ui.board.acts import Acts
from moedeapp.ui.board.camera import Camera
from moedeapp.ui.board.geometry import Box
from moedeapp.ui.board.items import Areas, Marks, Notes, Shown
from moedeapp.ui.board.moving import Moving
from moedeapp.ui.board.things import Step
from moedeapp.ui.board.tools import Gesture
from moedeapp.ui.fields import keeps_escape
from moedeapp.ui.labels import plain_tip

_SPACING: Final = 28
"""Board units between the dots of the paper."""

_MOVING: Final = 0.0015
_ZOOMING: Final = 0.0007
_RESTING: Final = 0.04
"""Seconds of a frame for drawing pictures anew, while the board moves or rests."""

_SETTLES: Final = 120
"""Milliseconds after the last movement when the board is at rest."""

_FEW: Final = 40
"""Things on their way that are drawn anew alone; for more, everything is."""

_HANDLE: Final = 7
"""Pixels around the right edge of a theme where it can be drawn."""

_WAYS: Final = {
    Qt.Key.Key_Left: ways.LEFT,
    Qt.Key.Key_Right: ways.RIGHT,
    Qt.Key.Key_Up: ways.UP,
    Qt.Key.Key_Down: ways.DOWN,
}
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_LEFT: Final = Qt.MouseButton.LeftButton


class BoardView(QGraphicsView):
    """The board.

    `opened` carries a note to be read in full, `renaming` a theme whose title is to be written,
    `menu_wanted` where on the screen a menu for what is chosen belongs.
    """

    opened: Final = Signal(str)
    renaming: Final = Signal(str)
    menu_wanted: Final = Signal(QPoint)

    def __init__(self, acts: Acts) -> None:
        super().__init__()
        self.acts = acts
        self.shown = Shown(acts.scene, acts.choice, Moving(self))
        self._paper = QGraphicsScene(self)
        self._paper.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._paper.setSceneRect(QRectF(-1e6, -1e6, 2e6, 2e6))
        self.marks = Marks(self.shown)
        for layer in (Areas(self.shown), Notes(self.shown), self.marks):
            self._paper.addItem(layer)
        self.setScene(self._paper)
        self.camera = Camera(self, acts.scene.whole)
        self.gesture: Gesture | None = None
        self._begin: Callable[[], Gesture] | None = None
        """makes the gesture of a press that may still be a click"""
        self._on_click: Callable[[], object] | None = None
        self._pressed = QPoint()
        self._mouse = QPoint()
        self._space = False
        self._space_used = False
        self._drawn = QRect()
        self._tile: tuple[object, ...] = ()
        self._dots = QPixmap()
        self._settled = 1.0
        """the zoom at which the board came to rest"""
        self._settling = self._timer(_SETTLES, self._settle)
        self._scrolling = self._timer(16, self._scroll_on, again=True)
        self._dress()
        self.shown.moving.changed.connect(self._something_moved)
        self.camera.moved.connect(self._camera_moved)
        acts.choice.changed.connect(self._choice_changed)

    def _timer(self, milliseconds: int, act: Callable[[], object], again: bool = False) -> QTimer:
        made = QTimer(self)
        made.setInterval(milliseconds)
        made.setSingleShot(not again)
        made.timeout.connect(act)
        return made

    def _dress(self) -> None:
        self.setAccessibleName(_("Board"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The camera alone says what is in sight, and the view draws what it is told to.
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.NoViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        # The viewport hands what it is told of the focus on to the view, which has the last word.
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # --- following

    def follow(self, step: Step) -> None:
        """Show what a step of the scene changed; things glide to their new places."""
        if not step:
            self._let_go()
            return
        scene, shifts = self.shown.scene, self.shown.moving.shifts
        self.shown.version += 1
        gone = [key for key in step.notes if key not in scene.notes]
        for key in gone:
            self.shown.pictures.forget(key)
        self.shown.moving.forget(gone)
        starts = {}
        for key, (x, y) in step.moved.items():
            place = scene.areas[key].box if key in scene.areas else scene.index.places.get(key)
            if place is not None:
                dx, dy = shifts.get(key, (0.0, 0.0))
                starts[key] = (x + dx - place[0], y + dy - place[1])
        self.shown.moving.glide(starts)
        self.redraw()

    def _let_go(self) -> None:
        if self.shown.moving.carried and self.gesture is None:
            self.shown.moving.glide({})

    def redraw(self) -> None:
        """Draw everything in sight anew."""
        self.viewport().update()

    def redraw_box(self, box: Box) -> None:
        """Draw a part of the board anew."""
        self.viewport().update(self._pixels(box))

    def _choice_changed(self) -> None:
        self.shown.version += 1
        self.redraw()

    def reveal_current(self) -> None:
        """Have what the arrows stand on in sight."""
        box = self.shown.scene.box(self.shown.choice.current)
        if box is not None:
            self.camera.reveal(box)

    def _something_moved(self) -> None:
        """Draw what is on its way where it is now, and the ground where it was."""
        shifts = self.shown.moving.shifts
        if len(shifts) > _FEW:
            self._drawn = self.viewport().rect()
            self.viewport().update()
            return
        now = QRect()
        for key in shifts:
            area = self.shown.scene.areas.get(key)
            box = area.box if area else self.shown.scene.box(key)
            if box is not None:
                now = now.united(self._pixels(self.shown.drawn_box(key, box)))
        self.viewport().update(now.united(self._drawn))
        self._drawn = now

    def _pixels(self, box: Box) -> QRect:
        corner = self.camera.to_window((box.x, box.y))
        scale = self.camera.scale
        size = QRect(corner.x(), corner.y(), round(box.width * scale), round(box.height * scale))
        return size.adjusted(-8, -8, 10, 10)

    def _camera_moved(self) -> None:
        self._settling.start()
        # What is on its way was drawn at another pixel.
        self._drawn = self.viewport().rect()
        self.viewport().update()

    def _settle(self) -> None:
        self._settled = self.camera.scale
        self.viewport().update()

    # --- drawing

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Draw the dotted paper."""
        spacing = _SPACING * self.camera.scale
        while spacing < 14:
            spacing *= 2
        look, ratio = theme.colours(), painter.device().devicePixelRatio()
        # Black dots would be louder than the words; in high contrast the paper is plain.
        ink = look.paper if look.line == look.ink else look.line
        tile = (look.paper, ink, round(spacing), ratio)
        if tile != self._tile:
            self._tile = tile
            self._dots = _dots(look.paper, ink, round(spacing), ratio)
        painter.save()
        painter.resetTransform()
        # Only these three types go together; others end the process.
        painter.drawTiledPixmap(QRectF(self.viewport().rect()), self._dots, self.camera.corner)
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw, and come back for the notes there was no time to draw well."""
        shown = self.shown
        hurried = self._settling.isActive() or self.gesture is not None
        shown.zooming = hurried and self.camera.scale != self._settled
        seconds = _ZOOMING if shown.zooming else _MOVING if hurried else _RESTING
        shown.until = perf_counter() + (seconds if not shown.pictures.empty else 1.0)
        shown.smooth = not hurried
        shown.unfinished = False
        shown.pictures.begin_frame()
        super().paintEvent(event)
        if shown.unfinished and not hurried:
            QTimer.singleShot(0, self, self.redraw)

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in another look."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self.shown.pictures.clear()
            self.redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is in sight there."""
        super().resizeEvent(event)
        self.camera.moved.emit()

    # --- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin what may become a click or a gesture."""
        at = event.position().toPoint()
        self._pressed = self._mouse = at
        self._begin = self._on_click = None
        if self.gesture is not None:
            return
        middle = event.button() is Qt.MouseButton.MiddleButton
        if middle or (self._space and event.button() is _LEFT):
            self._space_used = True
            self._start(tools.Pan(self, at))
        elif event.button() is _LEFT:
            self._press(at, event.modifiers())
        elif event.button() is Qt.MouseButton.RightButton:
            self._choose_for_menu(at)
        event.accept()

    def _press(self, at: QPoint, keys: Qt.KeyboardModifier) -> None:
        place = self.camera.to_board(at)
        more = bool(keys & (_CTRL | _SHIFT))
        scene, acts = self.shown.scene, self.acts
        note, area = scene.note_at(*place), self._area_under(at)
        if (edge := self._edge_under(at)) is not None and note is None:
            self._begin = lambda: tools.Widen(self, at, edge)
        elif note is not None:
            if note not in acts.choice or more:
                acts.choose(note, more=more)
            else:
                self._on_click = lambda: acts.choose(note)
            self._begin = lambda: tools.CarryNotes(self, at, acts.notes or [note])
        elif area is not None and not keys & _SHIFT:
            if area not in acts.choice or more:
                acts.choose(area, more=more)
            self._begin = lambda: tools.CarryAreas(self, at, acts.areas or [area])
        else:
            if not more:
                self._on_click = acts.choice.clear
            self._begin = lambda: tools.Band(self, at, more=more)

    def _area_under(self, at: QPoint) -> str | None:
        return self.shown.scene.area_at(*self.camera.to_board(at))

    def _edge_under(self, at: QPoint) -> str | None:
        """The theme whose right edge is here."""
        x, y = self.camera.to_board(at)
        near = _HANDLE / self.camera.scale
        for key, area in self.shown.scene.areas.items():
            if abs(x - area.box.right) < near and area.box.y < y < area.box.bottom:
                return key
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or begin it."""
        at = event.position().toPoint()
        self._mouse = at
        far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if self.gesture is None and self._begin is not None and far:
            begin, self._begin, self._on_click = self._begin, None, None
            self._start(begin())
        if self.gesture is not None:
            self.gesture.move(at)
            if self.gesture.scrolls and at_edge(self, at) != (0, 0):
                self._scrolling.start()
        elif not event.buttons():
            self._show_handle(at)

    def _show_handle(self, at: QPoint) -> None:
        if self._space:
            shape = Qt.CursorShape.OpenHandCursor
        elif self._edge_under(at) and not self.shown.scene.note_at(*self.camera.to_board(at)):
            shape = Qt.CursorShape.SizeHorCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        if self.viewport().cursor().shape() is not shape:
            self.viewport().setCursor(shape)

    def _start(self, gesture: Gesture) -> None:
        self.gesture = gesture
        self.viewport().setCursor(gesture.cursor)

    def _scroll_on(self) -> None:
        x, y = at_edge(self, self._mouse)
        if self.gesture is None or not self.gesture.scrolls or (x, y) == (0, 0):
            self._scrolling.stop()
            return
        self.camera.pan(x, y)
        self.gesture.move(self._mouse)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture, or take it as a click."""
        click, self._begin = self._on_click, None
        self._on_click = None
        if self.gesture is not None:
            gesture, self.gesture = self.gesture, None
            self._stop_gesture()
            gesture.end()
        elif click is not None and event.button() is _LEFT:
            click()

    def _stop_gesture(self) -> None:
        self._scrolling.stop()
        self.viewport().unsetCursor()
        self._settling.start()

    def cancel(self) -> bool:
        """Leave everything as it was before the gesture; whether there was one."""
        self._begin = self._on_click = None
        if self.gesture is None:
            return False
        gesture, self.gesture = self.gesture, None
        self._stop_gesture()
        gesture.cancel()
        return True

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a note, or write the title of a theme."""
        if event.button() is not _LEFT:
            return
        place = self.camera.to_board(event.position())
        note, area = self.shown.scene.note_at(*place), self.shown.scene.area_at(*place)
        if note is not None:
            self.opened.emit(note)
        elif area is not None and self.shown.scene.areas[area].head.holds(*place):
            self.renaming.emit(area)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move over the board; with Ctrl look at it larger or smaller."""
        turned = event.angleDelta()
        if event.modifiers() & _CTRL:
            self.camera.zoom(
                self.camera.scale * 1.0015 ** turned.y(), event.position().toPoint()
            )  # fmt: skip
        else:
            by = event.pixelDelta()
            if by.isNull():
                by = turned / 2
            if event.modifiers() & _SHIFT and not by.x():
                by = by.transposed()
            self.camera.pan(-by.x(), -by.y())
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Pinch to zoom, and show all words of a note under the mouse."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                scale = self.camera.scale * (1 + event.value())
                self.camera.zoom(scale, event.position().toPoint())
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                at = self.viewport().mapFromGlobal(pinch.centerPoint().toPoint())
                self.camera.zoom(self.camera.scale * pinch.scaleFactor(), at)
            return True
        if isinstance(event, QHelpEvent):
            self._tell_all(event)
            return True
        return super().viewportEvent(event)

    def _tell_all(self, event: QHelpEvent) -> None:
        place = self.camera.to_board(event.pos())
        note, area = self.shown.scene.note_at(*place), self.shown.scene.area_at(*place)
        if note is not None:
            words = self.shown.scene.notes[note].words
        elif area is not None:
            held = self.shown.scene.areas[area].theme
            words = f"{held.letter}  {held.title}" if held else ""
        else:
            words = ""
        QToolTip.showText(event.globalPos(), plain_tip(words), self.viewport())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is chosen."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            self.menu_wanted.emit(event.globalPos())
        else:
            box = self.shown.scene.box(self.shown.choice.current)
            at = self.camera.to_window(box.middle) if box else self.viewport().rect().center()
            self.menu_wanted.emit(self.viewport().mapToGlobal(at))

    def _choose_for_menu(self, at: QPoint) -> None:
        place = self.camera.to_board(at)
        under = self.shown.scene.note_at(*place) or self.shown.scene.area_at(*place)
        if under is None:
            self.acts.choice.clear()
        elif under not in self.acts.choice:
            self.acts.choose(under)

    # --- keys

    def event(self, event: QEvent) -> bool:
        """Keep Esc for a gesture that is under way, before the window takes it."""
        return keeps_escape(event, lambda: self.gesture is not None) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from note to note, move them, and look at the board."""
        key, keys = event.key(), event.modifiers()
        if key == Qt.Key.Key_Escape and self.cancel():
            return
        if key in _WAYS:
            self._arrow(_WAYS[Qt.Key(key)], keys)
        elif key == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space, self._space_used = True, False
            self._show_handle(self._mouse)
        elif (act := self._by_key(Qt.Key(key), keys)) is not None:
            act()
        else:
            super().keyPressEvent(event)

    def _arrow(self, way: ways.Way, keys: Qt.KeyboardModifier) -> None:
        if keys & _CTRL:
            self.acts.shift(way)
        elif not self.acts.go(way, more=bool(keys & _SHIFT)):
            return
        self.reveal_current()

    def _by_key(self, key: Qt.Key, keys: Qt.KeyboardModifier) -> Callable[[], object] | None:
        acts: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Home: partial(self._go_first, last=False),
            Qt.Key.Key_End: partial(self._go_first, last=True),
            Qt.Key.Key_Return: self._open_current,
            Qt.Key.Key_Enter: self._open_current,
            Qt.Key.Key_Plus: partial(self.camera.step, 1),
            Qt.Key.Key_Minus: partial(self.camera.step, -1),
            Qt.Key.Key_0: self.camera.show_whole,
            Qt.Key.Key_Delete: self.acts.take_out,
            Qt.Key.Key_Backspace: self.acts.take_out,
            Qt.Key.Key_F2: self.rename_current,
        }
        if keys & _CTRL and key == Qt.Key.Key_A:
            return self.choose_all
        return acts.get(key)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Open the note when space was no more than a press."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            pressed, self._space = self._space, False
            self._show_handle(self._mouse)
            if pressed and not self._space_used:
                self._open_current()
            return
        super().keyReleaseEvent(event)

    def _open_current(self) -> None:
        key = self.shown.choice.current
        if key in self.shown.scene.notes:
            self.opened.emit(key)
        elif key in self.shown.scene.areas:
            self.renaming.emit(key)

    def rename_current(self) -> None:
        """Write the title of the theme in hand."""
        if (held := self.acts.theme) is not None:
            self.renaming.emit(held.id)
        else:
            self.acts.desk.told.emit(_("Choose a theme, or a note in one, to rename it."))

    def _go_first(self, *, last: bool) -> None:
        key = ways.first(self.shown.scene, self.shown.choice.current, last=last)
        if key is not None:
            self.acts.choice.set([key])
            self.reveal_current()

    def choose_all(self) -> None:
        """Choose every note."""
        self.acts.choice.set(self.shown.scene.notes, self.shown.choice.current)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the arrows stand."""
        super().focusInEvent(event)
        self.shown.focused = True
        self.redraw()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show it no more."""
        super().focusOutEvent(event)
        self.shown.focused = False
        self._space = False
        self.redraw()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave no gesture behind."""
        self.cancel()
        super().hideEvent(event)


def at_edge(view: QGraphicsView, at: QPoint) -> tuple[float, float]:
    """How far the board moves while something is carried here."""
    return tools.at_edge(at, view.viewport().width(), view.viewport().height())


def _dots(paper: str, ink: str, spacing: int, ratio: float) -> QPixmap:
    """A piece of dotted paper that fits to itself at every side."""
    times = max(1, 256 // spacing)
    side = spacing * times
    dots = QPixmap(round(side * ratio), round(side * ratio))
    dots.setDevicePixelRatio(ratio)
    dots.fill(QColor(paper))
    painter = QPainter(dots)
    middles = [at * spacing + spacing // 2 for at in range(times)]
    for x in middles:
        for y in middles:
            painter.fillRect(x, y, 2, 2, QColor(ink))
    painter.end()
    return dots
