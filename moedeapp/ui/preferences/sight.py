"""How large the hall reads: three sizes, and a little sum that finds the right one."""

import math
import re
from typing import Final

from PySide6.QtWidgets import QButtonGroup, QFrame

from moedeapp.texts import _, number
from moedeapp.ui.fields import Line, labelled
from moedeapp.ui.labels import button, column, label, row
from moedeapp.ui.preferences.section import section
from moedeapp.ui.settings import HALL_TEXT, Settings
from moedeapp.ui.start.tiles import Option

FARTHEST: Final = {40: 4, 60: 6, 80: 8}
"""Pixels of text at 1080 lines, and how many picture heights away it can be read."""


def metres(text: str) -> float | None:
    """Metres as people type them: "12", "2,5", "2.5 m"; nothing when it is no length."""
    found = re.fullmatch(r"([0-9]{1,3}(?:[.,][0-9]{1,2})?)\s*(?:m|meter)?\.?", text.strip())
    length = float(found[1].replace(",", ".")) if found else 0.0
    return length or None


def size_for(distance: float, height: float) -> int:
    """The text size with which somebody so far from a picture so high can read; metres."""
    away = distance / height
    return next((size for size, farthest in FARTHEST.items() if away <= farthest), 80)


def height_for(distance: float) -> float:
    """How high the picture must be for the largest text to be read from there; metres."""
    return math.ceil(distance / FARTHEST[80] * 10) / 10


class SightSection(QFrame):
    """The size of the text on the screen."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.sizes = {
            40: Option(_("Smaller: for a small room"), "40"),
            60: Option(_("Usual: for most halls"), "60"),
            80: Option(_("Larger: for a deep hall"), "80"),
        }
        self._group = QButtonGroup(self)
        for size, option in self.sizes.items():
            self._group.addButton(option, size)
        self.distance = Line(_("How far away do those at the back sit?"), hint=_("e.g. 12 m"))
        self.picture = Line(_("How high is the picture?"), hint=_("e.g. 2.5 m"))
        self.answer = label(wrap=True)
        self.use = button("", self._use)
        boxes = row(
            labelled(self.distance.accessibleName(), self.distance),
            labelled(self.picture.accessibleName(), self.picture),
        )
        section(
            self,
            "screen",
            _("Text on the screen"),
            column(*self.sizes.values(), gap=2),
            label(_("Find the size that all can read"), "strong", wrap=True),
            boxes,
            self.answer,
            row(self.use, 1),
        )
        self._group.idClicked.connect(lambda size: settings.put(HALL_TEXT, size))
        self.distance.textChanged.connect(self._reckon)
        self.picture.textChanged.connect(self._reckon)
        self.refresh()
        self._reckon()

    def refresh(self) -> None:
        """Show the size that is chosen; the nearest one when it is another."""
        held = self._settings.hall_text
        nearest = min(self.sizes, key=lambda size: abs(size - held))
        self.sizes[nearest].setChecked(True)

    # --- the sum

    def _lengths(self) -> tuple[float, float] | None:
        distance, height = metres(self.distance.text()), metres(self.picture.text())
        return (distance, height) if distance and height else None

    def _reckon(self) -> None:
        lengths = self._lengths()
        self.answer.setVisible(lengths is not None)
        self.use.setVisible(lengths is not None)
        if lengths is None:
            return
        distance, height = lengths
        size = size_for(distance, height)
        words = _("Those at the back sit {times} times the height of the picture away.").format(
            times=number(round(distance / height, 1))
        )
        if distance / height > FARTHEST[80]:
            words += " " + _(
                "That is too far for any text. Make the picture {height} m high, or move the "
                "chairs forward."
            ).format(height=number(height_for(distance)))
        self.answer.setText(words)
        use = _("Use {size}").format(size=size)
        self.use.setText(use)
        self.use.setAccessibleName(use)

    def _use(self) -> None:
        lengths = self._lengths()
        if lengths is not None:
            self._settings.put(HALL_TEXT, size_for(*lengths))
            self.refresh()
