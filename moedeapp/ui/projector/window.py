"""The window the hall sees."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QHideEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from moedeapp.texts import _
from moedeapp.ui.desk import Desk
from moedeapp.ui.labels import announce
from moedeapp.ui.projector.canvas import Canvas
from moedeapp.ui.projector.frozen import Held, still_public
from moedeapp.ui.projector.layout import Pages, pages
from moedeapp.ui.projector.sheets import Show
from moedeapp.ui.projector.show import show
from moedeapp.ui.projector.time_left import Time, time_left
from moedeapp.ui.settings import HALL_TEXT

TICK: Final = 200
"""How often the clock is looked at while it runs, in milliseconds."""


class ProjectorWindow(QWidget):
    """Shows the meeting to the hall; whoever opens it says on which screen.

    `turned` tells that something the facilitator may want to know of is different; `closed` that
    the window is gone from the screen; `took_keyboard` that the system gave it the keyboard when it
    opened, though nobody asked.
    """

    turned: Final = Signal()
    closed: Final = Signal()
    took_keyboard: Final = Signal()

    def __init__(self, desk: Desk, clock: Callable[[], datetime] | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._clock = clock or desk.document.now
        self._show: Show | None = None
        self._laid_for: tuple[object, ...] = ()
        self._pages: Pages | None = None
        self._held: Held | None = None
        self._opening = False
        self.setWindowTitle(f"{_('Projector')} – MødeApp")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMinimumSize(320, 180)
        self.canvas = Canvas(self.turned.emit)
        self.canvas.setAccessibleName(_("Projector"))
        laid = QVBoxLayout(self)
        laid.setContentsMargins(0, 0, 0, 0)
        laid.addWidget(self.canvas)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK)
        self._timer.timeout.connect(self._tick)
        desk.changed.connect(self._follow)
        desk.showing.changed.connect(self._follow)
        desk.settings.changed.connect(self._set)

    # --- what is shown

    @property
    def page_count(self) -> int:
        """How many pages there are to turn to."""
        return len(self._pages or ())

    @property
    def shown(self) -> Show | None:
        """What is shown now."""
        return self._show

    @property
    def text(self) -> str:
        """Everything the page says; nothing while it is blank."""
        page = self.canvas.page
        return "" if page is None or self.canvas.blank else page.text()

    def _set(self, name: str) -> None:
        if name == HALL_TEXT:
            self._follow()

    def _source(self) -> Held:
        """What the pages are made from: the meeting now, or as it was when it was frozen."""
        desk = self._desk
        if not desk.showing.frozen:
            self._held = None
            return Held(desk.state, desk.question_key, desk.showing.seen())
        if self._held is None:
            self._held = Held(desk.state, desk.question_key, desk.showing.seen())
        held = self._held
        return Held(still_public(held.meeting, desk.state), held.question, held.seen)

    def _follow(self, _changes: object = None) -> None:
        """Show the meeting as it is now, or as it was when the picture was frozen."""
        if not self.isVisible():
            return
        source, showing = self._source(), self._desk.showing
        before, self._show = self._show, show(source.meeting, source.question, source.seen)
        time = self._tell_time()
        laid = self._lay(self._show, time)
        fresh = frozenset[str]()
        if before is None or before.key != self._show.key:
            if before is not None:
                showing.page = 0
            self._announce(self._show)
        else:
            fresh = self._show.revealed - before.revealed
        if self._show.focus and (before is None or before.focus != self._show.focus):
            showing.page = laid.with_place(self._show.focus)
        showing.page = max(0, min(showing.page, len(laid) - 1))
        self.canvas.turn_blank(showing.blank)
        page = laid[showing.page]
        if page != self.canvas.page or fresh:
            self.canvas.turn_to(page, fresh)
            self.canvas.setAccessibleDescription(page.text())
        self.turned.emit()

    def _lay(self, shown: Show, time: Time | None) -> Pages:
        """The pages, made anew if anything they depend on is different."""
        size, text = self.size(), self._desk.settings.hall_text
        sample = time.sample if time else ""
        wanted = (shown, size.width(), size.height(), text, sample)
        if self._pages is None or wanted != self._laid_for:
            self._laid_for = wanted
            self._pages = pages(shown, size.width(), size.height(), text, sample)
        return self._pages

    def _announce(self, shown: Show) -> None:
        words = _("Projector: {what}").format(what=shown.name)
        announce(self, words)

    # --- the clock

    def _tell_time(self) -> Time | None:
        """Show the time, and keep looking at it while there is one."""
        time = time_left(self._desk.state, self._clock())
        self.canvas.set_time(time.label if time else "", time.figures if time else "")
        if time is None:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()
        return time

    def _tick(self) -> None:
        time = self._tell_time()
        if self._show is not None and self._laid_for[-1] != (time.sample if time else ""):
            self._follow()

    # --- events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the pages out for the new size."""
        super().resizeEvent(event)
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to follow."""
        super().showEvent(event)
        self._follow()

    def opens(self) -> None:
        """The next time it is activated, nobody has asked for it."""
        self._opening = True

    def event(self, event: QEvent) -> bool:
        """Tell when the system gives it the keyboard by itself."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            self._opening = False
        elif kind == QEvent.Type.WindowActivate and self._opening:
            self._opening = False
            self.took_keyboard.emit()
        return super().event(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop the clock and what moves."""
        super().hideEvent(event)
        self._timer.stop()
        self.canvas.settle()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of the look when it changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.canvas.update()
        elif event.type() == QEvent.Type.WindowStateChange:
            # The hall has no use for a pointer.
            shape = (
                Qt.CursorShape.BlankCursor if self.isFullScreen() else Qt.CursorShape.ArrowCursor
            )
            self.setCursor(shape)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of the picture."""
        self._held = None
        event.accept()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that the facilitator, or a clicker, presses when this window has them."""
        showing = self._desk.showing
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_F5):
            self.close()
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_Right, Qt.Key.Key_Space):
            self.turn(1)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_Left):
            self.turn(-1)
        elif key in (Qt.Key.Key_B, Qt.Key.Key_Period):
            showing.turn_blank()
        elif key == Qt.Key.Key_F:
            showing.turn_frozen()
        elif key == Qt.Key.Key_F11:
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        else:
            super().keyPressEvent(event)

    def turn(self, by: int) -> None:
        """Turn pages; a frozen picture stays."""
        if not self._desk.showing.frozen:
            self._desk.showing.turn_page(by)
