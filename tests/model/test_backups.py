"""Copies made beside the meeting: what they hold, when they come and go, what is never in one."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from moedeapp.model import backups, store
from moedeapp.model.backups import DAYS, Why
from moedeapp.model.commands import ballots, ideas, rounds
from moedeapp.model.document import Document
from moedeapp.model.draft import Source
from moedeapp.model.errors import CannotWrite, FileExists
from moedeapp.model.meeting import Phase, Reason
from tests.model.evenings import in_phase, ticking_source
from tests.model.halls import Hall, drawn_vote, hall, occurrences

DAY = datetime(2026, 11, 23, 19, tzinfo=UTC)


def _on(day: datetime, seed: str) -> Source:
    return replace(ticking_source(seed), now=lambda: day)


def _whys(path: Path) -> list[Why]:
    return [backup.why for backup in backups.made(path)]


def _all_bytes(path: Path) -> bytes:
    """The meeting and everything beside it, copies included."""
    return b"\n".join(p.read_bytes() for p in sorted(path.parent.rglob("*")) if p.is_file())


@pytest.fixture
def voting(path: Path) -> Iterator[Hall]:
    """A hall in front of an open vote, in a meeting that keeps copies."""
    made = hall(path, 60)
    made.document.apply(rounds.cancel(made.round, "Forfra"))
    made.document.close()
    with Document.open(path, keeps_backups=True) as document:
        made.document = document
        yield made


def _vote(voting: Hall) -> tuple[str, list[str]]:
    """A round with ballots from everybody, still open, and the keys of the messages."""
    apply = voting.document.apply
    asked = apply(rounds.prepare(sorted(voting.document.state.themes), dots=5))
    apply(rounds.open(asked))
    proposals = [p.id for p in voting.document.state.proposals.values() if p.round == asked]
    chance, messages = random.Random(3), []
    for slip in voting.slips:
        messages.append(f"besked-{chance.randrange(10**9)}")
        apply(ballots.cast(asked, drawn_vote(chance, proposals), slip=slip, key=messages[-1]))
    return asked, messages


def test_a_copy_is_made_of_each_day_before_a_vote_and_after_its_seal(voting: Hall) -> None:
    path = voting.document.path
    assert _whys(path) == [Why.DAY]
    asked, _messages = _vote(voting)
    assert sorted(_whys(path)) == [Why.DAY, Why.VOTE]
    voting.document.apply(rounds.close(asked))
    voting.document.apply(rounds.seal(asked))
    assert sorted(_whys(path)) == [Why.DAY, Why.SEAL, Why.VOTE]
    for backup in backups.made(path):
        with Document.open(backup.path, readonly=True) as copy:
            assert copy.check().problems == ()
            assert len(copy.state.results) == (6 if backup.why is Why.SEAL else 0)


def test_no_copy_ever_holds_a_ballot_a_code_a_secret_or_a_key(voting: Hall) -> None:
    path = voting.document.path
    asked, messages = _vote(voting)
    links = [f"{asked}.{slip}" for slip in voting.slips]
    voting.document.close()  # in the middle of the vote
    in_copies = b"".join(b.path.read_bytes() for b in backups.made(path))
    assert occurrences(in_copies, [*links, *messages]) == {}
    with Document.open(path, keeps_backups=True) as document:
        document.apply(rounds.close(asked))
        document.apply(rounds.seal(asked))
    assert Why.SEAL in _whys(path)
    secrets = [sheet.secret for sheet in voting.printed] + [s.code for s in voting.printed]
    assert occurrences(_all_bytes(path), [*links, *messages, *secrets]) == {}


def test_masked_words_leave_every_copy(path: Path) -> None:
    Document.create(path, words="Hvad?").close()
    with Document.open(path, keeps_backups=True) as document:
        in_phase(document, Phase.IDEAS)
        said = document.apply(ideas.add("Naboen på nummer syv larmer"))
    assert b"nummer syv" in _all_bytes(path)
    assert occurrences(b"".join(b.path.read_bytes() for b in backups.made(path)), ["nummer syv"])
    with Document.open(path, keeps_backups=True) as document:
        document.apply(ideas.mask(said, Reason.PERSON))
        assert b"nummer syv" not in _all_bytes(path)
    assert b"nummer syv" not in _all_bytes(path)
    assert _whys(path) == [Why.DAY]  # a new one without the words


def test_a_copy_that_cannot_be_removed_is_tried_again_at_the_next_opening(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Document.create(path, words="Hvad?").close()
    with Document.open(path, keeps_backups=True) as document:
        in_phase(document, Phase.IDEAS)
        said = document.apply(ideas.add("Naboen på nummer syv larmer"))

    def refuse(_meeting: Path) -> None:
        raise CannotWrite(path)

    with Document.open(path, keeps_backups=True) as document, monkeypatch.context() as held:
        held.setattr(backups, "remove_all", refuse)
        document.apply(ideas.mask(said, Reason.PERSON))
        assert not document.wiped
        document.close()
    with Document.open(path, keeps_backups=True) as document:
        assert document.wiped
    assert b"nummer syv" not in _all_bytes(path)


def test_the_copy_of_a_day_is_kept_for_fourteen_days(path: Path) -> None:
    Document.create(path, words="Hvad?").close()
    for day in range(DAYS + 6):
        source = _on(DAY + timedelta(days=day), f"day {day}")
        Document.open(path, keeps_backups=True, source=source).close()
    days = [backup.at.date() for backup in backups.made(path)]
    last = (DAY + timedelta(days=DAYS + 5)).date()
    assert days == [last - timedelta(days=n) for n in range(DAYS + 1)]


def test_a_copy_that_cannot_be_made_stops_no_vote(
    voting: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise CannotWrite(voting.document.path, "full")

    monkeypatch.setattr(store, "copy", full)
    asked, _messages = _vote(voting)
    assert voting.document.state.rounds[asked].cast == 60


def test_a_copy_is_put_back_as_a_file_of_its_own(path: Path) -> None:
    Document.create(path, words="Hvad?").close()
    Document.open(path, keeps_backups=True).close()
    path.unlink()
    (backup,) = backups.made(path)
    new = path.with_name("tidligere.moede")
    backups.restore(backup, new)
    with Document.open(new) as document:
        assert [question.words for question in document.state.questions.values()] == ["Hvad?"]
    with pytest.raises(FileExists):
        backups.restore(backup, new)


def test_a_rehearsal_and_a_reader_make_no_copies(path: Path, document: Document) -> None:
    document.close()
    Document.open(path, readonly=True, keeps_backups=True).close()
    assert backups.made(path) == []
