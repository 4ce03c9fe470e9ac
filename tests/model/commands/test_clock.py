from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from moedeapp.model.clock import reading
from moedeapp.model.commands import clock, evening, rounds
from moedeapp.model.document import Document
from moedeapp.model.errors import BadValue, MeetingFinal, NotBegun
from moedeapp.model.meeting import Clock, Phase
from tests.model.evenings import only_round, ticking_source

AtStage = Callable[[str], Document]


class Watch:
    """A clock that stands where it was put."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def later(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


@pytest.fixture
def watch() -> Watch:
    """The time of the meeting."""
    return Watch()


@pytest.fixture
def held(path: Path, watch: Watch) -> Iterator[Document]:
    """A meeting in the phase Ideas, which its run sheet gives 12 minutes."""
    source = replace(ticking_source(), now=watch)
    with Document.create(path, source=source, words="Hvad?") as document:
        document.apply(evening.use_plan([evening.PlannedStep(Phase.IDEAS, "Idéer", 12)]))
        document.apply(evening.leave_unresolved())
        document.apply(evening.go_to(Phase.IDEAS))
        yield document


def left(document: Document, watch: Watch) -> float | None:
    """Minutes left."""
    found = reading(document.state, watch.now).left
    return None if found is None else found / 60


def test_more_time_is_counted_from_the_end_while_there_is_time_left(
    held: Document, watch: Watch
) -> None:
    watch.later(3)
    held.apply(clock.give(5))
    assert left(held, watch) == 14
    held.apply(clock.give(1))
    assert left(held, watch) == 15


def test_more_time_is_counted_from_now_when_the_time_is_over(held: Document, watch: Watch) -> None:
    watch.later(20)
    held.apply(clock.give(5))
    assert left(held, watch) == 5


def test_giving_time_starts_a_clock_where_none_was_planned(held: Document, watch: Watch) -> None:
    held.apply(evening.go_to(Phase.THEMES))
    watch.later(30)
    assert left(held, watch) is None
    held.apply(clock.give(5))
    assert left(held, watch) == 5
    watch.later(2)
    assert left(held, watch) == 3


def test_a_pause_takes_no_time(held: Document, watch: Watch) -> None:
    watch.later(2)
    held.apply(clock.pause())
    watch.later(7)
    assert (left(held, watch), reading(held.state, watch.now).paused) == (10, True)
    held.apply(clock.give(1))
    assert left(held, watch) == 11
    held.apply(clock.resume())
    watch.later(1)
    assert (left(held, watch), reading(held.state, watch.now).paused) == (10, False)
    held.apply(clock.pause())
    watch.later(1)
    held.apply(clock.resume())
    assert left(held, watch) == 10


def test_a_second_pause_and_a_second_start_change_nothing(held: Document, watch: Watch) -> None:
    held.apply(clock.pause())
    watch.later(3)
    before = held.state
    held.apply(clock.pause())
    assert held.state is before
    held.apply(clock.resume())
    before = held.state
    held.apply(clock.resume())
    assert held.state is before


def test_a_computer_clock_that_was_set_back_in_a_pause_takes_no_time(
    held: Document, watch: Watch
) -> None:
    held.apply(clock.pause())
    watch.later(-60)
    held.apply(clock.resume())
    assert left(held, watch) == 12


def test_another_phase_begins_with_a_fresh_clock_and_undo_finds_the_old_one(
    held: Document, watch: Watch
) -> None:
    held.apply(clock.give(5))
    held.apply(clock.pause())
    held.apply(evening.go_to(Phase.WELCOME))
    assert (left(held, watch), reading(held.state, watch.now).paused) == (None, False)
    assert held.undo() == "evening.go_to"
    assert (left(held, watch), reading(held.state, watch.now).paused) == (17, True)


def test_the_clock_is_never_in_the_way_of_undo(held: Document, watch: Watch) -> None:
    held.apply(clock.give(5))
    held.apply(evening.go_to(Phase.WELCOME))
    for act in (clock.give(1), clock.pause(), clock.resume(), clock.pause()):
        held.apply(act)
        watch.later(1)
    entries = len(held.journal())
    assert held.undo() == "evening.go_to"
    assert held.redo() == "evening.go_to"
    # The clock is where it was left, and one undo and one redo were written down.
    stopped = held.state.clock.paused_at
    assert held.state.clock == Clock(visit=2, extra=60, rested=60, paused_at=stopped)
    assert len(held.journal()) == entries + 2


def test_the_clock_leaves_no_trace_and_forgets_nothing_that_can_be_redone(
    held: Document, watch: Watch
) -> None:
    held.undo()
    held.redo()
    held.undo()
    held.apply(evening.go_to(Phase.WELCOME))
    held.undo()
    before = held.journal()
    for act in (clock.pause(), clock.resume(), clock.give(1)):
        with pytest.raises(NotBegun):
            held.apply(act)
    held.redo()
    held.apply(evening.go_to(Phase.IDEAS))
    held.undo()
    before = held.journal()
    for act in (clock.pause(), clock.resume(), clock.give(1)):
        held.apply(act)
    assert held.journal() == before
    assert held.next_redo() == "evening.go_to"


def test_a_restart_goes_on_with_the_same_clock(held: Document, watch: Watch, path: Path) -> None:
    watch.later(2)
    held.apply(clock.give(5))
    held.apply(clock.pause())
    before = reading(held.state, watch.now)
    held.close()
    with Document.open(path) as again:
        assert reading(again.state, watch.now) == before


def test_nobody_gives_nothing_or_more_than_a_day(held: Document) -> None:
    for minutes in (0, -5, 24 * 60 + 1):
        with pytest.raises(BadValue):
            held.apply(clock.give(minutes))


def test_more_time_goes_to_the_open_round_while_its_end_is_set(at_stage: AtStage) -> None:
    document = at_stage("open")
    vote = only_round(document.state)
    ends = document.state.rounds[vote].ends_at
    document.apply(clock.more(document.state, 1))
    assert document.state.rounds[vote].ends_at > ends
    assert document.state.clock == Clock()
    document.apply(rounds.close(vote))
    document.apply(clock.more(document.state, 1))
    assert document.state.clock.extra >= 60


def test_a_final_meeting_has_no_clock_to_change(at_stage: AtStage) -> None:
    document = at_stage("final")
    for act in (clock.give(1), clock.pause(), clock.resume()):
        with pytest.raises(MeetingFinal):
            document.apply(act)
