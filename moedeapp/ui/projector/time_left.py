"""The time the hall sees; the one place that knows where it comes from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from moedeapp.model.meeting import Meeting, RoundState
from moedeapp.texts import _

Now = Callable[[], datetime]


def now() -> datetime:
    """The time of day, with its zone."""
    return datetime.now().astimezone()


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
    """What the clock says at a moment; None when there is no time to keep."""
    left = seconds_left(meeting, at)
    if left is None:
        return None
    if left <= 0:
        return Time(_("The time is up"), figures(0))
    return Time(_("Time left"), figures(left))


def seconds_left(meeting: Meeting, at: datetime) -> int | None:
    """Seconds until the open round ends; None when there is none, or it has no end."""
    for vote in meeting.rounds.values():
        if vote.state is RoundState.OPEN and vote.ends_at:
            return round((datetime.fromisoformat(vote.ends_at) - at).total_seconds())
    return None


def figures(seconds: int) -> str:
    """Seconds as "4:31", or "1:04:31"."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
