"""Cells that stand for a table, a role, a channel or a number."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from moedeapp.intake.problems import Problem
from moedeapp.model.errors import CannotRead
from moedeapp.model.meeting import Channel, Role

_ROLES: Final[Mapping[str, Role]] = {
    "": Role.CITIZEN,
    "borger": Role.CITIZEN,
    "citizen": Role.CITIZEN,
    "deltager": Role.CITIZEN,
    "politiker": Role.POLITICIAN,
    "politician": Role.POLITICIAN,
    "medarbejder": Role.STAFF,
    "staff": Role.STAFF,
}
_CHANNELS: Final[Mapping[str, Channel]] = {
    "": Channel.IMPORT,
    "papir": Channel.PAPER,
    "paper": Channel.PAPER,
    "telefon": Channel.PHONE,
    "phone": Channel.PHONE,
    "bord": Channel.TABLE,
    "bordenhed": Channel.TABLE,
    "table": Channel.TABLE,
}
_TABLE: Final = re.compile(r"(?:bord|table)?\s*(?:nr\.?)?\s*([1-9][0-9]{0,3})", re.IGNORECASE)
_LARGEST: Final = 999_999_999
_WHOLE: Final = re.compile(r"0*([1-9][0-9]*|0)(?:[.,]0+)?")
_NEGATIVE: Final = re.compile(r"[-\u2212](?=.*[1-9])[0-9]+(?:[.,][0-9]+)?")


def table_number(path: Path, cell: str, line: int) -> int | None:
    """The number in "3" or "Bord 3"; None for an empty cell; CannotRead for anything else."""
    text = cell.strip()
    if not text:
        return None
    found = _TABLE.fullmatch(text)
    if found is None:
        raise CannotRead(path, Problem.BAD_TABLE, line, {"found": text})
    return int(found[1])


def role(path: Path, cell: str, line: int) -> Role:
    """The role a Danish or English word names; a citizen for an empty cell."""
    found = _ROLES.get(cell.strip().casefold())
    if found is None:
        raise CannotRead(path, Problem.BAD_ROLE, line, {"found": cell.strip()})
    return found


def channel(path: Path, cell: str, line: int) -> Channel:
    """The channel a Danish or English word names; paper for an empty cell."""
    found = _CHANNELS.get(cell.strip().casefold())
    if found is None:
        raise CannotRead(path, Problem.BAD_CHANNEL, line, {"found": cell.strip()})
    return found


def whole_number(path: Path, cell: str, line: int, column: str) -> int:
    """A whole number of at least 0, also written "100.0"; CannotRead for anything else."""
    text = cell.strip()
    values = {"found": text, "column": column}
    found = _WHOLE.fullmatch(text)
    if found is None:
        problem = Problem.NEGATIVE_NUMBER if _NEGATIVE.fullmatch(text) else Problem.BAD_NUMBER
        raise CannotRead(path, problem, line, values)
    # Digits are counted first: Python refuses to make a number of thousands of them.
    if len(found[1]) > len(str(_LARGEST)):
        values["limit"] = str(_LARGEST)
        raise CannotRead(path, Problem.NUMBER_TOO_LARGE, line, values)
    return int(found[1])
