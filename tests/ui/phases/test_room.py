"""The pages of the vote have room for their words in every state, from the least window up."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from moedeapp import texts
from moedeapp.model.commands import ballots, evening, next_steps, outcome, rounds, slips
from moedeapp.model.meeting import Agreement, Phase, Progress, Role, RoundKind
from moedeapp.model.ranking import places
from moedeapp.ui.unfold import Unfold
from tests.shots.clipping import clipped
from tests.shots.reach import out_of_reach
from tests.ui.conftest import by_number, close_box, issue, open_vote, seal
from tests.ui.phases.votes import SMALL, prepared, sealed_at_tables, sealed_with, sideways, themed

LONG = "Et sted ved vandet hvor man kan sidde i læ og se på bådene uden at købe noget, nr. {n}"
MANY = [LONG.format(n=n) for n in range(20)]


def nothing_to_choose(document):
    document.apply(evening.go_to(Phase.DOTS))


def twenty_to_choose(document):
    themed(document, *MANY)


def ready(document):
    issue(document, 1)
    prepared(document, *MANY, two_persons=True, roles=tuple(Role))


def ready_for_anybody(document):
    prepared(document, "Havneliv", LONG, open_access=True)


def under_way(document):
    issue(document, 2, spare=True)
    key = prepared(document, *MANY, open_access=True)
    document.apply(rounds.hand_out(key, 60))
    document.apply(rounds.open(key, minutes=5))


def keying(document):
    (printed,) = issue(document, 1)
    key = close_box(document, *MANY, open_access=False, two_persons=True, dots=7)
    slip = slips.by_secret(document.state, printed.secret)
    document.apply(ballots.key(key, ballots.Vote(), slip=slip))


def keying_agreement(document):
    close_box(document, "Havneliv", LONG, kind=RoundKind.AGREEMENT)


def sealed(document):
    sealed_with(document, *range(13, 3, -1))
    document.apply(evening.go_to(Phase.DOTS))


def practice(document):
    document.apply(evening.go_to(Phase.DOTS))
    key = document.apply(rounds.prepare_practice(["Lagkage", LONG], open_access=True))
    document.apply(rounds.open(key))
    seal(document, key)


def no_result(document):
    document.apply(evening.go_to(Phase.RESULT))


def long_result(document):
    sealed_with(document, *range(13), titles=MANY[:13])
    document.apply(evening.go_to(Phase.RESULT))


def tables_and_ties(document):
    vote = sealed_at_tables(document)
    keys = by_number(document, vote)
    document.apply(rounds.correct(vote, keys[2], dots=10, persons=4, reason=LONG))
    document.apply(outcome.decide(vote, LONG, reason=LONG * 3))


def stickers(document):
    key = close_box(document, "Havneliv", LONG)
    document.apply(ballots.add_stickers(key, 1, {by_number(document, key)[0]: 120}))
    seal(document, key)
    document.apply(evening.go_to(Phase.RESULT))


def agreement(document):
    key = close_box(document, "Havneliv", LONG, kind=RoundKind.AGREEMENT)
    first, second = by_number(document, key)
    vote = ballots.Vote(
        steps={first: Agreement.FULLY, second: Agreement.AGAINST}, objections={second: LONG * 4}
    )
    document.apply(ballots.key(key, vote))
    document.apply(rounds.seal(key))
    document.apply(evening.go_to(Phase.RESULT))


def nothing_agreed(document):
    document.apply(evening.go_to(Phase.NEXT_STEPS))


def agreed(document):
    vote = sealed_with(document, *range(5, 0, -1), titles=MANY[:5])
    document.apply(evening.go_to(Phase.NEXT_STEPS))
    first = places(document.state, document.state.rounds[vote])[0].proposal.id
    document.apply(next_steps.add(LONG * 2, proposal=first, responsible=LONG, effect=LONG))
    document.apply(next_steps.add(LONG))
    document.apply(outcome.sign_up(LONG, LONG, about=LONG))


def followed_up(document):
    agreed(document)
    document.apply(evening.end())
    document.apply(evening.finish())
    first = next(iter(document.state.proposals))
    words = LONG * 3
    document.apply(outcome.follow_up(first, Progress.TURNED_DOWN, date="2027-02-12", words=words))


STATES: list[Callable[..., None]] = [
    nothing_to_choose, twenty_to_choose, ready, ready_for_anybody, under_way, keying,
    keying_agreement, sealed, practice, no_result, long_result, tables_and_ties, stickers,
    agreement, nothing_agreed, agreed, followed_up,
]  # fmt: skip


@pytest.fixture(params=texts.LANGUAGES)
def language(request):
    texts.use(request.param)
    yield request.param
    texts.use("da")


def settle():
    for _ in range(5):
        QApplication.processEvents()


def unfolded(page):
    """Everything that is put away, taken out; first as it stands when one comes to the page."""
    yield "as it comes"
    for unfold in page.findChildren(Unfold):
        unfold.fold(away=False)
    for line in getattr(getattr(page, "finishing", None), "missing", page).children():
        if hasattr(line, "lead") and "Udfyld" in line.go.text():
            line.lead()
    yield "all unfolded"


@pytest.mark.parametrize("state", STATES)
def test_every_word_fits_and_nothing_scrolls_sideways(document, show, language, state):
    state(document)
    window = show(document)
    for how in unfolded(window.page):
        for size in (SMALL, (1280, 800))[: 2 if language == "da" else 1]:
            window.resize(*size)
            settle()
            assert window.size().toTuple() == size
            window.grab()  # some tool tips are known only when all is painted
            faults = clipped(window.page)
            assert not faults, f"{how} at {size}:\n" + "\n".join(faults)
            assert not sideways(window.page), (how, size)


@pytest.mark.parametrize("state", STATES)
def test_everything_is_named_and_reached_and_seen_with_tab(document, show, state):
    state(document)
    window = show(document)
    for _how in unfolded(window.page):
        settle()
        assert not (faults := out_of_reach(window)), "\n".join(faults)


def test_a_vote_that_is_open_has_room_beside_the_notes(document, show):
    open_vote(document, *MANY)
    window = show(document)
    window.resize(*SMALL)
    window._open_notes()
    settle()
    assert clipped(window.page) == []
    assert sideways(window.page) == []
