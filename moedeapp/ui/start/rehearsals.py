"""Rehearsals: copies of meetings to try the evening on, in a folder of their own."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from moedeapp import SUFFIX
from moedeapp.model import rehearsal
from moedeapp.model.document import Document
from moedeapp.model.errors import AlreadyOpen, CannotWrite, MoedeError
from moedeapp.texts import _
from moedeapp.ui import icons, theme
from moedeapp.ui.labels import at_most, button, column, frame, label, row
from moedeapp.ui.scrolling import scrolled
from moedeapp.ui.settings import file_kind
from moedeapp.ui.start.recent import FileRow, Shelf

_WIDEST: Final = 920
"""Width in pixels; wider lines would be hard to follow."""


def kept(folder: Path) -> list[Path]:
    """The rehearsals in the folder, the latest first."""
    found = [path for path in folder.glob(f"*/*{SUFFIX}") if path.is_file()]
    return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)


def rehearse(meeting: Path, folder: Path) -> Path:
    """Make a rehearsal of a meeting, in a folder for it alone; gives its path.

    Raises what `Document.open` does, and CannotWrite.
    """
    with Document.open(meeting, readonly=True) as document:
        room = _room(folder, meeting.stem)
        path = room / meeting.with_suffix(SUFFIX).name
        try:
            room.mkdir(parents=True)
        except OSError as error:
            raise CannotWrite(path, str(error)) from error
        rehearsal.copy(document, path)
    return path


def _room(folder: Path, name: str) -> Path:
    taken = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    number = next(n for n in range(1, len(taken) + 2) if f"{name} {n}" not in taken)
    return folder / f"{name} {number}"


def throw_away(path: Path, folder: Path) -> None:
    """Remove a rehearsal of the folder and all that was made from it.

    Raises AlreadyOpen while somebody works in it, CannotWrite.
    """
    if path.parent.parent != folder:
        raise ValueError(f"{path} is no rehearsal of {folder}")
    try:
        Document.open(path).close()
    except AlreadyOpen:
        raise
    except MoedeError:
        pass  # what cannot be read can be thrown away
    try:
        shutil.rmtree(path.parent)
    except OSError as error:
        raise CannotWrite(path, str(error)) from error


class RehearsalPage(QWidget):
    """Emits `wanted` with the meeting to rehearse, `chosen` with a rehearsal to go on with.

    `thrown` carries a rehearsal that is to be removed; `back` that nothing is.
    """

    wanted: Final = Signal(object)
    chosen: Final = Signal(object)
    thrown: Final = Signal(object)
    back: Final = Signal()

    def __init__(self) -> None:
        super().__init__()
        back = button(_("Back"), self.back.emit, "plain")
        icons.put(back, "back", "accent")
        self._back = back
        self.meetings = Shelf(lambda path: FileRow(path, self.wanted.emit))
        self.rehearsals = Shelf(self._row)
        self._none = label(
            _("The meetings you have opened stand here. Make one first, or find its file."),
            "quiet",
            wrap=True,
        )
        self._find = button(_("Find another meeting"), self._ask, "plain")
        self._kept_head = label(_("Rehearsals you have kept"), "section")
        which = frame(
            "card",
            column(
                label(_("Which meeting will you rehearse?"), "section"),
                self._none,
                self.meetings,
                row(self._find, 1),
                gap=12,
            ),
            (22, 18, 22, 18),
        )
        self._kept = frame(
            "card", column(self._kept_head, self.rehearsals, gap=12), (22, 18, 22, 18)
        )
        content = QWidget()
        column(
            row(back, label(_("Rehearsal"), "heading"), 1, gap=10),
            label(
                _(
                    "You get a copy of the meeting and can try everything in it, with the screen "
                    "and with phones. Every page says that it is a rehearsal, and nothing of it "
                    "comes into the meeting."
                ),
                "lead",
                wrap=True,
            ),
            which,
            self._kept,
            1,
            gap=16,
            into=QVBoxLayout(content),
        )
        inside = QWidget()
        whole = at_most(_WIDEST, content)
        whole.setContentsMargins(theme.MARGIN, 20, theme.MARGIN, 20)
        inside.setLayout(whole)
        column(scrolled(inside), gap=0, into=QVBoxLayout(self))

    def _row(self, path: Path) -> FileRow:
        away = (_("Throw away"), self.thrown.emit)
        return FileRow(path, self.chosen.emit, away, rehearsal=True)

    def show_files(self, meetings: Sequence[Path], rehearsals: Sequence[Path]) -> None:
        """Show what can be rehearsed, and the rehearsals there are."""
        self._none.setVisible(not meetings)
        self._kept.setVisible(bool(rehearsals))
        self.meetings.show_files(meetings)
        self.rehearsals.show_files(rehearsals)

    def begin(self) -> None:
        """Begin with the first meeting."""
        rows = [*self.meetings.rows.values()]
        first = rows[0].open if rows else self._find
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Rehearsal"), str(Path.home()), file_kind()
        )
        if name:
            self.wanted.emit(Path(name))
