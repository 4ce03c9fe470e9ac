import pytest

from moedeapp.model.commands import rounds
from moedeapp.model.meeting import Phase, Rejection, RoundState
from tests.ui.conftest import by_number, close_box, issue, open_vote, seal
from tests.ui.phases.votes import ENTER, cast, key_in


def test_closing_the_box_asks_and_sealing_asks_whether_all_paper_is_keyed(qtbot, document, show):
    key = open_vote(document, "Havneliv", "Børn og unge")
    window = show(document)
    window.page.voting.close_box.click()
    assert "Når afstemningen er lukket" in window.notices.sentence
    assert document.state.rounds[key].state is RoundState.OPEN
    window.notices._yes.click()
    assert document.state.rounds[key].state is RoundState.CLOSED
    qtbot.waitUntil(lambda: window.page._sides.currentWidget() is window.page.counting)
    assert not document.state.results
    window.page.counting.seal.click()
    assert window.notices.sentence.startswith("Er alle papirsedler tastet?")
    assert document.state.rounds[key].state is RoundState.CLOSED
    window.notices._yes.click()
    assert document.state.rounds[key].state is RoundState.SEALED
    assert document.state.results


@pytest.mark.parametrize("closed", [False, True])
def test_a_vote_is_called_off_only_with_a_reason(qtbot, document, show, closed):
    key = (close_box if closed else open_vote)(document, "Havneliv", "Børn og unge")
    before = document.state.rounds[key].state
    window = show(document)
    call_off = (window.page.counting if closed else window.page.voting).call_off
    call_off.open.click()
    qtbot.keyClick(call_off.why, ENTER)
    assert "er tom" in window.notices.sentence
    assert document.state.rounds[key].state is before
    qtbot.keyClicks(call_off.why, "Der manglede et forslag")
    qtbot.keyClick(call_off.why, ENTER)
    assert document.state.rounds[key].state is RoundState.CANCELLED
    assert document.journal()[-1].facts["why"] == "Der manglede et forslag"
    qtbot.waitUntil(lambda: window.page._sides.currentWidget() is window.page.choosing.side)
    assert call_off.why.text() == ""


def test_the_evening_cannot_leave_a_vote_before_it_is_sealed(document, show):
    key = open_vote(document, "Havneliv", "Børn og unge")
    window = show(document)
    for _ in ("open", "closed"):
        window.go_to(Phase.RESULT)
        assert "forsegl den" in window.notices.sentence
        assert document.state.stage.phase is Phase.DOTS
        if document.state.rounds[key].state is RoundState.OPEN:
            document.apply(rounds.close(key))


def test_slips_handed_out_are_put_right_while_the_vote_is_open(document, show):
    key = open_vote(document, "Havneliv", "Børn og unge")
    show(document).page.voting.handed_out.setValue(61)
    assert document.state.rounds[key].handed_out == 61


def test_rejected_slips_are_counted_by_reason(qtbot, document, show):
    key = close_box(document, "Havneliv", "Børn og unge")
    counting = show(document).page.counting
    assert not counting.rejecting.is_open
    counting.rejecting.head.click()
    boxes = counting.rejected.counts
    assert [boxes[reason].accessibleName() for reason in Rejection] == [
        "For mange prikker", "For mange prikker på samme forslag", "Ulæselig", "Afleveret for sent",
    ]  # fmt: skip
    boxes[Rejection.UNREADABLE].setValue(2)
    boxes[Rejection.LATE].setValue(1)
    assert document.state.rejected[f"{key}.unreadable"].count == 2
    assert document.state.rejected[f"{key}.late"].count == 1
    qtbot.waitUntil(lambda: "3 er kasseret" in counting._state_words.text())


def test_slips_are_reconciled_with_the_box_in_words(qtbot, document, show):
    close_box(document, "Havneliv", "Børn og unge")
    page = show(document).page
    counting = page.counting
    assert counting._state_words.text() == "0 papirsedler er tastet."
    counting.paper.in_box.setValue(3)
    assert counting._state_words.text() == "0 papirsedler er tastet. 3 af 3 i kassen mangler."
    assert counting._state_words.property("look") == "warn"
    key_in(qtbot, page, "1")
    assert counting.paper._said.text() == "Sedlen er tastet. 1 af 3 i kassen."
    counting.rejected.counts[Rejection.UNREADABLE].setValue(1)
    key_in(qtbot, page, "2")
    qtbot.waitUntil(
        lambda: counting._state_words.text() == "2 papirsedler er tastet, 1 er kasseret."
    )
    assert counting._state_words.property("look") == "quiet"
    key_in(qtbot, page, "0")
    qtbot.waitUntil(lambda: "flere end de 3" in counting._state_words.text())


def test_channels_are_told_only_when_neither_is_small(qtbot, document, show):
    printed = issue(document, 10)
    key = open_vote(document, "Havneliv", "Børn og unge", open_access=False)
    first = by_number(document, key)[0]
    for sheet in printed[:5]:
        cast(document, key, sheet, {first: 1})
    document.apply(rounds.close(key))
    page = show(document).page
    for sheet in printed[5:9]:
        key_in(qtbot, page, "1", sheet.code)
    assert document.state.rounds[key].paper == 4
    qtbot.waitUntil(lambda: "4 papirsedler" in page.counting._state_words.text())
    assert page.counting._channels.isHidden()
    key_in(qtbot, page, "1", printed[9].code)
    qtbot.waitUntil(lambda: not page.counting._channels.isHidden())
    assert page.counting._channels.text() == "5 fra telefoner og borde · 5 på papir"


def test_a_contested_slip_is_told_of_while_the_vote_goes_on(qtbot, document, show):
    (printed,) = issue(document, 1)
    key = open_vote(document, "Havneliv", "Børn og unge", open_access=False)
    first = by_number(document, key)[0]
    page = show(document).page
    assert page.voting._contested.isHidden()
    cast(document, key, printed, {first: 1})
    cast(document, key, printed, {first: 2}, channel="table")
    qtbot.waitUntil(lambda: not page.voting._contested.isHidden())
    assert page.voting._contested.text() == (
        "1 stemmeseddel blev brugt på to måder. Det, der kom først, tæller."
    )


def test_what_was_typed_for_one_vote_is_not_there_for_the_next(qtbot, document, show):
    key = close_box(document, "Havneliv", "Børn og unge")
    page = show(document).page
    paper = page.counting.paper
    paper.in_box.setValue(9)
    qtbot.keyClicks(paper.line, "1 1")
    qtbot.keyClicks(page.counting.stickers.line, "1:2")
    page.counting.stickers._tables.add(4)
    seal(document, key)
    qtbot.waitUntil(lambda: page._sides.currentWidget() is page.sealed)
    close_box(document, "Lys", "Læ")
    qtbot.waitUntil(lambda: page._sides.currentWidget() is page.counting)
    assert (paper.line.text(), paper.in_box.value()) == ("", 0)
    assert page.counting.stickers.line.text() == ""
    assert page.counting.stickers._done.isHidden()
