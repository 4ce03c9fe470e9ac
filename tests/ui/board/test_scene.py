import contextlib
import random

import pytest

from moedeapp.model.board import by_theme, in_play, lead_of, theme_of
from moedeapp.model.commands import evening, ideas, themes
from moedeapp.model.errors import MoedeError
from moedeapp.model.meeting import Colour, IdeaState, Phase, Reason, numbered
from moedeapp.ui.board import geometry
from moedeapp.ui.board.geometry import Box, note_box
from moedeapp.ui.board.scene import Scene
from tests.ui.conftest import fill


class Follower:
    """A scene that follows a document change by change, as the window's does."""

    def __init__(self, document, question=None):
        self.document = document
        self.question = question or next(iter(document.state.questions))
        self.scene = Scene()
        self.scene.follow(document.state, self.question, ())
        document.subscribe(self._take)

    def _take(self, changes):
        self.step = self.scene.follow(self.document.state, self.question, changes)

    def act(self, command):
        return self.document.apply(command)


@pytest.fixture
def board(document):
    fill(document, 12)
    document.apply(evening.go_to(Phase.THEMES))
    return Follower(document)


def keys(document):
    return [idea.id for idea in numbered(document.state.ideas)]


def shown(scene):
    """Everything a scene says but where it found room for loose notes that stand nowhere else."""
    placed = {}
    for key, place in scene.index.places.items():
        idea = scene.notes[key].idea
        if key not in scene.loose:
            placed[key] = place
        elif idea.x or idea.y:
            placed[key] = place if place == (idea.x, idea.y) else "below an area"
    members = {key: scene.members(key) for key in scene.areas}
    return scene.notes, scene.areas, set(scene.loose), members, placed


def afresh(board):
    scene = Scene()
    scene.follow(board.document.state, board.question, ())
    return scene


def overlaps(scene):
    """Things that cover each other, but for notes that somebody put there by hand."""
    found = []
    for key, place in scene.index.places.items():
        box = note_box(place)
        if key in scene.loose:
            found += [(key, a) for a, area in scene.areas.items() if box.touches(area.box)]
        if not _by_hand(scene, key):
            found += [
                (key, other)
                for other, _ in scene.index.within(box)
                if other != key and not _by_hand(scene, other)
            ]
    boxes = [area.box for area in scene.areas.values()]
    found += [(a, b) for a in boxes for b in boxes if a is not b and a.touches(b)]
    return found


def _by_hand(scene, key):
    idea = scene.notes[key].idea
    return key in scene.loose and scene.index.places[key] == (idea.x, idea.y)


def test_an_empty_meeting_has_an_empty_board(document):
    scene = Scene()
    assert not scene.follow(document.state, next(iter(document.state.questions)), ()).notes
    assert (scene.notes, scene.areas, scene.whole()) == ({}, {}, None)


def test_loose_notes_stand_in_rows_by_number_and_cover_nothing(board, document):
    places = [board.scene.index.places[key] for key in keys(document)]
    assert places == sorted(places, key=lambda place: (place[1], place[0]))
    assert len({place[1] for place in places}) == 2
    assert overlaps(board.scene) == []


def test_a_note_goes_into_the_area_of_its_theme_and_the_others_stay(board, document):
    first, second, *rest = keys(document)
    before = dict(board.scene.index.places)
    key = board.act(themes.add("Havneliv", ideas=[second, first]))
    assert board.scene.members(key) == [first, second]
    area = board.scene.areas[key]
    assert all(
        area.box.with_(note_box(board.scene.index.places[k])) == area.box for k in (first, second)
    )
    assert {k: board.scene.index.places[k] for k in rest} == {k: before[k] for k in rest}
    assert board.step.moved == {k: before[k] for k in (first, second)}
    assert board.step.groups == {None, key}


def test_an_area_grows_with_its_notes_and_pushes_the_one_below(board, document):
    a = board.act(themes.add("A", at=(-900, 0)))
    b = board.act(themes.add("B", at=(-900, 300)))
    before = board.scene.areas[b].box
    board.act(themes.group(keys(document)[:6], a))
    assert board.scene.areas[a].box.height == geometry.area_height(6, 2)
    assert board.scene.areas[b].box.y > before.y
    assert overlaps(board.scene) == []
    board.document.undo()
    assert board.scene.areas[b].box == before


def test_taking_a_note_out_puts_it_back_where_it_was(board, document):
    first = keys(document)[0]
    before = board.scene.index.places[first]
    key = board.act(themes.add("A", ideas=[first]))
    assert board.scene.index.places[first] != before
    board.act(themes.ungroup(first))
    assert board.scene.index.places[first] == before
    assert board.scene.members(key) == []


def test_a_loose_note_under_an_area_moves_below_it(board, document):
    first, second = keys(document)[:2]
    board.act(ideas.place({first: (300, 2000), second: (310, 2200)}))
    board.act(themes.add("A", at=(250, 1900)))
    area = next(iter(board.scene.areas.values())).box
    tops = [board.scene.index.places[key][1] for key in (first, second)]
    assert tops[0] >= area.bottom
    assert overlaps(board.scene) == []
    board.document.undo()
    assert board.scene.index.places[first] == (300, 2000)


def test_merged_ideas_are_one_note_that_says_how_many_it_holds(board, document):
    first, second, third = keys(document)[:3]
    board.act(ideas.merge([first, second], third))
    assert board.scene.notes[third].merged == 2
    assert board.scene.notes[third].foot == "bord 3 · +2"
    assert first not in board.scene.notes
    board.act(ideas.split(first))
    assert board.scene.notes[third].merged == 1
    assert first in board.scene.notes


def test_hidden_parked_and_waiting_ideas_are_not_on_the_board(board, document):
    first, second, third = keys(document)[:3]
    board.act(ideas.hide(first, reason=Reason.SPAM))
    board.act(ideas.park(second))
    board.act(ideas.mask(third, Reason.PERSON))
    assert not {first, second, third} & board.scene.notes.keys()
    board.act(ideas.show(first))
    assert first in board.scene.notes


def test_merged_themes_are_one_area_that_says_what_it_holds(board, document):
    one, two, *_ = keys(document)
    a = board.act(themes.add("Børn", ideas=[one]))
    b = board.act(themes.add("Unge", ideas=[two]))
    board.act(themes.merge([a], b))
    assert list(board.scene.areas) == [b]
    assert board.scene.areas[b].holds == ("Børn",)
    assert board.scene.members(b) == [one, two]
    assert board.scene.notes[one].colour == document.state.themes[b].colour
    board.act(themes.split(a))
    assert board.scene.members(a) == [one]


def test_a_recoloured_theme_gives_its_notes_other_paper(board, document):
    key = board.act(themes.add("A", ideas=keys(document)[:1]))
    board.act(themes.recolour(key, Colour.GREY))
    assert board.scene.notes[keys(document)[0]].colour is Colour.GREY


def test_a_suggestion_gathers_its_notes_and_leaves_again_without_a_trace(board, document):
    before = dict(board.scene.index.places)
    chosen = keys(document)[2:6]
    board.scene.suggest(chosen)
    assert board.scene.maybe is not None
    for key in chosen:
        assert board.scene.maybe.box.with_(note_box(board.scene.index.places[key])) == (
            board.scene.maybe.box
        )
    assert overlaps(board.scene) == []
    board.scene.suggest(())
    assert board.scene.maybe is None
    assert board.scene.index.places == before


def test_an_accepted_suggestion_becomes_a_theme_where_it_stood(board, document):
    chosen = keys(document)[2:6]
    board.scene.suggest(chosen)
    at = board.scene.maybe.box[:2]
    places = {key: board.scene.index.places[key] for key in chosen}
    key = board.act(themes.add("Bænke", ideas=chosen, at=at))
    board.scene.suggest(())
    assert board.scene.areas[key].box[:2] == at
    assert {k: board.scene.index.places[k] for k in chosen} == places


def test_another_question_has_its_own_board(board, document):
    other = document.apply(evening.add_question("Hvem skal passe den?"))
    idea = document.apply(ideas.add("Naboerne", question=other))
    assert idea not in board.scene.notes
    board.scene.follow(document.state, other, ())
    assert set(board.scene.notes) == {idea}


def test_nothing_new_is_no_step(board, document):
    assert not board.scene.follow(document.state, board.question, ())


def test_tidying_places_everything_so_that_nothing_covers_anything(board, document):
    chosen = keys(document)
    a = board.act(themes.add("A", ideas=chosen[:5]))
    b = board.act(themes.add("B", at=(40, 40)))
    counts = [(key, len(board.scene.members(key))) for key in board.scene.areas]
    layout = geometry.tidy(counts, list(board.scene.loose), 1.6)
    board.act(themes.arrange(layout.areas, layout.loose))
    assert {key: board.scene.areas[key].box[:2] for key in (a, b)} == {
        key: layout.areas[key][:2] for key in (a, b)
    }
    assert overlaps(board.scene) == []
    assert shown(board.scene) == shown(afresh(board))


@pytest.mark.parametrize("seed", range(6))
def test_after_any_acts_and_undos_the_board_is_as_if_made_afresh(board, document, seed):
    chance = random.Random(seed)
    for _ in range(50):
        _random_act(chance, board, document)
        assert overlaps(board.scene) == []
    fresh = afresh(board)
    assert shown(board.scene) == shown(fresh)
    assert board.scene.index.places.keys() == fresh.index.places.keys() == board.scene.notes.keys()
    _is_what_the_meeting_says(board.scene, document.state)


def _is_what_the_meeting_says(scene, state):
    leads = {lead_of(state.ideas, idea).id for idea in state.ideas.values() if in_play(idea)}
    assert scene.notes.keys() == leads
    for key in leads:
        theme = theme_of(state, state.ideas[key])
        assert scene.notes[key].area == (theme.id if theme else None)
    counts = {
        key: sum(map(in_play, group)) for key, group in by_theme(state).items() if key is not None
    }
    assert {k: a.count for k, a in scene.areas.items() if a.count} == {
        k: n for k, n in counts.items() if n
    }


def _random_act(chance, board, document):
    state = document.state
    notes, areas = sorted(board.scene.notes), sorted(state.themes)
    some = chance.sample(notes, min(len(notes), chance.randint(1, 3)))
    spot = (chance.randint(-1500, 1500) + 0.5, chance.randint(0, 1200) + 0.5)
    acts = [
        lambda: themes.add("Tema", ideas=some, at=chance.choice([(0, 0), spot])),
        lambda: ideas.add("Ny idé"),
        lambda: ideas.hide(*some, reason=Reason.SPAM),
        lambda: ideas.show(*(i.id for i in state.ideas.values() if i.state is IdeaState.HIDDEN)),
        lambda: themes.ungroup(*some),
        lambda: ideas.place({key: (spot[0] + 20 * at, spot[1]) for at, key in enumerate(some)}),
        lambda: ideas.split(*(i.id for i in state.ideas.values() if i.merged_into in some)),
    ]
    if len(some) > 1:
        acts.append(lambda: ideas.merge(some[1:], some[0]))
    if areas:
        one, two = chance.choice(areas), chance.choice(areas)
        acts += [
            lambda: themes.group(some, one),
            lambda: themes.place({one: (*spot, chance.choice([0, 454, 900]), 300)}),
            lambda: themes.remove(one),
            lambda: themes.rename(one, "Andet"),
            lambda: themes.merge([one], two),
            lambda: themes.split(one),
        ]
    if chance.random() < 0.3:
        act = document.undo if chance.random() < 0.7 else document.redo
        _try(act)
    else:
        command = chance.choice(acts)()
        _try(lambda: document.apply(command))


def _try(act):
    with contextlib.suppress(MoedeError):
        act()


def test_a_change_costs_the_change_and_not_the_board(document, monkeypatch):
    fill(document, 600)
    document.apply(evening.go_to(Phase.THEMES))
    board = Follower(document)
    key = board.act(themes.add("A", ideas=keys(document)[:3]))
    made, placed = [], []
    note, put = Scene._note, board.scene.index.put
    monkeypatch.setattr(Scene, "_note", lambda self, lead: made.append(lead) or note(self, lead))
    monkeypatch.setattr(board.scene.index, "put", lambda k, p: placed.append(k) or put(k, p))
    board.act(themes.group(keys(document)[10:12], key))
    assert (len(made), len(placed)) == (2, 2)
    board.act(ideas.place({keys(document)[20]: (50.0, 9000.0)}))
    assert (len(made), len(placed)) == (3, 3)
    board.act(ideas.merge([keys(document)[30]], keys(document)[31]))
    assert len(made) <= 6
    board.act(evening.describe(title="Noget andet"))
    assert len(made) <= 6
    assert len(placed) == 3


# --- arithmetic


def test_areas_fall_below_the_ones_they_would_cover():
    settled = geometry.settle([("b", Box(0, 50, 100, 100)), ("a", Box(0, 0, 100, 100))])
    assert settled == {
        "a": Box(0, 0, 100, 100),
        "b": Box(0, 100 + geometry.BETWEEN, 100, 100),
    }


@pytest.mark.parametrize("count", [0, 1, 7, 120])
@pytest.mark.parametrize("columns", [1, 2, 5])
def test_every_note_of_an_area_is_inside_it(count, columns):
    area = Box(10, 20, geometry.area_width(columns), geometry.area_height(count, columns))
    inside = [note_box(geometry.slot(area, columns, at)) for at in range(count)]
    assert all(area.with_(box) == area for box in inside)
    assert not any(a.touches(b) for a in inside for b in inside if a is not b)
    assert geometry.columns_in(area.width) == columns


@pytest.mark.parametrize("themes_count", [0, 1, 6, 40])
@pytest.mark.parametrize("loose", [0, 1, 60, 500])
def test_a_tidy_board_covers_nothing_and_comes_near_the_shape_of_its_window(themes_count, loose):
    counts = [(str(at), (at * 7) % 23) for at in range(themes_count)]
    layout = geometry.tidy(counts, [f"n{at}" for at in range(loose)], 1.6)
    notes = [note_box(place) for place in layout.loose.values()]
    boxes = [*layout.areas.values(), *notes]
    assert not any(a.touches(b) for a in layout.areas.values() for b in boxes if a is not b)
    assert len(set(layout.loose.values())) == loose
    whole = geometry.around(boxes)
    if themes_count * loose > 100:
        assert 0.8 < whole.width / whole.height < 3.2
