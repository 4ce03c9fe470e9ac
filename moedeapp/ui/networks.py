"""The networks of this computer, best first for phones, and what to try when none gets through.

Everything here is a function of what `surroundings` was told by the system.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from ipaddress import AddressValueError, IPv4Address
from typing import Final

from moedeapp.model.meeting import Rung
from moedeapp.texts import _


class Wire(StrEnum):
    """What a network goes through, as the system says."""

    WIRELESS = "wireless"
    CABLE = "cable"
    VIRTUAL = "virtual"
    """made by a program: a VPN, or other machines inside this one"""
    LOOPBACK = "loopback"
    UNKNOWN = "unknown"


class Standing(IntEnum):
    """How likely phones get through, best first."""

    REAL = 0
    HOTSPOT = 1
    PUBLIC = 2
    """an address of the whole internet, which a hall's phones rarely reach"""
    VIRTUAL = 3
    UNASSIGNED = 4
    """an address that the computer gave itself, because nobody else did"""
    LOOPBACK = 5


@dataclass(frozen=True, slots=True)
class Network:
    """One IPv4 address of this computer, and the interface that has it."""

    name: str
    """of the interface, as the system has it"""
    address: str
    wire: Wire = Wire.UNKNOWN
    title: str = ""
    """of the interface, as people see it"""
    way_out: bool = False
    """whether the computer would call others from here"""

    @property
    def standing(self) -> Standing:
        """How likely phones get through."""
        try:
            address = IPv4Address(self.address)
        except AddressValueError:
            return Standing.UNASSIGNED
        if address.is_loopback or self.wire is Wire.LOOPBACK:
            return Standing.LOOPBACK
        if address.is_link_local:
            return Standing.UNASSIGNED
        if self._shares:
            return Standing.HOTSPOT
        if self.wire is Wire.VIRTUAL or _is_virtual(self.name) or _is_virtual(self.title):
            return Standing.VIRTUAL
        return Standing.REAL if address.is_private else Standing.PUBLIC

    @property
    def _shares(self) -> bool:
        """Whether this is the computer's own hotspot."""
        if _HOTSPOT_NAMES.match(self.name) or _HOTSPOT_NAMES.match(self.title):
            return True
        return self.address in _HOTSPOT_ADDRESSES or self.address.startswith("10.42.0.")

    @property
    def is_vpn(self) -> bool:
        """Whether it hides the computer from the hall."""
        return self.standing is Standing.VIRTUAL and bool(
            _VPN.search(self.name) or _VPN.search(self.title)
        )

    @property
    def words(self) -> str:
        """Name and address, and a warning when phones hardly get through."""
        name = self.title or self.name
        words = f"{name} · {self.address}"
        doubt = {
            Standing.REAL: "",
            Standing.HOTSPOT: _("hotspot"),
            Standing.PUBLIC: _("on the internet"),
            Standing.VIRTUAL: _("inside the computer, or a VPN"),
            Standing.UNASSIGNED: _("got no address"),
            Standing.LOOPBACK: _("this computer only"),
        }[self.standing]
        return f"{words} ({doubt})" if doubt else words


_HOTSPOT_ADDRESSES: Final = ("192.168.137.1", "192.168.2.1")
"""What Windows and macOS give themselves when they share their connection."""

_HOTSPOT_NAMES: Final = re.compile(r"(?:ap|uap)\d|bridge100$|Local Area Connection\*", re.I)
_VIRTUAL: Final = re.compile(
    r"^(?:docker|br-|veth|virbr|vmnet|vboxnet|vnic|lxc|lxd|podman|cni|flannel|cali|dummy|sit|gre"
    r"|bridge|awdl|llw|anpi|ipsec|gif|stf|vEthernet)|VirtualBox|VMware|Hyper-V|WSL|TAP-Windows",
    re.I,
)
_VPN: Final = re.compile(
    r"^(?:tun|tap|wg|utun|ppp|ipsec|tailscale|ts\d|zt|nordlynx|proton|mullvad|cscotun|gpd)|VPN"
    r"|WireGuard|Tailscale|ZeroTier|AnyConnect|GlobalProtect|Fortinet",
    re.I,
)
_WIRES: Final = (Wire.WIRELESS, Wire.CABLE)


def _is_virtual(name: str) -> bool:
    return bool(_VIRTUAL.search(name) or _VPN.search(name))


def ranked(found: Iterable[Network]) -> list[Network]:
    """The networks, best first."""

    def order(network: Network) -> tuple[Standing, bool, int, str, str]:
        wire = _WIRES.index(network.wire) if network.wire in _WIRES else len(_WIRES)
        return network.standing, not network.way_out, wire, network.name, network.address

    return sorted(found, key=order)


def likely_rung(network: Network, slip_address: str) -> Rung:
    """What kind of network it is, as long as nobody has said."""
    if network.standing is Standing.HOTSPOT:
        return Rung.HOTSPOT
    host = slip_address.partition(":")[0]
    return Rung.ROUTER if host and host == network.address else Rung.HALL


# --- when no phone gets through


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to try; `key` says what it is about."""

    key: str
    question: str
    act: str


def advice(networks: Iterable[Network]) -> list[Advice]:
    """What to try, one after the other, down to paper."""
    return list(_advice(list(networks)))


def _advice(networks: list[Network]) -> Iterator[Advice]:
    yield Advice(
        "same",
        _("Is the phone on the same Wi-Fi as the computer?"),
        _(
            "Turn mobile data off on the phone. If it asks, say yes to staying on a network "
            "without internet."
        ),
    )
    vpn = next((network for network in networks if network.is_vpn), None)
    if vpn is not None:
        yield Advice(
            "vpn",
            _("Does a VPN hide the computer?"),
            _("Turn {name} off until the meeting is over.").format(name=vpn.title or vpn.name),
        )
    yield Advice(
        "firewall",
        _("Has the computer asked whether MødeApp may use the network?"),
        _(
            "Say yes, to public networks as well. On a computer of the municipality the IT "
            "department may have to do it."
        ),
    )
    yield Advice(
        "login",
        _("Does one have to log in to the network in a browser?"),
        _("Such a network mostly keeps phones away from the computer. Choose another."),
    )
    yield Advice(
        "router",
        _("Is it a network for guests?"),
        _(
            "It often hides devices from each other, and that cannot be changed from here. Put "
            "the computer and the phones on a router of your own."
        ),
    )
    yield Advice(
        "hotspot",
        _("No router at hand?"),
        _(
            "Turn on the computer's hotspot, and turn its power saving off. It carries about "
            "eight phones: one at each table."
        ),
    )
    yield Advice(
        "paper",
        _("Then the evening goes on by paper."),
        _(
            "Ideas are said aloud or written on paper and typed here, and the vote is on paper. "
            "The protocol is the same."
        ),
    )


HOTSPOT_MOST: Final = 8
"""Phones that a computer's hotspot carries."""
