import pytest

from moedeapp.model.bridges import bridges, pooled
from moedeapp.model.counting import Option

X, Y = Option("x", "X"), Option("y", "Y")


def at_tables(sizes, x, y):
    """Ballots of tables with so many supporters of x and of y."""
    return [
        (table, tuple((o, 1) for o, n in (("x", x[table]), ("y", y[table])) if seat < n))
        for table, size in enumerate(sizes)
        for seat in range(size)
    ]


def test_support_everywhere_beats_much_in_one_place():
    found = bridges([X, Y], at_tables([8, 8, 7, 7], [8, 8, 1, 0], [4, 5, 4, 4]))
    assert [(b.option.id, b.support, b.tables) for b in found] == [("y", 4, 4), ("x", 2, 4)]
    assert [round(b.score, 3) for b in found] == [0.552, 0.376]


def test_a_table_with_fewer_than_five_ballots_is_not_told_of():
    found = bridges([X, Y], at_tables([8, 5, 4], [8, 5, 4], [0, 0, 4]))
    assert {b.tables for b in found} == {2}
    assert found[0].option is X


def test_a_third_of_the_ballots_is_support():
    found = bridges([X, Y], at_tables([6, 6], [2, 2], [1, 2]))
    assert {b.option.id: b.support for b in found} == {"x": 2, "y": 1}


def test_without_two_tables_there_are_no_bridges():
    assert bridges([X, Y], at_tables([8, 4], [8, 4], [0, 0])) == []
    assert bridges([X, Y], [(None, (("x", 1),))] * 20) == []


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"phone": 40, "paper": 12}, [(("phone",), 40), (("paper",), 12)]),
        ({"phone": 47, "paper": 4}, [(("phone", "paper"), 51)]),
        ({"phone": 40, "table": 6, "paper": 3}, [(("phone",), 40), (("table", "paper"), 9)]),
        ({"phone": 2, "paper": 2}, []),
        ({"phone": 9, "paper": 0}, [(("phone",), 9)]),
        ({}, []),
    ],
)
def test_small_channels_are_put_together(sizes, expected):
    assert pooled(sizes) == expected
