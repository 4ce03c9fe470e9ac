"""Which notes stand in a part of the board, without looking at the rest."""

from collections.abc import Iterator
from typing import Final

from moedeapp.ui.board.geometry import NOTE_HEIGHT, NOTE_WIDTH, Box

CELL: Final = 1024.0
"""Board units along the side of a cell."""

Cell = tuple[int, int]


class Index:
    """Notes by the cell their upper left corner is in; a move costs nothing but itself."""

    def __init__(self) -> None:
        self.places: dict[str, tuple[float, float]] = {}
        self.cells: dict[Cell, dict[str, None]] = {}
        self.stamps: dict[Cell, int] = {}
        """counts the changes of a cell, for whoever keeps a drawing of it"""

    def put(self, key: str, place: tuple[float, float]) -> None:
        """Let a note stand here, above those that stand here already."""
        self.take(key)
        self.places[key] = place
        cell = cell_of(place)
        self.cells.setdefault(cell, {})[key] = None
        self.touch(cell)

    def take(self, key: str) -> tuple[float, float] | None:
        """Let a note stand nowhere; gives where it stood."""
        place = self.places.pop(key, None)
        if place is not None:
            cell = cell_of(place)
            del self.cells[cell][key]
            if not self.cells[cell]:
                del self.cells[cell]
            self.touch(cell)
        return place

    def touch(self, cell: Cell) -> None:
        """Say that something in a cell looks different."""
        self.stamps[cell] = self.stamps.get(cell, 0) + 1

    def cells_in(self, box: Box) -> Iterator[Cell]:
        """The cells whose notes may reach into a box."""
        first_x, first_y = cell_of((box.x - NOTE_WIDTH, box.y - NOTE_HEIGHT))
        last_x, last_y = cell_of((box.right, box.bottom))
        if (last_x - first_x + 1) * (last_y - first_y + 1) > len(self.cells):
            for cell in self.cells:
                if first_x <= cell[0] <= last_x and first_y <= cell[1] <= last_y:
                    yield cell
            return
        for y in range(first_y, last_y + 1):
            for x in range(first_x, last_x + 1):
                if (x, y) in self.cells:
                    yield x, y

    def within(self, box: Box) -> Iterator[tuple[str, tuple[float, float]]]:
        """The notes that reach into a box, with their places; the lower ones of a cell first."""
        left, top = box.x - NOTE_WIDTH, box.y - NOTE_HEIGHT
        right, bottom = box.right, box.bottom
        places = self.places
        for cell in self.cells_in(box):
            for key in self.cells[cell]:
                x, y = place = places[key]
                if left < x < right and top < y < bottom:
                    yield key, place


def cell_of(place: tuple[float, float]) -> Cell:
    """The cell of a place."""
    return int(place[0] // CELL), int(place[1] // CELL)
