import pytest

from moedeapp.intake.plans import plans
from moedeapp.model.meeting import MeetingType, Phase

FORMATS = {
    "1-2-4-alle", "world-cafe", "open-space", "nominel-gruppe", "kj-affinitet", "prikafstemning",
    "enighedsskala", "temateam", "samskabelse",
}  # fmt: skip


@pytest.fixture(params=["da", "en"])
def listed(request):
    return {plan.key: plan for plan in plans(request.param)}


def test_there_is_a_run_sheet_for_every_format(listed):
    assert listed.keys() >= FORMATS


def test_every_step_says_what_happens_and_how_long(listed):
    for plan in listed.values():
        assert plan.name
        assert plan.description
        assert isinstance(plan.type, MeetingType)
        for step in plan.steps:
            assert isinstance(step.phase, Phase)
            assert step.title
            assert step.minutes > 0


def test_a_repeated_step_counts_every_time(listed):
    cafe = listed["world-cafe"]
    (rounds,) = (step for step in cafe.steps if step.times > 1)
    assert rounds.times >= 3
    assert rounds.minutes == 20
    assert cafe.minutes == sum(step.minutes * step.times for step in cafe.steps)


def test_silence_and_listening_are_read(listed):
    assert any(step.silent for step in listed["nominel-gruppe"].steps)
    assert any(step.listening for plan in listed.values() for step in plan.steps)
