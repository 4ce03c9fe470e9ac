"""What phones may know of a meeting, as JSON: nothing hidden, nothing counted too early.

Every piece is kept until a part of the meeting that it rests on is another one. Rows are frozen and
maps persistent, so "is it the same?" is one comparison.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeVar

from moedeapp import texts
from moedeapp.model.address import link, public_address
from moedeapp.model.board import by_theme, in_play, leading_themes, public_ideas
from moedeapp.model.draft import is_date
from moedeapp.model.meeting import (
    FRAMES,
    FollowUp,
    IdeaState,
    Meeting,
    NextStep,
    Phase,
    Proposal,
    Round,
    RoundKind,
    RoundState,
    numbered,
    ordered,
)
from moedeapp.model.ranking import Place, places, proposals_of
from moedeapp.texts import LANGUAGES, speaking

T = TypeVar("T")

Hall = Callable[[str], bool]
"""Whether the hall sees the whole result of a round, by its key."""

_OPENED: Final = (RoundState.OPEN, RoundState.CLOSED, RoundState.SEALED, RoundState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Offer:
    """What the facilitator lets phones do, and how they are spoken to."""

    ideas: bool = True
    """whether phones may send ideas"""
    children: bool = False
    """whether the words are plainer still"""


def shown_after_seal(_round: str) -> bool:
    """Where no window decides, a result is shown once there is one."""
    return True


class Public:
    """The meeting as phones may see it; of one thread."""

    def __init__(self, hall: Hall = shown_after_seal) -> None:
        self._hall = hall
        self._kept: dict[str, tuple[tuple[Any, ...], Any]] = {}

    def state(self, meeting: Meeting, offer: Offer) -> bytes:
        """The small state that every phone follows."""
        return self._once(
            "state", self._inputs(meeting, offer), lambda: self._state(meeting, offer)
        )

    def ideas(self, meeting: Meeting) -> bytes:
        """The words of the ideas the hall may read; none in the silent phase."""
        inputs = (meeting.ideas, meeting.themes, meeting.stage)
        return self._once("ideas", inputs, lambda: _json(_ideas(meeting)))

    def stubs(self, meeting: Meeting) -> bytes:
        """The public lists of dot codes of every round whose result the hall sees."""
        inputs = (meeting.stubs, meeting.proposals, meeting.rounds, self._seen(meeting))
        return self._once("stubs", inputs, lambda: _json(_stubs(meeting, self._hall)))

    # --- keeping what is still true

    def _once(self, name: str, inputs: tuple[Any, ...], make: Callable[[], T]) -> T:
        known = self._kept.get(name)
        if known is not None and _same(known[0], inputs):
            found: T = known[1]
            return found
        made = make()
        self._kept[name] = (inputs, made)
        return made

    def _seen(self, meeting: Meeting) -> frozenset[str]:
        """The sealed rounds whose results the hall sees."""
        sealed = (v.id for v in meeting.rounds.values() if v.state is RoundState.SEALED)
        return frozenset(key for key in sealed if self._hall(key))

    def _inputs(self, meeting: Meeting, offer: Offer) -> tuple[Any, ...]:
        return (
            meeting.facts, meeting.organisation, meeting.stage, meeting.questions, meeting.tables,
            meeting.ideas, meeting.themes, meeting.rounds, meeting.proposals, meeting.results,
            meeting.manual, meeting.answers, meeting.objections, meeting.next_steps,
            meeting.decisions, meeting.follow_ups, offer, self._seen(meeting),
        )  # fmt: skip

    def _state(self, meeting: Meeting, offer: Offer) -> bytes:
        seen = self._seen(meeting)
        board_inputs = (meeting.ideas, meeting.themes, meeting.questions, meeting.stage)
        rounds_inputs = (
            meeting.rounds, meeting.proposals, meeting.results, meeting.manual, meeting.answers,
            meeting.objections, meeting.questions, meeting.ideas, seen,
        )  # fmt: skip
        after_inputs = (
            meeting.stage, meeting.next_steps, meeting.decisions, meeting.follow_ups,
            meeting.proposals, meeting.rounds,
        )  # fmt: skip
        told = {
            **self._once("head", (meeting.facts, meeting.organisation), lambda: _head(meeting)),
            **self._once("stage", (meeting.stage, offer), lambda: _stage(meeting, offer)),
            **self._once("board", board_inputs, lambda: _board(meeting)),
            **self._once("rounds", rounds_inputs, lambda: _rounds(meeting, seen)),
            **self._once("after", after_inputs, lambda: _after(meeting)),
            "tables": [table.number for table in numbered(meeting.tables)],
        }
        return _json(told)


def _same(known: tuple[Any, ...], now: tuple[Any, ...]) -> bool:
    return all(
        one is other or (isinstance(other, frozenset | Offer) and one == other)
        for one, other in zip(known, now, strict=True)
    )


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _in_both(say: Callable[[], str]) -> dict[str, str]:
    """A sentence in every language the page speaks."""
    found = {}
    for language in LANGUAGES:
        with speaking(language):
            found[language] = say()
    return found


def _day(text: str) -> dict[str, str] | str:
    """A date as each language writes it; other words as they are."""
    return _in_both(lambda: texts.date(text)) if is_date(text) else text


# --- the pieces


def _head(meeting: Meeting) -> dict[str, Any]:
    facts = meeting.facts
    return {
        "meeting": facts.id,
        "title": facts.title,
        "host": meeting.organisation.name or facts.host,
        "body": meeting.organisation.deciding_body,
        "rehearsal": facts.rehearsal,
        "frames": {
            "type": facts.type or "",
            "purpose": facts.purpose,
            "influence": facts.influence,
            "fixed": facts.fixed,
            "decides": facts.decides,
            "answer_by": _day(facts.answer_by),
            "answer_where": facts.answer_where,
            "follow": _follow(facts.answer_where),
            "unresolved": [name for name in FRAMES if name in facts.unresolved],
        },
    }


def _follow(answer_where: str) -> str:
    """Where people can follow what becomes of it, as a link; empty when no address was typed."""
    address = public_address(answer_where)
    return link(address) if address else ""


def _stage(meeting: Meeting, offer: Offer) -> dict[str, Any]:
    stage = meeting.stage
    return {
        "phase": stage.phase,
        "silent": stage.silent,
        "listening": stage.listening,
        "ended": bool(stage.ended_at),
        "ideas_open": offer.ideas and stage.phase not in (Phase.FRAMES, Phase.WELCOME),
        "children": offer.children,
    }


def _board(meeting: Meeting) -> dict[str, Any]:
    """Numbers say which ideas are in sight; their words are asked for by whoever reads them."""
    shown = list(public_ideas(meeting))
    parked = [
        idea.number
        for idea in numbered(meeting.ideas)
        if idea.state is IdeaState.PARKED and not idea.masked
    ]
    return {
        "questions": [
            {"number": question.position, "words": question.words}
            for question in ordered(meeting.questions)
        ],
        "board": [idea.number for idea in shown],
        "parked": parked,
        "themes": [] if meeting.stage.silent else _themes(meeting),
    }


def _themes(meeting: Meeting) -> list[dict[str, Any]]:
    within = by_theme(meeting)
    return [
        {
            "letter": theme.letter,
            "title": theme.title,
            "colour": theme.colour,
            "question": meeting.questions[theme.question].position,
            "ideas": sum(map(in_play, within.get(theme.id, ()))),
        }
        for theme in leading_themes(meeting)
    ]


def _ideas(meeting: Meeting) -> dict[str, Any]:
    if meeting.stage.silent:
        return {"ideas": []}
    letters = {
        idea.id: meeting.themes[theme].letter
        for theme, ideas in by_theme(meeting).items()
        if theme is not None
        for idea in ideas
    }
    return {
        "ideas": [
            {"number": idea.number, "words": idea.text, "theme": letters.get(idea.id, "")}
            for idea in public_ideas(meeting)
        ]
    }


# --- votes


def _rounds(meeting: Meeting, seen: frozenset[str]) -> dict[str, Any]:
    found = [vote for vote in numbered(meeting.rounds) if vote.state in _OPENED]
    found.sort(key=lambda vote: vote.opened_at)
    return {"rounds": [_round(meeting, vote, seen) for vote in found]}


def _round(meeting: Meeting, vote: Round, seen: frozenset[str]) -> dict[str, Any]:
    under_way = vote.state in (RoundState.OPEN, RoundState.CLOSED)
    told = {
        "key": vote.id,
        "number": vote.number,
        "kind": vote.kind,
        "state": vote.state,
        "practice": vote.practice,
        "question": meeting.questions[vote.question].position,
        "cast": vote.cast,
        "handed_out": vote.handed_out,
    }
    if under_way:
        told |= {
            "dots": vote.dots,
            "cap": vote.cap,
            "roles": list(vote.roles),
            "open_access": vote.open_access,
            "ends_at": vote.ends_at,
            "proposals": [_proposal(meeting, p) for p in proposals_of(meeting, vote)],
        }
        if vote.kind is RoundKind.DOTS:
            told["rule"] = _in_both(lambda: texts.about_dots(vote.dots, vote.cap))
    elif vote.id in seen:
        told["result"] = _result(meeting, vote)
    return told


def _proposal(meeting: Meeting, proposal: Proposal) -> dict[str, Any]:
    shown = (meeting.ideas.get(key) for key in proposal.ideas)
    return {
        "number": proposal.number,
        "title": proposal.title,
        "ideas": [idea.number for idea in shown if idea and in_play(idea)],
    }


def _result(meeting: Meeting, vote: Round) -> dict[str, Any]:
    if vote.kind is RoundKind.AGREEMENT:
        return {"answers": [_answer(meeting, p) for p in proposals_of(meeting, vote)]}
    return {
        "places": [_place(place) for place in places(meeting, vote)],
        "at_least": vote.stickers,
        "open_access": vote.open_access,
        "blank": _in_both(lambda: texts.blanks(vote.blank)),
        "unused": _in_both(lambda: texts.unused(vote.unused)),
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "rank": place.rank,
        "shared": place.shared,
        "number": place.proposal.number,
        "title": place.proposal.title,
        "dots": place.dots,
        "persons": place.persons,
        "support": place.sealed.support,
        "tables": place.sealed.tables,
        "corrected": place.corrected,
    }


def _answer(meeting: Meeting, proposal: Proposal) -> dict[str, Any]:
    """Answers by step. Nobody has reviewed the words of objections, so they are only counted."""
    answer = meeting.answers.get(proposal.id)
    against = sum(o.proposal == proposal.id for o in meeting.objections.values())
    return {
        "number": proposal.number,
        "title": proposal.title,
        "counts": list(answer.counts) if answer else [],
        "objections": against,
    }


def _stubs(meeting: Meeting, hall: Hall) -> dict[str, Any]:
    lists: dict[str, list[list[Any]]] = {
        vote.id: []
        for vote in numbered(meeting.rounds)
        if vote.state is RoundState.SEALED and hall(vote.id)
    }
    # The codes are drawn, so their order says nothing.
    for stub in sorted(meeting.stubs.values(), key=lambda stub: stub.code):
        if stub.round in lists:
            number = meeting.proposals[stub.proposal].number
            lists[stub.round].append([stub.code, number, stub.dots])
    return {"rounds": lists}


# --- afterwards


def _after(meeting: Meeting) -> dict[str, Any]:
    if meeting.stage.phase is not Phase.NEXT_STEPS:
        return {"next_steps": [], "decisions": [], "follow_ups": []}
    return {
        "next_steps": [_step(meeting, step) for step in ordered(meeting.next_steps)],
        "decisions": [
            {"words": decision.words, "reason": decision.reason}
            for decision in numbered(meeting.decisions)
        ],
        "follow_ups": list(_follow_ups(meeting)),
    }


def _title(proposals: Mapping[str, Proposal], key: str | None) -> str:
    found = proposals.get(key or "")
    return found.title if found else ""


def _step(meeting: Meeting, step: NextStep) -> dict[str, Any]:
    return {
        "action": step.action,
        "proposal": _title(meeting.proposals, step.proposal),
        "responsible": step.responsible,
        "deadline": _day(step.deadline),
        "effect": step.effect,
    }


def _follow_ups(meeting: Meeting) -> Iterable[dict[str, Any]]:
    def place(told: FollowUp) -> tuple[int, int, str, int]:
        proposal = meeting.proposals[told.proposal]
        vote = meeting.rounds[proposal.round]
        return vote.number, proposal.number, told.date, told.number

    for told in sorted(meeting.follow_ups.values(), key=place):
        yield {
            "proposal": _title(meeting.proposals, told.proposal),
            "progress": _in_both(partial(texts.progress, told.progress, told.words)),
            "date": _day(told.date),
            "effect": told.effect,
        }
