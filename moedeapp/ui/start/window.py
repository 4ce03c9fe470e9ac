"""The first view: a new meeting, a meeting on the disk, or one of the latest."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from moedeapp.texts import _
from moedeapp.ui.labels import button, clear, column, frame, label, row
from moedeapp.ui.main_window import SUFFIX, file_kind
from moedeapp.ui.notices import Notices
from moedeapp.ui.phases.page import scrolled

_LATEST: Final = 6
_KEY: Final = "latest"


def latest(settings: QSettings) -> list[Path]:
    """The meetings that were open last and are still there, the newest first."""
    stored = settings.value(_KEY, [])
    names = stored if isinstance(stored, list) else [stored]
    return [path for name in names if name and (path := Path(str(name))).is_file()]


def remember(settings: QSettings, path: Path) -> None:
    """Put a meeting first among the latest."""
    path = path.absolute()
    rest = [other for other in latest(settings) if other != path]
    settings.setValue(_KEY, [str(each) for each in (path, *rest)[:_LATEST]])


class StartWindow(QWidget):
    """Emits `chosen` with a path that is to be opened, and `wanted` with one to be made."""

    chosen: Final = Signal(object, bool)
    wanted: Final = Signal(object)

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self._settings = settings
        self.setWindowTitle("MødeApp")
        self.setMinimumSize(720, 520)
        self.resize(1280, 800)
        self.notices = Notices()
        new = button(_("New meeting"), self.ask_new, "primary")
        find = button(_("Open a meeting"), self.ask_open)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._list.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        holder.setLayout(self._list)
        self._head = label(_("Latest meetings"), "section")
        card = frame(
            "card",
            column(
                label("MødeApp", "heading"),
                label(
                    _(
                        "From the first idea to a protocol that is ready when people go home. "
                        "Everything stays on this computer."
                    ),
                    "quiet",
                    wrap=True,
                ),
                row(new, find, 1),
                self._head,
                holder,
                gap=18,
            ),
            (40, 34, 40, 34),
        )
        card.setFixedWidth(640)
        inside = QWidget()
        middle = column(1, row(1, card, 1), 2, into=QVBoxLayout(inside))
        middle.setContentsMargins(20, 40, 20, 40)
        column(self.notices, scrolled(inside), gap=0, into=QVBoxLayout(self))
        new.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()

    def refresh(self) -> None:
        """Show the latest meetings."""
        clear(self._list)
        paths = latest(self._settings)
        for path in paths:
            self._list.addWidget(self._meeting(path))
        self._head.setVisible(bool(paths))

    def _meeting(self, path: Path) -> QPushButton:
        made = button(path.stem, lambda: self.chosen.emit(path, False))
        made.setToolTip(str(path))
        made.setStyleSheet("text-align: left;")
        return made

    def ask_new(self) -> None:
        """Ask where the new meeting's file is to be."""
        name, _kind = QFileDialog.getSaveFileName(
            self,
            _("New meeting"),
            str(Path.home() / (_("Citizen meeting") + SUFFIX)),
            file_kind(),
        )
        if name:
            path = Path(name)
            self.wanted.emit(path if path.suffix else path.with_suffix(SUFFIX))

    def ask_open(self) -> None:
        """Ask which meeting to open."""
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Open a meeting"), str(Path.home()), file_kind()
        )
        if name:
            self.chosen.emit(Path(name), False)
