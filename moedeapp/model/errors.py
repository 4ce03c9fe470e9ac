"""What can go wrong, as types without sentences; `moedeapp.texts` has the words."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class MoedeError(Exception):
    """Something a person must be told; nothing was changed."""

    def __reduce__(self) -> tuple[Any, ...]:
        """As a process hands it to another: its values are in its attributes."""
        return type(self).__new__, (type(self),), self.__dict__


# --- the file


@dataclass(eq=False)
class FileError(MoedeError):
    """The meeting file cannot be used."""

    path: Path


@dataclass(eq=False)
class FileMissing(FileError):
    """No file there."""


@dataclass(eq=False)
class FileExists(FileError):
    """A new file would overwrite one that is there."""


@dataclass(eq=False)
class NoAccess(FileError):
    """The computer does not let this person read the file."""


@dataclass(eq=False)
class FileEmpty(FileError):
    """The file has no bytes."""


@dataclass(eq=False)
class NotAMeeting(FileError):
    """The file is something else than a meeting."""


@dataclass(eq=False)
class FileDamaged(FileError):
    """The file was a meeting but its pages or rows are broken."""

    detail: str = ""


@dataclass(eq=False)
class HalfWritten(FileError):
    """A change was cut short, and where the file lies it cannot be taken back."""


@dataclass(eq=False)
class NewerFormat(FileError):
    """A later version of the program wrote the file."""

    found: int = 0
    known: int = 0


@dataclass(eq=False)
class AlreadyOpen(FileError):
    """Somebody else has the meeting open."""

    computer: str = ""
    user: str = ""
    since: str = ""
    left: bool = False
    """another computer left its name, and nothing here holds the meeting: it may be taken over"""


@dataclass(eq=False)
class ReadOnly(FileError):
    """The meeting was opened for reading and cannot be changed."""


@dataclass(eq=False)
class CannotWrite(FileError):
    """The disk refused: full, gone or forbidden."""

    detail: str = ""


@dataclass(eq=False)
class FileGone(CannotWrite):
    """The file was renamed, moved or deleted, or its disk taken away, while it was open."""


# --- the meeting


@dataclass(eq=False)
class ClosedInPhase(MoedeError):
    """A command that this phase does not allow."""

    command: str
    phase: str
    open_in: tuple[str, ...]


@dataclass(eq=False)
class FramesMissing(MoedeError):
    """The phase Ideas cannot open before the frames are settled."""

    frames: tuple[str, ...]


@dataclass(eq=False)
class NowListening(MoedeError):
    """In the listening round only citizens speak."""

    role: str


@dataclass(eq=False)
class NowSilent(MoedeError):
    """Not while everybody writes in silence."""


@dataclass(eq=False)
class MeetingFinal(MoedeError):
    """The protocol is final; a new version must be started first."""


@dataclass(eq=False)
class MeetingMoved(MoedeError):
    """The meeting goes on in another file, on another computer."""


@dataclass(eq=False)
class NotBegun(MoedeError):
    """The evening has entered no phase yet, so there is no clock."""


@dataclass(eq=False)
class Rehearsing(MoedeError):
    """Not in a rehearsal: nothing of it is a record."""


@dataclass(eq=False)
class RoundIsOpen(MoedeError):
    """Not while a round is open; above all no count."""

    number: int


@dataclass(eq=False)
class RoundNotOpen(MoedeError):
    """The round is not open."""

    number: int
    state: str


@dataclass(eq=False)
class RoleNotAdmitted(MoedeError):
    """The round does not admit this role."""

    role: str


@dataclass(eq=False)
class BallotInvalid(MoedeError):
    """The ballot breaks the round's rules; `reason` is a `Rejection`."""

    reason: str
    dots: int
    cap: int | None


@dataclass(eq=False)
class BallotDiffers(MoedeError):
    """Two persons keyed the same slip differently."""


@dataclass(eq=False)
class SlipRefused(MoedeError):
    """A slip that cannot be used; `why` is unknown, none, or its `SlipState`."""

    why: str


@dataclass(eq=False)
class NotAllKeyed(MoedeError):
    """The seal waits: so many paper slips lack their second person."""

    missing: int


@dataclass(eq=False)
class Unknown(MoedeError):
    """A key or number that names nothing."""

    kind: str
    key: str


@dataclass(eq=False)
class BadValue(MoedeError):
    """A value that a field cannot hold; `problem` is a word `texts` knows."""

    name: str
    value: str
    problem: str
    limit: int | None = None


@dataclass(eq=False)
class BadCode(MoedeError):
    """A typed slip code that cannot be one; `problem` is length, sign or check."""

    problem: str


@dataclass(eq=False)
class CannotUndo(MoedeError):
    """Somebody else got there first, or there is nothing to undo."""

    command: str = ""
    kind: str = ""
    key: str = ""
    number: int | None = None


@dataclass(eq=False)
class NothingToUndo(MoedeError):
    """The history is empty in that direction."""

    redo: bool = False


@dataclass(eq=False)
class JournalBroken(MoedeError):
    """The chain does not hold from this entry on."""

    seq: int
    problem: str


@dataclass(eq=False)
class JournalLacks(MoedeError):
    """Entries that a damaged file had lost before it was rescued."""

    first: int
    last: int


@dataclass(eq=False)
class WordsAltered(MoedeError):
    """An idea's words are not those the journal vouches for."""

    number: int


@dataclass(eq=False)
class IdeaGone(MoedeError):
    """The journal received an idea that the meeting does not hold, or the other way about."""

    number: int


@dataclass(eq=False)
class CountAltered(MoedeError):
    """A round's stored result is not what its ballots give."""

    number: int


# --- what comes in


@dataclass(eq=False)
class CannotRead(MoedeError):
    """A line of an imported file that makes no sense; nothing was imported.

    `problem` is a word `texts` knows, `line` counts from 1, `values` fill the sentence.
    """

    path: Path
    problem: str
    line: int | None = None
    values: dict[str, str] = field(default_factory=dict)


# --- what goes out


@dataclass(eq=False)
class IdeasLost(MoedeError):
    """An export holds another number of ideas than the meeting received."""

    received: int
    printed: int


class MakerStopped(MoedeError):
    """The process that makes the files ended before they were made."""
