import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moedeapp.model import codes, sealing
from moedeapp.model.bridges import FEWEST
from moedeapp.model.meeting import (
    Agreement,
    Ballot,
    ByHand,
    Channel,
    Objection,
    OpenStub,
    Proposal,
    Role,
    Round,
    RoundKind,
    RoundState,
    Stickers,
    Stub,
)
from moedeapp.model.sealing import Box, Sealed

PROPOSALS = [Proposal(f"p{n}", "r", n + 1, f"Forslag {n}", None, ()) for n in range(4)]
VOTE = Round("r", "q", 1, RoundState.CLOSED, dots=5, cap=2, places=2)
DEVICES = (Channel.PHONE, Channel.TABLE)


def ballot(number: int, channel: Channel, dots: dict[int, int], table: int | None = 1) -> Ballot:
    pairs = tuple((f"p{p}", each) for p, each in sorted(dots.items()))
    return Ballot(f"r.{number:04d}", "r", pairs, channel, Role.CITIZEN, table)


def codes_of(ballots: Sequence[Ballot]) -> list[OpenStub]:
    """What the devices were told: a code of its own for each ballot and proposal."""
    chance = random.Random(7)
    stubs = []
    for each in ballots:
        for proposal, _ in each.dots if each.from_device else ():
            code = codes.stub_code(chance.getrandbits(64))
            stubs.append(OpenStub(f"r.{code}", "r", each.id, proposal, code))
    return stubs


def seal(
    ballots: Sequence[Ballot], stickers: Sequence[Stickers] = (), vote: Round = VOTE, seed: int = 1
) -> Sealed:
    chance = random.Random(seed)
    box = Box(ballots, codes_of(ballots), stickers)
    draw = lambda: chance.getrandbits(64)  # noqa: E731
    return sealing.sealed(vote, PROPOSALS, box, "2026-11-23T20:18:00", draw, codes.stub_code)


def stuck(table: int, proposal: int, dots: int) -> Stickers:
    return Stickers(f"r.{table}.p{proposal}", "r", table, f"p{proposal}", dots)


def many(number: int, channel: Channel, dots: dict[int, int], start: int = 0) -> list[Ballot]:
    return [ballot(start + n, channel, dots, table=n % 3) for n in range(number)]


DOTS = st.dictionaries(st.integers(0, 3), st.integers(1, 2), max_size=3).filter(
    lambda dots: sum(dots.values()) <= 5
)
SAID = st.tuples(st.sampled_from([Channel.PHONE, Channel.TABLE, Channel.PAPER, Channel.IMPORT]),
                 DOTS, st.sampled_from([None, 1, 2]))  # fmt: skip
STICKERS = st.dictionaries(st.tuples(st.integers(1, 3), st.integers(0, 3)), st.integers(1, 9))


@settings(max_examples=300, deadline=None)
@given(st.lists(SAID, max_size=30), STICKERS)
def test_public_list_and_counts_by_hand_are_the_result_for_any_mix(
    said: list[tuple[Channel, dict[int, int], int | None]], stickers: dict[tuple[int, int], int]
) -> None:
    ballots = [ballot(n, channel, dots, table) for n, (channel, dots, table) in enumerate(said)]
    stuck_on = [stuck(table, proposal, dots) for (table, proposal), dots in stickers.items()]
    made = seal(ballots, stuck_on)
    dots, persons = Counter[str](), Counter[str]()
    for stub in made.stubs:
        dots[stub.proposal] += stub.dots
        persons[stub.proposal] += 1
    for manual in made.manual:
        dots[manual.proposal] += manual.dots
        persons[manual.proposal] += manual.persons
    told = {r.id: (r.dots, r.persons) for r in made.results}
    assert told == {p.id: (dots[p.id], persons[p.id]) for p in PROPOSALS}
    # And both are what the ballots say.
    plain = Counter[str]()
    for _, given_dots, _ in said:
        plain.update({f"p{p}": each for p, each in given_dots.items()})
    for (_, proposal), each in stickers.items():
        plain[f"p{proposal}"] += each
    assert {key: sums[0] for key, sums in told.items()} == {p.id: plain[p.id] for p in PROPOSALS}
    assert made.round.cast == len(said)
    assert made.round.blank == sum(not given_dots for _, given_dots, _ in said)
    assert made.round.unused == 5 * len(said) - sum(sum(d.values()) for _, d, _ in said)


@settings(max_examples=200, deadline=None)
@given(st.lists(SAID, max_size=14))
def test_no_count_is_told_of_fewer_than_five_on_paper_or_on_devices(
    said: list[tuple[Channel, dict[int, int], int | None]],
) -> None:
    ballots = [ballot(n, channel, dots, table) for n, (channel, dots, table) in enumerate(said)]
    made = seal(ballots)
    devices = sum(each.from_device for each in ballots)
    by_hand = len(ballots) - devices
    paper_told = any(manual.source is ByHand.PAPER for manual in made.manual)
    if 0 < by_hand < FEWEST or 0 < devices < FEWEST:
        assert not paper_told
        assert len(made.stubs) == sum(len(each.dots) for each in ballots)
    else:
        assert len(made.stubs) == sum(len(each.dots) for each in ballots if each.from_device)
    assert all(size >= FEWEST for _, size in made.round.channels)


@pytest.mark.parametrize(
    ("phones", "paper", "stubs", "manual"),
    [
        (9, 5, 9, 1), (9, 4, 13, 0), (5, 9, 5, 1), (4, 9, 13, 0),
        (0, 9, 0, 1), (0, 4, 4, 0), (9, 0, 9, 0), (3, 0, 3, 0), (1, 1, 2, 0), (1, 9, 10, 0),
    ],
)  # fmt: skip
def test_five_is_enough_and_four_is_not(phones: int, paper: int, stubs: int, manual: int) -> None:
    ballots = many(phones, Channel.PHONE, {0: 2})
    made = seal([*ballots, *many(paper, Channel.PAPER, {0: 2}, start=500)])
    assert (len(made.stubs), len(made.manual)) == (stubs, manual)
    assert made.results[0].dots == 2 * (phones + paper)


def test_when_paper_is_cut_into_stubs_nothing_tells_it_from_devices() -> None:
    phones = many(40, Channel.PHONE, {0: 1, 1: 1})
    paper = many(4, Channel.PAPER, {0: 1, 1: 1}, start=500)
    made = seal([*phones, *paper])
    told = {stub.code for stub in codes_of(phones)}
    drawn = {stub.code for stub in made.stubs} - told
    assert len(drawn) == 8
    place = [n for n, stub in enumerate(made.stubs) if stub.code in drawn]
    assert place != list(range(80, 88))
    assert max(place) - min(place) > 20
    shapes = {(len(s.code), s.dots, s.round, s.id == f"r.{s.code}") for s in made.stubs}
    assert shapes == {(5, 1, "r", True)}
    assert dict(made.round.channels) == {"phone+paper": 44}


def test_voters_find_the_codes_they_were_told_with_their_dots() -> None:
    ballots = [*many(20, Channel.PHONE, {0: 2, 3: 1}), *many(9, Channel.TABLE, {1: 2}, start=50)]
    ballots += many(3, Channel.PAPER, {2: 2}, start=90)
    made = seal(ballots)
    listed = {stub.code: (stub.proposal, stub.dots) for stub in made.stubs}
    given_dots = {(b.id, p): dots for b in ballots for p, dots in b.dots}
    for told in codes_of(ballots):
        assert listed[told.code] == (told.proposal, given_dots[told.ballot, told.proposal])


def test_a_code_drawn_for_paper_is_never_one_a_phone_was_told() -> None:
    phones = many(10, Channel.PHONE, {0: 1})
    told = [stub.code for stub in codes_of(phones)]
    drawn = iter([*told, "22222", "22222", "33333"])
    box = Box([*phones, *many(2, Channel.PAPER, {0: 1}, start=50)], codes_of(phones), ())
    made = sealing.sealed(VOTE, PROPOSALS, box, "", lambda: 0, lambda _: next(drawn))
    assert {stub.code for stub in made.stubs} - set(told) == {"22222", "33333"}


def test_the_public_list_shows_no_order_of_voting() -> None:
    ballots = many(60, Channel.PHONE, {0: 1})
    told = [stub.code for stub in codes_of(ballots)]
    made = seal(ballots)
    listed = [stub.code for stub in made.stubs]
    assert listed == sorted(told) != told
    turned = seal(ballots[::-1], seed=2)
    assert [stub.code for stub in turned.stubs] == sorted(
        stub.code for stub in codes_of(ballots[::-1])
    )
    assert {f.name for f in made.stubs[0].__dataclass_fields__.values()} == {
        "id",
        "round",
        "code",
        "proposal",
        "dots",
    }


def test_nothing_of_a_slip_a_key_or_a_table_is_in_what_the_seal_makes() -> None:
    ballots = [
        replace(each, keys=("besked-1",), id=f"r.hash-{n}", table=77)
        for n, each in enumerate(many(12, Channel.PHONE, {0: 1}))
    ]
    made = seal(ballots)
    assert "besked" not in repr(made)
    assert "hash-" not in repr(made)
    assert "77" not in repr([*made.results, *made.shares, made.round])


def test_stickers_switch_off_tables_bridges_and_shares() -> None:
    ballots = [ballot(n, Channel.PHONE, {n % 2: 2}, table=n % 2) for n in range(20)]
    with_them = seal(ballots, [stuck(1, 0, 3)])
    without = seal(ballots)
    assert len(without.shares) == 2
    assert all((r.support, r.tables, r.bridge) != (None, None, None) for r in without.results)
    assert with_them.shares == ()
    assert {(r.support, r.tables, r.bridge) for r in with_them.results} == {(None, None, None)}
    assert [(r.dots, r.persons) for r in with_them.results][:2] == [(23, 10), (20, 10)]
    (manual,) = with_them.manual
    assert (manual.source, manual.dots, manual.persons) == (ByHand.STICKERS, 3, 0)


def test_tables_with_fewer_than_five_ballots_are_left_out_of_the_tables() -> None:
    ballots = [ballot(n, Channel.PHONE, {0: 1}, table=1 + n // 5) for n in range(14)]
    first = seal(ballots).results[0]
    assert (first.support, first.tables, first.bridge) == (2, 2, 1)
    assert seal(ballots[:9]).results[0].tables is None


def test_bridges_are_numbered_from_the_best() -> None:
    # p0 has more dots, p1 support at both tables.
    ballots = [ballot(n, Channel.PHONE, {0: 2}, table=1) for n in range(6)]
    ballots += [ballot(10 + n, Channel.PHONE, {1: 1}, table=1) for n in range(3)]
    ballots += [ballot(20 + n, Channel.PHONE, {1: 1}, table=2) for n in range(5)]
    found = {r.id: (r.support, r.tables, r.bridge) for r in seal(ballots).results}
    assert found["p1"] == (2, 2, 1)
    assert found["p0"] == (1, 2, 2)


def test_an_empty_round_is_sealed_too() -> None:
    made = seal([])
    assert (made.stubs, made.manual, made.shares, made.round.channels) == ((), (), (), ())
    assert [(r.dots, r.persons) for r in made.results] == [(0, 0)] * 4
    assert made.round.state is RoundState.SEALED


def test_the_digest_covers_every_row_and_no_order() -> None:
    made = seal([*many(9, Channel.PHONE, {0: 2}), *many(6, Channel.PAPER, {1: 1}, start=50)])
    rows = list(made.rows())
    assert {kind for kind, _ in rows} == {"stubs", "manual", "results", "shares"}
    assert made.round.digest == sealing.digest(rows) == sealing.digest(rows[::-1])
    for number, (_, _row) in enumerate(rows):
        assert sealing.digest(rows[:number] + rows[number + 1 :]) != made.round.digest
    stub = made.stubs[0]
    altered = [
        ("stubs", replace(stub, dots=stub.dots + 1)) if r is stub else (k, r) for k, r in rows
    ]
    assert sealing.digest(altered) != made.round.digest


def test_the_digest_of_rows_is_the_same_in_every_version() -> None:
    """A file that is sealed today must be found whole in ten years."""
    stub = Stub("r.ÆØ234", "r", "ÆØ234", "p0", 2)
    objection = Objection("1f", "r", "p0", "Lyset blænder på vejen")
    assert sealing.digest([("stubs", stub), ("objections", objection)]) == (
        "ff158890b11f679232bbee1bb49e6001a90aefff09645b7b203e5702167afcec"
    )


def test_a_share_says_what_it_cost_and_a_place_left_over_says_nothing() -> None:
    (first, second) = seal(many(6, Channel.PHONE, {0: 2})).shares
    assert (first.proposal, first.cost) == ("p0", "1/6")
    assert second.cost == ""


def test_an_agreement_has_answers_and_objections_and_no_dots() -> None:
    vote = replace(VOTE, kind=RoundKind.AGREEMENT)
    said = [
        Ballot(
            f"r.{n:04d}",
            "r",
            (),
            Channel.PHONE,
            steps=(("p0", step.value), ("p1", Agreement.AGREE.value)),
            objections=(("p0", f"Nr. {n}"),) if step is Agreement.AGAINST else (),
        )
        for n, step in enumerate([*Agreement, Agreement.AGAINST, Agreement.IN_DOUBT])
    ]
    made = seal([*said, Ballot("r.9999", "r", (), Channel.PAPER)], vote=vote)
    assert [answer.counts for answer in made.answers] == [
        (1, 1, 1, 2, 2),
        (0, 7, 0, 0, 0),
        (0, 0, 0, 0, 0),
        (0, 0, 0, 0, 0),
    ]
    assert {(o.proposal, o.words) for o in made.objections} == {("p0", "Nr. 4"), ("p0", "Nr. 5")}
    assert [o.id for o in made.objections] == sorted(o.id for o in made.objections)
    assert (made.results, made.stubs, made.manual, made.shares) == ((), (), (), ())
    assert (made.round.blank, made.round.unused) == (1, 0)


def test_what_each_device_is_counts_as_such() -> None:
    assert {c for c in Channel if ballot(1, c, {}).from_device} == set(DEVICES)
