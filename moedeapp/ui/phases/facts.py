"""Boxes for the facts of the meeting and of who holds it; each is an act when it is left."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtWidgets import QFrame, QLabel, QWidget

from moedeapp.model.commands import evening
from moedeapp.texts import _, field
from moedeapp.ui.days import iso_date, iso_time, shown_day
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Area, Line, Save, labelled
from moedeapp.ui.labels import column, frame, label, row

DATES: Final = ("date", "mandate_date")
_TIMES: Final = ("starts", "ends")
_GROWING: Final = {
    "purpose": 1, "influence": 1, "fixed": 1, "decides": 1, "answer_by": 1, "answer_where": 1,
    "politicians": 2, "deletion_rule": 2,
}  # fmt: skip
"""Facts that may need several lines, with the fewest they get."""

_MOST_LINES: Final = 6
_SHORT: Final = ("starts", "ends", "kle", "facet", "date", "mandate_date", "case_number")


class FactBoxes:
    """One box for each fact, by its name in the model; those of the organisation as well."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.boxes: dict[str, Line | Area] = {}

    def box(self, key: str) -> Line | Area:
        """The box of a fact, made when it is first asked for."""
        if key not in self.boxes:
            self.boxes[key] = self._made(key)
        return self.boxes[key]

    def _made(self, key: str) -> Line | Area:
        hint = _HINTS[key]() if key in _HINTS else ""
        if key in _GROWING:
            return Area(field(key), self._saver(key), _GROWING[key], hint, _MOST_LINES)
        return Line(field(key), self._saver(key), hint)

    def card(self, head: str, rows: Sequence[Sequence[str]], *more: QWidget) -> QFrame:
        """A card with a heading, and rows of boxes with their words above them."""
        parts: list[Any] = [label(head, "section")]
        for keys in rows:
            line = row(*(labelled(field(key), self.box(key)) for key in keys), gap=14)
            for at, key in enumerate(keys):
                line.setStretch(at, 2 if key in _SHORT else 4)
            parts.append(line)
        return frame("card", column(*parts, *more, gap=12), (22, 18, 22, 20))

    def words(self, key: str) -> QLabel:
        """The label of a box that stands beside it."""
        made = label(field(key), "strong")
        made.setBuddy(self.box(key))
        return made

    def follow(self) -> None:
        """Show the facts; a box somebody is writing in is left alone."""
        facts, organisation = self._desk.state.facts, self._desk.state.organisation
        for key, box in self.boxes.items():
            held = getattr(facts, key) if hasattr(facts, key) else getattr(organisation, key)
            if key in DATES:
                held = shown_day(held)
            box.follow("\n".join(held) if isinstance(held, tuple) else held)

    def _saver(self, key: str) -> Save:
        if hasattr(self._desk.state.facts, key):
            return lambda text: self._desk.do(evening.describe(**{key: _kept(key, text)}))
        return lambda text: self._desk.do(evening.set_organisation(**{key: text.strip()}))


def _kept(key: str, text: str) -> str | list[str]:
    """What was typed as the meeting keeps it."""
    if key == "politicians":
        return [line for line in text.splitlines() if line.strip()]
    if key in DATES:
        return iso_date(text, date.today())
    return iso_time(text) if key in _TIMES else text.strip()


_HINTS: Final[dict[str, Callable[[], str]]] = {
    "title": lambda: _("What the evening is called"),
    "purpose": lambda: _("What the evening is to lead to"),
    "influence": lambda: _("What can still become different?"),
    "fixed": lambda: _("What is decided already, or cannot be changed?"),
    "decides": lambda: _("Who decides in the end?"),
    "answer_by": lambda: _("e.g. no later than 1 March 2027"),
    "date": lambda: _("e.g. 23-11-2026"),
    "mandate_date": lambda: _("e.g. 23-11-2026"),
    "starts": lambda: _("e.g. 19:00"),
    "ends": lambda: _("e.g. 21:00"),
    "kle": lambda: _("e.g. 01.02.05"),
    "politicians": lambda: _("One on each line"),
}
