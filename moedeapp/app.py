"""The front door: builds document, window and export, and joins them."""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QStandardPaths, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from moedeapp import SUFFIX, __version__
from moedeapp.model.errors import (
    AlreadyOpen,
    CannotWrite,
    FileDamaged,
    FileEmpty,
    FileError,
    FileMissing,
    MeetingMoved,
    MoedeError,
    NotAMeeting,
)
from moedeapp.model.meeting import Meeting, RoundState, Status
from moedeapp.texts import LANGUAGES, _, asked, explain, name, spoken, thing, use
from moedeapp.ui import icons, theme
from moedeapp.ui.settings import LANGUAGE, LOOK, STILL, Settings
from moedeapp.ui.start.recent import remember
from moedeapp.ui.start.window import MakeDemo, StartWindow

# The first picture waits for nothing that is not in it: the rest is imported where it is used.
if TYPE_CHECKING:
    from moedeapp.export.apart import Apart
    from moedeapp.export.orders import Evening, Tell
    from moedeapp.model.document import Document
    from moedeapp.ui.crash import CrashDialog
    from moedeapp.ui.earlier import Earlier
    from moedeapp.ui.exports import Offered, Written
    from moedeapp.ui.help import HelpWindow
    from moedeapp.ui.main_window import MainWindow
    from moedeapp.ui.phones import Line, Wanted
    from moedeapp.ui.preferences import Preferences
    from moedeapp.ui.prints import Prints
    from moedeapp.ui.start.beginning import NewMeeting
    from moedeapp.web.server import Status as Served


_AFTER_THE_PICTURE: Final = 200
"""Milliseconds from showing the choice of a meeting until the rest of the program is read."""


def run(path: Path | None = None, make_demo: MakeDemo | None = None) -> int:
    """Open the window on a meeting, or on the choice of one; gives the exit code.

    With `make_demo` the demo is among the choices.
    """
    settings = Settings(QSettings("MødeApp", "MødeApp"))
    application = _application(settings)
    front = Front(settings, make_demo)
    sys.excepthook = front.report
    if path is None:
        front.go_on()
    else:
        front.open(path)
    return application.exec()


def _application(settings: Settings) -> QApplication:
    made = QApplication.instance()
    application = made if isinstance(made, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("MødeApp")
    application.setApplicationVersion(__version__)
    application.setWindowIcon(icons.window_icon())
    speak(application, settings)
    theme.wear(application, settings.look, still=settings.still)
    return application


def speak(application: QApplication, settings: Settings) -> None:
    """Speak the language the environment asks for, else the one that was chosen, else Danish."""
    chosen = settings.language if settings.language in LANGUAGES else LANGUAGES[0]
    use(asked() or chosen)
    QLocale.setDefault(QLocale(spoken()))
    speak_qt(application)


def speak_qt(application: QApplication) -> None:
    """Give Qt's own dialogs the language spoken, where the wheel has it."""
    for translator in application.findChildren(QTranslator):
        application.removeTranslator(translator)
        translator.deleteLater()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for catalogue in ("qtbase", "qt"):
        translator = QTranslator(application)
        if translator.load(f"{catalogue}_{spoken()}", folder):
            application.installTranslator(translator)


class Front:
    """The windows that are open: the start or one meeting, and beside them settings and help."""

    def __init__(self, settings: Settings, make_demo: MakeDemo | None = None) -> None:
        self._settings = settings
        self._make_demo = make_demo
        self.start: StartWindow | None = None
        self.window: MainWindow | None = None
        self.preferences: Preferences | None = None
        self.help: HelpWindow | None = None
        self.earlier: Earlier | None = None
        self._said: CrashDialog | None = None
        self._known: set[tuple[str, str, int]] = set()
        settings.changed.connect(self._heed)

    def go_on(self) -> None:
        """Open the meeting that a crash left open; else show the choice of one."""
        for path in reversed(self._settings.open_meetings):
            if not Path(path).is_file():
                self._settings.keep_closed(path)
                continue
            try:
                self._show(_opened(Path(path)))
            except MoedeError:
                continue  # it is open in another window, or the choice of a meeting has the words
            return
        self.begin()

    def begin(self) -> StartWindow:
        """Show the choice of a meeting."""
        start = self._choice()
        start.show()
        QTimer.singleShot(_AFTER_THE_PICTURE, _make_ready)
        return start

    def _choice(self) -> StartWindow:
        if self.start is None:
            self.start = StartWindow(self._settings, self._make_demo)
            self.start.chosen.connect(self.open)
            self.start.wanted.connect(self.create)
            self.start.asked.connect(self._another)
        self.start.refresh()
        return self.start

    def create(self, path: Path, new: "NewMeeting | None" = None) -> None:
        """Make a new meeting and show it."""
        from moedeapp.ui.start import beginning

        try:
            self._show(beginning.begin(path, new or beginning.NewMeeting()))
        except MoedeError as error:
            self.begin().notices.refuse(explain(error))

    def open(self, path: Path, readonly: bool = False) -> None:
        """Open a meeting and show it, or say why not."""
        try:
            self._show(_opened(path, readonly=readonly))
        except AlreadyOpen as error:
            self._offer(error)
        except (FileDamaged, FileMissing, FileEmpty, NotAMeeting) as error:
            self._offer_help(error)
        except MoedeError as error:
            self.begin().notices.refuse(explain(error))

    def _offer_help(self, error: FileError) -> None:
        """Say what is wrong with a file, and offer what can be saved and what was kept."""
        from moedeapp.model import backups

        notices, path = self.begin().notices, error.path
        ways: list[tuple[str, Callable[[], object]]] = []
        if isinstance(error, FileDamaged) or (
            isinstance(error, NotAMeeting) and path.suffix == SUFFIX
        ):
            ways.append((_("Save what can be saved"), lambda: self._rescue(path)))
        if backups.made(path):
            ways.append((_("Fetch an earlier version"), lambda: self.show_earlier(path)))
        if len(ways) == 2:
            notices.ask_which(explain(error), *ways)
        elif ways:
            notices.ask(explain(error), *ways[0])
        else:
            notices.refuse(explain(error))

    def _rescue(self, path: Path) -> None:
        self.begin().rescue(path)

    def show_earlier(self, path: Path) -> None:
        """Show the earlier versions of a meeting that were kept."""
        from moedeapp.ui.earlier import Earlier

        if self.earlier is not None:
            self.earlier.deleteLater()
        self.earlier = Earlier(path, self._meeting or self.start)
        self.earlier.fetched.connect(self.open)
        self.earlier.begin()

    def _offer(self, error: AlreadyOpen) -> None:
        """Say who has a meeting open, and what can be done about it."""
        notices, path = self.begin().notices, error.path
        read = (_("Open for reading"), lambda: self.open(path, True))
        if error.left:
            notices.ask_which(
                explain(error), read, (_("Take over"), lambda: self._ask_to_take_over(error))
            )
        else:
            notices.ask(explain(error), *read)

    def _ask_to_take_over(self, error: AlreadyOpen) -> None:
        self.begin().notices.ask(
            _(
                "Take the meeting over only if it is not open on {computer} any more. If it is, "
                "what is done there from now on can be lost, or spoil the file."
            ).format(computer=error.computer),
            _("Take the meeting over"),
            lambda: self._take_over(error.path),
        )

    def _take_over(self, path: Path) -> None:
        try:
            self._show(_opened(path, take_over=True))
        except MoedeError as error:
            self.begin().notices.refuse(explain(error))

    def _show(self, document: "Document") -> None:
        from moedeapp.ui.main_window import MainWindow

        # A rehearsal or the demo is no meeting, and a copy of one may lie anywhere.
        if not (self._settings.is_own(document.path) or document.state.facts.rehearsal):
            remember(self._settings.store, document.path)
        self._close_preferences()
        before = self.window
        self.window = window = MainWindow(
            document, self._settings, Exporter(document), prints=printer, serve=phone_server
        )
        window.another.connect(self._another)
        left_open = self._keep_open_until_closed(window)
        window.fit()
        window.show()
        self._greet(window, left_open=left_open)
        if before is not None:
            before.close()
            before.deleteLater()
        if self.start is not None:
            self.start.close()

    def _greet(self, window: "MainWindow", *, left_open: bool) -> None:
        """Say what is wrong with the file or where it lies, and what can be done; or what it is."""
        document, notices = window.desk.document, window.notices
        path = document.path
        if document.state.stage.status is Status.MOVED:
            notices.refuse(explain(MeetingMoved()))
        elif document.doubts:
            notices.ask_which(
                explain(document.doubts[0]),
                (_("Save what can be saved"), lambda: self._rescue(path)),
                (_("Fetch an earlier version"), lambda: self.show_earlier(path)),
            )
        elif not document.readonly and (words := _lies_elsewhere(path)):
            notices.tell_with(words, _("Move it to this computer"), lambda: self._move_here(window))
        elif left_open:
            _go_on(window)
        elif path.is_relative_to(self._settings.own_folder("demo")):
            words = _(
                "This is the demo: try whatever you like. It lies in {folder}, and is made anew "
                "each time."
            )
            notices.tell(words.format(folder=path.parent))

    def _move_here(self, window: "MainWindow") -> None:
        """Let a meeting on a network drive or in a synchronised folder go on on this computer."""
        from moedeapp.ui.start.beginning import free

        path = free(self._settings.own_folder("local") / window.desk.document.path.stem)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            window.desk.document.move(path)
        except (MoedeError, OSError) as error:
            window.desk.refused.emit(
                explain(error if isinstance(error, MoedeError) else CannotWrite(path))
            )
            return
        self.open(path)

    def _keep_open_until_closed(self, window: "MainWindow") -> bool:
        """Whether the meeting was never closed the last time it was open."""
        document, settings = window.desk.document, self._settings
        if document.readonly:
            return False
        path = str(document.path.absolute())
        left_open = path in settings.open_meetings
        settings.keep_open(path)
        window.closed.connect(lambda: settings.keep_closed(path))
        return left_open

    def report(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Say in words that something went wrong and what is safe; the same place only once.

        The trace goes to the terminal as well. This is `sys.excepthook` while the windows are
        open, because an exception in a slot does not end a Qt program.
        """
        import traceback

        traceback.print_exception(kind, error, trace)
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return

        from moedeapp.ui.crash import place_of, report

        place = place_of(error, trace)
        window = self.window
        if place in self._known and window is not None and window.isVisible():
            window.notices.refuse(_("The same went wrong again. What was done is saved."))
        elif self._said is None or not self._said.isVisible():
            self._say(report(error, trace))
        self._known.add(place)

    def _say(self, what: str) -> None:
        from moedeapp.ui.crash import CrashDialog

        if self._said is not None:
            self._said.deleteLater()
        # It stays before the window without being its child, which would go with it.
        self._said = CrashDialog(what, self._safe())
        self._said.stay_before(QApplication.activeWindow())
        self._said.show()

    def _safe(self) -> str:
        """What is safe, in words."""
        if self.window is None or not self.window.isVisible():
            return _("No meeting is open, so nothing of a meeting is lost.")
        document = self.window.desk.document
        if document.readonly:
            return _("The meeting is open for reading only, so nothing in it has changed.")
        return _(
            "Everything that was done in the meeting is saved in {file}, to the last act."
        ).format(file=document.path.name)

    def _another(self, what: str) -> None:
        beside: dict[str, Callable[[], object]] = {
            "settings": self.show_preferences,
            "organisation": self.show_preferences,
            "help": self.show_help,
        }
        if what in beside:
            beside[what]()
        elif what == "new":
            self.begin().ask_new()
        elif what == "start":
            self._leave()
        elif what == "earlier" and self._meeting is not None:
            self.show_earlier(self._meeting.desk.document.path)
        else:
            self._choice().ask_open()

    def _leave(self) -> None:
        """Close the meeting and go back to the choice of one."""
        meeting = self._meeting
        self._close_preferences()
        self.begin().go_home()
        if meeting is not None:
            meeting.close()

    # --- beside the meeting

    @property
    def _meeting(self) -> "MainWindow | None":
        return self.window if self.window is not None and self.window.isVisible() else None

    def show_preferences(self, at: str = "") -> None:
        """Show the settings, from the top or at "language"."""
        from moedeapp.ui.preferences import Preferences

        self._close_preferences()
        meeting = self._meeting
        self.preferences = Preferences(
            self._settings, meeting.desk if meeting else None, meeting or self.start
        )
        self.preferences.reopened.connect(self._reopen)
        self.preferences.finished.connect(self._refresh_start)
        self.preferences.begin(at)

    def _close_preferences(self) -> None:
        before, self.preferences = self.preferences, None
        if before is not None:
            before.close()
            before.deleteLater()

    def _refresh_start(self) -> None:
        if self.start is not None and self.start.isVisible():
            self.start.refresh()

    def show_help(self) -> None:
        """Show the guide, at the chapter of the phase the meeting is in."""
        from moedeapp.ui.help import HelpWindow

        if self.help is None:
            self.help = HelpWindow(self._settings)
        meeting = self._meeting
        self.help.open_at(meeting.desk.state.stage.phase if meeting else None)
        self.help.begin()

    def _heed(self, name: str) -> None:
        application = QApplication.instance()
        if name in (LOOK, STILL) and isinstance(application, QApplication):
            theme.wear(application, self._settings.look, still=self._settings.still)
        elif name == LANGUAGE and self._meeting is None:
            # A click is still on its way through the window that is to be replaced.
            QTimer.singleShot(0, self._settings, self._speak_anew)

    def _speak_anew(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        speak(application, self._settings)
        settings_open = self.preferences is not None and self.preferences.isVisible()
        self._close_preferences()
        if self.help is not None:
            self.help.close()
            self.help.deleteLater()
            self.help = None
        before, self.start = self.start, None
        if before is not None and before.isVisible():
            self.begin().setGeometry(before.geometry())
        if before is not None:
            before.close()
            before.deleteLater()
        if settings_open:
            self.show_preferences("language")

    def _reopen(self) -> None:
        """Close the meeting's window and open it again, in the language that was chosen."""
        meeting = self._meeting
        if meeting is None:
            return
        document = meeting.desk.document
        let_in = meeting.desk.phones.wanted
        # For a moment no window is open, and that is not the end.
        QApplication.setQuitOnLastWindowClosed(False)
        try:
            self._close_preferences()
            meeting.close()
            self._speak_anew()
            self.open(document.path, document.readonly)
            if let_in and self.window is not None:
                self.window.desk.phones.open()
        finally:
            QApplication.setQuitOnLastWindowClosed(True)


def _go_on(window: "MainWindow") -> None:
    """Say where the evening was before the crash; phones that could come in may come back."""
    words, phones = _where_it_was(window.desk.state), window.desk.phones
    if phones.chosen.open and phones.can_open:
        window.notices.tell_with(words, _("Open for phones again"), phones.open)
    else:
        window.notices.tell(words)


def _lies_elsewhere(path: Path) -> str:
    """What is risky about where a meeting lies; empty when nothing is."""
    from moedeapp.ui.readiness import Place
    from moedeapp.ui.surroundings import place_of

    place, program = place_of(path)
    if place is Place.SYNCED:
        return _(
            "The meeting lies in a folder that {program} copies to the internet, which can spoil a "
            "file that is open. Move it to this computer tonight, and back when it is over."
        ).format(program=program)
    if place is Place.NETWORK:
        return _(
            "The meeting lies on a network drive. If the network goes, so does the meeting. Move "
            "it to this computer tonight, and back when it is over."
        )
    return ""


def _make_ready() -> None:
    """Read what comes after the choice while somebody looks at it, and what a crash needs."""
    import moedeapp.ui.crash
    import moedeapp.ui.main_window  # noqa: F401


def _opened(path: Path, *, readonly: bool = False, take_over: bool = False) -> "Document":
    from moedeapp.model.document import Document

    return Document.open(path, readonly=readonly, take_over=take_over, keeps_backups=True)


def _where_it_was(meeting: Meeting) -> str:
    """The sentence after a crash: all is there, and this is where the evening was."""
    words = _(
        "MødeApp was not closed as it should be. Everything is saved, and the meeting goes on "
        "where it was: in the phase {phase}."
    ).format(phase=name(meeting.stage.phase))
    for vote in meeting.rounds.values():
        which = _("The practice vote") if vote.practice else thing("rounds", vote.number)
        if vote.state is RoundState.OPEN:
            return f"{words} " + _("{vote} is open.").format(vote=which)
        if vote.state is RoundState.CLOSED:
            return f"{words} " + _("{vote} is closed.").format(vote=which)
    return words


class Exporter:
    """Makes the forms of a meeting, in the folder `exports` beside its file."""

    def __init__(self, document: "Document") -> None:
        self._document = document
        self._makes: Apart | None = None

    def folder(self) -> Path:
        """Beside the meeting, or among the documents when nothing can be written there."""
        beside = self._document.path.absolute().parent
        if os.access(beside, os.W_OK):
            return beside if beside.name == "exports" else beside / "exports"
        place = QStandardPaths.StandardLocation.DocumentsLocation
        return Path(QStandardPaths.writableLocation(place) or Path.home()) / "exports"

    def offered(self) -> list["Offered"]:
        """The forms beside the protocol that this meeting has anything for."""
        from moedeapp.export.forms import USUAL, Form, possible, says
        from moedeapp.ui.exports import Offered

        return [
            Offered(form, says(form), form in USUAL)
            for form in possible(self._document.state)
            if form is not Form.PROTOCOL
        ]

    def names(self, forms: Sequence[str]) -> list[str]:
        """What the files will be called."""
        from moedeapp.export.forms import Form
        from moedeapp.export.names import names

        return names(self._document.state, [Form(form) for form in forms])

    def ready(self) -> None:
        """Start the process that makes the files, before it is needed."""
        self._apart().ready()

    def close(self) -> None:
        """Let no process wait for work any more."""
        if self._makes is not None:
            self._makes.close()

    def preview(self, tell: "Tell") -> str:
        """The protocol before its appendices, as a page."""
        from moedeapp.export.work import preview

        return self._apart().run(partial(preview, self._evening()), tell)

    def make(self, forms: Sequence[str], folder: Path, tell: "Tell") -> "Written":
        """Write the protocol and these forms."""
        from moedeapp.export import disk, work
        from moedeapp.export.forms import Form
        from moedeapp.ui.exports import Written

        wanted = [Form(form) for form in forms]
        made = self._apart().run(partial(work.make, self._evening(), wanted), tell)
        return Written(disk.write_all(folder, made.files), made.warning)

    def _apart(self) -> "Apart":
        from moedeapp.export.apart import Apart

        if self._makes is None:
            self._makes = Apart()
        return self._makes

    def _evening(self) -> "Evening":
        from moedeapp.export.orders import Evening

        held = self._document.snapshot()
        made_at = datetime.now().astimezone()
        return Evening(held.state, held.entries, held.head, made_at, __version__)


def printer() -> "Prints":
    """What makes the sheets that are printed."""
    from moedeapp.export.kit import prints

    return prints


def phone_server(document: "Document", wanted: "Wanted") -> "Line":
    """A server that lets phones follow a meeting; nothing is open before it is started."""
    return _PhoneServer(document, wanted)


class _PhoneServer:
    """The web room's server, in the words of the window."""

    def __init__(self, document: "Document", wanted: "Wanted") -> None:
        # What serves is loaded when somebody wants it, not when the window opens.
        from moedeapp.web.public import Offer
        from moedeapp.web.server import Server

        self._offer = Offer
        self._server = Server(
            document,
            wanted.host,
            wanted.port,
            offer=Offer(ideas=wanted.ideas, children=wanted.children),
            hall=wanted.hall_sees,
            on_change=wanted.on_change,
            own=wanted.is_own,
        )

    def start(self) -> "Served | None":
        from moedeapp.web.server import NoPort

        try:
            return self._server.start()
        except NoPort:
            return None

    def stop(self) -> None:
        self._server.stop()

    def look_again(self) -> None:
        self._server.look_again()

    def allow(self, ideas: bool, children: bool) -> None:
        self._server.allow(self._offer(ideas=ideas, children=children))
