"""The meeting as data: lists for a spreadsheet, and one JSON file with everything.

JSON keys are English and stay as they are; what people read as headings is in the language
spoken. Hidden, masked and withdrawn words are replaced by the reason, as on paper. Left out
everywhere: ballots, slips, volunteers, salts, times and sources of ideas.

The whole meeting (`meeting_bytes`):

- ``format`` "moedeapp-meeting", ``format_version`` 3
- ``rehearsal`` whether it is a rehearsal, and so no record of anything
- ``id`` ``facts`` ``organisation`` ``status`` ``version`` ``change_note`` ``heads`` ``tables``
- ``questions`` number, words
- ``ideas`` number, question, words, edited, replaced, state, reason, channel, role, table, theme
  (letter, after every merge), merged_into (number)
- ``themes`` question, letter, title, colour, merged_into (letter)
- ``rounds`` as in the results, below
- ``steps`` ``visits`` ``notes`` ``next_steps``
- ``decisions`` round, words, reason; ``follow_ups`` round, proposal, progress, date, words, effect

The results (`results_bytes`), canonical: UTF-8, keys sorted, no spaces, no last newline:

- ``format`` "moedeapp-results", ``format_version`` 3, ``meeting`` the id, ``rehearsal`` as above
- ``rounds`` number, question, state, kind, dots, cap, roles, open_access, two_persons,
  names_on_paper, places, handed_out, cast, blank, unused, contested, stickers, channels (names
  with ballots, small ones together), rejected, opened_at, closed_at, sealed_at, proposals,
  equal_shares, lots, stubs, manual; counts are null and lists empty while a round is not sealed
- ``proposals`` number, title, theme (letter), ideas (numbers), dots, persons, rank, shared,
  dots_sealed, persons_sealed (before corrections), support, tables, bridge, answers (by step),
  objections
- ``equal_shares`` place, proposal (number), cost (a fraction; null: filled by dots), tied
- ``lots`` place, seed, order (numbers)
- ``stubs`` code, proposal (number), dots
- ``manual`` proposal (number), source, dots, persons, reason, at
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict
from json import dumps
from typing import Any, Final

from moedeapp import texts
from moedeapp.export import rounds
from moedeapp.export.agreement import objections_to
from moedeapp.export.dot_codes import manual_of, stubs_of
from moedeapp.export.second_lists import shares_of
from moedeapp.export.wordings import Wordings
from moedeapp.model.board import theme_of
from moedeapp.model.meeting import (
    Agreement,
    Idea,
    Meeting,
    Proposal,
    Round,
    RoundKind,
    RoundState,
    Theme,
    numbered,
    ordered,
)
from moedeapp.model.ranking import Place, places, proposals_of
from moedeapp.texts import _, pgettext

_COUNTS: Final = (
    "dots", "persons", "rank", "shared",
    "dots_sealed", "persons_sealed", "support", "tables", "bridge",
)  # fmt: skip
_LISTS: Final = ("equal_shares", "lots", "stubs", "manual")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"


# --- for a spreadsheet


def ideas_csv(meeting: Meeting) -> bytes:
    """Every idea by number; UTF-8 with mark, semicolons, CRLF."""
    wordings = Wordings(meeting)
    heading = [
        texts.field(name)
        for name in (
            "number", "question", "words", "edited", "table", "channel", "role", "theme",
            "merged_into", "state", "reason",
        )
    ]  # fmt: skip
    rows = (_idea_row(meeting, wordings, idea) for idea in numbered(meeting.ideas))
    return csv_bytes(meeting, heading, rows)


def _idea_row(meeting: Meeting, wordings: Wordings, idea: Idea) -> list[object]:
    replaced = texts.replacement(idea)
    theme = theme_of(meeting, idea)
    question = meeting.questions.get(idea.question)
    return [
        idea.number,
        question.words if question else "",
        idea.words if replaced is None else replaced,
        idea.edited if replaced is None else None,
        idea.table,
        texts.name(idea.channel),
        texts.name(idea.role),
        wordings.theme(theme) if theme else None,
        meeting.ideas[idea.merged_into].number if idea.merged_into else None,
        texts.name(idea.state),
        texts.name(idea.reason) if idea.reason else None,
    ]


def results_csv(meeting: Meeting) -> bytes:
    """Every line of every sealed vote on dots from the top; UTF-8 with mark, semicolons, CRLF."""
    wordings = Wordings(meeting)
    heading = [
        texts.thing("rounds"), texts.field("question"), pgettext("on a list", "Place"),
        texts.field("number"),
        texts.field("proposal"), texts.field("dots"), texts.field("persons"),
        texts.field("support"), texts.field("tables"), texts.field("bridge"), _("Equal shares"),
        _("Dots before corrections"), _("Persons before corrections"), texts.field("access"),
    ]  # fmt: skip
    rows = (
        _result_row(meeting, wordings, vote, place)
        for vote in rounds.sealed(meeting, RoundKind.DOTS)
        for place in places(meeting, vote)
    )
    return csv_bytes(meeting, heading, rows)


def _result_row(meeting: Meeting, wordings: Wordings, vote: Round, place: Place) -> list[object]:
    sealed = place.sealed
    share = {share.proposal: share.place for share in shares_of(meeting, vote)}
    return [
        vote.number,
        meeting.questions[vote.question].words,
        place.rank,
        place.proposal.number,
        wordings.proposal(place.proposal),
        place.dots,
        place.persons,
        sealed.support,
        sealed.tables,
        sealed.bridge,
        share.get(place.proposal.id),
        sealed.dots if place.corrected else None,
        sealed.persons if place.corrected else None,
        texts.access(open_to_all=vote.open_access),
    ]


def csv_bytes(
    meeting: Meeting, heading: Iterable[object], rows: Iterable[Iterable[object]]
) -> bytes:
    """Rows under a heading as UTF-8 with mark, semicolons, CRLF; words are `harmless`.

    In a rehearsal every row ends in a cell that says so, wherever the row is copied to.
    """
    table = [heading, *rows]
    if meeting.facts.rehearsal:
        table = [[*row, texts.rehearsal()] for row in table]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in table)
    return (_BOM + text.getvalue()).encode()


def harmless(cell: object) -> object:
    """A cell that no spreadsheet reckons with: words that begin as a formula get an apostrophe.

    Else a citizen's `=1+1` would be shown as 2, and worse could be called. The signs are those
    that OWASP names; the workbook and the JSON have the words alone.
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


# --- for a program


def meeting_bytes(meeting: Meeting) -> bytes:
    """The whole meeting as indented JSON, UTF-8; the module says what is in it."""
    return (dumps(whole(meeting), ensure_ascii=False, indent=1) + "\n").encode()


def results_bytes(meeting: Meeting) -> bytes:
    """The results as canonical JSON; the protocol prints its SHA-256."""
    results = {
        "format": "moedeapp-results",
        "format_version": 3,
        "meeting": meeting.facts.id,
        "rehearsal": meeting.facts.rehearsal,
        "rounds": _rounds(meeting, Wordings(meeting)),
    }
    return dumps(results, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def whole(meeting: Meeting) -> dict[str, Any]:
    """The whole meeting as plain values, as `meeting_bytes` writes it."""
    wordings = Wordings(meeting)
    stage = meeting.stage
    return {
        "format": "moedeapp-meeting",
        "format_version": 3,
        "id": meeting.facts.id,
        "rehearsal": meeting.facts.rehearsal,
        "facts": _fields(meeting.facts, "rehearsal"),
        "organisation": _fields(meeting.organisation, "logo"),
        "status": stage.status,
        "version": stage.version,
        "change_note": stage.change_note,
        "heads": {key: meeting.heads[key].count for key in sorted(meeting.heads)},
        "tables": [_fields(table) for table in numbered(meeting.tables)],
        "questions": [
            {"number": question.position, "words": question.words}
            for question in ordered(meeting.questions)
        ],
        "ideas": [_idea(meeting, idea) for idea in numbered(meeting.ideas)],
        "themes": [_theme(meeting, theme, wordings) for theme in _themes(meeting)],
        "rounds": _rounds(meeting, wordings),
        "steps": [_fields(step, "position") for step in ordered(meeting.steps)],
        "visits": [_fields(visit, "number") for visit in numbered(meeting.visits)],
        "notes": [_fields(note) for note in numbered(meeting.notes)],
        "next_steps": [
            _fields(step, "position", "proposal") | _target(meeting, step.proposal)
            for step in ordered(meeting.next_steps)
        ],
        "decisions": [
            {
                "round": meeting.rounds[decision.round].number,
                "words": decision.words,
                "reason": decision.reason,
            }
            for decision in numbered(meeting.decisions)
        ],
        "follow_ups": [
            _fields(told, "number", "proposal") | _target(meeting, told.proposal)
            for told in numbered(meeting.follow_ups)
        ],
    }


def _fields(row: Any, *without: str) -> dict[str, Any]:
    return {key: value for key, value in asdict(row).items() if key not in ("id", *without)}


def _idea(meeting: Meeting, idea: Idea) -> dict[str, Any]:
    replaced = texts.replacement(idea)
    return {
        "number": idea.number,
        "question": _position(meeting, idea.question),
        "words": idea.words if replaced is None else replaced,
        "edited": idea.edited if replaced is None else None,
        "replaced": replaced is not None,
        "state": idea.state,
        "reason": idea.reason,
        "channel": idea.channel,
        "role": idea.role,
        "table": idea.table,
        "theme": _letter(theme_of(meeting, idea)),
        "merged_into": meeting.ideas[idea.merged_into].number if idea.merged_into else None,
    }


def _letter(theme: Theme | None) -> str | None:
    return theme.letter if theme else None


def _position(meeting: Meeting, question: str) -> int | None:
    return meeting.questions[question].position if question in meeting.questions else None


def _themes(meeting: Meeting) -> list[Theme]:
    def place(theme: Theme) -> tuple[int, int, str]:
        return _position(meeting, theme.question) or 0, len(theme.letter), theme.letter

    return sorted(meeting.themes.values(), key=place)


def _theme(meeting: Meeting, theme: Theme, wordings: Wordings) -> dict[str, Any]:
    return {
        "question": _position(meeting, theme.question),
        "letter": theme.letter,
        "title": wordings.theme(theme),
        "colour": theme.colour,
        "merged_into": meeting.themes[theme.merged_into].letter if theme.merged_into else None,
    }


def _target(meeting: Meeting, key: str | None) -> dict[str, Any]:
    """The round and the number of the proposal a next step is about."""
    proposal = meeting.proposals.get(key) if key else None
    if proposal is None:
        return {"round": None, "proposal": None}
    return {"round": meeting.rounds[proposal.round].number, "proposal": proposal.number}


def _rounds(meeting: Meeting, wordings: Wordings) -> list[dict[str, Any]]:
    return [_round(meeting, vote, wordings) for vote in rounds.of(meeting)]


def _round(meeting: Meeting, vote: Round, wordings: Wordings) -> dict[str, Any]:
    sealed = vote.state is RoundState.SEALED
    place_of = {place.proposal.id: place for place in places(meeting, vote)}
    return {
        "number": vote.number,
        "question": _position(meeting, vote.question),
        "state": vote.state,
        "kind": vote.kind,
        "dots": vote.dots,
        "cap": vote.cap,
        "roles": vote.roles,
        "open_access": vote.open_access,
        "two_persons": vote.two_persons,
        "names_on_paper": vote.names_on_paper,
        "places": vote.places,
        "handed_out": vote.handed_out,
        "cast": vote.cast,
        "blank": vote.blank if sealed else None,
        "unused": vote.unused if sealed else None,
        "contested": vote.contested if sealed else None,
        "stickers": vote.stickers if sealed else None,
        "channels": {names: ballots for names, ballots in vote.channels if sealed},
        "rejected": {
            row.reason: row.count
            for row in sorted(meeting.rejected.values(), key=lambda row: row.id)
            if row.round == vote.id
        },
        "opened_at": vote.opened_at,
        "closed_at": vote.closed_at,
        "sealed_at": vote.sealed_at,
        "proposals": [
            _proposal(meeting, proposal, wordings)
            | _counts(place_of.get(proposal.id))
            | _answers(meeting, vote, proposal)
            for proposal in proposals_of(meeting, vote)
        ],
        **(_lists(meeting, vote) if sealed else dict.fromkeys(_LISTS, ())),
    }


def _lists(meeting: Meeting, vote: Round) -> dict[str, Any]:
    """What the seal and the draws made, by the numbers of the proposals."""
    number = {proposal.id: proposal.number for proposal in proposals_of(meeting, vote)}
    lots = sorted((x for x in meeting.lots.values() if x.round == vote.id), key=lambda x: x.place)
    return {
        "equal_shares": [
            {
                "place": share.place,
                "proposal": number[share.proposal],
                "cost": share.cost or None,
                "tied": [number[key] for key in share.tied],
            }
            for share in shares_of(meeting, vote)
        ],
        "lots": [
            {"place": lot.place, "seed": lot.seed, "order": [number[key] for key in lot.order]}
            for lot in lots
        ],
        "stubs": [
            {"code": stub.code, "proposal": number[stub.proposal], "dots": stub.dots}
            for stub in stubs_of(meeting, vote)
        ],
        "manual": [
            _fields(manual, "round") | {"proposal": number[manual.proposal]}
            for manual in manual_of(meeting, vote)
        ],
    }


def _proposal(meeting: Meeting, proposal: Proposal, wordings: Wordings) -> dict[str, Any]:
    theme = meeting.themes.get(proposal.theme) if proposal.theme else None
    return {
        "number": proposal.number,
        "title": wordings.proposal(proposal),
        "theme": _letter(theme),
        "ideas": sorted(
            meeting.ideas[key].number for key in proposal.ideas if key in meeting.ideas
        ),
    }


def _counts(place: Place | None) -> dict[str, Any]:
    if place is None:
        return dict.fromkeys(_COUNTS)
    sealed = place.sealed
    found = (
        place.dots, place.persons, place.rank, place.shared,
        sealed.dots, sealed.persons, sealed.support, sealed.tables, sealed.bridge,
    )  # fmt: skip
    return dict(zip(_COUNTS, found, strict=True))


def _answers(meeting: Meeting, vote: Round, proposal: Proposal) -> dict[str, Any]:
    answer = meeting.answers.get(proposal.id)
    if vote.state is not RoundState.SEALED or answer is None:
        return {"answers": None, "objections": []}
    return {
        "answers": dict(zip(Agreement, answer.counts, strict=True)),
        "objections": [said.words for said in objections_to(meeting, proposal)],
    }
