"""The demo evening and the run-sheet templates hold together."""

import csv
import io
import re
import tomllib
from collections import Counter
from dataclasses import fields
from datetime import date
from itertools import pairwise
from typing import Any, Final

import pytest

from moedeapp import resources
from moedeapp.model.meeting import (
    Channel,
    Colour,
    Facts,
    MeetingType,
    NoteKind,
    Organisation,
    Phase,
    Reason,
    Rejection,
    Role,
    frames_missing,
)

TEMPLATES: Final = sorted(path.stem for path in resources.path("templates").glob("*.toml"))
GROUPS: Final = {"1", "2", "4", "1-2-4", "bord", "alle"}
LONGEST_FROM_PHONE: Final = 500


def toml(*parts: str) -> dict[str, Any]:
    return tomllib.loads(resources.text(*parts))


def rows(name: str) -> list[dict[str, str]]:
    text = resources.path("demo", name).read_bytes().decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";", strict=True))


def lix(text: str) -> float:
    words = re.findall(r"\w+(?:[-'.]\w+)*", text)
    sentences = re.findall(r"[.!?:](?:\s|$)", text)
    return len(words) / len(sentences) + 100 * sum(len(word) > 6 for word in words) / len(words)


@pytest.fixture(scope="module")
def evening() -> dict[str, Any]:
    return toml("demo", "evening.toml")


@pytest.fixture(scope="module")
def board() -> dict[str, Any]:
    return toml("demo", "themes.toml")


@pytest.fixture(scope="module")
def ideas() -> dict[int, dict[str, str]]:
    return {int(row["nr"]): row for row in rows("ideas.csv")}


@pytest.fixture(scope="module")
def ballots() -> list[dict[str, str]]:
    return rows("ballots.csv")


def dots(ballot: dict[str, str]) -> list[int]:
    return [int(value) for key, value in ballot.items() if key.startswith("forslag_")]


def totals(ballots: list[dict[str, str]]) -> list[int]:
    return [sum(column) for column in zip(*map(dots, ballots), strict=True)]


def persons(ballots: list[dict[str, str]], proposal: int) -> int:
    return sum(dots(ballot)[proposal - 1] > 0 for ballot in ballots)


def supporting_tables(ballots: list[dict[str, str]], proposal: int) -> int:
    by_table: dict[str, list[dict[str, str]]] = {}
    for ballot in ballots:
        by_table.setdefault(ballot["bord"], []).append(ballot)
    return sum(3 * persons(table, proposal) >= len(table) for table in by_table.values())


# --- the evening


def test_the_facts_are_fields_the_meeting_knows(evening: dict[str, Any]) -> None:
    assert set(evening["facts"]) <= {field.name for field in fields(Facts)}
    assert set(evening["organisation"]) <= {field.name for field in fields(Organisation)}
    assert not frames_missing(Facts(id="facts", **evening["facts"]))
    assert MeetingType(evening["facts"]["type"]) is MeetingType.CO_CREATION


def test_the_evening_has_sixty_citizens_at_eight_tables(evening: dict[str, Any]) -> None:
    assert evening["heads"] == {Role.CITIZEN: 60, Role.POLITICIAN: 5, Role.STAFF: 6}
    assert len(evening["facts"]["politicians"]) == 5
    assert [table["number"] for table in evening["tables"]] == list(range(1, 9))


def test_the_run_sheet_keeps_the_clock_from_seven_to_nine(evening: dict[str, Any]) -> None:
    minute, clock = 19 * 60, []
    for step in evening["steps"]:
        clock.append(f"{minute // 60}.{minute % 60:02}")
        minute += step["minutes"] * step.get("times", 1)
    assert clock == (
        ["19.00", "19.10", "19.22", "19.40", "19.55", "20.10", "20.18", "20.30", "20.50"]
    )
    assert minute == 21 * 60
    assert (evening["facts"]["starts"], evening["facts"]["ends"]) == ("19:00", "21:00")


def test_the_run_sheet_is_the_usual_template(evening: dict[str, Any]) -> None:
    (usual,) = (found for found in map(template, TEMPLATES) if found.get("default"))
    assert [(step["phase"], step["minutes"], step["title"]) for step in evening["steps"]] == [
        (step["phase"], step["minutes"], step["title"]["da"]) for step in usual["steps"]
    ]


def test_notes_hold_minutes_reservations_and_one_minority_statement(
    evening: dict[str, Any],
) -> None:
    kinds = Counter(NoteKind(note["kind"]) for note in evening["notes"])
    assert 3 <= kinds[NoteKind.MINUTES] <= 5
    assert 1 <= kinds[NoteKind.RESERVATION] <= 2
    assert kinds[NoteKind.MINORITY] == 1
    order = [list(Phase).index(Phase(note["phase"])) for note in evening["notes"]]
    assert order == sorted(order)


def test_the_top_proposals_have_a_next_step_and_one_lacks_its_deadline(
    evening: dict[str, Any], ballots: list[dict[str, str]]
) -> None:
    sums = totals(ballots)
    third = sorted(sums, reverse=True)[2]
    top = {number for number, total in enumerate(sums, start=1) if total >= third}
    steps = evening["next_steps"]
    assert {step["proposal"] for step in steps} == top
    assert all(step["action"] and step["responsible"] and step["effect"] for step in steps)
    deadlines = [step["deadline"] for step in steps]
    assert deadlines.count("") == 1
    held = date.fromisoformat(evening["facts"]["date"])
    assert all(date.fromisoformat(day) > held for day in deadlines if day)


# --- the ideas


def test_the_ideas_are_numbered_without_a_gap(ideas: dict[int, dict[str, str]]) -> None:
    assert list(ideas) == list(range(1, len(ideas) + 1))
    assert 170 <= len(ideas) <= 200


def test_every_idea_could_have_come_from_a_phone(ideas: dict[int, dict[str, str]]) -> None:
    for row in ideas.values():
        assert row["ord"] == row["ord"].strip() != ""
        assert len(row["ord"]) <= LONGEST_FROM_PHONE
    lengths = sorted(len(row["ord"]) for row in ideas.values())
    assert lengths[0] <= 12
    assert lengths[-1] >= 350


def test_ideas_use_known_roles_channels_tables_and_themes(
    ideas: dict[int, dict[str, str]], board: dict[str, Any]
) -> None:
    letters = {theme["letter"] for theme in board["themes"]}
    for row in ideas.values():
        assert Role(row["rolle"])
        assert Channel(row["kanal"]) is not Channel.IMPORT
        assert row["bord"] in {"", *map(str, range(1, 9))}
        assert row["tema"] in {"", *letters}
        assert (row["kanal"] == Channel.BEFORE) <= (row["bord"] == "")
    assert {row["tema"] for row in ideas.values()} == {"", *letters}
    roles = Counter(row["rolle"] for row in ideas.values())
    assert roles[Role.CITIZEN] > 0.9 * len(ideas)
    assert roles[Role.POLITICIAN] >= 1 <= roles[Role.STAFF]


def test_at_least_eight_ideas_came_before_the_meeting(ideas: dict[int, dict[str, str]]) -> None:
    before = [number for number, row in ideas.items() if row["kanal"] == Channel.BEFORE]
    assert len(before) >= 8
    assert before == list(range(1, len(before) + 1))


def test_just_one_pair_of_ideas_is_the_same_word_for_word(
    ideas: dict[int, dict[str, str]],
) -> None:
    repeated = [
        count for count in Counter(row["ord"] for row in ideas.values()).values() if count > 1
    ]
    assert repeated == [2]


def test_the_ideas_hold_the_hard_cases(ideas: dict[int, dict[str, str]]) -> None:
    words = [row["ord"] for row in ideas.values()]
    assert sum("\n" in text for text in words) == 1
    assert sum(any(ord(sign) > 0xFFFF for sign in text) for text in words) == 1
    assert sum(text.isupper() and len(text) > 20 for text in words) == 1
    assert any(text.startswith("I moved here") for text in words)
    assert any('"' in text for text in words)


# --- the board


def test_themes_have_short_titles_their_own_letters_and_known_colours(
    board: dict[str, Any],
) -> None:
    themes = board["themes"]
    assert 9 <= len(themes) <= 12
    assert len({theme["letter"] for theme in themes}) == len(themes)
    assert len({theme["title"] for theme in themes}) == len(themes)
    assert all(len(theme["title"]) <= 40 and Colour(theme["colour"]) for theme in themes)


def test_one_theme_becomes_part_of_another(board: dict[str, Any]) -> None:
    (merge,) = board["theme_merges"]
    letters = {theme["letter"] for theme in board["themes"]}
    assert {merge["lead"], *merge["merged"]} <= letters
    assert merge["lead"] not in merge["merged"]


def test_every_number_on_the_board_is_an_idea(
    board: dict[str, Any], ideas: dict[int, dict[str, str]]
) -> None:
    named = [number for merge in board["merges"] for number in merge["ideas"]]
    for kind in ("edits", "parked", "hidden", "masked", "proposals"):
        named += [row["idea"] for row in board[kind] if "idea" in row]
    assert set(named) <= set(ideas)


def test_no_idea_is_merged_twice_or_across_themes(
    board: dict[str, Any], ideas: dict[int, dict[str, str]]
) -> None:
    assert 8 <= len(board["merges"]) <= 12
    merged = [number for merge in board["merges"] for number in merge["ideas"]]
    assert len(merged) == len(set(merged))
    for merge in board["merges"]:
        assert len(merge["ideas"]) > 1
        assert len({ideas[number]["tema"] for number in merge["ideas"]}) == 1


def test_an_edit_changes_the_words(board: dict[str, Any], ideas: dict[int, dict[str, str]]) -> None:
    assert len(board["edits"]) >= 3
    assert all(edit["text"] != ideas[edit["idea"]]["ord"] for edit in board["edits"])


def test_what_leaves_the_board_is_loose_and_has_a_reason(
    board: dict[str, Any], ideas: dict[int, dict[str, str]]
) -> None:
    away = {kind: [row["idea"] for row in board[kind]] for kind in ("parked", "hidden", "masked")}
    assert min(map(len, away.values())) >= 1
    numbers = [number for kind in away.values() for number in kind]
    assert len(numbers) == len(set(numbers))
    assert all(ideas[number]["tema"] == "" for number in numbers)
    assert all(Reason(row["reason"]) for row in board["hidden"] + board["masked"])
    why = [row["why"] for row in board["parked"]]
    assert set(why) == {"late", "off_topic"}
    assert why.count("late") >= 2
    late = [row["idea"] for row in board["parked"] if row["why"] == "late"]
    assert late == list(ideas)[-len(late) :]


def test_no_idea_stands_behind_two_proposals(
    board: dict[str, Any], ideas: dict[int, dict[str, str]]
) -> None:
    (gone,) = board["theme_merges"]
    themes = [row["theme"] for row in board["proposals"] if "theme" in row]
    alone = [row for row in board["proposals"] if "idea" in row]
    assert len(themes) + len(alone) == len(board["proposals"])
    assert 10 <= len(board["proposals"]) <= 12
    assert len(set(themes)) == len(themes)
    assert not set(themes) & set(gone["merged"])
    assert all(ideas[row["idea"]]["tema"] not in themes for row in alone)
    assert all(len(ideas[row["idea"]]["ord"]) <= 60 for row in alone)
    leads = {merge["ideas"][0] for merge in board["merges"]}
    followers = {n for merge in board["merges"] for n in merge["ideas"]} - leads
    assert not followers & {row["idea"] for row in alone}


# --- the vote


def test_the_budget_is_the_usual_one_for_the_number_of_proposals(
    evening: dict[str, Any], board: dict[str, Any], ballots: list[dict[str, str]]
) -> None:
    count = len(board["proposals"])
    rules = evening["round"]
    assert rules["dots"] == min(7, max(3, (count + 2) // 4))
    assert rules["cap"] == 2
    for ballot in ballots:
        assert len(dots(ballot)) == count
        assert sum(dots(ballot)) <= rules["dots"]
        assert set(dots(ballot)) <= set(range(rules["cap"] + 1))


def test_ballots_and_rejected_slips_fit_the_slips_handed_out(
    evening: dict[str, Any], ballots: list[dict[str, str]]
) -> None:
    rejected = {Rejection(row["reason"]): row["count"] for row in evening["rejected"]}
    assert rejected == {Rejection.TOO_MANY_DOTS: 1, Rejection.UNREADABLE: 1}
    assert len(ballots) == 52
    assert evening["round"]["handed_out"] == 60
    assert len(ballots) + sum(rejected.values()) <= evening["round"]["handed_out"]


def test_citizens_at_all_eight_tables_voted(ballots: list[dict[str, str]]) -> None:
    assert {ballot["rolle"] for ballot in ballots} == {Role.CITIZEN}
    assert {Channel(ballot["kanal"]) for ballot in ballots} == {Channel.PHONE, Channel.PAPER}
    tables = Counter(ballot["bord"] for ballot in ballots)
    assert set(tables) == set(map(str, range(1, 9)))
    assert set(tables.values()) <= {5, 6, 7, 8}


def test_two_ballots_are_blank_and_several_keep_dots(
    evening: dict[str, Any], ballots: list[dict[str, str]]
) -> None:
    used = Counter(sum(dots(ballot)) for ballot in ballots)
    assert used[0] == 2
    assert sum(used[n] for n in range(1, evening["round"]["dots"])) >= 5


def test_one_proposal_wins_clearly_and_two_share_the_third_place(
    ballots: list[dict[str, str]],
) -> None:
    first, second, third, fourth, fifth = sorted(totals(ballots), reverse=True)[:5]
    assert first - second >= 5
    assert second > third == fourth > fifth


def test_one_proposal_bridges_all_tables_and_one_with_more_dots_does_not(
    ballots: list[dict[str, str]],
) -> None:
    sums = totals(ballots)
    broad = [n for n in range(1, len(sums) + 1) if supporting_tables(ballots, n) == 8]
    assert broad
    concentrated = [
        n
        for n in range(1, len(sums) + 1)
        if sums[n - 1] > sums[broad[0] - 1] and supporting_tables(ballots, n) <= 3
    ]
    assert concentrated
    assert persons(ballots, concentrated[0]) < persons(ballots, broad[0])


# --- the templates


def template(name: str) -> dict[str, Any]:
    return toml("templates", f"{name}.toml")


def in_phase(name: str, phase: Phase) -> list[dict[str, Any]]:
    return [step for step in template(name)["steps"] if step["phase"] == phase]


def length(name: str) -> int:
    return sum(step["minutes"] * step.get("times", 1) for step in template(name)["steps"])


def test_the_templates_cover_the_formats() -> None:
    assert set(TEMPLATES) == {
        "1-2-4-alle",
        "borgertopmoede",
        "enighedsskala",
        "kj-affinitet",
        "nominel-gruppe",
        "open-space",
        "prikafstemning",
        "samskabelse",
        "temateam",
        "world-cafe",
    }
    assert [name for name in TEMPLATES if template(name).get("default")] == ["samskabelse"]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_speaks_both_languages(name: str) -> None:
    found = template(name)
    words = [found["name"], found["description"]]
    for step in found["steps"]:
        words += [step["title"], step["how"]]
    for pair in words:
        assert set(pair) == {"da", "en"}
        assert all(text and text == text.strip() for text in pair.values())


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_walks_the_phases_in_order(name: str) -> None:
    order = [list(Phase).index(Phase(step["phase"])) for step in template(name)["steps"]]
    assert all(before <= after for before, after in pairwise(order))
    phases = {Phase(step["phase"]) for step in template(name)["steps"]}
    assert phases >= {Phase.WELCOME, Phase.THEMES, Phase.DOTS, Phase.RESULT, Phase.NEXT_STEPS}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_can_be_run_as_an_evening(name: str) -> None:
    found = template(name)
    keys = {"default", "name", "description", "type", "heads_from", "heads_to", "steps"}
    assert set(found) <= keys
    assert MeetingType(found["type"])
    assert 1 < found["heads_from"] < found["heads_to"] <= 300
    for step in found["steps"]:
        keys = {"phase", "title", "minutes", "how", "group", "times", "silent", "listening"}
        assert set(step) <= keys
        assert step["minutes"] > 0
        assert step.get("times", 1) >= 1
        assert step["group"] in GROUPS
        if step.get("silent") or step.get("listening"):
            assert step["phase"] == Phase.IDEAS
    assert 45 <= length(name) <= 200


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_reads_easily_in_danish(name: str) -> None:
    found = template(name)
    how = " ".join(step["how"]["da"] for step in found["steps"])
    for paragraph in (found["description"]["da"], how, found["description"]["da"] + " " + how):
        assert lix(paragraph) <= 34, paragraph


def test_one_two_four_all_takes_twelve_minutes() -> None:
    steps = in_phase("1-2-4-alle", Phase.IDEAS)
    assert [step["minutes"] for step in steps] == [1, 2, 4, 5]
    assert [step["group"] for step in steps] == ["1", "2", "4", "alle"]
    assert steps[0]["silent"]


def test_a_world_cafe_has_three_rounds_of_twenty_minutes() -> None:
    rounds = in_phase("world-cafe", Phase.IDEAS)[0]
    assert rounds["minutes"] == 20
    assert rounds["times"] >= 3
    assert rounds["group"] == "bord"


def test_the_nominal_group_writes_in_silence_for_five_minutes() -> None:
    steps = in_phase("nominel-gruppe", Phase.IDEAS)
    assert [(s["minutes"], s["group"]) for s in steps if s.get("silent")] == [(5, "1")]


def test_kj_gives_half_an_hour_to_write_notes() -> None:
    (notes,) = in_phase("kj-affinitet", Phase.IDEAS)
    assert (notes["minutes"], notes["silent"]) == (30, True)


def test_a_dot_vote_alone_takes_ten_minutes() -> None:
    (vote,) = in_phase("prikafstemning", Phase.DOTS)
    assert vote["minutes"] == 10
    assert not in_phase("prikafstemning", Phase.IDEAS)


def test_gradients_of_agreement_take_ten_to_thirty_minutes() -> None:
    steps = in_phase("enighedsskala", Phase.DOTS) + in_phase("enighedsskala", Phase.RESULT)
    assert 10 <= sum(step["minutes"] for step in steps) <= 30
    assert steps[0]["group"] == "1"


def test_the_usual_evening_takes_two_hours() -> None:
    assert length("samskabelse") == 120
