"""Results as tables and JSON, and counting without a meeting."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from moedeapp.cli.speaking import (
    command,
    file_argument,
    flag,
    option,
    place_heading,
    print_json,
    table,
)
from moedeapp.intake.problems import Told
from moedeapp.model import counting
from moedeapp.model.meeting import Agreement, ByHand, Meeting, Round, RoundKind, Share
from moedeapp.model.ranking import Place, gaps, places, proposals_of, ties
from moedeapp.model.shares import Share as EqualShare
from moedeapp.model.shares import equal_shares
from moedeapp.texts import (
    _,
    advisory,
    blanks,
    capital,
    listed,
    margin,
    mark,
    name,
    notice,
    rank,
    tables,
    tie,
    turnout,
    unused,
)


def print_result(meeting: Meeting, vote: Round) -> None:
    """Print a sealed round: the list, what separates it, and how it came about."""
    if vote.kind is RoundKind.AGREEMENT:
        _print_answers(meeting, vote)
        return
    ranked = places(meeting, vote)
    with_tables = any(place.sealed.tables for place in ranked)
    headings = [place_heading(), _("No."), _("Proposal"), _("Dots"), _("Persons")]
    table(
        [*headings, *([_("Tables")] if with_tables else [])],
        [_row(place, with_tables) for place in ranked],
    )
    click.echo()
    for words in (
        turnout(vote.cast, vote.handed_out),
        blanks(vote.blank),
        *([unused(vote.unused)] if vote.cast else []),
        *(tie(numbers, place) for place, numbers in ties(ranked)),
        *(
            margin(above.dots - below.dots, above.proposal.number, below.proposal.number)
            for above, below in gaps(ranked)
        ),
        *_remarks(meeting, vote),
        advisory(),
    ):
        click.echo(words)
    _print_shares(meeting, vote)


def _row(place: Place, with_tables: bool) -> list[Any]:
    row: list[Any] = [
        rank(place.rank, shared=place.shared),
        place.proposal.number,
        place.proposal.title,
        place.dots,
        place.persons,
    ]
    if with_tables:
        sealed = place.sealed
        row.append(tables(sealed.support or 0, sealed.tables) if sealed.tables else "")
    return row


def _remarks(meeting: Meeting, vote: Round) -> Iterable[str]:
    if vote.open_access:
        yield _("Open access: double votes cannot be ruled out.")
    if vote.stickers:
        yield _("Sticker dots were added: persons are at least these.")
    if vote.contested:
        yield _("Slips used in two channels, where the first counts: {n}").format(n=vote.contested)
    if any(m.round == vote.id and m.source is ByHand.CORRECTION for m in meeting.manual.values()):
        yield _("The result was corrected after the seal. Tables and shares are as before that.")


def _print_shares(meeting: Meeting, vote: Round) -> None:
    shares = shares_of(meeting, vote)
    if not shares:
        return
    click.echo()
    rows = [
        [
            share.place,
            meeting.proposals[share.proposal].number,
            meeting.proposals[share.proposal].title,
            _how(
                not share.cost,
                [str(meeting.proposals[key].number) for key in share.tied if key != share.proposal],
            ),
        ]
        for share in shares
    ]
    table([_("Equal shares"), _("No."), _("Proposal"), ""], rows)


def _how(filled: bool, level_with: Sequence[str]) -> str:
    said = [_("filled by dots")] if filled else []
    if level_with:
        said.append(_("equally many as {names}").format(names=listed(level_with)))
    return ", ".join(said)


def shares_of(meeting: Meeting, vote: Round) -> list[Share]:
    """The list of equal shares of a round, by place."""
    found = (share for share in meeting.shares.values() if share.round == vote.id)
    return sorted(found, key=lambda share: share.place)


def _print_answers(meeting: Meeting, vote: Round) -> None:
    proposals = proposals_of(meeting, vote)
    table(
        [_("No."), _("Proposal"), *(capital(name(step)) for step in Agreement)],
        [[p.number, p.title, *meeting.answers[p.id].counts] for p in proposals],
    )
    for proposal in proposals:
        for objection in meeting.objections.values():
            if objection.proposal == proposal.id:
                click.echo(f"{proposal.number}. »{objection.words}«")
    click.echo()
    click.echo(turnout(vote.cast, vote.handed_out))
    click.echo(advisory())


def result_json(meeting: Meeting, vote: Round) -> dict[str, Any]:
    """A sealed round as JSON values; `id` is the number on the ballot."""
    numbers = {p.id: str(p.number) for p in proposals_of(meeting, vote)}
    told: dict[str, Any] = {
        "round": vote.number,
        "kind": vote.kind.value,
        "ballots": vote.cast,
        "blank": vote.blank,
        "unused": vote.unused,
        "channels": dict(vote.channels),
        "contested": vote.contested,
        "open_access": vote.open_access,
        "rejected": {
            row.reason.value: row.count for row in meeting.rejected.values() if row.round == vote.id
        },
    }
    if vote.kind is RoundKind.AGREEMENT:
        told["options"] = [_answer_json(meeting, p.id) for p in proposals_of(meeting, vote)]
        return told
    told["options"] = [
        {
            "id": str(place.proposal.number),
            "name": place.proposal.title,
            "dots": place.dots,
            "persons": place.persons,
            "rank": place.rank,
            "shared": place.shared,
            "support": place.sealed.support,
            "tables": place.sealed.tables,
            "bridge": place.sealed.bridge,
        }
        for place in places(meeting, vote)
    ]
    told["equal_shares"] = [
        {
            "id": numbers[share.proposal],
            "cost": share.cost or None,
            "filled": not share.cost,
            "tied": [numbers[key] for key in share.tied],
        }
        for share in shares_of(meeting, vote)
    ]
    return told


def _answer_json(meeting: Meeting, proposal: str) -> dict[str, Any]:
    counts = meeting.answers[proposal].counts
    return {
        "id": str(meeting.proposals[proposal].number),
        "name": meeting.proposals[proposal].title,
        **{step.value: count for step, count in zip(Agreement, counts, strict=True)},
        "objections": [o.words for o in meeting.objections.values() if o.proposal == proposal],
    }


@command(help=mark("Count an election in SOURCE, a Pabulib or CSV file, without a meeting."))
@file_argument("source")
@option("--places", "places_", type=int, help=mark("Add the list of equal shares, so long."))
@flag("--json", "as_json", help=mark("Write it as JSON."))
def count(source: Path, places_: int | None, as_json: bool) -> None:
    """Count a file of ballots and say by which rules."""
    from moedeapp.intake.ballots import read_election

    election = read_election(source)
    tally = counting.count(election.options, election.cast(), dots=election.rules.budget)
    shares = equal_shares(election.options, election.cast(), places_) if places_ else []
    rules = [notice(told.notice, told.values) for told in election.rules.told]
    if as_json:
        print_json(_counted_json(tally, shares if places_ else None, rules))
        return
    click.echo(election.title)
    table(
        [place_heading(), _("Proposal"), _("Dots"), _("Persons")],
        [
            [rank(line.rank, shared=line.shared), line.option.name, line.dots, line.persons]
            for line in tally.lines
        ],
    )
    if shares:
        click.echo()
        rows = [
            [
                place,
                share.option.name,
                _how(
                    share.cost is None,
                    [option.name for option in share.tied if option != share.option],
                ),
            ]
            for place, share in enumerate(shares, 1)
        ]
        table([_("Equal shares"), _("Proposal"), ""], rows)
    click.echo()
    click.echo(turnout(tally.ballots))
    for rule in (blanks(tally.blank), *rules):
        click.echo(rule)


def _counted_json(
    tally: counting.Tally, shares: Sequence[EqualShare] | None, rules: Sequence[str]
) -> dict[str, Any]:
    """A count as JSON values, with equal shares where they were asked for."""
    counted: dict[str, Any] = {
        "ballots": tally.ballots,
        "blank": tally.blank,
        "options": [
            {
                "id": line.option.id,
                "name": line.option.name,
                "dots": line.dots,
                "persons": line.persons,
                "rank": line.rank,
                "shared": line.shared,
            }
            for line in tally.lines
        ],
        "rules": rules,
    }
    if shares is not None:
        counted["equal_shares"] = [
            {
                "id": share.option.id,
                "name": share.option.name,
                "cost": None if share.cost is None else str(share.cost),
                "filled": share.cost is None,
                "tied": [option.id for option in share.tied],
            }
            for share in shares
        ]
    return counted


def tell(told: Iterable[Told]) -> None:
    """Print what a reader left out or took as it stood."""
    for each in told:
        click.echo(notice(each.notice, each.values))
