import pytest
from hypothesis import given
from hypothesis import strategies as st

from moedeapp.model.errors import BadValue, Unknown
from moedeapp.ui.slips import read_slip

THREE = {1: "a", 2: "b", 3: "c"}
TWELVE = {n: f"p{n}" for n in range(1, 13)}


@pytest.mark.parametrize("keyed", ["1 1 3", "113", "1,1,3", " 1  13 ", "3 1 1"])
def test_a_number_is_a_dot(keyed):
    assert read_slip(keyed, THREE) == {"a": 2, "c": 1}


def test_with_ten_proposals_or_more_numbers_stand_apart():
    assert read_slip("1 12 12", TWELVE) == {"p1": 1, "p12": 2}
    with pytest.raises(Unknown):
        read_slip("113", TWELVE)


def test_a_nought_is_a_blank_slip_and_an_empty_line_is_none():
    assert read_slip("0", THREE) == {}
    with pytest.raises(BadValue):
        read_slip("  ", THREE)


@pytest.mark.parametrize("keyed", ["4", "1 0", "10"])
def test_a_number_that_is_not_on_the_slip_is_refused(keyed):
    with pytest.raises(Unknown):
        read_slip(keyed, THREE)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=20))
def test_every_dot_that_is_keyed_is_given(numbers):
    given_dots = read_slip(" ".join(map(str, numbers)), TWELVE)
    assert given_dots == {f"p{n}": numbers.count(n) for n in set(numbers)}


@pytest.mark.parametrize("keyed", ["x", "1 to", "²", "\u0661"])
def test_what_is_no_number_is_refused(keyed):
    with pytest.raises(BadValue):
        read_slip(keyed, THREE)
