"""Long making in a process of its own, so that the window's pictures wait for nothing.

A thread would not do: ReportLab is Python, and pikepdf keeps others waiting while it writes.
"""

import multiprocessing
import signal
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from traceback import format_exc
from typing import Any, Final, Literal, TypeAlias, TypeVar

from moedeapp.export.orders import Tell
from moedeapp.model.errors import MakerStopped
from moedeapp.texts import spoken, use

R = TypeVar("R")

Told: TypeAlias = tuple[Literal["told"], int, int] | tuple[Literal["made", "failed"], Any]

_LOOKS_UP: Final = 0.05
"""Seconds between two looks at whether somebody called it off."""

_PATIENCE: Final = 300.0
"""Seconds a maker waits for its work before it goes."""

_USUAL: Final = ("archive", "paper", "selfcheck")
"""What almost every work needs of `pdf`, read while nobody waits for it."""


class Apart:
    """Does one thing after another, each in a process that ends with it."""

    def __init__(self) -> None:
        self._waiting: _Maker | None = None

    def ready(self) -> None:
        """Let a process wait for the work, since it takes a moment to start."""
        if self._waiting is None or not self._waiting.lives:
            self._waiting = None
            with suppress(OSError):  # whoever runs the work is told
                self._waiting = _Maker()

    def run(self, work: Callable[[Tell], R], tell: Tell = lambda _done, _of: None) -> R:
        """What the work gives, which pickle must know; raises what it raises, and MakerStopped.

        `tell` is asked again and again, and ends the process when it raises.
        """
        self.ready()
        maker, self._waiting = self._waiting, None
        if maker is None:
            raise MakerStopped
        try:
            given: R = maker.make(work, tell)
        finally:
            maker.stop()
        return given

    def close(self) -> None:
        """Let nothing wait any more."""
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None


class _Maker:
    """A process that waits for one piece of work."""

    def __init__(self) -> None:
        # Never forked: a copy of the window's process would hold its locks, and its file.
        fresh = multiprocessing.get_context("spawn")
        self._line, there = fresh.Pipe()
        self._process = fresh.Process(target=_serve, args=(there,), name="maker", daemon=True)
        self._process.start()
        there.close()

    @property
    def lives(self) -> bool:
        return self._process.is_alive()

    def make(self, work: Callable[[Tell], R], tell: Tell) -> R:
        so_far = 0, 0
        try:
            self._line.send((spoken(), work))
            while True:
                while not self._line.poll(_LOOKS_UP):
                    tell(*so_far)
                told: Told = self._line.recv()
                if told[0] == "told":
                    so_far = told[1], told[2]
                    tell(*so_far)
                elif told[0] == "made":
                    given: R = told[1]
                    return given
                else:
                    raise told[1]
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            raise MakerStopped from error

    def stop(self) -> None:
        self._line.close()
        self._process.terminate()
        self._process.join()
        self._process.close()


def _serve(line: "Connection[Told, tuple[str, Callable[[Tell], Any]]]") -> None:
    """Do the work that comes, in the process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who stops the program stops this one as well
    for module in _USUAL:
        import_module(f"moedeapp.export.pdf.{module}")
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        if not line.poll(_PATIENCE):
            return
        language, work = line.recv()
        use(language)
        try:
            given = work(lambda done, of: line.send(("told", done, of)))
        except Exception as error:  # handed to who asked for it
            error.add_note(format_exc())
            line.send(("failed", error))
        else:
            line.send(("made", given))
