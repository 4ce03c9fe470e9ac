"""Pages: every word on exactly one of them, nothing outside, nothing upon something else."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moedeapp.model.meeting import Colour, NextStep, Objection, Phase, Question, RoundState
from moedeapp.ui.projector.layout import pages
from moedeapp.ui.projector.paint import Squares, Words
from moedeapp.ui.projector.sheets import (
    Code,
    Item,
    Look,
    Pair,
    Paragraph,
    Place,
    Sheet,
    Show,
    Step,
    Steps,
    Turnout,
)
from moedeapp.ui.projector.show import show
from moedeapp.ui.showing import Seen
from tests.export.evenings import rows
from tests.ui.projector.conftest import (
    FULL_HD,
    JOIN,
    SIZES,
    agreed,
    in_phase,
    in_themes,
    meeting,
    next_steps,
    revealing,
    said,
    shown,
    voting,
)

LONG = "Et sted ved vandet, hvor man kan sidde i læ og se på bådene uden at købe noget. "
TEXTS = [40, 60, 80]
SLACK = 2.0


def flow(laid):
    """The words that are not the same on every page, page by page."""
    return [
        "".join(
            mark.said + " " for mark in page.marks if isinstance(mark, Words) and not mark.furniture
        )
        for page in laid
    ]


def outside(laid, width, height):
    return [
        mark
        for page in laid
        for mark in page.marks
        if mark.x < -SLACK
        or mark.y < -SLACK
        or mark.x + mark.width > width + SLACK
        or mark.y + mark.height > height + SLACK
    ]


def upon_each_other(laid):
    found = []
    for page in laid:
        solid = [m for m in page.marks if isinstance(m, Words | Squares) and m.width > 0]
        found += [(one, other) for one, other in combinations(solid, 2) if _meet(one, other)]
    return found


def _meet(one, other):
    return (
        one.x + SLACK < other.x + other.width
        and other.x + SLACK < one.x + one.width
        and one.y + SLACK < other.y + other.height
        and other.y + SLACK < one.y + one.height
    )


def views():
    many = {
        "ideas": said(*(LONG[:80] + str(n) for n in range(40))),
        "long ideas": said(
            *((LONG * 3)[:200] for _ in range(20)), "🎉" * 100, "x" * 200, LONG * 30
        ),
    }
    for name, ideas in many.items():
        yield name, meeting(Phase.IDEAS, ideas=ideas), Seen(JOIN)
    yield "welcome", meeting(Phase.WELCOME), Seen(JOIN)
    yield "no way in", meeting(Phase.WELCOME), Seen()
    yield "silence", in_phase(meeting(Phase.IDEAS), Phase.IDEAS, silent=True), Seen(JOIN)
    yield "themes", meeting(Phase.THEMES, **in_themes()), Seen(JOIN)
    for state in (RoundState.PREPARED, RoundState.OPEN, RoundState.CLOSED, RoundState.SEALED):
        yield state, voting(state), Seen(JOIN)
    result = in_phase(voting(RoundState.SEALED), Phase.RESULT)
    yield "one place", result, revealing(1, join=JOIN)
    yield "result", result, revealing(4, join=JOIN)
    yield "stickers", in_phase(voting(RoundState.SEALED, stickers=True), Phase.RESULT), revealing(4)
    yield "agreement", agreed(), revealing(2, objections=frozenset({"r1"}))
    steps = (NextStep(f"x{n}", n, LONG, "r1p1", "Park og Vej " * 4) for n in range(1, 6))
    yield "next steps", next_steps(*steps), Seen(JOIN)


VIEWS = [pytest.param(now, seen, id=name) for name, now, seen in views()]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(("now", "seen"), VIEWS)
def test_nothing_stands_outside_a_page_or_upon_something_else(now, seen, size, text):
    laid = pages(show(now, "q1", seen), *size, text, "00:00")
    assert outside(laid, *size) == []
    assert upon_each_other(laid) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text", TEXTS)
def test_every_idea_stands_whole_and_once(size, text):
    ideas = said(*(f"{LONG}Nummer{n}." for n in range(60)))
    laid = pages(shown(meeting(Phase.IDEAS, ideas=ideas)), *size, text)
    for n in range(60):
        assert [f"Nummer{n}." in page for page in flow(laid)].count(True) == 1
    whole = "".join(" ".join(flow(laid)).split())
    assert whole.count("".join(LONG.split())) == 60


def test_a_text_longer_than_a_page_goes_on_on_the_next():
    words = " ".join(f"ord{n}" for n in range(900))
    laid = pages(shown(meeting(Phase.IDEAS, ideas=said(words))), *FULL_HD, 60)
    assert len(laid) > 3
    assert " ".join(" ".join(flow(laid)).split()) == f"1 {words}"


def test_an_idea_that_fits_on_a_page_is_not_divided():
    ideas = said(*(LONG * (1 + n % 3) for n in range(30)))
    laid = pages(shown(meeting(Phase.IDEAS, ideas=ideas)), *FULL_HD, 60)
    for page in flow(laid):
        assert page.split()[0].isdigit()


def test_an_objection_is_not_divided_where_a_page_has_room_for_it():
    said = rows(*(Objection(f"o{n}", "r1", "r1p1", f"Nr{n}. {LONG}Slut{n}.") for n in range(12)))
    now = replace(agreed(), objections=said)
    seen = revealing(2, objections=frozenset({"r1"}))
    for text in TEXTS:
        laid = flow(pages(shown(now, seen), *FULL_HD, text))
        assert len(laid) > 2
        for n in range(12):
            (at,) = (at for at, page in enumerate(laid) if f"Nr{n}." in page)
            assert f"Slut{n}." in laid[at]


def test_the_text_is_as_high_as_it_was_chosen_whatever_there_is_to_say():
    few = meeting(Phase.IDEAS, ideas=said("En rampe"))
    many = meeting(Phase.IDEAS, ideas=said(*[LONG * 2] * 200))
    for now in (few, many):
        for text in TEXTS:
            for width, height in SIZES:
                laid = pages(shown(now), width, height, text)
                heights = {
                    mark.pixels
                    for page in laid
                    for mark in page.marks
                    if isinstance(mark, Words) and not mark.furniture
                }
                assert heights == {round(text * height / 1080)}


def test_the_corner_line_is_36_pixels_high_at_1080_lines():
    (page,) = pages(
        shown(in_phase(meeting(Phase.IDEAS), Phase.IDEAS, silent=True), Seen(JOIN)), *FULL_HD, 60
    )
    corner = [m for m in page.marks if isinstance(m, Words) and m.said == JOIN.address]
    assert [m.pixels for m in corner] == [36]


def test_every_page_says_which_of_how_many_it_is():
    laid = pages(shown(meeting(Phase.IDEAS, ideas=said(*[LONG] * 20))), *FULL_HD, 60)
    assert len(laid) > 2
    for at, page in enumerate(laid, 1):
        assert page.text().endswith(f"{at} af {len(laid)}")


def test_a_single_page_says_nothing_about_pages():
    (page,) = pages(shown(meeting(Phase.IDEAS, ideas=said("En rampe"))), *FULL_HD, 60)
    assert "1 af 1" not in page.text()


def test_a_question_of_many_lines_begins_the_text_and_is_said_once():
    question = LONG * 3
    now = meeting(Phase.IDEAS, ideas=said(*[LONG] * 6))
    now = replace(now, questions=rows(Question("q1", 1, question)))
    laid = pages(shown(now), *FULL_HD, 60)
    assert "".join(" ".join(flow(laid)).split()).startswith("".join(question.split()))
    assert all(page.text().startswith("Fremtidens Havn · 6 idéer Idéer") for page in laid)


def test_the_turnout_stands_beside_the_proposals_or_before_them_but_is_never_left_out():
    for size in SIZES:
        for text in TEXTS:
            laid = pages(shown(voting(RoundState.OPEN), Seen(JOIN)), *size, text, "00:00")
            assert "41" in laid[0].text().split()


def test_places_are_found_by_their_page():
    result = in_phase(voting(RoundState.SEALED), Phase.RESULT)
    laid = pages(shown(result, revealing(4)), 1024, 768, 80)
    on = {key: [at for at, page in enumerate(laid) if key in page.keys] for key in
          ("r1p1", "r1p2", "r1p3", "r1p4")}  # fmt: skip
    assert all(len(at) == 1 for at in on.values())
    assert on["r1p1"] < on["r1p4"]


# --- anything at all

WORDS = st.one_of(
    st.sampled_from(
        ["En rampe", LONG, LONG * 3, "x" * 120, "🎉🎉", "Bevægelseshæmmedesorganisation"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf")), max_size=60),
)
MARKS = st.sampled_from(["", "7", "512"])
PARTS = st.floats(0, 1)
BLOCKS = st.one_of(
    st.builds(Paragraph, WORDS, st.sampled_from(list(Look))),
    st.builds(Item, WORDS, MARKS, tail=st.sampled_from(["", "17 idéer"]), below=WORDS),
    st.builds(Item, WORDS, st.just("A"), colour=st.sampled_from(list(Colour))),
    st.builds(Pair, st.sampled_from(["Hvem beslutter", "Svar"]), WORDS),
    st.builds(Step, WORDS, WORDS, WORDS),
    st.builds(Turnout, st.integers(0, 999), st.just("af 300 stemmesedler afgivet"), PARTS),
    st.builds(
        Place, st.just("k"), WORDS, st.just("12"), PARTS,
        st.tuples(st.just("1.234"), st.just("mindst 987"), st.just("11 af 12")), st.booleans(),
    ),
    st.builds(
        Steps, st.just("k"), WORDS, st.just("3"), st.just((120, 7, 0, 3, 44)),
        st.lists(WORDS, max_size=2).map(tuple),
    ),
)  # fmt: skip
SHEETS = st.builds(
    Sheet,
    st.sampled_from(["Temaer", LONG]),
    st.lists(BLOCKS, max_size=7).map(tuple),
    eyebrow=st.sampled_from(["", LONG]),
    fact=st.sampled_from(["", "52 af 60 stemmesedler afgivet"]),
    short=st.just("Kort"),
    aside=st.sampled_from(
        [(), (Code("http://x", "192.168.178.222:8080", "Kom med på telefonen", LONG),),
         (Turnout(3, "af 60 stemmesedler afgivet", 0.1), Paragraph(LONG))]
    ),
    headings=st.just(("Prikker", "Personer", "Borde")),
    note=st.sampled_from(["", "Ingen telefon? Brug sedlen.", LONG]),
    calm=st.booleans(),
    large=st.booleans(),
)  # fmt: skip
SHOWS = st.builds(
    Show,
    st.just("key"),
    st.just("name"),
    st.lists(SHEETS, min_size=1, max_size=2).map(tuple),
    mark=st.sampled_from(["", "Generalprøve"]),
    corner=st.sampled_from([None, Code("http://x/#1", "192.168.8.2:8080", "Kom med", "Havnemøde")]),
)


@settings(deadline=None, max_examples=60)
@given(SHOWS, st.sampled_from(SIZES), st.sampled_from(TEXTS), st.sampled_from(["", "00:00"]))
def test_whatever_there_is_to_say_it_stands_inside_and_apart(told, size, text, clock):
    laid = pages(told, *size, text, clock)
    assert outside(laid, *size) == []
    assert upon_each_other(laid) == []


def test_a_window_of_any_size_gets_pages():
    now = voting(RoundState.OPEN)
    for width, height in [(320, 180), (1, 1), (300, 900), (3840, 600)]:
        assert pages(shown(now, Seen(JOIN)), width, height, 80, "00:00")
