"""Meetings whose printed things are tried: an ordinary one, and one where every word is long."""

from dataclasses import replace

from moedeapp.model.commands.slips import Printed
from moedeapp.model.meeting import (
    Facts,
    Meeting,
    MeetingType,
    Organisation,
    Phase,
    Proposal,
    Question,
    Role,
    Round,
    RoundState,
    Step,
    Table,
)
from tests.export import evenings
from tests.export.evenings import rows

ADDRESS = "192.168.8.2:8080"
LONG_TITLE = (
    "Borgermøde om udviklingsplanen for fremtidens havneområde og de tilstødende grønne arealer "
    "langs kysten, herunder trafiksikkerhed, klimatilpasning, cykelparkering og naturgenopretning "
    "i kommunen!"
)
LONG_NAME = (
    "Vi vil gerne have flere cykelparkeringspladser ved stationen og bedre belysning på stien "
    "langs vandet, så man tør gå der om aftenen, også når det er mørkt, glat og koldt hele "
    "vinteren, år ud"
)


def hall(tables: int = 3, **facts: object) -> Meeting:
    """An ordinary meeting."""
    usual: dict[str, object] = {
        "title": "Fremtidens Havn", "date": "2026-11-23", "starts": "19:00", "ends": "21:00",
        "place": "Øregård Gymnasium", "influence": "Hvad udvalget arbejder videre med",
        "fixed": "Klapbroen", "decides": "Kommunalbestyrelsen", "answer_by": "Senest 15. januar",
        "type": MeetingType.CO_CREATION,
    }  # fmt: skip
    return Meeting(
        facts=Facts("m1", **(usual | facts)),  # type: ignore[arg-type]
        organisation=Organisation(name="Gentofte Kommune"),
        questions=rows(Question("q1", 1, "Hvad skal havnen kunne om ti år?")),
        tables=rows(*(Table(f"t{n}", n) for n in range(1, tables + 1))),
        steps=rows(
            Step("s1", 1, Phase.WELCOME, "Velkommen", 15, how="Læs rammerne op."),
            Step("s2", 2, Phase.IDEAS, "Alene", 5, times=2),
        ),
    )


def long_hall(*, rehearsal: bool = True) -> Meeting:
    """A meeting where everything is as long as it may be, and which is a rehearsal at that."""
    made = hall(3, title=LONG_TITLE, influence=LONG_NAME, fixed=LONG_NAME, rehearsal=rehearsal)
    label = "Bordet ved vinduet ud mod parkeringspladsen og den gamle færgekajs ventesal"
    return replace(
        made,
        organisation=Organisation(name="Lyngby-Taarbæk Kommunes Center for Borgerinddragelse"),
        questions=rows(Question("q1", 1, LONG_NAME)),
        tables=rows(Table("t1", 1, label), Table("t2", 2), Table("t3", 3)),
        steps=rows(
            *(Step(f"s{n}", n, Phase.IDEAS, LONG_NAME, 15, how=LONG_NAME) for n in range(1, 25))
        ),
    )


def voting(meeting: Meeting, names: list[str], **values: object) -> tuple[Meeting, Round]:
    """The meeting with an open vote about these proposals."""
    vote = replace(evenings.vote(RoundState.OPEN), **values)  # type: ignore[arg-type]
    proposals = [Proposal(f"p{n}", vote.id, n, name, None, ()) for n, name in enumerate(names, 1)]
    return replace(meeting, rounds=rows(vote), proposals=rows(*proposals)), vote


def printed(count: int, *, table: int | None = 7, role: Role = Role.CITIZEN) -> list[Printed]:
    """So many slips; codes and secrets tell them apart."""
    return [
        Printed(n, f"K7QX-{n:04}", f"SECRET0{n:05}", table, role, batch=2)
        for n in range(1, count + 1)
    ]
