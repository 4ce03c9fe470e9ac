"""What is keyed from paper: a slip of dots or of agreement, and the stickers of a table."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from moedeapp.model.codes import CODE_LENGTH
from moedeapp.model.errors import BadValue, Unknown
from moedeapp.model.meeting import Agreement

BLANK: Final = "0"
"""Keyed for a slip without dots, so that an empty line is never a ballot."""

_SINGLE: Final = 9
"""Up to so many proposals, digits need no space between them."""

_BETWEEN: Final = re.compile(r"[\s\u00a0–-]")
"""What may stand between the signs of a code."""


def split_code(typed: str) -> tuple[str, str]:
    """The first eight signs of what is typed, and what comes after them.

    The code is empty while it has fewer signs; whether it is right is not looked at.
    """
    signs = 0
    for at, sign in enumerate(typed):
        signs += not _BETWEEN.match(sign)
        if signs == CODE_LENGTH:
            return typed[: at + 1].strip(), typed[at + 1 :].strip()
    return "", ""


def read_slip(keyed: str, proposals: Mapping[int, str]) -> dict[str, int]:
    """Dots by proposal key, from "1 1 3 4"; `proposals` gives keys by number.

    With at most nine proposals "1134" is the same. Raises Unknown for a number that is not on
    the slip, BadValue when nothing or something else than numbers was keyed.
    """
    if not keyed.strip():
        raise BadValue("slips", keyed, "empty")
    if keyed.strip() == BLANK:
        return {}
    words = [word for word in re.split(r"[\s,.;+-]+", keyed) if word]
    if len(proposals) <= _SINGLE:
        words = list("".join(words))
    given: Counter[str] = Counter()
    for word in words:
        if not (word.isascii() and word.isdigit()):
            raise BadValue("slips", word, "not_a_number")
        if int(word) not in proposals:
            raise Unknown("proposals", word)
        given[proposals[int(word)]] += 1
    return dict(given)


def read_steps(keyed: str, proposals: Mapping[int, str]) -> dict[str, Agreement]:
    """Steps by proposal key, from one digit for each proposal by number: "2 1 0 5".

    1 is full agreement and 5 is against; 0 is no answer, and a single 0 a blank slip. Raises
    BadValue for another number of digits or another digit.
    """
    if not keyed.strip():
        raise BadValue("slips", keyed, "empty")
    digits = re.sub(r"[\s,.;+-]+", "", keyed)
    if digits == BLANK:
        return {}
    for digit in digits:
        if digit not in "012345":
            raise BadValue("step", digit, "not_allowed")
    if len(digits) != len(proposals):
        problem = "too_few" if len(digits) < len(proposals) else "too_many"
        raise BadValue("slips", str(len(digits)), problem, len(proposals))
    steps = list(Agreement)
    return {
        proposals[number]: steps[int(digit) - 1]
        for number, digit in zip(sorted(proposals), digits, strict=True)
        if digit != BLANK
    }


def read_stickers(keyed: str, proposals: Mapping[int, str]) -> dict[str, int]:
    """Sticker dots by proposal key, from "1:12 3:4"; a single 0 is none at all.

    Raises BadValue when it is written in another way or names a proposal twice, Unknown for a
    number that is not on the list.
    """
    if keyed.strip() == BLANK:
        return {}
    given: dict[str, int] = {}
    for word in keyed.split() or [""]:
        found = re.fullmatch(r"([0-9]{1,3}):([0-9]{1,6})", word)
        if found is None:
            raise BadValue("stickers", word, "not_allowed" if word else "empty")
        number, count = map(int, found.groups())
        if number not in proposals:
            raise Unknown("proposals", found[1])
        if proposals[number] in given:
            raise BadValue("proposal", found[1], "duplicate")
        given[proposals[number]] = count
    return given


def read_objections(typed: str, proposals: Mapping[int, str]) -> dict[str, str]:
    """Objections by proposal key, from lines such as "2: It is too loud".

    Raises BadValue when a line has no number before it or names a proposal twice, Unknown for a
    number that is not on the slip.
    """
    said: dict[str, str] = {}
    for line in filter(str.strip, typed.splitlines()):
        found = re.fullmatch(r"\s*([0-9]{1,3})\s*[:.]\s*(\S.*)", line)
        if found is None:
            raise BadValue("objection", line.strip(), "not_a_number")
        if int(found[1]) not in proposals:
            raise Unknown("proposals", found[1])
        key = proposals[int(found[1])]
        if key in said:
            raise BadValue("proposal", found[1], "duplicate")
        said[key] = found[2]
    return said
