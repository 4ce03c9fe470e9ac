"""The band below the head: what everybody must know of this meeting, whatever the page."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from moedeapp.model.meeting import Meeting
from moedeapp.texts import _
from moedeapp.ui.labels import column, label


class Band(QFrame):
    """Says that this is a rehearsal, or that nothing can be changed; else it is not there."""

    def __init__(self, *, readonly: bool) -> None:
        super().__init__()
        self.setProperty("look", "band")
        self._readonly = readonly
        self.words = label("", "on band", wrap=True)
        column(self.words, into=QVBoxLayout(self)).setContentsMargins(18, 5, 18, 5)
        self.hide()

    def follow(self, meeting: Meeting) -> None:
        """Show what is so now."""
        told = []
        if meeting.facts.rehearsal:
            told.append(_("Rehearsal – nothing from here becomes part of the protocol"))
        if self._readonly:
            told.append(_("For reading only – save a copy to work on in"))
        self.words.setText("   ·   ".join(told))
        self.setVisible(bool(told))
