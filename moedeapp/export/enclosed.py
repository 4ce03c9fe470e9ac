"""Appendix D: the dot codes, the files in the protocol with their sums, the journal in short."""

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

from moedeapp import texts
from moedeapp.export import dot_codes
from moedeapp.export.blocks import (
    Attachment,
    Block,
    Column,
    Heading,
    Paragraph,
    Table,
    Words,
    plain,
)
from moedeapp.export.wordings import Wordings
from moedeapp.model.journal import Entry
from moedeapp.model.meeting import Meeting
from moedeapp.texts import _

KEY: Final = "files"
"""The key of the list of files."""


def appendix(
    meeting: Meeting, wordings: Wordings, files: Sequence[Attachment], entries: Sequence[Entry]
) -> Iterable[Block]:
    """The appendix."""
    yield Heading(_("Appendix D. Dot codes and files"), new_page=True)
    yield from dot_codes.lists(meeting, wordings)
    yield from _files(files)
    yield from _journal(entries)


def _files(files: Sequence[Attachment]) -> Iterable[Block]:
    yield Heading(_("Files in this document"), 2)
    yield Paragraph(
        _(
            "These files lie inside the PDF of this protocol. A PDF reader shows them as "
            "attachments. The sum beside each is its SHA-256: when a file was changed, it has "
            "another sum. With MødeApp, ./moede verify checks all of it, also whether the printed "
            "tables are the same as the files."
        )
    )
    yield Table(
        (Column(_("File"), 0.28), Column("SHA-256", 0.72)),
        tuple(
            ((Words(file.name), Words(file.says)), plain(sha256(file.data).hexdigest()))
            for file in files
        ),
        key=KEY,
    )


def _journal(entries: Sequence[Entry]) -> Iterable[Block]:
    yield Heading(_("The journal in short"), 2)
    own = {"meeting": _("Begin the meeting"), "undo": _("Undo"), "redo": _("Redo")}
    counted = Counter(own.get(e.act) or texts.capital(texts.act(e.act)) for e in entries)
    if not counted:
        yield Paragraph(_("The journal is empty."))
        return
    first, last = entries[0].at, entries[-1].at
    yield Paragraph(
        _("From {begin} to {end}, without a word of what citizens said.").format(
            begin=f"{texts.date(first)} {texts.clock(first)}",
            end=f"{texts.date(last)} {texts.clock(last)}",
        )
    )
    yield Paragraph(
        " · ".join(f"{act}: {texts.number(times)}" for act, times in sorted(counted.items()))
    )
