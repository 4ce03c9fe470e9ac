import threading

import pytest
from PySide6.QtCore import Qt

from moedeapp.model.commands import evening, ideas, themes
from moedeapp.model.meeting import Phase

KEY = Qt.Key
SAID = (
    "Cykelsti langs havnen", "Bedre cykelparkering", "Cykelpumpe ved kiosken",
    "Legeplads i træ", "Legeplads for de små", "Ny legeplads ved skolen", "Mere musik",
)  # fmt: skip


@pytest.fixture
def suggested(qtbot, board, document):
    document.apply(evening.go_to(Phase.IDEAS))
    for words in SAID:
        document.apply(ideas.add(words))
    hands = board(0)
    hands.page.suggestions.look()
    qtbot.waitUntil(lambda: hands.page.suggestions.first is not None)
    return hands


def test_a_suggestion_stands_on_the_board_with_its_notes_and_its_reasons(suggested):
    hands = suggested
    suggestions = hands.page.suggestions
    assert suggestions.isVisible()
    assert hands.scene.maybe is not None
    assert list(hands.scene.suggested) == suggestions.keys
    assert hands.view.shown.maybe.startswith("Måske et tema: ")
    assert suggestions.why.text().startswith("Fordi de samme ord går igen: ")
    words = hands.view.shown.why[suggestions.keys[0]]
    assert words
    assert all(word in suggestions.why.text() for word in words)
    assert not hands.document.state.themes


def test_enter_accepts_where_it_stands_and_the_next_one_comes(suggested):
    hands = suggested
    keys, room = hands.page.suggestions.keys, hands.scene.maybe.box
    hands.press(KEY.Key_Return)
    (theme,) = hands.document.state.themes.values()
    assert hands.scene.members(theme.id) == sorted(
        keys, key=lambda k: hands.scene.notes[k].idea.number
    )
    assert hands.scene.areas[theme.id].box[:2] == room[:2]
    assert hands.page.suggestions.first is not None
    assert set(hands.page.suggestions.keys).isdisjoint(keys)
    assert hands.document.next_undo() == "themes.add"


def test_delete_refuses_and_it_does_not_come_back(qtbot, suggested):
    hands = suggested
    refused = hands.page.suggestions.keys
    before = hands.document.state
    hands.press(KEY.Key_Delete)
    hands.press(KEY.Key_Delete)
    assert hands.document.state is before
    assert hands.page.suggestions.isHidden()
    assert hands.scene.maybe is None
    assert hands.window.notices.sentence == "Det var det sidste forslag til et tema."
    hands.page.suggestions.look()
    qtbot.waitUntil(lambda: not hands.page.suggestions.running)
    qtbot.wait(1)
    assert hands.page.suggestions.keys != refused
    assert hands.window.notices.sentence.startswith("Ingen løse idéer")


def test_esc_stops_and_every_note_is_back_in_its_place(suggested):
    hands = suggested
    hands.press(KEY.Key_Escape)
    assert hands.scene.maybe is None
    assert hands.page.suggestions.isHidden()
    assert hands.focus is hands.view
    tops = {hands.scene.index.places[key][1] for key in hands.scene.notes}
    assert len(tops) <= 2


def test_a_suggestion_shrinks_when_its_notes_find_a_theme_elsewhere(suggested):
    hands = suggested
    first, *rest = hands.page.suggestions.keys
    hands.document.apply(themes.add("Andet", ideas=[first]))
    hands.settle()
    assert list(hands.scene.suggested) == rest == hands.page.suggestions.keys
    assert hands.scene.maybe.count == len(rest)
    hands.document.apply(themes.add("Resten", ideas=rest))
    hands.settle()
    assert hands.page.suggestions.first is None or set(hands.page.suggestions.keys).isdisjoint(rest)


def test_the_window_answers_while_suggestions_are_looked_for(qtbot, board, monkeypatch):
    hands = board()
    let_go = threading.Event()
    where = []

    def slow(loose):
        where.append(threading.current_thread())
        let_go.wait(10)
        return []

    monkeypatch.setattr("moedeapp.ui.phases.suggestions.suggest_themes", slow)
    hands.page.suggestions.look()
    qtbot.waitUntil(lambda: bool(where))
    assert where[0] is not threading.main_thread()
    assert hands.page.suggestions.isVisible()
    assert hands.page.suggestions.head.text().startswith("Leder efter")
    hands.view.setFocus()
    hands.press(KEY.Key_Right)
    assert hands.chosen == [2]
    hands.page.suggestions.leave()
    let_go.set()
    qtbot.waitUntil(lambda: not hands.page.suggestions.running)
    assert hands.page.suggestions.isHidden()


def test_nothing_alike_is_said_so(qtbot, board):
    hands = board(1)
    hands.page.suggestions.look()
    qtbot.waitUntil(lambda: bool(hands.window.notices.sentence))
    assert hands.window.notices.sentence.startswith("Ingen løse idéer")


def test_a_suggestion_is_read_beside_the_list_too(suggested):
    hands = suggested
    hands.page.turn_list()
    suggestions = hands.page.suggestions
    assert suggestions.head.isVisible()
    assert "på grund af" in suggestions.list.text()
    suggestions.take()
    assert len(hands.document.state.themes) == 1


def test_enter_on_dismiss_dismisses(suggested):
    hands = suggested
    refused = hands.page.suggestions.keys
    hands.press(KEY.Key_Tab)
    assert hands.focus is hands.page.suggestions.dismiss
    hands.press(KEY.Key_Return)
    assert not hands.document.state.themes
    assert hands.page.suggestions.keys != refused


def test_a_note_that_is_moved_away_is_no_longer_suggested(suggested):
    hands = suggested
    first, *rest = hands.page.suggestions.keys
    box = hands.scene.maybe.box
    hands.drag(first, (box.x + 60, box.bottom + 300))
    assert hands.page.suggestions.keys == rest
    idea = hands.document.state.ideas[first]
    assert hands.scene.index.places[first] == (idea.x, idea.y)


def test_a_suggestion_does_not_take_the_focus_from_somebody_who_works_on(suggested):
    hands = suggested
    hands.view.setFocus()
    hands.document.apply(ideas.add("En idé fra en anden"))
    hands.settle()
    assert hands.focus is hands.view
    hands.press(KEY.Key_Escape)
    assert hands.page.suggestions.isHidden()


def test_a_window_that_closes_waits_for_what_is_looked_for(qtbot, board, monkeypatch):
    hands = board()
    begun = threading.Event()

    def slow(loose):
        begun.set()
        threading.Event().wait(0.2)
        return []

    monkeypatch.setattr("moedeapp.ui.phases.suggestions.suggest_themes", slow)
    hands.page.suggestions.look()
    begun.wait(5)
    hands.window.close()
    assert threading.enumerate() == [threading.main_thread()]
