"""Those who offered to help: a list by itself, never printed and joined to no ballot."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from moedeapp.model.commands import outcome
from moedeapp.model.meeting import Status, Volunteer, numbered
from moedeapp.texts import _, field, ngettext
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Line, labelled
from moedeapp.ui.labels import button, column, label, row
from moedeapp.ui.unfold import Unfold


class Volunteers(QWidget):
    """The list, and a form to write somebody on it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._cards: dict[str, QFrame] = {}
        self._count = label(look="quiet", wrap=True)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(8)
        self.name = Line(field("name"))
        self.contact = Line(_("Phone or e-mail"))
        self.about = Line(field("about"))
        for box in (self.name, self.contact, self.about):
            box.returnPressed.connect(self._sign_up)
        form = QWidget()
        column(
            labelled(field("name"), self.name),
            labelled(_("Phone or e-mail"), self.contact),
            labelled(field("about"), self.about),
            button(_("Write down"), self._sign_up),
            gap=8,
            into=QVBoxLayout(form),
        )
        self.unfold = Unfold(_("Write somebody down"), form)
        self.unfold.unfolded.connect(self.begin)
        column(
            label(_("Would like to help"), "section"),
            label(
                _(
                    "This list is never printed and never exported. It is not joined to ballots "
                    "or ideas."
                ),
                "quiet",
                wrap=True,
            ),
            self._count,
            self._list,
            self.unfold,
            gap=8,
            into=QVBoxLayout(self),
        )

    def begin(self) -> None:
        """Begin with the name."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show who is on the list."""
        held = {row.id: row for row in numbered(self._desk.state.volunteers)}
        for key in [key for key in self._cards if key not in held]:
            gone = self._cards.pop(key)
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for volunteer in held.values():
            if volunteer.id not in self._cards:
                self._cards[volunteer.id] = self._card(volunteer)
                self._list.addWidget(self._cards[volunteer.id])
        self._count.setText(
            ngettext("{n} has signed up.", "{n} have signed up.", len(held)).format(n=len(held))
            if held
            else _("Nobody has signed up yet.")
        )
        self.unfold.setVisible(self._desk.state.stage.status is not Status.FINAL)

    def _card(self, volunteer: Volunteer) -> QFrame:
        card = QFrame()
        card.setProperty("look", "card")
        strike = button(_("Strike off"), lambda: self._ask_to_strike(volunteer), "plain")
        strike.setAccessibleName(_("Strike {name} off").format(name=volunteer.name))
        said = [text for text in (volunteer.contact, volunteer.about) if text]
        head = row(label(volunteer.name, "strong", wrap=True), strike, gap=6)
        head.setStretch(0, 1)
        column(
            head, *(label(text, wrap=True) for text in said), gap=2, into=QVBoxLayout(card)
        ).setContentsMargins(12, 6, 6, 10)
        return card

    def _ask_to_strike(self, volunteer: Volunteer) -> None:
        key = volunteer.id
        self._desk.asked.emit(
            _("{name} is struck off the list and out of the file. That cannot be undone.").format(
                name=volunteer.name
            ),
            _("Yes, strike off"),
            lambda: self._desk.do(outcome.strike_off(key)),
        )

    def _sign_up(self) -> None:
        done = self._desk.do(
            outcome.sign_up(self.name.text(), self.contact.text(), about=self.about.text())
        )
        if done:
            for box in (self.name, self.contact, self.about):
                box.clear()
            self.begin()
