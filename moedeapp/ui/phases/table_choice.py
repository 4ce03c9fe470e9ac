"""The table that ideas come from: chosen once, and kept."""

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton

from moedeapp.model.meeting import numbered
from moedeapp.texts import _
from moedeapp.ui.desk import Desk
from moedeapp.ui.labels import draw_arrow

MOST: Final = 500
_OFFERED: Final = 12
"""Tables in the menu while nobody has said how many there are."""


class TableChoice(QPushButton):
    """A button that says the table and opens the list of them; 0 is no table.

    `changed` carries the new number.
    """

    changed: Final = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._value = 0
        self.setProperty("look", "menu")
        self.setAutoDefault(False)
        self.setMinimumWidth(124)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.setToolTip(_("Ctrl+Up and Ctrl+Down, Alt and a digit, or /4 before the words"))
        self._say()

    def value(self) -> int:
        """The table's number; 0 for none."""
        return self._value

    def setValue(self, number: int) -> None:  # noqa: N802 (as every box with a number has it)
        """Choose a table; numbers beyond the most are left alone."""
        if 0 <= number <= MOST and number != self._value:
            self._value = number
            self._say()
            self.changed.emit(number)

    def step(self, by: int) -> None:
        """Choose the next table or the one before; after the last comes none."""
        last = max((table.number for table in self._desk.state.tables.values()), default=_OFFERED)
        self.setValue((self._value + by) % (max(last, self._value) + 1))

    def _say(self) -> None:
        words = _("Table {number}").format(number=self._value) if self._value else _("No table")
        self.setText(words)
        self.setAccessibleName(_("From: {table}").format(table=words))

    def _fill(self) -> None:
        self._menu.clear()
        tables = {table.number: table.label for table in numbered(self._desk.state.tables)}
        names = tables or dict.fromkeys(range(1, _OFFERED + 1), "")
        self._menu.addAction(_("No table"), partial(self.setValue, 0))
        for number, label in names.items():
            words = _("Table {number}").format(number=number)
            said = f"{words} · {label}" if label else words
            self._menu.addAction(said.replace("&", "&&"), partial(self.setValue, number))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow as well."""
        super().paintEvent(event)
        draw_arrow(self)
