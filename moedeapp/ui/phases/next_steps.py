"""The phase Next steps: who does what with a proposal, and when."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from moedeapp.model.changes import Change
from moedeapp.model.commands import evening, next_steps
from moedeapp.model.errors import BadValue
from moedeapp.model.meeting import NextStep, Phase, RoundState, Status, numbered, ordered
from moedeapp.model.ranking import places
from moedeapp.texts import _, date, field, name
from moedeapp.ui import theme
from moedeapp.ui.days import iso_date
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice, Line, labelled
from moedeapp.ui.labels import button, column, frame, label, row
from moedeapp.ui.phases.page import Page, empty
from moedeapp.ui.tables import Rows, Table

_COLUMNS: Final = ("proposal", "action", "responsible", "deadline", "effect")


class NextStepsPage(Page):
    """A line to agree on an action, the table of all of them, and the end of the protocol."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.proposal = Choice(field("proposal"))
        self.proposal.setMaximumWidth(330)
        self.boxes = {key: Line(field(key)) for key in _COLUMNS[1:]}
        self.boxes["deadline"].setPlaceholderText(_("e.g. 23-11-2026"))
        for box in self.boxes.values():
            box.returnPressed.connect(self._add)
        self._rows = Rows([field(key) for key in _COLUMNS], edit=self._edit, fixed=[0])
        self._rows.strong = frozenset({1})
        self.table = Table(
            _("Next steps"), self._rows, stretch=[1, 4], widths={0: 190, 2: 190, 3: 130}
        )
        remove = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)
        remove.activated.connect(self._remove)
        self._remove_button = button(_("Remove the line"), self._remove, key="Del")
        self._empty = empty(
            _("Nothing agreed yet. Say who does what, and when the citizens hear of it.")
        )
        self._state = label(look="strong")
        self._state_words = label(look="quiet", wrap=True)
        self._finish = button(_("Make the protocol final"), self._ask_to_finish, "primary")
        self.why = Line(field("change_note"), hint=_("What is to be put right?"))
        self.why.returnPressed.connect(self._revise)
        self.why.setMinimumWidth(280)
        self._revise_button = button(_("Begin a new version"), self._revise)
        self._lay_out()

    def _lay_out(self) -> None:
        first = row(
            labelled(field("proposal"), self.proposal),
            labelled(field("action"), self.boxes["action"]),
            gap=12,
        )
        first.setStretch(1, 1)
        add = button(_("Add"), self._add, "primary", key="⏎")
        second = row(
            labelled(field("responsible"), self.boxes["responsible"]),
            labelled(field("deadline"), self.boxes["deadline"]),
            labelled(field("effect"), self.boxes["effect"]),
            add,
            gap=12,
        )
        second.setStretch(0, 3)
        second.setStretch(1, 2)
        second.setStretch(2, 5)
        second.setAlignment(add, Qt.AlignmentFlag.AlignBottom)
        self._form = frame("card", column(first, second, gap=10), (18, 14, 18, 16))
        state = column(self._state, self._state_words, gap=0)
        foot = row(state, self._remove_button, self.why, self._revise_button, self._finish, gap=10)
        foot.setStretch(0, 1)
        whole = column(
            label(name(Phase.NEXT_STEPS), "heading"),
            self._form,
            self.table,
            self._empty,
            1,
            foot,
            gap=12,
        )
        whole.setStretchFactor(self.table, 1000)
        whole.setContentsMargins(theme.MARGIN, 22, theme.MARGIN, 16)
        self.setLayout(whole)

    def begin(self) -> None:
        """Begin with the action."""
        self.boxes["action"].setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of this page."""
        return [
            ("Enter", _("add what is typed")),
            ("F2", _("edit the cell")),
            ("Del", _("remove the line")),
        ]

    # --- following the meeting

    def refresh(self, changes: Sequence[Change]) -> None:
        """Show what was agreed."""
        self.proposal.offer({"": _("No proposal"), **self._proposals()})
        steps = ordered(self.state.next_steps)
        self._rows.follow([(step.id, self._cells(step)) for step in steps])
        self.table.setVisible(bool(steps))
        self._empty.setVisible(not steps)
        stage = self.state.stage
        final = stage.status is Status.FINAL
        self._form.setVisible(not final)
        self._remove_button.setVisible(bool(steps) and not final)
        self._finish.setVisible(not final)
        for part in (self.why, self._revise_button):
            part.setVisible(final)
        self._state.setText(
            _("Protocol: {status}, version {version}").format(
                status=name(stage.status).lower(), version=stage.version
            )
        )
        self._state_words.setText(
            _("It can be changed until it is final.")
            if not final
            else _("Nothing can be changed before a new version is begun.")
        )

    def _proposals(self) -> dict[str, str]:
        sealed = [v for v in numbered(self.state.rounds) if v.state is RoundState.SEALED]
        return {
            place.proposal.id: f"{place.rank}  {place.proposal.title}"
            for vote in sealed
            for place in places(self.state, vote)
        }

    def _cells(self, step: NextStep) -> tuple[str, ...]:
        proposal = self.state.proposals.get(step.proposal or "")
        return (
            proposal.title if proposal else "–",
            step.action,
            step.responsible,
            _day(step.deadline),
            step.effect,
        )

    # --- acting

    def _add(self) -> None:
        words = {key: box.text().strip() for key, box in self.boxes.items()}
        if not words["action"]:
            self.begin()
            return
        done = self.desk.do(
            next_steps.add(
                words["action"],
                proposal=self.proposal.chosen() or None,
                responsible=words["responsible"],
                deadline=iso_date(words["deadline"]),
                effect=words["effect"],
            )
        )
        if done:
            for box in self.boxes.values():
                box.clear()
            self.begin()

    def _edit(self, key: str, column_at: int, words: str) -> bool:
        name_of = _COLUMNS[column_at]
        value = iso_date(words) if name_of == "deadline" else words.strip()
        return self.desk.do(next_steps.change(key, **{name_of: value}))

    def _remove(self) -> None:
        for key in self.table.chosen():
            self.desk.do(next_steps.remove(key))

    def _ask_to_finish(self) -> None:
        self.desk.asked.emit(
            _("A final protocol cannot be changed; what must be put right becomes a new version."),
            _("Make it final"),
            lambda: self.desk.do(evening.finish()),
        )

    def _revise(self) -> None:
        if self.desk.do(evening.revise(self.why.text())):
            self.why.clear()


def _day(text: str) -> str:
    try:
        return date(text, short=True) if text else ""
    except BadValue:
        return text
