from moedeapp.model.commands import evening, rounds
from moedeapp.model.meeting import Phase, RoundKind, RoundState, numbered
from moedeapp.model.ranking import places, proposals_of
from tests.ui.conftest import by_number, issue, open_vote, seal
from tests.ui.phases.votes import prepared, sealed_with


def on_result(document, show):
    document.apply(evening.go_to(Phase.RESULT))
    return show(document)


def titles(document, vote):
    return [p.title for p in proposals_of(document.state, vote)]


def test_one_click_asks_how_far_we_agree_on_the_top_three(qtbot, document, show):
    vote = sealed_with(document, 9, 7, 5, 3, 1)
    first = document.state.rounds[vote]
    window = on_result(document, show)
    assert window.page.again.agree.text() == "Spørg om enighed om de tre øverste"
    window.page.again.agree.click()
    newest = numbered(document.state.rounds)[-1]
    assert (newest.kind, newest.state) == (RoundKind.AGREEMENT, RoundState.PREPARED)
    top = [place.proposal.title for place in places(document.state, first)[:3]]
    assert titles(document, newest) == top
    assert document.state.stage.phase is Phase.DOTS
    qtbot.waitUntil(lambda: window.page is window.pages.get(Phase.DOTS))
    assert window.page._sides.currentWidget() is window.page.preparing


def test_a_second_round_takes_as_many_of_the_first_as_are_wanted(qtbot, document, show):
    sealed_with(document, 9, 7, 5, 3, 1)
    again = on_result(document, show).page.again
    assert [again.top.itemText(n) for n in range(again.top.count())] == [
        "De tre øverste", "De to øverste", "De fire øverste", "De fem øverste",
    ]  # fmt: skip
    again.top.setCurrentIndex(2)
    assert again.dots.text() == "Stem igen om de fire øverste"
    again.dots.click()
    newest = numbered(document.state.rounds)[-1]
    assert newest.kind is RoundKind.DOTS
    assert len(titles(document, newest)) == 4


def test_who_shares_the_last_place_comes_along(document, show):
    sealed_with(document, 9, 7, 5, 5, 1)
    again = on_result(document, show).page.again
    assert again.agree.text() == "Spørg om enighed om de fire øverste"
    assert not again._about.isHidden()
    again.agree.click()
    assert len(titles(document, numbered(document.state.rounds)[-1])) == 4


def test_rules_and_titles_are_those_of_the_round_before(document, show):
    issue(document, 1)
    vote = open_vote(
        document, "Havneliv", "Børn og unge", "Adgang", open_access=False, two_persons=True
    )
    keys = by_number(document, vote)
    seal(document, vote)
    window = on_result(document, show)
    window.page.again.dots.click()
    newest = numbered(document.state.rounds)[-1]
    assert (newest.open_access, newest.two_persons) == (False, True)
    assert set(titles(document, newest)) == {document.state.proposals[key].title for key in keys}


def test_a_proposal_keeps_the_name_it_was_given_before_the_vote(document, show):
    vote = prepared(document, "Havneliv", "Børn og unge", open_access=True)
    document.apply(rounds.rename_proposal(by_number(document, vote)[0], "Liv i havnen"))
    document.apply(rounds.open(vote))
    seal(document, vote)
    on_result(document, show).page.again.dots.click()
    assert set(titles(document, numbered(document.state.rounds)[-1])) == {
        "Liv i havnen", "Børn og unge",
    }  # fmt: skip


def test_the_sealed_vote_offers_the_same_where_it_was_held(qtbot, document, show):
    sealed_with(document, 9, 7, 5)
    page = show(document).page
    assert page._sides.currentWidget() is page.sealed
    page.sealed.again.agree.click()
    assert numbered(document.state.rounds)[-1].kind is RoundKind.AGREEMENT
    qtbot.waitUntil(lambda: page._sides.currentWidget() is page.preparing)


def test_nothing_is_asked_again_about_an_agreement(document, show):
    vote = open_vote(document, "Havneliv", "Børn og unge", kind=RoundKind.AGREEMENT)
    seal(document, vote)
    assert on_result(document, show).page.again.isHidden()
