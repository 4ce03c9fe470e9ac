"""The model: what an act, an opening, a hint and a count cost, each against its own floor."""

import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

from moedeapp.model import counting, store
from moedeapp.model.commands import evening, ideas
from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase
from moedeapp.model.similar import Index
from tests.bench.figures import Figure, pairs, peak_memory, seconds

_PLACES = "havnen stien torvet skolen parken stationen molen biblioteket hallen engen".split()  # noqa: SIM905
_THINGS = "bænke cykelstier træer lys toiletter legepladser skilte borde haver trapper".split()  # noqa: SIM905
_WISHES = "flere bedre færre nye billige trygge stille smukke brede fælles".split()  # noqa: SIM905

BALLOTS, OPTIONS, DOTS = 130_000, 200, 5


def words(number: int) -> str:
    chance = random.Random(number)
    wish, thing, place = (chance.choice(words) for words in (_WISHES, _THINGS, _PLACES))
    return f"Vi vil have {wish} {thing} ved {place}, sådan at alle kan være med. Nr. {number}"


@contextmanager
def meeting(size: int) -> Iterator[Document]:
    """A meeting in the phase Ideas with so many ideas, in a folder of its own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Document.create(Path(folder) / "bench.moede", words="Hvad?") as document,
    ):
        document.apply(evening.leave_unresolved())
        document.apply(evening.go_to(Phase.IDEAS))
        incoming = [ideas.Incoming(words(number)) for number in range(size)]
        document.apply(ideas.bring_in(incoming))
        yield document


@contextmanager
def bare(path: Path) -> Iterator[sqlite3.Connection]:
    """A file with one table and the house's settings, written to with nothing around it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in store.PRAGMAS:
            connection.execute(pragma)
        connection.execute("CREATE TABLE said (id TEXT PRIMARY KEY, words TEXT) STRICT")
        yield connection


def durable_act() -> Iterator[Figure]:
    """Keeping one idea for good, against one bare commit of the same words."""
    numbers = count()
    with (
        meeting(100) as document,
        bare(document.path.with_name("bare.db")) as connection,
    ):

        def act() -> None:
            document.apply(ideas.add(words(next(numbers))))

        def commit() -> None:
            number = next(numbers)
            connection.execute("BEGIN")
            connection.execute("INSERT INTO said VALUES (?, ?)", (f"{number:032x}", words(number)))
            connection.execute("COMMIT")

        ours, floor, ratio = pairs(act, commit, runs=301)
    yield Figure(
        "durable act", ours * 1e3, "ms", f"bare commit {floor * 1e3:.2f} ms",
        ratio, "at most 2 times", ratio <= 2,
    )  # fmt: skip


def act_in_a_large_meeting() -> Iterator[Figure]:
    """Keeping one idea among 10,000, against one among 100."""
    numbers = count()
    with meeting(10_000) as large, meeting(100) as small:
        ours, floor, ratio = pairs(
            lambda: large.apply(ideas.add(words(next(numbers)))),
            lambda: small.apply(ideas.add(words(next(numbers)))),
            runs=201,
        )
    yield Figure(
        "act among 10,000 ideas", ours * 1e3, "ms", f"among 100: {floor * 1e3:.2f} ms",
        ratio, "at most 1.5 times", ratio <= 1.5,
    )  # fmt: skip


def opening() -> Iterator[Figure]:
    """Opening a meeting of 10,000 ideas, against reading the same rows into tuples."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.moede"
        with meeting(10_000) as document:
            document.copy(path)

        def read() -> None:
            with closing(sqlite3.connect(path)) as connection:
                kinds = connection.execute(
                    "SELECT name FROM sqlite_schema WHERE type = 'table'"
                    " AND name NOT IN ('history', 'journal', 'ballots')"
                ).fetchall()
                for (kind,) in kinds:
                    connection.execute(f'SELECT * FROM "{kind}"').fetchall()

        ours, floor, ratio = pairs(lambda: Document.open(path).close(), read, runs=21)
    yield Figure(
        "open 10,000 ideas", ours * 1e3, "ms", f"plain read {floor * 1e3:.1f} ms",
        ratio, "at most 3 times", ratio <= 3,
    )  # fmt: skip


def hint() -> Iterator[Figure]:
    """Finding ideas alike among 2,000 while somebody types."""
    index = Index()
    for number in range(2_000):
        index.add(str(number), words(number))
    taken = sorted(seconds(lambda n=n: index.alike(words(n))) for n in range(3_000, 3_101))
    worst = taken[98] * 1e3
    yield Figure("hint among 2,000 ideas, p98", worst, "ms", "", None, "at most 30 ms", worst <= 30)


def large_count() -> Iterator[Figure]:
    """Counting 130,000 ballots over 200 options, alone and as `moede count` of a file."""
    chance = random.Random(1)
    keys = [str(number) for number in range(OPTIONS)]
    options = [counting.Option(key, f"Forslag {key}") for key in keys]
    ballots = [tuple((key, 1) for key in chance.sample(keys, DOTS)) for _ in range(BALLOTS)]
    took = min(seconds(lambda: counting.count(options, ballots, dots=DOTS)) for _ in range(3))
    yield Figure(f"count {BALLOTS:,} ballots, {OPTIONS} options", took, "s")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "valg.pb"
        file.write_text(
            "\n".join(
                [
                    "META", "key;value", "vote_type;approval",
                    "PROJECTS", "project_id;name", *(f"{key};Forslag {key}" for key in keys),
                    "VOTES", "voter_id;vote",
                    *(f"{n};{','.join(key for key, _ in b)}" for n, b in enumerate(ballots)),
                ]
            ),
            encoding="utf-8",
        )  # fmt: skip
        command = [sys.executable, "-m", "moedeapp", "count", str(file)]
        yield Figure("moede count of the same", seconds(lambda: peak_memory(command)), "s")
        peak, idle = peak_memory(command), peak_memory([*command[:3], "--version"])
    yield Figure("its peak memory", peak, "MB", f"moede --version {idle:.0f} MB", peak / idle)
