"""Ideas that look alike are found, with reasons a person can check."""

import csv
import os
import subprocess
import sys
import unicodedata
from collections import Counter
from itertools import combinations
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moedeapp.model import similar
from moedeapp.model.similar import Index, Suggestion, suggest_themes

TWICE = {
    "En hundeskov ved Nordparken": "Hundeskov ved nordparken!",
    "Lavere fart på Skovvej": "Farten på Skovvej skal være lavere",
    "Vi vil have en svømmehal": "Ny svømmehal, tak",
    "Gadelamperne på Kirkestien virker ikke": "Gadelampen på Kirkestien virker stadig ikke",
    "Sort skærm i forsamlingshuset": "Skærmen i forsamlingshuset er sort",
    "Åbn for badning ved Åhavnen": "A\u030abn for badning ved A\u030ahavnen",
}
"""Ideas with the words another citizen might use for the same."""

THEMES = {
    "cykel": [
        "Cykelsti til Rødby Station",
        "Overdækket cykelparkering",
        "Cykler står og ruster ved torvet",
        "Lånecykler til turister",
    ],
    "træ": [
        "Plant nogle egetræer",
        "Træerne langs åen er syge",
        "Frugttræer i skolegården",
    ],
    "bus": [
        "Bussen kører for sent",
        "Bus hvert kvarter",
        "Lad busserne køre om natten",
    ],
    "bibliotek": [
        "Søndagsåbent bibliotek",
        "Bibliotekets café skal genåbne",
        "Foredrag for unge på biblioteket",
    ],
    "affald": [
        "Affaldet flyder i grøften",
        "Flere containere til affald",
        "Affaldssortering i sommerhusene",
    ],
}
ALONE = ["Højskolesang hver onsdag", "Væk med støjen fra motorvejen", "Gratis wifi", "🎉", ""]


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def index_of(*texts: str) -> Index:
    index = Index()
    for number, text in enumerate(texts):
        index.add(str(number), text)
    return index


def everything() -> list[tuple[str, str]]:
    """Five themes and five loners in turn, the text as its own key."""
    rows = [*THEMES.values(), ALONE]
    return [(text, text) for turn in range(5) for row in rows for text in row[turn : turn + 1]]


# --- hints


def test_the_same_words_score_one_whatever_case_spaces_and_signs() -> None:
    index = index_of("Flere bænke i byen", "Hundeskov ved søen")
    hints = index.alike("  FLERE bænke – i BYEN!! ")
    assert [(hint.key, hint.score) for hint in hints] == [("0", 1.0)]
    assert hints[0].shared == ("bænke",)


def test_only_the_same_words_score_one() -> None:
    index = index_of("Bænke i byen", "Flere bænke i byen")
    assert {hint.key: hint.score == 1.0 for hint in index.alike("Bænke i byen")} == {
        "0": True,
        "1": False,
    }


@pytest.mark.parametrize("first", TWICE)
def test_the_same_wish_in_other_words_is_hinted_at(first: str) -> None:
    index = index_of(*(text for text, _ in everything()), *TWICE)
    hints = index.alike(TWICE[first])
    assert hints
    assert hints[0].key == str(len(everything()) + list(TWICE).index(first))


@pytest.mark.parametrize("text", [text for row in THEMES.values() for text in row] + ALONE[:3])
def test_another_wish_is_not_called_a_duplicate(text: str) -> None:
    index = index_of(*(other for other, _ in everything() if other != text))
    assert index.alike(text) == []


def test_a_compound_is_explained_by_the_letters_it_shares() -> None:
    hints = index_of("Overdækket cykelparkering").alike("Cykelparkeringen", at_least=0.1)
    assert hints[0].shared == ("cykelparkering",)


def test_among_equals_the_earliest_comes_first_and_only_as_many_as_asked_for() -> None:
    index = index_of(*["Flere bænke"] * 5)
    assert [hint.key for hint in index.alike("flere bænke")] == ["0", "1", "2"]
    assert [hint.key for hint in index.alike("flere bænke", limit=2)] == ["0", "1"]
    assert index.alike("flere bænke", limit=0) == []


@pytest.mark.parametrize(("text", "limit"), [("Flere bænke", 99), ("Flere bænke {}", 20)])
def test_the_earliest_come_first_among_very_many_equals(text: str, limit: int) -> None:
    index = index_of(*(text.format(number) for number in range(99)))
    assert [hint.key for hint in index.alike(text, limit=limit)] == [str(n) for n in range(limit)]


def test_two_letters_are_no_reason_for_a_hint() -> None:
    assert index_of("Hal").alike("Hat", at_least=0) == []


def test_composed_and_decomposed_letters_are_the_same() -> None:
    composed, decomposed = "Gør Åboulevarden grøn", "Gør A\u030aboulevarden grøn"
    (hint,) = index_of(composed).alike(decomposed)
    assert (hint.score, hint.shared) == (1.0, ("åboulevarden", "grøn"))


def test_an_idea_being_edited_is_not_its_own_duplicate() -> None:
    index = index_of("Flere bænke", "Flere bænke her")
    assert [hint.key for hint in index.alike("Flere bænke", besides={"0"})] == ["1"]


def test_a_replaced_idea_keeps_its_place_and_loses_its_old_words() -> None:
    index = index_of("Gratis wifi", "Flere bænke")
    index.replace("0", "Flere bænke")
    assert [hint.key for hint in index.alike("Flere bænke")] == ["0", "1"]
    assert index.alike("Gratis wifi") == []


def test_a_key_is_taken_once_and_only_known_keys_leave() -> None:
    index = index_of("Flere bænke")
    with pytest.raises(KeyError):
        index.add("0", "Gratis wifi")
    with pytest.raises(KeyError):
        index.remove("1")
    with pytest.raises(KeyError):
        index.replace("1", "Gratis wifi")
    assert [hint.key for hint in index.alike("Flere bænke")] == ["0"]
    assert len(index) == 1


@pytest.mark.parametrize("text", ["🚲", "…", "og", "Ø", "नमस्ते", "x" * 10_000, "ord " * 2_500])
def test_an_odd_text_is_found_again(text: str) -> None:
    index = index_of("Flere bænke", text, "")
    assert [(hint.key, hint.score) for hint in index.alike(text)][:1] == [("1", 1.0)]


@pytest.mark.parametrize("text", ["", " \n", "🎈"])
def test_a_text_without_a_likeness_gives_no_hint(text: str) -> None:
    assert index_of("Flere bænke", "").alike(text) == []
    assert Index().alike(text) == []


words = st.sampled_from(
    [
        "cykelsti",
        "cykler",
        "Cykel",
        "bænk",
        "bænke",
        "BÆNK",
        "på",
        "og",
        "🚲",
        "å",
        "a\u030a",
        "skole",
    ]
)
texts = st.lists(words, max_size=6).map(" ".join) | st.text(max_size=20)
acts = st.lists(st.tuples(st.integers(0, 5), st.none() | texts), max_size=20)


@settings(max_examples=60, deadline=None)
@given(acts, texts)
def test_ideas_that_came_and_went_leave_no_trace(
    steps: list[tuple[int, str | None]], asked: str
) -> None:
    index, present = Index(), dict[str, str]()
    for number, text in steps:
        key = str(number)
        if text is None and present.pop(key, None) is not None:
            index.remove(key)
        elif text is not None:
            (index.replace if key in present else index.add)(key, text)
            present[key] = text
    fresh = Index()
    for key, text in present.items():
        fresh.add(key, text)
    assert index.alike(asked, limit=9, at_least=0) == fresh.alike(asked, limit=9, at_least=0)
    assert index._holders == fresh._holders
    assert index._same == fresh._same


@settings(max_examples=60, deadline=None)
@given(st.lists(texts, max_size=8), texts)
def test_every_reason_of_a_hint_stands_in_both_texts(present: list[str], asked: str) -> None:
    for hint in index_of(*present).alike(asked, limit=9, at_least=0):
        assert 0 <= hint.score <= 1
        assert hint.shared
        for reason in hint.shared:
            assert reason in folded(asked)
            assert reason in folded(present[int(hint.key)])
            assert len(reason) >= 3 or reason in similar._read(asked).words


# --- themes


def test_long_danish_words_find_their_theme() -> None:
    found = {frozenset(each.keys) for each in suggest_themes(everything())}
    assert found == {frozenset(texts) for texts in THEMES.values()}


def test_a_suggested_title_is_a_word_of_the_ideas() -> None:
    for each in suggest_themes(everything()):
        assert 1 <= len(each.words) <= 3
        assert all(any(word in folded(key) for key in each.keys) for word in each.words)
    titles = [each.words[0] for each in suggest_themes(everything())]
    assert "affald" in titles


def check(suggestions: list[Suggestion], ideas: list[tuple[str, str]], smallest: int) -> None:
    """What holds for any ideas: large enough, apart, in order, with reasons found in two texts."""
    text = dict(ideas)
    keys = [key for each in suggestions for key in each.keys]
    assert len(keys) == len(set(keys))
    order = [key for key, _ in ideas]
    for each in suggestions:
        assert len(each.keys) >= smallest
        assert sorted(each.keys, key=order.index) == list(each.keys) == list(each.why)
        for key, reasons in each.why.items():
            assert reasons
            for reason in reasons:
                assert reason in folded(text[key])
                assert any(reason in folded(text[other]) for other in each.keys if other != key)


def test_every_tie_stands_in_the_idea_and_in_another_of_its_theme() -> None:
    check(suggest_themes(everything()), everything(), 3)


@settings(max_examples=60, deadline=None)
@given(st.lists(texts, max_size=12), st.integers(2, 4))
def test_any_texts_are_grouped_with_reasons(some: list[str], smallest: int) -> None:
    ideas = [(str(number), text) for number, text in enumerate(some)]
    check(suggest_themes(ideas, smallest=smallest), ideas, smallest)


@pytest.mark.parametrize(
    "some",
    [[], [""] * 3, ["🚲"] * 2, ["x" * 10_000] * 2, ["Flere bænke"] * 2_000],
    ids=["none", "empty", "signs", "long", "many"],
)
def test_ideas_without_a_theme_give_none(some: list[str]) -> None:
    assert suggest_themes([(str(number), text) for number, text in enumerate(some)]) == []


def test_the_answer_is_the_same_whatever_the_hash_seed() -> None:
    script = (
        "from tests.model.test_similar import *\n"
        "ideas = everything() + list(TWICE.items())\n"
        "print(ascii(suggest_themes(ideas, smallest=2)))\n"
        "index = index_of(*(text for _, text in ideas))\n"
        "print(ascii([index.alike(text, limit=9, at_least=0) for _, text in ideas]))\n"
    )
    root = Path(similar.__file__).parents[2]
    answers = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=root,
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(answers) == 1
    assert b"cykel" in answers.pop()


# --- figures


def rows(data: Path, name: str, text: str, **only: str) -> list[tuple[str, str]]:
    """Texts and their categories from a test set."""
    with (data / "02_ideas" / name).open(encoding="utf-8", newline="") as file:
        return [
            (row[text], row["category"])
            for row in csv.DictReader(file)
            if all(row[field] == value for field, value in only.items())
        ]


def chance(categories: list[str]) -> float:
    """How often two ideas drawn blindly are of one category."""
    counts, n = Counter(categories), len(categories)
    return sum(count * (count - 1) for count in counts.values()) / (n * (n - 1))


def nearest_right(labelled: list[tuple[str, str]]) -> float:
    """How often the likeliest other idea is of the same category."""
    index = index_of(*(text for text, _ in labelled))
    right = 0
    for number, (text, category) in enumerate(labelled):
        hints = index.alike(text, limit=1, at_least=0, besides={str(number)})
        right += any(labelled[int(hint.key)][1] == category for hint in hints)
    return right / len(labelled)


def nearest_right_by_words(labelled: list[tuple[str, str]]) -> float:
    """The same when only whole words count."""
    telling = [set(similar._read(text).telling) for text, _ in labelled]
    right = 0
    for number, mine in enumerate(telling):
        others = (other for other in range(len(telling)) if other != number)
        best = max(others, key=lambda other: len(mine & telling[other]))
        right += labelled[best][1] == labelled[number][1]
    return right / len(labelled)


def test_neighbours_are_of_one_category_far_more_often_than_by_chance(data: Path) -> None:
    labelled = rows(data, "da_sib200_train.csv", "text")
    found = nearest_right(labelled)
    assert found > 3 * chance([category for _, category in labelled])
    assert found > 1.1 * nearest_right_by_words(labelled)


@pytest.mark.parametrize(
    ("name", "text", "only", "factor"),
    [
        ("da_sib200_train.csv", "text", {}, 3.5),
        ("fr_hu_pabulib_names_categories.csv", "name", {"unit": "Toulouse"}, 2),
    ],
    ids=["danish", "french"],
)
def test_two_ideas_of_a_suggestion_are_mostly_of_one_category(
    data: Path, name: str, text: str, only: dict[str, str], factor: float
) -> None:
    labelled = rows(data, name, text, **only)
    ideas = [(str(number), words) for number, (words, _) in enumerate(labelled)]
    found = suggest_themes(ideas)
    pairs = [pair for each in found for pair in combinations(each.keys, 2)]
    right = sum(labelled[int(a)][1] == labelled[int(b)][1] for a, b in pairs)
    assert right / len(pairs) > factor * chance([category for _, category in labelled])
    assert 3 * sum(len(each.keys) for each in found) > len(labelled)


def test_a_hint_costs_a_small_part_of_building_anew() -> None:
    many = [f"{text} {number}" for number in range(100) for text, _ in everything()]
    begun = process_time()
    index = index_of(*many)
    built = process_time()
    for _ in range(5):
        index.alike("En cykelsti ved biblioteket")
    assert process_time() - built < (built - begun)
