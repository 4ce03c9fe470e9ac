from PySide6.QtCore import Qt

from moedeapp.model.commands import ideas
from tests.ui.board.conftest import CTRL, SHIFT

KEY = Qt.Key


def test_search_marks_the_hits_and_enter_goes_from_one_to_the_next(board, document):
    hands = board()
    for number in (2, 5, 9):
        document.apply(ideas.edit(hands.idea(number).id, f"Cykelsti nummer {number}"))
    hands.settle()
    hands.press(KEY.Key_F, CTRL)
    hands.type("cykel")
    search = hands.page.search
    assert set(search.hits) == set(hands.keys(2, 5, 9))
    assert set(hands.view.shown.hits) == set(search.hits)
    assert (search.says, hands.chosen) == ("1 af 3", [2])
    hands.press(KEY.Key_Return)
    assert (search.says, hands.chosen) == ("2 af 3", [5])
    hands.press(KEY.Key_Return)
    hands.press(KEY.Key_Return)
    assert (search.says, hands.chosen) == ("1 af 3", [2])
    hands.press(KEY.Key_Return, SHIFT)
    assert (search.says, hands.chosen) == ("3 af 3", [9])
    hands.press(KEY.Key_Escape)
    assert search.isHidden()
    assert not hands.view.shown.hits
    assert hands.focus is hands.view
    assert hands.chosen == [9]


def test_search_finds_original_words_and_numbers(board, document):
    hands = board()
    document.apply(ideas.edit(hands.idea(3).id, "Noget helt andet"))
    hands.settle()
    hands.press(KEY.Key_F, CTRL)
    hands.type("nummer 2")
    assert hands.page.search.hits == hands.keys(3)
    hands.page.search.line.clear()
    hands.type("7")
    assert hands.idea(7).id in hands.page.search.hits


def test_a_search_without_hits_says_so(board):
    hands = board()
    hands.press(KEY.Key_F, CTRL)
    hands.type("svævebane")
    assert hands.page.search.says == "intet fundet"
    assert hands.page.search.hits == []


def test_a_hit_out_of_sight_is_brought_into_sight(board, document):
    hands = board(60)
    document.apply(ideas.edit(hands.idea(60).id, "Svævebane"))
    hands.settle()
    hands.view.camera.zoom(2.0)
    hands.press(KEY.Key_F, CTRL)
    hands.type("svæve")
    seen = hands.view.camera.seen()
    assert seen.with_(hands.box(60)) == seen


def test_hits_follow_the_meeting_while_the_search_is_open(board, document):
    hands = board()
    hands.press(KEY.Key_F, CTRL)
    hands.type("svævebane")
    document.apply(ideas.add("Svævebane til Sverige"))
    hands.settle()
    assert hands.page.search.says == "1 af 1"
