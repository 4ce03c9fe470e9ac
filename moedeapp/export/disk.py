"""Puts bytes where they belong: whole, or not at all."""

import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

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


def write_all(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files into a folder, made if it is missing, all of them or none; gives their paths.

    A name may begin with folders of its own, parted by a slash. What was there under these names
    is replaced at the end, and comes back when that fails half-way. Raises CannotWrite.
    """
    make_folder(folder)
    try:
        with TemporaryDirectory(".part", ".", folder, ignore_cleanup_errors=True) as beside:
            for name, data in files.items():
                make_folder((Path(beside, "new") / name).parent)
                write(Path(beside, "new") / name, data)
            _move(Path(beside), folder, files)
    except OSError as error:
        raise CannotWrite(folder, str(error)) from error
    return [folder / name for name in files]


def _move(beside: Path, folder: Path, names: Iterable[str]) -> None:
    """Put new files in their places; until the last one is, the old ones can come back."""
    with ExitStack() as back:
        for name in names:
            target, kept = folder / name, beside / "old" / name
            try:
                if not target.parent.exists():
                    target.parent.mkdir(parents=True)
                    back.callback(_remove, target.parent)
                if target.exists():
                    kept.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(target, kept)
                (beside / "new" / name).replace(target)
            except OSError as error:
                raise CannotWrite(target, str(error)) from error
            back.callback(_put_back, target, kept)
        back.pop_all()


def _put_back(target: Path, kept: Path) -> None:
    with suppress(OSError):
        if kept.exists():
            kept.replace(target)
        else:
            target.unlink()


def _remove(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()
