"""What phones send, done: ideas and ballots on their way into the meeting."""

import secrets
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from moedeapp.model import errors
from moedeapp.model.commands import ballots, ideas, slips
from moedeapp.model.document import Document
from moedeapp.model.draft import Draft
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
from moedeapp.web import inputs
from moedeapp.web.access import Limits
from moedeapp.web.answers import answer
from moedeapp.web.inputs import Holder, Refused
from moedeapp.web.lane import Lane
from moedeapp.web.lines import Line
from moedeapp.web.public import Offer


class Taking:
    """Takes in ideas and ballots, within limits; of the loop that serves."""

    def __init__(
        self,
        document: Document,
        limits: Limits,
        offer: Callable[[], Offer],
        on_wrong: Callable[[], None],
    ) -> None:
        self._document = document
        self._limits = limits
        self._offer = offer
        self._on_wrong = on_wrong
        self._passes: dict[str, str] = {}
        self._proposals: object = None
        self._known_numbers: dict[str, dict[str, int]] = {}
        self._lane = Lane(document)

    def close(self) -> None:
        """Let go of the meeting; what was begun is finished."""
        self._lane.close()

    # --- ideas

    async def idea(self, request: Request) -> Response:
        """A new idea, or its author's change of one."""
        sent = inputs.idea(await body(request))
        if isinstance(sent, inputs.IdeaChanged):
            return await self._change_idea(sent)
        line: Line = request.scope["line"]
        key = ideas.key_of(sent.message)
        if key not in self._document.state.ideas:
            slip = self._slip(sent.holder, line) if sent.holder else ""
            author = self._limits.author(slip) if slip else line.author
            with self._limits.one_idea(author, key, self._is_waiting, nameless=not slip):
                await self._receive(sent, key, slip)
        return answer({"number": self._document.state.ideas[key].number})

    def _is_waiting(self, key: str) -> bool:
        idea = self._document.state.ideas.get(key)
        return idea is not None and idea.state is IdeaState.WAITING

    async def _receive(self, sent: inputs.IdeaSent, key: str, slip: str) -> None:
        meeting = self._document.state
        if not self._offer().ideas:
            raise Refused(403, "ideas_closed")
        questions = {question.position: question.id for question in ordered(meeting.questions)}
        if sent.question is not None and sent.question not in questions:
            raise Refused(404, "unknown")
        paper = meeting.slips.get(slip)
        table = sent.table or (paper.table if paper else None)
        await self._lane.do(
            ideas.receive(
                sent.words,
                channel=Channel.TABLE if sent.table else Channel.PHONE,
                question=questions.get(sent.question or 0),
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
            await self._lane.do(ideas.correct(key, sent.words))
        elif idea.state is not IdeaState.WITHDRAWN:
            await self._lane.do(ideas.withdraw(key))
        return answer({"number": idea.number})

    # --- ballots

    async def ballot(self, request: Request) -> Response:
        """A ballot, or the question what a slip is and what was handed in with it."""
        sent = inputs.ballot(await body(request))
        line: Line = request.scope["line"]
        if isinstance(sent, inputs.BallotAsked):
            return await self._look_up(sent.holder, line)
        slip = self._slip(sent.holder, line) if sent.holder else ""
        numbers = self._numbers(sent.round)
        receipt = await self._lane.do(
            ballots.cast(
                sent.round,
                _vote(sent, {number: key for key, number in numbers.items()}),
                slip=slip,
                device="" if slip else sent.holder.device,
                channel=Channel.TABLE if sent.table else Channel.PHONE,
                key=sent.message,
            )
        )
        return answer({"accepted": receipt.accepted, "codes": _by_number(receipt.codes, numbers)})

    def _numbers(self, round_key: str) -> dict[str, int]:
        """The numbers of a round's proposals by key; found anew when a proposal changes."""
        meeting = self._document.state
        if self._proposals is not meeting.proposals:
            self._proposals, self._known_numbers = meeting.proposals, {}
        if round_key not in self._known_numbers:
            vote = meeting.rounds.get(round_key)
            if vote is None:
                raise Refused(404, "unknown")
            self._known_numbers[round_key] = {
                proposal.id: proposal.number for proposal in proposals_of(meeting, vote)
            }
        return self._known_numbers[round_key]

    async def _look_up(self, holder: Holder, line: Line) -> Response:
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
        return answer(told)

    async def _handed_in(self, round_key: str, holder: Holder) -> dict[str, Any]:
        code = holder.code or self._passes.get(holder.passed, "")

        def ask(draft: Draft) -> ballots.HandedIn | None:
            return ballots.handed_in(
                draft, round_key, secret=holder.secret, code=code, device=holder.device
            )

        found = await self._lane.ask(ask)
        if found is None:
            return {}
        numbers = self._numbers(round_key)
        return {
            "channel": found.channel,
            "dots": _by_number(found.vote.dots, numbers),
            "steps": _by_number(found.vote.steps, numbers),
            "objections": _by_number(found.vote.objections, numbers),
            "codes": _by_number(found.codes, numbers),
        }

    # --- slips

    def _slip(self, holder: Holder, line: Line) -> str:
        """The key of the slip in somebody's hand; raises Refused, BadCode and SlipRefused."""
        meeting = self._document.state
        try:
            if holder.secret:
                return slips.by_secret(meeting, holder.secret)
            if holder.passed:
                return slips.by_code(meeting, self._passed(holder.passed))
            self._limits.check_code(line)
            return slips.by_code(meeting, holder.code)
        except (errors.BadCode, errors.SlipRefused):
            if holder.code:
                self._limits.code_was_wrong(line)
            else:
                self._limits.secret_was_wrong()
            self._on_wrong()
            raise

    def _passed(self, said: str) -> str:
        code = self._passes.get(said)
        if code is None:
            # The server was started again; the page knows the code and says that instead.
            raise Refused(410, "pass")
        return code

    def _pass_for(self, code: str) -> str:
        """What a phone says instead of a code that was right once, so that no flood delays it."""
        made = secrets.token_hex(16)
        self._passes[made] = code
        return made


def _vote(sent: inputs.BallotSent, keys: dict[int, str]) -> ballots.Vote:
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
    return vote


def _by_number(by_key: Any, numbers: dict[str, int]) -> dict[str, Any]:
    return {str(numbers[key]): value for key, value in by_key.items()}


async def body(request: Request) -> bytes:
    """The whole body; raises Refused when it is too large or ends too early."""
    line: Line = request.scope["line"]
    line.await_body()
    whole = bytearray()
    try:
        while True:
            message = await request.receive()
            if message["type"] == "http.disconnect":
                raise Refused(400, "shape")
            whole += message.get("body", b"")
            if len(whole) > inputs.MOST_BYTES:
                raise Refused(413, "too_long")
            if not message.get("more_body", False):
                return bytes(whole)
    finally:
        line.body_is_whole()
