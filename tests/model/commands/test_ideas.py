import math
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moedeapp.model.commands import ideas, themes
from moedeapp.model.document import Document
from moedeapp.model.errors import BadValue, Unknown
from moedeapp.model.meeting import Channel, IdeaState, Reason, Role
from tests.model.evenings import held_by_file, idea_key, rows_in, theme_key

AtStage = Callable[[str], Document]


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(words=st.text(min_size=1, max_size=40).filter(lambda text: text.strip()))
def test_words_are_kept_byte_for_byte_after_nfc(collecting: Document, words: str) -> None:
    key = collecting.apply(ideas.add(words))
    expected = unicodedata.normalize("NFC", words)
    assert collecting.state.ideas[key].words.encode() == expected.encode()
    assert held_by_file(collecting).ideas[key].words.encode() == expected.encode()


@pytest.mark.parametrize(
    "words",
    ["  to mellemrum  ", "linje\r\nlinje\n", "\tæøå", "a\0b", "👩‍👩‍👧 \u202eabc", "A\u030a"],
)
def test_no_letter_is_tidied_away(collecting: Document, words: str) -> None:
    for key in (
        collecting.apply(ideas.add(words)),
        collecting.apply(ideas.receive(words, channel=Channel.PHONE)),
        *collecting.apply(ideas.bring_in([ideas.Incoming(words)])),
    ):
        assert held_by_file(collecting).ideas[key].words == unicodedata.normalize("NFC", words)


@pytest.mark.parametrize(
    ("words", "problem"), [("", "empty"), (" \n\t", "empty"), ("\ud800", "not_text")]
)
def test_words_that_say_nothing_are_refused(collecting: Document, words: str, problem: str) -> None:
    rows = rows_in(collecting.path)
    for act in (
        ideas.add(words),
        ideas.receive(words, channel=Channel.PHONE),
        ideas.bring_in([ideas.Incoming("God"), ideas.Incoming(words)]),
    ):
        with pytest.raises(BadValue) as error:
            collecting.apply(act)
        assert error.value.problem == problem
    assert rows_in(collecting.path) == rows


def test_a_phone_may_say_500_characters_and_a_hand_10000(collecting: Document) -> None:
    collecting.apply(ideas.receive("ø" * 500, channel=Channel.PHONE))
    collecting.apply(ideas.add("ø" * 10_000))
    for act, limit in (
        (ideas.receive("ø" * 501, channel=Channel.PHONE), 500),
        (ideas.add("ø" * 10_001), 10_000),
        (ideas.bring_in([ideas.Incoming("ø" * 10_001)]), 10_000),
    ):
        with pytest.raises(BadValue) as error:
            collecting.apply(act)
        assert (error.value.problem, error.value.limit) == ("too_long", limit)


def test_a_phone_cannot_pass_for_the_facilitator_nor_the_other_way_about(
    collecting: Document,
) -> None:
    for channel in Channel:
        act = ideas.add if channel in (Channel.PHONE, Channel.TABLE) else ideas.receive
        with pytest.raises(BadValue):
            collecting.apply(act("Forklædt", channel=channel))


@pytest.mark.parametrize(
    "incoming",
    [
        ideas.Incoming("Bord", table=0),
        ideas.Incoming("Bord", table=10**30),
        ideas.Incoming("Langt tema", theme="t" * 201),
        ideas.Incoming("Tema", theme="\ud800"),
    ],
)
def test_an_import_with_one_bad_line_brings_nothing_in(
    collecting: Document, incoming: ideas.Incoming
) -> None:
    rows = rows_in(collecting.path)
    with pytest.raises(BadValue):
        collecting.apply(ideas.bring_in([ideas.Incoming("God", theme="Nyt"), incoming]))
    assert rows_in(collecting.path) == rows


@pytest.mark.parametrize("part_of", [-1, 2, 99])
def test_an_import_that_leans_on_a_line_that_is_not_there_is_refused(
    collecting: Document, part_of: int
) -> None:
    batch = [ideas.Incoming("Første"), ideas.Incoming("Anden", part_of=part_of)]
    with pytest.raises(Unknown):
        collecting.apply(ideas.bring_in(batch))
    assert collecting.state.ideas == {}


def test_an_import_makes_each_theme_once_whatever_way_its_letters_are_written(
    collecting: Document,
) -> None:
    there = collecting.apply(themes.add("På torvet"))
    titles = ("P\u00e5 torvet", "Pa\u030a torvet", " På torvet ", "Nyt", "Nyt")
    batch = [ideas.Incoming(f"Idé {n}", theme=title) for n, title in enumerate(titles)]
    keys = collecting.apply(ideas.bring_in(batch))
    assert {theme.title for theme in collecting.state.themes.values()} == {"På torvet", "Nyt"}
    assert [collecting.state.ideas[key].theme == there for key in keys] == [True] * 3 + [False] * 2


def test_an_import_keeps_tables_roles_channels_merges_and_where_it_came_from(
    collecting: Document,
) -> None:
    first, second = collecting.apply(
        ideas.bring_in(
            [
                ideas.Incoming("Fra bord 3", table=3, source="mål.csv:2"),
                ideas.Incoming(
                    "Ligesådan", role=Role.STAFF, channel=Channel.PAPER, part_of=0, source="\udcff"
                ),
            ]
        )
    )
    one, two = (collecting.state.ideas[key] for key in (first, second))
    assert (one.table, one.source, one.channel, one.merged_into) == (
        3,
        "mål.csv:2",
        Channel.IMPORT,
        None,
    )
    assert (two.role, two.channel, two.merged_into, two.source) == (
        Role.STAFF,
        Channel.PAPER,
        first,
        "?",
    )


# --- the author


def test_an_author_may_correct_and_withdraw_until_it_is_shown(collecting: Document) -> None:
    key = collecting.apply(ideas.receive("Bænge", channel=Channel.PHONE))
    collecting.apply(ideas.correct(key, "Bænke"))
    assert collecting.state.ideas[key].words == "Bænke"
    assert b"B\xc3\xa6nge" not in collecting.path.read_bytes()
    collecting.apply(ideas.show(key))
    for act in (ideas.correct(key, "Borde"), ideas.withdraw(key)):
        with pytest.raises(BadValue):
            collecting.apply(act)
    assert collecting.check().problems == ()


def test_nobody_withdraws_what_the_facilitator_typed(collecting: Document) -> None:
    collecting.apply(ideas.bring_in([ideas.Incoming("Hentet ind")]))
    for idea in collecting.state.ideas.values():
        with pytest.raises(BadValue):
            collecting.apply(ideas.withdraw(idea.id))


def test_a_withdrawn_idea_keeps_its_line_and_cannot_be_shown(collecting: Document) -> None:
    key = collecting.apply(ideas.receive("Fortrudt", channel=Channel.TABLE))
    collecting.apply(ideas.withdraw(key))
    kept = collecting.state.ideas[key]
    assert (kept.number, kept.words, kept.state) == (1, "Fortrudt", IdeaState.WITHDRAWN)
    for act in (ideas.show(key), ideas.park(key), ideas.hide(key, reason=Reason.SPAM)):
        with pytest.raises(BadValue):
            collecting.apply(act)


# --- wording and masking


def test_an_edit_is_a_layer_that_can_be_lifted(collecting: Document) -> None:
    key = collecting.apply(ideas.add("Bænke"))
    collecting.apply(ideas.edit(key, "Bænke med ryg"))
    assert collecting.state.ideas[key].text == "Bænke med ryg"
    assert collecting.state.ideas[key].words == "Bænke"
    collecting.apply(ideas.edit(key, None))
    assert collecting.state.ideas[key].text == "Bænke"
    collecting.apply(ideas.edit(key, "Bænke"))
    assert collecting.state.ideas[key].edited is None


def test_masking_keeps_number_table_theme_and_reason_and_nothing_of_the_words(
    at_stage: AtStage,
) -> None:
    document = at_stage("ideas")
    key = idea_key(document.state, "Bænke")
    before = document.state.ideas[key]
    document.apply(ideas.edit(key, "Bænke til Jens"))
    document.apply(ideas.mask(key, Reason.PERSON))
    after = document.state.ideas[key]
    assert (after.number, after.table, after.theme) == (before.number, 1, before.theme)
    assert (after.words, after.edited, after.salt, after.source) == ("", None, "", "")
    assert (after.masked, after.reason, after.state) == (True, Reason.PERSON, before.state)
    assert b"B\xc3\xa6nke" not in document.path.read_bytes()
    assert document.journal()[-1].facts == {"ideas": [before.number], "reason": "person"}


def test_masking_an_imported_idea_forgets_the_file_it_came_from(collecting: Document) -> None:
    (key,) = collecting.apply(ideas.bring_in([ideas.Incoming("Hos Jens", source="jens.csv:2")]))
    collecting.apply(ideas.mask(key, Reason.PERSON))
    assert collecting.state.ideas[key].source == ""
    assert b"jens.csv" not in collecting.path.read_bytes()


def test_a_masked_idea_takes_no_more_words_or_merges(collecting: Document) -> None:
    key, other = collecting.apply(ideas.add("Væk")), collecting.apply(ideas.add("Bænke"))
    collecting.apply(ideas.mask(key, Reason.HEALTH))
    for act in (
        ideas.mask(key, Reason.PERSON),
        ideas.edit(key, "Igen"),
        ideas.show(key),
        ideas.merge([key], other),
        ideas.merge([other], key),
    ):
        with pytest.raises(BadValue, match="masked"):
            collecting.apply(act)


def test_masking_takes_the_words_off_a_theme_named_after_the_idea(collecting: Document) -> None:
    key = collecting.apply(ideas.add("Hos Jens"))
    theme = collecting.apply(themes.add("Hos Jens", ideas=[key]))
    collecting.apply(ideas.mask(key, Reason.PERSON))
    assert collecting.state.themes[theme].title == "A"
    assert b"Hos Jens" not in collecting.path.read_bytes()


# --- like with like


def test_a_chain_of_merges_can_be_undone_and_is_back_exactly(collecting: Document) -> None:
    a, b, c, d = (collecting.apply(ideas.add(words)) for words in "abcd")
    before = collecting.state.ideas
    collecting.apply(ideas.merge([a], b))
    collecting.apply(ideas.merge([b, d], c))
    assert {i.id: i.merged_into for i in collecting.state.ideas.values()} == {
        a: b,
        b: c,
        c: None,
        d: c,
    }
    assert all(i.words == before[i.id].words for i in collecting.state.ideas.values())
    collecting.undo()
    collecting.undo()
    assert collecting.state.ideas == before


def test_a_merge_that_would_go_in_a_circle_is_refused(collecting: Document) -> None:
    a, b, c = (collecting.apply(ideas.add(words)) for words in "abc")
    collecting.apply(ideas.merge([a], b))
    collecting.apply(ideas.merge([b], c))
    state = collecting.state
    for circle in ([a], a), ([c], a), ([c], b), ([b], a):
        with pytest.raises(BadValue, match="cycle"):
            collecting.apply(ideas.merge(*circle))
    assert collecting.state is state


def test_one_merge_cannot_close_a_circle_by_itself(collecting: Document) -> None:
    a, b = (collecting.apply(ideas.add(words)) for words in "ab")
    with pytest.raises(BadValue, match="cycle"):
        collecting.apply(ideas.merge([a, b], a))
    assert all(idea.merged_into is None for idea in collecting.state.ideas.values())


def test_ideas_of_two_questions_are_not_merged_nor_grouped(at_stage: AtStage) -> None:
    document = at_stage("ideas")
    (other,) = (
        q.id for q in document.state.questions.values() if q.words == "Hvem skal passe den?"
    )
    key = document.apply(ideas.add("Naboerne", question=other))
    with pytest.raises(BadValue):
        document.apply(ideas.merge([key], idea_key(document.state, "Bænke")))
    with pytest.raises(BadValue):
        document.apply(themes.group([key], theme_key(document.state, "Grønt")))


def test_a_split_idea_stays_in_the_theme_where_it_counted(at_stage: AtStage) -> None:
    document = at_stage("ideas")
    key = idea_key(document.state, "Flere træer")
    document.apply(ideas.split(key))
    idea = document.state.ideas[key]
    assert (idea.merged_into, idea.theme) == (None, theme_key(document.state, "Grønt"))
    with pytest.raises(BadValue):
        document.apply(ideas.split(key))


@pytest.mark.parametrize("x", [math.nan, math.inf, -math.inf])
def test_a_note_is_always_somewhere(at_stage: AtStage, x: float) -> None:
    document = at_stage("ideas")
    key, theme = idea_key(document.state, "Bænke"), theme_key(document.state, "Grønt")
    state = document.state
    acts: list[Any] = [
        ideas.place({key: (x, 0.0)}),
        themes.place({theme: (0.0, 0.0, x, 1.0)}),
        themes.group([key], theme, {key: (0.0, x)}),
        themes.add("Nyt", at=(x, 0.0)),
    ]
    for act in acts:
        with pytest.raises(BadValue):
            document.apply(act)
    assert document.state is state


def test_an_idea_that_does_not_exist_is_unknown(collecting: Document) -> None:
    for act in (
        ideas.edit("ingen", "x"),
        ideas.show("ingen"),
        ideas.mask("ingen", Reason.SPAM),
        ideas.place({"ingen": (0, 0)}),
        ideas.merge(["ingen"], "ingen"),
        ideas.split("ingen"),
        ideas.withdraw("ingen"),
        ideas.add("Bænke", question="ingen"),
    ):
        with pytest.raises(Unknown):
            collecting.apply(act)
