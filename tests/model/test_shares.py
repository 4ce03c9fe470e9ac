from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moedeapp.model.counting import Option
from moedeapp.model.shares import equal_shares


def options(names):
    return [Option(name, name) for name in names]


def approvals(*groups):
    return [tuple((name, 1) for name in names) for number, names in groups for _ in range(number)]


def listed(shares):
    return [(s.option.id, s.cost, "".join(o.id for o in s.tied)) for s in shares]


SIXTY = approvals((36, "ABC"), (16, "DE"), (8, "DF"))
F = Fraction


@pytest.mark.parametrize(
    ("names", "ballots", "places", "expected"),
    [
        ("ABCDEF", SIXTY, 3, [("A", F(1, 36), "ABC"), ("D", F(1, 24), ""), ("B", None, "BC")]),
        (
            "ABCDEF", SIXTY, 5,
            [("A", F(1, 36), "ABC"), ("B", F(1, 36), "BC"), ("C", F(1, 36), ""),
             ("D", F(1, 24), ""), ("E", None, "")],
        ),
        (
            "ABC", approvals((6, "AB"), (4, "C")), 2,
            [("A", F(1, 6), "AB"), ("B", None, "")],
        ),
        (
            "ABC", approvals((6, "AB"), (2, "AC"), (2, "C")), 2,
            [("A", F(1, 8), ""), ("B", None, "")],
        ),
    ],
)  # fmt: skip
def test_the_four_known_elections(names, ballots, places, expected):
    assert listed(equal_shares(options(names), ballots, places)) == expected


def test_blank_ballots_hold_a_part_too():
    ballots = approvals((2, "A"), (2, ""))
    (share,) = equal_shares(options("A"), ballots, 1)
    assert share.cost is None
    (share,) = equal_shares(options("A"), ballots[:2], 1)
    assert share.cost == F(1, 2)


def test_nobody_voted():
    assert listed(equal_shares(options("AB"), [], 1)) == [("A", None, "AB")]


def test_there_are_never_more_places_than_options():
    assert len(equal_shares(options("AB"), approvals((1, "A")), 9)) == 2


def by_hand(names, ballots, places):
    """The rule as it is written, one voter at a time, nothing remembered."""
    money = [Fraction(places, len(ballots)) for _ in ballots]
    backs = {n: [i for i, b in enumerate(ballots) if any(k == n for k, _ in b)] for n in names}
    dots = {n: sum(d for b in ballots for k, d in b if k == n) for n in names}
    picked = []
    while len(picked) < places:
        costs = {}
        for name in names:
            held = [money[i] for i in backs[name]]
            if name in picked or sum(held) < 1:
                continue
            costs[name] = next(
                rho
                for paid in sorted(held)
                for rho in [
                    (F(1) - sum(h for h in held if h < paid)) / sum(1 for h in held if h >= paid)
                ]
                if rho <= paid
            )
        if not costs:
            break
        least = min(costs.values())
        name = min(
            (n for n in costs if costs[n] == least),
            key=lambda n: (-len(backs[n]), -dots[n], names.index(n)),
        )
        picked.append(name)
        for i in backs[name]:
            money[i] -= min(money[i], least)
    rest = [n for n in names if n not in picked]
    rest.sort(key=lambda n: (-len(backs[n]), -dots[n], names.index(n)))
    return picked, (picked + rest)[:places]


NAMES = "ABCDE"
BALLOT = st.dictionaries(st.sampled_from(NAMES), st.integers(1, 3), max_size=4).map(
    lambda dots: tuple(dots.items())
)


@settings(max_examples=400, deadline=None)
@given(st.lists(BALLOT, min_size=1, max_size=14), st.integers(1, 4))
def test_it_is_the_rule_done_by_hand(ballots, places):
    shares = equal_shares(options(NAMES), ballots, places)
    paid, complete = by_hand(NAMES, ballots, places)
    assert [s.option.id for s in shares if s.cost is not None] == paid
    assert [s.option.id for s in shares] == complete


@settings(max_examples=100, deadline=None)
@given(st.lists(BALLOT, min_size=1, max_size=10), st.integers(1, 3))
def test_a_group_large_enough_for_the_places_it_agrees_on_is_heard(ballots, places):
    # Extended justified representation for t = 1, a known property of the method.
    chosen = {s.option.id for s in equal_shares(options(NAMES), ballots, places)}
    for name in NAMES:
        group = [b for b in ballots if any(k == name for k, _ in b)]
        if len(group) * places >= len(ballots) and group:
            assert any({k for k, _ in b} & chosen for b in group)


def test_the_order_of_ballots_changes_nothing():
    small = approvals((3, "AB"), (2, "C"), (1, "BC"))
    expected = equal_shares(options("ABC"), small, 2)
    for first, second in combinations(range(len(small)), 2):
        turned = list(small)
        turned[first], turned[second] = turned[second], turned[first]
        assert equal_shares(options("ABC"), turned, 2) == expected
