"""Elections in the Pabulib form."""

import csv
import unicodedata
from pathlib import Path

import pytest

from moedeapp.intake.ballots import read_election
from moedeapp.intake.problems import Notice, Problem, Told
from moedeapp.model.counting import Option, count
from moedeapp.model.errors import CannotRead

ELECTIONS = [
    "Netherlands_Amsterdam_166",
    "Netherlands_Amsterdam_643",
    "Poland_Gdansk_2020_Rudniki",
    "Poland_Katowice_2022_Janow_-_Nikiszowiec",
    "Poland_Warszawa_2017_Plac_Wojska_Polskiego",
    "Switzerland_Zurich_S5",
    "Worldwide_Mechanical_Turk_Utilities_3",
]


def pb(
    *votes: str,
    meta: str = "vote_type;cumulative\nmax_sum_points;5",
    head: str = "voter_id;vote;points",
) -> str:
    return (
        f"META\nkey;value\ndescription;Prøve\n{meta}\n"
        "PROJECTS\nproject_id;cost;name\nA;1;Flere bænke\nB;1;Lys på stien\nC;1;\n"
        f"VOTES\n{head}\n" + "".join(f"v{n};{vote}\n" for n, vote in enumerate(votes))
    )


def read(folder: Path, text: str):  # type: ignore[no-untyped-def]
    file = folder / "valg.pb"
    file.write_text(text, encoding="utf-8")
    return read_election(file)


def refused(folder: Path, text: str) -> CannotRead:
    with pytest.raises(CannotRead) as raised:
        read(folder, text)
    return raised.value


def line_of(text: str, start: str) -> int:
    return next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(start))


@pytest.mark.parametrize("name", ELECTIONS)
def test_the_count_equals_the_publishers_own(data: Path, name: str) -> None:
    election = read_election(data / "01_ballots" / f"{name}.pb")
    tally = count(election.options, election.cast(), dots=election.rules.budget)
    with (data / "01_ballots" / f"{name}.expected.csv").open(encoding="utf-8") as rows:
        expected = {
            row["project_id"]: (
                unicodedata.normalize("NFC", row["name"]),
                int(row["points"]),
                int(row["distinct_voters"]),
                int(row["rank_competition"]),
            )
            for row in csv.DictReader(rows)
        }
    assert {
        line.option.id: (line.option.name, line.dots, line.persons, line.rank)
        for line in tally.lines
    } == expected
    with (data / "01_ballots" / "SUMMARY.csv").open(encoding="utf-8") as rows:
        summary = {row["file"]: row for row in csv.DictReader(rows)}
    assert tally.ballots == int(summary[f"{name}.pb"]["ballots"])


def test_points_are_dots_and_names_are_read(tmp_path: Path) -> None:
    election = read(tmp_path, pb("A,B;3,2.0", "B;5", ";"))
    assert election.title == "Prøve"
    assert election.options == (
        Option("A", "Flere bænke"),
        Option("B", "Lys på stien"),
        Option("C", "C"),
    )
    assert [vote.dots for vote in election.ballots] == [(("A", 3), ("B", 2)), (("B", 5),), ()]
    assert (election.rules.vote_type, election.rules.budget) == ("cumulative", 5)


@pytest.mark.parametrize("vote_type", ["approval", "choose-1"])
def test_a_named_project_gets_one_dot(tmp_path: Path, vote_type: str) -> None:
    text = pb("A", "B", meta=f"vote_type;{vote_type}", head="voter_id;vote")
    assert [vote.dots for vote in read(tmp_path, text).ballots] == [(("A", 1),), (("B", 1),)]


def test_a_scoring_vote_of_no_points_is_no_vote(tmp_path: Path) -> None:
    election = read(tmp_path, pb("A,B;0,4", meta="vote_type;scoring"))
    assert election.ballots[0].dots == (("B", 4),)


def test_a_project_named_twice_keeps_its_dots_and_it_is_told(tmp_path: Path) -> None:
    election = read(tmp_path, pb("A,A;1,2", "B;1"))
    assert election.ballots[0].dots == (("A", 1), ("A", 2))
    assert election.rules.told == (Told(Notice.NAMED_TWICE, {"count": "1"}),)
    tally = count(election.options, election.cast())
    assert (tally.lines[0].dots, tally.lines[0].persons, tally.named_twice) == (3, 1, 1)


def test_another_number_of_votes_than_promised_is_told(tmp_path: Path) -> None:
    meta = "vote_type;cumulative\nnum_votes;3\nnum_projects;2"
    election = read(tmp_path, pb("A;1", meta=meta))
    projects, votes = (
        Told(Notice.PROJECTS_DECLARED, {"declared": "2", "found": "3"}),
        Told(Notice.VOTES_DECLARED, {"declared": "3", "found": "1"}),
    )
    assert election.rules.told == (projects, votes)
    assert election.incomplete == projects
    assert read(tmp_path, pb("A;1", meta=meta.replace("2", "3"))).incomplete == votes


def test_a_file_that_keeps_its_promises_is_complete(tmp_path: Path) -> None:
    meta = "vote_type;cumulative\nnum_votes;2\nnum_projects;3\nmin_sum_points;2"
    election = read(tmp_path, pb("A;1", "A,A;1,1", meta=meta))
    assert len(election.rules.told) == 2
    assert election.incomplete is None


def test_nobody_has_to_use_all_dots_but_it_is_told(tmp_path: Path) -> None:
    meta = "vote_type;cumulative\nmin_sum_points;3\nmax_sum_points;3"
    election = read(tmp_path, pb("A;2", "A;3", ";", meta=meta))
    assert len(election.ballots) == 3
    assert election.rules.told == (Told(Notice.TOO_FEW_DOTS, {"count": "1", "limit": "3"}),)


def test_a_blank_ballot_is_within_every_limit(tmp_path: Path) -> None:
    meta = "vote_type;approval\nmin_length;2\nmin_points;1"
    election = read(tmp_path, pb("", "A,B", meta=meta, head="voter_id;vote"))
    assert count(election.options, election.cast()).blank == 1


@pytest.mark.parametrize(
    ("limit", "vote", "problem", "values"),
    [
        ("max_sum_points;5", "A,B;3,3", Problem.TOO_MANY_DOTS, {"found": "6", "limit": "5"}),
        ("max_length;1", "A,B;1,1", Problem.TOO_MANY_OPTIONS, {"found": "2", "limit": "1"}),
        ("min_length;2", "A;1", Problem.TOO_FEW_OPTIONS, {"found": "1", "limit": "2"}),
        ("max_points;2", "A;3", Problem.OVER_CAP, {"found": "3", "limit": "2", "option": "A"}),
        ("max_points;2", "A,A;1,2", Problem.OVER_CAP, {"found": "3", "limit": "2", "option": "A"}),
        ("min_points;2", "A;1", Problem.UNDER_CAP, {"found": "1", "limit": "2", "option": "A"}),
        ("x;y", "A,D;1,1", Problem.UNKNOWN_OPTION, {"option": "D"}),
        ("x;y", "A,;1,1", Problem.UNKNOWN_OPTION, {"option": ""}),
        ("x;y", "A,B;1", Problem.POINTS_DIFFER, {"options": "2", "points": "1"}),
        ("x;y", "A;1,1", Problem.POINTS_DIFFER, {"options": "1", "points": "2"}),
        ("x;y", "A;", Problem.POINTS_DIFFER, {"options": "1", "points": "0"}),
        ("x;y", "A;-1", Problem.NEGATIVE_NUMBER, {"found": "-1", "column": "points"}),
        ("x;y", "A;1.5", Problem.BAD_NUMBER, {"found": "1.5", "column": "points"}),
        ("x;y", "A;nan", Problem.BAD_NUMBER, {"found": "nan", "column": "points"}),
        ("x;y", "A;inf", Problem.BAD_NUMBER, {"found": "inf", "column": "points"}),
        ("x;y", "A;1;;x", Problem.TOO_MANY_CELLS, {"cells": "5", "columns": "3"}),
    ],
)
def test_a_ballot_against_the_rules_of_its_file_names_the_line(
    tmp_path: Path, limit: str, vote: str, problem: Problem, values: dict[str, str]
) -> None:
    meta = f"vote_type;cumulative\n{limit}"
    text = pb("B,C;2,2" if "point" in limit else "B,C;1,1", vote, meta=meta)
    text = pb(vote, meta=meta) if limit == "max_length;1" else text
    error = refused(tmp_path, text)
    last = len(text.split("\n")) - 1
    assert (error.problem, error.line, dict(error.values)) == (problem, last, values)


def test_a_choice_of_one_allows_no_second(tmp_path: Path) -> None:
    text = pb("A", "A,B", meta="vote_type;choose-1", head="voter_id;vote")
    assert refused(tmp_path, text).problem == Problem.TOO_MANY_OPTIONS


def test_ballots_that_rank_are_refused(tmp_path: Path) -> None:
    error = refused(tmp_path, pb("A,B", meta="vote_type;ordinal", head="voter_id;vote"))
    assert (error.problem, error.line) == (Problem.ORDINAL, 4)


@pytest.mark.parametrize("section", ["META", "PROJECTS", "VOTES"])
def test_a_missing_section_is_named(tmp_path: Path, section: str) -> None:
    error = refused(tmp_path, pb("A;1").replace(f"{section}\n", "", 1))
    assert (error.problem, error.values) == (Problem.MISSING_SECTION, {"section": section})


@pytest.mark.parametrize("column", ["vote", "points", "project_id"])
def test_a_missing_column_is_named_with_the_headings_that_are_there(
    tmp_path: Path, column: str
) -> None:
    text = pb("A;1").replace(f";{column}", ";andet").replace(f"{column};", "andet;")
    error = refused(tmp_path, text)
    start = "andet;cost" if column == "project_id" else "voter_id"
    assert (error.problem, error.line) == (Problem.MISSING_COLUMN, line_of(text, start))
    assert error.values["column"] == column


def test_a_project_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    text = pb("A;1").replace("B;1;Lys", "A;1;Lys")
    error = refused(tmp_path, text)
    assert (error.problem, error.line) == (Problem.DUPLICATE_OPTION, line_of(text, "A;1;Lys"))


def test_equal_ballots_of_a_city_share_one_value(tmp_path: Path) -> None:
    ballots = read(tmp_path, pb("A,B;3,2", "A,B;3,2", "B,A;2,3")).ballots
    assert ballots[0] is ballots[1]
    assert ballots[0].dots[0] is ballots[2].dots[1]


def test_ballots_that_share_one_value_keep_their_own_lines(tmp_path: Path) -> None:
    text = pb("A,B;3,2", "A,B;3,2", "B;1").replace("v1;", "\nv1;")
    election = read(tmp_path, text)
    first = line_of(text, "v0;")
    assert [election.line_of(index) for index in range(3)] == [first, first + 2, first + 3]
