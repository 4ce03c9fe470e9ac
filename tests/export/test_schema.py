"""What the JSON of a meeting is, as the published schema says."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from moedeapp import resources
from moedeapp.export import tables
from moedeapp.model.meeting import Meeting, RoundState
from tests.export import evenings

SCHEMA = json.loads(resources.text("export", "meeting.schema.json"))
EVENINGS: dict[str, Callable[[Path], Meeting]] = {
    "empty": lambda _file: evenings.saying([]),
    "one": lambda _file: evenings.saying(["Én idé\n=1+1"]),
    "whole": lambda _file: evenings.whole_evening(),
    "rehearsal": lambda _file: evenings.rehearsing(evenings.whole_evening()),
    "while open": lambda _file: evenings.while_open(),
    "voted": lambda file: evenings.voted(file).meeting,
    "level": lambda file: evenings.level(file).meeting,
    "open": lambda file: evenings.under_way(file, RoundState.OPEN).meeting,
    "closed": lambda file: evenings.under_way(file, RoundState.CLOSED).meeting,
    "practised": lambda file: evenings.practised(file).meeting,
}


def wrong(told: Any) -> list[str]:
    found = Draft202012Validator(SCHEMA).iter_errors(told)
    return [f"{error.json_path}: {error.message}" for error in found]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", EVENINGS)
def test_the_json_of_every_evening_is_as_the_schema_says(name: str, tmp_path: Path) -> None:
    told = json.loads(tables.meeting_bytes(EVENINGS[name](tmp_path / "møde.moede")))
    assert wrong(told) == []
    assert f"urn:moedeapp:meeting:{told['format_version']}" == SCHEMA["$id"]


def test_the_schema_leaves_nothing_open() -> None:
    def objects(part: Any) -> list[dict[str, Any]]:
        inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        own = [part] if isinstance(part, dict) and "properties" in part else []
        return own + [found for each in inner for found in objects(each)]

    for one in objects(SCHEMA):
        assert one["additionalProperties"] is False
        assert one["required"] == list(one["properties"])


def test_what_is_not_as_it_should_be_is_found() -> None:
    told = json.loads(tables.meeting_bytes(evenings.whole_evening()))
    faults: list[tuple[Callable[[Any], Any], Any]] = [
        (lambda t: t["ideas"][0], {"number": "1"}),
        (lambda t: t["ideas"][0], {"state": "gone"}),
        (lambda t: t["rounds"][0], {"opened_at": "i går"}),
        (lambda t: t["rounds"][0]["proposals"][0], {"dots": -1}),
        (lambda t: t["facts"], {"volunteers": []}),
        (lambda t: t, {"format_version": 4}),
    ]
    for where, change in faults:
        changed = json.loads(json.dumps(told))
        where(changed).update(change)
        assert len(wrong(changed)) == 1, change


def test_an_idea_that_came_by_another_way_is_within_the_schema() -> None:
    meeting = evenings.whole_evening()
    decided = replace(meeting.facts, mandate_link="", answer_where="biblioteket")
    assert wrong(json.loads(tables.meeting_bytes(replace(meeting, facts=decided)))) == []
