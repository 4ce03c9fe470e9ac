"""Any rounds at all, against a tally of dictionaries that knows no file, no slip and no seal."""

import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from moedeapp.model import store
from moedeapp.model.commands import ballots, rounds, slips
from moedeapp.model.document import Document
from moedeapp.model.errors import (
    BadValue,
    BallotDiffers,
    MoedeError,
    NotAllKeyed,
    RoundNotOpen,
    SlipRefused,
    Unknown,
)
from moedeapp.model.meeting import Channel, RoundState
from moedeapp.model.ranking import places
from tests.model import machines
from tests.model.evenings import ticking_source
from tests.model.halls import drawn_vote, hall, open_round, refused, sums

PEOPLE = 12
PHONE, TABLE, PAPER = Channel.PHONE, Channel.TABLE, Channel.PAPER


class Reference:
    """One vote by each slip: the last in its channel, and the channel is the first's."""

    def __init__(self) -> None:
        self.void: set[str] = set()
        self.begin()

    def begin(self) -> None:
        self.box: dict[str, tuple[Channel, ballots.Vote]] = {}
        self.contested: set[str] = set()
        self.confirmed: set[str] = set()

    def hand_in(self, slip: str, channel: Channel, vote: ballots.Vote) -> bool:
        if self.box.get(slip, (channel,))[0] is not channel:
            self.contested.add(slip)
            return False
        self.confirmed.discard(slip)
        self.box[slip] = (channel, vote)
        return True

    def void_slip(self, slip: str) -> None:
        self.void.add(slip)
        self.box.pop(slip, None)
        self.contested.discard(slip)
        self.confirmed.discard(slip)

    @property
    def on_paper(self) -> set[str]:
        return {slip for slip, (channel, _) in self.box.items() if channel is PAPER}

    def tally(self) -> dict[str, tuple[int, int]]:
        return sums(vote for _, vote in self.box.values())


class Voting(RuleBasedStateMachine):
    """Every act on ballots and rounds, in any order, with the file closed and opened between."""

    any_slip = st.integers(0, PEOPLE - 1)
    any_seed = st.integers(0, 2**32)

    @initialize(two_persons=st.booleans())
    def begin(self, two_persons: bool) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.source = ticking_source()
        path = Path(self.folder.name) / "any.moede"
        filled = hall(path, PEOPLE, source=self.source, two_persons=two_persons)
        self.document, self.slips = filled.document, filled.slips
        self.asked, self.proposals = filled.round, filled.proposals
        self.state, self.two_persons = RoundState.OPEN, two_persons
        self.reference = Reference()
        self.results: dict[str, dict[str, tuple[int, int]]] = {}
        self.receipts: dict[str, tuple[str, Any]] = {}
        self.messages = 0

    def teardown(self) -> None:
        if hasattr(self, "document"):
            self.document.close()
            self.folder.cleanup()

    def vote(self, seed: int) -> ballots.Vote:
        return drawn_vote(random.Random(seed), self.proposals)

    def may(self, slip: str, state: RoundState, act: Any) -> bool:
        """Whether an act on a ballot is allowed; if not, see that it is refused."""
        if self.state is not state:
            refused(lambda: self.document.apply(act), RoundNotOpen)
        elif slip in self.reference.void:
            refused(lambda: self.document.apply(act), SlipRefused)
        else:
            return True
        return False

    # --- ballots

    @rule(number=any_slip, seed=any_seed, channel=st.sampled_from([PHONE, PHONE, TABLE]))
    def cast(self, number: int, seed: int, channel: Channel) -> None:
        slip, vote = self.slips[number], self.vote(seed)
        self.messages += 1
        key = f"besked {self.messages}"
        act = ballots.cast(self.asked, vote, slip=slip, channel=channel, key=key)
        if self.may(slip, RoundState.OPEN, act):
            receipt = self.document.apply(act)
            assert receipt.accepted == self.reference.hand_in(slip, channel, vote)
            assert receipt.codes.keys() == (vote.dots.keys() if receipt.accepted else set())
            if receipt.accepted:
                self.receipts[slip] = (key, receipt)

    @rule(number=any_slip, seed=any_seed)
    def repeat_the_last_message(self, number: int, seed: int) -> None:
        slip = self.slips[number]
        if self.state is RoundState.OPEN and slip in self.receipts:
            key, receipt = self.receipts[slip]
            act = ballots.cast(self.asked, self.vote(seed), slip=slip, key=key)
            if slip not in self.reference.void:
                assert self.document.apply(act) == receipt

    @rule(number=any_slip, seed=any_seed)
    def key(self, number: int, seed: int) -> None:
        slip, vote = self.slips[number], self.vote(seed)
        act = ballots.key(self.asked, vote, slip=slip)
        if self.may(slip, RoundState.CLOSED, act):
            accepted = self.reference.hand_in(slip, PAPER, vote)
            assert self.document.apply(act) == ballots.Receipt(accepted)

    @precondition(lambda self: self.state is RoundState.CLOSED)
    @rule(number=any_slip, rightly=st.booleans())
    def confirm(self, number: int, rightly: bool) -> None:
        slip = self.slips[number]
        if not self.two_persons:
            act = ballots.confirm(self.asked, ballots.Vote(), slip=slip)
            refused(lambda: self.document.apply(act), BadValue)
            return
        if slip not in self.reference.on_paper:
            act = ballots.confirm(self.asked, ballots.Vote(), slip=slip)
            refused(lambda: self.document.apply(act), Unknown)
            return
        vote = self.reference.box[slip][1]
        if rightly:
            self.document.apply(ballots.confirm(self.asked, vote, slip=slip))
            self.reference.confirmed.add(slip)
        else:
            spare = next(p for p in self.proposals if p not in vote.dots)
            act = ballots.confirm(self.asked, ballots.Vote({spare: 1}), slip=slip)
            refused(lambda: self.document.apply(act), BallotDiffers)

    @rule(number=any_slip, seed=any_seed)
    def ask_for_too_much(self, number: int, seed: int) -> None:
        greedy = ballots.Vote({self.proposals[seed % 6]: 3})
        act = ballots.cast(self.asked, greedy, slip=self.slips[number], key="for meget")
        first = self.reference.box.get(self.slips[number], (PHONE,))[0]
        if self.may(self.slips[number], RoundState.OPEN, act) and first is PHONE:
            refused(lambda: self.document.apply(act), MoedeError)

    @rule(number=any_slip)
    def void(self, number: int) -> None:
        slip = self.slips[number]
        if slip in self.reference.void:
            refused(lambda: self.document.apply(slips.void(slip)), SlipRefused)
            return
        # Somebody who lost a slip gets another, so that the hall never runs out of them.
        self.document.apply(slips.void(slip))
        under_way = self.state in (RoundState.OPEN, RoundState.CLOSED)
        if under_way:
            self.reference.void_slip(slip)
        self.reference.void.add(slip)
        (given,) = self.document.apply(slips.issue(1, table=1))
        self.slips[number] = slips.by_secret(self.document.state, given.secret)

    # --- rounds

    @precondition(lambda self: self.state is RoundState.OPEN)
    @rule()
    def close(self) -> None:
        self.document.apply(rounds.close(self.asked))
        self.state = RoundState.CLOSED

    @precondition(lambda self: self.state is RoundState.CLOSED)
    @rule()
    def seal(self) -> None:
        act = rounds.seal(self.asked)
        if self.two_persons and self.reference.confirmed != self.reference.on_paper:
            refused(lambda: self.document.apply(act), NotAllKeyed)
            return
        self.document.apply(act)
        self.state = RoundState.SEALED
        self.results[self.asked] = self.reference.tally()
        self._codes_told_are_on_the_list()

    def _codes_told_are_on_the_list(self) -> None:
        listed = {
            (stub.code, stub.proposal): stub.dots
            for stub in self.document.state.stubs.values()
            if stub.round == self.asked
        }
        for slip, (channel, vote) in self.reference.box.items():
            if channel is not PAPER:
                for proposal, code in self.receipts[slip][1].codes.items():
                    assert listed[code, proposal] == vote.dots[proposal]

    @precondition(lambda self: self.state in (RoundState.OPEN, RoundState.CLOSED))
    @rule(sure=st.integers(0, 3))
    def cancel(self, sure: int) -> None:
        if sure == 0:
            self.document.apply(rounds.cancel(self.asked, "Vi begynder forfra"))
            self.state = RoundState.CANCELLED

    @precondition(lambda self: self.state in (RoundState.SEALED, RoundState.CANCELLED))
    @rule()
    def open_another(self) -> None:
        self.asked, self.proposals = open_round(self.document, two_persons=self.two_persons)
        self.state = RoundState.OPEN
        self.reference.begin()
        self.receipts.clear()

    @precondition(lambda self: self.state is RoundState.SEALED)
    @rule(number=st.integers(0, 5), dots=st.integers(-4, 4), persons=st.integers(-2, 2))
    def correct(self, number: int, dots: int, persons: int) -> None:
        proposal = self.proposals[number]
        now = self.results[self.asked].get(proposal, (0, 0))
        after = (now[0] + dots, now[1] + persons)
        act = rounds.correct(
            self.asked, proposal, dots=dots, persons=persons, reason="Talt forkert"
        )
        if min(after) < 0 or not (dots or persons):
            refused(lambda: self.document.apply(act), BadValue)
        else:
            self.document.apply(act)
            self.results[self.asked][proposal] = after

    @rule()
    def close_and_open_the_file(self) -> None:
        self.document.close()
        self.document = Document.open(self.document.path, source=self.source)

    # --- what always holds

    @invariant()
    def results_are_those_of_the_reference(self) -> None:
        if not hasattr(self, "document"):
            return
        state = self.document.state
        for key, expected in self.results.items():
            listed = {
                place.proposal.id: (place.dots, place.persons)
                for place in places(state, state.rounds[key])
            }
            assert len(listed) == 6
            assert {p: n for p, n in listed.items() if n != (0, 0)} == {
                p: n for p, n in expected.items() if n != (0, 0)
            }
        assert {result.round for result in state.results.values()} == self.results.keys()

    @invariant()
    def the_round_knows_how_many_and_no_more(self) -> None:
        if not hasattr(self, "document"):
            return
        vote, reference = self.document.state.rounds[self.asked], self.reference
        assert vote.state is self.state
        if self.state is not RoundState.CANCELLED:
            assert vote.cast == len(reference.box)
            assert vote.paper == len(reference.on_paper)
            assert vote.contested == len(reference.contested)
            assert vote.confirmed == len(reference.confirmed)

    @invariant()
    def the_file_holds_the_same_and_is_sound(self) -> None:
        if not hasattr(self, "document"):
            return
        db = self.document._db
        assert store.load(db, self.document.path) == self.document.state
        assert self.document.check().problems == ()
        under_way = self.state in (RoundState.OPEN, RoundState.CLOSED)
        held = len(db.execute("SELECT 1 FROM ballots").fetchall())
        assert held == (len(self.reference.box) if under_way else 0)
        assert under_way or db.execute("SELECT 1 FROM open_stubs").fetchone() is None


def _run(examples: int, steps: int) -> None:
    machines.run(Voting, examples, steps)


@pytest.mark.timeout(180)
def test_any_rounds_agree_with_the_reference() -> None:
    _run(60, 40)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_two_thousand_rounds_of_every_kind_agree_with_the_reference() -> None:
    _run(2_000, 50)
