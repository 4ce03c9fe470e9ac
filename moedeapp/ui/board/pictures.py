"""How a note looks: drawn once for each zoom and kept, since words cost more than a picture."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPixmap,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from moedeapp.ui import theme
from moedeapp.ui.board.geometry import NOTE_HEIGHT, NOTE_WIDTH
from moedeapp.ui.board.things import Note

MARGIN: Final = 2
"""Pixels around the paper in its picture, for its shadow."""

_ROUND: Final = 5.0
_SIDE: Final = 12.0
_TOP: Final = 9.0
_FOOT: Final = 26.0
_MOST_WORDS: Final = 400
"""Letters that are laid out at most; a note shows fewer."""

_KEPT: Final = 24_000_000
"""Bytes of pictures that are kept when nobody sees them."""

_EDGE_CONTRAST: Final = 3.1


@lru_cache(maxsize=256)
def _rim(paper: str, ground: str, card: str) -> str:
    """The nearest shade of a paper that stands out from both grounds."""
    colour = QColor(paper)
    hue, saturation, lightness = colour.hslHueF(), colour.hslSaturationF(), colour.lightnessF()
    step = 0.01 if theme.contrast(paper, "#000000") < theme.contrast(paper, "#ffffff") else -0.01
    while 0 < lightness < 1:
        lightness = min(1.0, max(0.0, lightness + step))
        shade = QColor.fromHslF(max(hue, 0.0), min(saturation, 0.55), lightness).name()
        if min(theme.contrast(shade, ground), theme.contrast(shade, card)) >= _EDGE_CONTRAST:
            return shade
    return theme.colours().edge


def rim(paper: str) -> QColor:
    """The edge of a paper: its own colour, so much darker or lighter that it can be seen."""
    look = theme.colours()
    if look.line == look.ink:  # high contrast
        return QColor(look.edge)
    return QColor(_rim(paper, look.paper, look.card))


@dataclass(frozen=True, slots=True)
class Type:
    """Heights of type in board units at a zoom; small print is 0 where nobody could read it."""

    words: int
    small: int
    title: int


def type_at(scale: float) -> Type:
    """Words grow on the board as it is looked at from further away, so that they stay legible."""
    if scale >= 0.72:
        return Type(17, 13, 19)
    if scale >= 0.55:
        return Type(20, 16, 24)
    return Type(24, 0, 28) if scale >= 0.4 else Type(30, 0, 32)


@dataclass(slots=True)
class Picture:
    """A note as it was drawn, and when it was last seen."""

    note: Note
    scale: float
    marks: tuple[str, ...]
    pixmap: QPixmap
    seen: int = 0


class Pictures:
    """The pictures of notes; each is valid for one zoom and one look."""

    def __init__(self) -> None:
        self._kept: dict[str, Picture] = {}
        self._bytes = 0
        self._frame = 0
        self._look = theme.colours()

    @property
    def empty(self) -> bool:
        """Whether nothing was drawn yet."""
        return not self._kept

    def begin_frame(self) -> None:
        """A frame begins; in another look nothing that was drawn is right any more."""
        self._frame += 1
        if self._look is not theme.colours():
            self._look = theme.colours()
            self.clear()

    def clear(self) -> None:
        """Forget every picture."""
        self._kept.clear()
        self._bytes = 0

    def forget(self, key: str) -> None:
        """Forget the picture of one note."""
        if (gone := self._kept.pop(key, None)) is not None:
            self._bytes -= _size(gone.pixmap)

    def find(self, key: str) -> Picture | None:
        """The picture of a note that is seen now, right or not; None when there is none."""
        picture = self._kept.get(key)
        if picture is not None:
            picture.seen = self._frame
        return picture

    def draw(
        self, key: str, note: Note, scale: float, ratio: float, marks: tuple[str, ...]
    ) -> Picture:
        """Draw the picture of a note anew, and let go of some that nobody sees."""
        self.forget(key)
        picture = Picture(note, scale, marks, drawn(note, scale, ratio, marks), self._frame)
        self._kept[key] = picture
        self._bytes += _size(picture.pixmap)
        if self._bytes > _KEPT:
            self._let_go()
        return picture

    def _let_go(self) -> None:
        unseen = [key for key, picture in self._kept.items() if picture.seen < self._frame - 1]
        for key in unseen:
            self.forget(key)


def _size(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


def drawn(note: Note, scale: float, ratio: float, marks: Sequence[str] = ()) -> QPixmap:
    """A note on its paper at a zoom, for a screen with so many dots to a pixel."""
    look = theme.colours()
    wide, high = round(NOTE_WIDTH * scale), round(NOTE_HEIGHT * scale)
    pixmap = QPixmap(
        round((wide + 2 * MARGIN) * ratio), round((high + 2 * MARGIN) * ratio)
    )  # fmt: skip
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(MARGIN, MARGIN)
    paper = look.notes[note.colour]
    rounded = _ROUND * scale
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 26))
    painter.drawRoundedRect(QRectF(0, 1.5, wide, high), rounded, rounded)
    painter.setPen(QPen(rim(paper), 1))
    painter.setBrush(QColor(paper))
    painter.drawRoundedRect(QRectF(0.5, 0.5, wide - 1, high - 1), rounded, rounded)
    painter.scale(wide / NOTE_WIDTH, high / NOTE_HEIGHT)
    _write(painter, note, type_at(scale), marks)
    painter.end()
    return pixmap


def _write(painter: QPainter, note: Note, sizes: Type, marks: Sequence[str]) -> None:
    look = theme.colours()
    width = NOTE_WIDTH - 2 * _SIDE
    foot = _FOOT if sizes.small else _TOP
    painter.setPen(QColor(look.ink_on_note))
    layout = laid_out(
        note.words, _face(sizes.words), width, NOTE_HEIGHT - _TOP - foot, tuple(marks)
    )  # fmt: skip
    layout.draw(painter, QPointF(_SIDE, _TOP))
    if sizes.small:
        room = QRectF(_SIDE, NOTE_HEIGHT - _FOOT, width, _FOOT - 4)
        painter.setPen(QColor(look.quiet_on_note))
        painter.setFont(_face(sizes.small))
        write_foot(painter, room, str(note.idea.number), note.foot)


def write_foot(painter: QPainter, room: QRectF, number: str, foot: str) -> None:
    """The number at the left of a line, and what else is said at its right."""
    centre = Qt.AlignmentFlag.AlignVCenter
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | centre, number)
    metrics = painter.fontMetrics()
    rest = room.adjusted(metrics.horizontalAdvance(number) + 10, 0, 0, 0)
    text = metrics.elidedText(foot, Qt.TextElideMode.ElideLeft, int(rest.width()))
    painter.drawText(rest, Qt.AlignmentFlag.AlignRight | centre, text)


def _face(pixels: int) -> QFont:
    face = theme.font(pixels)
    # The words are scaled with the paper, so that a line breaks at the same word at every zoom.
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return face


def laid_out(
    words: str, face: QFont, width: float, height: float, marks: tuple[str, ...] = ()
) -> QTextLayout:
    """Words in lines that fit, with … where there is no room for more; marked words stand out."""
    text = words[:_MOST_WORDS]
    metrics = QFontMetricsF(face)
    most = max(1, int(height // metrics.lineSpacing()))
    layout = QTextLayout(text, face)
    rest = break_lines(layout, width, most)
    if rest == len(text) and not marks:
        return layout
    if rest < len(text):
        last = layout.lineAt(layout.lineCount() - 1).textStart()
        cut = metrics.elidedText(text[last:] + "…", Qt.TextElideMode.ElideRight, width)
        text = text[:last] + (cut if cut.endswith("…") else text[last:rest] + "…")
    layout = QTextLayout(text, face)
    layout.setFormats(_marked(text, marks))
    break_lines(layout, width, most)
    return layout


def break_lines(layout: QTextLayout, width: float, most: int) -> int:
    """Break words into so many lines at most; gives how many letters had room."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    end, top = 0, 0.0
    while layout.lineCount() < most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
        end = line.textStart() + line.textLength()
    layout.endLayout()
    return end


def _marked(text: str, marks: Sequence[str]) -> list[QTextLayout.FormatRange]:
    look = theme.colours()
    found: list[QTextLayout.FormatRange] = []
    if not marks:
        return found
    for match in re.finditer("|".join(map(re.escape, marks)), text, re.IGNORECASE):
        marked = QTextLayout.FormatRange()
        marked.start, marked.length = match.start(), match.end() - match.start()
        style = QTextCharFormat()
        style.setBackground(QColor(look.accent))
        style.setForeground(QColor(look.on_accent))
        marked.format = style
        found.append(marked)
    return found


def plain_tip(words: str) -> str:
    """Words for a tool tip, which would take some of them as markup."""
    return f"<p>{html.escape(words)}</p>" if words else ""
