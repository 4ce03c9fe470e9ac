"""Keying what is on paper once the box is closed: one slip at a time, and never a sum."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from moedeapp.model import codes, counting
from moedeapp.model.commands import ballots, slips
from moedeapp.model.commands.ballots import Receipt, Vote
from moedeapp.model.draft import Command
from moedeapp.model.errors import BallotInvalid, MoedeError, RoleNotAdmitted, SlipRefused
from moedeapp.model.meeting import Agreement, Rejection, Round, RoundKind, RoundState, SlipState
from moedeapp.model.ranking import proposals_of
from moedeapp.texts import _, capital, dots, explain, field, name
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Area, Line, Number, labelled
from moedeapp.ui.labels import announce, button, column, label, relook, row
from moedeapp.ui.phases.ballots import round_in_hand
from moedeapp.ui.slips import (
    BLANK,
    read_objections,
    read_slip,
    read_steps,
    read_stickers,
    split_code,
)
from moedeapp.ui.ticks import Tick


class _Form(QWidget):
    """A form about the closed round of the question in hand."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._said = label(wrap=True)
        self._said.setMinimumHeight(46)
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _vote(self) -> Round | None:
        vote = round_in_hand(self._desk.state, self._desk.question_key)
        return vote if vote and vote.state is RoundState.CLOSED else None

    def _numbers(self, vote: Round) -> dict[int, str]:
        return {p.number: p.id for p in proposals_of(self._desk.state, vote)}

    def _say(self, words: str, look: str = "") -> None:
        self._said.setText(words)
        relook(self._said, look)


class Paper(_Form):
    """One paper slip: its code where slips have codes, then what is on it.

    Both are typed in one go, ``K7Q2-M4XR 1 1 3 4 4``: when the code is whole and right, what
    follows goes into the second box by itself. `counted` tells that somebody said how many slips
    lie in the box.
    """

    counted: Final = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._how = label(wrap=True)
        self.code = Line(_("Code of the slip"), hint="K7QX-2M9P", look="keyed")
        self.code.textEdited.connect(self._code_typed)
        self.code.returnPressed.connect(self._take_code)
        self._code_box = labelled(field("code"), self.code)
        self.line = Line(_("What is on the slip"), look="keyed")
        self.line.textChanged.connect(self._look)
        self.line.returnPressed.connect(self._key_in)
        boxes = row(self._code_box, labelled(_("On the slip"), self.line), gap=8)
        boxes.setStretch(0, 10)
        boxes.setStretch(1, 9)
        self.objections = Area(
            field("objections"), hint=_("2: why proposal 2 is no good; one on each line"), lines=3
        )
        self._objections_box = labelled(
            _("Objections in words"), self.objections, button(_("Key the slip"), self._key_in)
        )
        self.table = Number(field("table"), most=500, nothing=_("no table"))
        self._table_box = labelled(field("table"), self.table)
        words = _("This is the second person")
        self.second = Tick(words, words)
        self.in_box = Number(_("Slips in the box"), nothing=_("not counted"))
        self.in_box.valueChanged.connect(self.counted)
        column(
            self._how, boxes, self._said, self._objections_box, self._table_box, self.second,
            _beside(_("Slips in the box"), self.in_box), gap=10, into=QVBoxLayout(self),
        )  # fmt: skip
        self._round = ""

    def begin(self) -> None:
        """Begin with the next slip."""
        first = self.line if self._code_box.isHidden() else self.code
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show what the closed round asks for; forget what was typed for another one."""
        vote = self._vote()
        if (vote.id if vote else "") != self._round:
            self._round = vote.id if vote else ""
            self._forget()
            self.in_box.setValue(0)
            self.second.setChecked(False)
        if vote is None:
            return
        agreed = vote.kind is RoundKind.AGREEMENT
        self._how.setText(_how_steps() if agreed else _how_dots())
        self.line.setPlaceholderText("2 1 0 5" if agreed else "1 1 3")
        self._code_box.setVisible(not vote.open_access or bool(self._desk.state.slips))
        self._table_box.setVisible(vote.open_access)
        self._objections_box.setVisible(agreed)
        self.second.setVisible(vote.two_persons and not vote.open_access)

    def _forget(self) -> None:
        self.code.clear()
        self.line.clear()
        self.objections.clear()
        self._say("")

    # --- one slip

    def _code_typed(self) -> None:
        """Go on to the second box when the code is whole; a wrong one is told at once."""
        vote = self._vote()
        if vote is None:
            return
        code, rest = split_code(self.code.text())
        if not code:
            self._say("")
            return
        try:
            self._slip(vote, code)
        except MoedeError as error:
            self._say(explain(error), "warn")
            return
        self.code.setText(codes.typed(code))
        self._say("")
        self.line.setText(rest)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _slip(self, vote: Round, typed: str) -> str:
        """The key of the slip whose code is typed; empty where access is open and none is."""
        if not typed.strip():
            if vote.open_access:
                return ""
            raise SlipRefused("none")
        key = slips.by_code(self._desk.state, typed)
        slip = self._desk.state.slips[key]
        if slip.state is not SlipState.ISSUED:
            raise SlipRefused(slip.state)
        if slip.role not in vote.roles:
            raise RoleNotAdmitted(slip.role)
        return key

    def _take_code(self) -> None:
        vote = self._vote()
        if vote is None:
            return
        code, rest = split_code(self.code.text())
        try:
            self._slip(vote, code or self.code.text())
        except MoedeError as error:
            self._say(explain(error), "warn")
            return
        self._say("")
        if rest:
            self.code.setText(codes.typed(code))
            self.line.setText(rest)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self, vote: Round) -> Vote:
        numbers = self._numbers(vote)
        if vote.kind is RoundKind.AGREEMENT:
            return Vote(
                steps=read_steps(self.line.text(), numbers),
                objections=read_objections(self.objections.toPlainText(), numbers),
            )
        given = read_slip(self.line.text(), numbers)
        refused = counting.check(given.items(), numbers.values(), vote.dots, vote.cap)
        if refused is not None:
            raise BallotInvalid(refused, vote.dots, vote.cap)
        return Vote(given)

    def _look(self) -> None:
        """Say whether the slip that is being keyed can be counted."""
        vote = self._vote()
        if vote is None or not self.line.text().strip():
            self._say("")
            return
        try:
            given = self._read(vote)
        except MoedeError as error:
            self._say(explain(error), "warn")
            return
        self._say(_("{slip} · press Enter").format(slip=_in_words(given)), "good")

    def _key_in(self) -> None:
        vote = self._vote()
        if vote is None:
            return
        try:
            slip, given = self._slip(vote, self.code.text()), self._read(vote)
        except MoedeError as error:
            self._say(explain(error), "warn")
            return
        if self.second.isChecked() and not self.second.isHidden():
            done = self._desk.do(ballots.confirm(vote.id, given, slip=slip), self._keyed)
        else:
            table = None if slip else self.table.value() or None
            done = self._desk.do(ballots.key(vote.id, given, slip=slip, table=table), self._keyed)
        if done:
            self.begin()

    def _keyed(self, receipt: Receipt | None) -> None:
        """Forget the slip, and say no more than that it is keyed."""
        self._forget()
        if receipt is not None and not receipt.accepted:
            self._say(
                _("The slip was used in another way before. What was handed in first counts."),
                "warn",
            )
            return
        words = _("The slip is keyed.")
        vote = self._vote()
        if vote is not None and self.in_box.value():
            words = _("The slip is keyed. {done} of {all} in the box.").format(
                done=vote.paper, all=self.in_box.value()
            )
        self._say(words, "good")
        announce(self, words)


def _beside(words: str, box: QWidget) -> QWidget:
    """A box with its words before it on the same line."""
    head = label(words)
    head.setBuddy(box)
    box.setFixedWidth(120)
    holder = QWidget()
    holder.setLayout(row(head, 1, box, gap=8))
    return holder


def _how_dots() -> str:
    return _(
        "Key the number of a proposal once for each dot, and press Enter. "
        "Key {blank} for a blank slip."
    ).format(blank=BLANK)


def _how_steps() -> str:
    return _(
        "Key one digit for each proposal, by number: {steps}. 0 is no answer. Press Enter."
    ).format(steps=", ".join(f"{at} {name(step)}" for at, step in enumerate(Agreement, 1)))


def _in_words(given: Vote) -> str:
    """That a slip can be counted; it is not kept on the screen after Enter."""
    if given.steps:
        return _("Slip with answers")
    return dots(sum(given.dots.values())) if given.dots else _("Blank slip")


class StickerDots(_Form):
    """The sticker dots of one table; keyed again, the last word counts."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.table = Number(field("table"), least=1, most=500)
        self.line = Line(field("stickers"), hint="1:12 3:4")
        self.line.returnPressed.connect(self._key_in)
        self.line.textChanged.connect(self._quiet)
        self._done = label(look="quiet", wrap=True)
        self._tables: set[int] = set()
        self._round = ""
        boxes = row(
            labelled(field("table"), self.table), labelled(field("stickers"), self.line), gap=8
        )
        boxes.setStretch(1, 1)
        self.table.setFixedWidth(84)
        column(
            label(
                _(
                    "Key the dots of one table as number:dots, and press Enter. With sticker dots, "
                    "persons and tables are known as “at least” only."
                ),
                wrap=True,
            ),
            boxes,
            self._said,
            self._done,
            gap=10,
            into=QVBoxLayout(self),
        )

    def begin(self) -> None:
        """Begin with the table."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.selectAll()

    def refresh(self) -> None:
        """Forget what was typed, and which tables are done, when another round is closed."""
        vote = self._vote()
        if (vote.id if vote else "") != self._round:
            self._round = vote.id if vote else ""
            self._tables.clear()
            self.line.clear()
            self._say("")
        self._tell()

    def _tell(self) -> None:
        """Which tables were keyed, and nothing of what they put."""
        self._done.setVisible(bool(self._tables))
        self._done.setText(
            _("Keyed: {tables}").format(
                tables=", ".join(
                    _("table {number}").format(number=number) for number in sorted(self._tables)
                )
            )
        )

    def _quiet(self) -> None:
        self._say("")

    def _key_in(self) -> None:
        vote = self._vote()
        if vote is None:
            return
        try:
            given = read_stickers(self.line.text(), self._numbers(vote))
        except MoedeError as error:
            self._say(explain(error), "warn")
            return
        table = self.table.value()
        command: Command[None] = ballots.add_stickers(vote.id, table, given)
        if self._desk.do(command):
            self._tables.add(table)
            self.line.clear()
            words = _("The sticker dots of table {number} are keyed.").format(number=table)
            self._say(words, "good")
            announce(self, words)
            self._tell()
            self.begin()


class Rejected(_Form):
    """How many paper slips could not be counted, by reason."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.counts = {
            reason: Number(capital(name(reason)), self._rejecter(reason)) for reason in Rejection
        }
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        grid.setVerticalSpacing(6)
        for at, (reason, box) in enumerate(self.counts.items()):
            words = label(capital(name(reason)), wrap=True)
            words.setBuddy(box)
            box.setFixedWidth(84)
            grid.addWidget(words, at, 0)
            grid.addWidget(box, at, 1)
        column(
            label(
                _("A slip that breaks the rules is put aside. Say how many there are."), wrap=True
            ),
            grid,
            gap=10,
            into=QVBoxLayout(self),
        )

    def begin(self) -> None:
        """Begin with the first reason."""
        first = next(iter(self.counts.values()))
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        first.selectAll()

    def refresh(self) -> None:
        """Show how many there are for each reason."""
        if vote := self._vote():
            for reason, box in self.counts.items():
                held = self._desk.state.rejected.get(f"{vote.id}.{reason}")
                box.follow(held.count if held else 0)

    def _rejecter(self, reason: Rejection) -> Callable[[int], bool]:
        def reject(count: int) -> bool:
            vote = self._vote()
            return vote is not None and self._desk.do(ballots.reject(vote.id, reason, count))

        return reject


class CallOff(QWidget):
    """Gives up a vote for good, with a reason that somebody has typed."""

    def __init__(self, act: Callable[[str], bool]) -> None:
        super().__init__()
        self._act = act
        self.open = button(_("Call off the vote"), self._ask, "plain")
        self.why = Line(field("why"), hint=_("Why is it called off?"))
        self.why.returnPressed.connect(self._give_up)
        self._form = QWidget()
        column(
            label(
                _("If the vote is called off, all its slips are destroyed and there is no result."),
                wrap=True,
            ),
            self.why,
            button(_("Call it off for good"), self._give_up),
            gap=8,
            into=QVBoxLayout(self._form),
        )
        column(self.open, self._form, gap=6, into=QVBoxLayout(self))
        self.reset()

    def reset(self) -> None:
        """Put the question away."""
        self.why.clear()
        self._form.hide()

    def _ask(self) -> None:
        self._form.setVisible(self._form.isHidden())
        self.why.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_up(self) -> None:
        if self._act(self.why.text()):
            self.reset()
