"""Facts as rows: which table holds which kind of fact, and how each value is written."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from json import JSONEncoder, loads
from types import NoneType, UnionType
from typing import Any, Final, cast, get_args, get_origin, get_type_hints

from moedeapp.model import meeting as facts
from moedeapp.model.meeting import Row

SINGLE: Final = frozenset({"facts", "organisation", "stage", "clock"})
"""Kinds with one row, which `Meeting` holds as a value and not as a map."""

KINDS: Final[Mapping[str, type[Row]]] = {
    "facts": facts.Facts,
    "organisation": facts.Organisation,
    "stage": facts.Stage,
    "clock": facts.Clock,
    "counters": facts.Counter,
    "questions": facts.Question,
    "tables": facts.Table,
    "heads": facts.Heads,
    "steps": facts.Step,
    "visits": facts.Visit,
    "connections": facts.Connection,
    "notes": facts.Note,
    "themes": facts.Theme,
    "ideas": facts.Idea,
    "batches": facts.Batch,
    "slips": facts.Slip,
    "rounds": facts.Round,
    "proposals": facts.Proposal,
    "results": facts.Result,
    "stubs": facts.Stub,
    "manual": facts.Manual,
    "shares": facts.Share,
    "answers": facts.Answer,
    "objections": facts.Objection,
    "lots": facts.Lot,
    "decisions": facts.Decision,
    "volunteers": facts.Volunteer,
    "follow_ups": facts.FollowUp,
    "rejected": facts.Rejected,
    "next_steps": facts.NextStep,
    "ballots": facts.Ballot,
    "open_stubs": facts.OpenStub,
    "stickers": facts.Stickers,
}
"""The name of a kind is its table in the file and its attribute of `Meeting`."""

SECRET: Final = ("ballots", "open_stubs", "stickers")
"""The kinds that never enter `Meeting`; the seal leaves nothing of them."""

SqlValue = str | int | float | bytes | None
Writer = Callable[[Any], SqlValue]
Reader = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a fact and how it is written to and read from its column."""

    name: str
    write: Writer | None
    read: Reader | None


_json_list: Final = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _tuple_reader(item: Any) -> Reader:
    if isinstance(item, type) and issubclass(item, StrEnum):
        return lambda text: tuple(item(value) for value in loads(text))
    if get_origin(item) is tuple:
        return lambda text: tuple(tuple(value) for value in loads(text))
    return lambda text: tuple(loads(text))


def _codec(hint: Any) -> tuple[Writer | None, Reader | None]:
    """How values of a type are written and read; None where SQLite's own type serves."""
    if get_origin(hint) is UnionType:
        (hint,) = (part for part in get_args(hint) if part is not NoneType)
        write, read = _codec(hint)
        return write, read and (lambda value: None if value is None else read(value))
    if get_origin(hint) is tuple:
        return _json_list, _tuple_reader(get_args(hint)[0])
    if hint is bool:
        return int, bool
    if issubclass(hint, StrEnum):
        # sqlite3 writes a StrEnum as the text it is; a dict is the fastest way back.
        return None, {member.value: member for member in hint}.__getitem__
    return None, None


def columns(row_type: type[Row]) -> tuple[Column, ...]:
    """The columns of a kind of fact, in the order of its fields."""
    return _columns(row_type.__name__)


@cache
def _columns(name: str) -> tuple[Column, ...]:
    row_type: type[Row] = getattr(facts, name)
    hints = get_type_hints(row_type)
    return tuple(Column(field.name, *_codec(hints[field.name])) for field in fields(row_type))


def to_sql(row: Row) -> tuple[SqlValue, ...]:
    """The values of a row, ready for its table."""
    return tuple(
        value if column.write is None else column.write(value)
        for column in columns(type(row))
        for value in (getattr(row, column.name),)
    )


def reader(row_type: type[Row]) -> Callable[[tuple[SqlValue, ...]], Row]:
    """A function from a tuple of SQL values, in field order, to a fact.

    The function raises KeyError, ValueError or TypeError on values no fact can hold.
    """
    converted = [(i, c.read) for i, c in enumerate(columns(row_type)) if c.read is not None]

    def read(values: tuple[SqlValue, ...]) -> Row:
        cells: list[Any] = list(values)
        for index, convert in converted:
            cells[index] = convert(cells[index])
        return row_type(*cells)

    return read


def to_json(row: Row) -> dict[str, Any]:
    """A row as JSON values by column name."""
    names = [column.name for column in columns(type(row))]
    return {
        name: {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value
        for name, value in zip(names, to_sql(row), strict=True)
    }


def from_json(kind: str, values: Mapping[str, Any]) -> Row:
    """The row that `to_json` gave; columns a later format added take their default."""
    row_type = KINDS[kind]
    known: dict[str, Any] = {}
    for column in columns(row_type):
        if column.name not in values:
            continue
        value = values[column.name]
        if isinstance(value, dict):
            value = base64.b64decode(value["base64"])
        known[column.name] = value if column.read is None else column.read(value)
    return cast(Row, cast(Any, row_type)(**known))
