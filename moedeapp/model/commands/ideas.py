"""What citizens say: taking it in, showing or hiding it, and putting like with like."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar, cast

from moedeapp.model import phases
from moedeapp.model.board import in_play, lead_of, leading_themes
from moedeapp.model.commands.themes import new_theme
from moedeapp.model.draft import (
    LONGEST,
    Draft,
    Masking,
    clean_words,
    command,
    commitment,
    counted,
    folded,
    optional_words,
    point,
)
from moedeapp.model.errors import BadValue, Unknown
from moedeapp.model.meeting import (
    Channel,
    Idea,
    IdeaState,
    NextStep,
    Note,
    Proposal,
    Reason,
    Role,
    Theme,
)

T = TypeVar("T", int, str, tuple[int, int])

LONGEST_FROM_PHONE: Final = 500
"""Most characters of an idea from a phone."""

FEWEST_TO_FIND: Final = 12
"""Fewest characters of masked words that are looked for elsewhere; fewer say too little."""

_DEVICES: Final = (Channel.PHONE, Channel.TABLE)
_AWAY: Final = (IdeaState.HIDDEN, IdeaState.PARKED, IdeaState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Incoming:
    """An idea from outside the room, before the meeting has it.

    `theme` is a title; `part_of` is the index, in the same batch, of the idea it is merged into.
    """

    words: str
    theme: str = ""
    table: int | None = None
    role: Role = Role.CITIZEN
    channel: Channel | None = None
    part_of: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class StillSaid:
    """Where masked words still stand; false when nowhere.

    Ideas and notes by number, themes by letter, proposals by number of round and proposal, next
    steps by position.
    """

    ideas: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    themes: tuple[str, ...] = ()
    proposals: tuple[tuple[int, int], ...] = ()
    next_steps: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return any((self.ideas, self.notes, self.themes, self.proposals, self.next_steps))


# --- taking it in


@command()
def add(
    draft: Draft,
    words: str,
    *,
    question: str | None = None,
    table: int | None = None,
    role: Role = Role.CITIZEN,
    channel: Channel = Channel.FACILITATOR,
) -> str:
    """Write down an idea as it was said, by the facilitator's hand; gives its key.

    Raises NowListening when only citizens speak, BadValue for empty or too long words.
    """
    if channel in _DEVICES:
        raise BadValue("channel", channel, "not_allowed")
    return _take_in(draft, Incoming(words, table=table, role=role, channel=channel), question).id


@command(by_citizen=True)
def receive(
    draft: Draft,
    words: str,
    *,
    channel: Channel,
    question: str | None = None,
    table: int | None = None,
    role: Role = Role.CITIZEN,
    key: str = "",
) -> str:
    """Take in an idea from a phone or a table's device; it waits for review; gives its key.

    The idea's key is `key` when the device gave one, as `key_of` makes it: the same message again
    changes nothing.
    """
    if channel not in _DEVICES:
        raise BadValue("channel", channel, "not_allowed")
    if key and draft.find("ideas", key) is not None:
        return key
    words = clean_words("words", words, LONGEST_FROM_PHONE)
    incoming = Incoming(words, table=table, role=role, channel=channel)
    return _take_in(draft, incoming, question, key).id


def key_of(message: str) -> str:
    """The key of the idea that a message from a device brings.

    Who knows the message can find its idea again; who knows the idea cannot find the message.
    """
    return hashlib.sha256(f"idea {message}".encode()).hexdigest()[:16]


@command()
def bring_in(
    draft: Draft,
    ideas: Sequence[Incoming],
    *,
    question: str | None = None,
    channel: Channel = Channel.IMPORT,
) -> list[str]:
    """Take in many ideas at once with their themes and merges; gives their keys in order."""
    taken: list[Idea] = []
    asked = draft.question(question).id
    themes = {theme.title: theme.id for theme in leading_themes(draft.meeting, asked)}
    for incoming in ideas:
        idea = _take_in(draft, replace(incoming, channel=incoming.channel or channel), asked)
        title = optional_words("title", incoming.theme).strip()
        if title:
            if title not in themes:
                themes[title] = new_theme(draft, title, asked).id
            idea = replace(idea, theme=themes[title])
            draft.put("ideas", idea)
        taken.append(idea)
    for idea, incoming in zip(taken, ideas, strict=True):
        if incoming.part_of is not None:
            if not 0 <= incoming.part_of < len(taken):
                raise Unknown("ideas", str(incoming.part_of))
            _merge_one(draft, idea.id, taken[incoming.part_of].id)
    draft.record(
        channel=channel.value,
        received=[_receipt(idea) for idea in taken],
    )
    return [idea.id for idea in taken]


def _take_in(draft: Draft, incoming: Incoming, question: str | None, key: str = "") -> Idea:
    phases.check_speaker(draft.meeting, incoming.role)
    channel = incoming.channel or Channel.IMPORT
    if incoming.table is not None:
        counted("table", incoming.table, least=1)
    idea = Idea(
        id=key or draft.source.new_key(),
        number=draft.next_number("ideas"),
        question=draft.question(question).id,
        words=clean_words("words", incoming.words, LONGEST),
        salt=draft.source.new_salt(),
        channel=channel,
        state=phases.arrival(draft.meeting, channel),
        received_at=draft.now(),
        role=incoming.role,
        table=incoming.table,
        # A file's name may hold bytes that are no text.
        source=incoming.source.encode(errors="replace").decode(),
    )
    draft.put("ideas", idea)
    draft.record(channel=channel.value, received=[_receipt(idea)])
    return idea


def _receipt(idea: Idea) -> dict[str, Any]:
    return {"idea": idea.number, "sha256": commitment(idea.words, idea.salt)}


@command(by_citizen=True)
def withdraw(draft: Draft, idea: str) -> None:
    """The author takes an idea back, before it was shown; its number stays."""
    before = _unshown(draft, idea)
    draft.put("ideas", replace(before, state=IdeaState.WITHDRAWN))
    draft.record(ideas=[before.number], **_hand_over(draft, [idea]))


@command(by_citizen=True)
def correct(draft: Draft, idea: str, words: str) -> None:
    """The author says it anew, before it was shown."""
    before = _unshown(draft, idea)
    after = replace(
        before,
        words=clean_words("words", words, LONGEST_FROM_PHONE),
        salt=draft.source.new_salt(),
    )
    draft.put("ideas", after)
    draft.record(received=[_receipt(after)])


def _unshown(draft: Draft, key: str) -> Idea:
    idea = draft.idea(key)
    if idea.state is not IdeaState.WAITING or idea.channel not in _DEVICES:
        raise BadValue("idea", str(idea.number), "not_allowed")
    return idea


# --- wording and showing


@command()
def edit(draft: Draft, idea: str, words: str | None) -> None:
    """Lay another wording over the original one; None takes the layer away."""
    before = draft.idea(idea)
    if before.masked:
        raise BadValue("idea", str(before.number), "masked")
    layer = None if words is None else clean_words("words", words, LONGEST)
    draft.put("ideas", replace(before, edited=None if layer == before.words else layer))
    draft.record(ideas=[before.number])


@command()
def show(draft: Draft, *ideas: str) -> None:
    """Let the hall see ideas; in the silent phase they are held until `end_silence`."""
    if draft.meeting.stage.silent:
        # What the hall has seen already is not taken back.
        ideas = tuple(key for key in ideas if draft.idea(key).state is not IdeaState.SHOWN)
        _set_state(draft, ideas, IdeaState.READY, None)
    else:
        _set_state(draft, ideas, IdeaState.SHOWN, None)


@command()
def hide(draft: Draft, *ideas: str, reason: Reason) -> None:
    """Keep ideas out of sight, with the reason the protocol prints."""
    _set_state(draft, ideas, IdeaState.HIDDEN, reason)


@command()
def park(draft: Draft, *ideas: str) -> None:
    """Put ideas on the parking list."""
    _set_state(draft, ideas, IdeaState.PARKED, None)


def _set_state(draft: Draft, keys: Iterable[str], state: IdeaState, reason: Reason | None) -> None:
    numbers = []
    keys = tuple(keys)
    for key in keys:
        before = draft.idea(key)
        if before.masked:
            raise BadValue("idea", str(before.number), "masked")
        if before.state is IdeaState.WITHDRAWN:
            raise BadValue("idea", str(before.number), "not_allowed")
        draft.put("ideas", replace(before, state=state, reason=reason))
        numbers.append(before.number)
    why = {"reason": reason.value} if reason else {}
    draft.record(ideas=numbers, **why, **_hand_over(draft, keys))


@command(undoable=False)
def mask(draft: Draft, idea: str, reason: Reason) -> StillSaid:
    """Destroy the words of an idea for good; number, table and theme stay.

    The words also leave the idea's themes and proposals that are called so, and the stored
    history. Gives where else they still stand, for somebody to look at.
    """
    before = draft.idea(idea)
    if before.masked:
        raise BadValue("idea", str(before.number), "masked")
    gone = masking(draft, before, reason)
    for kind in ("themes", "proposals"):
        for row in draft.all(kind):
            draft.put(kind, gone.clean(row))
    draft.put("ideas", gone.clean(before))
    draft.masked.append(gone)
    draft.record(ideas=[before.number], reason=reason.value, **_hand_over(draft, [idea]))
    return _still_said(draft, gone)


def masking(draft: Draft, idea: Idea, reason: Reason) -> Masking:
    """What must go with the words of an idea, and why they go."""
    versions = [idea, *draft.versions_of(idea.id)]
    others = [
        other
        for other in cast(list[Idea], draft.all("ideas"))
        if other.id != idea.id and in_play(other)
    ]
    return Masking(
        idea=idea.id,
        reason=reason,
        wordings=frozenset(
            folded(words) for v in versions for words in (v.words, v.edited) if words
        ),
        themes=frozenset(_themes(draft, idea, versions)),
        still_said=frozenset(folded(words) for o in others for words in (o.words, o.text)),
    )


def _themes(draft: Draft, idea: Idea, versions: Iterable[Idea]) -> set[str]:
    """Themes an idea is in, by itself or through others, or was in and that are no more."""
    found = {v.theme for v in versions if v.theme and draft.find("themes", v.theme) is None}
    for key in (idea.theme, draft.lead(idea.id).theme):
        while key is not None:
            found.add(key)
            key = draft.theme(key).merged_into
    return found


def _still_said(draft: Draft, masking: Masking) -> StillSaid:
    wordings = [words for words in masking.wordings if len(words) >= FEWEST_TO_FIND]

    def said(*texts: str | None) -> bool:
        return any(words in text.casefold() for text in texts if text for words in wordings)

    ideas = cast(list[Idea], draft.all("ideas"))
    notes = cast(list[Note], draft.all("notes"))
    themes = cast(list[Theme], draft.all("themes"))
    proposals = cast(list[Proposal], draft.all("proposals"))
    steps = cast(list[NextStep], draft.all("next_steps"))
    return StillSaid(
        ideas=_in_order(i.number for i in ideas if said(i.words, i.edited)),
        notes=_in_order(n.number for n in notes if said(n.words)),
        themes=_in_order(t.letter for t in themes if said(t.title)),
        proposals=_in_order(
            (draft.round(p.round).number, p.number) for p in proposals if said(p.title)
        ),
        next_steps=_in_order(s.position for s in steps if said(s.action, s.responsible, s.effect)),
    )


def _in_order(found: Iterable[T]) -> tuple[T, ...]:
    return tuple(sorted(found))


# --- like with like


@command()
def place(draft: Draft, positions: Mapping[str, tuple[float, float]]) -> None:
    """Move notes on the board, in board units; any number in one act."""
    for key, (x, y) in positions.items():
        x, y = point(x, y)
        draft.put("ideas", replace(draft.idea(key), x=x, y=y))


@command()
def merge(draft: Draft, ideas: Sequence[str], into: str) -> None:
    """Let ideas count as one, led by `into`; every original stays whole.

    Raises BadValue "cycle" when one of them already leads `into`.
    """
    numbers = [draft.idea(key).number for key in ideas]
    if not numbers:
        raise BadValue("ideas", "0", "too_few", 1)
    for key in ideas:
        _merge_one(draft, key, into)
    draft.record(ideas=numbers, into=draft.idea(into).number)


def _merge_one(draft: Draft, key: str, into: str) -> None:
    idea, lead = draft.idea(key), draft.idea(into)
    for one in (idea, lead):
        if one.masked:
            raise BadValue("idea", str(one.number), "masked")
    if idea.question != lead.question:
        raise BadValue("idea", str(idea.number), "not_allowed")
    above = lead
    while above.id != key and above.merged_into is not None:
        above = draft.idea(above.merged_into)
    if above.id == key:
        raise BadValue("idea", str(idea.number), "cycle")
    if _away(above):
        raise BadValue("idea", str(above.number), "not_allowed")
    draft.put("ideas", replace(idea, merged_into=into))


def _away(idea: Idea) -> bool:
    """Whether an idea left the board, and not only waits to come to it."""
    return idea.masked or idea.state in _AWAY


def _hand_over(draft: Draft, keys: Iterable[str]) -> dict[str, list[int]]:
    """Let no idea go with a lead that left the board: its lowest number still there leads.

    Gives the numbers of the new leads as a fact for the journal, if there are any.
    """
    ideas = {idea.id: idea for idea in cast(list[Idea], draft.all("ideas"))}
    leads = {lead_of(ideas, ideas[key]).id for key in keys}
    groups: dict[str, list[Idea]] = {key: [] for key in leads if _away(ideas[key])}
    for idea in ideas.values() if groups else ():
        lead = lead_of(ideas, idea).id
        if lead in groups and lead != idea.id:
            groups[lead].append(idea)
    new = sorted(
        _crown(draft, ideas[lead], led) for lead, led in groups.items() if not all(map(_away, led))
    )
    return {"leads": new} if new else {}


def _crown(draft: Draft, lead: Idea, led: Iterable[Idea]) -> int:
    """Put the lowest number in the lead's place on the board; gives that number."""
    heir = min(
        (idea for idea in led if not _away(idea)), key=lambda idea: (not in_play(idea), idea.number)
    )
    for idea in led:
        if idea.merged_into == lead.id:
            draft.put("ideas", replace(idea, merged_into=heir.id))
    place = replace(heir, merged_into=None, theme=lead.theme, x=lead.x, y=lead.y)
    draft.put("ideas", place)
    return heir.number


@command()
def split(draft: Draft, *ideas: str) -> None:
    """Let merged ideas stand for themselves again, in the theme where they counted."""
    numbers = []
    for key in ideas:
        before = draft.idea(key)
        if before.merged_into is None:
            raise BadValue("idea", str(before.number), "not_allowed")
        lead = lead_of(draft.meeting.ideas, before)
        draft.put("ideas", replace(before, merged_into=None, theme=before.theme or lead.theme))
        numbers.append(before.number)
    draft.record(ideas=numbers, **_hand_over(draft, ideas))
