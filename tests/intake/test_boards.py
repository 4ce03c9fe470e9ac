"""Boards from scrumlr and Trello."""

import json
from pathlib import Path
from typing import Any

import pytest

from moedeapp.intake.ideas import read_ideas
from moedeapp.intake.problems import Notice, Problem, Told
from moedeapp.model.commands.ideas import Incoming
from moedeapp.model.errors import CannotRead

TRELLO = Path(__file__).parent.parent / "data" / "intake" / "trello.json"


def scrumlr(*notes: tuple[str, str, str | None]) -> dict[str, Any]:
    """A board of one column; notes are (id, text, stack)."""
    return {
        "columns": [{"id": "c", "name": " Byrum "}],
        "notes": [
            {"id": key, "text": text, "position": {"column": "c", "stack": stack, "rank": 0}}
            for key, text, stack in notes
        ],
    }


def write(folder: Path, board: object) -> Path:
    file = folder / "tavle.json"
    file.write_text(json.dumps(board), encoding="utf-8")
    return file


def test_a_scrumlr_board_brings_columns_as_themes_and_stacks_as_merges(data: Path) -> None:
    ideas = read_ideas(data / "03_board_exports" / "scrumlr_board_export.json").ideas
    assert [(idea.words, idea.theme, idea.part_of) for idea in ideas] == [
        ("qwert", "Positive", None),
        ("asdf", "Positive", 0),
        ("poiuz", "Negative", None),
        ("asdf", "Negative", None),
    ]
    assert ideas[0].source == "scrumlr_board_export.json:24ceedf8-9c7b-4993-b021-06ef0d67ef80"


def test_a_scrumlr_table_brings_the_same_and_no_author(data: Path) -> None:
    arrivals = read_ideas(data / "03_board_exports" / "scrumlr_board_export.csv")
    assert arrivals.ideas == (
        Incoming("Just a, note", theme="My new column", source="scrumlr_board_export.csv:2"),
        Incoming("Just a note", theme="My new column", source="scrumlr_board_export.csv:3"),
    )
    names = "author_id, author, column_id, rank, voting_0"
    assert arrivals.told == (Told(Notice.COLUMNS_NOT_READ, {"names": names}),)
    assert "John" not in repr(arrivals)


def test_stacks_of_a_scrumlr_table_are_merges(tmp_path: Path) -> None:
    file = tmp_path / "tavle.csv"
    file.write_text(
        "note_id,text,column,stack\nn1,lys,Byrum,n2\nn2,bænk,Byrum,null\n", encoding="utf-8"
    )
    assert [idea.part_of for idea in read_ideas(file).ideas] == [1, None]


def test_a_note_may_lie_on_a_note_that_lies_on_a_note(tmp_path: Path) -> None:
    file = write(tmp_path, scrumlr(("1", "a", None), ("2", "b", "1"), ("3", "c", "2")))
    assert [idea.part_of for idea in read_ideas(file).ideas] == [None, 0, 1]


def test_notes_on_a_note_without_words_stand_alone(tmp_path: Path) -> None:
    arrivals = read_ideas(write(tmp_path, scrumlr(("1", " ", None), ("2", "b", "1"))))
    assert [(idea.words, idea.part_of) for idea in arrivals.ideas] == [("b", None)]
    assert arrivals.told == (Told(Notice.ROWS_WITHOUT_WORDS, {"count": "1"}),)


@pytest.mark.parametrize(
    "notes",
    [
        [("1", "a", "1")],
        [("1", "a", "2"), ("2", "b", "3"), ("3", "c", "2")],
        [("1", "a", "9")],
    ],
    ids=["on itself", "ring", "on nothing"],
)
def test_a_stack_that_leads_nowhere_is_refused(
    tmp_path: Path, notes: list[tuple[str, str, str]]
) -> None:
    with pytest.raises(CannotRead) as raised:
        read_ideas(write(tmp_path, scrumlr(*notes)))
    assert raised.value.problem == Problem.BAD_STACK
    assert raised.value.values == {"item": "1", "stack": notes[0][2]}


def test_a_trello_board_is_read_by_list_and_position() -> None:
    arrivals = read_ideas(TRELLO)
    assert arrivals.ideas == (
        Incoming("Træer på torvet", theme="Byrum", source="trello.json:c2"),
        Incoming(
            "Flere bænke\nGerne med ryglæn.\nOg armlæn.", theme="Byrum", source="trello.json:c3"
        ),
        Incoming("Lys på stien", theme="Trafik", source="trello.json:c4"),
    )


def test_what_trello_archived_is_left_out_and_counted() -> None:
    assert read_ideas(TRELLO).told == (
        Told(Notice.ARCHIVED_LISTS, {"count": "1"}),
        Told(Notice.ARCHIVED_CARDS, {"count": "2"}),
        Told(Notice.ROWS_WITHOUT_WORDS, {"count": "1"}),
    )


@pytest.mark.parametrize(
    ("item", "field", "value"),
    [
        (("lists", 0), "name", None),
        (("lists", 0), "pos", "bottom"),
        (("cards", 0), "idList", "l9"),
        (("cards", 0), "idList", 7),
        (("cards", 0), "closed", "ja"),
        (("cards", 0), "desc", 5),
        (("cards", 0), "id", None),
    ],
)
def test_a_field_of_the_wrong_kind_is_named(
    tmp_path: Path, item: tuple[str, int], field: str, value: object
) -> None:
    board = json.loads(TRELLO.read_text(encoding="utf-8"))
    board[item[0]][item[1]][field] = value
    with pytest.raises(CannotRead) as raised:
        read_ideas(write(tmp_path, board))
    assert (raised.value.problem, raised.value.values["field"]) == (Problem.BAD_FIELD, field)


@pytest.mark.parametrize("name", ["columns", "notes"])
def test_a_board_of_anything_but_items_is_refused(tmp_path: Path, name: str) -> None:
    board = scrumlr(("1", "a", None))
    board[name] = [None]
    with pytest.raises(CannotRead) as raised:
        read_ideas(write(tmp_path, board))
    assert raised.value.values == {"field": "id", "item": name}


@pytest.mark.parametrize("board", [[], {}, 7, None, {"messages": [], "board": {}}, {"lists": []}])
def test_json_of_any_other_shape_is_refused(tmp_path: Path, board: object) -> None:
    with pytest.raises(CannotRead) as raised:
        read_ideas(write(tmp_path, board))
    assert raised.value.problem == Problem.UNKNOWN_JSON


def test_half_a_character_in_json_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotRead) as raised:
        read_ideas(write(tmp_path, scrumlr(("1", "\ud83d", None))))
    assert raised.value.problem == Problem.NOT_TEXT
