"""A vote: proposals frozen, rules fixed at open, the box closed, counted by the seal.

Ballots never enter the meeting's public state. Before the seal a round's only numbers are how many
ballots were cast and how many of them on paper.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import EllipsisType, MappingProxyType
from typing import Any, Final

from moedeapp.model import sealing
from moedeapp.model.board import by_lead, by_theme, in_play, lead_of, theme_lead
from moedeapp.model.codes import stub_code
from moedeapp.model.draft import Draft, clean_words, command, counted
from moedeapp.model.errors import (
    BadValue,
    NotAllKeyed,
    RoundIsOpen,
    RoundNotOpen,
    Unknown,
)
from moedeapp.model.meeting import (
    ByHand,
    Idea,
    Lot,
    Manual,
    Meeting,
    Proposal,
    Role,
    Round,
    RoundKind,
    RoundState,
    Theme,
)
from moedeapp.model.ranking import places, standing

CAP: Final = 2
"""Most dots on one proposal unless the facilitator says otherwise."""

FEWEST_PROPOSALS: Final = 2

MANY_PROPOSALS: Final = 20
"""More than these are hard to choose between; whoever prepares them should be told."""

LONGEST_VOTE: Final = 24 * 60
"""Most minutes a round may be opened or extended for."""

LONGEST_TITLE: Final = 200
"""Most characters of a title the facilitator gives a proposal."""


def usual_dots(proposals: int) -> int:
    """How many dots each gets by default: about a quarter of the proposals, 3 to 7."""
    return min(7, max(3, (proposals + 2) // 4))


@command()
def prepare(
    draft: Draft,
    sources: Sequence[str],
    *,
    question: str | None = None,
    dots: int | None = None,
    cap: int | None = CAP,
    roles: tuple[Role, ...] = (Role.CITIZEN,),
    kind: RoundKind = RoundKind.DOTS,
    open_access: bool = False,
    two_persons: bool = False,
    places: int = 3,
    titles: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Make a round whose proposals are frozen copies of themes and ideas, in the order given.

    `titles` gives a source another title than its own, as it had in an earlier round. Gives the
    round's key. Raises BadValue when an idea would stand behind two proposals.
    """
    asked = draft.question(question).id
    number = draft.next_number("rounds")
    vote = Round(
        id=draft.source.new_key(),
        question=asked,
        number=number,
        state=RoundState.PREPARED,
        dots=usual_dots(len(sources)) if dots is None else dots,
        cap=cap,
        roles=tuple(role for role in Role if role in roles),
        kind=kind,
        open_access=open_access,
        two_persons=two_persons,
        places=places,
    )
    _check_rules(vote)
    draft.put("rounds", vote)
    for place, (source, (title, theme, ideas)) in enumerate(
        zip(sources, _frozen(draft, sources, asked), strict=True), 1
    ):
        if source in titles:
            title = clean_words("title", titles[source], LONGEST_TITLE)
        draft.put(
            "proposals",
            Proposal(draft.source.new_key(), vote.id, place, title, theme, ideas),
        )
    draft.record(round=number, proposals=len(sources), kind=kind.value)
    return vote.id


@command(undoable=False)
def prepare_practice(
    draft: Draft, titles: Sequence[str], *, dots: int = 3, open_access: bool = False
) -> str:
    """Make a practice vote about anything, such as cakes; it leaves nothing behind.

    Gives the round's key.
    """
    draft.traceless = True
    vote = Round(
        id=draft.source.new_key(),
        question=draft.question(None).id,
        number=0,
        state=RoundState.PREPARED,
        dots=dots,
        cap=None,
        roles=tuple(Role),
        practice=True,
        open_access=open_access,
    )
    _check_rules(vote)
    draft.put("rounds", vote)
    for place, title in enumerate(titles, 1):
        words = clean_words("title", title, LONGEST_TITLE)
        draft.put("proposals", Proposal(draft.source.new_key(), vote.id, place, words, None, ()))
    return vote.id


def _frozen(
    draft: Draft, sources: Sequence[str], question: str
) -> Iterable[tuple[str, str | None, tuple[str, ...]]]:
    """Title, theme and ideas of each proposal; checked so that no idea stands behind two."""
    meeting = draft.meeting
    in_themes, in_merges = by_theme(meeting), by_lead(meeting)
    themes: set[str] = set()
    behind: set[str] = set()
    for key in sources:
        title, theme, ideas = _copy(meeting, key, question, in_themes, in_merges)
        if theme is not None:
            if theme in themes:
                raise BadValue("theme", meeting.themes[theme].letter, "duplicate")
            themes.add(theme)
        for idea in ideas:
            if idea.id in behind:
                raise BadValue("idea", str(idea.number), "duplicate")
            behind.add(idea.id)
        yield title, theme, tuple(idea.id for idea in ideas)


def _copy(
    meeting: Meeting,
    key: str,
    question: str,
    in_themes: Mapping[str | None, list[Idea]],
    in_merges: Mapping[str, list[Idea]],
) -> tuple[str, str | None, list[Idea]]:
    source: Theme | Idea
    found: tuple[str, str | None, list[Idea]]
    if key in meeting.themes:
        source = theme_lead(meeting.themes, meeting.themes[key])
        found = (source.title, source.id, in_themes.get(source.id, []))
    elif key in meeting.ideas:
        source = lead_of(meeting.ideas, meeting.ideas[key])
        if not in_play(source):
            raise BadValue("idea", str(source.number), "not_allowed")
        found = (source.text, None, in_merges[source.id])
    else:
        raise Unknown("proposals", key)
    if source.question != question:
        raise BadValue("question", found[0], "not_allowed")
    title, theme, ideas = found
    return title, theme, [idea for idea in ideas if in_play(idea)]


@command()
def change_rules(
    draft: Draft,
    round_key: str,
    *,
    dots: int | None = None,
    cap: int | EllipsisType | None = ...,
    roles: tuple[Role, ...] | None = None,
    kind: RoundKind | None = None,
    open_access: bool | None = None,
    two_persons: bool | None = None,
    places: int | None = None,
) -> None:
    """Set the rules of a round that is not open yet; what is not given stays."""
    before = _in_state(draft, round_key, RoundState.PREPARED)
    given: dict[str, Any] = {
        "dots": dots,
        "kind": kind,
        "open_access": open_access,
        "two_persons": two_persons,
        "places": places,
        "roles": None if roles is None else tuple(role for role in Role if role in roles),
    }
    after = replace(before, **{name: value for name, value in given.items() if value is not None})
    if cap is not ...:
        after = replace(after, cap=cap)
    _check_rules(after)
    draft.put("rounds", after)
    draft.record(
        round=before.number,
        kind=after.kind.value,
        dots=after.dots,
        cap=after.cap,
        roles=list(after.roles),
        open_access=after.open_access,
        two_persons=after.two_persons,
        places=after.places,
    )


def _check_rules(vote: Round) -> None:
    counted("dots", vote.dots, 100, 1)
    counted("places", vote.places, 100, 1)
    if vote.two_persons and vote.open_access:
        # A ballot without a slip cannot be found again by a second person.
        raise BadValue("round", str(vote.number), "not_allowed")
    if vote.cap is not None:
        counted("cap", vote.cap, least=1)
    if not vote.roles:
        raise BadValue("roles", "", "empty")


@command()
def rename_proposal(draft: Draft, proposal: str, title: str) -> None:
    """Give a proposal a title of its own, before its round opens."""
    before = draft.proposal(proposal)
    vote = _in_state(draft, before.round, RoundState.PREPARED)
    draft.put("proposals", replace(before, title=clean_words("title", title, LONGEST_TITLE)))
    draft.record(round=vote.number, proposal=before.number)


@command(undoable=False)
def hand_out(draft: Draft, round_key: str, slips: int) -> None:
    """Say how many slips were handed out."""
    before = draft.round(round_key)
    draft.traceless = before.practice
    draft.put("rounds", replace(before, handed_out=counted("slips", slips)))
    draft.record(round=before.number, handed_out=slips)


@command(undoable=False)
def open(draft: Draft, round_key: str, *, minutes: int | None = None) -> None:  # noqa: A001 (it is the word)
    """Freeze the rules, draw the proposals' numbers, and take ballots; for so long if it is said.

    Only one round is under way at a time.
    """
    for other in draft.meeting.rounds.values():
        if other.state in (RoundState.OPEN, RoundState.CLOSED):
            raise RoundIsOpen(other.number)
    vote = _in_state(draft, round_key, RoundState.PREPARED)
    proposals = draft.proposals(round_key)
    if len(proposals) < FEWEST_PROPOSALS:
        raise BadValue("proposals", str(len(proposals)), "too_few", FEWEST_PROPOSALS)
    drawn = sorted(proposals, key=lambda proposal: (draft.chance(), proposal.id))
    for number, proposal in enumerate(drawn, 1):
        draft.put("proposals", replace(proposal, number=number))
    ends = "" if minutes is None else draft.later(counted("minutes", minutes, LONGEST_VOTE, 1))
    draft.put("rounds", replace(vote, state=RoundState.OPEN, opened_at=draft.now(), ends_at=ends))
    draft.record(
        round=vote.number,
        proposals=len(proposals),
        kind=vote.kind.value,
        dots=vote.dots,
        cap=vote.cap,
        roles=list(vote.roles),
        open_access=vote.open_access,
        drawn=[proposal.id for proposal in drawn],
    )


@command(undoable=False)
def extend(draft: Draft, round_key: str, minutes: int) -> None:
    """Give more time, counted from the planned end or, if that is past, from now."""
    vote = _in_state(draft, round_key, RoundState.OPEN)
    counted("minutes", minutes, LONGEST_VOTE, 1)
    from_when = max(vote.ends_at, draft.now()) if vote.ends_at else draft.now()
    draft.put("rounds", replace(vote, ends_at=draft.later(minutes, from_when)))
    draft.record(round=vote.number, minutes=minutes)


@command(undoable=False)
def print_names(draft: Draft, round_key: str) -> None:
    """Say that paper ballots with the names of the proposals were printed for this vote."""
    vote = _in_state(draft, round_key, RoundState.OPEN, RoundState.CLOSED)
    draft.traceless = vote.practice
    draft.put("rounds", replace(vote, names_on_paper=True))
    draft.record(round=vote.number)


@command(undoable=False)
def close(draft: Draft, round_key: str) -> None:
    """Close the box: devices hand in no more; paper slips and sticker dots can be keyed now."""
    vote = _in_state(draft, round_key, RoundState.OPEN)
    draft.put("rounds", replace(vote, state=RoundState.CLOSED, closed_at=draft.now()))
    draft.record(round=vote.number, cast=vote.cast)


@command(undoable=False)
def seal(draft: Draft, round_key: str) -> None:
    """Count a closed round and destroy every link from slip to ballot, all or nothing.

    Raises NotAllKeyed when the second person has slips left.
    """
    vote = _in_state(draft, round_key, RoundState.CLOSED)
    if vote.two_persons and vote.confirmed < vote.paper:
        raise NotAllKeyed(vote.paper - vote.confirmed)
    box = _box(draft, round_key)
    _check_stickers(draft, vote, box)
    made = sealing.sealed(
        vote, draft.proposals(round_key), box, draft.now(), draft.chance, stub_code
    )
    for kind, row in made.rows():
        draft.put(kind, row)
    _destroy(draft, box)
    draft.put("rounds", made.round)
    draft.record(
        round=vote.number,
        cast=made.round.cast,
        paper=made.round.paper,
        blank=made.round.blank,
        unused=made.round.unused,
        contested=made.round.contested,
        stickers=made.round.stickers,
        channels=made.round.channels,
        digest=made.round.digest,
    )


def _check_stickers(draft: Draft, vote: Round, box: sealing.Box) -> None:
    """No more sticker dots than those could put who handed in no ballot; says no number."""
    heads = draft.heads(vote.roles)
    if heads and box.stickers:
        most = max(0, heads - len(box.ballots)) * vote.dots
        if sum(sticker.dots for sticker in box.stickers) > most:
            raise BadValue("stickers", "", "not_allowed")


@command(undoable=False)
def cancel(draft: Draft, round_key: str, why: str) -> None:
    """Give up a round that is under way; its ballots are destroyed and it has no result."""
    vote = _in_state(draft, round_key, RoundState.OPEN, RoundState.CLOSED)
    why = clean_words("why", why)
    _destroy(draft, _box(draft, round_key))
    draft.put("rounds", replace(vote, state=RoundState.CANCELLED, closed_at=draft.now()))
    draft.record(round=vote.number, cast=vote.cast, why=why)


@command(undoable=False)
def end_practice(draft: Draft, round_key: str) -> None:
    """End a practice vote, wherever it is; nothing of it stays."""
    vote = draft.round(round_key)
    if not vote.practice:
        raise BadValue("round", str(vote.number), "not_allowed")
    draft.traceless = True
    _destroy(draft, _box(draft, round_key))
    _drop(draft, round_key)


@command(undoable=False)
def correct(
    draft: Draft, round_key: str, proposal: str, *, dots: int, persons: int, reason: str
) -> None:
    """Add to, or with numbers below 0 take from, a sealed result; the sealed sums stay beside it.

    Raises BadValue for no change at all, and when the result would fall below nothing.
    """
    vote = _in_state(draft, round_key, RoundState.SEALED)
    if vote.kind is not RoundKind.DOTS or draft.proposal(proposal).round != round_key:
        raise Unknown("proposals", proposal)
    now = standing(draft.meeting, proposal)
    if not dots and not persons:
        raise BadValue("dots", "0", "empty")
    counted("dots", now.dots + dots)
    counted("persons", now.persons + persons)
    change = Manual(
        id=draft.source.new_key(),
        round=round_key,
        proposal=proposal,
        source=ByHand.CORRECTION,
        dots=dots,
        persons=persons,
        reason=clean_words("reason", reason),
        at=draft.now(),
    )
    draft.put("manual", change)
    number = draft.proposal(proposal).number
    draft.record(round=vote.number, proposal=number, dots=dots, persons=persons)


@command(undoable=False)
def draw(draft: Draft, round_key: str, place: int, *, seed: str = "") -> tuple[str, ...]:
    """Draw lots among the proposals that share a place; gives their keys in the order drawn.

    The order is that of SHA-256 of "seed:number", so whoever has the seed can draw again. A place
    is drawn once.
    """
    vote = _in_state(draft, round_key, RoundState.SEALED)
    level = [p.proposal for p in places(draft.meeting, vote) if p.rank == place and p.shared]
    drawn_before = any(
        lot.round == round_key and lot.place == place for lot in draft.meeting.lots.values()
    )
    if not level or drawn_before:
        raise BadValue("rank", str(place), "not_allowed")
    seed = clean_words("seed", seed or draft.source.new_key())
    order = tuple(p.id for p in sorted(level, key=lambda p: lot_order(seed, p.number)))
    draft.put("lots", Lot(f"{round_key}.{place}", round_key, place, seed, order))
    draft.record(round=vote.number, place=place, seed=seed)
    return order


def lot_order(seed: str, number: int) -> str:
    """What a proposal's number draws with a seed; the smallest comes first."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


@command()
def remove(draft: Draft, round_key: str) -> None:
    """Take away a round that is not open yet; BadValue "in_use" when something rests on it."""
    vote = _in_state(draft, round_key, RoundState.PREPARED)
    keys = {proposal.id for proposal in draft.proposals(round_key)}
    resting = {step.proposal for step in draft.meeting.next_steps.values()}
    resting |= {told.proposal for told in draft.meeting.follow_ups.values()}
    if resting & keys:
        raise BadValue("round", str(vote.number), "in_use")
    draft.wipes = vote.practice
    _drop(draft, round_key)
    draft.record(round=vote.number)


def _drop(draft: Draft, round_key: str) -> None:
    """Take a round away with everything made for it, what rests on proposals first."""
    for kind in (*sealing.KINDS, "lots", "rejected", "proposals"):
        rows: Mapping[str, Any] = getattr(draft.meeting, kind)
        for row in rows.values():
            if row.round == round_key:
                draft.drop(kind, row.id)
    draft.drop("rounds", round_key)


def _box(draft: Draft, round_key: str) -> sealing.Box:
    return sealing.Box(
        draft.secrets.ballots(round_key),
        draft.secrets.open_stubs(round_key),
        draft.secrets.stickers(round_key),
    )


def _destroy(draft: Draft, box: sealing.Box) -> None:
    draft.wipes = True  # even of a round that holds nothing but what was taken back
    draft.destroy("open_stubs", box.open_stubs)
    draft.destroy("stickers", box.stickers)
    draft.destroy("ballots", box.ballots)


def _in_state(draft: Draft, round_key: str, *states: RoundState) -> Round:
    vote = draft.round(round_key)
    if vote.state not in states:
        raise RoundNotOpen(vote.number, vote.state)
    draft.traceless = vote.practice
    return vote
