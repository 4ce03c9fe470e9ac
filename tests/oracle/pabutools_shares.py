"""Equal shares by pabutools, to hold ours against; it runs in a venv of its own.

    python3 -m venv /tmp/oracle
    /tmp/oracle/bin/pip install --require-hashes -r requirements-oracle.lock
    /tmp/oracle/bin/python tests/oracle/pabutools_shares.py FILE

FILE is JSON: `places`, `options` (the number of them; their ids are "0", "1", …) and `ballots`,
each a list of [id, dots]. The answer, also JSON: `winners` by place, and the `seconds` that the
rule alone took; `building` is what making pabutools' own ballots took before that.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from time import perf_counter

import pabutools.fractions
from pabutools.election import (
    ApprovalMultiProfile,
    Cardinality_Sat,
    FrozenApprovalBallot,
    Instance,
    Project,
)
from pabutools.rules.mes import method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule

Ballot = Sequence[tuple[str, int]]


class Election:
    """An election as pabutools wants it: equal ballots once with their number, blank ones too."""

    def __init__(self, options: Sequence[str], ballots: Iterable[Ballot], places: int) -> None:
        assert pabutools.fractions.FRACTION == "gmpy2", "floats would not be exact"
        projects = {option: Project(option, cost=1) for option in options}
        kinds: Counter[frozenset[str]] = Counter()
        dots: Counter[str] = Counter()
        for ballot in ballots:
            kinds[frozenset(option for option, _ in ballot)] += 1
            for option, each in ballot:
                dots[option] += each
        persons: Counter[str] = Counter()
        for kind, number in kinds.items():
            persons.update(dict.fromkeys(kind, number))
        self.instance = Instance(projects.values(), budget_limit=places)
        self.profile = ApprovalMultiProfile(instance=self.instance)
        for kind, number in kinds.items():
            self.profile[FrozenApprovalBallot({projects[option] for option in kind})] = number
        level = {
            option: (-persons[option], -dots[option], order) for order, option in enumerate(options)
        }
        self.tie_breaking = TieBreakingRule(lambda _instance, _profile, p: level[p.name])

    def winners(self) -> list[str]:
        """The options that supporters pay for, by place."""
        return [project.name for project in self._allocated(analytics=False)]

    def shares(self) -> list[tuple[str, str]]:
        """The options that supporters pay for, and the most that one supporter pays for each."""
        allocated = self._allocated(analytics=True)
        paid = {
            step.selected_project.name: max(
                before - after
                for before, after in zip(
                    step.voters_budget, step.voters_budget_after_selection, strict=True
                )
            )
            for step in allocated.details.iterations
            if step.selected_project is not None
        }
        return [(project.name, str(paid[project.name])) for project in allocated]

    def _allocated(self, *, analytics: bool):  # type: ignore[no-untyped-def]
        return method_of_equal_shares(
            self.instance,
            self.profile,
            sat_class=Cardinality_Sat,
            tie_breaking=self.tie_breaking,
            analytics=analytics,
        )


def main(path: str) -> None:
    """Measure the election in a file."""
    with open(path, encoding="utf-8") as file:
        told = json.load(file)
    begun = perf_counter()
    options = [str(number) for number in range(told["options"])]
    election = Election(options, told["ballots"], told["places"])
    built = perf_counter()
    winners = election.winners()
    done = perf_counter()
    answer = {"winners": winners, "seconds": done - built, "building": built - begun}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
