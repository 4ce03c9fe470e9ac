import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from moedeapp.ui.labels import column
from moedeapp.ui.scrolling import scrolled


@pytest.fixture
def window(qtbot):
    """A button, and below it a room that scrolls with forty more."""
    made = QWidget()
    inside = QWidget()
    many = [QPushButton(f"Knap {n}") for n in range(40)]
    column(*many, into=QVBoxLayout(inside))
    first, room = QPushButton("Først"), scrolled(inside)
    laid = column(first, room, into=QVBoxLayout(made))
    laid.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made, first, room, many
    made.close()


def in_sight(room, widget):
    top = widget.mapTo(room.viewport(), QPoint(0, 0)).y()
    return 0 <= top <= room.viewport().height() - widget.height()


def test_what_tab_comes_to_from_outside_is_brought_into_sight(qtbot, window):
    _made, first, room, many = window
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Backtab)
    assert many[-1].hasFocus()
    assert in_sight(room, many[-1])
    qtbot.keyClick(many[-1], Qt.Key.Key_Tab)
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert many[0].hasFocus()
    assert in_sight(room, many[0])


def test_what_is_clicked_stays_where_it_is(qtbot, window):
    _made, _first, room, many = window
    room.verticalScrollBar().setValue(many[5].y() + 4)
    before = room.verticalScrollBar().value()
    qtbot.mousePress(many[5], Qt.MouseButton.LeftButton, pos=QPoint(20, many[5].height() - 3))
    assert room.verticalScrollBar().value() == before
    qtbot.mouseRelease(many[5], Qt.MouseButton.LeftButton)


def test_something_higher_than_the_room_is_only_looked_up_when_it_is_out_of_sight(qtbot, window):
    _made, first, room, many = window
    many[0].setFixedHeight(900)
    qtbot.waitUntil(lambda: many[1].y() > 800)
    many[0].setFocus()
    room.verticalScrollBar().setValue(300)
    first.setFocus()
    many[0].setFocus()
    assert room.verticalScrollBar().value() == 300
    room.verticalScrollBar().setValue(room.verticalScrollBar().maximum())
    first.setFocus()
    many[0].setFocus()
    assert room.verticalScrollBar().value() < 300
