"""The list of a closed round: places by dots, shared when the dots are equal."""

from collections.abc import Sequence
from dataclasses import dataclass

from moedeapp.model.counting import Option, ranked
from moedeapp.model.meeting import Meeting, Proposal, Round, RoundState, numbered


@dataclass(frozen=True, slots=True)
class Place:
    """One proposal's line in the list."""

    rank: int
    shared: bool
    proposal: Proposal
    dots: int
    persons: int


def proposals_of(meeting: Meeting, vote: Round) -> list[Proposal]:
    """What stands on the ballot of a round, by number."""
    return [p for p in numbered(meeting.proposals) if p.round == vote.id]


def places(meeting: Meeting, vote: Round) -> list[Place]:
    """The list from the top, equal dots by number; empty unless the round is closed."""
    if vote.state is not RoundState.CLOSED:
        return []
    proposals = {p.id: p for p in proposals_of(meeting, vote)}
    results = {key: meeting.results[key] for key in proposals}
    lines = ranked(
        [Option(p.id, p.title) for p in proposals.values()],
        {key: result.dots for key, result in results.items()},
        {key: result.persons for key, result in results.items()},
    )
    return [
        Place(line.rank, line.shared, proposals[line.option.id], line.dots, line.persons)
        for line in lines
    ]


def ties(listed: Sequence[Place]) -> list[tuple[int, list[int]]]:
    """Every shared place with the numbers of the proposals that share it."""
    shared: dict[int, list[int]] = {}
    for place in listed:
        if place.shared:
            shared.setdefault(place.rank, []).append(place.proposal.number)
    return list(shared.items())
