"""The panel beside a vote that is sealed: where its result is, and what can be asked next."""

from typing import Final

from PySide6.QtCore import Qt, Signal

from moedeapp.model.commands import evening, rounds
from moedeapp.model.meeting import Phase, Round
from moedeapp.model.ranking import places
from moedeapp.texts import _
from moedeapp.ui.desk import Desk
from moedeapp.ui.labels import button, label
from moedeapp.ui.phases.again import Again
from moedeapp.ui.phases.reveal import Reveal
from moedeapp.ui.phases.side import Side


class Sealed(Side):
    """What comes after a round of the meeting.

    `anew` tells that another vote is to be prepared.
    """

    anew: Final = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.again = Again(desk)
        self.result = button(
            _("See the result"), lambda: desk.do(evening.go_to(Phase.RESULT)), "primary"
        )
        self.lay(
            [
                label(_("The vote is sealed"), "section"),
                label(_("All numbers are shown at once, on the page Result."), wrap=True),
                self.result,
                label(_("Go on with the same"), "eyebrow"),
                self.again,
                button(_("Prepare another vote"), self.anew.emit),
            ]
        )

    def begin(self) -> None:
        """Stand on the button that goes on."""
        self.result.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, vote: Round | None) -> None:
        """Offer what can be asked after a round."""
        self.again.follow(vote)


class Tried(Side):
    """What comes after a practice vote."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._vote: Round | None = None
        self.end = button(_("End the practice vote"), self._end, "primary")
        self.reveal = Reveal(desk, narrow=True)
        desk.showing.changed.connect(self.reveal.tell)
        self.lay(
            [
                label(_("The practice vote is counted"), "section"),
                label(
                    _(
                        "This is how a result looks. When the practice vote is ended, nothing of "
                        "it is left, and it is in no protocol."
                    ),
                    wrap=True,
                ),
                self.reveal,
            ],
            [self.end],
        )

    def begin(self) -> None:
        """Stand on the button that lets the hall see it."""
        self.reveal.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, vote: Round | None) -> None:
        """Be about this practice vote."""
        self._vote = vote
        if vote is not None:
            self.reveal.follow(vote.id, places(self._desk.state, vote))

    def _end(self) -> None:
        if self._vote is not None:
            self._desk.do(rounds.end_practice(self._vote.id))
