"""The records in the pages of an SQLite file, read without SQLite, which refuses damaged files.

Every page is read for itself and nothing in it is trusted: a record that cannot be read is left
out, and the others on its page are kept. The format is told at https://www.sqlite.org/fileformat2.html.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

Value = str | int | float | bytes | None

_HEADER: Final = 100
_USUAL_SIZE: Final = 4096
_INTERIOR_INDEX, _INTERIOR_TABLE, _LEAF_INDEX, _LEAF_TABLE = 2, 5, 10, 13
_INTERIOR: Final = (_INTERIOR_INDEX, _INTERIOR_TABLE)
_TABLES: Final = (_INTERIOR_TABLE, _LEAF_TABLE)
_WITH_RECORDS: Final = (_INTERIOR_INDEX, _LEAF_INDEX, _LEAF_TABLE)
_ALL: Final = (*_WITH_RECORDS, _INTERIOR_TABLE)
_NUMBERS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""Bytes of a whole number, by its type in the record."""


class Unreadable(Exception):
    """These bytes are no record."""


_BROKEN: Final = (Unreadable, IndexError, UnicodeDecodeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Record:
    """The values of one row; `rowid` where the table has such numbers."""

    rowid: int | None
    values: tuple[Value, ...]


@dataclass(slots=True)
class Tree:
    """What was read of one table or index, and whether all of it could be."""

    records: list[Record] = field(default_factory=list)
    carved: list[Record] = field(default_factory=list)
    """what looks like records on damaged pages, where nothing says that they are"""
    whole: bool = True


@dataclass(slots=True)
class _Page:
    kind: int
    records: list[Record] = field(default_factory=list)
    below: list[int] = field(default_factory=list)
    """pages that this one leads to"""
    taken: list[tuple[int, int]] = field(default_factory=list)
    """from where to where its cells lie"""
    whole: bool = True


class Pages:
    """The pages of a file, by their number from 1."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._size = _page_size(content)
        self._usable = self._size - (content[20] if len(content) > 20 and content[20] < 32 else 0)
        self._count = -(-len(content) // self._size)
        self._reached: set[int] = set()

    def tree(self, root: int) -> Tree:
        """Everything below a root, as far as it can be followed."""
        found, ahead, of_table = Tree(), [root], self._kind(root) in _TABLES
        # A damaged pointer may lead into another tree, which must not lose its page by that.
        passed: set[int] = set()
        while ahead:
            number = ahead.pop()
            kind = 0 if number in passed else self._kind(number)
            if kind not in _ALL or (kind in _TABLES) != of_table:
                found.whole = False
                continue
            page = self._page(number, kind)
            passed.add(number)
            self._reached.add(number)
            found.records += page.records
            if not page.whole:
                found.whole = False
                found.carved += self._carved(number, page)
            ahead += reversed(page.below)
        return found

    def strays(self) -> Iterator[Tree]:
        """What stands on every page that no tree led to, page by page."""
        for number in range(1, self._count + 1):
            if number in self._reached:
                continue
            # A page may have lost the sign of its kind.
            own = self._kind(number)
            kinds = (own,) if own in _ALL else _WITH_RECORDS
            page = max((self._page(number, kind) for kind in kinds), key=lambda p: len(p.records))
            yield Tree(page.records, [] if page.whole else self._carved(number, page), page.whole)

    def _carved(self, number: int, page: _Page) -> list[Record]:
        """Records at any place of a page that no readable cell of its list covers.

        The sign of the page's kind may be what is damaged, so it is read as every other as well.
        """
        kinds = dict.fromkeys((page.kind, *_WITH_RECORDS))
        return [record for kind in kinds for record in self._carved_as(kind, number, page)]

    # --- one page

    def _bytes(self, number: int) -> bytes:
        start = (number - 1) * self._size
        return self._content[start : start + self._size] if number > 0 else b""

    def _kind(self, number: int) -> int:
        page, at = self._bytes(number), _HEADER if number == 1 else 0
        return page[at] if len(page) > at + 12 else 0

    def _page(self, number: int, kind: int) -> _Page:
        page, found = self._bytes(number), _Page(kind)
        at = _HEADER if number == 1 else 0
        first = at + (12 if kind in _INTERIOR else 8)
        if len(page) < first:
            found.whole = False
            return found
        cells = int.from_bytes(page[at + 3 : at + 5])
        for cell in range(min(cells, len(page) // 2)):
            place = page[first + 2 * cell : first + 2 * cell + 2]
            try:
                self._read_cell(page, int.from_bytes(place), found)
            except _BROKEN:
                found.whole = False
        if kind in _INTERIOR:
            found.below.append(int.from_bytes(page[at + 8 : at + 12]))
        # Bytes that belong to nothing show that a cell is missing from the list.
        used = sum(end - start for start, end in found.taken)
        start = int.from_bytes(page[at + 5 : at + 7]) or 65_536
        free = _free_blocks(page, int.from_bytes(page[at + 1 : at + 3])) + page[at + 7]
        found.whole &= used + free + start == self._usable and len(page) == self._size
        return found

    def _carved_as(self, kind: int, number: int, page: _Page) -> list[Record]:
        content = self._bytes(number)
        found = _Page(kind)
        # Cells that were read as another kind may be no cells.
        ends = dict(page.taken) if kind == page.kind else {}
        at = (_HEADER if number == 1 else 0) + 8
        while at < len(content):
            if at in ends:
                at = max(ends[at], at + 1)
                continue
            try:
                before = len(found.records)
                end = self._read_cell(content, at, found)
                likely = len(found.records) > before and len(found.records[-1].values) > 1
                if not likely:
                    del found.records[before:]
                at = end if likely else at + 1
            except _BROKEN:
                at += 1
        return found.records

    def _read_cell(self, page: bytes, at: int, found: _Page) -> int:
        """Add what a cell holds; gives the place after it."""
        if at < 8 or at >= len(page):
            raise Unreadable
        start, below, records = at, [], []
        if found.kind in _INTERIOR:
            below.append(int.from_bytes(page[at : at + 4]))
            at += 4
        if found.kind == _INTERIOR_TABLE:
            _key, at = _varint(page, at)
        else:
            size, at = _varint(page, at)
            rowid = None
            if found.kind == _LEAF_TABLE:
                rowid, at = _varint(page, at)
            payload, at = self._payload(page, at, size, found.kind)
            records.append(Record(rowid, _values(payload)))
        found.below += below
        found.records += records
        end = max(at, start + 4)
        found.taken.append((start, end))
        return end

    def _payload(self, page: bytes, at: int, size: int, kind: int) -> tuple[bytes, int]:
        usable = self._usable
        if not 0 <= size <= len(self._content):
            raise Unreadable
        most = usable - 35 if kind == _LEAF_TABLE else (usable - 12) * 64 // 255 - 23
        if size <= most:
            here = size
        else:
            least = (usable - 12) * 32 // 255 - 23
            here = least + (size - least) % (usable - 4)
            here = here if here <= most else least
        payload = page[at : at + here]
        if len(payload) < here:
            raise Unreadable
        following = int.from_bytes(page[at + here : at + here + 4]) if size > here else 0
        passed: set[int] = set()
        while len(payload) < size and following and following not in passed:
            passed.add(following)
            more = self._bytes(following)
            payload += more[4:usable]
            following = int.from_bytes(more[:4])
        if len(payload) < size:
            raise Unreadable
        self._reached |= passed
        return payload[:size], at + here + (4 if size > here else 0)


def _free_blocks(page: bytes, at: int) -> int:
    """Bytes of the blocks that were given back, from the first of their chain."""
    total, passed = 0, set[int]()
    while at and at not in passed and at + 4 <= len(page):
        passed.add(at)
        total += int.from_bytes(page[at + 2 : at + 4])
        at = int.from_bytes(page[at : at + 2])
    return total


def _page_size(content: bytes) -> int:
    size = int.from_bytes(content[16:18])
    size = 65_536 if size == 1 else size
    usual = 512 <= size <= 65_536 and size & (size - 1) == 0
    return size if usual else _USUAL_SIZE


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """A whole number of one to nine bytes, and the place after it."""
    value = 0
    for place in range(at, at + 8):
        byte = page[place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + 1
    value = value << 8 | page[at + 8]
    return value - (1 << 64 if value >> 63 else 0), at + 9


def _values(payload: bytes) -> tuple[Value, ...]:
    """The values of a record; raises Unreadable unless it is filled to the last byte."""
    end, at = _varint(payload, 0)
    body = end
    values: list[Value] = []
    while at < end:
        kind, at = _varint(payload, at)
        size = _length(kind)
        part = payload[body : body + size]
        if len(part) < size:
            raise Unreadable
        values.append(_value(kind, part))
        body += size
    if at != end or body != len(payload):
        raise Unreadable
    return tuple(values)


def _length(kind: int) -> int:
    if kind in _NUMBERS:
        return _NUMBERS[kind]
    if kind >= 12:
        return (kind - 12) // 2
    if kind == 7:
        return 8
    if kind in (0, 8, 9):
        return 0
    raise Unreadable


def _value(kind: int, part: bytes) -> Value:
    if kind == 0:
        return None
    if kind in (8, 9):
        return kind - 8
    if kind in _NUMBERS:
        return int.from_bytes(part, signed=True)
    if kind == 7:
        return float(struct.unpack(">d", part)[0])
    return part.decode() if kind % 2 else part
