"""What befalls the file and the computer during an evening: told in words, and nothing lost."""

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from moedeapp.model.commands import ballots, ideas, rounds
from moedeapp.model.document import Document
from moedeapp.model.errors import BadValue, CannotWrite, FileGone
from moedeapp.model.meeting import Meeting, RoundState
from tests.model.evenings import held_by_file, ticking_source
from tests.model.halls import drawn_vote, hall, sealed_sums, sums
from tests.model.power_loss import FailingConnection

HOUR = timedelta(hours=1)


def _renamed(path: Path) -> None:
    path.rename(path.with_name("omdøbt.moede"))


def _deleted(path: Path) -> None:
    path.unlink()


def _stick_pulled(path: Path) -> None:
    shutil.rmtree(path.parent)


@pytest.mark.parametrize("befalls", [_renamed, _deleted, _stick_pulled])
def test_a_file_that_goes_under_the_program_is_told_of_and_a_copy_holds_all_that_was_kept(
    tmp_path: Path, befalls: Callable[[Path], None]
) -> None:
    path = tmp_path / "stik" / "aften.moede"
    path.parent.mkdir()
    filled = hall(path, 12)
    with filled.document as document:
        kept = document.state
        befalls(path)
        for _ in range(3):
            with pytest.raises(FileGone):
                document.apply(ideas.add("Gemt eller ej"))
        assert document.state is kept
        document.copy(tmp_path / "kopi.moede")
    with Document.open(tmp_path / "kopi.moede") as copy:
        assert copy.state.ideas == kept.ideas
        assert copy.check().problems == ()


def test_a_file_that_is_put_back_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "aften.moede"
    with hall(path, 12).document as document:
        _renamed(path)
        with pytest.raises(FileGone):
            document.apply(ideas.add("Ikke gemt"))
        path.with_name("omdøbt.moede").rename(path)
        document.apply(ideas.add("Gemt"))
        assert held_by_file(document) == document.state
        assert document.check().problems == ()


def test_a_disk_that_fails_now_and_then_loses_no_ballot_that_was_acknowledged(
    tmp_path: Path,
) -> None:
    filled = hall(tmp_path / "aften.moede", 40)
    document, chance = filled.document, random.Random(4)
    real: Any = document._db.conn
    kept = []
    for number, slip in enumerate(filled.slips):
        vote = drawn_vote(chance, filled.proposals)
        document._db.conn = FailingConnection(real, 1 + number)  # type: ignore[assignment]
        try:
            document.apply(ballots.cast(filled.round, vote, slip=slip, key=f"k{number}"))
        except CannotWrite:
            continue
        kept.append(vote)
    document._db.conn = real
    assert 0 < len(kept) < 40
    document.apply(rounds.close(filled.round))
    document.apply(rounds.seal(filled.round))
    assert sealed_sums(document.state.results.values(), filled.round) == sums(kept)
    assert document.check().problems == ()
    document.close()


def _with_clock(path: Path, jumps: list[timedelta]) -> Meeting:
    """A vote during which the computer's clock jumps, or the computer sleeps."""
    now = [datetime(2026, 11, 23, 19, tzinfo=UTC)]
    source = replace(ticking_source("jumps"), now=lambda: now[0])
    filled = hall(path, 12, source=source)
    apply = filled.document.apply
    apply(rounds.extend(filled.round, 10))
    for number, slip in enumerate(filled.slips):
        now[0] += jumps[number % len(jumps)]
        vote = ballots.Vote({filled.proposals[0]: 1})
        apply(ballots.cast(filled.round, vote, slip=slip, key=f"k{number}"))
    apply(rounds.extend(filled.round, 5))
    apply(rounds.close(filled.round))
    apply(rounds.seal(filled.round))
    assert filled.document.check().problems == ()
    filled.document.close()
    with Document.open(path, source=source) as document:
        return document.state


@pytest.mark.parametrize("jump", [-HOUR, HOUR, -24 * HOUR], ids=["back", "asleep", "another day"])
def test_a_clock_that_jumps_loses_no_ballot_and_breaks_no_chain(
    path: Path, jump: timedelta
) -> None:
    state = _with_clock(path, [timedelta(0), jump, timedelta(seconds=2)])
    (vote,) = state.rounds.values()
    assert (vote.state, vote.cast) == (RoundState.SEALED, 12)
    assert sum(result.dots for result in state.results.values()) == 12


def test_trouble_begins_and_ends_for_whoever_listens(tmp_path: Path) -> None:
    path = tmp_path / "aften.moede"
    heard: list[object] = []
    with hall(path, 12).document as document:
        document.subscribe(heard.append)
        _renamed(path)
        for _ in range(2):
            with pytest.raises(FileGone):
                document.apply(ideas.add("Ikke gemt"))
        assert isinstance(document.trouble, FileGone)
        assert heard == [()]
        path.with_name("omdøbt.moede").rename(path)
        with pytest.raises(BadValue):
            document.apply(ideas.add(""))
        assert document.trouble is not None
        document.apply(ideas.add("Gemt"))
        assert document.trouble is None
        assert heard[1] == ()
        assert len(heard) == 3
