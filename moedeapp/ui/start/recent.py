"""The meetings that were open last, and what each of them is, read in a thread of its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from moedeapp.model.errors import AlreadyOpen, BadValue, FileMissing, HalfWritten, MoedeError
from moedeapp.model.meeting import Phase, Status
from moedeapp.texts import _, clock, date, explain, name
from moedeapp.ui.errand import Errand
from moedeapp.ui.labels import OneLine, button, clear, column, label, plain_tip, relook, row
from moedeapp.ui.start.tiles import untouchable

if TYPE_CHECKING:  # a list of no files needs no database
    from moedeapp.model.store import Glance

_MOST: Final = 6
_KEY: Final = "latest"


def latest(store: QSettings) -> list[Path]:
    """The meetings that were open last, the newest first; they need not be there any more."""
    stored = store.value(_KEY, [])
    names = stored if isinstance(stored, list) else [stored]
    return [Path(str(name)) for name in names if name]


def remember(store: QSettings, path: Path) -> None:
    """Put a meeting first among the latest."""
    path = path.absolute()
    _keep(store, [path, *(other for other in latest(store) if other != path)])


def forget(store: QSettings, path: Path) -> None:
    """Take a meeting off the list; its file is left alone."""
    _keep(store, [other for other in latest(store) if other != path])


def _keep(store: QSettings, paths: list[Path]) -> None:
    store.setValue(_KEY, [str(path) for path in paths[:_MOST]])


@dataclass(frozen=True, slots=True)
class Seen:
    """A file on the list, and what a glance at it said."""

    path: Path
    glance: "Glance | None" = None
    trouble: str = ""
    """why it cannot be read, in words"""
    missing: bool = False
    used: str = ""
    """when the file was last changed, as an ISO time"""

    @property
    def title(self) -> str:
        """What the meeting is called; by its file while it has no title."""
        return (self.glance.title if self.glance else "") or self.path.stem

    @property
    def line(self) -> str:
        """When and where, or what is wrong."""
        if self.missing:
            return _("The file is not there now: {folder}").format(folder=self.path.parent)
        if self.glance is None:
            return self.trouble.partition(". ")[0].rstrip(".") or self.path.name
        parts = (shown_date(self.glance.date), self.glance.place)
        return " · ".join(part for part in parts if part) or self.path.name

    @property
    def status(self) -> str:
        """How far it came: the phase, or that the protocol is final."""
        if self.glance is None:
            return ""
        if self.glance.status is Status.FINAL:
            return name(Status.FINAL)
        return _("Not begun") if self.glance.phase is Phase.FRAMES else name(self.glance.phase)


def shown_date(text: str) -> str:
    """A day in short; other text as it stands."""
    try:
        return date(text, short=True) if text else ""
    except BadValue:
        return text


def _last_used(used: str) -> str:
    return _("Last used {date} {time}").format(date=date(used[:10], short=True), time=clock(used))


def look_at(path: Path) -> Seen:
    """Read what a file says about itself."""
    from moedeapp.model.store import glance

    try:
        used = datetime.fromtimestamp(path.stat().st_mtime).isoformat(timespec="minutes")
        return Seen(path, glance(path), used=used)
    except (FileMissing, FileNotFoundError):
        return Seen(path, missing=True)
    except (AlreadyOpen, HalfWritten):
        # Somebody is writing, or a crash cut a change short; whoever opens it puts that right.
        return Seen(path)
    except MoedeError as error:
        return Seen(path, trouble=explain(error))
    except OSError as error:
        return Seen(path, trouble=str(error))


class FileRow(QWidget):
    """A file as a large button, with small buttons beside it.

    With `away` the file can be done away with: a rehearsal always, a meeting when its file cannot
    be read. A rehearsal tells when it was last used; without `status` nothing says how far it came.
    """

    def __init__(
        self,
        path: Path,
        act: Callable[[Path], object],
        away: tuple[str, Callable[[Path], object]] | None = None,
        *,
        rehearsal: bool = False,
        status: bool = True,
    ) -> None:
        super().__init__()
        self._rehearsal = rehearsal
        self._tells_status = status
        self._title = OneLine("strong")
        self._line = OneLine("small")
        self._status = label(look="tag")
        inside = row(column(self._title, self._line, gap=1), self._status, gap=14)
        inside.setStretch(0, 1)
        inside.setAlignment(self._status, Qt.AlignmentFlag.AlignVCenter)
        inside.setContentsMargins(16, 10, 14, 11)
        self.open = QPushButton()
        self.open.setProperty("look", "tile")
        self.open.setAutoDefault(True)
        self.open.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.open.setLayout(inside)
        self.open.setToolTip(plain_tip(str(path)))
        self.open.setMinimumHeight(inside.totalSizeHint().height())
        untouchable(inside)
        self.open.clicked.connect(lambda: act(path))
        line = row(self.open, gap=6)
        line.setStretch(0, 1)
        self.away: QPushButton | None = None
        if away is not None:
            words, leave = away
            self.away = button(words, lambda: leave(path), "plain")
            self.away.setAutoDefault(True)
            line.addWidget(self.away)
        self.setLayout(line)
        self.follow(Seen(path))

    def follow(self, seen: Seen) -> None:
        """Show what is known of the file."""
        self._title.setText(seen.title)
        line = _last_used(seen.used) if self._rehearsal and seen.used else seen.line
        self._line.setText(line)
        relook(self._title, "quiet" if seen.missing else "strong")
        self._status.setText(seen.status)
        self._status.setVisible(self._tells_status and bool(seen.status))
        self.open.setEnabled(not seen.missing)
        self.open.setAccessibleName(seen.title)
        self.open.setAccessibleDescription(
            ". ".join(words for words in (line, seen.status) if words)
        )
        if self.away is not None:
            self.away.setVisible(self._rehearsal or seen.missing or bool(seen.trouble))
            self.away.setAccessibleDescription(seen.title)


class Shelf(QWidget):
    """Rows for files, made at once from their names and filled in when the files were read.

    Reading begins when the rows have been painted, and happens beside the window, because a file
    may lie on a drive that answers slowly or not at all. `read` tells that every file on the
    shelf has been looked at.
    """

    read: Final = Signal()

    def __init__(self, make: Callable[[Path], FileRow]) -> None:
        super().__init__()
        self._make = make
        self._reading: list[Path] = []
        self.rows: dict[Path, FileRow] = {}
        self.seen: dict[Path, Seen] = {}
        """what is known of each file on the shelf"""
        self._laid = column(gap=8, into=QVBoxLayout(self))
        self._errand = Errand(self)
        self._errand.done.connect(self._learn)

    def show_files(self, paths: Iterable[Path]) -> None:
        """Show these files; what is known already is shown until it has been read again."""
        wanted = list(paths)
        if wanted != list(self.rows):
            clear(self._laid)
            self.rows = {path: self._make(path) for path in wanted}
            self.seen = {path: self.seen.get(path, Seen(path)) for path in wanted}
            for path, made in self.rows.items():
                made.follow(self.seen[path])
                self._laid.addWidget(made)
        if self.isVisible():
            self._look()

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the files once they can be seen."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._look)

    def _look(self) -> None:
        if self.rows and not self._errand.running:
            paths = self._reading = list(self.rows)
            self._errand.start(lambda: [look_at(path) for path in paths])

    def _learn(self, found: list[Seen]) -> None:
        for seen in found:
            if seen.path in self.rows:
                self.seen[seen.path] = seen
                self.rows[seen.path].follow(seen)
        if self._reading != list(self.rows):
            self._look()
        else:
            self.read.emit()

    def wait(self) -> None:
        """Return when nothing is being read."""
        self._errand.wait()
