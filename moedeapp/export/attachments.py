"""The files inside the protocol: all anybody needs to count and check the evening again."""

import json
from collections.abc import Iterator, Sequence
from typing import Final

from moedeapp.export import recount_files, rounds
from moedeapp.export.blocks import Attachment
from moedeapp.export.tables import csv_bytes, ideas_csv, meeting_bytes, results_bytes, results_csv
from moedeapp.model.journal import Entry
from moedeapp.model.meeting import Meeting, RoundKind
from moedeapp.texts import _

CSV: Final = "text/csv"
JSON: Final = "application/json"
TEXT: Final = "text/plain"

RESULTS: Final = "resultat.json"
RESULT_LIST: Final = "resultat.csv"
IDEAS: Final = "ideer.csv"
MEETING: Final = "moede.json"
JOURNAL: Final = "journal.json"
JOURNAL_LIST: Final = "journal.csv"
HOW_TO: Final = "SAADAN-GOER-DU.txt"

COLUMNS: Final = ("seq", "at", "act", "payload", "prev", "hash")
"""What the journal has of every act, in the words of `moedeapp.model.journal`."""


def of(meeting: Meeting, entries: Sequence[Entry]) -> tuple[Attachment, ...]:
    """The files of a meeting by name."""
    return tuple(sorted(_files(meeting, entries), key=lambda file: file.name))


def _files(meeting: Meeting, entries: Sequence[Entry]) -> Iterator[Attachment]:
    yield Attachment(
        RESULTS, JSON, _("Results with everything behind them"), results_bytes(meeting)
    )
    yield Attachment(RESULT_LIST, CSV, _("Results as a list"), results_csv(meeting))
    yield Attachment(IDEAS, CSV, _("All ideas as they were said"), ideas_csv(meeting))
    yield Attachment(MEETING, JSON, _("The whole meeting"), meeting_bytes(meeting))
    yield Attachment(JOURNAL, JSON, _("The journal, act by act"), journal_json(entries))
    yield Attachment(JOURNAL_LIST, CSV, _("The journal as a list"), journal_csv(meeting, entries))
    yield Attachment(HOW_TO, TEXT, _("How to check the files"), _how_to(), measured=False)
    if rounds.sealed(meeting, RoundKind.DOTS):
        says = {
            recount_files.STUBS_FILE: _("Every dot code"),
            recount_files.MANUAL_FILE: _("What was counted by hand"),
            recount_files.RESULTS_FILE: _("The numbers to hold a recount against"),
            recount_files.PROGRAM_FILE: _("The program that counts again"),
            recount_files.READ_ME_FILE: _("How to count again"),
        }
        for name, data in recount_files.contents(meeting).items():
            program = name == recount_files.PROGRAM_FILE
            kind = "text/x-python" if program else CSV if name.endswith(".csv") else TEXT
            yield Attachment(name, kind, says[name], data, measured=kind == CSV)


def journal_json(entries: Sequence[Entry]) -> bytes:
    """The journal as a list with one line for each act."""
    lines = [json.dumps(plain(entry), ensure_ascii=False) for entry in entries]
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def journal_csv(meeting: Meeting, entries: Sequence[Entry]) -> bytes:
    """The same for a spreadsheet."""
    return csv_bytes(meeting, COLUMNS, (plain(entry).values() for entry in entries))


def plain(entry: Entry) -> dict[str, int | str]:
    """An act as the files have it, hashes as hexadecimal digits."""
    return {
        "seq": entry.seq,
        "at": entry.at,
        "act": entry.act,
        "payload": entry.payload,
        "prev": entry.prev.hex(),
        "hash": entry.hash.hex(),
    }


def _how_to() -> bytes:
    paragraphs = (
        _(
            "These files lie inside the protocol. Save them in one folder from the PDF reader's "
            "list of attachments."
        ),
        _(
            "Appendix D of the protocol has the SHA-256 of each of them. A file that was changed "
            "has another one."
        ),
        _(
            "MødeApp checks everything at once: ./moede verify FILE.pdf. It compares the files "
            "with their sums, reads the journal as a chain, counts the votes again and holds the "
            "printed tables against the files."
        ),
        _(
            "The journal is a chain: each line's hash is SHA-256 over the hash before it and the "
            "text [seq,at,act,payload], written as JSON without spaces. The first one begins with "
            "32 zero bytes. The last one is the head that stands in the protocol."
        ),
    )
    return ("\n\n".join(paragraphs) + "\n").replace("\n", "\r\n").encode("utf-8-sig")
