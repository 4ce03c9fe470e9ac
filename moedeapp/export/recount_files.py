"""Everything anybody needs to count a vote again: the public list, the sums, and a program."""

import inspect
from collections.abc import Iterator
from typing import Final

from moedeapp import recount, texts
from moedeapp.export import rounds
from moedeapp.export.dot_codes import manual_of, stubs_of
from moedeapp.export.tables import csv_bytes
from moedeapp.export.wordings import Wordings
from moedeapp.model.meeting import Meeting, Proposal, Round, RoundKind
from moedeapp.model.ranking import proposals_of, standing
from moedeapp.texts import _

STUBS: Final = ("round", "code", "proposal", "dots")
MANUAL: Final = ("round", "proposal", "source", "dots", "persons", "reason")
RESULTS: Final = ("round", "proposal", "title", "dots", "persons")
"""The headings `moedeapp.recount` asks for."""


STUBS_FILE: Final = "stubs.csv"
MANUAL_FILE: Final = "manual.csv"
RESULTS_FILE: Final = "results.csv"
PROGRAM_FILE: Final = "recount.py"
READ_ME_FILE: Final = "LÆS-MIG.txt"

FILES: Final = (STUBS_FILE, MANUAL_FILE, RESULTS_FILE, PROGRAM_FILE, READ_ME_FILE)


def contents(meeting: Meeting) -> dict[str, bytes]:
    """The files by name."""
    return {
        STUBS_FILE: csv_bytes(meeting, STUBS, _stubs(meeting)),
        MANUAL_FILE: csv_bytes(meeting, MANUAL, _manual(meeting)),
        RESULTS_FILE: csv_bytes(meeting, RESULTS, _results(meeting)),
        PROGRAM_FILE: inspect.getsource(recount).encode(),
        READ_ME_FILE: _read_me(meeting).replace("\n", "\r\n").encode("utf-8-sig"),
    }


def _stubs(meeting: Meeting) -> Iterator[tuple[object, ...]]:
    for vote in rounds.sealed(meeting, RoundKind.DOTS):
        for stub in stubs_of(meeting, vote):
            yield vote.number, stub.code, meeting.proposals[stub.proposal].number, stub.dots


def _manual(meeting: Meeting) -> Iterator[tuple[object, ...]]:
    for vote in rounds.sealed(meeting, RoundKind.DOTS):
        for one in manual_of(meeting, vote):
            number = meeting.proposals[one.proposal].number
            yield vote.number, number, one.source.value, one.dots, one.persons, one.reason


def _results(meeting: Meeting) -> Iterator[tuple[object, ...]]:
    wordings = Wordings(meeting)
    for vote, proposal in _on_ballots(meeting):
        stands = standing(meeting, proposal.id)
        title = wordings.proposal(proposal)
        yield vote.number, proposal.number, title, stands.dots, stands.persons


def _on_ballots(meeting: Meeting) -> Iterator[tuple[Round, Proposal]]:
    for vote in rounds.sealed(meeting, RoundKind.DOTS):
        for proposal in proposals_of(meeting, vote):
            yield vote, proposal


def _read_me(meeting: Meeting) -> str:
    paragraphs = (
        *((f"{texts.rehearsal()}.",) if meeting.facts.rehearsal else ()),
        _("You can count the votes of the meeting again here."),
        _("stubs.csv has every dot code with the number of its proposal and its dots."),
        _("manual.csv has what was counted by hand: paper, sticker dots and corrections."),
        _("results.csv has the numbers of the protocol."),
        _(
            "The dots of a proposal are the sum over its codes and what was counted by hand. Its "
            "persons are the number of its codes and those counted by hand."
        ),
        _(
            "recount.py does it for you, if you have Python: open a terminal in this folder and "
            "write: python3 recount.py ."
        ),
        _("Tables, bridge-builders and equal shares cannot be counted again from here."),
    )
    return "\n\n".join(paragraphs) + "\n"
