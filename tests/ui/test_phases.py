import pytest
from PySide6.QtCore import Qt

from moedeapp.model.commands import evening, ideas, themes
from moedeapp.model.meeting import (
    Channel,
    IdeaState,
    Phase,
    Reason,
    Role,
    numbered,
)  # fmt: skip
from tests.ui.conftest import fill
from tests.ui.test_window import said

ENTER = Qt.Key.Key_Return
MANY = 2_000


def words_on(wall):
    return [wall.model().index(row, 0).data() for row in range(wall.model().rowCount())]


# --- frames and welcome


def test_a_field_is_an_act_of_its_own_when_it_is_left(qtbot, at, document):
    window = at(Phase.FRAMES)
    box = window.page.boxes["date"]
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "1.3.2027")
    assert document.state.facts.date == "2026-11-23"
    qtbot.keyClick(box, ENTER)
    assert document.state.facts.date == "2027-03-01"
    qtbot.waitUntil(lambda: box.text() == "01.03.2027")


def test_a_refused_value_stays_in_its_box(qtbot, at, document):
    window = at(Phase.FRAMES)
    box = window.page.boxes["kle"]
    box.setFocus()
    qtbot.keyClicks(box, "havnen")
    qtbot.keyClick(box, ENTER)
    assert "ikke et KLE-nummer" in window.notices.sentence
    assert box.text() == "havnen"
    assert document.state.facts.kle == ""


def test_a_frame_can_be_left_not_settled_and_taken_up_again(qtbot, at, document):
    window = at(Phase.FRAMES)
    tick = window.page.unsettled["fixed"]
    assert tick.isChecked()
    tick.click()
    assert document.state.facts.unresolved == ("influence", "decides", "answer_by", "type")
    qtbot.waitUntil(lambda: "Mangler endnu: Ligger fast." in said(window))


def test_heads_and_tables_are_counted(qtbot, at, document):
    window = at(Phase.WELCOME)
    box = window.page.heads[Role.CITIZEN]
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "60")
    qtbot.keyClick(box, ENTER)
    window.page.tables.setValue(8)
    assert document.state.heads["citizen"].count == 60
    assert len(document.state.tables) == 8
    qtbot.waitUntil(lambda: "60 borgere" in said(window))


# --- ideas


def test_enter_adds_an_idea_with_its_table_and_makes_room_for_the_next(qtbot, at, document):
    window = at(Phase.IDEAS)
    page = window.page
    page.table.setValue(4)
    qtbot.keyClicks(page.line, "Flere bænke")
    qtbot.keyClick(page.line, ENTER)
    (idea,) = document.state.ideas.values()
    assert (idea.words, idea.table, idea.channel) == ("Flere bænke", 4, Channel.FACILITATOR)
    assert page.line.text() == ""
    assert page.line.hasFocus()
    qtbot.waitUntil(lambda: words_on(page.wall) == ["Flere bænke"])


def test_ctrl_z_in_the_empty_line_takes_the_idea_back(qtbot, at, document):
    window = at(Phase.IDEAS)
    qtbot.keyClicks(window.page.line, "Flere bænke")
    qtbot.keyClick(window.page.line, ENTER)
    qtbot.keyClick(window.page.line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not document.state.ideas
    qtbot.keyClick(window.page.line, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert [idea.words for idea in document.state.ideas.values()] == ["Flere bænke"]


def test_nothing_but_space_is_no_idea(qtbot, at, document):
    window = at(Phase.IDEAS)
    qtbot.keyClicks(window.page.line, "   ")
    qtbot.keyClick(window.page.line, ENTER)
    assert not document.state.ideas
    assert window.notices.sentence == ""


def test_an_idea_much_like_another_is_hinted_at_while_typing(qtbot, at, document):
    window = at(Phase.IDEAS)
    document.apply(ideas.add("Flere bænke ved promenaden", table=2))
    qtbot.waitUntil(lambda: words_on(window.page.wall) != [])
    qtbot.keyClicks(window.page.line, "Bænke ved promenaden")
    assert window.page._hint.text() == "Ligner nr. 1: »Flere bænke ved promenaden« (bord 2)"
    window.page.line.clear()
    qtbot.keyClicks(window.page.line, "Billigere busser")
    assert window.page._hint.text() == ""


def test_ideas_stand_newest_first_and_what_was_chosen_stays_chosen(qtbot, at, document):
    window = at(Phase.IDEAS)
    first = document.apply(ideas.add("Første"))
    qtbot.waitUntil(lambda: words_on(window.page.wall) == ["Første"])
    window.page.wall.choose([first])
    document.apply(ideas.add("Anden"))
    qtbot.waitUntil(lambda: words_on(window.page.wall) == ["Anden", "Første"])
    assert window.page.wall.chosen() == [first]


def test_hidden_words_leave_the_wall_and_the_reason_stands_instead(qtbot, at, document):
    window = at(Phase.IDEAS)
    key = document.apply(ideas.add("Formanden er en klovn"))
    qtbot.waitUntil(lambda: len(words_on(window.page.wall)) == 1)
    window.page.wall.choose([key])
    window.page._single.hide_chosen(Reason.ABUSE)
    assert document.state.ideas[key].state is IdeaState.HIDDEN
    qtbot.waitUntil(lambda: words_on(window.page.wall) == ["[skjult: krænkende ord]"])
    window.page._single.show_chosen()
    assert document.state.ideas[key].state is IdeaState.SHOWN


def test_masking_asks_first_and_says_that_words_are_destroyed(qtbot, at, document):
    window = at(Phase.IDEAS)
    key = document.apply(ideas.add("Fru Jensen på nr. 4 er syg"))
    qtbot.waitUntil(lambda: len(words_on(window.page.wall)) == 1)
    window.page.wall.choose([key])
    window.page._single.ask_to_mask(Reason.HEALTH)
    assert "ødelagt for altid" in window.notices.sentence
    assert not document.state.ideas[key].masked
    window.notices.clear()
    assert not document.state.ideas[key].masked
    window.page._single.ask_to_mask(Reason.HEALTH)
    window.notices._yes.click()
    assert document.state.ideas[key].masked
    qtbot.waitUntil(lambda: not any("Jensen" in words for words in said(window)))


def test_an_edit_lies_above_the_original_words(qtbot, at, document):
    window = at(Phase.IDEAS)
    key = document.apply(ideas.add("bænke!!"))
    qtbot.waitUntil(lambda: len(words_on(window.page.wall)) == 1)
    window.page.wall.choose([key])
    window.page._single.edit_chosen()
    window.page._single._box.setPlainText("Flere bænke")
    window.page._single._keep()
    assert (document.state.ideas[key].words, document.state.ideas[key].text) == (
        "bænke!!", "Flere bænke",
    )  # fmt: skip
    qtbot.waitUntil(lambda: "Oprindelig ordlyd: bænke!!" in said(window))


def test_in_the_silent_phase_ideas_wait_until_it_ends(qtbot, at, document):
    window = at(Phase.IDEAS)
    window.page._silence.click()
    qtbot.waitUntil(lambda: window.page._silence.text() == "Slut den tavse fase")
    document.apply(ideas.add("I stilhed"))
    assert [idea.state for idea in document.state.ideas.values()] == [IdeaState.READY]
    window.page._silence.click()
    assert [idea.state for idea in document.state.ideas.values()] == [IdeaState.SHOWN]


def test_one_more_of_many_ideas_lays_no_other_note_anew(qtbot, at, document):
    fill(document, MANY)
    window = at(Phase.IDEAS)
    model = window.page.wall.notes
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        document.apply(ideas.add("Endnu en"))
    assert inserted.args[1:] == [0, 0]
    assert (resets, model.rowCount()) == ([], MANY + 1)


# --- themes


def test_chosen_notes_find_a_new_theme_by_its_name(qtbot, at, document):
    fill(document, 3)
    window = at(Phase.THEMES)
    page = window.page
    page.wall.selectAll()
    page.wall.setFocus()
    qtbot.keyClick(page.wall, Qt.Key.Key_T)
    assert page.goal.hasFocus()
    qtbot.keyClicks(page.goal, "Havneliv")
    qtbot.keyClick(page.goal, ENTER)
    (theme,) = document.state.themes.values()
    assert theme.title == "Havneliv"
    assert {idea.theme for idea in document.state.ideas.values()} == {theme.id}


@pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, for popups
def test_the_letter_of_a_theme_gathers_in_it(qtbot, at, document):
    fill(document, 2)
    window = at(Phase.THEMES)
    theme = document.apply(themes.add("Havneliv"))
    qtbot.waitUntil(lambda: window.page.themes.model().rowCount() == 2)
    keys = [idea.id for idea in numbered(document.state.ideas)]
    window.page.wall.choose(keys[:1])
    qtbot.keyClicks(window.page.goal, "a")
    qtbot.keyClick(window.page.goal, ENTER)
    assert [document.state.ideas[key].theme for key in keys] == [theme, None]
    assert len(document.state.themes) == 1


def test_a_theme_is_renamed_in_the_list(qtbot, at, document):
    window = at(Phase.THEMES)
    key = document.apply(themes.add("Børn"))
    qtbot.waitUntil(lambda: window.page.themes.model().rowCount() == 2)
    window.page.themes.turn_to(key)
    model = window.page.themes.model()
    assert model.setData(window.page.themes.currentIndex(), "Børn og unge")
    assert document.state.themes[key].title == "Børn og unge"
    qtbot.waitUntil(lambda: "A  Børn og unge" in said(window))


def test_notes_are_merged_into_the_one_chosen_last_and_split_again(qtbot, at, document):
    fill(document, 3)
    window = at(Phase.THEMES)
    keys = [idea.id for idea in numbered(document.state.ideas)]
    window.page.wall.choose(keys[:2], keys[1])
    assert window.page.wall.hasFocus()
    qtbot.keyClick(window.page.wall, Qt.Key.Key_M)
    assert document.state.ideas[keys[0]].merged_into == keys[1]
    qtbot.waitUntil(lambda: window.page.wall.model().rowCount() == 2)
    window.page.wall.choose([keys[1]])
    window.page.split_chosen()
    assert document.state.ideas[keys[0]].merged_into is None


def test_themes_are_merged_and_split_again(qtbot, at, document):
    window = at(Phase.THEMES)
    one, two = document.apply(themes.add("Børn")), document.apply(themes.add("Unge"))
    listed = window.page.themes
    qtbot.waitUntil(lambda: listed.model().rowCount() == 3)
    listed.turn_to(two)
    listed.selectionModel().select(
        listed.model().index(1), listed.selectionModel().SelectionFlag.Select
    )
    window.page.merge_chosen()
    assert document.state.themes[one].merged_into == two
    qtbot.waitUntil(lambda: listed.model().rowCount() == 2)
    listed.turn_to(two)
    window.page.split_chosen()
    assert document.state.themes[one].merged_into is None


def test_a_suggested_theme_can_be_refused_or_accepted_with_its_reasons(qtbot, at, document):
    document.apply(evening.go_to(Phase.THEMES))
    for words in (
        "Cykelsti langs havnen", "Bedre cykelparkering", "Cykelpumpe ved kiosken",
        "Legeplads i træ", "Legeplads for de små", "Ny legeplads ved skolen",
    ):  # fmt: skip
        document.apply(ideas.add(words))
    window = at(Phase.THEMES)
    page = window.page
    page.suggestions.look()
    first = page.suggestions._head.text()
    assert first.startswith("Måske et tema: ")
    assert "på grund af" in page.suggestions._list.text()
    page.suggestions.refuse()
    second = page.suggestions._head.text()
    assert second != first
    assert not document.state.themes
    page.suggestions.take()
    (theme,) = document.state.themes.values()
    assert sum(idea.theme == theme.id for idea in document.state.ideas.values()) == 3
    page.suggestions.look()
    assert page.suggestions.isHidden()
