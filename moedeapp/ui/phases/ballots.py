"""What the pages about a vote read from the meeting."""

from moedeapp.model.meeting import Meeting, Round, RoundKind, numbered
from moedeapp.texts import _, capital, dots, field, name


def newest_round(meeting: Meeting, question: str | None) -> Round | None:
    """The round of a question with the highest number; a practice vote is none of its rounds."""
    found = [
        vote for vote in numbered(meeting.rounds) if vote.question == question and not vote.practice
    ]
    return found[-1] if found else None


def rules(vote: Round) -> str:
    """The rules of a round in one line."""
    if vote.kind is RoundKind.AGREEMENT:
        said = [capital(name(vote.kind))]
    else:
        said = [_("{dots} each").format(dots=dots(vote.dots))]
        if vote.cap is not None:
            said.append(_("at most {cap} on the same proposal").format(cap=vote.cap))
    said.append(field("open_access") if vote.open_access else with_code())
    if vote.two_persons:
        said.append(field("two_persons"))
    return " · ".join(said)


def with_code() -> str:
    """What a vote with slips is called where it is chosen."""
    return _("Ballot slips with a code")
