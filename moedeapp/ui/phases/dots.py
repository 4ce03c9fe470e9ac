"""The phase Dots: preparing a vote, and what stands on the ballot until it is sealed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from moedeapp.model.changes import Change
from moedeapp.model.commands import evening, rounds
from moedeapp.model.meeting import Phase, Round, RoundState
from moedeapp.model.ranking import proposals_of
from moedeapp.texts import _, field, name
from moedeapp.ui import theme
from moedeapp.ui.bars import Bar
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Number, labelled
from moedeapp.ui.labels import button, column, label, row
from moedeapp.ui.phases.ballots import newest_round, rules
from moedeapp.ui.phases.choosing import Choosing
from moedeapp.ui.phases.page import Asked, Page, panel
from moedeapp.ui.phases.voting import Counting, Voting
from moedeapp.ui.tables import Rows, Table


class DotsPage(Page):
    """Follows the newest round: choose, check the ballot, take slips in, seal."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked = Asked(desk)
        self._head = label(look="section", wrap=True)
        self._rules = label(look="quiet", wrap=True)
        self._turnout = Turnout()
        self._rows = Rows([_("No."), field("proposal"), _("Ideas behind it")])
        self._rows.strong = frozenset({0})
        self._rows.right = frozenset({2})
        self.ballot = Table(field("proposals"), self._rows, stretch=[1], widths={0: 56, 2: 150})
        self.choosing = Choosing(desk)
        self.voting = Voting(desk)
        self.counting = Counting(desk)
        left = column(
            self._asked, self._head, self._rules, self._turnout, self.ballot, self.choosing, gap=10
        )
        left.setStretchFactor(self.ballot, 1)
        left.setStretchFactor(self.choosing, 1)
        left.setContentsMargins(theme.MARGIN, 22, 24, 14)
        self._sides = QStackedWidget()
        self._prepared = self._prepared_side()
        self._sealed = panel(
            label(_("The vote is sealed"), "section"),
            label(_("All numbers are shown at once, on the page Result."), wrap=True),
            button(_("See the result"), lambda: desk.do(evening.go_to(Phase.RESULT)), "primary"),
            button(_("Prepare another vote"), self._begin_anew),
            1,
            width=theme.PANEL + 24,
        )
        for side in (self.choosing.side, self._prepared, self.voting, self.counting, self._sealed):
            self._sides.addWidget(side)
        self._sides.setFixedWidth(theme.PANEL + 24)
        whole = row(left, self._sides, gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self._anew_after: str | None = None

    def _prepared_side(self) -> QWidget:
        self.handed_out = Number(field("handed_out"), self._hand_out, nothing=_("not counted"))
        return panel(
            label(_("Ready to open"), "section"),
            label(
                _(
                    "Read the proposals aloud. The rules are fixed and the numbers are drawn "
                    "when the vote opens."
                ),
                wrap=True,
            ),
            labelled(field("handed_out"), self.handed_out),
            button(_("Open the vote"), self._open, "primary"),
            button(_("Take it away and choose anew"), self._remove),
            1,
            width=theme.PANEL + 24,
        )

    def begin(self) -> None:
        """Begin where the vote is now."""
        here: dict[QWidget, QWidget] = {
            self.choosing.side: self.choosing.candidates,
            self._prepared: self.handed_out,
        }
        side = self._sides.currentWidget()
        if side in (self.voting, self.counting):
            (self.voting if side is self.voting else self.counting).begin()
            return
        place = here.get(side, self.ballot) if side else self.ballot
        place.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- following the meeting

    def refresh(self, changes: Sequence[Change]) -> None:
        """Show the newest round of the question, or what can be chosen for the next."""
        self._asked.refresh()
        vote = self._vote()
        choosing = vote is None
        self.voting.refresh()
        self.counting.refresh()
        for part in (self._head, self._rules, self.ballot):
            part.setVisible(not choosing)
        self.choosing.setVisible(choosing)
        self._turnout.setVisible(vote is not None and vote.state is not RoundState.PREPARED)
        if vote is None:
            self.choosing.refresh()
            self._turn(self.choosing.side)
            return
        self._head.setText(
            _("Round {number} · {state}").format(number=vote.number, state=name(vote.state))
        )
        self._rules.setText(rules(vote))
        self._turnout.follow(vote)
        self._rows.follow(
            [
                (p.id, (_number(vote, p.number), p.title, str(len(p.ideas))))
                for p in proposals_of(self.state, vote)
            ]
        )
        self.handed_out.follow(vote.handed_out or 0)
        self._turn(
            {
                RoundState.PREPARED: self._prepared,
                RoundState.OPEN: self.voting,
                RoundState.CLOSED: self.counting,
            }.get(vote.state, self._sealed)
        )

    def _turn(self, side: QWidget) -> None:
        if self._sides.currentWidget() is not side:
            held = self.isAncestorOf(self.window().focusWidget() or self.window())
            self._sides.setCurrentWidget(side)
            if held:
                self.begin()

    def _vote(self) -> Round | None:
        vote = newest_round(self.state, self.desk.question_key)
        if vote is None or vote.state is RoundState.CANCELLED or vote.id == self._anew_after:
            return None
        return vote

    # --- acting

    def _hand_out(self, slips: int) -> bool:
        vote = self._vote()
        return vote is not None and self.desk.do(rounds.hand_out(vote.id, slips))

    def _open(self) -> None:
        if vote := self._vote():
            self.desk.do(rounds.open(vote.id))

    def _remove(self) -> None:
        if vote := self._vote():
            self.desk.do(rounds.remove(vote.id))

    def _begin_anew(self) -> None:
        vote = self._vote()
        self._anew_after = vote.id if vote else None
        self.refresh(())


def _number(vote: Round, number: int) -> str:
    """A proposal's number; before the vote opens it is not drawn yet."""
    return "–" if vote.state is RoundState.PREPARED else str(number)


class Turnout(QWidget):
    """How many slips have come in: the only number there is before the vote is sealed."""

    def __init__(self) -> None:
        super().__init__()
        self._figure = label(look="figure")
        self._words: QLabel = label(look="lead")
        self._hidden = label(_("The distribution is hidden until the vote is sealed"), "quiet")
        line = row(self._figure, self._words, 1, self._hidden)
        line.setAlignment(self._words, Qt.AlignmentFlag.AlignBottom)
        line.setAlignment(self._hidden, Qt.AlignmentFlag.AlignBottom)
        self._bar = Bar()
        self.setLayout(column(line, self._bar, gap=4))

    def follow(self, vote: Round) -> None:
        """Show a round's turnout."""
        self._figure.setText(str(vote.cast))
        self._words.setText(
            _("of {all} ballot slips cast").format(all=vote.handed_out)
            if vote.handed_out
            else _("ballot slips cast")
        )
        self._bar.setVisible(bool(vote.handed_out))
        self._bar.follow(vote.cast, vote.handed_out or 1)
        self._hidden.setVisible(vote.state is not RoundState.SEALED)
