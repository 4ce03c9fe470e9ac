"""What a page says, as plain values: no colours, no measures, no pixels.

A `Show` is everything the hall can turn to in one situation. It has sheets; a sheet has blocks, and
when they do not fit on one page they go on to the next.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from moedeapp.model.meeting import Agreement, Colour
from moedeapp.texts import name, number


class Look(Enum):
    """How loud a paragraph is."""

    PLAIN = auto()
    LOUD = auto()
    """the few words of a calm page"""
    STRONG = auto()
    QUIET = auto()
    SMALL = auto()
    """the size of the corner line"""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words across the page."""

    words: str
    look: Look = Look.PLAIN


@dataclass(frozen=True, slots=True)
class Item:
    """An idea, a theme or a proposal, with its number or letter before it."""

    words: str
    mark: str = ""
    colour: Colour | None = None
    """the paper of a theme, under its letter"""
    tail: str = ""
    """a count, at the right side"""
    below: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and what belongs to it, such as a frame."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """What happens with a proposal."""

    proposal: str
    action: str
    below: str


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many have handed in: the only number there is before the seal."""

    cast: int
    words: str
    """what the number counts"""
    part: float | None = None
    """of the slips handed out, 0 to 1; None when those were not counted"""


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a result; without words while it is not revealed."""

    key: str
    words: str = ""
    rank: str = ""
    part: float = 0.0
    """of the dots of the first place, 0 to 1"""
    numbers: tuple[str, ...] = ()
    """under the headings of the sheet"""
    top: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """How many took each of the five steps on a proposal."""

    key: str
    words: str = ""
    mark: str = ""
    counts: tuple[int, ...] = ()
    objections: tuple[str, ...] = ()
    """in words, or how many there are"""


@dataclass(frozen=True, slots=True)
class Code:
    """How to come in by phone: a code to scan, and the same to type."""

    url: str
    address: str
    lead: str = ""
    below: str = ""


@dataclass(frozen=True, slots=True)
class Logo:
    """The organisation's own sign, as the bytes of a picture."""

    data: bytes


Block: TypeAlias = Paragraph | Item | Pair | Step | Turnout | Place | Steps | Code | Logo


@dataclass(frozen=True, slots=True)
class Sheet:
    """One thing to say; as many pages as it takes."""

    title: str
    blocks: tuple[Block, ...] = ()
    eyebrow: str = ""
    """a quiet line above the title"""
    fact: str = ""
    """what stands beside the title, such as a turnout"""
    short: str = ""
    """stands in for a title that is too long, which then begins the text"""
    aside: tuple[Block, ...] = ()
    """at the right side of every page, or before the blocks where there is no room"""
    headings: tuple[str, ...] = ()
    """over the numbers of places"""
    note: str = ""
    """at the foot of every page"""
    calm: bool = False
    """few words in the middle of the page"""
    large: bool = False
    """the title is what matters"""


@dataclass(frozen=True, slots=True)
class Show:
    """Everything the hall can turn to now."""

    key: str
    """pages begin anew when it changes"""
    name: str
    """what is shown, in a word or two"""
    sheets: tuple[Sheet, ...]
    mark: str = ""
    """on every page: that it is a rehearsal, or a practice vote"""
    corner: Code | None = None
    revealed: frozenset[str] = frozenset()
    """keys of the places that are shown"""
    focus: str = ""
    """key of the place that was shown last"""


def steps_in_words(counts: Iterable[int]) -> list[str]:
    """Each step with its count, "Helt enig 12"."""
    return [f"{name(step)} {number(count)}" for step, count in zip(Agreement, counts, strict=True)]
