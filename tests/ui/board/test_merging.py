import pytest
from PySide6.QtCore import Qt

from moedeapp.model.commands import ideas
from moedeapp.model.meeting import Reason
from tests.ui.board.conftest import CTRL

KEY = Qt.Key


def said_by(card):
    return card.accessibleName()


def test_m_shows_every_original_wording_beside_the_others(board, document):
    hands = board()
    document.apply(ideas.edit(hands.idea(2).id, "En rettet ordlyd"))
    document.apply(ideas.merge(hands.keys(4), hands.idea(3).id))
    hands.settle()
    hands.choice.set(hands.keys(1, 2, 3))
    hands.press(KEY.Key_M)
    cards = hands.page.merging.cards
    assert [hands.document.state.ideas[card.key].number for card in cards] == [1, 2, 3]
    for number, card in zip((1, 2, 3), cards, strict=True):
        assert hands.idea(number).words in said_by(card)
    assert "Rettet på tavlen: En rettet ordlyd" in said_by(cards[1])
    assert hands.idea(4).words in said_by(cards[2])
    tops = {card.mapTo(hands.page, card.rect().topLeft()).y() for card in cards}
    assert len(tops) == 1
    assert len({card.x() for card in cards}) == 3


def test_enter_merges_into_the_chosen_lead_and_undo_restores_exactly(board, document):
    hands = board()
    hands.choice.set(hands.keys(1, 2, 3))
    before = document.state
    hands.press(KEY.Key_M)
    hands.press(KEY.Key_2)
    hands.press(KEY.Key_Return)
    assert [hands.idea(n).merged_into for n in (1, 2, 3)] == [
        hands.idea(2).id, None, hands.idea(2).id,
    ]  # fmt: skip
    assert hands.chosen == [2]
    assert hands.scene.notes[hands.idea(2).id].merged == 2
    hands.press(KEY.Key_Z, CTRL)
    assert document.state.ideas == before.ideas
    assert set(hands.scene.notes) == set(hands.keys(*range(1, 13)))


def test_arrows_choose_the_lead(board):
    hands = board()
    hands.choice.set(hands.keys(1, 2, 3), hands.idea(1).id)
    hands.press(KEY.Key_M)
    hands.press(KEY.Key_Right)
    hands.press(KEY.Key_Return)
    assert hands.idea(1).merged_into == hands.idea(2).id


def test_esc_merges_nothing(board, document):
    hands = board()
    hands.choice.set(hands.keys(1, 2))
    before = document.state
    hands.press(KEY.Key_M)
    hands.press(KEY.Key_Escape)
    assert hands.page.merging.isHidden()
    assert document.state is before
    assert hands.focus is hands.view


def test_one_note_cannot_be_merged_and_the_window_says_what_is_missing(board):
    hands = board()
    hands.press(KEY.Key_M)
    assert hands.page.merging.isHidden()
    assert hands.window.notices.sentence == (
        "Vælg mindst to sedler eller to temaer for at slå dem sammen."
    )


def test_masked_words_are_not_shown_beside_the_others(board, document):
    hands = board()
    document.apply(ideas.merge(hands.keys(2), hands.idea(1).id))
    document.apply(ideas.mask(hands.idea(2).id, Reason.PERSON))
    hands.settle()
    hands.choice.set(hands.keys(1, 3))
    hands.press(KEY.Key_M)
    assert "Nr. 2" not in said_by(hands.page.merging.cards[0])


def test_a_merged_note_is_split_from_its_menu_and_one_by_one(board, document):
    hands = board()
    document.apply(ideas.merge(hands.keys(2, 3), hands.idea(1).id))
    hands.settle()
    hands.choice.set(hands.keys(1))
    menu = hands.page.make_menu()
    (split,) = [action for action in menu.actions() if action.text() == "Del op"]
    assert split.isEnabled()
    menu.deleteLater()
    hands.press(KEY.Key_Return)
    buttons = [
        b for b in hands.page.opened.findChildren(type(hands.page.opened._close))
        if b.accessibleName() == "Del idé 3 fra"
    ]  # fmt: skip
    hands.qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert hands.idea(3).merged_into is None
    assert hands.idea(2).merged_into == hands.idea(1).id
    hands.settle()
    hands.page.acts.split()
    assert hands.idea(2).merged_into is None


def test_themes_are_merged_the_same_way_and_split_again(board, document):
    hands = board()
    a, b = hands.add_theme("Børn", 1, 2), hands.add_theme("Unge", 3)
    hands.choice.set([a, b], b)
    before = document.state.themes
    hands.press(KEY.Key_M)
    cards = hands.page.merging.cards
    assert "Børn" in said_by(cards[0])
    assert "2 idéer" in said_by(cards[0])
    hands.press(KEY.Key_Return)
    assert document.state.themes[a].merged_into == b
    assert list(hands.scene.areas) == [b]
    assert hands.scene.areas[b].holds == ("Børn",)
    hands.page.acts.split()
    hands.settle()
    assert list(hands.scene.areas) == [a, b]
    document.undo()
    document.undo()
    assert document.state.themes == before


@pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, for sizes
@pytest.mark.parametrize("size", [(960, 520), (1280, 800)])
def test_many_long_wordings_scroll_and_the_button_stays_in_sight(board, document, size):
    hands = board(1)
    for _ in range(5):
        document.apply(ideas.add("Et meget langt ønske om havnen. " * 40))
    hands.settle()
    hands.window.setMinimumSize(*size)
    hands.window.resize(*size)
    hands.choice.set(hands.keys(*range(1, 7)))
    hands.press(KEY.Key_M)
    merging = hands.page.merging
    assert hands.page.rect().contains(merging.geometry())
    assert merging.agree.isVisible()
    assert merging.rect().contains(merging.agree.geometry())
