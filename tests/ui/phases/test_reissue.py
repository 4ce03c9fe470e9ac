import pytest

from moedeapp.model.commands import rounds, slips
from moedeapp.model.meeting import SlipState
from tests.ui.conftest import by_number, close_box, issue, open_vote
from tests.ui.phases.votes import ENTER, cast, swapped


@pytest.fixture
def room(document, show):
    """An open vote with two slips in hands and one to spare; one has voted."""
    printed, spare = issue(document, 2), issue(document, 1, spare=True)
    key = open_vote(document, "Havneliv", "Børn og unge", open_access=False)
    cast(document, key, printed[0], {by_number(document, key)[0]: 2})
    window = show(document)
    return window, key, printed, spare


def state_of(document, sheet):
    return document.state.slips[slips.by_secret(document.state, sheet.secret)].state


def test_a_slip_is_made_void_and_another_given_in_two_acts(qtbot, room, document):
    window, key, printed, spare = room
    side = window.page.voting
    side.slips.head.click()
    form = side.reissue
    assert form.old.hasFocus()
    assert form._spare.text() == "Der er 1 reserveseddel tilbage."
    qtbot.keyClicks(form.old, printed[0].code.lower())
    qtbot.keyClick(form.old, ENTER)
    assert "Det kan ikke fortrydes" in window.notices.sentence
    assert document.state.rounds[key].cast == 1
    window.notices._yes.click()
    assert state_of(document, printed[0]) is SlipState.VOID
    assert document.state.rounds[key].cast == 0
    assert "annulleret" in form.said.text()
    assert form.new.hasFocus()
    qtbot.keyClicks(form.new, spare[0].code)
    qtbot.keyClick(form.new, ENTER)
    assert state_of(document, spare[0]) is SlipState.ISSUED
    assert form.said.text() == "Reservesedlen kan bruges nu."
    assert (form.old.text(), form.new.text()) == ("", "")
    qtbot.waitUntil(lambda: form._spare.text() == "Der er ingen reservesedler.")


def test_somebody_who_comes_late_gets_a_spare_slip_without_a_void_one(qtbot, room, document):
    window, _key, printed, spare = room
    form = window.page.voting.reissue
    form.new.setText(spare[0].code)
    form._give()
    assert state_of(document, spare[0]) is SlipState.ISSUED
    assert state_of(document, printed[0]) is SlipState.ISSUED


def test_a_code_that_cannot_be_used_says_why_and_changes_nothing(qtbot, room, document):
    window, _key, printed, spare = room
    form = window.page.voting.reissue
    states = {slip.id: slip.state for slip in document.state.slips.values()}
    for box, act, code, why in (
        (form.old, form._ask_to_void, swapped(printed[0].code), "byttet om"),
        (form.old, form._ask_to_void, spare[0].code, "reserveseddel"),
        (form.new, form._give, printed[0].code, "allerede uddelt"),
        (form.new, form._give, "", "otte tegn"),
    ):
        box.setText(code)
        act()
        assert why in form.said.text()
        assert form.said.property("look") == "warn"
        assert box.hasFocus()
    assert window.notices.sentence == ""
    assert {slip.id: slip.state for slip in document.state.slips.values()} == states


def test_no_is_a_choice(room, document):
    window, _key, printed, _spare = room
    form = window.page.voting.reissue
    form.old.setText(printed[0].code)
    form._ask_to_void()
    window.notices.clear()
    assert state_of(document, printed[0]) is SlipState.ISSUED


def test_it_can_be_done_while_paper_is_keyed_and_is_forgotten_after(qtbot, document, show):
    (printed,) = issue(document, 1)
    key = close_box(document, "Havneliv", "Børn og unge", open_access=False)
    page = show(document).page
    counting = page.counting
    assert not counting.slips.isHidden()
    counting.slips.head.click()
    counting.reissue.old.setText(printed.code)
    document.apply(rounds.seal(key))
    qtbot.waitUntil(lambda: counting.reissue.old.text() == "")
    assert not counting.slips.is_open


def test_without_slips_there_is_nothing_to_give(document, show):
    open_vote(document, "Havneliv", "Børn og unge")
    assert show(document).page.voting.slips.isHidden()
