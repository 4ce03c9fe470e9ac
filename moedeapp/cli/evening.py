"""Commands for the frame of the evening: a new meeting, its facts, phases and notes."""

from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from moedeapp import SUFFIX
from moedeapp.cli.finding import changing, chosen, reading, whole
from moedeapp.cli.speaking import OneOf, command, file_argument, flag, option, table
from moedeapp.intake import plans as plan_files
from moedeapp.model import clock as clock_model
from moedeapp.model import phases
from moedeapp.model.commands import clock as clock_commands
from moedeapp.model.commands import evening
from moedeapp.model.commands import notes as note_commands
from moedeapp.model.document import Document
from moedeapp.model.draft import Command
from moedeapp.model.errors import BadValue, FileMissing, Unknown
from moedeapp.model.meeting import (
    Meeting,
    MeetingType,
    NoteKind,
    Organisation,
    Phase,
    Role,
    numbered,
)
from moedeapp.texts import _, capital, clock, mark, name, spoken, time_left


@command(help=mark("Begin a new meeting in FILE."))
@file_argument()
@option("--title", default="", help=mark("What the meeting is about."))
@option("--question", default="", help=mark("What the hall is asked."))
@option("--date", default="", help=mark("The day, as 2026-11-23."))
@option("--plan", default="", help=mark("A run sheet; “moede plans” lists them."))
@option("--earlier", type=click.Path(path_type=Path), help=mark("A meeting to begin from."))
@option("--tables", type=int, help=mark("How many tables there are."))
def new(
    file: Path,
    title: str,
    question: str,
    date: str,
    plan: str,
    earlier: Path | None,
    tables: int | None,
) -> None:
    """Make a meeting file; when an option is wrong there is none."""
    sheet = _plan(plan) if plan else None
    template = None
    if earlier:
        with reading(earlier) as document:
            template = evening.earlier(document.state)
    if file.suffix != SUFFIX:
        file = file.with_name(file.name + SUFFIX)
    with Document.create(file, words=question) as document:
        try:
            if template:
                document.apply(evening.use_earlier(template))
            if sheet:
                document.apply(evening.use_plan(sheet.steps))
                document.apply(evening.describe(type=sheet.type))
            given = {"title": title, "date": date}
            document.apply(evening.describe(**{k: v for k, v in given.items() if v}))
            if tables is not None:
                document.apply(evening.set_tables(tables))
        except Exception:
            document.close()
            file.unlink()
            raise
    click.echo(_("The meeting is ready in {file}.").format(file=file.name))


def _plan(key: str) -> plan_files.Plan:
    for plan in plan_files.plans(spoken()):
        if key.casefold() in (plan.key, plan.name.casefold()):
            return plan
    raise Unknown("plans", key)


@command(help=mark("List the run sheets a meeting can begin with."))
def plans() -> None:
    """Print every run sheet with its length and steps."""
    table(
        [_("Run sheet"), _("Minutes"), _("For")],
        [
            [f"{plan.key}: {plan.name}", plan.minutes, plan.description]
            for plan in plan_files.plans(spoken())
        ],
    )


@command(
    "set",
    help=mark(
        "Set facts of the meeting as NAME=VALUE, such as place=Salen or heads.citizen=60. "
        "Without any, show them."
    ),
)
@file_argument()
@click.argument("values", nargs=-1)
@flag("--unresolved", help=mark("Set the frames still empty to “Not settled”."))
def set_facts(file: Path, values: tuple[str, ...], unresolved: bool) -> None:
    """Set or show fields of facts, organisation and head-counts."""
    if not values and not unresolved:
        _show_facts(file)
        return
    acts = _acts(values)
    if unresolved:
        acts.append(evening.leave_unresolved())
    with changing(file) as document:
        for act in acts:
            document.rehearse(act)
        for act in acts:
            document.apply(act)
    click.echo(_("Saved."))


def _acts(values: tuple[str, ...]) -> list[Command[None]]:
    """What NAME=VALUE pairs ask for; everything is tried before anything is done."""
    facts: dict[str, Any] = {}
    organisation: dict[str, Any] = {}
    acts: list[Command[None]] = []
    for pair in values:
        key, given, value = pair.partition("=")
        if not given or not key:
            raise Unknown("facts", pair)
        if key.startswith("heads."):
            role = chosen("role", key.removeprefix("heads."), Role)
            acts.append(evening.count_heads(role, whole(key, value)))
        elif key == "organisation.logo":
            organisation["logo"] = _picture(Path(value))
        elif key.startswith("organisation."):
            organisation[key.removeprefix("organisation.")] = value
        else:
            facts[key] = _fact(key, value)
    if facts:
        acts.append(evening.describe(**facts))
    if organisation:
        acts.append(evening.set_organisation(**organisation))
    return acts


def _fact(key: str, value: str) -> Any:
    if key == "type" and value:
        return chosen("type", value, MeetingType)
    if key == "politicians":
        return tuple(name.strip() for name in value.split(",") if name.strip())
    return value


def _picture(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileMissing(path) from error


def _show_facts(file: Path) -> None:
    with reading(file) as document:
        meeting = document.state
    rows = [[f.name, getattr(meeting.facts, f.name)] for f in fields(meeting.facts)]
    rows += [
        [f"organisation.{f.name}", getattr(meeting.organisation, f.name)]
        for f in fields(Organisation)
        if f.name not in ("id", "logo")
    ]
    rows += [[f"heads.{heads.id}", str(heads.count)] for heads in meeting.heads.values()]
    shown = [[key, _plain(value)] for key, value in rows if value and key != "id"]
    table([_("Name"), _("Value")], shown)


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


@command(help=mark("Show the phases, or move to PHASE: its name, “next” or “back”."))
@file_argument()
@click.argument("phase", required=False)
def phase(file: Path, phase: str | None) -> None:
    """Print the phases with their times, or move the evening."""
    if phase is None:
        with reading(file) as document:
            meeting = document.state
        times: dict[Phase, str] = {}
        for visit in numbered(meeting.visits):
            times.setdefault(visit.phase, clock(visit.entered_at))
        table(
            ["", _("Phase"), _("Begun")],
            [
                ["→" if p is meeting.stage.phase else "", name(p), times.get(p, "")]
                for p in phases.ORDER
            ],
        )
        return
    with changing(file) as document:
        document.apply(evening.go_to(_phase(phase, document.state.stage.phase)))
        click.echo(name(document.state.stage.phase))


def _phase(word: str, now: Phase) -> Phase:
    place = phases.ORDER.index(now)
    last = len(phases.ORDER) - 1
    by_word = {found.value: found for found in Phase} | {name(p).casefold(): p for p in Phase}
    by_word |= dict.fromkeys(("next", _("next")), phases.ORDER[min(place + 1, last)])
    by_word |= dict.fromkeys(("back", _("back")), phases.ORDER[max(place - 1, 0)])
    if word.casefold() not in by_word:
        raise Unknown("phases", word)
    return by_word[word.casefold()]


@command("clock", help=mark("Show the clock, or change it: +5 for more minutes, pause, resume."))
@file_argument()
@click.argument("change", required=False)
def clock_(file: Path, change: str | None) -> None:
    """Print how much time is left, after giving more or stopping the clock."""
    if change is None:
        with reading(file) as document:
            meeting = document.state
    else:
        with changing(file) as document:
            document.apply(_clock_change(document.state, change))
            meeting = document.state
    now = clock_model.reading(meeting, datetime.now().astimezone())
    click.echo(time_left(now.left, now.elapsed, paused=now.paused))


def _clock_change(meeting: Meeting, word: str) -> Command[None]:
    if word.startswith("+"):
        return clock_commands.more(meeting, whole("minutes", word))
    acts = {"pause": clock_commands.pause, "resume": clock_commands.resume}
    if word not in acts:
        raise BadValue("minutes", word, "not_allowed")
    return acts[word]()


@command(help=mark("Say that the meeting ends now."))
@file_argument()
@flag("--final", help=mark("Make the protocol final as well."))
def end(file: Path, final: bool) -> None:
    """Write down when the meeting ended, unless that was done."""
    with changing(file) as document:
        if not (final and document.state.stage.ended_at):
            document.apply(evening.end())
        ended_at = document.state.stage.ended_at
        if final:
            document.apply(evening.finish())
    click.echo(_("The meeting ended: {time}").format(time=clock(ended_at)))


@command(help=mark("List the notes, or write WORDS down."))
@file_argument()
@click.argument("words", required=False)
@option(
    "--kind",
    type=OneOf(NoteKind),
    default=NoteKind.MINUTES,
    help=mark("Minutes, a reservation or a minority statement."),
)
def notes(file: Path, words: str | None, kind: NoteKind) -> None:
    """Print the notes, or add one to the present phase."""
    if words is None:
        with reading(file) as document:
            found = numbered(document.state.notes)
        table(
            [_("No."), _("Phase"), _("Kind"), _("Words")],
            [[n.number, name(n.phase), capital(name(n.kind)), n.words] for n in found],
        )
        return
    with changing(file) as document:
        document.apply(note_commands.add(words, kind))
    click.echo(_("Written down."))
