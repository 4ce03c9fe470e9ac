"""The run sheet: what is planned, for how long, and another plan to choose."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from moedeapp.intake.plans import Plan, plans
from moedeapp.model.commands import evening
from moedeapp.model.errors import BadValue
from moedeapp.model.meeting import Facts, Phase, Step, ordered
from moedeapp.texts import _, explain, field, name, ngettext, spoken
from moedeapp.texts import listed as in_words
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice
from moedeapp.ui.labels import button, column, frame, label, row
from moedeapp.ui.tables import Rows, Table

_TITLE, _MINUTES = 2, 3
_DAY: Final = "2000-01-01T"


class RunSheet(QWidget):
    """The steps as a table that can be edited, and the plans that come with the program."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._followed: list[str] = []
        """titles of the steps that are in sight"""
        self._plans: dict[str, Plan] = {plan.key: plan for plan in plans(spoken())}
        heads = [_("Time"), field("phase"), _("Step"), field("minutes")]
        self.rows = Rows(heads, edit=self._edit, fixed=(0, 1))
        self.rows.strong = frozenset({1})
        self.rows.right = frozenset({_MINUTES})
        self.table = Table(_("Run sheet"), self.rows, stretch=(_TITLE,), widths=_WIDTHS, whole=True)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(self._tell_how)
        self._none = label(_("There is no run sheet yet. Choose one above."), "quiet", wrap=True)
        self._total = label(look="strong", wrap=True)
        self._by_phase = label(look="quiet", wrap=True)
        self._how = label(look="quiet", wrap=True)
        self.choice = Choice(
            _("Run sheets"), {plan.key: plan.name for plan in self._plans.values()}
        )
        self.choice.currentIndexChanged.connect(self._describe)
        self._about = label(look="quiet", wrap=True)
        self.use = button(_("Use this run sheet"), self._use)
        choosing = row(self.choice, self.use, 1, gap=10)
        steps = frame(
            "card",
            column(
                column(choosing, self._about, gap=8), self._none, self.table, self._total,
                self._by_phase, self._how, gap=10,
            ),
            (22, 16, 22, 16),
        )  # fmt: skip
        column(steps, 1, into=QVBoxLayout(self))
        self._describe()

    # --- following the meeting

    def follow(self) -> None:
        """Show the steps as they are planned."""
        steps, facts = ordered(self._desk.state.steps), self._desk.state.facts
        self.rows.follow(_rows(steps, facts.starts))
        for part in (self.table, self._total, self._by_phase, self._how):
            part.setVisible(bool(steps))
        self._none.setVisible(not steps)
        self._total.setText(_whole(steps, facts))
        self._by_phase.setText(_phases(steps))
        self._tell_how()
        if [step.title for step in steps] != self._followed:
            self._followed = [step.title for step in steps]
            self.choice.follow(_plan_of(self._followed, self._plans))
            self._describe()

    def _tell_how(self) -> None:
        steps = ordered(self._desk.state.steps)
        at = self.table.currentIndex().row()
        step = steps[at] if 0 <= at < len(steps) else None
        hint = _("Press F2 or double-click to change a title or its minutes.")
        self._how.setText(_about(step) if step else hint)

    def _describe(self) -> None:
        plan = self._plans[self.choice.chosen()]
        self._about.setText(
            _("{about} {minutes}, for {least}–{most} people.").format(
                about=plan.description,
                minutes=_minutes(plan.minutes),
                least=plan.heads[0],
                most=plan.heads[1],
            )
        )

    # --- acting

    def _edit(self, key: str, column_at: int, words: str) -> bool:
        if column_at == _TITLE:
            return self._desk.do(evening.change_step(key, title=words.strip()))
        typed = words.strip()
        if not (typed.isascii() and typed.isdecimal()):
            self._desk.refused.emit(explain(BadValue("minutes", words, "not_a_number")))
            return False
        return self._desk.do(evening.change_step(key, minutes=int(typed)))

    def _use(self) -> None:
        plan = self._plans[self.choice.chosen()]
        had = bool(self._desk.state.steps)
        if self._desk.do(evening.use_plan(plan.steps)):
            told = _("The evening follows “{plan}” now.").format(plan=plan.name)
            if had:
                told += " " + _("Ctrl+Z brings the former run sheet back.")
            self._desk.told.emit(told)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)


_WIDTHS: Final = {0: 92, 1: 140, _MINUTES: 84}


def _plan_of(titles: list[str], known: Mapping[str, Plan]) -> str:
    """The key of the plan that has these titles; empty when none has."""
    for plan in known.values():
        if [step.title for step in plan.steps] == titles:
            return plan.key
    return ""


def _rows(steps: list[Step], starts: str) -> list[tuple[str, tuple[str, ...]]]:
    passed, before = 0, None
    rows: list[tuple[str, tuple[str, ...]]] = []
    for step in steps:
        title = step.title
        if step.times > 1:
            title += " " + _("({n} times)").format(n=step.times)
        phase = name(step.phase) if step.phase is not before else ""
        rows.append((step.id, (_clock(starts, passed), phase, title, str(step.minutes))))
        passed += step.minutes * step.times
        before = step.phase
    return rows


def _clock(starts: str, minutes: int) -> str:
    """The time of day so many minutes after the beginning; nothing while that is not known."""
    if not starts:
        return ""
    return (datetime.fromisoformat(_DAY + starts) + timedelta(minutes=minutes)).strftime("%H:%M")


def _planned(steps: list[Step]) -> int:
    return sum(step.minutes * step.times for step in steps)


def _whole(steps: list[Step], facts: Facts) -> str:
    """How long it takes, and whether that fits with when the meeting ends."""
    total = _("In all {minutes}.").format(minutes=_minutes(_planned(steps)))
    ends = _clock(facts.starts, _planned(steps))
    if not ends:
        return total
    if facts.ends in ("", ends):
        return total + " " + _("The run sheet ends at {time}.").format(time=ends)
    return (
        total
        + " "
        + _("The run sheet ends at {time}, but the meeting ends at {planned}.").format(
            time=ends, planned=facts.ends
        )
    )


def _phases(steps: list[Step]) -> str:
    parts = [
        f"{name(phase)} {_planned([step for step in steps if step.phase is phase])}"
        for phase in Phase
        if any(step.phase is phase for step in steps)
    ]
    return _("Minutes by phase: {phases}").format(phases=" · ".join(parts))


def _about(step: Step) -> str:
    special = []
    if step.silent:
        special.append(_("in silence"))
    if step.listening:
        special.append(_("only citizens speak"))
    said = step.how or step.title
    return f"{said} ({in_words(special)})" if special else said


def _minutes(count: int) -> str:
    return ngettext("{n} minute", "{n} minutes", count).format(n=count)
