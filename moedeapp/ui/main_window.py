"""The window of one meeting: head, notices, the page of the phase, side panels and foot."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from moedeapp.model.changes import Change
from moedeapp.model.commands import evening
from moedeapp.model.document import Document
from moedeapp.model.errors import MoedeError
from moedeapp.model.meeting import Phase
from moedeapp.model.phases import ORDER
from moedeapp.texts import _, explain
from moedeapp.ui.desk import Desk
from moedeapp.ui.errand import Errand
from moedeapp.ui.fields import settle_focused
from moedeapp.ui.foot import Foot
from moedeapp.ui.head import Head
from moedeapp.ui.keys import KeysPanel
from moedeapp.ui.labels import MenuButton, button, column, row
from moedeapp.ui.notes import NotesPanel
from moedeapp.ui.notices import Notices
from moedeapp.ui.phases.dots import DotsPage
from moedeapp.ui.phases.frames import FramesPage
from moedeapp.ui.phases.ideas import IdeasPage
from moedeapp.ui.phases.next_steps import NextStepsPage
from moedeapp.ui.phases.page import Page
from moedeapp.ui.phases.result import ResultPage
from moedeapp.ui.phases.themes import ThemesPage
from moedeapp.ui.phases.welcome import WelcomePage
from moedeapp.ui.projector.control import Projector
from moedeapp.ui.projector.strip import ProjectorStrip
from moedeapp.ui.settings import Settings

SUFFIX: Final = ".moede"
"""What a meeting's file name ends with."""

_PAGES: Final[dict[Phase, type[Page]]] = {
    Phase.FRAMES: FramesPage,
    Phase.WELCOME: WelcomePage,
    Phase.IDEAS: IdeasPage,
    Phase.THEMES: ThemesPage,
    Phase.DOTS: DotsPage,
    Phase.RESULT: ResultPage,
    Phase.NEXT_STEPS: NextStepsPage,
}


def file_kind() -> str:
    """What file dialogs call a meeting's file."""
    return _("Meeting") + f" (*{SUFFIX})"


class MainWindow(QWidget):
    """Shows a document until it is closed, and then closes the document.

    `make_protocol` writes the files of the meeting and gives their paths; it is called in a
    thread of its own. `another` is emitted with "new" or "open" when another meeting is wanted,
    with "start" when the meeting is over for now, and with "settings" or "help".
    """

    another: Final = Signal(str)
    closed: Final = Signal()

    def __init__(
        self, document: Document, settings: Settings, make_protocol: Callable[[], list[Path]]
    ) -> None:
        super().__init__()
        self.desk = Desk(document, settings, self)
        self._make_protocol = make_protocol
        self._errand = Errand(self)
        self._errand.done.connect(self._protocol_made)
        self._errand.failed.connect(self._protocol_failed)
        self.projector = Projector(self.desk, self)
        self._protocol = button(_("Protocol"), self.make_protocol, "primary")
        self._head = Head(
            self.go_to,
            self._meeting_menu(),
            button(_("Notes"), self._turn_notes),
            button(_("Projector"), self.projector.toggle, tip="F5"),
            self._protocol,
        )
        self.notices = Notices()
        self.pages: dict[Phase, Page] = {}
        self._stack = QStackedWidget()
        self.notes = NotesPanel(self.desk)
        self.keys = KeysPanel()
        self.foot = Foot(self.desk, self.show_keys)
        middle = row(self._stack, self.notes, self.keys, gap=0)
        middle.setStretch(0, 1)
        strip = ProjectorStrip(self.desk, self.projector)
        whole = column(
            self._head, self.notices, middle, strip, self.foot, gap=0, into=QVBoxLayout(self)
        )
        whole.setStretch(2, 1)
        self.setMinimumSize(1180, 700)
        self.resize(1280, 800)
        self._connect()
        self._refresh(())

    def _connect(self) -> None:
        self.desk.changed.connect(self._refresh)
        self.desk.refused.connect(self.notices.refuse)
        self.desk.told.connect(self.notices.tell)
        self.desk.asked.connect(self.notices.ask)
        self.projector.offered.connect(self.notices.tell_with)
        self.desk.protocol_wanted.connect(self.make_protocol)
        for key, act in (
            ("Ctrl+Z", self._undo),
            ("Ctrl+Y", self._redo),
            ("Ctrl+Shift+Z", self._redo),
            ("Ctrl+PgDown", lambda: self._step(1)),
            ("Ctrl+PgUp", lambda: self._step(-1)),
            ("Ctrl+N", self._open_notes),
            ("Ctrl+P", self.make_protocol),
            ("Ctrl+S", self.save_copy),
            ("?", self.show_keys),
            ("F1", lambda: self.another.emit("help")),
            ("Esc", self._back_out),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _meeting_menu(self) -> QPushButton:
        menu = QMenu(self)
        menu.addAction(_("New meeting"), lambda: self.another.emit("new"))
        menu.addAction(_("Open a meeting"), lambda: self.another.emit("open"))
        menu.addAction(_("Save a copy") + "\tCtrl+S", self.save_copy)
        menu.addSeparator()
        menu.addAction(_("Settings"), lambda: self.another.emit("settings"))
        menu.addAction(_("Help") + "\tF1", lambda: self.another.emit("help"))
        menu.addSeparator()
        menu.addAction(_("Close the meeting"), lambda: self.another.emit("start"))
        return MenuButton(_("Meeting"), menu)

    # --- following the meeting

    def _refresh(self, changes: tuple[Change, ...]) -> None:
        state = self.desk.state
        title = state.facts.title or _("Meeting without a title")
        self.setWindowTitle(f"{title} – MødeApp")
        self._head.follow(state)
        page = self._page(state.stage.phase)
        if self._stack.currentWidget() is page:
            page.refresh(changes)
        else:
            page.refresh(())
            self._stack.setCurrentWidget(page)
            page.begin()
        if not self.notes.isHidden():
            self.notes.refresh()
        self.foot.refresh()

    def _page(self, phase: Phase) -> Page:
        """The page of a phase; made when it is first needed."""
        if phase not in self.pages:
            self.pages[phase] = _PAGES[phase](self.desk)
            self._stack.addWidget(self.pages[phase])
        return self.pages[phase]

    @property
    def page(self) -> Page:
        """The page that is in front."""
        page = self._stack.currentWidget()
        assert isinstance(page, Page)
        return page

    # --- acting

    def go_to(self, phase: Phase) -> None:
        """Move the evening, or say why not."""
        settle_focused()
        if self.desk.do(evening.go_to(phase)):
            self.notices.clear()

    def _step(self, by: int) -> None:
        at = ORDER.index(self.desk.state.stage.phase) + by
        if 0 <= at < len(ORDER):
            self.go_to(ORDER[at])

    def _undo(self) -> None:
        settle_focused()
        self.desk.undo()

    def _redo(self) -> None:
        self.desk.redo()

    def _turn_notes(self) -> None:
        if self.notes.isHidden():
            self._open_notes()
        else:
            self.notes.hide()

    def _open_notes(self) -> None:
        self.keys.hide()
        self.notes.refresh()
        self.notes.begin()

    def show_keys(self) -> None:
        """Show the keys beside the page."""
        self.notes.hide()
        self.keys.begin()

    def _back_out(self) -> None:
        if not self.notices.isHidden():
            self.notices.clear()
        elif not self.keys.isHidden() or not self.notes.isHidden():
            settle_focused()
            self.keys.hide()
            self.notes.hide()
            self.page.begin()

    def save_copy(self) -> None:
        """Ask where, and save a copy of the meeting there."""
        settle_focused()
        path = self.desk.document.path
        name = _("{meeting}, copy").format(meeting=path.stem)
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Save a copy"), str(path.with_name(name + SUFFIX)), file_kind()
        )
        if chosen:
            self.copy_to(Path(chosen))

    def copy_to(self, path: Path) -> None:
        """Save a copy, and say where it is or why not."""
        try:
            self.desk.document.copy(path)
        except MoedeError as error:
            self.notices.refuse(explain(error))
            return
        self.notices.tell(_("A copy is saved as {file}.").format(file=path.name))

    # --- the protocol

    def make_protocol(self) -> None:
        """Write the protocol and its files."""
        settle_focused()
        if not self._errand.running:
            self.notices.tell(_("The protocol is being made. You can go on working."))
            self._errand.start(self._make_protocol)

    def _protocol_made(self, files: list[Path]) -> None:
        folder = files[0].parent
        self.notices.tell_with(
            _("The protocol is ready: {file}").format(file=files[0].name),
            _("Open the folder"),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))),
        )

    def _protocol_failed(self, error: Exception) -> None:
        if not isinstance(error, MoedeError):
            self.notices.clear()
            raise error
        self.notices.refuse(explain(error))

    # --- beginning and end

    def showEvent(self, event: QShowEvent) -> None:
        """Put the focus where the phase begins; a widget out of sight cannot hold it."""
        super().showEvent(event)
        self.page.begin()
        self.projector.offer()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is being typed, let the errand end, and let the file go."""
        settle_focused()
        self.projector.close()
        self.desk.close()
        self._errand.wait()
        self.desk.document.close()
        event.accept()
        self.closed.emit()
