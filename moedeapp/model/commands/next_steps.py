"""What happens after the meeting: who does what with a proposal, and when."""

from dataclasses import replace
from typing import cast

from moedeapp.model.draft import Draft, clean_words, command, is_date, optional_words
from moedeapp.model.errors import BadValue
from moedeapp.model.meeting import NextStep


@command()
def add(
    draft: Draft,
    action: str,
    *,
    proposal: str | None = None,
    responsible: str = "",
    deadline: str = "",
    effect: str = "",
) -> str:
    """Agree on an action; deadline is a date or empty; gives its key."""
    if proposal is not None:
        draft.lasting_proposal(proposal)
    positions = [step.position for step in cast(list[NextStep], draft.all("next_steps"))]
    step = NextStep(
        id=draft.source.new_key(),
        position=max(positions, default=0) + 1,
        action=clean_words("action", action),
        proposal=proposal,
        responsible=optional_words("responsible", responsible),
        deadline=_date(deadline),
        effect=optional_words("effect", effect),
    )
    draft.put("next_steps", step)
    draft.record(step=step.position)
    return step.id


@command()
def change(
    draft: Draft,
    step: str,
    *,
    action: str | None = None,
    responsible: str | None = None,
    deadline: str | None = None,
    effect: str | None = None,
) -> None:
    """Change what was agreed; None leaves a field as it is."""
    before = _step(draft, step)
    after = replace(
        before,
        action=before.action if action is None else clean_words("action", action),
        responsible=before.responsible
        if responsible is None
        else optional_words("responsible", responsible),
        deadline=before.deadline if deadline is None else _date(deadline),
        effect=before.effect if effect is None else optional_words("effect", effect),
    )
    draft.put("next_steps", after)
    draft.record(step=before.position)


@command()
def remove(draft: Draft, step: str) -> None:
    """Take an action off the list."""
    draft.record(step=_step(draft, step).position)
    draft.drop("next_steps", step)


def _step(draft: Draft, key: str) -> NextStep:
    return cast(NextStep, draft.known("next_steps", key))


def _date(value: str) -> str:
    if value and not is_date(value):
        raise BadValue("deadline", value, "not_a_date")
    return value
