"""Slips of paper: printed in batches, handed out blind, void when they are lost.

A code is known to the paper only. `issue` gives the codes once, for printing, and the file keeps
their hashes. Slips whose printing failed are never handed out, and new ones are issued.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from moedeapp.model import codes
from moedeapp.model.draft import Draft, command, counted
from moedeapp.model.errors import SlipRefused
from moedeapp.model.meeting import Batch, Channel, Meeting, Role, RoundState, Slip, SlipState

MOST = 2_000


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands on one slip; the serial counts within the batch and is not kept."""

    serial: int
    code: str
    secret: str
    table: int | None
    role: Role
    batch: int = 1
    spare: bool = False


@command(undoable=False)
def issue(
    draft: Draft,
    count: int,
    *,
    table: int | None = None,
    each: Sequence[int] = (),
    role: Role = Role.CITIZEN,
    spare: bool = False,
) -> tuple[Printed, ...]:
    """Make a batch of slips for a table and a role; gives what is to be printed, this once.

    With `each`, so many for each of these tables. Spare slips cannot be used before
    `hand_out_spare`.
    """
    tables = each or (table,)
    counted("slips", count, MOST, 1)
    counted("slips", count * len(tables), MOST, 1)
    for one in tables:
        if one is not None:
            counted("table", one, least=1)
    batch = Batch(
        id=draft.source.new_key(),
        number=draft.next_number("batches"),
        size=count * len(tables),
        salt=draft.source.new_salt(),
        made_at=draft.now(),
    )
    draft.put("batches", batch)
    state = SlipState.SPARE if spare else SlipState.ISSUED
    printed = []
    for serial, one in enumerate((one for one in tables for _ in range(count)), 1):
        sheet = Printed(
            serial,
            codes.slip_code(draft.chance()),
            codes.secret(draft.chance()),
            one,
            role,
            batch.number,
            spare,
        )
        code = codes.hidden(sheet.code, batch.salt)
        secret = codes.hidden(sheet.secret, batch.salt)
        draft.put("slips", Slip(secret, code, batch.id, state, one, role))
        printed.append(sheet)
    draft.record(batch=batch.number, slips=batch.size, spare=spare, role=role.value)
    return tuple(printed)


@command(undoable=False)
def hand_out_spare(draft: Draft, slip: str) -> None:
    """Let a spare slip be used, when it is given to somebody."""
    before = draft.slip(slip)
    if before.state is not SlipState.SPARE:
        raise SlipRefused(before.state)
    draft.put("slips", replace(before, state=SlipState.ISSUED))
    draft.record(batch=draft.batch(before.batch).number, spare=True)


@command(undoable=False)
def void(draft: Draft, slip: str) -> None:
    """Make a slip useless. A ballot it handed in before the seal is taken out."""
    before = draft.slip(slip)
    if before.state is SlipState.VOID:
        raise SlipRefused(before.state)
    draft.put("slips", replace(before, state=SlipState.VOID))
    taken_out = 0
    for vote in draft.meeting.rounds.values():
        if vote.state in (RoundState.OPEN, RoundState.CLOSED):
            taken_out += _take_out(draft, vote.id, slip) and not vote.practice
    draft.record(batch=draft.batch(before.batch).number, taken_out=taken_out)


def _take_out(draft: Draft, round_key: str, slip: str) -> int:
    ballot = draft.secrets.ballot(f"{round_key}.{slip}")
    if ballot is None:
        return 0
    draft.destroy("open_stubs", draft.secrets.stubs_of(ballot.id))
    draft.destroy("ballots", [ballot])
    vote = draft.round(round_key)
    draft.put(
        "rounds",
        replace(
            vote,
            cast=vote.cast - 1,
            paper=vote.paper - (ballot.channel is Channel.PAPER),
            confirmed=vote.confirmed - ballot.confirmed,
            contested=vote.contested - ballot.contested,
        ),
    )
    return 1


def by_code(meeting: Meeting, typed: str) -> str:
    """The key of the slip with a typed code; raises BadCode, or SlipRefused "unknown"."""
    code = codes.typed(typed)
    hashes = {codes.hidden(code, batch.salt) for batch in meeting.batches.values()}
    return _one(slip.id for slip in meeting.slips.values() if slip.code in hashes)


def by_secret(meeting: Meeting, secret: str) -> str:
    """The key of the slip with a scanned secret; raises SlipRefused "unknown"."""
    hashes = (codes.hidden(secret, batch.salt) for batch in meeting.batches.values())
    return _one(key for key in hashes if key in meeting.slips)


def _one(keys: Iterable[str]) -> str:
    for key in keys:
        return key
    raise SlipRefused("unknown")


def numbers(slips: Mapping[str, Slip]) -> dict[SlipState, int]:
    """How many slips there are in each state."""
    found = dict.fromkeys(SlipState, 0)
    for slip in slips.values():
        found[slip.state] += 1
    return found
