from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from pyrsistent import pmap

from moedeapp.model.clock import Reading, Slot, behind, reading, timetable
from moedeapp.model.document import Document
from moedeapp.model.meeting import (
    Clock,
    Facts,
    Meeting,
    Phase,
    Round,
    RoundState,
    Stage,
    Step,
    Visit,
)

AtStage = Callable[[str], Document]
DANISH = timezone(timedelta(hours=1))
SEVEN = datetime(2026, 11, 23, 19, 0, tzinfo=DANISH)


def at(minutes: float) -> datetime:
    """So many minutes after seven."""
    return SEVEN + timedelta(minutes=minutes)


def evening(
    *visits: tuple[Phase, float],
    steps: Iterable[tuple[Phase, int, int]] = ((Phase.WELCOME, 10, 1), (Phase.IDEAS, 12, 2)),
    **changed: object,
) -> Meeting:
    """A meeting at seven that has entered phases so many minutes after."""
    went = [Visit(f"v{n}", n, phase, at(late).isoformat()) for n, (phase, late) in _counted(visits)]
    sheet = [Step(f"s{n}", n, *_step(step)) for n, step in _counted(steps)]
    meeting = Meeting(
        Facts("m", date="2026-11-23", starts="19:00"),
        stage=Stage(phase=visits[-1][0] if visits else Phase.FRAMES),
        visits=pmap({visit.id: visit for visit in went}),
        steps=pmap({step.id: step for step in sheet}),
    )
    return replace(meeting, **changed)  # type: ignore[arg-type]


def _counted(rows: Iterable[object]) -> Iterable[tuple[int, object]]:
    return enumerate(rows, 1)


def _step(step: tuple[Phase, int, int]) -> tuple[Phase, str, int, str, str, int]:
    phase, minutes, times = step
    return phase, "Trin", minutes, "", "", times


def test_the_time_left_is_what_the_run_sheet_gives_less_what_has_gone() -> None:
    meeting = evening((Phase.IDEAS, 10))
    assert reading(meeting, at(17)) == Reading(
        left=17 * 60, elapsed=7 * 60, planned=24 * 60, running=True
    )
    assert reading(meeting, at(34)).left == 0
    assert reading(meeting, at(35)).left == -60
    assert [reading(meeting, at(m)).over for m in (33, 34, 35)] == [False, True, True]


def test_only_the_latest_visit_counts() -> None:
    meeting = evening((Phase.IDEAS, 0), (Phase.WELCOME, 5), (Phase.IDEAS, 30))
    assert reading(meeting, at(31)).left == 23 * 60


def test_a_phase_without_a_planned_time_counts_upwards() -> None:
    assert reading(evening((Phase.THEMES, 0)), at(3)) == Reading(elapsed=180, running=True)


def test_before_the_evening_has_moved_there_is_no_clock() -> None:
    assert reading(evening(), at(3)) == Reading()
    assert not reading(evening(), at(3)).over


def test_what_was_given_and_rested_belongs_to_one_visit_only() -> None:
    meeting = evening((Phase.IDEAS, 0), clock=Clock(visit=1, extra=300, rested=60))
    assert reading(meeting, at(4)).left == (24 + 5 - 3) * 60
    other = replace(meeting, clock=replace(meeting.clock, visit=2, paused_at=at(1).isoformat()))
    assert reading(other, at(4)) == reading(replace(meeting, clock=Clock()), at(4))


def test_a_paused_clock_says_the_same_for_ever() -> None:
    meeting = evening((Phase.IDEAS, 0), clock=Clock(visit=1, paused_at=at(4).isoformat()))
    assert reading(meeting, at(4)).paused
    assert {reading(meeting, at(m)).left for m in (4, 9, 600, -5)} == {20 * 60}


def test_a_clock_set_back_shows_all_the_time_and_a_laptop_that_slept_shows_it_gone() -> None:
    meeting = evening((Phase.IDEAS, 0))
    assert reading(meeting, at(-90)) == Reading(left=24 * 60, planned=24 * 60, running=True)
    assert reading(meeting, at(3 * 24 * 60)).left == (24 - 3 * 24 * 60) * 60
    rested = evening((Phase.IDEAS, 0), clock=Clock(visit=1, rested=9999))
    assert reading(rested, at(1)).elapsed == 0


@pytest.mark.parametrize("stored", ["", "i går", "2026-11-23T19:00:00"])
def test_a_time_that_cannot_be_compared_is_no_error(stored: str) -> None:
    meeting = evening((Phase.IDEAS, 0))
    visit = replace(meeting.visits["v1"], entered_at=stored)
    odd = replace(meeting, visits=meeting.visits.set("v1", visit))
    assert reading(odd, at(2)).elapsed in (0, 120)
    paused = replace(meeting, clock=Clock(visit=1, paused_at=stored or "?"))
    assert reading(paused, at(2)).paused


def test_parts_of_a_second_are_cut_off_as_they_are_in_the_file() -> None:
    meeting = evening((Phase.IDEAS, 0), clock=Clock(visit=1, extra=60))
    just_before = at(0) + timedelta(microseconds=999_999)
    assert reading(meeting, just_before).elapsed == 0
    paused = replace(meeting, clock=replace(meeting.clock, paused_at=at(0).isoformat()))
    assert reading(paused, just_before).left == reading(meeting, just_before).left


def test_another_zone_is_the_same_moment() -> None:
    meeting = evening((Phase.IDEAS, 0))
    assert reading(meeting, at(7).astimezone(UTC)) == reading(meeting, at(7))


def vote(**values: object) -> Round:
    opened = Round("r", "q", 1, RoundState.OPEN, 3, 2, opened_at=at(40).isoformat())
    return replace(opened, **values)  # type: ignore[arg-type]


def voting(round_: Round) -> Meeting:
    return evening((Phase.DOTS, 38), steps=[(Phase.DOTS, 10, 1)], rounds=pmap({round_.id: round_}))


def test_while_a_round_is_open_its_end_is_what_the_clock_says() -> None:
    meeting = voting(vote(ends_at=at(48).isoformat()))
    assert reading(meeting, at(42)) == Reading(
        left=6 * 60, elapsed=2 * 60, planned=8 * 60, round="r", running=True
    )
    assert reading(meeting, at(50)).left == -120


def test_a_round_without_an_end_or_that_is_closed_leaves_the_clock_to_the_phase() -> None:
    ends = at(48).isoformat()
    for one in (vote(), vote(state=RoundState.CLOSED, ends_at=ends)):
        found = reading(voting(one), at(42))
        assert (found.round, found.left) == ("", 6 * 60)


def test_a_pause_of_the_phase_does_not_stop_a_round() -> None:
    meeting = replace(
        voting(vote(ends_at=at(48).isoformat())),
        clock=Clock(visit=1, paused_at=at(39).isoformat()),
    )
    assert not reading(meeting, at(42)).paused
    assert reading(meeting, at(42)).left == 6 * 60


# --- against the run sheet


def test_the_timetable_adds_up_the_run_sheet() -> None:
    steps = [(Phase.WELCOME, 10, 1), (Phase.IDEAS, 12, 2), (Phase.IDEAS, 6, 1), (Phase.DOTS, 5, 1)]
    seven = 19 * 60
    assert timetable(evening(steps=steps)) == {
        Phase.WELCOME: Slot(seven, seven + 10),
        Phase.IDEAS: Slot(seven + 10, seven + 40),
        Phase.DOTS: Slot(seven + 40, seven + 45),
    }
    unsaid = replace(evening(steps=steps), facts=Facts("m"))
    assert timetable(unsaid) == {}


def test_the_evening_is_behind_by_what_its_phase_will_end_too_late() -> None:
    on_time = evening((Phase.IDEAS, 10))
    assert [behind(on_time, at(m)) for m in (10, 20, 34, 41)] == [0, 0, 0, 7]
    late = evening((Phase.IDEAS, 15))
    assert [behind(late, at(m)) for m in (15, 39, 41)] == [5, 5, 7]
    early = evening((Phase.IDEAS, 7))
    assert behind(early, at(8)) == -3
    given = replace(late, clock=Clock(visit=1, extra=300))
    assert behind(given, at(20)) == 10


def test_without_a_date_the_run_sheet_is_for_today() -> None:
    meeting = evening((Phase.IDEAS, 15))
    undated = replace(meeting, facts=replace(meeting.facts, date=""))
    assert behind(undated, at(15)) == 5


def test_on_another_day_nobody_is_late() -> None:
    meeting = evening((Phase.IDEAS, 15))
    other = replace(meeting, facts=replace(meeting.facts, date="2026-12-01"))
    assert behind(other, at(15)) is None
    assert behind(evening(), at(15)) is None
    assert behind(evening((Phase.THEMES, 0)), at(15)) is None


def test_an_evening_that_has_ended_is_not_late_any_more() -> None:
    meeting = evening((Phase.IDEAS, 15))
    ended = replace(meeting, stage=replace(meeting.stage, ended_at=at(40).isoformat()))
    assert behind(ended, at(50)) is None
