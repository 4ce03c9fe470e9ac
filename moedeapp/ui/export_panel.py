"""The panel that makes the protocol: which forms, where, how far it is, and the way out of it."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QProgressBar,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from moedeapp.model.errors import MoedeError
from moedeapp.texts import _, explain, name, ngettext, number
from moedeapp.ui import theme
from moedeapp.ui.desk import Desk
from moedeapp.ui.errand import Errand
from moedeapp.ui.exports import CalledOff, Exports, Written
from moedeapp.ui.labels import button, column, label, loosened, row
from moedeapp.ui.scrolling import scrolled
from moedeapp.ui.ticks import Tick

_WIDEST: Final = 560
"""Pixels of what stands below each other, also where the panel takes the whole page."""


class ExportPanel(QFrame):
    """Makes the files of a meeting beside the window.

    `made` carries the files as `Written`; `refused` why there are none.
    """

    made: Final = Signal(object)
    refused: Final = Signal(str)
    _moved: Final = Signal(int, int)

    def __init__(self, desk: Desk, exports: Exports | None) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self.setFixedWidth(theme.PANEL)
        self._desk = desk
        self._exports = exports
        self._folder: Path | None = None
        self._stop = Event()
        self._then: Callable[[Any], None] = self.made.emit
        self._errand = Errand(self)
        self._errand.done.connect(self._ended)
        self._errand.failed.connect(self._failed)
        self._moved.connect(self._progress)
        self._state = label(look="strong", wrap=True)
        self.forms: dict[str, Tick] = {}
        self._ticks = column(gap=0)
        self._where = label(look="quiet", wrap=True)
        self._before = label(look="warn", wrap=True)
        self._how_far = QProgressBar()
        self._how_far.setAccessibleName(_("How far the files are"))
        self._how_far.setTextVisible(False)
        self.go = button(_("Make the files"), self.make, "primary")
        self.stop = button(_("Call it off"), self._call_off)
        self.see = button(_("See the protocol first"), self._preview)
        self.other = button(_("Another folder"), self._choose, "plain")
        self.preview: Preview | None = None
        self._lay()
        self._show_rest()
        self.hide()

    def _lay(self) -> None:
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST)
        column(
            self._state,
            label(_("The protocol is always made. With it:"), wrap=True),
            self._ticks,
            row(label(_("Folder"), "strong"), 1, self.other),
            self._where,
            self._before,
            1,
            gap=10,
            into=QVBoxLayout(inside),
        ).setContentsMargins(0, 0, 8, 0)
        column(
            row(label(_("Protocol"), "section"), 1, button(_("Close"), self.hide, "plain")),
            scrolled(inside),
            self._how_far,
            self.go,
            self.stop,
            self.see,
            gap=8,
            into=QVBoxLayout(self),
        ).setContentsMargins(20, 14, 12, 12)

    # --- showing

    def begin(self) -> None:
        """Open, at the button that makes the files."""
        if self._exports is not None:
            self._exports.ready()
        self.refresh()
        self.show()
        first = self.stop if self._errand.running else self.go
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show what can be made now, and what it would take the place of."""
        stage = self._desk.state.stage
        self._state.setText(
            _("{status}, version {version}").format(
                status=name(stage.status), version=stage.version
            )
        )
        if self._exports is not None:
            self._follow_forms(self._exports)
        self._follow_folder()

    def _follow_forms(self, exports: Exports) -> None:
        forms = exports.offered()
        offered = {form.key: form.says for form in forms}
        for key in [key for key in self.forms if key not in offered]:
            gone = self.forms.pop(key)
            self._ticks.removeWidget(gone)
            gone.deleteLater()
        unusual = [form.key for form in forms if not form.usual]
        without = self._desk.settings.forms_left_out(unusual)
        for at, (key, says) in enumerate(offered.items()):
            if key not in self.forms:
                tick = self.forms[key] = Tick(says, says)
                tick.setChecked(key not in without)
                tick.toggled.connect(self._keep)
                self._ticks.insertWidget(at, tick)

    def _keep(self) -> None:
        """Let the next export begin with the same ticks."""
        left_out = {key for key, tick in self.forms.items() if not tick.isChecked()}
        others = self._desk.settings.forms_left_out() - set(self.forms)
        self._desk.settings.keep_forms_left_out(left_out | others)
        self._follow_folder()

    def _follow_folder(self) -> None:
        folder = self.folder
        self._where.setText(loosened(str(folder)) if folder else "")
        there = self._there()
        self._before.setText(
            ngettext(
                "{n} file from before lies there and is replaced.",
                "{n} files from before lie there and are replaced.",
                there,
            ).format(n=number(there))
        )
        self._before.setVisible(there > 0)

    def _there(self) -> int:
        """How many of the files are there already."""
        folder = self.folder
        if folder is None or self._exports is None:
            return 0
        return sum((folder / each).exists() for each in self._exports.names(self._wanted()))

    @property
    def folder(self) -> Path | None:
        """Where the files go."""
        if self._exports is None:
            return None
        return self._folder or self._exports.folder()

    def _wanted(self) -> list[str]:
        return [key for key, tick in self.forms.items() if tick.isChecked()]

    # --- acting

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Folder for the files"), str(self.folder))
        if chosen:
            self.put_in(Path(chosen))

    def put_in(self, folder: Path) -> None:
        """Let the files of this meeting go to another folder while it is open."""
        self._folder = folder
        self._follow_folder()

    def make(self) -> None:
        """Make the files beside the window."""
        exports, folder, wanted = self._exports, self.folder, self._wanted()
        if exports is None or folder is None or self._errand.running:
            return
        self._stop.clear()
        self._then = self._files_made
        self._how_far.setRange(0, 0)
        self._errand.start(lambda: exports.make(wanted, folder, self._tell))
        self._show_work()

    def _preview(self) -> None:
        exports = self._exports
        if exports is not None and not self._errand.running:
            self._stop.clear()
            self._then = self._show_preview
            self._how_far.setRange(0, 0)
            self._errand.start(lambda: exports.preview(self._tell))
            self._show_work()

    def _call_off(self) -> None:
        self._stop.set()
        self.stop.setEnabled(False)

    def _tell(self, done: int, of: int) -> None:
        """Hear of the progress, in the thread of the errand."""
        if self._stop.is_set():
            raise CalledOff
        self._moved.emit(done, of)

    def _progress(self, done: int, of: int) -> None:
        self._how_far.setRange(0, of)
        self._how_far.setValue(done)

    def close_exports(self) -> None:
        """Return when nothing is being made any more."""
        self._errand.wait()
        if self._exports is not None:
            self._exports.close()

    # --- the end of it

    def _ended(self, given: Any) -> None:
        self._show_rest()
        self._then(given)

    def _files_made(self, written: Written) -> None:
        self.hide()
        self.made.emit(written)

    def _failed(self, error: Exception) -> None:
        self._show_rest()
        self.refresh()
        if isinstance(error, CalledOff):
            self.refused.emit(_("Called off. No file was made, and none was changed."))
        elif isinstance(error, MoedeError):
            self.refused.emit(explain(error))
        else:
            raise error

    def _show_work(self) -> None:
        self._how_far.show()
        self.stop.setEnabled(True)
        self.stop.show()
        if self.go.hasFocus():
            self.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self.go.hide()
        self.see.setEnabled(False)

    def _show_rest(self) -> None:
        self._how_far.hide()
        self.go.show()
        if self.stop.hasFocus():
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)
        self.stop.hide()
        self.see.setEnabled(True)

    def _show_preview(self, page: str) -> None:
        if self.preview is None:
            self.preview = Preview(self)
        self.preview.say(page)
        self.preview.show()


class Preview(QDialog):
    """The beginning of the protocol to read; the pages of the PDF have the same words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("The protocol begins like this"))
        self.setMinimumSize(420, 320)
        self.resize(760, 820)
        self.words = QTextBrowser()
        self.words.setOpenLinks(False)
        self.words.setFrameShape(QFrame.Shape.NoFrame)
        self.words.document().setDocumentMargin(28)
        self.words.setAccessibleName(self.windowTitle())
        foot = row(
            label(_("The PDF has the same words, and the appendices."), "small"), 1,
            button(_("Close"), self.close, "primary"),
        )  # fmt: skip
        column(self.words, foot, gap=10, into=QVBoxLayout(self)).setContentsMargins(14, 14, 14, 12)

    def say(self, page: str) -> None:
        """Show a page."""
        self.words.setHtml(page)
