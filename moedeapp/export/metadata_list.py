"""What an archive files each document under, as a list that a case system can read in one go."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from moedeapp import texts
from moedeapp.export.minutes import title_of
from moedeapp.export.tables import csv_bytes
from moedeapp.model.meeting import Meeting
from moedeapp.texts import _


@dataclass(frozen=True, slots=True)
class Filed:
    """A file with what it is, and the whole of it."""

    name: str
    says: str
    data: bytes


def metadata_csv(meeting: Meeting, files: Iterable[Filed]) -> bytes:
    """A row for each file, the protocol first; UTF-8 with mark, semicolons, CRLF."""
    facts, stage = meeting.facts, meeting.stage
    heading = (
        _("File"), _("Document title"), _("Document date"), _("Document type"),
        texts.thing("organisation"), texts.field("unit"), texts.field("kle"),
        texts.field("facet"), texts.field("case_number"), texts.field("status"),
        texts.field("version"), texts.field("change_note"), _("Document ID"),
        texts.field("language"), "SHA-256",
    )  # fmt: skip
    rows = (
        (
            file.name, document_title(meeting), facts.date, file.says,
            meeting.organisation.name, facts.unit, facts.kle, facts.facet, facts.case_number,
            texts.rehearsal() if facts.rehearsal else texts.name(stage.status), stage.version,
            stage.change_note, facts.id, texts.spoken(), sha256(file.data).hexdigest(),
        )
        for file in files
    )  # fmt: skip
    return csv_bytes(meeting, heading, rows)


def document_title(meeting: Meeting) -> str:
    """What the meeting was about, and when: a title that stands alone in an archive."""
    date = meeting.facts.date
    title = title_of(meeting)
    return _("{title} on {date}").format(title=title, date=texts.date(date)) if date else title
