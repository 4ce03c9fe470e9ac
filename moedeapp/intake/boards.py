"""Boards of other programs: scrumlr and Trello. Their columns become themes.

Authors, members, votes and times are not read: a meeting needs the words, not who wrote them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from moedeapp.intake.arrivals import Arrivals, arrivals, idea_words, told_count, told_names
from moedeapp.intake.decoding import verbatim
from moedeapp.intake.problems import Notice, Problem
from moedeapp.intake.sheets import Sheet
from moedeapp.model.commands.ideas import Incoming
from moedeapp.model.errors import CannotRead

T = TypeVar("T")

_SCRUMLR: Final = ("note_id", "text", "column", "stack")
_NO_STACK: Final = ("", "null")


@dataclass(frozen=True, slots=True)
class _Note:
    """A note of a board; `stack` is the id of the note it lies on."""

    id: str
    words: str
    theme: str
    source: str
    stack: str | None = None


def from_json(path: Path, text: str) -> Arrivals:
    """The ideas on an exported board; CannotRead for JSON of any other shape."""
    data = _parsed(path, text)
    if isinstance(data, dict) and _are_lists(data, "columns", "notes"):
        return _from_scrumlr(path, data)
    if isinstance(data, dict) and _are_lists(data, "lists", "cards"):
        return _from_trello(path, data)
    raise CannotRead(path, Problem.UNKNOWN_JSON)


def is_scrumlr(sheet: Sheet) -> bool:
    """Whether a table has the headings that scrumlr writes."""
    return set(_SCRUMLR) <= set(sheet.columns)


def from_scrumlr_sheet(sheet: Sheet) -> Arrivals:
    """The ideas in scrumlr's table of notes."""
    at = [sheet.columns.index(name) for name in _SCRUMLR]
    notes = []
    for row in sheet.rows:
        key, words, theme, stack = (row.cells[index] for index in at)
        notes.append(
            _Note(
                id=key,
                words=idea_words(sheet.path, words, row.line),
                theme=theme.strip(),
                source=f"{sheet.path.name}:{row.line}",
                stack=None if stack in _NO_STACK else stack,
            )
        )
    unread = (name for name in sheet.columns if name not in _SCRUMLR)
    brought = _stacked(sheet.path, notes)
    return Arrivals(brought.ideas, (*brought.told, *told_names(Notice.COLUMNS_NOT_READ, unread)))


def _from_scrumlr(path: Path, data: Mapping[str, Any]) -> Arrivals:
    board = _Board(path)
    titles = {
        board.text(column, "id", "columns"): board.text(column, "name", "columns").strip()
        for column in data["columns"]
    }
    return _stacked(path, [_scrumlr_note(board, titles, note) for note in data["notes"]])


def _scrumlr_note(board: "_Board", titles: Mapping[str, str], note: object) -> _Note:
    key = board.text(note, "id", "notes")
    position = board.field(note, "position", dict, key)
    column = board.text(position, "column", key)
    if column not in titles:
        raise board.bad("column", key)
    stack = position.get("stack")
    return _Note(
        id=key,
        words=idea_words(board.path, board.text(note, "text", key)),
        theme=titles[column],
        source=f"{board.path.name}:{key}",
        stack=None if stack is None else board.text(position, "stack", key),
    )


def _stacked(path: Path, notes: Sequence[_Note]) -> Arrivals:
    """Notes as ideas, each part of the one it lies on; a note without words holds nothing."""
    by_id = {note.id: note for note in notes}
    for note in notes:
        _check_stack(path, note, by_id)
    kept = [note for note in notes if note.words.strip()]
    index = {note.id: number for number, note in enumerate(kept)}
    ideas = (
        Incoming(
            words=note.words,
            theme=note.theme,
            part_of=None if note.stack is None else index.get(note.stack),
            source=note.source,
        )
        for note in kept
    )
    return arrivals(path, ideas, told_count(Notice.ROWS_WITHOUT_WORDS, len(notes) - len(kept)))


def _check_stack(path: Path, note: _Note, by_id: Mapping[str, _Note]) -> None:
    passed = {note.id}
    below = note.stack
    while below is not None:
        if below in passed or below not in by_id:
            values = {"item": note.id, "stack": note.stack or ""}
            raise CannotRead(path, Problem.BAD_STACK, values=values)
        passed.add(below)
        below = by_id[below].stack


@dataclass(frozen=True, slots=True)
class _Card:
    """A card of Trello and the list it lies in."""

    idea: Incoming
    list: str
    archived: bool


def _from_trello(path: Path, data: Mapping[str, Any]) -> Arrivals:
    """Cards by list and position; what was archived is left out and counted."""
    board = _Board(path)
    lists = {board.text(each, "id", "lists"): each for each in board.ordered(data, "lists")}
    titles = {key: board.text(each, "name", key).strip() for key, each in lists.items()}
    shown = [key for key, each in lists.items() if not board.archived(each, key)]
    cards = [_trello_card(board, titles, each) for each in board.ordered(data, "cards")]
    current = [card for card in cards if card.list in shown and not card.archived]
    current.sort(key=lambda card: shown.index(card.list))
    ideas = [card.idea for card in current if card.idea.words.strip()]
    return arrivals(
        path,
        ideas,
        told_count(Notice.ARCHIVED_LISTS, len(lists) - len(shown))
        + told_count(Notice.ARCHIVED_CARDS, len(cards) - len(current))
        + told_count(Notice.ROWS_WITHOUT_WORDS, len(current) - len(ideas)),
    )


def _trello_card(board: "_Board", titles: Mapping[str, str], card: object) -> _Card:
    """A card as an idea; its description follows its name on a new line."""
    key = board.text(card, "id", "cards")
    place = board.text(card, "idList", key)
    if place not in titles:
        raise board.bad("idList", key)
    parts = (board.text(card, "name", key), board.text(card, "desc", key, ""))
    words = "\n".join(part for part in parts if part.strip())
    idea = Incoming(
        words=idea_words(board.path, words),
        theme=titles[place],
        source=f"{board.path.name}:{key}",
    )
    return _Card(idea, place, board.archived(card, key))


@dataclass(frozen=True, slots=True)
class _Board:
    """The file a board came in; fields are of the right kind, or CannotRead says which is not.

    `where` is what the error names: the id of the item, or its list while the id is not known.
    """

    path: Path

    def field(
        self, item: object, name: str, kind: type[T], where: str, default: T | None = None
    ) -> T:
        value = item.get(name, default) if isinstance(item, dict) else None
        if not isinstance(value, kind):
            raise self.bad(name, where)
        return value

    def text(self, item: object, name: str, where: str, default: str | None = None) -> str:
        return verbatim(self.path, self.field(item, name, str, where, default))

    def archived(self, item: object, where: str) -> bool:
        return self.field(item, "closed", bool, where, False)

    def ordered(self, data: Mapping[str, Any], name: str) -> list[object]:
        return sorted(data[name], key=lambda item: self.place(item, name))

    def place(self, item: object, where: str) -> int | float:
        value = item.get("pos", 0) if isinstance(item, dict) else None
        if not isinstance(value, int | float):
            raise self.bad("pos", where)
        return value

    def bad(self, name: str, where: str) -> CannotRead:
        return CannotRead(self.path, Problem.BAD_FIELD, values={"field": name, "item": where})


def _parsed(path: Path, text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise CannotRead(path, Problem.BROKEN_JSON, error.lineno) from error
    except (RecursionError, ValueError) as error:
        # Nested too deeply, or a number of thousands of digits.
        raise CannotRead(path, Problem.BROKEN_JSON) from error


def _are_lists(data: Mapping[str, Any], *names: str) -> bool:
    return all(isinstance(data.get(name), list) for name in names)
