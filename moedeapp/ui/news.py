"""What a screen reader is told of the evening's turns, whoever made them."""

from collections.abc import Iterable

from moedeapp.model.changes import Change
from moedeapp.model.meeting import Round, RoundState, Row, Stage
from moedeapp.texts import _, name, thing


def news(changes: Iterable[Change]) -> list[str]:
    """A sentence for a phase that was entered, and for a vote that opened, closed or was sealed."""
    told: list[str] = []
    for change in changes:
        before, after = change.before, change.after
        if isinstance(after, Stage) and isinstance(before, Stage) and before.phase != after.phase:
            told.append(_("The phase is now {phase}.").format(phase=name(after.phase)))
        elif isinstance(after, Round) and _state(before) != after.state:
            told += _of(after)
    return told


def _state(row: Row | None) -> RoundState | None:
    return row.state if isinstance(row, Round) else None


def _of(vote: Round) -> list[str]:
    which = _("The practice vote") if vote.practice else thing("rounds", vote.number)
    words = {
        RoundState.OPEN: _("{vote} is open."),
        RoundState.CLOSED: _("{vote} is closed."),
        RoundState.SEALED: _("{vote} is sealed and counted."),
        RoundState.CANCELLED: _("{vote} is called off."),
    }
    return [words[vote.state].format(vote=which)] if vote.state in words else []
