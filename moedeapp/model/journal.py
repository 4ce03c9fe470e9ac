"""The journal: append-only, each entry chained to the one before by its hash.

An entry's hash is SHA-256 over the previous hash (32 bytes, zeroes for the first) and the UTF-8
text ``[seq,at,act,payload]`` as JSON without spaces, payload keys sorted. Words of citizens stand
in it only as salted commitments, so masking them leaves the chain whole.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from json import dumps, loads
from typing import Any, Final

from moedeapp.model.errors import JournalBroken

START: Final = bytes(32)

RESCUE: Final = "rescue"
"""The act of an entry that says which entries a damaged file had lost when it was rescued."""


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


def after_gap(prev: Entry | None, seq: int, at: str, facts: dict[str, Any]) -> Entry:
    """The entry of a rescue: it is chained to the last one there is, over what is lost."""
    before = prev.hash if prev else START
    payload = dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Entry(seq, at, RESCUE, payload, before, _hash(before, seq, at, RESCUE, payload))


def is_sound(entry: Entry) -> bool:
    """Whether an entry is as it was written, wherever in the chain it stands."""
    return entry.hash == _hash(entry.prev, entry.seq, entry.at, entry.act, entry.payload)


def lost(entries: Iterable[Entry]) -> list[tuple[int, int]]:
    """First and last number of every gap that a rescue tells of; what else is missing is not."""
    told: list[tuple[int, int]] = []
    for entry in entries:
        if entry.act == RESCUE:
            try:
                told += [(int(first), int(last)) for first, last in entry.facts["lost"]]
            except (KeyError, TypeError, ValueError) as error:
                raise JournalBroken(entry.seq, "altered") from error
    return told


def verify(entries: Sequence[Entry]) -> bytes:
    """The head of a chain; raises JournalBroken at the first entry that does not fit.

    A gap that a rescue tells of is passed over: what stands on either side of it is checked.
    """
    gaps = dict(lost(entries))
    head, expected = START, 1
    for entry in entries:
        if entry.seq != expected and gaps.get(expected) == entry.seq - 1:
            # A rescue is chained to the last entry there was; what came before others is lost.
            head = head if entry.act == RESCUE else entry.prev
            expected = entry.seq
        if entry.seq != expected:
            raise JournalBroken(expected, "missing")
        if entry.prev != head:
            raise JournalBroken(expected, "not_chained")
        if not is_sound(entry):
            raise JournalBroken(expected, "altered")
        head, expected = entry.hash, expected + 1
    return head
