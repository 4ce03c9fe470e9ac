"""Nobody gets a second voice: repeated messages, borrowed slips, foreign slips and guesses."""

import random
from pathlib import Path

import pytest

from moedeapp.model import codes
from moedeapp.model.commands import ballots, rounds, slips
from moedeapp.model.document import Document
from moedeapp.model.errors import BadCode, SlipRefused
from moedeapp.model.meeting import Channel, SlipState
from tests.model.halls import Hall, everything, hall, refused, sealed_sums


@pytest.fixture
def filled(tmp_path: Path) -> Hall:
    return hall(tmp_path / "hal.moede", 300)


def _sealed(filled: Hall) -> dict[str, tuple[int, int]]:
    filled.document.apply(rounds.close(filled.round))
    filled.document.apply(rounds.seal(filled.round))
    return sealed_sums(filled.document.state.results.values(), filled.round)


def test_the_same_message_a_hundred_times_is_one_ballot(filled: Hall) -> None:
    first, second = filled.proposals[:2]
    act = ballots.cast(filled.round, ballots.Vote({first: 2}), slip=filled.slips[0], key="k")
    receipts = [filled.document.apply(act) for _ in range(100)]
    assert receipts == receipts[:1] * 100
    # Not even when the message says something else the second time.
    other = ballots.cast(filled.round, ballots.Vote({second: 1}), slip=filled.slips[0], key="k")
    assert filled.document.apply(other) == receipts[0]
    assert _sealed(filled) == {first: (2, 1)}


def test_a_message_that_comes_late_does_not_take_back_a_change(filled: Hall) -> None:
    first, second = filled.proposals[:2]
    old = ballots.cast(filled.round, ballots.Vote({first: 2}), slip=filled.slips[0], key="old")
    new = ballots.cast(filled.round, ballots.Vote({second: 1}), slip=filled.slips[0], key="new")
    filled.document.apply(old)
    told = filled.document.apply(new)
    assert filled.document.apply(old).codes == told.codes
    assert _sealed(filled) == {second: (1, 1)}


def test_one_slip_on_two_phones_is_one_ballot_and_the_last_word_counts(filled: Hall) -> None:
    first, second = filled.proposals[:2]
    for phone, proposal in (("a", first), ("b", second), ("a", first), ("b", second)):
        vote = ballots.Vote({proposal: 1})
        key = f"{phone}{proposal}{random.random()}"
        filled.document.apply(ballots.cast(filled.round, vote, slip=filled.slips[0], key=key))
    assert filled.document.state.rounds[filled.round].cast == 1
    assert _sealed(filled) == {second: (1, 1)}


def test_across_channels_the_first_stands_and_the_attempt_is_counted_once(filled: Hall) -> None:
    first, second = filled.proposals[:2]
    slip = filled.slips[0]
    phone = ballots.cast(filled.round, ballots.Vote({first: 2}), slip=slip)
    table = ballots.cast(filled.round, ballots.Vote({second: 2}), slip=slip, channel=Channel.TABLE)
    assert filled.document.apply(phone).accepted
    assert not filled.document.apply(table).accepted
    filled.document.apply(rounds.close(filled.round))
    paper = ballots.key(filled.round, ballots.Vote({second: 2}), slip=slip)
    assert not filled.document.apply(paper).accepted
    assert filled.document.state.rounds[filled.round].contested == 1
    filled.document.apply(rounds.seal(filled.round))
    assert sealed_sums(filled.document.state.results.values(), filled.round) == {first: (2, 1)}


def test_void_spare_and_foreign_slips_change_nothing(filled: Hall, tmp_path: Path) -> None:
    document = filled.document
    vote = ballots.Vote({filled.proposals[0]: 1})
    document.apply(slips.void(filled.slips[0]))
    (spare,) = document.apply(slips.issue(1, spare=True))
    foreign = hall(tmp_path / "nabo.moede", 5)
    foreign.document.close()
    before, rows = document.state, everything(document.path)
    useless = [filled.slips[0], slips.by_secret(document.state, spare.secret), *foreign.slips]
    for slip in [*useless, "", "x", filled.round]:
        act = ballots.cast(filled.round, vote, slip=slip)
        refused(lambda act=act: document.apply(act), SlipRefused)
    for sheet in foreign.printed:
        refused(lambda s=sheet: slips.by_code(document.state, s.code), SlipRefused)
        refused(lambda s=sheet: slips.by_secret(document.state, s.secret), SlipRefused)
    assert (document.state, everything(document.path)) == (before, rows)


def test_a_void_slip_takes_its_ballot_with_it(filled: Hall) -> None:
    first = filled.proposals[0]
    for slip in filled.slips[:3]:
        filled.document.apply(ballots.cast(filled.round, ballots.Vote({first: 1}), slip=slip))
    filled.document.apply(slips.void(filled.slips[1]))
    assert filled.document.state.rounds[filled.round].cast == 2
    assert _sealed(filled) == {first: (2, 2)}
    assert filled.document.state.slips[filled.slips[1]].state is SlipState.VOID


def test_ten_thousand_guessed_codes_find_no_slip(filled: Hall) -> None:
    chance = random.Random(20261123)
    state = filled.document.state
    found = 0
    for number in range(10_000):
        # Half of them are well formed, as somebody would guess who has seen one.
        code = codes.slip_code(chance.getrandbits(64))
        if number % 2:
            code = "".join(chance.choices(codes.ALPHABET, k=codes.CODE_LENGTH))
        found += _is_found(filled.document, code)
    assert found == 0
    assert all(_is_found(filled.document, sheet.code) for sheet in filled.printed[::30])
    assert filled.document.state is state


def _is_found(document: Document, code: str) -> bool:
    try:
        slips.by_code(document.state, code)
    except (BadCode, SlipRefused):
        return False
    return True
