"""The time the hall sees: of the vote, or of the phase while the hall works."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from moedeapp.model.clock import Reading, reading
from moedeapp.model.meeting import Meeting, Phase
from moedeapp.texts import _, stopwatch

_WORKING: Final = frozenset({Phase.IDEAS, Phase.THEMES, Phase.NEXT_STEPS})
"""Phases whose own time is the hall's business."""

_GONE: Final = -60
"""Seconds after which the hall is no longer told that the time of a phase is up."""


@dataclass(frozen=True, slots=True)
class Time:
    """A clock as it stands on the page."""

    label: str
    figures: str

    @property
    def sample(self) -> str:
        """Figures as wide as any this clock will have for a while."""
        return "0" * len(self.figures) if len(self.figures) > len("00:00") else "00:00"


def time_left(meeting: Meeting, at: datetime) -> Time | None:
    """What the clock says at a moment; None when there is no time for the hall to keep."""
    now = reading(meeting, at)
    if now.left is None or not _told(meeting, now, now.left):
        return None
    if now.paused:
        return Time(_("Pause"), stopwatch(max(0, now.left)))
    label = _("The time is up") if now.over else _("Time left")
    return Time(label, stopwatch(max(0, now.left)))


def _told(meeting: Meeting, now: Reading, left: int) -> bool:
    return bool(now.round) or (meeting.stage.phase in _WORKING and left > _GONE)
