"""Days as people type them."""

import re
from datetime import date, datetime, timedelta


def iso_date(text: str) -> str:
    """A day as it is kept, from "23.11.2026", "23/11-2026" or ISO; other text as it stands."""
    words = text.strip()
    parts = words.replace("/", ".").replace("-", ".").split(".")
    if len(parts) == 3 and all(part.strip().isdecimal() for part in parts):
        numbers = [int(part) for part in parts]
        if numbers[0] < 32:
            numbers.reverse()
        try:
            return date(*numbers).isoformat()
        except ValueError:
            return words
    return words


def shown_day(text: str) -> str:
    """A day that is kept, the way people type it: "23.11.2026"; other text as it stands."""
    try:
        return date.fromisoformat(text).strftime("%d.%m.%Y")
    except ValueError:
        return text


def iso_time(text: str) -> str:
    """A time of day as it is kept, from "19", "19.00", "kl. 19:00"; other text as it stands."""
    words = text.strip()
    found = re.fullmatch(r"(?:kl\.?\s*)?([0-9]{1,2})(?:[.:]?([0-9]{2}))?", words)
    if not found:
        return words
    hour, minute = int(found[1]), int(found[2] or 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else words


def clock_after(starts: str, minutes: int) -> str:
    """The time of day so many minutes after "HH:MM", over midnight too; else nothing."""
    try:
        first = datetime.strptime(starts, "%H:%M")
    except ValueError:
        return ""
    return (first + timedelta(minutes=minutes)).strftime("%H:%M")
