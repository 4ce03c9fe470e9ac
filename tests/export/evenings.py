"""Meetings for the tests of what leaves the house, built straight from the facts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

from pyrsistent import pmap

from moedeapp.export.blocks import Minutes
from moedeapp.export.minutes import minutes
from moedeapp.model import journal
from moedeapp.model.journal import Entry
from moedeapp.model.meeting import (
    Channel,
    Colour,
    Counter,
    Facts,
    Heads,
    Idea,
    IdeaState,
    Meeting,
    MeetingType,
    NextStep,
    Note,
    NoteKind,
    Organisation,
    Phase,
    Proposal,
    Question,
    Reason,
    Rejected,
    Rejection,
    Result,
    Round,
    RoundState,
    Stage,
    Step,
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
        rounds=rows(vote(RoundState.CLOSED)),
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
        rejected=rows(Rejected("r1.unreadable", "r1", Rejection.UNREADABLE, 3)),
        next_steps=rows(
            NextStep("x1", 1, "Tegn en rampe", "p1", "Park og Vej", "2026-12-15", "Alle kan bade"),
            NextStep("x2", 2, "Undersøg saunaen", "p2"),
        ),
    )


def vote(state: RoundState, **values: Any) -> Round:
    """The vote of the evening."""
    usual = {
        "handed_out": 60,
        "cast": 52,
        "opened_at": "2026-11-23T20:10:00+01:00",
        "closed_at": "2026-11-23T20:18:00+01:00",
        "blank": 2,
        "unused": 16,
    }
    return Round("r1", "q1", 1, state, 3, 2, **(usual | values))


def while_open() -> Meeting:
    """The same evening ten minutes earlier, with results that must not be looked at."""
    now = vote(RoundState.OPEN, closed_at="", blank=0, unused=0)
    return replace(whole_evening(), rounds=rows(now))


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
