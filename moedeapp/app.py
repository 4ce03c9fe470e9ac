"""The front door: builds document, window and export, and joins them."""

import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QMessageBox

from moedeapp import __version__
from moedeapp.model.document import Document
from moedeapp.model.errors import AlreadyOpen, MoedeError
from moedeapp.texts import LANGUAGES, _, asked, explain, spoken, use
from moedeapp.ui import icons, theme
from moedeapp.ui.help import HelpWindow
from moedeapp.ui.main_window import MainWindow
from moedeapp.ui.preferences import Preferences
from moedeapp.ui.settings import LANGUAGE, LOOK, STILL, Settings
from moedeapp.ui.start import MakeDemo, NewMeeting, StartWindow, begin, remember


def run(path: Path | None = None, make_demo: MakeDemo | None = None) -> int:
    """Open the window on a meeting, or on the choice of one; gives the exit code.

    With `make_demo` the demo is among the choices.
    """
    settings = Settings(QSettings("MødeApp", "MødeApp"))
    application = _application(settings)
    front = Front(settings, make_demo)
    sys.excepthook = front.report
    if path is None:
        front.begin()
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
        self._said: QMessageBox | None = None
        settings.changed.connect(self._heed)

    def begin(self) -> StartWindow:
        """Show the choice of a meeting."""
        start = self._choice()
        start.show()
        return start

    def _choice(self) -> StartWindow:
        if self.start is None:
            self.start = StartWindow(self._settings, self._make_demo)
            self.start.chosen.connect(self.open)
            self.start.wanted.connect(self.create)
            self.start.asked.connect(self._another)
        self.start.refresh()
        return self.start

    def create(self, path: Path, new: NewMeeting | None = None) -> None:
        """Make a new meeting and show it."""
        try:
            self._show(begin(path, new or NewMeeting()))
        except MoedeError as error:
            self.begin().notices.refuse(explain(error))

    def open(self, path: Path, readonly: bool = False) -> None:
        """Open a meeting and show it, or say why not."""
        try:
            self._show(Document.open(path, readonly=readonly))
        except AlreadyOpen as error:
            self.begin().notices.ask(
                explain(error), _("Open for reading"), lambda: self.open(path, True)
            )
        except MoedeError as error:
            self.begin().notices.refuse(explain(error))

    def _show(self, document: Document) -> None:
        # A rehearsal or the demo is no meeting, and a copy of one may lie anywhere.
        if not (self._settings.is_own(document.path) or document.state.facts.rehearsal):
            remember(self._settings.store, document.path)
        self._close_preferences()
        before, self.window = self.window, MainWindow(document, self._settings, exporter(document))
        self.window.another.connect(self._another)
        self.window.show()
        if before is not None:
            before.close()
            before.deleteLater()
        if self.start is not None:
            self.start.close()

    def report(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Say in words that something went wrong and what is safe.

        The trace goes to the terminal as well. This is `sys.excepthook` while the windows are
        open, because an exception in a slot does not end a Qt program.
        """
        traceback.print_exception(kind, error, trace)
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        box = QMessageBox(QApplication.activeWindow())
        box.setWindowTitle("MødeApp")
        box.setText(_("Something went wrong in the program."))
        box.setInformativeText(
            _(
                "Everything that was done is saved already. Go on, or close the window and open "
                "the meeting again."
            )
        )
        box.setDetailedText("".join(traceback.format_exception(kind, error, trace)))
        box.open()
        self._said = box  # or it would be gone before anybody had read it

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
    def _meeting(self) -> MainWindow | None:
        return self.window if self.window is not None and self.window.isVisible() else None

    def show_preferences(self, at: str = "") -> None:
        """Show the settings, from the top or at "language"."""
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
        # For a moment no window is open, and that is not the end.
        QApplication.setQuitOnLastWindowClosed(False)
        try:
            self._close_preferences()
            meeting.close()
            self._speak_anew()
            self.open(document.path, document.readonly)
        finally:
            QApplication.setQuitOnLastWindowClosed(True)


def exporter(document: Document) -> Callable[[], list[Path]]:
    """What makes the protocol of a meeting, in the folder `exports` beside its file."""

    def make() -> list[Path]:
        from moedeapp.export.files import export_all

        held = document.snapshot()
        return export_all(
            held.state,
            held.entries,
            document.path.parent / "exports",
            head=held.head,
            made_at=datetime.now().astimezone(),
            software_version=__version__,
        )

    return make
