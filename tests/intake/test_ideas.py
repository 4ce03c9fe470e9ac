"""Ideas from pasted text, text files and tables."""

import csv
import json
from pathlib import Path

import pytest

from moedeapp.intake.columns import Columns
from moedeapp.intake.ideas import pasted, pasted_table, read_ideas, table_in
from moedeapp.intake.problems import Notice, Problem, Told
from moedeapp.intake.sheets import Layout
from moedeapp.model.commands.ideas import Incoming
from moedeapp.model.errors import CannotRead
from moedeapp.model.meeting import Role


def words(text: str) -> list[str]:
    return [idea.words for idea in pasted(text).ideas]


def read(folder: Path, text: str, name: str = "idéer.csv", encoding: str = "utf-8"):  # type: ignore[no-untyped-def]
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return read_ideas(file)


# --- lines


def test_every_line_with_words_is_an_idea() -> None:
    assert words("Flere bænke\r\n\r\n  \t\nLys på stien\rSvømmehal") == [
        "Flere bænke", "Lys på stien", "Svømmehal",
    ]  # fmt: skip


def test_an_idea_knows_its_line() -> None:
    sources = [idea.source for idea in pasted("bænk\n\nlys", "Indsat tekst").ideas]
    assert sources == ["Indsat tekst:1", "Indsat tekst:3"]


@pytest.mark.parametrize("bullet", ["- ", "• ", "* ", "– ", "  ▪\t"])
def test_an_obvious_bullet_is_not_part_of_the_words(bullet: str) -> None:
    assert words(f"{bullet}Flere bænke\nLys") == ["Flere bænke", "Lys"]


@pytest.mark.parametrize("line", ["-5 grader i hallen", "-", "*vigtigt* lys", "o store huse", "– "])
def test_what_only_looks_like_a_bullet_stays(line: str) -> None:
    assert words(line) == [line.strip()]


def test_numbers_go_when_every_line_has_its_own_in_sequence() -> None:
    assert words("1. bænke\n2. lys\n\n3. 2. sal på biblioteket") == [
        "bænke", "lys", "2. sal på biblioteket",
    ]  # fmt: skip
    assert words("1)\tbænke\n2)\tlys") == ["bænke", "lys"]


@pytest.mark.parametrize("text", ["3. maj er en fridag\nlys", "1. maj på torvet", "1. a\n3. b"])
def test_other_numbers_are_words(text: str) -> None:
    assert words(text) == text.split("\n")


def test_a_line_break_of_unicode_is_not_a_new_idea() -> None:
    assert words("to\u2028linjer\x0bog\x85lidt") == ["to\u2028linjer\x0bog\x85lidt"]


def test_pasted_white_space_is_nothing_to_read() -> None:
    with pytest.raises(CannotRead) as raised:
        pasted(" \n\t\n")
    assert raised.value.problem == Problem.EMPTY


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_a_text_file_has_an_idea_per_line(tmp_path: Path, encoding: str) -> None:
    arrivals = read(tmp_path, '"Ærø – 50 % flere bænke"\n- på én dag\n', "idéer.txt", encoding)
    assert arrivals.ideas == (
        Incoming('"Ærø – 50 % flere bænke"', source="idéer.txt:1"),
        Incoming("på én dag", source="idéer.txt:2"),
    )


def test_a_text_file_with_commas_is_still_lines(tmp_path: Path) -> None:
    text = "Flere bænke, også ved åen\nLys, tak\n"
    assert [idea.words for idea in read(tmp_path, text, "idéer.txt").ideas] == text.splitlines()


def test_unicode_text_from_excel_is_a_table(tmp_path: Path) -> None:
    text = 'Idé\tBord\r\nFlere bænke\t3\r\n"to\r\nlinjer"\t4\r\n'
    ideas = read(tmp_path, text, "idéer.txt", "utf-16").ideas
    assert [(idea.words, idea.table) for idea in ideas] == [("Flere bænke", 3), ("to\r\nlinjer", 4)]


def test_an_idea_from_a_computer_may_be_ten_thousand_characters(tmp_path: Path) -> None:
    assert len(words("å" * 10_000)[0]) == 10_000
    with pytest.raises(CannotRead) as raised:
        read(tmp_path, f"idé\nkort\n{'å' * 10_001}\n")
    assert (raised.value.problem, raised.value.line) == (Problem.TOO_LONG, 3)


# --- tables


def test_a_table_gives_words_theme_table_and_role(tmp_path: Path) -> None:
    arrivals = read(
        tmp_path,
        "Nr.;Idé;Bord;Tema;Rolle;Navn\n"
        "1;Flere bænke;Bord 3; Byrum ;borger;Birgit\n"
        "2;Lys på stien;;;Politiker;Ole\n"
        "3; ;5;Trafik;;\n",
    )
    assert arrivals.ideas == (
        Incoming("Flere bænke", theme="Byrum", table=3, source="idéer.csv:2"),
        Incoming("Lys på stien", role=Role.POLITICIAN, source="idéer.csv:3"),
    )
    assert arrivals.told == (
        Told(Notice.ROWS_WITHOUT_WORDS, {"count": "1"}),
        Told(Notice.COLUMNS_NOT_READ, {"names": "Nr., Navn"}),
    )


def test_the_words_of_a_cell_are_verbatim(tmp_path: Path) -> None:
    said = '  - 1. "Hej", sagde hun;\nog gik  '
    quoted = said.replace('"', '""')
    assert read(tmp_path, f'idé;bord\n"{quoted}";1\n').ideas[0].words == said


def test_the_caller_names_the_columns(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Tekst;Bemærk;Hvor\nnej;Flere bænke;Byrum\n", encoding="utf-8")
    by_heading = read_ideas(file, Columns("bemærk", theme="Hvor"))
    assert by_heading.ideas == read_ideas(file, Columns(2, theme=3)).ideas
    assert by_heading.ideas == (Incoming("Flere bænke", theme="Byrum", source="a.csv:2"),)


def test_a_list_without_a_heading_loses_no_row(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("Flere bænke\nLys, tak\n", encoding="utf-8")
    ideas = read_ideas(file, Columns(1), Layout(separator="", headings=False)).ideas
    assert [idea.words for idea in ideas] == ["Flere bænke", "Lys, tak"]


def test_every_idea_of_the_data_sets_arrives_verbatim(data: Path) -> None:
    for name, column in {
        "da_tv2_kandidattest_2026.csv": "text",
        "da_sib200_train.csv": "text",
        "da_dr_maerkesager_2015.csv": "title",
        "fr_hu_pabulib_names_categories.csv": "name",
        "polis/15-per-hour-seattle__comments.csv": "comment-body",
        "polis/scoop-hivemind.affordable-housing__comments.csv": "comment-body",
        "polis/london.youth.policing__comments.csv": "comment-body",
    }.items():
        file = data / "02_ideas" / name
        with file.open(encoding="utf-8-sig", newline="") as rows:
            said = [row[column] for row in csv.DictReader(rows) if row[column].strip()]
        arrived = [idea.words for idea in read_ideas(file, Columns(column)).ideas]
        assert arrived == said, name


def test_every_naughty_idea_arrives_verbatim(tmp_path: Path, data: Path) -> None:
    import unicodedata

    naughty = json.loads((data / "04_edge_text" / "blns.json").read_text(encoding="utf-8"))
    said = [unicodedata.normalize("NFC", words) for words in naughty if words.strip()]
    file = tmp_path / "blns.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=";").writerows([["nr", "idé"], *enumerate(naughty)])
    assert [idea.words for idea in read_ideas(file).ideas] == said


# --- what a table is


def test_a_table_is_found_in_a_file_and_lines_are_none(tmp_path):
    (tmp_path / "a.csv").write_text("Idé;Bord\nBænke;3\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Idé;Bord\nBænke;3\n", encoding="utf-8")
    (tmp_path / "c.txt").write_text("Bænke\nBusser\n", encoding="utf-8")
    assert table_in(tmp_path / "a.csv").columns == ("Idé", "Bord")
    assert table_in(tmp_path / "b.txt").columns == ("Idé", "Bord")
    assert table_in(tmp_path / "c.txt") is None


def test_a_board_in_json_is_no_table(tmp_path):
    (tmp_path / "tavle.json").write_text('{"a": 1}', encoding="utf-8")
    assert table_in(tmp_path / "tavle.json") is None


def test_pasted_cells_are_a_table_with_or_without_headings():
    with_headings = pasted_table("Bord\tIdé\n3\tBænke\n", "her")
    assert (with_headings.columns, len(with_headings.rows)) == (("Bord", "Idé"), 1)
    without = pasted_table("3\tBænke\n4\tBusser\n", "her")
    assert (without.columns, len(without.rows)) == (("1", "2"), 2)


@pytest.mark.parametrize("text", ["Bænke\nBusser", "Bænke, skygge og vand\nBusser"])
def test_pasted_lines_are_no_table(text):
    assert pasted_table(text, "her") is None
