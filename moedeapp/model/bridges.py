"""Bridges: proposals with support at many tables, and what may be told of small numbers.

A table counts when at least `FEWEST` of its ballots were cast, and it supports a proposal when at
least a third of them gave it a dot. The list is sorted by the geometric mean over the tables of
(supporters + 1) / (ballots + 2), which asks for some support everywhere rather than much in one
place.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from moedeapp.model.counting import Cast, Option

FEWEST: Final = 5
"""Ballots below which a table or a channel is never told of alone."""


@dataclass(frozen=True, slots=True)
class Bridge:
    """A proposal's support over the tables that count."""

    option: Option
    support: int
    tables: int
    product: Fraction
    """of (supporters + 1) / (ballots + 2) over the tables; what the list is sorted by"""

    @property
    def score(self) -> float:
        """The geometric mean, 0 to 1."""
        return math.pow(self.product, 1 / self.tables)


def bridges(options: Sequence[Option], ballots: Iterable[tuple[int | None, Cast]]) -> list[Bridge]:
    """Every option with its support, best bridge first, equals in the order given.

    `ballots` are (table, dots). Empty when fewer than two tables count.
    """
    sizes: dict[int, int] = {}
    supporters: dict[tuple[int, str], int] = {}
    for table, cast in ballots:
        if table is None:
            continue
        sizes[table] = sizes.get(table, 0) + 1
        for key in {key for key, _ in cast}:
            supporters[table, key] = supporters.get((table, key), 0) + 1
    counted = {table: size for table, size in sizes.items() if size >= FEWEST}
    if len(counted) < 2:
        return []
    found = [_bridge(option, counted, supporters) for option in options]
    return sorted(found, key=lambda bridge: -bridge.product)


def _bridge(
    option: Option, sizes: Mapping[int, int], supporters: Mapping[tuple[int, str], int]
) -> Bridge:
    given = {table: supporters.get((table, option.id), 0) for table in sizes}
    return Bridge(
        option,
        support=sum(3 * given[table] >= size for table, size in sizes.items()),
        tables=len(sizes),
        product=math.prod(
            (Fraction(given[table] + 1, size + 2) for table, size in sizes.items()),
            start=Fraction(1),
        ),
    )


def pooled(sizes: Mapping[str, int]) -> list[tuple[tuple[str, ...], int]]:
    """Groups with their sizes, those below `FEWEST` put together with the next smallest.

    Largest first. Nothing at all is told when there are fewer than `FEWEST` altogether.
    """
    groups: list[tuple[int, tuple[str, ...]]]
    groups = sorted((size, (name,)) for name, size in sizes.items() if size)
    while len(groups) > 1 and groups[0][0] < FEWEST:
        (size, names), (more, others), *rest = groups
        groups = sorted([(size + more, (*others, *names)), *rest])
    return [(names, size) for size, names in reversed(groups) if size >= FEWEST]
