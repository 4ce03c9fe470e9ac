"""The panels beside the ballot while a vote is open, and once its box is closed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from moedeapp.model.commands import rounds
from moedeapp.model.meeting import Round, RoundKind, RoundState
from moedeapp.texts import _, about_hidden
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice
from moedeapp.ui.labels import button, column, label
from moedeapp.ui.phases.ballots import newest_round
from moedeapp.ui.phases.keying import CallOff, Paper, Rejected, StickerDots
from moedeapp.ui.phases.page import scrolled

_PAPER, _STICKERS, _REJECTED = "paper", "stickers", "rejected"


class _Side(QFrame):
    """A panel about the newest round while it is in one state."""

    def __init__(self, desk: Desk, state: RoundState) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self._desk = desk
        self._state = state
        self.call_off = CallOff(self._give_up)

    def _vote(self) -> Round | None:
        vote = newest_round(self._desk.state, self._desk.question_key)
        return vote if vote and vote.state is self._state else None

    def _give_up(self, why: str) -> bool:
        vote = self._vote()
        return vote is not None and self._desk.do(rounds.cancel(vote.id, why))

    def _lay(self, *parts: QWidget | int, wide: QWidget | None = None) -> None:
        laid = column(*parts, gap=10)
        if wide is not None:
            laid.setStretchFactor(wide, 1)
        laid.setContentsMargins(20, 22, 20, 18)
        self.setLayout(laid)


class Voting(_Side):
    """The vote is open: people hand in, and there is nothing to see but how many have."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, RoundState.OPEN)
        self.close_box = button(_("Close the box"), self._ask_to_close, "primary")
        self._lay(
            label(_("The vote is open"), "section"),
            label(about_hidden(), wrap=True),
            label(_("Paper slips are keyed when the box is closed."), "quiet", wrap=True),
            self.close_box,
            1,
            self.call_off,
        )

    def begin(self) -> None:
        """Stand on the button that goes on."""
        self.close_box.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Put the question about calling off away when the round is no longer open."""
        if self._vote() is None:
            self.call_off.reset()

    def _ask_to_close(self) -> None:
        self._desk.asked.emit(
            _("When the box is closed, nobody can hand in or change anything from a phone."),
            _("Yes, close the box"),
            self._finish,
        )

    def _finish(self) -> None:
        if vote := self._vote():
            self._desk.do(rounds.close(vote.id))


class Counting(_Side):
    """The box is closed: paper is keyed, and then the vote is sealed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, RoundState.CLOSED)
        self.paper = Paper(desk)
        self.stickers = StickerDots(desk)
        self.rejected = Rejected(desk)
        self._forms: dict[str, Paper | StickerDots | Rejected] = {
            _PAPER: self.paper, _STICKERS: self.stickers, _REJECTED: self.rejected,
        }  # fmt: skip
        self._stack = QStackedWidget()
        for form in self._forms.values():
            self._stack.addWidget(form)
        self.what = Choice(_("What is keyed"))
        self.what.currentIndexChanged.connect(self._turn)
        self._state_words = label(look="quiet", wrap=True)
        self.seal = button(_("Seal and count"), self._ask_to_seal, "primary")
        inside = QWidget()
        keyed = column(self._stack, self._state_words, 1, into=QVBoxLayout(inside))
        keyed.setContentsMargins(0, 0, 6, 0)
        room = scrolled(inside)
        self._lay(
            label(_("Are all paper slips keyed?"), "section"), self.what, room, self.seal,
            self.call_off, wide=room,
        )  # fmt: skip

    def begin(self) -> None:
        """Begin with what is keyed."""
        self._forms[self.what.chosen() or _PAPER].begin()

    def refresh(self) -> None:
        """Show what can be keyed into the closed round."""
        for form in self._forms.values():
            form.refresh()
        vote = self._vote()
        if vote is None:
            self.call_off.reset()
            return
        offered = {_PAPER: _("Paper slips, one at a time")}
        if vote.kind is RoundKind.DOTS:
            offered[_STICKERS] = _("Sticker dots, by table")
        self.what.offer({**offered, _REJECTED: _("Slips that cannot be counted")})
        self._turn()
        lacking = vote.paper - vote.confirmed if vote.two_persons else 0
        self._state_words.setText(
            _("Slips that lack their second person: {count}").format(count=lacking)
            if lacking
            else ""
        )

    def _turn(self) -> None:
        self._stack.setCurrentWidget(self._forms[self.what.chosen() or _PAPER])

    def _ask_to_seal(self) -> None:
        self._desk.asked.emit(
            _(
                "Are all paper slips keyed? When the vote is sealed, all numbers are shown at "
                "once, and no more slips can be keyed."
            ),
            _("Yes, seal and count"),
            self._finish,
        )

    def _finish(self) -> None:
        if vote := self._vote():
            self._desk.do(rounds.seal(vote.id))
