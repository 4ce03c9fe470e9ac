import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from moedeapp.model.meeting import NoteKind, Phase
from tests.ui.test_window import said


@pytest.fixture
def notes(at):
    window = at(Phase.WELCOME)
    QTest.keySequence(window, QKeySequence("Ctrl+N"))
    return window.notes


def press(*keys):
    for key in keys:
        QTest.keySequence(QApplication.focusWidget(), QKeySequence(key))


@pytest.mark.parametrize(("key", "kind"), list(zip("123", NoteKind, strict=True)))
def test_a_note_of_each_kind_is_written_by_keys_alone(notes, document, key, kind):
    assert notes.box.hasFocus()
    press(f"Ctrl+{key}")
    QTest.keyClicks(notes.box, "Salen klappede")
    press("Ctrl+Return")
    (note,) = document.state.notes.values()
    assert (note.words, note.kind, note.phase) == ("Salen klappede", kind, Phase.WELCOME)
    assert notes.box.toPlainText() == ""
    assert notes.box.hasFocus()


def test_a_note_is_put_right_where_it_stands_and_removed(notes, qtbot, document):
    QTest.keyClicks(notes.box, "Salen klapede")
    press("Ctrl+Return")
    qtbot.waitUntil(lambda: len(notes._shown) == 1)
    (single,) = notes._shown.values()
    single._words.setPlainText("Salen klappede")
    single._words.settle()
    (note,) = document.state.notes.values()
    assert note.words == "Salen klappede"
    document.undo()
    document.undo()
    qtbot.waitUntil(lambda: not notes._shown)
    assert any("Intet skrevet endnu" in words for words in said(notes))


def test_escape_closes_the_panel_and_keeps_what_is_typed(notes):
    QTest.keyClicks(notes.box, "Halvt skrevet")
    QTest.keyClick(notes.box, Qt.Key.Key_Escape)
    assert not notes.isVisible()
    assert notes.box.toPlainText() == "Halvt skrevet"


def test_a_long_note_grows_and_the_list_below_keeps_its_place(notes):
    before = notes.box.height()
    QTest.keyClicks(notes.box, "ord " * 60)
    assert notes.box.height() > before
