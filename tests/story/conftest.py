"""A stage for every test that plays on one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.story.stage import NEEDS, Stage


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """A screen of its own; where `./moede` could have installed what it needs, it must be there."""
    missing = [name for name in NEEDS if shutil.which(name) is None]
    if missing and shutil.which("dpkg-query") is None:
        pytest.skip("a stage needs " + ", ".join(missing))
    assert not missing, "run ./moede test once, so that it can install " + ", ".join(missing)
    with Stage(tmp_path) as raised:
        yield raised
