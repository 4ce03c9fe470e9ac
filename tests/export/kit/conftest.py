"""Printed sheets, read the way a phone, a printer and a person read them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.export.kit.reading import Sheet

Read = Callable[[bytes], Sheet]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Puts a PDF where the tools that read it can find it."""
    for tool, package in (("pdftoppm", "poppler-utils"), ("zbarimg", "zbar-tools")):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} ({package}) is not installed")

    def put(data: bytes) -> Sheet:
        path = tmp_path / "ark.pdf"
        path.write_bytes(data)
        return Sheet(path)

    return put
