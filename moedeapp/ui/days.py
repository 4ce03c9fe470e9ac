"""Days as people type them."""

from datetime import date


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
