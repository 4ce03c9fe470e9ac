"""The meeting as data: lists for a spreadsheet, and one JSON file with everything.

JSON keys are English and stay as they are; what people read as headings is in the language
spoken. Hidden, masked and withdrawn words are replaced by the reason, as on paper. Left out
everywhere: ballots, salts, times and sources of ideas.

The whole meeting (`meeting_bytes`):

- ``format`` "moedeapp-meeting", ``format_version`` 1
- ``id`` ``facts`` ``organisation`` ``status`` ``version`` ``change_note`` ``heads`` ``tables``
- ``questions`` number, words
- ``ideas`` number, question, words, edited, replaced, state, reason, channel, role, table, theme
  (letter, after every merge), merged_into (number)
- ``themes`` question, letter, title, colour, merged_into (letter)
- ``rounds`` as in the results, below
- ``steps`` ``visits`` ``notes`` ``next_steps``

The results (`results_bytes`), canonical: UTF-8, keys sorted, no spaces, no last newline:

- ``format`` "moedeapp-results", ``format_version`` 1, ``meeting`` the id
- ``rounds`` number, question, state, dots, cap, roles, handed_out, cast, blank, unused, rejected,
  opened_at, closed_at, proposals; counts are null while a round is not closed
- ``proposals`` number, title, theme (letter), ideas (numbers), dots, persons, rank, shared
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict
from json import dumps
from typing import Any

from moedeapp import texts
from moedeapp.export import rounds
from moedeapp.export.wordings import Wordings
from moedeapp.model.board import theme_of
from moedeapp.model.meeting import (
    Idea,
    Meeting,
    Proposal,
    Round,
    RoundState,
    Theme,
    numbered,
    ordered,
)
from moedeapp.model.ranking import Place, places, proposals_of
from moedeapp.texts import _, pgettext

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


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
    return _csv([heading, *(_idea_row(meeting, wordings, i) for i in numbered(meeting.ideas))])


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
    """Every line of every closed round from the top; UTF-8 with mark, semicolons, CRLF."""
    wordings = Wordings(meeting)
    heading = [
        texts.thing("rounds"), texts.field("question"), pgettext("on a list", "Place"),
        texts.field("number"),
        texts.field("proposal"), texts.field("dots"), _("Persons"),
    ]  # fmt: skip
    return _csv(
        [
            heading,
            *(
                [
                    vote.number,
                    meeting.questions[vote.question].words,
                    place.rank,
                    place.proposal.number,
                    wordings.proposal(place.proposal),
                    place.dots,
                    place.persons,
                ]
                for vote in rounds.in_states(meeting, RoundState.CLOSED)
                for place in places(meeting, vote)
            ),
        ]
    )


def _csv(rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return (_BOM + text.getvalue()).encode()


# --- for a program


def meeting_bytes(meeting: Meeting) -> bytes:
    """The whole meeting as indented JSON, UTF-8; the module says what is in it."""
    wordings = Wordings(meeting)
    return (dumps(_whole(meeting, wordings), ensure_ascii=False, indent=1) + "\n").encode()


def results_bytes(meeting: Meeting) -> bytes:
    """The results as canonical JSON; the protocol prints its SHA-256."""
    results = {
        "format": "moedeapp-results",
        "format_version": 1,
        "meeting": meeting.facts.id,
        "rounds": _rounds(meeting, Wordings(meeting)),
    }
    return dumps(results, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _whole(meeting: Meeting, wordings: Wordings) -> dict[str, Any]:
    stage = meeting.stage
    return {
        "format": "moedeapp-meeting",
        "format_version": 1,
        "id": meeting.facts.id,
        "facts": _fields(meeting.facts),
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
    return [_round(meeting, vote, wordings) for vote in numbered(meeting.rounds)]


def _round(meeting: Meeting, vote: Round, wordings: Wordings) -> dict[str, Any]:
    closed = vote.state is RoundState.CLOSED
    place_of = {place.proposal.id: place for place in places(meeting, vote)}
    return {
        "number": vote.number,
        "question": _position(meeting, vote.question),
        "state": vote.state,
        "dots": vote.dots,
        "cap": vote.cap,
        "roles": vote.roles,
        "handed_out": vote.handed_out,
        "cast": vote.cast,
        "blank": vote.blank if closed else None,
        "unused": vote.unused if closed else None,
        "rejected": {
            row.reason: row.count
            for row in sorted(meeting.rejected.values(), key=lambda row: row.id)
            if row.round == vote.id
        },
        "opened_at": vote.opened_at,
        "closed_at": vote.closed_at,
        "proposals": [
            _proposal(meeting, proposal, wordings) | _counts(place_of.get(proposal.id))
            for proposal in proposals_of(meeting, vote)
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
        return {"dots": None, "persons": None, "rank": None, "shared": None}
    return {
        "dots": place.dots,
        "persons": place.persons,
        "rank": place.rank,
        "shared": place.shared,
    }
