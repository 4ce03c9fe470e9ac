import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from moedeapp.model import journal
from moedeapp.model.commands import ideas
from moedeapp.model.document import Document
from moedeapp.model.draft import commitment
from moedeapp.model.errors import JournalBroken
from moedeapp.model.meeting import Channel, Reason
from tests.model.evenings import alter, rows_in


@pytest.mark.parametrize(
    "statement",
    ["UPDATE journal SET at = 'x'", "DELETE FROM journal", "DELETE FROM journal WHERE seq = 2"],
)
def test_the_file_itself_refuses_to_change_the_journal(
    collecting: Document, statement: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        collecting._db.execute(statement)
    assert collecting.check().problems == ()


def found(path: Path, *statements: str) -> list[str]:
    """What a check finds after the file was altered."""
    alter(path, *statements)
    with Document.open(path) as document:
        problems = document.check().problems
    assert all(isinstance(problem, JournalBroken) for problem in problems)
    return [f"{p.seq} {p.problem}" for p in problems if isinstance(p, JournalBroken)]


def test_an_entry_is_hashed_alike_in_every_version() -> None:
    """Heads are read aloud and printed, so they must be found again in ten years."""
    first = journal.following(None, "kl. 19", "idé", {"reason": "En æske", "ideas": [3]})
    told = '[1,"kl. 19","idé",{"ideas":[3],"reason":"En æske"}]'
    assert first.hash == hashlib.sha256(bytes(32) + told.encode()).digest()
    rescued = journal.after_gap(first, 9, "kl. 20", {"lost": [[2, 8]], "from": "Møde"})
    told = '[9,"kl. 20","rescue",{"from":"Møde","lost":[[2,8]]}]'
    assert rescued.hash == hashlib.sha256(first.hash + told.encode()).digest()
    assert journal.after_gap(None, 9, "kl. 20", {}).prev == bytes(32)


Told = list[tuple[object, ...]]


@pytest.fixture
def told(path: Path, staged: dict[str, bytes]) -> Told:
    """The journal's rows in a closed file."""
    path.write_bytes(staged["result"])
    return rows_in(path)["journal"]


@pytest.mark.parametrize("column", ["at", "act", "payload", "prev", "hash"])
def test_every_edit_of_every_entry_is_found(
    path: Path, staged: dict[str, bytes], told: Told, column: str
) -> None:
    place = ["seq", "at", "act", "payload", "prev", "hash"].index(column)
    for seq, entry in enumerate(told, 1):
        path.write_bytes(staged["result"])
        value = entry[place]
        if isinstance(value, bytes):
            new = f"X'{bytes([value[0] ^ 1, *value[1:]]).hex()}'"
        else:
            new = f"{column} || ' '"
        first = found(path, f"UPDATE journal SET {column} = {new} WHERE seq = {seq}")
        assert len(first) == 1
        assert int(first[0].split()[0]) == seq


def test_every_deleted_entry_is_found(path: Path, staged: dict[str, bytes], told: Told) -> None:
    for seq in range(1, len(told) + 1):
        path.write_bytes(staged["result"])
        assert found(path, f"DELETE FROM journal WHERE seq = {seq}") == [f"{seq} missing"]


def test_every_cut_end_is_found(path: Path, staged: dict[str, bytes], told: Told) -> None:
    for seq in range(1, len(told) + 1):
        path.write_bytes(staged["result"])
        assert found(path, f"DELETE FROM journal WHERE seq >= {seq}") == [f"{seq} missing"]


def test_every_swap_of_neighbours_is_found(
    path: Path, staged: dict[str, bytes], told: Told
) -> None:
    for seq in range(1, len(told)):
        path.write_bytes(staged["result"])
        swapped = found(
            path,
            f"UPDATE journal SET seq = -seq WHERE seq IN ({seq}, {seq + 1})",
            f"UPDATE journal SET seq = {2 * seq + 1} + seq WHERE seq < 0",
        )
        assert swapped == [f"{seq} not_chained"]


def test_a_forged_entry_at_the_end_is_found(path: Path, told: Told) -> None:
    assert found(
        path,
        "INSERT INTO journal SELECT max(seq) + 1, at, act, payload, hash, hash FROM journal",
    ) == [f"{len(told) + 1} altered"]


def test_the_head_is_the_newest_hash_and_moves_with_every_entry(collecting: Document) -> None:
    heads = [collecting.head]
    for words in ("Bænke", "Træer"):
        collecting.apply(ideas.add(words))
        heads.append(collecting.head)
    assert len(set(heads)) == 3
    assert heads[-1] == collecting.journal()[-1].hash == journal.verify(collecting.journal())


def test_the_hash_is_the_one_the_page_on_recounting_describes() -> None:
    import hashlib

    entry = journal.following(None, "2026-11-23T19:00:00+01:00", "ideas.add", {"b": "ø", "a": 1})
    text = '[1,"2026-11-23T19:00:00+01:00","ideas.add",{"a":1,"b":"ø"}]'
    assert entry.hash == hashlib.sha256(bytes(32) + text.encode()).digest()
    assert entry.facts == {"a": 1, "b": "ø"}


def test_the_journal_vouches_for_the_words_without_telling_them(collecting: Document) -> None:
    key = collecting.apply(ideas.receive("Bænke", channel=Channel.PHONE))
    idea, entry = collecting.state.ideas[key], collecting.journal()[-1]
    assert entry.facts["received"] == [
        {"idea": idea.number, "sha256": commitment("Bænke", idea.salt)}
    ]
    assert "Bænke" not in entry.payload


def test_the_same_words_are_vouched_for_differently_each_time(collecting: Document) -> None:
    for _ in range(2):
        collecting.apply(ideas.add("Bænke"))
    first, second = (entry.facts["received"][0]["sha256"] for entry in collecting.journal()[-2:])
    assert first != second


def test_masking_leaves_the_chain_whole(collecting: Document) -> None:
    key = collecting.apply(ideas.add("Bænke"))
    before = collecting.journal()
    collecting.apply(ideas.mask(key, Reason.PERSON))
    after = collecting.journal()
    assert after[: len(before)] == before
    assert journal.verify(after) == collecting.head
    assert after[-1].facts == {"ideas": [1], "reason": "person"}
    assert collecting.check().problems == ()


def test_a_broken_chain_says_where() -> None:
    first = journal.following(None, "nu", "a", {})
    second = journal.following(first, "nu", "b", {})
    checks: list[tuple[list[journal.Entry], str]] = [
        ([second], "missing"),
        ([first, journal.following(None, "nu", "b", {})], "missing"),
    ]
    for entries, problem in checks:
        with pytest.raises(JournalBroken) as error:
            journal.verify(entries)
        assert error.value.problem == problem


AtStage = Callable[[str], Document]


def test_no_vote_has_an_entry_of_its_own(at_stage: AtStage) -> None:
    acts = [entry.act for entry in at_stage("result").journal()]
    assert not {"ballots.cast", "ballots.key", "ballots.confirm"} & set(acts)
    assert {"rounds.open", "rounds.close", "rounds.seal"} <= set(acts)
