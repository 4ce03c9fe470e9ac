"""The window is where it was, as long as there is a screen there."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase
from moedeapp.ui import places
from tests.ui.test_window import settle


@pytest.fixture
def plain(qtbot):
    window = QWidget()
    window.setMinimumSize(200, 150)
    qtbot.addWidget(window)
    return window


@pytest.fixture
def screen():
    return QGuiApplication.primaryScreen().availableGeometry()


def test_a_window_comes_back_where_it_was(plain, settings, screen):
    assert not places.restore(plain, settings, "main")
    where = QRect(screen.topLeft() + QPoint(60, 70), plain.minimumSize() * 2)
    plain.setGeometry(where)
    places.keep(plain, settings, "main")
    plain.setGeometry(0, 0, 250, 200)
    assert places.restore(plain, settings, "main")
    assert plain.geometry() == where


@pytest.mark.parametrize(("x", "y"), [(-5000, 40), (9000, 40), (60, 5000), (60, -400)])
def test_a_window_whose_screen_is_gone_comes_into_sight(plain, screen, x, y):
    plain.setGeometry(x, y, 300, 200)
    places.bring_into_sight(plain)
    assert screen.contains(plain.geometry())


def test_a_window_larger_than_the_screen_that_is_left_fits_it(plain, screen):
    plain.setGeometry(9000, 40, 5000, 4000)
    places.bring_into_sight(plain)
    assert screen.contains(plain.geometry())


def test_a_window_that_can_be_taken_hold_of_is_left_alone(plain, screen):
    where = QRect(screen.right() - 60, screen.top() + 10, 300, 200)
    plain.setGeometry(where)
    places.bring_into_sight(plain)
    assert plain.geometry() == where


def test_nonsense_in_the_settings_is_no_place(plain, settings):
    settings.keep_place("main", b"nonsense")
    assert not places.restore(plain, settings, "main")


def test_the_window_remembers_its_place_and_its_panel(qapp, at, document, show):
    window = at(Phase.IDEAS)
    window.setGeometry(10, 20, 960, 540)
    window._open_notes()
    settle(qapp)
    window.close()
    with Document.open(document.path) as again:
        second = show(again)
        # The screen of the tests is narrower than the window may be, so only its height tells.
        assert second.height() == 540
        assert not second.notes.isHidden()
        second.notes.hide()
        second.close()
        assert second.desk.settings.panel == ""


def test_a_maximised_window_is_maximised_again(qapp, at, document, show):
    window = at(Phase.IDEAS)
    window.showMaximized()
    settle(qapp)
    window.close()
    with Document.open(document.path) as again:
        assert show(again).isMaximized()
