"""The front door: builds document, window and export, and joins them."""

import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTranslator
from PySide6.QtWidgets import QApplication, QMessageBox

from moedeapp import __version__
from moedeapp.model.document import Document
from moedeapp.model.errors import AlreadyOpen, FileExists, MoedeError
from moedeapp.texts import _, explain, spoken
from moedeapp.ui import theme
from moedeapp.ui.main_window import MainWindow
from moedeapp.ui.settings import Settings
from moedeapp.ui.start import StartWindow, remember


def run(path: Path | None = None) -> int:
    """Open the window on a meeting, or on the choice of one; gives the exit code."""
    settings = Settings(QSettings("MødeApp", "MødeApp"))
    application = _application(settings)
    front = Front(settings)
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
    QLocale.setDefault(QLocale(spoken()))
    speak_qt(application)
    theme.wear(application, settings.look, still=settings.still)
    return application


def speak_qt(application: QApplication) -> None:
    """Give Qt's own dialogs their Danish, where the wheel has it."""
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for catalogue in ("qtbase", "qt"):
        translator = QTranslator(application)
        if translator.load(f"{catalogue}_{spoken()}", folder):
            application.installTranslator(translator)


class Front:
    """The windows that are open: the start, or one meeting."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.start: StartWindow | None = None
        self.window: MainWindow | None = None
        self._said: QMessageBox | None = None

    def begin(self) -> StartWindow:
        """Show the choice of a meeting."""
        start = self._choice()
        start.show()
        return start

    def _choice(self) -> StartWindow:
        if self.start is None:
            self.start = StartWindow(self._settings.store)
            self.start.chosen.connect(self.open)
            self.start.wanted.connect(self.create)
        self.start.refresh()
        return self.start

    def create(self, path: Path) -> None:
        """Make a new meeting and show it."""
        try:
            self._show(Document.create(path))
        except FileExists:
            # The file dialog has asked; a meeting is still never overwritten.
            self.open(path)
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
        remember(self._settings.store, document.path)
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
        start = self._choice()
        (start.ask_new if what == "new" else start.ask_open)()


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
