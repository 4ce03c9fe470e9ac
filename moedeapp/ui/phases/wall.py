"""The wall of what was said, newest first: all of it, what is looked for, or one table's."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal

from moedeapp.model.board import by_lead, in_play, lead_of, theme_of
from moedeapp.model.changes import Change
from moedeapp.model.meeting import Colour, Idea, IdeaState, Meeting, numbered
from moedeapp.texts import _, field
from moedeapp.ui.desk import Desk
from moedeapp.ui.paper import Note, Sheets

ON_BOARD: Final = ""
PARKED: Final = "parked"
HIDDEN: Final = "hidden"
EVERY: Final = "every"
NO_TABLE: Final = "no table"
TABLE: Final = "table "
"""What can be looked at; a table by its number behind the word."""

_FEW: Final = 40
"""Up to so many changed ideas, each is put in its place by itself."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """Which ideas are wanted: where they are, and words or a number that they hold."""

    where: str = ON_BOARD
    words: str = ""

    def takes(self, idea: Idea) -> bool:
        """Whether an idea is among them."""
        return _is_there(idea, self.where) and (not self.words or self._said_in(idea))

    def _said_in(self, idea: Idea) -> bool:
        wanted = self.words.casefold()
        if wanted.isdecimal() and int(wanted) == idea.number:
            return True
        if idea.state is IdeaState.HIDDEN:
            return False
        return wanted in idea.text.casefold() or wanted in idea.words.casefold()


def _is_there(idea: Idea, where: str) -> bool:
    if idea.state is IdeaState.WAITING:
        return False  # it stands beside the wall until somebody has looked at it
    on_board = in_play(idea) or (idea.state is IdeaState.READY and not idea.masked)
    if where == PARKED:
        return idea.state is IdeaState.PARKED and not idea.masked
    if where == HIDDEN:
        return idea.masked or idea.state in (IdeaState.HIDDEN, IdeaState.WITHDRAWN)
    if where == EVERY:
        return True
    if where == NO_TABLE:
        return on_board and idea.table is None
    if where.startswith(TABLE):
        return on_board and idea.table == int(where.removeprefix(TABLE))
    return on_board


class Wall(Sheets):
    """Notes of the question in hand; one more idea costs one note. `grew` tells how many are here.

    It follows the meeting by its changes: what one idea does to others (merging, themes) is
    looked through anew, everything else is put where it belongs.
    """

    grew: Final = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__(field("ideas"))
        self._desk = desk
        self.lookup = Lookup()
        self._places: list[int] = []
        """numbers of the ideas on the wall, each below 0, so that the newest is first"""
        self._led: dict[str, int] = {}
        """how many others count as part of an idea"""

    def look_for(self, lookup: Lookup) -> None:
        """Show these ideas, and no others."""
        if lookup != self.lookup:
            self.lookup = lookup
            self.refresh(())

    def refresh(self, changes: Sequence[Change]) -> None:
        """Show what the meeting holds; without changes everything is looked through."""
        meeting = self._desk.state
        self.cover(meeting.stage.silent)
        before = len(self._places)
        if _alone(changes):
            for change in changes:
                if change.kind == "ideas":
                    self._put(change)
        else:
            notes = list(self._notes(meeting))
            self._places = [-note.idea.number for note in notes]
            self.follow(notes)
        if len(self._places) != before or not changes:
            self.grew.emit(len(self._places))

    def _put(self, change: Change) -> None:
        """Put one note in, show it as it is now, or take it away."""
        known = change.after or change.before
        assert isinstance(known, Idea)
        meeting = self._desk.state
        idea = meeting.ideas.get(change.key)
        at = bisect_left(self._places, -known.number)
        here = at < len(self._places) and self._places[at] == -known.number
        wanted = idea is not None and self._wants(idea)
        if idea is not None and wanted:
            note = note_of(meeting, idea, self._led)
            if here:
                self.notes.exchange(at, note)
            else:
                self._places.insert(at, -known.number)
                self.notes.insert(at, note)
        elif here:
            del self._places[at]
            self.notes.remove(at)

    def _wants(self, idea: Idea) -> bool:
        return idea.question == self._desk.question_key and self.lookup.takes(idea)

    def _notes(self, meeting: Meeting) -> Iterator[Note]:
        self._led = {key: len(group) - 1 for key, group in by_lead(meeting).items()}
        question = self._desk.question_key
        for idea in reversed(numbered(meeting.ideas)):
            if idea.question == question and self.lookup.takes(idea):
                yield note_of(meeting, idea, self._led)


def _alone(changes: Sequence[Change]) -> bool:
    """Whether each changed idea concerns its own note only."""
    if not changes or sum(change.kind == "ideas" for change in changes) > _FEW:
        return False
    return not any(
        change.kind in ("themes", "questions") or (change.kind == "ideas" and _concerns(change))
        for change in changes
    )


def _concerns(change: Change) -> bool:
    """Whether a changed idea changes how others look: it joins or leaves one, or a theme."""
    ties = {
        (row.merged_into, row.theme) if isinstance(row, Idea) else (None, None)
        for row in (change.before, change.after)
    }
    return len(ties) > 1


def note_of(meeting: Meeting, idea: Idea, led: dict[str, int]) -> Note:
    """An idea as its note."""
    theme = theme_of(meeting, idea)
    lead = lead_of(meeting.ideas, idea)
    return Note(
        idea,
        theme.colour if theme else Colour.YELLOW,
        led.get(idea.id, 0),
        theme.letter if theme else "",
        0 if lead is idea else lead.number,
    )


def views(meeting: Meeting) -> dict[str, str]:
    """What can be looked at, each with its words."""
    tables = sorted(table.number for table in meeting.tables.values())
    return {
        ON_BOARD: _("On the board"),
        PARKED: _("Parked"),
        HIDDEN: _("Hidden"),
        EVERY: _("All"),
        **{f"{TABLE}{n}": _("Table {number}").format(number=n) for n in tables},
        NO_TABLE: _("Without a table"),
    }
