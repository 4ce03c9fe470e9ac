"""A file of ballots for a round of the meeting."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from moedeapp.intake import bringing
from moedeapp.intake.ballots import read_election
from moedeapp.intake.problems import Problem
from moedeapp.model.commands import evening, ideas, rounds
from moedeapp.model.commands.ballots import Brought, Vote
from moedeapp.model.commands.ideas import Incoming
from moedeapp.model.document import Document
from moedeapp.model.errors import CannotRead
from moedeapp.model.meeting import Channel, Phase, Role
from moedeapp.model.ranking import proposals_of
from tests.model.halls import Hall, hall


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Hall]:
    """A round of 5 dots, most 2 on one, on "Forslag 0" to "Forslag 2"."""
    room = hall(tmp_path / "møde.moede", 1, proposals=3, cap=2)
    with room.document:
        yield room


def brought(held: Hall, folder: Path, text: str, name: str = "sedler.csv") -> list[Brought]:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    meeting = held.document.state
    return bringing.ballots(file, read_election(file), meeting, meeting.rounds[held.round])


def refused(held: Hall, folder: Path, text: str, name: str = "sedler.csv") -> CannotRead:
    with pytest.raises(CannotRead) as raised:
        brought(held, folder, text, name)
    return raised.value


def by_title(held: Hall) -> dict[str, str]:
    meeting = held.document.state
    return {p.title: p.id for p in proposals_of(meeting, meeting.rounds[held.round])}


def test_headings_name_proposals_by_title_or_number(held: Hall, tmp_path: Path) -> None:
    keys, first = by_title(held), held.document.state.proposals[held.proposals[0]]
    other = next(title for title in keys if title != first.title)
    text = f"{first.number};rolle; {other.upper()} ;bord\n2;politiker;1;3\n0;;;\n"
    assert brought(held, tmp_path, text) == [
        Brought(Vote({first.id: 2, keys[other]: 1}), 3, Role.POLITICIAN, Channel.IMPORT),
        Brought(Vote({}), None, Role.CITIZEN, Channel.IMPORT),
    ]


@pytest.mark.parametrize(
    ("line", "problem", "values"),
    [
        ("2;2;2", Problem.TOO_MANY_DOTS, {"found": "6", "limit": "5"}),
        ("1;3;", Problem.OVER_CAP, {"option": "Forslag 1", "found": "3", "limit": "2"}),
    ],
)
def test_a_ballot_against_the_rules_of_the_round_names_its_own_line(
    held: Hall, tmp_path: Path, line: str, problem: Problem, values: dict[str, str]
) -> None:
    text = f"Forslag 0;Forslag 1;Forslag 2\n1;1;1\n\n1;1;1\n{line}\n{line}\n"
    error = refused(held, tmp_path, text)
    assert (error.problem, error.line, error.values) == (problem, 5, values)


@pytest.mark.parametrize("heading", ["Svømmehal", "99", "0"])
def test_an_option_that_is_no_proposal_is_named(held: Hall, tmp_path: Path, heading: str) -> None:
    error = refused(held, tmp_path, f"Forslag 0;{heading}\n1;1\n")
    assert (error.problem, error.values) == (Problem.NO_PROPOSAL, {"option": heading})


def test_a_proposal_by_title_and_by_number_is_there_twice(held: Hall, tmp_path: Path) -> None:
    first = held.document.state.proposals[held.proposals[0]]
    error = refused(held, tmp_path, f"{first.title};{first.number}\n1;1\n")
    assert (error.problem, error.values) == (Problem.NO_PROPOSAL, {"option": str(first.number)})


def test_a_title_of_two_proposals_stands_for_neither(tmp_path: Path) -> None:
    said = [Incoming("Lys på stien"), Incoming("lys på stien"), Incoming("Bænk")]
    with Document.create(tmp_path / "møde.moede", words="Hvad?") as document:
        document.apply(evening.leave_unresolved())
        document.apply(evening.go_to(Phase.IDEAS))
        found = document.apply(ideas.bring_in(said))
        document.apply(evening.go_to(Phase.DOTS))
        asked = document.apply(rounds.prepare(found, dots=5))
        document.apply(rounds.open(asked))
        held = Hall(document, [], [], asked, [])
        error = refused(held, tmp_path, "Bænk;Lys på stien\n1;1\n")
        assert (error.problem, error.values) == (Problem.NO_PROPOSAL, {"option": "Lys på stien"})
        numbers = {p.number: p.id for p in document.state.proposals.values()}
        (ballot,) = brought(held, tmp_path, "1;2;3\n1;2;1\n")
        assert ballot.vote.dots == {numbers[1]: 1, numbers[2]: 2, numbers[3]: 1}


@pytest.mark.parametrize(
    ("promise", "values"),
    [
        ("num_votes;3", {"declared": "3", "found": "2"}),
        ("num_projects;2", {"declared": "2", "found": "1"}),
    ],
)
def test_a_file_that_holds_another_number_than_it_promises_is_refused(
    held: Hall, tmp_path: Path, promise: str, values: dict[str, str]
) -> None:
    kept = (
        "META\nkey;value\nvote_type;approval\nPROJECTS\nproject_id\nForslag 0\n"
        "VOTES\nvoter_id;vote\n1;Forslag 0\n2;Forslag 0\n"
    )
    assert len(brought(held, tmp_path, kept, "valg.pb")) == 2
    error = refused(held, tmp_path, kept.replace("PROJECTS", f"{promise}\nPROJECTS"), "valg.pb")
    assert (error.problem, error.line, error.values) == (Problem.INCOMPLETE, None, values)
