"""What every test may ask for, and the screen that Qt draws on."""

import os
from pathlib import Path

import pytest

# Before anything imports Qt; a screen chosen from outside stands.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of large test sets, which are not part of the repository."""
    folder = os.environ.get("MOEDE_DATA")
    if not folder:
        pytest.skip("MOEDE_DATA does not say where the large test sets are")
    return Path(folder)
