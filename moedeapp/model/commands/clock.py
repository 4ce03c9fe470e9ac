"""The clock of the phase: more time, a pause, and on again.

None of it is part of what the meeting decides, so it leaves no entry in the journal and nothing
to undo: undo always means the last thing that was done to the meeting itself.
"""

from dataclasses import replace
from typing import Final

from moedeapp.model import clock
from moedeapp.model.commands import rounds
from moedeapp.model.draft import Command, Draft, command, counted
from moedeapp.model.errors import NotBegun
from moedeapp.model.meeting import Clock, Meeting

LONGEST: Final = 24 * 60
"""Most minutes that are given at a time."""


def more(meeting: Meeting, minutes: int) -> Command[None]:
    """The command that gives more time now: to the open round if its end is set, else the phase."""
    of_round = clock.timed_round(meeting)
    return rounds.extend(of_round.id, minutes) if of_round else give(minutes)


@command(undoable=False)
def give(draft: Draft, minutes: int) -> None:
    """Give the phase more time, counted from its end or, if that is past or unknown, from now.

    Raises NotBegun before the evening has entered a phase.
    """
    counted("minutes", minutes, LONGEST, 1)
    mine = _mine(draft)
    now = clock.phase_reading(draft.meeting, draft.source.now())
    over = -now.left if now.left is not None else now.elapsed
    draft.put("clock", replace(mine, extra=mine.extra + max(0, over) + 60 * minutes))


@command(undoable=False)
def pause(draft: Draft) -> None:
    """Let the clock stand still; nothing happens when it does."""
    mine = _mine(draft)
    if not mine.paused_at:
        draft.put("clock", replace(mine, paused_at=draft.now()))


@command(undoable=False)
def resume(draft: Draft) -> None:
    """Let the clock go on from where it stood still; nothing happens when it goes."""
    mine = _mine(draft)
    if mine.paused_at:
        rest = max(0, clock.seconds(mine.paused_at, draft.source.now()))
        draft.put("clock", replace(mine, rested=mine.rested + rest, paused_at=""))


def _mine(draft: Draft) -> Clock:
    """The clock of the present visit to a phase."""
    visit = clock.present_visit(draft.meeting)
    if visit is None:
        raise NotBegun
    return clock.of_visit(draft.meeting.clock, visit)
