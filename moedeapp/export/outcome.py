"""What came out of the evening: the list of each vote, what was said against it, what is next."""

from collections.abc import Iterable

from moedeapp import texts
from moedeapp.export import agreement, ranking_list, rounds, turnout
from moedeapp.export.blocks import (
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
from moedeapp.model.lacking import without_step
from moedeapp.model.meeting import (
    FollowUp,
    Meeting,
    NextStep,
    NoteKind,
    Proposal,
    Round,
    RoundKind,
    RoundState,
    numbered,
    ordered,
)
from moedeapp.texts import _

# --- 6 the result


def result(meeting: Meeting, wordings: Wordings) -> Iterable[Block]:
    """The section with what every vote gave, and what was decided otherwise."""
    yield Heading(_("6. Result"))
    shown = rounds.in_states(meeting, RoundState.OPEN, RoundState.CLOSED, RoundState.SEALED)
    if not shown:
        yield Paragraph(_("There was no vote at the meeting."))
        return
    for vote in shown:
        if len(shown) > 1:
            yield Heading(texts.thing("rounds", vote.number), 2)
        for question in rounds.asked(meeting, vote):
            yield Paragraph(question, Voice.STRONG)
        yield from _round(meeting, vote, wordings)
    yield from _decisions(meeting)
    yield Paragraph(" ".join(_weight(meeting)))


def _round(meeting: Meeting, vote: Round, wordings: Wordings) -> Iterable[Block]:
    if vote.state is not RoundState.SEALED:
        yield Paragraph(
            _("The vote is open. There is no count before it is closed.")
            if vote.state is RoundState.OPEN
            else _("The vote is closed. There is no count before the vote is sealed.")
        )
        yield Paragraph(f"{texts.turnout(vote.cast, vote.handed_out)}.")
        return
    yield Paragraph(" ".join(turnout.sentences(meeting, vote)))
    if vote.kind is RoundKind.AGREEMENT:
        yield from agreement.answers(meeting, vote, wordings)
    else:
        yield from ranking_list.places_of(meeting, vote, wordings)


def _decisions(meeting: Meeting) -> Iterable[Block]:
    found = numbered(meeting.decisions)
    if found:
        yield Heading(_("Decisions that differ from the list"), 2)
        yield Table(
            (Column(texts.field("decision"), 0.5), Column(texts.field("reason"), 0.5)),
            tuple((plain(one.words), plain(one.reason)) for one in found),
        )


def _weight(meeting: Meeting) -> Iterable[str]:
    yield _("The numbers show what those present thought that evening.")
    body = meeting.organisation.deciding_body
    if body:
        yield _("The dots are advice to {body}. They are not a decision.").format(body=body)


# --- 7 what was said against it


def reservations(meeting: Meeting) -> Iterable[Block]:
    """The section with reservations and minority statements."""
    yield Heading(_("7. Reservations and disagreement"))
    if meeting.objections:
        yield Paragraph(_("Objections stand beside each proposal in section 6."))
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
    rows = [
        *(step_row(meeting, step, wordings) for step in ordered(meeting.next_steps)),
        *(missing_row(proposal, wordings) for proposal in without_step(meeting)),
    ]
    if rows:
        yield steps_table(rows)
    else:
        yield Paragraph(_("No next steps were agreed at the meeting."))
    facts = meeting.facts
    yield Facts(
        (
            (texts.field("answer_by"), plain(facts.answer_by or texts.not_agreed())),
            (texts.field("answer_where"), plain(facts.answer_where or texts.not_agreed())),
        )
    )
    yield from _follow_up(meeting, wordings)


def _follow_up(meeting: Meeting, wordings: Wordings) -> Iterable[Block]:
    """What became of the proposals, in the order of their votes and numbers."""

    def place(told: FollowUp) -> tuple[int, int, str, int]:
        proposal = meeting.proposals[told.proposal]
        vote = meeting.rounds[proposal.round]
        return vote.number, proposal.number, told.date, told.number

    found = sorted(meeting.follow_ups.values(), key=place)
    if found:
        yield Heading(_("What became of the proposals"), 2)
        yield Table(
            (
                Column(texts.field("proposal"), 0.34),
                Column(texts.field("date"), 0.18),
                Column(texts.field("progress"), 0.48),
            ),
            tuple(_told(meeting, told, wordings) for told in found),
        )


def _told(meeting: Meeting, told: FollowUp, wordings: Wordings) -> tuple[Cell, ...]:
    words = [Words(texts.progress(told.progress, told.words))]
    if told.effect:
        words.append(Words(told.effect, Voice.QUIET))
    return (
        plain(wordings.named(meeting.proposals[told.proposal])),
        plain(texts.date(told.date, short=True)),
        tuple(words),
    )


def steps_table(rows: Iterable[tuple[Cell, ...]]) -> Table:
    """Next steps, each with the proposal it is about."""
    return Table(
        (
            Column(texts.field("proposal"), 0.22),
            Column(texts.field("action"), 0.44),
            Column(texts.field("responsible"), 0.18),
            Column(texts.field("deadline"), 0.16),
        ),
        tuple(rows),
    )


def missing_row(proposal: Proposal, wordings: Wordings) -> tuple[Cell, ...]:
    """The line of a proposal for which nothing was agreed."""
    words = (wordings.named(proposal), texts.not_agreed(), "", "")
    return tuple(map(plain, words))


def step_row(meeting: Meeting, step: NextStep, wordings: Wordings) -> tuple[Cell, ...]:
    """The line of a next step."""
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
        plain(step.responsible or texts.not_agreed()),
        plain(texts.date(step.deadline, short=True) if step.deadline else texts.not_agreed()),
    )
