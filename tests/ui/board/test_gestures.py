import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QNativeGestureEvent, QPointingDevice
from PySide6.QtWidgets import QApplication, QToolTip

from moedeapp.model.commands import evening, ideas
from moedeapp.model.meeting import Phase
from moedeapp.ui.board import geometry
from tests.ui.board.conftest import CTRL, MIDDLE, SHIFT

OPEN_GROUND = (-400.0, 500.0)


def acts(document):
    return document.next_undo()


def test_a_click_chooses_a_note_and_a_click_beside_lets_go(board):
    hands = board()
    hands.click(3)
    assert hands.chosen == [3]
    hands.click(5)
    assert hands.chosen == [5]
    hands.click(OPEN_GROUND)
    assert hands.chosen == []


@pytest.mark.parametrize("more", [CTRL, SHIFT])
def test_a_click_with_ctrl_or_shift_chooses_more(board, more):
    hands = board()
    hands.click(3)
    hands.click(5, more)
    hands.click(6, more)
    assert hands.chosen == [3, 5, 6]
    hands.click(5, more)
    assert hands.chosen == [3, 6]


def test_a_band_chooses_what_it_touches(board):
    hands = board()
    first, last = hands.box(1), hands.box(3)
    hands.drag((first.x - 10, first.y - 10), (last.x + 20, last.y + 30))
    assert hands.chosen == [1, 2, 3]
    assert hands.view.marks.band is None
    hands.click(6)
    hands.drag((first.x - 10, first.y - 10), (first.x + 20, first.y + 30), keys=SHIFT)
    assert hands.chosen == [1, 6]


def test_esc_leaves_what_was_chosen_before_the_band(board):
    hands = board()
    hands.click(6)
    first = hands.box(1)
    hands.drag((first.x - 10, first.y - 10), (first.x + 300, first.y + 30), drop=False)
    assert hands.chosen == [1, 2]
    hands.press(Qt.Key.Key_Escape)
    assert hands.chosen == [6]


def test_a_loose_note_stands_where_it_is_dropped_by_one_act(board, document):
    hands = board()
    before = hands.box(4)
    hands.drag(4, (before.x - 400 + 102, before.y + 90 + 60))
    idea = hands.idea(4)
    assert (idea.x, idea.y) == (before.x - 400, before.y + 90)
    assert hands.box(4)[:2] == (idea.x, idea.y)
    assert acts(document) == "ideas.place"
    document.undo()
    hands.settle()
    assert hands.box(4) == before


def test_a_note_is_dragged_into_a_theme_and_from_one_to_another(board, document):
    hands = board()
    a = hands.add_theme("Havneliv", 1)
    b = hands.add_theme("Børn", 2)
    hands.drag(5, a)
    assert hands.idea(5).theme == a
    assert hands.scene.members(a) == hands.keys(1, 5)
    hands.drag(5, b)
    assert hands.idea(5).theme == b
    assert hands.scene.members(b) == hands.keys(2, 5)
    assert acts(document) == "themes.group"
    document.undo()
    assert hands.idea(5).theme == a


def test_a_note_is_dragged_out_of_a_theme_to_a_place(board, document):
    hands = board()
    hands.add_theme("Havneliv", 1, 2)
    before = hands.box(1)
    hands.drag(1, (before.x + 102, before.y + 700))
    assert hands.idea(1).theme is None
    assert hands.idea(1).x == pytest.approx(before.x, abs=4)
    assert hands.idea(1).y == pytest.approx(before.y + 640, abs=4)
    assert acts(document) == "themes.ungroup"
    document.undo()
    hands.settle()
    assert hands.box(1) == before


def test_all_chosen_notes_are_dragged_together(board, document):
    hands = board()
    a = hands.add_theme("Havneliv")
    hands.click(2)
    hands.click(3, CTRL)
    hands.drag(3, a)
    assert hands.scene.members(a) == hands.keys(2, 3)
    document.undo()
    assert {idea.theme for idea in hands.ideas} == {None}


def test_the_theme_that_would_take_a_note_is_marked_while_it_is_carried(board):
    hands = board()
    a = hands.add_theme("Havneliv")
    hands.drag(2, a, drop=False)
    assert hands.view.shown.target == a
    hands.drop(hands.point(a))
    assert hands.view.shown.target is None


def test_esc_in_the_middle_of_a_drag_changes_nothing(board, document):
    hands = board()
    a = hands.add_theme("Havneliv")
    before, places = document.state, dict(hands.scene.index.places)
    hands.drag(2, a, drop=False)
    assert hands.view.shown.moving.shifts
    hands.press(Qt.Key.Key_Escape)
    hands.drop(hands.point(a))
    assert document.state is before
    assert hands.scene.index.places == places
    assert hands.view.gesture is None
    assert hands.view.shown.target is None


def test_a_note_let_go_where_it_was_taken_is_no_act(board, document):
    hands = board()
    a = hands.add_theme("Havneliv", 2)
    before = document.state
    at = hands.point(2)
    hands.drag(2, at + QPoint(30, 12), drop=False)
    hands.drop(at + QPoint(30, 12))
    assert hands.idea(2).theme == a
    assert document.state is before
    assert not hands.view.shown.moving.shifts


def test_a_theme_is_dragged_with_its_notes_by_one_act(board, document):
    hands = board()
    a = hands.add_theme("Havneliv", 1, 2)
    before, note = hands.scene.areas[a].box, hands.box(1)
    at = hands.point(a)
    hands.drag(a, at + QPoint(60, 200))
    scale = hands.view.camera.scale
    moved = hands.scene.areas[a].box
    assert moved.x - before.x == pytest.approx(60 / scale, abs=1)
    assert moved.y - before.y == pytest.approx(200 / scale, abs=1)
    assert hands.box(1).y - note.y == pytest.approx(200 / scale, abs=1)
    assert acts(document) == "themes.place"
    document.undo()
    hands.settle()
    assert hands.scene.areas[a].box == before


def test_the_right_edge_of_a_theme_says_how_many_notes_stand_beside_each_other(board, document):
    hands = board()
    a = hands.add_theme("Havneliv", 1, 2, 3, 4)
    box = hands.scene.areas[a].box
    hands.point(a)
    edge = (box.right, box.bottom - 8)
    hands.drag(edge, (edge[0] + 2 * geometry.STEP_X, edge[1]))
    assert hands.scene.areas[a].columns == 4
    assert document.state.themes[a].width == geometry.area_width(4)
    document.undo()
    hands.settle()
    assert hands.scene.areas[a].columns == 2


def test_a_refused_drop_says_why_and_the_note_is_back(qtbot, board, document):
    hands = board()
    a = hands.add_theme("Havneliv")
    hands.drag(2, a, drop=False)
    document.apply(evening.go_to(Phase.DOTS))
    hands.drop(hands.view._mouse)
    assert hands.idea(2).theme is None
    assert not hands.view.shown.moving.shifts


def test_a_phase_that_ends_in_the_middle_of_a_drag_leaves_no_gesture(qtbot, board, document):
    hands = board()
    hands.drag(2, (0.0, 900.0), drop=False)
    document.apply(evening.go_to(Phase.DOTS))
    qtbot.waitUntil(lambda: not hands.view.isVisible())
    assert hands.view.gesture is None


# --- looking around


def corner(hands):
    return hands.view.camera.corner


def test_the_middle_button_and_space_with_the_left_one_move_the_board(qtbot, board):
    hands = board(60)
    hands.view.camera.zoom(1.0)
    start = corner(hands)
    hands.drag(QPoint(400, 300), QPoint(340, 260), button=MIDDLE)
    assert corner(hands) - start == QPointF(60, 40)
    qtbot.keyPress(hands.view, Qt.Key.Key_Space)
    hands.drag(QPoint(400, 300), QPoint(390, 295))
    qtbot.keyRelease(hands.view, Qt.Key.Key_Space)
    assert corner(hands) - start == QPointF(70, 45)
    assert hands.page.opened.isHidden()


def test_the_wheel_moves_the_board_and_shift_makes_it_go_sideways(board):
    hands = board(60)
    hands.view.camera.zoom(1.0)
    start = corner(hands)
    hands.wheel(QPoint(300, 300), QPoint(0, -120))
    assert corner(hands) - start == QPointF(0, 60)
    hands.wheel(QPoint(300, 300), QPoint(0, -120), SHIFT)
    assert corner(hands) - start == QPointF(60, 60)
    hands.wheel(QPoint(300, 300), QPoint(-40, 0))
    assert corner(hands) - start == QPointF(80, 60)


def test_ctrl_and_the_wheel_zoom_around_the_pointer(board):
    hands = board(60)
    hands.view.camera.zoom(0.5)
    at = QPoint(700, 250)
    place = hands.view.camera.to_board(at)
    for _ in range(3):
        hands.wheel(at, QPoint(0, 120), CTRL)
    assert hands.view.camera.scale == pytest.approx(0.5 * 1.0015**360)
    now = hands.view.camera.to_window(place)
    assert (now - at).manhattanLength() <= 2


def test_a_pinch_zooms_around_the_fingers(board):
    hands = board(60)
    hands.view.camera.zoom(0.5)
    at = QPoint(200, 150)
    place = hands.view.camera.to_board(at)
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice(), 2,
        QPointF(at), QPointF(at), QPointF(hands.port.mapToGlobal(at)), 0.2, QPointF(),
    )  # fmt: skip
    QApplication.sendEvent(hands.port, event)
    assert hands.view.camera.scale == pytest.approx(0.6)
    assert (hands.view.camera.to_window(place) - at).manhattanLength() <= 2


def test_the_zoom_by_hand_stays_between_10_and_200_percent(board):
    hands = board(60)
    for _ in range(30):
        hands.wheel(QPoint(300, 300), QPoint(0, 1200), CTRL)
    assert hands.view.camera.scale == 2.0
    for _ in range(30):
        hands.wheel(QPoint(300, 300), QPoint(0, -1200), CTRL)
    assert hands.view.camera.scale == pytest.approx(0.1)


def test_something_of_the_board_always_stays_in_sight(board):
    hands = board()
    for turned in (QPoint(90_000, 90_000), QPoint(-180_000, -180_000)):
        hands.wheel(QPoint(300, 300), turned)
        assert hands.view.camera.seen().touches(hands.scene.whole())


def test_carrying_a_note_to_the_edge_moves_the_board(qtbot, board):
    hands = board(60)
    hands.view.camera.zoom(1.0)
    at = hands.point(8)
    start = corner(hands)
    edge = QPoint(hands.port.width() - 4, at.y())
    hands.drag(8, edge, drop=False)
    qtbot.waitUntil(lambda: corner(hands).x() > start.x() + 30)
    hands.press(Qt.Key.Key_Escape)
    assert not hands.view._scrolling.isActive()


def test_two_clicks_open_a_note_or_write_the_title_of_a_theme(board):
    hands = board()
    a = hands.add_theme("Havneliv", 1)
    hands.double_click(4)
    assert hands.page.opened.isVisible()
    hands.page.opened.leave()
    hands.double_click(a)
    assert hands.page.title.isVisible()
    assert hands.page.title.text() == "Havneliv"


@pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, for tool tips
def test_a_tool_tip_has_all_words_and_takes_none_as_markup(qtbot, board, document):
    hands = board(1)
    document.apply(ideas.edit(hands.idea(1).id, "<b>Ikke fed</b> & " + "lang " * 60))
    hands.settle()
    at = hands.point(1)
    event = QHelpEvent(QEvent.Type.ToolTip, at, hands.port.mapToGlobal(at))
    QApplication.sendEvent(hands.port, event)
    assert QToolTip.text().startswith("<p>&lt;b&gt;Ikke fed&lt;/b&gt; &amp; lang lang")
    QToolTip.hideText()
