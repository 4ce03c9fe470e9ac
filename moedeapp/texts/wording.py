"""Counts, ranks and the fixed sentences of screens and protocol, in words."""

from collections.abc import Mapping, Sequence

from moedeapp.model.meeting import Idea, IdeaState, Role
from moedeapp.texts.dates import listed, number
from moedeapp.texts.languages import _, ngettext
from moedeapp.texts.names import name


def advisory() -> str:
    """The line that stands with every result."""
    return _("Advisory priority – not a municipal decision")


def ideas(count: int) -> str:
    """A count of ideas, "7 idéer"."""
    return ngettext("{n} idea", "{n} ideas", count).format(n=number(count))


def dots(count: int) -> str:
    """A count of dots, "31 prikker"."""
    return ngettext("{n} dot", "{n} dots", count).format(n=number(count))


def persons(count: int) -> str:
    """A count of persons, "19 personer"."""
    return ngettext("{n} person", "{n} persons", count).format(n=number(count))


def slips(count: int) -> str:
    """A count of ballot slips, "52 stemmesedler"."""
    return ngettext("{n} ballot slip", "{n} ballot slips", count).format(n=number(count))


def tables(count: int, of: int) -> str:
    """How many tables of those that count, "7 af 8 borde"."""
    return ngettext("{n} of {all} table", "{n} of {all} tables", of).format(
        n=number(count), all=number(of)
    )


def support(dots_given: int, persons_giving: int) -> str:
    """Both numbers of a proposal, "31 prikker fra 19 personer"."""
    return _("{dots} from {persons}").format(dots=dots(dots_given), persons=persons(persons_giving))


def people(role: Role, count: int) -> str:
    """A head-count of one role, "5 politikere"."""
    if role is Role.CITIZEN:
        words = ngettext("{n} citizen", "{n} citizens", count)
    elif role is Role.POLITICIAN:
        words = ngettext("{n} politician", "{n} politicians", count)
    else:
        words = ngettext("{n} staff member", "{n} staff members", count)
    return words.format(n=number(count))


def heads(counts: Mapping[str, int]) -> str:
    """Head-counts by role, "60 borgere, 5 politikere og 6 medarbejdere".

    Roles without anybody are left out; the text is empty when nobody was counted.
    """
    return listed(people(role, counts[role]) for role in Role if counts.get(role))


def turnout(cast: int, handed_out: int | None = None) -> str:
    """Ballot slips cast, of those handed out if they were counted."""
    if handed_out is None:
        return ngettext("{n} ballot slip cast", "{n} ballot slips cast", cast).format(
            n=number(cast)
        )
    return ngettext(
        "{n} of {all} ballot slip cast", "{n} of {all} ballot slips cast", handed_out
    ).format(n=number(cast), all=number(handed_out))


def blanks(count: int) -> str:
    """How many ballots were blank."""
    if count == 0:
        return _("No ballot slip was blank")
    return ngettext("{n} ballot slip was blank", "{n} ballot slips were blank", count).format(
        n=number(count)
    )


def unused(count: int) -> str:
    """How many dots were not used."""
    if count == 0:
        return _("All dots were used")
    return ngettext("{n} dot was not used", "{n} dots were not used", count).format(n=number(count))


def rank(place: int, *, shared: bool = False) -> str:
    """A place on the ranking list, "3" or "delt 3.-plads"."""
    return _("shared place {place}").format(place=place) if shared else number(place)


def margin(between: int, upper: int, lower: int) -> str:
    """How many dots lie between two neighbouring places."""
    if between == 0:
        return _("No. {upper} and no. {lower} got equally many dots").format(
            upper=upper, lower=lower
        )
    return ngettext(
        "{n} dot lies between no. {upper} and no. {lower}",
        "{n} dots lie between no. {upper} and no. {lower}",
        between,
    ).format(n=number(between), upper=upper, lower=lower)


def tie(proposals: Sequence[int], place: int) -> str:
    """The sentence for proposals, by their numbers, that share a place."""
    return _("Proposals {numbers} got equally many dots and share place {place}.").format(
        numbers=listed(str(proposal) for proposal in proposals), place=place
    )


def replacement(idea: Idea) -> str | None:
    """What is printed in place of an idea's words; None when the words may be printed."""
    if idea.masked:
        return (
            _("[{reason} removed]").format(reason=name(idea.reason))
            if idea.reason
            else _("[words removed]")
        )
    if idea.state is IdeaState.HIDDEN:
        return (
            _("[hidden: {reason}]").format(reason=name(idea.reason))
            if idea.reason
            else _("[hidden]")
        )
    if idea.state is IdeaState.WITHDRAWN:
        return _("[withdrawn by the author]")
    return None
