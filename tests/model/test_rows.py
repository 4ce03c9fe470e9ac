import json
import sqlite3
from dataclasses import fields
from typing import Any, get_type_hints

import pytest
import sqlite_utils
from hypothesis import given, settings
from hypothesis import strategies as st

from moedeapp.model import meeting, rows
from moedeapp.model.changes import Change, follow
from moedeapp.model.meeting import Facts, Idea, Meeting, Row
from moedeapp.model.migrations import STEPS

# Text in the file is any text Python can encode; SQLite keeps 64 bits of a number.
_NUMBERS = st.integers(-(2**63), 2**63 - 1)
VALUES: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(st.characters(exclude_categories=["Cs"])),
    int: _NUMBERS,
    int | None: st.none() | _NUMBERS,
    float: st.floats(allow_nan=False),
}


def any_row(row_type: type[Row]) -> st.SearchStrategy[Any]:
    hints = get_type_hints(row_type)
    values = {
        f.name: VALUES.get(hints[f.name], st.from_type(hints[f.name])) for f in fields(row_type)
    }
    return st.builds(row_type, **values)


@pytest.mark.parametrize("kind", sorted(rows.KINDS))
def test_a_row_comes_back_from_the_file_and_from_json_as_it_went(kind: str) -> None:
    db = sqlite_utils.Database(sqlite3.connect(":memory:", isolation_level=None))
    STEPS.apply(db)
    row_type = rows.KINDS[kind]
    names = ", ".join(f'"{column.name}"' for column in rows.columns(row_type))
    marks = ", ".join("?" * len(rows.columns(row_type)))

    @settings(max_examples=40, deadline=None)
    @given(any_row(row_type))
    def check(row: Row) -> None:
        db.execute(f'DELETE FROM "{kind}"')
        db.execute(f'INSERT INTO "{kind}" ({names}) VALUES ({marks})', list(rows.to_sql(row)))
        stored = db.execute(f'SELECT {names} FROM "{kind}"').fetchone()
        assert rows.reader(row_type)(stored) == row
        change = Change(kind, row.id, None, row)
        assert Change.from_json(json.loads(json.dumps(change.to_json()))) == change

    check()
    db.close()


def test_the_names_of_the_kinds_are_the_attributes_of_the_meeting() -> None:
    held = {field.name for field in fields(Meeting)}
    assert rows.KINDS.keys() - held == set(rows.SECRET)
    assert held <= rows.KINDS.keys()


def test_an_older_change_without_a_later_column_takes_its_default() -> None:
    row = Facts("a", title="Torvet")
    values = rows.to_json(row)
    del values["unit"]
    assert rows.from_json("facts", values) == row


@pytest.mark.parametrize(
    ("column", "value", "error"),
    [("state", "lunch", KeyError), ("channel", None, KeyError)],
)
def test_values_no_fact_can_hold_are_errors(column: str, value: Any, error: type) -> None:
    idea = Idea(
        "a", 1, "q", "ord", "", meeting.Channel.PHONE, meeting.IdeaState.WAITING, "2026-11-23"
    )
    names = [c.name for c in rows.columns(Idea)]
    cells = list(rows.to_sql(idea))
    cells[names.index(column)] = value
    with pytest.raises(error):
        rows.reader(Idea)(tuple(cells))


def test_a_change_and_its_inverse_leave_the_meeting_as_it_was() -> None:
    before = Meeting(Facts("a"))
    changes = [
        Change("facts", "a", Facts("a"), Facts("a", title="Torvet")),
        Change("questions", "q", None, meeting.Question("q", 1, "Hvad?")),
        Change("questions", "q", meeting.Question("q", 1, "Hvad?"), None),
        Change("questions", "r", None, meeting.Question("r", 2, "Hvorfor?")),
    ]
    after = follow(before, changes)
    assert (after.facts.title, set(after.questions)) == ("Torvet", {"r"})
    assert follow(after, [change.inverse() for change in reversed(changes)]) == before


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("ballots", meeting.Ballot("b", "r", ())),
        ("open_stubs", meeting.OpenStub("r.K74MQ", "r", "b", "p", "K74MQ")),
        ("stickers", meeting.Stickers("s", "r", 1, "p", 4)),
    ],
)
def test_secrets_never_enter_the_meeting(kind: str, row: Row) -> None:
    before = Meeting(Facts("a"))
    assert kind in rows.SECRET
    assert follow(before, [Change(kind, row.id, None, row)]) == before
