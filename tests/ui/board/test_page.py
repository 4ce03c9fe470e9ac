import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QPushButton

from moedeapp.model.commands import evening, ideas, themes
from moedeapp.model.document import Document
from moedeapp.model.meeting import Colour, IdeaState, Phase
from moedeapp.ui import theme
from moedeapp.ui.board import menus, pictures
from moedeapp.ui.board.items import FAR
from moedeapp.ui.board.moving import Moving
from tests.ui.board.conftest import Hands
from tests.ui.conftest import fill
from tests.ui.test_window import clipped, nameless, settle

KEY = Qt.Key
EMOJI = "🚲👩‍👩‍👧‍👦 Cykelsti til Brønshøj-Husum og Vestamagerfællesskabsforeningerne 🌳"


def actions(menu):
    """Every entry of a menu and its submenus, by its words."""
    found = {}
    for action in menu.actions():
        words = action.text().split("\t")[0]
        found[words] = action
        if action.menu():
            found.update(actions(action.menu()))
    return found


def test_without_ideas_the_board_says_what_can_be_here(board):
    hands = board(0)
    assert hands.page._empty.isVisible()
    assert hands.page._empty.text().startswith("Der er ikke vist nogen idéer endnu")
    hands.document.apply(ideas.add("Den første"))
    hands.settle()
    assert not hands.page._empty.isVisible()


def test_a_small_board_is_seen_as_a_whole_and_a_large_one_so_that_it_can_be_read(board):
    hands = board(12)
    seen = hands.view.camera.seen()
    assert seen.with_(hands.scene.whole()) == seen
    assert hands.view.camera.scale >= 0.5


def test_a_board_of_many_notes_begins_at_its_first_one(board):
    hands = board(300)
    assert hands.view.camera.scale == 0.5
    seen = hands.view.camera.seen()
    assert seen.with_(hands.box(1)) == seen


@pytest.mark.parametrize("size", [(960, 520), (1280, 800), (1920, 1080)])
@pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, for sizes
def test_nothing_is_clipped_or_nameless_and_nothing_floats_outside(qapp, board, size):
    hands = board(30)
    document = hands.document
    document.apply(ideas.edit(hands.idea(1).id, "ord " * 2500))
    document.apply(ideas.edit(hands.idea(2).id, EMOJI))
    document.apply(ideas.edit(hands.idea(3).id, "a" * 200))
    document.apply(ideas.merge(hands.keys(5, 6), hands.idea(4).id))
    for at in range(12):
        document.apply(themes.add(f"{at} " + "Fællesskab ved vandet og langs stien " * 5))
    hands.settle()
    hands.window.setMinimumSize(100, 100)
    hands.window.resize(*size)
    page = hands.page
    hands.choice.set(hands.keys(4))
    for show in (
        lambda: None, page.begin_search, lambda: page.open_note(hands.idea(4).id),
        page.acts.ask_theme, page.turn_list,
    ):  # fmt: skip
        show()
        settle(qapp)
        assert clipped(page) == []
        assert nameless(page) == []
        for floating in (page.bar, page.map, page.search, page.opened, page.goal):
            if floating.isVisible():
                assert page.rect().contains(floating.geometry()), floating
    if page.map.isVisible():
        assert not page.map.geometry().intersects(page.bar.geometry())
    hands.choice.set(hands.keys(1, 2, 4))
    page.acts.ask_to_merge()
    settle(qapp)
    assert page.rect().contains(page.merging.geometry())


def test_every_drag_has_a_menu_that_does_the_same(board):
    hands = board(6)
    a = hands.add_theme("Havneliv")
    hands.choice.set(hands.keys(2))
    menu = hands.page.make_menu()
    actions(menu)["A  Havneliv"].trigger()
    hands.settle()
    assert hands.idea(2).theme == a
    menu.deleteLater()
    menu = hands.page.make_menu()
    actions(menu)["Tag ud"].trigger()
    hands.settle()
    assert hands.idea(2).theme is None
    menu.deleteLater()
    before = hands.box(2)
    menu = hands.page.make_menu()
    actions(menu)["Ned"].trigger()
    hands.settle()
    assert hands.box(2).y > before.y
    menu.deleteLater()


def test_the_menu_of_a_theme_changes_colour_width_and_takes_it_off_the_board(board):
    hands = board(6)
    a = hands.add_theme("Havneliv", 1, 2, 3)
    for words, check in (
        ("Grå", lambda: hands.document.state.themes[a].colour is Colour.GREY),
        ("Bredere", lambda: hands.scene.areas[a].columns == 3),
        ("Smallere", lambda: hands.scene.areas[a].columns == 2),
        ("Vælg temaets sedler", lambda: hands.chosen == [1, 2, 3]),
        ("Tag temaet af tavlen", lambda: a not in hands.scene.areas),
    ):
        hands.choice.set([a])
        menu = hands.page.make_menu()
        actions(menu)[words].trigger()
        hands.settle()
        assert check(), words
        menu.deleteLater()
    assert len(hands.scene.loose) == 6


def test_tidying_is_one_act_and_undo_puts_everything_back(board):
    hands = board(20)
    hands.add_theme("Havneliv", 1, 2, 3)
    hands.add_theme("Børn", 4)
    places = dict(hands.scene.index.places)
    boxes = {key: area.box for key, area in hands.scene.areas.items()}
    (tidy,) = [b for b in hands.page.findChildren(QPushButton) if b.accessibleName() == "Ryd op"]
    hands.qtbot.mouseClick(tidy, Qt.MouseButton.LeftButton)
    hands.settle()
    assert hands.document.next_undo() == "themes.arrange"
    hands.document.undo()
    hands.settle()
    assert dict(hands.scene.index.places) == places
    assert {key: area.box for key, area in hands.scene.areas.items()} == boxes


def test_a_tidied_board_is_seen_as_a_whole(board):
    hands = board(60)
    hands.add_theme("Havneliv", 1, 2, 3)
    hands.view.camera.zoom(1.0)
    hands.view.camera.centre((hands.box(60).x, hands.box(60).y))
    (tidy,) = [b for b in hands.page.findChildren(QPushButton) if b.accessibleName() == "Ryd op"]
    hands.qtbot.mouseClick(tidy, Qt.MouseButton.LeftButton)
    hands.settle()
    assert hands.view.camera.seen().covers(hands.scene.whole())


def test_a_tidied_board_is_no_smaller_than_it_needs_to_be(board):
    hands = board(12)
    hands.document.apply(themes.arrange({}, {hands.idea(1).id: (9000.0, 4000.0)}))
    hands.settle()
    hands.page.tidy()
    hands.settle()
    camera = hands.view.camera
    assert camera.sees(hands.scene.whole())
    assert camera.scale == pytest.approx(camera.whole_scale())


def test_a_new_theme_comes_in_sight_with_its_notes(board):
    hands = board(12)
    hands.window.resize(1280, 800)
    hands.view.camera.show_whole()
    hands.choice.set(hands.keys(1, 2, 3))
    hands.press(Qt.Key.Key_T)
    hands.type("Havneliv")
    hands.press(Qt.Key.Key_Return)
    hands.settle()
    (area,) = hands.scene.areas.values()
    assert hands.view.camera.sees(area.box)


def test_a_large_board_stays_where_it_is_when_a_theme_is_made(board):
    hands = board(150)
    camera = hands.view.camera
    left, scale = camera.corner.x(), camera.scale
    hands.choice.set(hands.keys(1))
    hands.press(Qt.Key.Key_T)
    hands.type("Havneliv")
    hands.press(Qt.Key.Key_Return)
    hands.settle()
    assert len(hands.scene.areas) == 1
    assert (camera.corner.x(), camera.scale) == (left, scale)


def test_there_is_a_map_while_something_is_out_of_sight(board):
    hands = board(20)
    camera, shown = hands.view.camera, hands.page.map
    camera.show_whole()
    assert not shown.isVisible()
    camera.centre((-4000.0, 0.0))
    assert shown.isVisible()
    camera.show_whole()
    hands.document.apply(themes.arrange({}, {hands.idea(1).id: (9000.0, 0.0)}))
    hands.qtbot.waitUntil(shown.isVisible)


def test_a_click_on_the_map_goes_there(qtbot, board):
    hands = board(300)
    hands.view.camera.zoom(1.0)
    hands.qtbot.waitUntil(hands.page.map.isVisible)
    hands.page.map.grab()
    last = hands.page.map._on_map(hands.box(300)).center().toPoint()
    qtbot.mouseClick(hands.page.map, Qt.MouseButton.LeftButton, pos=last)
    assert hands.view.camera.seen().touches(hands.box(300))


def test_with_several_questions_each_has_its_board(board):
    hands = board(3)
    assert not hands.page._questions.isVisible()
    other = hands.document.apply(evening.add_question("Hvem skal passe den?"))
    hands.document.apply(ideas.add("Naboerne", question=other))
    hands.settle()
    assert hands.page._questions.isVisible()
    assert len(hands.scene.notes) == 3
    hands.page._question_box.setCurrentIndex(1)
    hands.settle()
    assert [note.words for note in hands.scene.notes.values()] == ["Naboerne"]
    made = hands.page.acts.new_theme("Pasning")
    assert made
    assert hands.theme("Pasning").question == other


def colour_at(hands, what, shift=(0, 0)):
    at = hands.point(what) + QPoint(*shift)
    hands.settle()
    return QColor(hands.port.grab().toImage().pixel(at)).name()


@pytest.mark.parametrize("look", ["light", "dark", "contrast", "contrast dark"])
@pytest.mark.parametrize("scale", [1.0, FAR / 2])
def test_notes_and_areas_have_the_colours_of_the_look_at_every_zoom(qapp, board, look, scale):
    hands = board(6)
    hands.add_theme("Havneliv", 1)
    hands.document.apply(themes.recolour(hands.theme("Havneliv").id, Colour.BLUE))
    hands.settle()
    hands.view.camera.show_whole()
    hands.view.camera.zoom(scale)
    hands.choice.clear()
    theme.wear(qapp, look, still=True)
    worn = theme.colours()
    hands.settle()
    right = (round(60 * scale), round(30 * scale))
    assert colour_at(hands, 1, right) == worn.notes[Colour.BLUE]
    assert colour_at(hands, 4, right) == worn.notes[Colour.YELLOW]
    assert colour_at(hands, hands.theme("Havneliv").id, (round(200 * scale), 0)) == worn.card


def test_a_changed_note_is_drawn_anew(board):
    hands = board(3)
    hands.view.camera.zoom(1.0)
    before = hands.port.grab().toImage()
    hands.document.apply(ideas.edit(hands.idea(1).id, "Helt andre ord"))
    hands.settle()
    hands.qtbot.waitUntil(lambda: hands.port.grab().toImage() != before)


def test_a_meeting_open_for_reading_is_seen_and_refuses_in_words(qtbot, document, tmp_path, show):
    fill(document, 3)
    document.apply(evening.go_to(Phase.THEMES))
    document.apply(themes.add("Havneliv"))
    document.copy(tmp_path / "kopi.moede")
    with Document.open(tmp_path / "kopi.moede", readonly=True) as reading:
        hands = Hands(qtbot, show(reading), reading)
        before = reading.state
        hands.press(KEY.Key_T)
        hands.type("a")
        hands.press(KEY.Key_Return)
        hands.drag(2, (0.0, 600.0))
        assert reading.state is before
        assert not hands.view.shown.moving.shifts
        assert hands.window.notices.sentence


def test_ideas_shown_while_the_board_is_open_come_to_it(board, document):
    hands = board(3)
    document.apply(ideas.park(hands.idea(2).id))
    hands.settle()
    assert hands.idea(2).id not in hands.scene.notes
    document.apply(ideas.show(hands.idea(2).id))
    hands.settle()
    assert hands.idea(2).id in hands.scene.notes


def test_the_opened_note_can_be_edited_parked_and_hidden(qtbot, board):
    hands = board(4)
    hands.choice.set(hands.keys(2))
    hands.press(KEY.Key_Return)
    single = hands.page.opened.single
    qtbot.mouseClick(single._edit, Qt.MouseButton.LeftButton)
    single._box.setPlainText("Rettet ordlyd")
    qtbot.mouseClick(single._save, Qt.MouseButton.LeftButton)
    hands.settle()
    assert hands.scene.notes[hands.idea(2).id].words == "Rettet ordlyd"
    hands.page.open_note(hands.idea(2).id)
    qtbot.mouseClick(single._park, Qt.MouseButton.LeftButton)
    hands.settle()
    assert hands.idea(2).id not in hands.scene.notes


def test_the_very_first_glide_tells_where_it_begins(qapp, qtbot):
    theme.wear(qapp)
    moving = Moving(qapp)
    told = []
    moving.changed.connect(lambda: told.append(dict(moving.shifts)))
    moving.glide({"note": (400.0, 0.0)})
    assert told[:1] == [{"note": (400.0, 0.0)}]
    qtbot.waitUntil(lambda: not moving.shifts)


def test_notes_glide_to_their_new_places_unless_nothing_may_move(qapp, board):
    hands = board(6)
    a = hands.add_theme("Havneliv")
    theme.wear(qapp)
    assert theme.motion()
    hands.choice.set(hands.keys(1))
    hands.page.acts.put_in(hands.keys(1), a)
    hands.qtbot.waitUntil(lambda: bool(hands.view.shown.moving.shifts))
    hands.qtbot.waitUntil(lambda: not hands.view.shown.moving.shifts)
    theme.wear(qapp, still=True)
    hands.page.acts.put_in(hands.keys(2), a)
    hands.qtbot.waitUntil(lambda: hands.scene.members(a) == hands.keys(1, 2))
    assert not hands.view.shown.moving.shifts


def test_the_menu_key_opens_the_menu_of_what_is_chosen(qtbot, board, monkeypatch):
    hands = board(3)
    asked = []
    monkeypatch.setattr(menus, "show", lambda menu, at: asked.append((actions(menu), at)))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(hands.port, event)
    ((entries, at),) = asked
    assert "Åbn" in entries
    assert (hands.port.mapFromGlobal(at) - hands.point(1)).manhattanLength() <= 2
    hands.qtbot.mouseClick(hands.port, Qt.MouseButton.RightButton, pos=hands.point(2))
    assert hands.chosen == [2]


def test_esc_on_the_board_closes_what_is_open_above_it(board):
    hands = board(6)
    hands.page.begin_search()
    hands.page.open_note(hands.idea(1).id)
    hands.view.setFocus()
    hands.press(KEY.Key_Escape)
    assert hands.page.search.isHidden()
    assert hands.page.opened.isVisible()
    hands.press(KEY.Key_Escape)
    assert hands.page.opened.isHidden()


def test_the_words_of_a_long_idea_end_in_an_ellipsis_and_marked_words_stand_out():
    face = theme.font(17)
    short = pictures.laid_out("Bænke i læ", face, 180, 84)
    assert short.text() == "Bænke i læ"
    long = pictures.laid_out("Et sted ved vandet " * 600, face, 180, 84)
    assert long.lineCount() == 3
    assert long.text().endswith("…")
    assert all(long.lineAt(n).naturalTextWidth() <= 180 for n in range(3))
    word = pictures.laid_out("Vestamagerfællesskabsforeningerne" * 3, face, 180, 84)
    assert word.lineCount() == 3
    marked = pictures.laid_out("Bænke og flere BÆNKE", face, 180, 84, ("bænk",))
    assert [(m.start, m.length) for m in marked.formats()] == [(0, 4), (15, 4)]


@pytest.mark.parametrize("look", theme.LOOKS)
def test_the_edge_of_every_paper_can_be_seen(qapp, look):
    theme.wear(qapp, look)
    worn = theme.colours()
    for paper in worn.notes.values():
        edge = pictures.rim(paper).name()
        assert theme.contrast(edge, worn.paper) >= 3
        assert theme.contrast(edge, worn.card) >= 3


def test_the_letters_on_the_buttons_of_the_opened_note_do_what_they_say(board):
    hands = board(4)
    hands.choice.set(hands.keys(2))
    hands.press(KEY.Key_Return)
    hands.press(KEY.Key_F2)
    hands.type("Ny ordlyd")
    hands.press(KEY.Key_Escape)
    assert hands.page.opened.isVisible()
    hands.page.opened._close.setFocus()
    hands.press(KEY.Key_P)
    assert hands.idea(2).state is IdeaState.PARKED
    assert hands.idea(2).id not in hands.scene.notes
    assert not hands.page.opened.single._merged.isVisible()


def test_what_is_merged_from_the_opened_note_is_seen_beside_each_other_first(board):
    hands = board(4)
    hands.choice.set(hands.keys(1, 2))
    hands.page.open_note(hands.idea(1).id)
    hands.page.opened.single.merge_chosen()
    assert hands.page.merging.isVisible()
    assert hands.idea(1).merged_into is hands.idea(2).merged_into is None
