"""What the facilitator sees of the storskærm: a small picture, where it is, and what holds it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QMoveEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from moedeapp.model.meeting import Phase, Round, RoundState
from moedeapp.texts import _, number
from moedeapp.ui import theme
from moedeapp.ui.desk import Desk
from moedeapp.ui.labels import OneLine, button, column, relook, row
from moedeapp.ui.projector.control import Projector
from moedeapp.ui.projector.show import on_the_hall

_SMALL: Final = QSize(112, 63)
LOW: Final = 640
"""Height of a window below which there is no room for the picture."""


class Preview(QWidget):
    """The hall's picture in small."""

    def __init__(self, desk: Desk, projector: Projector) -> None:
        super().__init__()
        self._desk = desk
        self._projector = projector
        self.setFixedSize(_SMALL)
        self.setAccessibleName(_("What the hall sees"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture as it is at this moment."""
        painter = QPainter(self)
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        window = self._projector.window
        if window is not None and window.canvas.width():
            canvas = window.canvas
            scale = min(room.width() / canvas.width(), room.height() / canvas.height())
            painter.save()
            painter.translate(
                room.left() + (room.width() - canvas.width() * scale) / 2,
                room.top() + (room.height() - canvas.height() * scale) / 2,
            )
            painter.scale(scale, scale)
            canvas.draw(painter)
            painter.restore()
        frozen = self._desk.showing.frozen
        colours = theme.colours()
        painter.setPen(QPen(QColor(colours.warn if frozen else colours.edge), 2 if frozen else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(room)


class ProjectorStrip(QFrame):
    """One line above the foot while the storskærm is open."""

    def __init__(self, desk: Desk, projector: Projector) -> None:
        super().__init__()
        self.setProperty("look", "foot")
        self._desk = desk
        self._projector = projector
        self.preview = Preview(desk, projector)
        self.state = OneLine("strong")
        self.where = OneLine("small")
        self.objections = button("", self._turn_objections, "plain")
        self.back = button(_("Previous page"), lambda: projector.turn(-1), "plain")
        self.on = button(_("Next page"), lambda: projector.turn(1), "plain")
        self.blank = _switch(_("Blank"), "B", desk.showing.turn_blank)
        self.freeze = _switch(_("Freeze"), "F", desk.showing.turn_frozen)
        line = row(
            self.preview, column(1, self.state, self.where, 1, gap=0), self.objections, self.back,
            self.on, self.blank, self.freeze, gap=10,
        )  # fmt: skip
        line.setStretch(1, 1)
        line.setContentsMargins(20, 5, 14, 5)
        self.setLayout(line)
        # A reveal moves many times a second, and the small picture need not.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(40)
        self._later.timeout.connect(self.preview.update)
        projector.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say how the storskærm is; hidden while it is closed."""
        window = self._projector.window
        self.setVisible(window is not None)
        if window is None or window.shown is None:
            return
        showing = self._desk.showing
        self.state.setText(self._state_words(window.shown.name))
        self.where.setText(" · ".join(self._where_words(window.page_count)))
        for switch, on in ((self.blank, showing.blank), (self.freeze, showing.frozen)):
            switch.setChecked(on)
            relook(switch, "primary" if on else "")
        at = showing.page
        for turning in (self.back, self.on):
            turning.setVisible(window.page_count > 1)
        self.back.setEnabled(not showing.frozen and at > 0)
        self.on.setEnabled(not showing.frozen and at < window.page_count - 1)
        self._offer_objections()
        if not self._later.isActive():
            self._later.start()

    def _state_words(self, name: str) -> str:
        showing = self._desk.showing
        if showing.blank:
            return _("Projector: blank")
        if showing.frozen:
            return _("Projector: frozen")
        return _("Projector: {what}").format(what=name)

    def _where_words(self, count: int) -> list[str]:
        at = number(self._desk.showing.page + 1)
        page = _("page {n} of {all}").format(n=at, all=number(count))
        own = self._projector.fills_screen
        return [*([page] if count > 1 else []), _("on its own screen") if own else _("in a window")]

    # --- objections

    def _answered(self) -> Round | None:
        """The round of agreement whose result is shown, if something was said against it."""
        meeting, showing = self._desk.state, self._desk.showing
        if meeting.stage.phase not in (Phase.DOTS, Phase.RESULT):
            return None
        vote = on_the_hall(meeting, self._desk.question_key, showing.seen())
        if vote is None or vote.state is not RoundState.SEALED or not showing.revealed(vote.id):
            return None
        said = any(objection.round == vote.id for objection in meeting.objections.values())
        return vote if said else None

    def _offer_objections(self) -> None:
        vote = self._answered()
        self.objections.setVisible(vote is not None)
        if vote is not None:
            shown = self._desk.showing.shows_objections(vote.id)
            words = _("Hide the objections") if shown else _("Show the objections")
            self.objections.setText(words)
            self.objections.setAccessibleName(words)

    def _turn_objections(self) -> None:
        vote = self._answered()
        if vote is not None:
            self._desk.showing.turn_objections(vote.id)

    # --- room

    def moveEvent(self, event: QMoveEvent) -> None:
        """Leave the picture out where the window is low; this line moves with its lower edge."""
        super().moveEvent(event)
        self.preview.setVisible(self.window().height() >= LOW)


def _switch(words: str, key: str, turn: Callable[[], object]) -> QPushButton:
    made = button(words, turn, key=key)
    made.setCheckable(True)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made
