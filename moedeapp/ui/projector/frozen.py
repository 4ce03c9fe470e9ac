"""A picture that is kept, and what must not be kept with it."""

from dataclasses import dataclass, replace

from pyrsistent import pmap

from moedeapp.model.board import in_play
from moedeapp.model.meeting import Idea, Meeting
from moedeapp.ui.showing import Seen


@dataclass(frozen=True, slots=True)
class Held:
    """What the pages were made from when the picture was frozen."""

    meeting: Meeting
    question: str | None
    seen: Seen


def still_public(held: Meeting, now: Meeting) -> Meeting:
    """The meeting as it was kept, without what the hall may not read any more.

    What has come since is left out. What was shown and is hidden, masked, reworded or gone since is
    as it is now: freezing never keeps words in sight.
    """
    ideas = {key: row for key, idea in held.ideas.items() if (row := _of_today(idea, now))}
    themes = {
        key: replace(theme, title=now.themes[key].title) if key in now.themes else theme
        for key, theme in held.themes.items()
    }
    proposals = {
        key: replace(proposal, title=now.proposals[key].title) if key in now.proposals else proposal
        for key, proposal in held.proposals.items()
    }
    return replace(held, ideas=pmap(ideas), themes=pmap(themes), proposals=pmap(proposals))


def _of_today(idea: Idea, now: Meeting) -> Idea | None:
    today = now.ideas.get(idea.id)
    if today is None:
        return None if in_play(idea) else idea
    if in_play(idea) and not in_play(today):
        return replace(today, theme=idea.theme, merged_into=idea.merged_into)
    return replace(idea, words=today.words, edited=today.edited, masked=today.masked or idea.masked)
