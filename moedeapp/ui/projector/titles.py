"""What the hall may read of the titles of themes and proposals."""

from collections.abc import Iterable
from functools import cached_property

from moedeapp.model.board import by_theme, in_play, public_ideas
from moedeapp.model.draft import folded
from moedeapp.model.meeting import Idea, IdeaState, Meeting, Proposal, Theme
from moedeapp.texts import _

_TAKEN_AWAY = (IdeaState.HIDDEN, IdeaState.WITHDRAWN)


def not_shown() -> str:
    """What stands where words were that the hall may not read."""
    return _("[not shown]")


class Titles:
    """Titles as the hall reads them.

    A theme or a proposal may carry an idea's words as its title. They are not shown when the idea
    is not public, unless a public idea says the same.
    """

    def __init__(self, meeting: Meeting) -> None:
        self._meeting = meeting

    @cached_property
    def _public(self) -> frozenset[str]:
        return frozenset(folded(idea.text) for idea in public_ideas(self._meeting))

    @cached_property
    def _taken_away(self) -> frozenset[str]:
        ideas = self._meeting.ideas.values()
        return _wordings(idea for idea in ideas if idea.state in _TAKEN_AWAY) - self._public

    @cached_property
    def _groups(self) -> dict[str | None, list[Idea]]:
        """Ideas by the theme they count under now, and by the one they were put in."""
        groups = by_theme(self._meeting)
        for idea in self._meeting.ideas.values():
            groups.setdefault(idea.theme, []).append(idea)
        return groups

    def theme(self, theme: Theme) -> str:
        """A theme's title."""
        return self._title(theme.title, self._groups.get(theme.id, []))

    def proposal(self, proposal: Proposal) -> str:
        """A proposal's title."""
        ideas = [self._meeting.ideas[key] for key in proposal.ideas if key in self._meeting.ideas]
        if proposal.theme is None and ideas and not any(map(in_play, ideas)):
            return not_shown()
        return self._title(proposal.title, [*ideas, *self._groups.get(proposal.theme or "", [])])

    def _title(self, title: str, ideas: Iterable[Idea]) -> str:
        words = folded(title)
        held_back = _wordings(idea for idea in ideas if not in_play(idea)) - self._public
        gone = not words or words in self._taken_away or words in held_back
        return not_shown() if gone else title


def _wordings(ideas: Iterable[Idea]) -> frozenset[str]:
    return frozenset(folded(words) for idea in ideas for words in (idea.words, idea.text) if words)
