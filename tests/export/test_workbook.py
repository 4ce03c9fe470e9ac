"""The meeting as a workbook."""

import subprocess
import sys
from dataclasses import replace
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from moedeapp.export import workbook
from moedeapp.export.signs import shown
from moedeapp.model.meeting import Meeting, Note, NoteKind, Phase
from tests.export import evenings

AWKWARD = [
    '=HYPERLINK("http://ond.example")',
    "+45 og -1 og @SUM(1)",
    "-1+1",
    "@SUM(A1)",
    "første linje\nanden linje\n\nsidste",
    "  rødgrød  med ÆØÅ, é og 👩‍👩‍👧",
    "2026-11-23",
    "0012",
    "_x0041_ er ikke A",
]


def sheets(meeting: Meeting) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(workbook.workbook(meeting, evenings.MADE_AT)))


def column(sheet: openpyxl.worksheet.worksheet.Worksheet, title: str) -> list[object]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [row[head.index(title)] for row in rows]


def test_words_come_out_unchanged_and_never_as_a_formula() -> None:
    book = sheets(evenings.saying(AWKWARD))
    ideas = book["Idéer"]
    expected = [words.replace("_x0041_", "_x005F_x0041_") for words in AWKWARD]
    assert column(ideas, "Ordlyd") == expected
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}
    marked = [row[2].quotePrefix for row in ideas.iter_rows(min_row=2)]
    assert marked == [True, True, True, True, *[False] * 5]


def test_no_part_of_the_file_holds_a_formula() -> None:
    data = workbook.workbook(evenings.saying(AWKWARD), evenings.MADE_AT)
    with ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in archive.read(name)
                assert b"<f " not in archive.read(name)


def test_numbers_dates_and_times_are_what_they_are() -> None:
    book = sheets(evenings.whole_evening())
    told = {row[0]: row[1] for row in book["Mødet"].iter_rows(min_row=2, values_only=True)}
    assert told["Dato"] == datetime(2026, 11, 23)
    assert told["Begynder"] == time(19, 0)
    assert column(book["Næste skridt"], "Frist") == [datetime(2026, 12, 15), None]
    assert column(book["Afstemninger"], "Åbnet") == [datetime(2026, 11, 23, 20, 10)]
    assert column(book["Resultater"], "Prikker") == [31, 12, 12, 0]
    assert column(book["Idéer"], "Nummer") == [1, 2, 3, 4, 5, 6, 7, 8, 9, 12]
    dates = [row[1] for row in book["Mødet"].iter_rows(min_row=2) if row[1].is_date]
    assert {cell.number_format for cell in dates} == {"yyyy-mm-dd", "hh:mm"}


def test_every_kind_of_thing_has_its_sheet(tmp_path: Path) -> None:
    book = sheets(evenings.voted(tmp_path / "møde.moede").meeting)
    assert {
        "Mødet", "Idéer", "Temaer", "Afstemninger", "Resultater", "Enighedsskala",
        "Indvendinger", "Lige andele", "Prikkoder", "Optalt i hånden", "Kasserede sedler",
        "Beslutninger", "Opfølgning", "Faser",
    } <= set(book.sheetnames)  # fmt: skip
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert "Et felt" not in [cell.value for cell in sheet[1]]
        assert None not in [cell.value for cell in sheet[1]]


def test_hidden_words_and_volunteers_are_on_no_sheet(tmp_path: Path) -> None:
    for meeting in (evenings.whole_evening(), evenings.voted(tmp_path / "møde.moede").meeting):
        data = workbook.workbook(meeting, evenings.MADE_AT)
        with ZipFile(BytesIO(data)) as archive:
            whole = b"".join(map(archive.read, archive.namelist())).decode()
        assert not [
            words
            for words in ("Hemmeligt", "Fortrudt", "5a17", evenings.VOLUNTEER)
            if words in whole
        ]


@pytest.mark.parametrize("length", [32_767, 32_768, 70_000])
def test_words_too_long_for_a_cell_go_on_below(length: int) -> None:
    words = ("æ ø\n" * length)[:length]
    note = Note("n1", 1, Phase.IDEAS, NoteKind.MINUTES, words, "")
    book = sheets(replace(evenings.saying([]), notes=evenings.rows(note)))
    assert "".join(map(str, column(book["Notater"], "Ordlyd"))) == shown(words)
    assert column(book["Notater"], "Nummer")[0] == 1


def test_in_a_rehearsal_every_row_says_so() -> None:
    book = sheets(evenings.rehearsing(evenings.whole_evening()))
    for sheet in book:
        *_others, last = zip(*sheet.iter_rows(values_only=True), strict=True)
        assert {str(words)[:12] for words in last} == {"Generalprøve"}


def test_the_same_meeting_gives_the_same_bytes_in_another_run() -> None:
    program = (
        "import hashlib; from tests.export import evenings; from moedeapp.export import workbook;"
        "print(hashlib.sha256(workbook.workbook(evenings.whole_evening(), evenings.MADE_AT))"
        ".hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2]), "TZ": zone},
            capture_output=True, check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }  # fmt: skip
    assert len(seen) == 1
