"""The stage itself: what is typed arrives, what is seen is there, and nothing is left of it."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.story.stage import ROOT, Missing, Stage

pytestmark = pytest.mark.stage

LETTERS = (
    "Blåbærgrødsspisende ålefiskere på Ærø, Øresund og Å: æøå ÆØÅ en idé og én til 1234567890 "
    "+-*/=%&()?!#@<>\\|{}[]'\" Sammenhængskraftsundersøgelsesudvalgsmedlemmerne"
)


def running(folder: Path) -> list[str]:
    """What runs in these surroundings, and is not only waiting to be forgotten."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            around = (process / "environ").read_bytes().decode(errors="replace")
            alive = "State:\tZ" not in (process / "status").read_text()
            if alive and str(folder) in around:
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return found


def gone(folder: Path) -> list[str]:
    """What still runs there when it has had time to end."""
    end = time.monotonic() + 10
    while (left := running(folder)) and time.monotonic() < end:
        time.sleep(0.05)
    return left


def test_danish_words_arrive_as_they_were_typed(stage: Stage) -> None:
    with stage.program() as program:
        program.click(program.find("push button", "Nyt møde"))
        box = program.find("text", "Titel")
        program.press("ctrl+a")
        program.type(LETTERS)
        program.until(lambda: (now := program.again(box)) and now.text == LETTERS, LETTERS)


def test_what_is_not_there_is_missed_and_what_is_there_is_told(stage: Stage) -> None:
    with stage.program() as program:
        program.find("push button", "Nyt møde")
        with pytest.raises(Missing, match=r"Tag på månen(.|\n)*Nyt møde"):
            program.until(lambda: program.sees("push button", "Tag på månen"), "Tag på månen", 0.1)


def test_the_program_has_a_home_of_its_own(stage: Stage) -> None:
    with stage.program() as program:
        program.find("push button", "Nyt møde")
        environment = Path(f"/proc/{program.process.pid}/environ").read_bytes().decode()
    homes = [word for word in environment.split("\0") if word.startswith(("HOME=", "XDG_"))]
    assert homes
    assert all(str(stage.folder) in home for home in homes)


def test_a_complaint_on_the_terminal_is_a_failure(stage: Stage) -> None:
    with (
        pytest.raises(AssertionError, match="complained"),
        stage.program(QT_DEBUG_PLUGINS="1") as program,
    ):
        program.find("push button", "Nyt møde")


def test_nothing_runs_on_when_the_stage_is_taken_down(tmp_path: Path) -> None:
    with Stage(tmp_path) as stage, stage.program() as program:
        program.find("push button", "Nyt møde")
        there = " ".join(running(tmp_path))
        for part in ("openbox", "dbus-daemon", "at-spi2-registryd", "reader.py", "moedeapp"):
            assert part in there
    assert gone(tmp_path) == []


def test_nothing_runs_on_when_the_test_is_killed(tmp_path: Path) -> None:
    script = (
        "import os, pathlib, signal, sys\n"
        "from tests.story.stage import Stage\n"
        "with Stage(pathlib.Path(sys.argv[1])) as stage, stage.program() as program:\n"
        "    program.find('push button', 'Nyt møde')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT)
    assert killed.returncode == -signal.SIGKILL
    assert gone(tmp_path) == []
