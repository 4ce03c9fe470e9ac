"""The panel for phones, beside any page: open or closed, by which network, and whether it works."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from moedeapp.model.commands import evening
from moedeapp.model.meeting import Rung
from moedeapp.texts import _, field, ngettext, number, rung
from moedeapp.ui import theme
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice, Line, labelled
from moedeapp.ui.joining import QrCode
from moedeapp.ui.labels import announce, at_most, button, column, label, relook, row
from moedeapp.ui.networks import HOTSPOT_MOST, Advice, Standing, advice
from moedeapp.ui.phones import Phones, State, Trial, wrong_codes_in_words
from moedeapp.ui.scrolling import scrolled
from moedeapp.ui.ticks import Tick

_CODE: Final = 132
_WIDEST: Final = 560
"""Pixels of what stands below each other, also where the panel takes the whole page."""


class PhonesPanel(QFrame):
    """Lets phones in, says how it goes, and helps where the network does not."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self.setFixedWidth(theme.PANEL)
        self._desk = desk
        self._phones = desk.phones
        self._state = label(look="strong", wrap=True)
        self._count = label(look="quiet", wrap=True)
        self._code = QrCode(_CODE)
        self._warnings = label(look="warn", wrap=True)
        self.let_in = button(_("Open for phones"), self._let_in, "primary")
        self.keep_out = button(_("Close for phones"), self._keep_out)
        self.trial = TryConnection(desk.phones)
        self.network = Choice(_("Network"))
        self.network.currentIndexChanged.connect(self._choose_network)
        self.rung = Choice(
            _("What kind of network it is"),
            {
                Rung.HALL: _("The hall's own"),
                Rung.ROUTER: _("A router of our own"),
                Rung.HOTSPOT: _("This computer's hotspot"),
            },
        )
        self.rung.currentIndexChanged.connect(self._choose_rung)
        self.wifi = Line(
            _("Name of the Wi-Fi"), desk.phones.name_network, _("is shown on the storskærm")
        )
        words = _("Phones may send ideas")
        self.ideas = Tick(words, words)
        self.ideas.toggled.connect(lambda on: desk.phones.allow(ideas=on))
        words = _("Plainer words, for children")
        self.plainer = Tick(words, words)
        self.plainer.toggled.connect(lambda on: desk.phones.allow(children=on))
        self.printed = Line(
            field("slip_address"),
            lambda text: desk.do(evening.describe(slip_address=text)),
            _("none, such as 192.168.8.2:8080"),
        )
        self._printed_words = label(look="quiet", wrap=True)
        self._lay()
        desk.phones.changed.connect(self._follow)
        self.hide()

    def _lay(self) -> None:
        for box in (self.network, self.rung):
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        words = column(1, self._state, self._count, 1, gap=2)
        top = row(self._code, words, gap=12)
        top.setStretch(1, 1)
        inside = QWidget()
        column(
            top,
            self._warnings,
            self.let_in,
            self.trial,
            self.keep_out,
            _rule(),
            labelled(self.network.accessibleName(), self.network),
            labelled(self.rung.accessibleName(), self.rung),
            labelled(self.wifi.accessibleName(), self.wifi),
            column(self.ideas, self.plainer, gap=0),
            labelled(self.printed.accessibleName(), self.printed, self._printed_words),
            1,
            gap=10,
            into=QVBoxLayout(inside),
        ).setContentsMargins(0, 0, 8, 0)
        holder = QWidget()
        holder.setLayout(at_most(_WIDEST, inside))
        column(
            row(label(_("Phones"), "section"), 1, button(_("Close"), self.hide, "plain")),
            scrolled(holder),
            gap=8,
            into=QVBoxLayout(self),
        ).setContentsMargins(20, 14, 12, 12)

    def begin(self) -> None:
        """Open, at the button that comes next."""
        self._phones.look_at_networks()
        self.refresh()
        self.show()
        first = self.let_in if self._phones.state is State.CLOSED else self.trial.again
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- following

    def _follow(self) -> None:
        if not self.isHidden():
            self.refresh()

    def refresh(self) -> None:
        """Show how things are."""
        phones = self._phones
        state, is_open = phones.state, phones.state is State.OPEN
        self._state.setText(state_in_words(phones))
        relook(self._state, "warn" if state is State.LOST else "strong")
        self._count.setText(count_in_words(phones))
        self._count.setVisible(is_open)
        self._code.follow(phones.status.url if phones.status else "")
        self._code.setAccessibleName(_("QR code for {address}").format(address=phones.address))
        self._code.setVisible(is_open)
        said = warnings(phones)
        self._warnings.setText("\n".join(said))
        self._warnings.setVisible(bool(said))
        self.let_in.setVisible(state is State.CLOSED)
        self.let_in.setEnabled(phones.can_open)
        self.keep_out.setVisible(state is not State.CLOSED)
        self.trial.setVisible(phones.can_open)
        self.trial.refresh()
        self._follow_choices()

    def _follow_choices(self) -> None:
        phones = self._phones
        for box in (self.network, self.rung, self.ideas, self.plainer):
            box.blockSignals(True)
        offered = {"": _best_in_words(phones)}
        for network in phones.networks:
            offered.setdefault(network.name, network.words)  # the best of its addresses
        if phones.chosen.interface and phones.chosen.interface not in offered:
            offered[phones.chosen.interface] = _("{name} · not there now").format(
                name=phones.chosen.interface
            )
        self.network.offer(offered)
        self.network.follow(phones.chosen.interface)
        self.rung.follow(phones.rung)
        self.wifi.follow(phones.chosen.network)
        self.ideas.setChecked(phones.chosen.ideas)
        self.plainer.setChecked(phones.chosen.children)
        for box in (self.network, self.rung, self.ideas, self.plainer):
            box.blockSignals(False)
        printed = self._desk.state.facts.slip_address
        self.printed.follow(printed)
        words, look = printed_in_words(phones, printed)
        self._printed_words.setText(words)
        relook(self._printed_words, look)
        for each in (self.network, self.rung, self.wifi, self.ideas, self.plainer, self.printed):
            each.setEnabled(phones.can_open)

    # --- acting

    def _let_in(self) -> None:
        if self._phones.open():
            self.trial.again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_out(self) -> None:
        phones = self._phones
        if not phones.count:
            phones.close()
            self.let_in.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        words = ngettext(
            "{n} phone follows, and loses the meeting. What was handed in is kept.",
            "{n} phones follow, and lose the meeting. What was handed in is kept.",
            phones.count,
        ).format(n=number(phones.count))
        self._desk.asked.emit(words, _("Yes, close for phones"), phones.close)

    def _choose_network(self) -> None:
        self._phones.choose_network(self.network.chosen())

    def _choose_rung(self) -> None:
        self._phones.choose_rung(Rung(self.rung.chosen()))


class TryConnection(QWidget):
    """“Prøv forbindelsen”: good once a phone has answered, else one piece of advice at a time."""

    def __init__(self, phones: Phones) -> None:
        super().__init__()
        self._phones = phones
        self._at = 0
        self._told: Advice | None = None
        self._followed = False
        """whether the advice was followed, and a phone is waited for"""
        self._verdict = label(wrap=True)
        self._step = label(look="eyebrow", wrap=True)
        self._question = label(look="strong", wrap=True)
        self._act = label(wrap=True)
        self.again = button(_("Try the connection"), self._try)
        self.not_yet = button(_("It does not work"), phones.ask_for_advice, "plain")
        self.no_help = button(_("That did not help"), self._next, "plain")
        self.paper = button(_("Go on by paper"), phones.go_on_by_paper, "primary")
        column(
            self._verdict, self._step, self._question, self._act,
            self.paper, self.again, self.not_yet, self.no_help,
            gap=6, into=QVBoxLayout(self),
        )  # fmt: skip

    @property
    def advice(self) -> Advice | None:
        """What is to be tried now."""
        if self._phones.trial is not Trial.STUCK:
            return None
        told = advice(self._phones.networks)
        return told[min(self._at, len(told) - 1)]

    def _try(self) -> None:
        self._followed = self._phones.trial is Trial.STUCK
        self._phones.try_connection()

    def _next(self) -> None:
        self._at += 1
        self.refresh()
        (self.paper if self.paper.isVisible() else self.again).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def refresh(self) -> None:
        """Show how the trial stands."""
        phones, trial = self._phones, self._phones.trial
        if trial in (Trial.UNTRIED, Trial.GOOD):
            self._at, self._followed = 0, False
        elif trial is Trial.STUCK and self._followed:
            self._at, self._followed = self._at + 1, False
        self._verdict.setText(verdict_in_words(phones))
        self._verdict.setVisible(bool(self._verdict.text()))
        relook(self._verdict, "good" if trial is Trial.GOOD else "")
        told, now = advice(phones.networks), self.advice
        for part in (self._step, self._question, self._act):
            part.setVisible(now is not None)
        last = now is not None and now.key == "paper"
        if now is not None:
            at = told.index(now) + 1
            self._step.setText(_("Advice {n} of {all}").format(n=at, all=len(told)))
            self._step.setVisible(not last)
            self._question.setText(now.question)
            self._act.setText(now.act)
        if now is not None and now != self._told:
            announce(self, f"{now.question} {now.act}")
        self._told = now
        words = _("Try the connection") if trial is Trial.UNTRIED else _("Try again")
        self.again.setText(words)
        self.again.setAccessibleName(words)
        relook(self.again, "primary" if phones.state is State.OPEN and not last else "")
        self.again.setVisible(trial not in (Trial.WAITING, Trial.GOOD))
        self.not_yet.setVisible(trial is Trial.WAITING)
        self.no_help.setVisible(now is not None and not last)
        self.paper.setVisible(last)


# --- in words


def state_in_words(phones: Phones) -> str:
    """Whether phones can come in, and where."""
    if phones.state is State.LOST:
        return _("The network is gone")
    if phones.state is State.CLOSED:
        return _("Phones cannot come in")
    return _("Open at {address}").format(address=phones.address)


def count_in_words(phones: Phones) -> str:
    """How many phones follow."""
    if not phones.count:
        return _("No phone follows yet")
    return ngettext("{n} phone follows", "{n} phones follow", phones.count).format(
        n=number(phones.count)
    )


def warnings(phones: Phones) -> list[str]:
    """What the facilitator should see at once."""
    said = []
    if phones.full and phones.status is not None:
        said.append(
            _("There is no room for more than {n} phones.").format(n=number(phones.status.most))
        )
    if phones.wrong_codes:
        said.append(
            _("{wrong_codes} so far. Somebody mistypes, or guesses.").format(
                wrong_codes=wrong_codes_in_words(phones.wrong_codes)
            )
        )
    if phones.doubted:
        said.append(
            _(
                "A phone has seen another journal than the one in this file. Is an older copy "
                "open? Compare with the words on the phone."
            )
        )
    if phones.rung is Rung.HOTSPOT and phones.count >= HOTSPOT_MOST - 1:
        said.append(
            _("A hotspot carries about {n} phones. Let each table share one.").format(
                n=HOTSPOT_MOST
            )
        )
    vpn = next((n for n in phones.networks if n.is_vpn and n.way_out), None)
    if vpn is not None and phones.state is not State.CLOSED:
        words = _("{name} is a VPN and may hide this computer. Turn it off if phones do not come.")
        said.append(words.format(name=vpn.title or vpn.name))
    if phones.here is not None and phones.here.standing is Standing.LOOPBACK:
        said.append(_("Only this computer can see the page. Choose another network."))
    elif phones.here is not None and phones.here.standing is Standing.PUBLIC:
        said.append(_("This address belongs to the internet, not to a network in the house."))
    return said


def verdict_in_words(phones: Phones) -> str:
    """What is known of the way from a phone to this computer."""
    if phones.trial is Trial.GOOD:
        return "✓  " + _("A phone has answered: {rung}.").format(rung=rung(phones.rung))
    if phones.trial is Trial.WAITING:
        return _(
            "Scan the code with a phone, not with this computer. We wait for it to answer, for a "
            "minute at most."
        )
    if phones.trial is Trial.STUCK:
        return _("No phone has answered.")
    return _("No phone has answered yet.") if phones.state is State.OPEN else ""


def printed_in_words(phones: Phones, printed: str) -> tuple[str, str]:
    """Whether the address on the slips is the one phones find, and its look."""
    if not printed:
        return _("Only with a router of your own, whose address stays the same."), "quiet"
    if phones.status is None:
        return _("It is compared when phones can come in."), "quiet"
    if phones.misprinted:
        words = _("! Phones find the meeting at {address}. Let them scan the storskærm instead.")
        return words.format(address=phones.address), "warn"
    return "✓  " + _("Phones find the meeting there."), "good"


def _best_in_words(phones: Phones) -> str:
    best = next((n for n in phones.networks if n.standing < Standing.VIRTUAL), None)
    if best is None:
        return _("By itself: no network now")
    return _("By itself: {network}").format(network=best.words)


def _rule() -> QFrame:
    line = QFrame()
    line.setProperty("look", "line")
    line.setFixedHeight(1)
    return line
