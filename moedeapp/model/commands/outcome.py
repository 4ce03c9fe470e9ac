"""After the vote: decisions that differ from the list, people who offer to help, follow-up."""

from typing import Final, cast

from moedeapp.model.draft import Draft, clean_words, command, is_date, optional_words
from moedeapp.model.errors import BadValue
from moedeapp.model.meeting import Decision, FollowUp, Progress, RoundState, Volunteer

SHORTEST_REASON: Final = 10
"""Fewest characters that say why a proposal was turned down."""


@command()
def decide(draft: Draft, round_key: str, words: str, *, reason: str) -> str:
    """Write down a decision that differs from the list, and why; gives its key."""
    vote = draft.round(round_key)
    if vote.state is not RoundState.SEALED or vote.practice:
        raise BadValue("round", str(vote.number), "out_of_order")
    decision = Decision(
        id=draft.source.new_key(),
        number=draft.next_number("decisions"),
        round=round_key,
        words=clean_words("decision", words),
        reason=clean_words("reason", reason),
    )
    draft.put("decisions", decision)
    draft.record(round=vote.number, decision=decision.number)
    return decision.id


@command()
def take_back(draft: Draft, decision: str) -> None:
    """Take a decision off the protocol."""
    found = cast(Decision, draft.known("decisions", decision))
    draft.drop("decisions", decision)
    draft.record(decision=found.number)


@command(undoable=False)
def sign_up(draft: Draft, name: str, contact: str, *, about: str = "") -> str:
    """Write somebody who offers to help on the list of volunteers; gives the key.

    The list stands by itself: nothing joins it to a ballot, a slip or an idea.
    """
    volunteer = Volunteer(
        id=draft.source.new_key(),
        number=draft.next_number("volunteers"),
        name=clean_words("name", name),
        contact=optional_words("contact", contact),
        about=optional_words("about", about),
    )
    draft.put("volunteers", volunteer)
    return volunteer.id


@command(undoable=False)
def strike_off(draft: Draft, volunteer: str) -> None:
    """Take somebody off the list of volunteers, and out of the file."""
    draft.known("volunteers", volunteer)
    draft.drop("volunteers", volunteer)
    draft.wipes = True


@command()
def follow_up(
    draft: Draft,
    proposal: str,
    progress: Progress,
    *,
    date: str,
    words: str = "",
    effect: str = "",
) -> str:
    """Tell what became of a proposal; turning one down needs a reason; gives the key."""
    asked = draft.lasting_proposal(proposal)
    if not is_date(date):
        raise BadValue("date", date, "not_a_date")
    said = optional_words("words", words)
    if progress is Progress.TURNED_DOWN and len(said.strip()) < SHORTEST_REASON:
        raise BadValue("reason", said, "too_short", SHORTEST_REASON)
    told = FollowUp(
        id=draft.source.new_key(),
        number=draft.next_number("follow_ups"),
        proposal=proposal,
        progress=progress,
        date=date,
        words=said,
        effect=optional_words("effect", effect),
    )
    draft.put("follow_ups", told)
    draft.record(proposal=asked.number, progress=progress.value)
    return told.id
