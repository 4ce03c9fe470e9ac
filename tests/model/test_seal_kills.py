"""A process that is killed while the hall votes has kept every ballot it said it had, once."""

import json
import random
import subprocess
import sys
import textwrap
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from moedeapp.model.commands import ballots, rounds
from moedeapp.model.document import Document
from tests.model.halls import Hall, everything, hall, sealed_sums, sums

THREADS = 4

VOTING = """
    import json
    import os
    import sys
    import threading
    from pathlib import Path
    from moedeapp.model.commands import ballots
    from moedeapp.model.document import Document
    from tests.model.test_seal_kills import said

    path, asked, first = sys.argv[1], sys.argv[2], int(sys.argv[3])
    document = Document.open(Path(path))
    proposals = sorted(document.state.proposals)
    slips = sorted(document.state.slips)
    threads = int(sys.argv[4])
    tell = lambda *what: os.write(1, (json.dumps(what) + "\\n").encode())

    def vote(thread):
        mine = slips[thread::threads]
        for step in range(10_000):
            slip, number = mine[step % len(mine)], first + step
            act = ballots.cast(asked, said(proposals, number), slip=slip, key=f"{slip} {number}")
            receipt = document.apply(act)
            tell(slip, number, dict(receipt.codes))

    tell("open")
    workers = [threading.Thread(target=vote, args=(thread,)) for thread in range(threads)]
    for worker in workers:
        worker.start()
"""


def said(proposals: list[str], number: int) -> ballots.Vote:
    """What the message with a number says; another number says something else."""
    dots = {proposals[number % 6]: 1 + number // 6 % 2}
    if number // 12 % 2:
        dots[proposals[(number + 1) % 6]] = 1
    return ballots.Vote(dots)


@dataclass(slots=True)
class Told:
    """Acknowledged messages, and what the last one of each slip was told."""

    messages: int = 0
    last: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)


def _killed_while_voting(filled: Hall, told: Told, first: int, after: float) -> None:
    """Let a process vote until it is killed, and note what it acknowledged."""
    child = subprocess.Popen(
        [
            sys.executable, "-c", textwrap.dedent(VOTING),
            str(filled.document.path), filled.round, str(first), str(THREADS),
        ],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert child.stdout
    assert child.stdout.readline() == '["open"]\n'
    time.sleep(after)
    child.kill()
    lines = child.stdout.read().splitlines()
    child.stdout.close()
    child.wait(20)
    for line in lines:
        slip, number, codes = json.loads(line)
        told.messages += 1
        told.last[slip] = (number, codes)


def _check(filled: Hall, told: Told, chance: random.Random) -> None:
    """Every acknowledged ballot is there, no slip counts twice, and a repeat changes nothing."""
    rows = {row[0].partition(".")[2]: row for row in everything(filled.document.path)["ballots"]}
    proposals = sorted(filled.proposals)
    for slip, (number, _) in told.last.items():
        keys = [int(key.split()[1]) for key in json.loads(rows[slip][8])]
        assert number in keys
        assert len(set(keys)) == len(keys)
        kept = dict(json.loads(rows[slip][2]))
        assert kept == said(proposals, keys[-1]).dots
    with Document.open(filled.document.path) as document:
        assert document.check().problems == ()
        assert document.state.rounds[filled.round].cast == len(rows)
        for slip in chance.sample(sorted(told.last), min(3, len(told.last))):
            number, codes = told.last[slip]
            keys = json.loads(rows[slip][8])
            act = ballots.cast(
                filled.round, said(proposals, number), slip=slip, key=f"{slip} {number}"
            )
            again = document.apply(act)
            assert again.accepted
            assert keys[-1] != f"{slip} {number}" or again.codes == codes
        assert document.state.rounds[filled.round].cast == len(rows)


def _kills(path: Path, kills: int) -> Told:
    chance = random.Random(20261123)
    filled = hall(path, 160)
    filled.document.close()
    told = Told()
    for kill in range(kills):
        _killed_while_voting(filled, told, kill * 10_000, chance.uniform(0.0, 0.15))
        _check(filled, told, chance)
    before = everything(path)["ballots"]
    with Document.open(path) as document:
        document.apply(rounds.close(filled.round))
        document.apply(rounds.seal(filled.round))
        votes = [ballots.Vote(dict(json.loads(str(row[2])))) for row in before]
        assert sealed_sums(document.state.results.values(), filled.round) == sums(votes)
        assert document.check().problems == ()
    return told


@pytest.mark.timeout(120)
def test_twenty_kills_lose_no_ballot_and_double_none(tmp_path: Path) -> None:
    assert _kills(tmp_path / "hal.moede", 20).messages > 100


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_hundred_kills_lose_no_ballot_and_double_none(tmp_path: Path) -> None:
    assert _kills(tmp_path / "hal.moede", 200).messages > 1_000
