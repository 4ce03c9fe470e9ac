"""The facilitator's hold on the storskærm: keys, screens that come and go, and the strip."""

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton

from moedeapp.model.commands import evening, rounds, themes
from moedeapp.model.commands.ballots import Vote
from moedeapp.model.commands.ballots import key as key_slip
from moedeapp.model.meeting import Agreement, Phase, RoundKind
from moedeapp.texts import speaking
from moedeapp.ui import theme
from moedeapp.ui.projector import screens
from moedeapp.ui.projector.screens import Screen
from moedeapp.ui.projector.strip import ProjectorStrip
from moedeapp.ui.settings import HALL_TEXT, LETTER_KEYS
from tests.ui.conftest import by_number, fill, open_vote, seal

LONG = "Et sted ved vandet, hvor man kan sidde i læ og se på bådene uden at købe noget, nummer {n}"


@pytest.fixture(autouse=True)
def still(monkeypatch):
    monkeypatch.setattr(theme, "motion", lambda: False)


@pytest.fixture
def window(at):
    return at(Phase.WELCOME)


def beside(window):
    """A second screen that lies beside the one the window is on."""
    room = window.screen().geometry()
    return Screen("sal", room.right() + 1, room.top(), 1920, 1080)


def plug_in(window, *others):
    """Let there be these screens as well; Qt tells of them."""
    own = screens.described(window.screen())
    window.projector._present = lambda: [own, *others]
    window.projector._screens_changed()


# --- opening


def test_f5_opens_it_and_takes_it_away(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert window.projector.is_open
    assert window.projector.window.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F5)
    assert not window.projector.is_open


def test_the_button_in_the_head_does_the_same(qtbot, window):
    (button,) = (b for b in window.findChildren(QPushButton) if b.text() == "Storskærm")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.projector.is_open


def test_with_one_screen_it_is_a_window_that_leaves_room(window):
    window.projector.toggle()
    hall = window.projector.window
    assert not hall.isFullScreen()
    assert not window.projector.fills_screen
    assert window.screen().geometry().contains(hall.geometry())


def test_whoever_opens_it_on_one_screen_hears_where_it_is(window):
    window.projector.open()
    assert "i et vindue bag dette" in window.notices.sentence
    assert "F11" in window.notices.sentence


def test_a_mirrored_screen_is_not_filled(window):
    own = screens.described(window.screen())
    plug_in(window, Screen("sal", own.left, own.top, own.width, own.height))
    assert window.notices.sentence == ""
    window.projector.toggle()
    assert not window.projector.window.isFullScreen()


def test_with_a_second_screen_it_fills_that(window):
    plug_in(window, beside(window))
    window.projector.toggle()
    assert window.projector.window.isFullScreen()
    assert window.projector.fills_screen


def test_the_keyboard_stays_with_the_facilitator(qtbot, window):
    window.projector.toggle()
    qtbot.waitUntil(window.isActiveWindow)


def test_it_goes_when_the_facilitators_window_does(window):
    window.projector.toggle()
    hall = window.projector.window
    window.close()
    assert not hall.isVisible()


def test_a_window_opens_where_it_was(window):
    window.projector.toggle()
    window.projector.window.setGeometry(40, 50, 500, 300)
    window.projector.toggle()
    window.projector.toggle()
    assert window.projector.window.geometry().size().width() == 500


def test_it_opens_neither_blank_nor_frozen(window):
    window.projector.toggle()
    window.desk.showing.turn_blank()
    window.desk.showing.turn_frozen()
    window.projector.toggle()
    assert (window.desk.showing.blank, window.desk.showing.frozen) == (False, False)


# --- screens that come and go


def test_a_screen_that_is_plugged_in_is_offered_and_taken_with_one_press(qtbot, window):
    plug_in(window, beside(window))
    assert window.notices.sentence == "Der er en skærm mere."
    (yes,) = (b for b in window.notices.findChildren(QPushButton) if "dér" in b.text())
    assert not window.projector.is_open
    qtbot.mouseClick(yes, Qt.MouseButton.LeftButton)
    assert window.projector.window.isFullScreen()


def test_an_open_window_moves_to_the_screen_that_is_offered(qtbot, window):
    window.projector.toggle()
    plug_in(window, beside(window))
    window.notices._agree()
    assert window.projector.window.isFullScreen()


def test_nothing_is_offered_while_it_fills_a_screen(window):
    plug_in(window, beside(window))
    window.projector.toggle()
    window.notices.clear()
    window.projector._screens_changed()
    assert window.notices.sentence == ""


def test_a_screen_is_offered_once_and_again_when_it_comes_back(window):
    second = beside(window)
    plug_in(window, second)
    window.notices.clear()
    window.projector.offer()
    assert window.notices.sentence == ""
    plug_in(window)
    plug_in(window, second)
    assert window.notices.sentence == "Der er en skærm mere."


def test_a_pulled_cable_brings_it_back_as_a_small_window(qtbot, window):
    plug_in(window, beside(window))
    window.projector.toggle()
    plug_in(window)
    hall = window.projector.window
    assert hall.isVisible()
    assert not hall.isFullScreen()
    room = window.screen().geometry()
    assert hall.width() * hall.height() < 0.2 * room.width() * room.height()
    assert "Den anden skærm er væk." in window.notices.sentence
    qtbot.waitUntil(window.isActiveWindow)


def test_a_pulled_cable_leads_to_the_screen_that_is_left(window):
    second = beside(window)
    third = Screen("tredje", second.left + 1920, second.top, 1280, 720)
    plug_in(window, second, third)
    window.projector.toggle()
    plug_in(window, third)
    assert window.projector.fills_screen
    assert window.projector._at == third


TWO_SCREENS = """
import sys
from itertools import pairwise
from pathlib import Path
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from moedeapp.model.document import Document
from moedeapp.texts import speaking
from moedeapp.ui import theme
from moedeapp.ui.main_window import MainWindow
from moedeapp.ui.settings import Settings

application = QApplication([])
theme.wear(application)
folder = Path(sys.argv[1])
store = QSettings(str(folder / "i.ini"), QSettings.Format.IniFormat)
window = MainWindow(Document.create(folder / "a.moede"), Settings(store))
window.show()
application.processEvents()
print(window.notices.sentence)
window.projector.toggle()
application.processEvents()
print(window.projector.window.geometry().getRect(), window.projector.window.isFullScreen())
window.close()
"""


def test_on_two_real_screens_it_fills_the_one_beside_the_laptop(tmp_path):
    laptop = {"name": "laptop", "x": 0, "y": 0, "width": 1280, "height": 800}
    hall = {"name": "sal", "x": 1280, "y": 0, "width": 1920, "height": 1080}
    more = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"screens": [laptop | more, hall | more]}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", TWO_SCREENS, str(tmp_path)],
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}"},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("\n")[:2] == ["Der er en skærm mere.", "(1280, 0, 1920, 1080) True"]


# --- keys in the facilitator's window


@pytest.fixture
def pages(qtbot, window, document):
    fill(document, 30, LONG)
    window.projector.toggle()
    qtbot.waitUntil(lambda: window.projector.window.page_count > 5)
    qtbot.waitUntil(lambda: window.page is window.pages.get(Phase.IDEAS))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_a_clicker_turns_the_pages(qtbot, pages):
    pages.setFocus()
    qtbot.keyClick(pages, Qt.Key.Key_PageDown)
    qtbot.keyClick(pages, Qt.Key.Key_PageDown)
    assert pages.desk.showing.page == 2
    qtbot.keyClick(pages, Qt.Key.Key_PageUp)
    assert pages.desk.showing.page == 1


def test_a_clicker_turns_the_pages_while_a_line_is_being_typed(qtbot, pages):
    line = pages.page.findChild(QLineEdit)
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClick(line, Qt.Key.Key_PageDown)
    assert pages.desk.showing.page == 1


def test_letters_blank_and_freeze(qtbot, pages):
    pages.setFocus()
    qtbot.keyClick(pages, Qt.Key.Key_B)
    assert pages.desk.showing.blank
    qtbot.keyClick(pages, Qt.Key.Key_F)
    assert pages.desk.showing.frozen


def test_letters_are_letters_in_a_text_field(qtbot, pages):
    pages._open_notes()
    box = pages.notes.findChild(QPlainTextEdit)
    line = pages.page.findChild(QLineEdit)
    for field in (line, box):
        field.setFocus()
        qtbot.waitUntil(field.hasFocus)
        qtbot.keyClicks(field, "bf")
    assert (line.text(), box.toPlainText()) == ("bf", "bf")
    assert (pages.desk.showing.blank, pages.desk.showing.frozen) == (False, False)


def test_letters_can_be_turned_off(qtbot, pages):
    pages.desk.settings.put(LETTER_KEYS, False)
    pages.setFocus()
    qtbot.keyClicks(pages, "bf")
    assert (pages.desk.showing.blank, pages.desk.showing.frozen) == (False, False)
    pages.desk.settings.put(LETTER_KEYS, True)
    qtbot.keyClicks(pages, "b")
    assert pages.desk.showing.blank


def test_a_closed_storskaerm_takes_no_keys(qtbot, window):
    window.setFocus()
    for key in (Qt.Key.Key_B, Qt.Key.Key_F, Qt.Key.Key_PageDown):
        qtbot.keyClick(window, key)
    showing = window.desk.showing
    assert (showing.blank, showing.frozen, showing.page) == (False, False, 0)


def test_page_down_goes_to_the_page_while_the_storskaerm_is_closed(qtbot, window):
    box = QPlainTextEdit("\n".join(map(str, range(200))), window)
    box.setReadOnly(True)
    box.setGeometry(0, 0, 200, 200)
    box.show()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    qtbot.keyClick(box, Qt.Key.Key_PageDown)
    assert box.verticalScrollBar().value() > 0


# --- the strip


def strip(window):
    return window.findChild(ProjectorStrip)


def test_the_strip_is_there_while_the_storskaerm_is(window):
    assert strip(window).isHidden()
    window.projector.toggle()
    assert not strip(window).isHidden()
    window.projector.toggle()
    assert strip(window).isHidden()


def test_the_strip_says_what_is_shown_and_which_page(qtbot, pages):
    assert strip(pages).state.text() == "Storskærm: Idéer"
    count = pages.projector.window.page_count
    assert strip(pages).where.text() == f"side 1 af {count} · i et vindue"
    qtbot.mouseClick(strip(pages).on, Qt.MouseButton.LeftButton)
    assert strip(pages).where.text().startswith(f"side 2 af {count}")
    assert strip(pages).back.isEnabled()


def test_the_strip_says_that_it_is_frozen_or_blank(qtbot, pages):
    qtbot.mouseClick(strip(pages).freeze, Qt.MouseButton.LeftButton)
    assert strip(pages).state.text() == "Storskærm: fryst"
    assert strip(pages).freeze.isChecked()
    assert not strip(pages).on.isEnabled()
    qtbot.mouseClick(strip(pages).blank, Qt.MouseButton.LeftButton)
    assert strip(pages).state.text() == "Storskærm: slukket"


def test_the_small_picture_is_the_halls(qtbot, pages):
    bright = strip(pages).preview.grab().toImage().pixelColor(56, 31).lightness()
    pages.desk.showing.turn_blank()
    dark = strip(pages).preview.grab().toImage().pixelColor(56, 31).lightness()
    assert bright > 200
    assert dark == 0


def test_a_low_window_keeps_the_line_and_leaves_the_picture_out(qtbot, pages, monkeypatch):
    monkeypatch.setattr("moedeapp.ui.projector.strip.LOW", 760)
    pages.resize(1280, 720)
    qtbot.waitUntil(lambda: strip(pages).preview.isHidden())
    pages.resize(1280, 800)
    qtbot.waitUntil(lambda: not strip(pages).preview.isHidden())


def agreement(document):
    document.apply(evening.go_to(Phase.THEMES))
    sources = [document.apply(themes.add(title)) for title in ("Adgang", "Børn")]
    document.apply(evening.go_to(Phase.DOTS))
    vote = document.apply(rounds.prepare(sources, kind=RoundKind.AGREEMENT, open_access=True))
    document.apply(rounds.open(vote))
    first, second = by_number(document, vote)
    said = Vote(
        steps={first: Agreement.AGAINST, second: Agreement.FULLY}, objections={first: "For dyrt"}
    )
    document.apply(rounds.close(vote))
    document.apply(key_slip(vote, said))
    seal(document, vote)
    document.apply(evening.go_to(Phase.RESULT))
    return vote


def test_objections_are_shown_when_the_facilitator_has_read_them(qtbot, window, document):
    vote = agreement(document)
    window.projector.toggle()
    hall = window.projector.window
    qtbot.waitUntil(lambda: "Resultatet kommer nu" in hall.text)
    assert strip(window).objections.isHidden()
    window.desk.showing.reveal(vote, 2)
    assert "For dyrt" not in hall.text
    assert strip(window).objections.text() == "Vis indvendingerne"
    qtbot.mouseClick(strip(window).objections, Qt.MouseButton.LeftButton)
    assert "Indvending: »For dyrt«" in hall.text
    assert strip(window).objections.text() == "Skjul indvendingerne"


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("size", [(940, 500), (1280, 800)])
def test_the_strip_has_room_for_its_words(qtbot, at, document, size, language):
    with speaking(language):
        vote = agreement(document)
        window = at(Phase.RESULT)
        window.resize(*size)
        window.projector.toggle()
        window.desk.settings.put(HALL_TEXT, 80)
        window.desk.showing.turn_objections(vote)
        window.desk.showing.reveal(vote, 2)
        line = strip(window)
        qtbot.waitUntil(lambda: line.objections.isVisible() and line.on.isVisible())
        buttons = (line.objections, line.back, line.on, line.blank, line.freeze)
        assert all(each.accessibleName() for each in buttons)
        qtbot.waitUntil(lambda: all(each.width() >= each.sizeHint().width() for each in buttons))
        for left, right in pairwise(buttons):
            assert left.geometry().right() < right.x()
        assert line.state.width() >= line.state.fontMetrics().horizontalAdvance(line.state.text())
        assert buttons[-1].geometry().right() <= line.width()


def test_a_new_result_takes_the_place_of_one_that_was_chosen(qtbot, window, document):
    vote = agreement(document)
    window.projector.toggle()
    window.desk.showing.reveal(vote, 2)
    hall = window.projector.window
    assert "Hvor enige vi er" in hall.text
    second = open_vote(document, "Havneliv", "Ro")
    seal(document, second, {by_number(document, second)[0]: 1})
    document.apply(evening.go_to(Phase.RESULT))
    qtbot.waitUntil(lambda: "Resultatet kommer nu" in hall.text)
    assert window.desk.showing.result in ("", second)
