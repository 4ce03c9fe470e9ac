"""The one door to the file: opening it safely, reading its rows, writing changes, copying it."""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from pyrsistent import pmap
from sqlite_utils import Database

from moedeapp.model.changes import Change
from moedeapp.model.errors import (
    AlreadyOpen,
    CannotWrite,
    FileDamaged,
    FileEmpty,
    FileExists,
    FileGone,
    FileMissing,
    HalfWritten,
    MoedeError,
    NewerFormat,
    NoAccess,
    NotAMeeting,
)
from moedeapp.model.journal import Entry
from moedeapp.model.meeting import Ballot, Meeting, OpenStub, Phase, Row, Status, Stickers
from moedeapp.model.migrations import APPLICATION_ID, FORMAT, STEPS
from moedeapp.model.rows import KINDS, SECRET, SINGLE, columns, reader, to_sql

_MAGIC: Final = b"SQLite format 3\x00"
_HEADER: Final = 100
PRAGMAS: Final = (
    "PRAGMA journal_mode = DELETE",
    # FULL does not sync the folder when the rollback journal is deleted: a power cut could bring
    # the journal, and with it the time before the last commit, back.
    "PRAGMA synchronous = EXTRA",
    "PRAGMA fullfsync = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
)


def check_header(path: Path) -> None:
    """Raise unless the first bytes are those of a meeting this program can read."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise FileMissing(path) from error
    except PermissionError as error:
        # Windows refuses to open a folder with the same words.
        raise (FileMissing if path.is_dir() else NoAccess)(path) from error
    except OSError as error:
        raise FileDamaged(path, str(error)) from error
    if not head:
        raise FileEmpty(path)
    if not head.startswith(_MAGIC[: len(head)]):
        raise NotAMeeting(path)
    if len(head) < _HEADER:
        raise FileDamaged(path, "cut")
    if int.from_bytes(head[68:72]) != APPLICATION_ID:
        raise NotAMeeting(path)
    found = int.from_bytes(head[60:64])
    if found > FORMAT:
        raise NewerFormat(path, found, FORMAT)


def connect(path: Path, *, readonly: bool) -> Database:
    """A connection with the house's settings.

    Raises FileDamaged when the pages are broken, AlreadyOpen when another program is writing,
    HalfWritten when a reader meets a change that a crash cut short, CannotWrite when SQLite gets
    no more than a look at the file.
    """
    if readonly:
        return _connected(path, "ro")
    for _attempt in range(2):
        # SQLite opens for reading what it cannot open for writing, and stays so.
        db = _connected(path, "rw")
        if _takes_writes(db):
            return db
        db.close()
    raise CannotWrite(path, "opened for reading only")


def _takes_writes(db: Database) -> bool:
    found = db.execute("PRAGMA user_version").fetchone()[0]
    try:
        db.execute("BEGIN")
        db.execute(f"PRAGMA user_version = {found}")
    except sqlite3.OperationalError as error:
        return _code(error) != sqlite3.SQLITE_READONLY
    finally:
        db.execute("ROLLBACK")
    return True


def _connected(path: Path, mode: str) -> Database:
    connection = None
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
        )
        db = Database(connection)
        for pragma in PRAGMAS:
            if mode == "rw" or "journal_mode" not in pragma:
                connection.execute(pragma)
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        # SQLite reads a page that was cut short as if zeroes followed.
        if path.stat().st_size % connection.execute("PRAGMA page_size").fetchone()[0]:
            found = "cut"
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        # SQLite quotes damaged names in its own words, and Python cannot read those.
        if connection is not None:
            connection.close()
        raise _refused(path, error) from error
    if found != "ok":
        connection.close()
        raise FileDamaged(path, found)
    return db


_BUSY: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _code(error: Exception) -> int | None:
    return getattr(error, "sqlite_errorcode", None)


def _refused(path: Path, error: Exception) -> MoedeError:
    if _code(error) in _BUSY:
        return AlreadyOpen(path)
    if _code(error) == sqlite3.SQLITE_READONLY_ROLLBACK:
        return HalfWritten(path)
    return FileDamaged(path, str(error))


def take_back(path: Path) -> None:
    """Take back a change that a crash cut short; whoever calls holds the meeting's lock."""
    connect(path, readonly=False).close()


@contextmanager
def reading(db: Database, path: Path) -> Iterator[None]:
    """One moment of the file for all that is read inside, whoever else writes it."""
    try:
        with db.atomic():
            yield
    except sqlite3.ProgrammingError:
        raise  # the document was closed; the file is fine
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise _refused(path, error) from error


def writable(path: Path) -> bool:
    """Whether the file and its folder, where SQLite keeps its journal, can be written."""
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


def integrity(db: Database) -> str:
    """What SQLite finds wrong with the whole file; empty when it is sound."""
    try:
        found = [row[0] for row in db.execute("PRAGMA integrity_check(5)")]
        found += [str(row) for row in db.execute("PRAGMA foreign_key_check")]
    except sqlite3.DatabaseError as error:
        if _code(error) in _BUSY:
            raise
        return str(error)
    return "" if found == ["ok"] else "; ".join(found)


def brought_up(db: Database) -> Database:
    """The same connection or, for a file of an older format, a copy in memory that is brought up.

    A file that is only read is never changed.
    """
    if db.execute("PRAGMA user_version").fetchone()[0] >= FORMAT:
        return db
    memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        db.conn.backup(memory)
    finally:
        db.close()
    newer = Database(memory)
    STEPS.apply(newer)
    return newer


def migrate(db: Database, path: Path) -> None:
    """Bring a file to the newest format, each step whole or not at all."""
    with writing(path):
        if STEPS.pending(db):
            STEPS.apply(db)


def create(path: Path, fill: Callable[[Database], None]) -> None:
    """Make a whole new file at once: it is there with all its contents or not at all."""
    if path.exists():
        raise FileExists(path)
    with beside(path) as temporary:
        db = connect(temporary, readonly=False)
        try:
            migrate(db, path)
            with writing(path), db.atomic():
                fill(db)
        finally:
            db.close()


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """An empty file in the same folder, which takes the path's place when all went well."""
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".new", dir=path.parent)
    except OSError as error:
        raise CannotWrite(path, str(error)) from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with writing(path):
            with temporary.open("rb") as file:
                os.fsync(file.fileno())
            temporary.chmod(0o666 & ~_umask())
            temporary.replace(path)
            _sync_folder(path.parent)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current


def _sync_folder(folder: Path, *, required: bool = False) -> None:
    # Windows cannot open a folder, and its file systems keep renames in order themselves.
    with nullcontext() if required and os.name == "posix" else suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def writing(path: Path, *, new: bool = False) -> Iterator[None]:
    """Turn what the disk or SQLite refuses into CannotWrite; broken links stay IntegrityError.

    A file that is not `new` and not there any more is FileGone.
    """
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except (sqlite3.Error, OSError) as error:
        gone = not new and isinstance(error, sqlite3.Error) and not path.exists()
        raise (FileGone if gone else CannotWrite)(path, str(error)) from error


def load(db: Database, path: Path) -> Meeting:
    """Everything readers may know; raises FileDamaged on a row no fact can hold."""
    found: dict[str, Any] = {}
    try:
        for kind, row_type in KINDS.items():
            if kind in SECRET:
                continue
            rows = list(_rows(db, kind, row_type))
            found[kind] = rows[0] if kind in SINGLE else pmap({row.id: row for row in rows})
    except sqlite3.DatabaseError as error:
        raise _refused(path, error) from error
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise FileDamaged(path, str(error)) from error
    return Meeting(**found)


def _rows(db: Database, kind: str, row_type: type[Row], where: str = "", *values: str) -> Any:
    names = ", ".join(f'"{column.name}"' for column in columns(row_type))
    return map(reader(row_type), db.execute(f'SELECT {names} FROM "{kind}" {where}', values))


class SecretRows:
    """The secret kinds as the file has them, inside the caller's transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def ballot(self, key: str) -> Ballot | None:
        """A ballot by its key."""
        found = list(_rows(self._db, "ballots", Ballot, "WHERE id = ?", key))
        return found[0] if found else None

    def ballots(self, round_key: str) -> list[Ballot]:
        """The ballots of a round, in the order of their keys, which are drawn or hashes."""
        return list(_rows(self._db, "ballots", Ballot, "WHERE round = ? ORDER BY id", round_key))

    def open_stubs(self, round_key: str) -> list[OpenStub]:
        """The dot codes of a round, in the order of the codes."""
        where = "WHERE round = ? ORDER BY id"
        return list(_rows(self._db, "open_stubs", OpenStub, where, round_key))

    def stubs_of(self, ballot_key: str) -> list[OpenStub]:
        """The dot codes of one ballot."""
        return list(_rows(self._db, "open_stubs", OpenStub, "WHERE ballot = ?", ballot_key))

    def is_drawn(self, stub_key: str) -> bool:
        """Whether a dot code is in use in its round."""
        found = self._db.execute("SELECT 1 FROM open_stubs WHERE id = ?", (stub_key,))
        return found.fetchone() is not None

    def stickers(self, round_key: str) -> list[Stickers]:
        """The sticker dots of a round."""
        return list(_rows(self._db, "stickers", Stickers, "WHERE round = ? ORDER BY id", round_key))


def write(db: Database, changes: Iterable[Change]) -> None:
    """Write changes in their order, inside the caller's transaction."""
    for change in changes:
        if change.after is None:
            db.execute(f'DELETE FROM "{change.kind}" WHERE id = ?', (change.key,))
        else:
            db.execute(_upsert(change.kind), to_sql(change.after))


_STATEMENTS: Final[dict[str, str]] = {}


def _upsert(kind: str) -> str:
    if kind not in _STATEMENTS:
        names = [f'"{field.name}"' for field in fields(KINDS[kind])]
        sets = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
        _STATEMENTS[kind] = (
            f'INSERT INTO "{kind}" ({", ".join(names)}) VALUES ({", ".join("?" * len(names))}) '
            f"ON CONFLICT (id) DO UPDATE SET {sets}"
        )
    return _STATEMENTS[kind]


def ask_for_wiping(db: Database) -> None:
    """Note, inside the caller's transaction, that bytes of what it destroys must go as well."""
    db.execute("INSERT INTO wiping DEFAULT VALUES")


def is_wiped(db: Database) -> bool:
    """Whether nothing waits to be wiped."""
    return db.execute("SELECT 1 FROM wiping").fetchone() is None


def wipe(db: Database) -> bool:
    """Rewrite the file without what was destroyed, if that was asked for; False to be tried again.

    `secure_delete` alone leaves stale copies of rows in pages that were split.
    """
    try:
        if not is_wiped(db):
            db.execute("VACUUM")
            db.execute("DELETE FROM wiping")
    except sqlite3.Error:
        return False
    return True


# --- a glance


@dataclass(frozen=True, slots=True)
class Glance:
    """What a file says about its meeting when it is only looked at."""

    title: str
    date: str
    place: str
    phase: Phase
    status: Status
    ideas: int
    rehearsal: bool = False


_PATIENCE: Final = 0.2
"""Seconds a glance waits for somebody who is writing."""


def glance(path: Path) -> Glance:
    """Look at a meeting of any format this program reads; nothing is locked, written or loaded.

    Raises what `Document.open` would, and AlreadyOpen while somebody else writes.
    """
    check_header(path)
    try:
        uri = f"{path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE)) as connection:
            connection.row_factory = sqlite3.Row
            facts = dict(connection.execute("SELECT * FROM facts").fetchone())
            phase, status = connection.execute("SELECT phase, status FROM stage").fetchone()
            (count,) = connection.execute("SELECT count(*) FROM ideas").fetchone()
        return Glance(
            facts["title"], facts["date"], facts["place"], Phase(phase), Status(status), count,
            # Files of older formats know no rehearsals.
            bool(facts.get("rehearsal", False)),
        )  # fmt: skip
    except sqlite3.DatabaseError as error:
        raise _refused(path, error) from error
    except (KeyError, ValueError, TypeError) as error:
        raise FileDamaged(path, str(error)) from error


# --- journal


def append(db: Database, entry: Entry) -> None:
    """Write a journal entry, inside the caller's transaction."""
    db.execute(
        "INSERT INTO journal (seq, at, act, payload, prev, hash) VALUES (?, ?, ?, ?, ?, ?)",
        (entry.seq, entry.at, entry.act, entry.payload, entry.prev, entry.hash),
    )


def holds(db: Database, path: Path, changes: Iterable[Change], entry: Entry | None) -> bool:
    """Whether a transaction is in the file that wrote these changes, and this entry if any.

    SQLite reports a failure as well when all but the last step of a commit was done. What is
    found is synced once more, so that it stays; raises CannotWrite when the disk will not.
    """
    with writing(path):
        if entry is not None:
            return last_entry(db) == entry and _stays(path)
        last = {(change.kind, change.key): change.after for change in changes}
        return all(_row(db, *which) == after for which, after in last.items()) and _stays(path)


def _row(db: Database, kind: str, key: str) -> Row | None:
    return next(iter(_rows(db, kind, KINDS[kind], "WHERE id = ?", key)), None)


def _stays(path: Path) -> bool:
    _sync_folder(path.parent, required=True)
    return True


def journal(db: Database, where: str = "", *values: int) -> list[Entry]:
    """The journal's entries in order."""
    select = f"SELECT seq, at, act, payload, prev, hash FROM journal {where} ORDER BY seq"
    rows = db.execute(select, values)
    return [Entry(*row) for row in rows]


def last_entry(db: Database) -> Entry | None:
    """The newest journal entry."""
    found = journal(db, "WHERE seq = (SELECT max(seq) FROM journal)")
    return found[0] if found else None


def entries_written(db: Database) -> int:
    """How many journal entries were ever written."""
    found = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'journal'").fetchone()
    return int(found[0]) if found else 0


# --- copies


def copy(db: Database, path: Path, *, without_ballots_of: Iterable[str] = ()) -> None:
    """Copy the whole file by SQLite's backup, leaving the ballots of some rounds out.

    Replaces a file that is at `path`, and only when the copy is whole.
    """
    rounds = list(without_ballots_of)
    with beside(path) as temporary, writing(path, new=True), closing(_scratch(temporary)) as target:
        if rounds:
            # What must not be in the copy never touches the disk where it will lie.
            with closing(_scratch(":memory:")) as reduced:
                db.conn.backup(reduced)
                _leave_out_ballots(reduced, rounds)
                reduced.backup(target)
        else:
            db.conn.backup(target)


def _scratch(where: Path | str) -> sqlite3.Connection:
    connection = sqlite3.connect(where, isolation_level=None)
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def _leave_out_ballots(connection: sqlite3.Connection, rounds: Iterable[str]) -> None:
    for key in rounds:
        for kind in reversed(SECRET):
            connection.execute(f"DELETE FROM {kind} WHERE round = ?", (key,))
        connection.execute(
            "UPDATE rounds SET state = 'cancelled', paper = 0, confirmed = 0, contested = 0, "
            'stickers = 0, "cast" = 0 WHERE id = ?',
            (key,),
        )
    connection.execute("VACUUM")
