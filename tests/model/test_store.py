import os
import random
import resource
import sqlite3
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from moedeapp.model import store
from moedeapp.model.commands import ideas
from moedeapp.model.document import Document
from moedeapp.model.errors import (
    AlreadyOpen,
    CannotWrite,
    FileDamaged,
    FileEmpty,
    FileError,
    FileMissing,
    MoedeError,
    NewerFormat,
    NotAMeeting,
    ReadOnly,
)
from moedeapp.model.migrations import FORMAT
from tests.model.evenings import alter, held_by_file, rows_in, ticking_source

root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs an administrator"
)


def no_lock_left(path: Path) -> bool:
    return not path.with_name(f".{path.name}.lock").exists()


def test_no_file_is_missing_and_so_is_a_folder(tmp_path: Path, path: Path) -> None:
    with pytest.raises(FileMissing):
        Document.open(path)
    with pytest.raises(FileMissing):
        Document.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_empty(path: Path) -> None:
    path.write_bytes(b"")
    with pytest.raises(FileEmpty):
        Document.open(path)


def test_a_damage_that_sqlite_quotes_and_python_cannot_read_is_told(
    path: Path, staged: dict[str, bytes]
) -> None:
    path.write_bytes(staged["ideas"].replace(b"CREATE TABLE", b"CREATE TAB\xffE", 1))
    with pytest.raises(FileDamaged) as told:
        Document.open(path)
    assert isinstance(told.value.__cause__, UnicodeDecodeError)


def _text(path: Path) -> None:
    path.write_text("Referat fra borgermødet\n" * 40, encoding="utf-8")


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")


def _other_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE facts (id TEXT)")
    connection.close()


@pytest.mark.parametrize("make", [_text, _zip, _other_database])
def test_another_kind_of_file_is_not_a_meeting_and_stays_as_it_is(
    path: Path, make: Callable[[Path], None]
) -> None:
    make(path)
    before = path.read_bytes()
    with pytest.raises(NotAMeeting):
        Document.open(path)
    assert path.read_bytes() == before
    assert no_lock_left(path)


def test_a_newer_format_says_which(path: Path, document: Document) -> None:
    document.close()
    alter(path, f"PRAGMA user_version = {FORMAT + 3}")
    with pytest.raises(NewerFormat) as error:
        Document.open(path)
    assert (error.value.found, error.value.known) == (FORMAT + 3, FORMAT)


def test_a_cut_file_is_damaged_at_every_length(path: Path, staged: dict[str, bytes]) -> None:
    whole = staged["result"]
    cut_at = [1, 15, 16, 99, 100, 512, 4095, *range(4096, len(whole), 4096)]
    cut_at += [len(whole) - 4096 // 2, len(whole) - 1]
    for length in cut_at:
        path.write_bytes(whole[:length])
        with pytest.raises(FileDamaged):
            Document.open(path)
        assert no_lock_left(path)


def test_a_flipped_bit_never_gives_anything_but_a_typed_error(
    path: Path, staged: dict[str, bytes]
) -> None:
    chance = random.Random(1)
    whole = staged["result"]
    caught = 0
    for _ in range(60):
        flipped = bytearray(whole)
        flipped[chance.randrange(100, len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        try:
            with Document.open(path) as document:
                caught += bool(document.check().problems)
        except MoedeError:
            caught += 1
    assert caught > 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stage SET phase = 'lunch'",
        "UPDATE rounds SET roles = '{'",
        "DELETE FROM stage",
        "DROP TABLE next_steps",
        "DROP TABLE journal",
    ],
)
def test_rows_that_no_meeting_can_hold_are_damage(
    path: Path, staged: dict[str, bytes], statement: str
) -> None:
    path.write_bytes(staged["result"])
    alter(path, statement)
    with pytest.raises(FileDamaged):
        Document.open(path)
    assert no_lock_left(path)


# --- places that cannot be written


def test_a_file_that_cannot_be_written_opens_for_reading(
    path: Path, collecting: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    collecting.close()
    monkeypatch.setattr(store, "writable", lambda _: False)
    with Document.open(path) as reading:
        assert reading.readonly
        with pytest.raises(ReadOnly):
            reading.apply(ideas.add("Bænke"))
    assert [item.name for item in path.parent.iterdir()] == [path.name]


@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="an administrator may write everywhere"
)
@pytest.mark.parametrize("which", ["file", "folder"])
def test_permissions_decide_whether_a_file_can_be_written(
    path: Path, document: Document, which: str
) -> None:
    document.close()
    target, mode = (path, 0o444) if which == "file" else (path.parent, 0o555)
    target.chmod(mode)
    try:
        with Document.open(path) as reading:
            assert reading.readonly
    finally:
        target.chmod(0o755)


@pytest.mark.root
@root
def test_a_read_only_stick_opens_for_reading(
    tmp_path: Path, path: Path, collecting: Document
) -> None:
    collecting.apply(ideas.add("Bænke"))
    collecting.close()
    stick = tmp_path / "stick"
    stick.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", stick], check=True)
    try:
        (stick / "m.moede").write_bytes(path.read_bytes())
        subprocess.run(["mount", "-o", "remount,ro", stick], check=True)
        with Document.open(stick / "m.moede") as reading:
            assert reading.readonly
            assert len(reading.state.ideas) == 1
            assert reading.check().problems == ()
    finally:
        subprocess.run(["umount", stick], check=True)


@pytest.mark.root
@root
def test_a_full_disk_loses_nothing_and_writing_goes_on_when_there_is_room(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], check=True)
    try:
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(500_000))
        with Document.create(disk / "m.moede", source=ticking_source(), words="?") as document:
            _until_refused(document)
            ballast.unlink()
            document.apply(ideas.bring_in([ideas.Incoming("Der er plads igen")]))
            assert held_by_file(document) == document.state
            assert document.check().problems == ()
    finally:
        subprocess.run(["umount", disk], check=True)


def _until_refused(document: Document) -> None:
    for number in range(10_000):
        state = document.state
        try:
            document.apply(ideas.bring_in([ideas.Incoming(f"Idé {number} " * 200)]))
        except CannotWrite:
            assert document.state is state
            assert held_by_file(document) == state
            return
    raise AssertionError("the disk never filled")


FILLING = """
    import resource, signal, sys
    from pathlib import Path
    from moedeapp.model.commands import ideas
    from moedeapp.model.document import Document
    from tests.model.test_store import _until_refused

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with Document.create(Path(sys.argv[1]), words="?") as document:
        limit = Path(sys.argv[1]).stat().st_size + 60_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        _until_refused(document)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        document.apply(ideas.bring_in([ideas.Incoming("Der er plads igen")]))
        assert document.check().problems == ()
        print(len(document.state.ideas))
"""


def test_a_file_that_may_not_grow_loses_nothing_and_goes_on_when_it_may(path: Path) -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    child = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(FILLING), str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    with Document.open(path) as document:
        assert len(document.state.ideas) == int(child.stdout) > 1
        assert document.check().problems == ()


def test_another_program_writing_to_the_file_is_told_from_damage(
    path: Path, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    document.close()
    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: real(*a, **{**k, "timeout": 0.05}))
    other = real(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(AlreadyOpen):
            Document.open(path)
    finally:
        other.close()
    assert no_lock_left(path)


def test_the_file_is_one_file_in_the_settings_of_the_house(path: Path, document: Document) -> None:
    ask = document._db.execute
    told = {
        name: ask(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
    }
    told["trusted_schema"] = ask("PRAGMA trusted_schema").fetchone()[0]
    assert told == {
        "journal_mode": "delete",
        "synchronous": 3,
        "secure_delete": 1,
        "foreign_keys": 1,
        "trusted_schema": 0,
    }
    document.close()
    assert [item.name for item in path.parent.iterdir()] == [path.name]


def test_every_table_is_strict(document: Document) -> None:
    tables = document._db.execute("PRAGMA table_list").fetchall()
    loose = {name for _, name, kind, _, _, strict in tables if kind == "table" and not strict}
    assert loose == {"_sqlite_migrations", "sqlite_schema", "sqlite_sequence", "sqlite_temp_schema"}


def test_every_error_about_a_file_knows_its_path(path: Path) -> None:
    path.write_bytes(b"")
    with pytest.raises(FileError) as error:
        Document.open(path)
    assert error.value.path == path


def test_what_is_read_back_is_what_was_written(path: Path, staged: dict[str, bytes]) -> None:
    path.write_bytes(staged["result"])
    before = rows_in(path)
    with Document.open(path) as document:
        assert held_by_file(document) == document.state
    assert rows_in(path) == before
    assert path.read_bytes() == staged["result"]
