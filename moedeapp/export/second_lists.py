"""Two other ways to read the dots: bridge-builders and equal shares, beside the list itself."""

from collections.abc import Iterable

from moedeapp import texts
from moedeapp.export import ranking_list, rounds
from moedeapp.export.blocks import Block, Cell, Column, Heading, Paragraph, Table, Words, plain
from moedeapp.export.wordings import Wordings
from moedeapp.model.meeting import Meeting, Result, Round, RoundKind, Share
from moedeapp.texts import _, ngettext, pgettext


def section(meeting: Meeting, wordings: Wordings) -> Iterable[Block]:
    """The section of the protocol; nothing when no vote has such a list."""
    told = {
        vote.number: (*_bridges(meeting, vote, wordings), *_shares(meeting, vote, wordings))
        for vote in rounds.sealed(meeting, RoundKind.DOTS)
    }
    told = {number: blocks for number, blocks in told.items() if blocks}
    if told:
        yield Heading(_("6b. Bridge-builders and equal shares"))
    for number, (first, *blocks) in told.items():
        if len(told) > 1:
            yield Heading(texts.thing("rounds", number), 2)
        yield first
        yield from blocks
        vote = next(vote for vote in rounds.of(meeting) if vote.number == number)
        if ranking_list.corrections(meeting, vote):
            yield Paragraph(
                _("The result was corrected after the seal. Tables and shares are as before that.")
            )


# --- bridge-builders


def _bridges(meeting: Meeting, vote: Round, wordings: Wordings) -> Iterable[Block]:
    results = [result for result in meeting.results.values() if result.round == vote.id]
    if all(result.bridge is None for result in results):
        return
    yield Heading(_("Bridge-builders"), 2)
    yield Paragraph(texts.about_bridges())
    found = sorted(
        (r for r in results if r.bridge is not None and r.bridge < _rank(r, results)),
        key=lambda result: result.bridge or 0,
    )
    if not found:
        yield Paragraph(_("No proposal stands higher among the bridge-builders than on the list."))
        return
    yield Table(
        (
            Column(_("No."), 0.07),
            Column(texts.field("proposal"), 0.49),
            Column(texts.field("support"), 0.28),
            Column(_("Place on the list by dots"), 0.16, right=True),
        ),
        tuple(_bridge(meeting, result, _rank(result, results), wordings) for result in found),
        named_by=1,
    )


def _rank(result: Result, results: Iterable[Result]) -> int:
    """The place by dots when the round was sealed; bridges are as they were then, too."""
    return 1 + sum(other.dots > result.dots for other in results)


def _bridge(meeting: Meeting, result: Result, rank: int, wordings: Wordings) -> tuple[Cell, ...]:
    proposal = meeting.proposals[result.id]
    return (
        plain(str(proposal.number)),
        plain(wordings.named(proposal)),
        plain(texts.capital(texts.bridge(result.support or 0, result.tables or 0))),
        plain(texts.number(rank)),
    )


# --- equal shares


def shares_of(meeting: Meeting, vote: Round) -> list[Share]:
    """The list of equal shares of a round, by place."""
    found = (share for share in meeting.shares.values() if share.round == vote.id)
    return sorted(found, key=lambda share: share.place)


def _shares(meeting: Meeting, vote: Round, wordings: Wordings) -> Iterable[Block]:
    found = shares_of(meeting, vote)
    if not found:
        return
    yield Heading(_("Equal shares"), 2)
    yield Paragraph(texts.about_shares())
    yield Table(
        (
            Column(pgettext("on a list", "Place"), 0.1),
            Column(_("No."), 0.07),
            Column(texts.field("proposal"), 0.49),
            Column(texts.field("note"), 0.34),
        ),
        tuple(_share(meeting, share, wordings) for share in found),
        named_by=2,
    )


def _share(meeting: Meeting, share: Share, wordings: Wordings) -> tuple[Cell, ...]:
    proposal = meeting.proposals[share.proposal]
    others = sorted(meeting.proposals[key].number for key in share.tied if key != proposal.id)
    notes = [] if share.cost else [Words(texts.cost(share.cost))]
    if others:
        level = ngettext(
            "level with proposal {numbers}", "level with proposals {numbers}", len(others)
        ).format(numbers=texts.listed(map(str, others)))
        notes.append(Words(level))
    return (
        plain(texts.number(share.place)),
        plain(str(proposal.number)),
        plain(wordings.named(proposal)),
        tuple(notes),
    )
