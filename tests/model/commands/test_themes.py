from collections.abc import Callable

import pytest

from moedeapp.model.board import by_theme, leading_themes, theme_of
from moedeapp.model.commands import ideas, themes
from moedeapp.model.document import Document
from moedeapp.model.errors import BadValue, Unknown
from moedeapp.model.meeting import Colour
from tests.model.evenings import idea_key, theme_key

AtStage = Callable[[str], Document]


def test_themes_take_the_first_free_letter_and_the_colour_that_goes_with_it(
    collecting: Document,
) -> None:
    keys = [collecting.apply(themes.add(f"Tema {n}")) for n in range(28)]
    made = [collecting.state.themes[key] for key in keys]
    assert "".join(t.letter for t in made[:26]) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert [t.letter for t in made[26:]] == ["AA", "AB"]
    assert [t.colour for t in made[:7]] == [*Colour, Colour.YELLOW]
    assert [t.letter for t in leading_themes(collecting.state)] == [t.letter for t in made]


def test_each_question_has_letters_of_its_own(at_stage: AtStage) -> None:
    document = at_stage("ideas")
    (other,) = (
        q.id for q in document.state.questions.values() if q.words == "Hvem skal passe den?"
    )
    key = document.apply(themes.add("Frivillige", question=other))
    assert document.state.themes[key].letter == "A"


def test_merged_themes_count_as_one_and_split_again_whole(at_stage: AtStage) -> None:
    document = at_stage("ideas")
    state = document.state
    green, stay, play = (theme_key(state, title) for title in ("Grønt", "Ophold", "Leg"))
    document.apply(themes.merge([green], stay))  # Leg is in Grønt already
    bench, trees = (document.state.ideas[idea_key(state, w)] for w in ("Bænke", "Træer"))
    assert {theme_of(document.state, idea).id for idea in (bench, trees)} == {stay}  # type: ignore[union-attr]
    assert [t.id for t in leading_themes(document.state)] == [stay]
    document.apply(themes.split(green))
    assert document.state.ideas == state.ideas
    assert document.state.themes[play].merged_into == green
    assert {key: {i.words for i in group} for key, group in by_theme(document.state).items()}[
        green
    ] == {"Træer", "Flere træer"}


def test_themes_cannot_be_merged_in_a_circle(at_stage: AtStage) -> None:
    document = at_stage("ideas")
    green, play = theme_key(document.state, "Grønt"), theme_key(document.state, "Leg")
    for circle in ([green], play), ([green], green):
        with pytest.raises(BadValue, match="cycle"):
            document.apply(themes.merge(*circle))


def test_a_removed_theme_lets_its_ideas_and_themes_go_free(at_stage: AtStage) -> None:
    document = at_stage("ideas")
    state = document.state
    green, play = theme_key(state, "Grønt"), theme_key(state, "Leg")
    document.apply(themes.remove(green))
    assert document.state.ideas[idea_key(state, "Træer")].theme is None
    assert document.state.themes[play].merged_into is None
    document.undo()
    assert document.state == state


def test_ideas_in_a_theme_are_led_by_the_idea_they_are_merged_into(at_stage: AtStage) -> None:
    document = at_stage("ideas")
    more, bench = (idea_key(document.state, words) for words in ("Flere træer", "Bænke"))
    document.apply(ideas.merge([more], bench))
    found = theme_of(document.state, document.state.ideas[more])
    assert found
    assert found.title == "Ophold"


@pytest.mark.parametrize("title", ["", "   ", "t" * 201])
def test_a_theme_has_a_title_that_fits(at_stage: AtStage, title: str) -> None:
    document = at_stage("ideas")
    for act in (themes.add(title), themes.rename(theme_key(document.state, "Grønt"), title)):
        with pytest.raises(BadValue):
            document.apply(act)


def test_a_theme_that_does_not_exist_is_unknown(at_stage: AtStage) -> None:
    document = at_stage("ideas")
    state = document.state
    key = idea_key(state, "Bænke")
    for act in (
        themes.rename("ingen", "x"),
        themes.group([key], "ingen"),
        themes.group(["ingen"], theme_key(state, "Grønt")),
        themes.merge(["ingen"], theme_key(state, "Grønt")),
        themes.remove("ingen"),
        themes.add("Nyt", question="ingen"),
    ):
        with pytest.raises(Unknown):
            document.apply(act)
    assert document.state is state
