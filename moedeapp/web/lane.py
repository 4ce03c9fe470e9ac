"""From the loop that serves to the meeting and back: whatever waits goes together in one commit."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Final, TypeVar

from moedeapp.model.document import Document, Errand
from moedeapp.model.draft import Command, Draft

R = TypeVar("R")

_READERS: Final = 2

_Waiting = list[tuple[Command[Any], asyncio.Future[Any]]]


class Lane:
    """One thread that does acts, and two that ask; of one loop.

    While a commit is on its way to the disk, the next acts gather, so a burst makes few commits and
    nobody waits for more than two of them.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._hand = ThreadPoolExecutor(1, "phones act")
        self._readers = ThreadPoolExecutor(_READERS, "phones ask")
        self._lock = threading.Lock()
        self._waiting: _Waiting = []
        self._busy = False

    async def do(self, command: Command[R]) -> R:
        """Do an act, and give what it gives once it is on the disk."""
        loop = asyncio.get_running_loop()
        given: asyncio.Future[R] = loop.create_future()
        with self._lock:
            self._waiting.append((command, given))
            if not self._busy:
                self._busy = True
                self._hand.submit(self._work, loop)
        return await given

    async def ask(self, question: Callable[[Draft], R]) -> R:
        """What a reader of drafts finds; nothing is changed."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, self._document.ask, question)

    def close(self) -> None:
        """Finish what was begun, and let go of the threads."""
        self._hand.shutdown(wait=True)
        self._readers.shutdown(wait=True, cancel_futures=True)

    # --- in the thread

    def _work(self, loop: asyncio.AbstractEventLoop) -> None:
        while batch := self._next_batch():
            commands = [command for command, _ in batch]
            try:
                errands = self._document.apply_all(commands)
            except Exception as error:
                errands = [Errand(command, error=error) for command in commands]
            with suppress(RuntimeError):
                # The loop may be gone; what was done is done all the same.
                loop.call_soon_threadsafe(_tell, batch, errands)

    def _next_batch(self) -> _Waiting:
        with self._lock:
            batch, self._waiting = self._waiting, []
            self._busy = bool(batch)
        return batch


def _tell(batch: _Waiting, errands: list[Errand[Any]]) -> None:
    """Give everybody what came of their act, on the loop."""
    for (_, given), errand in zip(batch, errands, strict=True):
        if given.done():
            continue  # whoever asked has gone
        try:
            given.set_result(errand.outcome())
        except Exception as error:
            given.set_exception(error)
