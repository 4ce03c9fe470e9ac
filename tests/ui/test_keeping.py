"""In the window: a damaged file, earlier versions, moving the meeting, and clearing up."""

from pathlib import Path

import pytest

from moedeapp import app
from moedeapp.model import backups
from moedeapp.model.commands import evening, ideas
from moedeapp.model.document import Document
from moedeapp.model.meeting import Phase, Reason, Status
from tests.model.evenings import alter
from tests.ui.conftest import open_vote, seal

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # offscreen, for dialogs


@pytest.fixture
def said(document):
    """A closed meeting with ideas and an earlier version."""
    document.apply(evening.go_to(Phase.IDEAS))
    for words in ("Flere bænke", "En badebro"):
        document.apply(ideas.add(words))
    document.close()
    Document.open(document.path, keeps_backups=True).close()
    return document.path


def damage(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) - 6000])


def rescued(qtbot, front):
    qtbot.waitUntil(lambda: "Reddet over i" in front.start.notices.sentence, timeout=20_000)
    return front.start.notices


def test_a_damaged_file_is_told_of_with_both_ways_out(front, said):
    damage(said)
    front.open(said)
    notices = front.start.notices
    assert "er ødelagt" in notices.sentence
    assert (notices._yes.text(), notices._else.text()) == (
        "Red, hvad der kan reddes",
        "Hent tidligere udgave",
    )


def test_what_was_rescued_is_told_and_opens(qtbot, front, said):
    damage(said)
    front.open(said)
    front.start.notices._yes.click()
    rescued(qtbot, front)._yes.click()
    assert front.window.desk.document.path.name == f"{said.stem}, reddet.moede"
    assert len(front.window.desk.state.ideas) == 2
    assert said.is_file()


def test_a_file_with_nothing_of_a_meeting_is_refused_in_words(qtbot, front, tmp_path):
    path = tmp_path / "noget.moede"
    path.write_bytes(b"Referat" * 900)
    front.open(path)
    front.start.notices._yes.click()
    qtbot.waitUntil(lambda: "er ikke et møde" in front.start.notices.sentence, timeout=20_000)


def test_of_a_meeting_that_is_gone_an_earlier_version_can_be_fetched(front, said):
    said.unlink()
    front.open(said)
    front.start.notices._yes.click()
    (version,) = front.earlier.versions
    assert version.text().endswith(", dagens sidste")
    version.click()
    assert front.window.desk.document.path.name == f"{said.stem}, tidligere udgave.moede"
    assert len(front.window.desk.state.ideas) == 2


def test_a_meeting_without_earlier_versions_says_so(front, document):
    path = document.path
    document.close()
    front.open(path, readonly=True)
    front._another("earlier")
    assert front.earlier.versions == []
    assert front.earlier.isVisible()


def test_a_result_that_does_not_hold_is_told_when_the_meeting_opens(front, document):
    vote = open_vote(document, "Havneliv", "Børn og unge")
    seal(document, vote)
    path = document.path
    document.close()
    alter(path, "UPDATE results SET dots = dots + 1")
    front.open(path)
    assert "passer ikke" in front.window.notices.sentence
    assert front.window.notices._yes.text() == "Red, hvad der kan reddes"


def test_a_meeting_moves_from_the_menu_in_the_middle_of_a_vote(front, document, tmp_path):
    open_vote(document, "Havneliv", "Børn og unge")
    path, new = document.path, tmp_path / "stik" / "møde.moede"
    new.parent.mkdir()
    document.close()
    front.open(path)
    front.window.move_to(new)
    assert "Mødet går videre i møde.moede" in front.window.notices.sentence
    front._another("start")
    front.open(path)
    assert "flyttet til en anden computer" in front.window.notices.sentence
    assert not front.window.desk.do(ideas.add("En til"))
    front.open(new)
    assert front.window.desk.state.stage.status is Status.DRAFT


@pytest.mark.parametrize("folder", ["OneDrive - Kommunen", "Dropbox"])
def test_from_a_folder_that_is_copied_away_the_meeting_can_be_moved_here(
    front, settings, tmp_path, folder
):
    path = tmp_path / folder / "møde.moede"
    path.parent.mkdir()
    Document.create(path).close()
    front.open(path)
    notices = front.window.notices
    assert "kopierer til internettet" in notices.sentence
    notices._yes.click()
    here = front.window.desk.document.path
    assert here.is_relative_to(settings.own_folder("local"))
    assert front.window.notices.sentence == ""


def test_on_a_network_drive_the_same_is_offered(front, document, monkeypatch):
    path = document.path
    document.close()
    monkeypatch.setattr(app, "_lies_elsewhere", lambda _path: "På et netværksdrev.")
    front.open(path)
    assert front.window.notices._yes.text() == "Flyt det til denne computer"


def test_clearing_up_is_offered_after_the_final_protocol_and_asks_first(qtbot, front, document):
    document.apply(evening.go_to(Phase.IDEAS))
    said = document.apply(ideas.add("Naboen larmer"))
    document.apply(ideas.hide(said, reason=Reason.PERSON))
    document.apply(evening.go_to(Phase.NEXT_STEPS))
    path = document.path
    document.close()
    front.open(path)
    finishing = front.window.page.finishing
    assert finishing.clear.isHidden()
    front.window.desk.do(evening.finish())
    qtbot.waitUntil(lambda: not finishing.clear.isHidden())
    finishing.clear.click()
    assert b"Naboen larmer" in path.read_bytes()
    front.window.notices._yes.click()
    assert "afsluttet og ryddet" in front.window.notices.sentence
    assert b"Naboen larmer" not in path.read_bytes()
    assert backups.made(path) == []


def test_the_menu_of_the_meeting_leads_to_both(front, document):
    path = document.path
    document.close()
    front.open(path)
    words = [action.text() for action in front.window._menu.actions()]
    assert "Hent tidligere udgave" in words
    assert "Flyt mødet til en anden computer" in words
