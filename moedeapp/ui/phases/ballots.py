"""What the pages about a vote read from the meeting."""

from collections.abc import Mapping

from moedeapp.model.meeting import (
    Meeting,
    Proposal,
    Role,
    Round,
    RoundKind,
    RoundState,
    SlipState,
    numbered,
)
from moedeapp.model.ranking import places
from moedeapp.texts import _, capital, dots, field, listed, name, number


def newest_round(meeting: Meeting, question: str | None) -> Round | None:
    """The round of a question with the highest number; a practice vote is none of its rounds."""
    found = [
        vote for vote in numbered(meeting.rounds) if vote.question == question and not vote.practice
    ]
    return found[-1] if found else None


def practice_round(meeting: Meeting) -> Round | None:
    """The practice vote that was not ended yet."""
    return next((vote for vote in meeting.rounds.values() if vote.practice), None)


def round_in_hand(meeting: Meeting, question: str | None) -> Round | None:
    """The practice vote while there is one, else the newest round of the question."""
    return practice_round(meeting) or newest_round(meeting, question)


def round_name(vote: Round) -> str:
    """What a round is called on the screen."""
    if vote.practice:
        return _("Practice vote")
    return _("Round {number}").format(number=vote.number)


def has_slips(meeting: Meeting) -> bool:
    """Whether there are slips that people can vote with."""
    return any(slip.state is SlipState.ISSUED for slip in meeting.slips.values())


def rules(vote: Round) -> str:
    """How a ballot of the round is filled in, in one line."""
    if vote.kind is RoundKind.AGREEMENT:
        return capital(name(vote.kind))
    said = _("{dots} each").format(dots=dots(vote.dots))
    if vote.cap is None:
        return said
    return f"{said} · " + _("at most {cap} on the same proposal").format(cap=vote.cap)


def terms(vote: Round) -> str:
    """Who votes in the round and how, in one line."""
    said = [field("open_access") if vote.open_access else with_code()]
    if not vote.open_access and vote.roles != (Role.CITIZEN,):
        said.append(_("Voting: {roles}").format(roles=listed(roles()[role] for role in vote.roles)))
    if vote.two_persons:
        said.append(field("two_persons"))
    return " · ".join(said)


def roles() -> Mapping[Role, str]:
    """The roles in the plural, as they stand inside a sentence."""
    return {
        Role.CITIZEN: _("citizens"),
        Role.POLITICIAN: _("politicians"),
        Role.STAFF: _("staff"),
    }


def with_code() -> str:
    """What a vote with slips is called where it is chosen."""
    return _("Ballot slips with a code")


# --- once more about the first places


def first_places(meeting: Meeting, vote: Round, top: int) -> list[Proposal]:
    """The first places of a sealed round; a place that is shared at the edge comes in whole."""
    return [place.proposal for place in places(meeting, vote) if place.rank <= top]


def source_of(proposal: Proposal) -> str:
    """The theme or idea that a proposal is a copy of."""
    return proposal.theme or proposal.ideas[0]


def some(count: int) -> str:
    """A small number in letters, as it is spoken."""
    words = {
        2: _("two"), 3: _("three"), 4: _("four"), 5: _("five"), 6: _("six"), 7: _("seven"),
        8: _("eight"), 9: _("nine"), 10: _("ten"),
    }  # fmt: skip
    return words.get(count, number(count))


def is_sealed(vote: Round | None) -> bool:
    """Whether a round has a result."""
    return vote is not None and vote.state is RoundState.SEALED
