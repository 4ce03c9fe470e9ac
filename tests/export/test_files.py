import re
from dataclasses import replace
from pathlib import Path

import pytest

from moedeapp import recount
from moedeapp.export import disk, files, names
from moedeapp.export.forms import Form
from moedeapp.export.orders import Evening
from moedeapp.model.errors import CannotWrite, IdeasLost
from moedeapp.model.meeting import Facts, FollowUp, Progress
from tests.export import evenings


def named(**facts: str) -> str:
    meeting = evenings.whole_evening()
    return names.name(replace(meeting, facts=Facts("m1", **facts)), ".pdf")


def export(meeting, folder: Path, **options) -> list[Path]:
    evening = Evening(meeting, [], evenings.HEAD, evenings.MADE_AT, "0.1.0")
    return files.export_all(evening, folder, **options)


def contents(paths: list[Path], folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in paths}


def test_the_name_says_what_when_and_which_case():
    assert names.name(evenings.whole_evening(), ".pdf") == (
        "2026-11-23_Protokol-borgermoede_Fremtidens-Havn_KLE-15.20.24-P35_sag-2026-04417-oe_v2.pdf"
    )


def test_what_is_missing_leaves_no_mark():
    assert named() == "Protokol-borgermoede_v2.pdf"
    assert named(title="Ørsteds Å") == "Protokol-borgermoede_Oersteds-Aa_v2.pdf"


@pytest.mark.parametrize("title", ["a" * 10_000, '../..\\:?*"<>|\n', "CON.", "👍 é Ж", "A\u030a"])
def test_any_topic_gives_a_name_every_disk_takes(title):
    name = named(title=title, date="2026-11-23", kle="15.20.24", case_number=title)
    assert re.fullmatch(r"[A-Za-z0-9._-]+\.pdf", name)
    assert len(name) <= names.LONGEST_NAME
    assert ".." not in name


def test_everything_is_written_and_a_second_time_just_the_same(tmp_path):
    meeting = evenings.whole_evening()
    first = contents(export(meeting, tmp_path / "a" / "b"), tmp_path / "a" / "b")
    second = contents(export(meeting, tmp_path / "c"), tmp_path / "c")
    assert [path.suffix for path in first] == [
        *(".pdf", ".html", ".pdf", ".xlsx", ".csv", ".csv", ".json", ".json", ".json"),
        *(".png", ".txt", ".png", ".txt", ".csv"),
        *(".csv", ".csv", ".csv", ".py", ".txt"),
    ]
    assert first == second
    assert {path for path in (tmp_path / "c").rglob("*") if path.is_file()} == {
        tmp_path / "c" / path for path in first
    }


def test_every_file_of_a_rehearsal_has_a_name_that_says_so(tmp_path):
    meeting = evenings.rehearsing(evenings.whole_evening())
    export(meeting, tmp_path)
    found = list(tmp_path.iterdir())
    assert len(found) == 15
    assert all(path.name.startswith("GENERALPROEVE_2026-11-23_") for path in found)
    long = replace(meeting, facts=replace(meeting.facts, title="a" * 999, case_number="b" * 99))
    assert len(names.name(long, ".pdf")) <= names.LONGEST_NAME


def test_a_rehearsed_vote_can_be_recounted_and_says_what_it_is(tmp_path):
    export(evenings.rehearsing(evenings.whole_evening()), tmp_path)
    (folder,) = (path for path in tmp_path.iterdir() if path.is_dir())
    counted, wrong = recount.recount(folder)
    assert (len(counted) > 0, wrong) == (True, [])
    for path in folder.glob("*.csv"):
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            assert line.endswith(";Generalprøve – ikke en protokol")
    told = (folder / "LÆS-MIG.txt").read_text(encoding="utf-8-sig")
    assert told.startswith("Generalprøve – ikke en protokol.")


def test_without_a_sealed_vote_there_is_nothing_to_count_again(tmp_path):
    export(evenings.while_open(), tmp_path)
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == []


def test_nothing_is_written_when_an_idea_is_lost(tmp_path):
    meeting = evenings.whole_evening()
    stray = evenings.idea(13, "Uden spørgsmål", question="gone")
    with pytest.raises(IdeasLost):
        export(replace(meeting, ideas=meeting.ideas.set(stray.id, stray)), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_file_and_no_rest(tmp_path, monkeypatch):
    path = tmp_path / "protokol.pdf"
    path.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk.os, "fsync", full)
    with pytest.raises(CannotWrite) as refused:
        disk.write(path, b"new")
    assert refused.value.path == path
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "fil").write_bytes(b"")
    with pytest.raises(CannotWrite):
        export(evenings.whole_evening(), tmp_path / "fil" / "mappe")


# --- forms


def told_of(meeting):
    """The evening with something told about a proposal since."""
    told = FollowUp("f1", 1, "p1", Progress.DONE, "2027-05-02", "Bygget", "Alle kan bade.")
    return replace(meeting, follow_ups=evenings.rows(told))


@pytest.mark.parametrize(
    "meeting",
    [
        evenings.whole_evening(), evenings.while_open(), evenings.saying([]),
        told_of(evenings.whole_evening()),
    ],
)  # fmt: skip
def test_the_names_are_known_before_the_files_are_made(meeting, tmp_path):
    made = export(meeting, tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in made] == names.names(meeting)


@pytest.mark.parametrize("form", Form)
def test_each_form_can_be_made_alone_and_the_protocol_is_always_there(form, tmp_path):
    meeting = told_of(evenings.whole_evening())
    made = export(meeting, tmp_path, forms=[form])
    made_names = [path.relative_to(tmp_path).as_posix() for path in made]
    assert made_names == names.names(meeting, [form])
    assert made_names[0] == names.name(meeting, ".pdf")
    assert set(made_names) <= set(names.names(meeting, tuple(Form)))
    assert (len(made_names) == 1) == (form is Form.PROTOCOL)


def test_the_progress_goes_from_nothing_to_all_without_a_step_back(tmp_path):
    told = []
    export(evenings.whole_evening(), tmp_path, tell=lambda done, of: told.append((done, of)))
    assert told == [(done, 9) for done in range(10)]


class Stopped(Exception):
    pass


def test_what_is_called_off_half_way_leaves_everything_as_it_was(tmp_path):
    meeting = evenings.whole_evening()
    before = contents(export(meeting, tmp_path), tmp_path)

    def stop(done: int, of: int) -> None:
        if done == of:
            raise Stopped

    changed = replace(meeting, facts=replace(meeting.facts, purpose="Noget andet"))
    with pytest.raises(Stopped):
        export(changed, tmp_path, tell=stop)
    assert contents([p for p in tmp_path.rglob("*") if p.is_file()], tmp_path) == before


# --- all or nothing


def there(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }


NEW = {"a.txt": b"ny a", "b.txt": b"ny b", "mappe/c.txt": b"ny c", "d.txt": b"ny d"}


@pytest.mark.parametrize("fails_at", range(1, 9))
def test_when_one_file_cannot_be_written_the_old_ones_come_back(fails_at, tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_bytes(b"gammel a")
    (tmp_path / "d.txt").write_bytes(b"gammel d")
    before, count = there(tmp_path), 0
    really = Path.replace

    def full(path: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count == fails_at:
            raise OSError(28, "No space left on device")
        return really(path, target)

    # Each file is put down whole beside the others first, and then into its place.
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CannotWrite):
        disk.write_all(tmp_path, NEW)
    assert there(tmp_path) == before


def test_new_files_take_the_place_of_old_ones_and_nothing_else_is_touched(tmp_path):
    (tmp_path / "mappe").mkdir()
    (tmp_path / "a.txt").write_bytes(b"gammel a")
    (tmp_path / "mappe" / "anden.txt").write_bytes(b"anden")
    made = disk.write_all(tmp_path, NEW)
    assert [path.relative_to(tmp_path).as_posix() for path in made] == list(NEW)
    assert there(tmp_path) == {**NEW, "mappe": b"", "mappe/anden.txt": b"anden"}


def test_a_file_that_stands_where_a_folder_should_be_stops_it_all(tmp_path):
    (tmp_path / "mappe").write_bytes(b"fil")
    with pytest.raises(CannotWrite):
        disk.write_all(tmp_path, NEW)
    assert there(tmp_path) == {"mappe": b"fil"}
