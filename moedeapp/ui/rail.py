"""The rail of phases: where the evening is, what is next, and when the run sheet has it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from moedeapp.model.clock import Slot, timetable
from moedeapp.model.meeting import Meeting, Phase, numbered
from moedeapp.model.phases import ORDER
from moedeapp.texts import _, hours, name
from moedeapp.ui import theme

HEIGHT: Final = 60
_NAME: Final = 15
_UNDER: Final = 13
_SIDE: Final = 8
_TOP: Final = 11
_ARROW: Final = 16
_BACK: Final = "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"
_ON: Final = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"


class Step(QPushButton):
    """A phase as two lines: its name, and below it small words; the present one is underlined."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("look", "step")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._under = ""
        self._loud = False
        self.clicked.connect(act)

    def nextCheckState(self) -> None:
        """Nothing: the rail shows what the meeting says, and a click only asks for it."""

    def say(self, words: str, under: str = "", *, loud: bool = False) -> None:
        """Show these words; loud ones are in full ink."""
        if (words, under, loud) != (self.text(), self._under, self._loud):
            self._under, self._loud = under, loud
            self.setText(words)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Room for the wider of both lines."""
        return QSize(self.room_for(self.text(), self._under) + self._beside(), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The same; neither line is ever cut."""
        return self.sizeHint()

    @staticmethod
    def room_for(words: str, under: str) -> int:
        """How wide a step with these words is."""
        upper = QFontMetrics(theme.font(_NAME, bold=True)).horizontalAdvance(words)
        lower = QFontMetrics(theme.font(_UNDER)).horizontalAdvance(under)
        return max(upper, lower) + 2 * _SIDE + 2

    def _beside(self) -> int:
        """Width for the arrow of a menu."""
        return _ARROW if self.menu() else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both lines, and a line below where the evening is."""
        c = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(c.accent), 2))
            painter.setBrush(QColor(c.tint))
            painter.drawRoundedRect(self.rect().adjusted(1, 3, -1, -5), 6, 6)
        here = self.isChecked()
        loud = self._loud or self.underMouse()
        painter.setPen(QColor(c.accent if here else c.ink if loud else c.quiet))
        self._draw_line(painter, self.text(), theme.font(_NAME, bold=True), _TOP, 22)
        painter.setPen(QColor(c.accent if here else c.quiet))
        self._draw_line(painter, self._under, theme.font(_UNDER), _TOP + 20, 18)
        if self.menu():
            self._draw_arrow(painter)
        if here:
            painter.fillRect(
                QRect(_SIDE, HEIGHT - 4, self.width() - 2 * _SIDE, 3), QColor(c.accent)
            )

    def _draw_line(self, painter: QPainter, words: str, font: QFont, top: int, high: int) -> None:
        painter.setFont(font)
        room = QRect(_SIDE, top, self.width() - 2 * _SIDE - self._beside(), high)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), words)

    def _draw_arrow(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(theme.colours().ink), 2))
        x, y = self.width() - _SIDE - 10, HEIGHT // 2 - 2
        painter.drawPolyline([QPoint(x, y), QPoint(x + 4, y + 4), QPoint(x + 8, y)])


class Rail(QWidget):
    """All phases beside each other or, where there is no room, the present one with its menu."""

    def __init__(self, go_to: Callable[[Phase], object]) -> None:
        super().__init__()
        self._go_to = go_to
        self._now = Phase.FRAMES
        self._slots: dict[Phase, str] = {}
        self.steps = {phase: Step(partial(go_to, phase)) for phase in Phase}
        self._menu = QMenu(self)
        self.actions_of = {
            phase: self._menu.addAction("", partial(go_to, phase)) for phase in Phase
        }
        self.back = Step(partial(self._move, -1))
        self.here = Step(lambda: None)
        self.here.setMenu(self._menu)
        self.here.setChecked(True)
        self.next = Step(partial(self._move, 1))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        for step in (*self.steps.values(), self.back, self.here, self.next):
            line.addWidget(step)
        self._compact = True
        self.fold(False)

    def _move(self, by: int) -> None:
        self._go_to(ORDER[ORDER.index(self._now) + by])

    # --- room

    def wide(self) -> int:
        """How wide all phases are beside each other, wherever the evening is."""
        under = [self._slots.get(phase, "") for phase in Phase]
        widths = [Step.room_for(name(p), u) for p, u in zip(Phase, under, strict=True)]
        return sum(widths) + 2 * (len(widths) - 1)

    def narrow(self) -> int:
        """How wide the folded rail is."""
        shown = [step for step in (self.back, self.here, self.next) if step.text()]
        return sum(step.sizeHint().width() for step in shown) + 2 * (len(shown) - 1)

    def fold(self, compact: bool) -> None:
        """Show the present phase and the next only, or all of them."""
        if compact == self._compact:
            return
        self._compact = compact
        for step in self.steps.values():
            step.setVisible(not compact)
        self.here.setVisible(compact)
        self._show_neighbours()

    def _show_neighbours(self) -> None:
        place = ORDER.index(self._now)
        self.back.setVisible(self._compact and place > 0)
        self.next.setVisible(self._compact and place < len(ORDER) - 1)

    # --- following

    def follow(self, meeting: Meeting) -> None:
        """Show where the evening is, and the planned times of what is left of it."""
        self._now = meeting.stage.phase
        slots = timetable(meeting)
        self._slots = {phase: _hours(slot) for phase, slot in slots.items()}
        place = ORDER.index(self._now)
        for at, phase in enumerate(ORDER):
            step = self.steps[phase]
            past = at < place
            step.say(name(phase), "✓" if past else self._slots.get(phase, ""), loud=at == place + 1)
            step.setChecked(phase is self._now)
            step.setAccessibleName(name(phase))
            told = self._told(meeting, phase)
            where = _("the phase now") if phase is self._now else _("done") if past else ""
            step.setAccessibleDescription(" · ".join(filter(None, (where, told))))
            step.setToolTip(told)
            mark = "→ " if phase is self._now else "✓ " if past else ""
            times = self._slots.get(phase, "")
            self.actions_of[phase].setText(f"{mark}{name(phase)}" + (f"\t{times}" if times else ""))
        self._follow_folded(place)

    def _follow_folded(self, place: int) -> None:
        at = _("{number} of {all}").format(number=place + 1, all=len(ORDER))
        times = self._slots.get(self._now, "")
        self.here.say(name(self._now), " · ".join(filter(None, (at, times))))
        self.here.setAccessibleName(
            _("Phase {place}: {phase}").format(place=at, phase=name(self._now))
        )
        self.here.setToolTip(_("Choose a phase"))
        before = name(ORDER[place - 1]) if place else ""
        after = name(ORDER[place + 1]) if place + 1 < len(ORDER) else ""
        self.back.say(_BACK if before else "")
        self.back.setAccessibleName(_("Back to {phase}").format(phase=before))
        self.back.setToolTip(self.back.accessibleName())
        self.next.say(f"{after} {_ON}" if after else "", _("next") if after else "", loud=True)
        self.next.setAccessibleName(_("On to {phase}").format(phase=after))
        self._show_neighbours()

    def _told(self, meeting: Meeting, phase: Phase) -> str:
        """When a phase was planned, and when it really was."""
        planned, happened = self._slots.get(phase, ""), _happened(meeting, phase)
        parts = (
            _("Planned {times}").format(times=planned) if planned else "",
            _("Held {times}").format(times=happened) if happened else "",
        )
        return " · ".join(filter(None, parts))


def _hours(slot: Slot) -> str:
    return hours(_of_day(slot.starts), _of_day(slot.ends))


def _of_day(minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    return f"{hour % 24:02}:{minute:02}"


def _happened(meeting: Meeting, phase: Phase) -> str:
    """When the evening was last in a phase; only the beginning when it still is."""
    for visit, following in reversed(list(pairwise([*numbered(meeting.visits), None]))):
        if visit is not None and visit.phase is phase:
            left_at = following.entered_at if following else meeting.stage.ended_at
            return hours(_local(visit.entered_at), _local(left_at) if left_at else "")
    return ""


def _local(moment: str) -> str:
    return f"{datetime.fromisoformat(moment):%H:%M}"
