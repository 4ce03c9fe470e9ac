"""The panel beside a round that is prepared: its rules, and the button that opens it."""

from PySide6.QtCore import Qt

from moedeapp.model.commands import rounds
from moedeapp.model.meeting import Round, RoundState
from moedeapp.texts import _
from moedeapp.ui.desk import Desk
from moedeapp.ui.labels import button, label
from moedeapp.ui.phases.ballots import round_in_hand
from moedeapp.ui.phases.on_paper import on_paper
from moedeapp.ui.phases.rules import Rules
from moedeapp.ui.phases.side import Side


class Preparing(Side):
    """Everything is set as usual; whoever is in a hurry presses the one button."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.rules = Rules(desk)
        self.open = button(_("Open the vote"), self._open, "primary")
        self.on_paper = on_paper(desk)
        self.remove = button(_("Take it away and choose anew"), self._remove, "plain")
        self.lay(
            [
                label(_("Ready to open"), "section"),
                label(
                    _(
                        "Read the proposals aloud. The rules are fixed and the numbers are drawn "
                        "when the vote opens."
                    ),
                    wrap=True,
                ),
                self.rules,
                *self.on_paper,
                self.remove,
            ],
            [self.open],
        )

    def begin(self) -> None:
        """Stand on the button that goes on."""
        self.open.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show the rules of the prepared round."""
        self.rules.follow(self._vote())
        for fold in self.on_paper:
            fold.refresh()

    def _vote(self) -> Round | None:
        vote = round_in_hand(self._desk.state, self._desk.question_key)
        return vote if vote and vote.state is RoundState.PREPARED else None

    def _open(self) -> None:
        if vote := self._vote():
            self._desk.do(rounds.open(vote.id, minutes=self.rules.minutes.value() or None))

    def _remove(self) -> None:
        if vote := self._vote():
            self._desk.do(rounds.end_practice(vote.id) if vote.practice else rounds.remove(vote.id))
