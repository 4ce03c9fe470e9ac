"""Four hundred ballots at once: each counted once and durable when its voter is told."""

import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from moedeapp.model.commands import ballots, rounds, slips
from moedeapp.model.document import Document
from moedeapp.model.errors import BallotInvalid, MoedeError, SlipRefused
from tests.model.evenings import held_by_file
from tests.model.halls import drawn_vote, everything, hall, sealed_sums, sums

THREADS = 32


def _at_once(threads: int, jobs: Sequence[Callable[[], None]]) -> None:
    """Do all jobs from so many threads that begin together; fails if one of them did."""
    start = threading.Barrier(threads)
    failures: list[BaseException] = []

    def work(mine: Iterable[Callable[[], None]]) -> None:
        start.wait()
        try:
            for job in mine:
                job()
        except BaseException as error:
            failures.append(error)

    workers = [threading.Thread(target=work, args=(jobs[n::threads],)) for n in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []


def _slow_commit(sql: str, commits: list[str]) -> None:
    """Count a commit, and let it last as long as on a laptop's disk."""
    if sql == "COMMIT":
        commits.append(sql)
        time.sleep(0.005)


def test_four_hundred_ballots_at_once_count_once_each(tmp_path: Path) -> None:
    path = tmp_path / "hal.moede"
    filled = hall(path, 420)
    chance = random.Random(400)
    votes = {slip: drawn_vote(chance, filled.proposals) for slip in filled.slips[:400]}
    greedy = dict.fromkeys(filled.slips[400:410], ballots.Vote({filled.proposals[0]: 3}))
    lost = filled.slips[410:]
    with filled.document as document:
        for slip in lost:
            document.apply(slips.void(slip))
        receipts: dict[str, ballots.Receipt] = {}
        refused: list[type[MoedeError]] = []

        def handed_in(slip: str, vote: ballots.Vote) -> Callable[[], None]:
            def job() -> None:
                act = ballots.cast(filled.round, vote, slip=slip, key=f"besked {slip}")
                try:
                    receipts[slip] = document.apply(act)
                except (BallotInvalid, SlipRefused) as error:
                    refused.append(type(error))

            return job

        everybody = {**votes, **greedy, **dict.fromkeys(lost, ballots.Vote())}
        jobs = [handed_in(slip, vote) for slip, vote in everybody.items()]
        chance.shuffle(jobs)
        _at_once(THREADS, jobs)
        assert receipts.keys() == votes.keys()
        assert all(receipt.accepted for receipt in receipts.values())
        assert sorted(map(str, refused)) == [str(BallotInvalid)] * 10 + [str(SlipRefused)] * 10
        assert document.state.rounds[filled.round].cast == 400
        assert held_by_file(document) == document.state
    with Document.open(path) as document:
        told = [code for receipt in receipts.values() for code in receipt.codes.values()]
        assert len(set(told)) == len(told)
        document.apply(rounds.close(filled.round))
        document.apply(rounds.seal(filled.round))
        state = document.state
        assert sealed_sums(state.results.values(), filled.round) == sums(votes.values())
        assert {stub.code for stub in state.stubs.values()} == set(told)
        assert document.check().problems == ()


def test_ballots_that_arrive_together_share_commits(tmp_path: Path) -> None:
    filled = hall(tmp_path / "hal.moede", 400)
    commits: list[str] = []

    def handed_in(slip: str) -> Callable[[], None]:
        act = ballots.cast(filled.round, ballots.Vote({filled.proposals[0]: 1}), slip=slip)
        return lambda: commits.append("told") if filled.document.apply(act).accepted else None

    with filled.document as document:
        document._db.conn.set_trace_callback(lambda sql: _slow_commit(sql, commits))
        _at_once(THREADS, [handed_in(slip) for slip in filled.slips])
        document._db.conn.set_trace_callback(None)
    assert commits.count("told") == 400
    assert commits.count("COMMIT") < 100


def test_a_ballot_is_in_the_file_when_its_voter_is_told(tmp_path: Path) -> None:
    filled = hall(tmp_path / "hal.moede", 48)
    missing: list[str] = []

    def handed_in(slip: str) -> Callable[[], None]:
        def job() -> None:
            filled.document.apply(ballots.cast(filled.round, ballots.Vote(), slip=slip))
            # Another process sees what is committed, and nothing else.
            reader = sqlite3.connect(filled.document.path, timeout=30)
            found = reader.execute(
                "SELECT 1 FROM ballots WHERE id = ?", (f"{filled.round}.{slip}",)
            ).fetchone()
            reader.close()
            if not found:
                missing.append(slip)

        return job

    with filled.document:
        _at_once(8, [handed_in(slip) for slip in filled.slips])
    assert missing == []


def test_the_same_slip_from_many_phones_at_once_is_one_ballot(tmp_path: Path) -> None:
    filled = hall(tmp_path / "hal.moede", 1)
    (slip,) = filled.slips
    chance = random.Random(5)
    receipts: list[ballots.Receipt] = []

    def handed_in(number: int) -> Callable[[], None]:
        vote = drawn_vote(chance, filled.proposals)
        act = ballots.cast(filled.round, vote, slip=slip, key=f"besked {number}")
        return lambda: receipts.append(filled.document.apply(act))

    with filled.document as document:
        _at_once(THREADS, [handed_in(number) for number in range(96)])
        assert document.state.rounds[filled.round].cast == 1
        rows = everything(document.path)
        (kept,) = rows["ballots"]
        told = sorted(row[0].partition(".")[2] for row in rows["open_stubs"])
        assert [sorted(r.codes.values()) for r in receipts].count(told) >= 1
        assert document.check().problems == ()
    assert len(receipts) == 96
    assert kept
