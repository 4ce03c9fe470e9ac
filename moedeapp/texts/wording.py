"""Counts, ranks and the fixed sentences of screens and protocol, in words."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from moedeapp.model.meeting import Agreement, Channel, Idea, IdeaState, Progress, Role, Rung
from moedeapp.texts.dates import listed, number
from moedeapp.texts.languages import _, ngettext
from moedeapp.texts.names import name

if TYPE_CHECKING:  # words need none of the commands
    from moedeapp.model.commands.ideas import StillSaid


def advisory() -> str:
    """The line that stands with every result."""
    return _("Advisory priority – not a municipal decision")


def rehearsal() -> str:
    """The line that stands on everything that comes out of a rehearsal."""
    return _("Rehearsal – not a protocol")


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


def bridge(support_at: int, of: int) -> str:
    """How widely a proposal is supported, "støtte ved 7 af 8 borde"."""
    return _("support at {tables}").format(tables=tables(support_at, of))


def at_least(count: str) -> str:
    """A count that may be larger, "mindst 19 personer"."""
    return _("at least {count}").format(count=count)


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
    if cast > handed_out:
        return _("{n} ballot slips cast, though only {all} were handed out").format(
            n=number(cast), all=number(handed_out)
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
        return _("Proposals {upper} and {lower} got equally many dots").format(
            upper=upper, lower=lower
        )
    return ngettext(
        "{n} dot separates proposal {upper} from proposal {lower}",
        "{n} dots separate proposal {upper} from proposal {lower}",
        between,
    ).format(n=number(between), upper=upper, lower=lower)


def tie(proposals: Sequence[int], place: int) -> str:
    """The sentence for proposals, by their numbers, that share a place."""
    return _("Proposals {numbers} got equally many dots and share place {place}.").format(
        numbers=listed(str(proposal) for proposal in proposals), place=place
    )


def level(proposals: Sequence[int]) -> str:
    """The sentence for proposals, by their numbers, that were tied on the list of equal shares."""
    return _("Proposals {numbers} got equally many dots from equally many persons.").format(
        numbers=listed(str(proposal) for proposal in proposals)
    )


def cost(part: str) -> str:
    """What a place on the list of equal shares cost, from a fraction; empty is filled by dots."""
    if not part:
        return _("filled by dots")
    share = Fraction(part)
    return _("each supporter uses {numerator}/{denominator} of a place at most").format(
        numerator=number(share.numerator), denominator=number(share.denominator)
    )


def lot(place: int, order: Sequence[int], seed: str) -> str:
    """The sentence for a draw: the place, the proposals as they were drawn, and its seed."""
    return _(
        "Lots were drawn for place {place}. The order was {numbers}, and the seed was “{seed}”."
    ).format(place=place, numbers=listed(str(proposal) for proposal in order), seed=seed)


def change(dots_more: int, persons_more: int) -> str:
    """What a correction did to a proposal, with a sign before each number."""
    changes = [
        _signed(words(abs(count)), count)
        for words, count in ((dots, dots_more), (persons, persons_more))
        if count
    ]
    return ", ".join(changes)


def _signed(words: str, count: int) -> str:
    return ("+" if count > 0 else "\N{MINUS SIGN}") + words


def before_correction() -> str:
    """The line beside numbers that a correction leaves as they were."""
    return _("before the correction")


def contested(count: int) -> str:
    """How many slips were used in two channels; empty when none was."""
    if not count:
        return ""
    return ngettext(
        "{n} ballot slip was used in two ways. What was handed in first counts.",
        "{n} ballot slips were used in two ways. What was handed in first counts.",
        count,
    ).format(n=number(count))


def channel(names: str) -> str:
    """A channel of a sealed round, or several put together, "papir og telefon"."""
    return listed(name(Channel(one)) for one in names.split("+"))


def channels(sizes: Iterable[tuple[str, int]]) -> str:
    """Ballots by channel, "telefon: 40, papir: 12"; empty when nothing may be told."""
    return ", ".join(f"{channel(names)}: {number(size)}" for names, size in sizes)


def stubs(count: int) -> str:
    """A count of dot codes, "57 prikkoder"."""
    return ngettext("{n} dot code", "{n} dot codes", count).format(n=number(count))


def own_stubs(codes: Sequence[str]) -> str:
    """What a voter is told after handing in: the codes that stand on the public list."""
    return _("Your dot codes: {codes}. Find them on the list.").format(codes=", ".join(codes))


def agreement(counts: Sequence[int]) -> str:
    """Answers by step, "Helt enig 12 · Enig 3"; steps nobody took are there with 0."""
    return " · ".join(
        f"{name(step)} {number(count)}" for step, count in zip(Agreement, counts, strict=True)
    )


def objections(count: int) -> str:
    """A count of objections, "2 indvendinger"."""
    return ngettext("{n} objection", "{n} objections", count).format(n=number(count))


def progress(stage: Progress, words: str = "") -> str:
    """How it goes with a proposal and what was said of it, "Afvist, fordi …" in one sentence."""
    if not words:
        return name(stage)
    if stage is Progress.TURNED_DOWN:
        return _("Turned down, because {words}").format(words=words[:1].lower() + words[1:])
    return _("{progress}: {words}").format(progress=name(stage), words=words)


def access(*, open_to_all: bool) -> str:
    """The sentence about how people came to vote."""
    if open_to_all:
        return _("Open access: double votes cannot be ruled out.")
    return _("Ballot slips with a code that can be used once.")


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


# --- what is read aloud or printed beside the numbers


def about_dots(each: int, cap: int | None) -> str:
    """How to put dots."""
    rule = (
        _("You may put them as you like.")
        if cap is None
        else ngettext(
            "You may put at most {n} on the same one.",
            "You may put at most {n} on the same one.",
            cap,
        ).format(n=number(cap))
    )
    return _(
        "You have {dots}. Put them on the proposals you find most important. {rule} "
        "You can move them until the time is up. You need not use them all."
    ).format(dots=dots(each), rule=rule)


def about_steps() -> str:
    """How to say how far one agrees."""
    return _(
        "Say for each proposal how far you agree: {steps}. If you are against, you may write why. "
        "You can change it until the time is up."
    ).format(steps=listed((name(step).lower() for step in Agreement), "or"))


def about_hidden() -> str:
    """Why there are no numbers while people vote."""
    return _(
        "Nobody can see a count while we vote. Neither can we who lead the meeting. So it is "
        "your own choice that counts, and not what your neighbour does. When the time is up, "
        "we show all numbers at once."
    )


def about_support() -> str:
    """Why there are two numbers for each proposal."""
    return _(
        "We show two numbers for each proposal. One is how many dots it got. The other is how "
        "many of you put at least one dot. A proposal can get many dots from few. You can see "
        "that by reading both numbers."
    )


def about_bridges() -> str:
    """What a bridge-builder is."""
    return _(
        "A proposal builds a bridge when it gets support at many tables. We count the tables "
        "where at least every third has put a dot. A proposal with support at many tables stands "
        "high on the list, even if another got more dots in all."
    )


def about_shares() -> str:
    """What the list of equal shares is."""
    return _(
        "This list shares the power equally. Everybody gets an equal part of the places on the "
        "list. When a proposal you support gets on, you spend a little of your part. The next "
        "places then go to proposals with support among those who have got nothing yet. So a "
        "proposal with fewer dots can stand here."
    )


def about_those_present() -> str:
    """Whom the numbers speak for."""
    return _(
        "Those present chose to come. The numbers show what they thought that evening. They do "
        "not show what everybody in the municipality thinks."
    )


def still_said(still: "StillSaid") -> str:
    """Where the words of a masked idea still stand, for a person to look at."""
    places = [
        *(_("idea {n}").format(n=n) for n in still.ideas),
        *(_("note {n}").format(n=n) for n in still.notes),
        *(_("theme {n}").format(n=n) for n in still.themes),
        *(_("proposal {n}").format(n=n) for _round, n in still.proposals),
        *(_("next step {n}").format(n=n) for n in still.next_steps),
    ]
    return _("The words also stand in {places}. Look there.").format(places=listed(places))


def too_many() -> str:
    """What is said of more proposals than people can choose between."""
    return _("More than 20 proposals are hard to choose between. Merge some of them if you can.")


def rung(of: Rung) -> str:
    """How phones reach the meeting, "på vores egen router, hver med sin telefon (trin B)"."""
    return _("{how} (rung {letter})").format(how=name(of), letter="ABCD"[list(Rung).index(of)])
