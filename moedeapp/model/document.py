"""One open meeting: apply, undo, subscribe, check, copy. Holds the only lock and connection."""

import logging
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from sqlite_utils import Database

from moedeapp.model import audit, journal, store, undo
from moedeapp.model.changes import Change, follow
from moedeapp.model.commands.ideas import masked
from moedeapp.model.draft import Command, Draft, Masking, Source
from moedeapp.model.errors import (
    CannotUndo,
    FileDamaged,
    FileExists,
    MoedeError,
    NothingToUndo,
    ReadOnly,
)
from moedeapp.model.lock import Lock
from moedeapp.model.meeting import (
    Facts,
    Idea,
    Meeting,
    Organisation,
    Proposal,
    Question,
    RoundState,
    Row,
    Stage,
    Theme,
)
from moedeapp.model.rows import SECRET

R = TypeVar("R")
Listener = Callable[[tuple[Change, ...]], None]

_LOG: Final = logging.getLogger(__name__)

OLDEST_SQLITE: Final = (3, 37)
"""STRICT tables need it."""


def real_source() -> Source:
    """The computer's clock and chance."""
    return Source(
        now=lambda: datetime.now().astimezone(),
        new_key=lambda: secrets.token_hex(8),
        new_salt=lambda: secrets.token_hex(16),
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of the whole file found; nothing is wrong when `problems` is empty."""

    entries: int
    head: bytes
    problems: tuple[MoedeError, ...]


class Document:
    """A meeting file held open by this process.

    `state` is immutable and may be read from any thread without a lock. Every change goes through
    `apply`, `undo` or `redo`, is committed before it is seen, and is then handed to listeners.
    """

    def __init__(
        self, path: Path, db: Database, lock: Lock | None, source: Source, state: Meeting
    ) -> None:
        self.path = path
        self.state = state
        self._db = db
        self._held = lock
        self._source = source
        self._lock = threading.RLock()
        self._listeners: list[Listener] = []
        self._telling = False
        self._last_entry = store.last_entry(db)
        # Unless reading, what a crash left to be wiped is wiped now.
        self._wiped = lock is None or store.wipe(db)

    # --- opening and closing

    @classmethod
    def create(cls, path: Path, *, source: Source | None = None, words: str = "") -> Self:
        """Make a new meeting file, with its first question if it is known, and open it.

        Raises FileExists, CannotWrite.
        """
        source = source or real_source()
        key = source.new_key()

        def fill(db: Database) -> None:
            rows: list[tuple[str, Row]] = [
                ("facts", Facts(key)),
                ("organisation", Organisation()),
                ("stage", Stage()),
                ("questions", Question(source.new_key(), 1, words)),
            ]
            store.write(db, [Change(kind, row.id, None, row) for kind, row in rows])
            at = source.now().isoformat(timespec="seconds")
            store.append(db, journal.following(None, at, "meeting", {"meeting": key}))

        store.create(path, fill)
        return cls.open(path, source=source)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        readonly: bool = False,
        take_over: bool = False,
        source: Source | None = None,
    ) -> Self:
        """Open a meeting; for reading only when the file or its medium cannot be written.

        Raises FileMissing, FileEmpty, NotAMeeting, FileDamaged, NewerFormat, AlreadyOpen.
        """
        source = source or real_source()
        path = Path(path)
        store.check_header(path)
        readonly = readonly or not store.writable(path)
        lock = None
        if not readonly:
            lock = Lock(path)
            lock.take(source.now().isoformat(timespec="minutes"), take_over=take_over)
        try:
            db = store.connect(path, readonly=readonly)
            try:
                if not readonly:
                    store.migrate(db, path)
                return cls(path, db, lock, source, store.load(db, path))
            except BaseException:
                db.close()
                raise
        except sqlite3.DatabaseError as error:
            if lock:
                lock.release()
            raise FileDamaged(path, str(error)) from error
        except BaseException:
            if lock:
                lock.release()
            raise

    @property
    def readonly(self) -> bool:
        """Whether the meeting can only be read."""
        return self._held is None

    def close(self) -> None:
        """Let the file go; doing so twice is fine."""
        with self._lock:
            self._db.close()
            if self._held:
                self._held.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- changing

    def apply(self, command: Command[R]) -> R:
        """Do one act, durably, and give what it gives.

        Raises what the command raises, ReadOnly and CannotWrite; then nothing was changed.
        """
        with self._lock:
            self._may_write()
            draft = Draft(
                self.state,
                self._source,
                ballots_of=lambda key: store.ballots_of(self._db, key),
                wordings_of=lambda key: undo.wordings(self._db, key),
            )
            given = command.run(draft)
            if draft.changes:
                self._commit(
                    draft.changes,
                    act=command.name,
                    facts=draft.journal,
                    also=lambda at: self._remember(command, draft, at),
                    destroys=draft.destroys,
                )
            return given

    def _remember(self, command: Command[R], draft: Draft, at: str) -> None:
        if command.undoable:
            undo.record(self._db, at, command.name, draft.changes)
        for key, masking in draft.masked.items():
            undo.forget_words(self._db, _without_words(key, masking))

    def undo(self) -> str:
        """Take the facilitator's last act back; gives the name of its command.

        Raises NothingToUndo, or CannotUndo when somebody else got there first.
        """
        return self._travel(redo=False)

    def redo(self) -> str:
        """Do the act again that was last undone; gives the name of its command."""
        return self._travel(redo=True)

    def next_undo(self) -> str | None:
        """The command that `undo` would take back."""
        return self._peek(redo=False)

    def next_redo(self) -> str | None:
        """The command that `redo` would do again."""
        return self._peek(redo=True)

    def _peek(self, *, redo: bool) -> str | None:
        with self._lock:
            deed = undo.last_undone(self._db) if redo else undo.last_done(self._db)
            return deed.command if deed else None

    def _travel(self, *, redo: bool) -> str:
        with self._lock:
            self._may_write()
            deed = undo.last_undone(self._db) if redo else undo.last_done(self._db)
            if deed is None:
                raise NothingToUndo(redo)
            changes = deed.changes if redo else undo.reversal(deed)
            undo.check(self.state, deed.command, changes)
            try:
                self._commit(
                    changes,
                    act="redo" if redo else "undo",
                    facts={
                        "of": deed.command,
                        "gone": _numbers(changes, gone=True),
                        "back": _numbers(changes, gone=False),
                    },
                    also=lambda _: undo.mark(self._db, deed, undone=not redo),
                )
            except sqlite3.IntegrityError as error:
                # Something made since then rests on what this would take away.
                raise CannotUndo(deed.command, changes[0].kind, changes[0].key) from error
            return deed.command

    def _may_write(self) -> None:
        if self._telling:
            raise RuntimeError("a listener hands over and returns; it never changes the meeting")
        if self.readonly:
            raise ReadOnly(self.path)

    def _commit(
        self,
        changes: Iterable[Change],
        *,
        act: str,
        facts: dict[str, Any] | None,
        also: Callable[[str], None],
        destroys: bool = False,
    ) -> None:
        changes = tuple(changes)
        after = follow(self.state, changes)
        at = self._source.now().isoformat(timespec="seconds")
        entry = self._last_entry
        with store.writing(self.path), self._db.atomic():
            store.write(self._db, changes)
            also(at)
            if facts is not None:
                entry = journal.following(entry, at, act, facts)
                store.append(self._db, entry)
            if destroys:
                store.ask_for_wiping(self._db)
        if destroys or not self._wiped:
            self._wiped = store.wipe(self._db)
        self._last_entry, self.state = entry, after
        self._tell(tuple(change for change in changes if change.kind != SECRET))

    # --- listening

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with the changes after each commit; gives a function that ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell(self, changes: tuple[Change, ...]) -> None:
        self._telling = True
        try:
            for listener in tuple(self._listeners):
                try:
                    listener(changes)
                except Exception:
                    # What was kept is kept: whoever acted must not be told that it failed.
                    _LOG.exception("a listener failed")
        finally:
            self._telling = False

    # --- reading the file

    def journal(self) -> list[journal.Entry]:
        """The journal's entries in order."""
        with self._lock:
            return store.journal(self._db)

    @property
    def head(self) -> bytes:
        """The hash of the newest journal entry, 32 bytes."""
        return self._last_entry.hash if self._last_entry else journal.START

    def copy(self, path: Path) -> None:
        """Save a copy at `path`; ballots of an open round are left out.

        Replaces another file that is there. Raises CannotWrite, FileExists for the meeting itself.
        """
        with suppress(OSError):
            if path.samefile(self.path):
                raise FileExists(path)
        with self._lock:
            still_open = [
                vote.id for vote in self.state.rounds.values() if vote.state is RoundState.OPEN
            ]
            store.copy(self._db, path, without_ballots_of=still_open)

    def check(self) -> Checked:
        """Check the whole file: pages, chain, every idea's words and every count."""
        with self._lock:
            entries = store.journal(self._db)
            damage = store.integrity(self._db)
            problems: list[MoedeError] = [FileDamaged(self.path, damage)] if damage else []
            problems += audit.findings(
                self.state,
                entries,
                lambda key: store.ballots_of(self._db, key),
                written=store.entries_written(self._db),
            )
            return Checked(len(entries), self.head, tuple(problems))


def _without_words(idea: str, masking: Masking) -> Callable[[Row], Row]:
    """What a row is once this idea's words are gone from it."""

    def clean(row: Row) -> Row:
        if isinstance(row, Idea) and row.id == idea:
            return masked(row, masking.reason)
        if isinstance(row, Theme) and row.title in masking.wordings:
            return replace(row, title=row.letter)
        if isinstance(row, Proposal) and row.title in masking.wordings:
            return replace(row, title="")
        return row

    return clean


def _numbers(changes: Iterable[Change], *, gone: bool) -> list[int]:
    """Numbers of the ideas that changes take away or bring back."""
    rows = ((c.before, c.after) if gone else (c.after, c.before) for c in changes)
    return [row.number for row, other in rows if isinstance(row, Idea) and other is None]
