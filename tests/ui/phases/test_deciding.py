from moedeapp.model.commands import evening
from moedeapp.model.commands.rounds import lot_order
from moedeapp.model.meeting import Phase
from tests.ui.phases.votes import sealed_with
from tests.ui.test_window import said


def on_result(document, show, *dots):
    vote = sealed_with(document, *dots)
    document.apply(evening.go_to(Phase.RESULT))
    return show(document), vote


# --- lots


def test_lots_are_drawn_only_when_somebody_asks_and_says_yes(qtbot, document, show):
    window, _vote = on_result(document, show, 9, 5, 5, 3)
    lots = window.page.lots
    assert not document.state.lots
    assert [b.text() for b in buttons(lots)] == ["Træk lod om 2.-pladsen"]
    qtbot.keyClicks(lots.seed, "måge")
    buttons(lots)[0].click()
    assert "Det sker kun én gang" in window.notices.sentence
    assert not document.state.lots
    window.notices._yes.click()
    (drawn,) = document.state.lots.values()
    assert (drawn.place, drawn.seed) == (2, "måge")
    numbers = [document.state.proposals[key].number for key in drawn.order]
    assert numbers == sorted(numbers, key=lambda number: lot_order("måge", number))
    qtbot.waitUntil(lambda: lots.words != [])
    assert "»måge«" in lots.words[0]
    assert lots.words[0] == window.notices.sentence
    assert lots.unfold.isHidden()  # a place is drawn once
    assert lots.seed.text() == ""


def buttons(lots):
    return [
        lots._buttons.itemAt(at).widget()
        for at in range(lots._buttons.count())
        if lots._buttons.itemAt(at).widget()
    ]


def test_without_a_word_the_seed_is_drawn_and_told(qtbot, document, show):
    window, _vote = on_result(document, show, 5, 5)
    lots = window.page.lots
    buttons(lots)[0].click()
    window.notices._yes.click()
    (drawn,) = document.state.lots.values()
    assert drawn.seed
    qtbot.waitUntil(lambda: any(drawn.seed in words for words in said(window)))


def test_where_no_place_is_shared_there_is_nothing_to_draw(document, show):
    window, _vote = on_result(document, show, 9, 5)
    assert window.page.lots.isHidden()


# --- decisions


def test_a_decision_that_differs_is_written_with_its_reason_and_taken_back(qtbot, document, show):
    window, vote = on_result(document, show, 9, 5)
    decisions = window.page.decisions
    decisions.unfold.head.click()
    assert decisions.decision.hasFocus()
    qtbot.keyClicks(decisions.decision, "Vi begynder med nr. 2")
    decisions._decide()
    assert "er tom" in window.notices.sentence
    assert decisions.decision.toPlainText() == "Vi begynder med nr. 2"
    qtbot.keyClicks(decisions.reason, "Der er penge nu")
    decisions._decide()
    (held,) = document.state.decisions.values()
    assert (held.round, held.words, held.reason) == (
        vote, "Vi begynder med nr. 2", "Der er penge nu",
    )  # fmt: skip
    assert decisions.decision.toPlainText() == ""
    qtbot.waitUntil(lambda: list(decisions._cards) == [held.id])
    assert "Der er penge nu" in said(window)
    (take_back,) = decisions._cards[held.id].findChildren(type(window.page.onward))
    assert take_back.accessibleName() == "Tag beslutning 1 tilbage"
    take_back.click()
    assert not document.state.decisions
    qtbot.waitUntil(lambda: decisions._cards == {})
    document.undo()
    qtbot.waitUntil(lambda: list(decisions._cards) == [held.id])
