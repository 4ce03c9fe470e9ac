"""The front door: after a crash, beside another computer, and when something goes wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent

from moedeapp.model.commands import clock, evening, rounds
from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase, RoundState
from moedeapp.ui.crash import CrashDialog
from tests.ui.conftest import open_vote

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen, for dialogs


def dialogs(qapp):
    return [w for w in qapp.topLevelWidgets() if isinstance(w, CrashDialog) and w.isVisible()]


# --- after a crash


def crash_with(path, settings):
    """The settings as a killed process leaves them, and the lock that dies with it."""
    settings.keep_open(str(path))


def test_the_next_start_goes_on_where_a_crash_left_the_meeting(front, settings, document):
    vote = open_vote(document, "Havneliv", "Børn og unge")
    document.apply(rounds.extend(vote, 8))
    ends = document.state.rounds[vote].ends_at
    document.close()
    crash_with(document.path, settings)
    front.go_on()
    state = front.window.desk.state
    assert (state.stage.phase, state.rounds[vote].state) == (Phase.DOTS, RoundState.OPEN)
    assert state.rounds[vote].ends_at == ends
    assert front.window._head.clock.digits.text() in ("8:00", "7:59", "7:58", "7:57")
    assert front.window.notices.sentence == (
        "MødeApp blev ikke lukket, som det skulle. Alt er gemt, og mødet går videre, hvor det "
        "var: i fasen Prikker. Afstemning 1 er åben."
    )
    assert front.start is None


def test_a_meeting_that_was_closed_is_not_opened_by_itself(front, settings, document):
    document.close()
    front.open(document.path)
    assert settings.open_meetings == [str(document.path)]
    front.window.close()
    assert settings.open_meetings == []
    front.go_on()
    assert front.start.isVisible()
    assert not front.window.isVisible()


def test_that_a_meeting_is_open_is_on_the_disk_at_once(front, settings, document):
    document.close()
    front.open(document.path)
    kept = Path(settings.store.fileName()).read_text(encoding="utf-8")
    assert "open_meetings" in kept


def test_a_killed_program_is_followed_by_one_that_goes_on(tmp_path):
    """The real program, killed with a meeting open, and started again."""
    program = (
        "import os, sys; from pathlib import Path\n"
        "from PySide6.QtCore import QSettings, QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from moedeapp import app\n"
        "from moedeapp.model.commands import evening, clock\n"
        "from moedeapp.model.meeting import Phase\n"
        "from moedeapp.ui.settings import Settings\n"
        "a = QApplication([])\n"
        f"s = Settings(QSettings({str(tmp_path / 's.ini')!r}, QSettings.Format.IniFormat))\n"
        "f = app.Front(s)\n"
        "if sys.argv[1] == 'first':\n"
        f"    f.create(Path({str(tmp_path / 'aften.moede')!r}))\n"
        "    do = f.window.desk.do\n"
        "    do(evening.leave_unresolved()); do(evening.go_to(Phase.THEMES))\n"
        "    do(clock.give(5)); do(clock.pause())\n"
        "    os.kill(os.getpid(), 9)\n"
        "f.go_on()\n"
        "print(f.window.desk.state.stage.phase, f.window._head.clock.digits.text())\n"
        "print(f.window.notices.sentence)\n"
        "f.window.close()\n"
        "f.go_on()\n"
        "print(f.start.isVisible())\n"
    )
    for run, code in (("first", -9), ("second", 0)):
        done = subprocess.run(
            [sys.executable, "-c", program, run],
            cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stderr
    where, said, closed = done.stdout.splitlines()
    assert where == "themes 5:00"
    assert "i fasen Temaer." in said
    assert closed == "True"


def test_a_second_window_leaves_a_meeting_that_is_open_to_the_first(front, settings, document):
    crash_with(document.path, settings)  # another process has it open, and its lock
    front.go_on()
    assert front.window is None
    assert front.start.isVisible()
    assert settings.open_meetings == [str(document.path)]


def test_a_meeting_that_is_gone_is_forgotten(front, settings, tmp_path):
    settings.keep_open(str(tmp_path / "væk.moede"))
    front.go_on()
    assert front.start.isVisible()
    assert settings.open_meetings == []


def test_a_reader_is_not_opened_again(front, settings, document):
    front.open(document.path, readonly=True)
    assert settings.open_meetings == []


def test_another_meeting_in_its_place_is_the_one_to_go_on_with(front, settings, tmp_path):
    front.create(tmp_path / "et.moede")
    front.create(tmp_path / "to.moede")
    assert settings.open_meetings == [str(tmp_path / "to.moede")]


@pytest.mark.parametrize("stored", ["nonsense", "{}", "[", '["a", 7]'])
def test_nonsense_in_the_settings_is_no_meeting(front, settings, stored):
    settings.store.setValue("open_meetings", stored)
    front.go_on()
    assert front.start.isVisible()


# --- the lock of another computer


@pytest.fixture
def elsewhere(document):
    """A meeting that another computer has left its name on."""
    document.close()
    lock = document.path.with_name(f".{document.path.name}.lock")
    words = {"computer": "PC-12", "user": "mette", "since": "2026-11-23T18:30+01:00"}
    lock.write_text(json.dumps(words), encoding="utf-8")
    return document.path


def test_a_meeting_on_another_computer_says_who_where_and_since_when(front, elsewhere):
    front.open(elsewhere)
    said = front.start.notices
    assert "mette på computeren PC-12 siden 23. november 2026 kl. 18.30" in said.sentence
    assert (said._yes.text(), said._else.text()) == ("Åbn til læsning", "Overtag")
    said._yes.click()
    assert front.window.desk.document.readonly


def test_taking_over_warns_first_and_then_opens_for_writing(front, elsewhere):
    front.open(elsewhere)
    front.start.notices._else.click()
    assert front.window is None
    assert "Overtag kun mødet, hvis det ikke længere er åbent på PC-12" in (
        front.start.notices.sentence
    )
    assert not front.start.notices._else.isVisible()
    front.start.notices._yes.click()
    assert not front.window.desk.document.readonly


def test_a_meeting_open_on_this_computer_cannot_be_taken_over(front, document):
    front.open(document.path)
    assert front.start.notices._yes.isVisible()
    assert not front.start.notices._else.isVisible()


def test_who_opened_it_again_while_we_were_warned_keeps_it(front, elsewhere):
    front.open(elsewhere)
    front.start.notices._else.click()
    with Document.open(elsewhere, take_over=True):
        front.start.notices._yes.click()
        assert front.window is None
        assert "ét sted ad gangen" in front.start.notices.sentence


# --- when something goes wrong


def fail():
    try:
        raise ZeroDivisionError("Bænke i læ")
    except ZeroDivisionError as error:
        return error


def told_of(front, error):
    front.report(type(error), error, error.__traceback__)


def test_an_error_says_what_is_safe_and_keeps_the_trace_for_the_terminal(
    qapp, front, tmp_path, capsys
):
    front.create(tmp_path / "aften.moede")
    told_of(front, fail())
    (dialog,) = dialogs(qapp)
    assert "gemt i aften.moede" in dialog._safe.text()
    assert "Bænke" not in dialog.details.toPlainText()
    assert "ZeroDivisionError: Bænke i læ" in capsys.readouterr().err
    assert front.window.isEnabled()


def test_without_a_meeting_and_in_a_reader_other_things_are_safe(qapp, front, document, capsys):
    assert "Intet møde er åbent" in front._safe()
    front.open(document.path, readonly=True)
    assert "kun åbnet til læsning" in front._safe()
    capsys.readouterr()


def test_an_error_that_comes_again_and_again_opens_one_dialog(qapp, front, tmp_path, capsys):
    front.create(tmp_path / "aften.moede")
    for _ in range(5):
        told_of(front, fail())
    (dialog,) = dialogs(qapp)
    dialog.close()
    told_of(front, fail())
    assert dialogs(qapp) == []
    assert front.window.notices.sentence.startswith("Det samme gik galt igen")
    other = ValueError()
    told_of(front, other)
    assert len(dialogs(qapp)) == 1
    capsys.readouterr()


def test_a_dialog_outlives_the_window_it_was_opened_over(qapp, front, tmp_path, capsys):
    front.create(tmp_path / "et.moede")
    told_of(front, fail())
    front.create(tmp_path / "to.moede")
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qapp.processEvents()
    told_of(front, ValueError())
    assert len(dialogs(qapp)) == 1
    dialogs(qapp)[0].close()
    told_of(front, KeyError())
    assert len(dialogs(qapp)) == 1
    capsys.readouterr()


def test_a_page_that_fails_ends_neither_the_window_nor_the_other_parts(
    qapp, qtbot, front, tmp_path, monkeypatch, capsys
):
    front.create(tmp_path / "aften.moede")
    window = front.window
    monkeypatch.setattr(sys, "excepthook", front.report)
    calls = []

    def broken(changes):
        calls.append(changes)
        raise ZeroDivisionError

    monkeypatch.setattr(window.page, "refresh", broken)
    window.desk.do(evening.describe(title="Et nyt navn"))
    qtbot.waitUntil(lambda: window.windowTitle().startswith("Et nyt navn"))
    assert "Senest: beskriv mødet" in window.foot.words.text()
    assert window._head._title.text() == "Et nyt navn"
    assert len(dialogs(qapp)) == 1
    for _ in range(5):
        qapp.processEvents()
    assert len(calls) == 1
    monkeypatch.undo()
    window.desk.do(evening.leave_unresolved())
    window.go_to(Phase.WELCOME)
    qtbot.waitUntil(lambda: window.page is window.pages.get(Phase.WELCOME))
    capsys.readouterr()


def test_a_meeting_goes_on_after_a_crash_with_its_clock_standing_still(front, settings, document):
    document.apply(evening.go_to(Phase.IDEAS))
    document.apply(clock.give(5))
    document.apply(clock.pause())
    document.close()
    crash_with(document.path, settings)
    front.go_on()
    assert front.window._head.clock.words.text() == "på pause"


def test_the_first_picture_waits_for_nothing_that_is_not_in_it(tmp_path):
    later = ["moedeapp.ui.main_window", "moedeapp.cli.commands", "sqlite_utils", "reportlab"]
    script = (
        "import sys; from PySide6.QtCore import QSettings; from moedeapp import app;"
        "from moedeapp.ui.settings import Settings;"
        "settings = Settings(QSettings('first.ini', QSettings.Format.IniFormat));"
        "app._application(settings); app.Front(settings).go_on();"
        f"print([name for name in {later} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]", done.stderr
