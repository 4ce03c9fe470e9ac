import re
from dataclasses import replace
from pathlib import Path

import pytest

from moedeapp import recount
from moedeapp.export import disk, files
from moedeapp.model.errors import CannotWrite, IdeasLost
from moedeapp.model.meeting import Facts
from tests.export import evenings


def named(**facts: str) -> str:
    meeting = evenings.whole_evening()
    return files.name(replace(meeting, facts=Facts("m1", **facts)), ".pdf")


def export(meeting, folder: Path) -> list[Path]:
    return files.export_all(
        meeting,
        [],
        folder,
        head=evenings.HEAD,
        made_at=evenings.MADE_AT,
        software_version="0.1.0",
    )


def contents(paths: list[Path], folder: Path) -> dict[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in paths}


def test_the_name_says_what_when_and_which_case():
    assert files.name(evenings.whole_evening(), ".pdf") == (
        "2026-11-23_Protokol-borgermoede_Fremtidens-Havn_KLE-15.20.24-P35_sag-2026-04417-oe_v2.pdf"
    )


def test_what_is_missing_leaves_no_mark():
    assert named() == "Protokol-borgermoede_v2.pdf"
    assert named(title="Ørsteds Å") == "Protokol-borgermoede_Oersteds-Aa_v2.pdf"


@pytest.mark.parametrize("title", ["a" * 10_000, '../..\\:?*"<>|\n', "CON.", "👍 é Ж", "A\u030a"])
def test_any_topic_gives_a_name_every_disk_takes(title):
    name = named(title=title, date="2026-11-23", kle="15.20.24", case_number=title)
    assert re.fullmatch(r"[A-Za-z0-9._-]+\.pdf", name)
    assert len(name) <= files.LONGEST_NAME
    assert ".." not in name


def test_everything_is_written_and_a_second_time_just_the_same(tmp_path):
    meeting = evenings.whole_evening()
    first = contents(export(meeting, tmp_path / "a" / "b"), tmp_path / "a" / "b")
    second = contents(export(meeting, tmp_path / "c"), tmp_path / "c")
    assert [path.suffix for path in first] == [
        *(".pdf", ".csv", ".csv", ".json", ".json"),
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
    assert len(found) == 6
    assert all(path.name.startswith("GENERALPROEVE_2026-11-23_") for path in found)
    long = replace(meeting, facts=replace(meeting.facts, title="a" * 999, case_number="b" * 99))
    assert len(files.name(long, ".pdf")) <= files.LONGEST_NAME


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
