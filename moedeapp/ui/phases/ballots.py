"""What the pages about a vote read from the meeting."""

from moedeapp.model.meeting import Meeting, Proposal, Round, numbered
from moedeapp.texts import _, dots


def newest_round(meeting: Meeting, question: str | None) -> Round | None:
    """The round of a question with the highest number."""
    found = [vote for vote in numbered(meeting.rounds) if vote.question == question]
    return found[-1] if found else None


def proposals_of(meeting: Meeting, vote: Round) -> list[Proposal]:
    """What stands on the ballot of a round, by number."""
    return [proposal for proposal in numbered(meeting.proposals) if proposal.round == vote.id]


def rules(vote: Round) -> str:
    """The rules of a round in one line."""
    each = _("{dots} each").format(dots=dots(vote.dots))
    if vote.cap is None:
        return each
    return each + " · " + _("at most {cap} on the same proposal").format(cap=vote.cap)
