import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from moedeapp.model.commands import evening, ideas, notes
from moedeapp.model.meeting import IdeaState, Phase, Reason, numbered
from tests.ui.phases.conftest import words_on
from tests.ui.test_window import said

CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


@pytest.fixture
def chosen(page, qtbot, document):
    """Writes an idea down, chooses its note and gives its key."""

    def choose(words):
        key = document.apply(ideas.add(words))
        qtbot.waitUntil(lambda: words in words_on(page.wall))
        page.wall.choose([key])
        page.wall.setFocus()
        return key

    return choose


def test_choosing_a_note_brings_it_forward_and_letting_go_brings_back_what_waits(page, chosen):
    chosen("Bænke")
    assert page.tabs.at == 1
    assert "Nr. 1" in said(page._single)
    page.wall.clearSelection()
    assert page.tabs.at == 0


def test_hidden_words_leave_the_wall_and_can_be_shown_again(page, qtbot, document, chosen):
    key = chosen("Formanden er en klovn")
    qtbot.keyClicks(page.wall, "s")
    qtbot.keyClicks(QApplication.focusWidget(), "3")
    held = document.state.ideas[key]
    assert (held.state, held.reason) == (IdeaState.HIDDEN, Reason.ABUSE)
    qtbot.waitUntil(lambda: words_on(page.wall) == [])
    page.view.setCurrentIndex(page.view.findData("hidden"))
    page.view.activated.emit(0)
    assert words_on(page.wall) == ["[skjult: krænkende ord]"]
    page.wall.choose([key])
    page.wall.setFocus()
    qtbot.keyClicks(page.wall, "v")
    assert document.state.ideas[key].state is IdeaState.SHOWN


def test_an_edit_lies_above_the_original_words_which_are_there_to_be_read(
    page, qtbot, document, chosen
):
    key = chosen("bænke!!")
    qtbot.keyClick(page.wall, Qt.Key.Key_F2)
    box = page._single._box
    assert box.hasFocus()
    box.selectAll()
    qtbot.keyClicks(box, "Flere bænke")
    qtbot.keyClick(box, ENTER, CTRL)
    held = document.state.ideas[key]
    assert (held.words, held.text) == ("bænke!!", "Flere bænke")
    qtbot.waitUntil(lambda: "Oprindelig ordlyd: bænke!!" in said(page))
    assert page._single._original.isVisible()
    assert page.wall.hasFocus()


def test_the_layer_can_be_taken_away_again(page, qtbot, document, chosen):
    key = chosen("bænke!!")
    document.apply(ideas.edit(key, "Flere bænke"))
    qtbot.waitUntil(lambda: words_on(page.wall) == ["Flere bænke"])
    page._single.edit_chosen()
    page._single._restore.click()
    assert document.state.ideas[key].edited is None


def test_escape_leaves_the_wording_as_it_was(page, qtbot, document, chosen):
    key = chosen("Bænke")
    page._single.edit_chosen()
    qtbot.keyClicks(page._single._box, "Noget andet")
    qtbot.keyClick(page._single._box, Qt.Key.Key_Escape)
    assert document.state.ideas[key].text == "Bænke"
    assert not page._single._box.isVisible()


def test_masking_asks_why_and_then_whether_and_says_that_words_are_destroyed(
    page, qtbot, document, chosen
):
    key = chosen("Fru Jensen på nr. 4 er syg")
    window = page.window()
    page._single._mask.click()
    assert not document.state.ideas[key].masked
    qtbot.keyClicks(QApplication.focusWidget(), "2")
    assert "ødelagt for altid" in window.notices.sentence
    window.notices.clear()
    assert not document.state.ideas[key].masked
    page._single.ask_to_mask(Reason.HEALTH)
    window.notices._yes.click()
    assert document.state.ideas[key].masked
    qtbot.waitUntil(lambda: not any("Jensen" in words for words in said(window)))


def test_the_warning_says_where_else_the_words_stand_before_anything_is_destroyed(
    page, document, chosen
):
    key = chosen("Fru Jensen på nr. 4 er syg")
    document.apply(ideas.add("Det er rigtigt: Fru Jensen på nr. 4 er syg"))
    document.apply(notes.add("Nogen sagde, at fru Jensen på nr. 4 er syg."))
    page._single.ask_to_mask(Reason.HEALTH)
    window = page.window()
    assert "Ordene står også i idé 2 og notat 1" in window.notices.sentence
    assert not document.state.ideas[key].masked
    window.notices._yes.click()
    assert "Ordene står også i idé 2 og notat 1" in window.notices.sentence


def test_the_chosen_notes_are_merged_into_the_one_the_arrows_stand_on_and_split_again(
    page, qtbot, document
):
    keys = [document.apply(ideas.add(words)) for words in ("Bænke", "Flere bænke", "Bænk")]
    qtbot.waitUntil(lambda: len(words_on(page.wall)) == 3)
    page.wall.choose(keys, keys[1])
    page.wall.setFocus()
    qtbot.keyClicks(page.wall, "m")
    held = document.state.ideas
    assert [held[key].merged_into for key in keys] == [keys[1], None, keys[1]]
    page.wall.choose([keys[1]])
    qtbot.waitUntil(page._single._split.isVisible)
    assert "Slået sammen med:\nNr. 1: Bænke\nNr. 3: Bænk" in said(page._single)
    page._single._split.click()
    assert {idea.merged_into for idea in document.state.ideas.values()} == {None}


def test_several_notes_are_parked_at_once(page, qtbot, document):
    for words in ("Bænke", "Bus"):
        document.apply(ideas.add(words))
    qtbot.waitUntil(lambda: len(words_on(page.wall)) == 2)
    page.wall.selectAll()
    page.wall.setFocus()
    qtbot.keyClicks(page.wall, "p")
    assert {idea.state for idea in document.state.ideas.values()} == {IdeaState.PARKED}


def test_the_menu_of_the_right_button_has_the_same_acts(page, chosen):
    chosen("Bænke")
    menu = page._single.menu(page)
    assert [action.text() for action in menu.actions()] == [
        "Vis", "Parkér", "Skjul", "Ret", "Slør",
    ]  # fmt: skip
    reasons = menu.actions()[2].menu()
    assert reasons.actions()[4].text() == "&5  Reklame eller volapyk"
    menu.deleteLater()


def test_what_came_from_a_file_says_from_where(page, qtbot, document):
    document.apply(ideas.bring_in([ideas.Incoming("Bænke", source="idéer.csv:7")]))
    qtbot.waitUntil(lambda: words_on(page.wall) == ["Bænke"])
    page.wall.choose([numbered(document.state.ideas)[0].id])
    assert any("idéer.csv:7" in words for words in said(page._single))


def test_an_idea_that_is_hidden_while_it_is_chosen_is_let_go(page, qtbot, document, chosen):
    key = chosen("Bænke")
    document.apply(ideas.hide(key, reason=Reason.MISTAKE))
    qtbot.waitUntil(lambda: page.wall.chosen() == [])
    assert page.tabs.at == 0
    document.apply(evening.go_to(Phase.THEMES))
