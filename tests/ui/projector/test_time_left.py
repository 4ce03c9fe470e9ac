"""Which time the hall sees, and when it sees none."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from moedeapp.model.meeting import Clock, Phase, RoundState, Step, Visit
from moedeapp.ui.projector.time_left import time_left
from tests.export.evenings import rows
from tests.ui.projector.conftest import meeting, voting

ENTERED = datetime.fromisoformat("2026-11-23T19:10:00+01:00")
HALL = [Phase.IDEAS, Phase.THEMES, Phase.NEXT_STEPS]


def in_phase(phase, **clock):
    """An evening that entered a phase of ten minutes."""
    return replace(
        meeting(phase),
        steps=rows(Step("s1", 1, phase, "Trin", 10)),
        visits=rows(Visit("v1", 1, phase, ENTERED.isoformat())),
        clock=Clock(visit=1, **clock),
    )


def after(now, **time):
    told = time_left(now, ENTERED + timedelta(**time))
    return (told.label, told.figures) if told else None


@pytest.mark.parametrize("phase", HALL)
def test_the_hall_sees_the_time_of_a_phase_it_works_in(phase):
    assert after(in_phase(phase), minutes=3, seconds=20) == ("Tid tilbage", "6:40")


@pytest.mark.parametrize("phase", sorted(set(Phase) - set(HALL)))
def test_the_time_of_other_phases_is_the_facilitators(phase):
    assert after(in_phase(phase), minutes=3) is None


def test_more_time_is_seen_at_once():
    assert after(in_phase(Phase.IDEAS, extra=300), minutes=3) == ("Tid tilbage", "12:00")


def test_a_pause_is_told():
    paused = (ENTERED + timedelta(minutes=3)).isoformat()
    assert after(in_phase(Phase.IDEAS, paused_at=paused), minutes=8) == ("Pause", "7:00")


def test_the_time_of_a_phase_runs_out_and_is_forgotten_a_minute_later():
    assert after(in_phase(Phase.IDEAS), minutes=10) == ("Tiden er gået", "0:00")
    assert after(in_phase(Phase.IDEAS), minutes=10, seconds=59) == ("Tiden er gået", "0:00")
    assert after(in_phase(Phase.IDEAS), minutes=11) is None


def test_a_phase_without_a_planned_time_has_no_clock():
    assert after(replace(in_phase(Phase.IDEAS), steps=rows()), minutes=3) is None


def test_the_time_of_a_vote_is_seen_until_its_box_is_closed():
    ends = (ENTERED + timedelta(minutes=8)).isoformat()
    assert after(voting(RoundState.OPEN, ends_at=ends), seconds=209) == ("Tid tilbage", "4:31")
    assert after(voting(RoundState.OPEN, ends_at=ends), hours=1) == ("Tiden er gået", "0:00")
    assert after(voting(RoundState.CLOSED, ends_at=ends), seconds=209) is None
    assert after(voting(RoundState.OPEN), seconds=209) is None
