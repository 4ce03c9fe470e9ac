"""What voters, the file and the hall's network are promised, at the sizes of a release.

Each promise runs the functions of its own slow test; a broken one stops with what it found. The
environment's MOEDE_TRUST is the share of the release's size to run, such as 0.02 for a look; the
network is always tried in full. M1, the sharpness of the tests, is `tests/mutation.toml`.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path

from moedeapp.model import store
from tests import test_failing_disk, test_spoilt_input
from tests.bench import phones, siege, soak
from tests.bench.figures import Figure, figures
from tests.model import (
    test_any_evening,
    test_recount,
    test_rescue,
    test_seal_any_vote,
    test_seal_bytes,
    test_seal_kills,
    test_seal_power_loss,
)
from tests.model.damage import evening_file
from tests.model.evenings import ticking_source
from tests.model.halls import hall
from tests.model.power_loss import recorded

ROOT = Path(__file__).resolve().parents[2]


def _size(release: int) -> int:
    return max(1, round(release * float(os.environ.get("MOEDE_TRUST", "1"))))


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _kept(promise: str, value: float, unit: str, how: str) -> Figure:
    return Figure(promise, value, unit, how, None, "0 broken", True)


def kills() -> Iterator[Figure]:
    """R1: ballots that were acknowledged, through kills of the process."""
    times = _size(1_000)
    with _folder() as folder:
        told = test_seal_kills._kills(folder / "hal.moede", times)
    yield _kept("R1 no acknowledged ballot lost or doubled", told.messages, "acknowledged",
                f"{times} kills -9 while threads vote")  # fmt: skip


def power_cuts() -> Iterator[Figure]:
    """R2: files that a power cut left."""
    cuts = _size(10_000)
    with _folder() as folder:
        filled = hall(folder / "hal.moede", 24, source=ticking_source("power"))
        with filled.document as document:
            acts = test_seal_power_loss._evening(document, filled.round, filled.slips)
            recording = recorded(document, acts)
        left = folder / "left"
        left.mkdir()
        wrong = test_seal_power_loss._cuts(
            recording, left, cuts, forgetful_folder=False, pragmas=store.PRAGMAS
        )
    yield Figure("R2 every file after a power cut is before or after an act", len(wrong), "wrong",
                 f"{cuts} cuts, unsynced writes lost, torn or reordered",
                 None, "0", not wrong)  # fmt: skip


def refusals() -> Iterator[Figure]:
    """R3: system calls that the disk refuses."""
    if shutil.which("strace") is None:
        yield Figure("R3 a disk that refuses loses nothing", 0, "calls refused", "needs strace")
        return
    with _folder() as folder:
        found = test_failing_disk.refusals(folder / "disk", max(1, 930 // _size(930)))
    refused, wrong = sum(found["failed"].values()), found["wrong"]
    yield Figure(
        "R3 a disk that refuses loses nothing", refused, "calls refused",
        f"one by one, over an evening; {len(wrong)} went wrong", None, "0", not wrong,
    )  # fmt: skip


def damage() -> Iterator[Figure]:
    """R6: damaged and foreign files, opened and rescued."""
    files = _size(550)
    with _folder() as folder:
        whole = evening_file(folder)
        work = folder / "work"
        work.mkdir()
        seen = test_rescue._campaign(whole, work, files, seed=3)
    yield _kept("R6 no crash, no silently wrong sum, every intact part back", files, "files",
                f"bit flips, cuts, dead sectors, foreign; {seen['rescued']} rescued")  # fmt: skip


def any_evening() -> Iterator[Figure]:
    """R7: random evenings and votes against references."""
    examples = _size(2_000)
    test_any_evening._run(examples, 50)
    yield _kept("R7 any evening is as the reference", examples, "evenings", "50 random acts each")
    test_seal_any_vote._run(examples, 50)
    yield _kept("R7 any vote is as the reference", examples, "meetings", "50 random acts each")


def recounts() -> Iterator[Figure]:
    """R8: results recounted by the program anybody can run."""
    meetings = _size(500)
    with _folder() as folder, redirect_stdout(StringIO()):
        test_recount._recounts(folder, meetings, 3)
    yield _kept("R8 the recount equals the result", meetings, "meetings", "recount.py on the lists")


def bytes_left() -> Iterator[Figure]:
    """R9: bytes searched for what the seal destroys."""
    meetings, people = _size(20), 300
    for number in range(meetings):
        with _folder() as folder:
            test_seal_bytes._leaves_nothing(folder, people, 100 + number)
    yield _kept("R9 no code, secret, key or link left", meetings, "meetings",
                f"every byte beside the file, {people} slips each")  # fmt: skip


def spoilt_input() -> Iterator[Figure]:
    """S3: messages, files and meetings that were spoilt."""
    posts, files, meetings = _size(300_000), _size(30_000), _size(3_000)
    test_spoilt_input.posts(posts, 4)
    with _folder() as folder:
        test_spoilt_input.files(folder, files, 5)
        test_spoilt_input.meetings(folder, meetings, 6)
    yield _kept("S3 refused with a known error, or understood", posts + files + meetings, "spoilt",
                f"{posts:,} messages, {files:,} files, {meetings:,} meetings")  # fmt: skip


def on_the_network() -> Iterator[Figure]:
    """L1–L3, L5, L6, R10, R11, S1 and S2: what the benches of the network find."""
    for module in (siege, phones, soak):
        yield from figures(module)


def checks_of_the_suite() -> Iterator[Figure]:
    """The promises whose size is always that of a release: their tests, counted."""
    for promise, where in _TESTS.items():
        counted = _counted(where)
        well = not counted.get("failed") and not counted.get("error")
        how = " ".join(where)
        yield Figure(promise, counted.get("passed", 0), "checks passed", how, None, "none failed",
                     well)  # fmt: skip


_TESTS = {
    "R12 no lost None, no old Python or SQLite": ["tests/ui/test_qt.py", "tests/test_moede.py"],
    "R4 the seal is whole or not at all": ["tests/model/test_seal_failures.py"],
    "R5 soft landings": ["tests/model/test_soft_landings.py", "tests/model/test_store.py"],
    "S4, S6 only the page itself, under its own name": ["tests/web/test_access.py"],
    "S7 hostile words stay words": [
        "tests/web/test_inert.py",
        "tests/ui/test_inert.py",
        "tests/ui/projector/test_inert.py",
        "tests/export/pdf/test_inert.py",
    ],
    "S5 guesses and replays": ["tests/model/test_seal_guesses.py"],
    "S8 only exact paths": ["tests/web/test_hostile.py"],
    "S10 one port, only when on": ["tests/web/test_server.py"],
    "S11 every altered byte is found": [
        "tests/model/test_seal_altered.py",
        "tests/model/test_journal.py",
        "tests/web/test_witness.py",
    ],
    "Copies and clearing up leave nothing": [
        "tests/model/test_backups.py",
        "tests/model/commands/test_leaving.py",
    ],
}


def _counted(where: list[str]) -> dict[str, int]:
    """How many tests passed, failed or were skipped; a small run leaves the slow ones out."""
    slow = ["-m", "not root and not stage"] if _size(100) >= 100 else []
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", *slow, *where]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    last = done.stdout.strip().splitlines()[-1].split(" in ")[0]
    parts = [part.split() for part in last.strip("= ").split(", ")]
    return {("error" if word == "errors" else word): int(number) for number, word in parts}
