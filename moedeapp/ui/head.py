"""The head of the window: which meeting it is, where the evening is, the time, and the way out."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from moedeapp.model.errors import BadValue
from moedeapp.model.meeting import Meeting, Phase
from moedeapp.texts import _, date
from moedeapp.ui.clock_face import ClockFace
from moedeapp.ui.desk import Desk
from moedeapp.ui.labels import OneLine, column, row
from moedeapp.ui.rail import HEIGHT, Rail

_TITLE = (140, 300)
"""The narrowest title beside the whole rail, and the widest."""

_GAP = 10
_MARGIN = 18


class Head(QFrame):
    """Title and menu, rail of phases, clock, and the buttons handed in.

    The rail is folded where all of it would leave too little room for the rest; `spare` buttons
    are left out where even that is too wide. What they do is in the menu as well.
    """

    def __init__(
        self,
        desk: Desk,
        go_to: Callable[[Phase], object],
        menu: QPushButton,
        *buttons: QPushButton,
        spare: tuple[QPushButton, ...] = (),
    ) -> None:
        super().__init__()
        self.setProperty("look", "head")
        self.setFixedHeight(HEIGHT + 1)
        self._desk = desk
        self._title = OneLine("title", _TITLE[1])
        self._where = OneLine("under", _TITLE[1])
        self.phases = Rail(go_to)
        self.rail = self.phases.steps
        self.clock = ClockFace(desk, desk.document.now)
        self._buttons = buttons
        self._spare = spare
        self._names = QWidget()
        below = row(menu, self._where, gap=6)
        below.setStretch(1, 1)
        names = column(1, self._title, below, 1, gap=0)
        self._names.setLayout(names)
        self._names.setMaximumWidth(_TITLE[1])
        line = QHBoxLayout(self)
        line.setContentsMargins(_MARGIN, 0, _MARGIN, 1)
        line.setSpacing(_GAP)
        line.addWidget(self._names, 1000)
        line.addStretch(1)
        line.addWidget(self.phases)
        line.addStretch(1)
        line.addWidget(self.clock)
        for each in buttons:
            each.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            line.addWidget(each)

    def follow(self, meeting: Meeting) -> None:
        """Show the meeting's name, where the evening is, and its time."""
        facts = meeting.facts
        self._title.setText(facts.title or _("Meeting without a title"))
        self._where.setText(" · ".join(part for part in (_day(facts.date), facts.place) if part))
        self.phases.follow(meeting)
        self.clock.look()
        self._fit()

    # --- room

    def minimumSizeHint(self) -> QSize:
        """Nothing: what is in the head makes itself fit."""
        return QSize(0, HEIGHT + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold the rail."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 2 * _MARGIN - _TITLE[0]
        room -= self._wide(self.clock) if not self.clock.isHidden() else 0
        every = sum(self._wide(each) for each in self._buttons)
        compact = self.phases.wide() + _GAP + every > room
        self.phases.fold(compact)
        left_out = compact and self.phases.narrow() + _GAP + every > room
        for each in self._spare:
            each.setVisible(not left_out)

    def _wide(self, widget: QWidget) -> int:
        return widget.sizeHint().width() + _GAP


def _day(text: str) -> str:
    try:
        return date(text, short=True) if text else ""
    except BadValue:
        return text
