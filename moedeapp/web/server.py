"""The server for phones: a thread of the program, off until it is asked for."""

import asyncio
import contextlib
import socket
import sys
import threading
import time
from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any, Final, Self

import uvicorn

from moedeapp.model.document import Document
from moedeapp.web.access import Guard
from moedeapp.web.lines import HEAD_SECONDS, MOST_LINES, Door, Line, room_for
from moedeapp.web.public import Hall, Offer, shown_after_seal
from moedeapp.web.site import Site

FIRST_PORT: Final = 8080
"""What people can be told, and what most networks let through."""

PORTS: Final = 20
"""How many ports after the first are tried."""

HEAD_BYTES: Final = 8_192
"""The largest request line with headers."""

ON_THE_WAY: Final = 128 * 1024
"""Bytes to one phone that the system holds: the whole page, so that a slow link gets it even when
the line is ended, and no more, so that who reads nothing soon costs nothing."""

_MOMENT: Final = 0.2
_GRACE: Final = 1
_PATIENCE: Final = 0.6
_LAST: Final = 3.0


class NoPort(Exception):
    """Nothing could be opened at the address: it is not ours, or every port is taken."""


@dataclass(frozen=True, slots=True)
class Status:
    """How the server is doing, for the foot of the window."""

    host: str = ""
    port: int = 0
    phones: int = 0
    """phones that follow"""
    elsewhere: int = 0
    """those of them that are not this computer"""
    answered: int = 0
    """how often a phone that is not this computer has begun to follow, or asked for the state"""
    most: int = 0
    """phones there is room for"""
    full: bool = False
    """somebody was turned away for want of room"""
    wrong_codes: int = 0
    doubts: int = 0
    """how often a phone had seen a journal that this one does not go on from"""

    @property
    def address(self) -> str:
        """What people type, without the scheme."""
        return self.host if self.port == 80 else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """What a code on paper holds, before the fragment."""
        return f"http://{self.address}/"


class Server:
    """Serves one meeting to phones between `start` and `stop`.

    `on_change` is called from the server's thread with a new `Status`; it hands over and returns.
    `hall` says whether the hall sees a result; after it or the offer changed, call `look_again`.
    `own` gives the addresses of this computer, whose browsers are nobody's phone.
    """

    def __init__(
        self,
        document: Document,
        host: str,
        port: int = FIRST_PORT,
        *,
        offer: Offer | None = None,
        hall: Hall = shown_after_seal,
        on_change: Callable[[Status], None] = lambda status: None,
        most: int = MOST_LINES,
        own: Callable[[], Container[str]] = frozenset,
    ) -> None:
        self._document = document
        self._host = host
        self._port = port
        self._offer = offer or Offer()
        self._hall = hall
        self._on_change = on_change
        self._most = most
        self._own = own
        self._status = Status()
        self._full = False
        self._telling: asyncio.TimerHandle | None = None
        self._site: Site | None = None
        self._uvicorn: _Uvicorn | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_what: object) -> None:
        self.stop()

    @property
    def running(self) -> bool:
        """Whether phones can come in."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def status(self) -> Status:
        """How it is doing now."""
        return self._status

    # --- on and off

    def start(self) -> Status:
        """Open the port and serve; gives the address. Raises NoPort."""
        if self.running:
            return self._status
        listening = _listening(self._host, self._port)
        port = listening.getsockname()[1]
        most = room_for(self._most)
        door = Door(most, clock=time.monotonic, on_full=self._turned_away, own=self._own)
        self._status = Status(self._host, port, most=door.most_streams)
        self._full = False
        self._telling = None
        self._site = Site(
            self._document,
            Guard(self._host, port),
            door,
            offer=self._offer,
            hall=self._hall,
            on_change=self._tell,
        )
        self._uvicorn = _Uvicorn(_config(self._site))
        self._thread = threading.Thread(
            target=self._run,
            args=(listening, self._uvicorn, self._site),
            name="phones",
            daemon=True,
        )
        self._thread.start()
        self._uvicorn.ready.wait(_LAST)
        return self._status

    def stop(self) -> None:
        """Send everybody away and close the port, within three seconds."""
        thread, served = self._thread, self._uvicorn
        if thread is None or served is None:
            return
        served.should_exit = True
        thread.join(_LAST)
        self._thread = None

    def look_again(self) -> None:
        """Tell phones if the hall sees something else now."""
        if self._site is not None:
            self._site.look_again()

    def allow(self, offer: Offer) -> None:
        """Let phones do other things from now on."""
        self._offer = offer
        if self._site is not None:
            self._site.offer = offer
            self._site.look_again()

    # --- the thread

    def _run(self, listening: socket.socket, served: "_Uvicorn", site: Site) -> None:
        try:
            asyncio.run(served.serve_site(listening, site))
        finally:
            served.ready.set()
            site.close()
            with contextlib.suppress(OSError):
                listening.close()

    def _turned_away(self) -> None:
        if not self._full:
            self._full = True
            self._tell()

    def _tell(self) -> None:
        """Tell once for all that happens within a moment."""
        if self._telling is None:
            loop = asyncio.get_running_loop()
            self._telling = loop.call_later(_MOMENT, self._tell_now)

    def _tell_now(self) -> None:
        self._telling = None
        site = self._site
        if site is None:
            return
        self._status = Status(
            self._status.host,
            self._status.port,
            phones=site.stream.count,
            elsewhere=site.stream.elsewhere,
            answered=site.answered,
            most=site.door.most_streams,
            full=self._full,
            wrong_codes=site.limits.wrong,
            doubts=site.doubts,
        )
        self._on_change(self._status)


class _Uvicorn(uvicorn.Server):
    """uvicorn's server, which tells when it is ready and ends streams before it waits for them."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self._site: Site | None = None

    async def serve_site(self, listening: socket.socket, site: Site) -> None:
        """Serve until told to end."""
        self._site = site
        await site.begin()
        await self.serve(sockets=[listening])

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, and say so."""
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End every stream, and whoever does not go is cut off."""
        site = self._site
        if site is not None:
            await site.end()
            asyncio.get_running_loop().call_later(_PATIENCE, site.door.drop_all)
        await super().shutdown(sockets)


def _config(site: Site) -> uvicorn.Config:
    return uvicorn.Config(
        site,
        http=Line,
        ws="none",
        loop="asyncio",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        # What strangers send is none of our errors; ours are logged by the site.
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=int(HEAD_SECONDS),
        timeout_graceful_shutdown=_GRACE,
        h11_max_incomplete_event_size=HEAD_BYTES,
    )


def _listening(host: str, port: int) -> socket.socket:
    """A socket on the first free port from `port`; raises NoPort."""
    last: OSError | None = None
    for number in range(port, port + PORTS) if port else (0,):
        # Said to be TCP, or asyncio does not send small answers at once.
        made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            _share_nothing(made)
            made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ON_THE_WAY)
            made.bind((host, number))
            made.listen(2048)
        except (OSError, OverflowError) as error:
            made.close()
            last = error if isinstance(error, OSError) else OSError(str(error))
        else:
            made.setblocking(False)
            return made
    raise NoPort(host) from last


def _share_nothing(made: socket.socket) -> None:
    """Take a port that was ours a moment ago, and never one that somebody else listens on."""
    if sys.platform == "win32":
        exclusive: Any = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
        if exclusive is not None:
            made.setsockopt(socket.SOL_SOCKET, exclusive, 1)
    else:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
