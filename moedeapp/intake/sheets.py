"""Tables as other programs write them: separated values and Excel workbooks."""

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, TypeAlias

from moedeapp.intake import workbook
from moedeapp.intake.decoding import decode, lines, load
from moedeapp.intake.problems import Problem
from moedeapp.model.draft import LONGEST
from moedeapp.model.errors import CannotRead

Record: TypeAlias = tuple[int, Sequence[str]]
"""The line where a row begins, and its cells."""

SEPARATORS: Final = ";\t,|"
"""Separators that are looked for; where two fit equally well, the first."""

_SAMPLE: Final = 20
_SAMPLE_LENGTH: Final = 100_000
_NO_SEPARATOR: Final = "\ufdd0"
"""A character that no text may contain, for a table of one column."""
_EXCEL_HINT: Final = re.compile('"?sep=(.)"?[\r\n]', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read a file where the guess is wrong; None is to look for oneself."""

    encoding: str | None = None
    """one of `decoding.ENCODINGS`"""
    separator: str | None = None
    """one character; empty for a table of one column"""
    sheet: str | None = None
    """a sheet of a workbook; the first one otherwise"""
    headings: bool = True
    """whether the first row names the columns; without it they are called 1, 2, 3 …"""


AS_FOUND: Final = Layout()
"""Everything is looked for in the file."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet, with a cell for every column."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with headings; cells are verbatim but for NFC."""

    path: Path
    line: int
    """where the headings stand"""
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    empty: int
    """rows left out because all their cells are empty"""


def read_sheet(path: Path, layout: Layout = AS_FOUND) -> Sheet:
    """The table in a file; its bytes say whether it is a workbook.

    Raises CannotRead naming the line, e.g. for a row with more cells than there are headings.
    """
    return parse(path, load(path), layout)


def parse(path: Path, data: bytes, layout: Layout = AS_FOUND) -> Sheet:
    """Like `read_sheet`, for bytes that were read already."""
    if workbook.is_workbook(path, data):
        return _sheet(path, workbook.records(path, data, layout.sheet), layout.headings)
    return parse_text(path, decode(path, data, layout.encoding), layout)


def parse_text(path: Path, text: str, layout: Layout = AS_FOUND) -> Sheet:
    """Like `read_sheet`, for separated values that were decoded already."""
    return _sheet(path, _separated(path, text, layout.separator), layout.headings)


def first_row(path: Path, text: str, layout: Layout = AS_FOUND) -> Sequence[str]:
    """The cells of the first row of text; none when its quotes do not fit together."""
    with suppress(CannotRead):
        for _, cells in _separated(path, text, layout.separator):
            return cells
    return ()


def separated(path: Path, text: str, separator: str) -> Iterator[Record]:
    """Rows of separated values, physical lines without anything left out.

    Raises CannotRead naming the line where a row begins that has a quote too many or too few.
    """
    reader = csv.reader(lines(text), delimiter=separator, strict=True)
    composed = unicodedata.is_normalized("NFC", text)
    start = 1
    try:
        for cells in reader:
            if not composed:
                cells = [unicodedata.normalize("NFC", cell) for cell in cells]
            if cells:
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        # The module has one exception for a cell that never ends and for quotes that do not fit.
        if "limit" in str(error):
            raise CannotRead(path, Problem.TOO_LONG, start, {"limit": str(LONGEST)}) from error
        raise CannotRead(path, Problem.BROKEN_QUOTES, start) from error


def fitted(path: Path, line: int, cells: Sequence[str], width: int) -> tuple[str, ...]:
    """A row with a cell for every heading; CannotRead when a cell that holds anything is left."""
    if len(cells) > width and (count := len(_without_tail(cells))) > width:
        values = {"cells": str(count), "columns": str(width)}
        raise CannotRead(path, Problem.TOO_MANY_CELLS, line, values)
    return (*cells[:width], *[""] * (width - len(cells)))


def _separated(path: Path, text: str, separator: str | None) -> Iterator[Record]:
    hint = _EXCEL_HINT.match(text)
    if separator is None:
        separator = hint[1] if hint else _likely_separator(text)
    records = separated(path, text, separator or _NO_SEPARATOR)
    return islice(records, 1, None) if hint else records


def _likely_separator(text: str) -> str:
    """The separator under which most rows are as wide as the headings, then the widest."""
    sample = text[:_SAMPLE_LENGTH]
    fits = {separator: _fit(sample, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: fits[separator])
    _, width = fits[best]
    return best if width > 1 else ""


def _fit(sample: str, separator: str) -> tuple[float, int]:
    reader = csv.reader(lines(sample), delimiter=separator)
    widths = [len(cells) for cells in islice(filter(None, reader), _SAMPLE)]
    if not widths or widths[0] == 1:
        return 0.0, 0
    return widths.count(widths[0]) / len(widths), widths[0]


def _sheet(path: Path, records: Iterator[Record], headings: bool) -> Sheet:
    empty = 0
    filled = []
    for line, cells in records:
        if any(cell and not cell.isspace() for cell in cells):
            filled.append((line, cells))
        else:
            empty += 1
    first = 1 if headings else 0
    if len(filled) <= first:
        raise CannotRead(path, Problem.EMPTY)
    if headings:
        columns = _without_tail([cell.strip() for cell in filled[0][1]])
    else:
        columns = [str(number + 1) for number in range(max(len(cells) for _, cells in filled))]
    rows = tuple(
        Row(line, fitted(path, line, cells, len(columns))) for line, cells in filled[first:]
    )
    return Sheet(path, filled[0][0], tuple(columns), rows, empty)


def _without_tail(cells: Sequence[str]) -> list[str]:
    """Cells without the blank ones at the end."""
    filled = [number for number, cell in enumerate(cells, start=1) if cell.strip()]
    return list(cells[: filled[-1]]) if filled else []
