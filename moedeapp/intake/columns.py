"""Which column of a sheet holds what."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from moedeapp.intake.problems import Problem
from moedeapp.intake.sheets import Sheet
from moedeapp.model.errors import CannotRead

_HEADINGS: Final[Mapping[str, Sequence[str]]] = {
    "words": (
        "oprindelig ordlyd", "ordlyd", "idé", "idéer", "ide", "ideer", "idétekst", "din idé",
        "forslag", "tekst", "indhold", "kommentar", "bemærkning", "besked", "svar", "original",
        "idea", "ideas", "original wording", "words", "text", "content", "comment-body", "comment",
        "message", "note", "proposal", "answer", "titel", "title", "beskrivelse", "description",
    ),
    "theme": (
        "tema", "temaer", "emne", "kategori", "kolonne", "gruppe", "theme", "topic", "category",
        "reflectiongroup", "column", "list", "stage", "group",
    ),
    "table": ("bord", "bordnr", "bordnr.", "bord nr.", "bordnummer", "table", "table number"),
    "role": ("rolle", "role"),
}  # fmt: skip
"""Headings by what they hold, the surest first; names of persons are not among them."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns by heading or by position from 1; None is not read."""

    words: str | int
    theme: str | int | None = None
    table: str | int | None = None
    role: str | int | None = None


def guess(sheet: Sheet) -> Columns:
    """The columns whose headings we know; CannotRead naming all headings when none has words."""
    found = {held: position(sheet.columns, known) for held, known in _HEADINGS.items()}
    words = found.pop("words")
    if words is None:
        raise _missing(sheet, "Idé")
    return Columns(words, **found)


def likeliest(sheet: Sheet) -> Columns:
    """Like `guess`, but where no heading says words, the column with the longest cells has them."""
    found = {held: position(sheet.columns, known) for held, known in _HEADINGS.items()}
    words = found.pop("words")
    if words is None:
        taken = {at for at in found.values() if at}
        free = [at for at in range(1, len(sheet.columns) + 1) if at not in taken]
        words = max(free or [1], key=lambda at: sum(len(row.cells[at - 1]) for row in sheet.rows))
    return Columns(words, **found)


def are_known(headings: Sequence[str]) -> bool:
    """Whether a row is surely one of headings: several cells, and one of them says words."""
    return len(headings) > 1 and position(headings, _HEADINGS["words"]) is not None


def position(headings: Sequence[str], known: Sequence[str]) -> int | None:
    """Where, from 1, the first of the known (folded) headings that is there stands."""
    folded = [_folded(heading) for heading in headings]
    return next((folded.index(name) + 1 for name in known if name in folded), None)


def index_of(sheet: Sheet, column: str | int) -> int:
    """The index, from 0, of a column named by heading or position; CannotRead if not there."""
    if isinstance(column, int):
        found = column if 1 <= column <= len(sheet.columns) else None
    else:
        found = position(sheet.columns, (_folded(column),))
    if found is None:
        raise _missing(sheet, str(column))
    return found - 1


def _missing(sheet: Sheet, column: str) -> CannotRead:
    values = {"column": column, "found": ", ".join(sheet.columns)}
    return CannotRead(sheet.path, Problem.MISSING_COLUMN, sheet.line, values)


def _folded(heading: str) -> str:
    return unicodedata.normalize("NFC", heading).strip().casefold()
