"""Commands that keep a meeting safe: rescue, earlier versions, moving it, and clearing up."""

from datetime import datetime
from pathlib import Path

import click

from moedeapp.cli.finding import changing
from moedeapp.cli.speaking import command, file_argument, flag, option, table
from moedeapp.model import backups as copies
from moedeapp.model import rescue as rescuing
from moedeapp.model.commands import leaving
from moedeapp.model.errors import Unknown
from moedeapp.texts import _, mark
from moedeapp.texts.losses import kept, rescued


@command(help=mark("Save what is intact of a damaged FILE in a new one, and say what is lost."))
@file_argument()
@option("--out", type=click.Path(path_type=Path), help=mark("The new file."))
def rescue(file: Path, out: Path | None) -> None:
    """Rescue a file; the damaged one is only read."""
    out = out or file.with_stem(_("{meeting}, rescued").format(meeting=file.stem))
    for sentence in rescued(rescuing.rescue(file, out, datetime.now().astimezone())):
        click.echo(sentence)


@command(help=mark("List the earlier versions of FILE that were kept, or fetch one by its number."))
@file_argument()
@option("--fetch", type=int, help=mark("The number on the list."))
@option("--out", type=click.Path(path_type=Path), help=mark("The new file."))
def backups(file: Path, fetch: int | None, out: Path | None) -> None:
    """Print the copies the program made, or put one back as a file of its own."""
    found = copies.made(file)
    if fetch is None:
        if not found:
            click.echo(_("No earlier version of {file} was kept.").format(file=file.name))
            return
        table([_("No."), _("Earlier version")], [[n, kept(b)] for n, b in enumerate(found, 1)])
        return
    if not 1 <= fetch <= len(found):
        raise Unknown("backups", str(fetch))
    out = out or file.with_stem(_("{meeting}, earlier version").format(meeting=file.stem))
    copies.restore(found[fetch - 1], out)
    click.echo(_("The earlier version is ready: {file}.").format(file=out.name))


@command(help=mark("Move the meeting to TO, for another computer; ballots of an open vote go too."))
@file_argument()
@file_argument("to")
def move(file: Path, to: Path) -> None:
    """Move the meeting; what stays behind is locked and holds no ballots."""
    with changing(file) as document:
        document.move(to)
    click.echo(_("The meeting goes on in {file}. The one here is locked.").format(file=to.name))


@command(
    "clear-up",
    help=mark(
        "After the final protocol: remove slips, history, earlier versions and the words of hidden "
        "ideas, for good."
    ),
)
@file_argument()
@flag("--yes", help=mark("Do not ask first."))
def clear_up(file: Path, yes: bool) -> None:
    """Clear up; nothing the protocol prints is touched."""
    if not yes:
        click.confirm(
            _("Slips, history, earlier versions and hidden words go for good. Go on?"), abort=True
        )
    with changing(file) as document:
        document.apply(leaving.clear_up())
    click.echo(_("The meeting is cleared up. The protocol prints the same as before."))
