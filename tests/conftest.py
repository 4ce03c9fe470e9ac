"""What every test may ask for, and the screen that Qt draws on."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# The check of a commit gives the same answer each time; "-m slow" goes looking for new cases.
settings.register_profile("commit", derandomize=True)
settings.register_profile("looking")


def pytest_configure(config: pytest.Config) -> None:
    """Choose how hypothesis draws before any test module is read."""
    settings.load_profile("looking" if config.option.markexpr == "slow" else "commit")


# Before anything imports Qt; a screen chosen from outside stands.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of large test sets, which are not part of the repository."""
    folder = os.environ.get("MOEDE_DATA")
    if not folder:
        pytest.skip("MOEDE_DATA does not say where the large test sets are")
    return Path(folder)
