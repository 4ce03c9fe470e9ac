"""Days and times of day as people type them."""

import re
from datetime import date, datetime, timedelta
from typing import Final

_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "ma[jy]", "jun", "jul", "aug", "sep", "o[kc]t", "nov", "dec",
)  # fmt: skip
_WEEKDAY: Final = re.compile(
    r"(?:(?:man|tirs|ons|tors|fre|lør|søn)(?:dag)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"\.?,?\s+"
)
_THE: Final = re.compile(r"(?:d\.|den|the)\s*")
_ISO: Final = re.compile(r"(\d{4})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{1,2})")
_NUMBERS: Final = re.compile(r"(\d{1,2})\s*[-./]\s*(\d{1,2})(?:\.?\s*[-./ ]\s*(\d{4}|\d{2}))?")
_NAMED: Final = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?\s*([a-z]{3,9})\.?,?\s*(\d{4}|\d{2})?")
_TIME: Final = re.compile(r"(?:(?:kl|at)\b\.?\s*)?(\d{1,2})(?:\s*[.:,]?\s*(\d{2}))?")


def iso_date(text: str, today: date | None = None) -> str:
    """A day as it is kept, from "23.11.2026", "23/11-26", "mandag den 23. november 2026" or ISO.

    A day without a year is the next one from `today`, if that is given. Other text as it stands.
    """
    words = text.strip()
    said = _THE.sub("", _WEEKDAY.sub("", words.casefold(), count=1), count=1)
    try:
        found = _day(said, today)
    except ValueError:
        found = None
    return found.isoformat() if found else words


def _day(said: str, today: date | None) -> date | None:
    if found := _ISO.fullmatch(said):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(said):
        month = int(found[2])
    elif found := _NAMED.fullmatch(said):
        month = _month(found[2])
    if not found:
        return None
    if found[3]:
        year = int(found[3])
        return date(year if year > 99 else 2000 + year, month, int(found[1]))
    return _next(month, int(found[1]), today) if today else None


def _month(name: str) -> int:
    for number, start in enumerate(_MONTHS, 1):
        if re.match(start, name):
            return number
    raise ValueError(name)


def _next(month: int, day: int, today: date) -> date:
    this = date(today.year, month, day)
    return this if this >= today else date(today.year + 1, month, day)


def iso_time(text: str) -> str:
    """A time of day as it is kept, from "19", "kl. 19.30" or "1930"; other text as it stands."""
    words = text.strip()
    found = _TIME.fullmatch(words.casefold())
    return f"{int(found[1]):02}:{found[2] or '00'}" if found else words


def shown_day(text: str) -> str:
    """A day that is kept, the way people type it: "23.11.2026"; other text as it stands."""
    try:
        return date.fromisoformat(text).strftime("%d.%m.%Y")
    except ValueError:
        return text


def clock_after(starts: str, minutes: int) -> str:
    """The time of day so many minutes after "HH:MM", over midnight too; else nothing."""
    try:
        first = datetime.strptime(starts, "%H:%M")
    except ValueError:
        return ""
    return (first + timedelta(minutes=minutes)).strftime("%H:%M")
