"""The end of the evening: who does what, and when and where the answer comes."""

from moedeapp.model.address import bare, link, public_address
from moedeapp.model.errors import BadValue
from moedeapp.model.meeting import Meeting, NextStep, ordered
from moedeapp.texts import _, advisory, date, field
from moedeapp.ui.projector.sheets import Block, Code, Look, Pair, Paragraph, Sheet, Step
from moedeapp.ui.projector.titles import Titles


def sheets(meeting: Meeting) -> tuple[Sheet, ...]:
    """What was agreed, then the thanks."""
    steps = ordered(meeting.next_steps)
    title = meeting.facts.title
    answer = meeting.facts.answer_by
    note = _("You get an answer: {when}").format(when=answer) if answer else advisory()
    if not steps:
        words = Paragraph(_("Now we agree on what happens next."), Look.LOUD)
        first = Sheet(_("Next steps"), (words,), eyebrow=title, calm=True, note=note)
    else:
        blocks = tuple(_step(meeting, step) for step in steps)
        first = Sheet(_("Next steps"), blocks, eyebrow=title, note=note)
    return first, _thanks(meeting)


def _step(meeting: Meeting, step: NextStep) -> Step:
    proposal = meeting.proposals.get(step.proposal) if step.proposal else None
    said = [
        (field("responsible"), step.responsible),
        (field("deadline"), _day(step.deadline)),
    ]
    below = " · ".join(
        _("{field}: {words}").format(field=name, words=words or _("not agreed"))
        for name, words in said
    )
    return Step(Titles(meeting).proposal(proposal) if proposal else "", step.action, below)


def _day(text: str) -> str:
    try:
        return date(text) if text else ""
    except BadValue:
        return text


def _thanks(meeting: Meeting) -> Sheet:
    facts = meeting.facts
    blocks: list[Block] = [
        Pair(field(key), words)
        for key, words in (
            ("answer_by", facts.answer_by), ("answer_where", facts.answer_where),
            ("decides", facts.decides),
        )
        if words
    ]  # fmt: skip
    return Sheet(
        _("Thank you for this evening"),
        tuple(blocks),
        eyebrow=facts.title,
        note=advisory(),
        large=True,
    )


def follow(meeting: Meeting) -> Code | None:
    """The public address the facilitator has typed, for the time after the meeting."""
    address = public_address(meeting.facts.answer_where)
    if not address:
        return None
    lead = _("Follow what becomes of it")
    return Code(link(address), bare(address), lead=lead)
