"""L4: over a bad radio link every ballot is counted exactly once; the waiting time is printed."""

import asyncio
import json
import random
import sys
import time
from contextlib import suppress
from pathlib import Path
from statistics import median, quantiles

import pytest

from moedeapp.model.commands import rounds
from moedeapp.web.server import Server
from tests.model.halls import Hall, hall
from tests.web.callers import new_key
from tests.web.machines import LAPTOP, OURS, PHONE, Air, at, machines, needs_root

pytestmark = needs_root

PEOPLE, FOLLOWERS = 60, 30
PATIENCE = 6.0
"""Seconds until the page takes an answer for lost."""


class Pocket:
    """A phone that sends its ballot until it is told that it counts, as the page does."""

    def __init__(self, evening: Hall, number: int, port: int) -> None:
        body = {
            "round": evening.round, "key": new_key(), "slip": evening.printed[number].secret,
            "dots": {str(n): 1 for n in random.Random(number).sample(range(1, 7), 5)},
        }  # fmt: skip
        self._port, self._body = port, json.dumps(body).encode()
        self.hangs_up = number % 3 == 0
        self.sent = 0
        self.took = 0.0

    async def vote(self, wait: float) -> None:
        """Send, and send again."""
        await asyncio.sleep(wait)
        begun = time.monotonic()
        while True:
            with suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
                async with asyncio.timeout(PATIENCE):
                    if await self._send():
                        break
            await asyncio.sleep(random.uniform(0.5, 1.5))
        self.took = time.monotonic() - begun

    async def _send(self) -> bool:
        """One try; every third phone hears nothing of what became of its first."""
        reader, writer = await asyncio.open_connection(OURS, self._port)
        try:
            host = f"{OURS}:{self._port}"
            head = (
                f"POST /ballot HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nX-Moede: 1\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(self._body)}\r\n\r\n"
            )
            writer.write(head.encode() + self._body)
            await writer.drain()
            self.sent += 1
            if self.hangs_up and self.sent == 1:
                await asyncio.sleep(0.5)
                return False
            told = await reader.readuntil(b"\r\n\r\n")
            assert told.startswith(b"HTTP/1.1 200"), told
            assert b'"accepted":true' in await reader.readuntil(b"}}"), "not counted"
            return True
        finally:
            writer.close()


async def follow(port: int, versions: list[int]) -> None:
    """Follow, and come back whenever the stream ends; notes the newest version."""
    place = len(versions)
    versions.append(0)
    while True:
        with suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection(OURS, port)
            try:
                writer.write(f"GET /stream HTTP/1.1\r\nHost: {OURS}:{port}\r\n\r\n".encode())
                while line := await reader.readuntil(b"\n"):
                    if line.startswith(b'data: {"version":'):
                        versions[place] = int(line.partition(b":")[2][10:].partition(b",")[0])
            finally:
                writer.close()
        await asyncio.sleep(random.random())


async def evening_of(port: int, phones: list[Pocket], newest: list[int]) -> None:
    """All vote within three seconds, and whoever follows hears of it."""
    following = [asyncio.create_task(follow(port, newest)) for _ in range(FOLLOWERS)]
    await asyncio.gather(*(phone.vote(random.uniform(0, 3)) for phone in phones))
    last = max(newest)
    while min(newest) < last:
        await asyncio.sleep(0.1)
    for task in following:
        task.cancel()
    await asyncio.gather(*following, return_exceptions=True)


@pytest.mark.parametrize(("loss", "most"), [(0.05, 3), (0.15, 8)], ids=["5 %", "15 %"])
def test_every_ballot_counts_exactly_once(
    loss: float, most: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evening = hall(tmp_path / "hal.moede", PEOPLE)
    newest: list[int] = []
    with (
        evening.document as document,
        machines(),
        Air(delay=0.15, jitter=0.03, loss=loss) as air,
    ):
        with at(LAPTOP):
            server = Server(document, OURS)
            port = server.start().port
        phones = [Pocket(evening, number, port) for number in range(PEOPLE)]
        with at(PHONE):
            asyncio.run(evening_of(port, phones, newest))
        server.stop()
        assert document.state.rounds[evening.round].cast == PEOPLE
        document.apply(rounds.close(evening.round))
        document.apply(rounds.seal(evening.round))
        results = document.state.results.values()
        assert sum(result.dots for result in results) == 5 * PEOPLE
    with capsys.disabled():
        sys.stdout.write(told(phones, loss, most, air))


def told(phones: list[Pocket], loss: float, most: int, air: Air) -> str:
    """How long it took those who heard the first answer, and what was lost on the way."""
    waits = [phone.took for phone in phones if not phone.hangs_up]
    return (
        f"\n{loss:.0%} lost, 300 ms there and back, {FOLLOWERS} follow, {PEOPLE} vote: half "
        f"within {median(waits):.1f} s, 95 of 100 within {quantiles(waits, n=20)[18]:.1f} s "
        f"(at most {most} s); {air.lost:,} of {air.carried + air.lost:,} packets lost, "
        f"{sum(phone.sent > 1 for phone in phones)} sent more than once\n"
    )
