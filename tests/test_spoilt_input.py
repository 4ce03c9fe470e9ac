"""S3: whatever comes from outside, spoilt, is refused with a known error and never a crash.

Ballots and ideas from phones, files of every kind that can be brought in, and a meeting's file.
"""

import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from moedeapp.intake.ballots import read_election
from moedeapp.intake.ideas import pasted, read_ideas
from moedeapp.model.document import Document
from moedeapp.model.errors import MoedeError
from moedeapp.texts import explain
from moedeapp.web import inputs
from tests.model.evenings import ticking_source
from tests.model.halls import hall
from tests.spoiling import mutated

KEY = b"0123456789abcdef0123456789abcdef"
POSTED = {
    inputs.idea: [
        b'{"key":"%s","words":"B\xc3\xa6nke i l\xc3\xa6","question":1,"table":3}' % KEY,
        b'{"key":"%s","act":"correct","words":"Lys"}' % KEY,
        b'{"key":"%s","act":"withdraw"}' % KEY,
    ],
    inputs.ballot: [
        b'{"key":"%s","round":"0123456789abcdef","dots":{"1":2,"3":1},"slip":"0123456789AB"}' % KEY,
        b'{"key":"%s","round":"0123456789abcdef","steps":{"1":"agree"},"objections":{"1":"Nej"},'
        b'"code":"2222"}' % KEY,
        b'{"slip":"0123456789AB"}',
    ],
    inputs.seen: [b'{"number":12,"words":"en to tre fire fem seks syv otte"}'],
}
TRELLO = {
    "name": "Havnen",
    "lists": [{"id": "l1", "name": "Bad", "closed": False}],
    "cards": [{"id": "c1", "name": "En sauna", "idList": "l1", "desc": "", "closed": False}],
}
SCRUMLR = {
    "board": {"name": "Havnen"},
    "columns": [{"id": "s1", "name": "Bad"}],
    "notes": [
        {"id": "n1", "text": "En sauna", "position": {"column": "s1", "stack": None, "rank": 0}},
        {"id": "n2", "text": "Bro", "position": {"column": "s1", "stack": "n1", "rank": 1}},
    ],
}
LISTS: dict[str, bytes] = {
    "lines.txt": "1. Bænke i læ\n2. Lys på stien\n- En sauna\n".encode(),
    "ideas.csv": 'Ordlyd;Tema;Bord\nBænke i læ;Havn;3\n"Lys; og\nmere";;\n'.encode("utf-8-sig"),
    "latin.csv": "Ordlyd,Bord\nBænke i læ,3\n".encode("cp1252"),
    "wide.csv": "Ordlyd\tBord\nBænke i læ\t3\n".encode("utf-16"),
    "trello.json": json.dumps(TRELLO).encode(),
    "scrumlr.json": json.dumps(SCRUMLR).encode(),
    "ballots.csv": b"table;A;B;C\n1;2;1;0\n2;0;0;3\n;1;1;1\n",
    "election.pb": b"META\nkey;value\nvote_type;cumulative\nmax_sum_points;3\nPROJECTS\n"
    b"project_id;cost\nA;1\nB;1\nVOTES\nvoter_id;vote;points\n1;A,B;2,1\n2;B;3\n",
}


def workbook() -> bytes:
    """A sheet of ideas as a spreadsheet program writes it."""
    book, data = openpyxl.Workbook(), io.BytesIO()
    for row in (("Ordlyd", "Bord"), ("Bænke i læ", 3), ("=1+1", None)):
        book.active.append(row)
    book.save(data)
    return data.getvalue()


def inside(chance: random.Random, packed: bytes) -> bytes:
    """A workbook that unpacks, with one of its parts spoilt."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(made, "w") as target:
        spoilt = chance.choice(source.namelist())
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, mutated(chance, data) if name == spoilt else data)
    return made.getvalue()


def posts(count: int, seed: int) -> int:
    """So many spoilt bodies are read; how many were refused. Anything else is raised."""
    chance, refused = random.Random(seed), list[int]()
    for _ in range(count):
        read = chance.choice(list(POSTED))
        try:
            read(mutated(chance, chance.choice(POSTED[read])))
        except inputs.Refused as error:
            refused.append(error.status)
    assert all(400 <= status < 500 for status in refused)
    return len(refused)


def files(folder: Path, count: int, seed: int) -> int:
    """So many spoilt files are brought in by every door; how many were refused."""
    chance, book, said = random.Random(seed), workbook(), list[str]()
    doors: list[Callable[[Path], object]] = [
        read_ideas,
        read_election,
        lambda path: pasted(path.read_bytes().decode("utf-8", "replace"), path.name),
    ]
    for number in range(count):
        name = chance.choice([*LISTS, "book.xlsx"])
        if name == "book.xlsx":
            data = inside(chance, book) if number % 3 else mutated(chance, book)
        else:
            data = mutated(chance, LISTS[name])
        path = folder / name
        path.write_bytes(data)
        for door in doors:
            try:
                door(path)
            except MoedeError as error:
                said.append(explain(error))
    assert all(said)
    return len(said)


def meetings(folder: Path, count: int, seed: int) -> int:
    """So many spoilt meetings are opened; how many were refused."""
    chance, said = random.Random(seed), list[str]()
    path = folder / "hal.moede"
    hall(path, 8, source=ticking_source("spoilt")).document.close()
    whole = path.read_bytes()
    for _ in range(count):
        path.write_bytes(mutated(chance, whole))
        try:
            Document.open(path).close()
        except MoedeError as error:
            said.append(explain(error))
    assert all(said)
    return len(said)


def test_a_spoilt_message_from_a_phone_is_refused_or_understood() -> None:
    assert 2_000 < posts(4_000, 1) < 4_000


def test_a_spoilt_file_is_refused_or_understood(tmp_path: Path) -> None:
    assert files(tmp_path, 400, 2) > 100


def test_a_spoilt_meeting_is_refused_or_opens(tmp_path: Path) -> None:
    assert meetings(tmp_path, 60, 3) > 10


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_much_that_is_spoilt_is_refused_or_understood(tmp_path: Path) -> None:
    assert posts(300_000, 4) > 100_000
    assert files(tmp_path, 30_000, 5) > 5_000
    assert meetings(tmp_path, 3_000, 6) > 500
