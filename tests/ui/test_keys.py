"""Every key that is told of is really bound, and the panel collects them from who binds them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel

from moedeapp.model.meeting import Phase
from tests.ui.conftest import fill
from tests.ui.test_window import clipped, nameless, settle

BY_QT = {
    "Enter": "boxes and buttons take it",
    "F2": "lists edit what is chosen",
    "Ctrl+A": "lists choose everything",
}
"""Keys that a list or a box of Qt's answers by itself; the tests of the pages press them."""


def bound(window):
    """Every key of every shortcut below a window, as Qt writes it."""
    found = {s.key().toString(QKeySequence.SequenceFormat.PortableText) for s in _all(window)}
    return found | {key.replace("Return", "Enter") for key in found}


def _all(window):
    return window.findChildren(QShortcut)


def portable(key):
    return key.replace("Page Down", "PgDown").replace("Page Up", "PgUp")


def test_every_key_that_is_shown_is_bound(at):
    window = at(Phase.IDEAS)
    groups = window.key_groups()
    told = [key for group in groups for key, _words in group.keys]
    held = bound(window)
    assert [key for key in told if portable(key) not in held and key not in BY_QT] == []
    assert len(told) > 15


def test_every_key_of_the_whole_window_is_told_of_but_a_second_one_for_the_same(at):
    window = at(Phase.IDEAS)
    everywhere = window.key_groups()[1]
    assert everywhere.name == "Overalt"
    told = {portable(key) for key, _words in everywhere.keys}
    own = {s.key().toString() for s in _all(window) if s.parent() is window}
    assert own - told == {"Ctrl+Shift+Z"}


def test_no_two_keys_of_the_whole_window_are_the_same(at):
    window = at(Phase.IDEAS)
    own = [s.key().toString() for s in _all(window) if s.parent() is window]
    assert sorted(own) == sorted(set(own))


@pytest.mark.parametrize("phase", [Phase.IDEAS, Phase.THEMES])
def test_the_keys_of_the_page_in_front_come_first(at, phase):
    window = at(phase)
    first = window.key_groups()[0]
    assert first.keys == window.page.keys()
    assert first.keys


def test_the_panel_shows_each_group_with_its_keys(qapp, qtbot, at):
    window = at(Phase.THEMES)
    qtbot.keyClicks(window, "?")
    settle(qapp)
    shown = {label.text() for label in window.keys.findChildren(QLabel) if label.isVisible()}
    assert {"Temaer", "Overalt", "Idéer", "Notater", "T", "Ctrl+Page Down", "fortryd"} <= shown
    assert "Velkomst" not in shown  # it has no keys of its own
    assert clipped(window.keys) == []
    assert nameless(window.keys) == []


def test_opening_the_panel_again_leaves_nothing_behind(qapp, at):
    window = at(Phase.IDEAS)
    window.show_keys()
    settle(qapp)
    before = len(window.keys.findChildren(QLabel))
    for _ in range(3):
        window.keys.hide()
        window.show_keys()
        qapp.sendPostedEvents(None, 52)
        settle(qapp)
    assert len(window.keys.findChildren(QLabel)) == before


def test_the_keys_told_of_on_a_list_do_what_they_say(qtbot, document, show):
    fill(document, 3)
    window = show(document)
    wall = window.page.wall
    wall.setFocus()
    qtbot.keyClick(wall, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(wall.chosen()) == 3
