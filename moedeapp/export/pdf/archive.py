"""From pages to a file for an archive and a screen reader: PDF/A-3a and PDF/UA-1 at once.

ReportLab draws the pages; what the two standards ask for beside them is put in here: the tree of
what is what, the meaning of the colours, the metadata, and the files that go with the protocol.
"""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from moedeapp import resources
from moedeapp.export.blocks import Attachment, Minutes
from moedeapp.export.pdf import glyphs, metadata
from moedeapp.export.pdf.structure import Mark, Node

_BEYOND: Final = re.compile(rb"<([0-9A-F]{5,6})>")
"""A sign's number where there should be two halves of four digits."""

_KEPT_EMPTY: Final = frozenset({"TH", "TD", "Lbl", "LBody"})
"""Parts that count even when nothing stands in them: a table without one is crooked."""


def finished(pages: bytes, root: Node, minutes: Minutes) -> bytes:
    """The pages as the whole document; the same minutes give the same bytes."""
    made = BytesIO()
    with pikepdf.open(BytesIO(pages)) as pdf:
        _Tree(pdf).plant(root)
        _mend_meanings(pdf)
        _colours(pdf)
        metadata.write(pdf, minutes)
        _attach(pdf, minutes.files, minutes.made_at)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        pdf.Root.PageMode = Name.UseOutlines
        pdf.save(
            made,
            force_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            deterministic_id=True,
        )
    return made.getvalue()


def _mend_meanings(pdf: pikepdf.Pdf) -> None:
    """Write the meaning of signs beyond U+FFFF as the format asks, in two halves."""
    mended: set[tuple[int, int]] = set()
    for page in pdf.pages:
        for font in page.resources.get("/Font", Dictionary()).values():
            if "/ToUnicode" not in font or font.objgen in mended:
                continue
            mended.add(font.objgen)
            table = font.ToUnicode.read_bytes()
            if _BEYOND.search(table):
                font.ToUnicode.write(_BEYOND.sub(_in_halves, table))


def _in_halves(found: re.Match[bytes]) -> bytes:
    return b"<" + chr(int(found[1], 16)).encode("utf-16-be").hex().upper().encode() + b">"


def _colours(pdf: pikepdf.Pdf) -> None:
    """Say what red, green and blue mean here."""
    profile = pdf.make_stream(resources.path("colour", "srgb.icc").read_bytes(), N=3)
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB"),
                Info=String("sRGB IEC61966-2.1"),
                DestOutputProfile=profile,
            )
        ]
    )


def _attach(pdf: pikepdf.Pdf, files: Iterable[Attachment], made_at: datetime) -> None:
    """Put files into the document, each with what it is and how it belongs here."""
    moment = String(metadata.pdf_date(made_at))
    entries: list[Object] = []
    names: list[Object] = []
    for file in sorted(files, key=lambda file: file.name):
        data = pdf.make_stream(
            file.data,
            Type=Name.EmbeddedFile,
            Subtype=Name("/" + file.mime),
            Params=Dictionary(
                Size=len(file.data),
                ModDate=moment,
                # The format asks for MD5; what the protocol vouches for is the printed SHA-256.
                CheckSum=String(hashlib.md5(file.data, usedforsecurity=False).digest()),
            ),
        )
        entry = pdf.make_indirect(
            Dictionary(
                Type=Name.Filespec,
                F=String(file.name),
                UF=String(file.name),
                Desc=String(file.says),
                AFRelationship=Name.Data if file.measured else Name.Supplement,
                EF=Dictionary(F=data, UF=data),
            )
        )
        entries.append(entry)
        names += [String(file.name), entry]
    if entries:
        pdf.Root.AF = Array(entries)
        pdf.Root.Names = pdf.Root.get("/Names", Dictionary())
        pdf.Root.Names.EmbeddedFiles = Dictionary(Names=Array(names))


class _Tree:
    """The tree of the document as the file holds it, with the way back from every piece."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._pages = [page.obj for page in pdf.pages]
        self._owners: list[dict[int, Object]] = [{} for _page in self._pages]
        self._followed: dict[int, Object] = {}
        self._annotations = {
            int(annotation.StructParent): annotation
            for page in self._pages
            for annotation in page.get("/Annots", ())
        }

    def plant(self, root: Node) -> None:
        """Make the tree and say that there is one."""
        top = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        top.K = Array([self._element(root, top)])
        ways: list[object] = []
        for number, (page, owners) in enumerate(zip(self._pages, self._owners, strict=True)):
            page.StructParents = number
            page.Tabs = Name.S
            if "/Trans" in page:
                del page.Trans  # an empty one, which says nothing
            owned = Array([owners[piece] for piece in range(len(owners))])
            ways += [number, self._pdf.make_indirect(owned)]
        for number, (mark, element) in enumerate(self._followed.items(), len(self._pages)):
            self._annotations[mark].StructParent = number
            ways += [number, element]
        top.ParentTree = self._pdf.make_indirect(Dictionary(Nums=Array(ways)))
        top.ParentTreeNextKey = len(self._pages) + len(self._followed)
        self._pdf.Root.StructTreeRoot = top
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _element(self, node: Node, parent: Object) -> Object:
        element = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name("/" + node.role), P=parent)
        )
        if node.alt:
            element.Alt = String(glyphs.in_one_line(node.alt))
        if node.key:
            element.T = String(node.key)
        if node.scope:
            element.A = Dictionary(O=Name.Table, Scope=Name("/" + node.scope))
        if node.box:
            box = Array([Decimal(f"{edge:.2f}") for edge in node.box])
            element.A = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=box)
        kids: list[object] = [self._element(kid, element) for kid in node.kids if _held(kid)]
        kids += [self._piece(mark, element) for mark in node.marks]
        if kids:
            element.K = Array(kids)
        return element

    def _piece(self, mark: Mark, element: Object) -> object:
        page = self._pages[mark.page]
        if mark.annotation:
            self._followed[mark.number] = element
            return Dictionary(Type=Name.OBJR, Pg=page, Obj=self._annotations[mark.number])
        self._owners[mark.page][mark.number] = element
        if "/Pg" not in element:
            element.Pg = page
            return mark.number
        if element.Pg.objgen == page.objgen:
            return mark.number
        return Dictionary(Type=Name.MCR, Pg=page, MCID=mark.number)


def _held(node: Node) -> bool:
    return bool(node.marks) or node.role in _KEPT_EMPTY or any(map(_held, node.kids))
