"""How far people agreed on each proposal, with what they had against it right beside it."""

from collections.abc import Iterable

from moedeapp import texts
from moedeapp.export.blocks import Block, Cell, Column, Table, Voice, Words, plain
from moedeapp.export.wordings import Wordings, quoted
from moedeapp.model.meeting import Agreement, Meeting, Objection, Proposal, Round
from moedeapp.model.ranking import proposals_of
from moedeapp.texts import _

_STEP = 0.11


def answers(meeting: Meeting, vote: Round, wordings: Wordings) -> Iterable[Block]:
    """The five counts of every proposal of a sealed round, by number."""
    steps = [Column(texts.name(step), _STEP, right=True) for step in Agreement]
    yield Table(
        (Column(texts.field("proposal"), 1 - _STEP * len(steps)), *steps),
        tuple(_row(meeting, proposal, wordings) for proposal in proposals_of(meeting, vote)),
        key=f"answers.{vote.number}",
    )


def objections_to(meeting: Meeting, proposal: Proposal) -> list[Objection]:
    """What was said against a proposal, in an order that tells nothing."""
    found = (objection for objection in meeting.objections.values())
    return sorted((o for o in found if o.proposal == proposal.id), key=lambda o: o.id)


def _row(meeting: Meeting, proposal: Proposal, wordings: Wordings) -> tuple[Cell, ...]:
    said = [
        Words(_("Objection: {words}").format(words=quoted(objection.words)), Voice.CITIZEN)
        for objection in objections_to(meeting, proposal)
    ]
    title = Words(f"{proposal.number}. {wordings.named(proposal)}", Voice.STRONG)
    counts = meeting.answers[proposal.id].counts
    return ((title, *said), *(plain(texts.number(count)) for count in counts))
