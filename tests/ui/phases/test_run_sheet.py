import pytest
from PySide6.QtCore import Qt

from moedeapp.model.commands import evening
from moedeapp.model.commands.evening import PlannedStep
from moedeapp.model.meeting import Phase, ordered
from tests.ui.test_window import said

TITLE, MINUTES = 2, 3
PLAN = [
    PlannedStep(Phase.WELCOME, "Goddag", 10),
    PlannedStep(Phase.IDEAS, "Skriv alene", 12, how="Alle skriver.", silent=True),
    PlannedStep(Phase.IDEAS, "Ved bordene", 20, times=3),
]


@pytest.fixture
def sheet(document, at):
    document.apply(evening.describe(starts="19:00", ends="20:22"))
    document.apply(evening.use_plan(PLAN))
    page = at(Phase.FRAMES).page
    page.tabs.turn_to(1)
    return page.run_sheet


def cells(sheet):
    rows = sheet.rows
    return [
        [rows.index(row, column).data() for column in range(rows.columnCount())]
        for row in range(rows.rowCount())
    ]


def edit(sheet, row, column, words):
    return sheet.rows.setData(sheet.rows.index(row, column), words)


def test_the_steps_stand_with_their_time_of_day_and_each_phase_once(sheet):
    assert cells(sheet) == [
        ["19:00", "Velkomst", "Goddag", "10"],
        ["19:10", "Idéer", "Skriv alene", "12"],
        ["19:22", "", "Ved bordene (3 gange)", "20"],
    ]


def test_the_whole_is_told_and_so_are_the_minutes_of_each_phase(sheet):
    words = said(sheet)
    assert "I alt 82 minutter. Drejebogen slutter kl. 20:22." in words
    assert "Minutter pr. fase: Velkomst 10 · Idéer 72" in words


def test_a_changed_length_moves_what_comes_after_and_tells_that_it_no_longer_fits(
    qtbot, sheet, document
):
    assert edit(sheet, 0, MINUTES, "15")
    assert ordered(document.state.steps)[0].minutes == 15
    qtbot.waitUntil(lambda: cells(sheet)[1][0] == "19:15")
    assert "I alt 87 minutter. Drejebogen slutter kl. 20:27, men mødet slutter kl. 20:22." in said(
        sheet
    )


def test_a_title_is_changed_in_its_cell(sheet, document):
    assert edit(sheet, 1, TITLE, "Tænk alene")
    assert ordered(document.state.steps)[1].title == "Tænk alene"


def test_what_is_no_number_of_minutes_is_refused(sheet, document):
    assert not edit(sheet, 0, MINUTES, "ti")
    assert ordered(document.state.steps)[0].minutes == 10
    assert "»ti«" in sheet.window().notices.sentence


def test_time_and_phase_are_not_for_editing(sheet):
    editable = [
        bool(sheet.rows.flags(sheet.rows.index(0, column)) & Qt.ItemFlag.ItemIsEditable)
        for column in range(4)
    ]
    assert editable == [False, False, True, True]


def test_the_chosen_step_tells_how_it_is_done(sheet):
    sheet.table.setCurrentIndex(sheet.rows.index(1, TITLE))
    assert "Alle skriver. (i stilhed)" in said(sheet)


def test_another_run_sheet_is_used_and_undo_brings_the_former_back(qtbot, sheet, document):
    sheet.choice.setCurrentIndex(sheet.choice.findData("world-cafe"))
    sheet.use.click()
    assert len(document.state.steps) != len(PLAN)
    assert "henter den tidligere drejebog tilbage" in sheet.window().notices.sentence
    qtbot.waitUntil(lambda: len(cells(sheet)) == len(document.state.steps))
    assert sheet.choice.chosen() == "world-cafe"
    sheet.window()._undo()
    assert [step.title for step in ordered(document.state.steps)] == [s.title for s in PLAN]


def test_without_a_beginning_there_are_no_times(qtbot, sheet, document):
    document.apply(evening.describe(starts=""))
    qtbot.waitUntil(lambda: {row[0] for row in cells(sheet)} == {""})
    assert "I alt 82 minutter." in said(sheet)


def test_without_a_run_sheet_the_page_says_so(at):
    page = at(Phase.FRAMES).page
    page.tabs.turn_to(1)
    assert page.run_sheet._none.isVisible()
    assert not page.run_sheet.table.isVisible()
