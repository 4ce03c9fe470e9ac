"""What is said and written when the program itself goes wrong."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from moedeapp.ui.crash import CrashDialog, place_of, report
from tests.ui.test_window import clipped, nameless, settle

SAID = "Ida Holm vil have bænke i læ"

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen, for dialogs


def failing(words):
    """An error whose message, and whose causes, hold what a citizen said."""
    try:
        try:
            {}[words]
        except KeyError as error:
            raise ValueError(words) from error
    except ValueError:
        try:
            raise RuntimeError(f"{words}!")
        except RuntimeError as last:
            return last


def test_a_report_tells_where_and_holds_no_word_of_the_meeting():
    error = failing(SAID)
    told = report(error, error.__traceback__)
    for kind in ("RuntimeError", "ValueError", "KeyError"):
        assert kind in told
    assert "test_crash.py" in told
    assert "failing" in told
    for word in ("Ida", "Holm", "bænke", "{}[words]"):
        assert word not in told


def test_a_report_names_no_folder_of_this_computer():
    error = failing(SAID)
    assert not re.search(r"(^|\s)(/|[A-Z]:)", report(error, error.__traceback__))


def test_a_report_of_our_own_code_says_which_module(document):
    with pytest.raises(AttributeError) as raised:
        document.apply(None)
    assert "moedeapp/model/document.py" in report(raised.value, raised.value.__traceback__)


def test_errors_that_cause_each_other_end():
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert report(first, None).count("ValueError") == 1


def test_the_same_error_is_known_again():
    errors = [failing(SAID), failing("andet")]
    assert len({place_of(error, error.__traceback__) for error in errors}) == 1
    assert place_of(ValueError(), None) == ("ValueError", "", 0)


@pytest.fixture
def dialog(qtbot):
    made = CrashDialog("MødeApp 0\n\nValueError\n", "Alt er gemt i møde.moede.")
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_dialog_blocks_nothing_and_hides_the_details(qapp, qtbot, dialog):
    assert dialog.windowModality() is Qt.WindowModality.NonModal
    assert dialog.details.isHidden()
    settle(qapp)
    assert clipped(dialog) == []
    assert nameless(dialog) == []
    dialog._turn_details()
    settle(qapp)
    assert dialog.details.isVisible()
    assert "ValueError" in dialog.details.toPlainText()
    assert dialog._more.text() == "Skjul rapporten"
    assert clipped(dialog) == []
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_report_is_saved_where_it_is_asked_for(dialog, tmp_path, monkeypatch):
    path = tmp_path / "rapport.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_rest: (str(path), ""))
    dialog.ask_where()
    assert path.read_text(encoding="utf-8") == "MødeApp 0\n\nValueError\n"
    assert dialog.said.text() == "Rapporten er gemt som rapport.txt."
    path.unlink()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_rest: ("", ""))
    dialog.ask_where()
    assert not path.exists()


def test_a_report_that_cannot_be_saved_says_so(dialog, tmp_path):
    dialog.write(tmp_path / "findes ikke" / "rapport.txt")
    assert "kunne ikke gemmes" in dialog.said.text()
