import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from moedeapp.model.commands import evening, ideas
from moedeapp.model.meeting import Phase, Reason
from moedeapp.ui.phases.wall import EVERY, HIDDEN, NO_TABLE, PARKED, TABLE
from tests.ui.phases.conftest import send, words_on


@pytest.fixture
def several(document, page, shown):
    """Ideas of every kind, by their words."""
    document.apply(evening.set_tables(4))
    keys = {
        words: document.apply(ideas.add(words, table=table))
        for words, table in (("Bænke", 1), ("Badebro", 2), ("Bus", None), ("Klovn", 1), ("Gem", 2))
    }
    document.apply(ideas.hide(keys["Klovn"], reason=Reason.ABUSE))
    document.apply(ideas.park(keys["Gem"]))
    send(document, "Afventer")
    shown("Bus", "Badebro", "Bænke")
    return keys


def view(page, value):
    page.view.setCurrentIndex(page.view.findData(value))
    page.view.activated.emit(page.view.currentIndex())


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (PARKED, ["Gem"]),
        (HIDDEN, ["[skjult: krænkende ord]"]),
        (EVERY, ["Gem", "[skjult: krænkende ord]", "Bus", "Badebro", "Bænke"]),
        (f"{TABLE}1", ["Bænke"]),
        (NO_TABLE, ["Bus"]),
    ],
)
def test_the_wall_shows_what_is_asked_for(page, several, where, words):
    view(page, where)
    assert words_on(page.wall) == words


def test_unreviewed_words_are_on_no_wall(page, several):
    view(page, EVERY)
    assert "Afventer" not in words_on(page.wall)


def test_ideas_are_looked_for_by_words_or_number(page, several, qtbot):
    QTest.keySequence(page.line, QKeySequence("Ctrl+F"))
    assert page.search.hasFocus()
    qtbot.keyClicks(page.search, "BÆN")
    assert words_on(page.wall) == ["Bænke"]
    assert page._count.text() == "1 idé"
    page.search.clear()
    qtbot.keyClicks(page.search, "2")
    assert words_on(page.wall) == ["Badebro"]
    page.search.clear()
    qtbot.keyClicks(page.search, "klovn")
    assert words_on(page.wall) == []
    assert page._empty.text() == "Her er intet at finde."


def test_escape_forgets_what_was_looked_for_and_goes_back_to_the_line(page, several, qtbot):
    page.search.setFocus()
    qtbot.keyClicks(page.search, "bus")
    assert words_on(page.wall) == ["Bus"]
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert words_on(page.wall) == ["Bus", "Badebro", "Bænke"]
    assert page.line.hasFocus()


def test_what_is_looked_for_stays_looked_for_while_ideas_come(page, several, qtbot, document):
    page.search.setFocus()
    qtbot.keyClicks(page.search, "b")
    document.apply(ideas.add("Sauna"))
    document.apply(ideas.add("Både"))
    qtbot.waitUntil(lambda: words_on(page.wall) == ["Både", "Bus", "Badebro", "Bænke"])


def test_undo_takes_a_note_off_and_redo_puts_it_back_in_its_place(page, several, qtbot, document):
    document.apply(ideas.park(several["Badebro"]))
    qtbot.waitUntil(lambda: words_on(page.wall) == ["Bus", "Bænke"])
    document.undo()
    qtbot.waitUntil(lambda: words_on(page.wall) == ["Bus", "Badebro", "Bænke"])


def test_a_merged_note_says_what_it_is_part_of_and_its_lead_how_many_it_holds(
    page, several, qtbot, document
):
    document.apply(ideas.merge([several["Bænke"]], several["Badebro"]))
    notes = page.wall.notes._notes
    qtbot.waitUntil(lambda: notes[1].merged == 1)
    assert notes[2].foot == "bord 1 · hører under nr. 2"
    assert notes[1].foot == "bord 2 · +1"


def test_another_question_has_another_wall(page, several, qtbot, document):
    key = document.apply(evening.add_question("Og hvad må den koste?"))
    document.apply(ideas.add("En krone", question=key))
    page.desk.turn_to(key)
    qtbot.waitUntil(lambda: words_on(page.wall) == ["En krone"])


def test_each_step_through_the_changes_gives_the_same_wall_as_looking_it_all_through(
    page, several, qtbot, document
):
    def fresh():
        QApplication.processEvents()
        held = words_on(page.wall)
        page.wall.refresh(())
        return held, words_on(page.wall)

    acts = [
        lambda: document.apply(ideas.add("Nyt", table=3)),
        lambda: document.apply(ideas.show(several["Klovn"])),
        lambda: document.apply(ideas.edit(several["Bus"], "Busser")),
        lambda: document.apply(ideas.merge([several["Bus"]], several["Bænke"])),
        lambda: document.apply(ideas.mask(several["Badebro"], Reason.PERSON)),
        document.undo,
        lambda: document.apply(evening.start_silence()),
        lambda: document.apply(ideas.add("Stille")),
        lambda: document.apply(evening.end_silence()),
        lambda: document.apply(evening.go_to(Phase.THEMES)),
        lambda: document.apply(evening.go_to(Phase.IDEAS)),
    ]
    for act in acts:
        act()
        before, after = fresh()
        assert before == after
