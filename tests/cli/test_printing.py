import re
import shutil
import subprocess

import pytest

from moedeapp.model.commands import slips
from moedeapp.model.document import Document


@pytest.fixture
def moede(moede):
    """The same on a meeting with three tables."""
    moede("new", "aften.moede", "--title", "Havnen", "--question", "Hvad?", "--tables", "3")
    return moede


def words_of(name):
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    made = subprocess.run([tool, "-raw", name, "-"], capture_output=True, check=True)
    return " ".join(made.stdout.decode().split())


def known(words):
    """How many of the codes in the words belong to the meeting."""
    with Document.open("aften.moede", readonly=True) as document:
        codes = re.findall(r"Din kode ([2-9A-Z]{4}-[2-9A-Z]{4})", words)
        return len({slips.by_code(document.state, code) for code in codes})


def test_slips_are_issued_as_sheets_when_the_file_is_a_pdf(moede):
    code, _said, _errors = moede(
        "slips", "issue", "aften.moede", "9", "--out", "sedler.pdf", "--per-page", "8"
    )
    assert code == 0
    assert known(words_of("sedler.pdf")) == 9
    moede("slips", "issue", "aften.moede", "2", "--out", "koder.csv")
    with open("koder.csv", encoding="utf-8-sig") as file:
        assert file.readline() == "Nr.;Kode;Hemmelighed;Bord;Rolle\n"


def test_slips_are_not_issued_for_an_address_that_is_none(moede):
    code, _said, errors = moede(
        "slips", "issue", "aften.moede", "9", "--out", "s.pdf", "--address", "to ord"
    )
    assert code == 1
    assert "to ord" in errors
    with Document.open("aften.moede", readonly=True) as document:
        assert not document.state.slips


def test_cards_posters_numbers_and_ballots_are_printed(moede):
    for words, wanted in (
        (("cards", "--address", "192.168.8.2:8080", "--network", "Hav"), "Bord 3"),
        (("posters", "--a3"), "Aftenens ramme"),
        (("numbers",), "Det betyder numrene"),
        (("ballots", "--large"), "Kode"),
    ):
        what, *options = words
        out = f"{what}.pdf"
        code, said, _errors = moede("print", what, "aften.moede", "--out", out, *options)
        assert (code, said.strip()) == (0, out)
        assert wanted in words_of(out)


def test_the_kit_issues_the_slips_it_is_asked_for_and_no_others(moede):
    moede("print", "kit", "aften.moede", "--out", "uden.pdf")
    assert known(words_of("uden.pdf")) == 0
    code, _said, _errors = moede("print", "kit", "aften.moede", "--out", "med.pdf", "--slips", "5")
    assert code == 0
    assert known(words_of("med.pdf")) == 5


def test_names_are_refused_before_there_is_a_vote_and_nothing_is_written(moede, tmp_path):
    code, _said, errors = moede("print", "ballots", "aften.moede", "--out", "b.pdf", "--names")
    assert code == 1
    assert errors
    assert not (tmp_path / "b.pdf").exists()


def test_a_vote_that_is_over_is_printed_only_when_it_is_named(moede):
    moede("set", "aften.moede", "--unresolved")
    moede("phase", "aften.moede", "idéer")
    for words in ("Flere bænke", "En sauna"):
        moede("ideas", "add", "aften.moede", words)
    moede("phase", "aften.moede", "prikker")
    moede("round", "prepare", "aften.moede", "1", "2")
    moede("round", "open", "aften.moede")
    moede("print", "numbers", "aften.moede", "--out", "åben.pdf")
    assert "En sauna" in words_of("åben.pdf")
    moede("print", "ballots", "aften.moede", "--out", "numre.pdf")
    moede("print", "ballots", "aften.moede", "--out", "navne.pdf", "--names")
    assert "En sauna" in words_of("navne.pdf")
    with Document.open("aften.moede", readonly=True) as document:
        told = [entry.act for entry in document.journal()]
    assert told.count("rounds.print_names") == 1
    moede("close", "aften.moede")
    moede("seal", "aften.moede")
    moede("print", "numbers", "aften.moede", "--out", "tom.pdf")
    assert "En sauna" not in words_of("tom.pdf")
    moede("print", "numbers", "aften.moede", "--out", "nævnt.pdf", "--round", "1")
    assert "En sauna" in words_of("nævnt.pdf")


def test_the_address_that_slips_carry_is_kept_and_used_again(moede):
    moede("slips", "issue", "aften.moede", "2", "--out", "a.pdf", "--address", "192.168.8.2:8080")
    with Document.open("aften.moede", readonly=True) as document:
        assert document.state.facts.slip_address == "192.168.8.2:8080"
    moede("slips", "issue", "aften.moede", "2", "--out", "b.pdf")
    printed, again = (words_of(each).count("192.168.8.2:8080") for each in ("a.pdf", "b.pdf"))
    assert printed == again > 0
    moede(
        "print", "kit", "aften.moede", "--out", "kit.pdf", "--slips", "2", "--fixed",
        "--address", "192.168.8.3:8080", "--network", "Hav",
    )  # fmt: skip
    with Document.open("aften.moede", readonly=True) as document:
        assert document.state.facts.slip_address == "192.168.8.3:8080"
