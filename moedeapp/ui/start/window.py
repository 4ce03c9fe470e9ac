"""The first window: a new meeting, one that is there, a rehearsal, or the demo."""

import threading
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from moedeapp.model.errors import MoedeError
from moedeapp.texts import _, explain
from moedeapp.ui.errand import Errand
from moedeapp.ui.labels import column
from moedeapp.ui.notices import Notices
from moedeapp.ui.settings import ASKED, Settings, file_kind
from moedeapp.ui.start.home import Home
from moedeapp.ui.start.recent import forget, latest

# The first picture waits for nothing that is not in it: the other pages are made when asked for.
if TYPE_CHECKING:
    from moedeapp.model.rescue import Rescued
    from moedeapp.ui.start.new_page import NewPage
    from moedeapp.ui.start.rehearsals import RehearsalPage

MakeDemo: TypeAlias = Callable[[Path, Callable[[int, int], None]], Path]
"""Makes the demo in a folder and gives its file; calls back with how many parts are done, of how
many. What the callback raises ends the work."""

_PLACE: Final = "start"


class Stopped(Exception):
    """The facilitator thought better of it."""


class StartWindow(QWidget):
    """Emits `chosen` with a path that is to be opened, and whether only for reading.

    `wanted` carries the path of a new meeting and what it is to hold; `asked` "settings",
    "organisation" or "help".
    """

    chosen: Final = Signal(object, bool)
    wanted: Final = Signal(object, object)
    asked: Final = Signal(str)
    _went_on: Final = Signal(int, int)

    def __init__(self, settings: Settings, make_demo: MakeDemo | None = None) -> None:
        super().__init__()
        self._settings = settings
        self._make_demo = make_demo
        self._stop = threading.Event()
        self.setWindowTitle("MødeApp")
        self.setMinimumSize(880, 480)
        # A title bar needs room as well.
        self.resize(QSize(1280, 800).boundedTo(self.screen().availableSize() - QSize(0, 40)))
        self.notices = Notices()
        self.home = Home(demo=make_demo is not None)
        self._shelves = [self.home.shelf]
        self._stack = QStackedWidget()
        self._add(self.home)
        whole = column(self.notices, self._stack, gap=0, into=QVBoxLayout(self))
        whole.setStretch(1, 1)
        self._errand = Errand(self)
        self._errand.done.connect(self._ready)
        self._errand.failed.connect(self._failed)
        self._connect()
        self.refresh()
        self.restoreGeometry(settings.place(_PLACE))

    @cached_property
    def new(self) -> "NewPage":
        """The page that asks what the new meeting is."""
        from moedeapp.ui.start.new_page import NewPage

        page = NewPage(self._settings)
        page.wanted.connect(self.wanted)
        page.back.connect(self.go_home)
        page.refused.connect(self.notices.refuse)
        self._shelves.append(page.plans.shelf)
        self._add(page)
        return page

    @cached_property
    def rehearsals(self) -> "RehearsalPage":
        """The page that asks which meeting is to be rehearsed."""
        from moedeapp.ui.start.rehearsals import RehearsalPage

        page = RehearsalPage()
        page.wanted.connect(self._rehearse)
        page.chosen.connect(self._choose)
        page.thrown.connect(self._ask_to_throw)
        page.back.connect(self.go_home)
        self._shelves += [page.meetings, page.rehearsals]
        self._add(page)
        return page

    def _add(self, page: QWidget) -> None:
        self._stack.addWidget(page)
        # Here no box is served by a button, so Enter may press whatever has the focus.
        for each in page.findChildren(QPushButton):
            each.setAutoDefault(True)

    def _connect(self) -> None:
        self.home.asked.connect(self._act)
        self.home.chosen.connect(self._choose)
        self.home.forgotten.connect(self._forget)
        self.home.put_off.connect(self._put_off)
        self._went_on.connect(self._say_progress, Qt.ConnectionType.QueuedConnection)
        for key, act in (
            ("Esc", self._back_out),
            ("F1", lambda: self.asked.emit("help")),
            ("Ctrl+N", self.ask_new),
            ("Ctrl+O", self.ask_open),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    # --- which page

    def refresh(self) -> None:
        """Show the latest meetings and the rehearsals as they are now."""
        meetings = latest(self._settings.store)
        self.home.show_meetings(meetings, ask_organisation=not self._settings.asked)
        if "rehearsals" in vars(self):
            self._show_rehearsals()

    def _show_rehearsals(self) -> None:
        from moedeapp.ui.start.rehearsals import kept

        self.rehearsals.show_files(latest(self._settings.store), kept(self._rehearsals_folder))

    @property
    def _rehearsals_folder(self) -> Path:
        return self._settings.own_folder("rehearsals")

    def go_home(self) -> None:
        """Show the ways to go on."""
        self._stack.setCurrentWidget(self.home)
        self.home.begin()

    def ask_new(self) -> None:
        """Ask what the new meeting is."""
        self._stack.setCurrentWidget(self.new)
        self.new.begin(latest(self._settings.store))

    def ask_rehearsal(self) -> None:
        """Ask which meeting is to be rehearsed."""
        self._show_rehearsals()
        self._stack.setCurrentWidget(self.rehearsals)
        self.rehearsals.begin()

    def ask_open(self) -> None:
        """Ask which meeting to open."""
        folder = self._settings.meetings_folder
        name, _kind = QFileDialog.getOpenFileName(
            self,
            _("Open a meeting"),
            str(folder if folder.is_dir() else Path.home()),
            file_kind(),
        )
        if name:
            self._choose(Path(name))

    def _act(self, what: str) -> None:
        here = {
            "new": self.ask_new,
            "open": self.ask_open,
            "rehearse": self.ask_rehearsal,
            "demo": self.show_demo,
        }
        if what in here:
            here[what]()
        else:
            self.asked.emit(what)

    def _back_out(self) -> None:
        if not self.notices.isHidden():
            self.notices.clear()
        elif self._stack.currentWidget() is not self.home:
            self.go_home()

    # --- the latest meetings

    def _choose(self, path: Path) -> None:
        self.chosen.emit(path, False)

    def _forget(self, path: Path) -> None:
        forget(self._settings.store, path)
        self.refresh()
        self.home.begin()

    def _put_off(self) -> None:
        self._settings.put(ASKED, True)
        self.refresh()
        self.home.begin()

    # --- rehearsals

    def _rehearse(self, meeting: Path) -> None:
        from moedeapp.ui.start.rehearsals import rehearse

        folder = self._rehearsals_folder
        self._start(lambda: rehearse(meeting, folder), _("The copy is being made."))

    def _ask_to_throw(self, path: Path) -> None:
        self.notices.ask(
            _(
                "The rehearsal “{name}” will be removed with all that was tried in it. "
                "The meeting it is a copy of is not touched."
            ).format(name=path.stem),
            _("Throw it away"),
            lambda: self._throw(path),
        )

    def _throw(self, path: Path) -> None:
        from moedeapp.ui.start.rehearsals import throw_away

        try:
            throw_away(path, self._rehearsals_folder)
        except MoedeError as error:
            self.notices.refuse(explain(error))
        self.refresh()
        self.rehearsals.begin()

    # --- the demo

    def show_demo(self) -> None:
        """Make the demo evening anew and open it."""
        if self._make_demo is None or self._errand.running:
            return
        make, folder = self._make_demo, self._settings.own_folder("demo")
        self._stop.clear()
        self._start(lambda: make(folder, self._go_on), _("The demo is being made."))
        self._say_progress(0, 0)

    def _go_on(self, done: int, of: int) -> None:
        """Called from the errand's thread."""
        if self._stop.is_set():
            raise Stopped
        self._went_on.emit(done, of)

    def _say_progress(self, done: int, of: int) -> None:
        if self._errand.running and not self._stop.is_set():
            words = _("The demo is being made.")
            if of:
                words = _("The demo is being made: {done} of {of}.").format(done=done, of=of)
            self.notices.tell_with(words, _("Stop"), self._stop.set)

    # --- long work

    def rescue(self, path: Path) -> None:
        """Save what can be saved of a damaged file, and say what is lost."""
        from moedeapp.model.rescue import rescue
        from moedeapp.ui.start.beginning import free

        new = free(path.with_name(_("{meeting}, rescued").format(meeting=path.stem)))
        at = datetime.now().astimezone()
        self._start(lambda: rescue(path, new, at), _("What can be saved is being saved."))

    def _rescued(self, given: "Rescued") -> None:
        from moedeapp.texts.losses import rescued

        words = " ".join(rescued(given))
        self.notices.tell_with(words, _("Open it"), lambda: self._choose(given.path))

    def _start(self, work: Callable[[], object], words: str) -> None:
        if not self._errand.running:
            self.notices.tell(words)
            self._errand.start(work)

    def _ready(self, given: object) -> None:
        self.notices.clear()
        if not self.isVisible():
            return
        if isinstance(given, Path):
            self._choose(given)
        else:
            self._rescued(cast("Rescued", given))

    def _failed(self, error: Exception) -> None:
        self.notices.clear()
        if isinstance(error, MoedeError):
            self.notices.refuse(explain(error))
        elif not isinstance(error, Stopped):
            raise error

    # --- beginning and end

    def showEvent(self, event: QShowEvent) -> None:
        """Put the focus where the page begins; a widget out of sight cannot hold it."""
        super().showEvent(event)
        if self._stack.currentWidget() is self.home:
            self.home.begin()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let what is under way end."""
        self._settings.keep_place(_PLACE, self.saveGeometry())
        self._stop.set()
        self._errand.wait()
        for shelf in self._shelves:
            shelf.wait()
        event.accept()
