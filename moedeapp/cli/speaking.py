"""The command line's manner of speaking: help in the language spoken, neat tables."""

import gettext
import json
import os
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, Final

import click

from moedeapp import resources
from moedeapp.texts import LANGUAGES, _, asked, mark, name, pgettext, use

CLICKS_SENTENCES: Final = (
    mark("Usage:"),
    mark("Options"),
    mark("Commands"),
    mark("Show this message and exit."),
    mark("Show the version and exit."),
    mark("Error: {message}"),
    mark("Try '{command} {option}' for help."),
    mark("No such option {name!r}."),
    mark("No such command {name!r}."),
    mark("Missing argument"),
    mark("Missing option"),
    mark("Missing command."),
    mark("Invalid value: {message}"),
    mark("Invalid value for {param_hint}: {message}"),
    mark("{value!r} is not a valid {number_type}."),
    mark("default: {default}"),
)
"""What click looks up by itself; standing here it gets into the catalogue."""


def choose_language() -> None:
    """Speak the language the environment asks for, and let click find its sentences in it."""
    # Any other language is answered in Danish rather than not at all.
    language = asked() or LANGUAGES[0]
    use(language)
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("moedeapp", str(resources.path("locale")))
    gettext.textdomain("moedeapp")


class Said(click.Command):
    """A command whose help is put into words when it is asked for."""

    def get_short_help_str(self, limit: int = 45) -> str:
        """The help as one line of the list of commands."""
        return _(self.help) if self.help else ""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help as a paragraph."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help) if self.help else "")


class SaidGroup(Said, click.Group):
    """A group of such commands."""

    command_class = Said
    group_class = type


class SaidOption(click.Option):
    """An option whose help is put into words when it is asked for."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option and its help, as click lists them."""
        record = super().get_help_record(ctx)
        if record is None or not self.help:
            return record
        return record[0], record[1].replace(self.help, _(self.help), 1)


class OneOf(click.ParamType[StrEnum]):
    """A word for a member of an enum: its own, or its name in the language spoken."""

    name = "word"

    def __init__(self, kind: type[StrEnum]) -> None:
        self._kind = kind

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """The words to choose from."""
        return f"[{'|'.join(_one_word(member) for member in self._kind)}]"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> StrEnum:
        """The member; fails naming the words there are."""
        by_word = {m.value: m for m in self._kind} | {_one_word(m): m for m in self._kind}
        word = str(value).casefold().replace(" ", "-")
        if word not in by_word:
            words = ", ".join(map(_one_word, self._kind))
            self.fail(_("“{word}” is none of: {words}").format(word=value, words=words), param, ctx)
        return by_word[word]


def _one_word(member: StrEnum) -> str:
    return name(member).casefold().partition(",")[0].replace(" ", "-")


option = partial(click.option, cls=SaidOption)
flag = partial(click.option, cls=SaidOption, is_flag=True)
group = partial(click.group, cls=SaidGroup)
command = partial(click.command, cls=Said)


def file_argument(name: str = "file") -> Callable[[Any], Any]:
    """An argument that names a file; whether it can be used is found out where it is opened."""
    return click.argument(name, type=click.Path(path_type=Path))


def table(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print rows under headings: numbers to the right, long words wrapped."""
    from tabulate import tabulate

    cells = [["" if cell is None else cell for cell in row] for row in rows]
    widths = [72 if isinstance(cell, str) else None for cell in cells[0]] if cells else None
    click.echo(
        tabulate(
            cells,
            headings,
            tablefmt="simple",
            maxcolwidths=widths,
            disable_numparse=True,
            colalign=_alignment(cells),
        )
    )


def print_json(value: Any) -> None:
    """Print JSON values, æøå as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def place_heading() -> str:
    """The heading of places on a list."""
    return pgettext("on a list", "Place")


def _alignment(rows: Sequence[Sequence[Any]]) -> list[str] | None:
    if not rows:
        return None
    return [
        "right" if all(isinstance(cell, int) for cell in column) else "left"
        for column in zip(*rows, strict=True)
    ]
