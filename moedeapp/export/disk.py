"""Puts bytes where they belong: whole, or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from moedeapp.model.errors import CannotWrite


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, unless they are there; raises CannotWrite."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(folder, str(error)) from error


def write(path: Path, data: bytes) -> None:
    """Write a file at once; a file that was there stays as it was when this fails.

    Raises CannotWrite.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        try:
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
    except OSError as error:
        raise CannotWrite(path, str(error)) from error
