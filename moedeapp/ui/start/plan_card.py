"""How the evening runs: a run sheet, an earlier meeting, or nothing yet."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QVBoxLayout,
    QWidget,
)

from moedeapp.intake.plans import Plan, plans
from moedeapp.model.commands.evening import Earlier, PlannedStep, earlier
from moedeapp.model.document import Document
from moedeapp.model.errors import MoedeError
from moedeapp.texts import _, clock, explain, ngettext, spoken
from moedeapp.ui.days import clock_after
from moedeapp.ui.labels import button, clear, column, label, plain_tip, row
from moedeapp.ui.settings import file_kind
from moedeapp.ui.start.recent import FileRow, Shelf
from moedeapp.ui.start.tiles import Option

USUAL: Final = "samskabelse"
"""The run sheet that is chosen until another is."""


class PlanCard(QFrame):
    """The ways an evening can run at the left, and the chosen one step by step at the right.

    `chosen` tells that another way was chosen, `refused` why an earlier meeting cannot be used.
    """

    chosen: Final = Signal()
    refused: Final = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.plan: Plan | None = None
        self.earlier: Earlier | None = None
        self._starts = ""
        self._shown_steps: Sequence[PlannedStep] = ()
        self.options: dict[str, Option] = {}
        self._list = QWidget()
        self._list.setFixedWidth(232)
        self._lines = column(gap=2, into=QVBoxLayout(self._list))
        self._fill_list()
        self.shelf = Shelf(lambda path: FileRow(path, self.take, status=False))
        self._find = button(_("Find another meeting"), self._ask, "plain")
        self._again = button(_("Choose another meeting"), lambda: self._turn("earlier"), "plain")
        self._earlier_list = QWidget()
        column(self.shelf, self._find, self._again, gap=8, into=QVBoxLayout(self._earlier_list))
        self._name = label(look="section", wrap=True)
        self._about = label(wrap=True)
        self._size = label(look="small", wrap=True)
        self._steps = QGridLayout()
        self._steps.setContentsMargins(0, 6, 0, 0)
        self._steps.setHorizontalSpacing(10)
        self._steps.setVerticalSpacing(7)
        self._steps.setColumnStretch(1, 1)
        self._steps_box = QWidget()
        self._steps_box.setLayout(self._steps)
        preview = column(
            self._name, self._about, self._size, self._earlier_list, self._steps_box, 1, gap=8
        )
        left = column(self._list, 1)
        whole = row(left, preview, gap=18)
        whole.setStretch(1, 1)
        laid = column(label(_("How the evening runs"), "section"), whole, gap=12)
        laid.setContentsMargins(22, 18, 22, 20)
        self.setLayout(laid)
        self._latest: list[Path] = []

    def _fill_list(self) -> None:
        self._plans = {plan.key: plan for plan in plans(spoken())}
        ways = [
            *((plan.key, plan.name, minutes(plan.minutes)) for plan in self._plans.values()),
            ("earlier", _("Like an earlier meeting"), ""),
            ("empty", _("Without a run sheet"), ""),
        ]
        for key, words, end in ways:
            made = Option(words, end)
            made.toggled.connect(self._turner(key))
            self.options[key] = made
            self._lines.addWidget(made)

    def _turner(self, key: str) -> Callable[[bool], None]:
        return lambda on: self._turn(key) if on else None

    def begin(self, latest: Sequence[Path]) -> None:
        """Begin anew with the usual run sheet; an earlier meeting can be one of the latest."""
        self._latest = list(latest)
        self.options[USUAL].setChecked(True)
        self._turn(USUAL)

    # --- what is chosen

    def _turn(self, key: str) -> None:
        self.plan = self._plans.get(key)
        self.earlier = None
        self._earlier_list.setVisible(key == "earlier")
        if self.plan is not None:
            fewest, most = self.plan.heads
            self._say(
                self.plan.name,
                self.plan.description,
                ngettext(
                    "For {fewest} to {most} people. {n} minute in all.",
                    "For {fewest} to {most} people. {n} minutes in all.",
                    self.plan.minutes,
                ).format(fewest=fewest, most=most, n=self.plan.minutes),
                self.plan.steps,
            )
        elif key == "earlier":
            self._say(
                _("Like an earlier meeting"),
                _(
                    "Frames, tables, questions and run sheet come along. What was said, voted "
                    "and agreed stays in the old meeting."
                ),
            )
            self._offer(True)
            self.shelf.show_files(self._latest)
        else:
            self._say(
                _("Without a run sheet"),
                _("You move the evening on yourself. No times are planned."),
            )
        self.chosen.emit()

    def _say(
        self, head: str, about: str, size: str = "", steps: Sequence[PlannedStep] = ()
    ) -> None:
        self._name.setText(head)
        self._about.setText(about)
        self._size.setText(size)
        self._size.setVisible(bool(size))
        self._show_steps(steps)

    def _show_steps(self, steps: Sequence[PlannedStep]) -> None:
        self._shown_steps = steps
        clear(self._steps)
        gone = 0
        top = Qt.AlignmentFlag.AlignTop
        for at, step in enumerate(steps):
            long = step.minutes * step.times
            at_clock = clock_after(self._starts, gone)
            begins = label(clock(at_clock) if at_clock else "", "small")
            begins.setContentsMargins(0, 2, 0, 0)
            words = step.title
            if step.times > 1:
                words = _("{step} ({times} times)").format(step=words, times=step.times)
            title = label(words, wrap=True)
            title.setToolTip(plain_tip(step.how))
            self._steps.addWidget(begins, at, 0, top)
            self._steps.addWidget(title, at, 1)
            self._steps.addWidget(
                label(minutes(long), "small"), at, 2, top | Qt.AlignmentFlag.AlignRight
            )
            begins.setVisible(bool(begins.text()))
            gone += long
        self._steps_box.setVisible(bool(steps))

    def start_at(self, starts: str) -> None:
        """Let the steps show when each begins, for an evening that starts at "HH:MM"."""
        if starts != self._starts:
            self._starts = starts
            self._show_steps(self._shown_steps)

    @property
    def minutes(self) -> int:
        """How long the chosen evening takes; 0 when nobody has said."""
        return sum(step.minutes * step.times for step in self._shown_steps)

    # --- an earlier meeting

    def _offer(self, choosing: bool) -> None:
        self.shelf.setVisible(choosing)
        self._find.setVisible(choosing)
        self._again.setVisible(not choosing)

    def _ask(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Like an earlier meeting"), str(Path.home()), file_kind()
        )
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Let the evening run like the meeting in this file."""
        try:
            with Document.open(path, readonly=True) as document:
                self.earlier = earlier(document.state)
        except MoedeError as error:
            self.refused.emit(explain(error))
            return
        self._offer(False)
        steps = self.earlier.steps
        self._say(
            self.earlier.facts["title"] or path.stem,
            _("Frames, tables, questions and run sheet come from this meeting."),
            minutes(sum(step.minutes * step.times for step in steps)) if steps else "",
            steps,
        )
        self.chosen.emit()


def minutes(count: int) -> str:
    """So many minutes, in short."""
    return _("{n} min.").format(n=count)
