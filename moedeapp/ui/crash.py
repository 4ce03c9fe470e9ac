"""What is said when something goes wrong in the program itself."""

import platform
import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QStandardPaths, Qt, qVersion
from PySide6.QtWidgets import QDialog, QFileDialog, QPlainTextEdit, QVBoxLayout, QWidget

import moedeapp
from moedeapp.texts import _
from moedeapp.ui.labels import button, column, label, row

_HOME: Final = Path(moedeapp.__file__).parent


def report(error: BaseException, trace: TracebackType | None) -> str:
    """What happened, for whoever mends the program.

    It has kinds of errors, places in program code and versions. It has no message of any error
    and no value of anything, since those may hold what somebody said or typed at the meeting.
    """
    return "\n".join(_lines(error, trace)) + "\n"


def _lines(error: BaseException, trace: TracebackType | None) -> Iterator[str]:
    yield f"MødeApp {moedeapp.__version__}, Python {platform.python_version()}, Qt {qVersion()}"
    yield f"{platform.system()} {platform.release()}, {datetime.now().astimezone():%Y-%m-%d %H:%M}"
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield ""
        yield type(current).__qualname__
        for frame in traceback.extract_tb(trace if current is error else current.__traceback__):
            yield f"  {_module(frame.filename)}, {frame.lineno}, {frame.name}"
        current = current.__cause__ or current.__context__


def _module(filename: str) -> str:
    """Where in the program, without the folders of this computer."""
    path = Path(filename)
    try:
        return str(path.relative_to(_HOME.parent))
    except ValueError:
        return path.name


def place_of(error: BaseException, trace: TracebackType | None) -> tuple[str, str, int]:
    """The kind of error and where it came from, to know it again."""
    frames = traceback.extract_tb(trace)
    if not frames:
        return type(error).__qualname__, "", 0
    return type(error).__qualname__, frames[-1].filename, frames[-1].lineno or 0


class CrashDialog(QDialog):
    """Says what is safe and what to do; it stands beside the window and stops nothing."""

    def __init__(self, what: str, safe: str) -> None:
        super().__init__()
        self.setWindowTitle(_("Something went wrong in the program"))
        self.setWindowModality(Qt.WindowModality.NonModal)
        self._what = what
        self._safe = label(safe, wrap=True)
        self._todo = label(
            _(
                "Try once more. If it does not help, close the meeting and open it again: it goes "
                "on where it was, in the same phase."
            ),
            wrap=True,
        )
        self._about = label(
            _(
                "An error report tells where in the program it happened. It holds nothing that "
                "was said or written at the meeting."
            ),
            "quiet",
            wrap=True,
        )
        self.said = label("", wrap=True)
        self.said.hide()
        self.details = QPlainTextEdit(what)
        self.details.setReadOnly(True)
        self.details.setAccessibleName(_("Error report"))
        self.details.hide()
        self._more = button(_("Show the report"), self._turn_details)
        go_on = button(_("Go on"), self.close, "primary")
        column(
            label(_("Something went wrong in the program"), "section", wrap=True),
            self._safe,
            self._todo,
            self._about,
            self.details,
            self.said,
            row(self._more, button(_("Save the report"), self.ask_where), 1, go_on),
            gap=12,
            into=QVBoxLayout(self),
        ).setContentsMargins(26, 22, 26, 20)
        self.setMinimumWidth(560)
        go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def stay_before(self, window: QWidget | None) -> None:
        """Stay in front of a window; nothing happens to it or to this when one of them goes."""
        self.winId()  # makes the windows of the system, which until then are not there
        mine, its = self.windowHandle(), window.windowHandle() if window else None
        if mine is not None and its is not None:
            mine.setTransientParent(its)

    def _turn_details(self) -> None:
        self.details.setVisible(self.details.isHidden())
        words = _("Show the report") if self.details.isHidden() else _("Hide the report")
        self._more.setText(words)
        self._more.setAccessibleName(words)

    def ask_where(self) -> None:
        """Ask where the report is to be, and write it there."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        usual = Path(folder) / (_("MødeApp error report") + ".txt")
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Save the report"), str(usual), _("Text") + " (*.txt)"
        )
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> None:
        """Write the report, and say where it is or that it could not be written."""
        try:
            path.write_text(self._what, encoding="utf-8")
        except OSError:
            words = _("The report could not be saved there. Choose another folder.")
        else:
            words = _("The report is saved as {file}.").format(file=path.name)
        self.said.setText(words)
        self.said.show()
