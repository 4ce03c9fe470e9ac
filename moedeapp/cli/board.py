"""Commands for ideas and themes."""

import sys
from pathlib import Path
from typing import Any

import click

from moedeapp.cli import finding
from moedeapp.cli.finding import changing, reading
from moedeapp.cli.speaking import OneOf, command, file_argument, flag, group, option, table
from moedeapp.model import board
from moedeapp.model.commands import ideas as idea_commands
from moedeapp.model.commands import themes as theme_commands
from moedeapp.model.draft import Command
from moedeapp.model.meeting import Channel, Idea, IdeaState, Meeting, Reason, Role, numbered
from moedeapp.texts import _, capital, mark, name, notice, replacement, still_said
from moedeapp.texts import ideas as count_of_ideas

_ROLES = OneOf(Role)
_REASONS = OneOf(Reason)
_numbers = click.argument("numbers", type=int, nargs=-1, required=True)


# --- ideas


@group(help=mark("List, add, import and review ideas."))
def ideas() -> None:
    """Gather what can be done with ideas."""


@command("list", help=mark("List the ideas with their numbers."))
@file_argument()
def list_ideas(file: Path) -> None:
    """Print every idea as it stands on the board, with what it counts under."""
    with reading(file) as document:
        meeting = document.state
    table(
        [_("No."), _("Words"), _("From"), _("Theme"), _("State")],
        [_idea_row(meeting, idea) for idea in numbered(meeting.ideas)],
    )


def _idea_row(meeting: Meeting, idea: Idea) -> list[Any]:
    theme = board.theme_of(meeting, idea)
    lead = board.lead_of(meeting.ideas, idea)
    origin = name(idea.channel) if idea.table is None else _("table {n}").format(n=idea.table)
    state = capital(name(idea.state))
    if lead is not idea:
        state = _("Part of no. {n}").format(n=lead.number)
    words = replacement(idea) or idea.text
    return [idea.number, words, origin, theme.letter if theme else "", state]


@command("add", help=mark("Write down an idea. With “-” for WORDS, one a line from the input."))
@file_argument()
@click.argument("words")
@option("--table", type=int, help=mark("The number of the table it came from."))
@option("--role", type=_ROLES, default=Role.CITIZEN, help=mark("Who said it."))
@flag("--paper", help=mark("It was written on paper."))
@option("--question", type=int, help=mark("The number of the question it answers."))
def add_idea(
    file: Path, words: str, table: int | None, role: Role, paper: bool, question: int | None
) -> None:
    """Take in one idea, or one for every line of the input; lines are told as they are kept."""
    with changing(file) as document:
        asked = finding.question(document.state, question)
        channel = Channel.PAPER if paper else Channel.FACILITATOR
        typed = (line.rstrip("\r\n") for line in sys.stdin if line.strip())
        for line in typed if words == "-" else [words]:
            key = document.apply(
                idea_commands.add(line, question=asked, table=table, role=role, channel=channel)
            )
            click.echo(_("Idea {n} is kept.").format(n=document.state.ideas[key].number))
            sys.stdout.flush()


@command("import", help=mark("Take in ideas from SOURCE: text, CSV, XLSX or a board's JSON."))
@file_argument()
@file_argument("source")
@flag("--before", help=mark("They were sent in before the meeting."))
@option("--words", help=mark("The column with the words, by heading or number."))
@option("--theme", help=mark("The column with the theme."))
@option("--table", help=mark("The column with the table's number."))
@option("--encoding", help=mark("The encoding, if it is not found by itself, such as cp1252."))
@option("--question", type=int, help=mark("The number of the question they answer."))
def import_ideas(
    file: Path,
    source: Path,
    before: bool,
    words: str | None,
    theme: str | None,
    table: str | None,
    encoding: str | None,
    question: int | None,
) -> None:
    """Take in a whole file of ideas, or none of it."""
    from moedeapp.intake.columns import Columns
    from moedeapp.intake.ideas import read_ideas
    from moedeapp.intake.sheets import Layout

    columns = None
    if words is not None:
        columns = Columns(_column(words), _column(theme), _column(table))
    arrivals = read_ideas(source, columns, Layout(encoding=encoding))
    with changing(file) as document:
        document.apply(
            idea_commands.bring_in(
                arrivals.ideas,
                question=finding.question(document.state, question),
                channel=Channel.BEFORE if before else Channel.IMPORT,
            )
        )
    click.echo(_("{ideas} taken in.").format(ideas=count_of_ideas(len(arrivals.ideas))))
    for told in arrivals.told:
        click.echo(notice(told.notice, told.values))


def _column(text: str | None) -> Any:
    return int(text) if text is not None and text.isdecimal() else text


@command("edit", help=mark("Lay WORDS over the original wording. Without them, take it away."))
@file_argument()
@click.argument("number", type=int)
@click.argument("words", required=False)
def edit_idea(file: Path, number: int, words: str | None) -> None:
    """Edit one idea; the original words stay."""
    _on_ideas(file, (number,), lambda keys: idea_commands.edit(keys[0], words))


@command("show", help=mark("Let the hall see ideas."))
@file_argument()
@_numbers
def show_ideas(file: Path, numbers: tuple[int, ...]) -> None:
    """Show ideas by number."""
    _on_ideas(file, numbers, lambda keys: idea_commands.show(*keys))


@command("hide", help=mark("Keep ideas out of sight."))
@file_argument()
@_numbers
@option("--reason", type=_REASONS, required=True, help=mark("The reason the protocol prints."))
def hide_ideas(file: Path, numbers: tuple[int, ...], reason: Reason) -> None:
    """Hide ideas by number."""
    _on_ideas(file, numbers, lambda keys: idea_commands.hide(*keys, reason=reason))


@command("park", help=mark("Put ideas on the parking list."))
@file_argument()
@_numbers
def park_ideas(file: Path, numbers: tuple[int, ...]) -> None:
    """Park ideas by number."""
    _on_ideas(file, numbers, lambda keys: idea_commands.park(*keys))


@command("mask", help=mark("Destroy the words of an idea for good. This cannot be undone."))
@file_argument()
@click.argument("number", type=int)
@option("--reason", type=_REASONS, required=True, help=mark("The reason the protocol prints."))
@flag("--yes", help=mark("Do not ask first."))
def mask_idea(file: Path, number: int, reason: Reason, yes: bool) -> None:
    """Mask one idea, after a question."""
    if not yes:
        question = _("The words of idea {n} will be destroyed everywhere. Go on?")
        click.confirm(question.format(n=number), abort=True)
    with changing(file) as document:
        (key,) = finding.ideas(document.state, (number,))
        still = document.apply(idea_commands.mask(key, reason))
        wiped = document.wiped
    click.echo(_("Done."))
    if not wiped:
        click.echo(_("The words are still in the file and go the next time it is opened."))
    if still:
        click.echo(still_said(still))


@command("merge", help=mark("Let ideas count as one; the first number leads."))
@file_argument()
@_numbers
def merge_ideas(file: Path, numbers: tuple[int, ...]) -> None:
    """Merge ideas by number."""
    _on_ideas(file, numbers, lambda keys: idea_commands.merge(keys[1:], keys[0]))


@command("split", help=mark("Let merged ideas stand for themselves again."))
@file_argument()
@_numbers
def split_ideas(file: Path, numbers: tuple[int, ...]) -> None:
    """Split ideas by number."""
    _on_ideas(file, numbers, lambda keys: idea_commands.split(*keys))


def _on_ideas(file: Path, numbers: tuple[int, ...], make: Any) -> None:
    with changing(file) as document:
        made: Command[None] = make(finding.ideas(document.state, numbers))
        document.apply(made)
    click.echo(_("Done."))


@command("similar", help=mark("Find ideas that look like WORDS."))
@file_argument()
@click.argument("words")
def similar_ideas(file: Path, words: str) -> None:
    """Print earlier ideas alike, with what they share."""
    from moedeapp.model.similar import Index

    with reading(file) as document:
        meeting = document.state
    index = Index()
    for idea in board.public_ideas(meeting):
        index.add(idea.id, idea.text)
    table(
        [_("No."), _("Words"), _("Shared")],
        [
            [meeting.ideas[hint.key].number, meeting.ideas[hint.key].text, ", ".join(hint.shared)]
            for hint in index.alike(words)
        ],
    )


for _command in (
    list_ideas, add_idea, import_ideas, edit_idea, show_ideas, hide_ideas, park_ideas, mask_idea,
    merge_ideas, split_ideas, similar_ideas,
):  # fmt: skip
    ideas.add_command(_command)


# --- themes


@group(help=mark("List, make and fill themes."))
def themes() -> None:
    """Gather what can be done with themes."""


@command("list", help=mark("List the themes with their ideas."))
@file_argument()
def list_themes(file: Path) -> None:
    """Print every theme, and the loose ideas last."""
    with reading(file) as document:
        meeting = document.state
    inside = board.by_theme(meeting)
    rows = [
        [theme.letter, theme.title, len(inside.get(theme.id, [])), _numbered(inside, theme.id)]
        for theme in board.leading_themes(meeting)
    ]
    if None in inside:
        rows.append(["", _("Without a theme"), len(inside[None]), _numbered(inside, None)])
    table(["", _("Theme"), _("Ideas"), _("No.")], rows)


def _numbered(inside: dict[str | None, list[Idea]], key: str | None) -> str:
    return ", ".join(str(idea.number) for idea in inside.get(key, []))


@command("add", help=mark("Make a theme with TITLE, and put ideas into it."))
@file_argument()
@click.argument("title")
@click.argument("numbers", type=int, nargs=-1)
@option("--question", type=int, help=mark("The number of the question it belongs to."))
def add_theme(file: Path, title: str, numbers: tuple[int, ...], question: int | None) -> None:
    """Make a theme and tell its letter."""
    with changing(file) as document:
        key = document.apply(
            theme_commands.add(
                title,
                ideas=finding.ideas(document.state, numbers),
                question=finding.question(document.state, question),
            )
        )
        letter = document.state.themes[key].letter
    click.echo(_("Theme {letter} is on the board.").format(letter=letter))


@command("rename", help=mark("Give THEME, by its letter, another TITLE."))
@file_argument()
@click.argument("theme")
@click.argument("title")
def rename_theme(file: Path, theme: str, title: str) -> None:
    """Rename a theme."""
    with changing(file) as document:
        document.apply(theme_commands.rename(finding.theme(document.state, theme), title))
    click.echo(_("Done."))


@command("group", help=mark("Put ideas, by number, into THEME, by its letter."))
@file_argument()
@click.argument("theme")
@_numbers
def group_ideas(file: Path, theme: str, numbers: tuple[int, ...]) -> None:
    """Put ideas into a theme."""
    with changing(file) as document:
        into = finding.theme(document.state, theme)
        document.apply(theme_commands.group(finding.ideas(document.state, numbers), into))
    click.echo(_("Done."))


@command("merge", help=mark("Let themes, by letter, count as one; the first leads."))
@file_argument()
@click.argument("letters", nargs=-1, required=True)
def merge_themes(file: Path, letters: tuple[str, ...]) -> None:
    """Merge themes; each keeps its ideas and can be split again."""
    with changing(file) as document:
        lead, *rest = (finding.theme(document.state, letter) for letter in letters)
        document.apply(theme_commands.merge(rest, lead))
    click.echo(_("Done."))


@command("suggest", help=mark("Suggest themes for the loose ideas, and why. Nothing is changed."))
@file_argument()
def suggest_themes(file: Path) -> None:
    """Print suggestions; whoever likes one uses “themes add”."""
    from moedeapp.model.similar import suggest_themes as suggest

    with reading(file) as document:
        meeting = document.state
    loose = [
        (idea.id, idea.text)
        for idea in numbered(meeting.ideas)
        if idea.state is IdeaState.SHOWN
        and not idea.masked
        and idea.merged_into is None
        and idea.theme is None
    ]
    rows = [
        [
            ", ".join(found.words),
            meeting.ideas[key].number,
            meeting.ideas[key].text,
            ", ".join(found.why[key]),
        ]
        for found in suggest(loose)
        for key in found.keys
    ]
    table([_("Perhaps a theme"), _("No."), _("Words"), _("Shared")], rows)


for _command in (list_themes, add_theme, rename_theme, group_ideas, merge_themes, suggest_themes):
    themes.add_command(_command)
