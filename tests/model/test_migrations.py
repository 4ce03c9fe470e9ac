import shutil
import sqlite3
from pathlib import Path

import pytest

from moedeapp.model.commands import ideas
from moedeapp.model.document import Document
from moedeapp.model.meeting import IdeaState, Phase, Reason, RoundState
from moedeapp.model.migrations import APPLICATION_ID, FORMAT, STEPS
from tests.model.evenings import held_by_file, idea_key, ticking_source

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def format_1(path: Path) -> Path:
    """A meeting as the first released format wrote it."""
    shutil.copy(DATA / "format-1.moede", path)
    return path


def schema(path: Path) -> set[tuple[str, ...]]:
    connection = sqlite3.connect(path)
    try:
        found = connection.execute(
            "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
        )
        return {(kind, name, " ".join(sql.split())) for kind, name, sql in found}
    finally:
        connection.close()


def test_every_format_ever_released_has_its_file() -> None:
    kept = {path.name for path in DATA.glob("format-*.moede")}
    assert kept == {f"format-{number}.moede" for number in range(1, FORMAT + 1)}


def test_the_number_of_steps_is_the_format(path: Path, document: Document) -> None:
    document.close()
    content = path.read_bytes()
    assert int.from_bytes(content[60:64]) == FORMAT
    assert int.from_bytes(content[68:72]) == APPLICATION_ID == int.from_bytes(b"MOED")
    db = sqlite3.connect(path)
    steps = db.execute("SELECT name FROM _sqlite_migrations").fetchall()
    db.close()
    assert [name for (name,) in steps] == [f"format_{n}" for n in range(1, FORMAT + 1)]
    assert repr(STEPS) == f"<Migrations 'moedeapp': [{', '.join(name for (name,) in steps)}]>"


def test_a_new_file_and_an_old_one_that_was_opened_have_the_same_tables(
    tmp_path: Path, format_1: Path
) -> None:
    new = tmp_path / "nyt.moede"
    Document.create(new, words="?").close()
    Document.open(format_1).close()
    assert schema(format_1) == schema(new)


def test_a_meeting_in_format_1_opens_with_all_it_holds(format_1: Path) -> None:
    with Document.open(format_1, source=ticking_source("later")) as document:
        state = document.state
        assert state.facts.title == "Torvet"
        assert state.stage.phase is Phase.NEXT_STEPS
        assert {idea.number: idea.words for idea in state.ideas.values()} == {
            1: "Bænke",
            2: "Træer",
            3: "Flere træer",
            4: "Grus",
            5: "En scene",
            6: "",
            7: "En gynge",
        }
        assert state.ideas[idea_key(state, "En gynge")].text == "En gynge til de små"
        assert state.ideas[idea_key(state, "Grus")].state is IdeaState.HIDDEN
        assert state.ideas[idea_key(state, "")].reason is Reason.HEALTH
        assert {theme.letter: theme.title for theme in state.themes.values()} == {
            "A": "Grønt",
            "B": "Ophold",
            "C": "Leg",
        }
        (vote,) = state.rounds.values()
        assert (vote.state, vote.cast, vote.dots) == (RoundState.CLOSED, 2, 3)
        results = {
            state.proposals[r.id].number: (r.dots, r.persons) for r in state.results.values()
        }
        assert results == {1: (2, 1), 2: (1, 1), 3: (1, 1)}
        assert [step.action for step in state.next_steps.values()] == ["Spørg forvaltningen"]
        assert document.check().problems == ()
        assert document.redo() == "ideas.add"
        assert document.undo() == "ideas.add"
        document.apply(ideas.add("Og den kan skrives i"))
        assert held_by_file(document) == document.state
        assert document.check().problems == ()


def test_opening_changes_no_byte_of_a_file_in_the_newest_format(format_1: Path) -> None:
    before = format_1.read_bytes()
    Document.open(format_1).close()
    Document.open(format_1, readonly=True).close()
    assert format_1.read_bytes() == before
