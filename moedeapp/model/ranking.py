"""The list of a sealed round: places by dots, shared when the dots are equal."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from moedeapp.model.counting import Option, ranked
from moedeapp.model.meeting import (
    ByHand,
    Meeting,
    Proposal,
    Result,
    Round,
    RoundState,
    numbered,
)

TOP: Final = 3
"""Places that matter most: their next step is asked for, and their margins are told."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Dots and persons of a proposal now, and what corrections since the seal added."""

    dots: int
    persons: int
    dots_corrected: int = 0
    persons_corrected: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """One proposal's line in the list, corrections included; tables are as they were sealed."""

    rank: int
    shared: bool
    proposal: Proposal
    dots: int
    persons: int
    sealed: Result

    @property
    def corrected(self) -> bool:
        """Whether the numbers are no longer those of the seal."""
        return (self.dots, self.persons) != (self.sealed.dots, self.sealed.persons)


def proposals_of(meeting: Meeting, vote: Round) -> list[Proposal]:
    """What stands on the ballot of a round, by number."""
    return [p for p in numbered(meeting.proposals) if p.round == vote.id]


def standing(meeting: Meeting, proposal: str) -> Standing:
    """What a proposal of a sealed round has now; costs all manual counts."""
    sealed = meeting.results[proposal]
    corrections = [
        manual
        for manual in meeting.manual.values()
        if manual.proposal == proposal and manual.source is ByHand.CORRECTION
    ]
    dots = sum(manual.dots for manual in corrections)
    persons = sum(manual.persons for manual in corrections)
    return Standing(sealed.dots + dots, sealed.persons + persons, dots, persons)


def places(meeting: Meeting, vote: Round) -> list[Place]:
    """The list from the top, equal dots by number; empty unless the round is sealed."""
    if vote.state is not RoundState.SEALED:
        return []
    proposals = {p.id: p for p in proposals_of(meeting, vote) if p.id in meeting.results}
    now = {key: standing(meeting, key) for key in proposals}
    lines = ranked(
        [Option(p.id, p.title) for p in proposals.values()],
        {key: stands.dots for key, stands in now.items()},
        {key: stands.persons for key, stands in now.items()},
    )
    return [
        Place(
            line.rank,
            line.shared,
            proposals[line.option.id],
            line.dots,
            line.persons,
            meeting.results[line.option.id],
        )
        for line in lines
    ]


def ties(listed: Sequence[Place]) -> list[tuple[int, list[int]]]:
    """Every shared place with the numbers of the proposals that share it."""
    shared: dict[int, list[int]] = {}
    for place in listed:
        if place.shared:
            shared.setdefault(place.rank, []).append(place.proposal.number)
    return list(shared.items())


def gaps(listed: Sequence[Place], top: int = TOP) -> list[tuple[Place, Place]]:
    """Neighbours with different places, from the top place down to what follows place `top`."""
    ranks = {place.rank: place for place in listed}
    return [(above, below) for above, below in pairwise(ranks.values()) if above.rank <= top]
