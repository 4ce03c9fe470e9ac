from statistics import median

import pytest
from PySide6.QtCore import QEvent, QObject, Qt

from moedeapp.model.commands import ideas, themes
from moedeapp.ui.board import geometry
from moedeapp.ui.settings import LETTER_KEYS
from tests.ui.board.conftest import CTRL, SHIFT

KEY = Qt.Key


def test_the_first_loose_note_is_chosen_from_the_start(board):
    assert board().chosen == [1]


def test_arrows_go_to_the_nearest_note_in_their_direction(board):
    hands = board(30)
    columns = geometry.pool_columns(30)
    hands.press(KEY.Key_Right)
    assert hands.chosen == [2]
    hands.press(KEY.Key_Down)
    assert hands.chosen == [2 + columns]
    hands.press(KEY.Key_Left)
    assert hands.chosen == [1 + columns]
    hands.press(KEY.Key_Up)
    assert hands.chosen == [1]
    hands.press(KEY.Key_Up)
    assert hands.chosen == [1]


def test_arrows_go_over_the_title_of_a_theme_into_it(board):
    hands = board()
    a = hands.add_theme("Havneliv", 1, 2, 3)
    hands.choice.set(hands.keys(1))
    hands.press(KEY.Key_Up)
    assert hands.choice.keys == [a]
    hands.press(KEY.Key_Down)
    assert hands.chosen == [1]
    hands.press(KEY.Key_Down)
    assert hands.chosen == [3]


def test_an_empty_theme_is_reached_by_arrows(board):
    hands = board(1)
    a = hands.add_theme("Havneliv")
    for _ in range(3):
        hands.press(KEY.Key_Left)
    assert hands.choice.keys == [a]


def test_shift_and_arrows_choose_more(board):
    hands = board()
    hands.press(KEY.Key_Right, SHIFT)
    hands.press(KEY.Key_Right, SHIFT)
    assert hands.chosen == [1, 2, 3]
    hands.press(KEY.Key_Right)
    assert hands.chosen == [4]


def test_home_end_and_ctrl_a(board):
    hands = board()
    a = hands.add_theme("Havneliv", 10, 11, 12)
    hands.press(KEY.Key_End)
    assert hands.chosen == [9]
    hands.press(KEY.Key_Home)
    assert hands.chosen == [1]
    hands.choice.set([a])
    hands.press(KEY.Key_End)
    assert hands.chosen == [12]
    hands.press(KEY.Key_A, CTRL)
    assert hands.chosen == list(range(1, 13))


def test_the_note_the_arrows_go_to_comes_into_sight(board):
    hands = board(60)
    hands.view.camera.zoom(2.0)
    for _ in range(6):
        hands.press(KEY.Key_Down)
    number = hands.chosen[0]
    seen = hands.view.camera.seen()
    assert seen.with_(hands.box(number)) == seen


def test_ctrl_and_arrows_move_a_loose_note_to_the_next_free_place(board, document):
    hands = board()
    hands.choice.set(hands.keys(3))
    before = hands.box(3)
    hands.press(KEY.Key_Down, CTRL)
    taken = [hands.box(n)[:2] for n in range(1, 13) if n != 3]
    assert hands.box(3).x == before.x
    assert hands.box(3).y > before.y
    assert hands.box(3)[:2] not in taken
    document.undo()
    hands.settle()
    assert hands.box(3) == before


def test_ctrl_and_arrows_take_a_loose_note_into_the_theme_it_meets(board):
    hands = board()
    a = hands.add_theme("Havneliv")
    hands.choice.set(hands.keys(1))
    hands.press(KEY.Key_Left, CTRL)
    for _ in range(9):
        if hands.idea(1).theme is None:
            hands.press(KEY.Key_Left, CTRL)
    assert hands.idea(1).theme == a


def test_ctrl_and_arrows_move_a_note_to_the_neighbouring_theme(board):
    hands = board()
    a = hands.add_theme("Havneliv", 1, 2)
    b = hands.add_theme("Børn")
    assert hands.scene.areas[b].box.x > hands.scene.areas[a].box.x
    hands.choice.set(hands.keys(1))
    hands.press(KEY.Key_Right, CTRL)
    assert hands.idea(1).theme == b
    assert hands.chosen == [1]
    hands.press(KEY.Key_Left, CTRL)
    assert hands.idea(1).theme == a
    hands.press(KEY.Key_Left, CTRL)
    assert hands.idea(1).theme == a
    assert hands.window.notices.sentence == "Der er intet tema i den retning."


def test_ctrl_and_arrows_move_a_theme(board, document):
    hands = board()
    a = hands.add_theme("Havneliv", 1)
    before = hands.scene.areas[a].box
    hands.choice.set([a])
    hands.press(KEY.Key_Down, CTRL)
    assert hands.scene.areas[a].box.y > before.y
    assert document.next_undo() == "themes.place"


# --- T


def test_t_the_letter_and_enter_put_a_note_in_a_theme_and_the_next_loose_one_is_at_hand(board):
    hands = board()
    a = hands.add_theme("Havneliv")
    b = hands.add_theme("Børn")
    hands.choice.set(hands.keys(3))
    hands.press(KEY.Key_T)
    hands.type("b")
    hands.press(KEY.Key_Return)
    assert hands.idea(3).theme == b
    assert hands.chosen == [4]
    assert hands.focus is hands.view
    hands.press(KEY.Key_T)
    hands.type("havn")
    hands.press(KEY.Key_Return)
    assert hands.idea(4).theme == a
    assert hands.chosen == [5]


def test_t_with_words_that_are_no_theme_makes_one_beside_the_others(board, document):
    hands = board()
    a = hands.add_theme("Havneliv", 1)
    hands.choice.set(hands.keys(2, 3))
    hands.press(KEY.Key_T)
    hands.type("Børn og unge")
    hands.press(KEY.Key_Return)
    made = hands.theme("Børn og unge")
    assert hands.scene.members(made.id) == hands.keys(2, 3)
    assert not hands.scene.areas[made.id].box.touches(hands.scene.areas[a].box)
    assert hands.chosen == [4]
    document.undo()
    hands.settle()
    assert list(hands.scene.areas) == [a]


def test_ctrl_enter_makes_a_new_theme_though_another_begins_alike(board):
    hands = board()
    hands.add_theme("Havneliv")
    hands.press(KEY.Key_T)
    hands.type("Havn")
    hands.press(KEY.Key_Return, CTRL)
    assert hands.idea(1).theme == hands.theme("Havn").id


def test_the_arrows_choose_among_the_themes_that_fit(board):
    hands = board()
    hands.add_theme("Børn")
    b = hands.add_theme("Børnehaver")
    hands.press(KEY.Key_T)
    hands.type("børne")
    assert hands.page.goal.list.count() == 2
    assert hands.page.goal.list.item(1).text() == "Nyt tema: børne"
    hands.press(KEY.Key_Down)
    hands.press(KEY.Key_Up)
    hands.press(KEY.Key_Return)
    assert hands.idea(1).theme == b


def test_esc_asks_no_more_and_the_arrows_go_on(board, document):
    hands = board()
    before = document.state
    hands.press(KEY.Key_T)
    hands.type("Børn")
    hands.press(KEY.Key_Escape)
    assert hands.page.goal.isHidden()
    hands.press(KEY.Key_Right)
    assert hands.chosen == [2]
    assert document.state is before


def test_t_with_nothing_chosen_goes_to_a_theme_or_makes_an_empty_one(board, document):
    hands = board()
    a = hands.add_theme("Havneliv")
    hands.choice.clear()
    hands.press(KEY.Key_T)
    hands.type("a")
    hands.press(KEY.Key_Return)
    assert hands.choice.keys == [a]
    hands.choice.clear()
    hands.press(KEY.Key_T)
    hands.type("Børn")
    hands.press(KEY.Key_Return)
    assert hands.scene.members(hands.theme("Børn").id) == []


def test_a_themed_note_that_changes_theme_stays_at_hand(board):
    hands = board()
    hands.add_theme("Havneliv", 1)
    b = hands.add_theme("Børn")
    hands.choice.set(hands.keys(1))
    hands.press(KEY.Key_T)
    hands.type("b")
    hands.press(KEY.Key_Return)
    assert hands.idea(1).theme == b
    assert hands.chosen == [1]


class Counter(QObject):
    """Counts the keys that are pressed anywhere in the program."""

    def __init__(self):
        super().__init__()
        self.pressed = 0

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.KeyPress and watched.isWindowType():
            self.pressed += 1
        return False


def test_180_notes_are_themed_with_at_most_4_keys_each(qtbot, qapp, board):
    hands = board(180)
    titles = ["Havneliv", "Skoler", "Trafik", "Parker", "Kultur", "Vand", "Byggeri", "Handel"]
    letters = "abcdefgh"
    counter = Counter()
    qapp.installEventFilter(counter)
    spent = []
    for at in range(180):
        before = counter.pressed
        (number,) = hands.chosen
        assert hands.idea(number).theme is None
        qtbot.keyClick(hands.window.windowHandle(), KEY.Key_T)
        if at < len(titles):
            for letter in titles[at]:
                qtbot.keyClick(hands.window.windowHandle(), letter)
        else:
            qtbot.keyClick(hands.window.windowHandle(), letters[at * 5 % 8])
        qtbot.keyClick(hands.window.windowHandle(), KEY.Key_Return)
        qtbot.waitUntil(lambda n=number: hands.scene.notes[hands.idea(n).id].area is not None)
        spent.append(counter.pressed - before)
    qapp.removeEventFilter(counter)
    assert {idea.theme for idea in hands.ideas} == set(hands.scene.areas)
    assert not hands.scene.loose
    assert [hands.scene.areas[key].theme.title for key in hands.scene.areas] == titles
    assert median(spent) == 3
    assert sum(spent) / 180 <= 4


# --- the other keys


def test_delete_takes_a_note_out_of_its_theme_and_never_away(board, document):
    hands = board()
    hands.add_theme("Havneliv", 1, 2)
    hands.choice.set(hands.keys(1))
    hands.press(KEY.Key_Delete)
    assert hands.idea(1).theme is None
    hands.choice.set(hands.keys(2))
    hands.press(KEY.Key_Backspace)
    assert hands.idea(2).theme is None
    assert len(document.state.ideas) == 12
    hands.press(KEY.Key_Delete)
    assert hands.window.notices.sentence.startswith("Vælg de sedler, der skal ud")


def test_f2_writes_the_title_and_enter_keeps_it(board):
    hands = board()
    hands.add_theme("Havneliv", 1)
    hands.choice.set(hands.keys(1))
    hands.press(KEY.Key_F2)
    hands.type("Livet ved havnen")
    hands.press(KEY.Key_Return)
    assert hands.theme("Livet ved havnen")
    assert hands.focus is hands.view


def test_esc_leaves_the_title_as_it_was(board, document):
    hands = board()
    a = hands.add_theme("Havneliv", 1)
    hands.choice.set([a])
    hands.press(KEY.Key_F2)
    hands.type("Noget andet")
    hands.press(KEY.Key_Escape)
    assert document.state.themes[a].title == "Havneliv"
    assert hands.focus is hands.view
    assert hands.view.shown.renamed is None


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Space])
def test_enter_and_space_open_a_note_with_all_its_words(board, document, key):
    hands = board(2)
    document.apply(ideas.edit(hands.idea(1).id, "Rettet " + "lang " * 100))
    hands.settle()
    hands.press(key)
    assert hands.page.opened.isVisible()
    words = [
        w.text() for w in hands.page.opened.findChildren(type(hands.page.opened.single._words))
    ]
    assert any(text.startswith("Rettet lang") and len(text) > 400 for text in words)
    assert any("Bænke i læ" in text for text in words)
    hands.press(KEY.Key_Escape)
    assert hands.page.opened.isHidden()
    assert hands.focus is hands.view


def test_plus_minus_and_0_change_how_large_the_board_is_seen(board):
    hands = board(60)
    hands.view.camera.zoom(0.5)
    hands.press(KEY.Key_Plus)
    assert hands.view.camera.scale == 0.6
    hands.press(KEY.Key_Minus)
    hands.press(KEY.Key_Minus)
    assert hands.view.camera.scale == 0.4
    hands.press(KEY.Key_0)
    seen = hands.view.camera.seen()
    assert seen.with_(hands.scene.whole()) == seen


def test_letters_do_nothing_when_they_are_turned_off(board, settings):
    hands = board()
    settings.put(LETTER_KEYS, False)
    hands.choice.set(hands.keys(1, 2))
    hands.press(KEY.Key_T)
    hands.press(KEY.Key_M)
    assert hands.page.goal.isHidden()
    assert hands.page.merging.isHidden()


def test_letters_are_letters_in_a_text_box(board):
    hands = board()
    hands.press(KEY.Key_F, CTRL)
    hands.type("tm")
    assert hands.page.search.line.text() == "tm"
    assert hands.page.goal.isHidden()
    assert hands.page.merging.isHidden()


def test_undo_and_redo_are_seen_on_the_board(board):
    hands = board()
    a = hands.add_theme("Havneliv")
    hands.choice.set(hands.keys(1))
    hands.press(KEY.Key_T)
    hands.type("a")
    hands.press(KEY.Key_Return)
    hands.press(KEY.Key_Z, CTRL)
    assert hands.scene.notes[hands.idea(1).id].area is None
    hands.press(KEY.Key_Y, CTRL)
    assert hands.scene.members(a) == hands.keys(1)


def test_a_theme_that_somebody_else_removes_is_chosen_no_more(board, document):
    hands = board()
    a = hands.add_theme("Havneliv", 1)
    hands.choice.set([a])
    document.apply(themes.remove(a))
    hands.settle()
    assert hands.choice.keys == []
    hands.press(KEY.Key_Right)
    assert len(hands.chosen) == 1
