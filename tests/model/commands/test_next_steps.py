from collections.abc import Callable

import pytest

from moedeapp.model.commands import next_steps
from moedeapp.model.document import Document
from moedeapp.model.errors import BadValue, Unknown
from moedeapp.model.meeting import ordered

AtStage = Callable[[str], Document]


def test_what_is_not_mentioned_stays_and_empty_words_take_a_field_away(at_stage: AtStage) -> None:
    document = at_stage("result")
    (before,) = document.state.next_steps.values()
    document.apply(next_steps.change(before.id, responsible="Vej og Park"))
    document.apply(next_steps.change(before.id, deadline="", effect="Flere sidder ned"))
    after = document.state.next_steps[before.id]
    assert (after.action, after.proposal) == (before.action, before.proposal)
    assert (after.responsible, after.deadline, after.effect) == (
        "Vej og Park",
        "",
        "Flere sidder ned",
    )


@pytest.mark.parametrize("deadline", ["i morgen", "2027-02-30", "20270301"])
def test_a_deadline_is_a_day(at_stage: AtStage, deadline: str) -> None:
    document = at_stage("result")
    (step,) = document.state.next_steps
    for act in (
        next_steps.add("Ring", deadline=deadline),
        next_steps.change(step, deadline=deadline),
    ):
        with pytest.raises(BadValue):
            document.apply(act)


def test_steps_follow_each_other(at_stage: AtStage) -> None:
    document = at_stage("result")
    document.apply(next_steps.add("Og så"))
    assert [step.action for step in ordered(document.state.next_steps)] == [
        "Spørg forvaltningen",
        "Og så",
    ]


def test_a_step_needs_an_action_and_rests_on_nothing_unknown(at_stage: AtStage) -> None:
    document = at_stage("result")
    (step,) = document.state.next_steps
    for act in (next_steps.add(" "), next_steps.change(step, action="")):
        with pytest.raises(BadValue):
            document.apply(act)
    for unknown in (
        next_steps.add("Ring", proposal="ingen"),
        next_steps.change("ingen"),
        next_steps.remove("ingen"),
    ):
        with pytest.raises(Unknown):
            document.apply(unknown)
