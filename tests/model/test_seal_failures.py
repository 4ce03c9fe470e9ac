"""The disk fails at the seal, at each operation in turn: all ballots and no stubs, or the reverse.

What is destroyed must also leave the bytes; where that was interrupted, the next open does it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw
import pytest

from moedeapp.model.commands import ballots, rounds
from moedeapp.model.document import Document
from moedeapp.model.errors import CannotWrite
from moedeapp.model.meeting import RoundState
from tests.model.evenings import ticking_source
from tests.model.halls import Hall, everything, hall, occurrences
from tests.model.power_loss import Disk, FailingConnection, Recording, recorded, replay

PEOPLE = 12


def _ready_to_seal(path: Path) -> Hall:
    """A closed box: ten ballots from phones, which were given dot codes, and two on paper."""
    filled = hall(path, PEOPLE, source=ticking_source("failures"))
    apply = filled.document.apply
    votes = [
        ballots.Vote({filled.proposals[n % 6]: 2, filled.proposals[(n + 1) % 6]: 1})
        for n in range(PEOPLE)
    ]
    for number, slip in enumerate(filled.slips[:10]):
        apply(ballots.cast(filled.round, votes[number], slip=slip, key=f"besked-{number}"))
    apply(rounds.close(filled.round))
    for number, slip in enumerate(filled.slips[10:], 10):
        apply(ballots.key(filled.round, votes[number], slip=slip))
    return filled


def _either_or(path: Path) -> str:
    """Which of the two sound states a file is in after it was opened; fails on any other."""
    with Document.open(path) as document:
        assert document.check().problems == ()
        (vote,) = document.state.rounds.values()
    rows = everything(path)
    held = {kind: len(rows[kind]) for kind in ("ballots", "open_stubs", "stubs", "results")}
    if vote.state is RoundState.CLOSED:
        assert held == {"ballots": PEOPLE, "open_stubs": 20, "stubs": 0, "results": 0}
        return "open"
    assert vote.state is RoundState.SEALED
    assert held == {"ballots": 0, "open_stubs": 0, "stubs": 24, "results": 6}
    assert rows["wiping"] == []
    assert occurrences(path.read_bytes(), ["besked-"]) == {}
    return "sealed"


@pytest.fixture(scope="module")
def sealing(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    filled = _ready_to_seal(tmp_path_factory.mktemp("sealing") / "hal.moede")
    with filled.document as document:
        return recorded(document, [lambda: document.apply(rounds.seal(filled.round))])


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
def test_every_operation_of_the_disk_may_fail_at_the_seal(
    sealing: Recording, tmp_path: Path, lasting: bool
) -> None:
    ends: list[str] = []
    path = tmp_path / "hal.moede"
    while True:
        disk, began = Disk(forgetful_folder=False), [-1]
        path.write_bytes(sealing.start)
        disk.before_each = _failing(disk, began, len(ends) + 1, lasting)
        failed = _fails(sealing, path, disk, began)
        ends.append(_either_or(path))
        for file in tmp_path.iterdir():
            file.unlink()
        if not failed:
            break
    # Before the commit everything stands, after it everything is sealed, and there is no between.
    assert ends == sorted(ends)
    assert ends.count("open") > 20
    assert ends.count("sealed") > 20


def _failing(disk: Disk, began: list[int], fail_at: int, lasting: bool) -> Callable[[], None]:
    seen = 0

    def before_each() -> None:
        nonlocal seen
        seen += began[0] == 0
        if seen == fail_at or (lasting and seen > fail_at):
            seen = max(seen, fail_at + 1)
            raise apsw.IOError("the disk failed")

    return before_each


def _fails(sealing: Recording, path: Path, disk: Disk, began: list[int]) -> bool:
    def note(number: int) -> None:
        began[0] = number

    try:
        replay(sealing, path, disk, note)
    except apsw.Error:
        return True
    return False


def test_every_statement_of_the_seal_may_fail(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    filled = _ready_to_seal(kept)
    filled.document.close()
    path = tmp_path / "hal.moede"
    ends: list[str] = []
    while True:
        path.write_bytes(kept.read_bytes())
        with Document.open(path, source=ticking_source("statements")) as document:
            failing = FailingConnection(document._db.conn, len(ends) + 1)
            document._db.conn = failing  # type: ignore[assignment]
            before = document.state
            told = _told(document, filled.round)
            # Who was told that it failed finds everything as it was, in memory and in the file.
            assert (document.state == before) == (told == "refused")
        ends.append(_either_or(path))
        assert (ends[-1] == "open") == (told == "refused")
        if failing.statements < len(ends):
            break
    assert ends.count("open") > 40
    assert ends.count("sealed") >= 4


def _told(document: Document, asked: str) -> str:
    try:
        document.apply(rounds.seal(asked))
    except CannotWrite:
        return "refused"
    return "done"


def test_a_refused_seal_can_be_tried_again_at_once(tmp_path: Path) -> None:
    path = tmp_path / "hal.moede"
    filled = _ready_to_seal(path)
    with filled.document as document:
        connection: Any = document._db.conn
        document._db.conn = FailingConnection(connection, 30)  # type: ignore[assignment]
        assert _told(document, filled.round) == "refused"
        assert _told(document, filled.round) == "done"
    assert _either_or(path) == "sealed"
