import json
from collections.abc import Callable
from pathlib import Path

import pytest

from moedeapp.model.commands import ballots, evening, ideas, next_steps, rounds, themes
from moedeapp.model.document import Document
from moedeapp.model.errors import CannotUndo, NothingToUndo, ReadOnly
from moedeapp.model.meeting import Channel, IdeaState, Phase, Reason
from moedeapp.model.rows import SECRET
from tests.model.evenings import only_round, proposal_keys, rows_in, ticking_source

AtStage = Callable[[str], Document]


def refused(document: Document) -> CannotUndo:
    """Undo must be refused, and nothing may have changed."""
    state, rows, waiting = document.state, rows_in(document.path), document.next_undo()
    with pytest.raises(CannotUndo) as error:
        document.undo()
    assert document.state is state
    assert rows_in(document.path) == rows
    assert document.next_undo() == waiting
    return error.value


def test_a_new_meeting_has_nothing_to_undo_or_redo(document: Document) -> None:
    assert (document.next_undo(), document.next_redo()) == (None, None)
    with pytest.raises(NothingToUndo) as undo:
        document.undo()
    with pytest.raises(NothingToUndo) as redo:
        document.redo()
    assert (undo.value.redo, redo.value.redo) == (False, True)


@pytest.mark.parametrize(
    "got_there_first",
    [lambda key: ideas.withdraw(key), lambda key: ideas.correct(key, "Min egen rettelse")],
    ids=["withdrew", "corrected"],
)
def test_undo_is_refused_when_the_author_got_there_first(
    collecting: Document, got_there_first: Callable[[str], object]
) -> None:
    key = collecting.apply(ideas.receive("Fra en telefon", channel=Channel.PHONE))
    collecting.apply(ideas.edit(key, "Fra en telefon, rettet"))
    collecting.apply(got_there_first(key))
    error = refused(collecting)
    assert (error.command, error.kind, error.key, error.number) == ("ideas.edit", "ideas", key, 1)


def test_undo_is_refused_when_ideas_rest_on_the_question_it_would_remove(
    collecting: Document,
) -> None:
    question = collecting.apply(evening.add_question("Og hvem?"))
    collecting.apply(ideas.receive("Mig", channel=Channel.PHONE, question=question))
    assert refused(collecting).command == "evening.add_question"
    assert collecting.check().problems == ()


@pytest.mark.parametrize("stage", ["open", "closed", "sealed"])
def test_undo_of_preparing_is_refused_once_the_round_was_opened(
    at_stage: AtStage, stage: str
) -> None:
    assert refused(at_stage(stage)).command == "rounds.prepare"


def test_undo_is_refused_when_a_next_step_rests_on_the_proposal(at_stage: AtStage) -> None:
    document = at_stage("result")
    first = proposal_keys(document.state, only_round(document.state))[0]
    kept = document.apply(next_steps.add("Mål op", proposal=first))
    document.apply(next_steps.remove(kept))
    document.undo()
    assert document.state.next_steps[kept].proposal == first
    document.undo()
    assert kept not in document.state.next_steps


def test_undo_works_across_phases_and_after_a_restart(path: Path, document: Document) -> None:
    document.apply(evening.describe(title="Torvet"))
    document.apply(evening.leave_unresolved())
    document.apply(evening.go_to(Phase.IDEAS))
    key = document.apply(ideas.add("Bænke"))
    document.apply(evening.go_to(Phase.THEMES))
    document.close()
    with Document.open(path, source=ticking_source("again")) as again:
        assert again.next_undo() == "evening.go_to"
        undone = [again.undo() for _ in range(5)]
        assert again.state.stage.phase is Phase.FRAMES
        assert again.state.facts.title == ""
        assert key not in again.state.ideas
        assert again.next_undo() is None
    with Document.open(path, source=ticking_source("third")) as third:
        redone = [third.redo() for _ in range(5)]
        assert redone == undone[::-1]
        assert third.state.stage.phase is Phase.THEMES
        assert third.state.ideas[key].words == "Bænke"
        assert third.state.facts.title == "Torvet"
        assert third.check().problems == ()


def test_a_new_act_ends_what_could_be_done_again(collecting: Document) -> None:
    collecting.apply(ideas.add("Bænke"))
    collecting.undo()
    collecting.apply(ideas.add("Træer"))
    assert collecting.next_redo() is None
    with pytest.raises(NothingToUndo):
        collecting.redo()


def test_what_a_phone_sends_does_not_end_what_could_be_done_again(collecting: Document) -> None:
    collecting.apply(ideas.add("Bænke"))
    collecting.undo()
    collecting.apply(ideas.receive("Fra en telefon", channel=Channel.PHONE))
    assert collecting.redo() == "ideas.add"
    assert {idea.words for idea in collecting.state.ideas.values()} == {"Bænke", "Fra en telefon"}
    assert collecting.check().problems == ()


def test_what_came_from_another_device_is_never_removed(collecting: Document) -> None:
    phone = collecting.apply(ideas.receive("Fra en telefon", channel=Channel.PHONE))
    table = collecting.apply(ideas.receive("Fra et bord", channel=Channel.TABLE))
    collecting.apply(ideas.show(phone, table))
    while collecting.next_undo():
        collecting.undo()
    assert {phone, table} <= set(collecting.state.ideas)
    assert {idea.state for idea in collecting.state.ideas.values()} == {IdeaState.WAITING}


def test_an_idea_is_not_removed_once_it_was_masked(collecting: Document) -> None:
    key = collecting.apply(ideas.add("Ring til Jens på 12345678"))
    collecting.apply(ideas.mask(key, Reason.PERSON))
    assert refused(collecting).command == "ideas.add"
    assert collecting.state.ideas[key].masked


def test_older_acts_on_a_masked_idea_can_be_undone_without_its_words(collecting: Document) -> None:
    key = collecting.apply(ideas.receive("Ring til Jens", channel=Channel.PHONE))
    collecting.apply(ideas.show(key))
    theme = collecting.apply(themes.add("Naboer", ideas=[key]))
    collecting.apply(ideas.edit(key, "Ring til ham"))
    collecting.apply(ideas.mask(key, Reason.PERSON))
    masked = collecting.state.ideas[key]
    assert collecting.undo() == "themes.add"
    assert theme not in collecting.state.themes
    assert collecting.state.ideas[key].theme is None
    assert collecting.undo() == "ideas.show"
    assert collecting.state.ideas[key].state is IdeaState.WAITING
    assert collecting.state.ideas[key].words == ""
    assert [collecting.redo() for _ in range(2)] == ["ideas.show", "themes.add"]
    assert collecting.state.ideas[key] == masked
    assert collecting.check().problems == ()


def test_an_act_that_came_to_nothing_by_masking_is_no_act_to_undo(collecting: Document) -> None:
    key = collecting.apply(ideas.receive("Fra en telefon", channel=Channel.PHONE))
    collecting.apply(ideas.edit(key, "Fra en telefon, rettet"))
    before = collecting.next_undo()
    collecting.apply(ideas.mask(key, Reason.PERSON))
    collecting.apply(ideas.withdraw(key))
    assert (before, collecting.next_undo()) == ("ideas.edit", "evening.go_to")
    assert collecting.undo() == "evening.go_to"


def test_masking_takes_the_words_out_of_what_could_be_done_again(collecting: Document) -> None:
    key = collecting.apply(ideas.add("Hr. Jensen larmer"))
    collecting.apply(ideas.edit(key, "Naboen Jensen larmer"))
    collecting.undo()
    collecting.apply(ideas.mask(key, Reason.PERSON))
    assert collecting.next_redo() is None
    content = collecting.path.read_bytes()
    assert b"Jensen" not in content


def test_a_number_is_never_given_twice(collecting: Document) -> None:
    numbers = []
    for _ in range(3):
        key = collecting.apply(ideas.add("Samme idé"))
        numbers.append(collecting.state.ideas[key].number)
        collecting.undo()
    key = collecting.apply(ideas.receive("Fra en telefon", channel=Channel.PHONE))
    assert [*numbers, collecting.state.ideas[key].number] == [1, 2, 3, 4]


def test_ballots_never_enter_the_history(at_stage: AtStage) -> None:
    document = at_stage("open")
    vote = only_round(document.state)
    first = proposal_keys(document.state, vote)[0]
    before = rows_in(document.path)["history"]
    brought = [ballots.Brought(ballots.Vote({first: 1})), ballots.Brought(ballots.Vote())]
    document.apply(ballots.bring_in(vote, brought))
    document.apply(rounds.close(vote))
    document.apply(ballots.add_stickers(vote, 1, {first: 3}))
    document.apply(rounds.seal(vote))
    assert rows_in(document.path)["history"] == before
    kinds = {kind for row in before for kind, *_ in json.loads(str(row[4]))}
    assert kinds
    assert not kinds & set(SECRET)


def test_an_act_that_changes_nothing_is_not_an_act_to_undo(collecting: Document) -> None:
    key = collecting.apply(ideas.add("Bænke"))
    collecting.apply(ideas.show(key))
    assert collecting.next_undo() == "ideas.add"


def test_undo_and_redo_are_in_the_journal(collecting: Document) -> None:
    collecting.apply(ideas.add("Bænke"))
    collecting.undo()
    collecting.redo()
    undo, redo = collecting.journal()[-2:]
    assert (undo.act, undo.facts) == (
        "undo",
        {"of": "ideas.add", "gone": [1], "back": [], "of_seq": 4},
    )
    assert (redo.act, redo.facts) == (
        "redo",
        {"of": "ideas.add", "gone": [], "back": [1], "of_seq": 4},
    )


def test_nothing_is_undone_in_a_meeting_opened_for_reading(
    path: Path, collecting: Document
) -> None:
    collecting.apply(ideas.add("Bænke"))
    collecting.close()
    with Document.open(path, readonly=True) as reading, pytest.raises(ReadOnly):
        reading.undo()


def test_what_undo_and_redo_would_change_is_told_before(collecting: Document) -> None:
    key = collecting.apply(ideas.add("Bænke"))
    added = collecting.state.ideas[key]
    assert collecting.next_rows(redo=True) == ()
    assert [(c.before, c.after) for c in collecting.next_rows(redo=False)] == [(added, None)]
    collecting.undo()
    assert [(c.before, c.after) for c in collecting.next_rows(redo=True)] == [(None, added)]


def test_an_act_too_long_for_a_few_words_is_not_read_for_them(collecting: Document) -> None:
    collecting.apply(ideas.add("Bænke " * 1_000))
    assert collecting.next_undo() == "ideas.add"
    assert collecting.next_rows(redo=False) == ()


def test_a_new_meeting_has_nothing_to_tell_of_undo(document: Document) -> None:
    assert document.next_rows(redo=False) == document.next_rows(redo=True) == ()
