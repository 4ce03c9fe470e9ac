"""How much time is left: read from when a phase was entered, so that a restart changes nothing.

Nothing here counts. The file keeps when the evening entered a phase, what was given and how long
the clock stood still; the rest is taking one time from another. A clock of the computer that was
set back, or a laptop that slept, therefore gives an odd time at worst, and never an error.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from moedeapp.model.meeting import Clock, Meeting, Phase, Round, RoundState, Visit, ordered

_HALF_A_DAY: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clock says at one moment, in seconds."""

    left: int | None = None
    """below 0 when the time is over; None when no time was set"""
    elapsed: int = 0
    """since the phase was entered or the round opened, without pauses"""
    planned: int = 0
    """what the run sheet gives the phase; for a round, from its opening to its end"""
    paused: bool = False
    round: str = ""
    """the key of the open round whose time this is; then more time is `rounds.extend`"""
    running: bool = False
    """whether there is anything to measure from: the evening has entered a phase"""

    @property
    def over(self) -> bool:
        """Whether the time has run out."""
        return self.left is not None and self.left <= 0


@dataclass(frozen=True, slots=True)
class Slot:
    """When the run sheet has a phase, in minutes since midnight; past 24 hours is the next day."""

    starts: int
    ends: int


def reading(meeting: Meeting, now: datetime) -> Reading:
    """What the clock says now: of the open round if its end is set, else of the phase."""
    vote = timed_round(meeting)
    return _of_round(vote, now) if vote else phase_reading(meeting, now)


def phase_reading(meeting: Meeting, now: datetime) -> Reading:
    """What the clock of the phase says, whatever else has a time of its own."""
    visit = present_visit(meeting)
    planned = planned_seconds(meeting, meeting.stage.phase)
    if visit is None:
        return Reading(planned=planned)
    clock = of_visit(meeting.clock, visit)
    at = _moment(clock.paused_at, now) if clock.paused_at else now
    elapsed = max(0, seconds(visit.entered_at, at) - clock.rested)
    given = planned + clock.extra
    return Reading(
        left=given - elapsed if given else None,
        elapsed=elapsed,
        planned=planned,
        paused=bool(clock.paused_at),
        running=True,
    )


def timed_round(meeting: Meeting) -> Round | None:
    """The open round whose end is set, or None."""
    for vote in meeting.rounds.values():
        if vote.state is RoundState.OPEN and vote.ends_at:
            return vote
    return None


def _of_round(vote: Round, now: datetime) -> Reading:
    return Reading(
        left=-seconds(vote.ends_at, now),
        elapsed=max(0, seconds(vote.opened_at, now)),
        planned=max(0, seconds(vote.opened_at, _moment(vote.ends_at, now))),
        round=vote.id,
        running=True,
    )


def present_visit(meeting: Meeting) -> Visit | None:
    """The latest visit to a phase; None before the evening has moved."""
    return max(meeting.visits.values(), key=lambda visit: visit.number, default=None)


def of_visit(clock: Clock, visit: Visit) -> Clock:
    """The clock as it is for a visit: untouched when it belongs to another."""
    return clock if clock.visit == visit.number else Clock(visit=visit.number)


def planned_seconds(meeting: Meeting, phase: Phase) -> int:
    """What the run sheet gives a phase, all its steps together."""
    steps = (step for step in meeting.steps.values() if step.phase is phase)
    return 60 * sum(step.minutes * step.times for step in steps)


def seconds(since: str, until: datetime) -> int:
    """Whole seconds from a stored moment to another; below 0 when it is still to come."""
    # Stored moments are cut to the second; so is this one, or a pause would cost a second.
    return round((until.replace(microsecond=0) - _moment(since, until)).total_seconds())


def _moment(text: str, now: datetime) -> datetime:
    """A stored moment; now when the file holds none that can be read."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return now
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


# --- the evening against its run sheet


def timetable(meeting: Meeting) -> Mapping[Phase, Slot]:
    """When the run sheet has each phase; empty when nobody said when the meeting begins."""
    if not meeting.facts.starts:
        return {}
    begins = time.fromisoformat(meeting.facts.starts)
    now = begins.hour * 60 + begins.minute
    found: dict[Phase, Slot] = {}
    for step in ordered(meeting.steps):
        ends = now + step.minutes * step.times
        before = found.get(step.phase)
        found[step.phase] = replace(before, ends=ends) if before else Slot(now, ends)
        now = ends
    return found


def behind(meeting: Meeting, now: datetime) -> int | None:
    """How many minutes the present phase will end after its time; below 0 is ahead.

    None when there is nothing to compare: no run sheet, no phase entered, or another day.
    """
    slot = timetable(meeting).get(meeting.stage.phase)
    visit = present_visit(meeting)
    if slot is None or visit is None or meeting.stage.ended_at:
        return None
    day = date.fromisoformat(meeting.facts.date) if meeting.facts.date else now.date()
    planned = datetime.combine(day, time(), now.tzinfo) + timedelta(minutes=slot.ends)
    left = reading(meeting, now).left or 0
    late = now + timedelta(seconds=max(0, left)) - planned
    return None if abs(late) > _HALF_A_DAY else round(late / timedelta(minutes=1))
