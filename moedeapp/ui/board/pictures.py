"""How notes and titles look: drawn once for a zoom, since words cost more than a picture."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPen,
    QPixmap,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from moedeapp.texts import _
from moedeapp.ui import theme
from moedeapp.ui.board.geometry import HEAD, NOTE_HEIGHT, NOTE_WIDTH, PAD
from moedeapp.ui.board.things import Area, Note

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
_SIGN: Final = 13
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


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
    """Something as it was drawn, and when it was last seen."""

    of: object
    """all that it shows; drawn anew when that is no longer equal"""
    scale: float
    pixmap: QPixmap
    seen: int = 0


class Pictures:
    """Pictures of notes and titles by key; each is right for one zoom and one look."""

    def __init__(self) -> None:
        self._kept: dict[str, Picture] = {}
        self._frames: dict[tuple[str, str, float, int, float], QPixmap] = {}
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
        self._frames.clear()
        self._bytes = 0

    def forget(self, key: str) -> None:
        """Forget the picture of one thing."""
        if (gone := self._kept.pop(key, None)) is not None:
            self._bytes -= _size(gone.pixmap)

    def find(self, key: str) -> Picture | None:
        """The picture of what is seen now, right or not; None when there is none."""
        picture = self._kept.get(key)
        if picture is not None:
            picture.seen = self._frame
        return picture

    def keep(self, key: str, of: object, scale: float, pixmap: QPixmap) -> Picture:
        """Keep a picture, and let go of some that nobody sees."""
        self.forget(key)
        picture = self._kept[key] = Picture(of, scale, pixmap, self._frame)
        self._bytes += _size(pixmap)
        if self._bytes > _KEPT:
            self._let_go()
        return picture

    def _let_go(self) -> None:
        unseen = [key for key, picture in self._kept.items() if picture.seen < self._frame - 1]
        for key in unseen:
            self.forget(key)

    def draw_frame(
        self, painter: QPainter, rect: QRect, fill: str, edge: QColor, wide: float, rounded: int
    ) -> None:
        """Draw a filled box with round corners; its middle costs no more than a plain one."""
        ratio = painter.device().devicePixelRatio()
        side = min(rounded + 2, rect.width() // 2, rect.height() // 2)
        if side < 3:
            painter.fillRect(rect, edge)
            return
        key = (fill, edge.name(), wide, side, ratio)
        if key not in self._frames:
            self._frames[key] = _corners(QColor(fill), edge, wide, side, ratio)
        corners, piece = self._frames[key], side * ratio
        x, y, right, bottom = rect.left(), rect.top(), rect.right() + 1, rect.bottom() + 1
        for left, top, from_x, from_y in (
            (x, y, 0.0, 0.0),
            (right - side, y, piece, 0.0),
            (x, bottom - side, 0.0, piece),
            (right - side, bottom - side, piece, piece),
        ):
            painter.drawPixmap(
                QRectF(left, top, side, side), corners, QRectF(from_x, from_y, piece, piece)
            )  # fmt: skip
        line = max(1, round(wide))
        painter.fillRect(QRect(x + side, y, rect.width() - 2 * side, line), edge)
        painter.fillRect(QRect(x + side, bottom - line, rect.width() - 2 * side, line), edge)
        painter.fillRect(QRect(x, y + side, line, rect.height() - 2 * side), edge)
        painter.fillRect(QRect(right - line, y + side, line, rect.height() - 2 * side), edge)
        inside = rect.adjusted(line, side, -line, -side)
        painter.fillRect(inside, QColor(fill))
        across = QRect(x + side, y + line, rect.width() - 2 * side, side - line)
        painter.fillRect(across, QColor(fill))
        painter.fillRect(across.translated(0, rect.height() - side - line), QColor(fill))


def _corners(fill: QColor, edge: QColor, wide: float, side: int, ratio: float) -> QPixmap:
    """The four corners of a box, close together."""
    made, painter = _sheet(2 * side, 2 * side, ratio)
    line = max(1, round(wide))
    painter.setPen(QPen(edge, line))
    painter.setBrush(fill)
    half = line / 2
    rect = QRectF(half, half, 2 * side - line, 2 * side - line)
    painter.drawRoundedRect(rect, side - 2, side - 2)
    painter.end()
    return made


def _size(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


def drawn(note: Note, scale: float, ratio: float, marks: Sequence[str] = ()) -> QPixmap:
    """A note on its paper at a zoom, for a screen with so many dots to a pixel."""
    look = theme.colours()
    wide, high = round(NOTE_WIDTH * scale), round(NOTE_HEIGHT * scale)
    pixmap, painter = _sheet(wide + 2 * MARGIN, high + 2 * MARGIN, ratio)
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


def drawn_title(area: Area, wide: int, scale: float, ratio: float) -> QPixmap:
    """Letter, title and count of a theme, for the head of its area."""
    look, held = theme.colours(), area.theme
    assert held is not None
    size = type_at(scale)
    pixels = max(9, round(size.title * scale))
    high = round((HEAD - 4) * scale) - 4
    pixmap, painter = _sheet(max(wide, 8), high, ratio)
    holds = bool(area.holds) and bool(size.small)
    side, chip = round(PAD * scale) - 4, round(30 * scale)
    top = round((4 if holds else 13) * scale) - 4
    face = theme.font(max(9, round(pixels * 0.85)), bold=True)
    letter = QRectF(
        side, top, max(chip, QFontMetrics(face).horizontalAdvance(held.letter) + 8), chip
    )
    painter.setPen(QPen(rim(look.notes[held.colour]), 1))
    painter.setBrush(QColor(look.notes[held.colour]))
    painter.drawRoundedRect(letter, 4 * scale, 4 * scale)
    painter.setFont(face)
    painter.setPen(QColor(look.ink_on_note))
    painter.drawText(letter, Qt.AlignmentFlag.AlignCenter, held.letter)
    left = letter.right() + 10 * scale
    room = QRectF(left, top, wide - side - left, chip)
    _write_title(painter, room, held.title, str(area.count), pixels)
    if holds:
        said = _("with {titles}").format(titles=", ".join(area.holds))
        below = QRectF(left, letter.bottom() - 2 * scale, room.width(), 16 * scale)
        painter.setFont(theme.font(round(13 * scale)))
        painter.setPen(QColor(look.quiet))
        painter.drawText(below, _LEFT, _cut(painter, said, below.width()))
    painter.end()
    return pixmap


def _write_title(painter: QPainter, room: QRectF, title: str, count: str, pixels: int) -> None:
    look = theme.colours()
    small = theme.font(round(pixels * 0.8))
    gap = round(pixels * 0.5)
    counted = QFontMetrics(small).horizontalAdvance(count) + gap
    painter.setFont(theme.font(pixels, bold=True))
    painter.setPen(QColor(look.ink))
    text = _cut(painter, title, room.width() - counted)
    painter.drawText(room, _LEFT, text)
    wide = painter.fontMetrics().horizontalAdvance(text)
    painter.setFont(small)
    painter.setPen(QColor(look.quiet))
    painter.drawText(room.adjusted(wide + gap, 1, 0, 0), _LEFT, count)


def drawn_sign(area: Area, room: int, ratio: float) -> QPixmap:
    """Letter, title and count of a theme on a small sign; only the letter where room is short."""
    look, held = theme.colours(), area.theme
    assert held is not None
    face = theme.font(_SIGN, bold=True)
    metrics = QFontMetrics(face)
    count = f"  {area.count}" if room > 110 else ""
    title = f"{held.letter}  {held.title}" if room > 70 else held.letter
    left = max(room - 14 - metrics.horizontalAdvance(count), metrics.horizontalAdvance(held.letter))
    text = metrics.elidedText(title, Qt.TextElideMode.ElideRight, left) + count
    wide, high = metrics.horizontalAdvance(text) + 10, metrics.height() + 2
    pixmap, painter = _sheet(wide + 1, high + 1, ratio)
    painter.setPen(QPen(rim(look.notes[held.colour]), 1))
    painter.setBrush(QColor(look.card))
    painter.drawRoundedRect(QRectF(0.5, 0.5, wide, high), 3, 3)
    painter.setFont(face)
    painter.setPen(QColor(look.ink))
    painter.drawText(QRectF(0, 0, wide + 1, high + 1), Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return pixmap


def _sheet(wide: int, high: int, ratio: float) -> tuple[QPixmap, QPainter]:
    """An empty picture, and a painter on it."""
    pixmap = QPixmap(round(wide * ratio), round(high * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return pixmap, painter


def _cut(painter: QPainter, text: str, width: float) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width))


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
