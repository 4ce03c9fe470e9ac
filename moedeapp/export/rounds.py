"""Which rounds a protocol tells of, and what they were about."""

from moedeapp.model.meeting import Meeting, Round, RoundState, numbered


def in_states(meeting: Meeting, *states: RoundState) -> list[Round]:
    """Rounds in any of the states, by number."""
    return [vote for vote in numbered(meeting.rounds) if vote.state in states]


def asked(meeting: Meeting, vote: Round) -> list[str]:
    """The words of the question a round was about; none when the evening had only one."""
    return [meeting.questions[vote.question].words] if len(meeting.questions) > 1 else []
