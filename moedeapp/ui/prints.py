"""What the window asks of whatever prints sheets."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from moedeapp.model.commands.slips import Printed
from moedeapp.model.meeting import Meeting, Round


class Prints(Protocol):
    """What can be printed; each gives the bytes of a PDF and may raise a MoedeError."""

    def slips(
        self,
        meeting: Meeting,
        printed: Sequence[Printed],
        *,
        per_page: int,
        strips: int,
        address: str,
    ) -> bytes:
        """Slips that were just issued."""

    def ballots(self, meeting: Meeting, vote: Round | None, *, named: bool, large: bool) -> bytes:
        """Paper ballots."""

    def numbers(self, meeting: Meeting, vote: Round | None) -> bytes:
        """What the numbers of a round mean."""

    def cards(self, meeting: Meeting, *, address: str, network: str, password: str) -> bytes:
        """A card for each table."""

    def posters(
        self, meeting: Meeting, *, address: str, network: str, password: str, wide: bool
    ) -> bytes:
        """Posters for the walls."""

    def everything(self, meeting: Meeting, *, address: str, network: str, password: str) -> bytes:
        """All of it in one file, but for the slips."""

    def typed_address(self, text: str) -> str:
        """An address of the page as it is printed."""

    def save(self, path: Path, data: bytes) -> None:
        """Write a file that was not there."""


Load = Callable[[], Prints]
"""Loads what prints when it is asked for, because that is slow."""
