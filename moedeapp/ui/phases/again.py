"""Once more about the first places of a result: how far we agree, or another round of dots."""

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from moedeapp.model.commands import evening, rounds
from moedeapp.model.meeting import Phase, Proposal, Round, RoundKind
from moedeapp.texts import _, field
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice
from moedeapp.ui.labels import button, column, label
from moedeapp.ui.phases.ballots import first_places, some, source_of

_TOPS: Final = (3, 2, 4, 5, 6, 8, 10)
"""How many of the first places can be asked about; the first one that there are is offered."""


class Again(QWidget):
    """Prepares the next round from the first places, and goes to where it is opened."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._vote: Round | None = None
        self.top = Choice(field("proposals"))
        self.top.currentIndexChanged.connect(self._word)
        self.agree = button("", lambda: self._prepare(RoundKind.AGREEMENT))
        self.dots = button("", lambda: self._prepare(RoundKind.DOTS))
        self._about = label(look="quiet", wrap=True)
        column(self.top, self.agree, self.dots, self._about, gap=8, into=QVBoxLayout(self))

    def follow(self, vote: Round | None) -> None:
        """Offer what can be asked about a sealed round of dots; None offers nothing."""
        self._vote = vote
        offered = self._tops()
        self.setVisible(bool(offered))
        self.top.offer({str(top): self._words(len(found)) for top, found in offered.items()})
        self.top.setVisible(len(offered) > 1)
        self._word()

    def _tops(self) -> dict[int, list[Proposal]]:
        """The first places by how many are wanted, without saying the same thing twice."""
        if self._vote is None or self._vote.kind is not RoundKind.DOTS:
            return {}
        offered: dict[int, list[Proposal]] = {}
        for top in _TOPS:
            found = first_places(self._desk.state, self._vote, top)
            if len(found) > 1 and found not in offered.values():
                offered[top] = found
        return dict(sorted(offered.items(), key=lambda each: (each[0] != 3, each[0])))

    def _words(self, count: int) -> str:
        return _("The top {n}").format(n=some(count))

    def chosen(self) -> list[Proposal]:
        """The proposals that would be asked about."""
        return self._tops().get(int(self.top.chosen() or 0), [])

    def _word(self) -> None:
        chosen = self.chosen()
        count = some(len(chosen))
        for made, words in (
            (self.agree, _("Ask how far we agree on the top {n}")),
            (self.dots, _("Vote again on the top {n}")),
        ):
            made.setText(words.format(n=count))
            made.setAccessibleName(made.text())
        wanted = int(self.top.chosen() or 0)
        self._about.setVisible(len(chosen) > wanted)
        self._about.setText(
            _("The last place is shared, so all who share it come along.")
            if len(chosen) > wanted
            else ""
        )

    def _prepare(self, kind: RoundKind) -> None:
        vote, chosen = self._vote, self.chosen()
        if vote is None or not chosen:
            return
        done = self._desk.do(
            rounds.prepare(
                [source_of(proposal) for proposal in chosen],
                question=vote.question,
                kind=kind,
                roles=vote.roles,
                open_access=vote.open_access,
                two_persons=vote.two_persons,
                titles={source_of(p): p.title for p in chosen if p.title},
            )
        )
        if done and self._desk.state.stage.phase is not Phase.DOTS:
            self._desk.do(evening.go_to(Phase.DOTS))
