"""What answers to what: a few exact places, guarded alike, and nothing behind them but a meeting."""

import asyncio
import json
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from moedeapp.model import errors
from moedeapp.model.changes import Change
from moedeapp.model.commands import ballots, ideas, slips
from moedeapp.model.document import Document
from moedeapp.model.draft import Command
from moedeapp.model.meeting import (
    Agreement,
    Channel,
    IdeaState,
    Role,
    RoundState,
    SlipState,
    ordered,
)
from moedeapp.model.ranking import proposals_of
from moedeapp.web import inputs, pages
from moedeapp.web.access import Guard, Limits, security_headers
from moedeapp.web.inputs import Holder, Refused
from moedeapp.web.lines import Door, Line
from moedeapp.web.public import Hall, Offer, Public, shown_after_seal
from moedeapp.web.stream import BEAT_SECONDS, Stream

R = TypeVar("R")

HANDS: Final = 16
"""Threads that wait for the meeting's lock; ballots that wait together share a commit."""

SWEEP_SECONDS: Final = 1.0

_LOG: Final = logging.getLogger(__name__)

_JSON: Final = "application/json"
_SECURITY: Final = security_headers()
_RAW_SECURITY: Final = [(name.encode(), value.encode()) for name, value in _SECURITY.items()]

_WHY: Final[Mapping[type[errors.MoedeError], tuple[int, str]]] = {
    errors.RoleNotAdmitted: (403, "role"),
    errors.NowListening: (403, "listening"),
    errors.RoundNotOpen: (409, "closed"),
    errors.ClosedInPhase: (409, "phase"),
    errors.MeetingFinal: (409, "final"),
    errors.Unknown: (404, "unknown"),
    errors.ReadOnly: (503, "paused"),
    errors.CannotWrite: (503, "paused"),
}


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
        self._on_change = on_change
        self._public = Public(hall)
        self.stream = Stream(self._state, on_change)
        self._files = pages.files()
        self._passes: dict[str, str] = {}
        self._hands = ThreadPoolExecutor(HANDS, "phones")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._unsubscribe: Callable[[], None] = lambda: None
        self._clocks: list[asyncio.Task[None]] = []
        self._ending = False
        routes: dict[tuple[str, str], Callable[[Request], Awaitable[Response]]] = {
            ("/", "GET"): self._file,
            ("/moede.css", "GET"): self._file,
            ("/moede.js", "GET"): self._file,
            ("/state", "GET"): self._state_now,
            ("/ideas", "GET"): self._ideas,
            ("/ideas", "POST"): self._take_idea,
            ("/ballot", "POST"): self._take_ballot,
            ("/stubs", "GET"): self._stubs,
        }
        self._paths = {path.encode() for path, _ in routes} | {b"/stream"}
        self._app = Starlette(
            routes=[
                *(Route(path, act, methods=[method]) for (path, method), act in routes.items()),
                Route("/stream", _Streaming(self)),
            ],
            exception_handlers={
                Refused: _refusal,
                errors.MoedeError: _refusal,
                HTTPException: _refusal,
            },
        )
        self._app.router.redirect_slashes = False

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
        self._hands.shutdown(wait=True, cancel_futures=True)

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
            self._check(scope)
            await self._app(scope, receive, send)
        except Refused as refused:
            await _refusal_of(refused)(scope, receive, send)
        except Exception:
            # Starlette has answered, or uvicorn does when this returns.
            _LOG.exception("a phone got no proper answer")

    def _check(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        self._guard.check(headers)
        if scope["raw_path"] not in self._paths or scope["query_string"]:
            raise Refused(404, "unknown")
        if scope["method"] == "POST":
            self._guard.check_sending(headers)
            length = headers.get("content-length", "")
            if length.isascii() and length.isdigit() and int(length[:9]) > inputs.MOST_BYTES:
                raise Refused(413, "too_long")
        if self._ending:
            raise Refused(503, "paused")

    # --- what is only read

    async def _file(self, request: Request) -> Response:
        content, kind = self._files[request.scope["path"]]
        return Response(content, media_type=kind, headers=_SECURITY)

    async def _state_now(self, _request: Request) -> Response:
        return Response(self.stream.frame(), media_type=_JSON, headers=_SECURITY)

    async def _ideas(self, _request: Request) -> Response:
        return Response(
            self._public.ideas(self._document.state), media_type=_JSON, headers=_SECURITY
        )

    async def _stubs(self, _request: Request) -> Response:
        return Response(
            self._public.stubs(self._document.state), media_type=_JSON, headers=_SECURITY
        )

    def _state(self) -> bytes:
        return self._public.state(self._document.state, self.offer)

    # --- what is sent

    async def _take_idea(self, request: Request) -> Response:
        sent = inputs.idea(await _body(request))
        if isinstance(sent, inputs.IdeaChanged):
            return await self._change_idea(sent)
        line: Line = request.scope["line"]
        key = ideas.key_of(sent.message)
        if key not in self._document.state.ideas:
            slip = self._slip(sent.holder, line) if sent.holder else ""
            author = self.limits.author(slip) if slip else line.author
            with self.limits.one_idea(author, key, self._is_waiting, nameless=not slip):
                await self._receive(sent, key, slip)
        return _answer({"number": self._document.state.ideas[key].number})

    def _is_waiting(self, key: str) -> bool:
        idea = self._document.state.ideas.get(key)
        return idea is not None and idea.state is IdeaState.WAITING

    async def _receive(self, sent: inputs.IdeaSent, key: str, slip: str) -> None:
        meeting = self._document.state
        if not self.offer.ideas:
            raise Refused(403, "ideas_closed")
        questions = {question.position: question.id for question in ordered(meeting.questions)}
        if sent.question is not None and sent.question not in questions:
            raise Refused(404, "unknown")
        paper = meeting.slips.get(slip)
        if paper is not None and sent.table is None:
            table, channel = paper.table, Channel.PHONE
        else:
            table, channel = sent.table, Channel.TABLE if sent.table else Channel.PHONE
        await self._do(
            ideas.receive(
                sent.words,
                channel=channel,
                question=questions.get(sent.question) if sent.question else None,
                table=table,
                role=paper.role if paper else Role.CITIZEN,
                key=key,
            )
        )

    async def _change_idea(self, sent: inputs.IdeaChanged) -> Response:
        key = ideas.key_of(sent.message)
        idea = self._document.state.ideas.get(key)
        if idea is None:
            raise Refused(404, "unknown")
        if sent.words is not None:
            await self._do(ideas.correct(key, sent.words))
        elif idea.state is not IdeaState.WITHDRAWN:
            await self._do(ideas.withdraw(key))
        return _answer({"number": idea.number})

    async def _take_ballot(self, request: Request) -> Response:
        sent = inputs.ballot(await _body(request))
        line: Line = request.scope["line"]
        if isinstance(sent, inputs.BallotAsked):
            return await self._look_up(sent.holder, line)
        slip = self._slip(sent.holder, line) if sent.holder else ""
        numbers = self._numbers(sent.round)
        keys = {number: key for key, number in numbers.items()}
        try:
            vote = ballots.Vote(
                {keys[number]: dots for number, dots in sent.dots.items()},
                {keys[number]: Agreement(step) for number, step in sent.steps.items()},
                {keys[number]: words for number, words in sent.objections.items()},
            )
        except (KeyError, ValueError):
            raise Refused(400, "shape") from None
        if any(dots < 1 for dots in sent.dots.values()):
            raise Refused(400, "shape")
        receipt = await self._do(
            ballots.cast(
                sent.round,
                vote,
                slip=slip,
                device="" if slip else sent.holder.device,
                channel=Channel.TABLE if sent.table else Channel.PHONE,
                key=sent.message,
            )
        )
        codes = {str(numbers[key]): code for key, code in receipt.codes.items()}
        return _answer({"accepted": receipt.accepted, "codes": codes})

    def _numbers(self, round_key: str) -> dict[str, int]:
        meeting = self._document.state
        vote = meeting.rounds.get(round_key)
        if vote is None:
            raise Refused(404, "unknown")
        return {proposal.id: proposal.number for proposal in proposals_of(meeting, vote)}

    async def _look_up(self, holder: Holder, line: Line) -> Response:
        """What a slip is, and what its holder handed in to the round that is open."""
        told: dict[str, Any] = {}
        if holder:
            slip = self._document.state.slips[self._slip(holder, line)]
            if slip.state is not SlipState.ISSUED:
                raise errors.SlipRefused(slip.state)
            told = {"role": slip.role, "table": slip.table}
            if holder.code:
                told["pass"] = self._pass_for(holder.code)
        rounds = self._document.state.rounds.values()
        vote = next((vote for vote in rounds if vote.state is RoundState.OPEN), None)
        if vote is not None and (holder or holder.device):
            told |= {"round": vote.id, **await self._handed_in(vote.id, holder)}
        return _answer(told)

    async def _handed_in(self, round_key: str, holder: Holder) -> dict[str, Any]:
        code = holder.code or self._passes.get(holder.passed, "")

        def ask(draft: Any) -> ballots.HandedIn | None:
            return ballots.handed_in(
                draft, round_key, secret=holder.secret, code=code, device=holder.device
            )

        found = await self._in_hand(lambda: self._document.ask(ask))
        if found is None:
            return {}
        numbers = self._numbers(round_key)
        return {
            "channel": found.channel,
            "dots": {str(numbers[key]): dots for key, dots in found.vote.dots.items()},
            "steps": {str(numbers[key]): step for key, step in found.vote.steps.items()},
            "objections": {str(numbers[key]): w for key, w in found.vote.objections.items()},
            "codes": {str(numbers[key]): code for key, code in found.codes.items()},
        }

    # --- slips

    def _slip(self, holder: Holder, line: Line) -> str:
        """The key of the slip in somebody's hand; raises Refused and SlipRefused."""
        meeting = self._document.state
        if holder.secret:
            try:
                return slips.by_secret(meeting, holder.secret)
            except errors.SlipRefused:
                self.limits.secret_was_wrong()
                self._on_change()
                raise
        if holder.passed:
            code = self._passes.get(holder.passed)
            if code is None:
                # The server was started again; the page has the code and types it anew.
                raise Refused(410, "pass")
            return slips.by_code(meeting, code)
        self.limits.check_code(line)
        try:
            return slips.by_code(meeting, holder.code)
        except (errors.BadCode, errors.SlipRefused):
            self.limits.code_was_wrong(line)
            self._on_change()
            raise

    def _pass_for(self, code: str) -> str:
        """What a phone says instead of a code that was right once, so that no flood delays it."""
        made = secrets.token_hex(16)
        self._passes[made] = code
        return made

    # --- the meeting

    async def _do(self, command: Command[R]) -> R:
        return await self._in_hand(lambda: self._document.apply(command))

    async def _in_hand(self, act: Callable[[], R]) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._hands, act)


class _Streaming:
    """The place where phones follow; an application of its own, since its answer never ends."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            raise Refused(405, "unknown")
        if self._site.stream.count >= self._site.door.most_streams:
            raise Refused(503, "full")
        headers = [(b"content-type", b"text/event-stream; charset=utf-8"), *_RAW_SECURITY]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await self._site.stream.follow(scope["line"], send)


async def _body(request: Request) -> bytes:
    """The whole body; raises Refused when it is too large or never comes."""
    line: Line = request.scope["line"]
    line.await_body()
    body = b""
    try:
        while True:
            message = await request.receive()
            if message["type"] == "http.disconnect":
                raise Refused(400, "shape")
            body += message.get("body", b"")
            if len(body) > inputs.MOST_BYTES:
                raise Refused(413, "too_long")
            if not message.get("more_body", False):
                return body
    finally:
        line.body_is_whole()


async def _every(seconds: float, act: Callable[[], None]) -> None:
    while True:
        await asyncio.sleep(seconds)
        act()


# --- answers


def _answer(value: Mapping[str, Any], status: int = 200, extra: Mapping[str, str] = {}) -> Response:  # noqa: B006
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(content, status, media_type=_JSON, headers={**_SECURITY, **extra})


def _refusal_of(error: Exception) -> Response:
    status, told = _told(error)
    extra = {}
    if status >= 400 and status not in (403, 409, 429):
        # What is left of such a request is not worth reading.
        extra["connection"] = "close"
    if told.get("wait"):
        extra["retry-after"] = str(told["wait"])
    return _answer(told, status, extra)


async def _refusal(_request: Request, error: Exception) -> Response:
    return _refusal_of(error)


def _told(error: Exception) -> tuple[int, dict[str, Any]]:
    if isinstance(error, Refused):
        wait = {"wait": max(1, round(error.wait + 0.5))} if error.wait else {}
        return error.status, {"problem": error.problem, **wait}
    if isinstance(error, HTTPException):
        return error.status_code, {"problem": "unknown"}
    if isinstance(error, errors.SlipRefused):
        return 403, {"problem": f"slip_{error.why}"}
    if isinstance(error, errors.BadCode):
        return 403, {"problem": f"code_{error.problem}"}
    if isinstance(error, errors.BallotInvalid):
        return 422, {"problem": error.reason}
    if isinstance(error, errors.BadValue):
        return 400, {"problem": error.problem}
    status, problem = _WHY.get(type(error), (400, "shape"))
    return status, {"problem": problem}
