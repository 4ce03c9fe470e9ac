"""What the protocol still lacks: read before it is made final, which it may be all the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from moedeapp.model.meeting import (
    IdeaState,
    Meeting,
    NextStep,
    Proposal,
    Round,
    RoundKind,
    RoundState,
    numbered,
    ordered,
)
from moedeapp.model.ranking import TOP, places

FACTS: Final = (
    "title", "date", "starts", "place", "purpose", "host", "minute_taker", "decides", "answer_by",
    "answer_where",
)  # fmt: skip
"""Fields of `Facts` that a protocol has a line for, in the order it prints them."""


class What(StrEnum):
    """What may be missing besides a fact."""

    FACT = "fact"
    HEADS = "heads"
    STEP = "step"
    """a proposal among the first places has no next step"""
    RESPONSIBLE = "responsible"
    DEADLINE = "deadline"
    END = "end"
    """nobody has said that the meeting ended"""
    WAITING = "waiting"
    """ideas that nobody has reviewed"""
    PRACTICE = "practice"
    """a practice vote that was not ended"""


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing, and where."""

    what: What
    fact: str = ""
    """the field of `Facts`"""
    proposal: Proposal | None = None
    step: NextStep | None = None
    count: int = 0


def same(one: Proposal, other: Proposal) -> bool:
    """Whether two proposals, perhaps of different rounds, stand for the same theme or ideas."""
    if one.theme is not None and one.theme == other.theme:
        return True
    return bool(set(one.ideas) & set(other.ideas))


def awaited(meeting: Meeting) -> list[Proposal]:
    """Proposals among the first places, by round and place; what was voted on again counts last.

    These are the ones the hall expects a next step for.
    """
    sealed = _sealed(meeting)
    found = [
        (vote.number, place.proposal)
        for vote in sealed
        for place in places(meeting, vote)
        if place.rank <= TOP
    ]
    again = [
        (meeting.rounds[proposal.round].number, proposal)
        for proposal in meeting.proposals.values()
        if meeting.rounds[proposal.round] in sealed
    ]
    return [
        proposal
        for number, proposal in found
        if not any(later > number and same(proposal, other) for later, other in again)
    ]


def steps_for(meeting: Meeting, proposal: Proposal) -> list[NextStep]:
    """Next steps agreed for a proposal, also when they were agreed for it in another round."""
    return [
        step
        for step in ordered(meeting.next_steps)
        if (found := meeting.proposals.get(step.proposal or "")) is not None
        and (found.id == proposal.id or same(found, proposal))
    ]


def without_step(meeting: Meeting) -> list[Proposal]:
    """Awaited proposals for which no next step stands."""
    return [proposal for proposal in awaited(meeting) if not steps_for(meeting, proposal)]


def _sealed(meeting: Meeting) -> list[Round]:
    return [
        vote
        for vote in numbered(meeting.rounds)
        if vote.state is RoundState.SEALED and vote.kind is RoundKind.DOTS and not vote.practice
    ]


def lacking(meeting: Meeting) -> list[Lack]:
    """Everything that is missing: next steps first, then the facts in the protocol's order."""
    return [*_steps(meeting), *_room(meeting), *_facts(meeting)]


def _steps(meeting: Meeting) -> Iterable[Lack]:
    for proposal in without_step(meeting):
        yield Lack(What.STEP, proposal=proposal)
    for step in ordered(meeting.next_steps):
        if not step.responsible:
            yield Lack(What.RESPONSIBLE, step=step)
        if not step.deadline:
            yield Lack(What.DEADLINE, step=step)


def _room(meeting: Meeting) -> Iterable[Lack]:
    if not meeting.stage.ended_at:
        yield Lack(What.END)
    waiting = sum(idea.state is IdeaState.WAITING for idea in meeting.ideas.values())
    if waiting:
        yield Lack(What.WAITING, count=waiting)
    if any(vote.practice for vote in meeting.rounds.values()):
        yield Lack(What.PRACTICE)
    if not any(heads.count for heads in meeting.heads.values()):
        yield Lack(What.HEADS)


def _facts(meeting: Meeting) -> Iterable[Lack]:
    for name in FACTS:
        if not getattr(meeting.facts, name):
            yield Lack(What.FACT, fact=name)
