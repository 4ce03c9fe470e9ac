"""Elections in the Pabulib form (.pb): the sections META, PROJECTS and VOTES, with semicolons.

Read are the projects' ids and names and the ballots, never who voted: ids, ages and sexes of
voters stay in the file. In cumulative and scoring votes, points are dots; a project given 0
points is not voted for. Ballots that rank (ordinal) hold no dots and are refused.
"""

from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from moedeapp.intake.cells import whole_number
from moedeapp.intake.election import (
    ONE_DOT,
    Election,
    Limits,
    Rules,
    Vote,
    told_declared,
    told_of,
)
from moedeapp.intake.problems import Notice, Problem
from moedeapp.intake.sheets import Record, fitted, separated
from moedeapp.model.counting import Option
from moedeapp.model.errors import CannotRead
from moedeapp.model.meeting import Channel

_SECTIONS: Final = ("META", "PROJECTS", "VOTES")
_POINTS: Final = ("cumulative", "scoring")
_LIMITS: Final = {
    "fewest_options": "min_length",
    "most_options": "max_length",
    "fewest_dots": "min_sum_points",
    "most_dots": "max_sum_points",
    "fewest_on_one": "min_points",
    "most_on_one": "max_points",
}


def from_pabulib(path: Path, text: str) -> Election:
    """The election in a .pb file; CannotRead naming the line of anything that does not fit."""
    sections = _sections(path, text)
    meta = _Meta(path, sections["META"])
    vote_type = meta.vote_type()
    projects = _projects(path, sections["PROJECTS"])
    rules = Rules(vote_type, meta.limits(vote_type))
    known = {project.id for project in projects}
    votes, lines = _votes(path, sections["VOTES"], rules, known)
    told = (
        told_declared(Notice.PROJECTS_DECLARED, meta.number("num_projects"), len(projects))
        + told_declared(Notice.VOTES_DECLARED, meta.number("num_votes"), len(votes))
        + told_of(votes, rules.limits)
    )
    return Election(
        title=meta.text("description"),
        options=projects,
        ballots=votes,
        lines=lines,
        rules=replace(rules, told=tuple(told)),
    )


def is_pabulib(text: str) -> bool:
    """Whether a text begins like a .pb file."""
    return text.lstrip()[:4].upper() == "META"


def _sections(path: Path, text: str) -> dict[str, list[Record]]:
    sections: dict[str, list[Record]] = {}
    rows: list[Record] = []
    for line, cells in separated(path, text, ";"):
        name = cells[0].strip().upper()
        if name in _SECTIONS and not any(cells[1:]):
            rows = sections.setdefault(name, [])
        elif any(cells):
            rows.append((line, cells))
    for name in _SECTIONS:
        if not sections.get(name):
            raise CannotRead(path, Problem.MISSING_SECTION, values={"section": name})
    return sections


class _Meta:
    """The section META: keys, their values and the lines they stand on."""

    def __init__(self, path: Path, rows: Sequence[Record]) -> None:
        self._path = path
        self._values = {
            cells[0].strip().lower(): (line, cells[1].strip())
            for line, cells in rows[1:]
            if len(cells) > 1
        }

    def text(self, key: str) -> str:
        return self._values.get(key, (0, ""))[1]

    def number(self, key: str) -> int | None:
        line, value = self._values.get(key, (0, ""))
        return whole_number(self._path, value, line, key) if value else None

    def vote_type(self) -> str:
        line, found = self._values.get("vote_type", (0, ""))
        if not found:
            raise CannotRead(self._path, Problem.MISSING_META, values={"field": "vote_type"})
        if found == "ordinal":
            raise CannotRead(self._path, Problem.ORDINAL, line)
        if found not in (*ONE_DOT, *_POINTS):
            raise CannotRead(self._path, Problem.VOTE_TYPE, line, {"found": found})
        return found

    def limits(self, vote_type: str) -> Limits:
        found = {name: self.number(key) for name, key in _LIMITS.items()}
        if vote_type == "choose-1":
            found["most_options"] = 1
        return Limits(**found)


def _projects(path: Path, rows: Sequence[Record]) -> tuple[Option, ...]:
    key = _needed(path, rows[0], "project_id")
    name = _place(rows[0], "name")
    options: dict[str, Option] = {}
    for line, cells in _body(path, rows):
        option = cells[key].strip()
        if option in options:
            raise CannotRead(path, Problem.DUPLICATE_OPTION, line, {"option": option})
        title = "" if name is None else cells[name].strip()
        options[option] = Option(option, title or option)
    return tuple(options.values())


def _votes(
    path: Path, rows: Sequence[Record], rules: Rules, known: Collection[str]
) -> tuple[tuple[Vote, ...], Sequence[int]]:
    """One vote per row, and its line; rows with the same text are parsed once and share a value."""
    vote = _needed(path, rows[0], "vote")
    points = _needed(path, rows[0], "points") if rules.vote_type in _POINTS else None
    parsed: dict[tuple[str, str | None], Vote] = {}
    shared: dict[tuple[str, int], tuple[str, int]] = {}
    votes = []
    lines = array("L")
    for line, cells in _body(path, rows):
        text = (cells[vote], None if points is None else cells[points])
        if text not in parsed:
            dots = tuple(shared.setdefault(pair, pair) for pair in _dots(path, line, text, known))
            rules.limits.check(path, dots, line)
            parsed[text] = Vote(dots, channel=Channel.IMPORT)
        votes.append(parsed[text])
        lines.append(line)
    return tuple(votes), lines


def _dots(
    path: Path, line: int, text: tuple[str, str | None], known: Collection[str]
) -> Iterator[tuple[str, int]]:
    named, points = text
    keys = _listed(named)
    given = ["1"] * len(keys) if points is None else _listed(points)
    if len(given) != len(keys):
        values = {"options": str(len(keys)), "points": str(len(given))}
        raise CannotRead(path, Problem.POINTS_DIFFER, line, values)
    for key, number in zip(keys, given, strict=True):
        if key not in known:
            raise CannotRead(path, Problem.UNKNOWN_OPTION, line, {"option": key})
        dots = whole_number(path, number, line, "points")
        if dots:
            yield key, dots


def _listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(",")] if cell.strip() else []


def _body(path: Path, rows: Sequence[Record]) -> Iterator[Record]:
    """Rows below the headings, with a cell for every heading."""
    width = len(rows[0][1])
    for line, cells in rows[1:]:
        yield (line, cells) if len(cells) == width else (line, fitted(path, line, cells, width))


def _place(headings: Record, name: str) -> int | None:
    _, cells = headings
    return next((at for at, cell in enumerate(cells) if cell.strip().lower() == name), None)


def _needed(path: Path, headings: Record, name: str) -> int:
    found = _place(headings, name)
    if found is None:
        line, cells = headings
        values = {"column": name, "found": ", ".join(cells)}
        raise CannotRead(path, Problem.MISSING_COLUMN, line, values)
    return found
