"""Before the seal nobody can know a sum: two meetings that differ in every dot look alike."""

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from moedeapp.model.commands import ballots, rounds
from moedeapp.model.commands.ballots import Brought, Receipt, Vote
from moedeapp.model.document import Document
from moedeapp.model.errors import MoedeError
from moedeapp.model.meeting import Channel, Rejection, RoundState
from moedeapp.model.rows import SECRET
from tests.model.evenings import only_round, proposal_keys, rows_in, slip_keys, ticking_source
from tests.model.test_every_command import ACTS, MAKERS

# Where the dots of the same hands go: everything on the first, or turned round.
ORDERS = ((0, 1, 2), (2, 0, 1), (1, 2, 0))


def leaves(value: Any) -> Iterator[Any]:
    """Every plain value inside a value, however deep."""
    if isinstance(value, Enum) or value is None or isinstance(value, str | int | float | bytes):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from leaves(getattr(value, field.name))
    elif hasattr(value, "items"):
        for key, item in value.items():
            yield from leaves(key)
            yield from leaves(item)
    else:
        for item in value:
            yield from leaves(item)


def given_by(function: Callable[[], Any]) -> Any:
    """What a call gives, or what it refuses with."""
    try:
        return function()
    except MoedeError as error:
        return type(error), vars(error)


def look(document: Document, folder: Path) -> dict[str, Any]:
    """Everything that can be known of a meeting without reading its secret tables."""
    copied = folder / "kopi.moede"
    document.copy(copied)
    kept = rows_in(document.path)
    return {
        "state": list(leaves(document.state)),
        "journal": document.journal(),
        "head": document.head,
        "checked": vars_of(document.check()),
        "undo": (document.next_undo(), document.next_redo()),
        "file": {kind: rows for kind, rows in kept.items() if kind not in SECRET},
        "copy": rows_in(copied),
    }


def vars_of(checked: Any) -> tuple[Any, ...]:
    return checked.entries, checked.head, [vars(problem) for problem in checked.problems]


class Evening:
    """One evening from the opening of its round, with the dots placed in one order."""

    def __init__(self, path: Path, content: bytes, order: tuple[int, ...]) -> None:
        path.write_bytes(content)
        self.document = Document.open(path, source=ticking_source("same"))
        self.round = only_round(self.document.state)
        self.told: list[Any] = []
        self.heard: list[Any] = []
        self.document.subscribe(self.heard.append)
        self.apply(rounds.open(self.round, minutes=5))
        keys = proposal_keys(self.document.state, self.round)
        self.proposals = [keys[place] for place in order]
        self.slips = slip_keys(self.document.state)

    def apply(self, command: Any) -> None:
        gave = given_by(lambda: self.document.apply(command))
        if isinstance(gave, Receipt):
            # Which proposal a code belongs to is for the voter; nobody else sees the receipt.
            gave = (gave.accepted, sorted(gave.codes.values()))
        self.told.append(gave)

    def vote(self, *dots: int) -> Vote:
        return Vote({p: each for p, each in zip(self.proposals, dots, strict=False) if each})

    def cast(self, slip: int, *dots: int, key: str, channel: Channel = Channel.PHONE) -> None:
        self.apply(
            ballots.cast(
                self.round, self.vote(*dots), slip=self.slips[slip], key=key, channel=channel
            )
        )

    def while_open(self) -> None:
        for slip in range(6):
            self.cast(slip, 2, 1, key=f"m{slip}")
        self.cast(0, 1, 2, key="changed")
        self.cast(1, 0, 0, 2, key="other", channel=Channel.TABLE)
        self.cast(2, 2, 1, key="m2")
        self.apply(ballots.bring_in(self.round, [Brought(self.vote(2)), Brought(Vote())]))
        self.apply(ballots.cast(self.round, self.vote(2), device="d"))
        self.apply(ballots.reject(self.round, Rejection.LATE, 1))
        self.apply(ballots.cast(self.round, Vote({self.proposals[0]: 3}), slip=self.slips[0]))

    def while_closed(self) -> None:
        self.apply(rounds.close(self.round))
        for slip in (6, 7, 8, 0):
            self.apply(ballots.key(self.round, self.vote(1, 2), slip=self.slips[slip]))
        self.apply(ballots.confirm(self.round, self.vote(1, 2), slip=self.slips[6]))
        self.apply(ballots.confirm(self.round, self.vote(2, 1), slip=self.slips[7]))
        self.apply(ballots.key(self.round, Vote(), slip=self.slips[8]))
        self.apply(ballots.add_stickers(self.round, 1, self.vote(5, 3, 1).dots))
        self.apply(ballots.add_stickers(self.round, 1, self.vote(4, 3).dots))


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_everything_public_is_the_same_however_the_dots_were_placed(
    tmp_path: Path, staged: dict[str, bytes], closed: bool
) -> None:
    looks = []
    results = []
    for order in ORDERS:
        evening = Evening(tmp_path / "møde.moede", staged["prepared"], order)
        with evening.document as document:
            evening.while_open()
            if closed:
                evening.while_closed()
            state = RoundState.CLOSED if closed else RoundState.OPEN
            assert document.state.rounds[evening.round].state is state
            assert len(rows_in(document.path)["ballots"]) > 6
            looks.append((look(document, tmp_path), list(evening.told), list(evening.heard)))
            if not closed:
                document.apply(rounds.close(evening.round))
            document.apply(rounds.seal(evening.round))
            results.append(sorted((r.id, r.dots) for r in document.state.results.values()))
    assert looks[0] == looks[1] == looks[2]
    # They did differ, or the test would have shown nothing.
    assert results[0] != results[1] != results[2] != results[0]


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
@pytest.mark.parametrize("name", sorted(MAKERS.keys() - {"rounds.seal"}))
def test_no_command_gives_anything_away_before_the_seal(
    tmp_path: Path, staged: dict[str, bytes], name: str, closed: bool
) -> None:
    looks = []
    for order in ORDERS[:2]:
        evening = Evening(tmp_path / "møde.moede", staged["prepared"], order)
        with evening.document as document:
            evening.while_open()
            if closed:
                evening.while_closed()
            state = document.state
            try:
                args, values = ACTS[name][1](state)
            except (ValueError, StopIteration):  # it needs a stage that is not this one
                args, values = (), {}
            act = MAKERS[name](*args, **values)
            gave: Any
            try:
                gave = document.apply(act)
            except (MoedeError, TypeError) as error:
                gave = repr(error)
                assert document.state is state
            looks.append((gave, look(document, tmp_path), evening.heard))
    assert looks[0] == looks[1]


def test_a_round_before_its_seal_has_no_row_that_could_hold_a_sum(
    tmp_path: Path, staged: dict[str, bytes]
) -> None:
    evening = Evening(tmp_path / "møde.moede", staged["prepared"], ORDERS[0])
    with evening.document as document:
        for step in (evening.while_open, evening.while_closed):
            step()
            state = document.state
            made = (state.results, state.stubs, state.manual, state.shares, state.answers)
            assert made == ({},) * 5
            assert state.lots == state.objections == {}
            assert {change.kind for heard in evening.heard for change in heard} == {
                "proposals",
                "rejected",
                "rounds",
            } - (set() if state.rejected else {"rejected"})


def test_the_sums_of_a_round_before_its_seal_are_nowhere_to_be_read(
    tmp_path: Path, staged: dict[str, bytes]
) -> None:
    path = tmp_path / "møde.moede"
    path.write_bytes(staged["prepared"])
    with Document.open(path, source=ticking_source("sums")) as document:
        key = only_round(document.state)
        heard: list[Any] = []
        document.subscribe(heard.append)
        document.apply(rounds.change_rules(key, dots=100, cap=None))
        document.apply(rounds.open(key))
        first, second, _ = proposal_keys(document.state, key)
        for slip in slip_keys(document.state)[:11]:
            document.apply(ballots.cast(key, Vote({first: 61, second: 38}), slip=slip))
        document.apply(rounds.close(key))
        secret = {61, 38, 61 * 11, 38 * 11, 11 * 99}
        journal = [json.loads(entry.payload) for entry in document.journal()]
        history = [json.loads(str(row[4])) for row in rows_in(path)["history"]]
        numbers = {
            value
            for value in leaves([document.state, heard, journal, history])
            if type(value) is int
        }
        assert not secret & numbers
        document.apply(rounds.seal(key))
        assert {61 * 11, 38 * 11} <= set(leaves(document.state.results))
