"""Power that goes at any moment of a round: nothing acknowledged is lost, nothing is half done."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from moedeapp.model import store
from moedeapp.model.commands import ballots, rounds, slips
from moedeapp.model.document import Document
from moedeapp.model.meeting import Rejection, RoundState
from tests.model.evenings import ticking_source
from tests.model.halls import drawn_vote, everything, hall
from tests.model.power_loss import Disk, Recording, recorded, replay

SYNCS_FOLDER = [p.replace("= FULL", "= EXTRA") for p in store.PRAGMAS]


@pytest.fixture(scope="module")
def voting(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """Two rounds of one hall: ballots, changes, a void slip, paper, the seal, a cancelled round."""
    path = tmp_path_factory.mktemp("voting") / "hal.moede"
    filled = hall(path, 24, source=ticking_source("power"))
    with filled.document as document:
        return recorded(document, _evening(document, filled.round, filled.slips))


def _evening(document: Document, asked: str, keys: Sequence[str]) -> Iterator[Callable[[], Any]]:
    chance, messages = random.Random(2), count()

    def said(round_key: str) -> ballots.Vote:
        listed = [p.id for p in document.state.proposals.values() if p.round == round_key]
        return drawn_vote(chance, sorted(listed))

    def cast(round_key: str, slip: str) -> Callable[[], Any]:
        message = f"besked-{next(messages)}"
        act = ballots.cast(round_key, said(round_key), slip=slip, key=message)
        return lambda: document.apply(act)

    yield from (cast(asked, slip) for slip in keys[:14])
    yield from (cast(asked, slip) for slip in keys[:4])
    yield lambda: document.apply(slips.void(keys[5]))
    yield lambda: document.apply(rounds.close(asked))
    for slip in keys[14:20]:
        yield lambda slip=slip: document.apply(ballots.key(asked, said(asked), slip=slip))
    yield lambda: document.apply(ballots.reject(asked, Rejection.UNREADABLE, 2))
    yield lambda: document.apply(rounds.seal(asked))
    first = min(p.id for p in document.state.proposals.values())
    fix = rounds.correct(asked, first, dots=2, persons=1, reason="En seddel lå under bordet")
    yield lambda: document.apply(fix)
    second: list[str] = []
    prepare = rounds.prepare(sorted(document.state.themes), dots=5)
    yield lambda: second.append(document.apply(prepare))
    yield lambda: document.apply(rounds.open(second[0]))
    for slip in keys[:5]:
        yield cast(second[0], slip)
    yield lambda: document.apply(rounds.cancel(second[0], "Strømmen gik"))


@dataclass(slots=True)
class _Cuts:
    """Power losses at random moments of a recording, and what was found wrong after them."""

    recording: Recording
    folder: Path
    wanted: int
    chance: random.Random = field(default_factory=lambda: random.Random(20261123))
    wrong: list[str] = field(default_factory=list)
    made: int = 0
    _now: int = -1
    _next: int = 1

    def run(self, *, forgetful_folder: bool, pragmas: Sequence[str]) -> list[str]:
        """Do the acts again and again until there were enough cuts."""
        work, found = self.folder / "work", self.folder / "found"
        work.mkdir()
        found.mkdir()
        while self.made < self.wanted:
            _emptied(work)
            path, disk = work / "hal.moede", Disk(forgetful_folder=forgetful_folder)
            path.write_bytes(self.recording.start)
            disk.before_each = partial(self._power_may_go, disk, found)
            self._now, self._next = -1, self.chance.randint(1, 40)
            replay(self.recording, path, disk, self._began, pragmas=pragmas)
        return self.wrong

    def _began(self, number: int) -> None:
        self._now = number

    def _power_may_go(self, disk: Disk, found: Path) -> None:
        at_work = 0 <= self._now < len(self.recording.acts)
        if at_work and disk.operations >= self._next and self.made < self.wanted:
            self._next = disk.operations + self.chance.randint(1, 40)
            self.made += 1
            self.wrong += _after(self.recording, self._now, disk.left_by(self.chance), found)


def _cuts(
    recording: Recording, folder: Path, cuts: int, *, forgetful_folder: bool, pragmas: Sequence[str]
) -> list[str]:
    """What was found wrong after so many power losses."""
    return _Cuts(recording, folder, cuts).run(forgetful_folder=forgetful_folder, pragmas=pragmas)


def _emptied(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()


def _after(recording: Recording, number: int, left: dict[str, bytes], folder: Path) -> list[str]:
    """What is wrong with the files that a power loss during an act left."""
    _emptied(folder)
    for name, content in left.items():
        (folder / name).write_bytes(content)
    path = folder / "hal.moede"
    try:
        with Document.open(path) as document:
            problems = document.check().problems
            states = {vote.state for vote in document.state.rounds.values()}
        rows = everything(path)
    except Exception as error:
        return [f"{number}: {error!r}"]
    wrong = [f"{number}: {problem!r}" for problem in problems]
    if rows.pop("wiping"):
        wrong.append(f"{number}: what was destroyed is not wiped")
    if not states & {RoundState.OPEN, RoundState.CLOSED} and b"besked-" in path.read_bytes():
        wrong.append(f"{number}: leaked")
    sound = (recording.rows_before(number), recording.acts[number].after)
    if rows not in map(_without_wiping, sound):
        wrong.append(f"{number}: neither before nor after the act")
    return wrong


def _without_wiping(rows: dict[str, list[tuple[object, ...]]]) -> dict[str, Any]:
    return {table: kept for table, kept in rows.items() if table != "wiping"}


def test_a_power_loss_leaves_every_act_whole_and_loses_none(
    voting: Recording, tmp_path: Path
) -> None:
    assert _cuts(voting, tmp_path, 200, forgetful_folder=False, pragmas=store.PRAGMAS) == []


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_thousand_power_losses_leave_every_act_whole_and_lose_none(
    voting: Recording, tmp_path: Path
) -> None:
    assert _cuts(voting, tmp_path, 2_000, forgetful_folder=False, pragmas=store.PRAGMAS) == []


def test_a_folder_that_forgets_deletions_loses_nothing_when_it_is_synced(
    voting: Recording, tmp_path: Path
) -> None:
    assert _cuts(voting, tmp_path, 100, forgetful_folder=True, pragmas=SYNCS_FOLDER) == []


def test_a_disk_that_is_not_synced_is_found_out(voting: Recording, tmp_path: Path) -> None:
    hasty = [*store.PRAGMAS, "PRAGMA synchronous = OFF"]
    assert _cuts(voting, tmp_path, 100, forgetful_folder=False, pragmas=hasty) != []
