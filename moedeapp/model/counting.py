"""Dots, persons and ranks: numbers from facts, without files or sentences.

The rules, all of them:

- a dot counts as given; an option's dots are the sum over all ballots;
- a person counts once per option, however often the ballot names it;
- rank is by dots alone, and equal dots share a rank: 1, 2, 2, 4; persons break no tie;
- a ballot without dots is blank; it counts as a ballot.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from moedeapp.model.errors import BadValue, Unknown
from moedeapp.model.meeting import Rejection

Cast: TypeAlias = Iterable[tuple[str, int]]
"""What one ballot says: (option id, dots ≥ 1) pairs; none at all is a blank ballot."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something dots can be put on."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """What one option got."""

    option: Option
    dots: int
    persons: int
    rank: int
    shared: bool
    """whether another option has the same rank"""


@dataclass(frozen=True, slots=True)
class Tally:
    """The count of a round, by rank; options that share a rank stay in the order given."""

    lines: tuple[Line, ...]
    ballots: int
    blank: int
    named_twice: int
    """ballots that name an option more than once: dots counted as given, the person once"""
    unused: int | None
    """dots the ballots did not use; None when nobody said how many each had"""


def count(options: Sequence[Option], ballots: Iterable[Cast], *, dots: int | None = None) -> Tally:
    """Count ballots, read once and one at a time; `dots` is what each person had to give.

    Raises Unknown for an option that is not on the list, BadValue for less than one dot.
    """
    given: Counter[tuple[str, int]] = Counter()
    again: Counter[str] = Counter()
    cast = blank = twice = 0
    for ballot in ballots:
        pairs = tuple(ballot)
        cast += 1
        blank += not pairs
        # The loop over pairs stays inside Counter and dict: millions of them are counted.
        given.update(pairs)
        if len(dict(pairs)) < len(pairs):
            twice += 1
            again.update(_repeats(pairs))

    total = {option.id: 0 for option in options}
    persons = {option.id: -again[option.id] for option in options}
    for (key, each), times in given.items():
        _check_pair(key, each, total)
        total[key] += each * times
        persons[key] += times
    return Tally(
        lines=ranked(options, total, persons),
        ballots=cast,
        blank=blank,
        named_twice=twice,
        unused=None if dots is None else dots * cast - sum(total.values()),
    )


def ranked(
    options: Sequence[Option], total: Mapping[str, int], persons: Mapping[str, int]
) -> tuple[Line, ...]:
    """Options with their dots and persons by key, in places; equals stay in the order given."""
    order = sorted(options, key=lambda option: -total[option.id])
    same = Counter(total.values())
    rank_of: dict[int, int] = {}
    for position, option in enumerate(order, start=1):
        rank_of.setdefault(total[option.id], position)
    return tuple(
        Line(
            option,
            dots=total[option.id],
            persons=persons[option.id],
            rank=rank_of[total[option.id]],
            shared=same[total[option.id]] > 1,
        )
        for option in order
    )


def check(cast: Cast, options: Collection[str], budget: int, cap: int | None) -> Rejection | None:
    """Why a ballot cannot be counted under a round's rules, or None when it can.

    `cap` is the most dots on one option. Raises Unknown for an option that is not on the list,
    BadValue for less than one dot.
    """
    given: Counter[str] = Counter()
    for key, each in cast:
        _check_pair(key, each, options)
        given[key] += each
    if given.total() > budget:
        return Rejection.TOO_MANY_DOTS
    if cap is not None and any(each > cap for each in given.values()):
        return Rejection.OVER_CAP
    return None


def _check_pair(key: str, each: int, options: Collection[str]) -> None:
    if key not in options:
        raise Unknown("proposals", key)
    if type(each) is not int:
        raise BadValue("dots", str(each), "not_a_number")
    if each < 1:
        raise BadValue("dots", str(each), "too_few", 1)


def _repeats(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    """How many more times than once each option is named."""
    named = Counter(key for key, _ in pairs)
    named.subtract(named.keys())
    return named
