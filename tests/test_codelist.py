import csv

import pytest

from moedeapp import codelist
from moedeapp.model.commands.slips import Printed
from moedeapp.model.errors import CannotWrite, FileExists, ReadOnly
from moedeapp.model.meeting import Role

SLIPS = [
    Printed(1, "K7QX-2M9P", "hemmelig1", 3, Role.CITIZEN),
    Printed(2, "ABCD-EFGH", "hemmelig2", None, Role.STAFF),
]


def test_every_slip_is_a_line_with_code_secret_table_and_role(tmp_path):
    path = tmp_path / "koder.csv"
    assert codelist.save(path, lambda: SLIPS)
    with path.open(encoding="utf-8-sig", newline="") as file:
        _head, *rows = csv.reader(file, delimiter=";")
    assert rows == [
        ["1", "K7QX-2M9P", "hemmelig1", "3", "borger"],
        ["2", "ABCD-EFGH", "hemmelig2", "", "medarbejder"],
    ]


def test_no_slips_are_made_when_the_file_is_there_already(tmp_path):
    path = tmp_path / "koder.csv"
    path.write_text("andet", encoding="utf-8")
    made = []
    with pytest.raises(FileExists):
        codelist.save(path, lambda: made.append(1) or SLIPS)
    assert (made, path.read_text(encoding="utf-8")) == ([], "andet")


def test_no_slips_are_made_where_nothing_can_be_written(tmp_path):
    made = []
    with pytest.raises(CannotWrite):
        codelist.save(tmp_path / "væk" / "koder.csv", lambda: made.append(1) or SLIPS)
    assert made == []


def test_no_file_is_left_when_no_slips_were_made(tmp_path):
    path = tmp_path / "koder.csv"
    assert not codelist.save(path, lambda: None)
    assert not path.exists()

    def refuse():
        raise ReadOnly(path)

    with pytest.raises(ReadOnly):
        codelist.save(path, refuse)
    assert not path.exists()
