"""Halls full of people to vote with: slips handed out, a round open, votes drawn by lot."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from moedeapp.model import store
from moedeapp.model.commands import evening, rounds, slips, themes
from moedeapp.model.commands.ballots import Vote
from moedeapp.model.document import Document
from moedeapp.model.draft import Source
from moedeapp.model.meeting import Phase, Result
from moedeapp.model.rows import KINDS
from tests.model.evenings import QUESTION, proposal_keys

R = TypeVar("R")


@dataclass(slots=True)
class Hall:
    """An open round and the slips in people's hands."""

    document: Document
    printed: list[slips.Printed]
    slips: list[str]
    """keys, in the order of `printed`"""
    round: str
    proposals: list[str]
    """keys, by number"""


def hall(
    path: Path,
    people: int,
    *,
    proposals: int = 6,
    tables: int = 4,
    source: Source | None = None,
    **rules: Any,
) -> Hall:
    """A new meeting at `path` whose first round is open, with a slip for everybody."""
    document = Document.create(path, words=QUESTION, source=source)
    document.apply(evening.leave_unresolved())
    document.apply(evening.go_to(Phase.IDEAS))
    for number in range(proposals):
        document.apply(themes.add(f"Forslag {number}"))
    printed: list[slips.Printed] = []
    for table in range(1, tables + 1):
        here = people // tables + (table <= people % tables)
        if here:
            printed += document.apply(slips.issue(here, table=table))
    keys = [slips.by_secret(document.state, sheet.secret) for sheet in printed]
    document.apply(evening.go_to(Phase.DOTS))
    asked, keys_of_proposals = open_round(document, **rules)
    return Hall(document, printed, keys, asked, keys_of_proposals)


def open_round(document: Document, **rules: Any) -> tuple[str, list[str]]:
    """One more round on all themes, open, with 5 dots unless told; its key and its proposals'."""
    rules = {"dots": 5, **rules}
    asked = document.apply(rounds.prepare(sorted(document.state.themes), **rules))
    document.apply(rounds.open(asked))
    return asked, proposal_keys(document.state, asked)


def drawn_vote(
    chance: random.Random, proposals: Iterable[str], dots: int = 5, cap: int | None = 2
) -> Vote:
    """What somebody might say: anything from nothing to every dot."""
    proposals, given = list(proposals), dict[str, int]()
    for _ in range(chance.randint(0, dots)):
        proposal = chance.choice(proposals)
        if given.get(proposal, 0) < (dots if cap is None else cap):
            given[proposal] = given.get(proposal, 0) + 1
    return Vote(given)


def sums(votes: Iterable[Vote]) -> dict[str, tuple[int, int]]:
    """Dots and persons by proposal, added up in the plainest way."""
    found: dict[str, tuple[int, int]] = {}
    for vote in votes:
        for proposal, dots in vote.dots.items():
            before = found.get(proposal, (0, 0))
            found[proposal] = (before[0] + dots, before[1] + 1)
    return found


def sealed_sums(results: Iterable[Result], asked: str) -> dict[str, tuple[int, int]]:
    """Dots and persons by proposal as the seal of a round says, without those that got none."""
    return {r.id: (r.dots, r.persons) for r in results if r.round == asked and r.persons}


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, secret ones and those still to be wiped included.

    A transaction that a crash left unfinished is rolled back first, as at every opening.
    """
    db = store.connect(path, readonly=False)
    try:
        tables = [*KINDS, "journal", "history", "wiping"]
        return {t: db.execute(f'SELECT * FROM "{t}" ORDER BY 1').fetchall() for t in tables}
    finally:
        db.close()


def in_folder(path: Path) -> bytes:
    """The bytes of the meeting and of every other file beside it."""
    return b"\n".join(p.read_bytes() for p in sorted(path.parent.iterdir()) if p.is_file())


def occurrences(content: bytes, needles: Iterable[str]) -> dict[str, int]:
    """How often each text stands in some bytes, without those that do not."""
    found = ((needle, content.count(needle.encode())) for needle in needles)
    return {needle: times for needle, times in found if times}


def refused(act: Callable[[], R], error: type[Exception]) -> None:
    """Fail unless the act raises."""
    try:
        act()
    except error:
        return
    raise AssertionError(f"not refused with {error.__name__}")
