"""From one thing on the board to the next: by arrow, and in the order of reading."""

from collections.abc import Iterable, Iterator
from typing import Final

from moedeapp.ui.board.geometry import NOTE_HEIGHT, NOTE_WIDTH, Box, note_box
from moedeapp.ui.board.scene import Scene

LEFT: Final = (-1, 0)
RIGHT: Final = (1, 0)
UP: Final = (0, -1)
DOWN: Final = (0, 1)

Way = tuple[int, int]

_REACHES: Final = (800.0, 4_000.0, 1e6)
"""Board units that are searched at first, then, and at last."""

_ASIDE: Final = 3.0
"""How much worse it is to be beside the way than further along it."""


def neighbour(scene: Scene, key: str, way: Way) -> str | None:
    """The nearest note, or title of an area, in a direction; None when there is none."""
    here = scene.box(key)
    if here is None:
        return None
    for reach in _REACHES:
        found = [
            (far, other) for other, box in _things(scene, here.grown(reach)) if other != key
            and (far := _distance(here, box, way)) is not None
        ]  # fmt: skip
        if found and min(found)[0] <= reach:
            return min(found)[1]
    return min(found)[1] if found else None


def _things(scene: Scene, box: Box) -> Iterator[tuple[str, Box]]:
    for key, place in scene.index.within(box):
        yield key, note_box(place)
    for key, area in scene.areas.items():
        if area.head.touches(box):
            yield key, area.head


def next_area(scene: Scene, key: str, way: Way) -> str | None:
    """The nearest other area in a direction from an area; None when there is none."""
    here = scene.areas[key].box
    found = [
        (far, other) for other, area in scene.areas.items() if other != key
        and (far := _distance(here, area.box, way)) is not None
    ]  # fmt: skip
    return min(found)[1] if found else None


def _distance(here: Box, there: Box, way: Way) -> float | None:
    """How far a box is along a way; None when it is not in that direction."""
    across, down = way
    if across:
        beyond = (there.x - here.x) * across if across > 0 else here.right - there.right
        along = there.x - here.right if across > 0 else here.x - there.right
        aside, skew = _gap(here.y, here.bottom, there.y, there.bottom), abs(there.y - here.y)
        least = NOTE_WIDTH / 2
    else:
        beyond = there.y - here.y if down > 0 else here.bottom - there.bottom
        along = there.y - here.bottom if down > 0 else here.y - there.bottom
        aside, skew = _gap(here.x, here.right, there.x, there.right), abs(there.x - here.x)
        least = min(NOTE_HEIGHT / 2, here.height / 2)
    if beyond < least:
        return None
    return max(along, 0.0) + _ASIDE * aside + skew * 0.1


def _gap(start: float, end: float, other_start: float, other_end: float) -> float:
    return max(other_start - end, start - other_end, 0.0)


def in_reading_order(scene: Scene, keys: Iterable[str]) -> list[str]:
    """Notes row by row from the top, each row from the left."""
    places = scene.index.places
    return sorted(keys, key=lambda key: (places[key][1], places[key][0]))


def next_loose(scene: Scene, done: Iterable[str]) -> str | None:
    """The loose note after these in the order of reading, or the first one; None when all went."""
    places = scene.index.places
    gone = set(done)
    last = max((places[key][::-1] for key in gone if key in scene.loose), default=None)
    left = [(places[key][::-1], key) for key in scene.loose if key not in gone]
    after = [each for each in left if last is not None and each[0] > last]
    return min(after or left)[1] if left else None


def first(scene: Scene, key: str, *, last: bool = False) -> str | None:
    """The first or last note of the area, or of the loose notes, that a note is among."""
    note = scene.notes.get(key)
    area = note.area if note else key if key in scene.areas else None
    group = scene.members(area) if area else in_reading_order(scene, scene.loose)
    if not group:
        return None
    return group[-1 if last else 0]
