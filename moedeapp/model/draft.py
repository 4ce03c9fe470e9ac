"""A change in the making: what a command reads, puts, drops and records.

A command is a function whose first argument is a `Draft`. It sees its own earlier puts, so that
one act may do many things, and nothing happens to the meeting before the document commits.
"""

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import wraps
from ipaddress import AddressValueError, IPv4Address
from math import isfinite
from typing import Any, Concatenate, Final, Generic, ParamSpec, Protocol, TypeVar, cast

from moedeapp.model import phases
from moedeapp.model.changes import Change, row_of
from moedeapp.model.errors import BadValue, Unknown
from moedeapp.model.meeting import (
    Ballot,
    Batch,
    Counter,
    Heads,
    Idea,
    Meeting,
    OpenStub,
    Proposal,
    Question,
    Reason,
    Role,
    Round,
    Row,
    Slip,
    Stickers,
    Theme,
)

P = ParamSpec("P")
R = TypeVar("R")

LONGEST: Final = 10_000
"""Most characters of any typed or imported text."""

MOST: Final = 1_000_000
"""More than anything counted in a hall."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where time, keys and chance come from; tests hand in their own."""

    now: Callable[[], datetime]
    new_key: Callable[[], str]
    new_salt: Callable[[], str]


class Secrets(Protocol):
    """The kinds that never enter `Meeting`, as the file has them inside the present act."""

    def ballot(self, key: str) -> Ballot | None:
        """A ballot by its key."""

    def ballots(self, round_key: str) -> list[Ballot]:
        """The ballots of a round, in the order of their keys."""

    def open_stubs(self, round_key: str) -> list[OpenStub]:
        """The dot codes of a round that is not sealed."""

    def stubs_of(self, ballot_key: str) -> list[OpenStub]:
        """The dot codes of one ballot."""

    def is_drawn(self, stub_key: str) -> bool:
        """Whether a dot code is in use in its round."""

    def stickers(self, round_key: str) -> list[Stickers]:
        """The sticker dots of a round that is not sealed."""


@dataclass(frozen=True, slots=True)
class Masking:
    """Why an idea's words go, and what goes with them; wordings as `folded` gives them."""

    idea: str
    reason: Reason
    wordings: frozenset[str]
    themes: frozenset[str]
    """keys of the themes that may bear its words"""
    still_said: frozenset[str]
    """words of other ideas in sight, which themes may go on bearing"""

    def clean(self, row: Row) -> Row:
        """A row, as it is or once was, without the idea's words."""
        if isinstance(row, Idea) and row.id == self.idea:
            return replace(
                row, words="", edited=None, salt="", source="", masked=True, reason=self.reason
            )
        if isinstance(row, Proposal) and self.idea in row.ideas and self._says(row.title):
            return replace(row, title="")
        if isinstance(row, Theme) and row.id in self.themes and self._says(row.title):
            return row if folded(row.title) in self.still_said else replace(row, title=row.letter)
        return row

    def _says(self, title: str) -> bool:
        return folded(title) in self.wordings


@dataclass(slots=True)
class Draft:
    """The changes of one act, in order, against the meeting as it is."""

    meeting: Meeting
    source: Source
    secrets: Secrets
    """what no reader of the meeting may see; for the commands that vote and seal, nobody else"""
    versions_of: Callable[[str], list[Idea]]
    """every version of an idea that the history still holds; for masking"""
    changes: list[Change] = field(default_factory=list)
    traceless: bool = False
    """a practice vote: nothing of it enters journal or history"""
    wipes: bool = False
    """what this act drops must leave the bytes of the file"""
    forgets: bool = False
    """what was done before this act can no longer be taken back"""
    clears: bool = False
    """the copies the program made by itself must go as well"""
    journal: dict[str, Any] | None = None
    masked: list[Masking] = field(default_factory=list)
    """ideas whose words must also leave the history"""
    _latest: dict[tuple[str, str], Row | None] = field(default_factory=dict)

    def now(self) -> str:
        """This moment, with zone, to the second."""
        return self.source.now().isoformat(timespec="seconds")

    def find(self, kind: str, key: str) -> Row | None:
        """A row as this draft leaves it, or None."""
        if (kind, key) in self._latest:
            return self._latest[kind, key]
        return row_of(self.meeting, kind, key)

    def all(self, kind: str) -> list[Row]:
        """Every row of a kind as this draft leaves it; costs the whole kind."""
        rows: dict[str, Row] = dict(getattr(self.meeting, kind))
        for (of_kind, key), row in self._latest.items():
            if of_kind == kind:
                rows.pop(key, None)
                if row is not None:
                    rows[key] = row
        return list(rows.values())

    def put(self, kind: str, row: Row) -> None:
        """Write a row; a row that is already so is no change."""
        self._change(kind, row.id, row)

    def drop(self, kind: str, key: str) -> None:
        """Take a row away."""
        self._change(kind, key, None)

    def _change(self, kind: str, key: str, after: Row | None) -> None:
        before = self.find(kind, key)
        if before != after:
            self.changes.append(Change(kind, key, before, after))
            self._latest[kind, key] = after

    def keep_secret(self, kind: str, row: Row) -> None:
        """Write a row of a kind that never enters the meeting."""
        self.changes.append(Change(kind, row.id, None, row))

    def destroy(self, kind: str, rows: Iterable[Row]) -> None:
        """Take secret rows out of the file, and in the end out of its bytes."""
        self.changes += [Change(kind, row.id, row, None) for row in rows]

    @property
    def destroys(self) -> bool:
        """Whether something must leave the bytes of the file."""
        return bool(self.masked) or self.wipes or self._destroys_ballots

    @property
    def clears_backups(self) -> bool:
        """Whether what is destroyed may stand in the copies the program made by itself."""
        return bool(self.masked) or self.clears

    @property
    def _destroys_ballots(self) -> bool:
        # A ballot that is changed is no end of it: everything goes at the seal.
        return any(c.kind == "ballots" and c.after is None for c in self.changes)

    def record(self, **facts: Any) -> None:
        """What the journal says of this act, in JSON values and without citizens' words."""
        self.journal = facts

    def later(self, minutes: int, than: str = "") -> str:
        """So many minutes after a moment, or after now."""
        start = datetime.fromisoformat(than or self.now())
        return (start + timedelta(minutes=minutes)).isoformat(timespec="seconds")

    def chance(self) -> int:
        """A random number of 64 bits."""
        return int(self.source.new_key(), 16)

    def next_number(self, of: str) -> int:
        """A number that was never given out before."""
        counter = cast(Counter | None, self.find("counters", of)) or Counter(of)
        self.put("counters", Counter(of, counter.last + 1))
        return counter.last + 1

    def known(self, kind: str, key: str) -> Row:
        """A row as this draft leaves it; raises Unknown when there is none."""
        row = self.find(kind, key)
        if row is None:
            raise Unknown(kind, key)
        return row

    def question(self, key: str | None) -> Question:
        """A question; the first one when no key is given."""
        if key is not None:
            return cast(Question, self.known("questions", key))
        questions = cast(list[Question], self.all("questions"))
        if not questions:
            raise Unknown("questions", "")
        return min(questions, key=lambda question: question.position)

    def idea(self, key: str) -> Idea:
        """An idea by its key."""
        return cast(Idea, self.known("ideas", key))

    def lead(self, key: str) -> Idea:
        """The idea that stands for this one on the board; itself when it is not merged."""
        idea = self.idea(key)
        while idea.merged_into is not None:
            idea = self.idea(idea.merged_into)
        return idea

    def theme(self, key: str) -> Theme:
        """A theme by its key."""
        return cast(Theme, self.known("themes", key))

    def heads(self, roles: Iterable[Role]) -> int:
        """How many of these roles were counted in the room; 0 when nobody counted."""
        found = (cast(Heads | None, self.find("heads", role.value)) for role in roles)
        return sum(heads.count for heads in found if heads)

    def find_slip(self, key: str) -> Slip | None:
        """A slip by its key, or None."""
        return cast(Slip | None, self.find("slips", key))

    def slip(self, key: str) -> Slip:
        """A slip by its key."""
        return cast(Slip, self.known("slips", key))

    def batch(self, key: str) -> Batch:
        """A batch of slips by its key."""
        return cast(Batch, self.known("batches", key))

    def round(self, key: str) -> Round:
        """A round by its key."""
        return cast(Round, self.known("rounds", key))

    def proposal(self, key: str) -> Proposal:
        """A proposal by its key."""
        return cast(Proposal, self.known("proposals", key))

    def lasting_proposal(self, key: str) -> Proposal:
        """A proposal that something may rest on, so not one of a practice vote."""
        found = self.proposal(key)
        if self.round(found.round).practice:
            raise Unknown("proposals", key)
        return found

    def proposals(self, round_key: str) -> list[Proposal]:
        """The proposals of a round by number."""
        found = [p for p in cast(list[Proposal], self.all("proposals")) if p.round == round_key]
        return sorted(found, key=lambda proposal: proposal.number)


@dataclass(frozen=True, slots=True)
class Command(Generic[R]):
    """One act on a meeting, ready to be applied; gives what its function returns."""

    name: str
    run: Callable[[Draft], R]
    undoable: bool
    by_citizen: bool = False


def command(
    *, undoable: bool = True, by_citizen: bool = False
) -> Callable[[Callable[Concatenate[Draft, P], R]], Callable[P, Command[R]]]:
    """Make a function of a draft into a maker of commands.

    The command's name is "module.function". A facilitator's act is undoable unless it says
    otherwise; a citizen's never is.
    """

    def decorate(act: Callable[Concatenate[Draft, P], R]) -> Callable[P, Command[R]]:
        name = f"{act.__module__.rpartition('.')[2]}.{act.__name__}"

        @wraps(act)
        def make(*args: P.args, **kwargs: P.kwargs) -> Command[R]:
            def run(draft: Draft) -> R:
                phases.check(draft.meeting, name)
                return act(draft, *args, **kwargs)

            return Command(name, run, undoable and not by_citizen, by_citizen)

        return cast(Callable[P, Command[R]], make)

    return decorate


def commitment(words: str, salt: str) -> str:
    """What the journal keeps of words: SHA-256 of salt and words, in hex."""
    return hashlib.sha256(bytes.fromhex(salt) + words.encode()).hexdigest()


def folded(words: str) -> str:
    """Words as they are compared, whatever their case and the space around them."""
    return words.strip().casefold()


def clean_words(name: str, words: str, limit: int = LONGEST) -> str:
    """Words as they are kept, in NFC and otherwise untouched; BadValue when they cannot be."""
    try:
        words.encode()
    except UnicodeEncodeError as error:
        raise BadValue(name, "", "not_text") from error
    words = unicodedata.normalize("NFC", words)
    if not words.strip():
        raise BadValue(name, words, "empty")
    if len(words) > limit:
        raise BadValue(name, words, "too_long", limit)
    return words


def optional_words(name: str, words: str) -> str:
    """Like `clean_words`, but nothing at all is fine and becomes the empty text."""
    return clean_words(name, words) if words.strip() else ""


def bare_address(text: str) -> str:
    """An address without what a browser adds: ``http://192.168.8.2:8080/`` is 192.168.8.2:8080."""
    return text.strip().removeprefix("http://").rstrip("/")


def is_address(text: str) -> bool:
    """Whether a text is four numbers with full stops, and perhaps a port."""
    host, colon, port = text.partition(":")
    try:
        IPv4Address(host)
    except AddressValueError:
        return False
    return not colon or (port.isascii() and port.isdigit() and 0 < int(port) < 65_536)


def is_date(text: str) -> bool:
    """Whether a text is a day of the calendar, written YYYY-MM-DD and in no other way."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def counted(name: str, value: int, most: int = MOST, least: int = 0) -> int:
    """A number of things; BadValue when nobody can have counted so."""
    if value < least:
        raise BadValue(name, str(value), "too_few", least)
    if value > most:
        raise BadValue(name, str(value), "too_many", most)
    return value


def point(*numbers: float) -> tuple[float, ...]:
    """Numbers on the board, in board units; BadValue when they are nowhere."""
    if not all(map(isfinite, numbers)):
        raise BadValue("position", str(numbers), "not_a_number")
    return tuple(map(float, numbers))


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Names whose values differ, sorted; what the journal says of an edit of fields."""
    return sorted(name for name in after if before.get(name) != after[name])
