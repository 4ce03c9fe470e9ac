"""The phase Frames: what can be influenced, what is fixed, and the facts of the meeting."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from moedeapp.model.changes import Change
from moedeapp.model.commands import evening
from moedeapp.model.meeting import FRAMES, MeetingType, Question, frames_missing, ordered
from moedeapp.texts import _, field, listed, name
from moedeapp.ui import theme
from moedeapp.ui.days import iso_date, shown_day
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Area, Choice, Line, Save, labelled
from moedeapp.ui.labels import button, clear, column, frame, label, row
from moedeapp.ui.phases.page import Page, scrolled
from moedeapp.ui.ticks import Tick

_ROWS = (
    ("title",), ("date", "starts", "ends"), ("place", "address"), ("purpose",),
    ("host", "facilitator", "minute_taker"), ("politicians",),
)  # fmt: skip
_CASE = (
    ("mandate_title", "mandate_date"), ("mandate_link", "answer_where"),
    ("case_number", "kle", "facet", "unit"),
)  # fmt: skip
_ORGANISATION = (("name", "contact"), ("deciding_body",), ("deletion_rule",))
_LONG = ("purpose", "politicians", "deletion_rule", "influence", "fixed")
_DATES = ("date", "mandate_date")


class FramesPage(Page):
    """A form; each box is an act of its own when it is left."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.boxes: dict[str, Line | Area] = {}
        self.unsettled: dict[str, Tick] = {}
        self.kind = Choice(
            field("type"), {"": _("Not chosen yet"), **{kind: name(kind) for kind in MeetingType}}
        )
        self.kind.activated.connect(lambda: self._describe("type", self.kind.chosen()))
        self._questions = QWidget()
        self._question_lines = QVBoxLayout(self._questions)
        self._question_lines.setContentsMargins(0, 0, 0, 0)
        self._question_boxes: dict[str, Line] = {}
        self._state = label(look="quiet", wrap=True)
        self._settle = button(_("Set the rest to “Not settled”"), self._settle_rest)
        inside = QWidget()
        whole = column(
            label(name(desk.state.stage.phase.FRAMES), "heading"),
            self._frames_card(),
            self._card(_("The meeting"), _ROWS, self._fact, self._questions),
            self._card(_("The case"), _CASE, self._fact),
            self._card(_("The organisation"), _ORGANISATION, self._organisation),
            1,
            gap=16,
            into=QVBoxLayout(inside),
        )
        whole.setContentsMargins(theme.MARGIN, 22, theme.MARGIN, 24)
        column(scrolled(inside), into=QVBoxLayout(self))

    def begin(self) -> None:
        """Begin with the first frame that is missing, else with the title."""
        missing = [name for name in frames_missing(self.state.facts) if name in self.boxes]
        self.boxes[missing[0] if missing else "influence"].setFocus(Qt.FocusReason.OtherFocusReason)

    # --- laying out

    def _frames_card(self) -> QFrame:
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        for at, key in enumerate(FRAMES):
            box = self.kind if key == "type" else self._box(key, self._fact(key))
            words = label(field(key), "strong")
            words.setBuddy(box)
            check = Tick(field("unresolved"), f"{field(key)}: {field('unresolved')}")
            check.clicked.connect(self._unsettler(key))
            self.unsettled[key] = check
            grid.addWidget(words, at, 0)
            where = Qt.AlignmentFlag.AlignLeft if key == "type" else Qt.AlignmentFlag(0)
            grid.addWidget(box, at, 1, where)
            grid.addWidget(check, at, 2)
        foot = row(self._state, self._settle)
        foot.setStretch(0, 1)
        return frame("card", column(grid, foot, gap=14), (22, 20, 22, 18))

    def _card(
        self,
        head: str,
        rows: Sequence[Sequence[str]],
        saver: Callable[[str], Save],
        first: QWidget | None = None,
    ) -> QFrame:
        parts: list[QWidget | QHBoxLayout] = [label(head, "section")]
        if first:
            parts.append(first)
        for keys in rows:
            boxes = [labelled(field(key), self._box(key, saver(key))) for key in keys]
            line = row(*boxes, gap=14)
            for at, key in enumerate(keys):
                line.setStretch(at, 1 if key in ("starts", "ends", "kle", "facet") else 2)
            parts.append(line)
        return frame("card", column(*parts, gap=12), (22, 18, 22, 20))

    def _box(self, key: str, save: Save) -> Line | Area:
        made: Line | Area
        if key in _LONG:
            hint = _("One on each line") if key == "politicians" else ""
            made = Area(field(key), save, hint=hint)
        else:
            made = Line(field(key), save, hint=_HINTS[key]() if key in _HINTS else "")
        self.boxes[key] = made
        return made

    # --- following the meeting

    def refresh(self, changes: Sequence[Change]) -> None:
        """Show the facts; a box somebody is writing in is left alone."""
        facts, organisation = self.state.facts, self.state.organisation
        for key, box in self.boxes.items():
            held = getattr(facts, key) if hasattr(facts, key) else getattr(organisation, key)
            if key in _DATES:
                held = shown_day(held)
            box.follow("\n".join(held) if isinstance(held, tuple) else held)
        self.kind.follow(facts.type or "")
        missing = frames_missing(facts)
        for key, check in self.unsettled.items():
            check.setChecked(key in facts.unresolved)
        self._settle.setVisible(bool(missing))
        self._state.setText(
            _("Still missing: {frames}.").format(frames=listed(field(key) for key in missing))
            if missing
            else _("The frames are in place, and the ideas can begin.")
        )
        self._follow_questions(ordered(self.state.questions))

    def _follow_questions(self, questions: list[Question]) -> None:
        keys = [question.id for question in questions]
        if keys != list(self._question_boxes):
            clear(self._question_lines)
            self._question_boxes = {}
            for question in questions:
                box = Line(field("question"), self._worder(question.id))
                self._question_boxes[question.id] = box
                words = field("question")
                self._question_lines.addWidget(
                    labelled(words if len(keys) == 1 else f"{words} {question.position}", box)
                )
        for question in questions:
            self._question_boxes[question.id].follow(question.words)

    # --- acting

    def _describe(self, key: str, value: Any) -> bool:
        return self.desk.do(evening.describe(**{key: value}))

    def _fact(self, key: str) -> Save:
        def save(text: str) -> bool:
            if key == "politicians":
                return self._describe(key, [line for line in text.splitlines() if line.strip()])
            return self._describe(key, iso_date(text) if key in _DATES else text.strip())

        return save

    def _organisation(self, key: str) -> Save:
        return lambda text: self.desk.do(evening.set_organisation(**{key: text.strip()}))

    def _worder(self, key: str) -> Save:
        return lambda text: self.desk.do(evening.word_question(key, text.strip()))

    def _unsettler(self, key: str) -> Callable[[bool], None]:
        def turn(checked: bool) -> None:
            facts = self.state.facts
            if checked:
                done = self.desk.do(evening.leave_unresolved(key))
            else:
                rest = [frame for frame in facts.unresolved if frame != key]
                done = self._describe("unresolved", rest)
            if not done:
                self.unsettled[key].setChecked(not checked)

        return turn

    def _settle_rest(self) -> None:
        self.desk.do(evening.leave_unresolved())


_HINTS: dict[str, Callable[[], str]] = {
    "date": lambda: _("e.g. 23-11-2026"),
    "mandate_date": lambda: _("e.g. 23-11-2026"),
    "starts": lambda: _("e.g. 19:00"),
    "ends": lambda: _("e.g. 21:00"),
    "kle": lambda: _("e.g. 01.02.05"),
    "answer_by": lambda: _("e.g. no later than 1 March 2027"),
}
