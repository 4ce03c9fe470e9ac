import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from moedeapp.model.commands import evening, ideas, themes
from moedeapp.model.meeting import Channel, IdeaState, Phase, Reason, Role, numbered
from moedeapp.ui.settings import LETTER_KEYS
from tests.ui.conftest import fill
from tests.ui.phases.conftest import send, words_on
from tests.ui.test_window import said

ENTER = Qt.Key.Key_Return
CTRL = Qt.KeyboardModifier.ControlModifier
MANY = 2_000
LONGEST = 10_000


class Keys:
    """Presses keys where the focus is, and counts them."""

    def __init__(self):
        self.pressed = 0

    def type(self, words):
        QTest.keyClicks(QApplication.focusWidget(), words)

    def press(self, *keys):
        for key in keys:
            QTest.keySequence(QApplication.focusWidget(), QKeySequence(key))
            self.pressed += 1


@pytest.fixture
def keys():
    return Keys()


# --- typing


def test_enter_adds_an_idea_with_its_table_and_makes_room_for_the_next(page, shown, keys, document):
    keys.press("Alt+4")
    keys.type("Flere bænke")
    keys.press("Return")
    (idea,) = document.state.ideas.values()
    assert (idea.words, idea.table, idea.channel) == ("Flere bænke", 4, Channel.FACILITATOR)
    assert page.line.text() == ""
    assert page.line.hasFocus()
    assert page.table.value() == 4
    shown("Flere bænke")


def test_thirty_ideas_cost_one_key_each_besides_the_words_and_at_most_two_with_a_new_table(
    page, keys, document
):
    for n in range(30):
        if n % 5 == 0:
            keys.press(f"Alt+{n // 5 + 1}")
        keys.type(f"Tanke nummer {n} fra salen")
        keys.press("Return")
    taken = numbered(document.state.ideas)
    assert [idea.words for idea in taken] == [f"Tanke nummer {n} fra salen" for n in range(30)]
    assert [idea.table for idea in taken] == [n // 5 + 1 for n in range(30)]
    assert keys.pressed == 30 + 6


def test_ctrl_z_in_the_empty_line_takes_the_idea_back(page, keys, document):
    keys.type("Flere bænke")
    keys.press("Return", "Ctrl+Z")
    assert not document.state.ideas
    keys.press("Ctrl+Y")
    assert [idea.words for idea in document.state.ideas.values()] == ["Flere bænke"]


def test_nothing_but_space_is_no_idea(page, keys, document):
    keys.type("   ")
    keys.press("Return")
    assert not document.state.ideas
    assert page.window().notices.sentence == ""


def test_a_long_idea_is_taken_whole_and_one_that_is_too_long_stays_with_its_reason(
    page, keys, document
):
    page.line.insertPlainText("æ" * LONGEST)
    keys.press("Return")
    assert [len(idea.words) for idea in document.state.ideas.values()] == [LONGEST]
    page.line.insertPlainText("ø" * (LONGEST + 1))
    keys.press("Return")
    assert len(document.state.ideas) == 1
    assert "10.000 tegn" in page.window().notices.sentence
    assert len(page.line.text()) == LONGEST + 1


def test_an_idea_may_have_several_lines(page, keys, document):
    keys.type("Bænke")
    keys.press("Shift+Return")
    keys.type("og skygge")
    keys.press("Return")
    assert [idea.words for idea in document.state.ideas.values()] == ["Bænke\nog skygge"]


@pytest.mark.parametrize(
    ("choice", "role", "channel", "then"),
    [
        ("paper", Role.CITIZEN, Channel.PAPER, "paper"),
        ("politician", Role.POLITICIAN, Channel.FACILITATOR, "citizen"),
        ("staff", Role.STAFF, Channel.FACILITATOR, "citizen"),
    ],
)
def test_who_says_it_is_kept_with_the_idea_and_the_next_is_a_citizens(
    page, keys, document, choice, role, channel, then
):
    page.who.follow(choice)
    keys.type("Flere bænke")
    keys.press("Return")
    (idea,) = document.state.ideas.values()
    assert (idea.role, idea.channel) == (role, channel)
    assert page.who.chosen() == then


def test_in_the_listening_round_a_politicians_idea_waits_in_its_line(page, keys, document):
    document.apply(evening.start_listening())
    page.who.follow("politician")
    keys.type("Flere bænke")
    keys.press("Return")
    assert not document.state.ideas
    assert "Nu lytter vi til borgerne" in page.window().notices.sentence
    assert page.line.text() == "Flere bænke"


# --- the table


def test_the_table_is_changed_by_keys_and_kept(page, keys, document):
    document.apply(evening.set_tables(12))
    keys.press("Ctrl+Up", "Ctrl+Up")
    assert page.table.value() == 2
    keys.press("Ctrl+Down", "Ctrl+Down", "Ctrl+Down")
    assert page.table.value() == 12
    keys.press("Ctrl+Up")
    assert (page.table.value(), page.table.text()) == (0, "Intet bord")
    keys.press("Alt+7")
    assert page.table.text() == "Bord 7"
    assert page.line.hasFocus()


def test_a_stroke_and_a_number_before_the_words_choose_the_table(page, keys, document):
    keys.type("/12 Flere bænke")
    assert (page.table.value(), page.line.text()) == (12, "Flere bænke")
    keys.press("Return")
    assert [idea.table for idea in document.state.ideas.values()] == [12]


def test_a_stroke_inside_the_words_is_a_stroke(page, keys, document):
    keys.type("Bus 1/4 time")
    keys.press("Return")
    assert [idea.words for idea in document.state.ideas.values()] == ["Bus 1/4 time"]
    assert page.table.value() == 0


def test_the_list_of_tables_has_their_names(page, document):
    document.apply(evening.set_tables(2))
    document.apply(evening.label_table(2, "Naboer & venner"))
    page.table._fill()
    words = [action.text() for action in page.table._menu.actions()]
    assert words == ["Intet bord", "Bord 1", "Bord 2 · Naboer && venner"]


# --- silence


def test_in_the_silent_phase_words_wait_unseen_until_all_are_shown_at_once(
    page, shown, keys, qtbot, document
):
    page._silence.turn.click()
    qtbot.waitUntil(lambda: page._silence.turn.text() == "Slut den tavse fase")
    for words in ("Første tanke her", "Anden tanke her"):
        keys.type(words)
        keys.press("Return")
    assert {idea.state for idea in document.state.ideas.values()} == {IdeaState.READY}
    shown("Anden tanke her", "Første tanke her")
    assert page.wall.covered
    qtbot.waitUntil(lambda: page._silence.turn.text() == "Vis alle på én gang · 2")
    page._silence.turn.click()
    assert {idea.state for idea in document.state.ideas.values()} == {IdeaState.SHOWN}
    assert page.window().notices.sentence == "2 idéer vises nu for salen."
    qtbot.waitUntil(lambda: not page.wall.covered)


def test_typing_goes_on_when_the_silence_begins_and_when_it_ends(page, qtbot, document):
    for silent in (True, False):
        page._silence.turn.setFocus()
        qtbot.keyClick(page._silence.turn, Qt.Key.Key_Space)
        assert document.state.stage.silent is silent
        assert page.line.hasFocus()


def test_what_waits_to_be_looked_at_is_told_before_the_silence_ends(page, qtbot, document):
    document.apply(evening.start_silence())
    send(document, "En", "To")
    qtbot.waitUntil(lambda: any("2 mere afventer, at du ser dem." in w for w in said(page)))


def test_the_words_of_the_silence_are_drawn_as_lines(page, shown, qtbot, document):
    document.apply(ideas.add("M" * 60))
    shown("M" * 60)
    open_words = page.wall.grab().toImage()
    document.apply(evening.start_silence())
    document.apply(ideas.hide(next(iter(document.state.ideas)), reason=Reason.SPAM))
    document.apply(ideas.show(next(iter(document.state.ideas))))
    qtbot.waitUntil(lambda: page.wall.covered)
    qtbot.waitUntil(lambda: page.wall.grab().toImage() != open_words)
    assert rows_of_ink(page.wall) == "lines"
    page.wall.selectAll()
    assert rows_of_ink(page.wall) == "words"


def rows_of_ink(wall):
    """Whether a note's first line is a bar of one colour, or letters with edges."""
    image = wall.viewport().grab().toImage()
    rect = wall.visualRect(wall.model().index(0, 0))
    colours = {image.pixelColor(rect.left() + x, rect.top() + 22).name() for x in range(20, 120)}
    return "lines" if len(colours) == 1 else "words"


# --- likeness


def test_an_idea_much_like_another_is_hinted_at_while_typing(page, shown, keys, document):
    document.apply(ideas.add("Flere bænke ved promenaden", table=2))
    shown("Flere bænke ved promenaden")
    keys.type("Bænke ved promenaden")
    assert page.hint.words.text() == "Ligner nr. 1: »Flere bænke ved promenaden« (bord 2)"
    page.line.clear()
    keys.type("Billigere busser i byen")
    assert page.hint.words.text() == ""


def test_one_key_after_adding_merges_with_what_is_alike(page, shown, keys, qtbot, document):
    old = document.apply(ideas.add("Flere bænke ved promenaden"))
    shown("Flere bænke ved promenaden")
    keys.type("Bænke ved promenaden")
    keys.press("Return")
    qtbot.waitUntil(lambda: page.hint.words.text().startswith("Nr. 2 ligner nr. 1"))
    keys.press("Ctrl+M")
    new = numbered(document.state.ideas)[1]
    assert new.merged_into == old
    assert page.hint.words.text() == ("Nr. 2 hører nu under nr. 1. Begge ordlyde er bevaret.")


def test_one_key_before_adding_adds_and_merges(page, shown, keys, document):
    old = document.apply(ideas.add("Flere bænke ved promenaden"))
    shown("Flere bænke ved promenaden")
    keys.type("Bænke ved promenaden")
    keys.press("Ctrl+M")
    new = numbered(document.state.ideas)[1]
    assert (new.words, new.merged_into) == ("Bænke ved promenaden", old)
    assert page.line.text() == ""


def test_the_key_for_merging_does_nothing_to_words_like_no_others(page, keys, document):
    keys.type("Billigere busser i byen")
    keys.press("Ctrl+M")
    assert not document.state.ideas
    assert page.line.text() == "Billigere busser i byen"


def test_what_is_parked_is_hinted_at_but_nothing_is_merged_with_it(page, qtbot, keys, document):
    document.apply(ideas.park(document.apply(ideas.add("Flere bænke ved promenaden"))))
    qtbot.waitUntil(lambda: page._likeness.of("Flere bænke ved promenaden") is not None)
    keys.type("Flere bænke ved promenaden")
    assert page.hint.words.text().startswith("Ligner nr. 1")
    assert not page.hint.together.isVisible()
    keys.press("Ctrl+M")
    assert len(document.state.ideas) == 1


def test_hidden_words_are_never_hinted_at(page, qtbot, keys, document):
    key = document.apply(ideas.add("Formanden er en klovn"))
    qtbot.waitUntil(lambda: page._likeness.of("Formanden er en klovn") is not None)
    document.apply(ideas.hide(key, reason=Reason.ABUSE))
    qtbot.waitUntil(lambda: page._likeness.of("Formanden er en klovn") is None)


def test_a_word_or_two_are_nudged_and_never_stopped(page, keys, document):
    assert page.hint.words.text() == "Hvad? Hvorfor? Hvor?"
    keys.type("Flere bænke")
    assert "tre ord" in page.hint.words.text()
    keys.type(" her")
    assert page.hint.words.text() == ""
    page.line.clear()
    keys.type("Bænke")
    keys.press("Return")
    assert [idea.words for idea in document.state.ideas.values()] == ["Bænke"]


# --- the wall and what stands beside it


def test_ideas_stand_newest_first_and_what_was_chosen_stays_chosen(page, shown, document):
    first = document.apply(ideas.add("Første"))
    shown("Første")
    page.wall.choose([first])
    document.apply(ideas.add("Anden"))
    shown("Anden", "Første")
    assert page.wall.chosen() == [first]


def test_one_more_of_many_ideas_lays_no_other_note_anew(qtbot, at, document):
    fill(document, MANY)
    page = at(Phase.IDEAS).page
    model = page.wall.notes
    told = []
    model.modelReset.connect(lambda: told.append("reset"))
    model.dataChanged.connect(lambda *_: told.append("changed"))
    model.rowsRemoved.connect(lambda *_: told.append("removed"))
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        document.apply(ideas.add("Endnu en"))
    assert inserted.args[1:] == [0, 0]
    assert (told, model.rowCount()) == ([], MANY + 1)


def test_one_change_among_many_ideas_concerns_one_note(qtbot, at, document):
    fill(document, MANY)
    page = at(Phase.IDEAS).page
    model, key = page.wall.notes, numbered(document.state.ideas)[MANY // 2].id
    told = []
    model.modelReset.connect(lambda: told.append("reset"))
    model.rowsInserted.connect(lambda *_: told.append("inserted"))
    with qtbot.waitSignal(model.dataChanged) as changed:
        document.apply(ideas.edit(key, "Anden ordlyd"))
    first, last = changed.args[:2]
    assert first.row() == last.row() == MANY // 2 - 1
    with qtbot.waitSignal(model.rowsRemoved) as gone:
        document.apply(ideas.park(key))
    assert gone.args[1:] == [MANY // 2 - 1] * 2
    assert told == []


def test_f6_goes_from_the_typing_to_what_waits_to_the_wall_and_back(page, shown, keys, document):
    document.apply(ideas.add("Bænke"))
    (waiting,) = send(document, "Legeplads")
    shown("Bænke")
    assert page.line.hasFocus()
    keys.press("F6")
    assert page.review._cards[waiting].hasFocus()
    keys.press("F6")
    assert page.wall.hasFocus()
    keys.press("F6")
    assert page.line.hasFocus()
    keys.press("Shift+F6")
    assert page.wall.hasFocus()


def test_f6_passes_over_what_is_empty(page, keys):
    keys.press("F6")
    assert page.line.hasFocus()


def test_what_arrives_never_takes_the_keyboard_from_who_is_typing(page, qtbot, keys, document):
    keys.type("Flere b")
    send(document, "Legeplads", "Sauna")
    qtbot.waitUntil(lambda: page.tabs.button(0).text() == "Afventer · 2")
    assert page.line.hasFocus()
    keys.type("ænke")
    assert page.line.text() == "Flere bænke"


# --- bringing in


def test_several_pasted_lines_are_offered_as_several_ideas(page, keys, document):
    QApplication.clipboard().setText("Flere bænke\n\nEn badebro\n")
    keys.press("Ctrl+V")
    assert page.bringing.isVisible()
    assert not document.state.ideas
    page.bringing.take.click()
    assert [i.words for i in numbered(document.state.ideas)] == ["Flere bænke", "En badebro"]
    assert page.line.hasFocus()


def test_several_pasted_lines_may_be_one_idea_after_all(page, keys, document):
    QApplication.clipboard().setText("Flere bænke\nog skygge")
    keys.press("Ctrl+V")
    page.bringing.one.click()
    assert page.line.text() == "Flere bænke\nog skygge"
    keys.press("Return")
    assert [idea.words for idea in document.state.ideas.values()] == ["Flere bænke\nog skygge"]


def test_one_pasted_line_goes_into_the_line(page, keys):
    QApplication.clipboard().setText("Flere bænke\n")
    keys.press("Ctrl+V")
    assert page.line.text() == "Flere bænke"
    assert not page.bringing.isVisible()


def test_ctrl_shift_v_looks_at_the_clipboard_and_esc_leaves_nothing(page, keys, document):
    QApplication.clipboard().setText("Flere bænke")
    keys.press("Ctrl+Shift+V")
    assert page.bringing.isVisible()
    keys.press("Esc")
    assert page.line.hasFocus()
    assert not document.state.ideas


def test_a_file_that_is_dropped_is_looked_at(page, document, tmp_path):
    file = tmp_path / "idéer.txt"
    file.write_text("Flere bænke\n", encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([file.as_uri()])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    page.dropEvent(QDropEvent(QPointF(5, 5), action, mime, button, Qt.KeyboardModifier.NoModifier))
    assert "idéer.txt: 1 idé" in said(page.bringing)


# --- keys, and whom they are for


def test_letters_act_on_the_wall_and_can_be_turned_off(page, shown, keys, settings, document):
    key = document.apply(ideas.add("Bænke"))
    shown("Bænke")
    page.wall.choose([key])
    page.wall.setFocus()
    settings.put(LETTER_KEYS, False)
    keys.type("p")
    assert document.state.ideas[key].state is IdeaState.SHOWN
    settings.put(LETTER_KEYS, True)
    keys.type("p")
    assert document.state.ideas[key].state is IdeaState.PARKED


def test_the_keys_of_the_page_are_told(page):
    told = dict(page.keys())
    assert {"Enter", "F6", "V", "S", "P", "Ctrl+M", "Ctrl+Shift+V", "Ctrl+F"} <= set(told)
    assert all(told.values())


def test_a_theme_colours_its_notes(page, shown, qtbot, document):
    key = document.apply(ideas.add("Bænke"))
    shown("Bænke")
    document.apply(evening.go_to(Phase.THEMES))
    document.apply(themes.add("Havneliv", ideas=[key]))
    document.apply(evening.go_to(Phase.IDEAS))
    qtbot.waitUntil(lambda: page.wall.notes._notes[0].letter == "A")
    assert words_on(page.wall) == ["Bænke"]
