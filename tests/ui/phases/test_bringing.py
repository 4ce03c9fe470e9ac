import json

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from moedeapp.model.commands import ideas
from moedeapp.model.meeting import Channel, numbered
from tests.ui.test_window import said

CTRL = Qt.KeyboardModifier.ControlModifier
CSV = "Navn;Idé;Bord;Emne\nAnne;Flere bænke;3;Ophold\nBo;;2;\nCarl;En badebro;Bord 5;Vand\n"


@pytest.fixture
def bringing(page):
    page.bring_in()
    return page.bringing


@pytest.fixture
def table(bringing, tmp_path):
    """A page that looks at a table of ideas."""
    file = tmp_path / "idéer.csv"
    file.write_text(CSV, encoding="utf-8")
    bringing.look_at(file)
    return bringing


def cells(bringing, *columns):
    model = bringing.rows
    return [
        [model.index(row, column).data() for column in columns or range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def choose(choice, words):
    choice.setCurrentIndex(choice.findText(words))
    choice.activated.emit(choice.currentIndex())


def test_a_table_is_shown_with_how_its_columns_were_understood_and_what_is_left_out(table):
    assert cells(table) == [
        ["1", "Flere bænke", "3", "Ophold", ""],
        ["2", "En badebro", "5", "Vand", ""],
    ]
    assert {held: choice.currentText() for held, choice in table.columns.items()} == {
        "words": "Idé", "table": "Bord", "theme": "Emne",
    }  # fmt: skip
    words = said(table)
    assert "idéer.csv: 2 idéer" in words
    assert table._told.text().splitlines() == [
        "Rækker uden ord, som er sprunget over: 1.", "Disse kolonner er ikke læst: Navn.",
    ]  # fmt: skip


def test_what_was_looked_at_comes_in_as_one_act_and_goes_as_one(table, document):
    table.take.click()
    brought = numbered(document.state.ideas)
    assert [(i.words, i.table, i.channel) for i in brought] == [
        ("Flere bænke", 3, Channel.IMPORT), ("En badebro", 5, Channel.IMPORT),
    ]  # fmt: skip
    assert {theme.title for theme in document.state.themes.values()} == {"Ophold", "Vand"}
    assert "2 idéer er hentet" in table.window().notices.sentence
    document.undo()
    assert not document.state.ideas
    assert not document.state.themes


def test_what_was_sent_in_before_the_meeting_is_marked_so(table, document):
    table.before.click()
    table.take.click()
    assert {idea.channel for idea in document.state.ideas.values()} == {Channel.BEFORE}


def test_leaving_leaves_nothing(table, document):
    table.away.click()
    assert not document.state.ideas
    assert not table.isVisible()


def test_ctrl_enter_brings_in(table, qtbot, document):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    assert len(document.state.ideas) == 2


def test_other_columns_may_be_chosen(table, document):
    choose(table.columns["words"], "Emne")
    choose(table.columns["theme"], "Læses ikke")
    choose(table.columns["table"], "Læses ikke")
    assert cells(table, 1, 2, 3) == [["Ophold", "", ""], ["Vand", "", ""]]


def test_a_column_that_does_not_fit_is_refused_in_words_and_nothing_comes_in(table, document):
    choose(table.columns["table"], "Navn")
    assert cells(table) == []
    assert any("»Anne« er ikke nummeret på et bord" in words for words in said(table))
    assert not table.take.isVisible()
    table._take()
    assert not document.state.ideas
    choose(table.columns["table"], "Bord")
    assert len(cells(table)) == 2


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("billede.txt", b"\x89PNG\0\0", "ikke tekst"),
        ("tom.txt", b"", "Der er ikke noget i den"),
        ("gammel.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "gammel Excel-fil"),
        ("ny.xlsx", b"PK\x03\x04 noget", "Excel-fil"),
        ("tavle.json", b'{"a": 1}', "tavle"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    bringing, document, tmp_path, name, data, why
):
    (tmp_path / name).write_bytes(data)
    bringing.look_at(tmp_path / name)
    assert bringing._trouble.isVisible()
    assert name in bringing._trouble.text()
    assert why in bringing._trouble.text()
    assert "Der er ikke hentet noget" in bringing._trouble.text()
    assert cells(bringing) == []
    bringing._take()
    assert not document.state.ideas


def test_a_workbook_is_read(bringing, document, tmp_path):
    book = openpyxl.Workbook()
    for line in (["Forslag", "Bord"], ["Flere bænke", 3], ["En badebro", None]):
        book.active.append(line)
    book.save(tmp_path / "idéer.xlsx")
    bringing.look_at(tmp_path / "idéer.xlsx")
    assert cells(bringing, 1, 2) == [["Flere bænke", "3"], ["En badebro", ""]]


def test_a_board_keeps_its_columns_as_themes_and_what_lies_on_what(bringing, document, tmp_path):
    board = {
        "columns": [{"id": "c", "name": "Ophold"}],
        "notes": [
            {"id": "a", "text": "Bænke", "position": {"column": "c", "stack": None}},
            {"id": "b", "text": "Flere bænke", "position": {"column": "c", "stack": "a"}},
        ],
    }
    (tmp_path / "tavle.json").write_text(json.dumps(board), encoding="utf-8")
    bringing.look_at(tmp_path / "tavle.json")
    assert cells(bringing) == [
        ["1", "Bænke", "", "Ophold", ""],
        ["2", "Flere bænke", "", "Ophold", "hører under nr. 1"],
    ]
    bringing.take.click()
    first, second = numbered(document.state.ideas)
    assert second.merged_into == first.id


def test_the_table_of_a_board_is_left_to_its_own_reader(bringing, tmp_path):
    rows = "note_id,text,column,stack\na,Bænke,Ophold,null\nb,Flere bænke,Ophold,a\n"
    (tmp_path / "tavle.csv").write_text(rows, encoding="utf-8")
    bringing.look_at(tmp_path / "tavle.csv")
    assert cells(bringing, 3, 4) == [["Ophold", ""], ["Ophold", "hører under nr. 1"]]


def test_cells_copied_from_a_spreadsheet_are_a_table(bringing, document):
    QApplication.clipboard().setText("3\tFlere bænke ved vandet\n5\tEn badebro\n")
    bringing.paste()
    assert bringing.columns["words"].currentText() == "2"
    assert cells(bringing, 1) == [["Flere bænke ved vandet"], ["En badebro"]]
    choose(bringing.columns["table"], "1")
    assert cells(bringing, 2) == [["3"], ["5"]]


def test_pasted_lines_lose_their_bullets_and_leave_no_source(bringing, document):
    bringing.look_at_text("• Flere bænke\n• En badebro")
    assert cells(bringing, 1) == [["Flere bænke"], ["En badebro"]]
    bringing.take.click()
    assert {idea.source for idea in document.state.ideas.values()} == {""}


def test_an_empty_clipboard_is_told_in_words(bringing):
    QApplication.clipboard().clear()
    bringing.paste()
    assert any("ingen ord på udklipsholderen" in words for words in said(bringing))


def test_what_is_here_word_for_word_is_pointed_out(bringing, page, qtbot, document):
    document.apply(ideas.add("Flere bænke"))
    qtbot.waitUntil(lambda: page._likeness.of("Flere bænke") is not None)
    bringing.look_at_text("Flere bænke\nEn badebro")
    assert cells(bringing, 4) == [["som nr. 1"], [""]]
    assert any("1 er her allerede, ord for ord" in words for words in said(bringing))


def test_other_letters_can_be_chosen_for_a_text(bringing, tmp_path):
    (tmp_path / "idéer.txt").write_bytes("Bænke på Sø\n".encode("cp850"))
    bringing.look_at(tmp_path / "idéer.txt")
    choose(bringing.encoding, "Windows")
    assert cells(bringing, 1) != [["Bænke på Sø"]]
    choose(bringing.encoding, "MS-DOS")
    assert cells(bringing, 1) == [["Bænke på Sø"]]


def test_a_copied_file_is_looked_at(bringing, tmp_path):
    from PySide6.QtCore import QMimeData, QUrl

    (tmp_path / "idéer.txt").write_text("Flere bænke\n", encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "idéer.txt"))])
    QApplication.clipboard().setMimeData(mime)
    bringing.paste()
    assert "idéer.txt: 1 idé" in said(bringing)
