"""How long something takes or lasts, in digits and in words."""

from moedeapp.texts.dates import listed, number
from moedeapp.texts.languages import _, ngettext


def stopwatch(seconds: int) -> str:
    """Seconds in digits, "7:42" or "1:07:42", with a minus sign when they are below 0."""
    sign = "\N{MINUS SIGN}" if seconds < 0 else ""
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours}:{minutes:02}:{rest:02}" if hours else f"{sign}{minutes}:{rest:02}"


def duration(seconds: int) -> str:
    """Seconds in words, "7 minutter og 42 sekunder"; what is 0 is left out."""
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = (
        (hours, ngettext("{n} hour", "{n} hours", hours)),
        (minutes, ngettext("{n} minute", "{n} minutes", minutes)),
        (rest, ngettext("{n} second", "{n} seconds", rest)),
    )
    told = [words.format(n=number(count)) for count, words in parts if count]
    return listed(told or [parts[-1][1].format(n=number(0))])


def time_left(left: int | None, elapsed: int, *, paused: bool = False) -> str:
    """What a clock says, as a screen reader reads it; without a time set, how long it has gone."""
    if left is None:
        words = _("{time} gone").format(time=duration(elapsed))
    elif left < 0:
        words = _("The time ran out {time} ago").format(time=duration(left))
    elif left == 0:
        words = _("The time is up")
    else:
        words = _("{time} left").format(time=duration(left))
    return _("{clock}, paused").format(clock=words) if paused else words
