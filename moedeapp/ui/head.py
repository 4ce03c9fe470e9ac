"""The head of the window: which meeting it is, where the evening is, and the way out."""

from collections.abc import Callable

from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from moedeapp.model.errors import BadValue
from moedeapp.model.meeting import Meeting, Phase
from moedeapp.model.phases import ORDER
from moedeapp.texts import _, date, name
from moedeapp.ui.labels import OneLine, button, column


class Head(QFrame):
    """Title, rail of phases, and the buttons handed in."""

    def __init__(self, go_to: Callable[[Phase], object], *buttons: QPushButton) -> None:
        super().__init__()
        self.setProperty("look", "head")
        self._title = OneLine("title", 260)
        self._where = OneLine("small", 260)
        self._now = Phase.FRAMES
        self.rail: dict[Phase, QPushButton] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 0, 20, 0)
        line.setSpacing(8)
        names = QVBoxLayout()
        names.addStretch(1)
        names.addLayout(column(self._title, self._where, gap=0))
        names.addStretch(1)
        line.addLayout(names)
        line.addStretch(1)
        rail = QHBoxLayout()
        rail.setSpacing(2)
        for phase in Phase:
            step = button(name(phase), self._mover(go_to, phase), "rail")
            step.setCheckable(True)
            self.rail[phase] = step
            rail.addWidget(step)
        line.addLayout(rail)
        line.addStretch(1)
        for each in buttons:
            each.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            line.addWidget(each)

    def _mover(self, go_to: Callable[[Phase], object], phase: Phase) -> Callable[[], object]:
        def move() -> None:
            go_to(phase)
            # A click turns a checkable button by itself; the rail shows what the meeting says.
            self._mark(self._now)

        return move

    def follow(self, meeting: Meeting) -> None:
        """Show the meeting's name and where the evening is."""
        facts = meeting.facts
        self._title.setText(facts.title or _("Meeting without a title"))
        self._where.setText(" · ".join(part for part in (_day(facts.date), facts.place) if part))
        self._where.setVisible(bool(self._where.text()))
        self._mark(meeting.stage.phase)

    def _mark(self, now: Phase) -> None:
        self._now = now
        for phase, step in self.rail.items():
            past = ORDER.index(phase) < ORDER.index(now)
            step.setChecked(phase is now)
            step.setText(f"✓ {name(phase)}" if past else name(phase))
            step.setAccessibleName(name(phase))
            step.setAccessibleDescription(
                _("the phase now") if phase is now else _("done") if past else ""
            )


def _day(text: str) -> str:
    try:
        return date(text, short=True) if text else ""
    except BadValue:
        return text
