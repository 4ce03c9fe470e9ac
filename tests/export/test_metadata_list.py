"""What a case system is told about each file."""

import csv
import io
from dataclasses import replace
from hashlib import sha256

from moedeapp.export.metadata_list import Filed, document_title, metadata_csv
from tests.export import evenings

FILES = [Filed("protokol.pdf", "Protokollen", b"pdf"), Filed("=side.html", "Siden; og\nmere", b"")]


def rows(meeting, files=FILES) -> list[dict[str, str]]:
    text = metadata_csv(meeting, files).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_every_file_has_a_row_with_the_case_and_its_own_sum() -> None:
    first, second = rows(evenings.whole_evening())
    assert first == {
        "Fil": "protokol.pdf",
        "Dokumenttitel": "Protokol fra borgermøde om Fremtidens Havn den 23. november 2026",
        "Dokumentdato": "2026-11-23",
        "Dokumenttype": "Protokollen",
        "Organisation": "Mågevig Kommune",
        "Enhed": "Plan & Havn",
        "KLE-nummer": "15.20.24",
        "Facet": "P35",
        "Sagsnummer": "2026/04417: <ø>",
        "Status": "Udkast",
        "Version": "2",
        "Hvad der er ændret": "Et navn var stavet forkert.",
        "Dokument-id": "d0c1d",
        "Sprog": "da",
        "SHA-256": sha256(b"pdf").hexdigest(),
    }
    assert second["Dokumenttype"] == "Siden; og\nmere"


def test_the_date_of_the_document_is_the_day_of_the_meeting_and_may_be_unknown() -> None:
    meeting = evenings.whole_evening()
    undated = replace(meeting, facts=replace(meeting.facts, date=""))
    assert rows(undated)[0]["Dokumentdato"] == ""
    assert document_title(undated) == "Protokol fra borgermøde om Fremtidens Havn"


def test_a_rehearsal_is_no_draft_of_anything() -> None:
    (row, _other) = rows(evenings.rehearsing(evenings.whole_evening()))
    assert row["Status"] == "Generalprøve – ikke en protokol"
