"""The disk refuses one call in the kernel: an evening from opening to export, over and over.

`python -m tests.failing_disk FOLDER CALL EVERY` lets each occurrence of a system call fail once
(every so many of them), in a process of its own that strace holds, and prints what it found as
JSON. strace counts from the moment it takes hold, so everything is loaded before; what was
acknowledged is told through shared memory, which is no call.
"""

import json
import mmap
import os
import re
import shutil
import struct
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from moedeapp.export import disk, files
from moedeapp.export.forms import Form
from moedeapp.export.orders import Evening
from moedeapp.model.commands import ballots, ideas, rounds
from moedeapp.model.document import Document
from moedeapp.model.errors import MoedeError
from moedeapp.model.meeting import Channel, RoundState
from moedeapp.texts import use
from moedeapp.texts.problems import explain
from tests.model.evenings import ticking_source
from tests.model.halls import Hall, hall

CALLS: Final = ("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink", "openat", "write",
                "rename", "mkdir", "pread64", "read")  # fmt: skip
"""What can fail between a meeting and its disk, each with EIO."""

PEOPLE: Final = 8
FORMS: Final = (Form.PROTOCOL, Form.LISTS, Form.DATA)
_ROOM: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Story:
    """What the child does: each act by name, and what must be there once it is acknowledged."""

    document: Document
    filled: Hall

    def acts(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Acts in order; an idea comes by phone first, then votes, then what ends the round."""
        document, filled = self.document, self.filled
        yield "idea", lambda: document.apply(ideas.receive("Lys på stien", channel=Channel.PHONE))
        for number, slip in enumerate(filled.slips[:6]):
            yield f"ballot {number}", lambda n=number, s=slip: document.apply(self._cast(n, s))
        yield "close", lambda: document.apply(rounds.close(filled.round))
        for number, slip in enumerate(filled.slips[6:], 6):
            yield (
                f"ballot {number}",
                lambda n=number, s=slip: document.apply(
                    ballots.key(filled.round, self._vote(n), slip=s)
                ),
            )
        yield "seal", lambda: document.apply(rounds.seal(filled.round))

    def _cast(self, number: int, slip: str) -> Any:
        return ballots.cast(
            self.filled.round, self._vote(number), slip=slip, key=f"besked-{number}"
        )

    def _vote(self, number: int) -> ballots.Vote:
        proposals = self.filled.proposals
        return ballots.Vote({proposals[number % 6]: 2, proposals[(number + 1) % 6]: 1})


class Board:
    """Shared memory: whether to begin, then JSON lines of what happened."""

    def __init__(self) -> None:
        self._map = mmap.mmap(-1, _ROOM)

    def let_go(self) -> None:
        self._map[0] = 1

    def wait(self) -> None:
        while not self._map[0]:
            time.sleep(0.002)

    def tell(self, *words: str) -> None:
        (end,) = struct.unpack_from("I", self._map, 4)
        line = json.dumps(words).encode() + b"\n"
        self._map[8 + end : 8 + end + len(line)] = line
        struct.pack_into("I", self._map, 4, end + len(line))

    def told(self) -> list[list[str]]:
        (end,) = struct.unpack_from("I", self._map, 4)
        return [json.loads(line) for line in self._map[8 : 8 + end].splitlines()]


def evening(path: Path, filled: Hall, board: Board) -> None:
    """Open, vote, seal, export; what is refused is tried once more, as a facilitator would."""

    def tried(name: str, act: Callable[[], object]) -> bool:
        for _attempt in range(2):
            try:
                act()
            except MoedeError as error:
                board.tell("refused", name, explain(error))
            else:
                board.tell("done", name)
                return True
        return False

    opened: list[Document] = []
    if not tried("open", lambda: opened.append(Document.open(path, keeps_backups=True))):
        return
    (document,) = opened
    for name, act in Story(document, filled).acts():
        tried(name, act)
    tried("export", lambda: export(document, path.parent / "ud"))
    tried("leave", document.close)


def export(document: Document, folder: Path) -> None:
    """Write the protocol and two more forms."""
    held = document.snapshot()
    at = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)
    made = files.make_all(
        Evening(held.state, held.entries, held.head, at, "0.1.0"), FORMS, lambda _done, _of: None
    )
    disk.write_all(folder, made.files)


def wrong(path: Path, told: list[list[str]]) -> list[str]:
    """What is not as it was acknowledged."""
    found = [f"{name}: {words}" for kind, name, words in (t for t in told if len(t) == 3)
             if kind == "crashed"]  # fmt: skip
    done = {t[1] for t in told if t[0] == "done"}
    with Document.open(path) as document:
        found += [explain(problem) for problem in document.check().problems]
        (vote,) = document.state.rounds.values()
        acked = sum(name.startswith("ballot") for name in done)
        if vote.cast < acked or ("seal" in done) > (vote.state is RoundState.SEALED):
            found.append(f"{acked} ballots acknowledged, {vote.cast} there, {vote.state}")
        if ("idea" in done) > bool(document.state.ideas):
            found.append("the idea is gone")
        if vote.state is RoundState.SEALED:
            dots = sum(result.dots for result in document.state.results.values())
            if dots != 3 * vote.cast:
                found.append(f"{dots} dots of {vote.cast} ballots")
    written = sorted(p.name for p in (path.parent / "ud").glob("*"))
    if "export" in done and len(written) < len(FORMS):
        found.append(f"export told it was done, and there is {written}")
    if "export" not in done and written:
        found.append(f"half an export: {written}")
    return found


def run(whole: Path, work: Path, filled: Hall, inject: str = "") -> tuple[list[list[str]], str]:
    """One evening on a copy of the meeting under strace; what was told, and strace's log."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    path = shutil.copy(whole, work / whole.name)
    board, log = Board(), work.parent / "strace.log"
    child = os.fork()
    if not child:
        try:
            board.wait()
            evening(path, filled, board)
        except BaseException:
            board.tell("crashed", "", traceback.format_exc())
        finally:
            os._exit(0)
    call = inject.partition(":")[0] or ",".join(CALLS)
    strace = subprocess.Popen(
        ["strace", "-f", "-qq", "-y", "-p", str(child), "-o", log, "-e", f"trace={call}",
         *(["-e", f"inject={inject}"] if inject else [])],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while strace.poll() is None and "TracerPid:\t0" in Path(f"/proc/{child}/status").read_text():
        time.sleep(0.002)
    if strace.poll() is not None:
        raise OSError(strace.stderr.read() if strace.stderr else "")
    board.let_go()
    os.waitpid(child, 0)
    strace.communicate()
    return board.told(), log.read_text()


def main(folder: Path, calls: list[str], every: int) -> dict[str, Any]:
    """Every so many-th occurrence of each call fails once; how many did, and what was wrong."""
    use("da")
    whole = folder / "hal.moede"
    filled = hall(whole, PEOPLE, source=ticking_source("disk"))
    filled.document.close()
    warm = folder / "warm"
    warm.mkdir()
    board = Board()
    evening(shutil.copy(whole, warm / whole.name), filled, board)  # everything is loaded now
    told, log = run(whole, folder / "work", filled)
    assert not wrong(folder / "work" / whole.name, told), told
    seen: dict[str, Any] = {"failed": {}, "wrong": [], "said": []}
    for call in calls:
        count = len(re.findall(rf"^\d+ +{call}\(", log, re.MULTILINE))
        for number in range(1, count + 1, every):
            told, happened = run(whole, folder / "work", filled, f"{call}:error=EIO:when={number}")
            struck = [line for line in happened.splitlines() if "(INJECTED)" in line]
            if not any(str(folder) in line for line in struck):
                continue  # the program's own files, on which nobody's meeting is
            seen["failed"][call] = seen["failed"].get(call, 0) + 1
            path = folder / "work" / whole.name
            try:
                found = wrong(path, told)
            except Exception:
                found = [traceback.format_exc()]
            seen["wrong"] += [f"{call} {number}: {each}" for each in found]
            seen["said"] = sorted({*seen["said"], *(t[2] for t in told if t[0] == "refused")})
    return seen


if __name__ == "__main__":
    found = main(Path(sys.argv[1]), sys.argv[2].split(","), int(sys.argv[3]))
    sys.stdout.write(json.dumps(found))
