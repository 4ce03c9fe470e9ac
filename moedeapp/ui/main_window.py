"""The window of one meeting: head, notices, the page of the phase, side panels and foot."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QShowEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from moedeapp import SUFFIX
from moedeapp.model.changes import Change
from moedeapp.model.commands import evening
from moedeapp.model.document import Document
from moedeapp.model.errors import MoedeError
from moedeapp.model.meeting import Phase, RoundState
from moedeapp.model.phases import ORDER
from moedeapp.texts import _, explain, name
from moedeapp.ui.band import Band
from moedeapp.ui.desk import Desk
from moedeapp.ui.export_panel import ExportPanel
from moedeapp.ui.exports import Exports, Written
from moedeapp.ui.fields import settle_focused
from moedeapp.ui.foot import Foot
from moedeapp.ui.head import Head
from moedeapp.ui.keys import Bound, Group, KeysPanel, bind, told
from moedeapp.ui.labels import MenuButton, announce, button, column
from moedeapp.ui.middle import Middle
from moedeapp.ui.news import news
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
from moedeapp.ui.phones import Serve
from moedeapp.ui.phones_panel import PhonesPanel
from moedeapp.ui.prints import Load
from moedeapp.ui.projector.control import Projector
from moedeapp.ui.projector.strip import ProjectorStrip
from moedeapp.ui.settings import Settings, file_kind

_PAGES: Final[dict[Phase, type[Page]]] = {
    Phase.FRAMES: FramesPage,
    Phase.WELCOME: WelcomePage,
    Phase.IDEAS: IdeasPage,
    Phase.THEMES: ThemesPage,
    Phase.DOTS: DotsPage,
    Phase.RESULT: ResultPage,
    Phase.NEXT_STEPS: NextStepsPage,
}


_UNDER_WAY: Final = (RoundState.OPEN, RoundState.CLOSED)
_NAME: Final = "main"
_NOTES: Final = "notes"

SMALLEST: Final = (940, 500)
"""The smallest window, in pixels: a projector's screen at 200 %."""


def _try(part: Callable[[], object]) -> None:
    """Let a part of the window follow; what goes wrong there is said and ends nothing else."""
    try:
        part()
    except Exception as error:
        sys.excepthook(type(error), error, error.__traceback__)


class MainWindow(QWidget):
    """Shows a document until it is closed, and then closes the document.

    `exports` makes the files of the meeting, in a thread of its own. `prints` loads what prints
    sheets; without `serve` phones cannot be let in. `another` is emitted with "new" or "open" when
    another meeting is wanted, with "start" when the meeting is over for now, and with "settings",
    "earlier" or "help".
    """

    another: Final = Signal(str)
    closed: Final = Signal()

    def __init__(
        self,
        document: Document,
        settings: Settings,
        exports: Exports | None = None,
        *,
        prints: Load | None = None,
        serve: Serve | None = None,
    ) -> None:
        super().__init__()
        self.desk = Desk(document, settings, self, serve=serve)
        self.desk.prints = prints
        self.projector = Projector(self.desk, self)
        self._protocol = button(_("Protocol"), self.make_protocol, "primary", tip="Ctrl+P")
        self._head = Head(
            self.desk,
            self.go_to,
            self._meeting_menu(),
            button(_("Projector"), self.projector.toggle, tip="F5"),
            self._protocol,
            spare=(self._protocol,),
        )
        self._band = Band(readonly=document.readonly)
        self.notices = Notices()
        self.pages: dict[Phase, Page] = {}
        self._stack = QStackedWidget()
        self.notes = NotesPanel(self.desk)
        self._bound = self._keys()
        self.phones = PhonesPanel(self.desk)
        self.exporting = ExportPanel(self.desk, exports)
        self.keys = KeysPanel(self.key_groups)
        self.foot = Foot(
            self.desk,
            button(_("Phones"), self._turn_phones, "foot", tip="Ctrl+T"),
            button(_("Notes"), self._turn_notes, "foot", tip="Ctrl+N"),
            button(_("Keys"), self.show_keys, "foot", key="?"),
        )
        self._middle = Middle(self._stack, self.notes, self.phones, self.exporting, self.keys)
        whole = column(
            self._head, self._band, self.notices, self._middle,
            ProjectorStrip(self.desk, self.projector), self.foot,
            gap=0, into=QVBoxLayout(self),
        )  # fmt: skip
        whole.setStretchFactor(self._middle, 1)
        self.setMinimumSize(*SMALLEST)
        self.resize(1280, 800)
        self._warned_of: str | None = None
        self._connect()
        self._refresh(())
        # Qt itself moves a window whose screen is gone to one that is there.
        self.restoreGeometry(settings.place(_NAME))
        if settings.panel == _NOTES:
            self._open_notes()

    def fit(self) -> None:
        """Be no larger than the screen; a title bar needs room as well."""
        room = self.screen().availableSize() - QSize(0, 40)
        self.resize(self.size().boundedTo(room))

    def _connect(self) -> None:
        self.desk.changed.connect(self._refresh)
        self.desk.refused.connect(self.notices.refuse)
        self.desk.told.connect(self.notices.tell)
        self.desk.offered.connect(self.notices.tell_with)
        self.desk.asked.connect(self.notices.ask)
        self.desk.phones.changed.connect(self.foot.tell)
        self.desk.troubled.connect(self.foot.tell)
        self.desk.phones_wanted.connect(self.open_phones)
        self.projector.offered.connect(self.notices.tell_with)
        self.desk.protocol_wanted.connect(self.make_protocol)
        self.desk.protocol_outdated.connect(self._make_again)
        self.exporting.made.connect(self._protocol_made)
        self.exporting.refused.connect(self.notices.refuse)
        self._middle.turned.connect(self._panel_turned)
        bind(self, self._bound)

    def _keys(self) -> list[Bound]:
        """The keys that act wherever the focus is."""
        return [
            Bound("Ctrl+Z", self._undo, _("undo")),
            Bound("Ctrl+Y", self._redo, _("redo")),
            Bound("Ctrl+Shift+Z", self._redo),
            Bound("Ctrl+PgDown", lambda: self._step(1), _("next phase"), "Ctrl+Page Down"),
            Bound("Ctrl+PgUp", lambda: self._step(-1), _("previous phase"), "Ctrl+Page Up"),
            Bound("F7", lambda: self._head.clock.give(1), _("one minute more")),
            Bound("F8", lambda: self._head.clock.give(5), _("five minutes more")),
            Bound("F9", lambda: self._head.clock.turn_pause(), _("pause the clock, or go on")),
            Bound("Ctrl+N", self._open_notes, _("write a note")),
            Bound("Ctrl+T", self.open_phones, _("phones")),
            Bound("Ctrl+P", self.make_protocol, _("make the protocol")),
            Bound("Ctrl+S", self.save_copy, _("save a copy")),
            Bound("F1", lambda: self.another.emit("help"), _("show the help for this phase")),
            Bound("?", self.show_keys, _("show these keys")),
            Bound("Esc", self._back_out, _("close the notice or the panel")),
        ]

    def key_groups(self) -> list[Group]:
        """Every key of the window, those of the page in front first."""
        here = self.desk.state.stage.phase
        phases = sorted(Phase, key=lambda phase: (phase is not here, ORDER.index(phase)))
        pages = [Group(name(phase), self._keys_of(phase)) for phase in phases]
        everywhere = Group(_("Everywhere"), told(self._bound))
        hall = Group(_("Projector"), self.projector.keys())
        return [pages[0], everywhere, hall, Group(_("Notes"), self.notes.keys()), *pages[1:]]

    def _keys_of(self, phase: Phase) -> list[tuple[str, str]]:
        # A page that has no keys of its own need not be made to say so.
        return [] if _PAGES[phase].keys is Page.keys else self._page(phase).keys()

    def _meeting_menu(self) -> QPushButton:
        self._menu = menu = QMenu(self)
        menu.addAction(_("New meeting"), lambda: self._want("new"))
        menu.addAction(_("Open a meeting"), lambda: self._want("open"))
        menu.addAction(_("Save a copy") + "\tCtrl+S", self.save_copy)
        menu.addAction(_("Fetch an earlier version"), lambda: self._want("earlier"))
        menu.addAction(_("Move to another computer"), self.ask_to_move)
        menu.addSeparator()
        menu.addAction(_("Notes") + "\tCtrl+N", self._open_notes)
        menu.addAction(_("Phones") + "\tCtrl+T", self.open_phones)
        menu.addAction(_("Protocol") + "\tCtrl+P", self.make_protocol)
        menu.addSeparator()
        menu.addAction(_("Settings"), lambda: self.another.emit("settings"))
        menu.addAction(_("Keys") + "\t?", self.show_keys)
        menu.addAction(_("Help") + "\tF1", lambda: self.another.emit("help"))
        menu.addSeparator()
        menu.addAction(_("Close the meeting"), lambda: self._want("start"))
        made = MenuButton(_("Meeting"), menu)
        made.setProperty("look", "under")
        return made

    def _want(self, what: str) -> None:
        """Ask for another meeting, or for none; while people vote only after a question."""

        def want() -> None:
            self.another.emit(what)

        if self._may_leave(want):
            want()

    # --- following the meeting

    def _refresh(self, changes: tuple[Change, ...]) -> None:
        """Let every part follow; one that fails says so and leaves the others alone."""
        state = self.desk.state
        title = state.facts.title or _("Meeting without a title")
        marks = (_("Rehearsal"),) if state.facts.rehearsal else ()
        self.setWindowTitle(" – ".join((*marks, title, "MødeApp")))
        _try(lambda: self._head.follow(state))
        _try(lambda: self._band.follow(state))
        _try(lambda: self._follow_page(state.stage.phase, changes))
        if not self.notes.isHidden():
            _try(self.notes.refresh)
        if not self.phones.isHidden():
            _try(self.phones.refresh)
        _try(self.foot.refresh)
        if told_of := news(changes):
            announce(self, " ".join(told_of))

    def _follow_page(self, phase: Phase, changes: tuple[Change, ...]) -> None:
        page = self._page(phase)
        if self._stack.currentWidget() is page:
            page.refresh(changes)
            return
        try:
            page.refresh(())
        finally:
            self._stack.setCurrentWidget(page)
        page.begin()

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

    def _turn_phones(self) -> None:
        if self.phones.isHidden():
            self.open_phones()
        else:
            self.phones.hide()

    def open_phones(self) -> None:
        """Show how phones come in, beside the page."""
        self._middle.make_way_for(self.phones)
        self.phones.begin()

    def _open_notes(self) -> None:
        self._middle.make_way_for(self.notes)
        self.notes.refresh()
        self.notes.begin()

    def show_keys(self) -> None:
        """Show the keys beside the page."""
        self._middle.make_way_for(self.keys)
        self.keys.begin()

    def _panel_turned(self) -> None:
        panel = self._middle.open_panel
        self.desk.settings.keep_panel(_NOTES if panel is self.notes else "")
        if panel is None and self.isVisible():
            self.page.begin()

    def _back_out(self) -> None:
        if not self.notices.isHidden():
            self.notices.clear()
        elif (panel := self._middle.open_panel) is not None:
            settle_focused()
            panel.hide()

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

    def ask_to_move(self) -> None:
        """Ask where the meeting is to go on, and let it."""
        settle_focused()
        path = self.desk.document.path
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Move to another computer"), str(path), file_kind()
        )
        if chosen:
            self.move_to(Path(chosen))

    def move_to(self, path: Path) -> None:
        """Let the meeting go on in another file, and say so or why not."""
        self.desk.phones.stop()
        try:
            self.desk.document.move(path)
        except MoedeError as error:
            self.notices.refuse(explain(error))
            return
        self.notices.tell(
            _(
                "The meeting goes on in {file}, ballots and all. Open it on the other computer. "
                "Here it can only be read."
            ).format(file=path.name)
        )

    # --- the protocol

    def make_protocol(self) -> None:
        """Show what can be made; a second time, make it."""
        settle_focused()
        if not self.exporting.isHidden():
            self.exporting.make()
            return
        self._middle.make_way_for(self.exporting)
        self.exporting.begin()

    def _make_again(self) -> None:
        """Make the protocol at once, in the forms that are ticked."""
        if self.exporting.isHidden():
            self.make_protocol()
        self.make_protocol()

    def _protocol_made(self, written: Written) -> None:
        protocol = written.files[0]
        folder = protocol.parent
        ready = _("The protocol is ready: {file}").format(file=protocol.name)
        self.notices.tell_with(
            f"{ready} – {written.warning}" if written.warning else ready,
            _("Open the folder"),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))),
        )

    # --- beginning and end

    def showEvent(self, event: QShowEvent) -> None:
        """Put the focus where the phase begins; a widget out of sight cannot hold it."""
        super().showEvent(event)
        self.page.begin()
        self.projector.offer()

    def _may_leave(self, act: Callable[[], object]) -> bool:
        """Whether to leave at once; while people vote the act is offered once, for each vote."""
        vote = next((v for v in self.desk.state.rounds.values() if v.state in _UNDER_WAY), None)
        if vote is None or vote.id == self._warned_of:
            return True
        self._warned_of = vote.id
        self.notices.ask(
            _("A vote is under way. It is kept, and waits here until the meeting is opened again."),
            _("Leave the meeting"),
            act,
        )
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is being typed, let the errand end, and let the file go.

        Whoever closes the window by hand while people vote is asked first.
        """
        if event.spontaneous() and not self._may_leave(self.close):
            event.ignore()
            return
        settle_focused()
        self.projector.close()
        self.desk.settings.keep_place(_NAME, self.saveGeometry())
        self.desk.close()
        self.exporting.close_exports()
        self.desk.document.close()
        event.accept()
        self.closed.emit()
