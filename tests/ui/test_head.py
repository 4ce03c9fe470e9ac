"""The head of the window: the rail of phases and the clock."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from moedeapp.model.commands import clock, evening, rounds
from moedeapp.model.document import Document, real_source
from moedeapp.model.meeting import Phase
from moedeapp.texts import speaking
from moedeapp.ui import clock_face
from tests.ui.conftest import QUESTION, open_vote
from tests.ui.test_window import clipped, nameless, settle

SEVEN = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
SHEET = [
    evening.PlannedStep(Phase.WELCOME, "Velkomst", 10),
    evening.PlannedStep(Phase.IDEAS, "Idéer", 30),
    evening.PlannedStep(Phase.THEMES, "Temaer", 30),
]


class Watch:
    """A clock that stands where it was put."""

    def __init__(self):
        self.now = SEVEN

    def later(self, minutes):
        self.now += timedelta(minutes=minutes)


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def document(tmp_path, watch):
    """A meeting with a run sheet, at seven in the evening."""
    source = replace(real_source(), now=lambda: watch.now)
    with Document.create(tmp_path / "møde.moede", words=QUESTION, source=source) as made:
        made.apply(evening.describe(title="Fremtidens Havn", date="2026-11-23", starts="19:00"))
        made.apply(evening.use_plan(SHEET))
        made.apply(evening.leave_unresolved())
        yield made


@pytest.fixture
def spoken(monkeypatch):
    """What a screen reader is told about the clock."""
    told = []
    monkeypatch.setattr(clock_face, "announce", lambda _widget, words: told.append(words))
    return told


def face(window):
    """The digits, the words below them, and what a screen reader reads."""
    shown = window._head.clock
    shown.look()
    return shown.digits.text(), shown.words.text(), shown.digits.accessibleName()


# --- the rail


def test_the_rail_has_the_planned_times_of_what_is_left(at, watch):
    window = at(Phase.IDEAS)
    steps = window._head.rail
    assert [steps[phase]._under for phase in Phase] == [
        "✓", "✓", "19.10–19.40", "19.40–20.10", "", "", "",
    ]  # fmt: skip


def test_a_phase_that_is_over_tells_when_it_was_planned_and_when_it_was_held(
    qtbot, at, watch, document
):
    window = at(Phase.WELCOME)
    watch.later(17)
    document.apply(evening.go_to(Phase.IDEAS))
    step = window._head.rail[Phase.WELCOME]
    qtbot.waitUntil(lambda: "19.17" in step.toolTip())
    assert step.toolTip() == "Planlagt 19.00–19.10 · Holdt 19.00–19.17"
    assert step.accessibleDescription() == "overstået · Planlagt 19.00–19.10 · Holdt 19.00–19.17"
    assert window._head.rail[Phase.IDEAS].toolTip() == "Planlagt 19.10–19.40 · Holdt 19.17"


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("phase", list(Phase))
def test_in_a_narrow_window_the_phase_and_the_next_one_are_seen_and_nothing_is_cut(
    qapp, at, document, language, phase
):
    document.apply(evening.go_to(Phase.WELCOME))
    with speaking(language):
        window = at(phase)
        window.resize(960, 520)
        settle(qapp)
        rail = window._head.phases
        assert not any(step.isVisible() for step in rail.steps.values())
        assert rail.here.isVisible()
        assert rail.here.isChecked()
        assert rail.next.isVisible() is (phase is not Phase.NEXT_STEPS)
        assert rail.back.isVisible() is (phase is not Phase.FRAMES)
        assert clipped(window._head) == []
        assert nameless(window._head) == []
        assert window.size().toTuple() == (960, 520)
        window.resize(1280, 800)
        settle(qapp)
        assert all(step.isVisible() for step in rail.steps.values())
        folded = (rail.here, rail.next, rail.back)
        assert not any(step.isVisible() for step in folded)
        assert clipped(window._head) == []


def test_the_folded_rail_moves_the_evening_and_lists_every_phase(qtbot, qapp, at, document):
    window = at(Phase.IDEAS)
    window.resize(960, 520)
    settle(qapp)
    rail = window._head.phases
    assert rail.here.accessibleName() == "Fase 3 af 7: Idéer"
    assert [action.text() for action in rail.actions_of.values()] == [
        "✓ Rammer", "✓ Velkomst\t19.00–19.10", "→ Idéer\t19.10–19.40", "Temaer\t19.40–20.10",
        "Prikker", "Resultat", "Næste skridt",
    ]  # fmt: skip
    qtbot.mouseClick(rail.next, Qt.MouseButton.LeftButton)
    assert document.state.stage.phase is Phase.THEMES
    qtbot.waitUntil(lambda: rail.here.text() == "Temaer")
    qtbot.mouseClick(rail.back, Qt.MouseButton.LeftButton)
    assert document.state.stage.phase is Phase.IDEAS
    rail.actions_of[Phase.DOTS].trigger()
    assert document.state.stage.phase is Phase.DOTS


def test_a_click_never_marks_a_phase_the_meeting_is_not_in(qtbot, at, document):
    window = at(Phase.DOTS)
    open_vote(document, "Havneliv", "Børn og unge")
    qtbot.mouseClick(window._head.rail[Phase.RESULT], Qt.MouseButton.LeftButton)
    assert document.state.stage.phase is Phase.DOTS
    assert window._head.rail[Phase.DOTS].isChecked()
    assert not window._head.rail[Phase.RESULT].isChecked()


def test_the_protocol_gives_way_in_the_head_and_stays_in_the_menu(qapp, at):
    window = at(Phase.IDEAS)
    window.resize(1280, 800)
    settle(qapp)
    assert window._protocol.isVisible()
    window._head.setFixedWidth(700)
    settle(qapp)
    assert window._protocol.isHidden()
    menu = [action.text() for action in window._menu.actions()]
    assert "Protokol\tCtrl+P" in menu


# --- the clock


def test_the_clock_counts_down_and_says_how_late_the_evening_is(at, watch):
    window = at(Phase.WELCOME)
    assert face(window) == ("10:00", "til tiden", "10 minutter tilbage")
    watch.later(3.7)
    assert face(window)[0] == "6:18"
    assert face(window)[2] == "6 minutter og 18 sekunder tilbage"
    watch.later(1)
    window._head.clock.give(5)
    assert face(window) == ("10:18", "5 min. bagud", "10 minutter og 18 sekunder tilbage")


def test_an_early_evening_is_ahead(at, watch):
    watch.later(-8)
    assert face(at(Phase.WELCOME))[1] == "8 min. foran"


def test_the_last_minute_and_the_end_are_said_in_a_word_a_colour_and_once_aloud(at, watch, spoken):
    window = at(Phase.WELCOME)
    watch.later(8.9)
    assert face(window)[:2] == ("1:06", "til tiden")
    look = window._head.clock.digits.property
    assert look("look") == "clock"
    watch.later(0.2)
    assert face(window)[:2] == ("0:54", "Sidste minut")
    assert (look("look"), spoken) == ("clock soon", ["1 minut tilbage"])
    watch.later(0.5)
    face(window)
    watch.later(0.5)
    assert face(window) == (
        "\N{MINUS SIGN}0:06", "Tiden er gået", "Tiden gik for 6 sekunder siden",
    )  # fmt: skip
    assert spoken == ["1 minut tilbage", "Tiden er gået"]
    watch.later(60)
    face(window)
    assert len(spoken) == 2
    assert window.notices.sentence == ""


def test_a_new_phase_or_a_restart_announces_nothing(qtbot, at, watch, document, spoken, show):
    window = at(Phase.WELCOME)
    watch.later(5)
    face(window)
    document.apply(evening.go_to(Phase.IDEAS))
    watch.later(29.5)
    qtbot.waitUntil(lambda: face(window)[1] == "Sidste minut")
    assert spoken == []
    again = show(document)
    assert face(again)[1] == "Sidste minut"
    assert spoken == []


def test_a_pause_stands_still_and_the_button_says_what_it_will_do(qtbot, at, watch, document):
    window = at(Phase.WELCOME)
    shown = window._head.clock
    watch.later(2)
    qtbot.mouseClick(shown.rest, Qt.MouseButton.LeftButton)
    watch.later(7)
    assert face(window) == ("8:00", "på pause", "8 minutter tilbage, på pause")
    assert (shown.rest.text(), shown.rest.accessibleName()) == ("Videre", "Lad uret gå videre")
    qtbot.mouseClick(shown.rest, Qt.MouseButton.LeftButton)
    assert face(window)[0] == "8:00"
    assert shown.rest.text() == "Pause"


def test_the_keys_of_the_clock_work_wherever_the_focus_is(qtbot, at, watch, document):
    window = at(Phase.IDEAS)
    window.page.line.setFocus()
    qtbot.keyClick(window.page.line, Qt.Key.Key_F7)
    assert face(window)[0] == "31:00"
    qtbot.keyClick(window.page.line, Qt.Key.Key_F8)
    assert face(window)[0] == "36:00"
    qtbot.keyClick(window.page.line, Qt.Key.Key_F9)
    assert face(window)[1] == "på pause"
    assert document.next_undo() == "evening.go_to"


def test_a_phase_without_a_time_counts_upwards_until_one_is_given(at, watch):
    window = at(Phase.RESULT)
    watch.later(1.5)
    assert face(window) == ("1:30", "gået", "1 minut og 30 sekunder gået")
    window._head.clock.give(1)
    assert face(window) == ("1:00", "Sidste minut", "1 minut tilbage")


def test_while_people_vote_the_clock_is_the_votes_and_has_no_pause(qtbot, at, watch, document):
    window = at(Phase.DOTS)
    vote = open_vote(document, "Havneliv", "Børn og unge")
    document.apply(rounds.extend(vote, 8))
    watch.later(2)
    qtbot.waitUntil(lambda: face(window)[0] == "6:00")
    assert face(window)[1] == "af afstemningen"
    assert not window._head.clock.rest.isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert "kan ikke sættes på pause" in window.notices.sentence
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert face(window)[0] == "7:00"
    assert document.state.clock.extra == 0
    document.apply(rounds.close(vote))
    qtbot.waitUntil(window._head.clock.rest.isEnabled)


def test_before_and_after_the_evening_there_is_no_clock(qtbot, document, show, watch):
    window = show(document)
    assert not window._head.clock.isVisible()
    document.apply(evening.go_to(Phase.NEXT_STEPS))
    qtbot.waitUntil(window._head.clock.isVisible)
    document.apply(evening.end())
    qtbot.waitUntil(window._head.clock.isHidden)
    document.undo()
    qtbot.waitUntil(window._head.clock.isVisible)


def test_whoever_only_reads_cannot_turn_the_clock(document, show):
    document.apply(evening.go_to(Phase.WELCOME))
    document.close()
    window = show(Document.open(document.path, readonly=True))
    shown = window._head.clock
    shown.look()
    buttons = [*shown.more.values(), shown.rest]
    assert [button.isEnabled() for button in buttons] == [False] * 3


def test_nothing_ticks_when_nobody_looks(qtbot, at):
    window = at(Phase.WELCOME)
    tick = window._head.clock._tick
    qtbot.waitUntil(tick.isActive)
    window.hide()
    assert not tick.isActive()
    window.show()
    qtbot.waitUntil(tick.isActive)


def test_the_clock_goes_on_by_itself(qtbot, document, show, watch):
    document.apply(evening.go_to(Phase.WELCOME))
    window = show(document)
    assert window._head.clock.digits.text() == "10:00"
    watch.later(1)
    qtbot.waitUntil(lambda: window._head.clock.digits.text() == "9:00")


def test_the_clock_is_where_it_was_after_a_restart(at, watch, document, show):
    window = at(Phase.WELCOME)
    watch.later(2)
    document.apply(clock.give(5))
    document.apply(clock.pause())
    before = face(window)
    window.close()
    source = replace(real_source(), now=lambda: watch.now + timedelta(hours=1))
    with Document.open(document.path, source=source) as again:
        assert face(show(again)) == before


def test_a_screen_reader_finds_the_clock_and_its_buttons(at):
    window = at(Phase.WELCOME)
    shown = window._head.clock
    shown.look()

    def read(widget):
        return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)

    assert read(shown.digits) == "10 minutter tilbage"
    assert [read(button) for button in shown.more.values()] == ["1 minut mere", "5 minutter mere"]
    assert read(shown.rest) == "Sæt uret på pause"
