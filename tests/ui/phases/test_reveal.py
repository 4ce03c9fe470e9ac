import pytest
from PySide6.QtCore import Qt

from moedeapp.model.commands import evening
from moedeapp.model.meeting import Phase
from moedeapp.ui.phases import reveal
from moedeapp.ui.phases.reveal import further, nearer
from tests.ui.phases.votes import ENTER, listed, sealed_with


def on_result(document, show, *dots):
    vote = sealed_with(document, *dots)
    document.apply(evening.go_to(Phase.RESULT))
    return show(document), vote


@pytest.mark.parametrize(
    ("ranks", "steps"),
    [([1, 2, 3], [1, 2, 3]), ([1, 2, 2, 4], [1, 3, 4]), ([1, 1, 1], [3]), ([1], [1]), ([], [0])],
)
def test_places_come_one_by_one_from_the_last_and_shared_ones_together(ranks, steps):
    seen, found = 0, []
    while True:
        seen = further(ranks, seen)
        found.append(seen)
        if seen == len(ranks):
            break
    assert found == steps
    back = [seen := nearer(ranks, seen) for _ in steps]
    assert back == [*reversed(steps[:-1]), 0]


def test_the_page_shows_everything_at_once_and_the_hall_nothing(document, show):
    window, vote = on_result(document, show, 9, 5, 3)
    assert len(listed(window)) == 3
    assert [each.in_hall for each in listed(window)] == [False] * 3
    assert window.desk.showing.revealed(vote) == 0
    assert window.page.reveal.words.text() == "Salen ser ikke resultatet endnu."
    assert not window.page.reveal.hide_again.isEnabled()


def test_enter_lets_the_hall_see_one_more_place_and_left_takes_it_back(qtbot, document, show):
    window, vote = on_result(document, show, 9, 5, 3)
    page, showing = window.page, window.desk.showing
    assert page.reveal.next.hasFocus()
    qtbot.keyClick(page.reveal.next, ENTER)
    assert showing.revealed(vote) == 1
    qtbot.keyClick(page.reveal.next, Qt.Key.Key_Right)
    assert showing.revealed(vote) == 2
    assert page.reveal.words.text() == "Salen ser de nederste 2 af 3 forslag."
    assert [each.in_hall for each in listed(window)] == [False, True, True]
    assert "Salen ser den" in page.list.model().index(2, 0).data()
    qtbot.keyClick(page.reveal.next, Qt.Key.Key_Left)
    assert showing.revealed(vote) == 1
    qtbot.keyClick(page.reveal.next, Qt.Key.Key_Space)
    assert showing.revealed(vote) == 2


def test_the_same_keys_reveal_from_within_the_list(qtbot, document, show):
    window, vote = on_result(document, show, 9, 5, 3)
    page, showing = window.page, window.desk.showing
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Right)
    qtbot.keyClick(page.list, ENTER)
    assert showing.revealed(vote) == 2
    qtbot.keyClick(page.list, Qt.Key.Key_Left)
    assert showing.revealed(vote) == 1
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert showing.revealed(vote) == 1


def test_enter_in_a_text_field_reveals_nothing(qtbot, document, show):
    window, vote = on_result(document, show, 9, 5, 3)
    page = window.page
    page.corrections.unfold.head.click()
    qtbot.keyClick(page.corrections.form.reason, ENTER)
    qtbot.keyClick(page.corrections.form.reason, Qt.Key.Key_Right)
    assert window.desk.showing.revealed(vote) == 0


def test_all_at_once_and_hidden_again(qtbot, document, show):
    window, vote = on_result(document, show, 9, 5, 3)
    page, showing = window.page, window.desk.showing
    page.reveal.next.setFocus()
    page.reveal.all.click()
    assert showing.revealed(vote) == 3
    assert page.reveal.words.text() == "Salen ser hele resultatet."
    assert not page.reveal.next.isEnabled()
    assert page.reveal.hide_again.hasFocus()  # the focus never falls off the buttons
    page.reveal.hide_again.click()
    assert showing.revealed(vote) == 0
    assert page.reveal.next.hasFocus()


def test_one_enter_too_many_hides_nothing_from_the_hall(qtbot, document, show):
    window, vote = on_result(document, show, 9, 5, 3)
    reveal = window.page.reveal
    reveal.next.setFocus()
    for _press in range(5):
        qtbot.keyClick(window.focusWidget(), ENTER)
    assert window.desk.showing.revealed(vote) == 3
    qtbot.keyClick(reveal.hide_again, Qt.Key.Key_Space)
    assert window.desk.showing.revealed(vote) == 0


def test_enter_on_the_way_back_hides_while_there_is_more_to_show(qtbot, document, show):
    window, vote = on_result(document, show, 9, 5, 3)
    window.page.reveal.go_on()
    qtbot.keyClick(window.page.reveal.hide_again, ENTER)
    assert window.desk.showing.revealed(vote) == 0


def test_a_shared_place_is_shown_as_one(document, show):
    window, vote = on_result(document, show, 9, 5, 5, 3)
    window.page.reveal.go_on()
    window.page.reveal.go_on()
    assert window.desk.showing.revealed(vote) == 3


def test_it_says_when_the_storskaerm_shows_nothing_anyway(document, show):
    window, _vote = on_result(document, show, 9, 5)
    window.desk.showing.turn_blank()
    assert "slukket" in window.page.reveal.words.text()
    window.desk.showing.turn_blank()
    assert "slukket" not in window.page.reveal.words.text()
    window.desk.showing.turn_frozen()
    assert "frosset" in window.page.reveal.words.text()


def test_what_the_hall_sees_is_said_to_a_screen_reader(document, show, monkeypatch):
    heard = []
    monkeypatch.setattr(reveal, "announce", lambda widget, words: heard.append(words))
    window, _vote = on_result(document, show, 9, 5)
    window.page.reveal.go_on()
    assert heard == ["Salen ser de nederste 1 af 2 forslag."]


def test_the_keys_are_told(document, show):
    window, _vote = on_result(document, show, 9, 5)
    told = dict(window.page.keys())
    assert list(told) == ["Enter →", "←"]
