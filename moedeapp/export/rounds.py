"""Which rounds a protocol tells of, and what they were about; a practice vote is none of them."""

from moedeapp.model.meeting import Meeting, Round, RoundKind, RoundState, numbered


def of(meeting: Meeting) -> list[Round]:
    """The meeting's rounds by number."""
    return [vote for vote in numbered(meeting.rounds) if not vote.practice]


def in_states(meeting: Meeting, *states: RoundState) -> list[Round]:
    """Rounds in any of the states, by number."""
    return [vote for vote in of(meeting) if vote.state in states]


def sealed(meeting: Meeting, kind: RoundKind) -> list[Round]:
    """Rounds of a kind that have a result, by number."""
    return [vote for vote in in_states(meeting, RoundState.SEALED) if vote.kind is kind]


def asked(meeting: Meeting, vote: Round) -> list[str]:
    """The words of the question a round was about; none when the evening had only one."""
    return [meeting.questions[vote.question].words] if len(meeting.questions) > 1 else []
