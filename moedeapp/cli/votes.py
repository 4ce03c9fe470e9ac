"""Commands for rounds, ballots and counting."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from moedeapp.cli import finding
from moedeapp.cli.finding import changing, reading
from moedeapp.cli.speaking import command, file_argument, flag, group, option, table
from moedeapp.intake.problems import Told
from moedeapp.model import board, counting
from moedeapp.model.commands import rounds
from moedeapp.model.errors import BadValue, RoundIsOpen, RoundNotOpen, Unknown
from moedeapp.model.meeting import Meeting, Rejection, Role, Round, RoundState
from moedeapp.model.ranking import places, proposals_of, ties
from moedeapp.texts import _, advisory, blanks, mark, name, notice, rank, tie, turnout, unused

_ROUND = option(
    "--round", "number", type=int, help=mark("The number of the round; else the newest.")
)
_DOTS = re.compile(r"(\d+)(?::(\d+))?")


@group("round", help=mark("Prepare, open and follow a vote."))
def round_() -> None:
    """Gather what can be done with a round."""


@command("prepare", help=mark("Make proposals of themes, by letter, and ideas, by number."))
@file_argument()
@click.argument("sources", nargs=-1)
@option("--dots", type=int, help=mark("How many dots each has; else a quarter of the proposals."))
@option("--cap", type=int, default=rounds.CAP, show_default=True,
        help=mark("Most dots on one proposal; 0 is no limit."))  # fmt: skip
@option("--role", "roles", multiple=True, type=click.Choice([role.value for role in Role]),
        help=mark("Who may vote, may be said again; else citizens only."))  # fmt: skip
@option("--question", type=int, help=mark("The number of the question it is about."))
def prepare(
    file: Path,
    sources: tuple[str, ...],
    dots: int | None,
    cap: int,
    roles: tuple[str, ...],
    question: int | None,
) -> None:
    """Prepare a round; without sources every theme becomes a proposal."""
    with changing(file) as document:
        meeting = document.state
        asked = finding.question(meeting, question)
        keys = [_source(meeting, source) for source in sources] or [
            theme.id for theme in board.leading_themes(meeting, asked)
        ]
        document.apply(
            rounds.prepare(
                keys,
                question=asked,
                dots=dots,
                cap=cap or None,
                roles=tuple(map(Role, roles)) or (Role.CITIZEN,),
            )
        )
        _show_round(document.state, finding.vote(document.state, None))


def _source(meeting: Meeting, source: str) -> str:
    if source.isdecimal():
        return finding.ideas(meeting, [int(source)])[0]
    return finding.theme(meeting, source)


@command("show", help=mark("Show a round: its rules, its proposals and the turnout."))
@file_argument()
@_ROUND
def show_round(file: Path, number: int | None) -> None:
    """Print a round; while it is open there is no sum to print."""
    with reading(file) as document:
        _show_round(document.state, finding.vote(document.state, number))


def _show_round(meeting: Meeting, vote: Round) -> None:
    click.echo(
        _("Round {n}, {state}: {dots} dots each, at most {cap} on one proposal.").format(
            n=vote.number,
            state=name(vote.state),
            dots=vote.dots,
            cap=_("any number") if vote.cap is None else vote.cap,
        )
    )
    if vote.state is not RoundState.PREPARED:
        click.echo(turnout(vote.cast, vote.handed_out))
    rows = [[p.number, p.title, len(p.ideas)] for p in proposals_of(meeting, vote)]
    table([_("No."), _("Proposal"), _("Ideas")], rows)


@command("open", help=mark("Freeze the rules and take ballots."))
@file_argument()
@_ROUND
@option("--handed-out", type=int, help=mark("How many slips were handed out."))
def open_round(file: Path, number: int | None, handed_out: int | None) -> None:
    """Open the vote."""
    with changing(file) as document:
        vote = finding.vote(document.state, number)
        if handed_out is not None:
            document.apply(rounds.hand_out(vote.id, handed_out))
        document.apply(rounds.open(vote.id))
    click.echo(_("The vote is open. Nobody can see a count while we vote."))


@command("reject", help=mark("Say how many paper slips could not be counted."))
@file_argument()
@click.argument("count", type=int)
@option("--reason", required=True, type=click.Choice([reason.value for reason in Rejection]),
        help=mark("The reason the protocol prints."))  # fmt: skip
@_ROUND
def reject(file: Path, count: int, reason: str, number: int | None) -> None:
    """Count rejected slips by reason; the last word counts."""
    with changing(file) as document:
        vote = finding.vote(document.state, number)
        document.apply(rounds.reject(vote.id, Rejection(reason), count))
    click.echo(_("Saved."))


@command("cancel", help=mark("Give up an open vote for good; its ballots are destroyed."))
@file_argument()
@click.argument("why")
@_ROUND
def cancel(file: Path, why: str, number: int | None) -> None:
    """Cancel the round and say why in the journal."""
    with changing(file) as document:
        document.apply(rounds.cancel(finding.vote(document.state, number).id, why))
    click.echo(_("The vote is cancelled. It has no result."))


for _command in (prepare, show_round, open_round, reject, cancel):
    round_.add_command(_command)


@group(help=mark("Key or import ballots."))
def ballots() -> None:
    """Gather the ways ballots come in."""


@command("key", help=mark("Key one paper slip: proposals as NUMBER or NUMBER:DOTS; none is blank."))
@file_argument()
@click.argument("dots", nargs=-1)
@option("--table", type=int, help=mark("The number of the table it came from."))
@option("--role", type=click.Choice([role.value for role in Role]), default=Role.CITIZEN.value,
        help=mark("Whose slip it is."))  # fmt: skip
@_ROUND
def key_ballot(
    file: Path, dots: tuple[str, ...], table: int | None, role: str, number: int | None
) -> None:
    """Take in one ballot; only that it was keyed is told."""
    with changing(file) as document:
        vote = finding.vote(document.state, number)
        slip: dict[str, int] = {}
        for mark_on_slip in dots:
            found = _DOTS.fullmatch(mark_on_slip)
            if not found:
                raise BadValue("dots", mark_on_slip, "not_a_number")
            key = finding.proposal(document.state, vote, int(found[1]))
            slip[key] = slip.get(key, 0) + int(found[2] or 1)
        document.apply(rounds.cast(vote.id, rounds.Slip(slip, table, Role(role))))
        now = document.state.rounds[vote.id]
    click.echo(_("The slip is keyed.") + " " + turnout(now.cast, now.handed_out))


@command("import", help=mark("Take in ballots from SOURCE, a CSV or Pabulib file; all or none."))
@file_argument()
@file_argument("source")
@_ROUND
def import_ballots(file: Path, source: Path, number: int | None) -> None:
    """Take in a whole file of ballots; proposals are known by number or title."""
    from moedeapp.intake.ballots import read_election

    election = read_election(source)
    with changing(file) as document:
        vote = finding.vote(document.state, number)
        keys = _keys_of(document.state, vote, election.options)
        slips = [
            rounds.Slip(_dots_of(ballot.dots, keys), ballot.table, ballot.role, ballot.channel)
            for ballot in election.ballots
        ]
        document.apply(rounds.bring_in(vote.id, slips))
        now = document.state.rounds[vote.id]
    click.echo(turnout(now.cast, now.handed_out))
    _tell(election.rules.told)


def _keys_of(meeting: Meeting, vote: Round, options: Sequence[counting.Option]) -> dict[str, str]:
    """Proposal keys by the file's options, which name proposals by title or number."""
    found: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for proposal in proposals_of(meeting, vote):
        by_name |= dict.fromkeys((proposal.title.casefold(), str(proposal.number)), proposal.id)
    for asked in options:
        key = by_name.get(asked.name.casefold()) or by_name.get(asked.id.casefold())
        if key is None:
            raise Unknown("proposals", asked.name)
        found[asked.id] = key
    return found


def _dots_of(dots: Iterable[tuple[str, int]], keys: Mapping[str, str]) -> dict[str, int]:
    given: dict[str, int] = {}
    for named, each in dots:
        given[keys[named]] = given.get(keys[named], 0) + each
    return given


def _tell(told: Iterable[Told]) -> None:
    for each in told:
        click.echo(notice(each.notice, each.values))


for _command in (key_ballot, import_ballots):
    ballots.add_command(_command)


@command(help=mark("Close the vote and count it."))
@file_argument()
@_ROUND
def close(file: Path, number: int | None) -> None:
    """Close the round and print its result."""
    with changing(file) as document:
        vote = finding.vote(document.state, number)
        document.apply(rounds.close(vote.id))
        _print_result(document.state, document.state.rounds[vote.id])


@command(help=mark("Show the result of a closed vote."))
@file_argument()
@_ROUND
@flag("--json", "as_json", help=mark("Write it as JSON."))
def result(file: Path, number: int | None, as_json: bool) -> None:
    """Print a result; while the round is open there is none."""
    with reading(file) as document:
        meeting = document.state
    vote = finding.vote(meeting, number)
    if vote.state is RoundState.OPEN:
        raise RoundIsOpen(vote.number)
    if vote.state is not RoundState.CLOSED:
        raise RoundNotOpen(vote.number, vote.state)
    if as_json:
        _print_json(_result_json(meeting, vote))
    else:
        _print_result(meeting, vote)


def _print_result(meeting: Meeting, vote: Round) -> None:
    listed = places(meeting, vote)
    table(
        [_("Place"), _("No."), _("Proposal"), _("Dots"), _("Persons")],
        [
            [
                rank(place.rank, shared=place.shared),
                place.proposal.number,
                place.proposal.title,
                place.dots,
                place.persons,
            ]
            for place in listed
        ],
    )
    click.echo()
    for words in (
        turnout(vote.cast, vote.handed_out),
        blanks(vote.blank),
        unused(vote.unused),
        *(tie(numbers, place) for place, numbers in ties(listed)),
        advisory(),
    ):
        click.echo(words)


def _result_json(meeting: Meeting, vote: Round) -> dict[str, Any]:
    return {
        "round": vote.number,
        "ballots": vote.cast,
        "blank": vote.blank,
        "unused": vote.unused,
        "rejected": {
            row.reason.value: row.count for row in meeting.rejected.values() if row.round == vote.id
        },
        "options": [
            {
                "id": str(place.proposal.number),
                "name": place.proposal.title,
                "dots": place.dots,
                "persons": place.persons,
                "rank": place.rank,
                "shared": place.shared,
            }
            for place in places(meeting, vote)
        ],
    }


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@command(help=mark("Count an election in SOURCE, a Pabulib or CSV file, without a meeting."))
@file_argument("source")
@flag("--json", "as_json", help=mark("Write it as JSON."))
def count(source: Path, as_json: bool) -> None:
    """Count a file of ballots and say by which rules."""
    from moedeapp.intake.ballots import read_election

    election = read_election(source)
    tally = counting.count(election.options, election.cast(), dots=election.rules.budget)
    rules = [notice(told.notice, told.values) for told in election.rules.told]
    if as_json:
        _print_json(
            {
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
        )
        return
    click.echo(election.title)
    table(
        [_("Place"), _("Proposal"), _("Dots"), _("Persons")],
        [
            [rank(line.rank, shared=line.shared), line.option.name, line.dots, line.persons]
            for line in tally.lines
        ],
    )
    click.echo()
    click.echo(turnout(tally.ballots))
    for rule in (blanks(tally.blank), *rules):
        click.echo(rule)
