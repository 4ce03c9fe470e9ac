"""Meetings for the tests of what leaves the house, built straight from the facts."""

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from pyrsistent import pmap

from moedeapp.export.blocks import Minutes
from moedeapp.export.minutes import minutes
from moedeapp.model import journal
from moedeapp.model.commands import ballots, evening, outcome, rounds, slips, themes
from moedeapp.model.document import Document
from moedeapp.model.draft import Source
from moedeapp.model.journal import Entry
from moedeapp.model.meeting import (
    Agreement,
    ByHand,
    Channel,
    Colour,
    Counter,
    Facts,
    Heads,
    Idea,
    IdeaState,
    Manual,
    Meeting,
    MeetingType,
    NextStep,
    Note,
    NoteKind,
    Organisation,
    Phase,
    Progress,
    Proposal,
    Question,
    Reason,
    Rejected,
    Rejection,
    Result,
    Role,
    Round,
    RoundKind,
    RoundState,
    Stage,
    Step,
    Stub,
    Table,
    Theme,
    Visit,
)

MADE_AT = datetime(2026, 11, 23, 21, 0, tzinfo=timezone(timedelta(hours=1)))
HEAD = bytes(range(32))


def rows(*given: Any) -> Any:
    """Rows by their ids, as a meeting holds them."""
    return pmap({row.id: row for row in given})


def idea(number: int, words: str, **values: Any) -> Idea:
    """An idea that stands on the board."""
    usual = {
        "id": f"i{number}",
        "question": "q1",
        "salt": "5a17",
        "channel": Channel.FACILITATOR,
        "state": IdeaState.SHOWN,
        "received_at": "2026-11-23T19:30:00+01:00",
    }
    return Idea(number=number, words=words, **(usual | values))


def saying(words: Iterable[str]) -> Meeting:
    """A meeting where nothing but this was said."""
    said = [idea(number, text) for number, text in enumerate(words, 1)]
    return Meeting(
        facts=Facts("m1", title="Alt", date="2026-11-23"),
        questions=rows(Question("q1", 1, "Hvad nu?")),
        ideas=rows(*said),
        counters=rows(Counter("ideas", len(said))),
    )


def whole_evening() -> Meeting:
    """A meeting with something in every section of the protocol."""
    return Meeting(
        facts=Facts(
            id="d0c1d",
            title="Fremtidens Havn",
            type=MeetingType.CO_CREATION,
            date="2026-11-23",
            starts="19:00",
            ends="21:00",
            place="Bådehallen",
            address="Vestkajen 2",
            purpose="At høre, hvad havnen skal kunne.",
            influence="Hvad der bygges på kajen",
            decides="Kommunalbestyrelsen",
            answer_by="Senest den 1. marts 2027",
            unresolved=("fixed",),
            mandate_title="Kommissorium for havnen",
            mandate_date="2026-04-28",
            mandate_link="https://kommune.example/kommissorium",
            host="Havneudvalget",
            facilitator="Ditte Mågelund",
            minute_taker="Referent Per",
            politicians=("Asta Klitmark", "Ebbe Havtorn"),
            kle="15.20.24",
            case_number="2026/04417: <ø>",
            unit="Plan & Havn",
        ),
        organisation=Organisation(name="Mågevig Kommune", deciding_body="kommunalbestyrelsen"),
        stage=Stage(phase=Phase.NEXT_STEPS, version=2, change_note="Et navn var stavet forkert."),
        counters=rows(Counter("ideas", 12)),
        questions=rows(Question("q1", 1, "Hvad skal havnen kunne?")),
        tables=rows(Table("1", 1), Table("2", 2)),
        heads=rows(Heads("citizen", 60), Heads("politician", 5)),
        steps=rows(
            Step("s1", 1, Phase.WELCOME, "Velkomst", 10),
            Step("s2", 2, Phase.IDEAS, "Tavs idéfase", 12, how="Skriv alene.", group="1-2-4"),
        ),
        visits=rows(
            Visit("v1", 1, Phase.WELCOME, "2026-11-23T19:02:00+01:00"),
            Visit("v2", 2, Phase.IDEAS, "2026-11-23T19:15:00+01:00"),
        ),
        notes=rows(
            Note("n1", 1, Phase.WELCOME, NoteKind.MINUTES, "Formanden sagde velkommen.", ""),
            Note("n2", 2, Phase.DOTS, NoteKind.RESERVATION, "Bord 1 tager forbehold.", ""),
        ),
        themes=rows(
            Theme("t1", "q1", "Adgang for alle", "A", Colour.BLUE),
            Theme("t2", "q1", "Bænke", "B", Colour.GREEN, merged_into="t1"),
        ),
        ideas=rows(
            idea(1, "En rampe ned til vandet", theme="t1", table=2, channel=Channel.PHONE),
            idea(2, "bænke", theme="t2", edited="Flere bænke"),
            idea(3, "Rampe, tak", merged_into="i1"),
            idea(4, "Hemmeligt om naboen", state=IdeaState.HIDDEN, reason=Reason.ABUSE),
            idea(5, "", masked=True, reason=Reason.PERSON),
            idea(6, "Fortrudt ordlyd", state=IdeaState.WITHDRAWN, channel=Channel.PHONE),
            idea(
                7, "Kom for sent", state=IdeaState.PARKED, received_at="2026-11-23T20:12:00+01:00"
            ),
            idea(8, "Venter på svar", state=IdeaState.WAITING, channel=Channel.PHONE),
            idea(9, "Skrevet hjemmefra", channel=Channel.BEFORE),
            idea(12, "En sauna"),
        ),
        rounds=rows(vote(RoundState.SEALED)),
        proposals=rows(
            Proposal("p1", "r1", 1, "Adgang for alle", "t1", ("i1", "i2", "i3")),
            Proposal("p2", "r1", 2, "En sauna", None, ("i12",)),
            Proposal("p3", "r1", 3, "", None, ("i5",)),
            Proposal("p4", "r1", 4, "Hemmeligt om naboen", None, ("i4",)),
        ),
        results=rows(
            Result("p1", "r1", 31, 19),
            Result("p2", "r1", 12, 9),
            Result("p3", "r1", 12, 7),
            Result("p4", "r1", 0, 0),
        ),
        stubs=rows(
            Stub("r1.K74MQ", "r1", "K74MQ", "p1", 1), Stub("r1.T9XPB", "r1", "T9XPB", "p2", 2)
        ),
        manual=rows(
            Manual("p1.paper", "r1", "p1", ByHand.PAPER, 30, 18),
            Manual("p2.paper", "r1", "p2", ByHand.PAPER, 10, 8),
            Manual("p3.paper", "r1", "p3", ByHand.PAPER, 12, 7),
        ),
        rejected=rows(Rejected("r1.unreadable", "r1", Rejection.UNREADABLE, 3)),
        next_steps=rows(
            NextStep("x1", 1, "Tegn en rampe", "p1", "Park og Vej", "2026-12-15", "Alle kan bade"),
            NextStep("x2", 2, "Undersøg saunaen", "p2"),
        ),
    )


def rehearsing(meeting: Meeting) -> Meeting:
    """The same meeting as a rehearsal."""
    return replace(meeting, facts=replace(meeting.facts, rehearsal=True))


def vote(state: RoundState, **values: Any) -> Round:
    """The vote of the evening."""
    usual = {
        "handed_out": 60,
        "cast": 52,
        "opened_at": "2026-11-23T20:10:00+01:00",
        "closed_at": "2026-11-23T20:18:00+01:00",
        "sealed_at": "2026-11-23T20:24:00+01:00",
        "blank": 2,
        "unused": 16,
    }
    return Round("r1", "q1", 1, state, 3, 2, **(usual | values))


def while_open() -> Meeting:
    """The same evening ten minutes earlier, with results that must not be looked at."""
    now = vote(RoundState.OPEN, closed_at="", sealed_at="", blank=0, unused=0)
    return replace(whole_evening(), rounds=rows(now))


# --- evenings run through the real commands

TITLES = (
    "En rampe ned til vandet for alle",
    "Flere bænke langs kajen",
    "En sauna, der er åben hele året",
    "Legeplads af genbrugte både",
    "Lys på stien mellem havnen og stationen",
    "Cykelparkering ved Bådehallen",
    "Et værksted for unge",
    "Fiskeboder om lørdagen",
    "Et fælleshus med køkken",
    "Træer og læ for vestenvinden",
    "Toiletter, der er åbne om aftenen",
    "En scene til koncerter",
)
OBJECTION = "Det larmer, når man bor lige bagved."
VOLUNTEER = "Frivillige Frida"


@dataclass(frozen=True, slots=True)
class Held:
    """An evening as it left the room, and every secret of it that must stay there."""

    meeting: Meeting
    entries: list[Entry]
    head: bytes
    secrets: tuple[str, ...]

    def protocol(self) -> Minutes:
        """The protocol of the evening."""
        return minutes(
            self.meeting, self.entries, head=self.head, made_at=MADE_AT, software_version="0.1.0"
        )


class Hall:
    """A facilitator, some tables and their slips; the same seed gives the same evening."""

    def __init__(self, path: Path, people: int, tables: int = 8) -> None:
        self.chance = random.Random(7)
        self._now = datetime.fromisoformat("2026-11-23T19:00:00+01:00")
        source = Source(self._tick, self._drawn(8), self._drawn(16))
        self.document = Document.create(path, source=source, words="Hvad skal havnen kunne?")
        self.apply = self.document.apply
        self.apply(evening.describe(title="Fremtidens Havn", date="2026-11-23", starts="19:00"))
        self.apply(evening.set_organisation(name="Mågevig Kommune", deciding_body="byrådet"))
        self.apply(evening.leave_unresolved())
        self.apply(evening.go_to(Phase.IDEAS))
        self.themes = [self.apply(themes.add(title)) for title in TITLES]
        self.printed: list[slips.Printed] = []
        for table in range(1, tables + 1):
            self.printed += self.apply(slips.issue(people // tables + 1, table=table))
        self.spare = self.apply(slips.issue(6, spare=True))
        self.slips = [slips.by_secret(self.document.state, slip.secret) for slip in self.printed]
        self.chance.shuffle(self.slips)
        self.apply(evening.go_to(Phase.DOTS))

    def _tick(self) -> datetime:
        self._now += timedelta(seconds=2)
        return self._now

    def _drawn(self, length: int) -> Any:
        return lambda: self.chance.randbytes(length).hex()

    def open(self, **rules: Any) -> tuple[str, list[str]]:
        """A new round, open, and the keys of its proposals by number."""
        chosen = self.themes[: rules.pop("proposals", len(TITLES))]
        key = self.apply(rounds.prepare(chosen, **rules))
        self.apply(rounds.open(key, minutes=8))
        found = [p for p in self.document.state.proposals.values() if p.round == key]
        return key, [p.id for p in sorted(found, key=lambda p: p.number)]

    def vote(self, proposals: list[str], dots: int = 5) -> ballots.Vote:
        """What somebody may think: the first proposals please more, and few use every dot."""
        said: dict[str, int] = {}
        for _dot in range(self.chance.randint(dots - 2, dots)):
            choice = proposals[min(self.chance.randrange(12), self.chance.randrange(16))]
            said[choice] = min(said.get(choice, 0) + 1, 2)
        return ballots.Vote(said)

    def steps(self, proposals: list[str]) -> ballots.Vote:
        """How far somebody agrees, with an objection now and then."""
        weights = (5, 6, 4, 2, 2)
        steps = {p: self.chance.choices(list(Agreement), weights)[0] for p in proposals}
        against = {p: OBJECTION for p, s in steps.items() if s is Agreement.AGAINST}
        return ballots.Vote(steps=steps, objections=against if self.chance.random() < 0.4 else {})

    def leave(self) -> Held:
        """Close the file and keep what may be exported."""
        document = self.document
        codes = [c for s in (*self.printed, *self.spare) for c in (s.code, s.secret)]
        state = document.state
        hashes = [h for s in state.slips.values() for h in (s.id, s.code)]
        salts = [row.salt for row in state.batches.values()]
        held = Held(state, document.journal(), document.head, (*codes, *hashes, *salts))
        document.close()
        return held


def voted(path: Path, people: int = 64, on_paper: int = 12) -> Held:
    """An evening with everything a vote can have, but sticker dots and open access."""
    hall = Hall(path, people)
    key, proposals = hall.open(dots=5, two_persons=True, places=4)
    phones, paper = hall.slips[: people - on_paper], hall.slips[people - on_paper : people]
    for number, slip in enumerate(phones):
        hall.apply(ballots.cast(key, hall.vote(proposals), slip=slip, key=f"besked-{number}"))
    hall.apply(rounds.extend(key, 2))
    hall.apply(slips.void(phones[0]))
    hall.apply(slips.hand_out_spare(slips.by_secret(hall.document.state, hall.spare[0].secret)))
    hall.apply(rounds.hand_out(key, people + 3))
    hall.apply(rounds.close(key))
    for slip in paper:
        said = hall.vote(proposals)
        hall.apply(ballots.key(key, said, slip=slip))
        hall.apply(ballots.confirm(key, said, slip=slip))
    hall.apply(ballots.key(key, hall.vote(proposals), slip=phones[1]))
    hall.apply(ballots.reject(key, Rejection.UNREADABLE, 2))
    hall.apply(ballots.reject(key, Rejection.LATE, 1))
    hall.apply(rounds.seal(key))
    hall.apply(
        rounds.correct(key, proposals[1], dots=2, persons=1, reason="En seddel lå i kassen.")
    )
    hall.apply(rounds.correct(key, proposals[1], dots=-1, persons=0, reason="Tastet to gange."))
    agreed, chosen = hall.open(kind=RoundKind.AGREEMENT, proposals=3)
    for slip in phones[1:41]:
        hall.apply(ballots.cast(agreed, hall.steps(chosen), slip=slip))
    hall.apply(rounds.close(agreed))
    hall.apply(rounds.seal(agreed))
    hall.apply(evening.go_to(Phase.RESULT))
    hall.apply(outcome.decide(key, "Vi begynder med bænkene.", reason="De kan stå her til maj."))
    hall.apply(outcome.sign_up(VOLUNTEER, "frida@example.dk", about="Plante træer"))
    hall.apply(
        outcome.follow_up(
            proposals[0], Progress.DONE, date="2027-05-02", words="Bygget", effect="Alle kan bade."
        )
    )
    return hall.leave()


def level(path: Path) -> Held:
    """A vote with sticker dots and open access where proposals share a place, and lots drawn."""
    hall = Hall(path, 8)
    key, proposals = hall.open(dots=3, open_access=True, roles=tuple(Role))
    hall.apply(rounds.close(key))
    hall.apply(ballots.add_stickers(key, 1, {proposals[0]: 4, proposals[1]: 4, proposals[2]: 2}))
    for slip in hall.slips[:6]:
        hall.apply(ballots.key(key, ballots.Vote({proposals[3]: 1}), slip=slip))
    hall.apply(rounds.seal(key))
    hall.apply(rounds.draw(key, 2, seed="Måge"))
    return hall.leave()


def under_way(path: Path, state: RoundState) -> Held:
    """An evening that stops in the middle of a vote: open, closed, or practised."""
    hall = Hall(path, 24)
    key, proposals = hall.open(dots=5)
    for slip in hall.slips[:20]:
        hall.apply(ballots.cast(key, hall.vote(proposals), slip=slip))
    if state is RoundState.CLOSED:
        hall.apply(rounds.close(key))
        hall.apply(ballots.key(key, hall.vote(proposals), slip=hall.slips[20]))
    return hall.leave()


def practised(path: Path) -> Held:
    """An evening with nothing but a practice vote that is still open."""
    hall = Hall(path, 8)
    key = hall.apply(rounds.prepare_practice(["Drømmekage", "Brunsviger"]))
    hall.apply(rounds.open(key))
    return hall.leave()


def entries(*acts: tuple[str, dict[str, Any]]) -> list[Entry]:
    """A journal of these acts."""
    chain: list[Entry] = []
    for act, facts in acts:
        prev = chain[-1] if chain else None
        chain.append(journal.following(prev, MADE_AT.isoformat(), act, facts))
    return chain


def protocol(meeting: Meeting, journal_entries: Sequence[Entry] = ()) -> Minutes:
    """The protocol, made the same minute every time."""
    return minutes(meeting, journal_entries, head=HEAD, made_at=MADE_AT, software_version="0.1.0")


def squeezed(text: str) -> str:
    """The text without any white space."""
    return re.sub(r"\s+", "", text)
