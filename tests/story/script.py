"""What happens on the evening of the story, and what must come of it: worked out here alone.

Nothing of the program is used: the numbers are counted from what is entered, so that the program's
own can be held against them.
"""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import groupby

TITLE = "Kvarterhuset på Ålevej"
QUESTION = "Hvad skal kvarterhuset kunne for både små og ældre?"
PLACE = "Gymnastiksalen på Søndermarkskolen"
STEPS = ("Helt enig", "Enig", "Kan leve med det", "I tvivl", "Imod")

_THEMES = (
    "Åbent køkken og fællesspisning", "Værksted og reparation", "Ro, læsning og lektier",
    "Musik uden at genere naboerne", "Børn og bevægelse", "Ældre og følgeskab",
    "Grønne gårdrum", "Åbningstider der passer til arbejde", "Adgang med kørestol og barnevogn",
    "Cykler, biler og støj", "Brugerstyre og nøgler", "Økonomi og frivillige kræfter",
)  # fmt: skip
_WISHES = (
    "Vi ønsker", "Lad os få", "Der mangler", "Giv os", "Hvad med", "Jeg savner", "Vi drømmer om",
)  # fmt: skip
_THINGS = (
    "et langbord", "en lærketræsbænk", "bløde måtter", "et klaver", "lys i gården",
    "flere cykelstativer", "en høvlebænk", "æbletræer", "en varm stue", "et opslag om åbningstid",
    "en lille scene", "skabe med lås",
)  # fmt: skip
_WHOM = (
    "til dem der bor alene", "for børnehaveklasserne", "når det er mørkt", "hele året rundt",
    "ved indgangen", "til naboerne på Ærøvej", "uden at det koster noget", "i stueetagen",
)  # fmt: skip
ODD = (
    '=SUM(A1:A9) er ikke en formel, men en "idé" med <b>tegn</b> & semikolon; også her',
    "Sammenhængskraftsundersøgelsesudvalgsmedlemmerne bør spise her hver måned",
    "Æblegrød på blå fade, sagde Åse på Østerøen 100 % sikkert",
)
"""ideas that a file or a page could stumble over"""


@dataclass(frozen=True, slots=True)
class Idea:
    """What somebody said, where, and the theme it ends in."""

    number: int
    words: str
    table: int
    theme: str


@dataclass(frozen=True, slots=True)
class Ballot:
    """A slip of a table: dots by the title of the theme, or one step for each."""

    table: int
    dots: Mapping[str, int] = field(default_factory=dict)
    steps: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NextStep:
    """What was agreed to do about a proposal."""

    proposal: str
    action: str
    responsible: str
    deadline: str


class Script:
    """An evening of some size; the same every time."""

    def __init__(self, *, tables: int = 8, ideas: int = 180, slips: int = 60) -> None:
        self.tables = tables
        self.idea_count = ideas
        self.slip_count = slips
        self.themes = _THEMES[: max(4, ideas // 5)]
        assert min(self.slips) >= 5, "a table with fewer slips is never told of alone"

    @cached_property
    def ideas(self) -> list[Idea]:
        """The ideas in the order they are typed: table by table, and theme by theme inside each."""
        found = []
        chance = random.Random(1871)
        share = self.idea_count / len(self.themes)
        for at in range(self.idea_count):
            theme = self.themes[int(at / share)]
            table = at * self.tables // self.idea_count + 1
            words = ODD[at // 3] if at % 3 == 0 and at // 3 < len(ODD) else _words(chance, at)
            found.append(Idea(at + 1, words, table, theme))
        assert len({idea.words for idea in found}) == len(found)
        return found

    @cached_property
    def slips(self) -> list[int]:
        """How many slips each table gets."""
        least, more = divmod(self.slip_count, self.tables)
        return [least + (at < more) for at in range(self.tables)]

    @cached_property
    def dots(self) -> list[Ballot]:
        """The slips of the first vote, table by table."""
        found = []
        chance = random.Random(10)  # with ties and a bridge
        weights = [(len(self.themes) - at) ** 2 for at in range(len(self.themes))]
        for table, slips in enumerate(self.slips, 1):
            for _ in range(slips):
                given: Counter[str] = Counter()
                for _dot in range(chance.choice([0, 1, 2, 3, 3, 3, 3])):
                    (title,) = chance.choices(self.themes, weights)
                    if given[title] < 2:
                        given[title] += 1
                found.append(Ballot(table, dict(given)))
        return found

    @property
    def next_steps(self) -> list[NextStep]:
        """Who does what."""
        return [
            NextStep(
                self.themes[0], "Afprøv fællesspisning hver torsdag i januar", "Beboerforeningen",
                "31-01-2027",
            ),
            NextStep(
                self.themes[1], "Spørg om et værksted kan ligge i kælderen", "Plan og Byg",
                "15-02-2027",
            ),
        ]  # fmt: skip

    @cached_property
    def agreed(self) -> tuple[str, ...]:
        """What the second vote is about: the first three."""
        first = [c.title for c in count(self.themes, self.dots).values() if c.rank <= 3]
        assert len(first) == 3, "the script leaves it open which three come first"
        return tuple(first)

    @cached_property
    def steps(self) -> list[Ballot]:
        """The slips of the second vote; 0 is no answer."""
        draw = random.Random(1872).choices
        return [
            Ballot(
                table,
                steps={
                    title: draw(range(6), (1, 9, 7, 4, 2, 1 + at))[0]
                    for at, title in enumerate(self.agreed)
                },
            )
            for table, slips in enumerate(self.slips, 1)
            for _ in range(slips)
        ]


def _words(chance: random.Random, at: int) -> str:
    draw = chance.choice
    return f"{draw(_WISHES)} {draw(_THINGS)} {draw(_WHOM)}, nr. {at + 1}"


# --- what must come of it


@dataclass(frozen=True, slots=True)
class Counted:
    """What a proposal got."""

    title: str
    dots: int
    persons: int
    support: int
    rank: int
    shared: bool


def count(titles: Sequence[str], ballots: Sequence[Ballot]) -> dict[str, Counted]:
    """Dots, persons and tables of each title, by the rules as they are told to the hall."""
    dots = {title: sum(b.dots.get(title, 0) for b in ballots) for title in titles}
    persons = {title: sum(b.dots.get(title, 0) > 0 for b in ballots) for title in titles}
    tables = {key: list(group) for key, group in groupby(ballots, lambda b: b.table)}
    support = {
        title: sum(
            3 * sum(b.dots.get(title, 0) > 0 for b in group) >= len(group)
            for group in tables.values()
        )
        for title in titles
    }
    order = sorted(dots.values(), reverse=True)
    return {
        title: Counted(
            title, dots[title], persons[title], support[title],
            order.index(dots[title]) + 1, order.count(dots[title]) > 1,
        )
        for title in titles
    }  # fmt: skip


def equal_shares(
    titles: Sequence[str], ballots: Sequence[Ballot], places: int
) -> list[tuple[set[str], Fraction | None]]:
    """Who pays for each place, as titles that are level and what each supporter pays at most.

    Stops where a tie could lead to different lists; what was filled by dots has no price.
    """
    money = [Fraction(places, len(ballots)) for _ in ballots]
    chosen: list[tuple[set[str], Fraction | None]] = []
    left = list(titles)
    while len(chosen) < places:
        prices = {title: _price(title, ballots, money) for title in left}
        able = {title: price for title, price in prices.items() if price is not None}
        if not able:
            break
        least = min(able.values())
        level = {title for title, price in able.items() if price == least}
        chosen.append((level, least))
        if len(level) > 1:
            break
        (title,) = level
        for at, ballot in enumerate(ballots):
            if ballot.dots.get(title, 0):
                money[at] -= min(money[at], least)
        left.remove(title)
    return chosen


def _price(title: str, ballots: Sequence[Ballot], money: Sequence[Fraction]) -> Fraction | None:
    purses = sorted(
        held for held, ballot in zip(money, ballots, strict=True) if ballot.dots.get(title, 0)
    )
    if sum(purses) < 1:
        return None
    rest = Fraction(1)
    for at, purse in enumerate(purses):
        each = rest / (len(purses) - at)
        if each <= purse:
            return each
        rest -= purse
    return None


def bridge(title: str, ballots: Sequence[Ballot]) -> Fraction:
    """How well a title joins the tables: each one's supporters among its slips, multiplied."""
    product = Fraction(1)
    for table in {ballot.table for ballot in ballots}:
        slips = [ballot for ballot in ballots if ballot.table == table]
        supporters = sum(ballot.dots.get(title, 0) > 0 for ballot in slips)
        product *= Fraction(supporters + 1, len(slips) + 2)
    return product


def answers(titles: Sequence[str], ballots: Sequence[Ballot]) -> dict[str, list[int]]:
    """How many chose each of the five steps."""
    return {
        title: [sum(b.steps.get(title) == step for b in ballots) for step in range(1, 6)]
        for title in titles
    }
