from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from moedeapp import app
from moedeapp.app import Front
from moedeapp.model.document import Document
from moedeapp.ui.start import latest, remember


@pytest.fixture
def front(settings):
    made = Front(settings)
    yield made
    for window in (made.window, made.start):
        if window is not None:
            window.close()
            window.deleteLater()


def words(window):
    return [button.text() for button in window.findChildren(QPushButton) if button.isVisible()]


def test_without_a_meeting_the_start_offers_a_new_one_and_those_on_the_disk(front):
    start = front.begin()
    assert words(start) == ["Nyt møde", "Åbn møde"]


def test_the_latest_meetings_come_first_and_lost_ones_are_left_out(settings, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).touch()
        remember(settings.store, tmp_path / name)
    remember(settings.store, tmp_path / "a")
    assert [path.name for path in latest(settings.store)] == ["a", "b"]
    (tmp_path / "a").unlink()
    assert [path.name for path in latest(settings.store)] == ["b"]


def test_a_new_meeting_opens_and_is_remembered(front, tmp_path):
    start = front.begin()
    start.wanted.emit(tmp_path / "Havnen.moede")
    assert front.window.isVisible()
    assert not start.isVisible()
    front.window.close()
    front.window = None
    assert "Havnen" in words(front.begin())


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
    qtbot.waitUntil(lambda: "Protokollen er klar" in front.window.notices.sentence, timeout=20_000)
    assert list((tmp_path / "exports").glob("*.pdf"))


def test_qt_speaks_danish_where_the_wheel_has_it(qapp):
    app.speak_qt(qapp)
    assert qapp.translate("QPlatformTheme", "Cancel") == "Annuller"


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
