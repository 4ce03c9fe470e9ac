"""What is ordered of the export, and what comes back.

Whoever orders reads this alone; what makes it is heavy, and is read where it is made.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from moedeapp.model.journal import Entry
from moedeapp.model.meeting import Meeting

Tell: TypeAlias = Callable[[int, int], None]
"""Hears how many parts are made, of how many; what it raises ends the making."""


@dataclass(frozen=True, slots=True)
class Evening:
    """A meeting as it is to be exported, with its journal and the journal's head (32 bytes)."""

    meeting: Meeting
    entries: Sequence[Entry]
    head: bytes
    made_at: datetime
    software_version: str


@dataclass(frozen=True, slots=True)
class Made:
    """The files by name, the protocol first, and a sentence if it is not fit for an archive."""

    files: dict[str, bytes]
    warning: str
