import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget

from moedeapp.ui.tabs import Tabs


@pytest.fixture
def tabs(qtbot):
    sheets = QStackedWidget()
    for words in ("en", "to", "tre"):
        sheets.addWidget(QLabel(words))
    made = Tabs(["En", "To", "Tre"], sheets)
    made.sheets = sheets
    qtbot.addWidget(made)
    qtbot.addWidget(sheets)
    return made


def test_the_checked_word_is_the_sheet_in_sight(tabs):
    assert (tabs.at, tabs.sheets.currentIndex()) == (0, 0)
    tabs.button(2).click()
    assert (tabs.at, tabs.sheets.currentIndex()) == (2, 2)


def test_the_keyboard_stops_once_at_the_words_in_use(tabs):
    tabs.turn_to(1)
    stops = [bool(tabs.button(at).focusPolicy() & Qt.FocusPolicy.TabFocus) for at in range(3)]
    assert stops == [False, True, False]


def test_a_note_stands_beside_the_words_and_is_read_aloud_with_them(tabs):
    tabs.add_note(1, "3")
    assert tabs.button(1).text() == tabs.button(1).accessibleName() == "To · 3"
    tabs.add_note(1, "")
    assert tabs.button(1).text() == "To"
