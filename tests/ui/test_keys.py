"""Every key that is told of is really bound, and the panel collects them from who binds them."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel

from moedeapp.model.commands import evening
from moedeapp.model.meeting import Phase
from moedeapp.texts import speaking
from moedeapp.ui import main_window
from moedeapp.ui.keys import Group, KeysPanel
from tests.ui.conftest import fill
from tests.ui.test_window import clipped, nameless, settle

UI = Path(main_window.__file__).parent

BY_QT = {
    "F2": "lists edit what is chosen",
    "Ctrl+A": "lists choose everything",
    "Tab": "goes to the next control",
    "Space": "presses and ticks",
    "Enter": "boxes and buttons take it",
    "Del": "lists",
}
"""Keys that a list or a box of Qt's answers by itself; the tests of the pages press them."""

NAMES = {
    "→": "Right", "←": "Left", "↑": "Up", "↓": "Down", "–": "Minus", "Del": "Delete",
}  # fmt: skip
"""Keys that Qt calls something else than they are called on the screen."""


def bound(window):
    """Every key of every shortcut below a window, as Qt writes it."""
    return {s.key().toString(QKeySequence.SequenceFormat.PortableText) for s in _all(window)}


def _all(window):
    return window.findChildren(QShortcut)


def portable(key):
    return key.replace("Page Down", "PgDown").replace("Page Up", "PgUp")


def each(shown):
    """Every key by itself, of "Ctrl+Up, Ctrl+Down" and the like; what is typed is no key."""
    for key in re.split(r"[, …]+", portable(shown)):
        if not re.fullmatch(r"/?[0-9]+", key):
            yield key


def heeded(key, sources):
    """Whether a widget looks for the key when it is pressed."""
    last = key.rpartition("+")[2] or "Plus"
    return re.search(rf"\bKey_{NAMES.get(last, last)}\b", sources)


def test_every_key_that_is_shown_is_bound(document, show):
    """By a shortcut, by a widget that looks for it, or by Qt."""
    document.apply(evening.go_to(Phase.IDEAS))
    sources = "".join(file.read_text(encoding="utf-8") for file in UI.rglob("*.py"))
    with speaking("en"):
        window = show(document)
        told = [key for group in window.key_groups() for key, _words in group.keys]
    held = bound(window)
    loose = [
        key
        for shown in told
        for key in each(shown)
        if key not in held and key not in BY_QT and not heeded(key, sources)
    ]
    assert loose == []
    assert len(told) > 30


def test_every_key_of_the_whole_window_is_told_of_but_a_second_one_for_the_same(at):
    window = at(Phase.IDEAS)
    _page, everywhere, hall, *_rest = window.key_groups()
    assert (everywhere.name, hall.name) == ("Overalt", "Storskærm")
    told = {portable(key) for group in (everywhere, hall) for key, _words in group.keys}
    own = {s.key().toString() for s in _all(window) if s.parent() is window}
    assert own - told == {"Ctrl+Shift+Z"}
    assert told <= bound(window)


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
    assert clipped(window.keys) == []
    assert nameless(window.keys) == []


@pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen, for a panel by itself
def test_a_group_without_keys_is_left_out(qtbot):
    groups = [Group("Tom", []), Group("Fuld", [("X", "sæt kryds")])]
    panel = KeysPanel(lambda: groups)
    qtbot.addWidget(panel)
    panel.begin()
    shown = {label.text() for label in panel.findChildren(QLabel)}
    assert {"Fuld", "X", "sæt kryds"} <= shown
    assert "Tom" not in shown


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
