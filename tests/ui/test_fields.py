import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QTextDocumentFragment, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip, QVBoxLayout, QWidget

from moedeapp.ui.fields import Choice, Line, Number


def turned(down):
    at = QPointF(5, 5)
    keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton
    phase = Qt.ScrollPhase.NoScrollPhase
    return QWheelEvent(at, at, QPoint(), QPoint(0, down), buttons, keys, phase, False)


@pytest.mark.parametrize("down", [-120, 120])
def test_the_wheel_goes_past_a_number_and_a_choice_and_changes_neither(qtbot, down):
    number = Number("Borgere")
    number.follow(12)
    choice = Choice("Slags", {"a": "Referat", "b": "Forbehold", "c": "Mindretalsudtalelse"})
    choice.follow("b")
    for field in (number, choice):
        qtbot.addWidget(field)
        field.show()
        event = turned(down)
        QApplication.sendEvent(field, event)
        assert not event.isAccepted()
        assert not field.focusPolicy() & Qt.FocusPolicy.WheelFocus & ~Qt.FocusPolicy.StrongFocus
    assert (number.value(), choice.chosen()) == (12, "b")


def test_a_choice_that_has_the_room_it_asks_for_cuts_nothing_off(qapp, qtbot):
    choice = Choice("Type", {"": "Ikke valgt endnu", "dialogue": "Dialog"})
    qtbot.addWidget(choice)
    choice.resize(choice.sizeHint())
    choice.show()
    choice.grab()
    assert choice.toolTip() == ""


@pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen
def test_a_line_that_cuts_its_words_tells_them_whole_to_who_points_at_it(qtbot):
    line = Line("Ansvarlig")
    window = QWidget()
    QVBoxLayout(window).addWidget(line)
    qtbot.addWidget(window)
    window.resize(200, 80)
    window.show()

    def told() -> str:
        QToolTip.showText(QPoint(), "intet")  # what stays when nobody has anything to tell
        QApplication.sendEvent(line, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), QPoint(5, 5)))
        return QTextDocumentFragment.fromHtml(QToolTip.text()).toPlainText()

    line.setText("Plan og Havn sammen med vinterbaderne <b>og</b> sejlerne")
    assert told() == line.text()
    line.setText("Kort")
    assert told() == "intet"
