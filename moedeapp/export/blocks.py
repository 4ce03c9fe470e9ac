"""What a protocol is made of: a few kinds of block, without fonts, widths or pages."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import TypeAlias


class Voice(Enum):
    """How words sound; a layout tells the voices apart without colour."""

    PLAIN = auto()
    STRONG = auto()
    QUIET = auto()
    CITIZEN = auto()
    """a citizen's own words, already in quotation marks"""


@dataclass(frozen=True, slots=True)
class Words:
    """Words in one voice; they begin on a line of their own and may hold line breaks."""

    text: str
    voice: Voice = Voice.PLAIN
    address: str = ""
    """where they lead"""


@dataclass(frozen=True, slots=True)
class Bar:
    """A number shown again as a length, from 0 to 1; `says` is the same for the ear."""

    share: float
    says: str


Cell: TypeAlias = tuple[Words | Bar, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """The head of the first page; the logo is a PNG or JPEG or empty, `logo_says` tells of it."""

    above: str
    words: str
    below: str
    logo: bytes = b""
    logo_says: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 or 2."""

    words: str
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    words: str
    voice: Voice = Voice.PLAIN


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and what belongs to them."""

    rows: tuple[tuple[str, Cell], ...]
    key: str = ""
    """a name for programs that read the protocol, the same in every language"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its title and its share of the width; the shares of a table add up to 1."""

    title: str
    share: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; each row has a cell for every column.

    The cell in the column `named_by` is what its row is called when it is read aloud.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    key: str = ""
    """as for `Facts`"""
    named_by: int = 0


@dataclass(frozen=True, slots=True)
class IdeaTable(Table):
    """A table with one row for each idea, so that they can be counted."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Many short entries in several columns, read downwards; the first field is looked up by.

    Every entry has a field for each title; all but the first are numbers.
    """

    titles: tuple[str, ...]
    entries: tuple[tuple[str, ...], ...]
    key: str = ""
    """as for `Facts`"""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code and the same in words; `says` is what it is."""

    text: str
    caption: str
    says: str


Block: TypeAlias = Title | Heading | Paragraph | Facts | Table | Listing | Code


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with the protocol; `measured` if it can be counted again from."""

    name: str
    mime: str
    says: str
    data: bytes
    measured: bool = True


@dataclass(frozen=True, slots=True)
class Minutes:
    """The content of a protocol, ready for any layout."""

    title: str
    author: str
    subject: str
    keywords: str
    language: str
    """as in BCP 47, e.g. da-DK"""
    foot: str
    warning: str
    """what stands at the head of every page; usually nothing"""
    made_at: datetime
    software_version: str
    case: tuple[tuple[str, str], ...]
    """what an archive files it under: English names and values"""
    blocks: tuple[Block, ...]
    files: tuple[Attachment, ...] = ()


def plain(text: str) -> Cell:
    """A cell with one plain text."""
    return (Words(text),)
