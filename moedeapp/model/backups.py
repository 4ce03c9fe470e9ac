"""Copies the program makes by itself, in a folder beside the meeting.

None is made while a vote is under way, so no ballot is ever in one; and all of them go when words
are masked or the meeting is cleared up, because what an act destroys must not live on in a copy.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from shutil import copyfile
from typing import Final

from sqlite_utils import Database

from moedeapp import SUFFIX
from moedeapp.model import store
from moedeapp.model.errors import CannotWrite, FileExists
from moedeapp.model.meeting import Meeting, RoundState

DAYS: Final = 14
"""How long a day's copy is kept."""


class Why(StrEnum):
    """What a copy was made for."""

    VOTE = "vote"
    SEAL = "seal"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy, when it was made and why; of a day's copy only the day is known."""

    path: Path
    at: datetime
    why: Why


_NAME: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d{6}))? (vote|seal|day)" + re.escape(SUFFIX))


def folder_of(meeting: Path) -> Path:
    """Where the copies of a meeting lie; the folder need not be there."""
    real = meeting.resolve()
    return real.with_name(f".{real.name}.backups")


def made(meeting: Path) -> list[Backup]:
    """The copies there are, the newest first; also when the meeting itself is gone."""
    found = []
    with suppress(OSError):
        for path in folder_of(meeting).iterdir():
            named = _NAME.fullmatch(path.name)
            if named:
                with suppress(ValueError):
                    at = datetime.fromisoformat(f"{named[1]}T{named[2] or '235959'}")
                    found.append(Backup(path, at, Why(named[3])))
    return sorted(found, key=lambda backup: (backup.at, backup.why), reverse=True)


def keep(db: Database, meeting: Path, state: Meeting, why: Why, at: datetime) -> Path | None:
    """Make a copy now, unless a vote is under way; a day's copy takes the place of an earlier one.

    Raises CannotWrite.
    """
    under_way = (RoundState.OPEN, RoundState.CLOSED)
    if any(v.state in under_way or v.practice for v in state.rounds.values()):
        return None
    day = at.date().isoformat()
    stamp = day if why is Why.DAY else f"{day}T{at:%H%M%S}"
    path = folder_of(meeting) / f"{stamp} {why.value}{SUFFIX}"
    with store.writing(path):
        path.parent.mkdir(exist_ok=True)
    store.copy(db, path)
    if why is Why.DAY:
        _forget_old(meeting, at)
    return path


def _forget_old(meeting: Path, now: datetime) -> None:
    oldest = now.replace(tzinfo=None) - timedelta(days=DAYS)
    for backup in made(meeting):
        if backup.why is Why.DAY and backup.at < oldest:
            with suppress(OSError):
                backup.path.unlink()


def restore(backup: Backup, path: Path) -> None:
    """Put a copy back as a file of its own. Raises FileExists, CannotWrite."""
    if path.exists():
        raise FileExists(path)
    with store.beside(path) as temporary, store.writing(path):
        copyfile(backup.path, temporary)


def remove_all(meeting: Path) -> None:
    """Remove every copy, also one that was not finished. Raises CannotWrite."""
    folder = folder_of(meeting)
    try:
        if folder.is_dir():
            for path in list(folder.iterdir()):
                path.unlink()
            folder.rmdir()
    except OSError as error:
        raise CannotWrite(folder, str(error)) from error
