"""What stands on the board, and where. It follows the meeting and knows nothing of its own."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from moedeapp.model.board import in_play, lead_of, leading_themes, theme_lead
from moedeapp.model.changes import Change
from moedeapp.model.meeting import Colour, Facts, Meeting, Theme
from moedeapp.ui.board import geometry
from moedeapp.ui.board.geometry import GAP, NOTE_HEIGHT, NOTE_WIDTH, USUAL_COLUMNS, Box, note_box
from moedeapp.ui.board.index import Index, cell_of
from moedeapp.ui.board.things import MAYBE, Area, Note, Place, Step


class Scene:
    """Notes and areas of one question, each with its place.

    A note stands in the area of its theme, by number; a loose one where somebody put it, else in
    the pool beside the areas. Areas move down for each other, and loose notes for areas, so that
    nothing is hidden.
    """

    def __init__(self) -> None:
        self.notes: dict[str, Note] = {}
        self.areas: dict[str, Area] = {}
        """by key, in the order of letters"""
        self.loose: dict[str, None] = {}
        self.maybe: Area | None = None
        self.suggested: tuple[str, ...] = ()
        """the loose notes that stand in the area of a suggested theme"""
        self.index = Index()
        self._question: str | None = None
        self._meeting = Meeting(Facts("facts"))
        self._leads: dict[str, str] = {}
        self._parts: dict[str, set[str]] = {}
        self._roots: dict[str, str] = {}
        self._wanted: dict[str, Area] = {}
        """the areas where the meeting wants them, before they make room for each other"""
        self._members: dict[str, list[tuple[int, str]]] = {}
        self._pool = _Pool(0)
        self._fallen: dict[str, None] = {}
        """loose notes that moved down for an area"""
        self._whole: Box | None = None
        self._whole_is_old = False

    # --- reading

    def box(self, key: str) -> Box | None:
        """Where a note stands, or the title of an area; None when there is no such thing."""
        if (place := self.index.places.get(key)) is not None:
            return note_box(place)
        return self.areas[key].head if key in self.areas else None

    def members(self, area: str) -> list[str]:
        """The notes in an area, by number."""
        return [key for _, key in self._members.get(area, ())]

    def note_at(self, x: float, y: float) -> str | None:
        """The uppermost note at a point."""
        found = None
        for key, place in self.index.within(Box(x, y, 0.0, 0.0)):
            if note_box(place).holds(x, y):
                found = key
        return found

    def area_at(self, x: float, y: float) -> str | None:
        """The area at a point."""
        return next((key for key, area in self.areas.items() if area.box.holds(x, y)), None)

    def area_boxes(self) -> list[Box]:
        """The box of every area, that of a suggestion included."""
        boxes = [area.box for area in self.areas.values()]
        return [*boxes, self.maybe.box] if self.maybe else boxes

    def whole(self) -> Box | None:
        """The box around everything; costs the board after a step, and then nothing."""
        if self._whole_is_old:
            self._whole, self._whole_is_old = self._around_all(), False
        return self._whole

    def _around_all(self) -> Box | None:
        places = self.index.places.values()
        if not places:
            return geometry.around(self.area_boxes())
        xs, ys = [x for x, _ in places], [y for _, y in places]
        x, y = min(xs), min(ys)
        notes = Box(x, y, max(xs) + NOTE_WIDTH - x, max(ys) + NOTE_HEIGHT - y)
        return geometry.around([notes, *self.area_boxes()])

    def free_room(self, count: int = 0) -> Box:
        """Where a new area with so many notes would stand."""
        size = geometry.area_width(USUAL_COLUMNS), geometry.area_height(count, USUAL_COLUMNS)
        beside = self.index.within(Box(-1e6, -1e6, 1e6, 2e6))
        loose = [note_box(place) for key, place in beside if key in self.loose]
        return geometry.room_for(size, [area.box for area in self.areas.values()] + loose)

    # --- following

    def follow(self, meeting: Meeting, question: str | None, changes: Sequence[Change]) -> Step:
        """Become what the meeting says; costs the changes, or the board when none are told."""
        step = Step()
        before, self._meeting = self._meeting, meeting
        same = question == self._question
        if same and before.ideas is meeting.ideas and before.themes is meeting.themes:
            return step
        if same and changes:
            ideas = {change.key for change in changes if change.kind == "ideas"}
            themes = any(change.kind == "themes" for change in changes)
        else:
            ideas, themes = {*self._leads, *meeting.ideas}, True
            self._question = question
            self._start_anew(step)
        self._take_in(ideas, themes, step)
        self._finish(step)
        return step

    def suggest(self, keys: Sequence[str]) -> Step:
        """Let loose notes stand together as a theme that may be one; none takes it away."""
        step = Step()
        before, suggested = self.suggested, tuple(key for key in keys if key in self.loose)
        if suggested == before:
            return step
        stood, self.maybe, self.suggested = self.maybe, None, suggested
        for key in dict.fromkeys((*before, *suggested)):
            if key in self.loose:
                self._lift(key, step)
        if suggested:
            room = self.free_room(len(suggested))
            if stood is not None and set(suggested) <= set(before):
                room = room._replace(x=stood.box.x, y=stood.box.y)
            self.maybe = Area(None, room, USUAL_COLUMNS, len(suggested))
        step.areas = True
        self._lay_areas(step, ())
        self._lay_loose((*before, *suggested), step, areas_moved=True)
        self._finish(step)
        return step

    def _start_anew(self, step: Step) -> None:
        """Let every loose note be placed again, so that the pool has no holes."""
        for key in self.loose:
            self._lift(key, step)
        free = sum(idea.question == self._question for idea in self._meeting.ideas.values())
        self._pool = _Pool(free)
        self._fallen = {}

    def _take_in(self, ideas: set[str], themes: bool, step: Step) -> None:
        leads = self._reread(ideas)
        if themes:
            leads |= self._reroot()
        loose = [lead for lead in sorted(leads, key=self._number) if self._renote(lead, step)]
        crowded = {area for area in step.groups if area is not None}
        areas_moved = False
        if themes or crowded:
            self._want_areas()
            areas_moved = self._lay_areas(step, crowded)
        self._lay_loose(loose, step, areas_moved=areas_moved)

    def _finish(self, step: Step) -> None:
        self._whole_is_old = True
        places = self.index.places
        for key, place in list(step.moved.items()):
            if key not in self.areas and places.get(key, place) == place:
                del step.moved[key]

    def _number(self, key: str) -> int:
        idea = self._meeting.ideas.get(key)
        return idea.number if idea else 0

    # --- who stands on the board

    def _reread(self, ideas: set[str]) -> set[str]:
        """Find anew which idea leads these and those they led; gives every lead concerned."""
        everyone = self._meeting.ideas
        touched = set(ideas)
        for key in ideas:
            touched |= self._parts.get(key, set())
            touched |= self._parts.get(self._leads.get(key, ""), set())
        concerned = set()
        for key in touched:
            if (before := self._leads.pop(key, None)) is not None:
                self._parts[before].discard(key)
                concerned.add(before)
            idea = everyone.get(key)
            if idea is not None and idea.question == self._question:
                lead = lead_of(everyone, idea).id
                self._leads[key] = lead
                self._parts.setdefault(lead, set()).add(key)
                concerned.add(lead)
        return concerned

    def _reroot(self) -> set[str]:
        """Find anew which theme leads each; gives the notes whose area or colour may change."""
        themes = self._meeting.themes
        roots = {
            key: theme_lead(themes, theme).id
            for key, theme in themes.items()
            if theme.question == self._question
        }
        areas = {key for key, area in self.areas.items() if themes.get(key) != area.theme}
        areas |= {root for key, root in self._roots.items() if roots.get(key) != root}
        self._roots = roots
        return {key for area in areas for key in self.members(area)}

    def _renote(self, lead: str, step: Step) -> bool:
        """Make the note of an idea anew; whether it is a loose one to be placed."""
        before, after = self.notes.get(lead), self._note(lead)
        if before == after and (after is None or lead in self.index.places):
            return False
        if before is not None and (after is None or before.area != after.area):
            self._leave(before, step)
        if after is None:
            del self.notes[lead]
            self.index.take(lead)
            step.notes.add(lead)
            return False
        if before is None or before.area != after.area:
            self._enter(after, step)
        elif before.shown != after.shown:
            step.groups.add(after.area)
        self.notes[lead] = after
        if before != after:
            step.notes.add(lead)
            if (place := self.index.places.get(lead)) is not None:
                self.index.touch(cell_of(place))
        return after.area is None

    def _note(self, lead: str) -> Note | None:
        ideas, parts = self._meeting.ideas, self._parts.get(lead)
        if not parts:
            self._parts.pop(lead, None)
            return None
        shown = sum(in_play(ideas[part]) for part in parts)
        if not shown:
            return None
        idea = ideas[lead]
        area = self._roots.get(idea.theme) if idea.theme else None
        colour = self._meeting.themes[area].colour if area else Colour.YELLOW
        return Note(idea, len(parts) - 1, shown, area, colour)

    def _leave(self, note: Note, step: Step) -> None:
        key = note.idea.id
        step.groups.add(note.area)
        if note.area is None:
            self.loose.pop(key, None)
            self._fallen.pop(key, None)
        else:
            members = self._members[note.area]
            del members[bisect_left(members, (note.idea.number, key))]

    def _enter(self, note: Note, step: Step) -> None:
        key = note.idea.id
        step.groups.add(note.area)
        if note.area is None:
            self.loose[key] = None
        else:
            insort(self._members.setdefault(note.area, []), (note.idea.number, key))

    # --- areas

    def _want_areas(self) -> None:
        themes = leading_themes(self._meeting, self._question)
        held: dict[str, list[str]] = {}
        for key, root in self._roots.items():
            if key != root:
                held.setdefault(root, []).append(self._meeting.themes[key].title)
        nowhere = [theme.id for theme in themes if not (theme.width or theme.x or theme.y)]
        places = {key: geometry.beside(at) for at, key in enumerate(nowhere)}
        self._wanted = {
            theme.id: self._wanted_area(
                theme, places.get(theme.id, (theme.x, theme.y)), sorted(held.get(theme.id, ()))
            )
            for theme in themes
        }

    def _wanted_area(self, theme: Theme, place: Place, holds: Iterable[str]) -> Area:
        columns = geometry.columns_in(theme.width) if theme.width else USUAL_COLUMNS
        members = self.members(theme.id)
        size = geometry.area_width(columns), geometry.area_height(len(members), columns)
        count = sum(self.notes[key].shown for key in members)
        return Area(theme, Box(*place, *size), columns, count, tuple(holds))

    def _lay_areas(self, step: Step, crowded: Iterable[str]) -> bool:
        """Let areas make room for each other, and lay their notes; whether any area moved."""
        wanted = [(key, area.box) for key, area in self._wanted.items()]
        if self.maybe is not None:
            wanted.append((MAYBE, self.maybe.box))
        settled = geometry.settle(wanted)
        before = self.areas
        self.areas = {key: replace(area, box=settled[key]) for key, area in self._wanted.items()}
        changed = {key for key, area in self.areas.items() if before.get(key) != area}
        moved = {
            key for key in changed if key not in before or before[key].box != self.areas[key].box
        }
        for key in moved & before.keys():
            if before[key].box[:2] != self.areas[key].box[:2]:
                step.moved[key] = before[key].box[:2]
        for key in moved.union(crowded) & self.areas.keys():
            self._lay_members(key, step)
        gone = before.keys() - self.areas.keys()
        step.areas = step.areas or bool(changed or gone)
        if self.maybe is not None:
            self.maybe = replace(self.maybe, box=settled[MAYBE])
        return bool(moved or gone)

    def _lay_members(self, key: str, step: Step) -> None:
        area = self.areas[key]
        for at, note in enumerate(self.members(key)):
            self._move(note, geometry.slot(area.box, area.columns, at), step)

    def _move(self, key: str, place: Place, step: Step) -> None:
        before = self.index.places.get(key)
        if before != place:
            if before is not None:
                step.moved.setdefault(key, before)
            self.index.put(key, place)

    def _lift(self, key: str, step: Step) -> None:
        """Take a note off the board until it gets its place."""
        if (place := self.index.take(key)) is not None:
            step.moved.setdefault(key, place)

    # --- loose notes

    def _lay_loose(self, keys: Iterable[str], step: Step, *, areas_moved: bool) -> None:
        """Put loose notes where they belong, and those that an area would cover below it."""
        areas = self.area_boxes()
        there = dict.fromkeys([*self._fallen, *(key for key in keys if key in self.loose)])
        if areas_moved:
            there |= dict.fromkeys(key for box in areas for key in self._loose_in(box))
        for key in there:
            if key in self.suggested:
                self._move(key, self._suggested_place(key), step)
            elif (placed := self._placed(key)) is not None:
                self._move(key, placed, step)
        for key in there:
            if key not in self.suggested and self._placed(key) is None:
                self._move(key, self._pooled(key, areas), step)
        self._let_fall([key for key in there if key not in self.suggested], areas, step)

    def _loose_in(self, box: Box) -> Iterator[str]:
        return (key for key, _ in self.index.within(box) if key in self.loose)

    def _placed(self, key: str) -> Place | None:
        """Where somebody put a loose note; None when nobody did."""
        idea = self.notes[key].idea
        return (idea.x, idea.y) if idea.x or idea.y else None

    def _suggested_place(self, key: str) -> Place:
        assert self.maybe is not None
        return geometry.slot(self.maybe.box, self.maybe.columns, self.suggested.index(key))

    def _pooled(self, key: str, areas: Sequence[Box]) -> Place:
        """The place of a note in the pool: the one it had, else the next that is free."""
        home = self._pool.homes.get(key)
        returns = home is not None and key not in self.index.places
        if home is not None and not (returns and self._is_taken(note_box(home))):
            return home
        while True:
            place = self._pool.next_place()
            box = note_box(place)
            if not self._is_taken(box) and not any(box.touches(area, GAP) for area in areas):
                self._pool.homes[key] = place
                return place

    def _is_taken(self, box: Box) -> bool:
        return any(self._loose_in(box))

    def _let_fall(self, keys: Iterable[str], areas: Sequence[Box], step: Step) -> None:
        """Move notes that an area would cover down, clear of areas and of each other."""
        bases = {key: self.index.places[key] for key in keys}
        covered = {
            key: base
            for key, base in bases.items()
            if any(note_box(base).touches(area) for area in areas)
        }
        for key in covered:
            self._lift(key, step)
        in_order = sorted(covered, key=lambda key: (*covered[key][::-1], self._number(key)))
        for key in in_order:
            self._move(key, self._clear_below(covered[key], areas), step)
        self._fallen = dict.fromkeys(in_order)

    def _clear_below(self, place: Place, areas: Sequence[Box]) -> Place:
        while True:
            near = [note_box(p) for _, p in self.index.within(note_box(place).grown(GAP))]
            clear = geometry.fall_clear(place, areas, near)
            if clear == place:
                return place
            place = clear


class _Pool:
    """Places for loose notes that nobody has placed; each keeps its own while the board stands."""

    def __init__(self, count: int) -> None:
        self._columns = geometry.pool_columns(count)
        self._given = 0
        self.homes: dict[str, Place] = {}

    def next_place(self) -> Place:
        """A place that was not given before."""
        self._given += 1
        return geometry.pool_place(self._given - 1, self._columns)
