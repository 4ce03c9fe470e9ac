"""What can be saved of a damaged file: every part that is intact, into a new file.

The damaged file is only read. What the journal or a digest vouches for is held against it, so
that nothing comes back silently wrong: a result that is not what was sealed is left out.
"""

import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from json import loads
from pathlib import Path
from typing import Any, Final, cast

from sqlite_utils import Database

from moedeapp.model import audit, journal, sealing, store
from moedeapp.model.changes import Change
from moedeapp.model.draft import commitment
from moedeapp.model.errors import (
    FileDamaged,
    FileEmpty,
    FileExists,
    FileMissing,
    JournalBroken,
    NoAccess,
    NotAMeeting,
)
from moedeapp.model.journal import Entry
from moedeapp.model.meeting import (
    Counter,
    Facts,
    Idea,
    Meeting,
    Question,
    Result,
    Role,
    Round,
    RoundState,
    Row,
    Stage,
)
from moedeapp.model.migrations import STEPS
from moedeapp.model.pages import Pages, Record
from moedeapp.model.rows import KINDS, SECRET, SINGLE, columns, reader


class Lost(StrEnum):
    """Kinds of things that could not be saved, or not be vouched for."""

    JOURNAL = "journal"
    IDEA = "idea"
    WORDS = "words"
    ROUND = "round"
    RESULT = "result"
    BALLOTS = "ballots"
    OPEN = "open"
    FACTS = "facts"
    QUESTION = "question"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that was lost: numbers of ideas or rounds, or of rows of a kind."""

    what: Lost
    numbers: tuple[int, ...] = ()
    kind: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Rescued:
    """What stands in the new file, and what does not."""

    path: Path
    ideas: int
    rounds: int
    """of them with their result"""
    entries: int
    lost: tuple[Loss, ...]


def rescue(damaged: Path, path: Path, at: datetime) -> Rescued:
    """Save what is intact of a damaged file in a new one.

    Raises FileMissing, NoAccess, FileEmpty, NotAMeeting when there is nothing of a meeting in it,
    FileExists and CannotWrite for the new file.
    """
    if path.exists():
        raise FileExists(path)
    content = _content(damaged)
    if not content:
        raise FileEmpty(damaged)
    salvage = _Salvage(content)
    try:
        if not salvage.entries and not salvage.rows("ideas"):
            raise NotAMeeting(damaged)
        salvage.mend()
        return salvage.save(path, at)
    except sqlite3.DatabaseError as error:
        raise FileDamaged(damaged, str(error)) from error
    finally:
        salvage.db.close()


def _content(damaged: Path) -> bytes:
    """The file's bytes, after a change that a crash cut short was taken back where that works."""
    try:
        content = damaged.read_bytes()
        half = damaged.with_name(damaged.name + "-journal")
        before = half.read_bytes() if half.is_file() else b""
    except PermissionError as error:
        raise NoAccess(damaged) from error
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise FileMissing(damaged) from error
    except OSError as error:
        raise FileDamaged(damaged, str(error)) from error
    if not before:
        return content
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        copy.write_bytes(content)
        copy.with_name("copy-journal").write_bytes(before)
        with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(copy)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        return copy.read_bytes()


_ALSO: Final = ("journal", "history", "sqlite_sequence")
"""Tables that hold no facts and are read as well."""
_MOST_ROUNDS: Final = 50
"""Times that references are mended; each can only uncover those that rested on what went."""


class _Salvage:
    """The rows that were found, in a file in memory of the newest format."""

    def __init__(self, content: bytes) -> None:
        self.db = Database(sqlite3.connect(":memory:", isolation_level=None))
        STEPS.apply(self.db)
        self.db.execute("PRAGMA foreign_keys = OFF")
        for kind in (*SINGLE, "sqlite_sequence"):
            self.db.execute(f"DELETE FROM {kind}")
        self._columns = {
            kind: [(row[1], row[5]) for row in self.db.execute(f"PRAGMA table_info({kind})")]
            for kind in (*KINDS, "history")
        }
        self.losses: list[Loss] = []
        self._found: dict[str, list[Record]] = {}
        self._carved: dict[str, list[Record]] = {}
        self._broken: set[str] = set()
        self._read(Pages(content))
        self.written = self._written()
        self.entries = self._entries()
        for kind in KINDS:
            self._keep(kind)
        self.versions = self._versions()

    # --- from the pages

    def _read(self, pages: Pages) -> None:
        roots = self._roots(pages)
        for kind in (*KINDS, *_ALSO):
            tree = pages.tree(roots[kind]) if kind in roots else None
            self._found[kind] = tree.records if tree else []
            self._carved[kind] = tree.carved if tree else []
            if tree is None or not tree.whole or self._has_foreign(kind):
                self._broken.add(kind)
        for kind, root in roots.items():
            if kind not in self._found:
                pages.tree(root)  # so that an index is no stray
        if self._broken:
            for stray in pages.strays():
                kind = self._kind_of(stray.records or stray.carved)
                if kind:
                    self._found[kind] += stray.records
                    self._carved[kind] += stray.carved

    def _roots(self, pages: Pages) -> dict[str, int]:
        """Where each table and index begins, as the file's own list says."""
        found: dict[str, int] = {}
        for record in pages.tree(1).records:
            match record.values:
                case (str(), str(name), _, int(root), *_) if root > 1:
                    found[name] = root
        return found

    def _kind_of(self, records: Sequence[Record]) -> str:
        """The table that rows of a stray page can only be from; empty when none is."""
        if not records:
            return ""
        if records[0].rowid is not None:
            return next((k for k in ("journal", "history") if self._is_of(k, records)), "")
        fits = {kind: self._fitting(kind, records) for kind in KINDS if kind in self._broken}
        best = max(fits.values(), default=0)
        likely = [
            kind for kind, count in fits.items() if count == best and 2 * count > len(records)
        ]
        return likely[0] if likely else ""

    @staticmethod
    def _is_of(kind: str, records: Sequence[Record]) -> bool:
        columns = {"journal": 6, "history": 6}[kind]
        is_blob = kind == "journal"
        return any(
            len(r.values) == columns and isinstance(r.values[-1], bytes) == is_blob for r in records
        )

    def _fitting(self, kind: str, records: Sequence[Record]) -> int:
        return sum(self._row(kind, record) is not None for record in records)

    def _row(self, kind: str, record: Record, *, keep: bool = False) -> Row | None:
        """A record as a fact, if it is one of this kind; `keep` leaves it among the rows."""
        names = [name for name, _key in self._columns[kind]][: len(record.values)]
        if len(names) < len(record.values) or not names:
            return None
        listed, marks = ", ".join(f'"{n}"' for n in names), ", ".join("?" * len(names))
        self.db.execute("SAVEPOINT one")
        row = None
        try:
            self.db.execute(f'INSERT INTO "{kind}" ({listed}) VALUES ({marks})', record.values)
            row = self._fact(kind, record.values[0])
        except (sqlite3.DatabaseError, OverflowError, ValueError, TypeError, KeyError, IndexError):
            row = None
        if row is None or not keep:
            self.db.execute("ROLLBACK TO one")
        self.db.execute("RELEASE one")
        return row

    def _fact(self, kind: str, key: Any) -> Row | None:
        names = ", ".join(f'"{c.name}"' for c in columns(KINDS[kind]))
        held = self.db.execute(f'SELECT {names} FROM "{kind}" WHERE id = ?', (key,)).fetchone()
        row = reader(KINDS[kind])(held)
        return row if kind not in _KEYS or _KEYS[kind](row) else None

    def _keep(self, kind: str) -> None:
        bad = 0
        for record in self._found[kind]:
            held = self.db.execute(f'SELECT count(*) FROM "{kind}"').fetchone()[0]
            if kind in SINGLE and held:
                continue
            if self._row(kind, record, keep=True) is None:
                bad += not self._fits_elsewhere(kind, record)
        if kind not in SECRET:
            # What lies about of ballots may be an earlier version of one, or one that was void.
            for record in self._carved[kind]:
                bad -= self._row(kind, record, keep=True) is not None
        self._unreadable(kind, max(0, bad))

    def _has_foreign(self, kind: str) -> bool:
        """Whether rows of another table stand here, because a damaged pointer leads to them."""
        records = self._found[kind]
        return kind in KINDS and self._fitting(kind, records) < len(records)

    def _fits_elsewhere(self, kind: str, record: Record) -> bool:
        """Whether a record belongs to another table, into which a damaged pointer led."""
        return any(self._row(other, record) is not None for other in KINDS if other != kind)

    def _unreadable(self, kind: str, count: int) -> None:
        # Ideas, rounds and ballots are told of by their numbers.
        if count and kind not in ("ideas", "rounds", *SECRET):
            self.losses.append(Loss(Lost.ROWS, kind=kind, count=count))

    def _written(self) -> int:
        for record in self._found["sqlite_sequence"]:
            match record.values:
                case ("journal", int(last)):
                    return last
        return 0

    def _entries(self) -> list[Entry]:
        """The entries that are as they were written, in order."""
        sound: dict[int, Entry] = {}
        for record in (*self._found["journal"], *self._carved["journal"]):
            match record.values:
                case (_, str(at), str(act), str(payload), bytes(prev), bytes(hash_)):
                    entry = Entry(record.rowid or 0, at, act, payload, prev, hash_)
                    with suppress(UnicodeEncodeError):
                        if journal.is_sound(entry):
                            sound.setdefault(entry.seq, entry)
        return [sound[seq] for seq in sorted(sound)]

    def _versions(self) -> dict[str, list[Idea]]:
        """Every version of an idea that the stored acts hold, the latest first."""
        found: dict[str, list[Idea]] = {}
        for record in sorted(self._found["history"], key=lambda r: r.rowid or 0, reverse=True):
            with suppress(ValueError, TypeError, KeyError, IndexError, RecursionError):
                for values in reversed(loads(cast(str, record.values[4]))):
                    change = Change.from_json(values)
                    for row in (change.after, change.before):
                        if change.kind == "ideas" and isinstance(row, Idea):
                            found.setdefault(row.id, []).append(row)
        return found

    # --- putting it together

    def rows(self, kind: str) -> list[Any]:
        """The facts of a kind that are held."""
        names = ", ".join(f'"{c.name}"' for c in columns(KINDS[kind]))
        return [
            reader(KINDS[kind])(row) for row in self.db.execute(f'SELECT {names} FROM "{kind}"')
        ]

    def _put(self, kind: str, row: Row) -> None:
        store.write(self.db, [Change(kind, row.id, None, row)])

    def mend(self) -> None:
        """Make a meeting of the rows: what must be there is, and nothing rests on what is not."""
        told = self._told()
        self._mend_ideas(told)
        self._mend_frame()
        self._mend_questions()
        self._mend_references()
        self._mend_counters(told)
        self._mend_rounds(told)

    def _told(self) -> audit.Told:
        told = audit.Told(gaps=True)
        for entry in self.entries:
            with suppress(JournalBroken):
                told.hear(entry)
        return told

    def _mend_ideas(self, told: audit.Told) -> None:
        held: dict[int, Idea] = {idea.number: idea for idea in self.rows("ideas")}
        doubtful = []
        for number, sha in told.words.items():
            idea = held.get(number)
            masked = number in told.masked
            if number in told.cleared:
                masked = True
            if idea is None and masked:
                continue  # its words must not come back
            if idea is not None and (not idea.words if masked else _has_words(idea, sha)):
                continue
            if idea is not None and masked:
                gone = replace(idea, words="", edited=None, salt="", masked=number in told.masked)
                self._put("ideas", gone)
                continue
            earlier = self._version(number, sha)
            if idea is not None and earlier is not None:
                self._put("ideas", replace(idea, words=earlier.words, salt=earlier.salt))
            elif earlier is not None:
                self._put("ideas", earlier)
            elif idea is not None:
                doubtful.append(number)
        self._lose(Lost.WORDS, doubtful)
        now = {idea.number for idea in self.rows("ideas")}
        self._lose(Lost.IDEA, [number for number in told.words if number not in now])

    def _version(self, number: int, sha: str) -> Idea | None:
        versions = (v for found in self.versions.values() for v in found if v.number == number)
        return next((v for v in versions if not v.masked and _has_words(v, sha)), None)

    def _mend_frame(self) -> None:
        first = next((entry for entry in self.entries if entry.act == "meeting"), None)
        if not self.rows("facts"):
            key = str(first.facts.get("meeting", "")) if first else ""
            self._put("facts", Facts(key or "rescued"))
            self.losses.append(Loss(Lost.FACTS))
        if not self.rows("stage"):
            visits = sorted(self.rows("visits"), key=lambda visit: visit.number)
            self._put("stage", Stage(phase=visits[-1].phase) if visits else Stage())
        for kind in ("organisation", "clock"):
            if not self.rows(kind):
                self._put(kind, cast(Any, KINDS[kind])())

    def _mend_questions(self) -> None:
        """A question whose words are lost keeps its place, and with it everything said to it."""
        held = {question.id for question in self.rows("questions")}
        wanted = dict.fromkeys(
            row.question for kind in ("ideas", "rounds", "themes") for row in self.rows(kind)
        )
        lost = [key for key in wanted if key not in held]
        for key in lost or ([] if held else [self.rows("facts")[0].id]):
            last = max((q.position for q in self.rows("questions")), default=0)
            self._put("questions", Question(key, last + 1, ""))
        if lost or not held:
            self.losses.append(Loss(Lost.QUESTION, count=max(1, len(lost))))

    def _mend_references(self) -> None:
        optional = {("ideas", "theme"), ("ideas", "merged_into"), ("themes", "merged_into"),
                    ("next_steps", "proposal")}  # fmt: skip
        gone: dict[str, int] = {}
        for _ in range(_MOST_ROUNDS):
            found = self._dangling()
            if not found:
                break
            for kind, column, key in found:
                if (kind, column) in optional:
                    self.db.execute(f'UPDATE "{kind}" SET {column} = NULL WHERE id = ?', (key,))
                else:
                    done = self.db.execute(f'DELETE FROM "{kind}" WHERE id = ?', (key,))
                    gone[kind] = gone.get(kind, 0) + done.rowcount
        for kind, count in gone.items():
            self._unreadable(kind, count)

    def _dangling(self) -> list[tuple[str, str, str]]:
        found = []
        for kind in KINDS:
            for reference in self.db.execute(f'PRAGMA foreign_key_list("{kind}")').fetchall():
                other, column = reference[2], reference[3]
                found += [
                    (kind, column, key)
                    for (key,) in self.db.execute(
                        f'SELECT id FROM "{kind}" WHERE {column} IS NOT NULL '
                        f'AND {column} NOT IN (SELECT id FROM "{other}")'
                    ).fetchall()
                ]
        return found

    def _mend_counters(self, told: audit.Told) -> None:
        """No number that was given out is given out again."""
        held = {counter.id: counter.last for counter in self.rows("counters")}
        for kind in _COUNTED:
            most = max((row.number for row in self.rows(kind)), default=0)
            if kind == "ideas":
                most = max([most, *told.words, *told.undone])
            if kind == "rounds":
                most = max([most, *told.rounds])
            if most > held.get(kind, 0):
                self._put("counters", Counter(kind, most))

    def _mend_rounds(self, told: audit.Told) -> None:
        held: dict[int, Round] = {vote.number: vote for vote in self.rows("rounds")}
        removed = [n for n, acts in told.rounds.items() if "rounds.remove" in acts]
        self._lose(Lost.ROUND, [n for n in told.rounds if n not in held and n not in removed])
        for vote in held.values():
            if vote.state is RoundState.SEALED:
                self._mend_sealed(vote, told)
            elif vote.state in (RoundState.OPEN, RoundState.CLOSED):
                self._mend_open(vote, told)

    def _mend_sealed(self, vote: Round, told: audit.Told) -> None:
        if vote.practice or audit.holds(self.meeting(), vote, told):
            return
        if self._recounted(vote, told):
            return
        self._without_result(vote)
        self._lose(Lost.RESULT, [vote.number])

    def _recounted(self, vote: Round, told: audit.Told) -> bool:
        """Whether the sums, added up anew from the public list, are what was sealed."""
        before = self.meeting()
        try:
            sums = audit.recount(before, vote)
        except KeyError:
            return False
        old = {result.id: result for result in before.results.values()}
        for key, (dots, persons) in sums.items():
            same = old.get(key) or Result(key, vote.id, dots, persons)
            self._put("results", replace(same, dots=dots, persons=persons))
        return audit.holds(self.meeting(), vote, told)

    def _without_result(self, vote: Round) -> None:
        for kind in (*sealing.KINDS, "lots"):
            self.db.execute(f'DELETE FROM "{kind}" WHERE round = ?', (vote.id,))
        self._put("rounds", replace(vote, state=RoundState.CANCELLED, digest="", channels=()))

    def _mend_open(self, vote: Round, told: audit.Told) -> None:
        if "rounds.seal" in told.rounds.get(vote.number, {}):
            # It was sealed, so the row is not what was written.
            self._without_result(vote)
            self._lose(Lost.RESULT, [vote.number])
            return
        ballots = [ballot for ballot in self.rows("ballots") if ballot.round == vote.id]
        if len(ballots) < vote.cast:
            missing = vote.cast - len(ballots)
            self.losses.append(Loss(Lost.BALLOTS, (vote.number,), count=missing))
        paper = sum(not ballot.from_device for ballot in ballots)
        self._put(
            "rounds",
            replace(
                vote,
                cast=len(ballots),
                paper=paper,
                confirmed=sum(ballot.confirmed for ballot in ballots),
                contested=sum(ballot.contested for ballot in ballots),
            ),
        )
        if ballots:
            self.losses.append(Loss(Lost.OPEN, (vote.number,), count=len(ballots)))

    def _lose(self, what: Lost, numbers: Iterable[int]) -> None:
        found = tuple(sorted(numbers))
        if found:
            self.losses.append(Loss(what, found))

    def meeting(self) -> Meeting:
        """The meeting as it is put together so far."""
        return store.load(self.db, Path())

    # --- the new file

    def save(self, path: Path, at: datetime) -> Rescued:
        """Write the new file with its journal, and say what is in it."""
        gaps = list(self._gaps())
        if gaps:
            missing = sum(last - first + 1 for first, last in gaps)
            self.losses.append(Loss(Lost.JOURNAL, count=missing))
        last = self.entries[-1] if self.entries else None
        facts = {"lost": [list(gap) for gap in gaps], "parts": len(self.losses)}
        end = max(self.written, last.seq if last else 0)
        entry = journal.after_gap(last, end + 1, at.isoformat(timespec="seconds"), facts)
        changes = [Change(kind, row.id, None, row) for kind in KINDS for row in self.rows(kind)]

        def fill(db: Database) -> None:
            db.execute("PRAGMA defer_foreign_keys = ON")
            db.execute("DELETE FROM clock")
            store.write(db, changes)
            for each in (*self.entries, entry):
                store.append(db, each)

        store.create(path, fill)
        meeting = self.meeting()
        sealed = sum(vote.state is RoundState.SEALED for vote in meeting.rounds.values())
        return Rescued(path, len(meeting.ideas), sealed, len(self.entries), tuple(self.losses))

    def _gaps(self) -> Iterator[tuple[int, int]]:
        expected = 1
        for entry in self.entries:
            if entry.seq > expected:
                yield expected, entry.seq - 1
            expected = entry.seq + 1
        if expected <= self.written:
            yield expected, self.written


_ROLES: Final = frozenset(role.value for role in Role)
_KEYS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "organisation": lambda row: row.id == "organisation",
    "stage": lambda row: row.id == "stage",
    "clock": lambda row: row.id == "clock",
    "heads": lambda row: row.id in _ROLES,
    "counters": lambda row: row.id not in _ROLES,
    "questions": lambda row: row.id != str(row.position),
    "tables": lambda row: row.id == str(row.number),
    "proposals": lambda row: "." not in row.id,
    "stubs": lambda row: row.id == f"{row.round}.{row.code}",
    "shares": lambda row: row.id == f"{row.round}.{row.place}",
    "lots": lambda row: row.id == f"{row.round}.{row.place}",
}
"""What keys look like, where rows of two kinds have the same columns."""

_COUNTED: Final = (
    "ideas", "rounds", "notes", "visits", "batches", "connections", "decisions", "volunteers",
    "follow_ups",
)  # fmt: skip
"""Kinds whose rows have numbers that are used once."""


def _has_words(idea: Idea, sha: str) -> bool:
    try:
        return not idea.masked and commitment(idea.words, idea.salt) == sha
    except ValueError:
        return False  # the salt is no longer one
