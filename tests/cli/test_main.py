"""The one word after the program's name: a meeting's file, or a command."""

import sys

import pytest

from moedeapp import app, cli


@pytest.fixture
def opened(monkeypatch) -> list:
    opened = []
    monkeypatch.setattr(app, "run", lambda path, make_demo: opened.append(path) or 7)
    return opened


def started(monkeypatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["moede", *words])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    return stop.value.code


def test_without_a_word_the_window_opens(opened, monkeypatch):
    assert started(monkeypatch) == 7
    assert opened == [None]


@pytest.mark.parametrize("name", ["aften.moede", "AFTEN.MOEDE"])
def test_a_meetings_name_opens_it(opened, monkeypatch, name):
    assert started(monkeypatch, name) == 7
    assert [path.name for path in opened] == [name]


def test_a_whole_path_opens_a_meeting_that_lost_its_ending(opened, monkeypatch, tmp_path):
    (tmp_path / "demo").write_bytes(b"")
    assert started(monkeypatch, str(tmp_path / "demo")) == 7
    assert opened == [tmp_path / "demo"]


def test_a_command_is_a_command_also_beside_a_file_of_that_name(opened, monkeypatch, tmp_path):
    (tmp_path / "plans").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["moede", "plans"])
    cli.main()
    assert opened == []
