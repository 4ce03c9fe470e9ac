"""The phase Ideas: one big line, one key per idea, and the wall of what was said."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from moedeapp.model.board import by_lead, theme_of
from moedeapp.model.changes import Change
from moedeapp.model.commands import evening, ideas
from moedeapp.model.meeting import Colour, Idea, Meeting, numbered
from moedeapp.model.similar import Index
from moedeapp.texts import _, field
from moedeapp.ui import theme
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Line, Number
from moedeapp.ui.labels import button, column, label, row
from moedeapp.ui.paper import Note, Sheets, origin
from moedeapp.ui.phases.page import Asked, Page, empty, panel
from moedeapp.ui.phases.single_idea import SingleIdea

_SHORTEST_HINT = 4
"""Letters before a typed idea is compared with the others."""


class IdeasPage(Page):
    """Takes ideas in and shows them newest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._index = Index()
        self._indexed: dict[str, str] = {}
        self._asked = Asked(desk)
        self.line = Line(_("New idea"), hint=_("Write what is said, and press Enter"), look="big")
        self.line.returnPressed.connect(self._add)
        self.line.textChanged.connect(self._compare)
        self.table = Number(field("table"), most=500, nothing=_("no table"))
        self.table.setPrefix(f"{field('table')} ")
        self.table.setFixedSize(132, 60)
        add = button(_("Add"), self._add, "primary", key="⏎")
        add.setFixedHeight(60)
        self._hint = label(look="quiet")
        self._hint.setMinimumHeight(22)
        self.wall = Sheets(field("ideas"))
        self.wall.selectionModel().selectionChanged.connect(self._chosen)
        self.wall.customContextMenuRequested.connect(self._menu)
        self._empty = empty(
            _("No ideas yet. Write the first one above, just as it was said, and press Enter.")
        )
        self._single = SingleIdea(desk, self.wall)
        self._silence = button(_("Begin the silent phase"), self._turn_silence)
        self._silence_words = label(look="quiet", wrap=True)

        left = column(
            self._asked,
            row(self.line, self.table, add, gap=10),
            self._hint,
            self.wall,
            self._empty,
            1,
            gap=10,
        )
        left.setStretchFactor(self.wall, 1000)
        left.setContentsMargins(theme.MARGIN, 22, 16, 8)
        side = panel(self._single, self._silence_words, self._silence)
        self._single.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        whole = row(left, side, gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def begin(self) -> None:
        """Be ready to type."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of this page."""
        return [
            ("Enter", _("add what is typed")),
            ("Ctrl+A", _("choose all notes")),
        ]

    # --- following the meeting

    def refresh(self, changes: Sequence[Change]) -> None:
        """Show the wall, newest first."""
        self._asked.refresh()
        self._follow_index()
        notes = wall_of(self.state, self.desk.question_key)
        self.wall.follow(notes)
        self.wall.setVisible(bool(notes))
        self._empty.setVisible(not notes)
        self._single.refresh()
        silent = self.state.stage.silent
        self._silence.setText(_("End the silent phase") if silent else _("Begin the silent phase"))
        self._silence.setAccessibleName(self._silence.text())
        self._silence_words.setText(
            _("Everybody writes in silence. What you type is shown when the silence ends.")
            if silent
            else ""
        )
        self._silence_words.setVisible(silent)

    def _follow_index(self) -> None:
        """Keep the index of words at what the meeting holds; costs what differs."""
        asked = self.desk.question_key
        wanted = {
            idea.id: idea.text
            for idea in self.state.ideas.values()
            if not idea.masked and idea.question == asked
        }
        for key in self._indexed.keys() - wanted.keys():
            self._index.remove(key)
        for key, text in wanted.items():
            if key not in self._indexed:
                self._index.add(key, text)
            elif self._indexed[key] != text:
                self._index.replace(key, text)
        self._indexed = wanted

    # --- typing

    def _add(self) -> None:
        words = self.line.text()
        if not words.strip():
            return
        command = ideas.add(
            words, question=self.desk.question_key, table=self.table.value() or None
        )
        if self.desk.do(command):
            self.line.clear()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _compare(self, text: str) -> None:
        hints = self._index.alike(text, limit=1) if len(text.strip()) >= _SHORTEST_HINT else []
        alike = self.state.ideas.get(hints[0].key) if hints else None
        self._hint.setText(_alike(alike, self._hint) if alike else "")

    # --- choosing

    def _chosen(self) -> None:
        self._single.refresh()

    def _menu(self, at: QPoint) -> None:
        menu = self._single.menu(self)
        menu.exec(self.wall.viewport().mapToGlobal(at))
        menu.deleteLater()

    def _turn_silence(self) -> None:
        silent = self.state.stage.silent
        self.desk.do(evening.end_silence() if silent else evening.start_silence())


def _alike(idea: Idea, where: QLabel) -> str:
    """The sentence about an idea much like the one that is typed."""
    said = _("Looks like no. {number}: “{words}”").format(number=idea.number, words=idea.text)
    if origin(idea):
        said += f" ({origin(idea)})"
    return where.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, where.width())


def wall_of(meeting: Meeting, question: str | None) -> list[Note]:
    """The notes of a question, newest first, merged ones by themselves."""
    merged = {key: len(group) - 1 for key, group in by_lead(meeting).items()}
    notes = []
    for idea in reversed(numbered(meeting.ideas)):
        if idea.question == question:
            theme_here = theme_of(meeting, idea)
            colour, letter = Colour.YELLOW, ""
            if theme_here:
                colour, letter = theme_here.colour, theme_here.letter
            notes.append(Note(idea, colour, merged.get(idea.id, 0), letter))
    return notes
