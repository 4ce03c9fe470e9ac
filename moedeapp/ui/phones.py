"""Phones let in or kept out: the server that was handed in, and the network it stands on."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from moedeapp.model.commands import network as reaching
from moedeapp.model.document import Document
from moedeapp.model.errors import MoedeError
from moedeapp.model.meeting import Meeting, Phase, RoundState, Rung, Status
from moedeapp.texts import _, ngettext, number
from moedeapp.texts import rung as rung_in_words
from moedeapp.ui.networks import Network, Standing, likely_rung
from moedeapp.ui.projector.results import order
from moedeapp.ui.settings import Settings
from moedeapp.ui.showing import Join, Showing
from moedeapp.ui.surroundings import networks as look_around

USUAL_PORT: Final = 8080
LOOK_SECONDS: Final = 5
"""How often the addresses of the computer are looked at while phones are let in."""

PATIENCE_SECONDS: Final = 60
"""How long a phone has to answer before it is asked what stands in its way."""

_SECOND: Final = 1000


class Told(Protocol):
    """What a server says of itself."""

    @property
    def address(self) -> str:
        """What people type."""

    @property
    def url(self) -> str:
        """What a code holds."""

    @property
    def port(self) -> int:
        """The port it is at."""

    @property
    def phones(self) -> int:
        """Phones that follow."""

    @property
    def elsewhere(self) -> int:
        """Those of them that are not this computer."""

    @property
    def answered(self) -> int:
        """How often a phone that is not this computer has answered."""

    @property
    def most(self) -> int:
        """Phones there is room for."""

    @property
    def full(self) -> bool:
        """Whether somebody was turned away for want of room."""

    @property
    def wrong_codes(self) -> int:
        """How many wrong codes were typed."""

    @property
    def doubts(self) -> int:
        """How often a phone had seen a journal that this one does not go on from."""


class Line(Protocol):
    """A server for one meeting at one address."""

    def start(self) -> Told | None:
        """Let phones in; None when there is no port to be had."""

    def stop(self) -> None:
        """Keep them out, within three seconds."""

    def look_again(self) -> None:
        """Say that the hall may see something else now."""

    def allow(self, ideas: bool, children: bool) -> None:
        """Let phones do other things from now on."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a server is to do, and whom it asks."""

    host: str
    port: int
    ideas: bool
    children: bool
    hall_sees: Callable[[str], bool]
    """whether the hall sees the whole result of a round, by its key; asked from any thread"""
    is_own: Callable[[], frozenset[str]]
    """the addresses of this computer; asked from any thread"""
    on_change: Callable[[Told], None]
    """called from any thread"""


Serve = Callable[[Document, Wanted], Line]
"""Makes a server; it is handed in, because the window knows no web."""


class State(StrEnum):
    """Whether phones can come in."""

    CLOSED = "closed"
    OPEN = "open"
    LOST = "lost"
    """they were let in, and the network is gone; they come back with it"""


class Trial(StrEnum):
    """What is known of the way from a phone to this computer."""

    UNTRIED = "untried"
    WAITING = "waiting"
    """for a phone to answer"""
    GOOD = "good"
    """a phone that is not this computer has answered"""
    STUCK = "stuck"
    """none has answered in time, and advice is read"""


class Phones(QObject):
    """Phones of one meeting in its window.

    `changed` tells that anything here is different. `warned` and `told` carry a sentence for the
    quiet bar.
    """

    changed: Final = Signal()
    warned: Final = Signal(str)
    told: Final = Signal(str)
    _arrived: Final = Signal(object, object)

    def __init__(
        self,
        document: Document,
        settings: Settings,
        showing: Showing,
        serve: Serve | None = None,
        look: Callable[[], Sequence[Network]] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._settings = settings
        self._showing = showing
        self._serve = serve
        self._look = look or look_around
        self._path = str(document.path.absolute())
        self.chosen = settings.phones(self._path)
        """what the facilitator has chosen for this meeting"""
        self.state = State.CLOSED
        self.trial = Trial.UNTRIED
        self.status: Told | None = None
        self.here: Network | None = None
        """the network phones come in by"""
        self.networks: list[Network] = []
        self._line: Line | None = None
        self._mark = object()
        """of the server that is listened to"""
        self._own: frozenset[str] = frozenset()
        self._seen_by_hall: frozenset[str] = frozenset()
        self._answered_before = 0
        self._known_address = ""
        """where phones found the meeting the last time"""
        self._said_full = False
        self._watch = QTimer(self)
        self._watch.setInterval(LOOK_SECONDS * _SECOND)
        self._watch.timeout.connect(self.look_at_networks)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._give_up_waiting)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        showing.changed.connect(self.follow)

    # --- how things are

    @property
    def can_open(self) -> bool:
        """Whether phones can be let in at all."""
        return self._serve is not None and not self._document.readonly

    @property
    def wanted(self) -> bool:
        """Whether they are let in, or would be if the network were there."""
        return self.state is not State.CLOSED

    @property
    def count(self) -> int:
        """How many phones follow."""
        return self.status.phones if self.status else 0

    @property
    def wrong_codes(self) -> int:
        """How many codes were no slip's since phones were let in."""
        return self.status.wrong_codes if self.status else 0

    @property
    def doubted(self) -> bool:
        """Whether a phone had seen another journal than the one that is open."""
        return self.status is not None and self.status.doubts > 0

    @property
    def full(self) -> bool:
        """Whether somebody was turned away for want of room."""
        return self.status is not None and self.status.full

    @property
    def rung(self) -> Rung:
        """What kind of network phones come in by, as chosen or else as it looks."""
        if self.chosen.rung in tuple(Rung):
            return Rung(self.chosen.rung)
        network = self.here or self._best()
        if network is None:
            return Rung.PAPER
        return likely_rung(network, self._document.state.facts.slip_address)

    @property
    def misprinted(self) -> str:
        """The address on slips that are printed, when phones find nobody there now."""
        printed = self._document.state.facts.slip_address
        if not printed or self.status is None:
            return ""
        whole = printed if ":" in printed else f"{printed}:80"
        host, _colon, port = self.status.address.partition(":")
        return "" if whole == f"{host}:{port or 80}" else printed

    # --- on and off

    def open(self) -> bool:
        """Let phones in; whether they can come."""
        if not self.can_open or self.state is State.OPEN:
            return self.state is State.OPEN
        self.networks = list(self._look())
        network = self._best()
        if network is None:
            self.warned.emit(
                _(
                    "The computer is on no network, so phones cannot come in. Choose a Wi-Fi in "
                    "the computer's settings, or go on by paper."
                )
            )
            return False
        if not self._stand_on(network):
            return False
        self._keep(open=True)
        self._watch.start()
        self._warn_of_slips()
        return True

    def close(self) -> None:
        """Keep phones out from now on."""
        if self.state is State.CLOSED:
            return
        self._leave()
        self.state, self.trial = State.CLOSED, Trial.UNTRIED
        self._watch.stop()
        self._patience.stop()
        self._keep(open=False)
        self._note(Rung.PAPER)
        self._tell()

    def stop(self) -> None:
        """End with the window: keep phones out, and say nothing of it in the meeting."""
        self._watch.stop()
        self._patience.stop()
        self._leave()
        if self.state is not State.CLOSED:
            self.state = State.CLOSED
            self._keep(open=False)

    def _leave(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.stop()
        self.status = self.here = None
        self._said_full = False

    def _stand_on(self, network: Network) -> bool:
        """Serve at an address, at the port phones know if it can be had."""
        assert self._serve is not None
        self._leave()
        self._own = frozenset(each.address for each in self.networks)
        for port in self._ports():
            line = self._serve(self._document, self._wanted(network, port))
            status = line.start()
            if status is not None:
                break
        else:
            self.state = State.CLOSED
            self.warned.emit(
                _(
                    "No way in could be opened at {address}: other programs use them all. Close "
                    "some of them and try again, or go on by paper."
                ).format(address=network.address)
            )
            self._tell()
            return False
        self._line, self.status, self.here = line, status, network
        self._known_address = status.address
        self.state, self.trial = State.OPEN, Trial.UNTRIED
        self._answered_before = 0
        self._keep(port=status.port)
        self._tell()
        return True

    def _ports(self) -> list[int]:
        """Where to try: what is printed, what it was the last time, and what is usual."""
        printed = self._document.state.facts.slip_address.partition(":")[2]
        known = (int(printed or 0), self.chosen.port, USUAL_PORT)
        return [port for port in dict.fromkeys(known) if port]

    def _wanted(self, network: Network, port: int) -> Wanted:
        mark = self._mark = object()

        def on_change(told: Told) -> None:
            with suppress(RuntimeError):  # the window is gone, and the server will be
                self._arrived.emit(mark, told)

        return Wanted(
            network.address,
            port,
            self.chosen.ideas,
            self.chosen.children,
            hall_sees=lambda vote: vote in self._seen_by_hall,
            is_own=lambda: self._own,
            on_change=on_change,
        )

    # --- what the server says

    def _take(self, of: object, told: Told) -> None:
        if self.state is not State.OPEN or of is not self._mark:
            return  # it comes from a server that is gone
        self.status = told
        if told.answered > self._answered_before and self.trial is not Trial.GOOD:
            self._found_good()
        if told.full and not self._said_full:
            self._said_full = True
            self.warned.emit(
                _(
                    "There is room for {n} phones, and somebody was turned away. Let neighbours "
                    "share a phone, or vote on paper."
                ).format(n=told.most)
            )
        self.changed.emit()

    def _found_good(self) -> None:
        waited = self.trial in (Trial.WAITING, Trial.STUCK)
        self.trial = Trial.GOOD
        self._patience.stop()
        self._note(self.rung)
        if waited:
            self.told.emit(_("A phone has answered: {rung}.").format(rung=rung_in_words(self.rung)))

    # --- the network

    def look_at_networks(self) -> None:
        """See whether the address is still ours; follow it, or wait until it is back."""
        self.networks = list(self._look())
        self._own = frozenset(each.address for each in self.networks)
        if self.state is State.CLOSED:
            self.changed.emit()
            return
        before = self.here
        if self.state is State.OPEN and before is not None and self._is_there(before):
            self.changed.emit()
            return
        network = self._best()
        if network is None:
            self._lose()
            return
        known = self._known_address
        if self._stand_on(network):
            self.told.emit(
                _("The network is there again, and phones come back by themselves.")
                if self.address == known
                else _(
                    "The address is new: {address}. The storskærm shows it. Ask everybody to scan "
                    "once more; what was handed in is kept."
                ).format(address=self.address)
            )
            self._warn_of_slips()

    def _is_there(self, before: Network) -> bool:
        return any(
            (each.name, each.address) == (before.name, before.address) for each in self.networks
        )

    def _lose(self) -> None:
        if self.state is State.LOST:
            return
        self._leave()
        self.state, self.trial = State.LOST, Trial.UNTRIED
        self._patience.stop()
        self._note(Rung.PAPER)
        self._tell()
        self.warned.emit(
            _(
                "The network is gone. The evening goes on by paper: {rung}. What was handed in is "
                "kept, and phones come back by themselves when the network does."
            ).format(rung=rung_in_words(Rung.PAPER))
        )

    def _best(self) -> Network | None:
        """The network to use: of the interface that was chosen, else the best for phones."""
        if self.chosen.interface:
            return next((n for n in self.networks if n.name == self.chosen.interface), None)
        return next((n for n in self.networks if n.standing < Standing.VIRTUAL), None)

    # --- choices

    def choose_network(self, name: str) -> None:
        """Use the network of an interface, by its name; empty for the best there is."""
        if name == self.chosen.interface:
            return
        self._keep(interface=name, rung="")
        if self.state is State.CLOSED:
            self.changed.emit()
            return
        self.networks = list(self._look())
        network = self._best()
        if network is None:
            self._lose()
        elif network != self.here and self._stand_on(network):
            self._warn_of_slips()
        self.changed.emit()

    def choose_rung(self, chosen: Rung) -> None:
        """Say what kind of network it is."""
        self._keep(rung=chosen.value)
        if self.trial is Trial.GOOD:
            self._note(chosen)
        self.changed.emit()

    def name_network(self, name: str) -> bool:
        """Say what the Wi-Fi is called."""
        self._keep(network=name.strip())
        self._tell()
        return True

    def allow(self, *, ideas: bool | None = None, children: bool | None = None) -> None:
        """Let phones send ideas or not, and speak plainer words or not."""
        self._keep(
            ideas=self.chosen.ideas if ideas is None else ideas,
            children=self.chosen.children if children is None else children,
        )
        if self._line is not None:
            self._line.allow(self.chosen.ideas, self.chosen.children)
        self.changed.emit()

    def _keep(self, **values: bool | int | str) -> None:
        self.chosen = replace(self.chosen, **values)  # type: ignore[arg-type]
        self._settings.keep_phones(self._path, self.chosen)

    # --- trying

    def try_connection(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait for a phone to answer, and let phones in first if need be."""
        if self.state is State.LOST:
            self.look_at_networks()
        if self.state is not State.OPEN and not self.open():
            return
        assert self.status is not None
        self._answered_before = self.status.answered
        self.trial = Trial.WAITING
        if self.status.elsewhere:
            self._found_good()
        else:
            self._patience.start(int(seconds * _SECOND))
        self.changed.emit()

    def _give_up_waiting(self) -> None:
        if self.trial is Trial.WAITING:
            self.trial = Trial.STUCK
            self.changed.emit()

    def ask_for_advice(self) -> None:
        """Wait no longer."""
        self._patience.stop()
        self._give_up_waiting()

    def go_on_by_paper(self) -> None:
        """Give phones up for now, which the protocol tells."""
        self.close()
        self._note(Rung.PAPER, first=True)

    # --- following the meeting

    @property
    def address(self) -> str:
        """What people type; empty while phones cannot come in."""
        return self.status.address if self.status else ""

    def follow(self) -> None:
        """Look again at what the hall sees; a blank or frozen storskærm shows nothing new."""
        if not (self._showing.blank or self._showing.frozen):
            seen = frozenset(_seen_whole(self._document.state, self._showing))
            if seen != self._seen_by_hall:
                self._seen_by_hall = seen
                if self._line is not None:
                    self._line.look_again()

    def _tell(self) -> None:
        status = self.status
        join = Join(status.url, status.address, self.chosen.network) if status else None
        if join != self._showing.join:
            self._showing.let_in(join)
        self.changed.emit()

    def _warn_of_slips(self) -> None:
        if printed := self.misprinted:
            self.warned.emit(
                _(
                    "The slips say {printed}, but phones find the meeting at {address}. Let them "
                    "scan the storskærm and type the code of their slip."
                ).format(printed=printed, address=self.address)
            )

    def _note(self, reached: Rung, *, first: bool = False) -> None:
        """Let the protocol tell the rung; that it is paper only once it was something else."""
        meeting = self._document.state
        known = reaching.present(meeting)
        if meeting.stage.ended_at or meeting.stage.status is Status.FINAL:
            return
        if known is not reached and (known or first or reached is not Rung.PAPER):
            with suppress(MoedeError):
                self._document.apply(reaching.reach(reached))


def _seen_whole(meeting: Meeting, showing: Showing) -> list[str]:
    """Sealed rounds of which the hall sees every place, or has seen it before the next steps."""
    over = meeting.stage.phase is Phase.NEXT_STEPS
    sealed = [vote for vote in meeting.rounds.values() if vote.state is RoundState.SEALED]
    return [v.id for v in sealed if over or 0 < len(order(meeting, v)) <= showing.revealed(v.id)]


# --- in words


def phones_in_words(count: int) -> str:
    """A count of phones, "12 telefoner"."""
    return ngettext("{n} phone", "{n} phones", count).format(n=number(count))


def wrong_codes_in_words(count: int) -> str:
    """How many codes were no slip's, "3 forkerte koder"."""
    return ngettext("{n} wrong code", "{n} wrong codes", count).format(n=number(count))


def told_of_phones(phones: Phones) -> list[str]:
    """What of phones should be seen at a glance; nothing while they are kept out."""
    if phones.state is State.CLOSED:
        return []
    if phones.state is State.LOST:
        return [_("No network for phones")]
    told = [phones_in_words(phones.count)]
    if phones.full:
        told.append(_("no room for more"))
    if phones.wrong_codes:
        told.append(wrong_codes_in_words(phones.wrong_codes))
    if phones.doubted:
        told.append(_("another journal has been seen"))
    return told
