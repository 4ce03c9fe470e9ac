from collections.abc import Callable

import pytest

from moedeapp.model.board import by_lead, in_play, lead_of, theme_of
from moedeapp.model.commands import evening, ideas, next_steps, notes, rounds, themes
from moedeapp.model.document import Document
from moedeapp.model.errors import BadValue, NothingToUndo, Unknown
from moedeapp.model.meeting import Channel, Colour, IdeaState, Phase, Reason
from tests.model.evenings import alter, ticking_source

AtStage = Callable[[str], Document]
LONG = "Ring til Jens Hansen på 12345678"


# --- masking


def test_masking_touches_only_what_belongs_to_the_idea(collecting: Document) -> None:
    apply = collecting.apply
    green = apply(ideas.add("Træer"))
    other = apply(ideas.add("Træer"))
    apply(ideas.hide(other, reason=Reason.MISTAKE))
    mine = apply(themes.add("  TRÆER ", ideas=[green]))
    not_mine = apply(themes.add("Træer"))
    apply(ideas.mask(green, Reason.PERSON))
    state = collecting.state
    assert state.themes[mine].title == state.themes[mine].letter
    assert state.themes[not_mine].title == "Træer"
    assert (state.ideas[green].words, state.ideas[other].words) == ("", "Træer")


def test_a_theme_keeps_a_title_that_another_visible_idea_has_said(collecting: Document) -> None:
    apply = collecting.apply
    first, second = apply(ideas.add("Træer")), apply(ideas.add("træer"))
    theme = apply(themes.add("Træer", ideas=[first, second]))
    apply(ideas.mask(first, Reason.PERSON))
    assert collecting.state.themes[theme].title == "Træer"
    apply(ideas.mask(second, Reason.PERSON))
    assert collecting.state.themes[theme].title == "A"


def test_a_theme_is_reached_through_the_lead(collecting: Document) -> None:
    apply = collecting.apply
    lead, merged = apply(ideas.add("Bænke")), apply(ideas.add("Hr. Jensen larmer"))
    apply(ideas.merge([merged], lead))
    theme = apply(themes.add("hr. jensen larmer", ideas=[lead]))
    apply(ideas.mask(merged, Reason.PERSON))
    assert collecting.state.themes[theme].title == "A"


def test_only_proposals_that_hold_the_idea_lose_their_title(collecting: Document) -> None:
    apply = collecting.apply
    a, b, c = (apply(ideas.add(words)) for words in ("Træer", "træer", "Bænke"))
    apply(evening.go_to(Phase.DOTS))
    apply(rounds.prepare([a, b, c], open_access=True))
    apply(ideas.mask(a, Reason.PERSON))
    titles = {p.ideas: p.title for p in collecting.state.proposals.values()}
    assert titles == {(a,): "", (b,): "træer", (c,): "Bænke"}


def test_masking_follows_the_same_rule_in_the_history(collecting: Document) -> None:
    apply = collecting.apply
    key = apply(ideas.add("Hr. Jensen larmer"))
    other = apply(themes.add("Hr. Jensen larmer"))
    mine = apply(themes.add("Hr. Jensen larmer", ideas=[key]))
    apply(themes.rename(other, "Larm"))
    apply(themes.rename(mine, "Støj"))
    apply(ideas.mask(key, Reason.PERSON))
    assert collecting.undo() == "themes.rename"
    assert collecting.state.themes[mine].title == "B"
    assert collecting.undo() == "themes.rename"
    assert collecting.state.themes[other].title == "Hr. Jensen larmer"
    assert collecting.check().problems == ()


def test_a_removed_theme_comes_back_without_the_words(collecting: Document) -> None:
    apply = collecting.apply
    key = apply(ideas.add(LONG))
    theme = apply(themes.add(LONG, ideas=[key]))
    apply(themes.remove(theme))
    apply(ideas.mask(key, Reason.PERSON))
    assert b"12345678" not in collecting.path.read_bytes()
    assert collecting.undo() == "themes.remove"
    assert collecting.state.themes[theme].title == "A"


def test_undone_words_go_with_the_idea_they_were_taken_back_for(collecting: Document) -> None:
    apply = collecting.apply
    apply(ideas.add(LONG))
    collecting.undo()
    assert b"12345678" in collecting.path.read_bytes()
    key = apply(ideas.receive("Ring til Jens", channel=Channel.PHONE))
    collecting.redo()
    collecting.undo()
    apply(ideas.mask(key, Reason.PERSON))
    assert b"12345678" not in collecting.path.read_bytes()
    with pytest.raises(NothingToUndo):
        collecting.redo()


def test_masking_tells_where_the_words_still_stand(collecting: Document) -> None:
    apply = collecting.apply
    key = apply(ideas.add("Ring til Jens"))
    apply(ideas.edit(key, LONG))
    apply(ideas.add(f"Som sagt: {LONG.upper()}!"))
    apply(ideas.add("Ring til Jensen"))
    apply(notes.add(f"Nogen sagde {LONG}"))
    apply(notes.add("Vi ringer ikke til nogen"))
    apply(themes.add(f"Om: {LONG}"))
    apply(evening.go_to(Phase.DOTS))
    vote = apply(rounds.prepare([key], open_access=True))
    (proposal,) = collecting.state.proposals
    apply(rounds.rename_proposal(proposal, f"{LONG} (1)"))
    apply(evening.go_to(Phase.RESULT))
    apply(next_steps.add("Tal med naboen", effect=LONG.lower()))
    left = apply(ideas.mask(key, Reason.PERSON))
    number = collecting.state.rounds[vote].number
    assert left == ideas.StillSaid(
        ideas=(2, 3), notes=(1,), themes=("A",), proposals=((number, 1),), next_steps=(1,)
    )
    assert left


def test_short_words_are_not_looked_for_elsewhere(collecting: Document) -> None:
    key = collecting.apply(ideas.add("Bænke"))
    collecting.apply(ideas.add("Bænke og træer"))
    left = collecting.apply(ideas.mask(key, Reason.MISTAKE))
    assert not left
    assert left == ideas.StillSaid()


# --- who leads a merge


def merged(document: Document, *words: str) -> list[str]:
    """Ideas merged into the first of them, which is in a theme."""
    keys = [document.apply(ideas.add(one)) for one in words]
    document.apply(themes.add("Grønt", ideas=keys[:1]))
    document.apply(ideas.place({keys[0]: (5.0, 6.0)}))
    document.apply(ideas.merge(keys[1:], keys[0]))
    return keys


@pytest.mark.parametrize(
    "act",
    [
        lambda key: ideas.hide(key, reason=Reason.OFF_TOPIC),
        lambda key: ideas.park(key),
        lambda key: ideas.mask(key, Reason.PERSON),
    ],
)
def test_when_the_lead_goes_the_lowest_number_in_play_leads(
    collecting: Document, act: Callable[[str], object]
) -> None:
    a, b, c, d = merged(collecting, "A", "B", "C", "D")
    collecting.apply(ideas.park(b))
    before = collecting.state
    collecting.apply(act(a))  # type: ignore[arg-type]
    state = collecting.state
    assert [i.id for i in by_lead(state)[c]] == [c, b, d]
    assert [i.id for i in by_lead(state)[a]] == [a]
    assert theme_of(state, state.ideas[c]) == theme_of(before, before.ideas[a])
    assert (state.ideas[c].x, state.ideas[c].y) == (5.0, 6.0)
    assert collecting.journal()[-1].facts["leads"] == [3]
    assert collecting.check().problems == ()
    if not state.ideas[a].masked:
        collecting.undo()
        assert collecting.state == before
        collecting.redo()
        assert collecting.state == state


def test_merged_ideas_stay_in_the_vote_without_their_lead(collecting: Document) -> None:
    a, b, c = merged(collecting, "A", "B", "C")
    collecting.apply(ideas.hide(a, reason=Reason.SPAM))
    collecting.apply(evening.go_to(Phase.DOTS))
    collecting.apply(rounds.prepare([b], open_access=True))
    (proposal,) = collecting.state.proposals.values()
    assert (proposal.title, proposal.ideas) == ("B", (b, c))


def test_a_chain_is_handed_over_whole(collecting: Document) -> None:
    a, b, c, d = (collecting.apply(ideas.add(words)) for words in "ABCD")
    collecting.apply(ideas.merge([a], b))
    collecting.apply(ideas.merge([b, c], d))
    collecting.apply(ideas.park(d))
    state = collecting.state
    assert {lead_of(state.ideas, state.ideas[key]).id for key in (a, b, c)} == {a}


def test_a_merge_without_anybody_in_play_waits_for_the_first_who_comes_back(
    collecting: Document,
) -> None:
    a, b, c = merged(collecting, "A", "B", "C")
    collecting.apply(ideas.park(a, b, c))
    assert [i.id for i in by_lead(collecting.state)[a]] == [a, b, c]
    collecting.apply(ideas.show(c))
    assert [i.id for i in by_lead(collecting.state)[c]] == [c, b]


def test_ideas_held_in_silence_get_a_lead_too(collecting: Document) -> None:
    collecting.apply(evening.start_silence())
    a, b, c = merged(collecting, "A", "B", "C")
    collecting.apply(ideas.park(a))
    collecting.apply(evening.end_silence())
    state = collecting.state
    assert [i.id for i in by_lead(state)[b]] == [b, c]
    assert in_play(state.ideas[b])


def test_a_withdrawn_lead_takes_nobody_along(collecting: Document) -> None:
    a = collecting.apply(ideas.receive("A", channel=Channel.PHONE))
    b, c = (collecting.apply(ideas.add(words)) for words in "BC")
    collecting.apply(ideas.merge([b, c], a))
    collecting.apply(ideas.withdraw(a))
    assert [i.id for i in by_lead(collecting.state)[b]] == [b, c]


def test_who_is_on_the_board_leads_before_who_waits(collecting: Document) -> None:
    lead = collecting.apply(ideas.add("A"))
    waits = collecting.apply(ideas.receive("B", channel=Channel.PHONE))
    shown = collecting.apply(ideas.add("C"))
    collecting.apply(ideas.merge([waits, shown], lead))
    collecting.apply(ideas.park(lead))
    assert [i.id for i in by_lead(collecting.state)[shown]] == [shown, waits]


def test_a_split_hidden_idea_takes_nobody_along(collecting: Document) -> None:
    a, b, c = (collecting.apply(ideas.add(words)) for words in "ABC")
    collecting.apply(ideas.merge([a], b))
    collecting.apply(ideas.merge([b], c))
    collecting.apply(ideas.park(b))
    collecting.apply(ideas.split(b))
    state = collecting.state
    assert state.ideas[b].state is IdeaState.PARKED
    assert state.ideas[a].merged_into is None


@pytest.mark.parametrize("away", ["hide", "park"])
def test_nothing_is_merged_into_what_left_the_board(collecting: Document, away: str) -> None:
    a, b = (collecting.apply(ideas.add(words)) for words in "AB")
    acts = {"hide": ideas.hide(a, reason=Reason.SPAM), "park": ideas.park(a)}
    collecting.apply(acts[away])
    with pytest.raises(BadValue, match="not_allowed"):
        collecting.apply(ideas.merge([b], a))


def test_grouping_a_merged_idea_moves_its_lead(collecting: Document) -> None:
    a, b, c = merged(collecting, "A", "B", "C")
    theme = collecting.apply(themes.add("Ophold"))
    collecting.apply(themes.group([b, c], theme, {b: (7.0, 8.0)}))
    state = collecting.state
    assert (state.ideas[a].theme, state.ideas[a].x, state.ideas[a].y) == (theme, 7.0, 8.0)
    assert state.ideas[b].theme is state.ideas[c].theme is None
    assert collecting.journal()[-1].facts["ideas"] == [1]
    collecting.apply(themes.ungroup(c))
    assert collecting.state.ideas[a].theme is None


# --- letters


def test_a_letter_is_never_given_twice(collecting: Document) -> None:
    apply = collecting.apply
    first, second = apply(themes.add("Et")), apply(themes.add("To"))
    apply(themes.remove(second))
    third = apply(themes.add("Tre"))
    assert [collecting.state.themes[key].letter for key in (first, third)] == ["A", "C"]
    collecting.undo()
    collecting.redo()
    assert collecting.state.themes[third].letter == "C"
    collecting.undo()
    fourth = apply(themes.add("Fire"))
    assert collecting.state.themes[fourth].letter == "D"
    (imported,) = apply(ideas.bring_in([ideas.Incoming("Bænke", theme="Fem")]))
    theme = collecting.state.ideas[imported].theme
    assert theme is not None
    assert collecting.state.themes[theme].letter == "E"


def test_letters_given_before_they_were_counted_stay_with_their_themes(
    collecting: Document,
) -> None:
    for title in ("Et", "To"):
        collecting.apply(themes.add(title))
    collecting.close()
    alter(collecting.path, "DELETE FROM counters WHERE id LIKE 'themes.%'")
    with Document.open(collecting.path, source=ticking_source("igen")) as document:
        key = document.apply(themes.add("Tre"))
        assert document.state.themes[key].letter == "C"


# --- what the journal says


def test_small_acts_are_in_the_journal(at_stage: AtStage) -> None:
    document = at_stage("ideas")
    theme = next(theme for theme in document.state.themes.values() if theme.letter == "A")
    document.apply(themes.recolour(theme.id, Colour.LILAC))
    document.apply(evening.label_table(2, "Ved døren"))
    (step,) = document.state.steps.values()
    document.apply(evening.change_step(step.id, minutes=20))
    assert [(entry.act, entry.facts) for entry in document.journal()[-3:]] == [
        ("themes.recolour", {"theme": "A", "colour": "lilac"}),
        ("evening.label_table", {"table": 2}),
        ("evening.change_step", {"step": 1}),
    ]


def test_merging_nothing_is_no_act(collecting: Document) -> None:
    idea = collecting.apply(ideas.add("Bænke"))
    theme = collecting.apply(themes.add("Ophold"))
    for act in (ideas.merge([], idea), themes.merge([], theme)):
        with pytest.raises(BadValue, match="too_few"):
            collecting.apply(act)


# --- facts and organisation


def test_only_frames_can_be_unresolved(document: Document) -> None:
    document.apply(evening.describe(unresolved=("fixed",)))
    with pytest.raises(Unknown):
        document.apply(evening.describe(unresolved=("fixed", "vejret")))
    assert document.state.facts.unresolved == ("fixed",)


@pytest.mark.parametrize("name", ["politicians", "unresolved"])
def test_a_text_is_no_list(document: Document, name: str) -> None:
    with pytest.raises(BadValue, match="not_allowed"):
        document.apply(evening.describe(**{name: "fixed"}))


PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"


def test_a_logo_is_a_png_or_a_jpeg_of_at_most_two_megabytes(document: Document) -> None:
    for logo in (PNG + bytes(9), JPEG + bytes(9), PNG.ljust(2_000_000, b"\0"), b""):
        document.apply(evening.set_organisation(logo=logo))
        assert document.state.organisation.logo == logo
    for bad in (b"GIF89a", PNG[:4], PNG.decode("latin-1"), None):
        with pytest.raises(BadValue, match="not_allowed"):
            document.apply(evening.set_organisation(logo=bad))
    with pytest.raises(BadValue, match="too_many"):
        document.apply(evening.set_organisation(logo=PNG.ljust(2_000_001, b"\0")))
