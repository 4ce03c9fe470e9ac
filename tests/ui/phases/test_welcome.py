import pytest
from PySide6.QtCore import Qt

from moedeapp.model.commands import evening
from moedeapp.model.meeting import Phase, Role
from moedeapp.ui.phases.welcome import WelcomePage
from moedeapp.ui.readiness import Place, Power, Surroundings
from moedeapp.ui.showing import Join
from tests.ui.conftest import issue
from tests.ui.test_window import said

ENTER = Qt.Key.Key_Return
GOOD = Surroundings(2, False, Power.MAINS, 90, 0, 10**11, True, Place.HERE, "", ("10.0.0.2",))


@pytest.fixture
def page(at):
    return at(Phase.WELCOME).page


def test_heads_and_tables_are_counted(qtbot, page, document):
    box = page.heads[Role.CITIZEN]
    assert box.hasFocus()
    box.selectAll()
    qtbot.keyClicks(box, "60")
    qtbot.keyClick(box, ENTER)
    page.tables.setValue(8)
    assert document.state.heads["citizen"].count == 60
    assert len(document.state.tables) == 8
    qtbot.waitUntil(lambda: "60 borgere" in said(page))


def test_a_table_is_given_a_name(qtbot, page, document):
    page.tables.setValue(2)
    qtbot.waitUntil(lambda: len(page._labels) == 2)
    box = page._labels[2]
    box.setFocus()
    qtbot.keyClicks(box, "Naboerne")
    qtbot.keyClick(box, ENTER)
    assert document.state.tables["2"].label == "Naboerne"


def test_the_frames_are_there_to_be_read_aloud(page):
    assert said(page).count("Ikke afklaret") >= 5


def test_the_listening_round_is_begun_and_ended(qtbot, page, document):
    page._listening.click()
    assert document.state.stage.listening
    qtbot.waitUntil(lambda: "Nu taler kun borgerne." in said(page))
    page._listening.click()
    assert not document.state.stage.listening


def test_without_phones_people_are_told_of_paper_and_with_them_of_the_address(page):
    assert page.joining._without.isVisible()
    assert not page.joining._code.isVisible()
    page.desk.showing.let_in(Join("http://192.168.8.2:8080/#a", "192.168.8.2:8080", "Havnemøde"))
    assert not page.joining._without.isVisible()
    assert page.joining._code.isVisible()
    assert {"192.168.8.2:8080", "Wi-Fi: Havnemøde"} <= set(said(page))


# --- the check of the evening


@pytest.fixture
def checked(page, qtbot):
    """A page that asks a computer made for the occasion, and counts how often it does."""
    asked = []
    answers = [GOOD]

    def look():
        asked.append(1)
        return answers[-1]

    made = WelcomePage(page.desk, look)
    qtbot.addWidget(made)
    made.refresh(())
    made.asked, made.answers = asked, answers
    return made


def test_the_computer_is_asked_when_the_page_begins_and_when_somebody_wants_to_know(
    checked, document
):
    assert checked.asked == []
    checked.begin()
    assert checked.asked == [1]
    document.apply(evening.count_heads(Role.CITIZEN, 3))
    checked.refresh(())
    assert checked.asked == [1]
    checked.check.again.click()
    assert checked.asked == [1, 1]


def test_what_needs_a_hand_is_counted_beside_the_name_of_the_sheet(checked, document):
    checked.begin()
    assert checked.tabs.button(2).text() == "Klar til aftenen · 1 at se på"
    document.apply(evening.count_heads(Role.CITIZEN, 3))
    issue(document, 3)
    checked.refresh(())
    assert checked.tabs.button(2).text() == "Klar til aftenen"
    assert "Klar til aftenen" in said(checked.check)
    checked.answers.append(Surroundings(1, False, Power.BATTERY, 40))
    checked.check.again.click()
    assert checked.tabs.button(2).text() == "Klar til aftenen · 2 at se på"
    assert "Computeren kører på batteri (40 %)." in said(checked.check)


def test_each_line_says_in_words_how_it_stands(checked):
    checked.begin()
    words = said(checked.check)
    assert {"✓  I orden", "!  Se på det", "?  Kan ikke ses"} <= set(words)
