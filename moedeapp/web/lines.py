"""Connections from phones: one cap for them all, and no patience with those that never finish."""

import asyncio
import sys
from collections.abc import Callable, Container
from typing import TYPE_CHECKING, Any, Final, cast

from uvicorn.protocols.http.h11_impl import H11Protocol

from moedeapp.web.access import Author

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

HEAD_SECONDS: Final = 5.0
"""How long a request line with its headers may take, and a connection may do nothing."""

BODY_SECONDS: Final = 9.0
"""How long the body may take after that."""

STUCK_SECONDS: Final = 9.0
"""How long a phone may take in nothing of what it was sent."""

MOST_LINES: Final = 4_096
"""Connections at most, however many the system would allow."""

OWN_DESCRIPTORS: Final = 96
"""Files and sockets kept for the program itself."""

SHORT_SHARE: Final = 4
"""One in so many connections is kept for short requests, so that whoever follows can vote."""

_TLS_HANDSHAKE: Final = 0x16

_FULL: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3\r\n"
    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
)


def room_for(wanted: int = MOST_LINES) -> int:
    """How many connections there is room for, after asking the system for more."""
    if sys.platform == "win32":
        return wanted
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + OWN_DESCRIPTORS
    infinite = resource.RLIM_INFINITY
    if soft != infinite and soft < needed:
        most = needed if hard == infinite else min(needed, hard)
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            soft = most
        except (ValueError, OSError):
            # Some systems promise more than they give; then the cap is what they give.
            pass
    if soft == infinite:
        return wanted
    return max(8, min(wanted, soft - OWN_DESCRIPTORS))


class Door:
    """Every connection there is. When there are too many, whoever is slowest leaves first."""

    def __init__(
        self,
        most: int,
        *,
        clock: Callable[[], float],
        on_full: Callable[[], None] = lambda: None,
        own: Callable[[], Container[str]] = frozenset,
    ) -> None:
        self.own = own
        """the addresses of this computer"""
        self.most = most
        self.most_streams = max(1, most - max(most // SHORT_SHARE, 4))
        self.lines: set[Line] = set()
        self.waiting: dict[Line, float] = {}
        """those whose request is not whole yet, with their deadlines, longest waiting first"""
        self.stuck: dict[Line, float] = {}
        """those that take in nothing, with their deadlines"""
        self.clock = clock
        self._on_full = on_full

    def let_in(self, line: "Line") -> bool:
        """Take a connection in, sending away who has waited longest if need be."""
        if len(self.lines) >= self.most:
            self.was_full()
            slowest = next(iter(self.waiting), None)
            if slowest is None:
                return False
            slowest.drop()
        self.lines.add(line)
        return True

    def was_full(self) -> None:
        """Somebody found no room, or took somebody else's."""
        self._on_full()

    def wait_for(self, line: "Line", seconds: float) -> None:
        """Give a connection so long to say the rest of its request."""
        self.waiting.pop(line, None)
        self.waiting[line] = self.clock() + seconds

    def heard(self, line: "Line") -> None:
        """Say that a request is whole."""
        self.waiting.pop(line, None)

    def forget(self, line: "Line") -> None:
        """Say that a connection is gone."""
        self.lines.discard(line)
        self.waiting.pop(line, None)
        self.stuck.pop(line, None)

    def sweep(self) -> None:
        """End every connection that is past its deadline."""
        now = self.clock()
        for late in (self.waiting, self.stuck):
            for line in [line for line, deadline in late.items() if deadline < now]:
                line.drop()

    def drop_all(self) -> None:
        """End every connection at once."""
        for line in tuple(self.lines):
            line.drop()


class Line(H11Protocol):
    """One connection: uvicorn's, with deadlines, and known to the limits while it lasts.

    The application finds it as ``scope["line"]``. It has no name and no address to be kept by.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._door: Door = cast(Any, self.config.loaded_app).door
        self._inner = self.app
        self.app = self._enter
        self._silent = True
        self.on_lost: Callable[[], None] | None = None
        """called once when the connection ends; set by who follows on it"""
        self.author = Author()
        self.wrong_codes: list[float] = []
        """when wrong codes were typed on it, by the clock of the limits"""

    @property
    def elsewhere(self) -> bool:
        """Whether the other end is another machine than this one."""
        if not self.client or not self.server or self.client[0] == self.server[0]:
            return False
        return self.client[0] not in self._door.own()

    # --- what asyncio calls

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Come in, or be told that there is no room."""
        super().connection_made(transport)
        if self._door.let_in(self):
            self._door.wait_for(self, HEAD_SECONDS)
        else:
            transport.write(_FULL)
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Be forgotten."""
        self._door.forget(self)
        super().connection_lost(exc)
        if self.on_lost is not None:
            self.on_lost()

    def data_received(self, data: bytes) -> None:
        """Take in bytes; a browser that tries TLS first is told at once that there is none."""
        if self._silent:
            self._silent = False
            if data[0] == _TLS_HANDSHAKE:
                self.drop()
                return
        super().data_received(data)

    def pause_writing(self) -> None:
        """The phone takes in nothing more for now."""
        super().pause_writing()
        self._door.stuck[self] = self._door.clock() + STUCK_SECONDS

    def resume_writing(self) -> None:
        """The phone takes in again."""
        super().resume_writing()
        self._door.stuck.pop(self, None)

    def on_response_complete(self) -> None:
        """Wait for the next request; but whoever asked again before the answer gets no other.

        No browser does that, and a thousand lines that ask ahead and read nothing hold up a vote.
        """
        if not self.transport.is_closing():
            self._door.wait_for(self, HEAD_SECONDS)
            if self.conn.trailing_data[0]:
                self.transport.close()
        super().on_response_complete()

    # --- what the application needs

    async def _enter(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        self._door.heard(self)
        scope["line"] = self
        await self._inner(scope, receive, send)

    def await_body(self) -> None:
        """The head is there, the body is not."""
        self._door.wait_for(self, BODY_SECONDS)

    def body_is_whole(self) -> None:
        """Nothing more is waited for."""
        self._door.heard(self)

    def drop(self) -> None:
        """End it without a word."""
        self._door.forget(self)
        self.transport.abort()
