"""Never a sum before the seal, and never a word that is not public, on any evening."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moedeapp.model.board import in_play
from moedeapp.model.meeting import (
    Colour,
    IdeaState,
    NextStep,
    Phase,
    Proposal,
    Round,
    RoundKind,
    RoundState,
    Theme,
)
from moedeapp.ui.projector.frozen import still_public
from moedeapp.ui.showing import Seen
from tests.export.evenings import idea, rows, vote
from tests.ui.projector.conftest import (
    JOIN,
    TITLES,
    agreed,
    everything,
    in_phase,
    meeting,
    revealing,
    voting,
)

SUMS = ("7431", "7.431", "5502", "5.502", "3307", "3.307", "1187", "1.187", "1186", "1185")
STEPS = ("4012", "4.012", "3013", "3.013", "2014", "1015", "1016", "4022", "3023", "2024")
BEFORE = [RoundState.PREPARED, RoundState.OPEN, RoundState.CLOSED, RoundState.CANCELLED]


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("state", BEFORE)
def test_no_sum_is_shown_before_the_seal_whatever_is_revealed(state, phase):
    for seen in (Seen(), revealing(99, join=JOIN, result="r1", objections=frozenset({"r1"}))):
        dots = everything(in_phase(voting(state), phase), seen)
        steps = everything(in_phase(agreed(state), phase), seen)
        assert [number for number in SUMS if number in dots] == []
        assert [number for number in STEPS if number in steps] == []
        assert "dyrt" not in steps


def test_the_same_numbers_are_there_once_the_round_is_sealed():
    sealed = in_phase(voting(RoundState.SEALED), Phase.RESULT)
    assert "7.431" in everything(sealed, revealing(4))
    assert "4.012" in everything(agreed(), revealing(2))


# --- words

STATES = st.sampled_from(list(IdeaState))
PHASES = st.sampled_from(list(Phase))
COUNT = 8


@st.composite
def evenings(draw):
    """An evening where every idea says something that nothing else says."""
    ideas, themes, proposals = [], [], []
    for n in range(1, COUNT + 1):
        masked = draw(st.booleans()) and draw(st.booleans())
        earlier = [i.id for i in ideas if i.merged_into is None]
        ideas.append(
            idea(
                n,
                "" if masked else f"ordlyd{n}x",
                state=draw(STATES),
                masked=masked,
                edited=draw(st.sampled_from([None, f"rettet{n}x"])) if not masked else None,
                theme=draw(st.sampled_from([None, "t1", "t2"])),
                merged_into=draw(st.sampled_from([None, *earlier])),
            )
        )
    for n in (1, 2):
        # A theme may be called what somebody said.
        called = draw(
            st.sampled_from([f"Tema {n}", *(i.text for i in ideas if i.theme == f"t{n}")])
        )
        themes.append(Theme(f"t{n}", "q1", called, "AB"[n - 1], Colour.BLUE))
    for n, one in enumerate(ideas, 1):
        if draw(st.booleans()):
            words = draw(st.sampled_from([one.words, one.text, f"Forslag {n}"]))
            proposals.append(Proposal(f"p{n}", "r1", n, words, None, (one.id,)))
    proposals += [Proposal(f"pt{n}", "r1", 20 + n, t.title, t.id, tuple(
        i.id for i in ideas if i.theme == t.id)) for n, t in enumerate(themes)]  # fmt: skip
    kind = draw(st.sampled_from(list(RoundKind)))
    now = meeting(
        draw(PHASES),
        ideas=rows(*ideas),
        themes=rows(*themes),
        proposals=rows(*proposals),
        rounds=rows(vote(draw(st.sampled_from(list(RoundState))), kind=kind)),
        next_steps=rows(NextStep("x1", 1, "Tegn den", proposals[0].id)),
    )
    return in_phase(now, now.stage.phase, silent=draw(st.booleans()))


def private_words(now):
    """What is said by no idea the hall may read."""
    public = {i.text for i in now.ideas.values() if in_play(i)}
    return {
        words
        for i in now.ideas.values()
        if not in_play(i)
        for words in (i.words, i.text)
        if words and words not in public
    }


@settings(deadline=None, max_examples=60)
@given(evenings(), st.integers(0, 20))
def test_every_word_that_is_shown_is_public(now, places):
    text = everything(now, revealing(places, join=JOIN, objections=frozenset({"r1"})))
    assert [words for words in private_words(now) if words in text] == []


@settings(deadline=None, max_examples=60)
@given(evenings())
def test_every_public_idea_is_shown_among_the_ideas_and_none_in_silence(now):
    for phase in (Phase.IDEAS, Phase.THEMES):
        text = everything(in_phase(now, phase, silent=False))
        assert all(i.text in text for i in now.ideas.values() if in_play(i))
        silent = everything(in_phase(now, phase, silent=True))
        assert not any(words in silent for i in now.ideas.values() for words in (i.text,) if words)


@settings(deadline=None, max_examples=60)
@given(evenings(), st.data())
def test_a_frozen_picture_keeps_no_word_that_is_taken_away_afterwards(held, data):
    now = held
    for one in held.ideas.values():
        if data.draw(st.booleans()):
            change = data.draw(
                st.sampled_from(
                    [
                        {"state": IdeaState.HIDDEN},
                        {"state": IdeaState.PARKED},
                        {"masked": True, "words": "", "edited": None},
                        {"edited": f"mildere{one.number}x"},
                    ]
                )
            )
            now = replace(now, ideas=now.ideas.set(one.id, replace(one, **change)))
    for phase in Phase:
        kept = still_public(in_phase(held, phase, silent=False), now)
        text = everything(kept, revealing(20))
        assert [words for words in private_words(now) if words in text] == []


@settings(deadline=None, max_examples=60)
@given(evenings(), evenings())
def test_a_frozen_picture_shows_nothing_that_came_later(held, now):
    later = {f"n{key}": replace(one, id=f"n{key}", words=f"senere{one.number}x", edited=None)
             for key, one in now.ideas.items()}  # fmt: skip
    kept = still_public(held, replace(held, ideas=held.ideas.update(later)))
    for phase in Phase:
        assert "senere" not in everything(in_phase(kept, phase, silent=False))


def test_a_title_is_shown_when_a_public_idea_says_the_same():
    now = meeting(
        Phase.THEMES,
        ideas=rows(
            idea(1, "Adgang for alle", theme="t1", state=IdeaState.HIDDEN),
            idea(2, "adgang for alle ", theme="t1"),
        ),
        themes=rows(Theme("t1", "q1", "Adgang for alle", "A", Colour.BLUE)),
    )
    assert "Adgang for alle" in everything(now)
    hidden = replace(now, ideas=now.ideas.remove("i2"))
    assert "Adgang for alle" not in everything(hidden)
    assert "[vises ikke]" in everything(hidden)


def test_a_theme_keeps_its_name_though_somebody_who_waits_says_the_same():
    now = meeting(
        Phase.THEMES,
        ideas=rows(idea(1, "Leg", state=IdeaState.WAITING)),
        themes=rows(Theme("t1", "q1", "Leg", "A", Colour.BLUE)),
    )
    assert "Leg" in everything(now)


def test_a_proposal_of_a_hidden_idea_is_not_shown_under_any_title():
    now = meeting(
        Phase.DOTS,
        ideas=rows(idea(1, "Hemmeligt", edited="Rettet", state=IdeaState.HIDDEN)),
        rounds=rows(vote(RoundState.OPEN)),
        proposals=rows(Proposal("p1", "r1", 1, "Som det hed i går", None, ("i1",))),
    )
    assert "Som det hed" not in everything(now)
    assert "[vises ikke]" in everything(now)


def test_titles_of_themes_are_proposals_names_too():
    assert all(title in everything(voting(RoundState.OPEN)) for title in TITLES)
    assert isinstance(vote(RoundState.OPEN), Round)
