from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import QApplication, QPushButton

from moedeapp import app, texts
from moedeapp.app import Front
from moedeapp.model.commands import evening
from moedeapp.model.document import Document
from moedeapp.model.meeting import Organisation, Phase
from moedeapp.ui import theme
from moedeapp.ui.settings import LANGUAGE, LOOK
from moedeapp.ui.start.beginning import NewMeeting
from moedeapp.ui.start.recent import latest
from tests.ui.test_window import settle


@pytest.fixture
def front(qapp, settings):
    made = Front(settings)
    yield made
    for window in (made.window, made.preferences, made.help, made.start):
        if window is not None:
            window.close()
            window.deleteLater()
    settings.changed.disconnect()
    texts.use("da")
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)


def names(window):
    return [
        button.accessibleName() for button in window.findChildren(QPushButton) if button.isVisible()
    ]


def test_a_new_meeting_opens_and_is_remembered(front, tmp_path, qtbot):
    start = front.begin()
    start.wanted.emit(tmp_path / "x.moede", NewMeeting(title="Havnen"))
    assert front.window.isVisible()
    assert front.window.desk.state.facts.title == "Havnen"
    assert not start.isVisible()
    front.window.close()
    front.window = None
    front.begin()
    qtbot.waitUntil(lambda: "Havnen" in names(front.start))


def test_a_new_meeting_never_takes_the_place_of_a_file(front, tmp_path):
    (tmp_path / "x.moede").write_text("mit", encoding="utf-8")
    front.create(tmp_path / "x.moede", NewMeeting())
    assert front.window is None
    assert "findes i forvejen" in front.start.notices.sentence
    assert (tmp_path / "x.moede").read_text(encoding="utf-8") == "mit"


def test_a_rehearsal_and_the_demo_are_not_among_the_meetings(front, tmp_path, settings):
    copy = settings.own_folder("demo") / "Fremtidens Havn.moede"
    front.create(copy)
    assert str(copy.parent) in front.window.notices.sentence
    assert latest(settings.store) == []
    front.create(tmp_path / "x.moede")
    assert front.window.notices.sentence == ""
    front.window.desk.document.apply(evening.mark_rehearsal())
    front.window.close()
    settings.store.remove("latest")
    front.open(tmp_path / "x.moede")
    assert latest(settings.store) == []


def test_closing_a_meeting_leads_back_to_the_start(front, tmp_path):
    front.create(tmp_path / "x.moede")
    front.window.another.emit("start")
    assert front.start.isVisible()
    assert not front.window.isVisible()
    Document.open(tmp_path / "x.moede").close()  # it was let go


# --- settings and help beside the meeting


def test_settings_open_from_the_start_and_from_the_meeting(front, tmp_path, qtbot):
    next(b for b in front.begin().findChildren(QPushButton) if b.text() == "Indstillinger").click()
    assert front.preferences.isVisible()
    assert not front.preferences.organisation.use.isVisible()
    front.create(tmp_path / "x.moede")
    assert front.preferences is None
    front.window.another.emit("settings")
    assert front.preferences.organisation.use.isVisible()


def test_an_organisation_that_was_written_is_not_asked_for_any_more(front, qtbot, settings):
    start = front.begin()
    assert start.home._organisation.isVisible()
    next(b for b in start.findChildren(QPushButton) if b.text() == "Skriv det nu").click()
    qtbot.keyClicks(front.preferences.organisation.boxes["name"], "Mågevig Kommune")
    qtbot.keyClick(front.preferences, Qt.Key.Key_Escape)
    assert settings.organisation == Organisation(name="Mågevig Kommune")
    assert not start.home._organisation.isVisible()


def test_a_look_that_is_chosen_is_worn_at_once(qapp, front, settings):
    settings.put(LOOK, "dark")
    assert theme.colours() is theme.DARK
    settings.put(LOOK, "light")
    assert theme.colours() is theme.LIGHT
    theme.wear(qapp)


def test_f1_opens_the_guide_at_the_phase(qtbot, front, tmp_path):
    front.create(tmp_path / "x.moede")
    front.window.desk.document.apply(evening.leave_unresolved())
    front.window.go_to(Phase.IDEAS)
    front.window.activateWindow()
    qtbot.waitUntil(front.window.isActiveWindow)
    qtbot.keyClick(front.window, Qt.Key.Key_F1)
    assert front.help.isVisible()
    assert front.help.windowTitle() == "Idéer – Hjælp"
    assert not front.help.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)


def test_the_first_chapter_opens_from_the_start(qtbot, front):
    next(b for b in front.begin().findChildren(QPushButton) if b.text() == "Hjælp").click()
    assert front.help.windowTitle() == "Kom i gang – Hjælp"


# --- language


@pytest.fixture
def free_to_choose(monkeypatch):
    monkeypatch.delenv("MOEDE_LANGUAGE", raising=False)


@pytest.mark.usefixtures("free_to_choose")
def test_another_language_is_spoken_at_once_before_a_meeting_is_open(qtbot, front, settings):
    front.begin()
    front.show_preferences()
    before, window = front.start, front.preferences
    window.language.follow("en")
    window.language.activated.emit(1)
    qtbot.waitUntil(lambda: front.start is not before)
    assert not before.isVisible()
    assert front.start.isVisible()
    assert "New meeting" in names(front.start)
    assert front.preferences.windowTitle() == "Settings"
    assert front.preferences.language.chosen() == "en"
    assert settings.language == "en"


@pytest.mark.usefixtures("free_to_choose")
def test_an_open_meeting_speaks_another_language_when_it_is_opened_again(qapp, front, tmp_path):
    front.create(tmp_path / "x.moede", NewMeeting(title="Havnen"))
    front.show_preferences()
    before = front.window
    front.preferences.language.follow("en")
    front.preferences.language.activated.emit(1)
    settle(qapp)
    assert texts.spoken() == "da"
    assert front.window is before
    front.preferences.reopen.click()
    assert front.window is not before
    assert not before.isVisible()
    assert "Protocol" in names(front.window)
    assert front.window.desk.state.facts.title == "Havnen"
    assert not front.window.desk.document.readonly
    assert QApplication.quitOnLastWindowClosed()


def test_the_environment_comes_before_what_was_chosen(qapp, settings, monkeypatch):
    for asked, chosen, spoken in (
        ("en", "da", "en"), ("", "en", "en"), ("sv", "en", "en"), ("", "", "da"),
        ("", "sv", "da"),
    ):  # fmt: skip
        monkeypatch.setenv("MOEDE_LANGUAGE", asked)
        settings.put(LANGUAGE, chosen)
        app.speak(qapp, settings)
        assert texts.spoken() == spoken
    texts.use("da")


def test_a_meeting_that_is_open_elsewhere_can_be_opened_for_reading(front, tmp_path):
    with Document.create(tmp_path / "møde.moede"):
        front.open(tmp_path / "møde.moede")
        assert front.window is None
        assert "ét sted ad gangen" in front.start.notices.sentence
        front.start.notices._yes.click()
        assert front.window.desk.document.readonly


def test_a_file_that_is_no_meeting_is_refused_in_words(front, tmp_path):
    (tmp_path / "brev.moede").write_text("Kære kommune " * 100, encoding="utf-8")
    front.open(tmp_path / "brev.moede")
    assert front.window is None
    assert front.start.notices.sentence.startswith("brev.moede er ikke et møde")


def test_another_meeting_takes_the_place_of_the_first(front, tmp_path):
    front.create(tmp_path / "et.moede")
    first = front.window
    front.create(tmp_path / "to.moede")
    assert front.window is not first
    assert not first.isVisible()
    Document.open(tmp_path / "et.moede").close()  # it was let go


def test_the_protocol_is_made_in_a_folder_beside_the_meeting(front, tmp_path, qtbot):
    front.create(tmp_path / "et.moede")
    front.window.make_protocol()
    front.window.exporting.go.click()
    qtbot.waitUntil(lambda: "Protokollen er klar" in front.window.notices.sentence, timeout=20_000)
    assert list((tmp_path / "exports").glob("*.pdf"))


def test_qt_speaks_danish_where_the_wheel_has_it(qapp):
    app.speak_qt(qapp)
    assert qapp.translate("QPlatformTheme", "Cancel") == "Annuller"
    texts.use("en")
    app.speak_qt(qapp)
    assert qapp.translate("QPlatformTheme", "Cancel") == "Cancel"
    texts.use("da")


def test_starting_loads_neither_the_protocol_nor_a_server():
    import subprocess
    import sys

    program = (
        "import sys, moedeapp.app; "
        "print([m for m in ('reportlab', 'qrcode', 'openpyxl', 'uvicorn') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
