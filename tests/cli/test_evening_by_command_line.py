import json
import subprocess
import sys

import pytest

from moedeapp import cli
from moedeapp.model.document import Document
from moedeapp.model.meeting import IdeaState, Phase


@pytest.fixture
def moede(tmp_path, monkeypatch, capsys):
    """Runs `moede WORDS…` in a folder of its own; gives exit code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["moede", *map(str, words)])
        try:
            cli.main()
            code = 0
        except SystemExit as end:
            code = end.code or 0
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def evening(moede):
    """A meeting in the phase Ideas with four ideas."""
    moede("new", "aften.moede", "--title", "Havnen", "--question", "Hvad?", "--tables", "8")
    moede("set", "aften.moede", "--unresolved")
    moede("phase", "aften.moede", "idéer")
    for words in ("Flere bænke", "Bænke ved vandet", "Cykelsti", "Parkering til cykler"):
        moede("ideas", "add", "aften.moede", words, "--table", "3")
    return moede


def state():
    with Document.open("aften.moede", readonly=True) as document:
        return document.state


def test_an_evening_from_new_to_protocol(evening, tmp_path):
    evening("ideas", "merge", "aften.moede", "1", "2")
    evening("phase", "aften.moede", "next")
    evening("themes", "add", "aften.moede", "Bænke", "1")
    evening("themes", "add", "aften.moede", "Cykler", "3", "4")
    evening("phase", "aften.moede", "prikker")
    evening("round", "prepare", "aften.moede", "A", "B")
    evening("round", "open", "aften.moede", "--handed-out", "3")
    evening("ballots", "key", "aften.moede", "1:2", "2", "--table", "3")
    evening("ballots", "key", "aften.moede", "2")
    evening("round", "reject", "aften.moede", "1", "--reason", "unreadable")
    code, said, _ = evening("close", "aften.moede")
    assert code == 0
    assert "2 af 3 stemmesedler afgivet" in said
    code, said, _ = evening("result", "aften.moede", "--json")
    result = json.loads(said)
    assert [(o["name"], o["dots"], o["persons"], o["shared"]) for o in result["options"]] == [
        ("Bænke", 2, 1, True),
        ("Cykler", 2, 2, True),
    ]
    assert result["rejected"] == {"unreadable": 1}
    evening("phase", "aften.moede", "næste skridt")
    evening("next", "aften.moede", "Tegn en skitse", "--proposal", "1", "--deadline", "2027-03-01")
    code, said, _ = evening("protocol", "aften.moede", "--out", "ud")
    assert code == 0
    files = sorted(path.suffix for path in (tmp_path / "ud").iterdir())
    assert files == [".csv", ".csv", ".json", ".json", ".pdf"]
    code, said, _ = evening("check", "aften.moede")
    assert code == 0
    assert "Filen er i orden" in said


def test_no_sum_can_be_had_while_the_vote_is_open(evening):
    evening("phase", "aften.moede", "prikker")
    evening("round", "prepare", "aften.moede", "1", "3")
    evening("round", "open", "aften.moede")
    _, keyed, _ = evening("ballots", "key", "aften.moede", "1:2")
    assert keyed.strip() == "Sedlen er tastet. 1 stemmeseddel afgivet"
    code, said, told = evening("result", "aften.moede")
    assert (code, said) == (1, "")
    assert "ingen kan se en optælling" in told


def test_ideas_are_told_as_kept_one_by_one(evening, monkeypatch):
    import io

    monkeypatch.setattr(sys, "stdin", io.StringIO("Et træ\n\nTo træer\r\n"))
    _, said, _ = evening("ideas", "add", "aften.moede", "-")
    assert said.splitlines() == ["Idé 5 er gemt.", "Idé 6 er gemt."]
    assert [i.words for i in state().ideas.values() if i.number > 4].count("To træer") == 1


def test_an_import_takes_all_lines_or_none(evening, tmp_path):
    (tmp_path / "god.csv").write_text("Idé;Tema\nEt tårn;Leg\nEn kiosk;\n", encoding="utf-8")
    _, said, _ = evening("ideas", "import", "aften.moede", "god.csv", "--before")
    assert "2 idéer" in said
    assert len(state().ideas) == 6
    (tmp_path / "dårlig.csv").write_text("Navn;Adresse\nIda;Vejen 1\n", encoding="utf-8")
    code, _, told = evening("ideas", "import", "aften.moede", "dårlig.csv")
    assert code == 1
    assert "dårlig.csv" in told
    assert "Navn, Adresse" in told
    assert len(state().ideas) == 6


def test_masking_asks_first(evening, monkeypatch):
    monkeypatch.setattr("click.confirm", lambda *_, **__: (_ for _ in ()).throw(AssertionError))
    with pytest.raises(AssertionError):
        evening("ideas", "mask", "aften.moede", "1", "--reason", "person")
    assert not any(idea.masked for idea in state().ideas.values())
    evening("ideas", "mask", "aften.moede", "1", "--reason", "person", "--yes")
    _, said, _ = evening("ideas", "list", "aften.moede")
    assert "[oplysning om en person fjernet]" in said
    assert "Flere bænke" not in said


def test_undo_and_redo_say_what_they_did(evening):
    evening("ideas", "park", "aften.moede", "2")
    _, said, _ = evening("undo", "aften.moede")
    assert "parkér" in said
    assert all(idea.state is IdeaState.SHOWN for idea in state().ideas.values())
    _, said, _ = evening("redo", "aften.moede")
    assert "parkér" in said
    assert sum(idea.state is IdeaState.PARKED for idea in state().ideas.values()) == 1


def test_a_new_meeting_with_a_wrong_date_leaves_no_file(moede, tmp_path):
    code, _, told = moede("new", "x.moede", "--date", "i morgen")
    assert code == 1
    assert "i morgen" in told
    assert list(tmp_path.iterdir()) == []


def test_a_new_meeting_can_begin_from_an_earlier_one(evening):
    evening("set", "aften.moede", "organisation.name=Mågevig Kommune", "place=Salen")
    code, _, told = evening("new", "igen.moede", "--earlier", "aften.moede", "--plan", "world-cafe")
    assert code == 0, told
    with Document.open("igen.moede", readonly=True) as document:
        again = document.state
    assert again.organisation.name == "Mågevig Kommune"
    assert again.facts.place == "Salen"
    assert len(again.tables) == 8
    assert [question.words for question in again.questions.values()] == ["Hvad?"]
    assert not again.ideas
    assert again.stage.phase is Phase.FRAMES
    assert again.steps


def test_phases_are_shown_and_refused_in_danish(moede):
    moede("new", "aften.moede")
    code, _, told = moede("phase", "aften.moede", "idéer")
    assert code == 1
    assert "rammerne" in told
    _, said, _ = moede("phase", "aften.moede")
    assert "Næste skridt" in said


def test_counting_a_file_needs_no_meeting(moede, tmp_path):
    (tmp_path / "valg.csv").write_text("Bænke;Cykler;Lys\n2;1;\n;1;\n0;0;0\n", encoding="utf-8")
    _, said, _ = moede("count", "valg.csv", "--json")
    counted = json.loads(said)
    assert (counted["ballots"], counted["blank"]) == (3, 1)
    assert counted["options"][0] == {
        "id": "Bænke", "name": "Bænke", "dots": 2, "persons": 1, "rank": 1, "shared": True,
    }  # fmt: skip
    assert counted["rules"] == []


def test_a_ballot_that_names_an_option_twice_is_told_in_the_rules(moede, tmp_path):
    (tmp_path / "valg.pb").write_text(
        "META\nkey;value\nvote_type;cumulative\nPROJECTS\nproject_id;name\n1;Bænke\n2;Lys\n"
        "VOTES\nvoter_id;vote;points\na;1,1;2,3\nb;2;1\n",
        encoding="utf-8",
    )
    _, said, _ = moede("count", "valg.pb", "--json")
    counted = json.loads(said)
    assert [(o["dots"], o["persons"]) for o in counted["options"]] == [(5, 1), (1, 1)]
    assert len(counted["rules"]) == 1


def test_a_copy_never_replaces_a_file(evening, tmp_path):
    (tmp_path / "kopi.moede").write_text("noget andet")
    code, _, told = evening("copy", "aften.moede", "kopi.moede")
    assert code == 1
    assert "kopi.moede" in told
    assert (tmp_path / "kopi.moede").read_text() == "noget andet"


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_command_explains_itself(language):
    environment = {"MOEDE_LANGUAGE": language, "PATH": "", "PYTHONPATH": ":".join(sys.path)}

    def said(*words):
        run = subprocess.run(
            [sys.executable, "-m", "moedeapp", *words, "--help"],
            env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return run.stdout

    assert ("Brug:" if language == "da" else "Usage:") in said()
    assert ("Klargør" if language == "da" else "Prepare") in said("round")


def test_every_help_text_is_in_the_catalogue():
    from moedeapp.texts import _

    def commands(group):
        for found in group.commands.values():
            yield found
            yield from commands(found) if hasattr(found, "commands") else ()

    for found in commands(cli.moede):
        texts = [found.help, *(getattr(param, "help", None) for param in found.params)]
        for text in filter(None, texts):
            if not text.startswith("Show this message"):
                assert _(text) != text, f"no Danish for {text!r}"
