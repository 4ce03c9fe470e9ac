import gc

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from moedeapp.model.commands import ideas
from moedeapp.ui.board import spoken

NAME = QAccessible.Text.Name


def tree(hands):
    board = QAccessible.queryAccessibleInterface(hands.view)
    return board, [board.child(at) for at in range(board.childCount())]


def test_the_board_is_a_list_of_themes_and_notes_with_names(board):
    hands = board(3)
    hands.add_theme("Havneliv", 2)
    found, children = tree(hands)
    assert found.role() == QAccessible.Role.List
    assert found.text(NAME) == "Tavle"
    assert [child.role() for child in children] == [QAccessible.Role.ListItem] * 4
    assert [child.text(NAME) for child in children] == [
        "Tema A Havneliv, 1 idé",
        "Idé 2: Bænke i læ ved vandet, nummer 1, tema A Havneliv, bord 2",
        "Idé 1: Bænke i læ ved vandet, nummer 0, løs, bord 1",
        "Idé 3: Bænke i læ ved vandet, nummer 2, løs, bord 3",
    ]
    assert [found.indexOfChild(child) for child in children] == [0, 1, 2, 3]
    assert all(child.parent().object() is hands.view for child in children)


def test_a_note_says_whether_it_is_chosen_and_where_it_is(board):
    hands = board(2)
    _, (first, second) = tree(hands)
    assert (first.state().selected, second.state().selected) == (1, 0)
    assert first.state().focused == 1
    hands.press(Qt.Key.Key_Right)
    assert (first.state().selected, second.state().selected) == (0, 1)
    at = second.rect().center()
    assert (hands.port.mapFromGlobal(at) - hands.point(2)).manhattanLength() <= 2
    found, _ = tree(hands)
    assert found.childAt(at.x(), at.y()).object() is second.object()
    assert found.focusChild().object() is second.object()


def test_a_note_that_is_gone_is_no_longer_valid(board, document):
    hands = board(2)
    _, (first, _second) = tree(hands)
    document.apply(ideas.park(hands.idea(1).id))
    hands.settle()
    found, children = tree(hands)
    assert found.childCount() == 1
    assert not first.isValid()
    assert first.text(NAME) == ""
    assert children[0].isValid()


def test_interfaces_survive_while_notes_come_and_go(board, document):
    hands = board(30)
    for number in range(1, 20):
        document.apply(ideas.park(hands.idea(number).id))
        hands.settle()
        gc.collect()
        _found, children = tree(hands)
        assert len(children) == 30 - number
        assert all(child.text(NAME) for child in children)


def test_nothing_of_a_board_is_kept_when_its_window_is_gone(qtbot, board):
    hands = board(3)
    tree(hands)
    things = {place for place in spoken._Kept.things if place[0] == id(hands.view)}
    assert len(things) == 3
    hands.page.deleteLater()
    hands.window.pages.clear()
    qtbot.wait(5)
    assert not things & spoken._Kept.things.keys()


def test_what_a_key_did_is_said_aloud(board, monkeypatch):
    hands = board(3)
    said = []
    monkeypatch.setattr(
        QAccessible,
        "updateAccessibility",
        lambda event: (
            isinstance(event, QAccessibleAnnouncementEvent) and said.append(event.message())
        ),
    )
    hands.add_theme("Havneliv")
    hands.press(Qt.Key.Key_T)
    hands.type("a")
    hands.press(Qt.Key.Key_Return)
    assert "Idé 1 i temaet A Havneliv" in said
    hands.choice.set(hands.keys(1))
    hands.press(Qt.Key.Key_Delete)
    assert "Idé 1 ligger løst" in said
