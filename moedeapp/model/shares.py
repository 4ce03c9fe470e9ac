"""Equal shares: a list on which every ballot has the same part of the places.

The method of equal shares (Peters, Pierczyński and Skowron) for approvals and places of equal
cost, in exact fractions. A ballot supports an option when it gives it at least one dot. Every
ballot, blank ones too, holds k/n of the k places. As long as the supporters of some option hold a
whole place together, the option whose supporters need pay least each is put on the list: each pays
that much, or all it has left. Places left over are filled by persons, then dots, and say so.

Options that cost the same are taken by persons, then dots. Where those are the same too, the first
of the options given pays, and all of them are named as tied.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from moedeapp.model.counting import Cast, Option, count


@dataclass(frozen=True, slots=True)
class Share:
    """One place on the list: what it cost each supporter at most, and who was level with it."""

    option: Option
    cost: Fraction | None
    """None: the place was left over and filled by persons and dots"""
    tied: tuple[Option, ...] = ()
    """every option that was exactly level, this one included; empty when there was no tie"""


def equal_shares(options: Sequence[Option], ballots: Iterable[Cast], places: int) -> list[Share]:
    """The list, in the order its places were filled; at most `places` long.

    Raises Unknown for an option that is not given, BadValue for less than one dot.
    """
    kept = [tuple(ballot) for ballot in ballots]
    level = {line.option.id: (-line.persons, -line.dots) for line in count(options, kept).lines}
    purses = _Purses(kept, places)
    left = list(options)
    shares: list[Share] = []
    # A place costs one in all, so the purses are empty when every place is paid for.
    while (cheapest := purses.cheapest(left)) is not None:
        cost, affordable = cheapest
        shares.append(_first(affordable, level, cost))
        purses.pay(shares[-1].option, cost)
        left.remove(shares[-1].option)
    while left and len(shares) < places:
        shares.append(_first(left, level, None))
        left.remove(shares[-1].option)
    return shares


def _first(
    options: Sequence[Option], level: dict[str, tuple[int, int]], cost: Fraction | None
) -> Share:
    best = min(level[option.id] for option in options)
    tied = tuple(option for option in options if level[option.id] == best)
    return Share(tied[0], cost, tied if len(tied) > 1 else ())


class _Purses:
    """What every ballot has left, and what each option would cost its supporters."""

    def __init__(self, ballots: Sequence[tuple[tuple[str, int], ...]], places: int) -> None:
        # Equal ballots always hold the same, so each kind is kept once with its number.
        kinds: dict[frozenset[str], int] = {}
        for ballot in ballots:
            supported = frozenset(key for key, _ in ballot)
            kinds[supported] = kinds.get(supported, 0) + 1
        self._sizes = list(kinds.values())
        self._supporters: dict[str, list[int]] = {}
        for kind, supported in enumerate(kinds):
            for key in supported:
                self._supporters.setdefault(key, []).append(kind)
        # Few different amounts ever occur, so a purse is the place of its amount in this list.
        self._amounts = [Fraction(places, len(ballots))] if ballots else []
        self._purse = [0] * len(kinds)
        self._known: dict[str, Fraction | None] = {}
        self._sure: set[str] = set()

    def cheapest(self, options: Sequence[Option]) -> tuple[Fraction, list[Option]] | None:
        """The least cost and the options that have it; None when nobody can pay for any.

        A cost never falls as purses empty, so an old cost above the least need not be made new.
        """
        least: Fraction | None = None
        for option in sorted(options, key=self._old_cost):
            if least is not None and self._old_cost(option) > (False, least):
                break
            cost = self._cost(option)
            if cost is not None and (least is None or cost < least):
                least = cost
        if least is None:
            return None
        return least, [o for o in options if o.id in self._sure and self._known[o.id] == least]

    def _old_cost(self, option: Option) -> tuple[bool, Fraction]:
        """What an option cost when it was last worked out, as a floor; impossible ones last."""
        cost = self._known.get(option.id, Fraction(0))
        return (True, Fraction(0)) if cost is None else (False, cost)

    def _cost(self, option: Option) -> Fraction | None:
        if option.id not in self._sure:
            # What nobody could pay before, nobody can pay now.
            if self._known.get(option.id, Fraction(0)) is not None:
                self._known[option.id] = self._worked_out(option)
            self._sure.add(option.id)
        return self._known[option.id]

    def _worked_out(self, option: Option) -> Fraction | None:
        """The smallest cost at which supporters, each paying it or all they have, pay a place."""
        holders: dict[int, int] = {}
        for kind in self._supporters.get(option.id, ()):
            purse = self._purse[kind]
            holders[purse] = holders.get(purse, 0) + self._sizes[kind]
        missing = Fraction(1)
        payers = sum(holders.values())
        for amount, number in sorted((self._amounts[p], n) for p, n in holders.items()):
            if amount * payers >= missing:
                return missing / payers
            missing -= amount * number
            payers -= number
        return None

    def pay(self, option: Option, cost: Fraction) -> None:
        """Let the supporters of an option pay for it."""
        after: dict[int, int] = {}
        for kind in self._supporters[option.id]:
            purse = self._purse[kind]
            if purse not in after:
                after[purse] = len(self._amounts)
                self._amounts.append(max(self._amounts[purse] - cost, Fraction(0)))
            self._purse[kind] = after[purse]
        self._sure.clear()
