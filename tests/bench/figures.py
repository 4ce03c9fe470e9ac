"""What a measurement says, and the tools that take it.

A bench module holds public generator functions that yield `Figure`s:

    def reading() -> Iterator[Figure]:
        ours, theirs, ratio = pairs(read_with_ours, read_with_csv, runs=15)
        yield Figure("read 2,000 ideas", ours * 1000, "ms", f"csv alone {theirs * 1000:.1f} ms",
                     ratio, "at most 5 times", ratio <= 5)
"""

import inspect
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from statistics import median
from time import perf_counter
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, what it is held against, and whether the target is met (None: no target)."""

    name: str
    value: float
    unit: str
    against: str = ""
    ratio: float | None = None
    target: str = ""
    ok: bool | None = None


def figures(module: ModuleType) -> Iterator[Figure]:
    """Figures of the module's own public generator functions, in the order they are written."""
    for name, thing in tuple(vars(module).items()):
        ours = inspect.isgeneratorfunction(thing) and thing.__module__ == module.__name__
        if ours and not name.startswith("_"):
            yield from thing()


def json_line(figure: Figure) -> str:
    """The figure as one JSON object."""
    return json.dumps(asdict(figure), ensure_ascii=False)


def table(rows: Iterable[Figure]) -> str:
    """The figures in aligned columns, numbers to the right."""
    titles = [field.name for field in fields(Figure)]
    lines = [titles, *([cell(value) for value in astuple(row)] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    to_the_right = {"value", "ratio"}
    aligned = (
        "  ".join(
            text.rjust(width) if title in to_the_right else text.ljust(width)
            for title, text, width in zip(titles, line, widths, strict=True)
        )
        for line in lines
    )
    return "\n".join(line.rstrip() for line in aligned)


def cell(value: object) -> str:
    """A value as the table shows it: four digits that count, yes and no, nothing for None."""
    if isinstance(value, bool):
        return "yes" if value else "NO"
    if isinstance(value, int | float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return "" if value is None else str(value)


# --- taking a measurement


def seconds(act: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    start = perf_counter()
    act()
    return perf_counter() - start


def pairs(
    a: Callable[[], object], b: Callable[[], object], runs: int
) -> tuple[float, float, float]:
    """Median seconds of `a`, of `b`, and the median of a/b over `runs` neighbouring pairs.

    Each is called once unmeasured; then who goes first alternates, so that a machine that
    warms up or slows down on the way favours neither.
    """
    a()
    b()
    measured = []
    for run in range(runs):
        if run % 2:
            second, first = seconds(b), seconds(a)
        else:
            first, second = seconds(a), seconds(b)
        measured.append((first, second))
    firsts, seconds_ = zip(*measured, strict=True)
    return median(firsts), median(seconds_), median(one / other for one, other in measured)


# Linux counts a process's memory before exec as its own, so a large parent would lend its size
# to a small child. This little Python in between is smaller than anything worth measuring.
_BETWEEN = """
import os, sys
_, status, usage = os.wait4(os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ), 0)
print(usage.ru_maxrss, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def peak_memory(command: Sequence[str]) -> float:
    """Most memory (MB of 1,000,000 bytes) that a command ever held; CalledProcessError if it fails.

    Only where there is `os.wait4`: Linux and macOS.
    """
    watch = [sys.executable, "-I", "-S", "-c", _BETWEEN, *command]
    done = subprocess.run(watch, check=True, capture_output=True, text=True)
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB here
    return int(done.stderr.split()[-1]) * unit / 1000**2
