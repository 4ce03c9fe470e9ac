"""An election read from a file: its options, its ballots and the rules they were given under."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from moedeapp.intake.arrivals import told_count
from moedeapp.intake.problems import Notice, Problem, Told
from moedeapp.model.counting import Option
from moedeapp.model.errors import CannotRead
from moedeapp.model.meeting import Channel, Role

Dots: TypeAlias = tuple[tuple[str, int], ...]
"""(option id, dots ≥ 1) pairs as the ballot has them; empty is a blank ballot."""


ONE_DOT: Final = ("approval", "choose-1")
"""Kinds of vote where every option named gets one dot."""


class Vote(NamedTuple):
    """One ballot; equal ones may be one and the same object, so that a city fits in memory."""

    dots: Dots
    table: int | None = None
    role: Role = Role.CITIZEN
    channel: Channel = Channel.IMPORT


@dataclass(frozen=True, slots=True)
class Limits:
    """What a ballot may hold by the file's own rules; None where the file sets no limit.

    A blank ballot is within every limit. Using fewer dots than `fewest_dots` is everybody's right,
    and real elections hold such ballots: they count as given, and `Rules.told` says how many.
    """

    fewest_options: int | None = None
    most_options: int | None = None
    fewest_dots: int | None = None
    most_dots: int | None = None
    fewest_on_one: int | None = None
    most_on_one: int | None = None

    def check(self, path: Path, dots: Dots, line: int) -> None:
        """Do nothing, or raise CannotRead naming the first limit that a ballot breaks."""
        if not dots:
            return
        options, total = len(dots), total_of(dots)
        if self.most_options is not None and options > self.most_options:
            raise _broken(path, Problem.TOO_MANY_OPTIONS, line, options, self.most_options)
        if self.fewest_options is not None and options < self.fewest_options:
            raise _broken(path, Problem.TOO_FEW_OPTIONS, line, options, self.fewest_options)
        if self.most_dots is not None and total > self.most_dots:
            raise _broken(path, Problem.TOO_MANY_DOTS, line, total, self.most_dots)
        self._check_each(path, dots, line)

    def _check_each(self, path: Path, dots: Dots, line: int) -> None:
        sums: dict[str, int] = {}
        for key, each in dots:
            sums[key] = sums.get(key, 0) + each
        for key, each in sums.items():
            if self.most_on_one is not None and each > self.most_on_one:
                raise _broken(path, Problem.OVER_CAP, line, each, self.most_on_one, key)
            if self.fewest_on_one is not None and each < self.fewest_on_one:
                raise _broken(path, Problem.UNDER_CAP, line, each, self.fewest_on_one, key)


@dataclass(frozen=True, slots=True)
class Rules:
    """How the ballots are to be read, and what the reader has to tell about them."""

    vote_type: str
    """approval, choose-1, cumulative or scoring"""
    limits: Limits = Limits()
    told: tuple[Told, ...] = ()

    @property
    def budget(self) -> int | None:
        """Dots each person had; None if the file does not say."""
        if self.limits.most_dots is None and self.vote_type in ONE_DOT:
            return self.limits.most_options
        return self.limits.most_dots


@dataclass(frozen=True, slots=True)
class Election:
    """Options in the file's order and one ballot per row."""

    title: str
    options: tuple[Option, ...]
    ballots: tuple[Vote, ...]
    lines: Sequence[int]
    """where each ballot stands in the file; beside the ballots, because equal ones are shared"""
    rules: Rules

    @property
    def incomplete(self) -> Told | None:
        """The first number of options or ballots that the file promises and does not hold."""
        promises = (Notice.PROJECTS_DECLARED, Notice.VOTES_DECLARED)
        return next((told for told in self.rules.told if told.notice in promises), None)

    def line_of(self, index: int) -> int:
        """The line of the file, or row of the sheet, that a ballot was read from."""
        return self.lines[index]

    def cast(self, role: Role | None = None) -> Iterator[Dots]:
        """The dots of every ballot, or of one role's, for `counting.count`."""
        return (vote.dots for vote in self.ballots if role in (None, vote.role))


def total_of(dots: Dots) -> int:
    """How many dots a ballot uses."""
    return sum(each for _, each in dots)


def told_of(votes: Iterable[Vote], limits: Limits) -> list[Told]:
    """Notices of ballots that count as given though they name an option twice or use too little."""
    twice = few = 0
    for dots, *_ in votes:
        twice += len(dict(dots)) < len(dots)
        few += bool(dots) and total_of(dots) < (limits.fewest_dots or 0)
    told = told_count(Notice.NAMED_TWICE, twice)
    if few:
        values = {"count": str(few), "limit": str(limits.fewest_dots)}
        told.append(Told(Notice.TOO_FEW_DOTS, values))
    return told


def told_declared(notice: Notice, promised: int | None, found: int) -> list[Told]:
    """A notice when a file promises another number than it holds; the file stays usable."""
    if promised in (None, found):
        return []
    return [Told(notice, {"declared": str(promised), "found": str(found)})]


def _broken(
    path: Path, problem: Problem, line: int, found: int, limit: int, option: str | None = None
) -> CannotRead:
    values = {"found": str(found), "limit": str(limit)}
    return CannotRead(path, problem, line, values | ({"option": option} if option else {}))
