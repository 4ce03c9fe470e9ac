"""Whether the meeting is what its journal and its public lists say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from moedeapp.model import journal
from moedeapp.model.draft import commitment
from moedeapp.model.errors import (
    CountAltered,
    IdeaGone,
    JournalBroken,
    JournalLacks,
    MoedeError,
    WordsAltered,
)
from moedeapp.model.journal import Entry
from moedeapp.model.meeting import (
    ByHand,
    Idea,
    Manual,
    Meeting,
    Round,
    RoundKind,
    RoundState,
    Row,
    numbered,
)
from moedeapp.model.ranking import proposals_of
from moedeapp.model.sealing import KINDS, digest

COUNTS: Final = ("cast", "paper", "blank", "unused", "contested", "stickers")
"""Fields of `Round` that the journal vouches for when the round is sealed."""


def findings(
    meeting: Meeting,
    entries: Sequence[Entry],
    *,
    written: int,
) -> list[MoedeError]:
    """What is wrong: the chain, then ideas by number, then rounds by number.

    `written` is how many entries were ever written, so that a cut end is noticed.
    """
    try:
        journal.verify(entries)
        last = entries[-1].seq if entries else 0
        if last != written:
            raise JournalBroken(last + 1, "missing")
        gaps = journal.lost(entries)
        told = Told(gaps=bool(gaps))
        for entry in entries:
            told.hear(entry)
    except JournalBroken as error:
        # What follows rests on the journal, so it would only repeat this.
        return [error]
    # The journal knows nothing of a practice vote.
    rounds = [vote for vote in numbered(meeting.rounds) if not vote.practice]
    return [
        *(JournalLacks(first, last) for first, last in gaps),
        *_ideas(meeting, told),
        *(CountAltered(vote.number) for vote in rounds if not holds(meeting, vote, told)),
    ]


def doubtful(meeting: Meeting, entries: Iterable[Entry]) -> list[MoedeError]:
    """Rounds whose result is not what was sealed, from the entries of rounds and of a rescue.

    It costs the votes and not the meeting, so it is asked at every opening.
    """
    entries = list(entries)
    try:
        told = Told(gaps=bool(journal.lost(entries)))
        for entry in entries:
            told.hear(entry)
    except JournalBroken as error:
        return [error]
    return [
        CountAltered(vote.number)
        for vote in numbered(meeting.rounds)
        if vote.state is RoundState.SEALED and not vote.practice and not holds(meeting, vote, told)
    ]


@dataclass(slots=True)
class Told:
    """What the journal vouches for, gathered entry by entry."""

    gaps: bool = False
    """entries were lost to damage, so it cannot vouch for all"""
    words: dict[int, str] = field(default_factory=dict)
    """idea numbers with the newest commitment to their words"""
    undone: dict[int, str] = field(default_factory=dict)
    masked: set[int] = field(default_factory=set)
    cleared: set[int] = field(default_factory=set)
    """hidden and withdrawn ideas whose words went when the meeting was cleared up"""
    rounds: dict[int, dict[str, dict[str, Any]]] = field(default_factory=dict)
    """by number of the round, the newest facts of each act"""
    corrections: list[tuple[int, tuple[int, int, int]]] = field(default_factory=list)

    def hear(self, entry: Entry) -> None:
        """Take an entry in; raises JournalBroken when no act can have written it."""
        try:
            facts = entry.facts
            self._hear_of_ideas(entry.act, facts)
            self._hear_of_rounds(entry.act, facts)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise JournalBroken(entry.seq, "altered") from error

    def _hear_of_ideas(self, act: str, facts: dict[str, Any]) -> None:
        for receipt in facts.get("received", ()):
            self.words[_number(receipt["idea"])] = receipt["sha256"]
        if act in ("undo", "redo"):
            _move(facts["gone"], self.words, self.undone, lenient=self.gaps)
            _move(facts["back"], self.undone, self.words, lenient=self.gaps)
        if act == "leaving.clear_up":
            self.cleared.update(map(_number, facts["ideas"]))
        if act == "ideas.mask":
            self.masked.update(map(_number, facts["ideas"]))

    def _hear_of_rounds(self, act: str, facts: dict[str, Any]) -> None:
        if "round" in facts:
            self.rounds.setdefault(_number(facts["round"]), {})[act] = facts
        if act == "rounds.correct":
            proposal, dots, persons = (_number(facts[n]) for n in ("proposal", "dots", "persons"))
            self.corrections.append((facts["round"], (proposal, dots, persons)))


def _move(
    numbers: Iterable[int], source: dict[int, str], target: dict[int, str], *, lenient: bool
) -> None:
    for number in numbers:
        if number in source or not lenient:
            target[number] = source.pop(number)


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(value)
    return value


def _ideas(meeting: Meeting, told: Told) -> Iterable[MoedeError]:
    held = {idea.number: idea for idea in meeting.ideas.values()}
    for number in sorted(held.keys() | told.words.keys()):
        idea = held.get(number)
        if idea is None:
            yield IdeaGone(number)
        elif number not in told.words:
            if not told.gaps:
                yield IdeaGone(number)
        elif idea.masked != (number in told.masked) or (
            not idea.masked and not _vouched(idea, told)
        ):
            yield WordsAltered(number)


def _vouched(idea: Idea, told: Told) -> bool:
    if idea.number in told.cleared:
        return not idea.words
    return _commitment(idea) == told.words[idea.number]


def _commitment(idea: Idea) -> str | None:
    try:
        return commitment(idea.words, idea.salt)
    except ValueError:
        return None  # the salt is no longer one


def holds(meeting: Meeting, vote: Round, told: Told) -> bool:
    """Whether a round is sealed when the journal says so, and then what it vouches for."""
    acts = told.rounds.get(vote.number, {})
    was_sealed = "rounds.seal" in acts or "results" in acts.get("rounds.close", {})
    is_sealed = vote.state is RoundState.SEALED
    if was_sealed != is_sealed and not (is_sealed and told.gaps and vote.digest):
        return False
    drawn = acts.get("rounds.open", {}).get("drawn")
    if drawn is not None and drawn != [p.id for p in proposals_of(meeting, vote)]:
        return False
    return not is_sealed or _counts(meeting, vote, told)


def _counts(meeting: Meeting, vote: Round, told: Told) -> bool:
    """Whether a sealed round is what the journal vouches for, and its sums add up."""
    acts = told.rounds.get(vote.number, {})
    facts = acts.get("rounds.seal") or acts.get("rounds.close") or {}
    if any(facts[name] != getattr(vote, name) for name in COUNTS if name in facts):
        return False
    if facts.get("channels", list(map(list, vote.channels))) != list(map(list, vote.channels)):
        return False
    if facts.get("digest", vote.digest or None) is not None:
        if not facts.get("digest", vote.digest) == vote.digest == digest(_made(meeting, vote)):
            return False
    elif facts.get("results") != _results(meeting, vote):
        return False  # counted under format 1, whose journal names the results
    if vote.kind is not RoundKind.DOTS:
        return True
    corrections = sorted(c for number, c in told.corrections if number == vote.number)
    try:
        return _results(meeting, vote) == recount(meeting, vote) and (
            told.gaps or _corrections(meeting, vote) == corrections
        )
    except KeyError:
        return False  # something counts for a proposal that is not in the round


def _made(meeting: Meeting, vote: Round) -> Iterable[tuple[str, Row]]:
    """What the seal made, without corrections since."""
    for kind in KINDS:
        rows: Mapping[str, Any] = getattr(meeting, kind)
        for row in rows.values():
            correction = isinstance(row, Manual) and row.source is ByHand.CORRECTION
            if row.round == vote.id and not correction:
                yield kind, row


def _results(meeting: Meeting, vote: Round) -> dict[str, list[int]]:
    return {r.id: [r.dots, r.persons] for r in meeting.results.values() if r.round == vote.id}


def recount(meeting: Meeting, vote: Round) -> dict[str, list[int]]:
    """Dots and persons by proposal, from the public list and the counts made by hand."""
    sums = {p.id: [0, 0] for p in meeting.proposals.values() if p.round == vote.id}
    stubs = [(s.proposal, s.dots, 1) for s in meeting.stubs.values() if s.round == vote.id]
    manual = [
        (m.proposal, m.dots, m.persons)
        for m in meeting.manual.values()
        if m.round == vote.id and m.source is not ByHand.CORRECTION
    ]
    for proposal, dots, persons in (*stubs, *manual):
        sums[proposal][0] += dots
        sums[proposal][1] += persons
    return sums


def _corrections(meeting: Meeting, vote: Round) -> list[tuple[int, int, int]]:
    return sorted(
        (meeting.proposals[manual.proposal].number, manual.dots, manual.persons)
        for manual in meeting.manual.values()
        if manual.round == vote.id and manual.source is ByHand.CORRECTION
    )
