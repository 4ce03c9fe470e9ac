"""What is chosen on the board, the same for the board and its list."""

from collections.abc import Container, Iterable
from typing import Final

from PySide6.QtCore import QObject, Signal


class Choice(QObject):
    """Keys of notes or of themes, in the order they were chosen, and the one the arrows stand on.

    `changed` tells that something else is chosen.
    """

    changed: Final = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chosen: dict[str, None] = {}
        self.current = ""

    @property
    def keys(self) -> list[str]:
        """What is chosen."""
        return list(self._chosen)

    def __contains__(self, key: object) -> bool:
        return key in self._chosen

    def __len__(self) -> int:
        return len(self._chosen)

    def set(self, keys: Iterable[str], current: str | None = None) -> None:
        """Choose these and nothing else; the arrows stand on the last one unless it is said."""
        chosen = dict.fromkeys(keys)
        lead = current if current is not None else next(reversed(chosen), "")
        if list(chosen) != list(self._chosen) or lead != self.current:
            self._chosen, self.current = chosen, lead
            self.changed.emit()

    def add(self, keys: Iterable[str], current: str) -> None:
        """Choose these as well."""
        self.set([*self._chosen, *keys], current)

    def turn(self, key: str) -> None:
        """Choose one as well, or no longer."""
        if key in self._chosen:
            self.set([each for each in self._chosen if each != key], key)
        else:
            self.set([*self._chosen, key], key)

    def clear(self) -> None:
        """Choose nothing."""
        self.set(())

    def keep(self, there: Container[str]) -> None:
        """Let go of what is no longer there."""
        current = self.current if self.current in there else None
        if current is None or any(key not in there for key in self._chosen):
            kept = [key for key in self._chosen if key in there]
            if kept or self._chosen or self.current:
                self.set(kept, current if current is not None or kept else "")
