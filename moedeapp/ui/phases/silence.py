"""The silent phase: everybody writes, nobody reads along, and then all of it at once."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from moedeapp.model.commands import evening
from moedeapp.model.meeting import IdeaState
from moedeapp.texts import _, ideas, ngettext
from moedeapp.ui.desk import Desk
from moedeapp.ui.labels import button, column, label, relook
from moedeapp.ui.phases.tally import Tally


class Silence(QWidget):
    """One button, and words about what is held back while the silence lasts.

    `turned` tells that it was pushed, so that typing goes on where it was.
    """

    turned: Final = Signal()

    def __init__(self, desk: Desk, tally: Tally) -> None:
        super().__init__()
        self._desk = desk
        self._tally = tally
        self._words = label(look="quiet", wrap=True)
        self.turn = button("", self._turn)
        column(self._words, self.turn, gap=8, into=QVBoxLayout(self))
        self.follow()

    def follow(self) -> None:
        """Show whether it is silent, and how much is held back."""
        silent = self._desk.state.stage.silent
        held = self._tally.count(IdeaState.READY)
        waiting = self._tally.count(IdeaState.WAITING)
        words = ""
        if silent:
            words = _("Everybody writes in silence. What you type is shown when the silence ends.")
            if waiting:
                words += " " + ngettext(
                    "{n} more waits to be looked at.", "{n} more wait to be looked at.", waiting
                ).format(n=waiting)
        self._words.setText(words)
        self._words.setVisible(silent)
        if not silent:
            act = _("Begin the silent phase")
        elif held:
            act = _("Show all at once · {n}").format(n=held)
        else:
            act = _("End the silent phase")
        self.turn.setText(act)
        self.turn.setAccessibleName(act)
        relook(self.turn, "primary" if silent and held else "")

    def _turn(self) -> None:
        if self._desk.state.stage.silent:
            self._end()
        else:
            self._desk.do(evening.start_silence())
        self.turned.emit()

    def _end(self) -> None:
        held = self._tally.count(IdeaState.READY)
        if self._desk.do(evening.end_silence()) and held:
            self._desk.told.emit(
                ngettext(
                    "{ideas} is shown to the hall now.", "{ideas} are shown to the hall now.", held
                ).format(ideas=ideas(held))
            )
