"""The check of the evening's readiness, line by line."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from moedeapp.model.meeting import Meeting
from moedeapp.texts import _, clock, ngettext
from moedeapp.ui.labels import button, clear, column, frame, label, row
from moedeapp.ui.phones import Phones, State, Trial
from moedeapp.ui.readiness import Finding, Reach, Surroundings, Verdict, findings

_LOOKS = {Verdict.FINE: "good", Verdict.LOOK: "warn", Verdict.UNKNOWN: "quiet"}


def reach(phones: Phones) -> Reach:
    """What is known of the way from phones to this computer."""
    return Reach(
        let_in=phones.state is not State.CLOSED,
        lost=phones.state is State.LOST,
        good=phones.trial is Trial.GOOD,
        rung=phones.rung,
        address=phones.address,
        misprinted=phones.misprinted,
    )


class Checking(QWidget):
    """Shows what was found; `look` asks the computer, and only when somebody wants to know.

    `looked` tells that there are new answers.
    """

    looked: Final = Signal()

    def __init__(self, look: Callable[[], Surroundings]) -> None:
        super().__init__()
        self._look = look
        self._around: Surroundings | None = None
        self._found: list[Finding] = []
        self._head = label(look="section", wrap=True)
        self._when = label(look="small")
        self.again = button(_("Look again"), self.look)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        head = row(self._head, self._when, self.again, gap=12)
        head.setStretch(0, 1)
        card = frame("card", column(head, self._list, gap=12), (22, 16, 22, 16))
        column(card, 1, into=QVBoxLayout(self))

    def look(self) -> None:
        """Ask the computer; `follow` shows what it says."""
        self._around = self._look()
        self._when.setText(
            _("Looked at {time}").format(time=clock(datetime.now().strftime("%H:%M")))
        )
        self.looked.emit()

    @property
    def needing(self) -> int:
        """How many lines need a hand."""
        return sum(finding.verdict is Verdict.LOOK for finding in self._found)

    def follow(self, meeting: Meeting, phones: Phones) -> None:
        """Show how things stand, with what the computer said when it was last asked."""
        found = findings(self._around or Surroundings(), meeting, reach(phones))
        if found == self._found:
            return
        self._found = found
        self._head.setText(
            ngettext("{n} thing to look at", "{n} things to look at", self.needing).format(
                n=self.needing
            )
            if self.needing
            else _("Ready for the evening")
        )
        clear(self._list)
        for finding in found:
            self._list.addWidget(_line(finding))


def verdict_in_words(verdict: Verdict) -> str:
    """A mark and the words it stands for."""
    return {
        Verdict.FINE: "✓  " + _("All right"),
        Verdict.LOOK: "!  " + _("Look at it"),
        Verdict.UNKNOWN: "?  " + _("Cannot be seen"),
    }[verdict]


def _line(finding: Finding) -> QFrame:
    mark = label(verdict_in_words(finding.verdict), _LOOKS[finding.verdict])
    mark.setMinimumWidth(130)
    top = Qt.AlignmentFlag.AlignTop
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(1, 1)
    grid.addWidget(mark, 0, 0, top)
    plain = finding.verdict is Verdict.FINE
    grid.addWidget(label(finding.found, "" if plain else "strong", wrap=True), 0, 1)
    if finding.advice:
        grid.addWidget(label(finding.advice, "quiet", wrap=True), 1, 1)
    return frame("line", grid, (0, 9, 0, 9))
