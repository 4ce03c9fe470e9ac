import json
import re
import subprocess
import sys

import pytest

from moedeapp.model.document import Document
from moedeapp.model.meeting import IdeaState, Phase


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


def issue(moede, count, *options):
    """The codes of new slips."""
    _, said, _ = moede("slips", "issue", "aften.moede", count, *options)
    return [line.split(";")[1] for line in said.splitlines()[1:]]


def numbers():
    """Proposal numbers by title, as they were drawn."""
    return {proposal.title: proposal.number for proposal in state().proposals.values()}


def test_an_evening_from_new_to_protocol(evening, tmp_path):
    evening("ideas", "merge", "aften.moede", "1", "2")
    evening("phase", "aften.moede", "next")
    evening("themes", "add", "aften.moede", "Bænke", "1")
    evening("themes", "add", "aften.moede", "Cykler", "3", "4")
    codes = issue(evening, 3, "--table", "3")
    evening("phase", "aften.moede", "prikker")
    evening("round", "prepare", "aften.moede", "A", "B")
    evening("round", "open", "aften.moede", "--handed-out", "3", "--minutes", "8")
    bench, bike = numbers()["Bænke"], numbers()["Cykler"]
    _, said, _ = evening("ballots", "cast", "aften.moede", f"{bench}:2", bike, "--code", codes[0])
    assert "Stemmesedlen er afleveret" in said
    assert "Prikkoder" in said
    evening("close", "aften.moede")
    evening("ballots", "key", "aften.moede", bike, "--code", codes[1].lower())
    _, said, _ = evening("ballots", "key", "aften.moede", bench, "--code", codes[0])
    assert "anden" in said
    code, _, told = evening("slips", "issue", "aften.moede", "0", "--out", "koder.csv")
    assert code == 1
    assert not (tmp_path / "koder.csv").exists()
    (tmp_path / "koder.csv").write_text("de gamle koder")
    code, _, told = evening("slips", "issue", "aften.moede", "2", "--out", "koder.csv")
    assert code == 1
    assert (tmp_path / "koder.csv").read_text() == "de gamle koder"
    evening("ballots", "reject", "aften.moede", "1", "--reason", "unreadable")
    code, said, told = evening("seal", "aften.moede")
    assert code == 0, told
    assert "2 af 3 stemmesedler afgivet" in said
    assert "lige mange prikker" in said
    _, said, _ = evening("result", "aften.moede", "--json")
    result = json.loads(said)
    assert {(o["name"], o["dots"], o["persons"], o["shared"]) for o in result["options"]} == {
        ("Bænke", 2, 1, True),
        ("Cykler", 2, 2, True),
    }
    assert result["rejected"] == {"unreadable": 1}
    assert result["contested"] == 1
    _, said, _ = evening("draw", "aften.moede", "1", "--seed", "en kage")
    assert "en kage" in said
    evening("correct", "aften.moede", bike, "--dots", "1", "--persons", "1", "--reason", "Glemt")
    _, said, _ = evening("result", "aften.moede", "--json")
    assert json.loads(said)["options"][0]["dots"] == 3
    evening("decisions", "aften.moede", "Bænke først", "--reason", "De er billigst")
    evening("volunteers", "aften.moede", "Ida Frivillig", "--contact", "ida@example.org")
    evening("phase", "aften.moede", "næste skridt")
    evening(
        "next", "aften.moede", "Tegn en skitse", "--proposal", bench, "--deadline", "2027-03-01"
    )
    evening("follow-up", "aften.moede", bench, "gennemført", "--date", "2027-04-01")
    code, said, told = evening("protocol", "aften.moede", "--out", "ud", "--forms", FORMS)
    assert code == 0, told
    usual, large = sorted((tmp_path / "ud").glob("*.pdf"))
    assert large.name == f"{usual.stem}_stor-skrift.pdf"
    for file in (usual, large):
        code, said, told = evening("verify", file)
        assert code == 0, told
        assert "Protokollen er hel" in said
    files = [path for path in (tmp_path / "ud").rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".pdf", ".csv", ".json", ".py"}
    assert not any(b"Frivillig" in path.read_bytes() for path in files)
    (folder,) = (path.parent for path in files if path.name == "stubs.csv")
    code, said, _ = evening("recount", folder)
    assert code == 0
    assert "stemmer med protokollen" in said
    code, said, _ = evening("check", "aften.moede")
    assert code == 0
    assert "Filen er i orden" in said


def test_words_that_were_seen_are_looked_for_in_the_journal(evening):
    head = evening("check", "aften.moede")[1].splitlines()[-1].partition(": ")[2]
    evening("idea", "add", "aften.moede", "En bænk mere")
    code, said, _ = evening("check", "aften.moede", "--seen", f" {head.upper()} ")
    assert code == 0
    assert "De kontrolord, du har set, hører til post" in said
    code, _, told = evening("check", "aften.moede", "--seen", "et to tre fire fem seks syv otte")
    assert code == 1
    assert "har aldrig stået i ændringsloggen" in told


def test_no_sum_can_be_had_before_the_seal(evening):
    evening("phase", "aften.moede", "prikker")
    evening("round", "prepare", "aften.moede", "1", "3", "--open-access")
    evening("round", "open", "aften.moede")
    evening("ballots", "cast", "aften.moede", "1:2")
    for step in ("open", "closed"):
        if step == "closed":
            evening("close", "aften.moede")
            _, keyed, _ = evening("ballots", "key", "aften.moede", "1:2")
            assert keyed.strip() == "Sedlen er tastet. 2 stemmesedler afgivet"
        code, said, told = evening("result", "aften.moede")
        assert (code, said) == (1, "")
        assert "ingen kan se en optælling" in told


def test_a_wrong_void_or_spare_code_is_refused_in_danish(evening):
    (code, other), (spare,) = issue(evening, 2), issue(evening, 1, "--spare")
    evening("phase", "aften.moede", "prikker")
    evening("round", "prepare", "aften.moede", "1", "3")
    evening("round", "open", "aften.moede")
    evening("slips", "void", "aften.moede", code)
    for wrong in (code, spare, "ABCD-EFGH", "2222-2222"):
        status, _, told = evening("ballots", "cast", "aften.moede", "1", "--code", wrong)
        assert status == 1
        assert told.endswith(".\n")
    evening("slips", "hand-out", "aften.moede", spare)
    for right in (spare, other):
        status, _, told = evening("ballots", "cast", "aften.moede", "1", "--code", right)
        assert status == 0, told
    assert [vote.cast for vote in state().rounds.values()] == [2]


def test_agreement_with_objections(evening):
    codes = issue(evening, 2)
    evening("phase", "aften.moede", "prikker")
    evening("round", "prepare", "aften.moede", "1", "3", "--agreement")
    evening("round", "open", "aften.moede")
    evening("ballots", "cast", "aften.moede", "1:helt_enig", "2:against", "--code", codes[0],
            "--objection", "2:Det larmer")  # fmt: skip
    evening("ballots", "cast", "aften.moede", "1:agree", "--code", codes[1])
    _, said, _ = evening("close", "aften.moede", "--seal")
    assert "»Det larmer«" in said
    _, said, _ = evening("result", "aften.moede", "--json")
    first = next(o for o in json.loads(said)["options"] if o["id"] == "1")
    assert (first["fully"], first["agree"], first["against"]) == (1, 1, 0)


def test_a_practice_vote_leaves_nothing(evening):
    evening("phase", "aften.moede", "prikker")
    before = state()
    evening("round", "practice", "aften.moede", "Kage", "Frugt", "--open-access")
    evening("round", "open", "aften.moede", "--round", "0")
    evening("ballots", "cast", "aften.moede", "1", "--round", "0")
    evening("round", "end-practice", "aften.moede")
    assert state() == before


def test_setting_facts_is_done_wholly_or_not_at_all(evening, tmp_path):
    code, _, told = evening("set", "aften.moede", "place=Salen", "organisation.navn=X")
    assert code == 1
    assert "navn" in told
    assert state().facts.place == ""
    evening("set", "aften.moede", "politicians=Asta Klitmark, Villum Brosted", "heads.borger=60",
            "type=samskabelse")  # fmt: skip
    assert state().facts.politicians == ("Asta Klitmark", "Villum Brosted")
    assert state().facts.type == "co_creation"
    (tmp_path / "logo.txt").write_text("ikke et billede")
    code, _, told = evening("set", "aften.moede", "organisation.logo=logo.txt")
    assert code == 1


def test_an_unknown_language_is_answered_in_danish(moede, monkeypatch):
    monkeypatch.setenv("MOEDE_LANGUAGE", "sv")
    code, _, told = moede("check", "nix.moede")
    assert code == 1
    assert "nix.moede" in told


def test_ballots_from_a_file_name_the_line_that_breaks_the_rules(evening, tmp_path):
    evening("phase", "aften.moede", "prikker")
    evening("round", "prepare", "aften.moede", "1", "3", "--open-access", "--dots", "3")
    evening("round", "open", "aften.moede")
    (tmp_path / "sedler.csv").write_text("Flere bænke;Cykelsti\n2;1\n2;2\n", encoding="utf-8")
    code, _, told = evening("ballots", "import", "aften.moede", "sedler.csv")
    assert code == 1
    assert "sedler.csv" in told
    assert "linje 3" in told
    (tmp_path / "sedler.csv").write_text("Flere bænke;Kirke\n2;1\n", encoding="utf-8")
    code, _, told = evening("ballots", "import", "aften.moede", "sedler.csv")
    assert code == 1
    assert "Kirke" in told
    assert [vote.cast for vote in state().rounds.values()] == [0]
    (tmp_path / "sedler.csv").write_text("Flere bænke;Cykelsti\n2;1\n;2\n", encoding="utf-8")
    code, _, told = evening("ballots", "import", "aften.moede", "sedler.csv")
    assert code == 0, told
    assert [vote.cast for vote in state().rounds.values()] == [2]


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


def test_counting_adds_equal_shares_when_asked(moede, tmp_path):
    (tmp_path / "valg.csv").write_text("A;B;C\n" + "1;1;\n" * 6 + ";;1\n" * 4, encoding="utf-8")
    _, said, _ = moede("count", "valg.csv", "--places", "2", "--json")
    shares = json.loads(said)["equal_shares"]
    assert [(s["id"], s["cost"], s["filled"], s["tied"]) for s in shares] == [
        ("A", "1/6", False, ["A", "B"]),
        ("B", None, True, []),
    ]
    _, said, _ = moede("count", "valg.csv", "--places", "2")
    assert "udfyldt efter prikker" in said


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


def test_a_rehearsal_says_what_it_is_and_never_becomes_final(evening, tmp_path):
    code, said, told = evening("copy", "aften.moede", "prøve.moede", "--rehearsal")
    assert (code, said) == (0, "Kopien er klar: prøve.moede.\n")
    assert told == ""
    line = "Generalprøve – ikke en protokol\n"
    _, said, told = evening("ideas", "list", "prøve.moede")
    assert "Flere bænke" in said
    assert told == line
    _, _, told = evening("phase", "prøve.moede", "næste skridt")
    assert told == line
    code, said, told = evening("protocol", "prøve.moede", "--out", "ud")
    assert (code, told) == (0, line)
    made = [path.name for path in (tmp_path / "ud").iterdir()]
    assert len(made) == 10
    assert all(name.startswith("GENERALPROEVE_") for name in made)
    code, _, told = evening("set", "prøve.moede", "rehearsal=")
    assert code == 1
    assert "»rehearsal«" in told
    assert evening("ideas", "list", "aften.moede")[2] == ""


def test_the_clock_is_read_given_time_paused_and_let_go_on(evening):
    _, said, _ = evening("clock", "aften.moede")
    assert said.endswith(" gået\n")
    _, said, _ = evening("clock", "aften.moede", "+5")
    assert re.fullmatch(r"(5 minutter|4 minutter og 5\d sekunder) tilbage\n", said)
    _, said, _ = evening("clock", "aften.moede", "pause")
    assert said.endswith(" tilbage, på pause\n")
    _, said, _ = evening("clock", "aften.moede", "resume")
    assert said.endswith(" tilbage\n")
    code, _, told = evening("clock", "aften.moede", "hurtigere")
    assert code == 1
    assert "»hurtigere«" in told
    code, _, told = evening("clock", "aften.moede", "+mange")
    assert code == 1
    evening("new", "ny.moede")
    code, _, told = evening("clock", "ny.moede", "+5")
    assert code == 1
    assert "Mødet er ikke begyndt endnu" in told


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


FORMS = "large-print,lists,data,recount"


def test_every_help_text_is_in_the_catalogue():
    from moedeapp.cli.commands import moede
    from moedeapp.texts import _

    def commands(group):
        for found in group.commands.values():
            yield found
            yield from commands(found) if hasattr(found, "commands") else ()

    for found in commands(moede):
        texts = [found.help, *(getattr(param, "help", None) for param in found.params)]
        for text in filter(None, texts):
            if not text.startswith("Show this message"):
                assert _(text) != text, f"no Danish for {text!r}"


def test_more_than_twenty_proposals_are_warned_of(evening, monkeypatch):
    import io

    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(f"Ønske {n}" for n in range(17))))
    evening("ideas", "add", "aften.moede", "-")
    evening("phase", "aften.moede", "prikker")
    _, said, _ = evening("round", "prepare", "aften.moede", *range(1, 21))
    assert "mere end 20" not in said
    _, said, _ = evening("round", "prepare", "aften.moede", *range(1, 22))
    assert "mere end 20" in said


def test_masking_tells_where_else_the_words_stand(evening):
    evening("ideas", "add", "aften.moede", "Ida på Havnevej 4 larmer om natten")
    evening("notes", "aften.moede", "Det blev sagt, at Ida på Havnevej 4 larmer om natten.")
    _, said, _ = evening("ideas", "mask", "aften.moede", "5", "--reason", "person", "--yes")
    assert "notat 1" in said


def test_the_protocol_comes_in_the_forms_that_are_asked_for(evening, tmp_path):
    code, said, told = evening("protocol", "aften.moede", "--out", "ud", "--forms", "page,Lists")
    assert (code, told) == (0, "")
    ends = (".pdf", ".html", "_ideer.csv", "_resultat.csv")
    assert len(said.splitlines()) == len(ends)
    assert all(line.endswith(end) for line, end in zip(said.splitlines(), ends, strict=True))
    code, said, told = evening("protocol", "aften.moede", "--out", "ud", "--forms", "")
    assert (code, len(said.splitlines())) == (0, 1)
    assert told == "1 fil fra før blev erstattet.\n"
    code, _, told = evening("protocol", "aften.moede", "--out", "nye", "--forms", "page,papyrus")
    assert code == 2
    assert "»papyrus« er ikke en af disse: protocol, large-print, page" in told
    assert not (tmp_path / "nye").exists()
