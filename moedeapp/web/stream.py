"""One small state for everybody who follows: always whole, newest only, in the phone's own pace."""

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import Send

    from moedeapp.web.lines import Line

BEAT_SECONDS: Final = 15.0
"""A phone that has heard nothing for much longer knows that the link is gone."""

_SHORTEST: Final = 0.15
"""Seconds between two states at least."""

_EASE: Final = 2
"""A state that cost much to hand out is followed by a pause so many times as long."""

_BATCH: Final = 64
"""Followers woken at once; then the others get their turn."""

_BEAT: Final = b"event: beat\ndata: \n\n"
_BYE: Final = b"event: bye\ndata: \n\n"


class Follower:
    """One phone that follows."""

    __slots__ = ("line", "seen", "waker")

    def __init__(self, line: "Line") -> None:
        self.line = line
        self.seen = (-1, -1)
        self.waker: asyncio.Future[None] | None = None

    def wake(self) -> None:
        """Let it look for news."""
        if self.waker is not None and not self.waker.done():
            self.waker.set_result(None)


class Stream:
    """The newest state, and everybody who waits for the next one; of one event loop."""

    def __init__(
        self,
        state: Callable[[], bytes],
        on_count: Callable[[], None],
        head: Callable[[], bytes] = lambda: b"{}",
    ) -> None:
        self._state = state
        self._head = head
        self._on_count = on_count
        self._followers: set[Follower] = set()
        self.elsewhere = 0
        """followers on another machine than this one"""
        self._known = state()
        self._known_head = head()
        self._version = 1
        self._beat = 0
        self._timer: asyncio.TimerHandle | None = None
        self._not_before = 0.0
        self._handing_out: asyncio.Task[None] | None = None
        self._ending = False

    @property
    def count(self) -> int:
        """How many phones follow."""
        return len(self._followers)

    # --- news

    def touch(self) -> None:
        """Something may be different: look soon, once for all that happens meanwhile."""
        if self._timer is None and not self._ending:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_at(max(loop.time(), self._not_before), self._publish)

    def beat(self) -> None:
        """Tell everybody that the link is there."""
        self._beat += 1
        self._hand_out()

    def _publish(self) -> None:
        self._timer = None
        self._not_before = asyncio.get_running_loop().time() + _SHORTEST
        state = self._state()
        if state != self._known:
            self._known = state
            self._known_head = self._head()
            self._version += 1
            self._hand_out()

    def _hand_out(self) -> None:
        if self._handing_out is None or self._handing_out.done():
            self._handing_out = asyncio.get_running_loop().create_task(self._wake_all())

    async def _wake_all(self) -> None:
        loop = asyncio.get_running_loop()
        told = None
        while told != (self._version, self._beat):
            told = (self._version, self._beat)
            began = time.thread_time()
            for place, follower in enumerate(tuple(self._followers), 1):
                follower.wake()
                if place % _BATCH == 0:
                    await asyncio.sleep(0)
            await asyncio.sleep(0)
            # What it cost, not how long others held it up.
            took = time.thread_time() - began
            self._not_before = max(self._not_before, loop.time() + _EASE * took)

    def frame(self) -> bytes:
        """The state now, with its version, the clock of this computer in milliseconds and the head.

        The head alone is no news: the journal also tells of what phones do not see.
        """
        told = (self._version, time.time() * 1000, self._known_head, self._known)
        return b'{"version":%d,"now":%d,"head":%b,"state":%b}' % told

    # --- following

    async def follow(self, line: "Line", send: "Send") -> None:
        """Send states until the phone or the server goes away."""
        follower = Follower(line)
        line.on_lost = follower.wake
        self._followers.add(follower)
        # Asked once: what this computer's addresses are may change meanwhile.
        elsewhere = line.elsewhere
        self.elsewhere += elsewhere
        self._on_count()
        try:
            await self._feed(follower, send)
        finally:
            line.on_lost = None
            self._followers.discard(follower)
            self.elsewhere -= elsewhere
            self._on_count()

    async def _feed(self, follower: Follower, send: "Send") -> None:
        loop = asyncio.get_running_loop()
        await _part(send, b"retry: 3000\n\n")
        while not (self._ending or follower.line.transport.is_closing()):
            now = (self._version, self._beat)
            if now == follower.seen:
                follower.waker = loop.create_future()
                await follower.waker
                follower.waker = None
                continue
            news = follower.seen[0] != now[0]
            follower.seen = now
            await _part(send, b"data: " + self.frame() + b"\n\n" if news else _BEAT)
        await send({"type": "http.response.body", "body": _BYE, "more_body": False})

    async def end(self) -> None:
        """Tell every stream to end."""
        self._ending = True
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._handing_out is not None:
            with contextlib.suppress(asyncio.CancelledError):
                await self._handing_out
        for follower in tuple(self._followers):
            follower.wake()


async def _part(send: "Send", body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})
