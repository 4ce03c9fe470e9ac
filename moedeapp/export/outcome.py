"""What came out of the evening: the list of each vote, what was said against it, what is next."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from moedeapp import texts
from moedeapp.export import rounds
from moedeapp.export.blocks import (
    Bar,
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    Paragraph,
    Table,
    Voice,
    Words,
    plain,
)
from moedeapp.export.wordings import Wordings
from moedeapp.model.meeting import (
    Meeting,
    NextStep,
    NoteKind,
    Proposal,
    Rejection,
    Role,
    Round,
    RoundState,
    numbered,
    ordered,
)
from moedeapp.model.ranking import Place, places, ties
from moedeapp.texts import _, ngettext, pgettext

_TOP = 3
"""Places whose next step is asked for, and whose margins are told."""


# --- 6 the result


def result(meeting: Meeting, wordings: Wordings) -> Iterable[Block]:
    """The section with the list of every vote."""
    yield Heading(_("6. Result"))
    shown = rounds.in_states(meeting, RoundState.OPEN, RoundState.CLOSED)
    if not shown:
        yield Paragraph(_("There was no vote at the meeting."))
        return
    for vote in shown:
        if len(shown) > 1:
            yield Heading(texts.thing("rounds", vote.number), 2)
        for question in rounds.asked(meeting, vote):
            yield Paragraph(question, Voice.STRONG)
        yield from _round(meeting, vote, wordings)
    yield Paragraph(" ".join(_weight(meeting)))


def _round(meeting: Meeting, vote: Round, wordings: Wordings) -> Iterable[Block]:
    if vote.state is RoundState.OPEN:
        yield Paragraph(_("The vote is open. There is no count before it is closed."))
        yield Paragraph(_sentence(texts.turnout(vote.cast, vote.handed_out)))
        return
    listed = places(meeting, vote)
    yield Paragraph(" ".join(_turnout(meeting, vote)))
    yield _list(listed, wordings)
    told = [texts.tie(sorted(numbers), rank) for rank, numbers in ties(listed)]
    told += _margins(listed)
    if told:
        yield Paragraph(" ".join(told))


def _turnout(meeting: Meeting, vote: Round) -> Iterable[str]:
    yield _sentence(texts.turnout(vote.cast, vote.handed_out))
    yield ngettext("{n} slip was blank.", "{n} slips were blank.", vote.blank).format(
        n=texts.number(vote.blank)
    )
    yield _sentence(texts.unused(vote.unused))
    rejected = _rejected(meeting, vote)
    if rejected:
        yield _("Slips that could not be counted: {reasons}.").format(reasons=rejected)
    if vote.roles == (Role.CITIZEN,):
        yield _sentence(_("Only the citizens' dots are counted in the list"))


def _rejected(meeting: Meeting, vote: Round) -> str:
    found = {row.reason: row.count for row in meeting.rejected.values() if row.round == vote.id}
    return texts.listed(
        f"{texts.number(found[reason])} {texts.name(reason)}"
        for reason in Rejection
        if found.get(reason)
    )


def _list(listed: Sequence[Place], wordings: Wordings) -> Table:
    most = max((place.dots for place in listed), default=0) or 1
    return Table(
        (
            Column(pgettext("on a list", "Place"), 0.15),
            Column(texts.field("proposal"), 0.57),
            Column(texts.field("dots"), 0.14, right=True),
            Column(_("Persons"), 0.14, right=True),
        ),
        tuple(_line(place, most, wordings) for place in listed),
    )


def _line(place: Place, most: int, wordings: Wordings) -> tuple[Cell, ...]:
    voice = Voice.STRONG if place.rank <= _TOP else Voice.PLAIN
    title = f"{place.proposal.number}. {wordings.named(place.proposal)}"
    return (
        (Words(texts.capital(texts.rank(place.rank, shared=place.shared)), voice),),
        (Words(title, voice), Bar(place.dots / most)),
        (Words(texts.number(place.dots), voice),),
        plain(texts.number(place.persons)),
    )


def _margins(listed: Sequence[Place]) -> list[str]:
    ranks = {place.rank: place for place in listed}
    return [
        _sentence(texts.margin(above.dots - below.dots, above.rank, below.rank))
        for above, below in pairwise(ranks.values())
        if above.rank <= _TOP
    ]


def _weight(meeting: Meeting) -> Iterable[str]:
    yield _("The numbers show what those present thought that evening.")
    body = meeting.organisation.deciding_body
    if body:
        yield _("The dots are advice to {body}. They are not a decision.").format(body=body)


def _sentence(words: str) -> str:
    return f"{words}."


# --- 7 what was said against it


def reservations(meeting: Meeting) -> Iterable[Block]:
    """The section with reservations and minority statements."""
    yield Heading(_("7. Reservations and disagreement"))
    yield from _notes(
        meeting, NoteKind.RESERVATION, _("Reservations"), _("No reservations were handed in.")
    )
    yield from _notes(
        meeting,
        NoteKind.MINORITY,
        _("Minority statements"),
        _("No minority statements were handed in."),
    )


def _notes(meeting: Meeting, kind: NoteKind, title: str, none: str) -> Iterable[Block]:
    found = [note for note in numbered(meeting.notes) if note.kind is kind]
    if found:
        yield Heading(title, 2)
    for note in found:
        yield Paragraph(note.words)
    if not found:
        yield Paragraph(none)


# --- 8 what is next


def next_steps(meeting: Meeting, wordings: Wordings) -> Iterable[Block]:
    """The section with what was agreed, and how citizens get their answer."""
    yield Heading(_("8. Next steps"))
    rows = [_step(meeting, step, wordings) for step in ordered(meeting.next_steps)]
    rows += [
        (plain(wordings.named(proposal)), *(plain(text) for text in (not_agreed(), "", "")))
        for proposal in _without_step(meeting)
    ]
    if rows:
        yield Table(
            (
                Column(texts.field("proposal"), 0.22),
                Column(texts.field("action"), 0.44),
                Column(texts.field("responsible"), 0.18),
                Column(texts.field("deadline"), 0.16),
            ),
            tuple(rows),
        )
    else:
        yield Paragraph(_("No next steps were agreed at the meeting."))
    facts = meeting.facts
    yield Facts(
        (
            (texts.field("answer_by"), plain(facts.answer_by or not_agreed())),
            (texts.field("answer_where"), plain(facts.answer_where or not_agreed())),
        )
    )


def not_agreed() -> str:
    """What stands where nothing was agreed."""
    return _("Not agreed at the meeting")


def _step(meeting: Meeting, step: NextStep, wordings: Wordings) -> tuple[Cell, ...]:
    proposal = meeting.proposals.get(step.proposal) if step.proposal else None
    action = [Words(step.action)]
    if step.effect:
        action.append(
            Words(
                _("{field}: {words}").format(field=texts.field("effect"), words=step.effect),
                Voice.QUIET,
            )
        )
    return (
        plain(wordings.named(proposal) if proposal else ""),
        tuple(action),
        plain(step.responsible or not_agreed()),
        plain(texts.date(step.deadline, short=True) if step.deadline else not_agreed()),
    )


def _without_step(meeting: Meeting) -> list[Proposal]:
    """Proposals among the first places for which no next step stands."""
    settled = {step.proposal for step in meeting.next_steps.values()}
    return [
        place.proposal
        for vote in rounds.in_states(meeting, RoundState.CLOSED)
        for place in places(meeting, vote)
        if place.rank <= _TOP and place.proposal.id not in settled
    ]
