from moedeapp.model.ranking import places
from tests.ui.conftest import by_number
from tests.ui.phases.votes import ENTER, listed, sealed_at_tables
from tests.ui.test_window import said


def test_a_correction_needs_a_reason_and_stands_beside_what_was_sealed(qtbot, document, show):
    key = sealed_at_tables(document)
    window = show(document)
    corrections = window.page.corrections
    form = corrections.form
    corrections.unfold.head.click()
    assert form.proposal.hasFocus()
    form.proposal.follow(by_number(document, key)[0])
    form.dots.setValue(-2)
    form.persons.setValue(-1)
    qtbot.keyClick(form.reason, ENTER)
    assert "er tom" in window.notices.sentence
    assert not any(m.reason for m in document.state.manual.values())
    qtbot.keyClicks(form.reason, "En seddel var tastet to gange")
    qtbot.keyClick(form.reason, ENTER)
    (place,) = [p for p in places(document.state, document.state.rounds[key]) if p.corrected]
    assert (place.dots, place.persons) == (8, 9)
    minus = "\N{MINUS SIGN}"
    qtbot.waitUntil(lambda: f"Forslag 1: {minus}2 prikker, {minus}1 person" in corrections.words)
    assert "En seddel var tastet to gange" in corrections.words
    (shown,) = [each for each in listed(window) if each.place.corrected]
    title = document.state.proposals[by_number(document, key)[0]].title
    assert shown.cells() == ("2", "1", title, "", "8", "9", "2/2")
    assert "10 prikker, 10 personer før rettelsen" in shown.under()
    assert "Brobyggere (før rettelsen)" in said(window)
    assert (form.dots.value(), form.reason.text()) == (0, "")


def test_no_change_at_all_is_no_correction(qtbot, document, show):
    sealed_at_tables(document)
    form = show(document).page.corrections.form
    before = len(document.journal())
    qtbot.keyClicks(form.reason, "Bare fordi")
    qtbot.keyClick(form.reason, ENTER)
    assert len(document.journal()) == before
    assert form.reason.text() == "Bare fordi"
