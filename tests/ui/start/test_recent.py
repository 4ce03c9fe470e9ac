import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from moedeapp.model.meeting import Phase
from moedeapp.ui.start.recent import FileRow, Shelf, forget, latest, look_at, remember
from tests.model.test_review_file import crash


def test_the_latest_meetings_come_first_and_are_not_too_many(settings, tmp_path):
    for number in range(8):
        remember(settings.store, tmp_path / str(number))
    remember(settings.store, tmp_path / "3")
    assert [path.name for path in latest(settings.store)] == ["3", "7", "6", "5", "4", "2"]


def test_a_meeting_is_taken_off_the_list_and_its_file_left_alone(settings, tmp_path):
    (tmp_path / "a").touch()
    remember(settings.store, tmp_path / "a")
    forget(settings.store, tmp_path / "a")
    assert latest(settings.store) == []
    assert (tmp_path / "a").exists()


def test_one_meeting_alone_is_remembered_by_every_store(settings, tmp_path):
    remember(settings.store, tmp_path / "a, b")
    settings.store.sync()
    assert latest(settings.store) == [tmp_path / "a, b"]


def test_a_meeting_says_what_it_is_and_how_far_it_came(meeting):
    seen = look_at(meeting("x", Phase.IDEAS, title="Havnen", date="2026-11-23", place="Hallen"))
    assert (seen.title, seen.line, seen.status) == ("Havnen", "23. nov. 2026 · Hallen", "Idéer")


def test_a_meeting_without_a_title_is_called_by_its_file(meeting):
    seen = look_at(meeting("uden titel"))
    assert (seen.title, seen.line, seen.status) == (
        "uden titel", "uden titel.moede", "Ikke begyndt",
    )  # fmt: skip


def test_a_final_protocol_is_said(meeting):
    assert look_at(meeting("x", Phase.NEXT_STEPS, final=True)).status == "Endelig"


def test_a_file_that_is_gone_or_broken_says_so(tmp_path):
    gone = look_at(tmp_path / "væk.moede")
    assert gone.missing
    assert gone.line == f"Filen er der ikke nu: {tmp_path}"
    (tmp_path / "brev.moede").write_text("Kære kommune " * 20, encoding="utf-8")
    letter = look_at(tmp_path / "brev.moede")
    assert not letter.missing
    assert letter.line == "brev.moede er ikke et møde"


def test_after_a_crash_a_meeting_is_still_there_to_be_opened(meeting):
    path = meeting("x", title="Havnen")
    crash(path)
    seen = look_at(path)
    assert (seen.title, seen.line, seen.trouble, seen.missing) == ("x", "x.moede", "", False)


@pytest.fixture
def shelf(qtbot):
    room = QWidget()
    qtbot.addWidget(room)
    made = Shelf(lambda path: FileRow(path, lambda _path: None, ("Tag af listen", print)))
    made.setParent(room)
    room.show()
    yield made
    made.wait()


def test_rows_are_there_at_once_and_are_filled_in_when_the_files_were_read(qtbot, shelf, meeting):
    path = meeting("x", title="Havnen")
    with qtbot.waitSignal(shelf.read):
        shelf.show_files([path])
        assert shelf.rows[path].open.accessibleName() == "x"
    assert shelf.rows[path].open.accessibleName() == "Havnen"
    assert shelf.rows[path].open.accessibleDescription() == "x.moede. Ikke begyndt"


def test_files_that_come_while_others_are_read_are_read_as_well(qtbot, shelf, meeting):
    first, second = meeting("x", title="Havnen"), meeting("y", title="Skolen")
    with qtbot.waitSignal(shelf.read):
        shelf.show_files([first])
        shelf.show_files([second])
    assert [row.open.accessibleName() for row in shelf.rows.values()] == ["Skolen"]


def test_a_missing_file_cannot_be_opened_but_taken_off_the_list(qtbot, shelf, tmp_path, meeting):
    here, gone = meeting("x"), tmp_path / "væk.moede"
    with qtbot.waitSignal(shelf.read):
        shelf.show_files([here, gone])
    assert (shelf.rows[here].open.isEnabled(), shelf.rows[gone].open.isEnabled()) == (True, False)
    assert (shelf.rows[here].away.isVisible(), shelf.rows[gone].away.isVisible()) == (False, True)


def test_a_row_that_is_read_again_keeps_its_place_and_focus(qtbot, shelf, meeting):
    path = meeting("x", title="Havnen")
    with qtbot.waitSignal(shelf.read):
        shelf.show_files([path])
    row = shelf.rows[path]
    row.open.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(shelf.read):
        shelf.show_files([path])
    assert shelf.rows[path] is row
