import time
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QAbstractTableModel, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QCloseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from moedeapp.model.commands import ballots, evening, ideas, next_steps, notes, rounds, themes
from moedeapp.model.document import Document
from moedeapp.model.errors import CannotWrite
from moedeapp.model.meeting import NoteKind, Phase, Role, numbered
from moedeapp.ui import main_window, theme
from moedeapp.ui.labels import OneLine
from moedeapp.ui.main_window import MainWindow
from tests.ui.conftest import QUESTION, fill, open_vote

LONG = "Et sted ved vandet hvor man kan sidde i læ og se på bådene uden at købe noget. " * 3
FREE_HEIGHT = 2


def whole_evening(document, count, words):
    """A meeting with something on every page."""
    fill(document, count, words)
    if count:
        keys = [idea.id for idea in numbered(document.state.ideas)]
        document.apply(ideas.park(keys[0]))
        document.apply(evening.go_to(Phase.THEMES))
        document.apply(themes.add(LONG[:200], ideas=keys[1:3]))
        document.apply(themes.add("Havneliv", ideas=keys[3:9]))
    document.apply(notes.add("Salen klappede.", NoteKind.RESERVATION))


def said(window):
    """Every word that any widget of the window shows."""
    words = [window.windowTitle()]
    for widget in window.findChildren(QWidget):
        for read in ("text", "placeholderText", "toPlainText", "toolTip", "accessibleName"):
            if hasattr(widget, read):
                words.append(str(getattr(widget, read)()))
        words += [widget.toolTip(), widget.accessibleDescription()]
        if isinstance(widget, QAbstractItemView) and widget.model():
            model = widget.model()
            words += [
                str(model.data(model.index(row, column), role) or "")
                for row in range(model.rowCount())
                for column in range(model.columnCount() if _has_columns(model) else 1)
                for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            ]
    return words


def _has_columns(model):
    return isinstance(model, QAbstractTableModel)


def settle(qapp):
    """Let layouts that wait for their turn have it."""
    for _ in range(4):
        qapp.processEvents()


def clipped(window):
    """Labels and buttons that are in sight but have less room than their words need."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, OneLine):
            continue
        if isinstance(widget, QLabel) and widget.text():
            need = widget.sizeHint()
            high = widget.heightForWidth(widget.width()) if widget.wordWrap() else need.height()
            wide = 0 if widget.wordWrap() else need.width()
        elif isinstance(widget, QAbstractButton):
            wide, high = widget.sizeHint().width(), widget.sizeHint().height()
        else:
            continue
        if widget.width() < wide or widget.height() < high - FREE_HEIGHT:
            found.append((type(widget).__name__, widget.text(), widget.size(), (wide, high)))
    return found


def nameless(window):
    """Widgets the keyboard can reach that a screen reader cannot name."""
    found = []
    for widget in window.findChildren(QWidget):
        reachable = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if reachable and widget.isVisible() and not widget.objectName().startswith("qt_"):
            spoken = QAccessible.queryAccessibleInterface(widget)
            if not (spoken and spoken.text(QAccessible.Text.Name).strip()):
                found.append(widget)
    return found


def test_the_head_says_which_meeting_it_is(at):
    window = at(Phase.WELCOME)
    assert window.windowTitle() == "Fremtidens Havn – MødeApp"
    assert "23. nov. 2026 · Bådehallen" in said(window)


def test_the_rail_marks_the_phase_and_what_is_done(at):
    window = at(Phase.IDEAS)
    rail = {step.accessibleName(): step for step in window._head.rail.values()}
    assert [name for name, step in rail.items() if step.isChecked()] == ["Idéer"]
    assert rail["Velkomst"].accessibleDescription().startswith("overstået")
    assert rail["Temaer"].accessibleDescription() == ""


def test_ctrl_page_down_and_up_move_the_evening(qtbot, at, document):
    window = at(Phase.FRAMES)
    ctrl = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(window, Qt.Key.Key_PageDown, ctrl)
    assert document.state.stage.phase is Phase.WELCOME
    qtbot.waitUntil(lambda: window.page is window.pages.get(Phase.WELCOME))
    qtbot.keyClick(window, Qt.Key.Key_PageUp, ctrl)
    assert document.state.stage.phase is Phase.FRAMES


def test_a_refused_move_says_why_and_the_rail_stays(qtbot, tmp_path, show):
    document = Document.create(tmp_path / "ny.moede", words=QUESTION)
    window = show(document)
    qtbot.mouseClick(window._head.rail[Phase.IDEAS], Qt.MouseButton.LeftButton)
    assert window.notices.sentence.startswith("Idéerne kan ikke begynde endnu")
    assert "Kan påvirkes" in window.notices.sentence
    assert window._head.rail[Phase.FRAMES].isChecked()
    assert not window._head.rail[Phase.IDEAS].isChecked()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.notices.sentence == ""


def test_what_is_typed_in_a_frame_is_kept_before_the_phase_changes(qtbot, tmp_path, show):
    document = Document.create(tmp_path / "ny.moede", words=QUESTION)
    document.apply(evening.leave_unresolved("fixed", "decides", "answer_by", "type"))
    window = show(document)
    box = window.page.boxes["influence"]
    box.setFocus()
    qtbot.keyClicks(box, "Alt mellem molerne")
    qtbot.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    window.go_to(Phase.IDEAS)
    assert document.state.facts.influence == "Alt mellem molerne"
    assert document.state.stage.phase is Phase.IDEAS


def test_undo_and_redo_name_the_act_and_do_it(qtbot, at, document):
    window = at(Phase.THEMES)
    key = document.apply(themes.add("Børn"))
    document.apply(themes.rename(key, "Børn og unge"))
    qtbot.waitUntil(lambda: "omdøb tema" in window.foot.undo.text())
    assert window.foot.undo.text().startswith("Fortryd: omdøb tema")
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document.state.themes[key].title == "Børn"
    qtbot.waitUntil(lambda: window.foot.redo.text().startswith("Gentag: omdøb tema"))
    assert "fortrudt: omdøb tema" in window.foot.words.text()
    qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert document.state.themes[key].title == "Børn og unge"


def test_the_foot_counts_what_another_thread_received(qtbot, at, document):
    window = at(Phase.IDEAS)
    assert window.foot.words.text().startswith("Gemt   ·   0 idéer")
    document.apply(ideas.add("Legeplads i træ"))
    assert "0 idéer" in window.foot.words.text()  # the screen follows, through the event loop
    qtbot.waitUntil(lambda: "1 idé" in window.foot.words.text())


def test_a_note_is_written_from_any_phase(qtbot, at, document):
    window = at(Phase.WELCOME)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    window.notes.kind.follow(NoteKind.MINORITY)
    qtbot.keyClicks(window.notes.box, "Bord 5 er uenige.")
    qtbot.keyClick(window.notes.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (note,) = document.state.notes.values()
    assert (note.words, note.kind, note.phase) == (
        "Bord 5 er uenige.", NoteKind.MINORITY, Phase.WELCOME,
    )  # fmt: skip
    qtbot.waitUntil(lambda: "Bord 5 er uenige." in said(window))


def test_a_question_mark_shows_the_keys_and_escape_puts_them_away(qtbot, at):
    window = at(Phase.THEMES)
    qtbot.keyClicks(window, "?")
    assert not window.keys.isHidden()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.keys.isHidden()


def test_a_copy_is_a_meeting_and_a_refused_one_says_why(at, tmp_path):
    window = at(Phase.IDEAS)
    window.copy_to(tmp_path / "kopi.moede")
    assert window.notices.sentence == "En kopi er gemt som kopi.moede."
    with Document.open(tmp_path / "kopi.moede") as copy:
        assert copy.state.facts.title == "Fremtidens Havn"
    window.copy_to(tmp_path / "findes ikke" / "kopi.moede")
    assert "kopi.moede" in window.notices.sentence
    assert "kunne ikke gemmes" in window.notices.sentence


def test_the_protocol_is_made_beside_the_window(qtbot, document, show, tmp_path):
    window = show(document, lambda: [tmp_path / "protokol.pdf"])
    window.make_protocol()
    window.make_protocol()
    qtbot.waitUntil(lambda: "protokol.pdf" in window.notices.sentence)


def test_closing_waits_for_a_protocol_that_is_being_made(document, show, tmp_path):
    made = []

    def slowly():
        time.sleep(0.2)
        made.append(document.state.facts.title)
        return [tmp_path / "protokol.pdf"]

    window = show(document, slowly)
    window.make_protocol()
    window.make_protocol()
    assert made == []
    window.close()
    assert made == ["Fremtidens Havn"]


def test_a_protocol_that_cannot_be_written_says_why(qtbot, document, show, tmp_path):
    def full():
        raise CannotWrite(tmp_path / "protokol.pdf", "full")

    window = show(document, full)
    window.make_protocol()
    window.make_protocol()
    qtbot.waitUntil(lambda: "protokol.pdf kunne ikke gemmes" in window.notices.sentence)


def test_a_meeting_open_for_reading_says_so_and_changes_nothing(qtbot, document, show):
    document.close()
    window = show(Document.open(document.path, readonly=True))
    assert window.foot.words.text().startswith("Kun åbnet til læsning")
    window.go_to(Phase.IDEAS)
    assert "kun åbnet til læsning" in window.notices.sentence


def test_reading_is_said_on_every_page_and_undo_is_not_offered(document, show):
    document.close()
    window = show(Document.open(document.path, readonly=True))
    assert window._band.isVisible()
    assert window._band.words.text().startswith("Kun til læsning")
    assert window.foot.undo.isHidden()


def test_a_rehearsal_is_marked_on_every_page_and_in_the_title(qtbot, document, show):
    window = show(document)
    assert not window._band.isVisible()
    document.apply(evening.mark_rehearsal())
    qtbot.waitUntil(window._band.isVisible)
    for phase in Phase:
        window.go_to(phase)
        qtbot.waitUntil(lambda phase=phase: window.page is window.pages.get(phase))
        assert window._band.isVisible()
        assert window._band.words.text() == "Generalprøve – intet herfra kommer i protokollen"
        assert window.windowTitle() == "Generalprøve – Fremtidens Havn – MødeApp"


class Closing(QCloseEvent):
    """A close that comes from outside the program, as when a hand closes the window."""

    def spontaneous(self):
        return True


def close_by_hand(window):
    """Whether the window lets itself be closed."""
    event = Closing()
    window.closeEvent(event)
    return event.isAccepted()


def test_closing_asks_once_while_people_vote_and_then_closes(document, show):
    open_vote(document, "Havneliv", "Børn og unge")
    window = show(document)
    assert not close_by_hand(window)
    assert window.notices.sentence.startswith("En afstemning er i gang")
    window.notices.clear()
    assert close_by_hand(window)


def test_the_answer_yes_closes_the_meeting(document, show):
    open_vote(document, "Havneliv", "Børn og unge")
    window = show(document)
    assert not close_by_hand(window)
    window.notices._yes.click()
    assert not window.isVisible()
    Document.open(document.path).close()


def test_a_box_that_is_closed_but_not_sealed_is_asked_about_and_a_sealed_one_is_not(document, show):
    vote = open_vote(document, "Havneliv", "Børn og unge")
    document.apply(rounds.close(vote))
    window = show(document)
    wanted = []
    window.another.connect(wanted.append)
    window._want("open")
    assert wanted == []
    window.notices._yes.click()
    assert wanted == ["open"]
    document.apply(rounds.seal(vote))
    window._warned_of = None
    window._want("new")
    assert wanted == ["open", "new"]


def test_closing_needs_no_question_when_nobody_votes(at):
    assert close_by_hand(at(Phase.IDEAS))


def test_a_screen_reader_is_told_of_phases_and_votes(qtbot, at, document, monkeypatch):
    told = []
    monkeypatch.setattr(main_window, "announce", lambda _window, words: told.append(words))
    window = at(Phase.IDEAS)
    window.go_to(Phase.THEMES)
    qtbot.waitUntil(lambda: told == ["Fasen er nu Temaer."])
    document.apply(ideas.add("Det er ikke en nyhed"))
    vote = open_vote(document, "Havneliv", "Børn og unge")
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1] == "Fasen er nu Prikker. Afstemning 1 er åben."
    document.apply(ballots.cast(vote, ballots.Vote(), device="a"))
    document.apply(rounds.close(vote))
    qtbot.waitUntil(lambda: told[-1] == "Afstemning 1 er lukket.")
    document.apply(rounds.seal(vote))
    qtbot.waitUntil(lambda: told[-1] == "Afstemning 1 er forseglet og talt op.")
    assert len(told) == 4


def test_in_a_narrow_window_a_panel_takes_the_place_of_the_page(qapp, qtbot, at):
    window = at(Phase.IDEAS)
    window.resize(960, 520)
    window._open_notes()
    settle(qapp)
    assert not window.page.isVisible()
    assert window.notes.width() == window.width()
    assert clipped(window.notes) == []
    qtbot.keyClick(window.notes.box, Qt.Key.Key_Escape)
    assert window.page.isVisible()
    assert window.page.line.hasFocus()
    window._open_notes()
    window.resize(1280, 800)
    settle(qapp)
    assert window.page.isVisible()
    assert window.notes.width() == theme.PANEL


def test_a_panel_that_is_closed_by_its_button_gives_the_focus_back(at):
    window = at(Phase.IDEAS)
    window.show_keys()
    window.keys._close.click()
    assert window.page.line.hasFocus()


def test_closing_keeps_what_is_typed_and_lets_the_file_go(qtbot, document, show):
    window = show(document)
    box = window.page.boxes["title"]
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "Havnen i Mågevig")
    window.close()
    with Document.open(document.path) as again:
        assert again.state.facts.title == "Havnen i Mågevig"


def test_the_window_remembers_its_place_and_its_notes(qapp, at, document, show):
    window = at(Phase.IDEAS)
    window.setGeometry(10, 20, 960, 540)
    window._open_notes()
    settle(qapp)
    window.close()
    with Document.open(document.path) as again:
        second = show(again)
        # The screen of the tests is narrower than the window may be, so only its height tells.
        assert second.height() == 540
        assert not second.notes.isHidden()
        second.notes.hide()
        assert second.desk.settings.panel == ""


def test_a_maximised_window_is_maximised_again(qapp, at, document, show):
    window = at(Phase.IDEAS)
    window.showMaximized()
    settle(qapp)
    window.close()
    with Document.open(document.path) as again:
        assert show(again).isMaximized()


@pytest.mark.parametrize(("x", "y"), [(-5000, 40), (9000, 40), (60, 5000), (60, -400)])
def test_a_window_whose_screen_is_gone_comes_into_sight(at, document, show, x, y):
    window = at(Phase.IDEAS)
    window.setGeometry(x, y, 960, 540)
    window.close()
    with Document.open(document.path) as again:
        second = show(again)
        edge = QRect(second.pos(), QSize(60, 20))
        assert second.screen().availableGeometry().contains(edge)


def test_nonsense_in_the_settings_is_no_place(document, show, settings):
    settings.keep_place("main", b"nonsense")
    assert show(document).height() == 800


def test_nothing_follows_the_meeting_after_the_window_is_closed(document, show):
    show(document).close()
    assert document._listeners == []


@pytest.mark.parametrize(
    ("count", "words"), [(0, ""), (8, LONG[:200]), (500, "Bænke i læ, nummer {n}")]
)
@pytest.mark.parametrize("size", [(1280, 800), (1440, 900)])
def test_no_word_is_clipped_and_every_control_has_a_name(qapp, document, show, count, words, size):
    whole_evening(document, count, words)
    window: MainWindow = show(document)
    window.resize(*size)
    for phase in Phase:
        window.go_to(phase)
        for panel in (window.notices.clear, window._open_notes, window.show_keys, window._back_out):
            panel()
            settle(qapp)
            assert (phase, clipped(window)) == (phase, [])
            assert (phase, nameless(window)) == (phase, [])
    assert (window.width(), window.height()) == size


def test_the_pages_of_a_vote_clip_nothing_either(qapp, document, show):
    open_vote(document, "Havneliv", LONG[:200], roles=(Role.CITIZEN, Role.STAFF))
    window = show(document)
    window.notices.ask("Er alle papirsedler tastet? " * 8, "Ja, luk afstemningen", lambda: None)
    settle(qapp)
    assert clipped(window) == []
    vote = next(iter(document.state.rounds))
    document.apply(rounds.close(vote))
    for part in ("sticking", "rejecting"):
        getattr(window.page.counting, part).head.click()
        settle(qapp)
        assert (part, clipped(window)) == (part, [])
    window.page.counting.call_off.open.click()
    settle(qapp)
    assert clipped(window) == []
    assert nameless(window) == []
    document.apply(rounds.seal(vote))
    window.go_to(Phase.RESULT)
    settle(qapp)
    for part in (window.page.corrections, window.page.decisions):
        part.unfold.head.click()
    settle(qapp)
    assert clipped(window) == []
    assert nameless(window) == []
    window.go_to(Phase.NEXT_STEPS)
    document.apply(next_steps.add(LONG, responsible=LONG, effect=LONG))
    settle(qapp)
    assert clipped(window) == []
    assert nameless(window) == []


def test_the_box_for_editing_an_idea_clips_nothing(qapp, document, show):
    fill(document, 2, LONG)
    window = show(document)
    window.page.wall.selectAll()
    settle(qapp)
    assert clipped(window) == []
    window.page.wall.choose([next(iter(document.state.ideas))])
    window.page._single.edit_chosen()
    settle(qapp)
    assert clipped(window) == []
    assert nameless(window) == []


def test_every_control_can_be_reached_with_tab(qapp, document, show):
    fill(document, 3)
    window = show(document)
    wanted = {
        w
        for w in window.findChildren(QWidget)
        if w.isVisible()
        and w.isEnabled()
        and w.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not w.focusProxy()
        and not w.objectName().startswith("qt_")
        and isinstance(w, QAbstractButton | QLineEdit | QPlainTextEdit | QAbstractItemView)
    }
    seen = set()
    for _ in range(200):
        window.focusNextChild()
        seen.add(QApplication.focusWidget())
    assert wanted
    assert wanted - seen == set()


def test_a_window_leaves_room_for_its_title_bar_on_a_small_screen(document, show, monkeypatch):
    window = show(document)
    for room, size in ((QSize(1280, 720), (1280, 680)), (QSize(1920, 1080), (1280, 680))):
        monkeypatch.setattr(
            window, "screen", lambda r=room: SimpleNamespace(availableSize=lambda: r)
        )
        window.fit()
        assert (window.width(), window.height()) == size
