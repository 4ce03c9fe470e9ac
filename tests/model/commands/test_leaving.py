"""Clearing up at the end, and moving in the middle of a vote."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from moedeapp.export.minutes import minutes
from moedeapp.model import backups
from moedeapp.model.commands import ballots, evening, ideas, leaving, rounds
from moedeapp.model.document import Document
from moedeapp.model.errors import BadValue, CannotWrite, FileExists, MeetingMoved
from moedeapp.model.journal import Entry
from moedeapp.model.meeting import Phase, Reason, RoundState, Status
from tests.model.evenings import ticking_source
from tests.model.halls import Hall, drawn_vote, hall, occurrences

HIDDEN, SHOWN = "Naboen på nummer syv larmer", "Flere bænke langs vandet"


def _all_bytes(folder: Path) -> bytes:
    return b"\n".join(p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())


def _voted(path: Path, people: int = 40) -> Hall:
    """A hall in the middle of a vote, with an idea that is hidden."""
    filled = hall(path, people, source=ticking_source("leaving"))
    filled.document.close()
    filled.document = Document.open(path, keeps_backups=True, source=ticking_source("later"))
    apply = filled.document.apply
    said = apply(ideas.add(HIDDEN))
    apply(ideas.hide(said, reason=Reason.PERSON))
    apply(ideas.add(SHOWN))
    chance = random.Random(5)
    for slip in filled.slips:
        vote = drawn_vote(chance, filled.proposals)
        apply(ballots.cast(filled.round, vote, slip=slip, key=f"besked-{slip[:8]}"))
    return filled


def _finished(path: Path) -> Hall:
    filled = _voted(path)
    apply = filled.document.apply
    apply(rounds.close(filled.round))
    apply(rounds.seal(filled.round))
    apply(evening.go_to(Phase.NEXT_STEPS))
    apply(evening.finish())
    return filled


def _printed(document: Document, entries: list[Entry]) -> object:
    """What the protocol prints with these entries of the journal."""
    made = minutes(document.state, entries, head=bytes(32), made_at=_AT, software_version="1")
    return made.blocks


_AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_after_clearing_up_no_hash_of_a_slip_and_no_hidden_word_is_in_any_byte(
    path: Path,
) -> None:
    filled = _finished(path)
    hashes = [*filled.slips, *(slip.code for slip in filled.document.state.slips.values())]
    salts = [batch.salt for batch in filled.document.state.batches.values()]
    assert len(occurrences(_all_bytes(path.parent), [*hashes, *salts, HIDDEN])) > 80
    assert backups.made(path)
    assert filled.document.apply(leaving.clear_up()) == 1
    assert backups.made(path) == []
    assert occurrences(_all_bytes(path.parent), [*hashes, *salts, HIDDEN]) == {}
    filled.document.close()
    left = _all_bytes(path.parent)
    assert occurrences(left, [*hashes, *salts, HIDDEN]) == {}
    assert SHOWN.encode() in left


def test_clearing_up_takes_nothing_the_protocol_prints(path: Path) -> None:
    filled = _finished(path)
    entries = filled.document.journal()
    before = _printed(filled.document, entries)
    filled.document.apply(leaving.clear_up())
    assert _printed(filled.document, entries) == before
    assert filled.document.check().problems == ()
    assert filled.document.next_undo() is None
    filled.document.close()


def test_clearing_up_waits_for_the_final_protocol(path: Path) -> None:
    with _voted(path).document as document:
        with pytest.raises(BadValue):
            document.apply(leaving.clear_up())
        assert document.state.slips


def test_a_meeting_moves_in_the_middle_of_a_vote_with_its_ballots(path: Path) -> None:
    filled = _voted(path)
    new = path.with_name("på stikket.moede")
    links = [f"{filled.round}.{slip}" for slip in filled.slips]
    filled.document.move(new)
    # The ballots are in one place only.
    assert occurrences(path.read_bytes(), links) == {}
    with pytest.raises(MeetingMoved):
        filled.document.apply(ideas.add("En til"))
    filled.document.close()
    with Document.open(path) as left:
        assert left.state.stage.status is Status.MOVED
        assert left.check().problems == ()
    with Document.open(new) as moved:
        vote = moved.state.rounds[filled.round]
        assert (vote.state, vote.cast) == (RoundState.OPEN, 40)
        moved.apply(rounds.close(filled.round))
        moved.apply(rounds.seal(filled.round))
        assert moved.check().problems == ()
    assert occurrences(new.read_bytes(), links) == {}


def test_a_move_that_cannot_be_written_leaves_everything_here(path: Path, tmp_path: Path) -> None:
    filled = _voted(path)
    with filled.document as document:
        before = document.state
        with pytest.raises(CannotWrite):
            document.move(tmp_path / "intet" / "nyt.moede")
        with pytest.raises(FileExists):
            document.move(path)
        assert document.state == before
        document.apply(rounds.close(filled.round))
