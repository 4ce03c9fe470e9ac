"""Ideas from pasted text, text files, tables and boards, as plain values."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from moedeapp.intake import boards, cells
from moedeapp.intake.arrivals import Arrivals, arrivals, idea_words, told_count, told_names
from moedeapp.intake.columns import Columns, are_known, guess, index_of
from moedeapp.intake.decoding import decode, lines, load
from moedeapp.intake.problems import Notice
from moedeapp.intake.sheets import AS_FOUND, Layout, Sheet, first_row, parse, parse_text
from moedeapp.intake.workbook import is_workbook
from moedeapp.model.commands.ideas import Incoming
from moedeapp.model.meeting import Role

_TABLES: Final = (".csv", ".tsv", ".tab")
_BULLET: Final = re.compile(r"[-–*•‣◦▪●·]\s+(?=\S)")
_NUMBER: Final = re.compile(r"([0-9]{1,4})[.)]\s+(?=\S)")


def read_ideas(path: Path, columns: Columns | None = None, layout: Layout = AS_FOUND) -> Arrivals:
    """The ideas in a file, in its order; `columns` overrules the guess for a table.

    A workbook is known by its bytes, a board by `.json`, a table by `.csv` or `.tsv`. Any other
    file is a table if `columns` is given or a separator stands between headings we know (Excel's
    "Unicode-tekst" is one), else it has an idea per line. Raises CannotRead; half a file is never
    read.
    """
    found = _found_in(path, layout, table=columns is not None)
    if isinstance(found, Sheet):
        return from_sheet(found, columns)
    if path.suffix.lower() == ".json":
        return boards.from_json(path, found)
    return from_lines(path, found)


def table_in(path: Path, layout: Layout = AS_FOUND) -> Sheet | None:
    """The table that `read_ideas` would find in a file; None for lines and for boards in JSON."""
    found = _found_in(path, layout)
    return found if isinstance(found, Sheet) else None


def _found_in(path: Path, layout: Layout, *, table: bool = False) -> Sheet | str:
    """The table in a file, else its text; `table` takes any text for a table but a board's."""
    data = load(path)
    if is_workbook(path, data):
        return parse(path, data, layout)
    text = decode(path, data, layout.encoding)
    if path.suffix.lower() == ".json":
        return text
    if table or path.suffix.lower() in _TABLES or are_known(first_row(path, text, layout)):
        return parse_text(path, text, layout)
    return text


def pasted_table(text: str, name: str) -> Sheet | None:
    """The table in pasted text; None when it is lines.

    Cells copied from a spreadsheet come with tabs between them, and often without headings; then
    the columns are called 1, 2, 3 …
    """
    path = Path(name)
    headings = first_row(path, text)
    if are_known(headings):
        return parse_text(path, text)
    if "\t" in text and len(first_row(path, text, Layout(separator="\t"))) > 1:
        return parse_text(path, text, Layout(separator="\t", headings=False))
    return None


def from_sheet(sheet: Sheet, columns: Columns | None = None) -> Arrivals:
    """The ideas in a table: one a row, words verbatim, rows without words left out.

    Only the named columns are read, so that names and addresses of persons stay outside.
    """
    if columns is None and boards.is_scrumlr(sheet):
        return boards.from_scrumlr_sheet(sheet)
    columns = columns or guess(sheet)
    words = index_of(sheet, columns.words)
    theme, table, role = (
        None if column is None else index_of(sheet, column)
        for column in (columns.theme, columns.table, columns.role)
    )
    path = sheet.path
    ideas = [
        Incoming(
            words=idea_words(path, row.cells[words], row.line),
            theme="" if theme is None else row.cells[theme].strip(),
            table=None if table is None else cells.table_number(path, row.cells[table], row.line),
            role=Role.CITIZEN if role is None else cells.role(path, row.cells[role], row.line),
            source=f"{path.name}:{row.line}",
        )
        for row in sheet.rows
        if row.cells[words].strip()
    ]
    read = {words, theme, table, role}
    unread = (name for index, name in enumerate(sheet.columns) if index not in read)
    return arrivals(
        path,
        ideas,
        told_count(Notice.ROWS_WITHOUT_WORDS, len(sheet.rows) - len(ideas))
        + told_names(Notice.COLUMNS_NOT_READ, unread),
    )


def pasted(text: str, name: str = "") -> Arrivals:
    """The ideas in pasted text, one a line; `name` stands where a file's name would.

    Citizens' words are verbatim, so only what is surely layout goes: white space around a line, a
    bullet (- – * • …) with a space after it, and numbers if every line has its own in sequence,
    1 to the last. "3. maj er en fridag" among other lines keeps its number.
    """
    return from_lines(Path(name), text)


def from_lines(path: Path, text: str) -> Arrivals:
    """Like `pasted`, for the text of a file."""
    filled = [(line, words.strip()) for line, words in enumerate(lines(text), start=1)]
    filled = [(line, words) for line, words in filled if words]
    mark = _NUMBER if _are_numbered([words for _, words in filled]) else _BULLET
    return arrivals(
        path,
        (
            Incoming(
                words=idea_words(path, _without(mark, words), line),
                source=f"{path.name}:{line}",
            )
            for line, words in filled
        ),
    )


def _are_numbered(filled: Sequence[str]) -> bool:
    """Whether lines are numbered from 1 to the last; one line alone proves nothing."""
    numbers = [found[1] for found in map(_NUMBER.match, filled) if found]
    return len(filled) > 1 and numbers == [str(n + 1) for n in range(len(filled))]


def _without(mark: re.Pattern[str], words: str) -> str:
    found = mark.match(words)
    return words[found.end() :] if found else words
