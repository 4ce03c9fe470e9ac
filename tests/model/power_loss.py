"""A disk whose power can go at any moment, and the real program's SQL to run on it.

`recorded` runs real commands and keeps every statement that the document sends, and every row of
the file after each act. `replay` sends them again to SQLite on a `Disk`: a file system between
SQLite and the real one that remembers what was synced and what was only written. At any operation
it can give what a computer would find after losing its power just then: all that was synced, and
of the rest nothing, a beginning, or any part, torn at sectors of 512 bytes. Or it lets the n-th
operation fail.
"""

import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import apsw

from moedeapp.model import store
from moedeapp.model.document import Document
from tests.model.halls import everything

SECTOR: Final = 512

Rows = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True, slots=True)
class Act:
    """One act's statements, and every row of the file when it had been acknowledged."""

    name: str
    statements: tuple[str, ...]
    after: Rows


@dataclass(slots=True)
class Recording:
    """A file as it was, and what was done to it."""

    start: bytes
    before: Rows
    acts: list[Act] = field(default_factory=list)

    def rows_before(self, number: int) -> Rows:
        """Every row when an act began."""
        return self.acts[number - 1].after if number else self.before


def recorded(document: Document, commands: Iterable[Callable[[], Any]]) -> Recording:
    """Run acts one after the other and write down what SQLite was told."""
    recording = Recording(document.path.read_bytes(), everything(document.path))
    said: list[str] = []
    document._db.conn.set_trace_callback(said.append)
    for command in commands:
        said.clear()
        command()
        # Lines that begin so are the steps of triggers, which SQLite takes by itself.
        statements = tuple(s for s in said if not s.startswith(("--", "SELECT")))
        document._db.conn.set_trace_callback(None)
        recording.acts.append(Act(str(command), statements, everything(document.path)))
        document._db.conn.set_trace_callback(said.append)
    document._db.conn.set_trace_callback(None)
    return recording


@dataclass(slots=True)
class _Stored:
    """One file: as it surely is on the disk, and what was written since the last sync."""

    durable: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)
    """(offset, bytes), or (length, None) for a cut"""
    named: bool = False
    """whether the folder surely knows the file"""


def _written(content: bytearray, offset: int, part: bytes | None) -> None:
    if part is None:
        del content[offset:]
        return
    content.extend(bytes(max(0, offset + len(part) - len(content))))
    content[offset : offset + len(part)] = part


class Disk:
    """What is on a disk for sure, what perhaps, and what to do at each operation."""

    def __init__(self, *, forgetful_folder: bool) -> None:
        self.files: dict[str, _Stored] = {}
        self.ghosts: dict[str, _Stored] = {}
        """files that were deleted, but perhaps not for good"""
        self.forgetful_folder = forgetful_folder
        """whether a deletion may be undone by a power loss until the folder is synced"""
        self.operations = 0
        self.before_each: Callable[[], None] = lambda: None

    def touch(self) -> None:
        """Say that an operation is about to happen."""
        self.operations += 1
        self.before_each()

    def left_by(self, chance: random.Random) -> dict[str, bytes]:
        """What a power loss at this moment might leave."""
        left = {
            name: self._surviving(file, chance)
            for name, file in self.files.items()
            if file.named or chance.random() < 0.5
        }
        for name, file in self.ghosts.items():
            if chance.random() < 0.5:
                left[name] = self._surviving(file, chance)
        return left

    def _surviving(self, file: _Stored, chance: random.Random) -> bytes:
        content = bytearray(file.durable)
        way = chance.choice(("none", "beginning", "any", "all"))
        end = chance.randint(0, len(file.waiting))
        for number, (offset, part) in enumerate(file.waiting):
            if way == "none" or (way == "beginning" and number >= end):
                break
            if way != "any":
                _written(content, offset, part)
            elif part is None:
                if chance.random() < 0.5:
                    _written(content, offset, None)
            else:
                for at in range(0, len(part), SECTOR):
                    if chance.random() < 0.5:
                        _written(content, offset + at, part[at : at + SECTOR])
        return bytes(content)

    # --- what SQLite does

    def opened(self, name: str, content: bytes) -> None:
        """A file is opened, and made if it was not there."""
        if name not in self.files:
            self.files[name] = _Stored(bytearray(content), named=bool(content))

    def wrote(self, name: str, offset: int, part: bytes | None) -> None:
        """Bytes were written, or the file was cut."""
        self.files[name].waiting.append((offset, part))

    def synced(self, name: str) -> None:
        """A file is on the disk for sure; SQLite syncs the folder with a new journal."""
        file = self.files[name]
        for offset, part in file.waiting:
            _written(file.durable, offset, part)
        file.waiting.clear()
        if not file.named:
            file.named = True
            self.folder_synced()

    def folder_synced(self) -> None:
        """Deletions are for good now."""
        self.ghosts.clear()

    def deleted(self, name: str, *, folder: bool) -> None:
        """A file was deleted, and the folder synced if that was asked for."""
        if name in self.files:
            self.ghosts[name] = self.files.pop(name)
        if folder or not self.forgetful_folder:
            self.folder_synced()


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        self.disk = disk
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        # Files without a name are SQLite's own scratch paper; a power loss takes them all.
        self.name = Path(path).name if path else ""
        if self.name:
            disk.touch()
        super().__init__("", name, flags)
        if self.name and path:
            disk.opened(self.name, Path(path).read_bytes())

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 (SQLite's name)
        """Write."""
        if self.name:
            self.disk.touch()
        super().xWrite(data, offset)
        if self.name:
            self.disk.wrote(self.name, offset, bytes(data))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        """Cut."""
        if self.name:
            self.disk.touch()
        super().xTruncate(newsize)
        if self.name:
            self.disk.wrote(self.name, newsize, None)

    def xSync(self, flags: int) -> None:  # noqa: N802
        """Sync; the real disk need not."""
        if self.name:
            self.disk.touch()
            self.disk.synced(self.name)


class _Files(apsw.VFS):
    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.name = f"disk-{id(disk)}"
        super().__init__(self.name, "")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> _File:  # noqa: N802
        """Open."""
        return _File(self.disk, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        """Delete."""
        self.disk.touch()
        super().xDelete(filename, syncdir)
        self.disk.deleted(Path(filename).name, folder=syncdir)


@contextmanager
def connected(path: Path, disk: Disk, pragmas: Sequence[str]) -> Iterator[apsw.Connection]:
    """SQLite at work on a disk, with the settings of the house."""
    files = _Files(disk)
    connection = apsw.Connection(str(path), vfs=files.name)
    try:
        for pragma in pragmas:
            connection.execute(pragma).fetchall()
        yield connection
    finally:
        with suppress(apsw.Error):
            connection.close(True)
        files.unregister()


def replay(
    recording: Recording,
    path: Path,
    disk: Disk,
    began: Callable[[int], None],
    *,
    first: int = 0,
    pragmas: Sequence[str] = store.PRAGMAS,
) -> None:
    """Do acts again from the first one on; `began` is told the number of each before it begins."""
    with connected(path, disk, pragmas) as connection:
        for number in range(first, len(recording.acts)):
            began(number)
            for statement in recording.acts[number].statements:
                connection.execute(statement).fetchall()
        began(len(recording.acts))


class FailingConnection:
    """A connection of which one statement fails as on a broken disk, once."""

    def __init__(self, connection: sqlite3.Connection, fail_at: int) -> None:
        self._connection = connection
        self._fail_at = fail_at
        self.statements = 0

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        """Send a statement on, unless it is the one that fails."""
        self.statements += 1
        if self.statements == self._fail_at:
            raise sqlite3.OperationalError("disk I/O error")
        return self._connection.execute(*arguments)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)
