"""Ballots on their way into a round, from phones, paper and stickers.

Whatever the channel, one slip is one voice: within a channel the last version counts, across
channels the first stands, and that somebody tried is counted without telling what was on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from moedeapp.model import codes, counting
from moedeapp.model.commands import slips
from moedeapp.model.draft import Draft, clean_words, command, counted
from moedeapp.model.errors import (
    BadValue,
    BallotDiffers,
    BallotInvalid,
    RoleNotAdmitted,
    RoundNotOpen,
    SlipRefused,
    Unknown,
)
from moedeapp.model.meeting import (
    Agreement,
    Ballot,
    Channel,
    OpenStub,
    Rejected,
    Rejection,
    Role,
    Round,
    RoundKind,
    RoundState,
    SlipState,
    Stickers,
)

LONGEST_OBJECTION: Final = 500
MOST_KEYS: Final = 50
"""Message keys remembered per ballot; the oldest are forgotten first."""


@dataclass(frozen=True, slots=True)
class Vote:
    """What a ballot says, by proposal key: dots, or steps of agreement with objections."""

    dots: Mapping[str, int] = field(default_factory=dict)
    steps: Mapping[str, Agreement] = field(default_factory=dict)
    objections: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Brought:
    """A ballot from a file of ballots, which no slip stands for."""

    vote: Vote
    table: int | None = None
    role: Role = Role.CITIZEN
    channel: Channel = Channel.IMPORT


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the voter is told: whether the ballot stands, and its dot codes by proposal key."""

    accepted: bool
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What a slip's holder handed in, and the dot codes by proposal key."""

    vote: Vote
    codes: Mapping[str, str]
    channel: Channel


@command(by_citizen=True)
def cast(
    draft: Draft,
    round_key: str,
    vote: Vote,
    *,
    slip: str = "",
    device: str = "",
    channel: Channel = Channel.PHONE,
    key: str = "",
) -> Receipt:
    """Hand in a ballot by a slip, or by a device where access is open; again to change it.

    `key` names the message: the same one again changes nothing and gives the same receipt, also
    when its answer was lost and the box is closed by now.
    Raises RoundNotOpen, SlipRefused, RoleNotAdmitted, BallotInvalid, Unknown.
    """
    before = draft.secrets.ballot(f"{round_key}.{slip or device}")
    if key and before is not None and key in before.keys:
        return Receipt(True, {s.proposal: s.code for s in draft.secrets.stubs_of(before.id)})
    asked = _in_state(draft, round_key, RoundState.OPEN)
    if channel not in (Channel.PHONE, Channel.TABLE):
        raise BadValue("channel", channel, "not_allowed")
    ballot = _ballot_of(draft, asked, slip, device, channel)
    return _take(draft, asked, ballot, before, vote, key)


def handed_in(
    draft: Draft, round_key: str, *, secret: str = "", code: str = "", device: str = ""
) -> HandedIn | None:
    """What was handed in by device while the round is open, for whoever holds the paper.

    It asks for what stands on the slip and not for its key, which every reader of the meeting
    knows. None when nothing was. Raises BadCode, SlipRefused, Unknown.
    """
    slip = ""
    if secret or code:
        find, said = (slips.by_secret, secret) if secret else (slips.by_code, code)
        slip = find(draft.meeting, said)
    before = draft.secrets.ballot(f"{round_key}.{slip or device}")
    if draft.round(round_key).state is not RoundState.OPEN or before is None:
        return None
    if not before.from_device:
        return None
    vote = Vote(
        dict(before.dots),
        {proposal: Agreement(step) for proposal, step in before.steps},
        dict(before.objections),
    )
    codes_ = {stub.proposal: stub.code for stub in draft.secrets.stubs_of(before.id)}
    return HandedIn(vote, codes_, before.channel)


@command(undoable=False)
def key(
    draft: Draft, round_key: str, vote: Vote, *, slip: str = "", table: int | None = None
) -> Receipt:
    """Key one paper slip, after the box is closed; keying it again corrects it.

    Without a slip only where access is open. Raises like `cast`.
    """
    asked = _in_state(draft, round_key, RoundState.CLOSED)
    ballot = _ballot_of(draft, asked, slip, "" if slip else draft.source.new_key(), Channel.PAPER)
    if not slip and table is not None:
        ballot = replace(ballot, table=counted("table", table, least=1))
    return _take(draft, asked, ballot, draft.secrets.ballot(ballot.id), vote)


@command(undoable=False)
def confirm(draft: Draft, round_key: str, vote: Vote, *, slip: str) -> None:
    """Key a paper slip as the second person; BallotDiffers when the two do not agree.

    Objections in words are keyed once: no two persons type a sentence quite alike.
    """
    asked = _in_state(draft, round_key, RoundState.CLOSED)
    if not asked.two_persons:
        # Else trying would tell what is on a slip that was keyed.
        raise BadValue("round", str(asked.number), "not_allowed")
    ballot = draft.secrets.ballot(f"{round_key}.{slip}")
    if ballot is None or ballot.channel is not Channel.PAPER:
        raise Unknown("ballots", "")
    if _said(draft, asked, vote)[:2] != (ballot.dots, ballot.steps):
        raise BallotDiffers
    if not ballot.confirmed:
        draft.keep_secret("ballots", replace(ballot, confirmed=True))
        draft.put("rounds", replace(asked, confirmed=asked.confirmed + 1))


@command(undoable=False)
def bring_in(draft: Draft, round_key: str, ballots: Sequence[Brought]) -> None:
    """Take in a file of ballots; if one of them cannot be counted, none is.

    No slip stands for them, so the round must have open access.
    """
    asked = _in_state(draft, round_key, RoundState.OPEN, RoundState.CLOSED)
    for brought in ballots:
        if brought.channel is Channel.BEFORE:
            raise BadValue("channel", brought.channel, "not_allowed")
        ballot = _ballot_of(draft, asked, "", draft.source.new_key(), brought.channel)
        if brought.table is not None:
            ballot = replace(ballot, table=counted("table", brought.table, least=1))
        _admit(asked, brought.role)
        ballot = replace(ballot, role=brought.role)
        asked = _keep(draft, asked, _with(draft, asked, ballot, brought.vote), new=True)


@command(undoable=False)
def add_stickers(draft: Draft, round_key: str, table: int, dots: Mapping[str, int]) -> None:
    """Say how many sticker dots a table put on each proposal; said again, the last word counts.

    Raises BadValue "too_many" when one table used more dots than everybody in the room had; all
    tables together are looked at by the seal, where nothing can be learned from a refusal.
    """
    asked = _in_state(draft, round_key, RoundState.CLOSED)
    if asked.kind is not RoundKind.DOTS:
        raise BadValue("round", str(asked.number), "not_allowed")
    counted("table", table, least=1)
    known = {proposal.id for proposal in draft.proposals(round_key)}
    kept = [s for s in draft.secrets.stickers(round_key) if s.table != table]
    for proposal, number in dots.items():
        if proposal not in known:
            raise Unknown("proposals", proposal)
        if counted("dots", number):
            sign = f"{round_key}.{table}.{proposal}"
            kept.append(Stickers(sign, round_key, table, proposal, number))
    _plausible(draft, asked, dots)
    old = [s for s in draft.secrets.stickers(round_key) if s.table == table]
    draft.destroy("stickers", old)
    for sticker in kept:
        if sticker.table == table:
            draft.keep_secret("stickers", sticker)
    draft.put("rounds", replace(asked, stickers=bool(kept)))
    draft.record(round=asked.number, stickers=True)


def _plausible(draft: Draft, asked: Round, dots: Mapping[str, int]) -> None:
    """No table put more dots than the heads that were counted could have put."""
    heads = draft.heads(asked.roles)
    if not heads:
        return
    counted("dots", sum(dots.values()), heads * asked.dots)
    if asked.cap is not None:
        for each in dots.values():
            counted("dots", each, heads * asked.cap)


@command(undoable=False)
def reject(draft: Draft, round_key: str, reason: Rejection, count: int) -> None:
    """Say how many paper slips could not be counted for a reason; the last word counts."""
    asked = _in_state(draft, round_key, RoundState.OPEN, RoundState.CLOSED)
    sign = f"{asked.id}.{reason.value}"
    draft.put("rejected", Rejected(sign, asked.id, reason, counted("slips", count)))
    draft.record(round=asked.number, reason=reason.value, count=count)


# --- one ballot


def _ballot_of(draft: Draft, asked: Round, slip: str, device: str, channel: Channel) -> Ballot:
    """The empty ballot that a slip, or a device where access is open, stands for."""
    if slip:
        paper = draft.find_slip(slip)
        if paper is None:
            raise SlipRefused("unknown")
        if paper.state is not SlipState.ISSUED:
            raise SlipRefused(paper.state)
        _admit(asked, paper.role)
        return Ballot(f"{asked.id}.{slip}", asked.id, (), channel, paper.role, paper.table)
    if not asked.open_access or not device:
        raise SlipRefused("none")
    return Ballot(f"{asked.id}.{device}", asked.id, (), channel)


def _admit(asked: Round, role: Role) -> None:
    if role not in asked.roles:
        raise RoleNotAdmitted(role)


def _take(
    draft: Draft, asked: Round, ballot: Ballot, before: Ballot | None, vote: Vote, message: str = ""
) -> Receipt:
    """Keep a ballot in place of what was there before."""
    if before is None:
        kept = _with(draft, asked, ballot, vote, keys=(message,) if message else ())
        _keep(draft, asked, kept, new=True)
        return Receipt(True, _draw_codes(draft, kept))
    if before.channel is not ballot.channel:
        if not before.contested:
            draft.keep_secret("ballots", replace(before, contested=True))
            draft.put("rounds", replace(asked, contested=asked.contested + 1))
        return Receipt(False)
    keys = (*before.keys, message)[-MOST_KEYS:] if message else before.keys
    kept = _with(draft, asked, ballot, vote, keys=keys, contested=before.contested)
    draft.destroy("open_stubs", draft.secrets.stubs_of(before.id))
    draft.keep_secret("ballots", kept)
    if before.confirmed:
        # What two persons agreed on was keyed anew, so a second person must look again.
        draft.put("rounds", replace(asked, confirmed=asked.confirmed - 1))
    return Receipt(True, _draw_codes(draft, kept))


def _keep(draft: Draft, asked: Round, ballot: Ballot, *, new: bool) -> Round:
    draft.keep_secret("ballots", ballot)
    after = replace(
        asked,
        cast=asked.cast + new,
        paper=asked.paper + (new and ballot.channel is Channel.PAPER),
    )
    draft.put("rounds", after)
    return after


def _with(
    draft: Draft, asked: Round, ballot: Ballot, vote: Vote,
    *, keys: tuple[str, ...] = (), contested: bool = False,
) -> Ballot:  # fmt: skip
    dots, steps, objections = _said(draft, asked, vote)
    return replace(
        ballot, dots=dots, steps=steps, objections=objections, keys=keys, contested=contested
    )


Said = tuple[tuple[tuple[str, int], ...], tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]


def _said(draft: Draft, asked: Round, vote: Vote) -> Said:
    """What a vote says, in the order of the proposals; raises when the rules do not allow it."""
    order = [proposal.id for proposal in draft.proposals(asked.id)]
    for proposal in (*vote.dots, *vote.steps, *vote.objections):
        if proposal not in order:
            raise Unknown("proposals", proposal)
    wrong = vote.steps or vote.objections if asked.kind is RoundKind.DOTS else vote.dots
    if wrong:
        raise BadValue("round", str(asked.number), "not_allowed")
    dots = tuple((p, vote.dots[p]) for p in order if p in vote.dots)
    refused = counting.check(dots, order, budget=asked.dots, cap=asked.cap)
    if refused is not None:
        raise BallotInvalid(refused, asked.dots, asked.cap)
    steps = tuple((p, _step(vote.steps[p])) for p in order if p in vote.steps)
    objections = tuple(
        (p, clean_words("objection", vote.objections[p], LONGEST_OBJECTION))
        for p in order
        if vote.objections.get(p, "").strip()
    )
    return dots, steps, objections


def _step(said: str) -> str:
    if said not in list(Agreement):
        raise BadValue("step", str(said), "not_allowed")
    return Agreement(said).value


def _draw_codes(draft: Draft, ballot: Ballot) -> dict[str, str]:
    """New dot codes for a ballot from a device; paper gets none."""
    if not ballot.from_device:
        return {}
    drawn: dict[str, str] = {}
    for proposal, _ in ballot.dots:
        code = codes.stub_code(draft.chance())
        while code in drawn.values() or draft.secrets.is_drawn(f"{ballot.round}.{code}"):
            code = codes.stub_code(draft.chance())
        drawn[proposal] = code
        sign = f"{ballot.round}.{code}"
        draft.keep_secret("open_stubs", OpenStub(sign, ballot.round, ballot.id, proposal, code))
    return drawn


def _in_state(draft: Draft, round_key: str, *states: RoundState) -> Round:
    found = draft.round(round_key)
    if found.state not in states:
        raise RoundNotOpen(found.number, found.state)
    draft.traceless = found.practice
    return found
