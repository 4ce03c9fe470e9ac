"""Suggested themes, one at a time, each with its reasons."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from moedeapp.model.board import in_play, theme_of
from moedeapp.model.commands import themes
from moedeapp.model.meeting import Idea, numbered
from moedeapp.model.similar import Suggestion, suggest_themes
from moedeapp.texts import _, capital
from moedeapp.texts import ideas as ideas_in_words
from moedeapp.ui.desk import Desk
from moedeapp.ui.labels import button, column, label, row
from moedeapp.ui.phases.page import scrolled

_HEIGHT = 132
"""Pixels for the ideas of a suggestion; a longer list scrolls."""


class Suggestions(QFrame):
    """A theme that may be one; taken or refused, it makes room for the next."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("look", "maybe")
        self._desk = desk
        self._waiting: list[Suggestion] = []
        self._refused: set[frozenset[str]] = set()
        self._head = label(look="strong", wrap=True)
        self._left = label(look="small")
        self._list = label(wrap=True)
        inside = QWidget()
        column(self._list, 1, into=QVBoxLayout(inside))
        self._scroll = scrolled(inside)
        take = button(_("Accept"), self.take, "primary")
        refuse = button(_("Dismiss"), self.refuse)
        stop = button(_("Stop suggesting"), self.stop, "plain")
        top = row(self._head, self._left, take, refuse, stop, gap=8)
        top.setStretch(0, 1)
        laid = column(top, self._scroll, gap=6, into=QVBoxLayout(self))
        laid.setContentsMargins(14, 10, 12, 10)
        self.hide()

    def look(self) -> None:
        """Look among the loose ideas, and show the surest suggestion first."""
        meeting, question = self._desk.state, self._desk.question_key
        loose = [
            (idea.id, idea.text)
            for idea in numbered(meeting.ideas)
            if idea.question == question
            and in_play(idea)
            and idea.merged_into is None
            and theme_of(meeting, idea) is None
        ]
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            found = suggest_themes(loose)
        finally:
            QGuiApplication.restoreOverrideCursor()
        self._waiting = [each for each in found if frozenset(each.keys) not in self._refused]
        if not self._waiting:
            self._desk.told.emit(_("No loose ideas look enough alike to be a theme."))
        self._show()

    def refresh(self) -> None:
        """Leave out what has found a theme in the meantime."""
        if self._waiting:
            self._waiting = [each for each in self._waiting if len(self._loose(each)) > 1]
            self._show()

    def _loose(self, suggestion: Suggestion) -> list[Idea]:
        meeting = self._desk.state
        found = (meeting.ideas.get(key) for key in suggestion.keys)
        return [
            idea for idea in found if idea and in_play(idea) and theme_of(meeting, idea) is None
        ]

    def _show(self) -> None:
        self.setVisible(bool(self._waiting))
        if not self._waiting:
            return
        first = self._waiting[0]
        ideas = self._loose(first)
        self._head.setText(_("Perhaps a theme: {words}").format(words=", ".join(first.words)))
        self._left.setText(ideas_in_words(len(ideas)))
        self._list.setText("\n".join(_line(idea, first.why.get(idea.id, ())) for idea in ideas))
        self._scroll.setFixedHeight(_HEIGHT)

    def take(self) -> None:
        """Make the theme, with the words the ideas share as its title."""
        first = self._waiting[0]
        keys = [idea.id for idea in self._loose(first)]
        title = capital(", ".join(first.words))
        if self._desk.do(themes.add(title, ideas=keys, question=self._desk.question_key)):
            self._waiting.pop(0)
            self._show()

    def refuse(self) -> None:
        """Do without this one; it does not come back in this window."""
        self._refused.add(frozenset(self._waiting.pop(0).keys))
        self._show()

    def stop(self) -> None:
        """Show no more suggestions."""
        self._waiting = []
        self._show()


def _line(idea: Idea, why: tuple[str, ...]) -> str:
    """An idea with what ties it to the rest."""
    said = f"{idea.number}  {' '.join(idea.text.split())}"
    return said + " – " + _("because of {words}").format(words=", ".join(why)) if why else said
