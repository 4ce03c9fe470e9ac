"""Where things stand on the board: arithmetic in board units, each a pixel at 100 %."""

from collections.abc import Iterable, Sequence
from math import ceil, sqrt
from typing import Final, NamedTuple

NOTE_WIDTH: Final = 204.0
NOTE_HEIGHT: Final = 120.0
GAP: Final = 14.0
"""Between two notes."""

STEP_X: Final = NOTE_WIDTH + GAP
STEP_Y: Final = NOTE_HEIGHT + GAP

PAD: Final = 16.0
HEAD: Final = 54.0
"""Inside an area: beside its notes, and above them where its title stands."""

BETWEEN: Final = 28.0
"""Between two areas."""

USUAL_COLUMNS: Final = 2
"""Of a theme that nobody has laid out."""

MOST_COLUMNS: Final = 12

_BESIDE: Final = 3
"""Columns of areas beside the loose notes before anybody has moved one."""

_POOL_COLUMNS: Final = (6, 8, 12, 16, 24, 32, 48, 64, 96, 128)


class Box(NamedTuple):
    """A part of the board."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> tuple[float, float]:
        """The centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height

    def covers(self, other: "Box") -> bool:
        """Whether all of the other is inside."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def touches(self, other: "Box", gap: float = 0.0) -> bool:
        """Whether the two overlap, or are nearer to each other than a gap."""
        return (
            self.x < other.x + other.width + gap
            and other.x < self.x + self.width + gap
            and self.y < other.y + other.height + gap
            and other.y < self.y + self.height + gap
        )

    def moved(self, x: float, y: float) -> "Box":
        """The same size somewhere else, so much further on."""
        return Box(self.x + x, self.y + y, self.width, self.height)

    def grown(self, by: float) -> "Box":
        """Larger at every side."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def with_(self, other: "Box") -> "Box":
        """The smallest box around both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)


def note_box(place: tuple[float, float]) -> Box:
    """The box of a note by its upper left corner."""
    return Box(place[0], place[1], NOTE_WIDTH, NOTE_HEIGHT)


def around(boxes: Iterable[Box]) -> Box | None:
    """The smallest box around all; None when there are none."""
    whole: Box | None = None
    for box in boxes:
        whole = box if whole is None else whole.with_(box)
    return whole


# --- inside an area


def area_width(columns: int) -> float:
    """The width of an area with so many notes beside each other."""
    return 2 * PAD + columns * STEP_X - GAP


def area_height(count: int, columns: int) -> float:
    """The height of an area with so many notes; an empty one has room for a row."""
    return HEAD + max(1, ceil(count / columns)) * STEP_Y - GAP + PAD


def columns_in(width: float) -> int:
    """How many notes stand beside each other in an area of this width."""
    return max(1, min(MOST_COLUMNS, int((width - 2 * PAD + GAP + 0.5) // STEP_X)))


def slot(area: Box, columns: int, index: int) -> tuple[float, float]:
    """Where the note with this index stands in an area."""
    row, column = divmod(index, columns)
    return area.x + PAD + column * STEP_X, area.y + HEAD + row * STEP_Y


# --- areas beside each other


def settle(wanted: Sequence[tuple[str, Box]]) -> dict[str, Box]:
    """Areas where they are wanted, moved down where they would cover one above them.

    The same areas give the same places, in whatever order they became so.
    """
    settled: dict[str, Box] = {}
    for key, box in sorted(wanted, key=lambda each: (each[1].y, each[1].x)):
        settled[key] = _fall(box, list(settled.values()), BETWEEN)
    return settled


def _fall(box: Box, others: Sequence[Box], gap: float) -> Box:
    """The box, moved down until it is clear of the others."""
    while True:
        below = [other.bottom for other in others if box.touches(other, gap)]
        if not below:
            return box
        box = Box(box.x, max(below) + gap, box.width, box.height)


def beside(index: int) -> tuple[float, float]:
    """Where an area is wanted that nobody has placed: beside the loose notes, row by row."""
    row, column = divmod(index, _BESIDE)
    return _beside_x(column), float(row)


def _beside_x(column: int) -> float:
    return (column - _BESIDE) * (area_width(USUAL_COLUMNS) + BETWEEN)


def room_for(size: tuple[float, float], taken: Sequence[Box]) -> Box:
    """The first free room beside the loose notes, or below what stands there."""
    width, height = size
    columns = {_beside_x(column) for column in range(_BESIDE)}
    columns |= {box.x for box in taken if box.x < 0}
    places = (_fall(Box(x, 0.0, width, height), taken, BETWEEN) for x in sorted(columns))
    return min(places, key=lambda box: (box.y, box.x))


# --- loose notes that nobody has placed


def pool_columns(count: int) -> int:
    """How many loose notes stand beside each other when there are so many."""
    fitting = (columns for columns in _POOL_COLUMNS if count <= 1.5 * columns**2)
    return next(fitting, _POOL_COLUMNS[-1])


def pool_place(index: int, columns: int) -> tuple[float, float]:
    """Where the loose note with this index stands."""
    row, column = divmod(index, columns)
    return column * STEP_X, row * STEP_Y


def fall_clear(
    place: tuple[float, float], areas: Sequence[Box], notes: Sequence[Box]
) -> tuple[float, float]:
    """The place of a note, further down until it is clear of areas and of these notes."""
    box = _fall(_fall(note_box(place), areas, GAP), notes, GAP)
    return box.x, box.y


# --- laying out the whole board


def usual_columns(count: int) -> int:
    """How many notes beside each other make an area of so many look well."""
    return max(USUAL_COLUMNS, min(MOST_COLUMNS, ceil(sqrt(count * 0.75))))


class Layout(NamedTuple):
    """A whole board: boxes of areas and corners of loose notes by key."""

    areas: dict[str, Box]
    loose: dict[str, tuple[float, float]]


def tidy(themes: Sequence[tuple[str, int]], loose: Sequence[str], shape: float) -> Layout:
    """Themes (key, number of notes) in order, and the loose notes to their right.

    `shape` is width by height of the window; the whole board comes near to it.
    """
    sizes = [(key, _usual_size(count)) for key, count in themes]
    widest = max((size[0] for _, size in sizes), default=0.0)
    ideal = sqrt(sum(width * height for _, (width, height) in sizes) * shape)
    limits = {widest, *(max(widest, ideal * part) for part in (0.6, 0.75, 0.9, 1.05, 1.2, 1.4))}
    tries = []
    for limit in sorted(limits):
        areas = _pack(sizes, limit)
        columns, need = _loose_columns(around(areas.values()), len(loose), shape)
        tries.append((need, limit, areas, columns))
    _, _, areas, columns = min(tries, key=lambda each: each[:2])
    return _beside_each_other(areas, loose, columns)


def _usual_size(count: int) -> tuple[float, float]:
    columns = usual_columns(count)
    return area_width(columns), area_height(count, columns)


def _pack(sizes: Sequence[tuple[str, tuple[float, float]]], limit: float) -> dict[str, Box]:
    """Each area as high up as it fits within the limit, then as far to the left."""
    packed: dict[str, Box] = {}
    for key, (width, height) in sizes:
        others = list(packed.values())
        lefts = {0.0, *(box.x for box in others), *(box.right + BETWEEN for box in others)}
        fitting = [x for x in sorted(lefts) if x + width <= limit or not x]
        places = [_fall(Box(x, 0.0, width, height), others, BETWEEN) for x in fitting]
        packed[key] = min(places, key=lambda box: (box.y, box.x))
    return packed


def _loose_columns(areas: Box | None, count: int, shape: float) -> tuple[int, float]:
    """Columns of loose notes that make the board fit its window best, and its height then."""
    wide, high = (areas.width, areas.height) if areas else (0.0, 0.0)
    best, need = 1, float("inf")
    for columns in range(1, count + 1):
        height = max(high, ceil(count / columns) * STEP_Y)
        now = max((wide + columns * STEP_X) / shape, height)
        if now > need:
            break
        if now < need:
            best, need = columns, now
    return best, need if count else max(wide / shape, high)


def _beside_each_other(areas: dict[str, Box], loose: Sequence[str], columns: int) -> Layout:
    whole = around(areas.values())
    left = -(whole.right + 2 * BETWEEN) if whole else 0.0
    return Layout(
        {key: box.moved(left, 0) for key, box in areas.items()},
        {key: pool_place(index, columns) for index, key in enumerate(loose)},
    )
