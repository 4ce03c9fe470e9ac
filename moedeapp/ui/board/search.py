"""Searching the words of the board: marks what is found and goes from hit to hit."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from moedeapp.texts import _
from moedeapp.ui.board import ways
from moedeapp.ui.board.choice import Choice
from moedeapp.ui.board.overlay import Overlay
from moedeapp.ui.board.scene import Scene
from moedeapp.ui.fields import Line
from moedeapp.ui.labels import button, label, row

SHORTEST: Final = 2
"""Letters before anything is looked for; a number may be shorter."""


class Search(Overlay):
    """A line to write in, and which hit of how many one is at.

    `found` tells that other notes are hits; `gone_to` that one of them was chosen.
    """

    found: Final = Signal()
    gone_to: Final = Signal()

    def __init__(self, scene: Scene, choice: Choice, parent: QWidget) -> None:
        super().__init__(parent)
        self._scene = scene
        self._choice = choice
        self._at = 0
        self.hits: list[str] = []
        self.line = Line(_("Search"), hint=_("Words or number"))
        self.line.setMinimumWidth(190)
        self.line.textEdited.connect(self._search)
        self._count = label(look="quiet")
        self._count.setMinimumWidth(92)
        back = button("↑", lambda: self.go(-1), "slim")
        back.setAccessibleName(_("Previous hit"))
        on = button("↓", lambda: self.go(1), "slim")
        on.setAccessibleName(_("Next hit"))
        away = button(_("Close"), self.leave, "plain")
        line = row(self.line, self._count, back, on, away, gap=6)
        line.setContentsMargins(10, 8, 8, 8)
        self.setLayout(line)

    @property
    def words(self) -> str:
        """What is searched for; empty when nothing is."""
        words = self.line.text().strip()
        return words if len(words) >= SHORTEST or words.isdigit() else ""

    @property
    def says(self) -> str:
        """Which hit of how many one is at, in words."""
        return self._count.text()

    def begin(self) -> None:
        """Be ready to type."""
        self.open_up()
        self.adjustSize()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()
        self._search()

    def leave(self) -> None:
        """Search no more."""
        self.hits = []
        self.found.emit()
        super().leave()

    def follow(self) -> None:
        """Find again what is there now."""
        if not self.isHidden():
            now = self.hits[self._at] if self._at < len(self.hits) else ""
            self.hits = self._found()
            self._at = self.hits.index(now) if now in self.hits else 0
            self._say()
            self.found.emit()

    def _search(self) -> None:
        self.hits = self._found()
        self._at = 0
        if self.hits:
            self._go_to()
        self._say()
        self.found.emit()

    def _found(self) -> list[str]:
        words = self.words.casefold()
        if not words:
            return []
        found = [
            key
            for key, note in self._scene.notes.items()
            if words == str(note.idea.number)
            or words in note.words.casefold()
            or (note.idea.edited is not None and words in note.idea.words.casefold())
        ]
        return ways.in_reading_order(self._scene, found)

    def go(self, by: int) -> None:
        """Go to the next hit, or back."""
        if self.hits:
            self._at = (self._at + by) % len(self.hits)
            self._go_to()
            self._say()

    def _go_to(self) -> None:
        self._choice.set([self.hits[self._at]])
        self.gone_to.emit()

    def _say(self) -> None:
        if not self.words:
            text = ""
        elif self.hits:
            text = _("{n} of {all}").format(n=self._at + 1, all=len(self.hits))
        else:
            text = _("no hits")
        self._count.setText(text)
        self.line.setAccessibleDescription(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, with Shift back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)
