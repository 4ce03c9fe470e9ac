"""What a round leaves behind when it is sealed: sums, the public list, and no link to a slip.

Every ballot is cut into stubs, one for each proposal it gave dots, under a code. Ballots from
devices keep the codes their voters were told. Paper gets none: its sums are told as counted by
hand. But where either kind has fewer than `FEWEST` ballots its sum would show what few people
chose, so then every ballot is cut into stubs and nothing tells the kinds apart.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from json import dumps

from moedeapp.model import bridges, counting
from moedeapp.model.bridges import FEWEST, pooled
from moedeapp.model.counting import Option
from moedeapp.model.meeting import (
    Agreement,
    Answer,
    Ballot,
    ByHand,
    Manual,
    Objection,
    OpenStub,
    Proposal,
    Result,
    Round,
    RoundKind,
    RoundState,
    Row,
    Share,
    Stickers,
    Stub,
)
from moedeapp.model.rows import to_json
from moedeapp.model.shares import equal_shares


@dataclass(frozen=True, slots=True)
class Box:
    """Everything that was handed in for a round."""

    ballots: Sequence[Ballot]
    open_stubs: Sequence[OpenStub]
    stickers: Sequence[Stickers]


@dataclass(frozen=True, slots=True)
class Sealed:
    """The rows a seal makes, by kind, and the round as it is then."""

    round: Round
    stubs: tuple[Stub, ...] = ()
    manual: tuple[Manual, ...] = ()
    results: tuple[Result, ...] = ()
    shares: tuple[Share, ...] = ()
    answers: tuple[Answer, ...] = ()
    objections: tuple[Objection, ...] = ()

    def rows(self) -> Iterable[tuple[str, Row]]:
        """Every row with its kind, without the round."""
        for kind in KINDS:
            yield from ((kind, row) for row in getattr(self, kind))


KINDS = ("stubs", "manual", "results", "shares", "answers", "objections")


def sealed(
    vote: Round, proposals: Sequence[Proposal], box: Box, at: str, chance: Callable[[], int],
    stub_code: Callable[[int], str],
) -> Sealed:  # fmt: skip
    """What the seal of a round makes of its box; `chance` gives random numbers of 64 bits."""
    options = [Option(p.id, p.title) for p in proposals]
    tally = counting.count(options, (b.dots for b in box.ballots), dots=vote.dots)
    agreed = vote.kind is RoundKind.AGREEMENT
    after = replace(
        vote,
        state=RoundState.SEALED,
        sealed_at=at,
        cast=len(box.ballots),
        blank=sum(not (b.dots or b.steps) for b in box.ballots),
        unused=0 if agreed else tally.unused or 0,
        channels=_channels(box.ballots),
    )
    if agreed:
        made = Sealed(
            after,
            answers=tuple(_answer(vote, p, box.ballots) for p in proposals),
            objections=_objections(vote, box.ballots, chance),
        )
    else:
        stubs, manual = _public(vote, box, chance, stub_code)
        made = Sealed(
            after,
            stubs=stubs,
            manual=manual,
            results=_results(vote, options, tally, box),
            shares=_shares(vote, options, box),
        )
    return replace(made, round=replace(after, digest=digest(made.rows())))


def digest(rows: Iterable[tuple[str, Row]]) -> str:
    """SHA-256, in hex, of rows as JSON in the order of kind and key."""
    told = sorted([kind, row.id, to_json(row)] for kind, row in rows)
    text = dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _channels(ballots: Iterable[Ballot]) -> tuple[tuple[str, int], ...]:
    sizes = Counter(ballot.channel.value for ballot in ballots)
    return tuple(("+".join(names), size) for names, size in pooled(sizes))


# --- dots


def _public(
    vote: Round, box: Box, chance: Callable[[], int], stub_code: Callable[[int], str]
) -> tuple[tuple[Stub, ...], tuple[Manual, ...]]:
    """The public list and the counts made by hand; together they are the result."""
    by_hand = [ballot for ballot in box.ballots if not ballot.from_device]
    if 0 < len(by_hand) < FEWEST or 0 < len(box.ballots) - len(by_hand) < FEWEST:
        by_hand = []
    kept = {ballot.id for ballot in by_hand}
    known = {(stub.ballot, stub.proposal): stub.code for stub in box.open_stubs}
    taken = set(known.values())
    stubs = []
    for ballot in box.ballots:
        if ballot.id in kept:
            continue
        for proposal, dots in ballot.dots:
            code = known.get((ballot.id, proposal), "")
            while not code or (code in taken and (ballot.id, proposal) not in known):
                code = stub_code(chance())
            taken.add(code)
            stubs.append(Stub(f"{vote.id}.{code}", vote.id, code, proposal, dots))
    manual = [
        *_by_hand(vote, ByHand.PAPER, ((p, d, 1) for b in by_hand for p, d in b.dots)),
        *_by_hand(vote, ByHand.STICKERS, ((s.proposal, s.dots, 0) for s in box.stickers)),
    ]
    # The order of codes is drawn, so it tells nothing of the order of voting.
    return tuple(sorted(stubs, key=lambda stub: stub.code)), tuple(manual)


def _by_hand(
    vote: Round, source: ByHand, counts: Iterable[tuple[str, int, int]]
) -> Iterable[Manual]:
    dots: Counter[str] = Counter()
    persons: Counter[str] = Counter()
    for proposal, each, person in counts:
        dots[proposal] += each
        persons[proposal] += person
    for proposal in dots:
        sign = f"{proposal}.{source.value}"
        yield Manual(sign, vote.id, proposal, source, dots[proposal], persons[proposal])


def _results(
    vote: Round, options: Sequence[Option], tally: counting.Tally, box: Box
) -> tuple[Result, ...]:
    stickers: Counter[str] = Counter()
    for sticker in box.stickers:
        stickers[sticker.proposal] += sticker.dots
    # Sticker dots belong to no ballot, so with them nobody knows who supports what at a table.
    tables = [] if box.stickers else [(b.table, b.dots) for b in box.ballots]
    found = bridges.bridges(options, tables)
    support = {
        b.option.id: (b.support, b.tables, 1 + sum(other.product > b.product for other in found))
        for b in found
    }
    return tuple(
        Result(
            line.option.id,
            vote.id,
            line.dots + stickers[line.option.id],
            line.persons,
            *support.get(line.option.id, (None, None, None)),
        )
        for line in tally.lines
    )


def _shares(vote: Round, options: Sequence[Option], box: Box) -> tuple[Share, ...]:
    if box.stickers or not box.ballots:
        return ()
    found = equal_shares(options, (ballot.dots for ballot in box.ballots), vote.places)
    return tuple(
        Share(
            f"{vote.id}.{place}",
            vote.id,
            place,
            share.option.id,
            "" if share.cost is None else str(share.cost),
            tuple(option.id for option in share.tied),
        )
        for place, share in enumerate(found, 1)
    )


# --- agreement


def _answer(vote: Round, proposal: Proposal, ballots: Iterable[Ballot]) -> Answer:
    steps = Counter(step for b in ballots for key, step in b.steps if key == proposal.id)
    return Answer(proposal.id, vote.id, tuple(steps[step.value] for step in Agreement))


def _objections(
    vote: Round, ballots: Iterable[Ballot], chance: Callable[[], int]
) -> tuple[Objection, ...]:
    # Keys are drawn anew, and the file keeps rows by key: neither tells whose or which came first.
    made = (
        Objection(f"{chance():016x}", vote.id, proposal, words)
        for ballot in ballots
        for proposal, words in ballot.objections
    )
    return tuple(sorted(made, key=lambda objection: objection.id))
