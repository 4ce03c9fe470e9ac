"""Which pages the hall can turn to now."""

from moedeapp.model.meeting import Meeting, Phase, Round, RoundState, numbered
from moedeapp.texts import _
from moedeapp.ui.projector import ending, ideas, results, voting, welcome
from moedeapp.ui.projector.sheets import Code, Sheet, Show
from moedeapp.ui.showing import Seen

_UNDER_WAY = (RoundState.OPEN, RoundState.CLOSED)


def show(meeting: Meeting, question: str | None, seen: Seen) -> Show:
    """What the storskærm has to say; `question` is the one in hand at the laptop."""
    stage = meeting.stage
    subject, vote, sheets = _subject(meeting, question, seen)
    marks = []
    if meeting.facts.rehearsal:
        marks.append(_("Rehearsal"))
    if vote is not None and vote.practice:
        marks.append(_("Practice vote"))
    if stage.listening:
        marks.append(_("Now we listen to the citizens"))
    shown = results.revealed(meeting, vote, seen) if _sealed(vote) and vote else []
    return Show(
        key=subject,
        name=sheets[0].short or sheets[0].title,
        sheets=sheets,
        mark=" · ".join(marks),
        corner=_corner(meeting, seen),
        revealed=frozenset(shown),
        focus=shown[0] if shown else "",
    )


def _sealed(vote: Round | None) -> bool:
    return vote is not None and vote.state is RoundState.SEALED


def _corner(meeting: Meeting, seen: Seen) -> Code | None:
    if meeting.stage.phase in (Phase.RESULT, Phase.NEXT_STEPS):
        later = ending.follow(meeting)
        if later is not None:
            return later
    return welcome.corner(seen.join) if seen.join else None


def _subject(
    meeting: Meeting, question: str | None, seen: Seen
) -> tuple[str, Round | None, tuple[Sheet, ...]]:
    """What it is about, as a key; the round it is about; and the sheets."""
    phase = meeting.stage.phase
    vote = on_the_hall(meeting, question, seen)
    row = meeting.questions.get(question or "")
    asked = row.words if row else ""
    if phase in (Phase.FRAMES, Phase.WELCOME):
        return "welcome", None, welcome.sheets(meeting, seen.join)
    if meeting.stage.silent:
        return f"silence {question}", None, (ideas.silence(meeting, question),)
    if phase is Phase.IDEAS:
        return f"ideas {question}", None, ideas.idea_sheets(meeting, question)
    if phase is Phase.THEMES:
        return f"themes {question}", None, ideas.theme_sheets(meeting, question)
    if phase is Phase.NEXT_STEPS:
        return "next steps", None, ending.sheets(meeting)
    if vote is None:
        none = results.none_yet if phase is Phase.RESULT else voting.waiting
        return f"{phase} {question}", None, (none(meeting, asked),)
    if vote.state is RoundState.SEALED:
        return f"{vote.id} sealed", vote, results.sheets(meeting, vote, seen)
    return f"{vote.id} {vote.state}", vote, voting.sheets(meeting, vote)


def on_the_hall(meeting: Meeting, question: str | None, seen: Seen) -> Round | None:
    """The round that is shown in the phases of the vote.

    One under way comes first, whatever the facilitator looks at. With the dots it is a practice
    vote, else the newest round of the question; with the result the one that was chosen, else the
    one sealed last.
    """
    rounds = [vote for vote in numbered(meeting.rounds) if vote.state is not RoundState.CANCELLED]
    for vote in rounds:
        if vote.state in _UNDER_WAY:
            return vote
    sealed = [vote for vote in rounds if vote.state is RoundState.SEALED]
    practice = [vote for vote in rounds if vote.practice]
    if meeting.stage.phase is Phase.RESULT:
        chosen = [vote for vote in sealed if vote.id == seen.result]
        return _last(chosen or sorted(sealed, key=lambda vote: vote.sealed_at))
    mine = [vote for vote in rounds if vote.question == question]
    return _last(practice or mine)


def _last(rounds: list[Round]) -> Round | None:
    return rounds[-1] if rounds else None
