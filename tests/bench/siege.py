"""An attack over the hall's Wi-Fi: lines that say or take in nothing, a full house, spoilt requests
and a program that is killed; and what good phones notice of it.

The server runs in a process of its own; this one plays friend and foe, against 127.0.0.1 only.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import quantiles
from typing import Any

from moedeapp.web.lines import room_for
from tests.bench.figures import Figure
from tests.bench.phones import HERE, Follower, Served, Voter, ballot, follow, hand_in, serving
from tests.web.test_hostile import check_spoilt, spoil

LINES = 1_000
GOOD = 20
"""Ballots of honest phones meanwhile."""

LATEST_CLOSED, LATEST_BALLOT_MS = 10, 250

DESCRIPTORS = (256, 1_024)
KNOCKING, KNOCKS_A_SECOND = 20, 40
"""Seconds, and how many come in vain in each."""

LATEST_REFUSAL_MS, MOST_CPU, MOST_LOG_LINES = 250, 0.3, 10

SPOILT, MOST_MIB = 20_000, 20

CAST_BEFORE, BACK, LATEST_BACK, RETRY = 200, 1_000, 10, 3.0
"""Ballots before the kill, phones that come back, and seconds a page waits between two tries."""


class Foe(asyncio.Protocol):
    """A line that says `first`, then `more` each second, and reads only if told to."""

    def __init__(self, first: bytes, more: bytes = b"", *, reads: bool = True) -> None:
        self._first, self._more, self._reads = first, more, reads
        self._transport: Any = None
        self._began = 0.0
        self.lasted: float | None = None

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._began = time.monotonic()
        if not self._reads:
            transport.pause_reading()
        transport.write(self._first)

    def go_on(self) -> None:
        """Say one piece more."""
        if self.lasted is None:
            self._transport.write(self._more)

    def connection_lost(self, exc: Exception | None) -> None:
        self.lasted = time.monotonic() - self._began


def _foes(port: int) -> dict[str, Callable[[], Foe]]:
    host = b"Host: %s:%d\r\n" % (HERE.encode(), port)
    head = b"GET /stream HTTP/1.1\r\n" + host + b"X-A: "
    body = (
        b"POST /ballot HTTP/1.1\r\n" + host + b"X-Moede: 1\r\nContent-Type: application/json\r\n"
        b"Content-Length: 4000\r\n\r\n{"
    )
    page = b"GET /moede.js HTTP/1.1\r\n" + host + b"\r\n"
    return {
        "say nothing": lambda: Foe(b""),
        "say their head a letter a second": lambda: Foe(head, b"a"),
        "say their body a letter a second": lambda: Foe(body, b" "),
        # One that reads nothing is not told that it was cut off until it writes.
        "ask a hundred times and read nothing": lambda: Foe(page * 100, page, reads=False),
    }


async def _votes(served: Served, every: float) -> list[Voter]:
    """The ballots of honest phones, one after the other."""
    voters = []
    for number in range(GOOD):
        voters.append(await hand_in(served.port, ballot(served.hall, number)))
        await asyncio.sleep(every)
    return voters


async def _besieged(served: Served, make: Callable[[], Foe]) -> tuple[list[Voter], float]:
    """The ballots meanwhile, and seconds the longest line lasted."""
    loop = asyncio.get_running_loop()
    foes = []
    for _ in range(0, LINES, 100):
        made = [loop.create_connection(make, HERE, served.port) for _ in range(100)]
        foes += [foe for _, foe in await asyncio.gather(*made)]
    voting = asyncio.create_task(_votes(served, 0.2))
    ends = time.monotonic() + 3 * LATEST_CLOSED
    while any(foe.lasted is None for foe in foes) and time.monotonic() < ends:
        await asyncio.sleep(1)
        for foe in foes:
            foe.go_on()
    lasted = [3.0 * LATEST_CLOSED if foe.lasted is None else foe.lasted for foe in foes]
    return await voting, max(lasted)


def slow_lines() -> Iterator[Figure]:
    """S1: a thousand lines that never finish, and honest phones that vote meanwhile."""
    room_for(LINES + 200)
    for kind in _foes(0):
        with serving() as served:
            voters, lasted = asyncio.run(_besieged(served, _foes(served.port)[kind]))
            cast = served.ask("state")["cast"]
        counted = sum(voter.accepted for voter in voters)
        late = max(voter.took for voter in voters) / 1e6
        yield Figure(
            f"S1 {LINES:,} lines {kind}: a ballot meanwhile, at most", late, "ms",
            f"{counted} of {GOOD} ballots counted, one by one", None,
            f"at most {LATEST_BALLOT_MS} ms, {GOOD} of {GOOD}",
            late <= LATEST_BALLOT_MS and counted == cast == GOOD,
        )  # fmt: skip
        yield Figure("… the last of them is cut off after", lasted, "s",
                     "a line that reads nothing hears of it at its next word", None,
                     f"at most {LATEST_CLOSED} s",
                     lasted <= LATEST_CLOSED)  # fmt: skip


class Knocker(asyncio.Protocol):
    """Wants to follow where there is no room; then it stays without a word."""

    def __init__(self, port: int) -> None:
        self._request = b"GET /stream HTTP/1.1\r\nHost: %s:%d\r\n\r\n" % (HERE.encode(), port)
        self._began = 0.0
        self.status = b""
        self.took = 0.0

    def connection_made(self, transport: Any) -> None:
        self._began = time.monotonic()
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        if not self.status:
            self.status = data.split(b" ", 2)[1]
            self.took = time.monotonic() - self._began


async def _full_house(served: Served) -> tuple[list[Knocker], list[Voter], float, bool]:
    """Who knocked, who voted, the server's share of a core, and whether nobody inside was lost."""
    loop = asyncio.get_running_loop()
    inside = await follow(served.port, served.hall["most"], [])
    before, began = served.ask("state"), time.monotonic()
    voting = asyncio.create_task(_votes(served, KNOCKING / GOOD))
    knockers: list[Knocker] = []
    for _ in range(KNOCKING * KNOCKS_A_SECOND):
        _, knocker = await loop.create_connection(lambda: Knocker(served.port), HERE, served.port)
        knockers.append(knocker)
        await asyncio.sleep(1 / KNOCKS_A_SECOND)
    voters = await voting
    now, took = served.ask("state"), time.monotonic() - began
    return knockers, voters, (now["cpu"] - before["cpu"]) / took, not any(f.lost for f in inside)


def full_house() -> Iterator[Figure]:
    """L6: few descriptors, everyone who fits is in, and more knock all the time."""
    room_for(4 * KNOCKING * KNOCKS_A_SECOND)
    for most in DESCRIPTORS:
        with serving("serve_with_few", str(most)) as served:
            knockers, voters, share, all_stay = asyncio.run(_full_house(served))
            lines = len(served.log.read_text().splitlines()) / (KNOCKING / 60)
        told = [knocker for knocker in knockers if knocker.status == b"503"]
        late = quantiles([knocker.took for knocker in told], n=100)[98] * 1e3
        counted = sum(voter.accepted for voter in voters)
        yield Figure(
            f"L6 {most:,} descriptors, {served.hall['most']} follow: told that it is full, p99",
            late, "ms", f"{len(told)} of {len(knockers)} told; {counted} of {GOOD} ballots counted;"
            f" {lines:.0f} lines of log a minute", None,
            f"at most {LATEST_REFUSAL_MS} ms, nobody inside lost",
            late <= LATEST_REFUSAL_MS and len(told) == len(knockers) and counted == GOOD
            and all_stay and lines <= MOST_LOG_LINES,
        )  # fmt: skip
        yield Figure("… the server's share of a core", 100 * share, "%",
                     f"{KNOCKS_A_SECOND} knock each second", None, f"at most {MOST_CPU:.0%}",
                     share <= MOST_CPU)  # fmt: skip


def spoilt_requests() -> Iterator[Figure]:
    """S2: requests that were spoilt on the way, and the memory that they cost."""
    with serving() as served:
        spoil(served.port, SPOILT // 20, 1)
        before = served.ask("state")["kib"]
        answers = spoil(served.port, SPOILT, random.randrange(10**9))
        check_spoilt(served.port, answers)
        grown = (served.ask("state")["kib"] - before) / 1024
        said = len(served.log.read_text().splitlines())
    yield Figure(
        f"S2 {SPOILT:,} spoilt requests: memory more", grown, "MiB",
        f"{sum(answers.values()):,} answers, none from 500 on; {said} lines of log", None,
        f"at most {MOST_MIB} MiB", grown <= MOST_MIB and not said,
    )  # fmt: skip


async def _ballots(served: Served) -> int:
    requests = [ballot(served.hall, number) for number in range(CAST_BEFORE)]
    voters = await asyncio.gather(*(hand_in(served.port, request) for request in requests))
    return sum(voter.accepted for voter in voters)


async def _return(port: int, began: float) -> float:
    """One page that tries every few seconds; when it had a state again, after the kill."""
    loop = asyncio.get_running_loop()
    await asyncio.sleep(random.uniform(0, RETRY))
    while True:
        try:
            _, follower = await loop.create_connection(lambda: Follower(port, []), HERE, port)
        except OSError:
            await asyncio.sleep(RETRY)
            continue
        while not (follower.states or follower.lost):
            await asyncio.sleep(0.01)
        if follower.states:
            return time.monotonic() - began


async def _all_return(port: int, began: float) -> list[float]:
    return list(await asyncio.gather(*(_return(port, began) for _ in range(BACK))))


def killed_and_back() -> Iterator[Figure]:
    """R10: the program is killed in the middle of a vote and started again."""
    room_for(BACK + 200)
    with tempfile.TemporaryDirectory() as folder, serving(folder=Path(folder)) as served:
        counted = asyncio.run(_ballots(served))
        served.kill()
        began = time.monotonic()
        with serving("serve_once_more", str(served.port), folder=Path(folder)) as again:
            back = asyncio.run(_all_return(served.port, began))
            kept = again.ask("state")["cast"]
            same = (again.port, again.hall["round"]) == (served.port, served.hall["round"])
    yield Figure(
        f"R10 killed and started again: {BACK:,} phones are back after", max(back), "s",
        f"{counted} ballots were acknowledged, {kept} are there; a page tries every {RETRY:.0f} s",
        None, f"at most {LATEST_BACK} s, same address and vote",
        max(back) <= LATEST_BACK and same and kept == counted == CAST_BEFORE,
    )  # fmt: skip
