from pathlib import Path

import pytest

from moedeapp.model.commands import evening
from moedeapp.model.document import Document
from moedeapp.model.errors import CountAltered, IdeaGone, WordsAltered
from moedeapp.model.meeting import Phase
from tests.model.evenings import alter, rows_in


@pytest.fixture
def file(path: Path, staged: dict[str, bytes]) -> Path:
    """A closed meeting with a result."""
    path.write_bytes(staged["result"])
    return path


def found(path: Path, *statements: str) -> list[str]:
    """What a check finds after the file was altered, as type and number."""
    alter(path, *statements)
    with Document.open(path) as document:
        problems = document.check().problems
    assert all(isinstance(p, CountAltered | IdeaGone | WordsAltered) for p in problems), problems
    return [f"{type(p).__name__} {vars(p)['number']}" for p in problems]


def test_an_untouched_meeting_has_no_problems(file: Path) -> None:
    with Document.open(file) as document:
        checked = document.check()
        assert checked.problems == ()
        assert checked.entries == len(rows_in(file)["journal"])
        assert checked.head == document.head


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE ideas SET words = 'Parkering' WHERE words = 'Bænke'", "WordsAltered 1"),
        ("UPDATE ideas SET salt = '00' WHERE words = 'Bænke'", "WordsAltered 1"),
        ("UPDATE ideas SET words = '', masked = 1 WHERE words = 'Bænke'", "WordsAltered 1"),
        ("UPDATE ideas SET number = 77 WHERE words = 'En gynge'", "IdeaGone 7 IdeaGone 77"),
        ("DELETE FROM ideas WHERE words = 'En gynge'", "IdeaGone 7"),
        ("UPDATE results SET dots = dots + 1 WHERE dots = 2", "CountAltered 1"),
        ("UPDATE results SET persons = persons + 1", "CountAltered 1"),
        ("UPDATE rounds SET cast = 40", "CountAltered 1"),
        ("UPDATE rounds SET blank = 1", "CountAltered 1"),
        ("UPDATE rounds SET unused = 0", "CountAltered 1"),
        ("DELETE FROM results WHERE dots = 1", "CountAltered 1"),
        ("DELETE FROM ballots WHERE channel = 'phone'", "CountAltered 1"),
        ("UPDATE ballots SET dots = '[]'", "CountAltered 1"),
        ("""UPDATE ballots SET dots = '[["nobody",1]]'""", "CountAltered 1"),
        ("UPDATE ballots SET dots = '{'", "CountAltered 1"),
    ],
)
def test_what_was_altered_is_found(file: Path, statement: str, problem: str) -> None:
    assert " ".join(found(file, statement)) == problem


def test_an_idea_nobody_received_is_found(file: Path) -> None:
    columns = "question, words, salt, channel, state, received_at, role, 'table', edited, reason"
    columns += ", masked, theme, merged_into, x, y, source"
    columns = columns.replace("'table'", '"table"')
    smuggled = f"""INSERT INTO ideas (id, number, {columns})
        SELECT 'smuggled', 99, {columns} FROM ideas WHERE words = 'Bænke'"""
    assert found(file, smuggled) == ["IdeaGone 99"]


def test_ballots_and_result_altered_alike_are_found(file: Path) -> None:
    altered = found(
        file,
        "DELETE FROM ballots WHERE channel = 'phone'",
        "UPDATE rounds SET cast = 1, unused = unused - 2",
        "UPDATE results SET dots = 0, persons = 0 WHERE id ="
        " (SELECT id FROM proposals WHERE number = 3)",
    )
    assert altered == ["CountAltered 1"]


def test_ideas_that_were_undone_are_not_missed(path: Path, staged: dict[str, bytes]) -> None:
    path.write_bytes(staged["silent"])
    with Document.open(path) as document:
        assert document.undo() == "ideas.add"
        assert document.check().problems == ()
        document.redo()
        assert document.check().problems == ()


def test_a_meeting_that_went_back_a_phase_can_be_checked(
    path: Path, staged: dict[str, bytes]
) -> None:
    path.write_bytes(staged["ideas"])
    with Document.open(path) as document:
        document.apply(evening.go_to(Phase.WELCOME))
        assert document.check().problems == ()
