"""What became of what the hall said: "I sagde – vi gjorde", for paper and as a page."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from moedeapp import texts
from moedeapp.export import rounds
from moedeapp.export.blocks import (
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    Minutes,
    Paragraph,
    Table,
    Voice,
    Words,
    plain,
)
from moedeapp.export.minutes import framed, headed
from moedeapp.export.wordings import Wordings, cut, quoted
from moedeapp.model.meeting import FollowUp, Meeting, Proposal, RoundState, numbered
from moedeapp.model.ranking import proposals_of, standing
from moedeapp.texts import _

_SHORT: Final = 90
"""Signs of what became of a proposal in the overview; the whole stands below."""


def follow_up(
    meeting: Meeting, *, made_at: datetime, software_version: str, warning: str = ""
) -> Minutes:
    """The document; it tells of every proposal that anything was told about since."""
    return framed(
        meeting,
        _("You said – we did: {topic}").format(topic=meeting.facts.title),
        tuple(_blocks(meeting)),
        made_at=made_at,
        software_version=software_version,
        warning=warning,
    )


def _blocks(meeting: Meeting) -> Iterator[Block]:
    facts, wordings = meeting.facts, Wordings(meeting)
    told = _told(meeting)
    day = texts.date(facts.date) if facts.date else ""
    yield headed(
        meeting,
        _("You said – we did"),
        " · ".join(filter(None, (facts.title, day, facts.place))),
    )
    yield Paragraph(_("Here is what became of the proposals that the citizen meeting put forward."))
    if told:
        yield _overview(meeting, told, wordings)
    else:
        yield Paragraph(_("Nothing has been told yet."))
    for proposal, found in told.items():
        yield Heading(wordings.named(meeting.proposals[proposal]))
        yield _said_and_done(meeting, meeting.proposals[proposal], found)
    yield from _silent(meeting, told, wordings)


def _told(meeting: Meeting) -> dict[str, list[FollowUp]]:
    """What was told by proposal, in the order of votes and numbers, the oldest first."""
    found: dict[str, list[FollowUp]] = {}
    for proposal in _voted_on(meeting):
        told = [one for one in numbered(meeting.follow_ups) if one.proposal == proposal.id]
        if told:
            found[proposal.id] = sorted(told, key=lambda one: (one.date, one.number))
    return found


def _voted_on(meeting: Meeting) -> Iterator[Proposal]:
    for vote in rounds.in_states(meeting, RoundState.SEALED):
        yield from proposals_of(meeting, vote)


def _overview(meeting: Meeting, told: dict[str, list[FollowUp]], wordings: Wordings) -> Table:
    return Table(
        (
            Column(texts.field("proposal"), 0.44),
            Column(texts.field("progress"), 0.36),
            Column(texts.field("date"), 0.2),
        ),
        tuple(
            (
                plain(wordings.named(meeting.proposals[proposal])),
                (Words(cut(_now(found), _SHORT), Voice.STRONG),),
                plain(texts.date(found[-1].date, short=True)),
            )
            for proposal, found in told.items()
        ),
    )


def _now(told: list[FollowUp]) -> str:
    return texts.progress(told[-1].progress, told[-1].words)


def _said_and_done(meeting: Meeting, proposal: Proposal, told: list[FollowUp]) -> Facts:
    wanted = [step.effect for step in meeting.next_steps.values() if step.proposal == proposal.id]
    rows: list[tuple[str, Cell]] = [(_("You said"), _originals(meeting, proposal))]
    if proposal.id in meeting.results:
        stands = standing(meeting, proposal.id)
        rows.append((_("Support"), plain(texts.support(stands.dots, stands.persons))))
    rows += [(texts.field("effect"), plain(effect)) for effect in wanted if effect]
    rows.append((_("We did"), tuple(words for one in told for words in _did(one))))
    rows += [(_("Effect so far"), plain(one.effect)) for one in told[-1:] if one.effect]
    return Facts(tuple(rows))


def _originals(meeting: Meeting, proposal: Proposal) -> Cell:
    """Every idea behind a proposal as it was said, or why its words are gone."""
    ideas = sorted(
        (meeting.ideas[key] for key in proposal.ideas if key in meeting.ideas),
        key=lambda idea: idea.number,
    )
    return tuple(
        Words(texts.replacement(idea) or quoted(idea.words), Voice.CITIZEN) for idea in ideas
    ) or plain(_("no ideas"))


def _did(told: FollowUp) -> Iterator[Words]:
    yield Words(texts.date(told.date), Voice.QUIET)
    yield Words(texts.progress(told.progress, told.words))


def _silent(
    meeting: Meeting, told: dict[str, list[FollowUp]], wordings: Wordings
) -> Iterator[Block]:
    """The proposals nothing was told about, so that nobody has to look for them."""
    silent = [proposal for proposal in _voted_on(meeting) if proposal.id not in told]
    if told and silent:
        yield Heading(_("Nothing has been told of these yet"))
        for proposal in silent:
            yield Paragraph(wordings.named(proposal))
