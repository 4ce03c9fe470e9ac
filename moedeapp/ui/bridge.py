"""From the model's listener, in whatever thread, to a signal in the window's own."""

from threading import Lock
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal

from moedeapp.model.changes import Change
from moedeapp.model.document import Document


class Bridge(QObject):
    """Tells the window what changed, once for all commits that wait.

    `changed` carries a tuple of `Change` and comes from the event loop, never from inside
    `Document.apply`. `troubled` tells that nothing can be kept, or that it can again.
    """

    changed: Final = Signal(object)
    troubled: Final = Signal()
    _turned: Final = Signal()
    _arrived: Final = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Change] = []
        self._lock = Lock()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._turned.connect(self._tell_of_trouble, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = document.subscribe(self._take)
        self._open = True

    def _take(self, changes: tuple[Change, ...]) -> None:
        if not changes:
            self._turned.emit()
            return
        with self._lock:
            first = not self._waiting
            self._waiting.extend(changes)
        if first:
            self._arrived.emit()

    def _tell_of_trouble(self) -> None:
        if self._open:
            self.troubled.emit()

    def _deliver(self) -> None:
        with self._lock:
            changes, self._waiting = self._waiting, []
        if changes and self._open:
            self.changed.emit(tuple(changes))

    def close(self) -> None:
        """Stop listening; doing so twice is fine."""
        if self._open:
            self._open = False
            self._unsubscribe()
