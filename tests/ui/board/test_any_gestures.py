"""Any gestures, keys and undos in any order: the board is what the meeting says."""

import random

import pytest
from PySide6.QtCore import QPoint, Qt

from moedeapp.model.commands import ideas
from moedeapp.ui.board.scene import Scene
from tests.ui.board.conftest import CTRL, SHIFT
from tests.ui.board.test_scene import overlaps, shown

KEY = Qt.Key
ARROWS = (KEY.Key_Left, KEY.Key_Right, KEY.Key_Up, KEY.Key_Down)


def drag_somewhere(hands, chance):
    """Drag a note, a title or the ground to anywhere in sight, and drop it or not."""
    things = [*hands.scene.notes, *hands.scene.areas]
    start = hands.point(chance.choice(things)) if things else QPoint(5, 5)
    if chance.random() < 0.15:
        start = anywhere(hands, chance)
    hands.drag(start, anywhere(hands, chance), drop=False)
    if chance.random() < 0.2:
        hands.press(KEY.Key_Escape)
    hands.drop(hands.view._mouse)


def anywhere(hands, chance):
    port = hands.port.rect()
    return QPoint(chance.randint(5, port.width() - 5), chance.randint(5, port.height() - 5))


def click_somewhere(hands, chance):
    hands.qtbot.mouseClick(
        hands.port, Qt.MouseButton.LeftButton,
        chance.choice([Qt.KeyboardModifier.NoModifier, CTRL, SHIFT]), anywhere(hands, chance),
    )  # fmt: skip


def press_an_arrow(hands, chance):
    keys = chance.choice([Qt.KeyboardModifier.NoModifier, CTRL, CTRL, SHIFT])
    hands.press(chance.choice(ARROWS), keys)


def theme_by_keys(hands, chance):
    hands.press(KEY.Key_T)
    hands.type(chance.choice(["a", "b", "Nyt", "Havn", ""]))
    hands.press(chance.choice([KEY.Key_Return, KEY.Key_Return, KEY.Key_Escape]))
    if not hands.page.goal.isHidden():
        hands.press(KEY.Key_Escape)


def merge_by_keys(hands, _chance):
    hands.press(KEY.Key_M)
    if not hands.page.merging.isHidden():
        hands.press(KEY.Key_Return)


def other_key(hands, chance):
    hands.press(chance.choice([KEY.Key_Delete, KEY.Key_Home, KEY.Key_End, KEY.Key_0]))


def tidy(hands, _chance):
    hands.page.tidy()


def split(hands, _chance):
    hands.page.acts.split()


def undo(hands, _chance):
    if not hands.document.next_undo().startswith(("evening.", "ideas.bring_in")):
        hands.press(KEY.Key_Z, CTRL)


def redo(hands, _chance):
    hands.press(KEY.Key_Y, CTRL)


def somebody_else(hands, chance):
    hands.document.apply(ideas.add(f"Fra en anden {chance.random()}"))


DEEDS = [
    *[drag_somewhere] * 5, *[click_somewhere] * 2, *[press_an_arrow] * 4, *[theme_by_keys] * 3,
    merge_by_keys, other_key, tidy, split, *[undo] * 3, redo, somebody_else,
]  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_any_gestures_the_board_is_as_if_made_afresh(board, document, seed):
    check(board(14), document, random.Random(seed), steps=60)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(10, 30))
def test_after_many_gestures_the_board_is_as_if_made_afresh(board, document, seed):
    check(board(40), document, random.Random(seed), steps=400)


def check(hands, document, chance, steps):
    for _ in range(steps):
        deed = chance.choice(DEEDS)
        deed(hands, chance)
        hands.settle()
        assert hands.focus is hands.view, deed
        assert overlaps(hands.scene) == [], deed
        assert all(
            key in hands.scene.notes or key in hands.scene.areas for key in hands.choice.keys
        )
    fresh = Scene()
    fresh.follow(document.state, hands.page.desk.question_key, ())
    assert shown(hands.scene) == shown(fresh)
    assert hands.view.gesture is None
    assert not hands.view.shown.moving.shifts
    assert hands.view.shown.target is None
