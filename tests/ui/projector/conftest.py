"""Meetings as the hall sees them, and what the hall could read."""

from dataclasses import replace
from typing import Any

from moedeapp.model.meeting import (
    Answer,
    Colour,
    Facts,
    Meeting,
    NextStep,
    Objection,
    Phase,
    Proposal,
    Question,
    Result,
    RoundKind,
    RoundState,
    Share,
    Stage,
    Theme,
)
from moedeapp.ui.projector.layout import pages
from moedeapp.ui.projector.sheets import Show
from moedeapp.ui.projector.show import show
from moedeapp.ui.showing import Join, Seen
from tests.export.evenings import idea, rows, vote

ASKED = "Hvad skal havnen kunne om ti år?"
JOIN = Join("http://192.168.8.2:8080/#K7Q2M4XR", "192.168.8.2:8080", "Havnemøde")
FULL_HD = (1920, 1080)
SIZES = [(1280, 720), (1920, 1080), (1024, 768)]


def meeting(phase: Phase, **rows_of: Any) -> Meeting:
    """An evening in a phase, with one question and what else is given."""
    facts = Facts(
        "m1",
        title="Fremtidens Havn",
        influence="Hvad der bygges på kajen",
        decides="Kommunalbestyrelsen",
        answer_by="Senest den 1. marts 2027",
        answer_where="På gentofte.dk/havnen og i lokalavisen",
        unresolved=("fixed",),
    )
    usual: dict[str, Any] = {"facts": facts, "questions": rows(Question("q1", 1, ASKED))}
    return Meeting(stage=Stage(phase=phase), **(usual | rows_of))


def said(*words: str, **values: Any) -> Any:
    """Ideas with these words, numbered from 1."""
    return rows(*(idea(number, text, **values) for number, text in enumerate(words, 1)))


TITLES = ("Adgang for alle", "Børn og unge", "Havneliv", "Ro og natur")


def in_themes() -> dict[str, Any]:
    """Four themes, one of them with two ideas, and a loose idea."""
    colours = list(Colour)
    themes = [
        Theme(f"t{n}", "q1", title, "ABCD"[n - 1], colours[n]) for n, title in enumerate(TITLES, 1)
    ]
    return {
        "themes": rows(*themes),
        "ideas": rows(
            idea(1, "En rampe ned til vandet", theme="t1"),
            idea(2, "Lys på stien", theme="t1"),
            idea(3, "En sauna"),
        ),
    }


def ballot(round_key: str = "r1", titles: tuple[str, ...] = TITLES) -> Any:
    """Proposals of a round with these titles, by number."""
    return [
        Proposal(f"{round_key}p{n}", round_key, n, title, f"t{n}", ())
        for n, title in enumerate(titles, 1)
    ]


def voting(state: RoundState, **values: Any) -> Meeting:
    """An evening with a vote in a state, and rows that say what nobody may know yet."""
    return meeting(
        Phase.DOTS,
        rounds=rows(vote(state, cast=41, **values)),
        proposals=rows(*ballot()),
        results=rows(
            Result("r1p1", "r1", 7431, 1187, 6, 8, 1),
            Result("r1p2", "r1", 5502, 1187, 4, 8, 2),
            Result("r1p3", "r1", 5502, 1186, 2, 8, 3),
            Result("r1p4", "r1", 3307, 1185, 1, 8, 4),
        ),
        shares=rows(
            Share("s1", "r1", 1, "r1p1", "1/20"),
            Share("s2", "r1", 2, "r1p2", "", ("r1p2", "r1p3")),
        ),
        **in_themes(),
    )


def agreed(state: RoundState = RoundState.SEALED) -> Meeting:
    """An evening with a round of agreement, and what was said against it."""
    return meeting(
        Phase.RESULT,
        rounds=rows(vote(state, kind=RoundKind.AGREEMENT)),
        proposals=rows(*ballot(titles=TITLES[:2])),
        answers=rows(
            Answer("r1p1", "r1", (4012, 3013, 2014, 1015, 1016)),
            Answer("r1p2", "r1", (4022, 3023, 2024, 0, 0)),
        ),
        objections=rows(Objection("o1", "r1", "r1p1", "Det bliver for dyrt")),
    )


def in_phase(now: Meeting, phase: Phase, **stage: Any) -> Meeting:
    """The same evening in another phase."""
    return replace(now, stage=replace(now.stage, phase=phase, **stage))


def revealing(places: int, round_key: str = "r1", **values: Any) -> Seen:
    """So many places revealed."""
    return Seen(revealed={round_key: places}, **values)


def shown(now: Meeting, seen: Seen | None = None) -> Show:
    """What the hall can turn to, with the first question in hand."""
    return show(now, "q1", seen or Seen())


def words(told: Show, size: tuple[int, int] = FULL_HD, text: int = 60) -> list[str]:
    """What each page says."""
    return [page.text() for page in pages(told, *size, text)]


def everything(now: Meeting, seen: Seen | None = None) -> str:
    """Every word of every page."""
    return " ".join(words(shown(now, seen)))


def next_steps(*steps: NextStep) -> Meeting:
    """The end of an evening with these steps."""
    return meeting(Phase.NEXT_STEPS, proposals=rows(*ballot()), next_steps=rows(*steps),
                   rounds=rows(vote(RoundState.SEALED)))  # fmt: skip
