"""The vote: a burst of ballots, equal shares of a city's ballots, and the seal."""

import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from moedeapp.model import store
from moedeapp.model.commands import ballots, evening, ideas, rounds, slips
from moedeapp.model.counting import Option
from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase
from moedeapp.model.ranking import proposals_of
from moedeapp.model.shares import equal_shares
from tests.bench.figures import Figure, peak_memory, seconds

VOTERS, THREADS, DOTS = 400, 32, 5
CITY, OPTIONS, PLACES = 130_000, 200, 10
ORACLE = "MOEDE_ORACLE"
"""The environment variable with a Python that has pabutools, from requirements-oracle.lock."""


def _open_round(path: Path, voters: int) -> tuple[Document, str, list[str], list[str]]:
    """A meeting with an open round of 12 proposals: document, round, proposals, slips."""
    document = Document.create(path, words="Hvad?")
    document.apply(evening.leave_unresolved())
    document.apply(evening.go_to(Phase.IDEAS))
    said = [ideas.Incoming(f"Forslag nr. {number}") for number in range(12)]
    sources = document.apply(ideas.bring_in(said))
    printed = document.apply(slips.issue(voters))
    document.apply(evening.go_to(Phase.DOTS))
    vote = document.apply(rounds.prepare(sources, dots=DOTS))
    document.apply(rounds.open(vote))
    proposals = [p.id for p in proposals_of(document.state, document.state.rounds[vote])]
    return document, vote, proposals, [slips.by_secret(document.state, s.secret) for s in printed]


def _said(proposals: list[str], number: int) -> ballots.Vote:
    return ballots.Vote(dict.fromkeys(random.Random(number).sample(proposals, DOTS), 1))


def _burst(acts: list[Callable[[], object]]) -> tuple[float, list[float]]:
    """Seconds for all acts from many threads at once, and of each from call to answer."""
    waits: list[float] = []
    start = threading.Barrier(THREADS + 1)

    def work(mine: list[Callable[[], object]]) -> None:
        start.wait()
        for act in mine:
            waits.append(seconds(act))

    threads = [threading.Thread(target=work, args=(acts[n::THREADS],)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    start.wait()
    begun = perf_counter()
    for thread in threads:
        thread.join()
    return perf_counter() - begun, waits


def burst() -> Iterator[Figure]:
    """400 ballots from 32 threads, each durable before its answer, against bare grouped commits."""
    with tempfile.TemporaryDirectory() as folder:
        taken, waits, floors = [], [], []
        for run in range(5):
            took, each = _cast_all(Path(folder) / f"{run}.moede")
            taken.append(took)
            waits += each
            floors.append(_bare(Path(folder) / f"{run}.db"))
    took, floor = median(taken), median(floors)
    cuts = quantiles(waits, n=100)
    ratio = median(ours / bare for ours, bare in zip(taken, floors, strict=True))
    yield Figure(
        f"{VOTERS} ballots from {THREADS} threads", VOTERS / took, "ballots/s",
        f"bare grouped commits {VOTERS / floor:,.0f}/s", ratio,
    )  # fmt: skip
    yield Figure("wait for one of them, p50", cuts[49] * 1e3, "ms")
    yield Figure("wait for one of them, p99", cuts[98] * 1e3, "ms")


def _cast_all(path: Path) -> tuple[float, list[float]]:
    document, vote, proposals, keys = _open_round(path, VOTERS)
    with document:
        commands = [
            ballots.cast(vote, _said(proposals, n), slip=key, key=f"m{n}")
            for n, key in enumerate(keys)
        ]
        return _burst([partial(document.apply, command) for command in commands])


def _bare(path: Path) -> float:
    """The same rows by one thread, as many a commit as there are threads, nothing around them."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in store.PRAGMAS:
            connection.execute(pragma)
        connection.execute("CREATE TABLE said (id TEXT PRIMARY KEY, dots TEXT) STRICT")
        connection.execute("CREATE TABLE codes (id TEXT PRIMARY KEY, ballot TEXT) STRICT")
        begun = perf_counter()
        for first in range(0, VOTERS, THREADS):
            connection.execute("BEGIN")
            for voter in range(first, min(first + THREADS, VOTERS)):
                connection.execute("INSERT INTO said VALUES (?, ?)", (f"{voter:064}", "[" * 120))
                for code in range(DOTS):
                    row = (f"{voter:032}{code}", f"{voter:064}")
                    connection.execute("INSERT INTO codes VALUES (?, ?)", row)
            connection.execute("COMMIT")
        return perf_counter() - begun


def sealing() -> Iterator[Figure]:
    """The seal of 300 ballots, wiping the file included."""
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        for run in range(5):
            document, vote, proposals, keys = _open_round(Path(folder) / f"{run}.moede", 300)
            with document:
                for number, key in enumerate(keys):
                    document.apply(ballots.cast(vote, _said(proposals, number), slip=key))
                document.apply(rounds.close(vote))
                taken.append(seconds(partial(document.apply, rounds.seal(vote))))
    took = median(taken)
    yield Figure("seal 300 ballots", took, "s", "", None, "at most 2 s", took <= 2)


def _city() -> list[tuple[tuple[str, int], ...]]:
    """Ballots for 200 options, some far more liked than others."""
    chance = random.Random(1)
    keys = [str(number) for number in range(OPTIONS)]
    liked = [1 / (number + 1) for number in range(OPTIONS)]
    return [
        tuple((key, 1) for key in dict.fromkeys(chance.choices(keys, liked, k=10)))
        for _ in range(CITY)
    ]


def shares() -> Iterator[Figure]:
    """Equal shares of 130,000 ballots over 200 options, against pabutools where it is installed."""
    options = [Option(str(number), str(number)) for number in range(OPTIONS)]
    cast = _city()
    took = min(seconds(lambda: equal_shares(options, cast, PLACES)) for _ in range(3))
    name = f"equal shares, {PLACES} places, {CITY:,} ballots × {OPTIONS}"
    oracle = os.environ.get(ORACLE)
    if not oracle:
        yield Figure(name, took, "s", f"{ORACLE} names no Python with pabutools")
    else:
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump({"places": PLACES, "options": OPTIONS, "ballots": cast}, file)
            file.flush()
            script = Path(__file__).parent.parent / "oracle" / "pabutools_shares.py"
            run = [oracle, str(script), file.name]
            theirs = json.loads(subprocess.run(run, check=True, capture_output=True).stdout)
        ours = [share.option.id for share in equal_shares(options, cast, PLACES) if share.cost]
        same = ours == theirs["winners"]
        ratio = took / theirs["seconds"]
        against = f"pabutools {theirs['seconds']:.1f} s, {'same' if same else 'OTHER'} winners"
        target = "at most 0.1 times, same winners"
        yield Figure(name, took, "s", against, ratio, target, same and ratio <= 0.1)
    child = (
        "from tests.bench.vote import OPTIONS, PLACES, Option, _city, equal_shares\n"
        "o = [Option(str(n), str(n)) for n in range(OPTIONS)]\n"
        "equal_shares(o, _city(), PLACES)\n"
    )
    idle = peak_memory([sys.executable, "-c", "from tests.bench.vote import _city; _city()"])
    peak = peak_memory([sys.executable, "-c", child])
    yield Figure("its memory beside the ballots", peak - idle, "MB", f"ballots {idle:.0f} MB")
