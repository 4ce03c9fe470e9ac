"""What the hall sees, as far as the meeting itself does not say it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True)
class Join:
    """How a phone comes in: what the code holds, what can be typed, and on which network."""

    url: str
    address: str
    network: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is shown beside the meeting, as a value that stays as it is."""

    join: Join | None = None
    revealed: Mapping[str, int] = field(default_factory=dict)
    """how many places of a round's result are shown, counted from the last"""
    result: str = ""
    """the round whose result was chosen; empty is the last one sealed"""
    objections: frozenset[str] = frozenset()
    """rounds whose objections are shown in words"""


class Showing(QObject):
    """Blank or frozen, which page, how much of a result, and how phones come in.

    It belongs to the window and is gone with it. `changed` tells that something is different.
    """

    changed: Final = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.blank = False
        self.frozen = False
        self.page = 0
        self.join: Join | None = None
        self.result = ""
        self._revealed: dict[str, int] = {}
        self._objections: set[str] = set()

    def seen(self) -> Seen:
        """Everything the pages depend on, as it is now."""
        return Seen(self.join, dict(self._revealed), self.result, frozenset(self._objections))

    def turn_blank(self) -> None:
        """Show nothing, or show again."""
        self.blank = not self.blank
        self.changed.emit()

    def turn_frozen(self) -> None:
        """Keep what is shown, whatever happens at the laptop; or follow again."""
        self.frozen = not self.frozen
        self.changed.emit()

    def follow(self) -> None:
        """Neither blank nor frozen any more."""
        self.blank = self.frozen = False
        self.changed.emit()

    def turn_page(self, by: int) -> None:
        """Go on by pages, or back; who draws them knows where they end."""
        self.page = max(0, self.page + by)
        self.changed.emit()

    def first_page(self) -> None:
        """Begin again from the first page."""
        self.page = 0
        self.changed.emit()

    def let_in(self, join: Join | None) -> None:
        """Say how phones come in from now on; None when they do not."""
        self.join = join
        self.changed.emit()

    # --- the result

    def revealed(self, round_key: str) -> int:
        """How many places of a result the hall sees, counted from the last; 0 at first."""
        return self._revealed.get(round_key, 0)

    def reveal(self, round_key: str, places: int) -> None:
        """Let the hall see so many places of a result, counted from the last; 0 hides it."""
        self._revealed[round_key] = places
        self.result = round_key
        self.page = 0
        self.changed.emit()

    def choose_result(self, round_key: str) -> None:
        """Turn to the result of a round; empty is the last one sealed."""
        self.result = round_key
        self.page = 0
        self.changed.emit()

    def shows_objections(self, round_key: str) -> bool:
        """Whether the hall may read what was said against the proposals of a round."""
        return round_key in self._objections

    def turn_objections(self, round_key: str) -> None:
        """Let the hall read what was said against the proposals of a round, or no longer."""
        self._objections ^= {round_key}
        self.changed.emit()
