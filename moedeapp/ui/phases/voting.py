"""The open vote: one paper slip at a time, and never a sum."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from moedeapp.model import counting
from moedeapp.model.commands import rounds
from moedeapp.model.errors import BallotInvalid, MoedeError
from moedeapp.model.meeting import Rejection, Role, Round, RoundState
from moedeapp.texts import _, capital, dots, explain, field, name
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice, Line, Number, labelled
from moedeapp.ui.labels import button, column, label, relook, row
from moedeapp.ui.phases.ballots import newest_round, proposals_of
from moedeapp.ui.slips import BLANK, read_slip


class Voting(QFrame):
    """The panel beside the ballot while the vote is open."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self._desk = desk
        self.line = Line(_("Paper slip"), hint="1 1 3", look="keyed")
        self.line.textChanged.connect(self._look)
        self.line.returnPressed.connect(self._key_in)
        self.table = Number(field("table"), most=500, nothing=_("no table"))
        self.role = Choice(field("role"))
        self._role_box = labelled(field("role"), self.role)
        self._said = label(wrap=True)
        self._said.setMinimumHeight(48)
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.reason = Choice(
            field("reason"), {reason: capital(name(reason)) for reason in Rejection}
        )
        self.reason.currentIndexChanged.connect(self._follow_rejected)
        self.rejected = Number(_("Rejected slips"), self._reject, most=100_000)
        self._close = button(_("Close the vote"), self._ask_to_close, "primary")
        self._cancel = button(_("Call off the vote"), self._ask_to_cancel, "plain")
        who = row(labelled(field("table"), self.table), self._role_box, 1)
        laid = column(
            label(_("Paper slips"), "section"),
            label(
                _(
                    "Key the number of a proposal once for each dot, and press Enter. "
                    "Key {blank} for a blank slip."
                ).format(blank=BLANK),
                wrap=True,
            ),
            self.line,
            self._said,
            who,
            1,
            label(_("Slips that cannot be counted"), "strong"),
            self.reason,
            self.rejected,
            self._close,
            self._cancel,
            gap=10,
        )
        laid.setContentsMargins(20, 22, 20, 18)
        self.setLayout(laid)

    def _vote(self) -> Round | None:
        vote = newest_round(self._desk.state, self._desk.question_key)
        return vote if vote and vote.state is RoundState.OPEN else None

    def refresh(self) -> None:
        """Show what the open round admits."""
        vote = self._vote()
        if vote is None:
            self.line.clear()
            self._say("")
            return
        self.role.offer({role: capital(name(role)) for role in vote.roles})
        self._role_box.setVisible(len(vote.roles) > 1)
        self._follow_rejected()

    # --- one slip

    def _read(self, vote: Round) -> dict[str, int]:
        numbers = {p.number: p.id for p in proposals_of(self._desk.state, vote)}
        return read_slip(self.line.text(), numbers)

    def _look(self) -> None:
        """Say whether the slip that is being keyed can be counted."""
        vote = self._vote()
        if vote is None or not self.line.text().strip():
            self._say("")
            return
        try:
            given = self._read(vote)
            keys = {p.id for p in proposals_of(self._desk.state, vote)}
            refused = counting.check(given.items(), keys, vote.dots, vote.cap)
            if refused is not None:
                raise BallotInvalid(refused, vote.dots, vote.cap)
        except MoedeError as error:
            self._say(explain(error), "warn")
            return
        words = dots(sum(given.values())) if given else _("Blank slip")
        self._say(_("{slip} · press Enter").format(slip=words), "good")

    def _key_in(self) -> None:
        vote = self._vote()
        if vote is None:
            return
        try:
            given = self._read(vote)
        except MoedeError as error:
            self._say(explain(error), "warn")
            return
        slip = rounds.Slip(given, self.table.value() or None, Role(self.role.chosen()))
        if self._desk.do(rounds.cast(vote.id, slip)):
            self.line.clear()
            self._say(_("The slip is keyed."), "good")

    def _say(self, words: str, look: str = "") -> None:
        self._said.setText(words)
        relook(self._said, look)

    # --- slips that cannot be counted

    def _follow_rejected(self) -> None:
        if vote := self._vote():
            row_of = self._desk.state.rejected.get(f"{vote.id}.{self.reason.chosen()}")
            self.rejected.follow(row_of.count if row_of else 0)

    def _reject(self, count: int) -> bool:
        vote = self._vote()
        reason = Rejection(self.reason.chosen())
        return vote is not None and self._desk.do(rounds.reject(vote.id, reason, count))

    # --- the end

    def _ask_to_close(self) -> None:
        self._desk.asked.emit(
            _("Are all paper slips keyed? When the vote is closed, it cannot be opened again."),
            _("Yes, close the vote"),
            self._finish,
        )

    def _finish(self) -> None:
        if vote := self._vote():
            self._desk.do(rounds.close(vote.id))

    def _ask_to_cancel(self) -> None:
        self._desk.asked.emit(
            _("If the vote is called off, all its slips are destroyed and there is no result."),
            _("Call off the vote"),
            self._give_up,
        )

    def _give_up(self) -> None:
        if vote := self._vote():
            self._desk.do(rounds.cancel(vote.id, _("Called off by the facilitator")))
