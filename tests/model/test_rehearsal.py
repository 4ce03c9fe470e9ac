from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from moedeapp.model import rehearsal
from moedeapp.model.commands import evening, ideas, rounds
from moedeapp.model.document import Document
from moedeapp.model.errors import CannotWrite, FileExists, NothingToUndo, Rehearsing, Unknown
from moedeapp.model.meeting import Facts, Phase, RoundState
from tests.model.evenings import QUESTION, held_by_file, only_round, rows_in

AtStage = Callable[[str], Document]


def test_a_rehearsal_is_the_meeting_with_a_mark_and_nothing_to_undo(
    at_stage: AtStage, tmp_path: Path
) -> None:
    document = at_stage("ideas")
    before = rows_in(document.path)
    copy = tmp_path / "prøve.moede"
    rehearsal.copy(document, copy)
    with Document.open(copy) as rehearsed:
        assert rehearsed.state.facts.rehearsal
        assert rehearsed.state.ideas == document.state.ideas
        assert rehearsed.next_undo() is None
        assert rehearsed.check().problems == ()
        rehearsed.apply(ideas.add("Kun en prøve"))
        assert rehearsed.undo() == "ideas.add"
        with pytest.raises(NothingToUndo):
            rehearsed.undo()
    # Not a row of the meeting itself has changed.
    assert rows_in(document.path) == before
    assert not document.state.facts.rehearsal
    assert document.next_undo() is not None


def test_a_closed_meeting_and_one_on_a_stick_that_cannot_be_written_can_be_rehearsed(
    at_stage: AtStage, tmp_path: Path
) -> None:
    document = at_stage("final")
    document.close()
    copy = tmp_path / "prøve.moede"
    with Document.open(document.path, readonly=True) as read:
        rehearsal.copy(read, copy)
    with Document.open(copy) as rehearsed:
        assert rehearsed.state.facts.rehearsal


def test_a_copy_of_a_rehearsal_is_a_rehearsal(at_stage: AtStage, tmp_path: Path) -> None:
    document = at_stage("ideas")
    first, second = tmp_path / "1.moede", tmp_path / "2.moede"
    rehearsal.copy(document, first)
    with Document.open(first) as rehearsed:
        rehearsed.copy(second)
    with Document.open(second, readonly=True) as copied:
        assert copied.state.facts.rehearsal


def test_the_ballots_of_an_open_round_are_not_in_a_rehearsal(
    at_stage: AtStage, tmp_path: Path
) -> None:
    document = at_stage("open")
    copy = tmp_path / "prøve.moede"
    rehearsal.copy(document, copy)
    assert rows_in(copy)["ballots"] == rows_in(copy)["open_stubs"] == []
    with Document.open(copy, readonly=True) as rehearsed:
        vote = rehearsed.state.rounds[only_round(rehearsed.state)]
        assert vote.state is RoundState.CANCELLED


def test_a_rehearsal_replaces_no_file_and_leaves_nothing_half(
    at_stage: AtStage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = at_stage("ideas")
    there = tmp_path / "der.moede"
    there.write_bytes(b"noget andet")
    for path in (there, document.path):
        content = path.read_bytes()
        with pytest.raises(FileExists):
            rehearsal.copy(document, path)
        assert path.read_bytes() == content
    with pytest.raises(CannotWrite):
        rehearsal.copy(document, tmp_path / "ingen" / "prøve.moede")
    before = set(tmp_path.iterdir())

    def fail() -> None:
        raise OSError("no")

    monkeypatch.setattr(evening, "mark_rehearsal", fail)
    with pytest.raises(OSError, match="no"):
        rehearsal.copy(document, tmp_path / "prøve.moede")
    assert set(tmp_path.iterdir()) == before


def test_a_rehearsal_is_never_final_and_the_mark_never_comes_off(at_stage: AtStage) -> None:
    document = at_stage("next_steps")
    document.apply(evening.mark_rehearsal())
    with pytest.raises(Rehearsing):
        document.apply(evening.finish())
    with pytest.raises(Unknown):
        document.apply(evening.describe(rehearsal=False))
    with pytest.raises(NothingToUndo):
        document.undo()
    document.apply(evening.describe(title="Et andet navn"))
    document.undo()
    assert document.state.facts.rehearsal
    assert held_by_file(document).facts.rehearsal


def test_nobody_makes_a_meeting_a_rehearsal_by_describing_it(document: Document) -> None:
    with pytest.raises(Unknown):
        document.apply(evening.describe(rehearsal=True))
    assert not document.state.facts.rehearsal


def test_the_mark_is_in_the_journal_of_the_copy(at_stage: AtStage, tmp_path: Path) -> None:
    copy = tmp_path / "prøve.moede"
    rehearsal.copy(at_stage("ideas"), copy)
    with Document.open(copy, readonly=True) as rehearsed:
        assert rehearsed.journal()[-1].act == "evening.mark_rehearsal"


def test_a_meeting_that_begins_from_a_rehearsal_is_none(document: Document, tmp_path: Path) -> None:
    document.apply(evening.describe(title="Torvet"))
    document.apply(evening.mark_rehearsal())
    template = evening.earlier(document.state)
    assert "rehearsal" not in template.facts
    assert "rehearsal" in {field.name for field in fields(Facts)}
    with Document.create(tmp_path / "næste.moede", words=QUESTION) as following:
        following.apply(evening.use_earlier(template))
        assert following.state.facts.title == "Torvet"
        assert not following.state.facts.rehearsal


def test_a_rehearsal_goes_through_a_whole_vote(at_stage: AtStage, tmp_path: Path) -> None:
    copy = tmp_path / "prøve.moede"
    rehearsal.copy(at_stage("prepared"), copy)
    with Document.open(copy) as rehearsed:
        vote = only_round(rehearsed.state)
        for act in (rounds.open, rounds.close, rounds.seal):
            rehearsed.apply(act(vote))
        rehearsed.apply(evening.go_to(Phase.RESULT))
        assert rehearsed.state.rounds[vote].state is RoundState.SEALED
        assert rehearsed.check().problems == ()
