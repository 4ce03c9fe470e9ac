"""The words of a PDF that was saved from the window."""

import shutil
import subprocess
from pathlib import Path

import pytest


def words_of(path: Path) -> str:
    """The words of all its pages."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    made = subprocess.run([tool, "-raw", str(path), "-"], capture_output=True, check=True)
    return " ".join(made.stdout.decode().split())
