"""Phones: how soon news reaches all who follow, what each costs, and a hall that votes at once;
and whether the window beside them goes on moving.

The server runs in a process of its own; this one plays the phones, against 127.0.0.1 only.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any

from moedeapp.web.lines import room_for
from tests.bench.figures import Figure

if TYPE_CHECKING:
    from moedeapp.model.document import Document

HERE = "127.0.0.1"
MEETING = "hal.moede"
CROWDS = ((300, 100), (1_000, 250), (2_000, 500))
"""Followers, and ms within which 99 of 100 must have the news."""

NEWS = 20
MOST_KIB = 30
VOTERS, DOTS = 400, 5
LEAST_A_SECOND, LONGEST_MS = 1_500, 500

BACK, BACK_WITHIN = 1_000, 2.0
"""Followers who are thrown out at once, and seconds within which all of them come back."""

BACK_VOTERS = 100
LATEST_BACK, LATEST_VOTE_MS = 10, 1_000
LONGEST_GOODBYE = 3

WATCHED = ((0, None), (300, 33), (1_000, 50))
"""Followers, and ms that 99 of 100 gaps between two pictures of the window may last."""
WATCHED_SECONDS = 5.0


# --- the server's side


def serve() -> None:
    """Serve a hall of voters; do what each line of the input says, and answer with a line."""
    from tests.model.halls import hall

    filled = hall(Path(sys.argv[1]) / MEETING, VOTERS, proposals=12)
    with filled.document as document:
        secrets = [printed.secret for printed in filled.printed]
        _answer_lines(document, filled.round, 0, secrets=secrets)


def serve_with_few() -> None:
    """The same, where the system gives the program no more descriptors than it says."""
    import resource

    most = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    serve()


def serve_once_more() -> None:
    """Open the meeting that a killed program left, and serve it at the same port."""
    from moedeapp.model.document import Document

    with Document.open(Path(sys.argv[1]) / MEETING) as document:
        (asked,) = document.state.rounds
        _answer_lines(document, asked, int(sys.argv[2]))


def _answer_lines(document: "Document", asked: str, port: int, **more: Any) -> None:
    from moedeapp.model.commands import evening
    from moedeapp.web.server import Server

    with ExitStack() as running:
        server = running.enter_context(Server(document, HERE, port))
        _say({"port": server.status.port, "most": server.status.most, "round": asked, **more})
        for line in sys.stdin:
            if line.strip() == "news":
                document.apply(evening.describe(purpose=str(time.monotonic_ns())))
                _say({})
            elif line.strip() == "state":
                _say(
                    {
                        "kib": _resident(), "cpu": time.process_time(),
                        "cast": document.state.rounds[asked].cast,
                        "lines": server.status.phones, "open": len(os.listdir("/proc/self/fd")),
                    }
                )  # fmt: skip
            elif line.strip() == "again":
                begun = time.monotonic()
                server.stop()
                stopped = time.monotonic() - begun
                server = running.enter_context(Server(document, HERE, server.status.port))
                _say({"stopped": stopped})
            else:
                break


def serve_beside_a_window() -> None:
    """The same, in the program's own way: the window draws all the time, the server is a thread.

    Answers "gaps" with the ms between the pictures of the next seconds.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QObject, QTimer, Signal
    from PySide6.QtWidgets import QApplication

    from moedeapp.ui import theme
    from moedeapp.web.server import Server
    from tests.bench.window import Pictures, shown
    from tests.model.halls import hall

    class Asked(QObject):
        heard = Signal(str)

        def listen(self) -> None:
            for line in sys.stdin:
                self.heard.emit(line.strip())

    application = QApplication([])
    theme.wear(application)
    filled = hall(Path(sys.argv[1]) / MEETING, VOTERS, proposals=12)
    with filled.document as document, shown(document) as window, Server(document, HERE, 0) as web:
        pictures = Pictures(window)

        def tell() -> None:
            _say({"gaps": pictures.gaps()})

        def heed(word: str) -> None:
            if word == "gaps":
                pictures.clear()
                QTimer.singleShot(round(WATCHED_SECONDS * 1e3), tell)
            else:
                application.quit()

        asked = Asked()
        asked.heard.connect(heed)
        threading.Thread(target=asked.listen, daemon=True).start()
        secrets = [printed.secret for printed in filled.printed]
        _say({"port": web.status.port, "round": filled.round, "secrets": secrets})
        application.exec()
        pictures.stop()


def _say(value: Any) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


def _resident() -> int:
    """KiB of memory this process holds."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


class Served:
    """The server's process, and how to speak to it."""

    def __init__(self, process: "subprocess.Popen[str]", log: Path) -> None:
        self._process = process
        self.log = log
        """what it said of errors"""
        self.hall: Any = self._answer()

    @property
    def port(self) -> int:
        """Where phones come in."""
        return int(self.hall["port"])

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._process.wait()

    def _answer(self) -> Any:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())

    def ask(self, what: str) -> Any:
        """Say a line to it, and give what it answers."""
        assert self._process.stdin
        self._process.stdin.write(what + "\n")
        self._process.stdin.flush()
        return self._answer()


@contextmanager
def serving(how: str = "serve", *words: str, folder: Path | None = None) -> Iterator[Served]:
    """A server's process, which runs one of the functions above, in a folder of its own."""
    program = f"from tests.bench import phones; phones.{how}()"
    with tempfile.TemporaryDirectory() as own:
        log = Path(own) / "errors.txt"
        with log.open("w") as errors:
            process = subprocess.Popen(
                [sys.executable, "-c", program, str(folder or own), *words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        try:
            yield Served(process, log)
        finally:
            if process.poll() is None:
                process.communicate("end\n", timeout=30)


# --- the phones' side


class Follower(asyncio.Protocol):
    """Takes in a stream and notes how old each piece of news is."""

    def __init__(self, port: int, ages: list[int]) -> None:
        self._port = port
        self._ages = ages
        self._tail = b""
        self._transport: Any = None
        self.states = 0
        self.lost = False

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        transport.write(
            b"GET /stream HTTP/1.1\r\nHost: %s:%d\r\n\r\n" % (HERE.encode(), self._port)
        )

    def data_received(self, data: bytes) -> None:
        now = time.monotonic_ns()
        content = self._tail + data
        *events, self._tail = content.split(b"\n\n")
        for event in events:
            if b'"version":' not in event:
                continue
            self.states += 1
            said = event.partition(b'"purpose":"')[2].partition(b'"')[0]
            if said.isdigit():
                self._ages.append(now - int(said))

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True

    def leave(self) -> None:
        """Go, without a word."""
        self._transport.abort()


class Voter(asyncio.Protocol):
    """Sends one ballot when told, and notes how long the answer took."""

    def __init__(self, done: asyncio.Queue["Voter"]) -> None:
        self._done = done
        self._transport: Any = None
        self._begun = 0
        self.answer = b""
        self.took = 0

    @property
    def accepted(self) -> bool:
        """Whether the ballot was told to count."""
        return b'"accepted":true' in self.answer

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def send(self, request: bytes) -> None:
        """Send it, and begin to wait."""
        self._begun = time.monotonic_ns()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.answer += data
        if self.answer.endswith(b"}"):
            self.took = time.monotonic_ns() - self._begun
            self._done.put_nowait(self)
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.took:
            self._done.put_nowait(self)


def ballot(hall: Any, number: int, turn: int = 0) -> bytes:
    """What a phone sends: five dots, and at its next turn others."""
    chance = random.Random(number + VOTERS * turn)
    dots = {str(n): 1 for n in chance.sample(range(1, 13), DOTS)}
    body = json.dumps(
        {
            "round": hall["round"],
            "key": f"{number + VOTERS * turn:032x}",
            "dots": dots,
            "slip": hall["secrets"][number],
        }
    ).encode()
    host = f"{HERE}:{hall['port']}"
    head = (
        f"POST /ballot HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nX-Moede: 1\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def hand_in(port: int, request: bytes) -> Voter:
    """One phone that comes, hands in a ballot and has its answer."""
    loop = asyncio.get_running_loop()
    done: asyncio.Queue[Voter] = asyncio.Queue()
    _, voter = await loop.create_connection(lambda: Voter(done), HERE, port)
    voter.send(request)
    return await done.get()


async def follow(port: int, number: int, ages: list[int]) -> list[Follower]:
    """So many phones that follow; all have the state."""
    loop = asyncio.get_running_loop()
    made: list[Follower] = []
    for begun in range(0, number, 100):
        connecting = [
            loop.create_connection(lambda: Follower(port, ages), HERE, port)
            for _ in range(min(100, number - begun))
        ]
        made += [follower for _, follower in await asyncio.gather(*connecting)]
    while not all(follower.states for follower in made):
        await asyncio.sleep(0.05)
    return made


async def _hear_news(served: Served, number: int) -> tuple[list[int], int, float, float]:
    """Ages of all news at all phones in ns, phones lost; KiB of the server and its CPU s for each.

    The CPU is that of one piece of news to one phone.
    """
    loop = asyncio.get_running_loop()
    ages: list[int] = []
    before = served.ask("state")["kib"]
    followers = await follow(served.hall["port"], number, ages)
    await asyncio.sleep(1)
    now = served.ask("state")
    each = (now["kib"] - before) / number
    for turn in range(NEWS):
        await loop.run_in_executor(None, served.ask, "news")
        while len(ages) < number * (turn + 1) and not any(f.lost for f in followers):
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)
    cost = (served.ask("state")["cpu"] - now["cpu"]) / len(ages)
    return ages, sum(follower.lost for follower in followers), each, cost


async def _vote_at_once(served: Served, following: int) -> tuple[float, list[int], int]:
    """Seconds for all ballots, ns of each, and how many were accepted."""
    loop = asyncio.get_running_loop()
    port = served.hall["port"]
    await follow(port, following, [])
    done: asyncio.Queue[Voter] = asyncio.Queue()
    requests = [ballot(served.hall, number) for number in range(VOTERS)]
    connecting = [loop.create_connection(lambda: Voter(done), HERE, port) for _ in range(VOTERS)]
    voters = [voter for _, voter in await asyncio.gather(*connecting)]
    begun = time.monotonic()
    for voter, request in zip(voters, requests, strict=True):
        voter.send(request)
    answered = [await done.get() for _ in range(VOTERS)]
    took = time.monotonic() - begun
    accepted = sum(voter.accepted for voter in answered)
    return took, [voter.took for voter in answered], accepted


async def _come_back(served: Served) -> tuple[float, float, list[int], int]:
    """Seconds of the goodbye, and from the restart until everybody has a state; ns of each ballot,
    and how many count.

    The first hundred ballots are sent while the phones come back.
    """
    loop = asyncio.get_running_loop()
    port = served.hall["port"]
    before = await follow(port, BACK, [])
    goodbye = (await loop.run_in_executor(None, served.ask, "again"))["stopped"]
    while not all(follower.lost for follower in before):
        await asyncio.sleep(0.01)
    begun = time.monotonic()

    async def again() -> Follower:
        await asyncio.sleep(random.uniform(0, BACK_WITHIN))
        _, follower = await loop.create_connection(lambda: Follower(port, []), HERE, port)
        while not follower.states:
            await asyncio.sleep(0.01)
        return follower

    async def vote(number: int) -> None:
        await asyncio.sleep(number * BACK_WITHIN / BACK_VOTERS)
        _, voter = await loop.create_connection(lambda: Voter(done), HERE, port)
        voter.send(ballot(served.hall, number))

    done: asyncio.Queue[Voter] = asyncio.Queue()
    voting = asyncio.gather(*(vote(number) for number in range(BACK_VOTERS)))
    returned = await asyncio.gather(*(again() for _ in range(BACK)))
    took = time.monotonic() - begun
    await voting
    answered = [await done.get() for _ in range(BACK_VOTERS)]
    assert not any(follower.lost for follower in returned)
    accepted = sum(voter.accepted for voter in answered)
    return goodbye, took, [voter.took for voter in answered], accepted


async def _watch_the_window(served: Served, following: int) -> list[float]:
    """The gaps between pictures in ms, while phones follow and one by one hand in their ballots."""
    loop = asyncio.get_running_loop()
    port = served.hall["port"]
    await follow(port, following, [])
    done: asyncio.Queue[Voter] = asyncio.Queue()
    asked = loop.run_in_executor(None, served.ask, "gaps")
    if following:
        for number in range(VOTERS):
            _, voter = await loop.create_connection(lambda: Voter(done), HERE, port)
            voter.send(ballot(served.hall, number))
            await asyncio.sleep(WATCHED_SECONDS / VOTERS)
    return list((await asked)["gaps"])


# --- the figures


def followers() -> Iterator[Figure]:
    """News to 300, 1,000 and 2,000 phones, and the memory of each."""
    for number, most in CROWDS:
        room_for(number + 200)
        with serving() as served:
            ages, lost, each, cost = asyncio.run(_hear_news(served, number))
        late = quantiles(ages, n=100)[98] / 1e6
        yield Figure(
            f"news to {number:,} phones, p99", late, "ms",
            f"{len(ages):,} of {number * NEWS:,} received, {lost} phones lost; "
            f"{number * cost * 1e3:.0f} ms of the server's CPU",
            None, f"at most {most} ms, all of them", late <= most and len(ages) == number * NEWS,
        )  # fmt: skip
        yield Figure(
            "memory of each", each, "KiB", "", None, f"at most {MOST_KIB} KiB", each <= MOST_KIB
        )


def burst() -> Iterator[Figure]:
    """400 phones vote in the same second, each durable before its answer."""
    room_for(2 * VOTERS + 200)
    for following in (0, 300):
        rates, waits, costs, missing = [], [], [], 0
        for _ in range(3):
            with serving() as served:
                before = served.ask("state")["cpu"]
                took, each, accepted = asyncio.run(_vote_at_once(served, following))
                now = served.ask("state")
                missing += abs(accepted - VOTERS) + abs(now["cast"] - VOTERS)
            costs.append(now["cpu"] - before)
            rates.append(VOTERS / took)
            waits += each
        rate, late = sorted(rates)[1], quantiles(waits, n=100)[98] / 1e6
        beside = f", {following} follow" if following else ""
        yield Figure(
            f"{VOTERS} ballots at once{beside}", rate, "ballots/s",
            f"{missing} not counted exactly once; {min(costs):.2f} s of the server's CPU", None,
            f"at least {LEAST_A_SECOND:,}/s, exactly once",
            rate >= LEAST_A_SECOND and not missing,
        )  # fmt: skip
        yield Figure(
            f"wait for one of them{beside}, p99", late, "ms", "", None,
            f"at most {LONGEST_MS} ms", late <= LONGEST_MS,
        )  # fmt: skip


def restart() -> Iterator[Figure]:
    """A thousand phones come back within two seconds, and some of them vote meanwhile."""
    room_for(2 * BACK + 200)
    with serving() as served:
        cpu = served.ask("state")["cpu"]
        goodbye, took, waits, accepted = asyncio.run(_come_back(served))
        now = served.ask("state")
    missing = abs(accepted - BACK_VOTERS) + abs(now["cast"] - BACK_VOTERS)
    late = quantiles(waits, n=100)[98] / 1e6
    yield Figure(
        f"goodbye to {BACK:,} who follow", goodbye, "s", "", None, f"at most {LONGEST_GOODBYE} s",
        goodbye <= LONGEST_GOODBYE,
    )  # fmt: skip
    yield Figure(
        f"{BACK:,} come back within {BACK_WITHIN:.0f} s, all have the state after", took, "s",
        f"{now['cpu'] - cpu:.2f} s of the server's CPU, with coming in before", None,
        f"at most {LATEST_BACK} s", took <= LATEST_BACK,
    )  # fmt: skip
    yield Figure(
        f"wait for one of {BACK_VOTERS} ballots meanwhile, p99", late, "ms",
        f"{missing} not counted exactly once", None, f"at most {LATEST_VOTE_MS:,} ms",
        late <= LATEST_VOTE_MS and not missing,
    )  # fmt: skip


def window_gap() -> Iterator[Figure]:
    """How long the window stands still while a hall follows and votes, against nobody at all."""
    room_for(1_200)
    alone = 0.0
    for following, most in WATCHED:
        with serving("serve_beside_a_window") as served:
            gaps = asyncio.run(_watch_the_window(served, following))
        late = quantiles(gaps, n=100)[98]
        alone = alone or late
        who = f"{following:,} follow and {VOTERS} vote" if following else "nobody is there"
        yield Figure(
            f"between two pictures, {who}, p99", late, "ms", f"alone {alone:.1f} ms",
            late / alone, f"at most {most} ms" if most else None, late <= most if most else None,
        )  # fmt: skip
