import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from moedeapp.model import rehearsal
from moedeapp.model.commands import evening, ideas
from moedeapp.model.document import Document
from moedeapp.model.errors import (
    FileDamaged,
    FileMissing,
    HalfWritten,
    MoedeError,
    NewerFormat,
    NotAMeeting,
)
from moedeapp.model.meeting import Phase, Status
from moedeapp.model.migrations import FORMAT
from moedeapp.model.store import glance
from tests.model.test_review_file import crash

DATA = Path(__file__).parents[1] / "data"


def test_a_glance_tells_what_and_when_and_how_far(document: Document, path: Path) -> None:
    document.apply(evening.describe(title="Fremtidens Havn", date="2026-11-23", place="Hallen"))
    document.apply(evening.leave_unresolved())
    document.apply(evening.go_to(Phase.IDEAS))
    document.apply(ideas.add("Bænke i læ"))
    seen = glance(path)
    assert (seen.title, seen.date, seen.place) == ("Fremtidens Havn", "2026-11-23", "Hallen")
    assert (seen.phase, seen.status, seen.ideas) == (Phase.IDEAS, Status.DRAFT, 1)
    assert not seen.rehearsal


def test_a_glance_leaves_the_file_and_its_folder_as_they_are(path: Path) -> None:
    Document.create(path).close()
    before = path.read_bytes(), path.stat().st_mtime_ns
    glance(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert list(path.parent.iterdir()) == [path]


def test_a_glance_is_possible_while_the_meeting_is_open(document: Document, path: Path) -> None:
    assert glance(path).phase is Phase.FRAMES
    document.apply(evening.describe(title="Stadig åben"))


@pytest.mark.parametrize("format_", range(1, FORMAT + 1))
def test_files_of_every_format_can_be_looked_at(tmp_path: Path, format_: int) -> None:
    file = DATA / f"format-{format_}.moede"
    if not file.exists():
        pytest.skip("the newest format has no file before it is released")
    copy = tmp_path / file.name
    shutil.copy(file, copy)
    assert glance(copy).title
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == format_


def test_a_rehearsal_is_known_at_a_glance(document: Document, path: Path) -> None:
    rehearsal.copy(document, path.with_name("prøve.moede"))
    assert glance(path.with_name("prøve.moede")).rehearsal


def test_a_change_that_a_crash_cut_short_is_left_to_whoever_opens_the_file(path: Path) -> None:
    Document.create(path).close()
    crash(path)
    before = path.read_bytes()
    with pytest.raises(HalfWritten):
        glance(path)
    assert path.read_bytes() == before
    Document.open(path).close()
    assert glance(path).phase is Phase.FRAMES


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _foreign(path: Path) -> None:
    path.write_text("Kære kommune " * 20, encoding="utf-8")


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {FORMAT + 1}")
        db.commit()


def _emptied(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("DELETE FROM facts")
        db.commit()


@pytest.mark.parametrize(
    ("harm", "error"),
    [
        (Path.unlink, FileMissing), (_foreign, NotAMeeting), (_newer, NewerFormat),
        (_cut, FileDamaged), (_emptied, FileDamaged),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(path: Path, harm: object, error: type[MoedeError]) -> None:
    Document.create(path).close()
    harm(path)  # type: ignore[operator]
    with pytest.raises(error):
        glance(path)
