"""The foot of the window: saved, how many, what the last act was, and how to take it back."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QPushButton

from moedeapp.model.board import leading_themes
from moedeapp.texts import _, act, ideas, ngettext
from moedeapp.ui.desk import Desk
from moedeapp.ui.labels import OneLine, button, row


class Foot(QFrame):
    """One quiet line."""

    def __init__(self, desk: Desk, show_keys: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("look", "foot")
        self._desk = desk
        self.words = OneLine("small")
        self.undo = button("", desk.undo, "foot")
        self.redo = button("", desk.redo, "foot")
        keys = button(_("Keys"), show_keys, "foot", key="?")
        line = row(self.words, self.undo, self.redo, keys, gap=6)
        line.setStretch(0, 1)
        line.setContentsMargins(20, 4, 14, 4)
        self.setLayout(line)

    def refresh(self) -> None:
        """Show how things stand."""
        state, document = self._desk.state, self._desk.document
        themes = len(leading_themes(state))
        parts = [
            _("Open for reading only") if document.readonly else _("Saved"),
            ideas(len(state.ideas)),
        ]
        if themes:
            parts.append(ngettext("{n} theme", "{n} themes", themes).format(n=themes))
        if self._desk.latest:
            parts.append(_("Last: {act}").format(act=self._desk.latest))
        self.words.setText("   ·   ".join(parts))
        self._offer(self.undo, document.next_undo(), _("Undo: {act}"), "Ctrl+Z")
        self._offer(self.redo, document.next_redo(), _("Redo: {act}"), "Ctrl+Y")

    def _offer(self, made: QPushButton, command: str | None, words: str, key: str) -> None:
        made.setVisible(command is not None)
        if command is not None:
            text = words.format(act=act(command))
            made.setText(f"{text}  {key}")
            made.setAccessibleName(text)
