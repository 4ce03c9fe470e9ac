from datetime import date

import pytest

from moedeapp.model.commands import evening, next_steps, outcome
from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase, Progress, Status
from moedeapp.model.ranking import places
from tests.ui.phases.votes import ENTER, sealed_with
from tests.ui.test_window import said


@pytest.fixture
def later(document, show):
    """A final protocol, opened again."""
    vote = sealed_with(document, 9, 7, 5, 3)
    first = places(document.state, document.state.rounds[vote])[0].proposal
    document.apply(evening.go_to(Phase.NEXT_STEPS))
    document.apply(next_steps.add("Tegn en rampe", proposal=first.id, effect="Alle kan komme ned"))
    document.apply(evening.end())
    document.apply(evening.finish())
    path = document.path
    document.close()
    again = Document.open(path)
    yield show(again), again, first
    again.close()


def test_it_is_the_first_thing_on_the_page_when_the_meeting_is_over(later):
    window, document, first = later
    page = window.page
    assert not page.follow_ups.isHidden()
    assert page.follow_ups.mapTo(page, page.rect().topLeft()).y() < page._head.y()
    assert next(iter(page.follow_ups.cards.values())).unfold.head.hasFocus()
    assert len(page.follow_ups.cards) == 4
    card = page.follow_ups.cards[first.id]
    assert card._now.text() == "Intet fortalt endnu"
    assert card._hoped.text() == "Ønsket effekt: Alle kan komme ned"
    assert document.state.stage.status is Status.FINAL


def test_how_it_goes_is_told_by_keyboard_with_the_day_of_today(qtbot, later):
    window, document, first = later
    card = window.page.follow_ups.cards[first.id]
    qtbot.keyClick(card.unfold.head, ENTER)
    form = card.form
    assert form.progress.hasFocus()
    assert form.date.text() == date.today().strftime("%d.%m.%Y")
    form.progress.follow(Progress.DONE)
    form.date.setText("10.2.2027")
    qtbot.keyClicks(form.words, "Rampen er bygget")
    qtbot.keyClicks(form.effect, "Alle kan komme ned til vandet")
    qtbot.keyClick(form.effect, ENTER)
    (told,) = document.state.follow_ups.values()
    assert (told.proposal, told.progress, told.date, told.words, told.effect) == (
        first.id, Progress.DONE, "2027-02-10", "Rampen er bygget", "Alle kan komme ned til vandet",
    )  # fmt: skip
    assert not card.unfold.is_open
    assert card.unfold.head.hasFocus()
    qtbot.waitUntil(lambda: card._now.text() == "Gennemført")
    assert card._told.text() == (
        "10. feb. 2027. Gennemført: Rampen er bygget Opnået effekt: Alle kan komme ned til vandet"
    )


def test_turning_down_needs_a_reason_of_ten_characters(qtbot, later):
    window, document, first = later
    card = window.page.follow_ups.cards[first.id]
    card.unfold.head.click()
    form = card.form
    assert form._reason.isHidden()
    form.progress.setCurrentIndex(form.progress.findData(Progress.TURNED_DOWN))
    assert form._reason.text() == "Skriv hvorfor med mindst 10 tegn."
    assert not form._reason.isHidden()
    qtbot.keyClicks(form.words, "Nej")
    qtbot.keyClick(form.words, ENTER)
    assert "mindst 10 tegn" in window.notices.sentence
    assert not document.state.follow_ups
    assert form.words.text() == "Nej"
    form.words.clear()
    qtbot.keyClicks(form.words, "Der er ikke penge til det")
    qtbot.keyClick(form.words, ENTER)
    assert len(document.state.follow_ups) == 1
    qtbot.waitUntil(lambda: card._now.text() == "Afvist")
    assert "Afvist, fordi der er ikke penge til det" in card._told.text()


def test_the_newest_word_is_how_it_goes_and_the_older_ones_stay(qtbot, later):
    window, document, first = later
    for day, progress in (("2027-03-01", Progress.DONE), ("2027-01-10", Progress.UNDER_WAY)):
        document.apply(outcome.follow_up(first.id, progress, date=day))
    card = window.page.follow_ups.cards[first.id]
    qtbot.waitUntil(lambda: card._now.text() == "Gennemført")
    assert card._told.text().splitlines() == ["1. mar. 2027. Gennemført", "10. jan. 2027. I gang"]


def test_the_rest_of_the_protocol_stays_locked(later):
    window, _document, first = later
    (row,) = window.page.cards[first.id].rows.values()
    assert row.action.isReadOnly()
    assert window.page.volunteers.unfold.isHidden()
    assert "Fortæl, hvad der er sket" in said(window)


def test_a_meeting_that_is_over_but_not_final_can_be_followed_up_too(qtbot, document, show):
    sealed_with(document, 9, 7)
    document.apply(evening.go_to(Phase.NEXT_STEPS))
    window = show(document)
    assert window.page.follow_ups.isHidden()
    document.apply(evening.end())
    qtbot.waitUntil(lambda: not window.page.follow_ups.isHidden())
    document.undo()
    qtbot.waitUntil(window.page.follow_ups.isHidden)
