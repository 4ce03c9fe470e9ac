from moedeapp.export.tables import results_bytes
from moedeapp.model.commands import evening, outcome
from moedeapp.model.meeting import Phase
from tests.ui.phases.votes import ENTER
from tests.ui.test_window import said


def test_somebody_is_written_down_with_enter(qtbot, at, document):
    window = at(Phase.NEXT_STEPS)
    volunteers = window.page.volunteers
    volunteers.unfold.head.click()
    assert volunteers.name.hasFocus()
    qtbot.keyClicks(volunteers.name, "Ida Holm")
    qtbot.keyClicks(volunteers.contact, "ida@eksempel.dk")
    qtbot.keyClicks(volunteers.about, "Vil male bænke")
    qtbot.keyClick(volunteers.about, ENTER)
    (held,) = document.state.volunteers.values()
    assert (held.name, held.contact, held.about) == (
        "Ida Holm", "ida@eksempel.dk", "Vil male bænke",
    )  # fmt: skip
    assert (volunteers.name.text(), volunteers.name.hasFocus()) == ("", True)
    qtbot.waitUntil(lambda: "1 har skrevet sig på." in said(window))
    assert b"Ida Holm" not in results_bytes(document.state)


def test_nobody_is_written_down_without_a_name(qtbot, at, document):
    window = at(Phase.NEXT_STEPS)
    qtbot.keyClick(window.page.volunteers.contact, ENTER)
    assert "er tom" in window.notices.sentence
    assert not document.state.volunteers


def test_the_list_says_that_it_is_never_printed(at):
    assert any("bliver aldrig trykt" in words for words in said(at(Phase.NEXT_STEPS)))


def test_striking_off_asks_and_then_the_name_is_gone(qtbot, at, document):
    document.apply(outcome.sign_up("Ida Holm", "ida@eksempel.dk"))
    window = at(Phase.NEXT_STEPS)
    (card,) = window.page.volunteers._cards.values()
    (strike,) = [
        each for each in card.children() if getattr(each, "text", lambda: "")() == "Streg ud"
    ]
    assert strike.accessibleName() == "Streg Ida Holm ud"
    strike.click()
    assert document.state.volunteers
    window.notices._yes.click()
    assert not document.state.volunteers
    qtbot.waitUntil(lambda: not any("Ida Holm" in words for words in visible(window)))


def visible(window):
    return [
        widget.text()
        for widget in window.findChildren(object)
        if hasattr(widget, "text") and getattr(widget, "isVisible", lambda: False)()
    ]


def test_a_final_protocol_still_lets_a_name_go(qtbot, at, document):
    document.apply(outcome.sign_up("Ida Holm", "ida@eksempel.dk"))
    window = at(Phase.NEXT_STEPS)
    document.apply(evening.finish())
    qtbot.waitUntil(window.page.volunteers.unfold.isHidden)
    (key,) = document.state.volunteers
    window.page.volunteers._ask_to_strike(document.state.volunteers[key])
    window.notices._yes.click()
    assert not document.state.volunteers
