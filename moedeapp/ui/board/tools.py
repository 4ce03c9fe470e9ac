"""Gestures: one object from press to release, one command at the end, none when it is cancelled."""

from typing import Final, Protocol

from PySide6.QtCore import QPoint, Qt

from moedeapp.ui.board import geometry
from moedeapp.ui.board.acts import Acts
from moedeapp.ui.board.camera import Camera
from moedeapp.ui.board.geometry import Box
from moedeapp.ui.board.items import Marks, Shown
from moedeapp.ui.board.things import Place

Keys = Qt.KeyboardModifier

_EDGE: Final = 40
"""Pixels at the edge of the window where carrying something moves the board."""

_SPEED: Final = 0.35


class Hands(Protocol):
    """What a gesture works with."""

    shown: Shown
    acts: Acts
    camera: Camera
    marks: Marks

    def redraw(self) -> None:
        """Draw everything in sight anew."""

    def redraw_box(self, box: Box) -> None:
        """Draw a part of the board anew."""


class Gesture:
    """What the mouse does while a button is down; positions are pixels of the window."""

    cursor = Qt.CursorShape.ArrowCursor
    scrolls = False
    """whether the board moves when the mouse comes to the edge"""

    def __init__(self, hands: Hands, at: QPoint) -> None:
        self.hands = hands
        self.start = hands.camera.to_board(at)

    def move(self, at: QPoint) -> None:
        """The mouse is here now."""

    def end(self) -> None:
        """The button is let go."""

    def cancel(self) -> None:
        """Everything is as it was before."""


class Pan(Gesture):
    """The board is drawn along."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, hands: Hands, at: QPoint) -> None:
        super().__init__(hands, at)
        self._first = self._last = at

    def move(self, at: QPoint) -> None:
        """Follow the hand."""
        self.hands.camera.pan(self._last.x() - at.x(), self._last.y() - at.y())
        self._last = at

    def cancel(self) -> None:
        """Go back."""
        self.move(self._first)


class Band(Gesture):
    """A rectangle is drawn; what it touches is chosen."""

    cursor = Qt.CursorShape.CrossCursor
    scrolls = True

    def __init__(self, hands: Hands, at: QPoint, *, more: bool) -> None:
        super().__init__(hands, at)
        self._before = hands.acts.choice.keys, hands.acts.choice.current
        self._kept = hands.acts.notes if more else []

    def move(self, at: QPoint) -> None:
        """Choose what the rectangle touches now."""
        x, y = self.hands.camera.to_board(at)
        left, top = min(x, self.start[0]), min(y, self.start[1])
        band = Box(left, top, abs(x - self.start[0]), abs(y - self.start[1]))
        self.hands.marks.band = band
        scene = self.hands.shown.scene
        touched = [
            key for key, place in scene.index.within(band) if geometry.note_box(place).touches(band)
        ]
        self.hands.acts.choice.set([*self._kept, *touched])
        self.hands.redraw()

    def end(self) -> None:
        """Keep what is chosen."""
        self.hands.marks.band = None
        self.hands.redraw()

    def cancel(self) -> None:
        """Choose what was chosen before."""
        self.hands.acts.choice.set(*self._before)
        self.end()


class _Carrying(Gesture):
    """Something is carried over the board."""

    cursor = Qt.CursorShape.ClosedHandCursor
    scrolls = True

    def __init__(self, hands: Hands, at: QPoint, carried: list[str]) -> None:
        super().__init__(hands, at)
        self._carried = carried
        self.shift = (0.0, 0.0)

    def move(self, at: QPoint) -> None:
        """Carry on."""
        x, y = self.hands.camera.to_board(at)
        self.shift = x - self.start[0], y - self.start[1]
        self.hands.shown.moving.carry(self._carried, self.shift)

    def cancel(self) -> None:
        """Let it glide home."""
        self._aim(None)
        self.hands.shown.moving.glide({})

    def _aim(self, target: str | None) -> None:
        shown = self.hands.shown
        if shown.target != target:
            before, shown.target = shown.target, target
            for key in (before, target):
                if (area := shown.scene.areas.get(key or "")) is not None:
                    self.hands.redraw_box(area.box)

    def _shifted(self, place: Place) -> Place:
        return place[0] + self.shift[0], place[1] + self.shift[1]


class CarryNotes(_Carrying):
    """Notes are carried into a theme, out of one, or to another place."""

    def move(self, at: QPoint) -> None:
        """Carry on, and show which theme would take them."""
        super().move(at)
        self._aim(self.hands.shown.scene.area_at(*self.hands.camera.to_board(at)))

    def end(self) -> None:
        """Put them down in one act."""
        target = self.hands.shown.target
        acts, scene = self.hands.acts, self.hands.shown.scene
        there = [key for key in self._carried if key in scene.notes]
        if target is not None:
            done = acts.put_in(there, target)
        else:
            done = acts.put_down({key: self._shifted(scene.index.places[key]) for key in there})
        self._aim(None)
        if not done:
            self.hands.shown.moving.glide({})


class CarryAreas(_Carrying):
    """Themes are carried, their notes with them."""

    def __init__(self, hands: Hands, at: QPoint, areas: list[str]) -> None:
        members = [note for area in areas for note in hands.shown.scene.members(area)]
        super().__init__(hands, at, [*areas, *members])
        self._areas = areas

    def end(self) -> None:
        """Put them down in one act."""
        areas = self.hands.shown.scene.areas
        places = {key: self._shifted(areas[key].box[:2]) for key in self._areas if key in areas}
        if not (places and self.hands.acts.put_areas(places)):
            self.hands.shown.moving.glide({})


class Widen(Gesture):
    """The right edge of a theme is drawn, and more or fewer notes stand beside each other."""

    cursor = Qt.CursorShape.SizeHorCursor

    def __init__(self, hands: Hands, at: QPoint, area: str) -> None:
        super().__init__(hands, at)
        self._area = area
        self._columns = hands.shown.scene.areas[area].columns

    def move(self, at: QPoint) -> None:
        """Show how wide the theme would be."""
        area = self.hands.shown.scene.areas.get(self._area)
        if area is None:
            return
        wide = self.hands.camera.to_board(at)[0] - area.box.x
        self._columns = geometry.columns_in(wide + geometry.STEP_X / 2)
        count = len(self.hands.shown.scene.members(self._area))
        self.hands.marks.band = Box(
            area.box.x, area.box.y,
            geometry.area_width(self._columns), geometry.area_height(count, self._columns),
        )  # fmt: skip
        self.hands.redraw()

    def end(self) -> None:
        """Lay the theme out anew, in one act."""
        self.cancel()
        if self._area in self.hands.shown.scene.areas:
            self.hands.acts.set_columns(self._area, self._columns)

    def cancel(self) -> None:
        """Leave the theme as wide as it is."""
        self.hands.marks.band = None
        self.hands.redraw()


def at_edge(at: QPoint, width: int, height: int) -> tuple[float, float]:
    """How far the board moves now that the mouse is so near to the edge; (0, 0) elsewhere."""
    return _pull(at.x(), width), _pull(at.y(), height)


def _pull(at: int, size: int) -> float:
    if at < _EDGE:
        return (at - _EDGE) * _SPEED
    return max(0, at - (size - _EDGE)) * _SPEED
