"""The phase Dots: preparing a vote, and what stands on the ballot until it is sealed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from moedeapp.model.changes import Change
from moedeapp.model.commands import rounds
from moedeapp.model.meeting import Round, RoundKind, RoundState
from moedeapp.model.ranking import places, proposals_of
from moedeapp.texts import _, about_dots, about_steps, capital, field, name, number, pgettext, rank
from moedeapp.ui import theme
from moedeapp.ui.bars import Bar
from moedeapp.ui.desk import Desk
from moedeapp.ui.labels import announce, column, label, row
from moedeapp.ui.phases.ballots import (
    newest_round,
    practice_round,
    round_name,
    rules,
    terms,
)
from moedeapp.ui.phases.choosing import Choosing
from moedeapp.ui.phases.page import Asked, Page
from moedeapp.ui.phases.preparing import Preparing
from moedeapp.ui.phases.sealed import Sealed, Tried
from moedeapp.ui.phases.side import WIDE, Side, Sided
from moedeapp.ui.phases.voting import Counting, Voting
from moedeapp.ui.scrolling import scrolled
from moedeapp.ui.tables import Rows, Table

Panel = Side | Preparing | Voting | Counting | Sealed | Tried


class DotsPage(Page):
    """Follows the round in hand: choose, check the ballot, take slips in, seal."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked = Asked(desk)
        self._practice = label(_("Practice vote: nothing of it is kept"), "heading", wrap=True)
        self._rules = label(look="chip")
        self._terms = label(look="quiet", wrap=True)
        self._aloud = label(look="quiet", wrap=True)
        self._turnout = Turnout()
        self._rows = Rows(
            [_("No."), field("proposal"), _("Ideas behind it")], edit=self._rename, fixed=[0, 2]
        )
        self._rows.strong = frozenset({0})
        self._rows.right = frozenset({2})
        self.ballot = Table(field("proposals"), self._rows, stretch=[1], widths={0: 56, 2: 130})
        place = pgettext("on a list", "Place")
        self._tried_rows = Rows([place, field("proposal"), field("dots"), field("persons")])
        self._tried_rows.right = frozenset({2, 3})
        self.tried_list = Table(
            _("Result of the practice vote"), self._tried_rows, stretch=[1],
            widths={0: 120, 2: 90, 3: 100},
        )  # fmt: skip
        for table in (self.ballot, self.tried_list):
            table.setMinimumHeight(190)
        self.choosing = Choosing(desk)
        self.choosing.back.connect(self._go_back)
        self.preparing = Preparing(desk)
        self.voting = Voting(desk)
        self.counting = Counting(desk)
        self.sealed = Sealed(desk)
        self.sealed.anew.connect(self._begin_anew)
        self.tried = Tried(desk)
        self._lay_out()
        self._anew_after: str | None = None
        self._last: tuple[str, RoundState] | None = None

    def _lay_out(self) -> None:
        self._line = QWidget()
        line = row(self._rules, self._terms, gap=10)
        line.setStretch(1, 1)
        line.setAlignment(self._rules, Qt.AlignmentFlag.AlignTop)
        self._line.setLayout(line)
        inside = QWidget()
        left = column(
            self._asked, self._practice, self._line, self._aloud, self._turnout, self.ballot,
            self.tried_list, self.choosing, gap=10, into=QVBoxLayout(inside),
        )  # fmt: skip
        for wide in (self.ballot, self.tried_list, self.choosing):
            left.setStretchFactor(wide, 1)
        left.setContentsMargins(theme.MARGIN, 22, 24, 14)
        self._sides = QStackedWidget()
        for side in (
            self.choosing.side, self.preparing, self.voting, self.counting, self.sealed, self.tried,
        ):  # fmt: skip
            self._sides.addWidget(side)
        self._sides.setFixedWidth(WIDE)
        self._sided = Sided(column(scrolled(inside), gap=0), self._sides, _("The vote"))
        self.setLayout(column(self._sided, gap=0))

    def begin(self) -> None:
        """Begin where the vote is now."""
        side = self._sides.currentWidget()
        if side is self.choosing.side:
            self.choosing.begin()
            return
        # Where page and panel take turns, the panel is where the work is.
        self._sided.show_side()
        if isinstance(side, Preparing | Voting | Counting | Sealed | Tried):
            side.begin()

    def keys(self) -> list[tuple[str, str]]:
        """What the keys do in each state of a vote."""
        return [
            (_("Space"), _("tick what the vote is about, or take the tick away")),
            ("F2", _("rename a proposal before the vote opens")),
            ("Enter", _("key the slip that is typed: code and numbers")),
            ("0", _("key a blank slip")),
        ]

    # --- following the meeting

    def refresh(self, changes: Sequence[Change]) -> None:
        """Show the round in hand, or what can be chosen for the next."""
        vote = self._vote()
        self._asked.refresh(f"{round_name(vote)} · {name(vote.state)}" if vote else "")
        practice, choosing = vote is not None and vote.practice, vote is None
        tried = practice and vote is not None and vote.state is RoundState.SEALED
        for side in (self.preparing, self.voting, self.counting):
            side.refresh()
        self._asked.setVisible(not practice)
        self._practice.setVisible(practice)
        self._line.setVisible(not choosing)
        self._aloud.setVisible(vote is not None and vote.state is RoundState.PREPARED)
        self.ballot.setVisible(not choosing and not tried)
        self.tried_list.setVisible(tried)
        self.choosing.setVisible(choosing)
        self._turnout.setVisible(vote is not None and vote.state is not RoundState.PREPARED)
        if vote is None:
            before = self.state.rounds.get(self._anew_after or "")
            self.choosing.refresh(before)
            self._turn(self.choosing.side)
        else:
            self._show(vote)
        self._tell(vote)

    def _show(self, vote: Round) -> None:
        self._rules.setText(rules(vote))
        self._terms.setText(terms(vote))
        by_dots = vote.kind is RoundKind.DOTS
        self._aloud.setText(about_dots(vote.dots, vote.cap) if by_dots else about_steps())
        self._turnout.follow(vote)
        self._rows.editable = vote.state is RoundState.PREPARED
        self._rows.follow(
            [
                (p.id, (_number(vote, p.number), p.title, str(len(p.ideas))))
                for p in proposals_of(self.state, vote)
            ]
        )
        self.ballot.setColumnHidden(2, vote.practice)
        if vote.practice:
            self._tried_rows.follow(
                [
                    (
                        place.proposal.id,
                        (
                            capital(rank(place.rank, shared=place.shared)),
                            place.proposal.title,
                            number(place.dots),
                            number(place.persons),
                        ),
                    )
                    for place in places(self.state, vote)
                ]
            )
        self.sealed.follow(vote if vote.state is RoundState.SEALED else None)
        self.tried.follow(vote if vote.practice else None)
        self._turn(
            {
                RoundState.PREPARED: self.preparing,
                RoundState.OPEN: self.voting,
                RoundState.CLOSED: self.counting,
            }.get(vote.state, self.tried if vote.practice else self.sealed)
        )

    def _turn(self, side: QWidget) -> None:
        if self._sides.currentWidget() is not side:
            held = self.isAncestorOf(self.window().focusWidget() or self.window())
            self._sides.setCurrentWidget(side)
            if held:
                self.begin()

    def _tell(self, vote: Round | None) -> None:
        """Let a screen reader say that a vote has gone on to its next state."""
        now = (vote.id, vote.state) if vote else None
        if now != self._last and self._last is not None and vote is not None:
            announce(self, f"{round_name(vote)}: {name(vote.state)}")
        self._last = now

    def _vote(self) -> Round | None:
        practice = practice_round(self.state)
        if practice is not None:
            return practice
        vote = newest_round(self.state, self.desk.question_key)
        if vote is None or vote.state is RoundState.CANCELLED or vote.id == self._anew_after:
            return None
        return vote

    # --- acting

    def _rename(self, proposal: str, _column: int, words: str) -> bool:
        return self.desk.do(rounds.rename_proposal(proposal, words))

    def _begin_anew(self) -> None:
        vote = self._vote()
        self._anew_after = vote.id if vote else None
        self.refresh(())

    def _go_back(self) -> None:
        self._anew_after = None
        self.refresh(())


def _number(vote: Round, drawn: int) -> str:
    """A proposal's number; before the vote opens it is not drawn yet."""
    return "–" if vote.state is RoundState.PREPARED else str(drawn)


class Turnout(QWidget):
    """How many slips have come in: the only number there is before the vote is sealed."""

    def __init__(self) -> None:
        super().__init__()
        self._figure = label(look="figure")
        self._words: QLabel = label(look="lead")
        self._hidden = label(_("The distribution is hidden until the vote is sealed"), "quiet")
        line = row(self._figure, self._words, 1)
        line.setAlignment(self._words, Qt.AlignmentFlag.AlignBottom)
        self._words.setContentsMargins(0, 0, 0, 12)
        self._bar = Bar()
        self._more = label(look="warn", wrap=True)
        self.setLayout(column(line, self._bar, self._hidden, self._more, gap=6))

    def follow(self, vote: Round) -> None:
        """Show a round's turnout."""
        handed_out = 0 if vote.practice else vote.handed_out or 0
        self._figure.setText(number(vote.cast))
        self._words.setText(
            _("of {all} ballot slips cast").format(all=number(handed_out))
            if handed_out
            else _("ballot slips cast")
        )
        self._bar.setVisible(bool(handed_out))
        self._bar.follow(vote.cast, handed_out or 1)
        self._hidden.setVisible(vote.state is not RoundState.SEALED)
        too_many = bool(handed_out) and vote.cast > handed_out
        self._more.setVisible(too_many)
        self._more.setText(
            _("More slips are cast than were handed out. Count the slips handed out once more.")
            if too_many
            else ""
        )
