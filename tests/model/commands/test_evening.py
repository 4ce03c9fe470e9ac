from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from moedeapp.model.commands import evening, ideas, themes
from moedeapp.model.document import Document
from moedeapp.model.errors import BadValue, ClosedInPhase, MeetingFinal, RoundIsOpen, Unknown
from moedeapp.model.meeting import MeetingType, Phase, Role, Status, ordered
from tests.model.evenings import ticking_source

AtStage = Callable[[str], Document]


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("date", ["2026-11-23", ""], ["23.11.2026", "2026-11-31", "20261123", "2026-W48-1"]),
        ("mandate_date", ["2028-02-29"], ["2027-02-29"]),
        ("starts", ["19:00", "00:00", "23:59"], ["19", "24:00", "19:00:30", "T19:00", "7:00"]),
        ("ends", ["21:00"], ["1900", "19:00+01:00", "kl. 21"]),
        ("kle", ["15.20.24"], ["15.20", "15.20.24.1", "٣٣.20.24", "15-20-24"]),
        ("facet", ["P35", "Å01"], ["p35", "P3", "P355", "35P"]),
        ("type", [MeetingType.DIALOGUE, "information", None, ""], ["fest"]),
        ("title", ["Torvet"], ["\ud800", "t" * 10_001]),
    ],
)
def test_facts_have_the_form_that_the_protocol_needs(
    document: Document, name: str, good: list[Any], bad: list[Any]
) -> None:
    for value in good:
        document.apply(evening.describe(**{name: value}))
        assert getattr(document.state.facts, name) == (value or (None if name == "type" else ""))
    state = document.state
    for value in bad:
        with pytest.raises(BadValue) as error:
            document.apply(evening.describe(**{name: value}))
        assert error.value.name == name
    assert document.state is state


@pytest.mark.parametrize("name", ["id", "colour", "stage"])
def test_facts_that_do_not_exist_are_unknown(document: Document, name: str) -> None:
    with pytest.raises(Unknown):
        document.apply(evening.describe(**{name: "x"}))
    with pytest.raises(Unknown):
        document.apply(evening.set_organisation(**{name: "x"}))
    with pytest.raises(Unknown):
        document.apply(evening.leave_unresolved(name))


def test_tables_that_stay_keep_their_names(document: Document) -> None:
    document.apply(evening.set_tables(8))
    document.apply(evening.label_table(2, "Ved døren"))
    document.apply(evening.label_table(7, "Ved scenen"))
    document.apply(evening.set_tables(5))
    labels = {t.number: t.label for t in document.state.tables.values()}
    assert labels == {1: "", 2: "Ved døren", 3: "", 4: "", 5: ""}


def test_counts_that_cannot_be_are_refused(document: Document) -> None:
    acts: list[Any] = [
        evening.set_tables(-1),
        evening.set_tables(501),
        evening.count_heads(Role.CITIZEN, -1),
        evening.count_heads(Role.CITIZEN, 10**30),
        evening.use_plan([evening.PlannedStep(Phase.IDEAS, "x", 1441)]),
    ]
    state = document.state
    for act in acts:
        with pytest.raises(BadValue):
            document.apply(act)
    assert document.state is state


def test_a_question_that_was_answered_is_not_removed(at_stage: AtStage) -> None:
    document = at_stage("ideas")
    first, second = ordered(document.state.questions)
    with pytest.raises(BadValue, match="in_use"):
        document.apply(evening.remove_question(first.id))
    document.apply(themes.add("Frivillige", question=second.id))
    with pytest.raises(BadValue, match="in_use"):
        document.apply(evening.remove_question(second.id))


def test_a_meeting_hands_on_its_frame_and_nothing_that_was_said(
    tmp_path: Path, at_stage: AtStage
) -> None:
    earlier = at_stage("result")
    earlier.undo()
    template = evening.earlier(earlier.state)
    with Document.create(tmp_path / "næste.moede", source=ticking_source("next")) as document:
        key = document.state.facts.id
        document.apply(evening.use_earlier(template))
        state = document.state
        assert (state.facts.id, state.facts.title, state.facts.date) == (key, "Torvet", "")
        assert state.facts.unresolved == ()
        assert len(state.tables) == 4
        assert [q.words for q in ordered(state.questions)] == ["Hvad skal pladsen bruges til?"]
        assert [s.title for s in ordered(state.steps)] == ["Tavs idéfase"]
        assert state.ideas == state.themes == state.rounds == state.notes == {}
        assert document.check().problems == ()


def test_a_template_leaves_questions_alone_that_something_rests_on(at_stage: AtStage) -> None:
    document = at_stage("ideas")
    first, second = ordered(document.state.questions)
    document.apply(themes.add("Frivillige", question=second.id))
    document.apply(evening.go_to(Phase.FRAMES))
    document.apply(evening.use_earlier(evening.earlier(document.state)))
    questions = ordered(document.state.questions)
    assert questions[:2] == [first, second]
    assert [question.position for question in questions] == [1, 2, 3, 4]
    assert document.check().problems == ()


def test_a_final_protocol_is_revised_with_a_reason(at_stage: AtStage) -> None:
    document = at_stage("final")
    assert document.state.stage.status is Status.FINAL
    for change_note in ("", "  "):
        with pytest.raises(BadValue):
            document.apply(evening.revise(change_note))
    with pytest.raises(MeetingFinal):
        document.apply(ideas.add("For sent"))
    document.apply(evening.revise("Et tal var forkert"))
    stage = document.state.stage
    assert (stage.status, stage.version, stage.change_note) == (
        Status.DRAFT,
        2,
        "Et tal var forkert",
    )
    document.apply(ideas.add("Stadig for sent, men skrevet ned"))
    with pytest.raises(BadValue):
        document.apply(evening.revise("igen"))


@pytest.mark.parametrize("stage", ["open", "closed"])
def test_nothing_is_final_before_every_round_is_counted(at_stage: AtStage, stage: str) -> None:
    document = at_stage(stage)
    with pytest.raises(RoundIsOpen):
        document.apply(evening.go_to(Phase.NEXT_STEPS))
    with pytest.raises(ClosedInPhase):
        document.apply(evening.finish())


def test_a_question_is_worded_or_made(document: Document) -> None:
    (key,) = document.state.questions
    document.apply(evening.word_question(None, "Hvad nu?"))
    assert document.state.questions[key].words == "Hvad nu?"
    document.apply(evening.remove_question(key))
    with pytest.raises(Unknown):
        document.apply(evening.word_question(key, "Væk"))
    document.apply(evening.word_question(None, "Forfra?"))
    assert [q.words for q in document.state.questions.values()] == ["Forfra?"]


def test_a_step_of_the_run_sheet_changes_alone(at_stage: AtStage) -> None:
    document = at_stage("frames")
    (step,) = document.state.steps
    document.apply(evening.change_step(step, title="Idéer i ro"))
    document.apply(evening.change_step(step, minutes=20))
    assert (document.state.steps[step].title, document.state.steps[step].minutes) == (
        "Idéer i ro",
        20,
    )
    with pytest.raises(Unknown):
        document.apply(evening.change_step("ingen", minutes=1))
