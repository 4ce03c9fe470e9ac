"""The clock of the phase in the head of the window: how long is left, and more at a press."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from moedeapp.model.clock import Reading, behind, reading
from moedeapp.model.commands import clock
from moedeapp.model.meeting import Meeting, Status
from moedeapp.texts import _, duration, ngettext, stopwatch, time_left
from moedeapp.ui.desk import Desk
from moedeapp.ui.labels import announce, button, column, label, relook

SOON: Final = 60
"""Seconds before the end from which the clock says that it is near."""

MORE: Final = (1, 5)
"""Minutes that are given at a press."""

_SECOND: Final = 1000


class ClockFace(QWidget):
    """Digits, small words below them, and buttons for more time and a pause.

    It warns by a word and a colour, and never blinks or asks; what the time means for the
    meeting is the facilitator's to decide. One timer runs while it is in sight.
    """

    def __init__(self, desk: Desk, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._desk = desk
        self._now = now
        self._before: tuple[object, int] | None = None
        self.digits = label("0:00", "clock")
        self.words = label("", "under")
        for words in (self.digits, self.words):
            words.setMinimumWidth(72)
        self.more = {minutes: self._giver(minutes) for minutes in MORE}
        self.rest = button(_("Pause"), self.turn_pause, "small", tip="F9")
        self.rest.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.rest.setMinimumWidth(self._widest_rest())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addLayout(column(1, self.digits, self.words, 1, gap=0))
        line.addSpacing(4)
        for each in (*self.more.values(), self.rest):
            line.addWidget(each)
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.timeout.connect(self._second)

    def _giver(self, minutes: int) -> QPushButton:
        key = {1: "F7", 5: "F8"}[minutes]
        made = button(f"+{minutes}", lambda: self.give(minutes), "small", tip=key)
        words = ngettext("{n} minute more", "{n} minutes more", minutes).format(n=minutes)
        made.setAccessibleName(words)
        made.setToolTip(f"{words}  {key}")
        return made

    def _widest_rest(self) -> int:
        """Room for either word, so that nothing beside it moves."""
        widths = []
        for words in (_("Pause"), _("Go on")):
            self.rest.setText(words)
            widths.append(self.rest.sizeHint().width())
        return max(widths)

    # --- acting

    def give(self, minutes: int) -> None:
        """Give more time to what the clock is about now."""
        self._desk.do(clock.more(self._desk.state, minutes))

    def turn_pause(self) -> None:
        """Let the clock stand still, or go on."""
        shown = reading(self._desk.state, self._now())
        if shown.round:
            self._desk.told.emit(_("A vote has no pause. Give more time, or close the vote."))
        else:
            self._desk.do(clock.resume() if shown.paused else clock.pause())

    # --- telling

    def look(self) -> None:
        """Show the time as it is now."""
        meeting, now = self._desk.state, self._now()
        shown = reading(meeting, now)
        self.setVisible(_goes(meeting, shown))
        if not _goes(meeting, shown):
            self._before = None
            return
        left = shown.left
        self.digits.setText(stopwatch(shown.elapsed if left is None else left))
        said = time_left(left, shown.elapsed, paused=shown.paused)
        self.digits.setAccessibleName(said)
        near = left is not None and left <= SOON and not shown.paused
        relook(self.digits, "clock soon" if near else "clock still" if shown.paused else "clock")
        self.words.setText(_words(meeting, shown, now))
        relook(self.words, "under soon" if near else "under")
        self.rest.setText(_("Go on") if shown.paused else _("Pause"))
        self.rest.setAccessibleName(
            _("Let the clock go on") if shown.paused else _("Pause the clock")
        )
        self.rest.setToolTip(f"{self.rest.accessibleName()}  F9")
        self._change_enabled(shown)
        self._tell(meeting, shown)

    def _change_enabled(self, shown: Reading) -> None:
        writes = not self._desk.document.readonly
        for made in self.more.values():
            made.setEnabled(writes)
        self.rest.setEnabled(writes and not shown.round)

    def _tell(self, meeting: Meeting, shown: Reading) -> None:
        """Announce the last minute and the end, each once when it comes."""
        what = (shown.round, meeting.stage.phase, len(meeting.visits))
        known, self._before = self._before, None
        if shown.left is None:
            return
        self._before = (what, shown.left)
        if known is None or known[0] != what:
            return
        before = known[1]
        if before > 0 >= shown.left:
            announce(self, _("The time is up"))
        elif before > SOON >= shown.left:
            announce(self, _("{time} left").format(time=duration(SOON)))

    # --- ticking

    def _second(self) -> None:
        self.look()
        if self.isVisible():
            # Just after the second changes, so that none is ever shown twice or left out.
            self._tick.start(_SECOND + 10 - self._now().microsecond // 1000)

    def showEvent(self, event: QShowEvent) -> None:
        """Go on telling the time."""
        super().showEvent(event)
        self._tick.start(0)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks, so nothing ticks."""
        super().hideEvent(event)
        self._tick.stop()


def _goes(meeting: Meeting, shown: Reading) -> bool:
    """Whether there is a clock: from the first phase that is entered until the meeting ends."""
    stage = meeting.stage
    return shown.running and not stage.ended_at and stage.status is not Status.FINAL


def _words(meeting: Meeting, shown: Reading, now: datetime) -> str:
    """What stands below the digits: the thing that matters most."""
    if shown.paused:
        return _("paused")
    if shown.over:
        return _("The time is up")
    if shown.left is not None and shown.left <= SOON:
        return _("Last minute")
    if shown.round:
        return _("of the vote")
    late = behind(meeting, now)
    if late is None:
        return "" if shown.left is not None else _("gone")
    if late > 0:
        return ngettext("{n} min. behind", "{n} min. behind", late).format(n=late)
    if late < 0:
        return ngettext("{n} min. ahead", "{n} min. ahead", -late).format(n=-late)
    return _("on time")
