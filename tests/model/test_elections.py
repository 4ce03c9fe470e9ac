"""Whole elections against a count by brute force, and through any mix of channels."""

import random
from fractions import Fraction
from itertools import combinations
from math import prod
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moedeapp.model import codes, sealing
from moedeapp.model.commands import ballots, rounds, slips
from moedeapp.model.commands.ballots import Vote
from moedeapp.model.document import Document
from moedeapp.model.errors import RoleNotAdmitted
from moedeapp.model.meeting import Ballot, Channel, Proposal, Role, Round, RoundState
from moedeapp.model.ranking import places
from moedeapp.model.sealing import Box, Sealed
from tests.model.evenings import ticking_source
from tests.model.halls import Hall, hall

Paper = list[tuple[int | None, dict[str, int]]]
"""What everybody said: a table, and dots by proposal."""


# --- the count by brute force: one voter at a time, nothing remembered, nothing shared


def oracle(names: list[str], said: Paper, seats: int) -> dict[str, Any]:
    dots = {n: sum(d.get(n, 0) for _, d in said) for n in names}
    persons = {n: sum(1 for _, d in said if n in d) for n in names}
    rank = {n: 1 + sum(1 for other in names if dots[other] > dots[n]) for n in names}
    tables = {
        t: [d for table, d in said if table == t] for t in {t for t, _ in said if t is not None}
    }
    large = [cast for cast in tables.values() if len(cast) >= 5]
    support: dict[str, Any] = dict.fromkeys(names)
    bridge: dict[str, Any] = dict.fromkeys(names)
    if len(large) >= 2:
        backed = {n: [sum(1 for d in cast if n in d) for cast in large] for n in names}
        support = {
            n: sum(1 for b, cast in zip(backed[n], large, strict=True) if b / len(cast) >= 1 / 3)
            for n in names
        }
        score = {
            n: prod(
                Fraction(b + 1, len(cast) + 2) for b, cast in zip(backed[n], large, strict=True)
            )
            for n in names
        }
        bridge = {n: 1 + sum(other > score[n] for other in score.values()) for n in names}
    return {
        "dots": dots,
        "persons": persons,
        "rank": rank,
        "support": support,
        "bridge": bridge,
        "tables": len(large) if len(large) >= 2 else None,
        "blank": sum(1 for _, d in said if not d),
        "shares": shares_by_hand(names, said, seats, persons, dots),
    }


def shares_by_hand(
    names: list[str], said: Paper, seats: int, persons: dict[str, int], dots: dict[str, int]
) -> list[tuple[str, str]]:
    """Equal shares as the rule is written: try every group of voters that could be paid out."""
    if not said:
        return []
    purse = [Fraction(seats, len(said)) for _ in said]
    chosen: list[tuple[str, str]] = []

    def better(name: str) -> tuple[int, int, int]:
        return -persons[name], -dots[name], names.index(name)

    while len(chosen) < min(seats, len(names)):
        left = [n for n in names if n not in [c for c, _ in chosen]]
        offers = []
        for name in left:
            voters = [i for i, (_, d) in enumerate(said) if name in d]
            cost = least_cost([purse[i] for i in voters])
            if cost is not None:
                offers.append((cost, better(name), name, voters))
        if not offers:
            chosen += [(n, "") for n in sorted(left, key=better)]
            break
        cost, _, name, voters = min(offers)
        for i in voters:
            purse[i] = max(Fraction(0), purse[i] - cost)
        chosen.append((name, str(cost)))
    return chosen[:seats]


def least_cost(held: list[Fraction]) -> Fraction | None:
    """The smallest p with sum(min(h, p)) = 1: some voters pay all they have, the others p."""
    found = []
    for poor in range(len(held)):
        broke, rest = sorted(held)[:poor], sorted(held)[poor:]
        price = (Fraction(1) - sum(broke)) / len(rest)
        if price > 0 and sum(min(h, price) for h in held) == 1:
            found.append(price)
    return min(found, default=None)


# --- against the seal


def random_election(chance: random.Random) -> tuple[list[str], Paper, int]:
    names = [f"p{n}" for n in range(chance.randint(2, 6))]
    tables: list[int | None] = [None, *range(1, chance.randint(2, 5))]
    said: Paper = []
    liked = [chance.random() for _ in names]
    for _ in range(chance.randint(0, 30)):
        dots: dict[str, int] = {}
        for _ in range(chance.randint(0, 6)):
            name = chance.choices(names, liked)[0]
            dots[name] = min(2, dots.get(name, 0) + 1)
        said.append((chance.choice(tables), dots))
    return names, said, chance.randint(1, 6)


def sealed(names: list[str], said: Paper, seats: int, chance: random.Random) -> Sealed:
    ballots_in = [
        Ballot(
            f"r.{chance.getrandbits(64):016x}",
            "r",
            tuple(dots.items()),
            chance.choice([Channel.PHONE, Channel.TABLE, Channel.PAPER, Channel.IMPORT]),
            Role.CITIZEN,
            table,
        )
        for table, dots in said
    ]
    chance.shuffle(ballots_in)
    vote = Round("r", "q", 1, RoundState.CLOSED, dots=4, cap=2, places=seats)
    proposals = [Proposal(name, "r", n, name, None, ()) for n, name in enumerate(names, 1)]
    box = Box(ballots_in, (), ())
    return sealing.sealed(vote, proposals, box, "", lambda: chance.getrandbits(64), codes.stub_code)


def test_a_thousand_random_elections_are_what_brute_force_counts() -> None:
    chance = random.Random(20261123)
    seen = {"bridges": 0, "paid": 0, "filled": 0}
    for _ in range(1000):
        names, said, seats = random_election(chance)
        made, expected = sealed(names, said, seats, chance), oracle(names, said, seats)
        found = {r.id: r for r in made.results}
        assert {n: found[n].dots for n in names} == expected["dots"]
        assert {n: found[n].persons for n in names} == expected["persons"]
        assert {n: found[n].support for n in names} == expected["support"]
        assert {n: found[n].bridge for n in names} == expected["bridge"]
        assert {found[n].tables for n in names} == {expected["tables"]}
        assert made.round.blank == expected["blank"]
        listed = [(s.proposal, s.cost) for s in sorted(made.shares, key=lambda s: s.place)]
        assert listed == expected["shares"]
        seen["bridges"] += expected["tables"] is not None
        seen["paid"] += any(cost for _, cost in listed)
        seen["filled"] += any(not cost for _, cost in listed)
    assert min(seen.values()) > 100, seen


def test_the_brute_force_gets_the_known_elections_right() -> None:
    said: Paper = [(None, dict.fromkeys("ABC", 1))] * 36 + [(None, dict.fromkeys("DE", 1))] * 16
    said += [(None, dict.fromkeys("DF", 1))] * 8
    assert oracle(list("ABCDEF"), said, 3)["shares"] == [("A", "1/36"), ("D", "1/24"), ("B", "")]
    sizes, x, y = (8, 8, 7, 7), (8, 8, 1, 0), (4, 5, 4, 4)
    said = [
        (table, {n: 1 for n, backed in (("X", x), ("Y", y)) if seat < backed[table]})
        for table in range(4)
        for seat in range(sizes[table])
    ]
    told = oracle(["X", "Y"], said, 1)
    assert (told["support"], told["bridge"]) == ({"X": 2, "Y": 4}, {"X": 2, "Y": 1})


# --- through the file


def outcome_of(made: Hall) -> dict[str, Any]:
    """All that is told of the sealed round, by the proposals' titles."""
    state = made.document.state
    vote = state.rounds[made.round]
    title = {p.id: p.title for p in state.proposals.values()}
    return {
        "list": [(p.rank, p.shared, title[p.proposal.id], p.dots, p.persons) for p in
                 places(state, vote)],
        "tables": {title[r.id]: (r.support, r.tables, r.bridge) for r in state.results.values()},
        "shares": [(s.place, title[s.proposal], s.cost, [title[t] for t in s.tied]) for s in
                   sorted(state.shares.values(), key=lambda s: s.place)],
        "numbers": (vote.cast, vote.blank, vote.unused),
    }  # fmt: skip


def voted(path: Path, said: list[dict[int, int]], ways: list[Channel]) -> dict[str, Any]:
    """A sealed round in which the same people say the same, each in a way of their own."""
    path.unlink(missing_ok=True)
    made = hall(path, 12, proposals=4, tables=2, source=ticking_source("mix"), dots=4)
    with made.document as document:
        says = [Vote({made.proposals[n]: dots for n, dots in each.items()}) for each in said]
        arrived = list(zip(made.slips, says, ways, strict=False))
        for slip, vote, way in arrived:
            if way is not Channel.PAPER:
                document.apply(ballots.cast(made.round, vote, slip=slip, channel=way))
        document.apply(rounds.close(made.round))
        for slip, vote, way in arrived:
            if way is Channel.PAPER:
                document.apply(ballots.key(made.round, vote, slip=slip))
        document.apply(rounds.seal(made.round))
        assert document.check().problems == ()
        return outcome_of(made)


SAID = st.dictionaries(st.integers(0, 3), st.integers(1, 2), max_size=2)
WAYS = st.sampled_from([Channel.PHONE, Channel.TABLE, Channel.PAPER])


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(SAID, min_size=12, max_size=12),
    st.lists(WAYS, min_size=12, max_size=12),
)
def test_the_same_ballots_give_the_same_result_through_any_mix_of_channels(
    path: Path, said: list[dict[int, int]], ways: list[Channel]
) -> None:
    expected = voted(path, said, [Channel.PAPER] * 12)
    assert voted(path, said, ways) == expected
    assert voted(path, said, [Channel.PHONE] * 12) == expected


def test_the_mix_of_channels_is_told_with_small_numbers_put_together(path: Path) -> None:
    for ways, told in (
        ([Channel.PHONE] * 7 + [Channel.PAPER] * 5, {"phone": 7, "paper": 5}),
        ([Channel.PHONE] * 8 + [Channel.PAPER] * 4, {"phone+paper": 12}),
        ([Channel.PHONE] * 12, {"phone": 12}),
    ):
        path.unlink(missing_ok=True)
        made = hall(path, 12, source=ticking_source("told"))
        with made.document as document:
            for slip, way in zip(made.slips, ways, strict=True):
                if way is Channel.PHONE:
                    document.apply(ballots.cast(made.round, Vote(), slip=slip))
            document.apply(rounds.close(made.round))
            for slip, way in zip(made.slips, ways, strict=True):
                if way is Channel.PAPER:
                    document.apply(ballots.key(made.round, Vote(), slip=slip))
            document.apply(rounds.seal(made.round))
            assert dict(document.state.rounds[made.round].channels) == told


def test_the_list_counts_citizens_only(path: Path) -> None:
    made = hall(path, 6, source=ticking_source("citizens"))
    with made.document as document:
        first, second = made.proposals[:2]
        for slip in made.slips[:2]:
            document.apply(ballots.cast(made.round, Vote({first: 1}), slip=slip))
        for role in (Role.POLITICIAN, Role.STAFF):
            for sheet in document.apply(slips.issue(5, role=role)):
                slip = slips.by_secret(document.state, sheet.secret)
                with pytest.raises(RoleNotAdmitted):
                    document.apply(ballots.cast(made.round, Vote({second: 2}), slip=slip))
        document.apply(rounds.close(made.round))
        document.apply(rounds.seal(made.round))
        top = places(document.state, document.state.rounds[made.round])[0]
        assert (top.proposal.id, top.dots, top.persons) == (first, 2, 2)
        assert document.state.rounds[made.round].cast == 2


def test_every_result_of_a_real_evening_is_recounted_from_what_was_handed_in(path: Path) -> None:
    chance = random.Random(3)
    for election in range(6):
        path.unlink(missing_ok=True)
        made = hall(path, 24, proposals=5, tables=3, source=ticking_source(f"{election}"), dots=4)
        with made.document as document:
            said: Paper = []
            for slip in made.slips:
                dots: dict[str, int] = {}
                for _ in range(chance.randint(0, 4)):
                    key = chance.choice(made.proposals)
                    dots[key] = min(2, dots.get(key, 0) + 1)
                said.append((document.state.slips[slip].table, dots))
                document.apply(ballots.cast(made.round, Vote(dots), slip=slip))
            document.apply(rounds.close(made.round))
            document.apply(rounds.seal(made.round))
            _is_the_oracles(document, made, said)


def _is_the_oracles(document: Document, made: Hall, said: Paper) -> None:
    state = document.state
    expected = oracle(made.proposals, said, 3)
    listed = places(state, state.rounds[made.round])
    assert {p.proposal.id: p.dots for p in listed} == expected["dots"]
    assert {p.proposal.id: p.persons for p in listed} == expected["persons"]
    assert {p.proposal.id: p.rank for p in listed} == expected["rank"]
    assert {p.proposal.id: p.sealed.support for p in listed} == expected["support"]
    assert {p.proposal.id: p.sealed.bridge for p in listed} == expected["bridge"]
    for one, other in combinations(listed, 2):
        assert one.shared == any(p.rank == one.rank for p in listed if p is not one)
        assert (one.rank, one.proposal.number) < (other.rank, other.proposal.number)
    shares = [(s.proposal, s.cost) for s in sorted(state.shares.values(), key=lambda s: s.place)]
    assert shares == expected["shares"]
