"""The panel that makes the files of a meeting."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from moedeapp.app import Exporter
from moedeapp.model.commands import ideas
from moedeapp.model.document import Document
from moedeapp.model.errors import CannotWrite
from moedeapp.model.meeting import Phase
from moedeapp.ui.exports import Offered, Tell, Written
from tests.ui.conftest import fill

ENTER = Qt.Key.Key_Return


class Slow:
    """Exports that wait until they may go on, and write what they were asked for."""

    def __init__(self, folder: Path) -> None:
        self.usual = folder
        self.may_go = threading.Event()
        self.asked: list[str] | None = None
        self.error: Exception | None = None
        self.warning = ""

    def folder(self) -> Path:
        return self.usual

    def offered(self) -> list[Offered]:
        return [Offered("page", "Siden"), Offered("lists", "Listerne")]

    def names(self, forms: Sequence[str]) -> list[str]:
        return ["protokol.pdf", *forms]

    def ready(self) -> None:
        pass

    def close(self) -> None:
        pass

    def preview(self, _tell: Tell) -> str:
        return "<h1>Protokol</h1><p>Et <b>ord</b></p>"

    def make(self, forms: Sequence[str], folder: Path, tell: Tell) -> Written:
        tell(0, 2)
        self.may_go.wait(20)
        tell(1, 2)
        if self.error is not None:
            raise self.error
        self.asked = list(forms)
        return Written([folder / name for name in self.names(forms)], self.warning)


@pytest.fixture
def slow(tmp_path):
    exports = Slow(tmp_path / "ud")
    yield exports
    exports.may_go.set()


@pytest.fixture
def window(document, show, slow):
    return show(document, exports=slow)


def test_one_key_opens_it_and_enter_makes_everything(qtbot, window, slow):
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert window.exporting.isVisible()
    slow.may_go.set()
    qtbot.keyClick(QApplication.focusWidget(), ENTER)
    qtbot.waitUntil(lambda: "protokol.pdf" in window.notices.sentence)
    assert slow.asked == ["page", "lists"]
    assert window.exporting.isHidden()


def test_a_protocol_that_is_not_fit_for_an_archive_says_so(qtbot, window, slow):
    slow.warning = "Den er ikke til arkivet."
    slow.may_go.set()
    window.make_protocol()
    window.make_protocol()
    qtbot.waitUntil(lambda: "protokol.pdf" in window.notices.sentence)
    assert "Den er ikke til arkivet." in window.notices.sentence


def test_the_ticks_are_as_last_time_also_in_another_meeting(qtbot, window, document, show, slow):
    window.make_protocol()
    window.exporting.forms["lists"].setChecked(False)
    slow.may_go.set()
    window.make_protocol()
    qtbot.waitUntil(lambda: slow.asked == ["page"])
    qtbot.waitUntil(window.exporting.isHidden)
    other = show(document, exports=slow)
    other.make_protocol()
    assert {key: tick.isChecked() for key, tick in other.exporting.forms.items()} == {
        "page": True,
        "lists": False,
    }


def test_the_window_goes_on_while_files_are_made_and_tells_how_far_it_is(
    qtbot, window, document, slow
):
    window.make_protocol()
    window.make_protocol()
    panel = window.exporting
    qtbot.waitUntil(lambda: panel._how_far.maximum() == 2)
    assert panel._how_far.isVisible()
    assert panel.stop.hasFocus()
    assert not panel.go.isVisible()
    window.go_to(Phase.IDEAS)
    document.apply(ideas.add("Mens der blev ventet"))
    assert len(document.state.ideas) == 1
    slow.may_go.set()
    qtbot.waitUntil(lambda: "protokol.pdf" in window.notices.sentence)
    assert not panel._how_far.isVisible()


def test_what_is_called_off_is_not_made(qtbot, window, slow):
    window.make_protocol()
    window.make_protocol()
    window.exporting.stop.click()
    assert not window.exporting.stop.isEnabled()
    slow.may_go.set()
    qtbot.waitUntil(lambda: "Afbrudt" in window.notices.sentence)
    assert slow.asked is None
    assert window.exporting.go.isVisible()
    window.exporting.go.click()
    qtbot.waitUntil(lambda: slow.asked == ["page", "lists"])
    qtbot.waitUntil(window.exporting.isHidden)


def test_a_failure_says_why_and_the_panel_stays(qtbot, window, slow, tmp_path):
    slow.error = CannotWrite(tmp_path / "protokol.pdf", "full")
    slow.may_go.set()
    window.make_protocol()
    window.make_protocol()
    qtbot.waitUntil(lambda: "protokol.pdf kunne ikke gemmes" in window.notices.sentence)
    assert window.exporting.isVisible()
    assert window.exporting.go.isVisible()


def test_it_says_how_many_files_it_will_replace(window, slow):
    panel = window.exporting
    slow.usual.mkdir()
    for name in ("protokol.pdf", "lists", "andet"):
        (slow.usual / name).write_bytes(b"")
    window.make_protocol()
    assert panel._before.text() == "2 filer fra før ligger der og bliver erstattet."
    panel.forms["lists"].setChecked(False)
    assert panel._before.text() == "1 fil fra før ligger der og bliver erstattet."
    panel.put_in(slow.usual / "ny")
    assert panel._before.isHidden()
    assert str(panel.folder) == str(slow.usual / "ny")


def test_the_beginning_of_the_protocol_can_be_seen_first(qtbot, window, slow):
    window.make_protocol()
    window.exporting.see.click()
    qtbot.waitUntil(lambda: window.exporting.preview is not None)
    preview = window.exporting.preview
    assert preview.isVisible()
    assert preview.words.toPlainText() == "Protokol\nEt ord"
    preview.close()


def test_closing_the_window_waits_for_the_files(window, slow):
    window.make_protocol()
    window.make_protocol()
    slow.may_go.set()
    window.close()
    assert slow.asked == ["page", "lists"]


def test_only_one_panel_is_open_at_a_time(window):
    for opened in (window.open_phones, window._open_notes, window.show_keys):
        window.make_protocol()
        assert window.exporting.isVisible()
        opened()
        assert window.exporting.isHidden()


# --- with what really makes them


def test_the_real_forms_are_offered_and_made(qtbot, document, show, tmp_path):
    fill(document, 3)
    window = show(document, exports=Exporter(document))
    window.make_protocol()
    panel = window.exporting
    usual = ["page", "summary", "workbook", "lists", "data", "metadata"]
    assert list(panel.forms) == ["large-print", *usual]
    assert [key for key, tick in panel.forms.items() if tick.isChecked()] == usual
    assert panel.folder == tmp_path / "exports"
    panel.see.click()
    qtbot.waitUntil(lambda: panel.preview is not None, timeout=20_000)
    told = panel.preview.words.toPlainText()
    assert "Protokol fra borgermøde om Fremtidens Havn" in told
    assert "Bilag A" not in told.partition("1. Tid og sted")[2]
    panel.preview.close()
    panel.make()
    qtbot.waitUntil(lambda: "Protokollen er klar" in window.notices.sentence, timeout=20_000)
    made = sorted(path.suffix for path in (tmp_path / "exports").iterdir())
    assert made == [
        ".csv", ".csv", ".csv", ".html", ".json", ".json", ".json", ".pdf", ".pdf", ".xlsx",
    ]  # fmt: skip


def test_a_meeting_among_exports_puts_no_folder_of_that_name_in_it(document, tmp_path):
    there = tmp_path / "exports" / "aften.moede"
    there.parent.mkdir()
    document.copy(there)
    with Document.open(there) as copy:
        assert Exporter(copy).folder() == there.parent


def test_where_nothing_can_be_written_the_files_go_to_the_documents(document, monkeypatch):
    monkeypatch.setattr("moedeapp.app.os.access", lambda *_asked: False)
    folder = Exporter(document).folder()
    assert folder.name == "exports"
    assert folder.parent != document.path.parent
