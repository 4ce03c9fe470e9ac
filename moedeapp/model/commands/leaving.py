"""How a meeting is left: cleared up when all is over, or moved to another computer."""

from dataclasses import replace
from typing import Final, cast

from moedeapp.model.commands.ideas import masking
from moedeapp.model.draft import Draft, command
from moedeapp.model.errors import BadValue, RoundIsOpen
from moedeapp.model.meeting import Idea, IdeaState, Reason, RoundState, Status

_UNDER_WAY: Final = (RoundState.OPEN, RoundState.CLOSED)
_UNPRINTED: Final = (IdeaState.HIDDEN, IdeaState.WITHDRAWN)
"""States of ideas whose words the protocol replaces by why they are gone."""


@command(undoable=False)
def clear_up(draft: Draft) -> int:
    """Remove slips, history, copies and the words of hidden and withdrawn ideas, for good.

    Nothing the protocol prints is touched. Gives how many ideas lost their words. Raises BadValue
    unless the protocol is final, and RoundIsOpen.
    """
    if draft.meeting.stage.status is not Status.FINAL:
        raise BadValue("status", draft.meeting.stage.status, "out_of_order")
    for vote in draft.meeting.rounds.values():
        if vote.state in _UNDER_WAY:
            raise RoundIsOpen(vote.number)
    for kind in ("slips", "batches"):
        for row in draft.all(kind):
            draft.drop(kind, row.id)
    cleared = [idea for idea in cast(list[Idea], draft.all("ideas")) if _has_unprinted_words(idea)]
    for idea in cleared:
        words = masking(draft, idea, idea.reason or Reason.MISTAKE)
        for kind in ("themes", "proposals"):
            for row in draft.all(kind):
                draft.put(kind, words.clean(row))
        draft.put("ideas", replace(idea, words="", edited=None, salt="", source=""))
    draft.wipes = draft.clears = draft.forgets = True
    draft.record(ideas=sorted(idea.number for idea in cleared))
    return len(cleared)


def _has_unprinted_words(idea: Idea) -> bool:
    return idea.state in _UNPRINTED and not idea.masked and bool(idea.words)


@command(undoable=False)
def move_away(draft: Draft) -> None:
    """Say that the meeting goes on elsewhere; ballots of an open vote are only there from now on.

    Raises BadValue when it was moved before.
    """
    for vote in draft.meeting.rounds.values():
        if vote.state in _UNDER_WAY:
            draft.destroy("open_stubs", draft.secrets.open_stubs(vote.id))
            draft.destroy("stickers", draft.secrets.stickers(vote.id))
            draft.destroy("ballots", draft.secrets.ballots(vote.id))
            draft.put(
                "rounds",
                replace(
                    vote, state=RoundState.CANCELLED, cast=0, paper=0, confirmed=0, contested=0,
                    stickers=False,
                ),
            )  # fmt: skip
    draft.wipes = draft.forgets = True
    draft.put("stage", replace(draft.meeting.stage, status=Status.MOVED))
    draft.record(moved=True)
