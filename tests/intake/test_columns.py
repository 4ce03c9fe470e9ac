"""Which column holds what."""

from pathlib import Path

import pytest

from moedeapp.intake.columns import Columns, guess, index_of, likeliest
from moedeapp.intake.problems import Problem
from moedeapp.intake.sheets import Sheet, parse_text, read_sheet
from moedeapp.model.errors import CannotRead


def headed(headings: str) -> Sheet:
    cells = ";".join("x" for _ in headings.split(";"))
    return parse_text(Path("idéer.csv"), f"\n{headings}\n{cells}\n")


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ("Nr.;Idé;Bord;Tema;Rolle", Columns(2, theme=4, table=3, role=5)),
        ("ID;  IDÉ ;Kategori", Columns(2, theme=3)),
        ("Titel;Tekst", Columns(2)),
        ("Title;Description;Stage;Owner", Columns(1, theme=3)),
        ("Name;Message", Columns(2)),
        ("Attendee identifier;User email;Name;Message", Columns(4)),
        ("idé;Ide\u0301;x", Columns(1)),
        ("type;prompt;reflectionGroup;content", Columns(4, theme=3)),
        ("Bord nr.;Forslag", Columns(2, table=1)),
    ],
)
def test_headings_we_know_are_found(headings: str, expected: Columns) -> None:
    assert guess(headed(headings)) == expected


def test_the_words_are_found_in_every_board_export(data: Path) -> None:
    boards = data / "03_board_exports"
    assert guess(read_sheet(boards / "polis_comments_sample.csv")) == Columns(8)
    assert guess(read_sheet(boards / "wekan_board-import_first6.tsv")) == Columns(1, theme=3)


def test_a_list_of_persons_is_not_a_list_of_ideas(data: Path) -> None:
    people = read_sheet(data / "03_board_exports" / "antragsgruen_sample_user_import.csv")
    with pytest.raises(CannotRead) as raised:
        guess(people)
    assert raised.value.problem == Problem.MISSING_COLUMN


def test_a_missing_column_of_words_names_the_headings_that_were_found() -> None:
    with pytest.raises(CannotRead) as raised:
        guess(headed("Navn;Alder;Bord"))
    assert (raised.value.problem, raised.value.line) == (Problem.MISSING_COLUMN, 2)
    assert raised.value.values == {"column": "Idé", "found": "Navn, Alder, Bord"}


def test_a_column_is_named_by_heading_or_by_position() -> None:
    columns = headed("Navn;Din idé")
    assert index_of(columns, "din IDE\u0301 ") == 1
    assert index_of(columns, 2) == 1


@pytest.mark.parametrize("column", ["Alder", 0, 3, -1])
def test_a_column_that_is_not_there_is_refused(column: str | int) -> None:
    with pytest.raises(CannotRead) as raised:
        index_of(headed("Navn;Din idé"), column)
    assert raised.value.values == {"column": str(column), "found": "Navn, Din idé"}


def test_where_no_heading_says_words_the_longest_cells_are_taken_for_them():
    text = "Nummer;Bord;Hvad vi fik ind\n1;3;Flere bænke ved vandet\n2;4;En badebro\n"
    assert likeliest(parse_text(Path("idéer.csv"), text)) == Columns(3, table=2)


def test_a_heading_that_says_words_is_surer_than_long_cells():
    text = "Idé;Hvorfor\nBænke;Fordi man bliver træt af at stå op\n"
    assert likeliest(parse_text(Path("idéer.csv"), text)) == Columns(1)
