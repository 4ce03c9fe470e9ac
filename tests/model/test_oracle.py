"""Equal shares as another program finds them: `tests/oracle/make_expected.py` asked pabutools."""

import json
from pathlib import Path
from typing import Any

import pytest

from moedeapp.intake.ballots import read_election
from moedeapp.model.counting import Option
from moedeapp.model.shares import Share, equal_shares

EXPECTED = json.loads(
    (Path(__file__).parent.parent / "data" / "oracle" / "equal_shares.json").read_text("utf-8")
)


def paid(shares: list[Share]) -> list[list[str]]:
    return [[s.option.id, str(s.cost)] for s in shares if s.cost is not None]


def spelled(ballot: str) -> list[tuple[str, int]]:
    return [(option, ballot.count(option)) for option in sorted(set(ballot))]


def test_the_random_elections_are_worth_comparing() -> None:
    elections = EXPECTED["random"]
    assert len(elections) == 200
    costs = [{cost for _, cost in election["shares"]} for election in elections]
    assert sum(len(unlike) > 2 for unlike in costs) > 50
    assert sum(len(election["shares"]) < election["places"] for election in elections) > 50
    assert sum("" in election["ballots"] for election in elections) > 50


@pytest.mark.parametrize("number", range(len(EXPECTED["random"])))
def test_a_random_election_has_the_same_places_at_the_same_cost(number: int) -> None:
    election: dict[str, Any] = EXPECTED["random"][number]
    options = [Option(letter, letter) for letter in election["options"]]
    ballots = [spelled(ballot) for ballot in election["ballots"]]
    shares = equal_shares(options, ballots, election["places"])
    assert paid(shares) == election["shares"]
    assert len(shares) == election["places"]


@pytest.mark.parametrize("places", [3, 5, 10])
@pytest.mark.parametrize("name", EXPECTED["files"])
def test_a_real_election_has_the_same_places_at_the_same_cost(
    data: Path, name: str, places: int
) -> None:
    election = read_election(data / "01_ballots" / name)
    shares = equal_shares(election.options, election.cast(), places)
    assert paid(shares) == EXPECTED["files"][name][str(places)]
    assert len(shares) == min(places, len(election.options))
