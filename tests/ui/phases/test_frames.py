from datetime import date

import pytest
from PySide6.QtCore import Qt

from moedeapp.model.commands import evening
from moedeapp.model.document import Document
from moedeapp.model.meeting import FRAMES, MeetingType, Phase
from tests.ui.test_window import said

ENTER = Qt.Key.Key_Return
CTRL = Qt.KeyboardModifier.ControlModifier


def write(qtbot, box, words):
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, words)
    qtbot.keyClick(box, ENTER)


def test_a_field_is_an_act_of_its_own_when_it_is_left(qtbot, at, document):
    window = at(Phase.FRAMES)
    box = window.page.boxes["date"]
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "1.3.2027")
    assert document.state.facts.date == "2026-11-23"
    qtbot.keyClick(box, ENTER)
    assert document.state.facts.date == "2027-03-01"
    qtbot.waitUntil(lambda: box.text() == "01.03.2027")


def test_dates_and_times_may_be_typed_as_danes_write_them(qtbot, at, document):
    page = at(Phase.FRAMES).page
    write(qtbot, page.boxes["date"], "tirsdag den 2. marts 2027")
    write(qtbot, page.boxes["starts"], "kl. 19")
    write(qtbot, page.boxes["ends"], "21.30")
    facts = document.state.facts
    assert (facts.date, facts.starts, facts.ends) == ("2027-03-02", "19:00", "21:30")


def test_a_date_without_a_year_is_the_next_one(qtbot, at, document):
    page = at(Phase.FRAMES).page
    write(qtbot, page.boxes["date"], "24/12")
    assert document.state.facts.date[5:] == "12-24"
    assert date.fromisoformat(document.state.facts.date) >= date.today()


def test_a_refused_value_stays_in_its_box(qtbot, at, document):
    window = at(Phase.FRAMES)
    window.page.tabs.turn_to(2)
    box = window.page.boxes["kle"]
    write(qtbot, box, "havnen")
    assert "ikke et KLE-nummer" in window.notices.sentence
    assert box.text() == "havnen"
    assert document.state.facts.kle == ""


def test_a_frame_can_be_left_not_settled_and_taken_up_again(qtbot, at, document):
    window = at(Phase.FRAMES)
    tick = window.page.unsettled["fixed"]
    assert tick.isChecked()
    tick.click()
    assert document.state.facts.unresolved == ("influence", "decides", "answer_by", "type")
    qtbot.waitUntil(lambda: "Mangler endnu: Ligger fast." in said(window))


def test_a_frame_that_gets_words_is_settled(qtbot, at, document):
    page = at(Phase.FRAMES).page
    page.boxes["decides"].setFocus()
    qtbot.keyClicks(page.boxes["decides"], "Kommunalbestyrelsen")
    page.boxes["title"].setFocus()
    assert document.state.facts.decides == "Kommunalbestyrelsen"
    qtbot.waitUntil(lambda: not page.unsettled["decides"].isChecked())


def test_the_rest_of_the_frames_is_set_aside_in_one_act(qtbot, tmp_path, show):
    with Document.create(tmp_path / "nyt.moede", words="Hvad nu?") as document:
        document.apply(evening.describe(influence="Pladsen"))
        window = show(document)
        window.page._settle.click()
        assert document.state.facts.unresolved == ("fixed", "decides", "answer_by", "type")
        qtbot.waitUntil(lambda: window.page._settle.isHidden())
        window._undo()
        assert document.state.facts.unresolved == ()
        window.close()


def test_the_kind_of_meeting_is_chosen_and_said_in_words(qtbot, at, document):
    window = at(Phase.FRAMES)
    window.page.kind.setCurrentIndex(window.page.kind.findData(MeetingType.DIALOGUE))
    window.page.kind.activated.emit(0)
    assert document.state.facts.type is MeetingType.DIALOGUE
    qtbot.waitUntil(lambda: "I siger, hvad I mener, før det bliver besluttet." in said(window))


@pytest.mark.parametrize(
    ("facts", "begins"),
    [
        ({}, "title"),
        ({"title": "Havnen"}, "influence"),
        ({"title": "H", "influence": "I"}, "fixed"),
    ],
)
def test_the_page_begins_with_what_is_missing(tmp_path, show, facts, begins):
    with Document.create(tmp_path / "nyt.moede", words="Hvad nu?") as document:
        if facts:
            document.apply(evening.describe(**facts))
        window = show(document)
        assert window.page.boxes[begins].hasFocus()
        window.close()


def test_the_first_sheet_holds_all_that_the_ideas_wait_for(at):
    page = at(Phase.FRAMES).page
    in_sight = {key for key, box in page.boxes.items() if box.isVisible()}
    wanted = {"title", "date", "starts", "ends", "place", *FRAMES} - {"type"}
    assert wanted <= in_sight
    assert page.kind.isVisible()


def test_ctrl_tab_turns_to_the_next_sheet_and_back_to_the_first(qtbot, at):
    page = at(Phase.FRAMES).page
    seen = []
    for _ in range(4):
        qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Tab, CTRL)
        seen.append(page.tabs.at)
    assert seen == [1, 2, 3, 0]


def test_arrows_go_between_the_names_of_the_sheets(qtbot, at):
    page = at(Phase.FRAMES).page
    page.tabs.button(0).setFocus()
    qtbot.keyClick(page.tabs.button(0), Qt.Key.Key_Right)
    assert page.tabs.at == 1
    assert page.tabs.button(1).hasFocus()


def test_a_box_grows_with_its_words(qtbot, at):
    box = at(Phase.FRAMES).page.boxes["influence"]
    before = box.height()
    box.setFocus()
    qtbot.keyClicks(box, "Alt mellem molerne og de pladser, der hører til. " * 6)
    assert box.height() > before


def test_a_box_grows_when_a_narrower_window_breaks_its_words_elsewhere(qtbot, at):
    page = at(Phase.FRAMES).page
    box = page.boxes["influence"]
    box.setPlainText(
        "Alt mellem molerne og de pladser, der hører til, og det, der bygges der nu. " * 3
    )
    before = box.height()
    page.window().resize(960, 540)
    qtbot.waitUntil(lambda: box.height() > before)
