"""Damaged files to rescue: an evening with sealed votes, and what can befall its bytes."""

import random
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from moedeapp.model import store
from moedeapp.model.commands import ballots, evening, ideas, rounds
from moedeapp.model.document import Document
from moedeapp.model.errors import MoedeError
from moedeapp.model.journal import Entry
from moedeapp.model.meeting import Channel, Meeting, Phase, RoundState, numbered
from moedeapp.model.rescue import Rescued, rescue
from moedeapp.model.rows import KINDS, to_sql
from moedeapp.model.sealing import KINDS as SEALED
from tests.model.evenings import ticking_source
from tests.model.halls import drawn_vote, hall, open_round

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def evening_file(folder: Path, *, people: int = 30, said: int = 120) -> bytes:
    """A meeting with ideas, two sealed rounds and one that is open, as bytes."""
    chance = random.Random(7)
    filled = hall(folder / "aften.moede", people, source=ticking_source("damage"))
    apply = filled.document.apply
    for slip in filled.slips:
        vote = drawn_vote(chance, filled.proposals)
        apply(ballots.cast(filled.round, vote, slip=slip, key=f"k{slip[:6]}"))
    apply(rounds.close(filled.round))
    apply(rounds.seal(filled.round))
    apply(evening.go_to(Phase.IDEAS))
    for number in range(said):
        words = f"Idé {number}: " + " ".join(chance.choices(_WORDS, k=chance.randint(2, 12)))
        apply(ideas.add(words if number % 40 else words * 90, channel=Channel.PAPER))
    shown = numbered(filled.document.state.ideas)
    for idea in shown[:10]:
        apply(ideas.edit(idea.id, idea.words + " (rettet)"))
    apply(evening.go_to(Phase.DOTS))
    for keep_open in (False, True):
        asked, proposals = open_round(filled.document)
        for slip in filled.slips:
            apply(ballots.cast(asked, drawn_vote(chance, proposals), slip=slip, key=f"k{slip[:6]}"))
        if not keep_open:
            apply(rounds.close(asked))
            apply(rounds.seal(asked))
    filled.document.close()
    return filled.document.path.read_bytes()


_WORDS = "bænke træer lys stier havn torv skole bro cykel gynge scene vand grus læ hegn".split()  # noqa: SIM905


def flipped(whole: bytes, chance: random.Random) -> bytes:
    """One bit the other way."""
    made = bytearray(whole)
    made[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
    return bytes(made)


def misled(whole: bytes, chance: random.Random) -> bytes:
    """One bit the other way where a page says what is on it and where."""
    at = chance.randrange(len(whole) // 4096) * 4096 + chance.randrange(48)
    return whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :]


def cut(whole: bytes, chance: random.Random) -> bytes:
    """Only the beginning."""
    return whole[: chance.randrange(1, len(whole))]


def zeroed(whole: bytes, chance: random.Random) -> bytes:
    """A sector of a worn-out stick."""
    at = chance.randrange(0, len(whole), 512)
    return whole[:at] + bytes(512) + whole[at + 512 :]


def foreign(chance: random.Random) -> bytes:
    """Something that never was a meeting."""
    kind = chance.randrange(5)
    noise = chance.randbytes(chance.randrange(1, 20_000))
    if kind == 0:
        return noise
    if kind == 1:
        return ("Referat fra borgermødet\r\n" * chance.randrange(1, 400)).encode("utf-16")
    if kind == 2:
        made = BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr("mimetype", noise)
        return made.getvalue()
    if kind == 3:
        return b"SQLite format 3\x00" + noise
    return b"%PDF-1.7\n" + noise


def damaged(whole: bytes, count: int, seed: int) -> Iterator[bytes]:
    """So many damaged files: 6 of 11 with a flipped bit, 3 cut, 1 with a dead sector, 1 foreign."""
    chance = random.Random(seed)
    for number in range(count):
        turn = number % 11
        if turn < 3:
            yield misled(whole, chance)
        elif turn < 6:
            yield flipped(whole, chance)
        elif turn < 9:
            yield cut(whole, chance)
        else:
            yield zeroed(whole, chance) if turn == 9 else foreign(chance)


class Truth:
    """The evening as it was, to hold what comes back against."""

    def __init__(self, path: Path, whole: bytes) -> None:
        path.write_bytes(whole)
        self.whole = whole
        with Document.open(path, readonly=True) as document:
            self.meeting, self.entries = document.state, document.journal()
            columns = {
                kind: [row[1] for row in document._db.execute(f"PRAGMA table_info({kind})")]
                for kind in KINDS
            }
        self._places = {
            (kind, key): _place(whole, _body(columns[kind], row))
            for kind in ("ideas", "rounds", "proposals", *SEALED)
            for key, row in getattr(self.meeting, kind).items()
        }
        self._places |= {("journal", str(e.seq)): _place(whole, _entry(e)) for e in self.entries}

    def pages_of_rounds(self) -> list[int]:
        """Numbers, from 0, of the pages that hold sealed rounds or lead to them."""
        kinds = ("rounds", "proposals", *SEALED)
        spans = [span for (kind, _), span in self._places.items() if kind in kinds and span[1]]
        held = {start // 4096 for start, _ in spans}
        leading = {n for n in range(len(self.whole) // 4096) if self.whole[n * 4096] == 2}
        return sorted(held | leading)

    def is_intact(self, kind: str, key: str, content: bytes) -> bool:
        """Whether all bytes of a row are in the damaged content, where they were."""
        start, end = self._places[kind, key]
        return 0 < end <= len(content) and content[start:end] == self.whole[start:end]

    def rows_of(self, meeting: Meeting, asked: str) -> dict[str, object]:
        """All that the seal made of a round."""
        return {
            kind: {key: row for key, row in getattr(meeting, kind).items() if row.round == asked}
            for kind in SEALED
        }


def _body(names: list[str], row: object) -> list[object]:
    return list(to_sql(row))  # type: ignore[arg-type]


def _entry(entry: Entry) -> list[object]:
    return list(astuple(entry))[1:]


def _place(whole: bytes, values: Iterable[object]) -> tuple[int, int]:
    """Where a row's bytes are, with its header; nowhere for one that runs over several pages."""
    pattern = b"".join(
        re.escape(v.encode()) if isinstance(v, str) else re.escape(v) if isinstance(v, bytes)
        else re.escape(_whole_number(v)) if isinstance(v, int)
        else b".{0,8}" if isinstance(v, float) else b""
        for v in values
    )  # fmt: skip
    found = re.search(pattern, whole, re.DOTALL)
    if not found or found.end() - found.start() > 900:
        return 0, 0
    return max(0, found.start() - 48), found.end()


def _whole_number(value: int) -> bytes:
    """A number as SQLite writes it: no byte for 0 and 1, else as few as hold it."""
    if value in (0, 1):
        return b""
    size = next(n for n in (1, 2, 3, 4, 6, 8) if -(1 << 8 * n - 1) <= value < 1 << 8 * n - 1)
    return value.to_bytes(size, signed=True)


def judged(truth: Truth, content: bytes, folder: Path) -> tuple[Rescued | None, list[str]]:
    """What a rescue gave, and every promise it broke: parts that are lost, sums that are wrong."""
    path, new = folder / "ødelagt.moede", folder / "reddet.moede"
    path.write_bytes(content)
    new.unlink(missing_ok=True)
    wrong = _opened(truth, path)
    try:
        given = rescue(path, new, AT)
    except MoedeError as error:
        whole = [k for k in truth._places if truth.is_intact(*k, content)]
        told = [k for k in whole if k[0] in ("ideas", "journal")]
        return None, [*wrong, *([f"{type(error).__name__} with {len(told)} parts"] if told else [])]
    assert path.read_bytes() == content
    with Document.open(new, readonly=True) as document:
        wrong += _compared(truth, content, document.state, document.journal(), given)
        assert document.doubts == ()
    return given, wrong


def _opened(truth: Truth, path: Path) -> list[str]:
    """What the program shows when the damaged file opens all the same."""
    try:
        with Document.open(path) as document:
            if document.doubts:
                return []
            return [
                f"opened with a wrong sum of round {vote.number}"
                for vote in document.state.rounds.values()
                if vote.state is RoundState.SEALED
                and truth.rows_of(document.state, vote.id) != truth.rows_of(truth.meeting, vote.id)
            ]
    except MoedeError:
        return []


def _compared(
    truth: Truth, content: bytes, meeting: Meeting, entries: list[Entry], given: Rescued
) -> list[str]:
    doubtful = {n for loss in given.lost if loss.what == "words" for n in loss.numbers}
    wrong = []
    for key, idea in truth.meeting.ideas.items():
        back = meeting.ideas.get(key)
        if truth.is_intact("ideas", key, content) and (back is None or back.words != idea.words):
            wrong.append(f"idea {idea.number} is intact and not back")
        if back is not None and back.words != idea.words and idea.number not in doubtful:
            wrong.append(f"idea {idea.number} has other words")
    seqs = {entry.seq for entry in entries}
    wrong += [
        f"entry {e.seq} is intact and not back"
        for e in truth.entries
        if truth.is_intact("journal", str(e.seq), content) and e.seq not in seqs
    ]
    for key, vote in truth.meeting.rounds.items():
        back_round = meeting.rounds.get(key)
        expected = truth.rows_of(truth.meeting, key)
        sealed = back_round is not None and back_round.state is RoundState.SEALED
        if sealed and truth.rows_of(meeting, key) != expected:
            wrong.append(f"round {vote.number} has a wrong result")
        parts = [("rounds", key), *((k, row) for k, rows in expected.items() for row in rows)]  # type: ignore[attr-defined]
        parts += [("proposals", p.id) for p in truth.meeting.proposals.values() if p.round == key]
        whole = vote.state is RoundState.SEALED and all(
            truth.is_intact(*part, content) for part in parts
        )
        if whole and not sealed:
            wrong.append(f"round {vote.number} is intact and not back")
    return wrong


def sound(path: Path) -> bool:
    """Whether SQLite finds nothing wrong with a file."""
    db = store.connect(path, readonly=True)
    try:
        return store.integrity(db) == ""
    finally:
        db.close()
