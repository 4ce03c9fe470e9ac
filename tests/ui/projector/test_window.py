"""The storskærm follows the meeting: pages, blank, frozen, a result that comes, and the clock."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from moedeapp.model.commands import evening, ideas, rounds, themes
from moedeapp.model.meeting import Phase
from moedeapp.ui import theme
from moedeapp.ui.desk import Desk
from moedeapp.ui.projector.time_left import time_left
from moedeapp.ui.projector.window import ProjectorWindow
from moedeapp.ui.settings import HALL_TEXT
from tests.ui.conftest import QUESTION, by_number, fill, open_vote, seal
from tests.ui.projector.conftest import JOIN

LONG = "Et sted ved vandet, hvor man kan sidde i læ og se på bådene uden at købe noget, nummer {n}"


class Now:
    """A clock that stands until it is set."""

    def __init__(self):
        self.at = datetime.now().astimezone()

    def __call__(self):
        return self.at


@pytest.fixture
def desk(document, settings):
    made = Desk(document, settings)
    yield made
    made.close()


@pytest.fixture
def clock():
    return Now()


@pytest.fixture
def hall(qtbot, desk, clock, monkeypatch):
    monkeypatch.setattr(theme, "motion", lambda: False)
    window = ProjectorWindow(desk, clock)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    qtbot.waitExposed(window)
    return window


def test_it_follows_the_evening(qtbot, hall, document):
    assert QUESTION in hall.text
    document.apply(evening.go_to(Phase.IDEAS))
    document.apply(ideas.add("Legeplads i træ"))
    qtbot.waitUntil(lambda: "Legeplads i træ" in hall.text)


def test_it_says_everything_to_a_screen_reader(hall):
    spoken = QAccessible.queryAccessibleInterface(hall.canvas)
    assert spoken.text(QAccessible.Text.Name) == "Storskærm"
    assert spoken.text(QAccessible.Text.Description) == hall.text != ""


def test_pages_are_turned_and_end_where_they_end(qtbot, hall, desk, document):
    fill(document, 30, LONG)
    qtbot.waitUntil(lambda: hall.page_count > 5)
    first = hall.text
    qtbot.keyClick(hall, Qt.Key.Key_PageDown)
    assert desk.showing.page == 1
    assert hall.text != first
    qtbot.keyClick(hall, Qt.Key.Key_PageUp)
    qtbot.keyClick(hall, Qt.Key.Key_PageUp)
    assert (desk.showing.page, hall.text) == (0, first)
    desk.showing.turn_page(1000)
    assert desk.showing.page == hall.page_count - 1
    assert hall.text.endswith(f"{hall.page_count} af {hall.page_count}")


def test_another_phase_begins_with_its_first_page(qtbot, hall, desk, document):
    fill(document, 30, LONG)
    qtbot.waitUntil(lambda: hall.page_count > 5)
    desk.showing.turn_page(3)
    document.apply(ideas.add("En til"))
    qtbot.waitUntil(lambda: "31 idéer" in hall.text)
    assert desk.showing.page == 3
    document.apply(evening.go_to(Phase.WELCOME))
    qtbot.waitUntil(lambda: QUESTION in hall.text and "idéer" not in hall.text)
    assert desk.showing.page == 0


def test_b_shows_nothing_and_shows_again(qtbot, hall, desk):
    qtbot.keyClick(hall, Qt.Key.Key_B)
    assert (desk.showing.blank, hall.text) == (True, "")
    qtbot.keyClick(hall, Qt.Key.Key_Period)
    assert QUESTION in hall.text


def test_f_keeps_the_picture_until_it_is_pressed_again(qtbot, hall, desk, document):
    document.apply(evening.go_to(Phase.IDEAS))
    document.apply(ideas.add("Den første"))
    qtbot.waitUntil(lambda: "Den første" in hall.text)
    qtbot.keyClick(hall, Qt.Key.Key_F)
    kept = hall.text
    document.apply(ideas.add("Den anden"))
    document.apply(evening.go_to(Phase.THEMES))
    qtbot.waitUntil(lambda: len(desk.state.ideas) == 2)
    qtbot.wait(1)
    qtbot.keyClick(hall, Qt.Key.Key_PageDown)
    hall.resize(1000, 700)
    assert desk.showing.frozen
    assert hall.text == kept
    qtbot.keyClick(hall, Qt.Key.Key_F)
    assert "Den anden" in hall.text


def test_pages_stay_while_the_picture_is_frozen(qtbot, hall, desk, document):
    fill(document, 30, LONG)
    qtbot.waitUntil(lambda: hall.page_count > 5)
    kept = hall.text
    qtbot.keyClick(hall, Qt.Key.Key_F)
    qtbot.keyClick(hall, Qt.Key.Key_PageDown)
    assert (hall.text, desk.showing.page) == (kept, 0)


def test_what_is_hidden_leaves_a_frozen_picture_too(qtbot, hall, desk, document):
    document.apply(evening.go_to(Phase.IDEAS))
    key = document.apply(ideas.add("Naboen er en tyv"))
    document.apply(ideas.add("Flere bænke"))
    qtbot.waitUntil(lambda: "tyv" in hall.text)
    desk.showing.turn_frozen()
    assert "tyv" in hall.text
    document.apply(ideas.park(key))
    qtbot.waitUntil(lambda: "tyv" not in hall.text)
    assert "Flere bænke" in hall.text


def test_the_way_in_comes_when_phones_are_let_in(hall, desk):
    assert JOIN.address not in hall.text
    desk.showing.let_in(JOIN)
    assert JOIN.address in hall.text
    desk.showing.let_in(None)
    assert JOIN.address not in hall.text


def test_the_size_of_the_text_is_a_setting(hall, desk, document):
    few = {mark.pixels for mark in hall.canvas.page.marks if hasattr(mark, "pixels")}
    desk.settings.put(HALL_TEXT, 80)
    many = {mark.pixels for mark in hall.canvas.page.marks if hasattr(mark, "pixels")}
    assert max(many) > max(few)


def test_it_speaks_of_the_question_in_hand(qtbot, hall, desk, document):
    document.apply(evening.go_to(Phase.IDEAS))
    second = document.apply(evening.add_question("Hvem skal passe den?"))
    document.apply(ideas.add("Lauget", question=second))
    desk.turn_to(second)
    qtbot.waitUntil(lambda: "Lauget" in hall.text)
    assert "Hvem skal passe den?" in hall.text


# --- a result


@pytest.fixture
def sealed(qtbot, hall, document):
    titles = ["Adgang", "Børn", "Havneliv", "Ro", "Træer", "Lys", "Sauna", "Kiosk", "Bro", "Bænke"]
    vote = open_vote(document, *titles, dots=100, cap=None)
    keys = by_number(document, vote)
    seal(document, vote, {key: 10 - n for n, key in enumerate(keys)})
    document.apply(evening.go_to(Phase.RESULT))
    qtbot.waitUntil(lambda: "Resultatet kommer nu" in hall.text)
    return vote


def test_the_page_with_the_place_that_was_revealed_comes_by_itself(hall, desk, sealed):
    at = []
    for places in range(1, 11):
        desk.showing.reveal(sealed, places)
        assert hall.shown.focus in hall.canvas.page.keys
        at.append(desk.showing.page)
    assert at == sorted(at, reverse=True)
    assert at[0] > at[-1] == 0


def test_a_revealed_place_comes_slowly_and_only_that(hall, desk, sealed, monkeypatch):
    monkeypatch.setattr(theme, "motion", lambda: True)
    desk.showing.reveal(sealed, 1)
    assert hall.canvas.moving
    hall.canvas.settle()
    desk.showing.turn_page(1)
    desk.showing.turn_page(-1)
    assert not hall.canvas.moving
    desk.showing.reveal(sealed, 2)
    assert hall.canvas._fresh == {hall.shown.focus}


def test_a_result_that_is_hidden_again_is_a_calm_page(hall, desk, sealed):
    desk.showing.reveal(sealed, 10)
    assert "Det prioriterede vi" in hall.text
    desk.showing.reveal(sealed, 0)
    assert "Resultatet kommer nu" in hall.text


# --- the clock


def timed(document, clock):
    key = open_vote(document, "Adgang", "Børn")
    document.apply(rounds.extend(key, 5))
    ends = datetime.fromisoformat(document.state.rounds[key].ends_at)
    clock.at = ends - timedelta(minutes=4, seconds=31)
    return key, ends


def test_the_clock_of_a_vote_counts_down_and_ends(qtbot, hall, document, clock):
    _key, ends = timed(document, clock)
    qtbot.waitUntil(lambda: hall.canvas.time == "4:31")
    assert hall.canvas.time_label == "Tid tilbage"
    clock.at = ends - timedelta(seconds=9)
    qtbot.waitUntil(lambda: hall.canvas.time == "0:09")
    clock.at = ends + timedelta(minutes=3)
    qtbot.waitUntil(lambda: hall.canvas.time_label == "Tiden er gået")
    assert hall.canvas.time == "0:00"


def test_there_is_no_clock_without_a_time_to_keep(qtbot, hall, document, clock):
    key, _ends = timed(document, clock)
    qtbot.waitUntil(lambda: hall._timer.isActive())
    document.apply(rounds.close(key))
    qtbot.waitUntil(lambda: hall.canvas.time == "")
    assert not hall._timer.isActive()


def test_the_clock_is_not_looked_at_while_nobody_sees_it(qtbot, hall, document, clock):
    timed(document, clock)
    qtbot.waitUntil(lambda: hall._timer.isActive())
    hall.hide()
    assert not hall._timer.isActive()


def test_the_figures_leave_room_for_the_hours(document, clock):
    key = open_vote(document, "Adgang", "Børn")
    document.apply(rounds.extend(key, 120))
    told = time_left(document.state, clock())
    assert len(told.sample) == len("0:00:00")


# --- keys


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F5])
def test_escape_and_f5_take_it_away(qtbot, hall, key):
    with qtbot.waitSignal(hall.closed):
        qtbot.keyClick(hall, key)
    assert not hall.isVisible()


def test_f11_fills_the_screen_it_stands_on_and_back(qtbot, hall):
    qtbot.keyClick(hall, Qt.Key.Key_F11)
    assert hall.isFullScreen()
    assert hall.cursor().shape() is Qt.CursorShape.BlankCursor
    qtbot.keyClick(hall, Qt.Key.Key_F11)
    assert not hall.isFullScreen()


def test_a_theme_that_is_renamed_is_shown_by_its_new_name(qtbot, hall, document):
    document.apply(evening.go_to(Phase.THEMES))
    key = document.apply(themes.add("Børn"))
    qtbot.waitUntil(lambda: "Børn" in hall.text)
    document.apply(themes.rename(key, "Børn og unge"))
    qtbot.waitUntil(lambda: "Børn og unge" in hall.text)
