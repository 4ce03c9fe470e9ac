import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from moedeapp.model.commands import evening, ideas
from moedeapp.model.meeting import Channel, IdeaState, Reason
from moedeapp.ui.settings import LETTER_KEYS
from tests.ui.phases.conftest import send
from tests.ui.test_window import said


@pytest.fixture
def waiting(page, qtbot, document):
    """Three ideas from phones, with the first in focus."""
    keys = send(document, "Bus til havnen", "Legeplads i træ", "Reklame for biler")
    qtbot.waitUntil(lambda: len(page.review._cards) == 3)
    page._go_to_review()
    return keys


def type_keys(qtbot, keys):
    for key in keys:
        qtbot.keyClicks(QApplication.focusWidget(), key)


def states(document, keys):
    return [document.state.ideas[key].state for key in keys]


def card(page, key):
    return page.review._cards[key]


def test_what_waits_is_dealt_with_one_key_each(page, qtbot, document, waiting):
    assert card(page, waiting[0]).hasFocus()
    type_keys(qtbot, "vps")
    assert states(document, waiting[:2]) == [IdeaState.SHOWN, IdeaState.PARKED]
    assert states(document, waiting[2:]) == [IdeaState.WAITING]
    type_keys(qtbot, "5")
    last = document.state.ideas[waiting[2]]
    assert (last.state, last.reason) == (IdeaState.HIDDEN, Reason.SPAM)
    assert page.line.hasFocus()
    qtbot.waitUntil(lambda: page.tabs.button(0).text() == "Afventer")


@pytest.mark.parametrize(("digit", "reason"), list(zip("123456", Reason, strict=True)))
def test_each_reason_has_its_digit(page, qtbot, document, waiting, digit, reason):
    type_keys(qtbot, "s" + digit)
    assert document.state.ideas[waiting[0]].reason is reason
    assert card(page, waiting[1]).hasFocus()


def test_escape_leaves_the_question_about_hiding_without_an_answer(page, qtbot, document, waiting):
    type_keys(qtbot, "s")
    assert card(page, waiting[0]).reasons.isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert states(document, waiting) == [IdeaState.WAITING] * 3
    assert card(page, waiting[0]).hasFocus()
    assert not card(page, waiting[0]).reasons.isVisible()


def test_arrows_go_between_the_cards_and_keys_act_on_the_one_in_focus(
    page, qtbot, document, waiting
):
    qtbot.keyClick(card(page, waiting[0]), Qt.Key.Key_Down)
    assert card(page, waiting[1]).hasFocus()
    type_keys(qtbot, "p")
    assert states(document, waiting) == [IdeaState.WAITING, IdeaState.PARKED, IdeaState.WAITING]
    assert card(page, waiting[2]).hasFocus()
    qtbot.keyClick(card(page, waiting[2]), Qt.Key.Key_Up)
    assert card(page, waiting[0]).hasFocus()


def test_undo_brings_a_card_back(page, qtbot, document, waiting):
    type_keys(qtbot, "v")
    qtbot.waitUntil(lambda: waiting[0] not in page.review._cards)
    page.window()._undo()
    qtbot.waitUntil(lambda: waiting[0] in page.review._cards)
    assert states(document, waiting) == [IdeaState.WAITING] * 3


def test_buttons_do_the_same_and_leave_the_keyboard_where_it_was(page, qtbot, document, waiting):
    page.line.setFocus()
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(card(page, waiting[1])._acts[0], left)
    assert states(document, waiting) == [IdeaState.WAITING, IdeaState.SHOWN, IdeaState.WAITING]
    assert page.line.hasFocus()
    qtbot.mouseClick(card(page, waiting[0])._acts[1], left)
    qtbot.mouseClick(card(page, waiting[0]).reasons.answers[Reason.SPAM], left)
    assert states(document, waiting[:1]) == [IdeaState.HIDDEN]
    assert page.line.hasFocus()


def test_letters_can_be_turned_off_and_buttons_are_still_reached(
    page, qtbot, document, settings, waiting
):
    settings.put(LETTER_KEYS, False)
    type_keys(qtbot, "v")
    assert states(document, waiting) == [IdeaState.WAITING] * 3
    qtbot.keyClick(card(page, waiting[0]), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is card(page, waiting[0])._acts[0]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert states(document, waiting[:1]) == [IdeaState.SHOWN]


def test_a_card_says_what_it_is_and_where_it_came_from(page, waiting):
    assert card(page, waiting[0]).accessibleName() == "Bus til havnen (Nr. 1 · telefon)"
    names = [act.accessibleName() for act in card(page, waiting[1])._acts]
    assert names == ["Vis: Nr. 2", "Skjul: Nr. 2", "Parkér: Nr. 2"]


def test_an_author_who_withdraws_takes_the_card_away_and_the_next_has_the_focus(
    page, qtbot, document, waiting
):
    document.apply(ideas.withdraw(waiting[0]))
    qtbot.waitUntil(card(page, waiting[1]).hasFocus)
    assert waiting[0] not in page.review._cards


def test_an_author_who_corrects_changes_the_words_in_place(page, qtbot, document, waiting):
    document.apply(ideas.correct(waiting[0], "Bus 169 til havnen"))
    qtbot.waitUntil(lambda: card(page, waiting[0])._words.text() == "Bus 169 til havnen")
    assert card(page, waiting[0]).hasFocus()


def test_in_the_silent_phase_what_is_shown_is_held_back(page, qtbot, document, waiting):
    document.apply(evening.start_silence())
    type_keys(qtbot, "v")
    assert states(document, waiting[:1]) == [IdeaState.READY]


def test_many_wait_in_line_and_come_forward_as_others_go(page, qtbot, document):
    keys = send(document, *(f"Besked {n}" for n in range(40)))
    qtbot.waitUntil(lambda: page.tabs.button(0).text() == "Afventer · 40")
    assert list(page.review._cards) == keys[:12]
    assert "og 28 mere" in said(page.review)
    page._go_to_review()
    type_keys(qtbot, "v" * 40)
    qtbot.waitUntil(lambda: page.tabs.button(0).text() == "Afventer")
    assert IdeaState.WAITING not in states(document, keys)


def test_with_several_questions_a_card_says_which(page, qtbot, document):
    key = document.apply(evening.add_question("Og hvad må den koste?"))
    document.apply(ideas.receive("En krone", channel=Channel.TABLE, table=3, question=key))
    qtbot.waitUntil(lambda: len(page.review._cards) == 1)
    assert "Nr. 1 · bord 3 · spørgsmål 2" in said(page.review)


def test_a_word_without_end_wraps_inside_the_card(page, qtbot, document):
    (key,) = send(document, "trafikstøjsreduktionsforanstaltningerne" * 4)
    qtbot.waitUntil(lambda: key in page.review._cards)
    words = card(page, key)._words
    widest = max(
        words.fontMetrics().horizontalAdvance(part) for part in words.text().split("\u200b")
    )
    assert widest < words.width()
