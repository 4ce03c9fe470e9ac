"""Counting: dots, persons and ranks."""

import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moedeapp.model import errors
from moedeapp.model.counting import Option, check, count
from moedeapp.model.meeting import Rejection

OPTIONS = [Option(key, f"Forslag {key}") for key in "abcd"]
KEYS = {option.id for option in OPTIONS}


def ranking(*ballots: tuple[tuple[str, int], ...]) -> list[tuple[str, int, int, int, bool]]:
    tally = count(OPTIONS, ballots)
    return [
        (line.option.id, line.dots, line.persons, line.rank, line.shared) for line in tally.lines
    ]


def test_dots_and_persons_are_added_up_by_option() -> None:
    assert ranking((("a", 2), ("b", 1)), (("b", 3),), (("c", 1), ("a", 1))) == [
        ("b", 4, 2, 1, False),
        ("a", 3, 2, 2, False),
        ("c", 1, 1, 3, False),
        ("d", 0, 0, 4, False),
    ]


def test_equal_dots_share_a_rank_and_the_next_rank_is_skipped() -> None:
    ranks = [(key, rank, shared) for key, _, _, rank, shared in ranking(
        (("d", 3),), (("b", 2),), (("a", 2),), (("c", 1),)
    )]  # fmt: skip
    assert ranks == [("d", 1, False), ("a", 2, True), ("b", 2, True), ("c", 4, False)]


def test_more_persons_do_not_break_a_tie() -> None:
    lines = ranking((("a", 2),), (("b", 1),), (("b", 1),))
    assert [(key, persons, rank) for key, _, persons, rank, _ in lines[:2]] == [
        ("a", 1, 1),
        ("b", 2, 1),
    ]


def test_options_with_equal_dots_stay_in_the_order_given() -> None:
    tally = count(OPTIONS[::-1], [])
    assert [line.option.id for line in tally.lines] == ["d", "c", "b", "a"]
    assert {line.rank for line in tally.lines} == {1}


def test_a_blank_ballot_counts_as_cast() -> None:
    tally = count(OPTIONS, [(("a", 1),), (), ()], dots=3)
    assert (tally.ballots, tally.blank, tally.unused) == (3, 2, 8)


def test_unused_dots_are_known_only_when_the_budget_is() -> None:
    assert count(OPTIONS, [(("a", 1),)]).unused is None
    assert count(OPTIONS, [(("a", 1),)], dots=1).unused == 0


def test_a_person_who_names_an_option_three_times_is_one_person() -> None:
    tally = count(OPTIONS, [(("a", 1), ("b", 1), ("a", 2), ("a", 1)), (("a", 1),)])
    line = tally.lines[0]
    assert (line.option.id, line.dots, line.persons) == ("a", 5, 2)
    assert tally.named_twice == 1


def test_ballots_may_come_as_a_stream() -> None:
    def stream() -> Iterator[Iterator[tuple[str, int]]]:
        for number in range(1000):
            yield iter([("abcd"[number % 4], 1)])

    assert [line.dots for line in count(OPTIONS, stream()).lines] == [250] * 4


def test_an_option_that_is_not_on_the_list_is_refused() -> None:
    with pytest.raises(errors.Unknown) as raised:
        count(OPTIONS, [(("x", 1),)])
    assert (raised.value.kind, raised.value.key) == ("proposals", "x")


@pytest.mark.parametrize(
    ("dots", "why"),
    [
        (0, ("too_few", 1)),
        (-1, ("too_few", 1)),
        (1.5, ("not_a_number",)),
        (True, ("not_a_number",)),
        ("1", ("not_a_number",)),
    ],
)
def test_anything_but_a_whole_dot_is_refused(dots: int, why: tuple[object, ...]) -> None:
    told = vars(errors.BadValue("dots", str(dots), *why))
    with pytest.raises(errors.BadValue) as counted:
        count(OPTIONS, [(("a", dots),)])
    with pytest.raises(errors.BadValue) as checked:
        check([("a", dots)], KEYS, 3, None)
    assert vars(counted.value) == vars(checked.value) == told


def test_a_ballot_within_the_rules_is_accepted() -> None:
    assert check([("a", 2), ("b", 1)], KEYS, budget=3, cap=2) is None
    assert check([("a", 3)], KEYS, budget=3, cap=None) is None
    assert check([], KEYS, budget=3, cap=2) is None


def test_a_ballot_with_too_many_dots_is_rejected() -> None:
    rejection = check([("a", 2), ("b", 2)], KEYS, budget=3, cap=2)
    assert rejection is Rejection.TOO_MANY_DOTS


def test_a_ballot_with_too_many_dots_on_one_option_is_rejected() -> None:
    assert check([("a", 3)], KEYS, budget=3, cap=2) is Rejection.OVER_CAP
    assert check([("a", 1), ("a", 2)], KEYS, budget=3, cap=2) is Rejection.OVER_CAP


def test_a_ballot_for_an_unknown_option_is_an_error_not_a_rejection() -> None:
    with pytest.raises(errors.Unknown):
        check([("x", 9)], KEYS, budget=3, cap=2)


BALLOTS = st.lists(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 5)), max_size=6))


@given(BALLOTS)
def test_counting_agrees_with_counting_on_fingers(ballots: list[list[tuple[str, int]]]) -> None:
    tally = count(OPTIONS, ballots, dots=30)
    for line in tally.lines:
        key = line.option.id
        assert line.dots == sum(dots for ballot in ballots for k, dots in ballot if k == key)
        assert line.persons == sum(any(k == key for k, _ in ballot) for ballot in ballots)
        assert line.rank == 1 + sum(other.dots > line.dots for other in tally.lines)
        assert line.shared == (sum(other.dots == line.dots for other in tally.lines) > 1)
    assert tally.unused == 30 * len(ballots) - sum(line.dots for line in tally.lines)


def test_counting_leaves_no_trace_of_ballots_in_memory() -> None:
    ballots = [tuple((option.id, 1) for option in OPTIONS)] * 20_000
    tracemalloc.start()
    count(OPTIONS, iter(ballots))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000
