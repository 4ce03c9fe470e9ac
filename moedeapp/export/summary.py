"""The evening on one page for the committee: what was put first, and what happens next."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple

from moedeapp import texts
from moedeapp.export import outcome, ranking_list, rounds, turnout
from moedeapp.export.blocks import (
    Bar,
    Block,
    Cell,
    Facts,
    Heading,
    Minutes,
    Paragraph,
    Table,
    Title,
    Voice,
    Words,
    plain,
)
from moedeapp.export.minutes import framed, headed
from moedeapp.export.wordings import Wordings, cut
from moedeapp.model.lacking import steps_for
from moedeapp.model.meeting import Meeting, NextStep, Round, RoundKind, ordered
from moedeapp.model.ranking import TOP, Place, places
from moedeapp.texts import _, ngettext


class _Room(NamedTuple):
    """The most a page may hold: proposals, steps of each, other steps, signs of each text."""

    proposals: int
    steps: int
    others: int
    signs: int


_TIGHTER: Final = (
    _Room(12, 4, 12, 2000), _Room(8, 3, 4, 500), _Room(8, 2, 2, 300), _Room(6, 2, 0, 250),
    _Room(5, 1, 0, 180), _Room(4, 1, 0, 140), _Room(4, 1, 0, 100), _Room(3, 1, 0, 60),
)  # fmt: skip
"""From roomy to what always fits."""

_FRAMES: Final = ("purpose", "influence", "decides", "answer_by")


def summary(
    meeting: Meeting,
    *,
    made_at: datetime,
    software_version: str,
    fits: Callable[[Minutes], bool],
    warning: str = "",
) -> Minutes:
    """The page with as much as fits on it; `fits` tells whether a document does.

    Every number is one of the protocol's.
    """
    for room in _TIGHTER:
        blocks = tuple(_shorter(block, room.signs) for block in _blocks(meeting, room))
        found = framed(
            meeting,
            _title(meeting, room.signs),
            blocks,
            made_at=made_at,
            software_version=software_version,
            warning=warning,
        )
        if fits(found):
            break
    return found


def _title(meeting: Meeting, signs: int) -> str:
    return cut(_("Summary for the committee: {topic}").format(topic=meeting.facts.title), signs)


def _blocks(meeting: Meeting, room: _Room) -> Iterator[Block]:
    facts, wordings = meeting.facts, Wordings(meeting)
    yield headed(
        meeting,
        _("Summary for the committee: {topic}").format(topic=facts.title),
        texts.advisory(),
    )
    yield _short_facts(meeting)
    yield from _results(meeting, wordings, room)
    yield from _steps(meeting, wordings, room)
    yield Paragraph(
        " ".join((_("The whole protocol has every idea and every count."), _against(meeting))),
        Voice.QUIET,
    )


def _short_facts(meeting: Meeting) -> Facts:
    facts = meeting.facts
    day = texts.date(facts.date) if facts.date else ""
    counted = texts.heads({key: heads.count for key, heads in meeting.heads.items()})
    came = " · ".join(filter(None, (counted, texts.ideas(len(meeting.ideas)))))
    told = [
        (_("Time and place"), " · ".join(filter(None, (day, facts.place)))),
        (_("In the room"), came),
        *((texts.field(name), getattr(facts, name)) for name in _FRAMES),
    ]
    return Facts(tuple((label, plain(words)) for label, words in told if words))


def _results(meeting: Meeting, wordings: Wordings, room: _Room) -> Iterator[Block]:
    votes = _last_votes(meeting)
    if not votes:
        yield Paragraph(_("There was no vote at the meeting."))
    for vote in votes:
        yield Heading(_("What the hall put first"))
        for question in rounds.asked(meeting, vote):
            yield Paragraph(question, Voice.STRONG)
        yield Paragraph(" ".join(turnout.sentences(meeting, vote)))
        listed = _first(meeting, vote)
        yield ranking_list.table_of(vote, listed[: room.proposals], wordings)
        if len(listed) > room.proposals:
            left = [str(place.proposal.number) for place in listed[room.proposals :]]
            words = ngettext(
                "Also among the first: proposal {numbers}.",
                "Also among the first: proposals {numbers}.",
                len(left),
            )
            yield Paragraph(words.format(numbers=texts.listed(left)))
        yield from _next(meeting, listed[: room.proposals], room)


def _last_votes(meeting: Meeting) -> list[Round]:
    """The newest vote on each question, which is what the hall ended with."""
    return list({v.question: v for v in rounds.sealed(meeting, RoundKind.DOTS)}.values())


def _first(meeting: Meeting, vote: Round) -> list[Place]:
    return [place for place in places(meeting, vote) if place.rank <= TOP]


def _next(meeting: Meeting, listed: Sequence[Place], room: _Room) -> Iterator[Block]:
    """What happens with each of these proposals."""
    if listed:
        yield Heading(_("Next steps"))
        yield Facts(
            tuple(
                (texts.thing("proposals", place.proposal.number), _agreed(meeting, place, room))
                for place in listed
            )
        )


def _agreed(meeting: Meeting, place: Place, room: _Room) -> Cell:
    steps = steps_for(meeting, place.proposal)[: room.steps]
    return tuple(words for step in steps for words in _step(step)) or plain(texts.not_agreed())


def _step(step: NextStep) -> Iterator[Words]:
    who = step.responsible or texts.not_agreed()
    when = texts.date(step.deadline, short=True) if step.deadline else texts.not_agreed()
    told = [(texts.field("responsible"), who), (texts.field("deadline"), when)]
    told += [(texts.field("effect"), step.effect)] if step.effect else []
    yield Words(step.action)
    said = _("{field}: {words}")
    yield Words(" · ".join(said.format(field=f, words=w) for f, w in told), Voice.QUIET)


def _steps(meeting: Meeting, wordings: Wordings, room: _Room) -> Iterator[Block]:
    """The next steps that stand below none of the proposals listed."""
    above = {
        step.id
        for vote in _last_votes(meeting)
        for place in _first(meeting, vote)[: room.proposals]
        for step in steps_for(meeting, place.proposal)[: room.steps]
    }
    rest = [step for step in ordered(meeting.next_steps) if step.id not in above]
    left = len(rest) - room.others
    if rest and room.others:
        yield Heading(_("More next steps"))
        yield outcome.steps_table(
            outcome.step_row(meeting, step, wordings) for step in rest[: room.others]
        )
    if left > 0:
        words = ngettext(
            "{n} more next step is in the protocol.",
            "{n} more next steps are in the protocol.",
            left,
        )
        yield Paragraph(words.format(n=texts.number(left)))


def _against(meeting: Meeting) -> str:
    if not meeting.objections:
        return ""
    return _("It also has {objections}.").format(
        objections=texts.objections(len(meeting.objections))
    )


# --- as much as fits


def _shorter(block: Block, signs: int) -> Block:
    match block:
        case Table():
            return replace(
                block, rows=tuple(tuple(_cell(c, signs) for c in row) for row in block.rows)
            )
        case Facts():
            return replace(block, rows=tuple((k, _cell(c, signs)) for k, c in block.rows))
        case Paragraph():
            # Sentences about the count are never cut; only a question can be that long.
            return replace(block, words=cut(block.words, max(signs, 700)))
        case Title() | Heading():
            return replace(block, words=cut(block.words, max(signs, 60)))
    return block


def _cell(cell: Cell, signs: int) -> Cell:
    return tuple(
        part if isinstance(part, Bar) else replace(part, text=cut(part.text, signs))
        for part in cell
    )
