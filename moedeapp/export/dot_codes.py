"""The public list: every dot code of every sealed vote, and how to count it all again."""

from collections import Counter
from collections.abc import Iterable

from moedeapp import texts
from moedeapp.export import rounds
from moedeapp.export.blocks import Block, Cell, Column, Heading, Listing, Paragraph, Table, plain
from moedeapp.export.wordings import Wordings
from moedeapp.model.meeting import (
    ByHand,
    Manual,
    Meeting,
    Proposal,
    Round,
    RoundKind,
    Stub,
)
from moedeapp.model.ranking import proposals_of
from moedeapp.texts import _


def stubs_of(meeting: Meeting, vote: Round) -> list[Stub]:
    """The dot codes of a sealed round, by code."""
    found = (stub for stub in meeting.stubs.values() if stub.round == vote.id)
    return sorted(found, key=lambda stub: stub.code)


def manual_of(meeting: Meeting, vote: Round) -> list[Manual]:
    """What was counted by hand in a sealed round, by proposal, source and time."""
    order = list(ByHand)
    found = (manual for manual in meeting.manual.values() if manual.round == vote.id)
    return sorted(
        found,
        key=lambda m: (
            meeting.proposals[m.proposal].number,
            order.index(m.source),
            m.at,
            m.id,
        ),
    )


def lists(meeting: Meeting, wordings: Wordings) -> Iterable[Block]:
    """The codes of every sealed vote on dots, and what they are for."""
    sealed = rounds.sealed(meeting, RoundKind.DOTS)
    if not sealed:
        yield Paragraph(_("There are no dot codes, because no vote on dots is sealed."))
        return
    yield Paragraph(
        _(
            "Find your own dots: your phone gave you a code for each proposal you put dots on. "
            "Beside the code stands the number of the proposal and how many dots you gave it. "
            "Only you know which codes are yours. Paper slips have no codes you can know. Where "
            "fewer than five slips were on paper, they stand on the list among the others."
        )
    )
    yield Paragraph(
        _(
            "Count again: the dots of a proposal are all dots beside its number, and what was "
            "counted by hand. Its persons are how often its number stands here, and those counted "
            "by hand. The program recount.py, which lies in this document, does the same. "
            "Tables, bridge-builders and equal shares were counted when the vote was sealed. They "
            "cannot be counted again from this list."
        )
    )
    for vote in sealed:
        if len(sealed) > 1:
            yield Heading(texts.thing("rounds", vote.number), 2)
        yield Paragraph(_("Dots / persons, by where they were counted:"))
        yield _sums(meeting, vote, wordings)
        yield from _list(meeting, vote)


def _list(meeting: Meeting, vote: Round) -> Iterable[Block]:
    found = stubs_of(meeting, vote)
    if not found:
        yield Paragraph(_("There are no dot codes in this vote."))
        return
    yield Paragraph(f"{texts.capital(texts.stubs(len(found)))}:")
    yield Listing(
        (texts.field("code"), _("No."), texts.field("dots")),
        tuple(
            (stub.code, str(meeting.proposals[stub.proposal].number), str(stub.dots))
            for stub in found
        ),
        key=f"stubs.{vote.number}",
    )


def _sums(meeting: Meeting, vote: Round, wordings: Wordings) -> Table:
    """Where each proposal's dots and persons come from."""
    parts: dict[str, Counter[tuple[str, str]]] = {}
    for stub in stubs_of(meeting, vote):
        _add(parts.setdefault("", Counter()), stub.proposal, stub.dots, 1)
    for manual in manual_of(meeting, vote):
        part = parts.setdefault(manual.source.value, Counter())
        _add(part, manual.proposal, manual.dots, manual.persons)
    shown = ["", *(source.value for source in ByHand if source.value in parts)]
    share = 0.15
    return Table(
        (
            Column(texts.field("proposal"), 1 - share * (len(shown) + 1)),
            *(Column(_source(name), share, right=True) for name in shown),
            Column(_("All together"), share, right=True),
        ),
        tuple(
            _sum(proposal, [parts.get(name, Counter()) for name in shown], wordings)
            for proposal in proposals_of(meeting, vote)
        ),
        key=f"sums.{vote.number}",
    )


def _add(part: Counter[tuple[str, str]], proposal: str, dots: int, persons: int) -> None:
    part[proposal, "dots"] += dots
    part[proposal, "persons"] += persons


def _source(name: str) -> str:
    return texts.capital(texts.name(ByHand(name))) if name else texts.field("stubs")


def _sum(
    proposal: Proposal, parts: Iterable[Counter[tuple[str, str]]], wordings: Wordings
) -> tuple[Cell, ...]:
    numbers = [(part[proposal.id, "dots"], part[proposal.id, "persons"]) for part in parts]
    numbers.append((sum(dots for dots, _p in numbers), sum(persons for _d, persons in numbers)))
    return (
        plain(f"{proposal.number}. {wordings.named(proposal)}"),
        *(plain(_pair(dots, persons)) for dots, persons in numbers),
    )


def _pair(dots: int, persons: int) -> str:
    """Dots and persons in a narrow column."""
    if not (dots or persons):
        return "–"
    return f"{texts.number(dots)} / {texts.number(persons)}"
