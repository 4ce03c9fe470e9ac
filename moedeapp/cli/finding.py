"""From what a person types (numbers, letters) to the keys of the meeting's rows."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import click

from moedeapp.model.board import leading_themes
from moedeapp.model.document import Document
from moedeapp.model.errors import BadValue, Unknown
from moedeapp.model.meeting import Meeting, Round, RoundState
from moedeapp.model.ranking import proposals_of
from moedeapp.texts import explain, name, rehearsal

Chosen = TypeVar("Chosen", bound=StrEnum)


def chosen(field: str, word: str, kind: type[Chosen]) -> Chosen:
    """A member of an enum by its own word or its name in the language spoken."""
    for member in kind:
        if word.casefold() in (member.value, name(member).casefold()):
            return member
    raise BadValue(field, word, "not_allowed")


def whole(field: str, text: str) -> int:
    """A whole number as people type it."""
    try:
        return int(text)
    except ValueError as error:
        raise BadValue(field, text, "not_a_number") from error


_held: ContextVar[Document | None] = ContextVar("held", default=None)


@contextmanager
def held_open(document: Document) -> Iterator[None]:
    """Let commands inside the ``with`` work in this meeting, which is open already."""
    token = _held.set(document)
    try:
        yield
    finally:
        _held.reset(token)


def _is_held(path: Path) -> Document | None:
    held = _held.get()
    with suppress(OSError):
        if held is not None and path.samefile(held.path):
            return held
    return None


@contextmanager
def reading(path: Path) -> Iterator[Document]:
    """The meeting at a path, opened for reading, even while somebody else works in it."""
    with Document.open(path, readonly=True) as document:
        _warn(document)
        yield document


@contextmanager
def changing(path: Path) -> Iterator[Document]:
    """The meeting at a path, opened for changes."""
    held = _is_held(path)
    if held is not None:
        yield held
        return
    with Document.open(path, keeps_backups=True) as document:
        _warn(document)
        yield document


def _warn(document: Document) -> None:
    if document.state.facts.rehearsal:
        click.echo(rehearsal(), err=True)
    for doubt in document.doubts:
        click.echo(explain(doubt), err=True)


def ideas(meeting: Meeting, numbers: Iterable[int]) -> list[str]:
    """The keys of ideas by their numbers, in the order given."""
    keys = {idea.number: idea.id for idea in meeting.ideas.values()}
    return [_known(keys, "ideas", number) for number in numbers]


def theme(meeting: Meeting, sign: str) -> str:
    """The key of a theme by its letter or title."""
    for found in leading_themes(meeting):
        if sign.casefold() in (found.letter.casefold(), found.title.casefold()):
            return found.id
    raise Unknown("themes", sign)


def question(meeting: Meeting, position: int | None) -> str | None:
    """The key of a question by its place; None stays None, which is the first."""
    if position is None:
        return None
    keys = {question.position: question.id for question in meeting.questions.values()}
    return _known(keys, "questions", position)


def vote(meeting: Meeting, number: int | None, *, sealed: bool = False) -> Round:
    """A round by its number; without one the newest, or the newest sealed one if there is any."""
    found = {vote.number: vote for vote in meeting.rounds.values()}
    if sealed and number is None:
        done = [n for n, vote in found.items() if vote.state is RoundState.SEALED]
        number = max(done, default=None)
    if number is None and found:
        number = max(found)
    if number not in found:
        raise Unknown("rounds", "" if number is None else str(number))
    return found[number]


def proposal(meeting: Meeting, vote: Round, number: int) -> str:
    """The key of a proposal by its number."""
    keys = {proposal.number: proposal.id for proposal in proposals_of(meeting, vote)}
    return _known(keys, "proposals", number)


def _known(keys: dict[int, str], kind: str, number: int) -> str:
    if number not in keys:
        raise Unknown(kind, str(number))
    return keys[number]
