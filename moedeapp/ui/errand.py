"""Long work beside the window: one errand at a time, in a thread of its own."""

import threading
from collections.abc import Callable
from contextvars import copy_context
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal


class Errand(QObject):
    """Runs a function; `done` carries what it gave, `failed` the exception it ended with."""

    done: Final = Signal(object)
    failed: Final = Signal(object)
    _ended: Final = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def running(self) -> bool:
        """Whether an errand is under way."""
        return self._thread is not None

    def start(self, work: Callable[[], Any]) -> None:
        """Begin, unless one is under way."""
        if self._thread is None:
            # A thread begins in Danish by itself; this one speaks what the window speaks.
            run = copy_context().run
            self._thread = threading.Thread(target=run, args=(self._work, work), name="errand")
            self._thread.start()

    def _work(self, work: Callable[[], Any]) -> None:
        try:
            self._ended.emit(work(), None)
        except Exception as error:  # handed to the window, which has the words
            self._ended.emit(None, error)

    def _deliver(self, given: Any, error: Exception | None) -> None:
        self.wait()
        if error is None:
            self.done.emit(given)
        else:
            self.failed.emit(error)

    def wait(self) -> None:
        """Return when nothing is under way."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None
