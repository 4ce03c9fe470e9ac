"""Commands for slips, and for ballots on their way in."""

import re
import secrets
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from moedeapp import codelist
from moedeapp.cli import finding
from moedeapp.cli.finding import changing, reading
from moedeapp.cli.printing import PER_PAGE, STRIPS, slip_sheets
from moedeapp.cli.results import tell
from moedeapp.cli.speaking import OneOf, command, file_argument, flag, group, option, table
from moedeapp.cli.votes import ROUND
from moedeapp.intake import bringing
from moedeapp.model.commands import ballots as ballot_commands
from moedeapp.model.commands import evening
from moedeapp.model.commands import slips as slip_commands
from moedeapp.model.commands.ballots import Vote
from moedeapp.model.errors import BadValue
from moedeapp.model.meeting import (
    Agreement,
    Channel,
    Meeting,
    Rejection,
    Role,
    Round,
    RoundKind,
    numbered,
)
from moedeapp.texts import _, capital, mark, name, turnout

_MARK = re.compile(r"(\d+)(?::(\w+))?")
_CODE = option("--code", help=mark("The code on the slip."))
_OBJECTION = option(
    "--objection", "objections", multiple=True,
    help=mark("What speaks against a proposal, as NUMBER:WORDS; may be said again."),
)  # fmt: skip
_marks = click.argument("marks", nargs=-1)


# --- slips


@group("slips", help=mark("Make, void and hand out ballot slips."))
def slips() -> None:
    """Gather what can be done with slips."""


@command("issue", help=mark("Make COUNT slips. Their codes are written once and never kept."))
@file_argument()
@click.argument("count", type=int)
@option("--table", type=int, help=mark("The number of the table they are for."))
@flag("--each-table", "each", help=mark("COUNT slips for each table of the meeting."))
@option("--role", type=OneOf(Role), default=Role.CITIZEN,
        help=mark("Whose slips they are."))  # fmt: skip
@flag("--spare", help=mark("They cannot be used before they are handed out one by one."))
@option(
    "--out",
    type=click.Path(path_type=Path),
    help=mark("Write them to a file: sheets to print (.pdf), else a list (.csv)."),
)
@PER_PAGE
@STRIPS
@option("--address", default="",
        help=mark("An address for phones that stays the same until the evening; goes in the "
                  "QR code."))  # fmt: skip
def issue(
    file: Path, count: int, table: int | None, each: bool, role: Role, spare: bool,
    out: Path | None, per_page: str, strips: int, address: str,
) -> None:  # fmt: skip
    """Make a batch of slips and give what is to be printed."""
    with changing(file) as document:
        tables = [one.number for one in numbered(document.state.tables)] if each else []
        made = slip_commands.issue(count, table=table, each=tables, role=role, spare=spare)
        if out is None:
            printed = document.apply(made)
            codelist.write(printed, sys.stdout)
        elif out.suffix.casefold() != ".pdf":
            codelist.save(out, lambda: document.apply(made))
        else:
            fixed = address or document.state.facts.slip_address
            sheets = slip_sheets(document, int(per_page), strips, fixed)
            codelist.save(out, lambda: document.apply(made), sheets)
            if fixed:
                document.apply(evening.describe(slip_address=fixed))


@command("show", help=mark("Show how many slips there are, and in which state."))
@file_argument()
def show_slips(file: Path) -> None:
    """Print the numbers of slips by state."""
    with reading(file) as document:
        found = slip_commands.numbers(document.state.slips)
    table([_("State"), _("Slips")], [[capital(name(s)), count] for s, count in found.items()])


@command("void", help=mark("Make the slip with CODE useless; before the seal its ballot goes too."))
@file_argument()
@click.argument("code")
def void(file: Path, code: str) -> None:
    """Void a slip, for instance before giving a new one."""
    with changing(file) as document:
        document.apply(slip_commands.void(slip_commands.by_code(document.state, code)))
    click.echo(_("The slip is void."))


@command("hand-out", help=mark("Let the spare slip with CODE be used."))
@file_argument()
@click.argument("code")
def hand_out(file: Path, code: str) -> None:
    """Hand out a spare slip."""
    with changing(file) as document:
        document.apply(slip_commands.hand_out_spare(slip_commands.by_code(document.state, code)))
    click.echo(_("The slip can be used now."))


for _command in (issue, show_slips, void, hand_out):
    slips.add_command(_command)


# --- ballots


@group(help=mark("Hand in, key or import ballots."))
def ballots() -> None:
    """Gather the ways ballots come in."""


@command("cast", help=mark("Hand in a ballot as a table's device does: NUMBER or NUMBER:DOTS."))
@file_argument()
@_marks
@_CODE
@_OBJECTION
@ROUND
def cast(
    file: Path, marks: tuple[str, ...], code: str | None, objections: tuple[str, ...],
    number: int | None,
) -> None:  # fmt: skip
    """Hand in a ballot while the vote is open, and print its dot codes."""
    with changing(file) as document:
        meeting = document.state
        vote = finding.vote(meeting, number)
        receipt = document.apply(
            ballot_commands.cast(
                vote.id,
                _vote(meeting, vote, marks, objections),
                slip=slip_commands.by_code(meeting, code) if code else "",
                device="" if code else secrets.token_hex(8),
                channel=Channel.TABLE,
            )
        )
        _print_receipt(document.state, vote, receipt)


@command("key", help=mark("Key one paper slip: NUMBER, NUMBER:DOTS or NUMBER:STEP; none is blank."))
@file_argument()
@_marks
@_CODE
@flag("--second", help=mark("As the second person, who keys the same slip again."))
@option("--table", type=int, help=mark("The number of the table, if there is no code."))
@_OBJECTION
@ROUND
def key_ballot(
    file: Path, marks: tuple[str, ...], code: str | None, second: bool, table: int | None,
    objections: tuple[str, ...], number: int | None,
) -> None:  # fmt: skip
    """Take in one paper slip after the box is closed; only that it was keyed is told."""
    with changing(file) as document:
        meeting = document.state
        vote = finding.vote(meeting, number)
        said = _vote(meeting, vote, marks, objections)
        slip = slip_commands.by_code(meeting, code) if code else ""
        if second:
            document.apply(ballot_commands.confirm(vote.id, said, slip=slip))
            click.echo(_("Both keyed the same."))
            return
        receipt = document.apply(ballot_commands.key(vote.id, said, slip=slip, table=table))
        _print_receipt(document.state, vote, receipt)


def _print_receipt(meeting: Meeting, vote: Round, receipt: ballot_commands.Receipt) -> None:
    if not receipt.accepted:
        click.echo(_("The slip was used in another channel before; that ballot counts."))
        return
    now = meeting.rounds[vote.id]
    told = _("The ballot is handed in.") if receipt.codes else _("The slip is keyed.")
    click.echo(told + " " + turnout(now.cast, now.handed_out))
    if receipt.codes:
        codes = ", ".join(sorted(receipt.codes.values()))
        click.echo(_("Dot codes: {codes}. Find them on the list.").format(codes=codes))


def _vote(meeting: Meeting, vote: Round, marks: Iterable[str], objections: Iterable[str]) -> Vote:
    """What marks as people type them say: "3" or "3:2" dots, "3:against" a step."""
    dots: dict[str, int] = {}
    steps: dict[str, Agreement] = {}
    for mark_ in marks:
        found = _MARK.fullmatch(mark_)
        if not found:
            raise BadValue("dots", mark_, "not_a_number")
        key = finding.proposal(meeting, vote, int(found[1]))
        if vote.kind is RoundKind.AGREEMENT:
            steps[key] = _step(found[2] or "")
        else:
            dots[key] = dots.get(key, 0) + _whole(mark_, found[2] or "1")
    words = dict(_objection(meeting, vote, text) for text in objections)
    return Vote(dots, steps, words)


def _step(word: str) -> Agreement:
    by_word = {step.value: step for step in Agreement} | {
        name(step).casefold().replace(" ", "_"): step for step in Agreement
    }
    if word.casefold() not in by_word:
        raise BadValue("step", word, "not_allowed")
    return by_word[word.casefold()]


def _whole(mark_: str, text: str) -> int:
    if not text.isdecimal():
        raise BadValue("dots", mark_, "not_a_number")
    return int(text)


def _objection(meeting: Meeting, vote: Round, text: str) -> tuple[str, str]:
    number, _colon, words = text.partition(":")
    if not number.isdecimal():
        raise BadValue("objection", text, "not_a_number")
    return finding.proposal(meeting, vote, int(number)), words.strip()


@command("stickers", help=mark("Say how many sticker dots a table put: NUMBER:DOTS."))
@file_argument()
@_marks
@option("--table", type=int, required=True, help=mark("The number of the table."))
@ROUND
def stickers(file: Path, marks: tuple[str, ...], table: int, number: int | None) -> None:
    """Add the sticker dots of one table, after the box is closed."""
    with changing(file) as document:
        vote = finding.vote(document.state, number)
        said = _vote(document.state, vote, marks, ())
        document.apply(ballot_commands.add_stickers(vote.id, table, said.dots))
    click.echo(_("Saved."))


@command("reject", help=mark("Say how many paper slips could not be counted."))
@file_argument()
@click.argument("count", type=int)
@option("--reason", required=True, type=OneOf(Rejection),
        help=mark("The reason the protocol prints."))  # fmt: skip
@ROUND
def reject(file: Path, count: int, reason: Rejection, number: int | None) -> None:
    """Count rejected slips by reason; the last word counts."""
    with changing(file) as document:
        vote = finding.vote(document.state, number)
        document.apply(ballot_commands.reject(vote.id, reason, count))
    click.echo(_("Saved."))


@command("import", help=mark("Take in ballots from SOURCE, a CSV or Pabulib file; all or none."))
@file_argument()
@file_argument("source")
@ROUND
def import_ballots(file: Path, source: Path, number: int | None) -> None:
    """Take in a whole file of ballots; headings name proposals by title or number."""
    from moedeapp.intake.ballots import read_election

    election = read_election(source)
    with changing(file) as document:
        vote = finding.vote(document.state, number)
        brought = bringing.ballots(source, election, document.state, vote)
        document.apply(ballot_commands.bring_in(vote.id, brought))
        now = document.state.rounds[vote.id]
    click.echo(turnout(now.cast, now.handed_out))
    tell(election.rules.told)


for _command in (cast, key_ballot, stickers, reject, import_ballots):
    ballots.add_command(_command)
