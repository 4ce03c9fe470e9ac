"""Every problem a file can have, and that no file causes any other."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moedeapp.intake import decoding, workbook
from moedeapp.intake.ballots import read_election
from moedeapp.intake.ideas import pasted, read_ideas
from moedeapp.intake.problems import Problem
from moedeapp.intake.sheets import AS_FOUND, Layout
from moedeapp.model.errors import CannotRead

PB = (
    "META\nkey;value\nvote_type;{kind}\n{limit}\n"
    "PROJECTS\nproject_id\nA\nB\n"
    "VOTES\n{head}\n{vote}\n"
)


def pb(
    vote: str = "1;A;1", kind: str = "cumulative", limit: str = "", head: str = "id;vote;points"
) -> str:
    return PB.format(kind=kind, limit=limit, head=head, vote=vote)


@dataclass(frozen=True)
class Case:
    """A file and what must be said of it."""

    problem: Problem
    name: str
    content: str | bytes
    line: int | None = None
    values: dict[str, str] = field(default_factory=dict)
    read: Callable[..., Any] = read_ideas
    layout: Layout = AS_FOUND


BOARD = '{{"columns":[{{"id":"c","name":"Byrum"}}],"notes":[{{"id":"1","text":{text},{place}}}]}}'
PLACE = '"position":{"column":"c","stack":null}'

CASES = [
    Case(Problem.EMPTY, "a.csv", b""),
    Case(Problem.EMPTY, "a.csv", "idé;bord\n;\n"),
    Case(Problem.EMPTY, "a.txt", " \r\n\r\n"),
    Case(Problem.EMPTY, "a.json", '{"columns":[],"notes":[]}'),
    Case(Problem.NOT_TEXT, "a.csv", b"id\xc3\xa9\nb\nc\x00d\n", 3),
    Case(Problem.NOT_TEXT, "a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xe6", 3),
    Case(Problem.NOT_TEXT, "a.json", BOARD.format(text='"a\\u0000b"', place=PLACE)),
    Case(
        Problem.WRONG_ENCODING, "a.csv", b"\xef\xbb\xbfid\xc3\xa9\n\xe6\n", 2,
        {"encoding": "utf-8"},
    ),
    Case(
        Problem.WRONG_ENCODING, "a.csv", b"ide\n\n\xe6\n", 3, {"encoding": "utf-8"},
        layout=Layout(encoding="utf-8"),
    ),
    Case(Problem.UNKNOWN_ENCODING, "a.csv", "ide\nЮля\n".encode("cp1251"), 2),
    Case(Problem.OLD_WORKBOOK, "a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00"),
    Case(Problem.BROKEN_WORKBOOK, "a.xlsx", b"PK\x03\x04 not a zip"),
    Case(Problem.BROKEN_WORKBOOK, "a.xlsx", bytes(range(256))),
    Case(Problem.BROKEN_WORKBOOK, "a.XLSM", "Bænk;Lys\n1;1\n", read=read_election),
    # Excel keeps a workbook with a password in the form of an old one.
    Case(Problem.BROKEN_WORKBOOK, "a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00"),
    Case(Problem.BROKEN_QUOTES, "a.csv", 'idé;bord\na;1\n"b;2\nc;3\n', 3),
    Case(Problem.BROKEN_QUOTES, "a.csv", 'idé;bord\n"en\nto";1\n"b" c;2\nd;3\n', 4),
    Case(
        Problem.TOO_MANY_CELLS, "a.csv", "idé;bord\na;1\nb;2;c\n", 3,
        {"cells": "3", "columns": "2"},
    ),
    Case(
        Problem.MISSING_COLUMN, "a.csv", "navn;alder\na;1\n", 1,
        {"column": "Idé", "found": "navn, alder"},
    ),
    Case(
        Problem.NO_HEADING, "a.csv", "Bænk;;Lys\n1;;1\n1;1;1\n", 3,
        {"position": "2"}, read_election,
    ),
    Case(Problem.TOO_LONG, "a.txt", "a\n" + "å" * 10_001, 2, {"limit": "10000"}),
    Case(
        Problem.TOO_LONG, "a.csv", "idé;bord\na;1\n" + "å" * 200_000 + ";1", 3,
        {"limit": "10000"},
    ),
    Case(Problem.BAD_TABLE, "a.csv", "idé;bord\na;3\nb;ved åen\n", 3, {"found": "ved åen"}),
    Case(Problem.BAD_TABLE, "a.csv", "idé;bord\na;0\n", 2, {"found": "0"}),
    Case(Problem.BAD_ROLE, "a.csv", "idé;rolle\na;\nb;borgmester\n", 3, {"found": "borgmester"}),
    Case(Problem.BROKEN_JSON, "a.json", '{\n"columns": [\n}', 3),
    Case(Problem.BROKEN_JSON, "a.json", "[" * 200_000),
    Case(Problem.BROKEN_JSON, "a.json", "9" * 5_000),
    Case(Problem.UNKNOWN_JSON, "a.json", '{"messages": []}'),
    Case(
        Problem.BAD_FIELD, "a.json", BOARD.format(text="7", place=PLACE), None,
        {"field": "text", "item": "1"},
    ),
    Case(
        Problem.BAD_STACK, "a.json",
        BOARD.format(text='"a"', place='"position":{"column":"c","stack":"1"}'),
        None, {"item": "1", "stack": "1"},
    ),
    Case(
        Problem.MISSING_SECTION, "a.pb", "idé;bord\na;1\n", None,
        {"section": "META"}, read_election,
    ),
    Case(
        Problem.MISSING_META, "a.pb", pb().replace("vote_type", "type"), None,
        {"field": "vote_type"}, read_election,
    ),
    Case(
        Problem.BAD_NUMBER, "a.pb", pb("1;A;1\n2;A;NaN"), 12,
        {"found": "NaN", "column": "points"}, read_election,
    ),
    Case(
        Problem.NEGATIVE_NUMBER, "a.pb", pb(limit="max_length;-1"), 4,
        {"found": "-1", "column": "max_length"}, read_election,
    ),
    Case(
        Problem.NUMBER_TOO_LARGE, "a.pb", pb("1;A;12345678900"), 11,
        {"found": "12345678900", "column": "points", "limit": "999999999"}, read_election,
    ),
    Case(Problem.VOTE_TYPE, "a.pb", pb(kind="quadratic"), 3, {"found": "quadratic"}, read_election),
    Case(Problem.ORDINAL, "a.pb", pb(kind="ordinal"), 3, {}, read_election),
    Case(
        Problem.DUPLICATE_OPTION, "a.pb", pb().replace("B\n", "A\n"), 8, {"option": "A"},
        read_election,
    ),
    Case(Problem.DUPLICATE_OPTION, "a.csv", "Lys;Lys\n1;1\n", 1, {"option": "Lys"}, read_election),
    Case(Problem.UNKNOWN_OPTION, "a.pb", pb("1;A;1\n2;D;1"), 12, {"option": "D"}, read_election),
    Case(
        Problem.POINTS_DIFFER, "a.pb", pb("1;A,B;1"), 11, {"options": "2", "points": "1"},
        read_election,
    ),
    Case(
        Problem.TOO_MANY_OPTIONS, "a.pb", pb("1;A,B;1,1", limit="max_length;1"), 11,
        {"found": "2", "limit": "1"}, read_election,
    ),
    Case(
        Problem.TOO_FEW_OPTIONS, "a.pb", pb(limit="min_length;2"), 11,
        {"found": "1", "limit": "2"}, read_election,
    ),
    Case(
        Problem.TOO_MANY_DOTS, "a.pb", pb("1;A;1\n2;A;4", limit="max_sum_points;3"), 12,
        {"found": "4", "limit": "3"}, read_election,
    ),
    Case(
        Problem.OVER_CAP, "a.pb", pb("1;B,A;1,3", limit="max_points;2"), 11,
        {"option": "A", "found": "3", "limit": "2"}, read_election,
    ),
    Case(
        Problem.UNDER_CAP, "a.pb", pb(limit="min_points;2"), 11,
        {"option": "A", "found": "1", "limit": "2"}, read_election,
    ),
    Case(
        Problem.BAD_CHANNEL, "a.csv", "kanal;Bænk\npapir;1\ndue;1\n", 3, {"found": "due"},
        read_election,
    ),
]  # fmt: skip


def said_of(file: Path, case: Case) -> CannotRead:
    with pytest.raises(CannotRead) as raised:
        case.read(file, layout=case.layout)
    return raised.value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.problem.value)
def test_a_problem_is_told_with_its_line_and_values(tmp_path: Path, case: Case) -> None:
    file = tmp_path / case.name
    content = case.content
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    error = said_of(file, case)
    assert (error.problem, error.line, error.values) == (case.problem, case.line, case.values)
    assert error.path == file


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    error = said_of(tmp_path / "a.csv", Case(Problem.MISSING, "", ""))
    assert error.problem == Problem.MISSING


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert said_of(tmp_path, Case(Problem.NO_ACCESS, "", "")).problem == Problem.NO_ACCESS


def test_a_file_that_is_far_too_big(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "LARGEST", 3_000_000)
    file = tmp_path / "film.mp4"
    with file.open("wb") as out:
        out.truncate(3_000_001)
    error = said_of(file, Case(Problem.TOO_BIG, "", ""))
    assert (error.problem, error.values) == (Problem.TOO_BIG, {"limit": "3"})


def saved(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Idéer"
    book.active.append(["Idé", "Bord"])
    book.active.append(["Flere bænke", "ved åen"])
    book.create_sheet("Øvrigt")
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_a_workbook_that_unpacks_to_far_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "LARGEST", 1_000)
    error = said_of(saved(tmp_path), Case(Problem.TOO_BIG, "", ""))
    assert error.problem == Problem.TOO_BIG


def test_a_sheet_that_is_not_in_the_workbook(tmp_path: Path) -> None:
    case = Case(Problem.NO_SHEET, "", "", layout=Layout(sheet="Ark1"))
    error = said_of(saved(tmp_path), case)
    assert error.problem == Problem.NO_SHEET
    assert error.values == {"sheet": "Ark1", "found": "Idéer, Øvrigt"}


def test_an_empty_sheet(tmp_path: Path) -> None:
    case = Case(Problem.EMPTY, "", "", layout=Layout(sheet="Øvrigt"))
    assert said_of(saved(tmp_path), case).problem == Problem.EMPTY


def test_a_line_of_a_workbook_is_its_row(tmp_path: Path) -> None:
    error = said_of(saved(tmp_path), Case(Problem.BAD_TABLE, "", ""))
    assert (error.problem, error.line) == (Problem.BAD_TABLE, 2)


def test_every_problem_is_provoked_here() -> None:
    elsewhere = {Problem.MISSING, Problem.NO_ACCESS, Problem.TOO_BIG, Problem.NO_SHEET}
    of_a_round = {Problem.NO_PROPOSAL, Problem.INCOMPLETE}
    assert {case.problem for case in CASES} == set(Problem) - elsewhere - of_a_round


# --- no file causes anything else


def packed(content: bytes) -> bytes:
    """A zip that calls itself a workbook."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("xl/workbook.xml", content)
        book.writestr("[Content_Types].xml", content)
    return out.getvalue()


PIECES = st.sampled_from(
    ["idé", "bord", ";", ",", "\t", "|", '"', "\n", "\r\n", "\r", "3", "-1", "NaN", "{", "[", "]",
     "}", ":", '"columns"', '"notes"', '"lists"', '"cards"', "null", "META", "PROJECTS", "VOTES",
     "\nkey;value\nvote_type;", "approval", "project_id", "voter_id;vote;points", "sep=", "\0",
     "\ufeff", "\u2028", "å", "a\u030a", "- ", "1. "]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)
BYTES = st.one_of(
    st.binary(max_size=300),
    TEXTS.map(str.encode),
    st.builds(str.encode, TEXTS, st.sampled_from(["utf-8-sig", "utf-16"])),
    st.builds(lambda text: text.encode("cp850", errors="replace"), TEXTS),
    st.builds(packed, st.binary(max_size=100)),
    st.binary(max_size=50).map(b"PK\x03\x04".__add__),
    st.text(max_size=100).map(lambda text: text.encode("utf-8", errors="replace")),
)


@pytest.mark.parametrize("read", [read_ideas, read_election])
@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.json", "a.xlsx", "a.pb"])
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=BYTES)
def test_whatever_a_file_holds_it_is_read_or_refused_in_words(
    tmp_path: Path, name: str, read: Callable[[Path], object], content: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert refusal(lambda: read(file)) in {None, *Problem}


@given(st.text())
def test_whatever_is_pasted_is_read_or_refused_in_words(text: str) -> None:
    assert refusal(lambda: pasted(text)) in {None, *Problem}


def refusal(reading: Callable[[], object]) -> str | None:
    """The problem with what was read, if any; every other exception fails the test."""
    try:
        reading()
    except CannotRead as error:
        return error.problem
    return None
