"""The facilitator's hold on the storskærm: open, offered, turned, blanked and frozen."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QScreen, QShortcut
from PySide6.QtWidgets import QWidget

from moedeapp.model.changes import Change
from moedeapp.model.meeting import Round, RoundState
from moedeapp.texts import _
from moedeapp.ui.desk import Desk
from moedeapp.ui.projector import screens
from moedeapp.ui.projector.screens import Screen
from moedeapp.ui.projector.window import ProjectorWindow
from moedeapp.ui.settings import LETTER_KEYS

Screens = Callable[[], Sequence[Screen]]
PLACE: Final = "storskaerm"


class Projector(QObject):
    """Opens and closes the storskærm beside a window, and finds the screen for it.

    `changed` tells that it is opened, closed or shows something else. `offered` carries a sentence,
    the words of a button, and what to do when it is pressed.
    """

    changed: Final = Signal()
    offered: Final = Signal(str, str, object)

    def __init__(self, desk: Desk, parent: QWidget, present: Screens = screens.present) -> None:
        super().__init__(parent)
        self._desk = desk
        self._beside = parent
        self._present = present
        self._at: Screen | None = None
        """the screen it fills"""
        self._offered: Screen | None = None
        """the screen that was offered last"""
        self.window: ProjectorWindow | None = None
        self._letters: list[QShortcut] = []
        self._keys: list[QShortcut] = []
        self._add_keys()
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self._screens_changed)
        application.screenRemoved.connect(self._screens_changed)
        desk.changed.connect(self._turn_to_new_result)
        desk.settings.changed.connect(self._set)

    @property
    def is_open(self) -> bool:
        """Whether the hall can see it."""
        return self.window is not None

    @property
    def fills_screen(self) -> bool:
        """Whether it has a screen of its own."""
        return self._at is not None

    # --- keys

    def _add_keys(self) -> None:
        """Keys of the facilitator's window; those for an open storskærm are off until it is."""
        showing = self._desk.showing
        self._shortcut("F5", self.toggle)
        self._keys = [
            self._shortcut("PgDown", lambda: self.turn(1)),
            self._shortcut("PgUp", lambda: self.turn(-1)),
        ]
        self._letters = [
            self._shortcut("B", showing.turn_blank),
            self._shortcut("F", showing.turn_frozen),
        ]
        self._set(LETTER_KEYS)

    @staticmethod
    def keys() -> list[tuple[str, str]]:
        """The keys of the storskærm, each with what it does."""
        return [
            ("F5", _("projector view on or off")),
            ("Page Down", _("next page of the projector view")),
            ("Page Up", _("previous page of the projector view")),
            ("B", _("blank the projector view")),
            ("F", _("freeze the projector view")),
        ]

    def _shortcut(self, key: str, act: Callable[[], object]) -> QShortcut:
        made = QShortcut(QKeySequence(key), self._beside)
        made.activated.connect(act)
        return made

    def _set(self, name: str) -> None:
        if name == LETTER_KEYS:
            letters = self.is_open and self._desk.settings.letter_keys
            for key in self._letters:
                key.setEnabled(letters)
            for key in self._keys:
                key.setEnabled(self.is_open)

    # --- opening and closing

    def toggle(self) -> None:
        """Open the storskærm, or close it."""
        if self.is_open:
            self.close()
        else:
            self.open()

    def open(self) -> None:
        """Fill the second screen; on one screen, or mirrored ones, open as a window."""
        screen = self._second()
        if self.window is None:
            self.window = ProjectorWindow(self._desk)
            self.window.closed.connect(self._closed)
            self.window.turned.connect(self.changed)
            self.window.took_keyboard.connect(self._keep_keyboard)
        if screen is None:
            self._open_as_window()
            self._desk.told.emit(
                _(
                    "The projector view is open in a window behind this one. Drag it to the "
                    "projector, and press F11 to fill the screen."
                )
            )
        else:
            self._fill(screen)
        self._set(LETTER_KEYS)
        self._keep_keyboard()
        self.changed.emit()

    def _fill(self, screen: Screen) -> None:
        assert self.window is not None
        self.window.opens()
        self._at = screen
        found = screens.named(screen.name)
        if found is not None:
            self.window.setScreen(found)
        self.window.setGeometry(QRect(screen.left, screen.top, screen.width, screen.height))
        self.window.showFullScreen()

    def _open_as_window(self, *, corner: bool = False) -> None:
        assert self.window is not None
        self.window.opens()
        self._at = None
        room = self._beside.screen().availableGeometry()
        place = self._desk.settings.place(PLACE)
        self.window.showNormal()
        part = screens.CORNER if corner else screens.WINDOW
        if corner or place.isEmpty() or not self.window.restoreGeometry(place):
            self.window.setGeometry(screens.window_on(room, part, corner=corner))
        if self.window.isFullScreen():
            # A place that was kept may be that of a whole screen, and would cover the laptop's.
            self.window.showNormal()
            self.window.setGeometry(screens.window_on(room, part))

    def _keep_keyboard(self) -> None:
        """The keyboard stays with the facilitator, whatever opened last."""
        if self._beside.isVisible():
            self._beside.activateWindow()

    def close(self) -> None:
        """Take the storskærm away."""
        if self.window is not None:
            self.window.close()

    def _closed(self) -> None:
        window, self.window = self.window, None
        if window is not None:
            if self._at is None:
                self._desk.settings.keep_place(PLACE, window.saveGeometry())
            window.deleteLater()
        self._at = None
        self._desk.showing.follow()
        self._set(LETTER_KEYS)
        self.changed.emit()

    # --- screens

    def _own(self) -> Screen | None:
        screen = self._beside.screen()
        return screens.described(screen) if isinstance(screen, QScreen) else None

    def _second(self) -> Screen | None:
        return screens.second(self._present(), self._own())

    def offer(self) -> None:
        """Offer a second screen, once, if there is one that does not show the storskærm yet."""
        second = self._second()
        if self._at is None and second is not None and second != self._offered:
            self._offered = second
            self.offered.emit(
                _("There is one more screen."), _("Show the projector view there"), self.open
            )

    def _screens_changed(self, _screen: object = None) -> None:
        at = self._at
        if self._offered not in self._present():
            self._offered = None
        if at is not None and at not in self._present():
            self._come_back()
        elif at is None:
            self.offer()

    def _come_back(self) -> None:
        """The cable was pulled: the hall's page must not cover the laptop."""
        second = self._second()
        if second is not None:
            self._fill(second)
        else:
            self._open_as_window(corner=True)
            self._desk.told.emit(
                _("The other screen is gone. The projector view is a window in the corner now.")
            )
        self._keep_keyboard()
        self.changed.emit()

    # --- pages

    def turn(self, by: int) -> None:
        """Turn pages."""
        if self.window is not None:
            self.window.turn(by)

    def _turn_to_new_result(self, changes: Sequence[Change]) -> None:
        """A result that is new takes the place of one that was chosen."""
        for change in changes:
            before, after = change.before, change.after
            if isinstance(after, Round) and after.state is RoundState.SEALED:
                was = before.state if isinstance(before, Round) else None
                if was is not RoundState.SEALED:
                    self._desk.showing.choose_result("")
