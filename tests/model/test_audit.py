from dataclasses import replace
from pathlib import Path

import pytest

from moedeapp.model import audit, journal
from moedeapp.model.commands import evening, rounds
from moedeapp.model.document import Document
from moedeapp.model.errors import (
    CountAltered,
    FileDamaged,
    IdeaGone,
    JournalBroken,
    WordsAltered,
)
from moedeapp.model.meeting import Phase
from tests.model.evenings import alter, only_round, proposal_keys, rows_in

DATA = Path(__file__).resolve().parent.parent / "data"


@pytest.fixture
def file(path: Path, staged: dict[str, bytes]) -> Path:
    """A closed meeting with a result and a correction of it."""
    path.write_bytes(staged["result"])
    with Document.open(path) as document:
        vote = only_round(document.state)
        first = proposal_keys(document.state, vote)[0]
        document.apply(rounds.correct(vote, first, dots=1, persons=0, reason="Talt forkert"))
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
        ("UPDATE ideas SET salt = 'salt' WHERE words = 'Bænke'", "WordsAltered 1"),
        ("UPDATE ideas SET words = '', masked = 1 WHERE words = 'Bænke'", "WordsAltered 1"),
        ("UPDATE ideas SET number = 77 WHERE words = 'En gynge'", "IdeaGone 7 IdeaGone 77"),
        ("DELETE FROM ideas WHERE words = 'En gynge'", "IdeaGone 7"),
        ("UPDATE results SET dots = dots + 1 WHERE dots = 2", "CountAltered 1"),
        ("UPDATE results SET persons = persons + 1", "CountAltered 1"),
        ("UPDATE rounds SET cast = 40", "CountAltered 1"),
        ("UPDATE rounds SET blank = 1", "CountAltered 1"),
        ("UPDATE rounds SET unused = 0", "CountAltered 1"),
        ("UPDATE rounds SET paper = 3", "CountAltered 1"),
        ("UPDATE rounds SET contested = 1", "CountAltered 1"),
        ("UPDATE rounds SET channels = '[[\"paper\",9]]'", "CountAltered 1"),
        ("UPDATE rounds SET state = 'closed'", "CountAltered 1"),
        ("UPDATE proposals SET number = 99 WHERE number = 2", "CountAltered 1"),
        ("UPDATE rounds SET digest = ''", "CountAltered 1"),
        ("UPDATE results SET support = 2", "CountAltered 1"),
        ("DELETE FROM results WHERE dots = 1", "CountAltered 1"),
        ("UPDATE stubs SET dots = dots + 1 WHERE dots = 2", "CountAltered 1"),
        ("UPDATE stubs SET code = '22222' WHERE dots = 2", "CountAltered 1"),
        ("DELETE FROM stubs WHERE dots = 2", "CountAltered 1"),
        ("UPDATE stubs SET proposal = (SELECT max(proposal) FROM stubs)", "CountAltered 1"),
        ("DELETE FROM shares WHERE place = 1", "CountAltered 1"),
        ("UPDATE shares SET cost = '7/9' WHERE place = 1", "CountAltered 1"),
        ("UPDATE manual SET dots = dots + 1", "CountAltered 1"),
        ("UPDATE manual SET reason = 'Noget andet', persons = 7", "CountAltered 1"),
        ("DELETE FROM manual", "CountAltered 1"),
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


def test_public_list_and_result_altered_alike_are_found(file: Path) -> None:
    altered = found(
        file,
        "UPDATE results SET dots = dots + 1 WHERE id = (SELECT proposal FROM stubs WHERE dots = 2)",
        "UPDATE stubs SET dots = 3 WHERE dots = 2",
    )
    assert altered == ["CountAltered 1"]


def test_a_sealed_practice_vote_is_nothing_the_journal_must_know(
    path: Path, staged: dict[str, bytes]
) -> None:
    path.write_bytes(staged["practice"])
    with Document.open(path) as document:
        (practice,) = (vote.id for vote in document.state.rounds.values() if vote.practice)
        document.apply(rounds.close(practice))
        document.apply(rounds.seal(practice))
        assert document.check().problems == ()


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


def test_a_vote_that_was_never_sealed_is_no_result(path: Path, staged: dict[str, bytes]) -> None:
    path.write_bytes(staged["closed"])
    assert found(path, "UPDATE rounds SET state = 'sealed'") == ["CountAltered 1"]


@pytest.mark.parametrize("payload", ["[]", "null", '{"received":7}', "[" * 100_000])
def test_an_entry_that_no_act_can_have_written_is_named(payload: str) -> None:
    entry = journal.following(None, "2026-11-23T19:00:00", "ideas.add", {})
    with pytest.raises(JournalBroken) as told:
        audit.Told().hear(replace(entry, payload=payload))
    assert (told.value.seq, told.value.problem) == (1, "altered")


def test_an_undo_of_what_was_never_received_is_named() -> None:
    entry = journal.following(None, "2026-11-23T19:00:00", "undo", {"gone": [5], "back": []})
    with pytest.raises(JournalBroken):
        audit.Told().hear(entry)
    audit.Told(gaps=True).hear(entry)


@pytest.mark.parametrize("facts", [{}, {"lost": 7}, {"lost": [["a", "b"]]}, {"lost": [[1]]}])
def test_a_rescue_that_does_not_say_what_was_lost_is_named(facts: dict[str, object]) -> None:
    entry = journal.after_gap(None, 3, "2026-11-23T19:00:00", facts)
    with pytest.raises(JournalBroken) as told:
        journal.lost([entry])
    assert told.value.seq == 3


def test_a_journal_that_cannot_be_heard_is_told_at_the_opening(document: Document) -> None:
    entry = journal.after_gap(None, 3, "2026-11-23T19:00:00", {})
    (told,) = audit.doubtful(document.state, [entry])
    assert isinstance(told, JournalBroken)


def test_a_result_of_format_1_is_held_against_the_journal(path: Path) -> None:
    path.write_bytes((DATA / "format-1.moede").read_bytes())
    Document.open(path).close()
    assert found(path) == []
    assert found(path, "UPDATE results SET persons = persons + 1") == ["CountAltered 1"]


def test_a_count_for_a_proposal_of_no_round_is_found(path: Path) -> None:
    path.write_bytes((DATA / "format-1.moede").read_bytes())
    Document.open(path).close()
    alter(path, "UPDATE manual SET proposal = 'nowhere' WHERE id = (SELECT min(id) FROM manual)")
    with Document.open(path) as document:
        damaged, count = document.check().problems
    assert isinstance(damaged, FileDamaged)
    assert isinstance(count, CountAltered)
