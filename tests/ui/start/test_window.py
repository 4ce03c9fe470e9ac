"""The first window, used by its buttons and keys."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton

from moedeapp.model import rehearsal
from moedeapp.model.document import Document
from moedeapp.model.errors import CannotWrite
from moedeapp.model.meeting import Phase
from moedeapp.ui.start.recent import latest
from moedeapp.ui.start.rehearsals import kept, rehearse
from tests.ui.test_window import clipped, nameless, settle

LONG = "Et sted ved vandet hvor man kan sidde i læ og se på bådene uden at købe noget. " * 3


def page(window):
    return window._stack.currentWidget()


def words(window):
    return [b.text() for b in window.findChildren(QPushButton) if b.isVisible() and b.text()]


def names(window):
    return [b.accessibleName() for b in window.findChildren(QPushButton) if b.isVisible()]


def chosen_file(monkeypatch, path):
    for ask in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, ask, lambda *_args, **_more: (str(path), ""))


def test_the_start_offers_what_there_is_to_begin_with(opened):
    assert names(opened(lambda folder, _tell: folder)) == [
        "Nyt møde", "Åbn møde", "Generalprøve", "Prøv demoen", "Indstillinger", "Hjælp",
    ]  # fmt: skip


def test_without_somebody_to_make_it_there_is_no_demo(opened):
    assert "Prøv demoen" not in names(opened())


def test_a_new_facilitator_sees_how_an_evening_goes(opened, meeting):
    window = opened()
    assert window.home._first_time.isVisible()
    meeting("x", title="Havnen")
    window.refresh()
    assert not window.home._first_time.isVisible()


def test_the_organisation_is_asked_for_once_and_can_wait(qtbot, opened, settings):
    window = opened(asked=False)
    with qtbot.waitSignal(window.asked) as heard:
        next(b for b in window.findChildren(QPushButton) if b.text() == "Skriv det nu").click()
    assert heard.args == ["organisation"]
    next(b for b in window.findChildren(QPushButton) if b.text() == "Ikke nu").click()
    assert "Skriv det nu" not in words(window)
    assert settings.asked
    assert "Skriv det nu" not in words(opened())


def test_a_meeting_on_the_list_is_opened(qtbot, opened, meeting):
    path = meeting("x", title="Havnen")
    window = opened()
    qtbot.waitUntil(lambda: "Havnen" in names(window))
    with qtbot.waitSignal(window.chosen) as heard:
        window.home.shelf.rows[path].open.click()
    assert heard.args == [path, False]


def test_a_missing_meeting_is_taken_off_the_list(qtbot, opened, meeting, settings):
    path = meeting("x")
    path.unlink()
    window = opened()
    qtbot.waitUntil(lambda: "Tag af listen" in words(window))
    window.home.shelf.rows[path].away.click()
    assert latest(settings.store) == []
    assert window.home.shelf.rows == {}


def test_a_meeting_is_found_on_the_disk(qtbot, opened, monkeypatch, tmp_path):
    window = opened()
    chosen_file(monkeypatch, tmp_path / "møde.moede")
    with qtbot.waitSignal(window.chosen) as heard:
        qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert heard.args == [tmp_path / "møde.moede", False]


def test_escape_goes_back_one_step_at_a_time(qtbot, opened):
    window = opened()
    window.ask_new()
    window.notices.tell("Noget skete.")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.notices.sentence == ""
    assert page(window) is window.new
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert page(window) is window.home
    assert window.home.new.hasFocus()


def test_f1_asks_for_help(qtbot, opened):
    window = opened()
    with qtbot.waitSignal(window.asked) as heard:
        qtbot.keyClick(window, Qt.Key.Key_F1)
    assert heard.args == ["help"]


def test_enter_opens_the_meeting_that_has_the_focus(qtbot, opened, meeting):
    path = meeting("x")
    window = opened()
    row = window.home.shelf.rows[path].open
    row.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(window.chosen) as heard:
        qtbot.keyClick(row, Qt.Key.Key_Return)
    assert heard.args == [path, False]
    window.home.new.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(window.home.new, Qt.Key.Key_Return)
    assert page(window) is window.new


def test_the_window_is_where_it_was_last(opened):
    window = opened()
    window.resize(1001, 555)
    window.close()
    assert opened().height() == 555  # the screen of the tests is too narrow to tell the width


# --- rehearsals


def test_a_meeting_is_rehearsed_on_a_copy_that_says_so(qtbot, opened, meeting, settings):
    path = meeting("x", Phase.IDEAS, title="Havnen")
    window = opened()
    window.home.rehearse.click()
    with qtbot.waitSignal(window.chosen) as heard:
        window.rehearsals.meetings.rows[path].open.click()
    (copy, _readonly) = heard.args
    assert copy != path
    assert settings.is_own(copy)
    with Document.open(copy) as document:
        assert document.state.facts.rehearsal
        assert document.state.facts.title == "Havnen"
    with Document.open(path) as document:
        assert not document.state.facts.rehearsal
    assert kept(settings.own_folder("rehearsals")) == [copy]


def test_every_rehearsal_of_a_meeting_has_a_folder_for_it_alone(meeting, settings):
    path, folder = meeting("x"), settings.own_folder("rehearsals")
    copies = [rehearse(path, folder) for _ in range(3)]
    assert [copy.parent.name for copy in copies] == ["x 1", "x 2", "x 3"]


def test_a_rehearsal_is_thrown_away_after_a_question_with_all_that_came_from_it(
    qtbot, opened, meeting, settings
):
    path = meeting("x", title="Havnen")
    copy = rehearse(path, settings.own_folder("rehearsals"))
    (copy.parent / "exports").mkdir()
    window = opened()
    window.ask_rehearsal()
    window.rehearsals.rehearsals.rows[copy].away.click()
    assert "Mødet, den er en kopi af, bliver ikke rørt" in window.notices.sentence
    assert copy.exists()
    window.notices._yes.click()
    assert not copy.parent.exists()
    assert path.exists()
    assert window.rehearsals.rehearsals.rows == {}


def test_a_rehearsal_that_is_open_is_not_thrown_away(opened, meeting, settings):
    copy = rehearse(meeting("x"), settings.own_folder("rehearsals"))
    window = opened()
    with Document.open(copy):
        window._throw(copy)
    assert copy.exists()
    assert "åbent" in window.notices.sentence or "åben" in window.notices.sentence


def test_only_rehearsals_can_be_thrown_away(opened, meeting):
    path = meeting("x")
    with pytest.raises(ValueError, match="no rehearsal"):
        opened()._throw(path)
    assert path.exists()


def test_a_meeting_that_cannot_be_rehearsed_says_why(qtbot, opened, meeting, monkeypatch):
    path = meeting("x")
    window = opened()

    def full(_document, to):
        raise CannotWrite(to, "full")

    monkeypatch.setattr(rehearsal, "copy", full)
    window._rehearse(path)
    qtbot.waitUntil(lambda: "kunne ikke gemmes" in window.notices.sentence)


def test_a_copy_that_is_ready_after_the_window_was_closed_is_not_opened(
    qapp, opened, meeting, settings
):
    path, heard = meeting("x"), []
    window = opened()
    window.chosen.connect(lambda *_: heard.append("opened"))
    window._rehearse(path)
    window.close()
    settle(qapp)
    assert kept(settings.own_folder("rehearsals"))
    assert heard == []


# --- the demo


def test_the_demo_is_made_anew_and_opened(qtbot, opened, settings):
    def make(folder: Path, tell):
        tell(3, 7)
        return folder / "demo.moede"

    window = opened(make)
    with qtbot.waitSignal(window.chosen) as heard:
        window.home.demo.click()
    assert heard.args == [settings.own_folder("demo") / "demo.moede", False]
    assert window.notices.sentence == ""


def test_the_demo_tells_how_far_it_is_and_can_be_stopped(qtbot, opened):
    go_on, made = threading.Event(), []

    def make(folder: Path, tell):
        tell(3, 7)
        go_on.wait(5)
        tell(4, 7)
        made.append(folder)
        return folder / "demo.moede"

    window = opened(make)
    window.chosen.connect(lambda *_: made.append("opened"))
    window.home.demo.click()
    assert window.notices.sentence == "Demoen bliver lavet."
    qtbot.waitUntil(lambda: window.notices.sentence == "Demoen bliver lavet: 3 af 7.")
    window.notices._yes.click()
    go_on.set()
    qtbot.waitUntil(lambda: not window._errand.running)
    assert made == []
    assert window.notices.sentence == ""


def test_closing_while_the_demo_is_made_ends_the_work_and_opens_nothing(opened):
    begun, made = threading.Event(), []

    def make(folder: Path, tell):
        begun.set()
        while True:
            tell(1, 7)

    window = opened(make)
    window.chosen.connect(lambda *_: made.append("opened"))
    window.home.demo.click()
    begun.wait(5)
    window.close()
    assert not window._errand.running
    assert made == []


# --- looks


@pytest.mark.parametrize("size", [(960, 520), (1280, 800), (1920, 1080)])
@pytest.mark.parametrize("count", [0, 1, 6])
def test_no_word_of_the_start_is_clipped_and_every_control_has_a_name(
    qapp, opened, meeting, settings, size, count
):
    for number in range(count):
        title = LONG[:200] if number % 2 else "Havnen"
        path = meeting(str(number), Phase.IDEAS, title=title, place=LONG[:120], date="2026-11-23")
        rehearse(path, settings.own_folder("rehearsals"))
    if count:
        path.unlink()
    window = opened(lambda folder, _tell: folder, asked=False)
    window.resize(*size)
    settle(qapp)
    window.home.shelf.wait()
    for show in (window.go_home, window.ask_new, window.ask_rehearsal):
        show()
        settle(qapp)
        assert (show.__name__, clipped(window)) == (show.__name__, [])
        assert (show.__name__, nameless(window)) == (show.__name__, [])
        assert (window.width(), window.height()) == size


def test_everything_of_the_start_is_reached_with_tab(qapp, opened, meeting):
    meeting("x")
    window = opened(lambda folder, _tell: folder, asked=False)
    for show in (window.go_home, window.ask_new, window.ask_rehearsal):
        show()
        settle(qapp)
        wanted = {
            w
            for w in page(window).findChildren(QPushButton) + page(window).findChildren(QLineEdit)
            if not w.objectName().startswith("qt_")
            if w.isVisible() and w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
        }
        seen = set()
        for _ in range(60):
            window.focusNextChild()
            seen.add(qapp.focusWidget())
        assert wanted
        assert wanted - seen == set()


def test_what_gets_the_focus_from_outside_is_scrolled_into_sight(qapp, opened, meeting):
    meeting("x")
    window = opened(lambda folder, _tell: folder)
    window.resize(960, 480)
    settle(qapp)
    foot = next(b for b in window.home.findChildren(QPushButton) if b.text() == "Hjælp")
    next(iter(window.home.shelf.rows.values())).open.setFocus(Qt.FocusReason.TabFocusReason)
    assert foot.visibleRegion().isEmpty()
    foot.setFocus(Qt.FocusReason.TabFocusReason)
    assert not foot.visibleRegion().isEmpty()
