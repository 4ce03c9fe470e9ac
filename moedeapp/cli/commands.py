"""Every command of the terminal under one name, and what happens when one of them fails."""

import sys

import click

from moedeapp import __version__
from moedeapp.cli import board, evening, keeping, outcome, phones, printing, results, slips, votes
from moedeapp.cli.speaking import SaidGroup, SaidOption, choose_language
from moedeapp.model.errors import MoedeError
from moedeapp.texts import _, explain, mark

_COMMANDS = (
    evening.new,
    evening.set_facts,
    evening.phase,
    evening.plans,
    evening.clock_,
    evening.notes,
    evening.end,
    board.ideas,
    board.themes,
    votes.round_,
    slips.slips,
    slips.ballots,
    printing.print_,
    votes.close,
    votes.seal,
    votes.result,
    votes.correct,
    votes.draw,
    results.count,
    outcome.recount,
    outcome.decisions,
    outcome.volunteers,
    outcome.follow_up,
    outcome.next_steps,
    outcome.protocol,
    outcome.verify,
    outcome.undo,
    outcome.redo,
    outcome.check,
    outcome.copy,
    keeping.backups,
    keeping.rescue,
    keeping.move,
    keeping.clear_up,
    phones.serve,
    outcome.demo,
)


@click.group(
    cls=SaidGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=mark("Run a citizen meeting: ideas, themes, dots and a protocol."),
)
@click.version_option(
    __version__,
    prog_name="MødeApp",
    message="%(prog)s %(version)s",
    cls=SaidOption,
    help=mark("Show the version and exit."),
)
def moede() -> None:
    """Gather every command under one name."""


for _command in _COMMANDS:
    moede.add_command(_command)


def run() -> None:
    """Run the command that the process was started with."""
    choose_language()
    try:
        moede.main(prog_name="moede", standalone_mode=False)
    except MoedeError as error:
        click.echo(explain(error), err=True)
        sys.exit(1)
    except click.exceptions.Abort:
        click.echo(_("Stopped. Nothing more was done."), err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
