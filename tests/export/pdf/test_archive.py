"""What an archive and a case system find in the file, and what it is checked for beforehand."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Name, Pdf

from moedeapp.export import attachments, files, reading
from moedeapp.export.forms import Form
from moedeapp.export.orders import Evening
from moedeapp.export.pdf import document, doubts
from moedeapp.model.meeting import Meeting, Stage, Status
from tests.export import evenings
from tests.export.pdf.test_standards import BREAKAGES

SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "case": "urn:moedeapp:case:1#",
}


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> evenings.Held:
    return evenings.voted(tmp_path_factory.mktemp("archive") / "møde.moede")


@pytest.fixture(scope="module")
def pdf(evening):
    with pikepdf.open(BytesIO(document(evening.protocol()))) as opened:
        yield opened


def metadata(pdf: Pdf) -> ET.Element:
    return ET.fromstring(pdf.Root.Metadata.read_bytes())


def said(root: ET.Element, path: str) -> str:
    found = root.find(f".//{path}", SPACES)
    assert found is not None, path
    return "".join(found.itertext()).strip()


# --- metadata


def test_the_file_says_the_same_of_itself_in_both_places():
    with pikepdf.open(BytesIO(document(evenings.protocol(evenings.whole_evening())))) as pdf:
        root, info = metadata(pdf), pdf.docinfo
        assert said(root, "dc:title") == info.Title == "Protokol fra borgermøde om Fremtidens Havn"
        assert said(root, "dc:creator") == info.Author == "Mågevig Kommune"
        assert said(root, "dc:description") == info.Subject
        assert said(root, "pdf:Keywords") == info.Keywords
        assert said(root, "pdf:Producer") == info.Producer
        assert said(root, "xmp:CreatorTool") == info.Creator == "MødeApp 0.1.0"
        assert said(root, "xmp:CreateDate") == "2026-11-23T21:00:00+01:00"
        assert said(root, "dc:language") == pdf.Root.Lang == "da-DK"
        claims = [said(root, f"pdfaid:{name}") for name in ("part", "conformance")]
        assert [*claims, said(root, "pdfuaid:part")] == ["3", "A", "1"]


def test_the_case_can_be_found_by_its_parts():
    with pikepdf.open(BytesIO(document(evenings.protocol(evenings.whole_evening())))) as pdf:
        root = metadata(pdf)
        assert "KLE:15.20.24;facet:P35;sagsnr:2026/04417: <ø>" in str(pdf.docinfo.Keywords)
    expected = {
        "kle": "15.20.24", "facet": "P35", "caseNumber": "2026/04417: <ø>", "unit": "Plan & Havn",
        "meetingDate": "2026-11-23", "documentId": "d0c1d", "status": "draft", "version": "2",
    }  # fmt: skip
    assert {name: said(root, f"case:{name}") for name in expected} == expected


def test_signs_that_metadata_cannot_hold_are_left_out():
    whole = evenings.whole_evening()
    facts = replace(whole.facts, title="Havn\x00 &\x0b <b>\ufffe]]>", unit="A\x01B")
    with pikepdf.open(BytesIO(document(evenings.protocol(replace(whole, facts=facts))))) as pdf:
        root = metadata(pdf)
        title = "Protokol fra borgermøde om Havn & <b> ]]>"
        assert said(root, "dc:title") == pdf.docinfo.Title == title
        assert said(root, "case:unit") == "A B"


# --- the files inside


def test_every_file_says_what_it_is_and_how_it_belongs_here(pdf, evening):
    named = {str(entry.UF): entry for entry in pdf.Root.AF}
    files = {file.name: file for file in evening.protocol().files}
    assert named.keys() == files.keys() == set(pdf.attachments)
    assert {"resultat.json", "stubs.csv", "manual.csv", "ideer.csv", "journal.json",
            "journal.csv", "recount.py", "LÆS-MIG.txt"} <= named.keys()  # fmt: skip
    for name, entry in named.items():
        assert entry.EF.F.read_bytes() == files[name].data
        assert entry.EF.F.Subtype == Name("/" + files[name].mime)
        assert entry.AFRelationship in ("/Data", "/Supplement")
        assert str(entry.Desc) == files[name].says != ""


def test_the_sum_of_every_file_is_printed(pdf, evening):
    paper = reading.document(pdf)
    table = next(part for part in paper.find("Table") if part.key == "files")
    printed = {row[0].split()[0]: row[1] for row in table.rows()[1:]}
    assert printed == {
        file.name: sha256(file.data).hexdigest() for file in evening.protocol().files
    }


def test_the_journal_is_inside_twice_and_whole(evening):
    held = {file.name: file.data for file in evening.protocol().files}
    acts = json.loads(held[attachments.JOURNAL])
    assert [act["hash"] for act in acts] == [entry.hash.hex() for entry in evening.entries]
    text = held[attachments.JOURNAL_LIST].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert rows == [{name: str(value) for name, value in act.items()} for act in acts]


def test_the_organisations_own_colours_are_the_screens(pdf):
    (intent,) = pdf.Root.OutputIntents
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"


# --- the look before it is handed over


def test_a_right_file_raises_no_doubt(evening):
    assert doubts(document(evening.protocol())) == []
    assert doubts(document(evenings.protocol(evenings.saying([])))) == []


@pytest.mark.parametrize(
    "name",
    ["_no_colours", "_font_left_out", "_program_inside", "_colours_of_print", "_no_relation",
     "_no_kind_of_file"],
)  # fmt: skip
def test_what_an_archive_refuses_raises_a_doubt(name):
    (breakage,) = (found for found in BREAKAGES if found.__name__ == name)
    made = BytesIO()
    with pikepdf.open(BytesIO(document(evenings.protocol(evenings.whole_evening())))) as pdf:
        breakage(pdf)
        pdf.save(made)
    assert doubts(made.getvalue()) != []


def test_metadata_of_somebody_else_raises_a_doubt():
    made = BytesIO()
    with pikepdf.open(BytesIO(document(evenings.protocol(evenings.saying([]))))) as pdf:
        packet = pdf.Root.Metadata.read_bytes().replace(b"urn:moedeapp:case:1#", b"urn:andet#")
        packet = packet.replace(b"xmlns:case", b"xmlns:sag").replace(b"<case:", b"<sag:")
        packet = packet.replace(b"</case:", b"</sag:")
        pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)
        pdf.save(made)
    assert doubts(made.getvalue()) != []


def at_an_end(meeting: Meeting) -> Evening:
    return Evening(meeting, [], evenings.HEAD, evenings.MADE_AT, "0.1.0")


def test_a_doubtful_protocol_is_a_draft_with_a_warning_on_every_page(tmp_path, monkeypatch):
    asked: list[bytes] = []
    monkeypatch.setattr(files, "doubts", lambda data: asked.append(data) or ["noget er galt"])
    heard: list[str] = []
    whole = evenings.whole_evening()
    made = files.export_all(
        at_an_end(replace(whole, stage=Stage(status=Status.FINAL))),
        tmp_path,
        forms=[Form.LISTS, Form.DATA],
        warn=heard.append,
    )
    assert len(asked) == 1
    (warning,) = heard
    assert "mærket som udkast" in warning
    with pikepdf.open(made[0]) as pdf:
        text = reading.document(pdf).text
        assert "Udkast, version 1" in text
        for page in pdf.pages:
            assert b"/Subtype /Header" in page.Contents.read_bytes()
    assert len(made) > 4  # what else there is to write is written


def test_a_file_without_a_doubt_warns_of_nothing(tmp_path):
    heard: list[str] = []
    made = files.export_all(at_an_end(evenings.whole_evening()), tmp_path, warn=heard.append)
    assert heard == []
    with pikepdf.open(made[0]) as pdf:
        assert all(b"/Header" not in page.Contents.read_bytes() for page in pdf.pages)
        assert isinstance(pdf.Root.AF, Array)
