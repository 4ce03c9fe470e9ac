"""Dates, clock times, numbers and lists the way they are written in the language spoken."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Final, Literal

from moedeapp.model.errors import BadValue
from moedeapp.texts.languages import pgettext, spoken

_LOCALES: Final = {"da": "da_DK", "en": "en_GB"}


def date(text: str, *, short: bool = False) -> str:
    """``2026-11-23`` as "23. november 2026", or short as "23. nov. 2026"."""
    from babel.dates import format_date

    try:
        day = datetime.fromisoformat(text).date()
    except ValueError:
        raise BadValue("date", text, "not_a_date") from None
    return format_date(day, "medium" if short else "long", _LOCALES[spoken()])


def clock(text: str) -> str:
    """``20:18``, or a whole ISO time, as "kl. 20.18"; the zone is the one it is written in."""
    return _at(_bare(text))


def period(starts: str, ends: str) -> str:
    """Two times as "kl. 19.00–21.00"."""
    return _at(f"{_bare(starts)}–{_bare(ends)}")


def hours(starts: str, ends: str = "") -> str:
    """Two times of day, or one, as they stand in a table: "19.00–21.00"."""
    return f"{_bare(starts)}–{_bare(ends)}" if ends else _bare(starts)


def number(value: int | float) -> str:
    """A number with the marks of the language: "1.234" and "2,5" in Danish."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=_LOCALES[spoken()])


def listed(items: Iterable[str], last: Literal["and", "or"] = "and") -> str:
    """Items in one sentence: "a, b og c", or with "eller" before the last."""
    from babel.lists import format_list

    style: Literal["standard", "or"] = "standard" if last == "and" else "or"
    return format_list(list(items), style, _LOCALES[spoken()])


def _at(time_of_day: str) -> str:
    return pgettext("clock", "{time}").format(time=time_of_day)


def _bare(text: str) -> str:
    try:
        moment = (datetime if "T" in text else time).fromisoformat(text)
    except ValueError:
        raise BadValue("time", text, "not_a_time") from None
    return pgettext("clock", "{hour}:{minute:02}").format(hour=moment.hour, minute=moment.minute)
