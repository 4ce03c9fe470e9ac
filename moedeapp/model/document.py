"""One open meeting: apply, undo, subscribe, check, copy. Holds the only lock and connection."""

import logging
import secrets
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Generic, Self, TypeVar, cast

from sqlite_utils import Database

from moedeapp.model import audit, backups, journal, store, undo
from moedeapp.model.changes import Change, follow
from moedeapp.model.commands import leaving
from moedeapp.model.draft import Command, Draft, Source
from moedeapp.model.errors import (
    CannotUndo,
    CannotWrite,
    FileDamaged,
    FileExists,
    HalfWritten,
    MoedeError,
    NothingToUndo,
    ReadOnly,
)
from moedeapp.model.journal import Entry
from moedeapp.model.lock import Lock
from moedeapp.model.meeting import (
    Facts,
    Idea,
    Meeting,
    Organisation,
    Question,
    RoundState,
    Row,
    Stage,
)
from moedeapp.model.rows import SECRET

R = TypeVar("R")
Listener = Callable[[tuple[Change, ...]], None]

_LOG: Final = logging.getLogger(__name__)


_OF_ROUNDS: Final = "WHERE act GLOB 'rounds.*' OR act = 'rescue'"


def real_source() -> Source:
    """The computer's clock and chance."""
    return Source(
        now=lambda: datetime.now().astimezone(),
        new_key=lambda: secrets.token_hex(8),
        new_salt=lambda: secrets.token_hex(16),
    )


@dataclass(slots=True)
class Errand(Generic[R]):
    """A command on its way, and how it went."""

    command: Command[R]
    given: R | None = None
    error: BaseException | None = None
    done: bool = False

    def outcome(self) -> R:
        """What the command gave; raises what it raised."""
        if self.error is not None:
            raise self.error
        return cast(R, self.given)


@dataclass(slots=True)
class _Commit:
    """A transaction under way: what it wrote, and the meeting as it will be."""

    db: Database
    state: Meeting
    last_entry: journal.Entry | None
    at: str
    changes: list[Change] = field(default_factory=list)
    destroys: bool = False
    clears_backups: bool = False

    def write(
        self, changes: Iterable[Change], act: str, facts: dict[str, Any] | None
    ) -> int | None:
        """Write one act's changes and, unless it leaves no trace, its journal entry.

        Gives the entry's seq.
        """
        changes = tuple(changes)
        store.write(self.db, changes)
        self.changes += changes
        self.state = follow(self.state, changes)
        if facts is None:
            return None
        self.last_entry = journal.following(self.last_entry, self.at, act, facts)
        store.append(self.db, self.last_entry)
        return self.last_entry.seq


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The meeting and its journal at one moment."""

    state: Meeting
    entries: tuple[journal.Entry, ...]
    head: bytes


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
        self,
        path: Path,
        db: Database,
        lock: Lock | None,
        source: Source,
        *,
        keeps_backups: bool = False,
    ) -> None:
        self.path = path
        self._keeps_backups = keeps_backups
        with store.reading(db, path):
            self.state = store.load(db, path)
            self._last_entry = store.last_entry(db)
            self._wiped = store.is_wiped(db)
            self.doubts = tuple(audit.doubtful(self.state, store.journal(db, _OF_ROUNDS)))
            """rounds whose result is not what was sealed, found when the file was opened"""
        self._db = db
        self._held = lock
        self._source = source
        self._secrets = store.SecretRows(db)
        self._lock = threading.RLock()
        self._waiting: deque[Errand[Any]] = deque()
        self._queue = threading.Condition()
        self._serving = False
        self._listeners: list[Listener] = []
        self._teller: int | None = None
        self._closed = False
        self._unsure: _Commit | None = None
        self._trouble: CannotWrite | None = None
        if lock and not self._wiped:
            # A crash left what was to be wiped; what it was is not known any more.
            self._wiped = self._wipe(backups_too=True)

    def _wipe(self, *, backups_too: bool) -> bool:
        """Let what was destroyed leave the bytes; False to be tried again."""
        if backups_too:
            try:
                backups.remove_all(self.path)
            except CannotWrite:
                return False
        return store.wipe(self._db)

    # --- copies made by itself

    def _back_up(self, why: backups.Why) -> None:
        """Make a copy if this meeting has copies made; one that fails stops nobody."""
        if not self._keeps_backups or self.readonly or self.state.facts.rehearsal:
            return
        if not self._wiped:
            return  # it would hold what was destroyed
        try:
            backups.keep(self._db, self.path, self.state, why, self._source.now())
        except (CannotWrite, sqlite3.Error):
            _LOG.warning("no backup could be made", exc_info=True)

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
        keeps_backups: bool = False,
        source: Source | None = None,
    ) -> Self:
        """Open a meeting; for reading only when the file or its medium cannot be written.

        With `keeps_backups` copies are made beside it: of each day, before and after each vote.

        Raises FileMissing, NoAccess, FileEmpty, NotAMeeting, FileDamaged, NewerFormat,
        AlreadyOpen, and HalfWritten when a crash left what cannot be put right here.
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
            db = _for_reading(path, source) if readonly else store.connect(path, readonly=False)
            try:
                if not readonly:
                    store.migrate(db, path)
                made = cls(path, db, lock, source, keeps_backups=keeps_backups)
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
        made._back_up(backups.Why.DAY)
        return made

    @property
    def readonly(self) -> bool:
        """Whether the meeting can only be read."""
        return self._held is None

    def now(self) -> datetime:
        """This moment, as the meeting's own clock has it."""
        return self._source.now()

    def close(self) -> None:
        """Let the file go; doing so twice is fine."""
        with self._lock:
            if not self._closed:
                self._back_up(backups.Why.DAY)
            self._closed = True
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

        Acts of other threads that wait meanwhile share one commit; each of them returns after it.
        Raises what the command raises, ReadOnly and CannotWrite; then nothing was changed.
        """
        return self.apply_all([command])[0].outcome()

    def apply_all(self, commands: Iterable[Command[R]]) -> list[Errand[R]]:
        """Do acts that came together, each for itself, in as few commits as can be.

        Every errand's `outcome` gives what its command gave or raises what it raised.
        """
        self._may_write()
        errands = [Errand(command) for command in commands]
        with self._queue:
            self._waiting.extend(errands)
            # Who was served leaves at once, without waiting for the next commit's lock.
            self._queue.wait_for(lambda: _all_done(errands) or not self._serving)
            if _all_done(errands):
                return errands
            self._serving = True
        try:
            with self._lock:
                self._run_errands()
        finally:
            with self._queue:
                self._serving = False
                self._queue.notify_all()
        return errands

    def rehearse(self, command: Command[R]) -> R:
        """Give or raise what `apply` would now; nothing is changed."""
        with self._lock:
            self._may_write()
            return command.run(self._draft(self.state))

    def ask(self, question: Callable[[Draft], R]) -> R:
        """What a reader of drafts finds, e.g. `ballots.handed_in`; nothing is changed."""
        with self._lock:
            return question(self._draft(self.state))

    def _draft(self, state: Meeting) -> Draft:
        return Draft(
            state,
            self._source,
            secrets=self._secrets,
            versions_of=lambda key: undo.versions(self._db, key),
        )

    def _run_errands(self) -> None:
        """Everything that waits, in one transaction; an act that refuses holds up nobody."""
        errands = []
        while self._waiting:
            errands.append(self._waiting.popleft())
        if any(errand.command.name == "rounds.open" for errand in errands):
            self._back_up(backups.Why.VOTE)
        try:
            with self._committing() as commit:
                for errand in errands:
                    self._run(errand, commit)
        except BaseException as error:
            # Nothing of any of them was kept.
            for errand in errands:
                errand.error = errand.error or error
            if not isinstance(error, Exception):
                raise
        finally:
            for errand in errands:
                errand.done = True
        if any(errand.command.name == "rounds.seal" and not errand.error for errand in errands):
            self._back_up(backups.Why.SEAL)

    def _run(self, errand: Errand[Any], commit: "_Commit") -> None:
        command = errand.command
        draft = self._draft(commit.state)
        try:
            errand.given = command.run(draft)
            if draft.changes:
                facts = None if draft.traceless else draft.journal
                with self._db.atomic():
                    entry = commit.write(draft.changes, command.name, facts)
                    self._remember(command, draft, commit.at, entry)
                commit.destroys |= draft.destroys
                commit.clears_backups |= draft.clears_backups
        except (MoedeError, ValueError, TypeError, sqlite3.IntegrityError) as error:
            # Only this act is refused; the others that share the commit go on.
            errand.error = error

    def _remember(self, command: Command[Any], draft: Draft, at: str, entry: int | None) -> None:
        if command.undoable and not draft.traceless:
            undo.record(self._db, at, command.name, draft.changes, entry)
        if draft.forgets:
            undo.forget(self._db)
        for masking in draft.masked:
            undo.forget_words(self._db, masking.clean)

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

    def next_rows(self, *, redo: bool) -> tuple[Change, ...]:
        """What `undo`, or `redo`, would change; nothing when that is more than can be told of."""
        with self._lock:
            return undo.next_rows(self._db, redo=redo)

    def is_overtaken(self, *, redo: bool) -> bool:
        """Whether `undo`, or `redo`, is sure to be refused; of long acts nobody asks."""
        with self._lock:
            command = undo.next_command(self._db, redo=redo)
            changes = undo.next_rows(self._db, redo=redo)
            return command is not None and not undo.stands(self.state, command, changes)

    def _peek(self, *, redo: bool) -> str | None:
        with self._lock:
            return undo.next_command(self._db, redo=redo)

    def _travel(self, *, redo: bool) -> str:
        with self._lock:
            self._may_write()
            self._settle()
            deed = undo.last_undone(self._db) if redo else undo.last_done(self._db)
            if deed is None:
                raise NothingToUndo(redo)
            changes = deed.changes if redo else undo.reversal(deed)
            undo.check(self.state, deed.command, changes)
            facts = {
                "of": deed.command,
                "of_seq": deed.entry,
                "gone": _numbers(changes, gone=True),
                "back": _numbers(changes, gone=False),
            }
            try:
                with self._committing() as commit:
                    commit.write(changes, "redo" if redo else "undo", facts)
                    undo.mark(self._db, deed, undone=not redo)
            except sqlite3.IntegrityError as error:
                # Something made since then rests on what this would take away.
                raise CannotUndo(deed.command, changes[0].kind, changes[0].key) from error
            return deed.command

    def _may_write(self) -> None:
        if self._teller == threading.get_ident():
            raise RuntimeError("a listener hands over and returns; it never changes the meeting")
        if self.readonly:
            raise ReadOnly(self.path)

    @contextmanager
    def _committing(self) -> Iterator["_Commit"]:
        """One transaction; the state is swapped and told of once it is on disk."""
        self._settle()
        at = self._source.now().isoformat(timespec="seconds")
        commit = _Commit(self._db, self.state, self._last_entry, at)
        try:
            with store.writing(self.path), self._db.atomic():
                yield commit
                if commit.destroys:
                    store.ask_for_wiping(self._db)
        except CannotWrite as error:
            # It may be in the file all the same, and what is in the file is the meeting.
            self._unsure = commit
            if not self._settle():
                self._be_in(error)
                raise
        else:
            self._follow(commit)

    def _be_in(self, trouble: CannotWrite | None) -> None:
        before, self._trouble = self._trouble, trouble
        if type(before) is not type(trouble):
            self._tell(())

    def _settle(self) -> bool:
        """Follow the commit whose end is unknown, if the file has it; whether it did."""
        commit = self._unsure
        if commit is None or not commit.changes:
            self._unsure = None
            return False
        entry = commit.last_entry if commit.last_entry is not self._last_entry else None
        found = store.holds(self._db, self.path, commit.changes, entry)
        self._unsure = None
        if found:
            self._follow(commit)
        return found

    def _follow(self, commit: "_Commit") -> None:
        if commit.destroys or not self._wiped:
            self._wiped = self._wipe(backups_too=commit.clears_backups or not self._wiped)
        self._last_entry, self.state = commit.last_entry, commit.state
        if commit.changes:
            self._be_in(None)
            self._tell(tuple(c for c in commit.changes if c.kind not in SECRET))

    # --- listening

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with the changes after each commit; gives a function that ends it.

        It is called with none when `trouble` begins or ends.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell(self, changes: tuple[Change, ...]) -> None:
        self._teller = threading.get_ident()
        try:
            for listener in tuple(self._listeners):
                try:
                    listener(changes)
                except Exception:
                    # What was kept is kept: whoever acted must not be told that it failed.
                    _LOG.exception("a listener failed")
        finally:
            self._teller = None

    # --- reading the file

    @property
    def trouble(self) -> CannotWrite | None:
        """Why the last act could not be kept, whoever did it; None when it was."""
        return self._trouble

    @property
    def wiped(self) -> bool:
        """Whether all that acts destroyed has left the bytes of the file, too."""
        return self._wiped

    def journal(self) -> list[journal.Entry]:
        """The journal's entries in order, up to `head`."""
        with self._lock, store.reading(self._db, self.path):
            last = self._last_entry.seq if self._last_entry else 0
            return store.journal(self._db, "WHERE seq <= ?", last)

    def entry(self, seq: int) -> Entry | None:
        """One entry of the journal by its number; None when it has none of that number."""
        with self._lock, store.reading(self._db, self.path):
            return next(iter(store.journal(self._db, "WHERE seq = ?", seq)), None)

    def snapshot(self) -> Snapshot:
        """State and journal of one moment: now, though `state` of a reader is from its opening.

        Raises FileDamaged; and to a reader AlreadyOpen while another process writes without end.
        """
        with self._lock, store.reading(self._db, self.path):
            return self._snapshot()

    def _snapshot(self) -> Snapshot:
        entries = tuple(store.journal(self._db))
        head = entries[-1].hash if entries else journal.START
        return Snapshot(self._state_now(), entries, head)

    def _state_now(self) -> Meeting:
        # Whoever has the meeting open may have gone on since a reader opened it.
        return store.load(self._db, self.path) if self.readonly else self.state

    @property
    def last_entry(self) -> Entry | None:
        """The newest journal entry."""
        return self._last_entry

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
        with self._lock, store.reading(self._db, self.path):
            still_open = [
                vote.id
                for vote in self._state_now().rounds.values()
                if vote.state in (RoundState.OPEN, RoundState.CLOSED)
            ]
            store.copy(self._db, path, without_ballots_of=still_open)

    def move(self, path: Path) -> None:
        """Let the meeting go on at `path`, ballots and all; what stays here cannot be changed.

        The copy is whole and checked before anything is taken away here. Raises FileExists,
        CannotWrite, FileDamaged when the copy is not what was written.
        """
        self._may_write()
        if path.exists():
            raise FileExists(path)
        with self._lock:
            with store.reading(self._db, self.path):
                store.copy(self._db, path)
            with Document.open(path, readonly=True) as copy:
                found = copy.check()
                mine = self.check()
            if (found.head, len(found.problems)) != (mine.head, len(mine.problems)):
                raise FileDamaged(path, "copy")
            self.apply(leaving.move_away())

    def check(self) -> Checked:
        """Check the whole file: pages, chain, every idea's words and every count."""
        with self._lock:
            with store.reading(self._db, self.path):
                damage = store.integrity(self._db)
            with store.reading(self._db, self.path):
                now = self._snapshot()
                written = store.entries_written(self._db)
            problems: list[MoedeError] = [FileDamaged(self.path, damage)] if damage else []
            problems += audit.findings(now.state, now.entries, written=written)
            return Checked(len(now.entries), now.head, tuple(problems))


def _all_done(errands: Iterable[Errand[Any]]) -> bool:
    return all(errand.done for errand in errands)


def _for_reading(path: Path, source: Source) -> Database:
    """A connection that only reads; what a crash left half written is taken back first."""
    try:
        return store.brought_up(store.connect(path, readonly=True))
    except HalfWritten:
        if not store.writable(path):
            raise
    lock = Lock(path)
    lock.take(source.now().isoformat(timespec="minutes"))
    try:
        store.take_back(path)
    finally:
        lock.release()
    return store.brought_up(store.connect(path, readonly=True))


def _numbers(changes: Iterable[Change], *, gone: bool) -> list[int]:
    """Numbers of the ideas that changes take away or bring back."""
    rows = ((c.before, c.after) if gone else (c.after, c.before) for c in changes)
    return [row.number for row, other in rows if isinstance(row, Idea) and other is None]
