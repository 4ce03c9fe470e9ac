"""How many ideas are where, kept by what changes and not by counting anew."""

from collections.abc import Sequence

from moedeapp.model.changes import Change
from moedeapp.model.meeting import Idea, IdeaState, Meeting


class Tally:
    """Keys of ideas by state, over all questions."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self._held: dict[IdeaState, dict[str, int]] = {state: {} for state in IdeaState}
        self._where: dict[str, IdeaState] = {}

    def follow(self, meeting: Meeting, changes: Sequence[Change]) -> None:
        """Hold what the meeting holds now; without changes everything is looked through."""
        if not changes:
            self._clear()
            for idea in meeting.ideas.values():
                self._enter(idea)
            return
        for change in changes:
            if change.kind == "ideas":
                self._leave(change.key)
                now = meeting.ideas.get(change.key)
                if now is not None:
                    self._enter(now)

    def _enter(self, idea: Idea) -> None:
        self._where[idea.id] = idea.state
        self._held[idea.state][idea.id] = idea.number

    def _leave(self, key: str) -> None:
        state = self._where.pop(key, None)
        if state is not None:
            del self._held[state][key]

    def count(self, state: IdeaState) -> int:
        """How many ideas are in a state."""
        return len(self._held[state])

    def keys(self, state: IdeaState) -> list[str]:
        """The ideas in a state, the first received first."""
        held = self._held[state]
        return sorted(held, key=held.__getitem__)
