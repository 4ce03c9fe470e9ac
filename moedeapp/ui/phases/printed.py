"""Cards, posters and the whole kit: what is printed before people come."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from moedeapp.texts import _
from moedeapp.ui import printing
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Line, labelled
from moedeapp.ui.labels import button, column, frame, label, row
from moedeapp.ui.prints import Prints
from moedeapp.ui.ticks import Tick


class Printed(QWidget):
    """How people come in, and what is printed about it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.address = Line(_("Address for phones"), hint="192.168.8.2:8080")
        self.network = Line(_("Name of the Wi-Fi"))
        self.password = Line(_("Password of the Wi-Fi"))
        self.wide = Tick(_("On A3"), _("Posters on A3"))
        self.cards = button(_("Save table cards"), self._print_cards, "primary")
        self.posters = button(_("Save posters"), self._print_posters)
        self.kit = button(_("Save the kit"), self._print_kit)
        self._lay()

    def _lay(self) -> None:
        way = row(
            labelled(self.address.accessibleName(), self.address),
            labelled(self.network.accessibleName(), self.network),
            labelled(self.password.accessibleName(), self.password),
            gap=12,
        )
        about = _(
            "This is the address that phones open. Leave it empty when the evening goes "
            "without phones. The password is printed on the cards and kept nowhere."
        )
        coming_in = column(
            label(_("How phones come in"), "section"), way, label(about, "quiet", wrap=True), gap=10
        )
        cards = column(
            label(_("Table cards"), "section"),
            label(
                _("One for each table, two on a page: onto the Wi-Fi, and to the page."),
                "quiet",
                wrap=True,
            ),
            row(self.cards, 1),
            gap=10,
        )
        posters = column(
            label(_("Posters"), "section"),
            label(_("Welcome, the frames, and how to vote."), "quiet", wrap=True),
            row(self.posters, self.wide, 1),
            gap=10,
        )
        kit = column(
            label(_("Kit for the facilitator"), "section"),
            label(
                _(
                    "A checklist for the room, the run sheet, posters, cards, a number sheet and "
                    "paper ballots. Ballot slips are made for themselves."
                ),
                "quiet",
                wrap=True,
            ),
            row(self.kit, 1),
            gap=10,
        )
        cards_of = [
            frame("card", one, (22, 16, 22, 16)) for one in (coming_in, cards, posters, kit)
        ]
        column(*cards_of, 1, gap=12, into=QVBoxLayout(self))

    def follow(self) -> None:
        """Take over how phones come in now, unless somebody typed something else."""
        join = self._desk.showing.join
        if join is not None:
            self.address.follow(join.address)
            self.network.follow(join.network)

    # --- acting

    def _print_cards(self) -> None:
        self._ask(_("Save table cards"), _("table cards"), self.cards_into)

    def _print_posters(self) -> None:
        self._ask(_("Save posters"), _("posters"), self.posters_into)

    def _print_kit(self) -> None:
        self._ask(_("Save the kit"), _("kit"), self.kit_into)

    def _ask(self, title: str, what: str, act: Callable[[Path], None]) -> None:
        if path := printing.choose(self, self._desk, title, what):
            act(path)

    def cards_into(self, path: Path) -> None:
        """Write the table cards to a new file."""
        if not self.address.text().strip():
            self._desk.refused.emit(
                _("Table cards need the address for phones. Write it, and try again.")
            )
            self.address.setFocus()
            return
        state, (address, network, password) = self._desk.state, self._typed()
        self._save(
            path,
            lambda prints: prints.cards(
                state,
                address=prints.typed_address(address),
                network=network,
                password=password,
            ),
        )

    def posters_into(self, path: Path) -> None:
        """Write the posters to a new file."""
        state, (address, network, password) = self._desk.state, self._typed()
        wide = self.wide.isChecked()
        self._save(
            path,
            lambda prints: prints.posters(
                state,
                address=prints.typed_address(address),
                network=network,
                password=password,
                wide=wide,
            ),
        )

    def kit_into(self, path: Path) -> None:
        """Write everything to a new file."""
        state, (address, network, password) = self._desk.state, self._typed()
        self._save(
            path,
            lambda prints: prints.everything(
                state,
                address=prints.typed_address(address),
                network=network,
                password=password,
            ),
        )

    def _typed(self) -> tuple[str, str, str]:
        """Address, network and password as they stand in the boxes."""
        return self.address.text(), self.network.text().strip(), self.password.text()

    def _save(self, path: Path, make: Callable[[Prints], bytes]) -> None:
        printing.save(self._desk, path, make)
