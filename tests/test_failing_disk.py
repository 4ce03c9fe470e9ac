"""R3: whatever call the disk refuses, nothing acknowledged is lost and the words are known ones."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.failing_disk import CALLS

ROOT = Path(__file__).resolve().parents[1]


def refusals(folder: Path, every: int) -> dict[str, Any]:
    """What came of an evening in which each so many-th call was refused once."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "tests.failing_disk", str(folder), ",".join(CALLS), str(every)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def strace() -> None:
    """Skips where there is no strace, or where it may not hold another process."""
    if not shutil.which("strace"):
        pytest.skip("strace is not on this machine")
    with subprocess.Popen(["sleep", "30"]) as held:
        command = ["strace", "-qq", "-o", os.devnull, "-p", str(held.pid)]
        try:
            subprocess.run(command, capture_output=True, timeout=0.5, check=False)
        except subprocess.TimeoutExpired:
            return
        finally:
            held.kill()
    pytest.skip("strace may not hold another process here")


@pytest.mark.usefixtures("strace")
@pytest.mark.timeout(120)
def test_a_call_that_the_disk_refuses_loses_nothing_and_leaves_no_half_file(tmp_path: Path) -> None:
    found = refusals(tmp_path / "disk", 40)
    assert found["wrong"] == []
    assert sum(found["failed"].values()) >= 20


@pytest.mark.usefixtures("strace")
@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_every_call_that_the_disk_refuses_loses_nothing_and_leaves_no_half_file(
    tmp_path: Path,
) -> None:
    found = refusals(tmp_path / "disk", 1)
    assert found["wrong"] == []
    assert sum(found["failed"].values()) >= 800
