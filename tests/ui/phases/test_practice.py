import pytest

from moedeapp.model.commands import ballots, rounds
from moedeapp.model.meeting import Phase, RoundState
from tests.model.evenings import rows_in
from tests.ui.conftest import by_number, issue
from tests.ui.phases.votes import cast, column_of, key_in, themed
from tests.ui.test_window import said


@pytest.fixture
def trying(at, document):
    """A page on which a practice vote about cakes has begun."""
    themed(document, "Havneliv", "Børn og unge")
    page = at(Phase.DOTS).page
    page.choosing.practice.start()
    return page


def only(document):
    (vote,) = document.state.rounds.values()
    return vote


def test_one_button_opens_a_practice_vote_about_cakes_and_it_is_marked(qtbot, trying, document):
    vote = only(document)
    assert (vote.practice, vote.state, vote.open_access) == (True, RoundState.OPEN, True)
    titles = {p.title for p in document.state.proposals.values()}
    assert titles == {"Lagkage", "Drømmekage", "Kanelsnegl", "Hindbærsnitte", "Æblekage"}
    qtbot.waitUntil(lambda: trying._sides.currentWidget() is trying.voting)
    assert not trying._practice.isHidden()
    assert "Prøveafstemning: intet af den bliver gemt" in said(trying.window())
    assert trying._asked.isHidden()


def test_colours_or_words_of_ones_own_can_be_tried_instead(at, document):
    themed(document, "Havneliv", "Børn og unge")
    practice = at(Phase.DOTS).page.choosing.practice
    practice.about.setCurrentIndex(1)
    assert practice.titles.toPlainText() == "Rød\nBlå\nGrøn\nGul"
    practice.titles.setPlainText("Sommer\n\nVinter")
    practice.start()
    assert {p.title for p in document.state.proposals.values()} == {"Sommer", "Vinter"}


def test_one_thing_is_no_vote_and_leaves_no_round_behind(at, document):
    themed(document, "Havneliv", "Børn og unge")
    window = at(Phase.DOTS)
    window.page.choosing.practice.titles.setPlainText("Kage")
    window.page.choosing.practice.start()
    assert "for lidt" in window.notices.sentence or "for få" in window.notices.sentence
    assert not document.state.rounds


def test_it_is_counted_and_shown_to_the_hall_and_then_it_is_gone(qtbot, trying, document):
    vote = only(document)
    before = rows_in(document.path)["journal"]
    first, second = by_number(document, vote.id)[:2]
    document.apply(ballots.cast(vote.id, ballots.Vote({first: 3}), device="a"))
    document.apply(ballots.cast(vote.id, ballots.Vote({second: 1, first: 1}), device="b"))
    trying.voting._finish()
    qtbot.waitUntil(lambda: trying._sides.currentWidget() is trying.counting)
    assert trying.counting.call_off.isHidden()
    key_in(qtbot, trying, "1")
    trying.counting._finish()
    qtbot.waitUntil(lambda: trying._sides.currentWidget() is trying.tried)
    assert trying.ballot.isHidden()
    title = document.state.proposals[first].title
    assert [column_of(trying.tried_list, n)[0] for n in range(4)] == ["1", title, "5", "3"]
    showing = trying.desk.showing
    trying.tried.reveal.all.click()
    assert showing.revealed(vote.id) == 5
    trying.tried.end.click()
    assert not document.state.rounds
    assert not document.state.proposals
    assert not document.state.results
    assert rows_in(document.path)["journal"] == before
    qtbot.waitUntil(lambda: trying._sides.currentWidget() is trying.choosing.side)
    assert trying._practice.isHidden()


@pytest.mark.parametrize("closed", [False, True])
def test_it_can_be_ended_at_any_time(qtbot, trying, document, closed):
    vote = only(document)
    document.apply(ballots.cast(vote.id, ballots.Vote(), device="a"))
    side = trying.voting
    if closed:
        document.apply(rounds.close(vote.id))
        side = trying.counting
    qtbot.waitUntil(lambda: trying._sides.currentWidget() is side)
    assert side.call_off.isHidden()
    side.end_practice.click()
    assert not document.state.rounds
    qtbot.waitUntil(lambda: trying._sides.currentWidget() is trying.choosing.side)


def test_with_slips_it_is_tried_with_their_codes_which_stay_good(qtbot, at, document):
    themed(document, "Havneliv", "Børn og unge")
    (printed,) = issue(document, 1)
    page = at(Phase.DOTS).page
    page.choosing.practice.start()
    vote = only(document)
    assert not vote.open_access
    cast(document, vote.id, printed, {by_number(document, vote.id)[0]: 1})
    page.voting._end_practice()
    assert [slip.state for slip in document.state.slips.values()] == ["issued"]
