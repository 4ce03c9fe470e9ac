"""How much time is left of a vote, large beside the turnout, and more of it at a press."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from moedeapp.model.clock import reading
from moedeapp.model.commands import rounds
from moedeapp.model.meeting import Round
from moedeapp.texts import _, clock, ngettext, stopwatch
from moedeapp.ui.clock_face import MORE, SOON
from moedeapp.ui.desk import Desk
from moedeapp.ui.labels import button, column, label, relook, row


class TimeLeft(QWidget):
    """The time left of an open round; it never closes the round.

    The clock in the head tells a screen reader when the time is short; this one only shows it.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._now = desk.document.now
        self._vote: Round | None = None
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
        left = reading(self._desk.state, self._now()).left if ends else None
        self.figure.setVisible(left is not None)
        if left is None:
            self.words.setText(_("No time is set. The vote is open until you close it."))
            return
        shown = stopwatch(max(0, left))
        self.figure.setText(shown)
        self.figure.setAccessibleName(_("Time left: {time}").format(time=shown))
        relook(self.figure, "time over" if left <= SOON else "time")
        if left <= 0:
            self.words.setText(_("The time is up. Give more time, or close the vote."))
        elif left <= SOON:
            self.words.setText(
                _("A minute or less is left. Say so, and give more time if it is needed.")
            )
        else:
            self.words.setText(_("Planned to close {time}.").format(time=clock(ends)))
