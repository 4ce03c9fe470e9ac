"""A new meeting by its real boxes and buttons."""

import time

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from moedeapp.app import Front
from moedeapp.model.commands import evening
from moedeapp.model.document import Document
from moedeapp.model.meeting import MeetingType, Organisation, Phase, ordered
from moedeapp.ui.start.recent import remember
from tests.ui.test_window import settle

ENTER = Qt.Key.Key_Return


@pytest.fixture
def page(opened):
    window = opened()
    window.ask_new()
    return window.new


@pytest.fixture
def wanted(page):
    heard = []
    page.wanted.connect(lambda path, new: heard.append((path, new)))
    return heard


def write(qtbot, page, **what):
    for key, text in what.items():
        box = page.boxes[key]
        box.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClicks(box, text)


def test_enter_goes_from_box_to_box_and_makes_nothing_until_the_button(
    qtbot, qapp, page, wanted, tmp_path
):
    for text in ("Fremtidens Havn", "Hvad skal havnen kunne?", "23.11.2026", "19", "Bådehallen"):
        qtbot.keyClicks(qapp.focusWidget(), text)
        qtbot.keyClick(qapp.focusWidget(), ENTER)
    qtbot.keyClicks(qapp.focusWidget(), "8")
    assert wanted == []
    qtbot.keyClick(qapp.focusWidget(), ENTER)
    assert qapp.focusWidget() is page.make
    assert wanted == []
    qtbot.keyClick(page.make, ENTER)
    ((path, new),) = wanted
    assert path == tmp_path / "Borgermøder" / "2026-11-23 Fremtidens Havn.moede"
    assert (new.title, new.question, new.date) == (
        "Fremtidens Havn", "Hvad skal havnen kunne?", "2026-11-23",
    )  # fmt: skip
    assert (new.starts, new.ends, new.place, new.tables) == ("19:00", "21:00", "Bådehallen", 8)
    assert new.plan.key == "samskabelse"


def test_ctrl_enter_makes_the_meeting_from_anywhere(qtbot, page, wanted):
    qtbot.keyClick(page.boxes["title"], ENTER, Qt.KeyboardModifier.ControlModifier)
    assert len(wanted) == 1


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [("date", "31.2.2026", "ikke en dato"), ("starts", "25:10", "ikke et klokkeslæt")],
)
def test_what_is_no_date_or_time_is_said_beside_the_box(qtbot, page, wanted, key, typed, words):
    write(qtbot, page, **{key: typed})
    qtbot.keyClick(page.boxes[key], ENTER)
    assert words in page._wrong[key].text()
    assert page._wrong[key].isVisible()
    assert words in page.boxes[key].accessibleDescription()
    page.make.click()
    assert wanted == []
    assert page.boxes[key].hasFocus()
    page.boxes[key].clear()
    page.make.click()
    assert not page._wrong[key].isVisible()
    assert len(wanted) == 1


def test_a_run_sheet_is_seen_before_it_is_chosen(qtbot, page):
    page.plans.options["world-cafe"].click()
    assert page.plans.plan.key == "world-cafe"
    assert page.plans._name.text() == "World Café"
    assert "Tre runder" in page.plans._about.text()
    assert f"{page.plans.plan.minutes} minutter" in page.plans._size.text()
    shown = [
        page.plans._steps.itemAt(at).widget().text() for at in range(page.plans._steps.count())
    ]
    for step in page.plans.plan.steps:
        assert any(step.title in words for words in shown)
    assert any("(3 gange)" in words for words in shown)


def test_the_arrows_choose_another_run_sheet(qtbot, page):
    page.plans.options["samskabelse"].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(page.plans.options["samskabelse"], Qt.Key.Key_Down)
    assert page.plans.plan.key == "nominel-gruppe"


def test_the_steps_tell_when_they_begin(qtbot, page):
    write(qtbot, page, starts="18.30")
    qtbot.keyClick(page.boxes["starts"], ENTER)
    grid = page.plans._steps
    shown = [grid.itemAtPosition(at, 0).widget().text() for at in range(3)]
    assert shown == ["kl. 18.30", "kl. 18.40", "kl. 18.52"]


def test_without_a_run_sheet_there_is_none(page, wanted):
    page.plans.options["empty"].click()
    page.make.click()
    assert wanted[0][1].plan is None
    assert wanted[0][1].ends == ""


def test_an_earlier_meeting_fills_the_boxes_nobody_has_written_in(
    qtbot, opened, settings, tmp_path
):
    with Document.create(tmp_path / "gammelt.moede", words="Hvad så?") as document:
        document.apply(evening.describe(title="I fjor", place="Aulaen", starts="18:00"))
        document.apply(evening.set_tables(5))
    remember(settings.store, tmp_path / "gammelt.moede")
    window = opened()
    window.ask_new()
    page = window.new
    write(qtbot, page, title="I år")
    with qtbot.waitSignal(page.plans.shelf.read):
        page.plans.options["earlier"].click()
    page.plans.shelf.rows[tmp_path / "gammelt.moede"].open.click()
    heard = []
    page.wanted.connect(lambda path, new: heard.append(new))
    page.make.click()
    (new,) = heard
    assert (new.title, new.place, new.starts, new.question, new.tables) == (
        "I år", "Aulaen", "18:00", "Hvad så?", 5,
    )  # fmt: skip
    assert new.plan is None
    assert new.earlier.questions == ("Hvad så?",)


def test_an_earlier_meeting_that_cannot_be_read_is_refused_in_words(opened, tmp_path):
    (tmp_path / "brev.moede").write_text("Kære kommune " * 20, encoding="utf-8")
    window = opened()
    window.ask_new()
    window.new.plans.options["earlier"].click()
    window.new.plans.take(tmp_path / "brev.moede")
    assert window.notices.sentence.startswith("brev.moede er ikke et møde")
    assert window.new.plans.earlier is None


def test_the_page_tells_where_the_file_goes_and_lets_it_be_changed(
    qtbot, page, wanted, monkeypatch, tmp_path, settings
):
    write(qtbot, page, title="Havnen")
    assert "Havnen.moede" in page._where.text()
    (tmp_path / "andet").mkdir()
    (tmp_path / "andet" / "mit.moede").touch()
    chosen = str(tmp_path / "andet" / "mit.moede")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (chosen, ""))
    page._change.click()
    assert "mit 2.moede" in page._where.text()
    page.make.click()
    assert wanted[0][0] == tmp_path / "andet" / "mit 2.moede"
    assert settings.meetings_folder == tmp_path / "andet"


def test_the_organisation_that_was_set_once_comes_along(page, wanted, settings):
    settings.keep_organisation(Organisation(name="Mågevig Kommune"))
    page.make.click()
    assert wanted[0][1].organisation.name == "Mågevig Kommune"


def test_the_page_begins_empty_again(qtbot, page):
    write(qtbot, page, title="Havnen", date="32.1.2026")
    page.plans.options["world-cafe"].click()
    page.make.click()
    page.begin([])
    assert [box.text() for box in page.boxes.values()] == [""] * 5
    assert page.plans.plan.key == "samskabelse"
    assert not page._wrong["date"].isVisible()


# --- GN4


class Clicks(QObject):
    """Counts every press of a mouse button on a control."""

    def __init__(self):
        super().__init__()
        self.count = 0

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.MouseButtonPress and watched.isWidgetType():
            self.count += 1
        return False


def named(window, name):
    return next(
        b for b in window.findChildren(QPushButton) if b.isVisible() and b.accessibleName() == name
    )


def test_a_new_facilitator_reaches_the_ideas_in_few_clicks_and_little_time(
    qtbot, qapp, settings, tmp_path
):
    clicks, began = Clicks(), time.monotonic()
    front = Front(settings)
    start = front.begin()
    start.activateWindow()
    qtbot.waitUntil(start.isActiveWindow)

    def click(window, name):
        button = named(window, name)
        button.installEventFilter(clicks)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settle(qapp)

    click(start, "Nyt møde")
    for text in ("Fremtidens Havn", "Hvad skal havnen kunne?", "23.11.2026", "19", "Bådehallen"):
        qtbot.keyClicks(qapp.focusWidget(), text)
        qtbot.keyClick(qapp.focusWidget(), ENTER)
    qtbot.keyClicks(qapp.focusWidget(), "8")
    sheet = start.new.plans.options["nominel-gruppe"]
    sheet.installEventFilter(clicks)
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton)
    click(start, "Opret mødet")
    window = front.window
    window.resize(1280, 800)  # the screen of a test is smaller than any laptop's
    click(window, "Sæt resten til »Ikke afklaret«")
    click(window, "Idéer")
    try:
        assert window.desk.state.stage.phase is Phase.IDEAS
        facts = window.desk.state.facts
        assert (facts.title, facts.date, facts.starts) == ("Fremtidens Havn", "2026-11-23", "19:00")
        assert facts.type is MeetingType.DIALOGUE or facts.type is MeetingType.CO_CREATION
        assert [q.words for q in ordered(window.desk.state.questions)] == [
            "Hvad skal havnen kunne?"
        ]
        assert len(window.desk.state.tables) == 8
        assert window.desk.document.path.parent == tmp_path / "Borgermøder"
        assert 0 < clicks.count <= 12
        assert time.monotonic() - began < 180
    finally:
        window.close()
        window.deleteLater()
        start.deleteLater()
