"""Whose words may be printed, and how: quoted, or replaced by the reason they are gone."""

from functools import cached_property

from moedeapp import texts
from moedeapp.model.meeting import Idea, Meeting, Proposal, Theme
from moedeapp.texts import _


def quoted(words: str) -> str:
    """A citizen's words in quotation marks, so that nobody takes them for the facilitator's."""
    return _("“{words}”").format(words=words)


def cut(text: str, signs: int) -> str:
    """The text, or its beginning and three dots when it is longer than that."""
    return text if len(text) <= signs else text[: signs - 1].rstrip() + "…"


class Wordings:
    """What stands on paper for the ideas, themes and proposals of one meeting.

    A theme or a proposal may carry an idea's words as its title; when that idea is hidden, masked
    or withdrawn, the reason stands there as well.
    """

    def __init__(self, meeting: Meeting) -> None:
        self._meeting = meeting

    @cached_property
    def _gone(self) -> dict[str, str]:
        gone: dict[str, str] = {}
        for idea in self._meeting.ideas.values():
            replaced = texts.replacement(idea)
            if replaced is not None:
                gone.update({wording: replaced for wording in (idea.words, idea.text) if wording})
        return gone

    def theme(self, theme: Theme) -> str:
        """A theme's title."""
        return self._gone.get(theme.title, theme.title)

    def proposal(self, proposal: Proposal) -> str:
        """A proposal's title."""
        return self._gone.get(proposal.title) or proposal.title or self._masked(proposal)

    def _masked(self, proposal: Proposal) -> str:
        ideas = self._ideas(proposal)
        gone = (texts.replacement(idea) for idea in ideas if not idea.words)
        return next((words for words in gone if words), _("[words removed]"))

    def by_citizen(self, proposal: Proposal) -> bool:
        """Whether a proposal's title is, word for word, what a citizen said."""
        return any(idea.words == proposal.title for idea in self._ideas(proposal)) and (
            proposal.title not in self._gone and bool(proposal.title)
        )

    def named(self, proposal: Proposal) -> str:
        """A proposal's title, in quotation marks when a citizen said it."""
        title = self.proposal(proposal)
        return quoted(title) if self.by_citizen(proposal) else title

    def _ideas(self, proposal: Proposal) -> list[Idea]:
        ideas = self._meeting.ideas
        return [ideas[key] for key in proposal.ideas if key in ideas]
