"""Ballots from a table."""

from pathlib import Path

import openpyxl
import pytest

from moedeapp.intake.ballots import read_election
from moedeapp.intake.problems import Notice, Problem, Told
from moedeapp.model.counting import Option, count
from moedeapp.model.errors import CannotRead
from moedeapp.model.meeting import Channel, Role

SLIPS = Path(__file__).parent.parent / "data" / "intake" / "stemmesedler.csv"


def read(folder: Path, text: str, encoding: str = "utf-8"):  # type: ignore[no-untyped-def]
    file = folder / "sedler.csv"
    file.write_bytes(text.encode(encoding))
    return read_election(file)


def test_a_table_has_proposals_as_headings_and_a_row_per_ballot() -> None:
    election = read_election(SLIPS)
    assert election.title == "stemmesedler"
    assert election.options == tuple(
        Option(name, name) for name in ("Flere bænke", "Lys på stien", "Svømmehal")
    )
    assert [ballot.dots for ballot in election.ballots] == [
        (("Flere bænke", 2), ("Lys på stien", 1)),
        (("Lys på stien", 3),),
        (),
        (("Flere bænke", 1), ("Lys på stien", 1), ("Svømmehal", 1)),
        (("Svømmehal", 2),),
    ]


def test_a_ballot_knows_its_table_role_and_channel() -> None:
    ballots = read_election(SLIPS).ballots
    assert [tuple(ballot[1:]) for ballot in ballots] == [
        (3, Role.CITIZEN, Channel.PAPER),
        (3, Role.CITIZEN, Channel.PHONE),
        (4, Role.CITIZEN, Channel.IMPORT),
        (None, Role.POLITICIAN, Channel.TABLE),
        (4, Role.CITIZEN, Channel.PAPER),
    ]


def test_only_citizens_dots_can_be_asked_for() -> None:
    election = read_election(SLIPS)
    tally = count(election.options, election.cast(Role.CITIZEN), dots=3)
    assert (tally.ballots, tally.blank, tally.unused) == (4, 1, 4)


def test_rows_of_empty_cells_are_left_out_and_counted() -> None:
    assert read_election(SLIPS).rules.told == (Told(Notice.EMPTY_ROWS, {"count": "1"}),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_ballots_are_read_in_every_form_excel_writes(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    text = "Flere bænke;Lys på åen\r\n2;1\r\n;3\r\n".replace(";", separator)
    election = read(tmp_path, text, encoding)
    assert [option.id for option in election.options] == ["Flere bænke", "Lys på åen"]
    assert [len(ballot.dots) for ballot in election.ballots] == [2, 1]


def test_ballots_are_read_from_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ([1, 2, 3], [2, None, 1.0], [0, 0, 0]):
        book.active.append(row)
    book.save(tmp_path / "sedler.xlsx")
    election = read_election(tmp_path / "sedler.xlsx")
    assert [ballot.dots for ballot in election.ballots] == [(("1", 2), ("3", 1)), ()]


@pytest.mark.parametrize(
    "text",
    [
        "bord;rolle;kanal;Bænk;Lys\n3;politiker;telefon;1;2\n",
        "Bænk;Lys;bord;rolle;kanal\n1;2;3;politiker;telefon\n",
        "rolle;Bænk;Bord nr.;Lys;Channel\npolitiker;1;3;2;telefon\n",
    ],
)
def test_what_is_known_about_a_ballot_may_stand_in_any_column(tmp_path: Path, text: str) -> None:
    election = read(tmp_path, text)
    assert [option.id for option in election.options] == ["Bænk", "Lys"]
    assert election.ballots == ((((("Bænk", 1), ("Lys", 2)), 3, Role.POLITICIAN, Channel.PHONE)),)


def test_two_columns_for_the_table_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotRead) as raised:
        read(tmp_path, "bord;Bænk;Table\n3;1;2\n")
    assert (raised.value.problem, raised.value.line) == (Problem.DUPLICATE_OPTION, 1)
    assert raised.value.values == {"option": "Table"}


def test_every_ballot_knows_its_line() -> None:
    election = read_election(SLIPS)
    lines = [election.line_of(index) for index in range(len(election.ballots))]
    assert lines == [2, 3, 4, 5, 7]


@pytest.mark.parametrize("cell", ["1,5", "NaN", "to", "1e3", "٣", "1 000", "-0", "-", "--1"])
def test_a_cell_that_is_no_number_of_dots_names_line_and_column(tmp_path: Path, cell: str) -> None:
    with pytest.raises(CannotRead) as raised:
        read(tmp_path, f"Bænk;Lys\n1;1\n2;{cell}\n")
    assert (raised.value.problem, raised.value.line) == (Problem.BAD_NUMBER, 3)
    assert raised.value.values == {"found": cell, "column": "Lys"}


@pytest.mark.parametrize("cell", ["-1", "\u22122", "-1,5", "-" + "9" * 5_000])
def test_fewer_than_no_dots_are_called_that(tmp_path: Path, cell: str) -> None:
    with pytest.raises(CannotRead) as raised:
        read(tmp_path, f"Bænk;Lys\n1;1\n2;{cell}\n")
    assert (raised.value.problem, raised.value.line) == (Problem.NEGATIVE_NUMBER, 3)
    assert raised.value.values == {"found": cell, "column": "Lys"}


@pytest.mark.parametrize("cell", ["1000000000", "9" * 5_000, "1" * 10 + ",0"])
def test_more_dots_than_anybody_has_are_called_that(tmp_path: Path, cell: str) -> None:
    with pytest.raises(CannotRead) as raised:
        read(tmp_path, f"Bænk;Lys\n1;1\n2;{cell}\n")
    assert (raised.value.problem, raised.value.line) == (Problem.NUMBER_TOO_LARGE, 3)
    assert raised.value.values == {"found": cell, "column": "Lys", "limit": "999999999"}


@pytest.mark.parametrize("cell", ["999999999", "000999999999", "999999999,00"])
def test_the_largest_number_is_read(tmp_path: Path, cell: str) -> None:
    assert read(tmp_path, f"Bænk;Lys\n1;{cell}\n").ballots[0].dots[1] == ("Lys", 999_999_999)


def test_dots_in_a_column_without_heading_are_not_lost_in_silence(tmp_path: Path) -> None:
    with pytest.raises(CannotRead) as raised:
        read(tmp_path, "Bænk;;Lys\n1;;1\n1;2;1\n")
    assert (raised.value.problem, raised.value.line) == (Problem.NO_HEADING, 3)
    assert raised.value.values == {"position": "2"}


def test_a_table_without_a_proposal_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotRead) as raised:
        read(tmp_path, "bord;rolle\n3;borger\n")
    assert raised.value.problem == Problem.MISSING_COLUMN
