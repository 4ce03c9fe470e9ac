"""Commands for rounds: preparing, opening, closing, sealing, and the result."""

from pathlib import Path
from typing import Any

import click

from moedeapp.cli import finding
from moedeapp.cli.finding import changing, reading
from moedeapp.cli.results import print_result, result_json
from moedeapp.cli.speaking import (
    OneOf,
    command,
    file_argument,
    flag,
    group,
    option,
    print_json,
    table,
)
from moedeapp.model import board
from moedeapp.model.commands import rounds
from moedeapp.model.errors import RoundIsOpen, RoundNotOpen
from moedeapp.model.meeting import Meeting, Role, Round, RoundKind, RoundState
from moedeapp.model.ranking import proposals_of
from moedeapp.texts import _, clock, mark, name, too_many, turnout

ROUND = option(
    "--round", "number", type=int, help=mark("The number of the round; else the newest.")
)


@group("round", help=mark("Prepare, open and follow a vote."))
def round_() -> None:
    """Gather what can be done with a round."""


@command("prepare", help=mark("Make proposals of themes, by letter, and ideas, by number."))
@file_argument()
@click.argument("sources", nargs=-1)
@option("--dots", type=int, help=mark("How many dots each has; else a quarter of the proposals."))
@option("--cap", type=int, default=rounds.CAP, show_default=True,
        help=mark("Most dots on one proposal; 0 is no limit."))  # fmt: skip
@option("--role", "roles", multiple=True, type=OneOf(Role),
        help=mark("Who may vote, may be said again; else citizens only."))  # fmt: skip
@flag("--agreement", help=mark("Ask how far each agrees, in five steps, instead of for dots."))
@flag("--open-access", help=mark("Take ballots without slips; double votes cannot be ruled out."))
@flag("--two-persons", help=mark("Let a second person key every paper slip as well."))
@option("--places", type=int, default=3, show_default=True,
        help=mark("Places on the list of equal shares."))  # fmt: skip
@option("--question", type=int, help=mark("The number of the question it is about."))
def prepare(
    file: Path,
    sources: tuple[str, ...],
    dots: int | None,
    cap: int,
    roles: tuple[Role, ...],
    question: int | None,
    agreement: bool,
    **rules: Any,
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
                roles=roles or (Role.CITIZEN,),
                kind=RoundKind.AGREEMENT if agreement else RoundKind.DOTS,
                **rules,
            )
        )
        _show_round(document.state, finding.vote(document.state, None))
    if len(keys) > rounds.MANY_PROPOSALS:
        click.echo(too_many())


def _source(meeting: Meeting, source: str) -> str:
    if source.isdecimal():
        return finding.ideas(meeting, [int(source)])[0]
    return finding.theme(meeting, source)


@command("practice", help=mark("Make a practice vote about TITLES; it leaves nothing behind."))
@file_argument()
@click.argument("titles", nargs=-1, required=True)
@flag("--open-access", help=mark("Take ballots without slips; double votes cannot be ruled out."))
def practice(file: Path, titles: tuple[str, ...], open_access: bool) -> None:
    """Prepare a practice vote; it is round 0."""
    with changing(file) as document:
        document.apply(rounds.prepare_practice(titles, open_access=open_access))
        _show_round(document.state, finding.vote(document.state, 0))


@command("end-practice", help=mark("End the practice vote; nothing of it stays."))
@file_argument()
def end_practice(file: Path) -> None:
    """Take the practice vote away with everything in it."""
    with changing(file) as document:
        document.apply(rounds.end_practice(finding.vote(document.state, 0).id))
    click.echo(_("The practice vote is over. Nothing of it was kept."))


@command("show", help=mark("Show a round: its rules, its proposals and the turnout."))
@file_argument()
@ROUND
def show_round(file: Path, number: int | None) -> None:
    """Print a round; before the seal there is no sum to print."""
    with reading(file) as document:
        _show_round(document.state, finding.vote(document.state, number))


def _show_round(meeting: Meeting, vote: Round) -> None:
    click.echo(_rules(vote))
    if vote.state is not RoundState.PREPARED:
        click.echo(turnout(vote.cast, vote.handed_out))
    if vote.state is RoundState.OPEN and vote.ends_at:
        click.echo(_("Planned to close {time}.").format(time=clock(vote.ends_at)))
    rows = [[p.number, p.title, len(p.ideas)] for p in proposals_of(meeting, vote)]
    table([_("No."), _("Proposal"), _("Ideas")], rows)


def _rules(vote: Round) -> str:
    if vote.kind is RoundKind.AGREEMENT:
        return _("Vote {n}, {state}: agreement in five steps.").format(
            n=vote.number, state=name(vote.state)
        )
    return _("Vote {n}, {state}: {dots} dots each, at most {cap} on one proposal.").format(
        n=vote.number,
        state=name(vote.state),
        dots=vote.dots,
        cap=_("any number") if vote.cap is None else vote.cap,
    )


@command("open", help=mark("Freeze the rules, draw the numbers, and take ballots."))
@file_argument()
@ROUND
@option("--handed-out", type=int, help=mark("How many slips were handed out."))
@option("--minutes", type=int, help=mark("How long the vote is planned to be open."))
def open_round(file: Path, number: int | None, handed_out: int | None, minutes: int | None) -> None:
    """Open the vote."""
    with changing(file) as document:
        vote = finding.vote(document.state, number)
        document.rehearse(rounds.open(vote.id, minutes=minutes))
        if handed_out is not None:
            document.apply(rounds.hand_out(vote.id, handed_out))
        document.apply(rounds.open(vote.id, minutes=minutes))
        _show_round(document.state, document.state.rounds[vote.id])
    click.echo(_("The vote is open. Nobody can see a count while we vote."))


@command("extend", help=mark("Give MINUTES more time."))
@file_argument()
@click.argument("minutes", type=int)
@ROUND
def extend(file: Path, minutes: int, number: int | None) -> None:
    """Move the planned end of the vote."""
    with changing(file) as document:
        vote = finding.vote(document.state, number)
        document.apply(rounds.extend(vote.id, minutes))
        ends_at = document.state.rounds[vote.id].ends_at
    click.echo(_("Planned to close {time}.").format(time=clock(ends_at)))


@command("cancel", help=mark("Give up a vote for good; its ballots are destroyed."))
@file_argument()
@click.argument("why")
@ROUND
def cancel(file: Path, why: str, number: int | None) -> None:
    """Cancel the round and say why in the journal."""
    with changing(file) as document:
        document.apply(rounds.cancel(finding.vote(document.state, number).id, why))
    click.echo(_("The vote is cancelled. It has no result."))


for _command in (prepare, practice, end_practice, show_round, open_round, extend, cancel):
    round_.add_command(_command)


@command(
    help=mark("Close the vote; after that paper slips are keyed, and then the vote is sealed.")
)
@file_argument()
@ROUND
@flag("--seal", "and_seal", help=mark("Seal it at once, when no paper slip is left to key."))
def close(file: Path, number: int | None, and_seal: bool) -> None:
    """End the handing in from devices."""
    with changing(file) as document:
        vote = finding.vote(document.state, number)
        document.apply(rounds.close(vote.id))
        if and_seal:
            document.apply(rounds.seal(vote.id))
            print_result(document.state, document.state.rounds[vote.id])
            return
        now = document.state.rounds[vote.id]
    click.echo(turnout(now.cast, now.handed_out))
    click.echo(_("The vote is closed. Key the paper slips, and seal the vote when all are keyed."))


@command(help=mark("Seal a closed vote: count it, and destroy every link from slip to ballot."))
@file_argument()
@ROUND
def seal(file: Path, number: int | None) -> None:
    """Seal the round and print its result."""
    with changing(file) as document:
        vote = finding.vote(document.state, number)
        document.apply(rounds.seal(vote.id))
        print_result(document.state, document.state.rounds[vote.id])


@command(help=mark("Show the result of a sealed vote."))
@file_argument()
@ROUND
@flag("--json", "as_json", help=mark("Write it as JSON."))
def result(file: Path, number: int | None, as_json: bool) -> None:
    """Print a result; before the seal there is none."""
    with reading(file) as document:
        meeting = document.state
    vote = finding.vote(meeting, number)
    if vote.state in (RoundState.OPEN, RoundState.CLOSED):
        raise RoundIsOpen(vote.number)
    if vote.state is not RoundState.SEALED:
        raise RoundNotOpen(vote.number, vote.state)
    if as_json:
        print_json(result_json(meeting, vote))
    else:
        print_result(meeting, vote)


@command(help=mark("Add to, or with numbers below 0 take from, the result of PROPOSAL."))
@file_argument()
@click.argument("proposal", type=int)
@option("--dots", type=int, default=0, help=mark("Dots to add."))
@option("--persons", type=int, default=0, help=mark("Persons to add."))
@option("--reason", required=True, help=mark("The reason the protocol prints."))
@ROUND
def correct(
    file: Path, proposal: int, dots: int, persons: int, reason: str, number: int | None
) -> None:
    """Correct a sealed result; both the old and the new numbers are printed."""
    with changing(file) as document:
        vote = finding.vote(document.state, number, sealed=True)
        key = finding.proposal(document.state, vote, proposal)
        document.apply(rounds.correct(vote.id, key, dots=dots, persons=persons, reason=reason))
        print_result(document.state, document.state.rounds[vote.id])


@command(help=mark("Draw lots among the proposals that share PLACE."))
@file_argument()
@click.argument("place", type=int)
@option("--seed", default="", help=mark("Words to draw with, so that anybody can draw again."))
@ROUND
def draw(file: Path, place: int, seed: str, number: int | None) -> None:
    """Draw once, and print the order."""
    with changing(file) as document:
        vote = finding.vote(document.state, number, sealed=True)
        order = document.apply(rounds.draw(vote.id, place, seed=seed))
        meeting = document.state
    rows = [[turn, meeting.proposals[key].number, meeting.proposals[key].title]
            for turn, key in enumerate(order, 1)]  # fmt: skip
    table([_("Drawn"), _("No."), _("Proposal")], rows)
    drawn_with = meeting.lots[f"{vote.id}.{place}"].seed
    click.echo(_("Drawn with: {seed}").format(seed=drawn_with))
