"""Reads a protocol the way a screen reader does: the tree of its parts with the words of each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

_HEX: Final = re.compile(rb"<([0-9A-Fa-f]+)>")
_SINGLE: Final = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGE: Final = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_ROW_OF_RANGE: Final = re.compile(rb"<(\w+)>\s*<(\w+)>\s*(<\w+>|\[.*?\])", re.DOTALL)

_OPERATORS: Final = "Tf Tj TJ ' \" BDC BMC EMC"

Signs = dict[int, str]
"""What the codes of a font mean."""


@dataclass(slots=True)
class Part:
    """A part of the document as the file tells it."""

    role: str
    key: str = ""
    alt: str = ""
    words: str = ""
    """its own, without those of its parts"""
    parts: list["Part"] = field(default_factory=list)

    def walk(self) -> Iterator["Part"]:
        """This part and all below it, as they are read."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def find(self, *roles: str) -> Iterator["Part"]:
        """All parts below with one of the roles, as they are read."""
        return (part for part in self.walk() if part.role in roles)

    @property
    def text(self) -> str:
        """All words of the part; a space where one of its parts ends and the next begins."""
        return " ".join(" ".join(part.words for part in self.walk() if part.words).split())

    def rows(self) -> list[list[str]]:
        """The cells of a table by row, heads included."""
        return [[cell.text for cell in row.find("TH", "TD")] for row in self.find("TR")]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it is read."""

    document: Part
    """without a role when it is not tagged"""
    furniture: tuple[tuple[str, ...], ...]
    """by page, the texts that are seen and not read: feet, and titles that come again"""


def read(pdf: pikepdf.Pdf) -> Reading:
    """What is read, and what else is seen."""
    pages = {page.obj.objgen: _texts(page) for page in pdf.pages}
    furniture = tuple(tuple(texts.pop(None, "").splitlines()) for texts in pages.values())
    top = pdf.Root.get("/StructTreeRoot")
    if not isinstance(top, Dictionary):
        return Reading(Part(""), furniture)
    parts = [_part(kid, None, pages) for kid in _kids(top) if isinstance(kid, Dictionary)]
    return Reading(parts[0] if len(parts) == 1 else Part("", parts=parts), furniture)


def document(pdf: pikepdf.Pdf) -> Part:
    """The tree of a tagged document; a part without a role when it is not tagged."""
    return read(pdf).document


def outline(pdf: pikepdf.Pdf) -> list[str]:
    """The titles of the list of contents, as they are read."""
    with pdf.open_outline() as found:
        waiting, titles = list(found.root), []
        while waiting:
            entry = waiting.pop(0)
            titles.append(str(entry.title))
            waiting = [*entry.children, *waiting]
    return titles


def _kids(element: Dictionary) -> list[Object]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


Texts = dict[int | None, str]
"""The words of a page by the number of their piece; lines of what is in none under None."""


def _part(element: Dictionary, page: Object | None, pages: dict[tuple[int, int], Texts]) -> Part:
    part = Part(
        str(element.get("/S", "")).removeprefix("/"),
        str(element.get("/T", "")),
        str(element.get("/Alt", "")),
    )
    page = element.get("/Pg", page)
    for kid in _kids(element):
        if isinstance(kid, int):
            part.words += _piece(pages, page, kid)
        elif isinstance(kid, Dictionary) and kid.get("/Type") == Name.MCR:
            part.words += _piece(pages, kid.get("/Pg", page), int(kid.MCID))
        elif isinstance(kid, Dictionary) and "/S" in kid:
            part.parts.append(_part(kid, page, pages))
    return part


def _piece(pages: dict[tuple[int, int], Texts], page: Object | None, number: int) -> str:
    return pages.get(page.objgen, {}).get(number, "") if page is not None else ""


# --- the words of a page


def _texts(page: pikepdf.Page) -> Texts:
    fonts = {name: _signs(font) for name, font in page.resources.get("/Font", Dictionary()).items()}
    found: Texts = {}
    signs: Signs = {}
    open_pieces: list[int | None] = []
    for instruction in pikepdf.parse_content_stream(page, _OPERATORS):
        operands = instruction.operands
        match str(instruction.operator):
            case "Tf":
                signs = fonts.get(str(operands[0]), {})
            case "BDC":
                open_pieces.append(_number(operands[1]))
            case "BMC":
                open_pieces.append(None)
            case "EMC":
                if open_pieces:
                    open_pieces.pop()
            case _:
                number = next((n for n in reversed(open_pieces) if n is not None), None)
                shown = _shown(operands[-1], signs) + ("\n" if number is None else "")
                found[number] = found.get(number, "") + shown
    return found


def _number(properties: Object) -> int | None:
    number = properties.get("/MCID") if isinstance(properties, Dictionary) else None
    return int(number) if number is not None else None


def _shown(operand: Object, signs: Signs) -> str:
    strings = operand if isinstance(operand, Array) else (operand,)
    return "".join(
        signs.get(code, "\N{REPLACEMENT CHARACTER}")
        for string in strings
        if isinstance(string, pikepdf.String)
        for code in bytes(string)
    )


def _signs(font: Object) -> Signs:
    if "/ToUnicode" not in font:
        return {}
    table = font.ToUnicode.read_bytes()
    signs: Signs = {}
    for block in _SINGLE.findall(table):
        codes = _HEX.findall(block)
        signs |= {
            int(code, 16): _sign(sign) for code, sign in zip(codes[::2], codes[1::2], strict=True)
        }
    for block in _RANGE.findall(table):
        for first, last, told in _ROW_OF_RANGE.findall(block):
            begin, end = int(first, 16), int(last, 16)
            given = _HEX.findall(told)
            if told.startswith(b"["):
                signs |= {begin + step: _sign(sign) for step, sign in enumerate(given)}
            else:
                start = int(given[0], 16)
                signs |= {code: chr(start + code - begin) for code in range(begin, end + 1)}
    return signs


def _sign(hexadecimal: bytes) -> str:
    return bytes.fromhex(hexadecimal.decode()).decode("utf-16-be", "replace")
