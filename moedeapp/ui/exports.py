"""What the window asks of whatever makes the protocol and the other forms of a meeting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class CalledOff(Exception):
    """Somebody wants no files any more; raised by whoever is told of the progress."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A form that can be made, by its key, and what it is."""

    key: str
    says: str
    usual: bool = True
    """made unless somebody says otherwise"""


@dataclass(frozen=True, slots=True)
class Written:
    """The files, the protocol first, and a sentence if it is not fit for an archive."""

    files: Sequence[Path]
    warning: str = ""


Tell = Callable[[int, int], None]
"""Hears how many forms are made, of how many; may raise `CalledOff`."""


class Exports(Protocol):
    """The forms of one meeting; `make` and `preview` may take long and raise a MoedeError."""

    def folder(self) -> Path:
        """Where the files go unless somebody says otherwise."""

    def offered(self) -> Sequence[Offered]:
        """The forms there are now, beside the protocol."""

    def names(self, forms: Sequence[str]) -> Sequence[str]:
        """What the files of the protocol and these forms will be called."""

    def ready(self) -> None:
        """Something will be asked for soon."""

    def close(self) -> None:
        """Nothing will be asked for any more."""

    def preview(self, tell: Tell) -> str:
        """The first part of the protocol as a page."""

    def make(self, forms: Sequence[str], folder: Path, tell: Tell) -> Written:
        """Write the protocol and these forms, all or none."""
