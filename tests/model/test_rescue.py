"""Damaged files: no crash, no sum that is silently wrong, and every intact part back."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from moedeapp.model.commands import ideas, rounds
from moedeapp.model.document import Document
from moedeapp.model.errors import (
    CountAltered,
    FileEmpty,
    FileExists,
    FileMissing,
    JournalLacks,
    NotAMeeting,
)
from moedeapp.model.meeting import Reason, RoundState
from moedeapp.model.rescue import Lost, Rescued, rescue
from tests.model.damage import AT, Truth, damaged, evening_file, judged, sound
from tests.model.evenings import alter, rows_in


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return evening_file(tmp_path_factory.mktemp("whole"))


def _campaign(whole: bytes, folder: Path, count: int, seed: int) -> Counter[str]:
    truth = Truth(folder / "sand.moede", whole)
    seen: Counter[str] = Counter()
    for number, content in enumerate(damaged(whole, count, seed)):
        given, wrong = judged(truth, content, folder)
        assert wrong == [], f"damaged file {number} of seed {seed}"
        seen["rescued" if given else "nothing in it"] += 1
    return seen


def test_of_damaged_files_every_intact_part_comes_back_and_no_sum_is_silently_wrong(
    whole: bytes, tmp_path: Path
) -> None:
    seen = _campaign(whole, tmp_path, 44, seed=1)
    assert seen["rescued"] >= 36


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_of_500_damaged_files_every_intact_part_comes_back_and_no_sum_is_silently_wrong(
    whole: bytes, tmp_path: Path
) -> None:
    seen = _campaign(whole, tmp_path, 550, seed=2)
    assert seen["rescued"] >= 450


def test_a_page_that_says_it_is_another_kind_and_a_pointer_astray_lose_no_round(
    whole: bytes, tmp_path: Path
) -> None:
    truth = Truth(tmp_path / "sand.moede", whole)
    leaf_to_interior, last_page = (0, 1 << 3), (11, 1 << 2)
    for page in truth.pages_of_rounds():
        for place, bit in (leaf_to_interior, last_page, (13, 1 << 3)):
            at = page * 4096 + place
            content = whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]
            assert judged(truth, content, tmp_path)[1] == [], f"page {page}, byte {place}"


def _rescued(path: Path) -> Rescued:
    return rescue(path, path.with_name("reddet.moede"), AT)


def test_of_a_sound_file_everything_comes_back_and_nothing_is_lost(
    path: Path, staged: dict[str, bytes]
) -> None:
    path.write_bytes(staged["final"])
    with Document.open(path, readonly=True) as document:
        before = document.state
    given = _rescued(path)
    assert given.lost == ()
    assert sound(given.path)
    with Document.open(given.path) as document:
        assert document.state == before
        assert document.check().problems == ()


def test_the_new_meeting_goes_on(path: Path, whole: bytes) -> None:
    path.write_bytes(whole[: len(whole) // 2])
    given = _rescued(path)
    with Document.open(given.path) as document:
        last = max(idea.number for idea in document.state.ideas.values())
        document.apply(ideas.bring_in([ideas.Incoming("En idé mere")]))
        assert max(idea.number for idea in document.state.ideas.values()) > last
        head = document.head
    with Document.open(given.path) as document:
        assert document.check().head == head


def test_entries_that_are_lost_are_told_of_for_ever(path: Path, staged: dict[str, bytes]) -> None:
    path.write_bytes(staged["final"])
    alter(path, "DELETE FROM journal WHERE seq IN (4, 5, 9)")
    given = _rescued(path)
    assert [(loss.what, loss.count) for loss in given.lost if loss.what is Lost.JOURNAL] == [
        (Lost.JOURNAL, 3)
    ]
    with Document.open(given.path) as document:
        gaps = [p for p in document.check().problems if isinstance(p, JournalLacks)]
        assert [(gap.first, gap.last) for gap in gaps] == [(4, 5), (9, 9)]


def test_a_cut_of_the_rescued_journal_is_still_found(path: Path, staged: dict[str, bytes]) -> None:
    path.write_bytes(staged["final"])
    alter(path, "DELETE FROM journal WHERE seq IN (4, 5)")
    new = _rescued(path).path
    alter(new, "DELETE FROM journal WHERE seq = 7")
    with Document.open(new) as document:
        assert [type(p).__name__ for p in document.check().problems] == ["JournalBroken"]


def test_a_result_that_is_not_what_was_sealed_is_left_out_and_named(
    path: Path, staged: dict[str, bytes]
) -> None:
    path.write_bytes(staged["sealed"])
    alter(path, "UPDATE stubs SET dots = dots + 1", "UPDATE results SET dots = dots + 1")
    with Document.open(path) as document:
        assert [type(doubt) for doubt in document.doubts] == [CountAltered]
    given = _rescued(path)
    assert given.rounds == 0
    assert [(loss.what, loss.numbers) for loss in given.lost] == [(Lost.RESULT, (1,))]
    with Document.open(given.path) as document:
        (vote,) = document.state.rounds.values()
        assert vote.state is RoundState.CANCELLED
        assert not document.state.results
        assert document.doubts == ()


def test_a_damaged_sum_is_added_up_anew_from_the_public_list(
    path: Path, staged: dict[str, bytes]
) -> None:
    path.write_bytes(staged["sealed"])
    with Document.open(path, readonly=True) as document:
        before = document.state.results
    alter(path, "UPDATE results SET dots = dots + 16")
    given = _rescued(path)
    assert given.lost == ()
    with Document.open(given.path) as document:
        assert document.state.results == before


def test_of_an_open_vote_the_ballots_come_back_and_somebody_is_told_to_look(
    path: Path, staged: dict[str, bytes]
) -> None:
    path.write_bytes(staged["open"])
    alter(path, "DELETE FROM ballots WHERE id = (SELECT min(id) FROM ballots)")
    given = _rescued(path)
    told = {loss.what: loss.count for loss in given.lost}
    assert told == {Lost.BALLOTS: 1, Lost.OPEN: 1}
    with Document.open(given.path) as document:
        (vote,) = document.state.rounds.values()
        assert (vote.state, vote.cast) == (RoundState.OPEN, 1)
        document.apply(rounds.close(vote.id))
        document.apply(rounds.seal(vote.id))
        assert document.check().problems == ()


def test_words_the_journal_does_not_vouch_for_are_named(
    path: Path, staged: dict[str, bytes]
) -> None:
    path.write_bytes(staged["final"])
    alter(path, "UPDATE ideas SET words = 'Benke' WHERE number = 1", "DELETE FROM history")
    lost = _rescued(path).lost
    assert [(loss.what, loss.numbers) for loss in lost] == [(Lost.WORDS, (1,))]


def test_a_lost_idea_comes_back_from_what_could_be_undone(
    path: Path, staged: dict[str, bytes]
) -> None:
    path.write_bytes(staged["ideas"])
    alter(path, "PRAGMA foreign_keys = OFF", "DELETE FROM ideas WHERE number = 2")
    given = _rescued(path)
    assert [loss.what for loss in given.lost] == []
    with Document.open(given.path) as document:
        assert "Træer" in [idea.words for idea in document.state.ideas.values()]


def test_masked_words_never_come_back(path: Path, staged: dict[str, bytes]) -> None:
    path.write_bytes(staged["ideas"])
    before = rows_in(path)["history"]
    with Document.open(path) as document:
        (key,) = (i.id for i in document.state.ideas.values() if i.words == "Grus")
        document.apply(ideas.mask(key, Reason.OFF_TOPIC))
    alter(path, "PRAGMA foreign_keys = OFF", f"DELETE FROM ideas WHERE id = '{key}'")
    # As if an old page of the history had come to light.
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany("REPLACE INTO history VALUES (?, ?, ?, ?, ?, ?)", before)
    assert b"Grus" in path.read_bytes()
    given = _rescued(path)
    assert b"Grus" not in given.path.read_bytes()


def test_without_the_first_page_the_ideas_are_still_found(path: Path, whole: bytes) -> None:
    path.write_bytes(bytes(4096) + whole[4096:])
    given = _rescued(path)
    assert given.ideas == 120
    assert given.rounds == 2


def test_what_never_was_a_meeting_is_refused_and_nothing_is_made(path: Path) -> None:
    for content, error in ((b"", FileEmpty), (b"Referat" * 900, NotAMeeting)):
        path.write_bytes(content)
        with pytest.raises(error):
            _rescued(path)
        assert [p.name for p in path.parent.iterdir()] == [path.name]
    with pytest.raises(FileMissing):
        rescue(path.with_name("intet.moede"), path.with_name("ny.moede"), AT)


def test_the_new_file_never_takes_the_place_of_another(path: Path, whole: bytes) -> None:
    path.write_bytes(whole)
    with pytest.raises(FileExists):
        rescue(path, path, AT)
    assert path.read_bytes() == whole
