"""A process that is killed at any moment has kept every idea it said it had."""

import random
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from moedeapp.model.document import Document

TALKING = """
    import sys
    from itertools import count
    from pathlib import Path
    from moedeapp.model.commands import ideas, themes
    from moedeapp.model.document import Document
    from moedeapp.model.meeting import Channel, Reason

    document = Document.open(Path(sys.argv[1]))
    print("open", flush=True)
    for number in count():
        key = document.apply(ideas.receive(f"Idé {number}", channel=Channel.PHONE))
        print(key, flush=True)
        if number % 4 == 0:
            document.apply(ideas.show(key))
            document.apply(themes.add(f"Tema {number}", ideas=[key]))
            document.undo()
        if number % 16 == 0:
            document.apply(ideas.mask(key, Reason.PERSON))
"""


def _killed_while_talking(path: Path, after: float) -> list[str]:
    """The keys that a process printed before it was killed, `after` seconds from opening."""
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(TALKING), str(path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout
    assert child.stdout.readline() == "open\n"
    time.sleep(after)
    child.kill()
    said = child.stdout.read()
    child.stdout.close()
    child.wait(20)
    # A line the kill cut short was not said.
    return said.splitlines() if said.endswith("\n") else said.splitlines()[:-1]


@pytest.mark.timeout(180)
def test_fifty_kills_lose_nothing(path: Path, collecting: Document) -> None:
    collecting.close()
    chance = random.Random(20261123)
    acknowledged: set[str] = set()
    for _ in range(50):
        acknowledged.update(_killed_while_talking(path, chance.uniform(0.0, 0.12)))
        # The lock of the killed process must not hinder, nor its half-done write be seen.
        with Document.open(path) as document:
            assert acknowledged <= set(document.state.ideas)
            assert document.check().problems == ()
            assert [*document._db.execute("SELECT * FROM wiping")] == []
    assert len(acknowledged) > 50
