"""The text of a PDF, the way a screen reader or a search meets it."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from moedeapp.export.blocks import Minutes
from moedeapp.export.pdf import write_protocol

Pages = Callable[[Minutes], list[str]]


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    """Lays a protocol out and gives the text of each page in the order of its content."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")

    def read(minutes: Minutes) -> list[str]:
        path = tmp_path / "protokol.pdf"
        write_protocol(minutes, path)
        text = subprocess.run([tool, "-raw", str(path), "-"], capture_output=True, check=True)
        return text.stdout.decode().split("\f")[:-1]

    return read
