"""Ballots from a file: a Pabulib election, or a table with a row per ballot.

The table has the proposals' names or numbers as headings and in each cell how many dots the
ballot gives; an empty cell or 0 is none. Columns called bord, rolle and kanal (table, role,
channel) may stand anywhere, so no proposal can have those names. A ballot with nothing on it must
hold a 0 or one of those columns: a row of empty cells is taken for the end of a spreadsheet, left
out and counted.

    bord;rolle;Flere bænke;Lys på stien
    3;borger;2;1
    3;borger;;3
    4;borger;0;0
"""

from array import array
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from moedeapp.intake import cells
from moedeapp.intake.arrivals import told_count
from moedeapp.intake.columns import position
from moedeapp.intake.decoding import decode, load
from moedeapp.intake.election import Election, Rules, Vote
from moedeapp.intake.pabulib import from_pabulib, is_pabulib
from moedeapp.intake.problems import Notice, Problem
from moedeapp.intake.sheets import AS_FOUND, Layout, Row, Sheet, parse, parse_text
from moedeapp.intake.workbook import is_workbook
from moedeapp.model.counting import Option
from moedeapp.model.errors import CannotRead

_ABOUT: Final = {
    "table": ("bord", "bordnr", "bordnr.", "bord nr.", "table"),
    "role": ("rolle", "role"),
    "channel": ("kanal", "channel"),
}
"""Headings of what is known about a ballot, by field of `Vote`."""


def read_election(path: Path, layout: Layout = AS_FOUND) -> Election:
    """The election in a file; CannotRead naming the line of the first thing that does not fit."""
    data = load(path)
    if is_workbook(path, data):
        return from_sheet(parse(path, data, layout))
    text = decode(path, data, layout.encoding)
    if is_pabulib(text) or path.suffix.lower() == ".pb":
        return from_pabulib(path, text)
    return from_sheet(parse_text(path, text, layout))


def from_sheet(sheet: Sheet) -> Election:
    """The election in a table; see the top of this module for its form."""
    about = _about(sheet)
    options = _options(sheet, about)
    shared: dict[Vote, Vote] = {}
    votes = (_vote(sheet, about, row) for row in sheet.rows)
    return Election(
        title=sheet.path.stem,
        options=options,
        ballots=tuple(shared.setdefault(vote, vote) for vote in votes),
        lines=array("L", (row.line for row in sheet.rows)),
        rules=Rules("cumulative", told=tuple(told_count(Notice.EMPTY_ROWS, sheet.empty))),
    )


def _about(sheet: Sheet) -> dict[int, str]:
    """What the columns that are no proposals hold, by index."""
    fields: dict[int, str] = {}
    for index, column in enumerate(sheet.columns):
        field = next((held for held, known in _ABOUT.items() if position([column], known)), None)
        if field in fields.values():
            raise _twice(sheet, column)
        if field is not None:
            fields[index] = field
    return fields


def _options(sheet: Sheet, about: Mapping[int, str]) -> tuple[Option, ...]:
    """An option per other column; a column without heading and cells is none."""
    names = [name for index, name in enumerate(sheet.columns) if index not in about]
    for name in names:
        if name and names.count(name) > 1:
            raise _twice(sheet, name)
    if not any(names):
        values = {"column": "1", "found": ", ".join(sheet.columns)}
        raise CannotRead(sheet.path, Problem.MISSING_COLUMN, sheet.line, values)
    return tuple(Option(name, name) for name in names if name)


def _twice(sheet: Sheet, column: str) -> CannotRead:
    return CannotRead(sheet.path, Problem.DUPLICATE_OPTION, sheet.line, {"option": column})


def _vote(sheet: Sheet, about: Mapping[int, str], row: Row) -> Vote:
    vote = Vote(tuple(_dots(sheet, about, row)))
    for index, field in about.items():
        cell = row.cells[index]
        if field == "table":
            vote = vote._replace(table=cells.table_number(sheet.path, cell, row.line))
        elif field == "role":
            vote = vote._replace(role=cells.role(sheet.path, cell, row.line))
        else:
            vote = vote._replace(channel=cells.channel(sheet.path, cell, row.line))
    return vote


def _dots(sheet: Sheet, about: Mapping[int, str], row: Row) -> Iterator[tuple[str, int]]:
    for index, cell in enumerate(row.cells):
        if index in about or cell in ("", "0") or cell.isspace():
            continue
        name = sheet.columns[index]
        if not name:
            values = {"position": str(index + 1)}
            raise CannotRead(sheet.path, Problem.NO_HEADING, row.line, values)
        dots = cells.whole_number(sheet.path, cell, row.line, name)
        if dots:
            yield name, dots
