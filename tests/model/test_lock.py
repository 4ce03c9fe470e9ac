import getpass
import json
import os
import platform
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from moedeapp.model.commands import ideas
from moedeapp.model.document import Document
from moedeapp.model.errors import AlreadyOpen, CannotWrite
from moedeapp.model.lock import Lock
from tests.model.evenings import ticking_source

HOLDING = """
    import sys
    from pathlib import Path
    from moedeapp.model.document import Document

    with Document.open(Path(sys.argv[1])):
        print("open", flush=True)
        sys.stdin.read()
"""


@contextmanager
def another_process(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the meeting open until it is told to end."""
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLDING), str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdin
    assert child.stdout
    try:
        assert child.stdout.readline() == "open\n"
        yield child
    finally:
        child.stdin.close()
        child.wait(20)
        child.stdout.close()


def lock_file(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


def test_a_second_process_is_told_who_has_the_meeting_and_since_when(
    path: Path, document: Document
) -> None:
    document.close()
    with another_process(path):
        with pytest.raises(AlreadyOpen) as error:
            Document.open(path)
        assert error.value.path == path
        assert error.value.computer == platform.node()
        assert error.value.user == getpass.getuser()
        assert error.value.since
        assert not error.value.left
        with pytest.raises(AlreadyOpen):
            Document.open(path, take_over=True)
        with Document.open(path, readonly=True) as reading:
            assert reading.readonly
    with Document.open(path) as mine:
        assert not mine.readonly


def test_the_lock_goes_with_a_killed_process(path: Path, document: Document) -> None:
    document.close()
    with another_process(path) as child:
        child.kill()
        child.wait(20)
        assert lock_file(path).exists()
        with Document.open(path) as mine:
            mine.apply(ideas.bring_in([ideas.Incoming("Det går videre")]))
    assert not lock_file(path).exists()


def test_the_same_process_cannot_open_it_twice(path: Path, document: Document) -> None:
    with pytest.raises(AlreadyOpen) as error:
        Document.open(path)
    assert error.value.since == "2026-11-23T19:00+00:00"
    document.apply(ideas.bring_in([ideas.Incoming("Uforstyrret")]))


def test_a_link_to_the_meeting_is_the_same_meeting(
    tmp_path: Path, path: Path, document: Document
) -> None:
    elsewhere = tmp_path / "skrivebord"
    elsewhere.mkdir()
    link = elsewhere / "genvej.moede"
    link.symlink_to(path)
    with pytest.raises(AlreadyOpen):
        Document.open(link)
    document.close()
    with Document.open(link), pytest.raises(AlreadyOpen):
        Document.open(path)


def test_a_changed_folder_does_not_lose_the_lock(
    path: Path, document: Document, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    document.close()
    monkeypatch.chdir(path.parent)
    with Document.open(Path(path.name)):
        other = tmp_path / "andet"
        other.mkdir()
        monkeypatch.chdir(other)
        assert lock_file(path).exists()
    assert not lock_file(path).exists()


@pytest.mark.parametrize("words", ["", "noget andet", "[]", "\0\0\0", '{"computer": 7}'])
def test_a_lock_file_of_nonsense_does_not_crash(path: Path, document: Document, words: str) -> None:
    document.close()
    lock_file(path).write_text(words, encoding="utf-8")
    with Document.open(path, take_over=True) as mine:
        assert not mine.readonly


def test_a_lock_of_another_computer_is_respected_until_it_is_taken_over(
    path: Path, document: Document
) -> None:
    document.close()
    there = {"computer": "RÅDHUS-17", "user": "mødested", "since": "2026-11-23T18:02+01:00"}
    lock_file(path).write_text(json.dumps(there), encoding="utf-8")
    with pytest.raises(AlreadyOpen) as error:
        Document.open(path)
    told = error.value
    assert (told.computer, told.user, told.since) == tuple(there.values())
    assert told.left
    assert json.loads(lock_file(path).read_text(encoding="utf-8")) == there
    with Document.open(path, take_over=True, source=ticking_source()) as mine:
        assert not mine.readonly
        assert json.loads(lock_file(path).read_text(encoding="utf-8"))["computer"] == (
            platform.node()
        )
    assert not lock_file(path).exists()


def test_a_lock_that_cannot_be_written_lets_go_of_everything(
    path: Path, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    document.close()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "write", refuse)
        with pytest.raises(CannotWrite):
            Document.open(path)
    with Document.open(path) as mine:
        assert not mine.readonly


def test_letting_go_twice_is_fine(path: Path, document: Document) -> None:
    document.close()
    lock = Lock(path)
    lock.take("nu")
    lock.release()
    lock.release()
    assert not lock_file(path).exists()
