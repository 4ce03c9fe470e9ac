"""What the seal leaves in the bytes of the file and beside it: nothing joins a slip to dots."""

import random
import sqlite3
from itertools import pairwise
from pathlib import Path

import pytest

from moedeapp.model.commands import ballots, rounds, slips
from moedeapp.model.meeting import Channel
from tests.model.evenings import ticking_source
from tests.model.halls import Hall, drawn_vote, hall, in_folder, occurrences, open_round


def _without_voters(path: Path, people: int, seed: str) -> bytes:
    """The same meeting before anybody voted, rewritten so that no stale copies are in it."""
    hall(path, people, source=ticking_source(seed)).document.close()
    with sqlite3.connect(path) as connection:
        connection.execute("VACUUM")
    connection.close()
    return path.read_bytes()


def _voted(filled: Hall, chance: random.Random) -> list[str]:
    """Ballots by phone and paper, changed ones and contested ones; gives their message keys."""
    messages = []
    apply = filled.document.apply
    phones, paper = filled.slips[: len(filled.slips) * 4 // 5], filled.slips[-40:]
    for number, slip in enumerate([*phones, *phones[::7]]):
        messages.append(f"besked-{number}-{chance.randrange(10**9)}")
        vote = drawn_vote(chance, filled.proposals)
        channel = Channel.TABLE if number % 5 == 4 else Channel.PHONE
        apply(ballots.cast(filled.round, vote, slip=slip, key=messages[-1], channel=channel))
    apply(slips.void(phones[0]))
    apply(rounds.close(filled.round))
    for slip in paper:
        apply(ballots.key(filled.round, drawn_vote(chance, filled.proposals), slip=slip))
    return messages


def _leaves_nothing(folder: Path, people: int, number: int) -> None:
    seed = f"bytes {number}"
    bare = _without_voters(folder / "bare.moede", people, seed)
    (folder / "bare.moede").unlink()
    filled = hall(folder / "hal.moede", people, source=ticking_source(seed))
    messages = _voted(filled, random.Random(seed))
    keys = [slip.id for slip in filled.document.state.slips.values()]
    hashes = [*keys, *(slip.code for slip in filled.document.state.slips.values())]
    typed = [sheet.code for sheet in filled.printed]
    secrets = [*typed, *(code.replace("-", "") for code in typed), *messages]
    secrets += [sheet.secret for sheet in filled.printed]
    ballot_keys = [f"{filled.round}.{key}" for key in keys]
    # The search finds what is there to be found before the seal.
    assert len(occurrences(in_folder(filled.document.path), ballot_keys)) > people / 2
    assert len(occurrences(in_folder(filled.document.path), messages)) > people / 2
    with filled.document as document:
        document.apply(rounds.seal(filled.round))
        assert occurrences(in_folder(document.path), [*secrets, *ballot_keys]) == {}
    left = in_folder(filled.document.path)
    assert occurrences(left, [*secrets, *ballot_keys]) == {}
    # A slip's hash stands where it stood before anybody voted, and nowhere else.
    assert occurrences(left, hashes) == occurrences(bare, hashes)


@pytest.mark.parametrize("number", range(3))
def test_the_seal_leaves_no_code_no_key_and_no_link_in_the_bytes(
    tmp_path: Path, number: int
) -> None:
    _leaves_nothing(tmp_path, 300, number)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(3, 20))
def test_the_seal_leaves_no_code_no_key_and_no_link_in_the_bytes_of_more_meetings(
    tmp_path: Path, number: int
) -> None:
    _leaves_nothing(tmp_path, 300, number)


def test_the_seal_leaves_no_key_of_a_device_where_access_is_open(tmp_path: Path) -> None:
    filled = hall(tmp_path / "hal.moede", 4)
    apply = filled.document.apply
    apply(rounds.cancel(filled.round, "Vi prøver uden sedler"))
    asked, proposals = open_round(filled.document, open_access=True)
    devices = [f"telefon-{number:03}" for number in range(60)]
    for device in devices:
        vote = drawn_vote(random.Random(device), proposals)
        apply(ballots.cast(asked, vote, device=device, key=f"besked {device}"))
    assert len(occurrences(in_folder(filled.document.path), devices)) == 60
    apply(rounds.close(asked))
    apply(rounds.seal(asked))
    assert occurrences(in_folder(filled.document.path), devices) == {}
    filled.document.close()
    assert occurrences(in_folder(filled.document.path), devices) == {}


def test_a_cancelled_round_leaves_no_ballot_in_the_bytes(tmp_path: Path) -> None:
    filled = hall(tmp_path / "hal.moede", 60)
    messages = _voted(filled, random.Random(1))
    with filled.document as document:
        document.apply(rounds.cancel(filled.round, "Forkert forslag"))
        assert occurrences(in_folder(document.path), messages) == {}
        links = [f"{filled.round}.{slip}" for slip in filled.slips]
        assert occurrences(in_folder(document.path), links) == {}


def test_the_order_of_voting_is_nowhere_after_the_seal(tmp_path: Path) -> None:
    filled = hall(tmp_path / "hal.moede", 200, dots=1)
    apply = filled.document.apply
    told = []
    for slip in filled.slips:
        act = ballots.cast(filled.round, ballots.Vote({filled.proposals[0]: 1}), slip=slip)
        (code,) = apply(act).codes.values()
        told.append(code)
    apply(rounds.close(filled.round))
    apply(rounds.seal(filled.round))
    filled.document.close()
    content = filled.document.path.read_bytes()
    listed = sorted(told, key=lambda code: content.rindex(f"{filled.round}.{code}".encode()))
    place = {code: number for number, code in enumerate(listed)}
    # Neighbours in time are neighbours in the file no oftener than any two codes.
    near = sum(abs(place[a] - place[b]) == 1 for a, b in pairwise(told))
    assert near < 12
