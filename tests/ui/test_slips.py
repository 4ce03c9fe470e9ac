import pytest
from hypothesis import given
from hypothesis import strategies as st

from moedeapp.model.errors import BadValue, Unknown
from moedeapp.model.meeting import Agreement
from moedeapp.ui.slips import (
    read_objections,
    read_slip,
    read_steps,
    read_stickers,
    split_code,
)

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


def test_a_digit_is_a_step_for_the_proposal_in_its_place_and_a_nought_is_none():
    assert read_steps("1 0 5", THREE) == {"a": Agreement.FULLY, "c": Agreement.AGAINST}
    assert read_steps("325", THREE) == {
        "a": Agreement.LIVE_WITH, "b": Agreement.AGREE, "c": Agreement.AGAINST,
    }  # fmt: skip
    assert read_steps("0", THREE) == {}


@pytest.mark.parametrize("keyed", ["", "1 2", "1 2 3 4", "1 2 6", "x", "1 2 \u0661"])
def test_what_is_not_one_digit_for_each_proposal_is_refused(keyed):
    with pytest.raises(BadValue):
        read_steps(keyed, THREE)


def test_sticker_dots_are_keyed_as_number_and_dots():
    assert read_stickers("1:12  3:4", THREE) == {"a": 12, "c": 4}
    assert read_stickers("0", THREE) == {}
    with pytest.raises(Unknown):
        read_stickers("4:1", THREE)


@pytest.mark.parametrize("keyed", ["", "1", "1:", ":1", "1:-2", "1:2 1:3", "1:x"])
def test_sticker_dots_keyed_in_another_way_are_refused(keyed):
    with pytest.raises(BadValue):
        read_stickers(keyed, THREE)


@pytest.mark.parametrize(
    ("typed", "code", "rest"),
    [
        ("K7Q2-M4XR 1 1 3", "K7Q2-M4XR", "1 1 3"),
        ("k7q2m4xr113", "k7q2m4xr", "113"),
        ("K7Q2 M4XR", "K7Q2 M4XR", ""),
        ("K7Q2 – M4XR  2", "K7Q2 – M4XR", "2"),
        ("K7Q2-M4X", "", ""),
        ("", "", ""),
    ],
)
def test_the_first_eight_signs_are_the_code_and_the_rest_is_the_slip(typed, code, rest):
    assert split_code(typed) == (code, rest)


def test_objections_are_typed_with_the_number_of_their_proposal():
    assert read_objections("2: Det larmer\n\n 3. For dyrt: alt for dyrt", THREE) == {
        "b": "Det larmer", "c": "For dyrt: alt for dyrt",
    }  # fmt: skip
    assert read_objections(" \n", THREE) == {}
    with pytest.raises(Unknown):
        read_objections("4: Nej", THREE)


@pytest.mark.parametrize("typed", ["Det larmer", "2:", "2: Nej\n2: Nej", "to: nej"])
def test_an_objection_without_its_number_is_refused(typed):
    with pytest.raises(BadValue):
        read_objections(typed, THREE)
