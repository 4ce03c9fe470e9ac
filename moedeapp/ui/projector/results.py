"""The result of a sealed round, as far as it is revealed, and the other ways to read it."""

from collections.abc import Sequence
from typing import Final

from moedeapp.model.meeting import Meeting, Proposal, Round, RoundKind
from moedeapp.model.ranking import Place as Ranked
from moedeapp.model.ranking import places, proposals_of
from moedeapp.texts import (
    _,
    about_bridges,
    about_shares,
    about_support,
    about_those_present,
    advisory,
    at_least,
    before_correction,
    bridge,
    capital,
    cost,
    field,
    listed,
    number,
    objections,
    turnout,
)
from moedeapp.ui.projector.sheets import Block, Item, Look, Paragraph, Place, Sheet, Steps
from moedeapp.ui.projector.titles import Titles
from moedeapp.ui.projector.voting import subject
from moedeapp.ui.showing import Seen

TOP: Final = 3
"""Places that stand out."""

BRIDGES: Final = 3
"""Bridge-builders that are shown."""


def none_yet(meeting: Meeting, asked: str) -> Sheet:
    """There is no result to show."""
    words = Paragraph(_("There is no result yet."), Look.LOUD)
    return Sheet(asked or _("Result"), (words,), eyebrow=meeting.facts.title, short=_("Result"),
                 calm=True)  # fmt: skip


def order(meeting: Meeting, vote: Round) -> list[str]:
    """Keys of the proposals as they stand in the result, from the top."""
    if vote.kind is RoundKind.AGREEMENT:
        return [p.id for p in proposals_of(meeting, vote) if p.id in meeting.answers]
    return [place.proposal.id for place in places(meeting, vote)]


def revealed(meeting: Meeting, vote: Round, seen: Seen) -> list[str]:
    """Keys of what is revealed, from the top; the first is what was revealed last."""
    keys = order(meeting, vote)
    shown = min(len(keys), seen.revealed.get(vote.id, 0))
    return keys[len(keys) - shown :]


def sheets(meeting: Meeting, vote: Round, seen: Seen) -> tuple[Sheet, ...]:
    """What the hall may see of a sealed round."""
    keys, shown = order(meeting, vote), revealed(meeting, vote, seen)
    if not shown:
        return (_soon(meeting, vote),)
    if vote.kind is RoundKind.AGREEMENT:
        return (_agreement(meeting, vote, frozenset(shown), seen),)
    first = _ranking(meeting, vote, frozenset(shown))
    if len(shown) < len(keys):
        return (first,)
    return first, *_second_lists(meeting, vote), _reading(meeting, vote)


def _soon(meeting: Meeting, vote: Round) -> Sheet:
    return Sheet(
        _("The result comes now"),
        (
            Paragraph(f"{turnout(vote.cast, vote.handed_out)}.", Look.LOUD),
            Paragraph(_("Nobody could see a count while we voted.")),
        ),
        eyebrow=_about(meeting, vote),
        calm=True,
        note=advisory(),
    )


def _about(meeting: Meeting, vote: Round) -> str:
    title = "" if vote.practice else meeting.facts.title
    return " · ".join(part for part in (title, subject(vote)) if part)


# --- dots


def _ranking(meeting: Meeting, vote: Round, shown: frozenset[str]) -> Sheet:
    listed_places, titles = places(meeting, vote), Titles(meeting)
    most = max((place.dots for place in listed_places), default=0) or 1
    with_tables = any(place.sealed.tables is not None for place in listed_places)
    headings = (field("dots"), field("persons"), *((field("tables"),) if with_tables else ()))

    def line(place: Ranked) -> Place:
        if place.proposal.id not in shown:
            return Place(place.proposal.id)
        return Place(
            place.proposal.id,
            titles.proposal(place.proposal),
            number(place.rank),
            place.dots / most,
            _numbers(vote, place, with_tables=with_tables),
            top=place.rank <= TOP,
        )

    ties = [Paragraph(words) for words in _ties(listed_places, titles, shown)]
    return Sheet(
        _("What we put first"),
        (
            *map(line, listed_places),
            *ties,
            *_corrected(listed_places),
        ),
        fact=turnout(vote.cast, vote.handed_out),
        eyebrow=_about(meeting, vote),
        headings=headings,
        note=advisory(),
    )


def _numbers(vote: Round, place: Ranked, *, with_tables: bool) -> tuple[str, ...]:
    persons = number(place.persons)
    found = [number(place.dots), at_least(persons) if vote.stickers else persons]
    if with_tables:
        support, tables = place.sealed.support, place.sealed.tables
        known = support is not None and tables is not None
        found.append(_("{n} of {all}").format(n=support, all=tables) if known else "–")
    return tuple(found)


def _ties(listed_places: Sequence[Ranked], titles: Titles, shown: frozenset[str]) -> list[str]:
    """A sentence for each shared place that is revealed as a whole."""
    shared: dict[int, list[Proposal]] = {}
    for place in listed_places:
        if place.shared:
            shared.setdefault(place.rank, []).append(place.proposal)
    return [
        _("{proposals} got equally many dots and share place {place}.").format(
            proposals=listed(_quoted(titles.proposal(each)) for each in level), place=rank
        )
        for rank, level in shared.items()
        if all(each.id in shown for each in level)
    ]


def _quoted(words: str) -> str:
    return _("“{words}”").format(words=words)


def _corrected(listed_places: Sequence[Ranked]) -> tuple[Paragraph, ...]:
    if not any(place.corrected for place in listed_places):
        return ()
    words = _("The result was corrected after the seal. Tables and shares are as before that.")
    return (Paragraph(words, Look.QUIET),)


# --- further pages


def _second_lists(meeting: Meeting, vote: Round) -> list[Sheet]:
    corrected = any(place.corrected for place in places(meeting, vote))
    note = f"{capital(before_correction())}. {advisory()}" if corrected else advisory()
    found = []
    for title, about, items in (
        (_("Bridge-builders"), about_bridges(), _bridges(meeting, vote)),
        (_("Equal shares"), about_shares(), _shares(meeting, vote)),
    ):
        if items:
            blocks: tuple[Block, ...] = (*items, Paragraph(about, Look.QUIET))
            found.append(Sheet(title, blocks, eyebrow=_about(meeting, vote), note=note))
    return found


def _bridges(meeting: Meeting, vote: Round) -> list[Item]:
    titles = Titles(meeting)
    found = [
        (result.bridge, proposal, result.support or 0, result.tables or 0)
        for proposal in proposals_of(meeting, vote)
        if (result := meeting.results.get(proposal.id)) and result.bridge is not None
    ]
    found.sort(key=lambda each: each[0])
    return [
        Item(
            titles.proposal(proposal),
            mark=number(place),
            below=capital(bridge(support, tables)),
            strong=True,
        )
        for place, proposal, support, tables in found
        if place <= BRIDGES
    ]


def _shares(meeting: Meeting, vote: Round) -> list[Item]:
    titles = Titles(meeting)
    found = [share for share in meeting.shares.values() if share.round == vote.id]
    items = []
    for share in sorted(found, key=lambda share: share.place):
        below = [] if share.cost else [capital(cost(share.cost))]
        others = [meeting.proposals[key] for key in share.tied if key != share.proposal]
        if others:
            names = listed(_quoted(titles.proposal(each)) for each in others)
            below.append(_("Level with {proposals}").format(proposals=names))
        proposal = meeting.proposals[share.proposal]
        items.append(
            Item(
                titles.proposal(proposal),
                mark=number(share.place),
                below=". ".join(below),
                strong=True,
            )
        )
    return items


def _reading(meeting: Meeting, vote: Round) -> Sheet:
    return Sheet(
        _("How to read the numbers"),
        (Paragraph(about_support()), Paragraph(about_those_present())),
        eyebrow=_about(meeting, vote),
        note=advisory(),
    )


# --- agreement


def _agreement(meeting: Meeting, vote: Round, shown: frozenset[str], seen: Seen) -> Sheet:
    titles = Titles(meeting)
    in_words = vote.id in seen.objections

    def block(proposal: Proposal) -> Steps:
        if proposal.id not in shown:
            return Steps(proposal.id)
        said = sorted(o.words for o in meeting.objections.values() if o.proposal == proposal.id)
        told = tuple(map(_objection, said)) if in_words else (objections(len(said)),)
        return Steps(
            proposal.id,
            titles.proposal(proposal),
            str(proposal.number),
            meeting.answers[proposal.id].counts,
            told if said else (),
        )

    answered = [p for p in proposals_of(meeting, vote) if p.id in meeting.answers]
    return Sheet(
        _("How far we agree"),
        tuple(map(block, answered)),
        fact=turnout(vote.cast, vote.handed_out),
        eyebrow=_about(meeting, vote),
        note=advisory(),
    )


def _objection(words: str) -> str:
    return _("Objection: {words}").format(words=_quoted(words))
