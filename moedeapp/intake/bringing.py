"""An election from a file as ballots for one of the meeting's rounds."""

from collections.abc import Iterable
from pathlib import Path

from moedeapp.intake.election import Election
from moedeapp.intake.problems import Problem
from moedeapp.model import counting
from moedeapp.model.commands.ballots import Brought, Vote
from moedeapp.model.counting import Option
from moedeapp.model.errors import CannotRead
from moedeapp.model.meeting import Meeting, Rejection, Round
from moedeapp.model.ranking import proposals_of

_BROKEN = {
    Rejection.TOO_MANY_DOTS: Problem.TOO_MANY_DOTS,
    Rejection.OVER_CAP: Problem.OVER_CAP,
}


def ballots(path: Path, election: Election, meeting: Meeting, vote: Round) -> list[Brought]:
    """Every ballot of the file under the round's rules.

    Raises CannotRead naming the line of the first that breaks them, the option that is no proposal
    of the round, or what the file promises and does not hold.
    """
    if election.incomplete:
        raise CannotRead(path, Problem.INCOMPLETE, None, dict(election.incomplete.values))
    keys = _keys(path, election.options, meeting, vote)
    known = set(keys.values())
    brought = []
    for index, ballot in enumerate(election.ballots):
        dots: dict[str, int] = {}
        for option, each in ballot.dots:
            dots[keys[option]] = dots.get(keys[option], 0) + each
        refused = counting.check(dots.items(), known, budget=vote.dots, cap=vote.cap)
        if refused is not None:
            raise _refusal(path, election.line_of(index), refused, dots, keys, vote)
        brought.append(Brought(Vote(dots), ballot.table, ballot.role, ballot.channel))
    return brought


def _refusal(
    path: Path,
    line: int,
    refused: Rejection,
    dots: dict[str, int],
    keys: dict[str, str],
    vote: Round,
) -> CannotRead:
    if refused is Rejection.OVER_CAP:
        worst = max(dots, key=lambda key: dots[key])
        option = next(option for option, key in keys.items() if key == worst)
        values = {"option": option, "found": str(dots[worst]), "limit": str(vote.cap)}
    else:
        values = {"found": str(sum(dots.values())), "limit": str(vote.dots)}
    return CannotRead(path, _BROKEN[refused], line, values)


def _keys(path: Path, options: Iterable[Option], meeting: Meeting, vote: Round) -> dict[str, str]:
    """Proposal keys by the file's options: by title, or by number where the option is only that.

    An option with a name of its own is never taken for a number, a title that two proposals have
    stands for neither, and no two options are taken for the same proposal.
    """
    proposals = proposals_of(meeting, vote)
    names = [proposal.title.strip().casefold() for proposal in proposals]
    titles = {
        name: proposal.id
        for name, proposal in zip(names, proposals, strict=True)
        if names.count(name) == 1
    }
    numbers = {str(proposal.number): proposal.id for proposal in proposals}
    found: dict[str, str] = {}
    for option in options:
        name = option.name.strip()
        key = titles.get(name.casefold()) or numbers.get(name)
        if key is None or key in found.values():
            raise CannotRead(path, Problem.NO_PROPOSAL, None, {"option": name})
        found[option.id] = key
    return found
