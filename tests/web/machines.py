"""Two machines, as far as the network can tell: each a network namespace with an address."""

import ctypes
import fcntl
import heapq
import os
import random
import select
import shutil
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

LAPTOP, PHONE = "moede-laptop", "moede-phone"
OURS, THEIRS = "10.77.0.1", "10.77.0.2"
_NEW_NETWORK = 0x40000000
_MAKE_TUN = 0x400454CA
_BARE_PACKETS = 0x0001 | 0x1000
_LARGEST = 2048

needs_root = [
    pytest.mark.root,
    pytest.mark.timeout(240),
    pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("ip") is None,
        reason="needs an administrator, and ip",
    ),
]


def ip(*words: str) -> None:
    """Change the network."""
    subprocess.run(["ip", *words], check=True, capture_output=True)


@contextmanager
def machines() -> Iterator[None]:
    """Both machines, without anything between them."""
    for name in (LAPTOP, PHONE):
        subprocess.run(["ip", "netns", "del", name], capture_output=True)  # an earlier, killed run
        ip("netns", "add", name)
    try:
        yield
    finally:
        for name in (LAPTOP, PHONE):
            ip("netns", "del", name)


@contextmanager
def at(name: str) -> Iterator[None]:
    """Be on one of the machines; threads begun and sockets made meanwhile stay there."""
    libc = ctypes.CDLL(None, use_errno=True)

    def enter(path: str) -> None:
        handle = os.open(path, os.O_RDONLY)
        try:
            assert libc.setns(handle, _NEW_NETWORK) == 0, os.strerror(ctypes.get_errno())
        finally:
            os.close(handle)

    with open("/proc/thread-self/ns/net") as home:
        enter(f"/var/run/netns/{name}")
        try:
            yield
        finally:
            assert libc.setns(home.fileno(), _NEW_NETWORK) == 0


class Air:
    """What carries packets between the machines: late, not all of them, and never in a hurry."""

    def __init__(self, *, delay: float, jitter: float, loss: float, seed: int = 1) -> None:
        self._delay, self._jitter, self._loss = delay, jitter, loss
        self._chance = random.Random(seed)
        self._ends = (_antenna(LAPTOP, OURS, THEIRS), _antenna(PHONE, THEIRS, OURS))
        self._over = threading.Event()
        self._carrier = threading.Thread(target=self._carry, name="air")
        self.carried = self.lost = 0

    def __enter__(self) -> "Air":
        self._carrier.start()
        return self

    def __exit__(self, *_what: object) -> None:
        self._over.set()
        self._carrier.join()
        for end in self._ends:
            os.close(end)

    def _carry(self) -> None:
        here, there = self._ends
        other = {here: there, there: here}
        flying: list[tuple[float, int, int, bytes]] = []
        while not self._over.is_set():
            soonest = flying[0][0] - time.monotonic() if flying else 0.2
            for end in select.select(self._ends, [], [], min(0.2, max(0.0, soonest)))[0]:
                for packet in _waiting(end):
                    if self._chance.random() < self._loss:
                        self.lost += 1
                        continue
                    self.carried += 1
                    late = self._delay + self._chance.uniform(-self._jitter, self._jitter)
                    arrival = (time.monotonic() + late, self.carried, other[end], packet)
                    heapq.heappush(flying, arrival)
            while flying and flying[0][0] <= time.monotonic():
                _, _, end, packet = heapq.heappop(flying)
                os.write(end, packet)


def _antenna(name: str, address: str, peer: str) -> int:
    """One end of the air: whoever holds it reads and writes a machine's packets."""
    with at(name):
        end = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        asked = struct.pack("16sH22s", b"wlan0", _BARE_PACKETS, b"")
        fcntl.ioctl(end, _MAKE_TUN, asked)
    ip("-n", name, "address", "add", address, "peer", peer, "dev", "wlan0")
    for device in ("lo", "wlan0"):
        ip("-n", name, "link", "set", device, "up")
    return end


def _waiting(end: int) -> Iterator[bytes]:
    while True:
        try:
            yield os.read(end, _LARGEST)
        except BlockingIOError:
            return
