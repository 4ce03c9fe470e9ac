"""A vote: proposals frozen, rules fixed at open, ballots taken in, counted at close.

Ballots never enter the meeting's public state. While a round is open its only number is how many
were cast; the results are made when it closes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import EllipsisType
from typing import Final

from moedeapp.model import counting
from moedeapp.model.board import by_lead, by_theme, in_play, lead_of, theme_lead
from moedeapp.model.draft import Draft, clean_words, command, counted
from moedeapp.model.errors import (
    BadValue,
    BallotInvalid,
    RoleNotAdmitted,
    RoundIsOpen,
    RoundNotOpen,
    Unknown,
)
from moedeapp.model.meeting import (
    Ballot,
    Channel,
    Idea,
    Meeting,
    Proposal,
    Rejected,
    Rejection,
    Result,
    Role,
    Round,
    RoundState,
    Theme,
)

CAP: Final = 2
"""Most dots on one proposal unless the facilitator says otherwise."""

FEWEST_PROPOSALS: Final = 2

LONGEST_TITLE: Final = 200
"""Most characters of a title the facilitator gives a proposal."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One ballot as it is keyed or imported: dots by proposal key."""

    dots: Mapping[str, int]
    table: int | None = None
    role: Role = Role.CITIZEN
    channel: Channel = Channel.PAPER


def usual_dots(proposals: int) -> int:
    """How many dots each gets by default: about a quarter of the proposals, 3 to 7."""
    return min(7, max(3, (proposals + 2) // 4))


@command()
def prepare(
    draft: Draft,
    sources: Sequence[str],
    *,
    question: str | None = None,
    dots: int | None = None,
    cap: int | None = CAP,
    roles: tuple[Role, ...] = (Role.CITIZEN,),
) -> str:
    """Make a round whose proposals are frozen copies of themes and ideas, in the order given.

    Gives the round's key. Raises BadValue when an idea would stand behind two proposals.
    """
    asked = draft.question(question).id
    number = draft.next_number("rounds")
    vote = Round(
        id=draft.source.new_key(),
        question=asked,
        number=number,
        state=RoundState.PREPARED,
        dots=usual_dots(len(sources)) if dots is None else dots,
        cap=cap,
        roles=tuple(role for role in Role if role in roles),
    )
    _check_rules(vote)
    draft.put("rounds", vote)
    for place, (title, theme, ideas) in enumerate(_frozen(draft, sources, asked), 1):
        draft.put(
            "proposals",
            Proposal(draft.source.new_key(), vote.id, place, title, theme, ideas),
        )
    draft.record(round=number, proposals=len(sources))
    return vote.id


def _frozen(
    draft: Draft, sources: Sequence[str], question: str
) -> Iterable[tuple[str, str | None, tuple[str, ...]]]:
    """Title, theme and ideas of each proposal; checked so that no idea stands behind two."""
    meeting = draft.meeting
    in_themes, in_merges = by_theme(meeting), by_lead(meeting)
    themes: set[str] = set()
    behind: set[str] = set()
    for key in sources:
        title, theme, ideas = _copy(meeting, key, question, in_themes, in_merges)
        if theme is not None:
            if theme in themes:
                raise BadValue("theme", meeting.themes[theme].letter, "duplicate")
            themes.add(theme)
        for idea in ideas:
            if idea.id in behind:
                raise BadValue("idea", str(idea.number), "duplicate")
            behind.add(idea.id)
        yield title, theme, tuple(idea.id for idea in ideas)


def _copy(
    meeting: Meeting,
    key: str,
    question: str,
    in_themes: Mapping[str | None, list[Idea]],
    in_merges: Mapping[str, list[Idea]],
) -> tuple[str, str | None, list[Idea]]:
    source: Theme | Idea
    found: tuple[str, str | None, list[Idea]]
    if key in meeting.themes:
        source = theme_lead(meeting.themes, meeting.themes[key])
        found = (source.title, source.id, in_themes.get(source.id, []))
    elif key in meeting.ideas:
        source = lead_of(meeting.ideas, meeting.ideas[key])
        if not in_play(source):
            raise BadValue("idea", str(source.number), "not_allowed")
        found = (source.text, None, in_merges[source.id])
    else:
        raise Unknown("proposals", key)
    if source.question != question:
        raise BadValue("question", found[0], "not_allowed")
    title, theme, ideas = found
    return title, theme, [idea for idea in ideas if in_play(idea)]


@command()
def change_rules(
    draft: Draft,
    round_key: str,
    *,
    dots: int | None = None,
    cap: int | EllipsisType | None = ...,
    roles: tuple[Role, ...] | None = None,
) -> None:
    """Set the rules of a round that is not open yet; what is not given stays."""
    before = _in_state(draft, round_key, RoundState.PREPARED)
    after = replace(
        before,
        dots=before.dots if dots is None else dots,
        cap=before.cap if cap is ... else cap,
        roles=before.roles if roles is None else tuple(role for role in Role if role in roles),
    )
    _check_rules(after)
    draft.put("rounds", after)
    draft.record(round=before.number, dots=after.dots, cap=after.cap, roles=list(after.roles))


def _check_rules(vote: Round) -> None:
    if not 1 <= vote.dots <= 100:
        raise BadValue("dots", str(vote.dots), "too_few" if vote.dots < 1 else "too_many", 100)
    if vote.cap is not None:
        counted("cap", vote.cap, least=1)
    if not vote.roles:
        raise BadValue("roles", "", "empty")


@command()
def rename_proposal(draft: Draft, proposal: str, title: str) -> None:
    """Give a proposal a title of its own, before its round opens."""
    before = draft.proposal(proposal)
    vote = _in_state(draft, before.round, RoundState.PREPARED)
    draft.put("proposals", replace(before, title=clean_words("title", title, LONGEST_TITLE)))
    draft.record(round=vote.number, proposal=before.number)


@command()
def hand_out(draft: Draft, round_key: str, slips: int) -> None:
    """Say how many slips were handed out."""
    before = draft.round(round_key)
    draft.put("rounds", replace(before, handed_out=counted("slips", slips)))
    draft.record(round=before.number, handed_out=slips)


@command()
def open(draft: Draft, round_key: str) -> None:  # noqa: A001 (rounds.open is the word for it)
    """Freeze the rules and take ballots; only one round is open at a time."""
    for other in draft.meeting.rounds.values():
        if other.state is RoundState.OPEN:
            raise RoundIsOpen(other.number)
    vote = _in_state(draft, round_key, RoundState.PREPARED)
    proposals = draft.proposals(round_key)
    if len(proposals) < FEWEST_PROPOSALS:
        raise BadValue("proposals", str(len(proposals)), "too_few", FEWEST_PROPOSALS)
    draft.put("rounds", replace(vote, state=RoundState.OPEN, opened_at=draft.now()))
    draft.record(
        round=vote.number,
        proposals=len(proposals),
        dots=vote.dots,
        cap=vote.cap,
        roles=list(vote.roles),
    )


@command(undoable=False)
def cast(draft: Draft, round_key: str, slip: Slip) -> None:
    """Take in one ballot.

    Raises RoundNotOpen, RoleNotAdmitted, BallotInvalid for too many dots, Unknown proposal.
    """
    _cast(draft, _in_state(draft, round_key, RoundState.OPEN), [slip])


@command(undoable=False)
def bring_in(draft: Draft, round_key: str, slips: Sequence[Slip]) -> None:
    """Take in many ballots at once; if one of them cannot be counted, none is."""
    _cast(draft, _in_state(draft, round_key, RoundState.OPEN), slips)


def _cast(draft: Draft, vote: Round, slips: Sequence[Slip]) -> None:
    known = {proposal.id for proposal in draft.proposals(vote.id)}
    for slip in slips:
        if slip.role not in vote.roles:
            raise RoleNotAdmitted(slip.role)
        if slip.channel is Channel.BEFORE:
            raise BadValue("channel", slip.channel, "not_allowed")
        if slip.table is not None:
            counted("table", slip.table, least=1)
        dots = tuple(slip.dots.items())
        refused = counting.check(dots, known, budget=vote.dots, cap=vote.cap)
        if refused is not None:
            raise BallotInvalid(refused, vote.dots, vote.cap)
        draft.cast_ballot(
            Ballot(draft.source.new_key(), vote.id, dots, slip.channel, slip.role, slip.table)
        )
    draft.put("rounds", replace(vote, cast=vote.cast + len(slips)))


@command(undoable=False)
def reject(draft: Draft, round_key: str, reason: Rejection, count: int) -> None:
    """Say how many paper slips could not be counted for a reason; the last word counts."""
    vote = _in_state(draft, round_key, RoundState.OPEN)
    key = f"{vote.id}.{reason.value}"
    draft.put("rejected", Rejected(key, vote.id, reason, counted("slips", count)))
    draft.record(round=vote.number, reason=reason.value, count=count)


@command(undoable=False)
def close(draft: Draft, round_key: str) -> None:
    """End the vote and make its results."""
    vote = _in_state(draft, round_key, RoundState.OPEN)
    options = [counting.Option(p.id, p.title) for p in draft.proposals(round_key)]
    ballots = [ballot.dots for ballot in draft.ballots_of(round_key)]
    tally = counting.count(options, ballots, dots=vote.dots)
    results = [Result(line.option.id, round_key, line.dots, line.persons) for line in tally.lines]
    for result in results:
        draft.put("results", result)
    closed = replace(
        vote,
        state=RoundState.CLOSED,
        closed_at=draft.now(),
        cast=tally.ballots,
        blank=tally.blank,
        unused=tally.unused or 0,
    )
    draft.put("rounds", closed)
    draft.record(
        round=vote.number,
        cast=closed.cast,
        blank=closed.blank,
        unused=closed.unused,
        # Whoever alters ballots and results alike is found out by this.
        results={result.id: [result.dots, result.persons] for result in results},
    )


@command(undoable=False)
def cancel(draft: Draft, round_key: str, why: str) -> None:
    """Give up an open round; its ballots are destroyed and it has no result."""
    vote = _in_state(draft, round_key, RoundState.OPEN)
    why = clean_words("why", why)
    for ballot in draft.ballots_of(round_key):
        draft.destroy_ballot(ballot)
    draft.put("rounds", replace(vote, state=RoundState.CANCELLED, closed_at=draft.now()))
    draft.record(round=vote.number, cast=vote.cast, why=why)


@command()
def remove(draft: Draft, round_key: str) -> None:
    """Take away a round that is not open yet; BadValue "in_use" when a next step rests on it."""
    vote = _in_state(draft, round_key, RoundState.PREPARED)
    proposals = draft.proposals(round_key)
    keys = {proposal.id for proposal in proposals}
    if any(step.proposal in keys for step in draft.meeting.next_steps.values()):
        raise BadValue("round", str(vote.number), "in_use")
    for rejected in draft.meeting.rejected.values():
        if rejected.round == round_key:
            draft.drop("rejected", rejected.id)
    for proposal in proposals:
        draft.drop("proposals", proposal.id)
    draft.drop("rounds", round_key)
    draft.record(round=vote.number)


def _in_state(draft: Draft, round_key: str, state: RoundState) -> Round:
    vote = draft.round(round_key)
    if vote.state is not state:
        raise RoundNotOpen(vote.number, vote.state)
    return vote
