"""How much time is left of a vote, and more of it at a press."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from moedeapp.model.commands import rounds
from moedeapp.model.meeting import Round
from moedeapp.texts import _, clock, ngettext, stopwatch
from moedeapp.ui.desk import Desk
from moedeapp.ui.labels import announce, button, column, label, relook, row

SOON: Final = 60
"""Seconds before the end at which it is told that time is short."""

MORE: Final = (1, 5)
"""Minutes that can be given at a press."""


def left_in(ends_at: str, at: datetime) -> int:
    """Whole seconds until a moment; below 0 when it is past."""
    return round((datetime.fromisoformat(ends_at) - at).total_seconds())


class TimeLeft(QWidget):
    """The time left of an open round; it never closes the round."""

    def __init__(self, desk: Desk, at: Callable[[], datetime] | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._now = at or desk.document.now
        self._vote: Round | None = None
        self._told = ""
        self.figure = label(look="time")
        self.words = label(look="quiet", wrap=True)
        self.more = [
            button(
                ngettext("+{n} minute", "+{n} minutes", minutes).format(n=minutes),
                self._giver(minutes),
            )
            for minutes in MORE
        ]
        column(self.figure, self.words, row(*self.more, gap=8), gap=6, into=QVBoxLayout(self))
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._look)

    def _giver(self, minutes: int) -> Callable[[], None]:
        def give() -> None:
            if self._vote is not None:
                self._desk.do(rounds.extend(self._vote.id, minutes))

        return give

    def follow(self, vote: Round | None) -> None:
        """Show the time of an open round; None when none is open."""
        if vote is None or self._vote is None or vote.ends_at != self._vote.ends_at:
            self._told = ""
        self._vote = vote
        self._look()
        self._run()

    def _run(self) -> None:
        if self._vote is not None and self._vote.ends_at and self.isVisible():
            self._tick.start()
        else:
            self._tick.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Go on telling the time."""
        super().showEvent(event)
        self._look()
        self._run()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks, so nothing ticks."""
        super().hideEvent(event)
        self._tick.stop()

    def _look(self) -> None:
        ends = self._vote.ends_at if self._vote else ""
        self.figure.setVisible(bool(ends))
        if not ends:
            self.words.setText(_("No time is set. The vote is open until you close it."))
            return
        left = left_in(ends, self._now())
        self.figure.setText(stopwatch(max(0, left)))
        self.figure.setAccessibleName(_("Time left: {time}").format(time=stopwatch(max(0, left))))
        relook(self.figure, "time" if left >= SOON else "time over")
        if left <= 0:
            words = _("The time is up. Give more time, or close the vote.")
        elif left < SOON:
            words = _("Less than a minute left. Say so, and give more time if it is needed.")
        else:
            words = _("Planned to close {time}.").format(time=clock(ends))
        self.words.setText(words)
        if left < SOON and words != self._told:
            self._told = words
            announce(self, words)
