import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QLineEdit

from moedeapp.model.commands import ideas, themes
from moedeapp.ui.settings import BOARD_AS_LIST
from tests.ui.board.conftest import CTRL, SHIFT

KEY = Qt.Key
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def listed(board):
    def opened(count=6):
        hands = board(count)
        hands.press(KEY.Key_L, CTRL)
        assert hands.page.outline.isVisible()
        return hands

    return opened


def lines(hands):
    """What stands in the list: titles and numbers."""
    rows = hands.page.outline.rows
    found = []
    for row in range(rows.rowCount()):
        note = hands.scene.notes.get(rows.key(row))
        found.append(note.idea.number if note else rows.data(rows.index(row)))
    return found


def as_the_scene(hands):
    areas = [
        line
        for key, area in hands.scene.areas.items()
        for line in (
            area.theme.title,
            *(hands.scene.notes[k].idea.number for k in hands.scene.members(key)),
        )
    ]
    loose = sorted(hands.scene.notes[key].idea.number for key in hands.scene.loose)
    return ["Løse idéer", *loose, *areas]


def test_ctrl_l_shows_the_list_and_the_choice_is_remembered(board, settings):
    hands = board(3)
    hands.press(KEY.Key_L, CTRL)
    assert settings.board_as_list
    assert hands.page.outline.hasFocus()
    assert settings.store.value(BOARD_AS_LIST, type=bool)
    hands.press(KEY.Key_L, CTRL)
    assert not settings.board_as_list
    assert hands.view.hasFocus()


def test_the_list_has_each_theme_with_its_notes(listed):
    hands = listed()
    hands.add_theme("Havneliv", 2, 4)
    hands.add_theme("Tomt")
    assert lines(hands) == ["Løse idéer", 1, 3, 5, 6, "Havneliv", 2, 4, "Tomt"]


def test_the_list_says_aloud_what_a_line_is(listed):
    hands = listed(3)
    hands.add_theme("Havneliv", 2)
    rows = hands.page.outline.rows
    said = [rows.data(rows.index(row), SPOKEN) for row in range(rows.rowCount())]
    assert said == [
        "Løse idéer, 2 idéer",
        "Idé 1: Bænke i læ ved vandet, nummer 0, løs, bord 1",
        "Idé 3: Bænke i læ ved vandet, nummer 2, løs, bord 3",
        "Tema A Havneliv, 1 idé",
        "Idé 2: Bænke i læ ved vandet, nummer 1, tema A Havneliv, bord 2",
    ]


def test_what_is_chosen_is_the_same_in_both(listed):
    hands = listed()
    outline = hands.page.outline
    hands.press(KEY.Key_Down)
    assert hands.chosen == [2]
    hands.press(KEY.Key_Down, SHIFT)
    assert hands.chosen == [2, 3]
    hands.press(KEY.Key_L, CTRL)
    assert hands.chosen == [2, 3]
    hands.press(KEY.Key_Right)
    hands.press(KEY.Key_L, CTRL)
    assert [index.row() for index in outline.selectedIndexes()] == [4]


def test_t_letter_enter_themes_from_the_list_and_the_next_loose_one_is_at_hand(listed):
    hands = listed()
    a = hands.add_theme("Havneliv")
    hands.choice.set(hands.keys(2))
    hands.press(KEY.Key_T)
    hands.type("a")
    hands.press(KEY.Key_Return)
    assert hands.idea(2).theme == a
    assert hands.chosen == [3]
    assert hands.focus is hands.page.outline
    assert lines(hands) == as_the_scene(hands)


def test_ctrl_and_arrows_move_a_note_from_theme_to_theme(listed):
    hands = listed()
    a, b = hands.add_theme("Havneliv"), hands.add_theme("Børn")
    hands.choice.set(hands.keys(1))
    hands.press(KEY.Key_Down, CTRL)
    assert hands.idea(1).theme == a
    hands.press(KEY.Key_Down, CTRL)
    assert hands.idea(1).theme == b
    hands.press(KEY.Key_Up, CTRL)
    hands.press(KEY.Key_Up, CTRL)
    assert hands.idea(1).theme is None
    assert hands.chosen == [1]
    hands.press(KEY.Key_Up, CTRL)
    assert hands.window.notices.sentence == "Der er intet tema i den retning."


def test_merge_take_out_open_and_choose_all_by_the_same_keys(listed):
    hands = listed()
    hands.add_theme("Havneliv", 5)
    hands.choice.set(hands.keys(5))
    hands.press(KEY.Key_Delete)
    assert hands.idea(5).theme is None
    hands.choice.set(hands.keys(1, 2))
    hands.press(KEY.Key_M)
    hands.press(KEY.Key_Return)
    assert hands.idea(1).merged_into == hands.idea(2).id
    assert lines(hands) == as_the_scene(hands)
    hands.press(KEY.Key_Return)
    assert hands.page.opened.isVisible()
    hands.press(KEY.Key_Escape)
    hands.press(KEY.Key_A, CTRL)
    assert hands.chosen == [2, 3, 4, 5, 6]


def test_a_theme_is_renamed_where_it_stands(qtbot, listed):
    hands = listed()
    a = hands.add_theme("Havneliv", 1)
    hands.choice.set(hands.keys(1))
    hands.press(KEY.Key_F2)
    editor = hands.page.outline.findChild(QLineEdit)
    qtbot.keyClicks(editor, "Livet")
    qtbot.keyClick(editor, KEY.Key_Return)
    qtbot.waitUntil(lambda: hands.document.state.themes[a].title == "Livet")
    qtbot.waitUntil(lambda: "Livet" in lines(hands))


def test_notes_and_themes_are_not_chosen_together(listed):
    hands = listed()
    a = hands.add_theme("Havneliv", 1)
    outline = hands.page.outline
    hands.choice.set([a])
    outline.selectionModel().setCurrentIndex(
        outline.rows.index(1), QItemSelectionModel.SelectionFlag.Select
    )
    assert a not in hands.choice
    assert hands.chosen == [2]


def test_a_change_moves_only_the_lines_it_concerns(listed, document):
    hands = listed(40)
    a = hands.add_theme("Havneliv", *range(1, 20))
    rows = hands.page.outline.rows
    seen = []
    rows.modelReset.connect(lambda: seen.append("reset"))
    rows.rowsRemoved.connect(lambda _p, first, last: seen.append(("out", last - first + 1)))
    rows.rowsInserted.connect(lambda _p, first, last: seen.append(("in", last - first + 1)))
    document.apply(themes.group(hands.keys(30, 31, 35), a))
    hands.settle()
    assert sorted(seen, key=str) == [("in", 3), ("out", 1), ("out", 2)]
    assert lines(hands) == as_the_scene(hands)


def test_a_list_that_was_not_in_front_is_right_when_it_comes(board, document):
    hands = board(6)
    hands.press(KEY.Key_L, CTRL)
    hands.press(KEY.Key_L, CTRL)
    a = hands.add_theme("Havneliv", 1, 2)
    document.apply(ideas.park(hands.idea(3).id))
    hands.settle()
    hands.press(KEY.Key_L, CTRL)
    assert lines(hands) == as_the_scene(hands) == ["Løse idéer", 4, 5, 6, "Havneliv", 1, 2]
    assert hands.page.outline.rows.row(a) == 4
