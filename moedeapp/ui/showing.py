"""What the hall sees, as far as the meeting itself does not say it."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True)
class Join:
    """How a phone comes in: what the code holds, what can be typed, and on which network."""

    url: str
    address: str
    network: str = ""


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
        self._revealed: dict[str, int] = {}

    def turn_blank(self) -> None:
        """Show nothing, or show again."""
        self.blank = not self.blank
        self.changed.emit()

    def turn_frozen(self) -> None:
        """Keep what is shown, whatever happens at the laptop; or follow again."""
        self.frozen = not self.frozen
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
        self.page = 0
        self.changed.emit()
