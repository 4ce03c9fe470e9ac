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


@dataclass(frozen=True, slots=True)
class Bar:
    """A number shown again as a length, from 0 to 1."""

    share: float


Cell: TypeAlias = tuple[Words | Bar, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """The head of the first page; the logo is a PNG or JPEG or empty."""

    above: str
    words: str
    below: str
    logo: bytes = b""


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


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its title and its share of the width; the shares of a table add up to 1."""

    title: str
    share: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; each row has a cell for every column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


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


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code and the same in words."""

    text: str
    caption: str


Block: TypeAlias = Title | Heading | Paragraph | Facts | Table | Listing | Code


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
    blocks: tuple[Block, ...]


def plain(text: str) -> Cell:
    """A cell with one plain text."""
    return (Words(text),)
