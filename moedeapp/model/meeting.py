"""The facts of a meeting, as frozen values.

Glossary, one word per thing:

facilitator  the person at the laptop who runs the meeting
meeting      one evening with one or more questions
question     what the hall is asked; it has its own ideas, themes and rounds
phase        a step of the evening, from frames to next steps
idea         what one citizen said, word for word and for ever
theme        ideas that belong together on the board
merged       an idea or theme that counts as part of another, kept whole
proposal     a frozen copy of a theme or an idea that stands on a ballot
round        one vote on the proposals of one question
slip         paper with a code; lets one person hand in one ballot per round, and is no person
ballot       what one person says in one round: dots, or steps of agreement
dot          one mark of support on a proposal
seal         the end of a round: results made, every link from slip to ballot destroyed
stub         a dot code on the public list: one ballot's dots on one proposal
note         minutes, a reservation or a minority statement, per phase
rung         how phones reach the meeting, from each on the hall's network down to paper alone
journal      the append-only, hash-chained record of what happened

Times are ISO 8601 texts with zone; dates ``YYYY-MM-DD``; clock times ``HH:MM``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias, TypeVar

from pyrsistent import PMap, pmap


class Phase(StrEnum):
    """The seven phases in their order."""

    FRAMES = "frames"
    WELCOME = "welcome"
    IDEAS = "ideas"
    THEMES = "themes"
    DOTS = "dots"
    RESULT = "result"
    NEXT_STEPS = "next_steps"


class MeetingType(StrEnum):
    """What kind of meeting the citizens were invited to."""

    INFORMATION = "information"
    DIALOGUE = "dialogue"
    CO_CREATION = "co_creation"


class Status(StrEnum):
    """Whether the protocol may still change."""

    DRAFT = "draft"
    FINAL = "final"
    MOVED = "moved"
    """the meeting goes on in another file, on another computer"""


class Role(StrEnum):
    """In what capacity somebody is in the room."""

    CITIZEN = "citizen"
    POLITICIAN = "politician"
    STAFF = "staff"


class Channel(StrEnum):
    """How an idea or a ballot reached the meeting."""

    FACILITATOR = "facilitator"
    PHONE = "phone"
    TABLE = "table"
    PAPER = "paper"
    IMPORT = "import"
    BEFORE = "before"


class IdeaState(StrEnum):
    """Where an idea is on its way to the board."""

    WAITING = "waiting"
    """received, not yet reviewed"""
    READY = "ready"
    """approved, held back until the silent phase ends"""
    SHOWN = "shown"
    HIDDEN = "hidden"
    PARKED = "parked"
    WITHDRAWN = "withdrawn"


class Reason(StrEnum):
    """Why the words of an idea are hidden or masked."""

    PERSON = "person"
    HEALTH = "health"
    ABUSE = "abuse"
    OFF_TOPIC = "off_topic"
    SPAM = "spam"
    MISTAKE = "mistake"


class NoteKind(StrEnum):
    """What a typed note is, and so where the protocol prints it."""

    MINUTES = "minutes"
    RESERVATION = "reservation"
    MINORITY = "minority"


class SlipState(StrEnum):
    """Whether a slip may be used."""

    ISSUED = "issued"
    SPARE = "spare"
    """printed, but not handed out yet"""
    VOID = "void"


class RoundKind(StrEnum):
    """What a ballot of the round says."""

    DOTS = "dots"
    AGREEMENT = "agreement"
    """one of five steps for each proposal, with an objection if there is one"""


class RoundState(StrEnum):
    """The life of a round."""

    PREPARED = "prepared"
    OPEN = "open"
    """phones hand in ballots, and change them"""
    CLOSED = "closed"
    """the box is closed; paper slips and sticker dots are keyed"""
    SEALED = "sealed"
    """counted, and nothing joins a ballot to a slip any more"""
    CANCELLED = "cancelled"


class Agreement(StrEnum):
    """The five steps, from agreement to objection."""

    FULLY = "fully"
    AGREE = "agree"
    LIVE_WITH = "live_with"
    IN_DOUBT = "in_doubt"
    AGAINST = "against"


class ByHand(StrEnum):
    """Where a count comes from that no dot code stands for."""

    PAPER = "paper"
    STICKERS = "stickers"
    CORRECTION = "correction"


class Progress(StrEnum):
    """How it went with a proposal afterwards."""

    WAITING = "waiting"
    UNDER_WAY = "under_way"
    DONE = "done"
    TURNED_DOWN = "turned_down"


class Rejection(StrEnum):
    """Why a paper slip could not be counted."""

    TOO_MANY_DOTS = "too_many_dots"
    OVER_CAP = "over_cap"
    UNREADABLE = "unreadable"
    LATE = "late"


class Colour(StrEnum):
    """The paper of a theme; always told apart by its letter as well."""

    YELLOW = "yellow"
    BLUE = "blue"
    GREEN = "green"
    PEACH = "peach"
    LILAC = "lilac"
    GREY = "grey"


class Rung(StrEnum):
    """How phones reach the meeting; every rung gives the same protocol."""

    HALL = "hall"
    """the hall's network, each with a phone"""
    ROUTER = "router"
    """a router of our own, each with a phone"""
    HOTSPOT = "hotspot"
    """the computer's own hotspot, one phone at each table"""
    PAPER = "paper"
    """no network: storskærm, paper and keyboard"""


FRAMES: Final = ("influence", "fixed", "decides", "answer_by", "type")
"""The five frames that open the phase Ideas; names of fields of `Facts`."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the meeting is, where and by whom; the head of the protocol."""

    id: str
    title: str = ""
    type: MeetingType | None = None
    date: str = ""
    starts: str = ""
    ends: str = ""
    place: str = ""
    address: str = ""
    purpose: str = ""
    influence: str = ""
    fixed: str = ""
    decides: str = ""
    answer_by: str = ""
    unresolved: tuple[str, ...] = ()
    """names of frames set to "Ikke afklaret" on purpose"""
    mandate_title: str = ""
    mandate_date: str = ""
    mandate_link: str = ""
    answer_where: str = ""
    host: str = ""
    facilitator: str = ""
    minute_taker: str = ""
    politicians: tuple[str, ...] = ()
    kle: str = ""
    facet: str = "P35"
    case_number: str = ""
    unit: str = ""
    slip_address: str = ""
    """the address printed on slips, like 192.168.8.2:8080; empty when slips carry none"""
    rehearsal: bool = False
    """a copy to rehearse with (Generalprøve); nothing of it is a record, and that never changes"""


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who holds the meeting; set once and carried from meeting to meeting."""

    id: str = "organisation"
    name: str = ""
    logo: bytes = b""
    contact: str = ""
    deciding_body: str = ""
    deletion_rule: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the evening is now."""

    id: str = "stage"
    phase: Phase = Phase.FRAMES
    silent: bool = False
    listening: bool = False
    status: Status = Status.DRAFT
    version: int = 1
    change_note: str = ""
    ended_at: str = ""
    """when the meeting really ended"""


@dataclass(frozen=True, slots=True)
class Clock:
    """What was done to the clock of one visit to a phase; the time itself is read from the visit.

    It belongs to the visit whose number it has, and says nothing about any other.
    """

    id: str = "clock"
    visit: int = 0
    extra: int = 0
    """seconds given beyond the run sheet"""
    rested: int = 0
    """seconds of pauses that are over"""
    paused_at: str = ""
    """since when it stands still"""


@dataclass(frozen=True, slots=True)
class Counter:
    """The last number given out; never goes back, so no number is used twice."""

    id: str
    last: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """One thing the hall is asked."""

    id: str
    position: int
    words: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table in the room."""

    id: str
    number: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Heads:
    """How many of one role are in the room; the id is the role."""

    id: str
    count: int


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the run sheet (drejebog); times in minutes."""

    id: str
    position: int
    phase: Phase
    title: str
    minutes: int
    how: str = ""
    group: str = ""
    times: int = 1
    """how often the step is run, e.g. three rounds of a World Café"""
    silent: bool = False
    """ideas are written in silence and shown together at its end"""
    listening: bool = False
    """only citizens speak"""


@dataclass(frozen=True, slots=True)
class Visit:
    """The evening entered a phase; the real times of the protocol."""

    id: str
    number: int
    phase: Phase
    entered_at: str


@dataclass(frozen=True, slots=True)
class Connection:
    """From here on phones reached the meeting in this way."""

    id: str
    number: int
    rung: Rung
    at: str


@dataclass(frozen=True, slots=True)
class Note:
    """Words typed for the minutes."""

    id: str
    number: int
    phase: Phase
    kind: NoteKind
    words: str
    at: str


@dataclass(frozen=True, slots=True)
class Idea:
    """What somebody said; `words` never change except by masking."""

    id: str
    number: int
    question: str
    words: str
    salt: str
    """hex; makes the journal's commitment to the words unguessable"""
    channel: Channel
    state: IdeaState
    received_at: str
    role: Role = Role.CITIZEN
    table: int | None = None
    edited: str | None = None
    """the facilitator's wording, a layer above `words`"""
    reason: Reason | None = None
    """why it is hidden or masked"""
    masked: bool = False
    theme: str | None = None
    merged_into: str | None = None
    x: float = 0.0
    y: float = 0.0
    source: str = ""
    """the imported file and line"""

    @property
    def text(self) -> str:
        """What the board shows: the edited words, else the original ones."""
        return self.words if self.edited is None else self.edited


@dataclass(frozen=True, slots=True)
class Theme:
    """An area of the board; told apart by letter and colour."""

    id: str
    question: str
    title: str
    letter: str
    colour: Colour
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Slips printed together. The codes themselves are nowhere but on the paper."""

    id: str
    number: int
    size: int
    salt: str
    """hex; the file keeps codes and secrets only as hashes with it"""
    made_at: str


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip of paper; its id is the hash of its secret. It names no person."""

    id: str
    code: str
    """hash of the code for typing"""
    batch: str
    state: SlipState
    table: int | None = None
    role: Role = Role.CITIZEN


@dataclass(frozen=True, slots=True)
class Round:
    """One vote; the rules freeze when it opens."""

    id: str
    question: str
    number: int
    """0 for a practice vote, which is not one of the meeting's rounds"""
    state: RoundState
    dots: int
    cap: int | None
    """most dots on one proposal; None is no limit"""
    roles: tuple[Role, ...] = (Role.CITIZEN,)
    handed_out: int | None = None
    """slips handed out, if they were counted"""
    cast: int = 0
    """ballots received; the only number that exists before the seal"""
    opened_at: str = ""
    closed_at: str = ""
    blank: int = 0
    unused: int = 0
    """dots the ballots did not use; known when the round is sealed"""
    kind: RoundKind = RoundKind.DOTS
    practice: bool = False
    open_access: bool = False
    """ballots without slips are taken, so double votes cannot be ruled out"""
    two_persons: bool = False
    """every paper slip is keyed by two persons"""
    names_on_paper: bool = False
    """paper ballots with the names of the proposals were printed, beside those by number"""
    places: int = 3
    """places on the list of equal shares"""
    ends_at: str = ""
    sealed_at: str = ""
    contested: int = 0
    """slips that were used in two channels; the first stood"""
    confirmed: int = 0
    """paper slips keyed alike by a second person"""
    paper: int = 0
    """paper slips keyed"""
    stickers: bool = False
    """sticker dots were added, so persons and tables are known as "at least" only"""
    channels: tuple[tuple[str, int], ...] = ()
    """ballots by channel after the seal, "phone+paper" where small numbers were put together"""
    digest: str = ""
    """SHA-256 of everything the seal made, in hex"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A frozen copy of a theme or an idea, as it stands on the ballot."""

    id: str
    round: str
    number: int
    title: str
    theme: str | None
    ideas: tuple[str, ...]
    """ids of every idea it collects, merged ones included"""


@dataclass(frozen=True, slots=True)
class Result:
    """What one proposal got; made by the seal. The id is the proposal's."""

    id: str
    round: str
    dots: int
    persons: int
    support: int | None = None
    """tables that support it, of those that count; None when tables are not told of"""
    tables: int | None = None
    bridge: int | None = None
    """its place among the bridges"""


@dataclass(frozen=True, slots=True)
class Stub:
    """One line of the public list: so many dots on a proposal, under a code nobody else has."""

    id: str
    round: str
    code: str
    proposal: str
    dots: int


@dataclass(frozen=True, slots=True)
class Manual:
    """Dots and persons that no stub stands for; a correction may be below 0."""

    id: str
    round: str
    proposal: str
    source: ByHand
    dots: int
    persons: int
    reason: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """One place on the list of equal shares."""

    id: str
    round: str
    place: int
    proposal: str
    cost: str = ""
    """what each supporter paid at most, as a fraction; empty when dots filled the place"""
    tied: tuple[str, ...] = ()
    """keys of the proposals that were exactly level"""


@dataclass(frozen=True, slots=True)
class Answer:
    """How many took each of the five steps on a proposal. The id is the proposal's."""

    id: str
    round: str
    counts: tuple[int, ...]
    """in the order of `Agreement`"""


@dataclass(frozen=True, slots=True)
class Objection:
    """What somebody had against a proposal, word for word, joined to nobody."""

    id: str
    round: str
    proposal: str
    words: str


@dataclass(frozen=True, slots=True)
class Lot:
    """A draw among proposals that shared a place; the seed lets anybody draw again."""

    id: str
    round: str
    place: int
    seed: str
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided at the meeting where it differs from the list, and why."""

    id: str
    number: int
    round: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Volunteer:
    """Somebody who offered to help; on a list of its own, never printed, joined to no ballot."""

    id: str
    number: int
    name: str
    contact: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What became of a proposal, told later."""

    id: str
    number: int
    proposal: str
    progress: Progress
    date: str
    words: str
    effect: str = ""
    """what is different now"""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Paper slips of a round that could not be counted, by reason."""

    id: str
    round: str
    reason: Rejection
    count: int


@dataclass(frozen=True, slots=True)
class NextStep:
    """What happens with a proposal after the meeting."""

    id: str
    position: int
    action: str
    proposal: str | None = None
    responsible: str = ""
    deadline: str = ""
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One person's dots. Never part of `Meeting`: no reader can add them up."""

    id: str
    round: str
    dots: tuple[tuple[str, int], ...]
    """(proposal id, dots ≥ 1); empty is a blank ballot"""
    channel: Channel = Channel.PAPER
    role: Role = Role.CITIZEN
    table: int | None = None
    steps: tuple[tuple[str, str], ...] = ()
    """(proposal id, `Agreement`), in a round of agreement"""
    objections: tuple[tuple[str, str], ...] = ()
    """(proposal id, words)"""
    keys: tuple[str, ...] = ()
    """of the messages that brought it, so that none counts twice"""
    contested: bool = False
    """somebody tried to use its slip in another channel"""
    confirmed: bool = False

    @property
    def from_device(self) -> bool:
        """Whether a phone or a table's device sent it, and so was given dot codes."""
        return self.channel in (Channel.PHONE, Channel.TABLE)


@dataclass(frozen=True, slots=True)
class OpenStub:
    """A dot code while it still belongs to a ballot. Never part of `Meeting`."""

    id: str
    round: str
    ballot: str
    proposal: str
    code: str


@dataclass(frozen=True, slots=True)
class Stickers:
    """Sticker dots of one table on one proposal, before the seal. Never part of `Meeting`."""

    id: str
    round: str
    table: int
    proposal: str
    dots: int


Row: TypeAlias = (
    Facts | Organisation | Stage | Clock | Counter | Question | Table | Heads | Step | Visit
    | Connection | Note | Idea | Theme | Batch | Slip | Round | Proposal | Result | Stub | Manual
    | Share | Answer | Objection | Lot | Decision | Volunteer | FollowUp | Rejected | NextStep
    | Ballot | OpenStub | Stickers
)  # fmt: skip

Positioned = TypeVar("Positioned", Question, Step, NextStep)
Numbered = TypeVar(
    "Numbered",
    Idea, Table, Visit, Connection, Note, Batch, Round, Proposal, Decision, Volunteer, FollowUp,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meeting:
    """Everything readers may know, as one immutable value; a new one for every change."""

    facts: Facts
    organisation: Organisation = field(default_factory=Organisation)
    stage: Stage = field(default_factory=Stage)
    clock: Clock = field(default_factory=Clock)
    counters: PMap[str, Counter] = field(default_factory=pmap)
    questions: PMap[str, Question] = field(default_factory=pmap)
    tables: PMap[str, Table] = field(default_factory=pmap)
    heads: PMap[str, Heads] = field(default_factory=pmap)
    steps: PMap[str, Step] = field(default_factory=pmap)
    visits: PMap[str, Visit] = field(default_factory=pmap)
    connections: PMap[str, Connection] = field(default_factory=pmap)
    notes: PMap[str, Note] = field(default_factory=pmap)
    ideas: PMap[str, Idea] = field(default_factory=pmap)
    themes: PMap[str, Theme] = field(default_factory=pmap)
    rounds: PMap[str, Round] = field(default_factory=pmap)
    proposals: PMap[str, Proposal] = field(default_factory=pmap)
    batches: PMap[str, Batch] = field(default_factory=pmap)
    slips: PMap[str, Slip] = field(default_factory=pmap)
    results: PMap[str, Result] = field(default_factory=pmap)
    stubs: PMap[str, Stub] = field(default_factory=pmap)
    manual: PMap[str, Manual] = field(default_factory=pmap)
    shares: PMap[str, Share] = field(default_factory=pmap)
    answers: PMap[str, Answer] = field(default_factory=pmap)
    objections: PMap[str, Objection] = field(default_factory=pmap)
    lots: PMap[str, Lot] = field(default_factory=pmap)
    decisions: PMap[str, Decision] = field(default_factory=pmap)
    volunteers: PMap[str, Volunteer] = field(default_factory=pmap)
    follow_ups: PMap[str, FollowUp] = field(default_factory=pmap)
    rejected: PMap[str, Rejected] = field(default_factory=pmap)
    next_steps: PMap[str, NextStep] = field(default_factory=pmap)


def frames_missing(facts: Facts) -> tuple[str, ...]:
    """The frames that are neither filled nor set to unresolved."""
    return tuple(
        name for name in FRAMES if not getattr(facts, name) and name not in facts.unresolved
    )


def ordered(rows: Mapping[str, Positioned]) -> list[Positioned]:
    """Rows by their position."""
    return sorted(rows.values(), key=lambda row: row.position)


def numbered(rows: Mapping[str, Numbered]) -> list[Numbered]:
    """Rows by their number."""
    return sorted(rows.values(), key=lambda row: row.number)
