"""What the document says of itself, for readers, archives and case systems."""

import re
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Dictionary, Name, String

from moedeapp.export.blocks import Minutes

CASE: Final = "urn:moedeapp:case:1#"
"""The namespace of what an archive files the protocol under."""

_PRODUCER: Final = "ReportLab, pikepdf"

_UNWRITABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What XML has no way to write, and no reader a way to show."""

_PACKET: Final = """\
<?xpacket begin="\N{ZERO WIDTH NO-BREAK SPACE}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:case="{case}">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
<pdf:Keywords>{keywords}</pdf:Keywords>
<xmp:CreatorTool>{tool}</xmp:CreatorTool>
<xmp:CreateDate>{made}</xmp:CreateDate>
<xmp:ModifyDate>{made}</xmp:ModifyDate>
<xmp:MetadataDate>{made}</xmp:MetadataDate>
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
{values}</rdf:Description>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>
{schemas}</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""

_SCHEMA: Final = """\
<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>{name}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>
{properties}</rdf:Seq></pdfaSchema:property>
</rdf:li>
"""

_PROPERTY: Final = """\
<rdf:li rdf:parseType="Resource">
<pdfaProperty:name>{name}</pdfaProperty:name>
<pdfaProperty:valueType>{type}</pdfaProperty:valueType>
<pdfaProperty:category>{category}</pdfaProperty:category>
<pdfaProperty:description>{says}</pdfaProperty:description>
</rdf:li>
"""

_CASE_SAYS: Final = {
    "kle": "Subject number of the Danish municipal classification KLE",
    "facet": "Facet of the Danish municipal classification KLE",
    "caseNumber": "Number of the case in the system of the authority",
    "unit": "Unit of the authority that held the meeting",
    "meetingDate": "Day of the meeting",
    "documentId": "Key of the meeting",
    "status": "draft, final or rehearsal",
    "version": "Version of the protocol",
}


def clean(text: str) -> str:
    """The text in one line, with nothing that metadata cannot hold."""
    return " ".join(_UNWRITABLE.sub(" ", text).split())


def pdf_date(moment: datetime) -> str:
    """A moment as PDF writes it."""
    zone = f"{moment:%z}"
    return f"D:{moment:%Y%m%d%H%M%S}" + (f"{zone[:3]}'{zone[3:5]}'" if zone else "")


def write(pdf: pikepdf.Pdf, minutes: Minutes) -> None:
    """Put title, author, case and conformance into the document, in both places it has for them."""
    tool = f"MødeApp {minutes.software_version}"
    told = {
        "title": minutes.title,
        "author": minutes.author,
        "subject": minutes.subject,
        "keywords": minutes.keywords,
        "producer": _PRODUCER,
        "tool": tool,
    }
    told = {name: clean(text) for name, text in told.items()}
    moment = pdf_date(minutes.made_at)
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(told["title"]),
            Author=String(told["author"]),
            Subject=String(told["subject"]),
            Keywords=String(told["keywords"]),
            Producer=String(told["producer"]),
            Creator=String(told["tool"]),
            CreationDate=String(moment),
            ModDate=String(moment),
        )
    )
    packet = _packet(minutes, told).encode()
    pdf.Root.Metadata = pdf.make_indirect(
        pikepdf.Stream(pdf, packet, Type=Name.Metadata, Subtype=Name.XML)
    )
    pdf.Root.Lang = String(minutes.language)


def _packet(minutes: Minutes, told: dict[str, str]) -> str:
    case = {name: clean(value) for name, value in minutes.case}
    values = "".join(
        f"<case:{name}>{escape(value)}</case:{name}>\n" for name, value in case.items() if value
    )
    schemas = _schema(
        "PDF/UA identification schema",
        "http://www.aiim.org/pdfua/ns/id/",
        "pdfuaid",
        [("part", "Integer", "internal", "Part of the PDF/UA standard")],
    ) + _schema(
        "Case metadata of MødeApp",
        CASE,
        "case",
        [(name, "Text", "external", _CASE_SAYS[name]) for name, value in case.items() if value],
    )
    return _PACKET.format(
        case=CASE,
        language=minutes.language,
        made=minutes.made_at.isoformat(timespec="seconds"),
        values=values,
        schemas=schemas,
        **{name: escape(text) for name, text in told.items()},
    )


def _schema(name: str, uri: str, prefix: str, properties: list[tuple[str, str, str, str]]) -> str:
    return _SCHEMA.format(
        name=name,
        uri=uri,
        prefix=prefix,
        properties="".join(
            _PROPERTY.format(name=own, type=kind, category=category, says=says)
            for own, kind, category, says in properties
        ),
    )
