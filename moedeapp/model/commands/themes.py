"""Themes on the board: making, naming, filling, merging and splitting them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final, cast

from moedeapp.model.draft import Draft, clean_words, command, point
from moedeapp.model.errors import BadValue
from moedeapp.model.meeting import Colour, Idea, Theme

LONGEST_TITLE: Final = 200
"""Most characters of a theme's title."""

_ALPHABET: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@command()
def add(
    draft: Draft,
    title: str,
    *,
    ideas: Sequence[str] = (),
    question: str | None = None,
    colour: Colour | None = None,
    at: tuple[float, float] = (0.0, 0.0),
) -> str:
    """Make a theme, with ideas in it if they are given; gives its key."""
    theme = new_theme(draft, title, draft.question(question).id, colour, at)
    draft.record(theme=theme.letter, ideas=_put_in(draft, ideas, theme))
    return theme.id


def new_theme(
    draft: Draft,
    title: str,
    question: str,
    colour: Colour | None = None,
    at: tuple[float, float] = (0.0, 0.0),
) -> Theme:
    """Put a theme with a letter the question never had before, as part of any act."""
    letter, colour_in_turn = _next_letter(draft, question)
    x, y = point(*at)
    theme = Theme(
        id=draft.source.new_key(),
        question=question,
        title=clean_words("title", title, LONGEST_TITLE),
        letter=letter,
        colour=colour or colour_in_turn,
        x=x,
        y=y,
    )
    draft.put("themes", theme)
    return theme


def _next_letter(draft: Draft, question: str) -> tuple[str, Colour]:
    taken = {
        theme.letter
        for theme in cast(list[Theme], draft.all("themes"))
        if theme.question == question
    }
    while True:
        turn = draft.next_number(f"themes.{question}") - 1
        # Older files have themes from before letters were counted.
        if _letter(turn) not in taken:
            return _letter(turn), tuple(Colour)[turn % len(Colour)]


def _letter(turn: int) -> str:
    """A to Z, then AA, AB and so on."""
    letters = ""
    turn += 1
    while turn:
        turn, rest = divmod(turn - 1, len(_ALPHABET))
        letters = _ALPHABET[rest] + letters
    return letters


@command()
def rename(draft: Draft, theme: str, title: str) -> None:
    """Give a theme another title."""
    before = draft.theme(theme)
    draft.put("themes", replace(before, title=clean_words("title", title, LONGEST_TITLE)))
    draft.record(theme=before.letter)


@command()
def recolour(draft: Draft, theme: str, colour: Colour) -> None:
    """Give a theme another paper; its letter stays."""
    before = draft.theme(theme)
    draft.put("themes", replace(before, colour=colour))
    draft.record(theme=before.letter, colour=colour.value)


@command()
def place(draft: Draft, positions: Mapping[str, tuple[float, float, float, float]]) -> None:
    """Lay themes on the board: x, y, width, height in board units; any number in one act."""
    _lay(draft, positions)


@command()
def arrange(
    draft: Draft,
    themes: Mapping[str, tuple[float, float, float, float]],
    ideas: Mapping[str, tuple[float, float]],
) -> None:
    """Lay the whole board in one act: themes as `place` takes them, loose ideas by x and y."""
    _lay(draft, themes)
    for key, place_of_idea in ideas.items():
        x, y = point(*place_of_idea)
        draft.put("ideas", replace(draft.idea(key), x=x, y=y))


def _lay(draft: Draft, positions: Mapping[str, tuple[float, float, float, float]]) -> None:
    for key, place_and_size in positions.items():
        x, y, width, height = point(*place_and_size)
        draft.put("themes", replace(draft.theme(key), x=x, y=y, width=width, height=height))


@command()
def group(
    draft: Draft,
    ideas: Sequence[str],
    theme: str,
    positions: Mapping[str, tuple[float, float]] | None = None,
) -> None:
    """Put ideas into a theme, and where on the board if that is said; merged ones by their lead."""
    into = draft.theme(theme)
    draft.record(
        theme=into.letter, ideas=_put_in(draft, ideas, into, positions or MappingProxyType({}))
    )


def _put_in(
    draft: Draft,
    keys: Sequence[str],
    theme: Theme,
    positions: Mapping[str, tuple[float, float]] = MappingProxyType({}),
) -> list[int]:
    numbers = []
    for key in keys:
        idea = draft.lead(key)
        if idea.question != theme.question:
            raise BadValue("idea", str(idea.number), "not_allowed")
        x, y = point(*positions.get(idea.id, positions.get(key, (idea.x, idea.y))))
        draft.put("ideas", replace(idea, theme=theme.id, x=x, y=y))
        numbers.append(idea.number)
    return list(dict.fromkeys(numbers))


@command()
def ungroup(
    draft: Draft, *ideas: str, positions: Mapping[str, tuple[float, float]] = MappingProxyType({})
) -> None:
    """Take ideas out of their theme, and where to if that is said; merged ones by their lead.

    Ideas that are in no theme only move, and the journal does not name them.
    """
    numbers = []
    for key in ideas:
        idea = draft.lead(key)
        x, y = point(*positions.get(idea.id, positions.get(key, (idea.x, idea.y))))
        draft.put("ideas", replace(idea, theme=None, x=x, y=y))
        if idea.theme is not None:
            numbers.append(idea.number)
    draft.record(ideas=list(dict.fromkeys(numbers)))


@command()
def merge(draft: Draft, themes: Sequence[str], into: str) -> None:
    """Let themes count as one; each keeps its title and its ideas, so it can be split again.

    Raises BadValue "cycle" when one of them already leads `into`.
    """
    lead = draft.theme(into)
    if not themes:
        raise BadValue("themes", "0", "too_few", 1)
    letters = []
    for key in themes:
        theme = draft.theme(key)
        if theme.question != lead.question:
            raise BadValue("theme", theme.letter, "not_allowed")
        above = lead
        while above.id != key and above.merged_into is not None:
            above = draft.theme(above.merged_into)
        if above.id == key:
            raise BadValue("theme", theme.letter, "cycle")
        draft.put("themes", replace(theme, merged_into=into))
        letters.append(theme.letter)
    draft.record(themes=letters, into=lead.letter)


@command()
def split(draft: Draft, *themes: str) -> None:
    """Let merged themes stand for themselves again, with the ideas they had."""
    letters = []
    for key in themes:
        theme = draft.theme(key)
        if theme.merged_into is None:
            raise BadValue("theme", theme.letter, "not_allowed")
        draft.put("themes", replace(theme, merged_into=None))
        letters.append(theme.letter)
    draft.record(themes=letters)


@command()
def remove(draft: Draft, theme: str) -> None:
    """Take a theme off the board; its ideas become loose, themes merged into it come free."""
    gone = draft.theme(theme)
    loose = [idea for idea in cast(list[Idea], draft.all("ideas")) if idea.theme == theme]
    for idea in loose:
        draft.put("ideas", replace(idea, theme=None))
    for other in cast(list[Theme], draft.all("themes")):
        if other.merged_into == theme:
            draft.put("themes", replace(other, merged_into=None))
    draft.drop("themes", theme)
    draft.record(theme=gone.letter, ideas=[idea.number for idea in loose])
