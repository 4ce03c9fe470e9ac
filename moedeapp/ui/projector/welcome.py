"""The beginning of the evening: who asks what, within which frames, and how to take part."""

from moedeapp.model.errors import BadValue
from moedeapp.model.meeting import FRAMES, Meeting, ordered
from moedeapp.texts import _, date, field, name
from moedeapp.ui.projector.sheets import Block, Code, Item, Logo, Look, Pair, Paragraph, Sheet
from moedeapp.ui.showing import Join


def no_phone() -> str:
    """What those without a phone do; the paper counts as much."""
    return _("No phone? Use the slip.")


def sheets(meeting: Meeting, join: Join | None) -> tuple[Sheet, ...]:
    """The title with the question and the way in, then the frames."""
    frames = frame_pairs(meeting)
    first = _first(meeting, join)
    if not frames:
        return (first,)
    title = _("The frames of the evening")
    return first, Sheet(title, frames, eyebrow=meeting.facts.title, note=no_phone())


def _first(meeting: Meeting, join: Join | None) -> Sheet:
    facts, organisation = meeting.facts, meeting.organisation
    blocks: list[Block] = [Logo(organisation.logo)] if organisation.logo else []
    asked = [question for question in ordered(meeting.questions) if question.words]
    if len(asked) == 1:
        blocks.append(Paragraph(asked[0].words))
    else:
        blocks += [Item(question.words, mark=str(question.position)) for question in asked]
    kind = name(facts.type) if facts.type else ""
    said = " · ".join(part for part in (kind, _day(facts.date), facts.place) if part)
    if said:
        blocks.append(Paragraph(said, Look.QUIET))
    return Sheet(
        facts.title or _("Welcome to the meeting"),
        tuple(blocks),
        eyebrow=" · ".join(part for part in (organisation.name, facts.host) if part),
        aside=() if join is None else (way_in(join),),
        note=no_phone(),
        large=True,
    )


def _day(text: str) -> str:
    try:
        return date(text) if text else ""
    except BadValue:
        return text


def frame_pairs(meeting: Meeting) -> tuple[Pair, ...]:
    """The frames that are filled, or left unsettled on purpose; the type stands on page one."""
    facts = meeting.facts
    words = {key: str(getattr(facts, key) or "") for key in FRAMES if key != "type"}
    for key in words:
        if not words[key] and key in facts.unresolved:
            words[key] = field("unresolved")
    return tuple(Pair(field(key), said) for key, said in words.items() if said)


def way_in(join: Join) -> Code:
    """The code at the size of the page, for those who arrive."""
    said = [_("Wi-Fi: {network}.").format(network=join.network)] if join.network else []
    below = " ".join([*said, _("No app, no name.")])
    return Code(join.url, join.address, lead=_("Join with your phone"), below=below)


def corner(join: Join) -> Code:
    """The code in the corner, for those who come later."""
    return Code(join.url, join.address, lead=_("Join with your phone"), below=join.network)
