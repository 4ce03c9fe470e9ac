"""Ballots on paper and the sheet of numbers for the vote in hand."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from moedeapp.model.commands import rounds
from moedeapp.model.meeting import Round, RoundState
from moedeapp.texts import _
from moedeapp.ui import printing
from moedeapp.ui.desk import Desk
from moedeapp.ui.labels import button, column, label
from moedeapp.ui.phases.ballots import round_in_hand
from moedeapp.ui.prints import Prints
from moedeapp.ui.ticks import Tick
from moedeapp.ui.unfold import Unfold


class Folded(Unfold):
    """The same, put away until somebody asks for it."""

    def __init__(self, desk: Desk) -> None:
        self.sheets = OnPaper(desk)
        super().__init__(_("Ballots on paper"), self.sheets)

    def refresh(self) -> None:
        """Follow the vote in hand."""
        self.sheets.refresh()


def on_paper(desk: Desk) -> list[Folded]:
    """The part of a panel that prints for the vote in hand; none where nothing can be printed."""
    return [Folded(desk)] if desk.prints else []


class OnPaper(QWidget):
    """What can be printed for a vote that is prepared or open."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._about = label(look="quiet", wrap=True)
        self.large = Tick(_("Large print"), _("Ballots in large print"))
        self.numbered = button(_("Ballots with numbers"), self._print_numbered)
        self.named = button(_("Ballots with names"), self._print_named)
        self.numbers = button(_("Number sheet for the tables"), self._print_numbers)
        column(
            self._about, self.large, self.numbered, self.named, self.numbers,
            gap=8, into=QVBoxLayout(self),
        )  # fmt: skip

    def refresh(self) -> None:
        """Offer names once the numbers are drawn."""
        vote = self._vote()
        drawn = vote is not None and vote.state is not RoundState.PREPARED
        self.named.setVisible(drawn)
        self._about.setText(
            _("People write the code of their slip on the ballot. Names come in two orders.")
            if drawn
            else _(
                "People write the code of their slip on the ballot. Names can be printed once the "
                "vote is open, because the numbers are drawn then."
            )
        )

    def _vote(self) -> Round | None:
        return round_in_hand(self._desk.state, self._desk.question_key)

    # --- acting

    def _print_numbered(self) -> None:
        self._ask(_("ballots with numbers"), lambda path: self.ballots_into(path, named=False))

    def _print_named(self) -> None:
        self._ask(_("ballots with names"), lambda path: self.ballots_into(path, named=True))

    def _print_numbers(self) -> None:
        self._ask(_("number sheet"), self.numbers_into)

    def _ask(self, what: str, act: Callable[[Path], None]) -> None:
        if path := printing.choose(self, self._desk, _("Save sheets to print"), what):
            act(path)

    def ballots_into(self, path: Path, *, named: bool) -> None:
        """Write ballots to a new file."""
        state, vote, large = self._desk.state, self._vote(), self.large.isChecked()

        def note() -> None:
            if named and vote is not None:
                self._desk.do(rounds.print_names(vote.id))

        self._save(path, lambda prints: prints.ballots(state, vote, named=named, large=large), note)

    def numbers_into(self, path: Path) -> None:
        """Write the number sheet to a new file."""
        state, vote = self._desk.state, self._vote()
        self._save(path, lambda prints: prints.numbers(state, vote))

    def _save(
        self,
        path: Path,
        make: Callable[[Prints], bytes],
        then: Callable[[], object] = lambda: None,
    ) -> None:
        printing.save(self._desk, path, make, then)
