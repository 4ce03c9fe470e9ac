"""What can be done with what is chosen, the same from mouse, key, menu and list."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeVar

from PySide6.QtCore import QObject, Signal

from moedeapp.model.commands import ideas, themes
from moedeapp.model.draft import Command
from moedeapp.model.meeting import Colour, Theme
from moedeapp.texts import _
from moedeapp.texts import ideas as ideas_in_words
from moedeapp.ui.board import geometry, ways
from moedeapp.ui.board.choice import Choice
from moedeapp.ui.board.geometry import Box, note_box
from moedeapp.ui.board.scene import Scene
from moedeapp.ui.board.things import Place
from moedeapp.ui.board.ways import Way
from moedeapp.ui.desk import Desk

R = TypeVar("R")

_STEPS: Final = 40
"""How many places a note may be moved past when those are taken."""


class Acts(QObject):
    """Turns what the hands want into commands; the board changes when the meeting says so.

    `spoken` carries what a screen reader says of an act; `merging` asks to show notes or themes
    beside each other before they are merged; `asking` asks for the theme of what is chosen.
    """

    spoken: Final = Signal(str)
    merging: Final = Signal(object)
    asking: Final = Signal()

    def __init__(self, desk: Desk, scene: Scene, choice: Choice, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.scene = scene
        self.choice = choice

    # --- what is chosen

    @property
    def notes(self) -> list[str]:
        """The notes that are chosen."""
        return [key for key in self.choice.keys if key in self.scene.notes]

    @property
    def areas(self) -> list[str]:
        """The themes that are chosen."""
        return [key for key in self.choice.keys if key in self.scene.areas]

    @property
    def theme(self) -> Theme | None:
        """The theme in hand: the chosen one, or that of the note the arrows stand on."""
        key: str | None = self.choice.current
        if (note := self.scene.notes.get(key or "")) is not None:
            key = note.area
        area = self.scene.areas.get(key or "")
        return area.theme if area else None

    def choose(self, key: str, *, more: bool = False) -> None:
        """Choose a note or a theme; `more` keeps what is chosen already, if it is of its kind."""
        alike = self.scene.notes if key in self.scene.notes else self.scene.areas
        if more and all(each in alike for each in self.choice.keys):
            self.choice.turn(key)
        else:
            self.choice.set([key])

    def go(self, way: Way, *, more: bool = False) -> bool:
        """Let the arrows go on; `more` keeps what is chosen. Whether there was somewhere to go."""
        here = self.choice.current
        if here not in self.scene.notes and here not in self.scene.areas:
            first = ways.in_reading_order(self.scene, self.scene.loose or self.scene.notes)
            there = first[0] if first else next(iter(self.scene.areas), None)
        else:
            there = ways.neighbour(self.scene, here, way)
        if there is None:
            return False
        if more and there in self.scene.notes and not self.areas:
            self.choice.add([there], there)
        else:
            self.choice.set([there])
        return True

    # --- themes

    def ask_theme(self) -> None:
        """Ask which theme the chosen notes belong to, or what a new one is called."""
        self.asking.emit()

    def put_in(self, keys: Sequence[str], theme: str) -> bool:
        """Put notes into a theme; whether anything changed."""
        moving = [key for key in keys if self.scene.notes[key].area != theme]
        if not moving:
            return False
        area = self.scene.areas[theme].theme
        assert area is not None
        done = self._do(themes.group(moving, theme))
        if done:
            self._say_moved(moving, f"{area.letter} {area.title}")
        return done

    def new_theme(self, title: str, keys: Sequence[str] = ()) -> bool:
        """Make a theme in a free place, with notes in it if they are given."""
        room = self.scene.free_room(len(keys))
        return self.new_theme_at(title, keys, (room.x, room.y))

    def new_theme_at(self, title: str, keys: Sequence[str], place: Place) -> bool:
        """Make a theme at a place."""
        command = themes.add(title, ideas=keys, question=self.desk.question_key, at=_put(place))
        done = self._do(command)
        if done:
            self._say_moved(keys, title)
        return done

    def _say_moved(self, keys: Sequence[str], where: str) -> None:
        self.spoken.emit(
            _("{ideas} in the theme {theme}").format(ideas=self._named(keys), theme=where)
        )

    def _named(self, keys: Sequence[str]) -> str:
        if len(keys) == 1 and keys[0] in self.scene.notes:
            return _("Idea {number}").format(number=self.scene.notes[keys[0]].idea.number)
        return ideas_in_words(len(keys))

    def rename(self, theme: str, title: str) -> bool:
        """Give a theme another title."""
        return self._do(themes.rename(theme, title))

    def recolour(self, theme: str, colour: Colour) -> None:
        """Give a theme other paper."""
        self._do(themes.recolour(theme, colour))

    def remove_theme(self, theme: str) -> None:
        """Take a theme off the board; its notes become loose."""
        self._do(themes.remove(theme))

    def widen(self, theme: str, by: int) -> None:
        """Let so many more notes stand beside each other in a theme."""
        area = self.scene.areas[theme]
        columns = max(1, min(geometry.MOST_COLUMNS, area.columns + by))
        self.set_columns(theme, columns)

    def set_columns(self, theme: str, columns: int) -> bool:
        """Let so many notes stand beside each other in a theme; whether that is different."""
        area = self.scene.areas[theme]
        if columns == area.columns:
            return False
        x, y = _put(area.box[:2])
        wide = geometry.area_width(columns)
        high = geometry.area_height(len(self.scene.members(theme)), columns)
        return self._do(themes.place({theme: (x, y, wide, high)}))

    # --- where things are

    def put_down(self, places: Mapping[str, Place]) -> bool:
        """Let notes stand loose in places; those in a theme come out of it."""
        put = {key: _put(place) for key, place in places.items()}
        if any(self.scene.notes[key].area for key in put):
            done = self._do(themes.ungroup(*put, positions=put))
            if done:
                self.spoken.emit(_("{ideas} loose").format(ideas=self._named([*put])))
            return done
        return self._do(ideas.place(put))

    def put_areas(self, places: Mapping[str, Place]) -> bool:
        """Let themes stand in places."""
        put = {}
        for key, place in places.items():
            box = self.scene.areas[key].box
            put[key] = (*_put(place), box.width, box.height)
        return self._do(themes.place(put))

    def take_out(self) -> None:
        """Take the chosen notes out of their theme; nothing is ever deleted."""
        keys = [key for key in self.notes if self.scene.notes[key].area]
        if not keys:
            self.desk.told.emit(_("Choose the notes in a theme that are to come out of it."))
        elif self._do(themes.ungroup(*keys)):
            self.spoken.emit(_("{ideas} loose").format(ideas=self._named(keys)))

    def shift(self, way: Way) -> None:
        """Move what is chosen one place on: a theme or a loose note on the board, a note in a
        theme to the next theme."""
        if areas := self.areas:
            dx, dy = way[0] * geometry.STEP_X / 2, way[1] * geometry.STEP_Y / 2
            boxes = {key: self.scene.areas[key].box for key in areas}
            self.put_areas({key: (box.x + dx, box.y + dy) for key, box in boxes.items()})
            return
        notes = self.notes
        areas = [area for key in notes if (area := self.scene.notes[key].area)]
        if areas:
            self._shift_to_next(notes, areas[-1], way)
        elif notes:
            self._shift_loose(notes, way)

    def _shift_to_next(self, notes: Sequence[str], area: str, way: Way) -> None:
        there = ways.next_area(self.scene, area, way)
        if there is None:
            self.desk.told.emit(_("There is no theme in that direction."))
        else:
            self.put_in(notes, there)

    def _shift_loose(self, notes: Sequence[str], way: Way) -> None:
        dx, dy = way[0] * geometry.STEP_X, way[1] * geometry.STEP_Y
        boxes = {key: note_box(self.scene.index.places[key]) for key in notes}
        for _step in range(_STEPS):
            boxes = {key: box.moved(dx, dy) for key, box in boxes.items()}
            areas = [key for key, area in self.scene.areas.items() if _any_in(boxes, area.box)]
            if areas:
                self.put_in(notes, areas[0])
                return
            if len(notes) > 1 or not self._is_taken(boxes[notes[0]], notes[0]):
                break
        self.put_down({key: (box.x, box.y) for key, box in boxes.items()})

    def _is_taken(self, box: Box, by: str) -> bool:
        return any(key != by for key, _place in self.scene.index.within(box))

    def tidy(self, shape: float) -> bool:
        """Lay out the whole board for a window so much wider than high; whether it was done."""
        counts = [(key, len(self.scene.members(key))) for key in self.scene.areas]
        loose = sorted(self.scene.loose, key=lambda key: self.scene.notes[key].idea.number)
        if not (counts or loose):
            return False
        layout = geometry.tidy(counts, loose, shape)
        done = self._do(
            themes.arrange(
                {key: (*_put(box[:2]), box.width, box.height) for key, box in layout.areas.items()},
                {key: _put(place) for key, place in layout.loose.items()},
            )
        )
        if done:
            self.spoken.emit(_("The board is tidy."))
        return done

    # --- like with like

    def ask_to_merge(self) -> None:
        """Show the chosen notes, or themes, beside each other, to be merged."""
        notes, areas = self.notes, self.areas
        if len(notes) > 1:
            self.merging.emit(notes)
        elif len(areas) > 1:
            self.merging.emit(areas)
        else:
            self.desk.told.emit(_("Choose at least two notes or two themes to merge them."))

    def merge(self, keys: Sequence[str], into: str) -> bool:
        """Let notes, or themes, count as one of them."""
        others = [key for key in keys if key != into]
        make = ideas.merge if into in self.scene.notes else themes.merge
        done = self._do(make(others, into))
        if done:
            self.choice.set([into])
            self.spoken.emit(_("Merged. Ctrl+Z splits them again."))
        return done

    def split(self) -> None:
        """Let what counts as part of the chosen notes, or themes, stand for itself."""
        state, chosen = self.desk.state, set(self.choice.keys)
        merged = [idea.id for idea in state.ideas.values() if idea.merged_into in chosen]
        parts = [theme.id for theme in state.themes.values() if theme.merged_into in chosen]
        if merged:
            self.split_off(*merged)
        elif parts:
            self._do(themes.split(*parts))
        else:
            self.desk.told.emit(_("Choose a note with +1, or a theme that holds another."))

    def split_off(self, *keys: str) -> None:
        """Let merged ideas stand for themselves."""
        if self._do(ideas.split(*keys)):
            self.spoken.emit(_("Split. Every idea stands for itself again."))

    def can_split(self) -> bool:
        """Whether something chosen holds another."""
        notes, areas = self.scene.notes, self.scene.areas
        return any(notes[key].merged for key in self.notes) or any(
            areas[key].holds for key in self.areas
        )

    def _do(self, command: Command[R]) -> bool:
        """Apply a command; whether the meeting is different now."""
        before = self.desk.state
        return self.desk.do(command) and self.desk.state is not before


def _put(place: Place) -> Place:
    """A place as it is kept, in whole units; the very corner means that there is none."""
    x, y = float(round(place[0])), float(round(place[1]))
    return (x, y) if x or y else (1.0, 0.0)


def _any_in(boxes: Mapping[str, Box], area: Box) -> bool:
    return any(box.touches(area) for box in boxes.values())


def named(theme: Theme) -> str:
    """A theme as it is named in lists and menus."""
    return f"{theme.letter}  {theme.title}"


def in_order(keys: Iterable[str], scene: Scene) -> list[str]:
    """Notes by number."""
    return sorted(keys, key=lambda key: scene.notes[key].idea.number)
