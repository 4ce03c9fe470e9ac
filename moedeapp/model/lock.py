"""One writer at a time: a file beside the meeting that names who has it open.

The operating system's lock on that file is the truth on one computer and goes with the process.
On a shared drive, where such locks may not reach, the words in the file speak: a file left by
another computer is respected until somebody takes the meeting over.
"""

import getpass
import json
import os
import platform
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from moedeapp.model.errors import AlreadyOpen, CannotWrite

# Beyond any content, because a locked byte cannot be read by others on Windows.
_LOCKED_BYTE = 1 << 20


def _try_lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


class Lock:
    """Holds a meeting for this process from `take` to `release`."""

    def __init__(self, meeting: Path) -> None:
        self._meeting = meeting
        # One meeting has one lock, by whatever way it is reached.
        real = meeting.resolve()
        self._path = real.with_name(f".{real.name}.lock")
        self._handle: int | None = None

    def take(self, since: str, *, take_over: bool = False) -> None:
        """Raise AlreadyOpen with who and since when, unless the meeting is free or taken over.

        A process that lives on this computer is never taken over from.
        """
        handle = self._open()
        holder = self._holder()
        elsewhere = holder.get("computer", platform.node()) != platform.node()
        if elsewhere and not take_over:
            os.close(handle)
            self._refuse(holder, left=True)
        self._handle = handle
        mine = {"computer": platform.node(), "user": _user(), "since": since}
        try:
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, json.dumps(mine, ensure_ascii=False).encode())
        except OSError as error:
            self.release()
            raise CannotWrite(self._meeting, str(error)) from error

    def _open(self) -> int:
        """A locked handle to the file that really is beside the meeting."""
        while True:
            try:
                handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
            except OSError as error:
                raise CannotWrite(self._meeting, str(error)) from error
            if not _try_lock(handle):
                os.close(handle)
                self._refuse(self._holder())
            # The holder before us may have taken the file away between opening and locking.
            with suppress(OSError):
                if os.path.samestat(os.fstat(handle), self._path.stat()):
                    return handle
            os.close(handle)

    def _holder(self) -> dict[str, Any]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _refuse(self, holder: dict[str, Any], *, left: bool = False) -> None:
        raise AlreadyOpen(
            self._meeting,
            str(holder.get("computer", "")),
            str(holder.get("user", "")),
            str(holder.get("since", "")),
            left,
        )

    def release(self) -> None:
        """Let the meeting go; doing so twice is fine."""
        if self._handle is None:
            return
        with suppress(OSError):
            self._path.unlink()
        os.close(self._handle)
        self._handle = None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
