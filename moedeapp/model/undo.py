"""The facilitator's acts as stored row changes, to be taken back and done again.

The history lives in the file, so undo works across phases and after a restart. It holds changes
only, never a wording of its own, so that masking an idea can take its words out of it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from json import dumps, loads
from typing import Final, cast

from sqlite_utils import Database

from moedeapp.model.changes import Change, row_of
from moedeapp.model.errors import CannotUndo
from moedeapp.model.meeting import Idea, Meeting, Row
from moedeapp.model.rows import SECRET, from_json

NEVER_BACK = ("counters", *SECRET)
"""Kinds that undo leaves alone: numbers are used once, ballots are keyed again."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One stored act of the facilitator."""

    seq: int
    command: str
    changes: tuple[Change, ...]
    entry: int | None
    """the seq of its journal entry, if it has one"""


def record(
    db: Database, at: str, command: str, changes: Iterable[Change], entry: int | None
) -> None:
    """Store an act, and forget what could have been done again; `entry` is its journal seq."""
    kept = [change.to_json() for change in changes if change.kind not in NEVER_BACK]
    if not kept:
        return
    _forget_undone(db)
    db.execute(
        "INSERT INTO history (at, command, undone, changes, entry) VALUES (?, ?, 0, ?, ?)",
        (at, command, dumps(kept, ensure_ascii=False, separators=(",", ":")), entry),
    )


def forget(db: Database) -> None:
    """Forget every stored act, so that nothing can be taken back or done again."""
    db.execute("DELETE FROM history")


def _forget_undone(db: Database) -> None:
    db.execute("DELETE FROM history WHERE undone = 1")


_SHORT: Final = 4_000
"""Characters of an act that is read to say what it was about."""
_LAST_DONE: Final = "WHERE undone = 0 ORDER BY seq DESC LIMIT 1"
_LAST_UNDONE: Final = "WHERE undone = 1 ORDER BY seq LIMIT 1"


def next_command(db: Database, *, redo: bool) -> str | None:
    """The command that undo would take back, or redo would do again."""
    which = _LAST_UNDONE if redo else _LAST_DONE
    row = db.execute(f"SELECT command FROM history {which}").fetchone()
    return str(row[0]) if row else None


def next_rows(db: Database, *, redo: bool) -> tuple[Change, ...]:
    """What undo or redo would change; nothing of an act too long to be read for a few words."""
    which = _LAST_UNDONE if redo else _LAST_DONE
    short = db.execute(f"SELECT length(changes) < {_SHORT} FROM history {which}").fetchone()
    deed = _deed(db, which) if short and short[0] else None
    return () if deed is None else reversal(deed) if not redo else deed.changes


def last_done(db: Database) -> Deed | None:
    """The act that undo would take back."""
    return _deed(db, _LAST_DONE)


def last_undone(db: Database) -> Deed | None:
    """The act that redo would do again."""
    return _deed(db, _LAST_UNDONE)


def _deed(db: Database, which: str) -> Deed | None:
    row = db.execute(f"SELECT seq, command, changes, entry FROM history {which}").fetchone()
    if row is None:
        return None
    seq, command, changes, entry = row
    return Deed(seq, command, tuple(Change.from_json(values) for values in loads(changes)), entry)


def mark(db: Database, deed: Deed, *, undone: bool) -> None:
    """Say whether an act is undone now."""
    db.execute("UPDATE history SET undone = ? WHERE seq = ?", (int(undone), deed.seq))


def reversal(deed: Deed) -> tuple[Change, ...]:
    """The changes that take an act back."""
    return tuple(change.inverse() for change in reversed(deed.changes))


def check(meeting: Meeting, command: str, changes: Sequence[Change]) -> None:
    """Raise CannotUndo unless every row is still as the act left it.

    What was received is never removed once its words were masked.
    """
    now: dict[tuple[str, str], Row | None] = {}
    for change in changes:
        place = (change.kind, change.key)
        present = now[place] if place in now else row_of(meeting, *place)
        masked = isinstance(present, Idea) and present.masked and change.after is None
        if present != change.before or masked:
            row = present or change.before or change.after
            raise CannotUndo(command, change.kind, change.key, getattr(row, "number", None))
        now[place] = change.after


def stands(meeting: Meeting, command: str, changes: Sequence[Change]) -> bool:
    """Whether `check` lets the changes through."""
    try:
        check(meeting, command, changes)
    except CannotUndo:
        return False
    return True


def versions(db: Database, idea: str) -> list[Idea]:
    """Every version of an idea that the stored acts hold."""
    stored = db.execute("SELECT changes FROM history WHERE instr(changes, ?)", (idea,))
    return [
        cast(Idea, from_json(kind, row))
        for (changes,) in stored
        for kind, key, *rows in loads(changes)
        if (kind, key) == ("ideas", idea)
        for row in rows
        if row is not None
    ]


def forget_words(db: Database, without: Callable[[Row], Row]) -> None:
    """Rewrite every stored version of the rows that carry an idea's words, and drop undone acts.

    `without` gives a row as it is once the words are gone; rows without them come back as
    they are. An act that only changed those words has come to nothing and is forgotten too.
    Costs the whole history, which masking is rare enough for.
    """
    _forget_undone(db)
    for seq, stored in db.execute("SELECT seq, changes FROM history").fetchall():
        changes = [Change.from_json(values) for values in loads(stored)]
        cleaned = [
            Change(c.kind, c.key, c.before and without(c.before), c.after and without(c.after))
            for c in changes
        ]
        if cleaned == changes:
            continue
        left = [c.to_json() for c in cleaned if c.before != c.after]
        if left:
            text = dumps(left, ensure_ascii=False, separators=(",", ":"))
            db.execute("UPDATE history SET changes = ? WHERE seq = ?", (text, seq))
        else:
            db.execute("DELETE FROM history WHERE seq = ?", (seq,))
