"""Writes tests/data/oracle/equal_shares.json anew: what pabutools says of 200 + 7 elections.

    MOEDE_DATA=… /tmp/oracle/bin/python tests/oracle/make_expected.py

The venv is that of `pabutools_shares`. In the random elections an option is a letter and a ballot
its letters, one for each dot. Of the elections in MOEDE_DATA, which pabutools reads by itself, only
the winners' ids and costs are kept.
"""

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pabutools.election import parse_pabulib
from pabutools_shares import Ballot, Election

EXPECTED = Path(__file__).parent.parent / "data" / "oracle" / "equal_shares.json"
LETTERS = "ABCDEFGHIJ"
PLACES = (3, 5, 10)
SEEDS = (*range(196), 315, 3117, 6537, 7917)
"""The last four are rare: of two options at the same cost, one has more persons, one more dots."""


def drawn(seed: int) -> tuple[str, int, list[str]]:
    """A small election: options, places and ballots; half of them with ties all over."""
    chance = random.Random(seed)
    options = LETTERS[: chance.randint(3, len(LETTERS))]
    liked = [1.0 if seed % 2 else 1 / (place + 1) for place in range(len(options))]
    most = chance.randint(4, 16)
    ballots = [
        "".join(sorted(chance.choices(options, liked, k=chance.randint(0, most))))
        for _ in range(chance.randint(1, 30))
    ]
    return options, chance.randint(2, len(options)), ballots


def spelled(ballot: str) -> Ballot:
    """The letters of a ballot as options with dots."""
    return [(option, ballot.count(option)) for option in sorted(set(ballot))]


def random_elections() -> Iterator[dict[str, Any]]:
    """Elections with the shares that pabutools finds."""
    for seed in SEEDS:
        options, places, ballots = drawn(seed)
        shares = Election(options, map(spelled, ballots), places).shares()
        yield {"options": options, "places": places, "ballots": ballots, "shares": shares}


def real_elections(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """By file name: the shares for every number of places."""
    for file in sorted(folder.glob("*.pb")):
        instance, profile = parse_pabulib(str(file))
        # Of the two, only the file's own notes about its projects keep their order.
        options = [project.name for project in instance.project_meta]
        ballots = [_dots(ballot) for ballot in profile]
        shares = {n: Election(options, ballots, n).shares() for n in PLACES}
        yield file.name, {str(places): found for places, found in shares.items()}


def _dots(ballot: Any) -> Ballot:
    given = ballot.items() if hasattr(ballot, "items") else ((project, 1) for project in ballot)
    return [(project.name, int(dots)) for project, dots in given if dots]


def main() -> None:
    """Write the file, an election a line."""
    drawn_ = [json.dumps(election) for election in random_elections()]
    folder = Path(os.environ["MOEDE_DATA"]) / "01_ballots"
    real = [f"{json.dumps(name)}: {json.dumps(found)}" for name, found in real_elections(folder)]
    rows = ['{"random": [', ",\n".join(drawn_), '],\n"files": {', ",\n".join(real), "}}\n"]
    EXPECTED.write_text("\n".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
