"""The result as pictures to share, each with the words for those who do not see it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from moedeapp import resources, texts
from moedeapp.export import logo, rounds
from moedeapp.export.names import PICTURE_SIZES
from moedeapp.export.wordings import Wordings
from moedeapp.model.meeting import IdeaState, Meeting, Proposal, Round, RoundKind
from moedeapp.model.ranking import TOP, Place, places
from moedeapp.texts import _, ngettext

_INK, _QUIET, _ACCENT = "#1b2433", "#5a6579", "#0b5c7a"
_PAPER, _CARD, _EMPTY, _STAMP = "#f6f5f1", "#ffffff", "#dfe4ea", "#8a1c15"
_MARGIN: Final = 56
_SEEN_CODE: Final = re.compile(r"\[U\+[0-9A-F]{4,6}\]")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a PNG, and what it shows in words."""

    name: str
    """such as 1200x630"""
    png: bytes
    says: str


@dataclass(frozen=True, slots=True)
class _Line:
    """What a picture tells of one proposal."""

    place: str
    title: str
    support: str
    share: float


def pictures(meeting: Meeting) -> tuple[Picture, ...]:
    """A picture of the newest result in each size; none before there is one.

    Only words that were shown in the hall are on it.
    """
    sealed = rounds.sealed(meeting, RoundKind.DOTS)
    if not sealed:
        return ()
    vote = sealed[-1]
    return tuple(_picture(meeting, vote, wide, high) for wide, high in PICTURE_SIZES)


def _picture(meeting: Meeting, vote: Round, wide: int, high: int) -> Picture:
    listed = [place for place in places(meeting, vote) if place.rank <= TOP]
    most = 4 if high < wide else 5
    lines = [_line(meeting, vote, place, listed[0].dots) for place in listed[:most]]
    more = _more(len(listed) - most)
    image = Image.new("RGB", (wide, high), _PAPER)
    _Drawing(meeting, image).draw(lines, more, texts.turnout(vote.cast, vote.handed_out))
    return Picture(f"{wide}x{high}", logo.png(image), _alt(meeting, vote, lines, more))


def _more(count: int) -> str:
    if count <= 0:
        return ""
    return ngettext(
        "{n} more proposal shares the last place.",
        "{n} more proposals share the last place.",
        count,
    ).format(n=texts.number(count))


def _line(meeting: Meeting, vote: Round, place: Place, most: int) -> _Line:
    support = texts.support(place.dots, place.persons)
    if vote.stickers:
        support = _("{dots} from at least {persons}").format(
            dots=texts.dots(place.dots), persons=texts.persons(place.persons)
        )
    rank = texts.rank(place.rank, shared=place.shared)
    return _Line(
        rank if place.shared else _("place {place}").format(place=rank),
        _named(meeting, place.proposal),
        support,
        place.dots / most if most else 0.0,
    )


def _named(meeting: Meeting, proposal: Proposal) -> str:
    """The title, unless it is words of an idea that never stood on the board."""
    wordings = Wordings(meeting)
    title = proposal.title
    same = [idea for idea in meeting.ideas.values() if title and title in (idea.words, idea.text)]
    unseen = same and all(idea.state is not IdeaState.SHOWN or idea.masked for idea in same)
    if unseen or wordings.proposal(proposal) != title or not _drawn(title):
        return texts.thing("proposals", proposal.number)
    return wordings.named(proposal)


def _alt(meeting: Meeting, vote: Round, lines: list[_Line], more: str) -> str:
    """Everything the picture says, in sentences."""
    told = _("Result of the dot vote at the citizen meeting on {topic}").format(
        topic=meeting.facts.title
    )
    parts = [
        *([f"{texts.rehearsal()}."] if meeting.facts.rehearsal else []),
        f"{', '.join(filter(None, (told, _day(meeting))))}.",
        *(
            _("{place}: {title}, {support}.").format(
                place=texts.capital(line.place), title=line.title, support=line.support
            )
            for line in lines
        ),
        *filter(None, (more,)),
        f"{texts.turnout(vote.cast, vote.handed_out)}.",
        f"{texts.advisory()}.",
    ]
    return "\n".join(parts) + "\n"


def _day(meeting: Meeting) -> str:
    return texts.date(meeting.facts.date) if meeting.facts.date else ""


# --- drawing


@cache
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    # The plain engine gives the same letters on every machine.
    return ImageFont.truetype(
        str(resources.fonts()[face]), size, layout_engine=ImageFont.Layout.BASIC
    )


def _drawn(text: str) -> str:
    """The words without signs the font has not got."""
    from moedeapp.export.pdf import glyphs

    glyphs.load()
    return " ".join(_SEEN_CODE.sub("", glyphs.printable(text)).split())


class _Drawing:
    """One picture from top to bottom."""

    def __init__(self, meeting: Meeting, image: Image.Image) -> None:
        self._meeting = meeting
        self._image = image
        self._pen = ImageDraw.Draw(image)
        self._wide, self._high = image.size
        self._square = self._wide == self._high

    def draw(self, lines: list[_Line], more: str, turnout: str) -> None:
        """Head, places, foot and stamp."""
        top = self._head()
        bottom = self._foot(turnout)
        if more:
            bottom -= 34
            self._words(more, _MARGIN, bottom, 24, "regular", _QUIET)
        room = (bottom - top) / max(len(lines), 1)
        high = min(room, 170 if self._square else 96)
        for number, line in enumerate(lines):
            self._line(line, top + number * high, high)

    def _head(self) -> float:
        facts, name = self._meeting.facts, self._meeting.organisation.name
        above = " · ".join(filter(None, (name, _day(self._meeting))))
        self._words(above, _MARGIN, 44, 26, "regular", _QUIET)
        size = 60 if self._square else 46
        top = 84.0
        title = facts.title or _("Citizen meeting")
        for words in self._fitted(title, size, "bold", 2 if self._square else 1):
            self._words(words, _MARGIN, top, size, "bold", _INK)
            top += size * 1.2
        self._words(_("What the hall put first"), _MARGIN, top + 6, 30, "regular", _ACCENT)
        return top + 64

    def _line(self, line: _Line, top: float, high: float) -> None:
        """A place: its number, the title, the bar and both numbers."""
        if self._square:
            left, size, small, rows = _MARGIN + 232.0, 40, 30, 2 if high > 136 else 1
        else:
            left, size, small, rows = _MARGIN + 184.0, 29 if high > 76 else 25, 24, 1
        wide = self._wide - _MARGIN - left
        place = texts.capital(line.place)
        self._words(place, _MARGIN, top + (size - small) * 0.8, small, "bold", _ACCENT)
        for words in self._fitted(line.title, size, "bold", rows, wide):
            self._words(words, left, top, size, "bold", _INK)
            top += size * 1.18
        bar = wide * (0.45 if self._square else 0.55)
        self._bar(left, top + 9, bar, small * 0.6, line.share)
        self._words(line.support, left + bar + 18, top + 12 - small * 0.5, small, "regular", _INK)

    def _bar(self, left: float, top: float, wide: float, high: float, share: float) -> None:
        for length, colour in ((wide, _EMPTY), (wide * share, _ACCENT)):
            if length >= 1:
                box = (left, top, left + length, top + high)
                self._pen.rounded_rectangle(box, min(high / 2, length / 2), fill=colour)

    def _foot(self, turnout: str) -> float:
        """The stamp, which nobody can crop off without a trace, and how many voted."""
        rehearsal = self._meeting.facts.rehearsal
        words = texts.rehearsal() if rehearsal else texts.advisory()
        top = self._high - 92
        self._pen.rectangle((0, top, self._wide, self._high), fill=_STAMP if rehearsal else _INK)
        self._words(words, _MARGIN, top + 27, 32, "bold", _CARD)
        self._words(f"{turnout}.", _MARGIN, top - 42, 24, "regular", _QUIET)
        return top - 56

    def _words(self, text: str, x: float, y: float, size: int, face: str, colour: str) -> None:
        self._pen.text((x, y), _drawn(text), colour, _font(face, size))

    def _fitted(
        self, text: str, size: int, face: str, rows: int, wide: float | None = None
    ) -> Iterator[str]:
        """The words in rows that fit; what is left over ends in three dots."""
        wide = self._wide - 2 * _MARGIN if wide is None else wide
        font, words = _font(face, size), _drawn(text).split()
        for row in range(rows):
            line, last = "", row == rows - 1
            while words and font.getlength(f"{line} {words[0]}".strip()) <= wide:
                line = f"{line} {words.pop(0)}".strip()
            if words and (last or not line):
                # A word wider than the row, or the end: as many signs as there is room for.
                rest = f"{line} {' '.join(words)}".strip()
                words = []
                while font.getlength(rest + "…") > wide:
                    rest = rest[:-1]
                line = rest.rstrip() + "…"
            if line:
                yield line
