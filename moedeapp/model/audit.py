"""Whether the meeting is what its journal and its ballots say."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from moedeapp.model import counting, journal
from moedeapp.model.draft import commitment
from moedeapp.model.errors import CountAltered, IdeaGone, JournalBroken, MoedeError, WordsAltered
from moedeapp.model.journal import Entry
from moedeapp.model.meeting import Ballot, Meeting, Round, RoundState, numbered


def findings(
    meeting: Meeting,
    entries: Sequence[Entry],
    ballots_of: Callable[[str], list[Ballot]],
    *,
    written: int,
) -> list[MoedeError]:
    """What is wrong: the chain, then ideas by number, then rounds by number.

    `written` is how many entries were ever written, so that a cut end is noticed.
    """
    try:
        journal.verify(entries)
        if len(entries) != written:
            raise JournalBroken(len(entries) + 1, "missing")
    except JournalBroken as error:
        # What follows rests on the journal, so it would only repeat this.
        return [error]
    counted = {e.facts["round"]: e.facts for e in entries if e.act == "rounds.close"}
    closed = (vote for vote in numbered(meeting.rounds) if vote.state is RoundState.CLOSED)
    return [
        *_ideas(meeting, _vouched_for(entries), _masked(entries)),
        *(
            CountAltered(vote.number)
            for vote in closed
            if not _counts(meeting, vote, ballots_of, counted.get(vote.number))
        ),
    ]


def _masked(entries: Iterable[Entry]) -> set[int]:
    """Numbers of the ideas whose words were masked."""
    masks = (entry.facts for entry in entries if entry.act == "ideas.mask")
    return {number for facts in masks for number in facts["ideas"]}


def _vouched_for(entries: Iterable[Entry]) -> dict[int, str]:
    """Idea numbers with the newest commitment to their words, without those undone."""
    words: dict[int, str] = {}
    undone: dict[int, str] = {}
    for entry in entries:
        facts = entry.facts
        for receipt in facts.get("received", ()):
            words[receipt["idea"]] = receipt["sha256"]
        if entry.act in ("undo", "redo"):
            for number in facts["gone"]:
                undone[number] = words.pop(number)
            for number in facts["back"]:
                words[number] = undone.pop(number)
    return words


def _ideas(meeting: Meeting, vouched_for: dict[int, str], masked: set[int]) -> Iterable[MoedeError]:
    held = {idea.number: idea for idea in meeting.ideas.values()}
    for number in sorted(held.keys() | vouched_for.keys()):
        idea = held.get(number)
        if idea is None or number not in vouched_for:
            yield IdeaGone(number)
        elif idea.masked != (number in masked) or (
            not idea.masked and commitment(idea.words, idea.salt) != vouched_for[number]
        ):
            yield WordsAltered(number)


def _counts(
    meeting: Meeting,
    vote: Round,
    ballots_of: Callable[[str], list[Ballot]],
    told_at_close: dict[str, Any] | None,
) -> bool:
    proposals = [p for p in meeting.proposals.values() if p.round == vote.id]
    options = [counting.Option(p.id, p.title) for p in proposals]
    try:
        ballots = [ballot.dots for ballot in ballots_of(vote.id)]
        tally = counting.count(options, ballots, dots=vote.dots)
    except (MoedeError, ValueError, TypeError, KeyError):
        return False  # a ballot no slip can be
    recount = {
        "round": vote.number,
        "cast": tally.ballots,
        "blank": tally.blank,
        "unused": tally.unused,
        "results": {line.option.id: [line.dots, line.persons] for line in tally.lines},
    }
    held = {
        "round": vote.number,
        "cast": vote.cast,
        "blank": vote.blank,
        "unused": vote.unused,
        "results": {
            r.id: [r.dots, r.persons] for r in meeting.results.values() if r.round == vote.id
        },
    }
    return recount == held == told_at_close
