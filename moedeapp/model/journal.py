"""The journal: append-only, each entry chained to the one before by its hash.

An entry's hash is SHA-256 over the previous hash (32 bytes, zeroes for the first) and the UTF-8
text ``[seq,at,act,payload]`` as JSON without spaces, payload keys sorted. Words of citizens stand
in it only as salted commitments, so masking them leaves the chain whole.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from json import dumps, loads
from typing import Any, Final

from moedeapp.model.errors import JournalBroken

START: Final = bytes(32)


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as the journal keeps it; `act` is the command's name."""

    seq: int
    at: str
    act: str
    payload: str
    prev: bytes
    hash: bytes

    @property
    def facts(self) -> dict[str, Any]:
        """The payload's values."""
        found: dict[str, Any] = loads(self.payload)
        return found


def _hash(prev: bytes, seq: int, at: str, act: str, payload: str) -> bytes:
    head = dumps([seq, at, act], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(prev + f"{head[:-1]},{payload}]".encode()).digest()


def following(prev: Entry | None, at: str, act: str, facts: dict[str, Any]) -> Entry:
    """The entry that comes after `prev`."""
    seq, before = (prev.seq + 1, prev.hash) if prev else (1, START)
    payload = dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Entry(seq, at, act, payload, before, _hash(before, seq, at, act, payload))


def verify(entries: Iterable[Entry]) -> bytes:
    """The head of a whole chain; raises JournalBroken at the first entry that does not fit."""
    head = START
    for expected, entry in enumerate(entries, 1):
        if entry.seq != expected:
            raise JournalBroken(expected, "missing")
        if entry.prev != head:
            raise JournalBroken(expected, "not_chained")
        if entry.hash != _hash(entry.prev, entry.seq, entry.at, entry.act, entry.payload):
            raise JournalBroken(expected, "altered")
        head = entry.hash
    return head
