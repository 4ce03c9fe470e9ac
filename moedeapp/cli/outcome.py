"""Commands for what comes after the vote, and for the file itself."""

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from moedeapp import __version__
from moedeapp.cli import finding, make_demo
from moedeapp.cli.finding import changing, reading
from moedeapp.cli.speaking import OneOf, command, file_argument, flag, option, table
from moedeapp.cli.votes import ROUND
from moedeapp.export.forms import USUAL, Form
from moedeapp.export.names import names
from moedeapp.model import rehearsal
from moedeapp.model.commands import next_steps as step_commands
from moedeapp.model.commands import outcome as outcome_commands
from moedeapp.model.errors import FileExists
from moedeapp.model.journal import Entry
from moedeapp.model.meeting import Progress, numbered, ordered
from moedeapp.texts import _, act, date, explain, mark, ngettext
from moedeapp.texts import number as number_of
from moedeapp.texts import words as spoken_words

EXPORTS = Path("exports")
"""Where the files go unless another folder is named."""


@command("next", help=mark("List the next steps, or agree on ACTION."))
@file_argument()
@click.argument("action", required=False)
@option("--proposal", type=int, help=mark("The number of the proposal."))
@option("--responsible", default="", help=mark("Who sees to it."))
@option("--deadline", default="", help=mark("The day, as 2027-03-01."))
@option("--effect", default="", help=mark("What is different a year from now."))
@ROUND
def next_steps(
    file: Path, action: str | None, proposal: int | None, responsible: str, deadline: str,
    effect: str, number: int | None,
) -> None:  # fmt: skip
    """Print what was agreed, or add to it."""
    if action is None:
        with reading(file) as document:
            meeting = document.state
        table(
            [_("Proposal"), _("Action"), _("Responsible"), _("Deadline")],
            [
                [
                    meeting.proposals[step.proposal].title if step.proposal else "",
                    step.action,
                    step.responsible or _("Not agreed at the meeting"),
                    date(step.deadline) if step.deadline else _("Not agreed at the meeting"),
                ]
                for step in ordered(meeting.next_steps)
            ],
        )
        return
    with changing(file) as document:
        key = None
        if proposal is not None:
            vote = finding.vote(document.state, number, sealed=True)
            key = finding.proposal(document.state, vote, proposal)
        document.apply(
            step_commands.add(
                action, proposal=key, responsible=responsible, deadline=deadline, effect=effect
            )
        )
    click.echo(_("Agreed."))


@command(help=mark("List the decisions that differ from the result, or write one down."))
@file_argument()
@click.argument("words", required=False)
@option("--reason", default="", help=mark("Why it differs."))
@ROUND
def decisions(file: Path, words: str | None, reason: str, number: int | None) -> None:
    """Print what was decided, or add to it."""
    if words is None:
        with reading(file) as document:
            found = numbered(document.state.decisions)
        table([_("Decision"), _("Reason")], [[d.words, d.reason] for d in found])
        return
    with changing(file) as document:
        vote = finding.vote(document.state, number, sealed=True)
        document.apply(outcome_commands.decide(vote.id, words, reason=reason))
    click.echo(_("Written down."))


@command(help=mark("List those who offered to help, or write NAME down. They are never printed."))
@file_argument()
@click.argument("name", required=False)
@option("--contact", default="", help=mark("How to reach them."))
@option("--about", default="", help=mark("What they offered to help with."))
def volunteers(file: Path, name: str | None, contact: str, about: str) -> None:
    """Print the list of volunteers, or add to it."""
    if name is None:
        with reading(file) as document:
            found = numbered(document.state.volunteers)
        headings = [_("Name"), _("Contact"), _("About")]
        table(headings, [[v.name, v.contact, v.about] for v in found])
        return
    with changing(file) as document:
        document.apply(outcome_commands.sign_up(name, contact, about=about))
    click.echo(_("Written down."))


@command("follow-up", help=mark("Tell what became of PROPOSAL since the meeting."))
@file_argument()
@click.argument("proposal", type=int)
@click.argument("progress", type=OneOf(Progress))
@option("--date", "day", required=True, help=mark("The day, as 2027-03-01."))
@option("--words", default="", help=mark("What happened, and why."))
@option("--effect", default="", help=mark("What is different now."))
@ROUND
def follow_up(
    file: Path, proposal: int, progress: Progress, day: str, words: str, effect: str,
    number: int | None,
) -> None:  # fmt: skip
    """Add to the follow-up of a proposal."""
    with changing(file) as document:
        vote = finding.vote(document.state, number, sealed=True)
        key = finding.proposal(document.state, vote, proposal)
        document.apply(
            outcome_commands.follow_up(key, progress, date=day, words=words, effect=effect)
        )
    click.echo(_("Written down."))


@command(help=mark("Recount a vote from the public list in FOLDER, which the protocol comes with."))
@click.argument("folder", type=click.Path(path_type=Path))
def recount(folder: Path) -> None:
    """Run the recount program, which knows nothing of this one."""
    from moedeapp import recount as program

    sys.exit(program.main([str(folder)]))


def _forms(_context: click.Context, _option: click.Parameter, words: str) -> list[Form]:
    """The forms that were asked for, parted by commas; fails naming the ones there are."""
    asked = [word.strip().casefold() for word in words.split(",") if word.strip()]
    known = {form.value: form for form in Form}
    for word in asked:
        if word not in known:
            told = _("“{word}” is none of: {words}")
            raise click.BadParameter(told.format(word=word, words=", ".join(known)))
    return [known[word] for word in asked]


@command(help=mark("Write the protocol as PDF, and the meeting in all its other forms."))
@file_argument()
@option("--out", type=click.Path(path_type=Path), default=EXPORTS, show_default=True,
        help=mark("The folder for the files."))  # fmt: skip
@option("--forms", default=",".join(USUAL), callback=_forms, show_default=True,
        help=mark("What to make beside the protocol."))  # fmt: skip
def protocol(file: Path, out: Path, forms: list[Form]) -> None:
    """Export the meeting and name the files."""
    from moedeapp.export.files import export_all
    from moedeapp.export.orders import Evening

    with reading(file) as document:
        held = document.snapshot()
        before = [name for name in names(held.state, forms) if (out / name).exists()]
        made = export_all(
            Evening(held.state, held.entries, held.head, datetime.now().astimezone(), __version__),
            out,
            forms=forms,
            warn=partial(click.echo, err=True),
        )
    for path in made:
        click.echo(str(path))
    if before:
        click.echo(
            ngettext(
                "{n} file from before was replaced.",
                "{n} files from before were replaced.",
                len(before),
            ).format(n=number_of(len(before))),
            err=True,
        )


@command(help=mark("Check a protocol: its files, its journal, its count and its tables."))
@file_argument()
def verify(file: Path) -> None:
    """Print what was found; exit code 1 when anything is off."""
    from moedeapp.export import verify as program

    verdict = program.protocol(file)
    for problem in verdict.problems:
        click.echo(problem, err=True)
    if verdict.problems:
        sys.exit(1)
    click.echo(
        _(
            "The protocol is whole: {files} files agree with their sums and with the pages, and "
            "the journal is a chain of {entries} entries."
        ).format(files=verdict.files, entries=verdict.entries)
    )
    click.echo(_("Its head is: {words}").format(words=spoken_words(verdict.head)))


@command(help=mark("Take back what was done last."))
@file_argument()
def undo(file: Path) -> None:
    """Undo one act and say which."""
    with changing(file) as document:
        click.echo(_("Undone: {act}.").format(act=act(document.undo())))


@command(help=mark("Do again what was undone last."))
@file_argument()
def redo(file: Path) -> None:
    """Redo one act and say which."""
    with changing(file) as document:
        click.echo(_("Done again: {act}.").format(act=act(document.redo())))


@command(help=mark("Check the whole file: its pages, its journal, every idea and every count."))
@file_argument()
@option("--seen", default="", help=mark("Eight words seen before, on a phone or in minutes."))
def check(file: Path, seen: str) -> None:
    """Print what was found; exit code 1 when something is wrong."""
    with reading(file) as document:
        found = document.check()
        entries = document.journal()
    for problem in found.problems:
        click.echo(explain(problem), err=True)
    if found.problems:
        sys.exit(1)
    click.echo(_("The file is sound. The journal has {n} entries.").format(n=found.entries))
    click.echo(_("Its head is: {words}").format(words=spoken_words(found.head)))
    if seen:
        _find_in_journal(entries, " ".join(seen.casefold().split()))


def _find_in_journal(entries: Sequence[Entry], seen: str) -> None:
    """Say where the journal had a head that somebody has seen; exit code 1 when it never had."""
    for entry in entries:
        if spoken_words(entry.hash) == seen:
            click.echo(_("The words you have seen belong to entry {n}.").format(n=entry.seq))
            return
    click.echo(
        _(
            "The journal never had the words you have seen. The file is an older copy, or its "
            "journal has been written anew."
        ),
        err=True,
    )
    sys.exit(1)


@command(help=mark("Save a copy of the meeting as TO. Ballots of an open vote are left out."))
@file_argument()
@file_argument("to")
@flag("--rehearsal", "to_rehearse", help=mark("Mark the copy as a rehearsal for ever."))
def copy(file: Path, to: Path, to_rehearse: bool) -> None:
    """Copy the meeting; a file that is there is not replaced."""
    if to.exists():
        raise FileExists(to)
    with reading(file) as document:
        if to_rehearse:
            rehearsal.copy(document, to)
        else:
            document.copy(to)
    click.echo(_("The copy is ready: {file}.").format(file=to.name))


@command(help=mark("Run a whole evening, and open it in the window."))
@option("--out", type=click.Path(path_type=Path), default=EXPORTS, show_default=True,
        help=mark("The folder for the files."))  # fmt: skip
@flag("--no-window", help=mark("Only write the files."))
def demo(out: Path, no_window: bool) -> None:
    """Make the demo meeting with its protocol, and show it where there is a screen."""
    from moedeapp import demo as story

    made = story.run(out)
    for path in made:
        click.echo(str(path))
    if not no_window and os.environ.get("QT_QPA_PLATFORM") != "offscreen":
        from moedeapp import app

        sys.exit(app.run(made[0], make_demo))
