"""The quiet bar leaves the page its room, and its words to the keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from moedeapp.ui.notices import Notices

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen


@pytest.fixture
def notices(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    bar = Notices(window)
    laid = QVBoxLayout(window)
    laid.addWidget(bar)
    laid.addStretch(1)
    window.resize(500, 300)
    window.show()
    window.activateWindow()
    yield bar
    window.close()


def test_a_short_sentence_is_as_high_as_it_is(notices, qtbot):
    notices.tell("Gemt.")
    words = notices._words
    qtbot.waitUntil(lambda: 10 < words.height() < 40)
    assert words.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert words.text() == "Gemt."


def test_a_very_long_sentence_scrolls_where_the_keyboard_reaches_it(notices, qtbot):
    sentence = "Sammenhængskraftsundersøgelsen er ikke færdig. " * 12
    notices.ask(sentence, "Ja", lambda: None)
    words = notices._words
    qtbot.waitUntil(lambda: words.verticalScrollBar().maximum() > 0)
    assert words.height() < 100
    assert words.focusPolicy() is Qt.FocusPolicy.TabFocus
    assert words.accessibleName() == notices.sentence == sentence
    words.setFocus()
    qtbot.keyClick(words, Qt.Key.Key_PageDown)
    assert words.verticalScrollBar().value() > 0
    notices.tell("Kort.")
    assert words.verticalScrollBar().value() == 0
