"""Whoever edits the file behind the program's back is found out by the check."""

import random
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from moedeapp.model import audit, store
from moedeapp.model.commands import ballots, notes, rounds
from moedeapp.model.document import Document
from moedeapp.model.errors import CountAltered, JournalBroken, MoedeError
from tests.model.evenings import ticking_source
from tests.model.halls import drawn_vote, hall

SEALED_KINDS = ("stubs", "manual", "results", "shares")


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Document]:
    """A meeting with a sealed round, a correction and a note, with the guards taken off."""
    filled = hall(tmp_path_factory.mktemp("altered") / "hal.moede", 30, source=ticking_source("a"))
    apply, chance = filled.document.apply, random.Random(3)
    for slip in filled.slips[:18]:
        vote = drawn_vote(chance, filled.proposals)
        apply(ballots.cast(filled.round, vote, slip=slip, key=slip[:6]))
    apply(rounds.close(filled.round))
    for slip in filled.slips[18:26]:
        apply(ballots.key(filled.round, drawn_vote(chance, filled.proposals), slip=slip))
    apply(rounds.seal(filled.round))
    fix = rounds.correct(
        filled.round, filled.proposals[0], dots=2, persons=1, reason="Under bordet"
    )
    apply(fix)
    apply(notes.add("Vi talte videre om træerne."))
    assert filled.document.check().problems == ()
    for guard in ("journal_keeps", "journal_stays"):
        filled.document._db.execute(f"DROP TRIGGER IF EXISTS {guard}")
    yield filled.document
    filled.document.close()


@contextmanager
def _altered(document: Document, *statements: tuple[str, Iterable[Any]]) -> Iterator[None]:
    """The file while it is altered; afterwards it is as before."""
    execute = document._db.conn.execute
    execute("PRAGMA foreign_keys = OFF")
    execute("BEGIN")
    try:
        for sql, values in statements:
            execute(sql, tuple(values))
        yield
    finally:
        execute("ROLLBACK")
        execute("PRAGMA foreign_keys = ON")


def _journal_problems(document: Document) -> list[MoedeError]:
    entries = store.journal(document._db)
    written = store.entries_written(document._db)
    return audit.findings(document.state, entries, written=written)


def _problems(document: Document) -> list[MoedeError]:
    """What a check says after the file was opened anew."""
    state = store.load(document._db, document.path)
    entries = store.journal(document._db)
    return audit.findings(state, entries, written=store.entries_written(document._db))


JOURNAL = ("seq", "at", "act", "payload", "prev", "hash")


def _journal_rows(document: Document) -> list[dict[str, Any]]:
    rows = document._db.execute(f"SELECT {', '.join(JOURNAL)} FROM journal ORDER BY seq")
    return [dict(zip(JOURNAL, row, strict=True)) for row in rows]


def _edits(value: Any) -> Iterator[Any]:
    """A value with each of its bytes changed in turn."""
    if isinstance(value, int):
        yield from (value + 1, value - 1, value + 1000)
    else:
        content = value.encode() if isinstance(value, str) else value
        for place in range(len(content)):
            # 1 turns a digit or letter into its neighbour, so the text stays a text.
            changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
            yield changed.decode(errors="replace") if isinstance(value, str) else changed


def _missed_edits(document: Document, part: int) -> list[str]:
    """Edits of journal rows that the check did not find; every `part`-th byte is tried."""
    missed = []
    tried = 0
    for row in _journal_rows(document):
        for column in JOURNAL:
            for value in _edits(row[column]):
                tried += 1
                if tried % part:
                    continue
                update = f"UPDATE OR REPLACE journal SET {column} = ? WHERE seq = ?"
                with _altered(document, (update, (value, row["seq"]))):
                    if not _found_broken(document):
                        missed.append(f"{row['seq']} {column}: {value!r}")
    assert tried // part > 100
    return missed


def _found_broken(document: Document) -> bool:
    found = _journal_problems(document)
    return bool(found) and all(isinstance(problem, JournalBroken) for problem in found)


def test_an_edited_byte_of_the_journal_is_found(evening: Document) -> None:
    assert _missed_edits(evening, 7) == []


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_every_edited_byte_of_the_journal_is_found(evening: Document) -> None:
    assert _missed_edits(evening, 1) == []


def test_a_cut_journal_is_found_wherever_it_is_cut(evening: Document) -> None:
    last = _journal_rows(evening)[-1]["seq"]
    for seq in range(1, last + 1):
        for cut in (f"= {seq}", f">= {seq}", f"<= {seq}"):
            with _altered(evening, (f"DELETE FROM journal WHERE seq {cut}", ())):
                assert _found_broken(evening), cut


def test_swapped_journal_rows_are_found(evening: Document) -> None:
    rows = _journal_rows(evening)
    for one, other in pairwise(rows):
        swap = [
            (
                "UPDATE journal SET at = ?, act = ?, payload = ?, prev = ?, hash = ? WHERE seq = ?",
                (*(row[c] for c in JOURNAL[1:]), seq),
            )
            for row, seq in ((one, other["seq"]), (other, one["seq"]))
        ]
        with _altered(evening, *swap):
            assert _found_broken(evening)


def _values(value: Any, others: list[Any]) -> Iterator[Any]:
    """Other values that would pass for one."""
    if isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, str):
        yield from [other for other in others if other != value][:2]
        if not value.startswith("["):
            yield f"{value}x"


@pytest.mark.parametrize("kind", SEALED_KINDS)
def test_an_altered_row_of_the_seal_is_found(evening: Document, kind: str) -> None:
    cursor = evening._db.execute(f'SELECT * FROM "{kind}"')
    names = [column[0] for column in cursor.description]
    rows = [row for row in cursor if not _is_correction(kind, row)]
    missed, tried = [], 0
    for row in rows:
        for name, value in zip(names, row, strict=True):
            others = sorted({other[names.index(name)] for other in rows} - {None}, key=str)
            for changed in _values(value, others):
                tried += 1
                update = f'UPDATE OR REPLACE "{kind}" SET "{name}" = ? WHERE id = ?'
                with _altered(evening, (update, (changed, row[0]))):
                    if not _found_altered(evening):
                        missed.append(f"{name} of {row[0]}: {changed!r}")
    assert tried > 10
    assert missed == []


def _is_correction(kind: str, row: tuple[Any, ...]) -> bool:
    return kind == "manual" and row[3] == "correction"


def _found_altered(document: Document) -> bool:
    """Whether the file is refused at opening, or the check says that a count was altered."""
    try:
        found = _problems(document)
    except (MoedeError, KeyError):
        return True
    return any(isinstance(problem, CountAltered) for problem in found)


@pytest.mark.parametrize("kind", SEALED_KINDS)
def test_a_missing_or_doubled_row_of_the_seal_is_found(evening: Document, kind: str) -> None:
    for (key,) in evening._db.execute(f'SELECT id FROM "{kind}"').fetchall():
        with _altered(evening, (f'DELETE FROM "{kind}" WHERE id = ?', (key,))):
            assert _found_altered(evening)
        if kind == "results":
            continue  # its key is the proposal's, so there can be no second
        cursor = evening._db.execute(f'SELECT * FROM "{kind}" WHERE id = ?', (key,))
        row = [f"{key}x", *cursor.fetchone()[1:]]
        marks = ", ".join("?" * len(row))
        with _altered(evening, (f'INSERT INTO "{kind}" VALUES ({marks})', row)):
            assert _found_altered(evening)


def test_the_dots_and_persons_of_a_correction_are_vouched_for(evening: Document) -> None:
    for column in ("dots", "persons"):
        update = f"UPDATE manual SET {column} = {column} + 1 WHERE source = 'correction'"
        with _altered(evening, (update, ())):
            assert _found_altered(evening)


def test_an_untouched_file_is_found_sound(evening: Document) -> None:
    with _altered(evening):
        assert _problems(evening) == []


def test_a_file_edited_while_it_was_closed_is_found_by_the_check(tmp_path: Path) -> None:
    filled = hall(tmp_path / "hal.moede", 6)
    for slip in filled.slips:
        vote = ballots.Vote({filled.proposals[0]: 1})
        filled.document.apply(ballots.cast(filled.round, vote, slip=slip))
    filled.document.apply(rounds.close(filled.round))
    filled.document.apply(rounds.seal(filled.round))
    filled.document.close()
    with sqlite3.connect(filled.document.path) as connection:
        connection.execute("UPDATE stubs SET dots = 2 WHERE id = (SELECT min(id) FROM stubs)")
        connection.execute(
            "UPDATE results SET dots = dots + 1 WHERE id = ?", (filled.proposals[0],)
        )
    connection.close()
    with Document.open(filled.document.path) as document:
        (problem,) = document.check().problems
        assert isinstance(problem, CountAltered)
