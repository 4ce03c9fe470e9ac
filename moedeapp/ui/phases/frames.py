"""The phase Frames: what, when and where, what can be influenced, and what is fixed."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from moedeapp.model.changes import Change
from moedeapp.model.commands import evening
from moedeapp.model.meeting import FRAMES, MeetingType, frames_missing
from moedeapp.texts import _, field, listed, name
from moedeapp.ui import theme
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice
from moedeapp.ui.labels import button, column, frame, label, row
from moedeapp.ui.phases.facts import FactBoxes
from moedeapp.ui.phases.organisation import OrganisationForm
from moedeapp.ui.phases.page import Page
from moedeapp.ui.phases.questions import Questions
from moedeapp.ui.phases.run_sheet import RunSheet
from moedeapp.ui.scrolling import scrolled
from moedeapp.ui.tabs import Tabs
from moedeapp.ui.ticks import Tick

_MANDATE: Final = (("mandate_title", "mandate_date"), ("mandate_link",), ("answer_where",))
_PEOPLE: Final = (("host", "facilitator", "minute_taker"), ("politicians",))
_CASE: Final = (("case_number", "kle", "facet"), ("unit",))


class FramesPage(Page):
    """The first sheet is enough to go on; run sheet, case and organisation have one each."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._facts = FactBoxes(desk)
        self.boxes = self._facts.boxes
        self.unsettled: dict[str, Tick] = {}
        self.questions = Questions(desk)
        self.run_sheet = RunSheet(desk)
        self.kind = Choice(
            field("type"), {"": _("Not chosen yet"), **{kind: name(kind) for kind in MeetingType}}
        )
        self.kind.activated.connect(self._choose_kind)
        self._kind_words = label(look="quiet", wrap=True)
        self._state = label(look="quiet", wrap=True)
        self._settle = button(_("Set the rest to “Not settled”"), self._settle_rest)
        self.organisation = OrganisationForm(desk, self._facts)
        self._sheets = QStackedWidget()
        names = [
            _("Meeting and frames"), _("Run sheet"), _("Terms of reference, people and case"),
            _("Organisation"),
        ]  # fmt: skip
        for sheet in (
            self._first(),
            self.run_sheet,
            self._second(),
            self.organisation,
        ):
            self._sheets.addWidget(_sheet(sheet))
        self.tabs = Tabs(names, self._sheets)
        self.tabs.listen(self)
        top = row(self.tabs, gap=0)
        top.setContentsMargins(theme.MARGIN - 10, 8, theme.MARGIN, 0)
        column(top, self._sheets, gap=0, into=QVBoxLayout(self))

    def begin(self) -> None:
        """Begin with what is missing: title, question, the first of the frames."""
        self.tabs.turn_to(0)
        facts = self.state.facts
        asked = self.desk.question
        missing = frames_missing(facts)
        first: QWidget = self.boxes["title"]
        if facts.title and asked and not asked.words:
            first = self.questions.boxes[asked.id]
        elif facts.title and missing:
            first = self.kind if missing[0] == "type" else self.boxes[missing[0]]
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of this page."""
        return [
            ("Tab", _("the next box; what was written is saved")),
            ("Ctrl+Tab", _("the next sheet")),
            ("F2", _("edit the cell of the run sheet")),
        ]

    # --- laying out

    def _first(self) -> QFrame:
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(9)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._facts.words("title"), 0, 0)
        grid.addWidget(self._facts.box("title"), 0, 1, 1, 2)
        asks = label(field("question"), "strong")
        asks.setContentsMargins(0, 8, 0, 0)
        grid.addWidget(asks, 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.questions, 1, 1, 1, 2)
        grid.addWidget(self._facts.words("purpose"), 2, 0)
        grid.addWidget(self._facts.box("purpose"), 2, 1, 1, 2)
        grid.addWidget(label(_("When"), "strong"), 3, 0)
        grid.addLayout(self._when(), 3, 1, 1, 2)
        grid.addWidget(label(_("Where"), "strong"), 4, 0)
        grid.addLayout(self._where(), 4, 1, 1, 2)
        grid.setRowMinimumHeight(5, 6)
        for at, key in enumerate(FRAMES, 6):
            self._lay_frame(grid, at, key)
        foot = row(self._state, self._settle)
        foot.setStretch(0, 1)
        grid.addLayout(foot, 6 + len(FRAMES), 0, 1, 3)
        return frame("card", grid, (22, 16, 22, 14))

    def _when(self) -> QHBoxLayout:
        boxes = [self._facts.box(key) for key in ("date", "starts", "ends")]
        line = row(boxes[0], label(_("from")), boxes[1], label(_("to")), boxes[2], gap=10)
        for at in (0, 2, 4):
            line.setStretch(at, 1)
        return line

    def _where(self) -> QHBoxLayout:
        for key in ("place", "address"):
            self._facts.box(key).setPlaceholderText(field(key))
        return row(self._facts.box("place"), self._facts.box("address"), gap=10)

    def _lay_frame(self, grid: QGridLayout, at: int, key: str) -> None:
        check = Tick(field("unresolved"), f"{field(key)}: {field('unresolved')}")
        check.clicked.connect(self._unsettler(key))
        self.unsettled[key] = check
        if key == "type":
            words = label(field(key), "strong")
            words.setBuddy(self.kind)
            choice = row(self.kind, self._kind_words, gap=14)
            choice.setStretch(1, 1)
            grid.addLayout(choice, at, 1)
        else:
            words = self._facts.words(key)
            grid.addWidget(self._facts.box(key), at, 1)
        grid.addWidget(words, at, 0)
        grid.addWidget(check, at, 2)

    def _second(self) -> QWidget:
        inside = QWidget()
        column(
            self._facts.card(_("Terms of reference and answer"), _MANDATE),
            self._facts.card(_("People"), _PEOPLE),
            self._facts.card(_("The case"), _CASE),
            1,
            gap=16,
            into=QVBoxLayout(inside),
        )
        return inside

    # --- following the meeting

    def refresh(self, changes: Sequence[Change]) -> None:
        """Show the facts; a box somebody is writing in is left alone."""
        self._facts.follow()
        self.questions.follow()
        self.run_sheet.follow()
        self.organisation.follow()
        facts = self.state.facts
        self.kind.follow(facts.type or "")
        self._kind_words.setText(_kind_in_words(facts.type))
        missing = frames_missing(facts)
        for key, check in self.unsettled.items():
            check.setChecked(key in facts.unresolved)
        self._settle.setVisible(bool(missing))
        self._state.setText(
            _("Still missing: {frames}.").format(frames=listed(field(key) for key in missing))
            if missing
            else _("The frames are in place, and the ideas can begin.")
        )

    # --- acting

    def _choose_kind(self) -> None:
        self.desk.do(evening.describe(type=self.kind.chosen()))

    def _unsettler(self, key: str) -> Callable[[bool], None]:
        def turn(checked: bool) -> None:
            if checked:
                done = self.desk.do(evening.leave_unresolved(key))
            else:
                rest = [frame for frame in self.state.facts.unresolved if frame != key]
                done = self.desk.do(evening.describe(unresolved=rest))
            if not done:
                self.unsettled[key].setChecked(not checked)

        return turn

    def _settle_rest(self) -> None:
        self.desk.do(evening.leave_unresolved())


def _sheet(inside: QWidget) -> QScrollArea:
    """A sheet that scrolls, with the page's margins around it."""
    holder = QWidget()
    laid = column(inside, 1, gap=0, into=QVBoxLayout(holder))
    laid.setContentsMargins(theme.MARGIN, 12, theme.MARGIN, 16)
    return scrolled(holder)


def _kind_in_words(kind: MeetingType | None) -> str:
    """What people can expect of this kind of meeting."""
    return {
        None: "",
        MeetingType.INFORMATION: _("You are told something, and can ask."),
        MeetingType.DIALOGUE: _("You say what you think before it is decided."),
        MeetingType.CO_CREATION: _("You help to find out what it is to be."),
    }[kind]
