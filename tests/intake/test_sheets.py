"""Tables in every encoding and with every separator."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from moedeapp.intake.problems import Problem
from moedeapp.intake.sheets import Layout, parse_text, read_sheet
from moedeapp.model.errors import CannotRead

TABLE = [
    ["Idé", "Bord", "Tema"],
    ["Ærø - 50 % flere bænke", "3", "Byrum"],
    ['Hun sagde: "Lys på stien"\nog gik', "12", "Tryghed; lys, m.m. | mere\ther"],
    ["Århus på én dag", "", "Kørsel"],
]
SHORT = [["Idé", "Bord"], ["Ærø - 50 % flere bænke", "3"], ["Lys på åen", "4"]]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850", "mac_roman"]


def written(table: list[list[str]], separator: str = ";", newline: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=newline).writerows(table)
    return out.getvalue()


def back(path: Path, layout: Layout = Layout()) -> list[list[str]]:  # noqa: B008
    sheet = read_sheet(path, layout)
    return [list(sheet.columns), *(list(row.cells) for row in sheet.rows)]


@pytest.mark.parametrize("table", [TABLE, SHORT], ids=["table", "short"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"], ids=["crlf", "lf", "cr"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_danish_table_comes_back_equal(
    tmp_path: Path, encoding: str, separator: str, newline: str, table: list[list[str]]
) -> None:
    file = tmp_path / "idéer.csv"
    file.write_bytes(written(table, separator, newline).encode(encoding))
    assert back(file) == table


@pytest.mark.parametrize("encoding", [e for e in ENCODINGS if e != "cp850"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_a_long_dash_survives_where_the_encoding_has_one(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    table = [["Idé", "Bord"], ["Ærø – 50 % flere bænke", "3"], ["Grill 17–20", "4"]]
    file = tmp_path / "idéer.csv"
    file.write_bytes(written(table, separator).encode(encoding))
    assert back(file) == table


def test_every_naughty_string_comes_back_intact(tmp_path: Path, data: Path) -> None:
    naughty = json.loads((data / "04_edge_text" / "blns.json").read_text(encoding="utf-8"))
    kept = [[str(number), words] for number, words in enumerate(naughty)]
    for separator in ";,\t|":
        file = tmp_path / "blns.csv"
        file.write_bytes(written([["nr", "idé"], *kept], separator).encode())
        assert back(file)[1:] == composed(kept)


def test_every_table_of_ideas_comes_back_intact(tmp_path: Path, data: Path) -> None:
    files = sorted((data / "02_ideas").rglob("*.csv"))
    assert len(files) > 10
    for file in files:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = [row for row in csv.reader(lines) if any(cell.strip() for cell in row)]
        assert back(file) == composed(rows), file.name


def composed(rows: list[list[str]]) -> list[list[str]]:
    import unicodedata

    return [[unicodedata.normalize("NFC", cell) for cell in row] for row in rows]


def test_decomposed_letters_are_composed(tmp_path: Path, data: Path) -> None:
    pairs = read_sheet(data / "04_edge_text" / "da_nfc_nfd_pairs.csv", Layout(separator=","))
    assert len(pairs.rows) == 56
    assert all(row.cells[0] == row.cells[1] for row in pairs.rows)


def test_rows_know_the_line_they_begin_on() -> None:
    sheet = parse_text(Path("a.csv"), 'idé;bord\n\n"to\nlinjer";1\n;\nen;2\n')
    assert [(row.line, row.cells[0]) for row in sheet.rows] == [(3, "to\nlinjer"), (6, "en")]
    assert sheet.empty == 1


def test_commas_in_words_do_not_make_columns_when_the_heading_is_alone() -> None:
    sheet = parse_text(Path("a.csv"), "Idé\nFlere bænke, gerne ved åen; og lys\nSvømmehal\n")
    assert [row.cells for row in sheet.rows] == [
        ("Flere bænke, gerne ved åen; og lys",), ("Svømmehal",),
    ]  # fmt: skip


def test_commas_in_a_heading_lose_to_the_separator_of_every_row() -> None:
    sheet = parse_text(Path("a.csv"), "Idé, kort;Bord\nbænk;1\nlys;2\n")
    assert sheet.columns == ("Idé, kort", "Bord")


def test_excel_may_name_the_separator_on_the_first_line() -> None:
    sheet = parse_text(Path("a.csv"), "sep=|\r\nidé|bord;rum\r\nbænk|1\r\n")
    assert sheet.columns == ("idé", "bord;rum")
    assert sheet.rows[0].line == 3


def test_the_caller_may_name_the_separator() -> None:
    text = "idé,kort;bord\nbænk,lys;1\n"
    path = Path("a.csv")
    assert parse_text(path, text, Layout(separator=",")).columns == ("idé", "kort;bord")
    assert parse_text(path, text, Layout(separator="")).columns == ("idé,kort;bord",)


def test_without_headings_columns_are_numbered() -> None:
    sheet = parse_text(Path("a.csv"), "bænk;1\nlys\n", Layout(headings=False))
    assert sheet.columns == ("1", "2")
    assert [row.cells for row in sheet.rows] == [("bænk", "1"), ("lys", "")]


def test_empty_cells_beyond_the_last_heading_are_nothing() -> None:
    sheet = parse_text(Path("a.csv"), "idé;bord;;\nbænk;1;;;;\n")
    assert sheet.columns == ("idé", "bord")
    assert sheet.rows[0].cells == ("bænk", "1")


def test_a_row_with_more_cells_than_headings_names_its_line() -> None:
    with pytest.raises(CannotRead) as raised:
        parse_text(Path("a.csv"), 'idé;bord\n"en\nto";1\nbænk;1;ved åen\n')
    assert (raised.value.problem, raised.value.line) == (Problem.TOO_MANY_CELLS, 4)
    assert raised.value.values == {"cells": "3", "columns": "2"}


def test_a_quote_that_never_closes_names_the_line_where_it_opens() -> None:
    with pytest.raises(CannotRead) as raised:
        parse_text(Path("a.csv"), 'idé;bord\nbænk;1\n"lys;2\nvand;3\n')
    assert (raised.value.problem, raised.value.line) == (Problem.BROKEN_QUOTES, 3)


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    first = book.active
    first.title = "Idéer"
    first.append(["Idé", "Bord", "Tema"])
    first.append(["Ærø – 50 % flere bænke\nog lys", 3, None])
    first.append([])
    first.append(["Bla\u030a", 4.0, "Byrum"])
    other = book.create_sheet("Øvrigt")
    other.append(["Idé"])
    other.append(["Svømmehal"])
    book.save(path)
    return path


def test_the_first_sheet_of_a_workbook_is_read(tmp_path: Path) -> None:
    sheet = read_sheet(workbook(tmp_path / "idéer.xlsx"))
    assert sheet.columns == ("Idé", "Bord", "Tema")
    assert [(row.line, row.cells) for row in sheet.rows] == [
        (2, ("Ærø – 50 % flere bænke\nog lys", "3", "")),
        (4, ("Blå", "4", "Byrum")),
    ]


def test_a_named_sheet_of_a_workbook_is_read(tmp_path: Path) -> None:
    file = workbook(tmp_path / "idéer.xlsx")
    assert read_sheet(file, Layout(sheet="Øvrigt")).rows[0].cells == ("Svømmehal",)


def test_a_workbook_is_known_by_its_bytes_not_its_name(tmp_path: Path) -> None:
    file = workbook(tmp_path / "idéer.xlsx").rename(tmp_path / "idéer.csv")
    assert read_sheet(file).columns == ("Idé", "Bord", "Tema")
