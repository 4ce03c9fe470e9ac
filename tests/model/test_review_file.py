import json
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moedeapp.model import audit, journal, store
from moedeapp.model.commands import ballots, ideas, notes, rounds, themes
from moedeapp.model.document import Document
from moedeapp.model.errors import (
    AlreadyOpen,
    FileMissing,
    HalfWritten,
    MoedeError,
    NoAccess,
    WordsAltered,
)
from moedeapp.model.journal import Entry
from moedeapp.model.lock import Lock
from moedeapp.model.meeting import Channel, Meeting, Phase, Reason
from tests.model.evenings import alter, idea_key, in_phase, ticking_source

# --- a crash in the middle of a change


def crash(path: Path) -> None:
    """Leave the file half written, with its rollback journal beside it."""
    dies = """
        import os, signal, sqlite3, sys
        db = sqlite3.connect(sys.argv[1], isolation_level=None)
        db.execute("PRAGMA cache_spill = ON")
        db.execute("PRAGMA cache_size = 1")
        db.execute("BEGIN")
        db.execute("UPDATE notes SET words = 'halvt'")
        db.execute("CREATE TABLE spill (words TEXT)")
        for _ in range(200):
            db.execute("INSERT INTO spill VALUES (?)", ("x" * 4000,))
        os.kill(os.getpid(), signal.SIGKILL)
    """
    run = subprocess.run([sys.executable, "-c", textwrap.dedent(dies), str(path)], check=False)
    assert run.returncode == -signal.SIGKILL
    assert Path(f"{path}-journal").stat().st_size > 512


@pytest.fixture
def crashed(path: Path) -> Path:
    with Document.create(path, source=ticking_source(), words="Hvad nu?") as document:
        document.apply(notes.add("Vi begyndte til tiden."))
    crash(path)
    return path


def test_a_reader_takes_a_crashed_change_back_and_sees_a_sound_meeting(crashed: Path) -> None:
    with Document.open(crashed, readonly=True) as document:
        assert [note.words for note in document.state.notes.values()] == ["Vi begyndte til tiden."]
        assert document.readonly
        assert document.check().problems == ()
    assert not Path(f"{crashed}-journal").exists()
    with Document.open(crashed) as document:
        assert document.check().problems == ()


def test_a_reader_waits_for_whoever_holds_the_crashed_file(crashed: Path) -> None:
    lock = Lock(crashed)
    lock.take("2026-11-23T19:00+01:00")
    before = crashed.read_bytes()
    with pytest.raises(AlreadyOpen):
        Document.open(crashed, readonly=True)
    lock.release()
    assert crashed.read_bytes() == before
    Document.open(crashed, readonly=True).close()


def test_a_crashed_file_that_cannot_be_written_is_half_written_not_damaged(
    crashed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "writable", lambda path: False)
    before = crashed.read_bytes()
    with pytest.raises(HalfWritten):
        Document.open(crashed)
    with pytest.raises(HalfWritten):
        Document.open(crashed, readonly=True)
    assert crashed.read_bytes() == before


def test_a_file_one_may_not_read_is_not_damaged(
    path: Path, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", refuse)
        with pytest.raises(NoAccess):
            Document.open(path, readonly=True)
        # Windows refuses to open a folder with the same words.
        with pytest.raises(FileMissing):
            Document.open(path.parent)


# --- reading while another writes


def test_a_snapshot_is_of_one_moment(collecting: Document, path: Path) -> None:
    collecting.apply(ideas.add("Bænke"))
    with Document.open(path, readonly=True) as reader:
        opened = reader.state
        collecting.apply(ideas.add("Træer"))
        assert reader.state == opened
        assert reader.journal()[-1].hash == reader.head
        now = reader.snapshot()
        assert now.state == collecting.state
        assert (now.head, list(now.entries)) == (collecting.head, collecting.journal())
        assert reader.check().problems == ()
        assert reader.check().head == collecting.head
    assert collecting.snapshot() == now


def test_a_reader_never_sees_a_torn_meeting(collecting: Document, path: Path) -> None:
    enough = threading.Event()

    def go_on() -> None:
        for number in count():
            key = collecting.apply(ideas.add(f"Bænk nr. {number}"))
            collecting.apply(themes.add(f"Tema {number}", ideas=[key]))
            if enough.wait(0.002):
                return

    writer = threading.Thread(target=go_on)
    writer.start()
    seen = set()
    try:
        for _ in range(10):
            with Document.open(path, readonly=True) as reader:
                assert reader.head == reader.journal()[-1].hash
                now = reader.snapshot()
                problems = audit.findings(now.state, now.entries, written=len(now.entries))
                assert problems == []
                assert {i.theme for i in now.state.ideas.values()} <= {None, *now.state.themes}
                assert reader.check().problems == ()
                seen |= {reader.head, now.head}
    finally:
        enough.set()
        writer.join()
    assert len(seen) > 2


def test_state_and_head_are_read_at_one_moment(
    collecting: Document, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever writes between two looks at the file is held up.
    plain = store.load
    held_up = []

    def load(db: Any, where: Path) -> Meeting:
        found = plain(db, where)
        other = sqlite3.connect(path, timeout=0)
        try:
            other.execute("UPDATE notes SET words = 'andet'")
            other.execute("UPDATE stage SET silent = 1")
            other.commit()
        except sqlite3.OperationalError:
            held_up.append(True)
        finally:
            other.close()
        return found

    collecting.close()
    monkeypatch.setattr(store, "load", load)
    with Document.open(path, readonly=True):
        assert held_up == [True]


# --- ballots never reach another disk


class Spy(sqlite3.Connection):
    """Looks at a folder before every statement and after every backup."""

    folder: Path
    seen: bytes

    def look(self) -> None:
        for file in self.folder.iterdir():
            type(self).seen += file.read_bytes()

    def execute(self, *args: Any, **kwargs: Any) -> Any:
        self.look()
        return super().execute(*args, **kwargs)

    def close(self) -> None:
        self.look()
        super().close()


def test_ballots_of_an_open_round_never_touch_the_disk_of_a_copy(
    at_stage: Callable[[str], Document], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = at_stage("open")
    vote = next(v for v in document.state.rounds.values() if not v.practice)
    keys = [row[0] for row in document._db.execute("SELECT id FROM ballots")]
    assert keys
    assert any(key.encode() in document.path.read_bytes() for key in keys)
    target = tmp_path / "stick"
    target.mkdir()
    Spy.folder, Spy.seen = target, b""
    plain = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: plain(*a, **{"factory": Spy} | k))
    document.copy(target / "kopi.moede")
    monkeypatch.undo()
    assert Spy.seen.count(b"SQLite format 3") > 0
    assert [key for key in keys if key.encode() in Spy.seen] == []
    with Document.open(target / "kopi.moede") as copy:
        assert copy.state.rounds[vote.id].cast == 0
        assert copy.check().problems == ()
        assert copy.head == document.head


def test_a_reader_who_opened_before_the_round_copies_no_ballots_either(
    at_stage: Callable[[str], Document], tmp_path: Path
) -> None:
    document = at_stage("prepared")
    (vote,) = document.state.rounds
    with Document.open(document.path, readonly=True) as reader:
        document.apply(rounds.open(vote))
        first = next(iter(document.state.proposals))
        document.apply(ballots.cast(vote, ballots.Vote({first: 1}), device="en", key="m1"))
        reader.copy(tmp_path / "kopi.moede")
    with Document.open(tmp_path / "kopi.moede", readonly=True) as copy:
        assert copy.state.rounds[vote].cast == 0
        assert copy._db.execute("SELECT count(*) FROM ballots").fetchone() == (0,)


def test_sqlite_keeps_its_scratch_in_memory(document: Document) -> None:
    assert document._db.execute("PRAGMA temp_store").fetchone() == (2,)


# --- wiping that failed


def test_a_wipe_that_failed_is_told_and_made_up_for(collecting: Document, path: Path) -> None:
    key = collecting.apply(ideas.add("Ring til Jens på 12345678"))
    assert collecting.wiped

    def no_vacuum(action: int, *_: Any) -> int:
        return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_ATTACH else sqlite3.SQLITE_OK

    collecting._db.conn.set_authorizer(no_vacuum)
    collecting.apply(ideas.mask(key, Reason.PERSON))
    assert not collecting.wiped
    with Document.open(path, readonly=True) as reader:
        assert not reader.wiped
    collecting._db.conn.set_authorizer(None)
    collecting.apply(ideas.add("Bænke"))
    assert collecting.wiped


# --- a journal nobody can trust


@pytest.fixture(scope="module")
def sealed_evening(tmp_path_factory: pytest.TempPathFactory) -> tuple[Meeting, list[Entry]]:
    path = tmp_path_factory.mktemp("told") / "aften.moede"
    with Document.create(path, source=ticking_source("told"), words="Hvad nu?") as document:
        in_phase(document, Phase.IDEAS)
        a, b, c = (document.apply(ideas.add(w)) for w in ("Bænke", "Træer", "Grus"))
        phone = document.apply(ideas.receive("En scene", channel=Channel.PHONE))
        document.apply(ideas.correct(phone, "To scener"))
        document.undo()
        document.redo()
        document.apply(ideas.mask(c, Reason.PERSON))
        in_phase(document, Phase.DOTS)
        vote = document.apply(rounds.prepare([a, b], open_access=True))
        document.apply(rounds.open(vote))
        first = next(iter(document.state.proposals))
        document.apply(ballots.cast(vote, ballots.Vote({first: 1}), device="en telefon", key="m1"))
        document.apply(rounds.close(vote))
        document.apply(rounds.seal(vote))
        document.apply(rounds.correct(vote, first, dots=1, persons=1, reason="Talt forkert"))
        assert document.check().problems == ()
        return document.state, document.journal()


def retold(entries: list[Entry], at: int, payload: str) -> list[Entry]:
    """A journal whose chain holds, with another payload in one entry."""
    made: list[Entry] = []
    prev = journal.START
    for index, entry in enumerate(entries):
        text = payload if index == at else entry.payload
        own = journal._hash(prev, entry.seq, entry.at, entry.act, text)
        made.append(Entry(entry.seq, entry.at, entry.act, text, prev, own))
        prev = own
    return made


def found(meeting: Meeting, entries: list[Entry]) -> list[str]:
    return [
        f"{type(problem).__name__} {getattr(problem, 'seq', '')} {getattr(problem, 'problem', '')}"
        for problem in audit.findings(meeting, entries, written=len(entries))
    ]


@pytest.mark.parametrize(
    ("act", "payload"),
    [
        ("undo", '{"of":"ideas.add","gone":[999],"back":[]}'),
        ("undo", '{"of":"ideas.add"}'),
        ("undo", '{"gone":"1","back":{}}'),
        ("ideas.add", "ikke JSON"),
        ("ideas.add", "[]"),
        ("ideas.add", '{"received":7}'),
        ("ideas.add", '{"received":[{"idea":"1","sha256":"x"}]}'),
        ("ideas.add", '{"received":[{"idea":[1],"sha256":"x"}]}'),
        ("ideas.mask", '{"ideas":null}'),
        ("ideas.mask", '{"ideas":[[1]]}'),
        ("ideas.mask", "{}"),
        ("rounds.correct", '{"round":1}'),
        ("rounds.correct", '{"round":1,"proposal":"x","dots":1,"persons":1}'),
        ("rounds.correct", "{}"),
        ("ideas.add", "[" * 100_000),
        ("ideas.add", "9" * 10_000),
    ],
)
def test_a_journal_with_senseless_payload_is_broken_there(
    sealed_evening: tuple[Meeting, list[Entry]], act: str, payload: str
) -> None:
    meeting, entries = sealed_evening
    at = next(i for i, entry in enumerate(entries) if entry.act == act)
    assert found(meeting, retold(entries, at, payload)) == [f"JournalBroken {at + 1} altered"]


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 20)
    | st.floats(allow_nan=False)
    | st.sampled_from(["", "ideas.add", "1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_no_journal_makes_the_check_fall_over(
    sealed_evening: tuple[Meeting, list[Entry]], data: st.DataObject
) -> None:
    meeting, entries = sealed_evening
    at = data.draw(st.integers(0, len(entries) - 1))
    facts = entries[at].facts
    for name in data.draw(st.lists(st.sampled_from([*facts, "round", "received"]), max_size=3)):
        if data.draw(st.booleans()):
            facts.pop(name, None)
        else:
            facts[name] = data.draw(junk)
    told = audit.findings(meeting, retold(entries, at, json.dumps(facts)), written=len(entries))
    assert all(isinstance(problem, MoedeError) for problem in told)


def test_rows_the_check_cannot_follow_are_found_not_raised(
    collecting: Document, path: Path
) -> None:
    collecting.apply(ideas.add("Bænke"))
    collecting.close()
    alter(path, "UPDATE ideas SET salt = 'intet tal'")
    with Document.open(path) as document:
        assert [type(p) for p in document.check().problems] == [WordsAltered]


# --- undo and redo


def test_undo_and_redo_say_which_entry_they_are_about(collecting: Document) -> None:
    collecting.apply(ideas.add("Bænke"))
    second = collecting.apply(ideas.add("Træer"))
    entry = collecting.journal()[-1]
    collecting.apply(ideas.place({second: (1.0, 2.0)}))
    collecting.undo()
    collecting.undo()
    collecting.redo()
    placed, undone, redone = (e.facts for e in collecting.journal()[-3:])
    assert (placed["of"], placed["of_seq"]) == ("ideas.place", None)
    assert (undone["of"], undone["of_seq"]) == ("ideas.add", entry.seq)
    assert (redone["of"], redone["of_seq"]) == ("ideas.add", entry.seq)


def test_what_comes_next_is_told_without_reading_the_act(collecting: Document) -> None:
    collecting.apply(ideas.add("Bænke"))
    collecting.apply(ideas.add("Træer"))
    collecting.undo()
    collecting._db.execute("UPDATE history SET changes = 'ikke JSON'")
    assert (collecting.next_undo(), collecting.next_redo()) == ("ideas.add", "ideas.add")
    assert idea_key(collecting.state, "Bænke")
