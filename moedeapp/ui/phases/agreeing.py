"""What is agreed about one proposal: who does what, by when, and what it is to change."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from moedeapp.model.commands import next_steps
from moedeapp.model.meeting import NextStep
from moedeapp.texts import _, field
from moedeapp.ui.days import iso_date, shown_day
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Area, Line, Save, labelled
from moedeapp.ui.labels import button, column, label, row
from moedeapp.ui.wrapped import Wrapped

FIELDS: Final = ("action", "responsible", "deadline", "effect")


_MOST_LINES: Final = 500
"""So high that nothing scrolls in a box that itself stands in what scrolls."""


class Sentence(Area):
    """A box for a sentence: it is as high as its words, and Enter ends it.

    `entered` tells that Enter was pressed.
    """

    entered: Final = Signal()

    around = 22

    def __init__(self, name: str, save: Save, hint: str = "") -> None:
        super().__init__(name, save, lines=1, most=_MOST_LINES, hint=hint)
        self.textChanged.connect(self.grow)

    def needed(self) -> int:
        """Lines of the words; a hint may need more than the one of an empty box."""
        lines = super().needed()
        return lines if self.toPlainText() else max(lines, self._lines_of_hint())

    def _lines_of_hint(self) -> int:
        room = self.viewport().width() - 2 * round(self.document().documentMargin())
        return Wrapped(self.placeholderText(), self.font(), room).lines

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End the sentence, or type."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
            self.entered.emit()
            return
        super().keyPressEvent(event)


class StepRow(QWidget):
    """One next step; without a key it is not agreed before its action is written.

    Each box is an act of its own when it is left. `made` tells that the step was added.
    """

    made: Final = Signal()
    dropped: Final = Signal()

    def __init__(self, desk: Desk, proposal: str | None, about: str, key: str = "") -> None:
        super().__init__()
        self._desk = desk
        self._proposal = proposal
        self.key = key
        self.action = Sentence(self._named("action", about), self._saver("action"))
        self.effect = Sentence(
            self._named("effect", about),
            self._saver("effect"),
            hint=_("What is different a year from now?"),
        )
        self.responsible = Sentence(self._named("responsible", about), self._saver("responsible"))
        self.deadline = Line(
            self._named("deadline", about), self._saver("deadline"), hint=_("e.g. 23-11-2026")
        )
        self.action.entered.connect(self._go_on)
        self.boxes: dict[str, Line | Sentence] = {
            "action": self.action,
            "responsible": self.responsible,
            "deadline": self.deadline,
            "effect": self.effect,
        }
        self.remove = button(_("Remove"), self._remove, "plain")
        self.remove.setAccessibleName(_("Remove the step about {about}").format(about=about))
        self._lay_out()

    def _named(self, key: str, about: str) -> str:
        return f"{field(key)}: {about}"

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(labelled(field("action"), self.action), 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(labelled(field("effect"), self.effect), 0, 1, Qt.AlignmentFlag.AlignTop)
        who = labelled(field("responsible"), self.responsible)
        grid.addWidget(who, 1, 0, Qt.AlignmentFlag.AlignTop)
        last = row(labelled(field("deadline"), self.deadline), self.remove, gap=8)
        last.setStretch(0, 1)
        last.setAlignment(self.remove, Qt.AlignmentFlag.AlignBottom)
        grid.addLayout(last, 1, 1, Qt.AlignmentFlag.AlignTop)
        self.setLayout(grid)

    def begin(self, key: str = "action") -> None:
        """Begin with a box."""
        self.boxes[key].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in it."""
        return not any(map(_words, self.boxes.values()))

    def follow(self, step: NextStep) -> None:
        """Show what was agreed."""
        self.action.follow(step.action)
        self.responsible.follow(step.responsible)
        self.deadline.follow(shown_day(step.deadline))
        self.effect.follow(step.effect)

    def lock(self, locked: bool) -> None:
        """Let nothing be written, or let it again."""
        for box in self.boxes.values():
            box.setReadOnly(locked)
        self.remove.setVisible(not locked)

    # --- acting

    def _saver(self, name: str) -> Save:
        def save(text: str) -> bool:
            if not self.key:
                return self._add()
            value = iso_date(text) if name == "deadline" else text.strip()
            return self._desk.do(next_steps.change(self.key, **{name: value}))

        return save

    def _add(self) -> bool:
        """Agree on the step once there is an action; until then the boxes just keep their words."""
        said = {name: _words(box) for name, box in self.boxes.items()}
        if not said["action"]:
            return True
        return self._desk.do(
            next_steps.add(
                said["action"],
                proposal=self._proposal,
                responsible=said["responsible"],
                deadline=iso_date(said["deadline"]),
                effect=said["effect"],
            ),
            self._added,
        )

    def _added(self, key: str) -> None:
        self.key = key
        self.made.emit()

    def _go_on(self) -> None:
        self.begin("responsible")

    def _remove(self) -> None:
        if self.key:
            self._desk.do(next_steps.remove(self.key))
        else:
            self.dropped.emit()


def _words(box: Line | Sentence) -> str:
    return (box.text() if isinstance(box, Line) else box.toPlainText()).strip()


class ProposalCard(QFrame):
    """A proposal, or everything that belongs to none, with its steps and room for another."""

    def __init__(self, desk: Desk, proposal: str | None) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._desk = desk
        self._proposal = proposal
        self._title = label(look="section", wrap=True)
        self._got = label(look="quiet")
        self._about = ""
        self.rows: dict[str, StepRow] = {}
        self.blank: StepRow | None = None
        self._steps = QVBoxLayout()
        self._steps.setContentsMargins(0, 0, 0, 0)
        self._steps.setSpacing(16)
        self.another = button(_("One more step"), self.add_blank, "plain")
        self._locked = False
        self._asked_for = False
        head = row(self._title, self._got, gap=12)
        head.setStretch(0, 1)
        head.setAlignment(self._got, Qt.AlignmentFlag.AlignTop)
        column(
            head, self._steps, row(self.another, 1), gap=8, into=QVBoxLayout(self)
        ).setContentsMargins(20, 14, 20, 12)

    def follow(
        self, title: str, got: str, steps: Sequence[NextStep], *, locked: bool, expected: bool
    ) -> None:
        """Show the steps of the proposal; one that is expected has empty boxes ready."""
        self._title.setText(title)
        self._got.setText(got)
        self._got.setVisible(bool(got))
        self._about = title
        self._locked = locked
        held = {step.id: step for step in steps}
        for key in [key for key in self.rows if key not in held]:
            self._let_go(self.rows.pop(key))
        for step in steps:
            if step.id not in self.rows:
                self.rows[step.id] = self._row(step.id)
            self.rows[step.id].follow(step)
            self.rows[step.id].lock(locked)
        if self.blank is not None and (locked or (steps and self._is_in_the_way(self.blank))):
            self._let_go(self.blank)
            self.blank = None
        elif expected and not steps and not locked:
            self.add_blank(focus=False)
        self._offer()

    def _is_in_the_way(self, blank: StepRow) -> bool:
        """Whether nobody has asked for the empty boxes, nor written in them."""
        return blank.is_blank and not self._asked_for

    def _offer(self) -> None:
        self.another.setVisible(not self._locked and self.blank is None)
        if self.blank is not None:
            self.blank.remove.setVisible(bool(self.rows))

    def begin(self, key: str = "action") -> None:
        """Begin with the first box that is empty, or with one by its name."""
        if self.blank is None and not self.rows:
            self.add_blank(focus=False)
        place = self.blank or next(iter(self.rows.values()))
        place.begin(key)

    def add_blank(self, *, focus: bool = True) -> None:
        """Make room for one more step."""
        if self.blank is None and not self._locked:
            self.blank = self._row("")
            self._asked_for = focus
            self._offer()
            if focus:
                self.blank.begin()

    def _row(self, key: str) -> StepRow:
        made = StepRow(self._desk, self._proposal, self._about, key)
        made.made.connect(self._adopt)
        made.dropped.connect(self._drop_blank)
        self._steps.addWidget(made)
        made.show()
        return made

    def _adopt(self) -> None:
        """The empty row has become a step; it stays where it is."""
        if self.blank is not None and self.blank.key:
            self.rows[self.blank.key], self.blank = self.blank, None

    def _drop_blank(self) -> None:
        if self.blank is not None:
            self._let_go(self.blank)
            self.blank = None
            self._offer()
            self.another.setFocus(Qt.FocusReason.OtherFocusReason)

    def _let_go(self, gone: StepRow) -> None:
        self._steps.removeWidget(gone)
        gone.hide()
        gone.deleteLater()
