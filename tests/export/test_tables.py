import csv
import io
import json
from dataclasses import replace

import pytest

from moedeapp.export import tables
from moedeapp.model.meeting import Channel
from tests.export import evenings

AWKWARD = [
    '=HYPERLINK("http://ond.example")',
    'Han sagde "nej"; så gik han',
    "første linje\nanden linje\r\ntredje\rfjerde",
    "\ttab og  to mellemrum ",
    "- flere bænke",
    "+45 12 34 56 78",
    "@alle",
    "\rslut",
    "emoji 👩‍👩‍👧 og \u202eomvendt",
]


def read_csv(data: bytes) -> list[dict[str, str]]:
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def as_listed(words: str) -> str:
    """Words as a list has them: an apostrophe keeps a spreadsheet from reckoning with them."""
    return f"'{words}" if words[0] in "=+-@\t\r" else words


def test_a_csv_opens_in_a_danish_spreadsheet():
    data = tables.ideas_csv(evenings.whole_evening())
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.split(b"\r\n")
    assert lines[0].decode("utf-8-sig").startswith("Nummer;Spørgsmål;Ordlyd;")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert len(lines) == 10 + 2


def test_every_idea_has_a_row_and_every_cell_its_column():
    rows = read_csv(tables.ideas_csv(evenings.whole_evening()))
    assert [row["Nummer"] for row in rows] == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "12"]
    assert rows[0]["Ordlyd"] == "En rampe ned til vandet"
    assert (rows[0]["Bord"], rows[0]["Kanal"], rows[0]["Tema"]) == (
        "2",
        "telefon",
        "Adgang for alle",
    )
    assert rows[1]["Rettet ordlyd"] == "Flere bænke"
    assert rows[2]["Slået sammen med"] == "1"
    assert rows[6]["Tilstand"] == "parkeret"


def test_words_come_out_unchanged_and_never_as_a_formula():
    meeting = evenings.saying(AWKWARD)
    listed = [row["Ordlyd"] for row in read_csv(tables.ideas_csv(meeting))]
    assert listed == [as_listed(said) for said in AWKWARD]
    assert sum(said.startswith("'") for said in listed) == 6
    told = json.loads(tables.meeting_bytes(meeting))
    assert [idea["words"] for idea in told["ideas"]] == AWKWARD


def test_hidden_words_and_secrets_are_in_no_file():
    meeting = evenings.whole_evening()
    for data in (
        tables.ideas_csv(meeting),
        tables.results_csv(meeting),
        tables.meeting_bytes(meeting),
        tables.results_bytes(meeting),
    ):
        assert b"Hemmeligt" not in data
        assert b"Fortrudt" not in data
        assert b"5a17" not in data
    told = json.loads(tables.meeting_bytes(meeting))
    gone = {idea["number"]: idea["words"] for idea in told["ideas"] if idea["replaced"]}
    assert gone == {
        4: "[skjult: krænkende ord]",
        5: "[oplysning om en person fjernet]",
        6: "[trukket tilbage af den, der skrev]",
    }


def test_nothing_tells_when_or_by_whom_an_idea_came():
    meeting = evenings.saying(["En idé"])
    first = replace(meeting.ideas["i1"], channel=Channel.PHONE, source="per.csv:3")
    data = tables.meeting_bytes(replace(meeting, ideas=evenings.rows(first)))
    assert b"19:30" not in data
    assert b"per.csv" not in data


def test_the_results_stand_by_place():
    rows = read_csv(tables.results_csv(evenings.whole_evening()))
    assert [(row["Plads"], row["Nummer"], row["Prikker"], row["Personer"]) for row in rows] == [
        ("1", "1", "31", "19"),
        ("2", "2", "12", "9"),
        ("2", "3", "12", "7"),
        ("4", "4", "0", "0"),
    ]


def test_no_number_leaves_an_open_vote():
    meeting = evenings.while_open()
    assert read_csv(tables.results_csv(meeting)) == []
    (vote,) = json.loads(tables.results_bytes(meeting))["rounds"]
    assert (vote["cast"], vote["blank"], vote["unused"]) == (52, None, None)
    for proposal in vote["proposals"]:
        assert [proposal[key] for key in ("dots", "persons", "rank", "shared")] == [None] * 4


def test_results_are_canonical():
    data = tables.results_bytes(evenings.whole_evening())
    again = json.dumps(json.loads(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert data == again.encode()


def test_the_json_has_the_keys_it_promises():
    told = json.loads(tables.meeting_bytes(evenings.whole_evening()))
    assert (told["format"], told["format_version"]) == ("moedeapp-meeting", 3)
    for key in (*told, *told["ideas"][0], *told["rounds"][0], *told["rounds"][0]["proposals"][0]):
        assert key in str(tables.__doc__), key
    assert told["rounds"][0]["proposals"][0] == {
        "number": 1,
        "title": "Adgang for alle",
        "theme": "A",
        "ideas": [1, 2, 3],
        "dots": 31,
        "persons": 19,
        "rank": 1,
        "shared": False,
        "dots_sealed": 31,
        "persons_sealed": 19,
        "support": None,
        "tables": None,
        "bridge": None,
        "answers": None,
        "objections": [],
    }
    assert told["next_steps"][0]["round"] == 1
    assert told["next_steps"][0]["proposal"] == 1


@pytest.mark.parametrize("made", [tables.ideas_csv, tables.results_csv])
def test_every_row_of_a_rehearsal_says_so_and_no_other_row_does(made):
    plain = made(evenings.whole_evening()).decode("utf-8-sig")
    marked = made(evenings.rehearsing(evenings.whole_evening())).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(marked, newline=""), delimiter=";"))
    assert len(rows) > 2
    assert {row[-1] for row in rows} == {"Generalprøve – ikke en protokol"}
    assert [row[:-1] for row in rows] == list(
        csv.reader(io.StringIO(plain, newline=""), delimiter=";")
    )
    assert "Generalprøve" not in plain


@pytest.mark.parametrize("made", [tables.meeting_bytes, tables.results_bytes])
def test_the_json_says_whether_it_was_a_rehearsal(made):
    assert json.loads(made(evenings.whole_evening()))["rehearsal"] is False
    assert json.loads(made(evenings.rehearsing(evenings.whole_evening())))["rehearsal"] is True


@pytest.mark.parametrize(
    "made",
    [tables.ideas_csv, tables.results_csv, tables.meeting_bytes, tables.results_bytes],
)
def test_a_second_run_gives_the_same_bytes(made):
    assert made(evenings.whole_evening()) == made(evenings.whole_evening())
