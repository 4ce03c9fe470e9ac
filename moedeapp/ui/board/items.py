"""What is drawn: areas, notes, and the marks above them, each as one item of the scene.

A note is no item of its own, since ten thousand of them would cost 47 ms a frame in Python. Near
by, a note is its picture; from far away it is a rectangle among the others of its colour.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from moedeapp.model.meeting import Colour
from moedeapp.ui import theme
from moedeapp.ui.board.choice import Choice
from moedeapp.ui.board.geometry import HEAD, NOTE_HEIGHT, NOTE_WIDTH, PAD, Box, note_box
from moedeapp.ui.board.index import Cell, cell_of
from moedeapp.ui.board.moving import Moving
from moedeapp.ui.board.pictures import (
    MARGIN,
    Picture,
    Pictures,
    drawn,
    drawn_sign,
    drawn_title,
    rim,
    type_at,
)
from moedeapp.ui.board.scene import Scene
from moedeapp.ui.board.things import Area, Note, Place

FAR: Final = 0.26
"""Below this zoom no word can be read, and notes are rectangles."""

_FAR_ZOOMING: Final = 0.45
"""While the zoom changes, words that are smaller than this are left out, and edges too."""

_SIGNS: Final = 0.5
"""Below this zoom titles stand on signs above the notes."""

_FITS: Final = 12
_WIDEST_SIGN: Final = 420
"""Pixels of room for a sign that make it another one, and at most."""

_FRAMES: Final = 0.075
"""Below this zoom a note is too small for an edge, and has the colour of its edge all over."""

_ROUND: Final = 14.0
_EVERYWHERE: Final = QRectF(-1e6, -1e6, 2e6, 2e6)

_Rects = dict[Colour, list[QRectF]]


@dataclass(slots=True)
class Shown:
    """What the items read when they draw."""

    scene: Scene
    choice: Choice
    moving: Moving
    pictures: Pictures = field(default_factory=Pictures)
    marks: tuple[str, ...] = ()
    """words that stand out wherever they are"""
    hits: dict[str, None] = field(default_factory=dict)
    """notes that were searched for and found"""
    why: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """words that stand out on one note"""
    maybe: str = ""
    """the title of a suggested theme"""
    target: str | None = None
    """the area that would take what is carried"""
    focused: bool = False
    until: float = 0.0
    """the moment when no more pictures are drawn anew in this frame"""
    zooming: bool = False
    """whether the zoom is another one in every frame"""
    smooth: bool = True
    """whether pictures of another zoom are stretched well, or fast"""
    unfinished: bool = False
    """whether a note was drawn with a picture that is not quite right"""
    renamed: str | None = None
    """the area whose title is being written"""
    version: int = 0
    """counts the steps of board and choice, for whoever keeps a drawing of them"""

    def drawn_box(self, key: str, box: Box) -> Box:
        """Where something is drawn that stands in a box."""
        shift = self.moving.shifts.get(key)
        return box.moved(*shift) if shift else box


class _Layer(QGraphicsItem):
    """An item that is everywhere, and draws what is in sight."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self.shown = shown
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        """Everywhere, so that it never changes."""
        return _EVERYWHERE

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw in pixels of the window, so that edges are sharp at every zoom."""
        seen = option.exposedRect
        box = Box(seen.x(), seen.y(), seen.width(), seen.height())
        placed = painter.worldTransform()
        painter.setWorldTransform(QTransform())
        self.draw(painter, box, Lens(placed.m11(), placed.dx(), placed.dy()))

    def draw(self, painter: QPainter, seen: Box, lens: "Lens") -> None:
        """Draw what is in a part of the board."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Lens:
    """From board units to pixels."""

    scale: float
    x: float
    y: float

    def rect(self, box: Box) -> QRectF:
        """A box in whole pixels."""
        scale = self.scale
        left, top = round(box.x * scale + self.x), round(box.y * scale + self.y)
        return QRectF(left, top, round(box.width * scale), round(box.height * scale))

    def point(self, place: Place) -> QPointF:
        """A place in whole pixels."""
        return QPointF(
            round(place[0] * self.scale + self.x), round(place[1] * self.scale + self.y)
        )  # fmt: skip


# --- areas


class Areas(_Layer):
    """The areas of themes, with their titles when those can be read."""

    def draw(self, painter: QPainter, seen: Box, lens: Lens) -> None:
        """Draw the areas in sight, those on their way last."""
        shown = self.shown
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, shown.smooth)
        areas = sorted(shown.scene.areas.items(), key=lambda item: item[0] in shown.moving.shifts)
        for key, area in areas:
            box = shown.drawn_box(key, area.box)
            if box.grown(6 / lens.scale).touches(seen):
                rect = lens.rect(box).toRect()
                self._draw_area(painter, key, area, rect, lens.scale)
                if lens.scale >= _SIGNS and key != shown.renamed:
                    self._draw_head(painter, key, area, rect, lens.scale)
        if shown.scene.maybe and shown.scene.maybe.box.touches(seen):
            self._draw_maybe(painter, lens.rect(shown.scene.maybe.box), lens.scale)

    def _draw_area(
        self, painter: QPainter, key: str, area: Area, rect: QRect, scale: float
    ) -> None:
        look, shown = theme.colours(), self.shown
        assert area.theme is not None
        aimed, chosen = key == shown.target, key in shown.choice
        edge = QColor(look.accent) if aimed or chosen else rim(look.notes[area.theme.colour])
        fill = look.tint if aimed else look.card
        rounded = max(3, round(_ROUND * scale))
        shown.pictures.draw_frame(painter, rect, fill, edge, 3 if aimed or chosen else 1, rounded)
        if chosen and shown.focused and key == shown.choice.current:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(look.ink), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QRectF(rect).adjusted(-3.5, -3.5, 3.5, 3.5)
            painter.drawRoundedRect(ring, rounded + 3, rounded + 3)

    def _draw_head(
        self, painter: QPainter, key: str, area: Area, rect: QRect, scale: float
    ) -> None:
        """The title as a picture, like a note's."""
        pictures = self.shown.pictures
        of = (area.theme, area.count, area.holds, area.columns, key == self.shown.target)
        picture = pictures.find(f"title {key}")
        right = picture is not None and picture.scale == scale and picture.of == of
        if not right and (picture is None or perf_counter() < self.shown.until):
            ratio = painter.device().devicePixelRatio()
            pixmap = drawn_title(area, rect.width() - 8, scale, ratio)
            picture = pictures.keep(f"title {key}", of, scale, pixmap)
            right = True
        assert picture is not None
        if not right:
            self.shown.unfinished = True
        if picture.scale == scale:
            painter.drawPixmap(rect.left() + 4, rect.top() + 4, picture.pixmap)
        else:
            high = round((HEAD - 4) * scale) - 4
            painter.drawPixmap(
                rect.left() + 4, rect.top() + 4, rect.width() - 8, high, picture.pixmap
            )  # fmt: skip

    def _draw_maybe(self, painter: QPainter, rect: QRectF, scale: float) -> None:
        look = theme.colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(look.accent), 1.5)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(QColor(look.tint))
        rounded = max(4.0, _ROUND * scale)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), rounded, rounded)
        side = PAD * scale
        pixels = max(11, round(type_at(scale).title * scale))
        room = QRectF(rect.left() + side, rect.top(), rect.width() - 2 * side, HEAD * scale)
        painter.setFont(theme.font(pixels, bold=True))
        painter.setPen(QColor(look.accent))
        words = f"{self.shown.maybe}  {len(self.shown.scene.suggested)}"
        cut = painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, int(room.width())
        )  # fmt: skip
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)


# --- notes


class Notes(_Layer):
    """Every note in sight: as a picture, or from far away as a rectangle."""

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown)
        self._far: dict[Cell, tuple[int, _Rects]] = {}

    def draw(self, painter: QPainter, seen: Box, lens: Lens) -> None:
        """Draw the notes in sight, those on their way last."""
        if lens.scale < (_FAR_ZOOMING if self.shown.zooming else FAR):
            self._draw_far(painter, seen, lens)
        else:
            self._draw_near(painter, seen, lens)

    def _draw_near(self, painter: QPainter, seen: Box, lens: Lens) -> None:
        shown = self.shown
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, shown.smooth)
        ratio = painter.device().devicePixelRatio()
        shifts = shown.moving.shifts
        scale, left, top = lens.scale, lens.x, lens.y
        drawing = _Drawing(painter, shown, lens, ratio)
        for key, (x, y) in shown.scene.index.within(seen.grown(4 / scale)):
            if key not in shifts:
                drawing.draw(key, round(x * scale + left), round(y * scale + top))
        for key, (x, y) in self._on_their_way(seen):
            drawing.draw(key, round(x * scale + left), round(y * scale + top))

    def _on_their_way(self, seen: Box) -> Iterator[tuple[str, Place]]:
        places = self.shown.scene.index.places
        for key, (dx, dy) in self.shown.moving.shifts.items():
            if (place := places.get(key)) is not None:
                moved = place[0] + dx, place[1] + dy
                if note_box(moved).touches(seen, 8):
                    yield key, moved

    # --- from far away

    def _draw_far(self, painter: QPainter, seen: Box, lens: Lens) -> None:
        painter.translate(lens.x, lens.y)
        painter.scale(lens.scale, lens.scale)
        index, shifts = self.shown.scene.index, self.shown.moving.shifts
        open_cells = {cell_of(index.places[key]) for key in shifts if key in index.places}
        cells = [
            self._rects(key for key in index.cells[cell] if key not in shifts)
            if cell in open_cells
            else self._kept(cell)
            for cell in index.cells_in(seen)
        ]
        if shifts:
            moved = dict(self._on_their_way(seen))
            cells.append(self._rects(moved, moved))
        _fill(painter, cells, framed=lens.scale >= _FRAMES, zooming=self.shown.zooming)

    def _kept(self, cell: Cell) -> _Rects:
        """The rectangles of a cell, made anew when something in it is different."""
        index = self.shown.scene.index
        stamp = index.stamps[cell]
        kept = self._far.get(cell)
        if kept is None or kept[0] != stamp:
            kept = self._far[cell] = (stamp, self._rects(index.cells[cell]))
        return kept[1]

    def _rects(self, keys: Iterable[str], places: dict[str, Place] | None = None) -> _Rects:
        notes = self.shown.scene.notes
        places = self.shown.scene.index.places if places is None else places
        rects: _Rects = {}
        for key in keys:
            rect = QRectF(*places[key], NOTE_WIDTH, NOTE_HEIGHT)
            rects.setdefault(notes[key].colour, []).append(rect)
        return rects


def _fill(painter: QPainter, cells: list[_Rects], *, framed: bool, zooming: bool) -> None:
    look = theme.colours()
    for colour in Colour:
        paper = look.notes[colour]
        edge = rim(paper)
        if framed and not zooming:
            pen = QPen(edge, 1)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.setBrush(QColor(paper))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(paper) if framed else edge)
        for rects in cells:
            if colour in rects:
                painter.drawRects(rects[colour])


@dataclass(slots=True)
class _Drawing:
    """One frame's drawing of notes from near by."""

    painter: QPainter
    shown: Shown
    lens: Lens
    ratio: float

    def draw(self, key: str, x: int, y: int) -> None:
        """Draw a note with the best picture there is time for."""
        shown = self.shown
        note = shown.scene.notes[key]
        scale = self.lens.scale
        marks = shown.why.get(key, shown.marks if key in shown.hits else ())
        picture = shown.pictures.find(key)
        right = picture is not None and picture.scale == scale and _is_of(picture.of, note, marks)
        if not right and perf_counter() < shown.until:
            pixmap = drawn(note, scale, self.ratio, marks)
            picture = shown.pictures.keep(key, (note, marks), scale, pixmap)
            right = True
        if picture is None:
            self._plain(x, y, note.colour)
        elif picture.scale == scale:
            self.painter.drawPixmap(x - MARGIN, y - MARGIN, picture.pixmap)
        else:
            wide, high = round(NOTE_WIDTH * scale), round(NOTE_HEIGHT * scale)
            self.painter.drawPixmap(x, y, wide, high, picture.pixmap)
        if not right:
            shown.unfinished = True

    def _plain(self, x: int, y: int, colour: Colour) -> None:
        paper = theme.colours().notes[colour]
        scale = self.lens.scale
        rect = QRectF(x, y, round(NOTE_WIDTH * scale), round(NOTE_HEIGHT * scale))
        self.painter.fillRect(rect, QColor(paper))


def _is_of(of: object, note: Note, marks: tuple[str, ...]) -> bool:
    """Whether a picture shows this very note; the same one most often, so that is asked first."""
    return isinstance(of, tuple) and of[0] is note and of[1] == marks


# --- marks


class Marks(_Layer):
    """What lies above the notes: rings around what is chosen or found, and titles on signs."""

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown)
        self.band: Box | None = None
        self._rings: tuple[int, list[QRectF]] = (-1, [])

    def draw(self, painter: QPainter, seen: Box, lens: Lens) -> None:
        """Draw rings, signs, and the band that is being drawn."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        look = theme.colours()
        self._ring(painter, self._boxes(self.shown.hits, seen), lens, QPen(QColor(look.dot), 2))
        ring = QPen(QColor(look.accent), 2 if lens.scale < FAR else 3)
        if lens.scale < FAR and not self.shown.moving.shifts:
            self._ring_far(painter, lens, ring)
        else:
            self._ring(painter, self._boxes(self.shown.choice.keys, seen), lens, ring)
        self._draw_current(painter, lens)
        if lens.scale < _SIGNS:
            for key, area in self.shown.scene.areas.items():
                box = self.shown.drawn_box(key, area.box)
                if box.touches(seen):
                    self._draw_sign(painter, key, area, lens.rect(box))
        if self.band is not None:
            painter.setPen(QPen(QColor(look.accent), 1))
            tint = QColor(look.accent)
            tint.setAlpha(30)
            painter.setBrush(tint)
            painter.drawRect(lens.rect(self.band).adjusted(0.5, 0.5, -0.5, -0.5))

    def _boxes(self, keys: Iterable[str], seen: Box) -> Iterator[Box]:
        """Where the notes among these are drawn, if they are in sight."""
        places, shifts = self.shown.scene.index.places, self.shown.moving.shifts
        left, top = seen.x - NOTE_WIDTH - 30, seen.y - NOTE_HEIGHT - 30
        right, bottom = seen.right + 30, seen.bottom + 30
        for key in keys:
            place = places.get(key)
            if place is not None:
                x, y = place
                if key in shifts:
                    x, y = x + shifts[key][0], y + shifts[key][1]
                if left < x < right and top < y < bottom:
                    yield Box(x, y, NOTE_WIDTH, NOTE_HEIGHT)

    def _ring(self, painter: QPainter, boxes: Iterable[Box], lens: Lens, pen: QPen) -> None:
        painter.setPen(pen)
        for box in boxes:
            painter.drawRoundedRect(lens.rect(box).adjusted(-0.5, -0.5, 0.5, 0.5), 5, 5)

    def _ring_far(self, painter: QPainter, lens: Lens, pen: QPen) -> None:
        """Rings of everything chosen, kept until something else is."""
        if self._rings[0] != self.shown.version:
            places = self.shown.scene.index.places
            chosen = (places[key] for key in self.shown.choice.keys if key in places)
            rects = [QRectF(x, y, NOTE_WIDTH, NOTE_HEIGHT) for x, y in chosen]
            self._rings = (self.shown.version, rects)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.translate(lens.x, lens.y)
        painter.scale(lens.scale, lens.scale)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawRects(self._rings[1])
        painter.restore()

    def _draw_current(self, painter: QPainter, lens: Lens) -> None:
        """A second ring where the arrows stand, while they go here."""
        shown = self.shown
        place = shown.scene.index.places.get(shown.choice.current)
        if place is not None and shown.focused:
            box = shown.drawn_box(shown.choice.current, note_box(place))
            painter.setPen(QPen(QColor(theme.colours().ink), 1.2))
            painter.drawRoundedRect(lens.rect(box).adjusted(-4, -4, 4, 4), 8, 8)

    def _draw_sign(self, painter: QPainter, key: str, area: Area, rect: QRectF) -> None:
        """The title on a sign as a picture, which is drawn anew for every few pixels of room."""
        pictures = self.shown.pictures
        room = min(int(rect.width()) // _FITS * _FITS, _WIDEST_SIGN)
        of = (area.theme, area.count, room)
        picture = pictures.find(f"sign {key}")
        fits = picture is not None and (picture.of == of or self._will_do(picture, area, rect))
        if picture is None or not fits:
            ratio = painter.device().devicePixelRatio()
            picture = pictures.keep(f"sign {key}", of, 0, drawn_sign(area, room, ratio))
        painter.drawPixmap(round(rect.left()) + 2, round(rect.top()) + 2, picture.pixmap)

    def _will_do(self, picture: Picture, area: Area, rect: QRectF) -> bool:
        """Whether a sign for another room is good enough while the board moves."""
        if self.shown.smooth or not isinstance(picture.of, tuple):
            return False
        of = picture.of
        return of[0] is area.theme and of[1] == area.count and of[2] <= rect.width()
