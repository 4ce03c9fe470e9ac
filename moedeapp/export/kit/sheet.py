"""Paper to print on: rooms on a page, words as large as they fit, squares, boxes and cuts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, Final, Literal

from reportlab.lib.colors import black
from reportlab.pdfgen.canvas import Canvas

from moedeapp import qr
from moedeapp.export.logo import picture
from moedeapp.export.pdf import glyphs
from moedeapp.export.pdf.items import Line, Logo, Mosaic, Style, lines
from moedeapp.model.meeting import Meeting
from moedeapp.texts import _, spoken

MM: Final = 72 / 25.4
WIDE: Final = 210 * MM
HIGH: Final = 297 * MM
"""A4 in points; larger paper is A4 drawn larger."""
EDGE: Final = 7 * MM
"""Nothing stands nearer the edge of the paper, because printers do not reach it."""

ENDLESS: Final = 1e9
"""A height that nothing fills."""

LOGO_HIGH: Final = 46.0
"""How high the organisation's picture is, with its air."""

Align = Literal["left", "centre", "right"]

_LEADING: Final = 1.25
_SPACED: Final = 0.06
"""Air between the signs of a code, in sizes of its letters."""


@dataclass(frozen=True, slots=True)
class Room:
    """A rectangle on the page in points; `top` is counted from the upper edge of the paper."""

    left: float = 0.0
    top: float = 0.0
    wide: float = WIDE
    high: float = HIGH

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.wide

    @property
    def bottom(self) -> float:
        """Its lower edge, counted from the upper edge of the paper."""
        return self.top + self.high

    def inside(self, across: float, down: float | None = None) -> "Room":
        """What is left when so much is kept free at the sides, and above and below."""
        down = across if down is None else down
        return Room(
            self.left + across, self.top + down, self.wide - 2 * across, self.high - 2 * down
        )

    def upper(self, high: float) -> "Room":
        """Its upper part, so high."""
        return replace(self, high=high)

    def below(self, used: float) -> "Room":
        """What is below the upper part that was used."""
        return replace(self, top=self.top + used, high=self.high - used)

    def under(self, rest: "Room") -> "Room":
        """What is left of it below what was drawn in a part of it, `rest` being left of that."""
        return self.below(rest.top - self.top)

    def lower(self, high: float) -> "Room":
        """Its lower part, so high."""
        return self.below(self.high - high)

    def above(self, used: float) -> "Room":
        """What is above the lower part that was used."""
        return replace(self, high=self.high - used)

    def first(self, wide: float) -> "Room":
        """Its left part, so wide."""
        return replace(self, wide=wide)

    def after(self, used: float) -> "Room":
        """What is at the right of the left part that was used."""
        return replace(self, left=self.left + used, wide=self.wide - used)

    def cells(self, columns: int, rows: int) -> list["Room"]:
        """Equal parts, line by line."""
        wide, high = self.wide / columns, self.high / rows
        return [
            Room(self.left + column * wide, self.top + row * high, wide, high)
            for row in range(rows)
            for column in range(columns)
        ]


def style(size: float, *, bold: bool = False) -> Style:
    """Black words of a size; grey ones would break up on a bad printer."""
    face = glyphs.BOLD if bold else glyphs.REGULAR
    return Style(size, size * _LEADING, face, black)


def width(words: str, size: float, *, bold: bool = False) -> float:
    """How wide words on one line are."""
    return glyphs.width(glyphs.printable(words), style(size, bold=bold).face, size)


def spaced_width(words: str, size: float) -> float:
    """How wide signs with air between them are."""
    return width(words, size, bold=True) + len(words) * size * _SPACED


def fitted(
    words: str, wide: float, high: float, sizes: Sequence[float], *, bold: bool = False
) -> list[Line]:
    """The words in lines of the largest size that fits; in the last one they may be cut off.

    A size that would break a word is taken only when no other is left.
    """
    for size in sizes:
        look = style(size, bold=bold)
        found = list(lines(words, look, wide))
        longest = max((width(word, size, bold=bold) for word in words.split()), default=0)
        if len(found) * look.leading <= high + 0.01 and longest <= wide:
            return found
    room = max(1, int((high + 0.01) // look.leading))
    if len(found) > room:
        last = found[room - 1]
        found = [*found[: room - 1], replace(last, words=_cut_off(last, wide))]
    return found


def _cut_off(line: Line, wide: float) -> str:
    words = line.words.rstrip()
    while words and glyphs.width(f"{words}…", line.style.face, line.style.size) > wide:
        words = words[:-1].rstrip()
    return f"{words}…"


def depth(found: Iterable[Line]) -> float:
    """How high lines are together."""
    return sum(line.height for line in found)


class Sheets:
    """A PDF in the making. Every page, and every piece cut from one, tells of a rehearsal."""

    def __init__(self, meeting: Meeting, title: str, *, scale: float = 1.0) -> None:
        """Begin; `scale` 1 is A4, and the square root of two A3."""
        glyphs.load()
        self.meeting = meeting
        self._made = BytesIO()
        self._scale = scale
        self._pages = 0
        named = f"{title} – {meeting.facts.title}" if meeting.facts.title else title
        self._canvas: Any = Canvas(
            self._made,
            pagesize=(WIDE * scale, HIGH * scale),
            invariant=True,
            initialFontName=glyphs.REGULAR,
            lang=spoken(),
        )
        self._canvas.setTitle(named)
        self._canvas.setAuthor(meeting.organisation.name or "MødeApp")
        self._canvas.setCreator("MødeApp")

    def data(self) -> bytes:
        """The finished PDF; nothing can be drawn after it."""
        if not self._pages:
            self.page()
        self._canvas.save()
        return self._made.getvalue()

    # --- pages and pieces

    def page(self) -> Room:
        """A new page, and the whole of its paper."""
        if self._pages:
            self._canvas.showPage()
        self._pages += 1
        self._canvas.scale(self._scale, self._scale)
        return Room()

    def whole(self) -> Room:
        """A new page that stays in one piece, without its edges."""
        return self.piece(self.page(), 15 * MM)

    def piece(self, room: Room, edge: float = EDGE) -> Room:
        """The inside of a page or of a piece that is cut out; a rehearsal is told of first."""
        inside = room.inside(edge)
        if not self.meeting.facts.rehearsal:
            return inside
        (line,) = fitted(_("Rehearsal. Nothing counts."), inside.wide - 12, 16, (11,), bold=True)
        self.frame(inside.upper(18), thick=1.2)
        self.put([line], inside.upper(18).inside(6, 1.5))
        return inside.below(22)

    def pieces(self, columns: int, rows: int) -> list[Room]:
        """A new page to be cut into equal pieces, with a line to cut along between them."""
        paper = self.page()
        cells = paper.cells(columns, rows)
        for cell in cells[1:]:
            if cell.left > 0.01:
                self.cut(cell.left, EDGE, cell.left, HIGH - EDGE)
            if cell.top > 0.01:
                self.cut(EDGE, cell.top, WIDE - EDGE, cell.top)
        return cells

    # --- drawing

    def put(self, found: Iterable[Line], room: Room, align: Align = "left") -> Room:
        """Lines from the top of a room; gives the room below them."""
        for line in found:
            used = glyphs.width(line.words.rstrip(), line.style.face, line.style.size)
            spare = {"left": 0.0, "centre": (room.wide - used) / 2, "right": room.wide - used}
            x = room.left + spare[align]
            line.draw(self._canvas, x, HIGH - room.top, room.wide)
            room = room.below(line.height)
        return room

    def words(
        self,
        words: str,
        room: Room,
        sizes: Sequence[float],
        *,
        bold: bool = False,
        align: Align = "left",
    ) -> Room:
        """Words as large as the room lets them be; gives the room below them."""
        return self.put(fitted(words, room.wide, room.high, sizes, bold=bold), room, align)

    def spaced(self, words: str, room: Room, size: float) -> Room:
        """Signs with air between them, to be read one by one; gives the room below."""
        look = style(size, bold=True)
        text = self._canvas.beginText(room.left, HIGH - room.top - (look.leading + 0.66 * size) / 2)
        text.setFont(look.face, size)
        text.setCharSpace(size * _SPACED)
        text.textOut(words)
        text.setCharSpace(0)
        self._canvas.setFillColor(black)
        self._canvas.drawText(text)
        return room.below(look.leading)

    def squares(self, text: str, room: Room, *, flush: bool = False) -> float:
        """A QR code with its light edge, as large as fits a room; gives how wide it is.

        When it is `flush`, the light edge at its left lies in the margin, which is as light, and
        the dark squares stand below each other with the words.
        """
        found = qr.squares(text)
        side = min(room.wide, room.high) / (len(found) + 2 * qr.QUIET)
        edge = qr.QUIET * side if flush else 0.0
        Mosaic(found, side, black).draw(self._canvas, room.left - edge, HIGH - room.top, room.wide)
        return min(room.wide, room.high) - edge

    def logo(self, room: Room) -> float:
        """The organisation's picture in the upper right corner; how much width it takes."""
        found = picture(self.meeting.organisation.logo)
        if found is None:
            return 0.0
        Logo(found).draw(self._canvas, room.left, HIGH - room.top, room.wide)
        return 132.0

    def frame(self, room: Room, *, thick: float = 0.9) -> None:
        """The edge of a room."""
        self._canvas.setLineWidth(thick)
        self._canvas.rect(room.left, HIGH - room.bottom, room.wide, room.high, stroke=1, fill=0)

    def rule(self, room: Room, *, thick: float = 0.6) -> None:
        """A line along the upper edge of a room."""
        self._canvas.setLineWidth(thick)
        self._canvas.line(room.left, HIGH - room.top, room.right, HIGH - room.top)

    def cut(self, left: float, top: float, right: float, bottom: float) -> None:
        """A dashed line to cut or tear along."""
        self._canvas.saveState()
        self._canvas.setLineWidth(0.5)
        self._canvas.setDash(3, 4)
        self._canvas.line(left, HIGH - top, right, HIGH - bottom)
        self._canvas.restoreState()
