"""What answers to what: a few exact places, all guarded alike, and a meeting behind them."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from moedeapp import texts
from moedeapp.model import errors
from moedeapp.model.changes import Change
from moedeapp.model.document import Document
from moedeapp.web import inputs, pages
from moedeapp.web.access import Guard, Limits
from moedeapp.web.answers import RAW_SECURITY, answer, read, refusal, written
from moedeapp.web.inputs import Refused
from moedeapp.web.lines import Door, Line
from moedeapp.web.public import Hall, Offer, Public, shown_after_seal
from moedeapp.web.stream import BEAT_SECONDS, Stream
from moedeapp.web.taking import Taking, body

SWEEP_SECONDS: Final = 0.5

Act = Callable[[Request], Awaitable[Response]]

_LOG: Final = logging.getLogger(__name__)


class Site:
    """The application that phones talk to, for one meeting at one address."""

    def __init__(
        self,
        document: Document,
        guard: Guard,
        door: Door,
        *,
        offer: Offer,
        hall: Hall = shown_after_seal,
        on_change: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.door = door
        self.offer = offer
        self.limits = Limits(clock)
        self._document = document
        self._guard = guard
        self._public = Public(hall)
        self.stream = Stream(self._state, on_change, self._head)
        self._taking = Taking(document, self.limits, lambda: self.offer, on_change)
        self._files = pages.files()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._unsubscribe: Callable[[], None] = lambda: None
        self._clocks: list[asyncio.Task[None]] = []
        self._ending = False
        self._on_change = on_change
        self.answered = 0
        """how often somebody on another machine began to follow, or asked for the state"""
        self.doubts = 0
        """how often a phone had seen a journal that this one does not go on from"""
        self._acts: dict[bytes, dict[str, Act | None]] = {
            **{path.encode(): {"GET": self._file} for path in self._files},
            b"/state": {"GET": self._state_now},
            b"/ideas": {"GET": self._ideas, "POST": self._taking.idea},
            b"/ballot": {"POST": self._taking.ballot},
            b"/stubs": {"GET": self._stubs},
            b"/journal": {"POST": self._journal},
            b"/stream": {"GET": None},
        }

    # --- its life, on the loop that serves it

    async def begin(self) -> None:
        """Follow the meeting from now on."""
        loop = self._loop = asyncio.get_running_loop()

        def told(_changes: tuple[Change, ...]) -> None:
            loop.call_soon_threadsafe(self.stream.touch)

        self._unsubscribe = self._document.subscribe(told)
        self.stream.touch()
        self._clocks = [
            loop.create_task(_every(SWEEP_SECONDS, self.door.sweep)),
            loop.create_task(_every(BEAT_SECONDS, self.stream.beat)),
        ]

    async def end(self) -> None:
        """Follow no more, and let every stream end."""
        self._ending = True
        self._unsubscribe()
        for clock in self._clocks:
            clock.cancel()
        await self.stream.end()

    def close(self) -> None:
        """Let go of the threads; what they have begun is finished."""
        self._taking.close()

    def look_again(self) -> None:
        """Something besides the meeting is different: the offer, or what the hall sees."""
        if self._loop is not None and not self._ending:
            self._loop.call_soon_threadsafe(self.stream.touch)

    # --- every request

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard a request and answer it; an error of ours is told of here and harms nobody else."""
        if scope["type"] != "http":
            return
        try:
            act = self._act(scope)
            if act is None:
                await self._follow(scope, send)
            else:
                response = await act(Request(scope, receive))
                await response(scope, receive, send)
        except (Refused, errors.MoedeError) as refused:
            await refusal(refused)(scope, receive, send)
        except Exception:
            # uvicorn answers when this returns without an answer.
            _LOG.exception("a phone got no proper answer")

    def _act(self, scope: Scope) -> Act | None:
        """What a request asks for, None for the stream; raises Refused."""
        headers = Headers(scope=scope)
        self._guard.check(headers)
        acts = self._acts.get(scope["raw_path"])
        if acts is None or scope["query_string"]:
            raise Refused(404, "unknown")
        method = scope["method"]
        if method not in acts:
            raise Refused(405, "unknown")
        if method == "POST":
            self._guard.check_sending(headers)
            length = headers.get("content-length", "0")
            if len(length) > 9 or int(length) > inputs.MOST_BYTES:
                raise Refused(413, "too_long")
        if self._ending:
            raise Refused(503, "paused")
        return acts[method]

    def _heard_from(self, line: Line) -> None:
        """Count an answer from another machine: its browser has the page, and runs it."""
        if line.elsewhere:
            self.answered += 1
            self._on_change()

    async def _follow(self, scope: Scope, send: Send) -> None:
        if self.stream.count >= self.door.most_streams:
            self.door.was_full()
            raise Refused(503, "full")
        headers = [(b"content-type", b"text/event-stream; charset=utf-8"), *RAW_SECURITY]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        self._heard_from(scope["line"])
        await self.stream.follow(scope["line"], send)

    # --- what is only read

    async def _file(self, request: Request) -> Response:
        return read(*self._files[request.scope["path"]])

    async def _state_now(self, request: Request) -> Response:
        self._heard_from(request.scope["line"])
        return read(self.stream.frame())

    async def _ideas(self, _request: Request) -> Response:
        return read(self._public.ideas(self._document.state))

    async def _stubs(self, _request: Request) -> Response:
        return read(self._public.stubs(self._document.state))

    async def _journal(self, request: Request) -> Response:
        """Whether the journal goes on from where a phone saw it."""
        seen = inputs.seen(await body(request))
        entry = await asyncio.to_thread(self._document.entry, seen.number)
        holds = entry is not None and texts.words(entry.hash) == seen.words
        if not holds:
            self.doubts += 1
            self._on_change()
        return answer({"holds": holds})

    def _head(self) -> bytes:
        """How far the journal has come, for phones to keep."""
        entry = self._document.last_entry
        return written({"number": entry.seq, "words": texts.words(entry.hash)} if entry else {})

    def _state(self) -> bytes:
        return self._public.state(self._document.state, self.offer)


async def _every(seconds: float, act: Callable[[], None]) -> None:
    while True:
        await asyncio.sleep(seconds)
        act()
