"""Commands for what is printed before and during the evening."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from moedeapp import codelist
from moedeapp.cli import finding
from moedeapp.cli.finding import changing, reading
from moedeapp.cli.speaking import command, file_argument, flag, group, option
from moedeapp.cli.votes import ROUND
from moedeapp.model.commands import evening, rounds
from moedeapp.model.commands import slips as slip_commands
from moedeapp.model.commands.slips import Printed
from moedeapp.model.document import Document
from moedeapp.model.meeting import Meeting, Round, RoundState
from moedeapp.texts import mark

# ReportLab is slow to load, so what prints is imported where it is used.

PER_PAGE = option(
    "--per-page", type=click.Choice(["8", "4", "2", "1"]), default="4", show_default=True,
    help=mark("How many slips share a page; 2 and 1 are in large print."),
)  # fmt: skip
STRIPS = option(
    "--strips", type=click.IntRange(0, 3), default=1, show_default=True,
    help=mark("Strips for votes on paper below each slip, as far as they fit."),
)  # fmt: skip
_OUT = option("--out", type=click.Path(path_type=Path), required=True,
              help=mark("The PDF to write."))  # fmt: skip
_ADDRESS = option("--address", default="", help=mark("The address that phones call."))
_NETWORK = option("--network", default="", help=mark("The name of the Wi-Fi."))
_PASSWORD = option("--password", default="", help=mark("The password of the Wi-Fi."))


def slip_sheets(
    document: Document, per_page: int, strips: int, address: str
) -> Callable[[Sequence[Printed]], bytes]:
    """What makes sheets of slips once these are issued; raises BadValue for a bad address."""
    from moedeapp.export.kit import prints

    typed = prints.typed_address(address)
    return lambda printed: prints.slips(
        document.state, printed, per_page=per_page, strips=strips, address=typed
    )


@group("print", help=mark("Make what is printed: ballots, cards, posters, lists."))
def print_() -> None:
    """Gather what can be printed; slips are printed as they are issued."""


@command("ballots", help=mark("Make paper ballots: by number, or with the names of an open vote."))
@file_argument()
@_OUT
@flag("--names", help=mark("With names, in two orders; the vote must be open."))
@flag("--large", help=mark("In large print."))
@ROUND
def ballots(file: Path, out: Path, names: bool, large: bool, number: int | None) -> None:
    """Print paper ballots of a round, or for any round."""
    from moedeapp.export.kit import prints

    def made(state: Meeting) -> bytes:
        return prints.ballots(state, _vote(state, number), named=names, large=large)

    if not names:
        _save(file, out, made)
        return
    with changing(file) as document:
        prints.save(out, made(document.state))
        _note_names(document, _vote(document.state, number))
    click.echo(str(out))


@command("numbers", help=mark("Make the sheet that tells what the numbers of a vote mean."))
@file_argument()
@_OUT
@ROUND
def numbers(file: Path, out: Path, number: int | None) -> None:
    """Print the numbers, or lines to write them on."""
    from moedeapp.export.kit import prints

    _save(file, out, lambda state: prints.numbers(state, _vote(state, number)))


@command("cards", help=mark("Make a card for each table: onto the Wi-Fi, and to the page."))
@file_argument()
@_OUT
@option("--address", required=True, help=mark("The address that phones call."))
@_NETWORK
@_PASSWORD
def cards(file: Path, out: Path, address: str, network: str, password: str) -> None:
    """Print table cards."""
    from moedeapp.export.kit import prints

    typed = prints.typed_address(address)
    _save(file, out, lambda state: prints.cards(
        state, address=typed, network=network, password=password
    ))  # fmt: skip


@command("posters", help=mark("Make posters: welcome, the frames, how to vote."))
@file_argument()
@_OUT
@_ADDRESS
@_NETWORK
@_PASSWORD
@flag("--a3", "wide", help=mark("On A3."))
def posters(file: Path, out: Path, **about: Any) -> None:
    """Print posters."""
    from moedeapp.export.kit import prints

    about["address"] = prints.typed_address(about["address"])
    _save(file, out, lambda state: prints.posters(state, **about))


@command("kit", help=mark("Make everything in one PDF; with --slips, new slips are issued."))
@file_argument()
@_OUT
@option("--slips", "count", type=int, default=0, help=mark("How many slips to make."))
@PER_PAGE
@STRIPS
@_ADDRESS
@_NETWORK
@_PASSWORD
@flag("--fixed", help=mark("The address stays, so it goes in the QR code of the slips."))
def kit(file: Path, out: Path, count: int, per_page: str, strips: int, **about: Any) -> None:
    """Print the whole kit."""
    from moedeapp.export.kit import prints

    about["address"] = prints.typed_address(about["address"])

    def made(state: Meeting, printed: Sequence[Printed] = ()) -> bytes:
        return prints.everything(
            state,
            printed=printed,
            per_page=int(per_page),
            strips=strips,
            **about,
        )

    if not count:
        _save(file, out, made)
        return
    with changing(file) as document:
        codelist.save(
            out,
            lambda: document.apply(slip_commands.issue(count)),
            lambda printed: made(document.state, printed),
        )
        if about["fixed"]:
            document.apply(evening.describe(slip_address=about["address"]))
    click.echo(str(out))


def _note_names(document: Document, vote: Round | None) -> None:
    if vote is not None and vote.state in (RoundState.OPEN, RoundState.CLOSED):
        document.apply(rounds.print_names(vote.id))


def _vote(meeting: Meeting, number: int | None) -> Round | None:
    """The round that was named, else the newest if it is still to be voted in."""
    if number is None and not meeting.rounds:
        return None
    vote = finding.vote(meeting, number)
    over = vote.state in (RoundState.SEALED, RoundState.CANCELLED)
    return None if number is None and over else vote


def _save(file: Path, out: Path, make: Callable[[Meeting], bytes]) -> None:
    from moedeapp.export.kit import prints

    with reading(file) as document:
        prints.save(out, make(document.state))
    click.echo(str(out))


for _command in (ballots, numbers, cards, posters, kit):
    print_.add_command(_command)
