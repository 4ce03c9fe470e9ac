"""A hall to test with: networks that come and go, and a server that only says what it is told."""

from dataclasses import dataclass, field, replace
from typing import Any

from moedeapp.model.document import Document
from moedeapp.ui.networks import Network, Wire
from moedeapp.ui.phones import Wanted
from moedeapp.web.server import Status

WIFI = Network("wlan0", "192.168.1.40", Wire.WIRELESS, "Wi-Fi", way_out=True)
MOVED = Network("wlan0", "192.168.1.77", Wire.WIRELESS, "Wi-Fi", way_out=True)
CABLE = Network("eth0", "10.1.2.3", Wire.CABLE)
VPN = Network("tun0", "10.8.0.6", Wire.VIRTUAL)
LOOP = Network("lo", "127.0.0.1", Wire.LOOPBACK)


@dataclass
class FakeLine:
    """A server nobody calls."""

    hall: "Hall"
    wanted: Wanted
    running: bool = False
    told: Status = field(default_factory=Status)
    allowed: list[tuple[bool, bool]] = field(default_factory=list)
    looked: int = 0

    def start(self) -> Status | None:
        port = self.wanted.port
        while port in self.hall.taken:
            port += 1
        if self.hall.refuses or port >= self.wanted.port + 20:
            return None
        self.running = True
        self.told = Status(self.wanted.host, port, most=300)
        return self.told

    def stop(self) -> None:
        self.running = False

    def look_again(self) -> None:
        self.looked += 1

    def allow(self, ideas: bool, children: bool) -> None:
        self.allowed.append((ideas, children))

    def tell(self, **now: Any) -> None:
        """Say that something is different."""
        self.told = replace(self.told, **now)
        self.wanted.on_change(self.told)


@dataclass
class Hall:
    """The networks of the computer, and every server that was begun."""

    networks: list[Network] = field(default_factory=lambda: [WIFI, CABLE, VPN, LOOP])
    taken: set[int] = field(default_factory=set)
    refuses: bool = False
    lines: list[FakeLine] = field(default_factory=list)

    def serve(self, document: Document, wanted: Wanted) -> FakeLine:
        self.lines.append(FakeLine(self, wanted))
        return self.lines[-1]

    def look(self) -> list[Network]:
        return self.networks

    @property
    def line(self) -> FakeLine:
        """The one that runs."""
        (running,) = [line for line in self.lines if line.running]
        return running

    @property
    def is_open(self) -> bool:
        return any(line.running for line in self.lines)
