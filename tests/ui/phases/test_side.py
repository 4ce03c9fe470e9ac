import pytest
from PySide6.QtWidgets import QApplication

from moedeapp.ui.labels import column, label
from moedeapp.ui.phases.page import panel
from moedeapp.ui.phases.side import NARROW, Sided

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one


@pytest.fixture
def sided(qtbot):
    words, beside = label("Siden"), label("Panelet")
    made = Sided(column(words), panel(beside), "Det, der afventer")
    made.words, made.beside = words, beside
    qtbot.addWidget(made)
    made.show()
    return made


def seen(sided, width):
    sided.resize(width, 500)
    QApplication.processEvents()
    return sided.words.isVisible(), sided.beside.isVisible(), sided.turn.isVisible()


def test_where_there_is_room_both_are_in_sight(sided):
    assert seen(sided, NARROW) == (True, True, False)


def test_in_a_narrow_window_they_take_turns(sided):
    assert seen(sided, NARROW - 1) == (True, False, True)
    assert sided.turn.accessibleName() == "Det, der afventer"
    sided.turn.click()
    assert seen(sided, NARROW - 1) == (False, True, True)
    assert sided.turn.accessibleName() == "Tilbage"
    sided.turn.click()
    assert seen(sided, NARROW - 1) == (True, False, True)


def test_the_panel_keeps_its_width_when_there_is_room_again(sided):
    sided.show_side()
    seen(sided, 400)
    seen(sided, 1000)
    assert sided._side.width() == 336
