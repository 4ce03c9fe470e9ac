"""The earlier versions of a meeting that were kept by themselves, to fetch one of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from moedeapp.model import backups
from moedeapp.model.backups import Backup
from moedeapp.model.errors import MoedeError
from moedeapp.texts import _, explain
from moedeapp.texts.losses import kept
from moedeapp.ui.labels import button, column, frame, label, row
from moedeapp.ui.notices import Notices
from moedeapp.ui.scrolling import scrolled
from moedeapp.ui.start.beginning import free


class Earlier(QDialog):
    """A button for each version; `fetched` carries the path of the file it was put into."""

    fetched: Final = Signal(object)

    def __init__(self, meeting: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._meeting = meeting
        self.setWindowTitle(_("Fetch an earlier version"))
        self.resize(620, 480)
        self.notices = Notices()
        self.versions: list[QPushButton] = []
        inside = QWidget()
        found = backups.made(meeting)
        about = (
            _("It is put beside the meeting as a file of its own. The meeting is not touched.")
            if found
            else _("No earlier version of {file} was kept.").format(file=meeting.name)
        )
        for backup in found:
            made = button(kept(backup), self._fetcher(backup))
            self.versions.append(made)
        column(
            label(about, "quiet", wrap=True), *self.versions, 1, gap=10, into=QVBoxLayout(inside)
        ).setContentsMargins(26, 20, 26, 20)
        foot = frame("foot", row(1, button(_("Close"), self.close)), (24, 10, 24, 10))
        laid = column(self.notices, scrolled(inside), foot, gap=0, into=QVBoxLayout(self))
        laid.setStretch(1, 1)

    def begin(self) -> None:
        """Show the list, with the newest version in hand."""
        self.show()
        if self.versions:
            self.versions[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _fetcher(self, backup: Backup) -> Callable[[], None]:
        return lambda: self._fetch(backup)

    def _fetch(self, backup: Backup) -> None:
        name = _("{meeting}, earlier version").format(meeting=self._meeting.stem)
        path = free(self._meeting.with_name(name))
        try:
            backups.restore(backup, path)
        except MoedeError as error:
            self.notices.refuse(explain(error))
            return
        self.close()
        self.fetched.emit(path)
