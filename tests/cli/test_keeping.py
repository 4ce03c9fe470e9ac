"""Rescue, earlier versions, moving and clearing up from the terminal."""

from pathlib import Path

import pytest

from moedeapp.model.document import Document
from moedeapp.model.meeting import Status


@pytest.fixture
def evening(moede):
    """A meeting with two ideas."""
    moede("new", "aften.moede", "--title", "Havnen", "--question", "Hvad?")
    moede("set", "aften.moede", "--unresolved")
    moede("phase", "aften.moede", "idéer")
    for words in ("Flere bænke", "En badebro"):
        moede("ideas", "add", "aften.moede", words)
    return moede


def test_a_damaged_file_is_refused_in_words_and_rescued(evening):
    path = Path("aften.moede")
    path.write_bytes(path.read_bytes()[:-6000])
    code, _, error = evening("ideas", "list", "aften.moede")
    assert (code, "er ødelagt" in error) == (1, True)
    code, said, _ = evening("rescue", "aften.moede")
    assert code == 0
    assert said.splitlines()[0].startswith("Reddet over i aften, reddet.moede: idéer: 2")
    with Document.open(Path("aften, reddet.moede")) as document:
        assert len(document.state.ideas) == 2


def test_a_rescue_of_what_never_was_a_meeting_says_so(evening):
    Path("brev.txt").write_text("Kære borgmester " * 99, encoding="utf-8")
    code, said, error = evening("rescue", "brev.txt", "--out", "ny.moede")
    assert (code, said) == (1, "")
    assert "brev.txt er ikke et møde" in error
    assert not Path("ny.moede").exists()


def test_an_earlier_version_is_listed_and_fetched(evening):
    assert "dagens sidste" in evening("backups", "aften.moede")[1]
    assert evening("backups", "aften.moede", "--fetch", "9")[0] == 1
    code, said, _ = evening("backups", "aften.moede", "--fetch", "1")
    assert (code, said) == (0, "Den tidligere udgave er klar: aften, tidligere udgave.moede.\n")
    with Document.open(Path("aften, tidligere udgave.moede")) as document:
        assert len(document.state.ideas) == 2


def test_without_earlier_versions_the_terminal_says_so(moede):
    assert "ikke gemt nogen tidligere udgave" in moede("backups", "intet.moede")[1]


def test_a_meeting_is_moved_and_the_one_left_behind_is_locked(evening):
    assert evening("move", "aften.moede", "stik.moede")[0] == 0
    code, _, error = evening("ideas", "add", "aften.moede", "En til")
    assert (code, "flyttet til en anden computer" in error) == (1, True)
    assert evening("ideas", "add", "stik.moede", "En til")[0] == 0
    with Document.open(Path("aften.moede")) as document:
        assert document.state.stage.status is Status.MOVED


def test_clearing_up_waits_for_the_final_protocol(evening):
    evening("ideas", "hide", "aften.moede", "1", "--reason", "spam")
    assert evening("clear-up", "aften.moede", "--yes")[0] == 1
    evening("phase", "aften.moede", "næste skridt")
    code, _, error = evening("end", "aften.moede", "--final")
    assert (code, error) == (0, "")
    assert b"Flere b" in Path("aften.moede").read_bytes()
    code, said, _ = evening("clear-up", "aften.moede", "--yes")
    assert (code, "afsluttet og ryddet" in said) == (0, True)
    assert b"Flere b" not in Path("aften.moede").read_bytes()
