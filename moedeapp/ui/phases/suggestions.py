"""Suggested themes, one at a time, each with its reasons."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from moedeapp.model.board import in_play, theme_of
from moedeapp.model.meeting import Idea, numbered
from moedeapp.model.similar import Suggestion, suggest_themes
from moedeapp.texts import _, capital, listed
from moedeapp.texts import ideas as ideas_in_words
from moedeapp.ui.board.acts import Acts
from moedeapp.ui.board.overlay import Overlay
from moedeapp.ui.errand import Errand
from moedeapp.ui.labels import button, column, label, row
from moedeapp.ui.scrolling import scrolled

_WIDTH: Final = 420
_LISTED: Final = 132
"""Pixels for the ideas of a suggestion beside the list; more of them scroll."""

_SHARED: Final = 6
"""Shared words that are named at most."""


class Suggestions(Overlay):
    """A theme that may be one; taken or refused, it makes room for the next.

    `turned` tells that another suggestion, or none, is to be seen on the board.
    """

    turned: Final = Signal()

    def __init__(self, acts: Acts, parent: QWidget) -> None:
        super().__init__(parent)
        self._acts = acts
        self._desk = acts.desk
        self._waiting: list[Suggestion] = []
        self._refused: set[frozenset[str]] = set()
        self._places: dict[str, tuple[float, float]] = {}
        self._done = 0
        self._wanted = False
        self._errand = Errand(self)
        self._errand.done.connect(self._found)
        self._errand.failed.connect(self._failed)
        self.head = label(look="strong", wrap=True)
        self.why = label(look="small", wrap=True)
        self.list = label(wrap=True)
        inside = QWidget()
        column(self.list, 1, into=QVBoxLayout(inside))
        self._scroll = scrolled(inside)
        self._scroll.setFixedHeight(_LISTED)
        self.accept = button(_("Accept"), self.take, "primary", key="⏎")
        self.dismiss = button(_("Dismiss"), self.refuse, key="Del")
        self._stop = button(_("Stop"), self.leave, "plain")
        self._left = label(look="small")
        buttons = row(self.accept, self.dismiss, self._stop, 1, self._left, gap=6)
        self._laid = column(
            self.head, self.why, self._scroll, buttons, gap=6, into=QVBoxLayout(self)
        )  # fmt: skip
        self._laid.setContentsMargins(14, 10, 12, 10)
        self.setFixedWidth(_WIDTH)
        self.as_list = False

    # --- the one in hand

    @property
    def first(self) -> Suggestion | None:
        """The suggestion that is to be seen."""
        return self._waiting[0] if self._waiting else None

    @property
    def title(self) -> str:
        """What the suggested theme would be called."""
        return capital(", ".join(self.first.words)) if self.first else ""

    @property
    def keys(self) -> list[str]:
        """Its ideas that are still loose."""
        return [idea.id for idea in self._loose(self.first)] if self.first else []

    @property
    def running(self) -> bool:
        """Whether it is being looked for."""
        return self._errand.running

    def look(self) -> None:
        """Look among the loose ideas, beside the window, and show the surest suggestion first."""
        if self._errand.running:
            return
        meeting, question = self._desk.state, self._desk.question_key
        loose = [
            (idea.id, idea.text)
            for idea in numbered(meeting.ideas)
            if idea.question == question
            and in_play(idea)
            and idea.merged_into is None
            and theme_of(meeting, idea) is None
        ]
        self._wanted = True
        self._waiting = []
        self._show()
        self._errand.start(_work(loose))

    def _found(self, found: list[Suggestion]) -> None:
        if not self._wanted:
            return
        self._waiting = [each for each in found if frozenset(each.keys) not in self._refused]
        self._done = 0
        if not self._waiting:
            self.leave()
            self._desk.told.emit(_("No loose ideas look enough alike to be a theme."))
            return
        ideas = self._desk.state.ideas
        self._places = {
            key: (ideas[key].x, ideas[key].y)
            for each in self._waiting
            for key in each.keys
            if key in ideas
        }
        self._show_next()

    def _failed(self, error: Exception) -> None:
        self.leave()
        raise error

    def refresh(self) -> None:
        """Leave out what has found a theme in the meantime."""
        if self._waiting:
            self._waiting = [each for each in self._waiting if len(self._loose(each)) > 1]
            self._show()

    def _loose(self, suggestion: Suggestion) -> list[Idea]:
        meeting = self._desk.state
        found = (meeting.ideas.get(key) for key in suggestion.keys)
        return [
            idea
            for idea in found
            if idea
            and in_play(idea)
            and idea.merged_into is None
            and theme_of(meeting, idea) is None
            # Somebody who moves a note away does not want it here.
            and self._places.get(idea.id) == (idea.x, idea.y)
        ]

    def _show(self) -> None:
        first = self.first
        for part in (self.accept, self.dismiss, self.why, self._left):
            part.setVisible(first is not None)
        self.head.setVisible(first is None or self.as_list)
        self._scroll.setVisible(first is not None and self.as_list)
        if first is None:
            self.head.setText(_("Looking for ideas that are alike …"))
            self.setVisible(self._wanted)
        else:
            self._describe(first)
            self.open_up()
        self.setFixedHeight(self._laid.heightForWidth(_WIDTH))
        self.turned.emit()

    def _show_next(self) -> None:
        """Show another suggestion, and be ready for the answer unless somebody is typing."""
        self._show()
        if not isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit):
            self.accept.setFocus(Qt.FocusReason.OtherFocusReason)

    def _describe(self, first: Suggestion) -> None:
        ideas = self._loose(first)
        self.head.setText(
            _("Perhaps a theme: {words}").format(words=", ".join(first.words))
            + f"  ·  {ideas_in_words(len(ideas))}"
        )
        shared = dict.fromkeys(word for idea in ideas for word in first.why.get(idea.id, ()))
        words = listed([f"“{word}”" for word in [*shared][:_SHARED]])
        self.why.setText(_("Because these words come again: {words}").format(words=words))
        all_ = self._done + len(self._waiting)
        self._left.setText(_("{n} of {all}").format(n=self._done + 1, all=all_))
        self.list.setText("\n".join(_line(idea, first.why.get(idea.id, ())) for idea in ideas))
        self.setAccessibleName(f"{self.head.text()}. {self.why.text()}")
        self.accept.setAccessibleDescription(self.accessibleName())

    # --- deciding

    def take(self) -> None:
        """Make the theme where it is seen, with the words the ideas share as its title."""
        if self.first is None:
            return
        scene = self._acts.scene
        room = scene.maybe.box if scene.maybe else scene.free_room(len(self.keys))
        if self._acts.new_theme_at(self.title, self.keys, (room.x, room.y)):
            self._next()

    def refuse(self) -> None:
        """Do without this one; it does not come back in this window."""
        if self.first is not None:
            self._refused.add(frozenset(self.first.keys))
            self._next()

    def _next(self) -> None:
        self._waiting.pop(0)
        self._done += 1
        if self._waiting:
            self._show_next()
        else:
            self.leave()
            self._desk.told.emit(_("That was the last suggestion."))

    def leave(self) -> None:
        """Show no more suggestions, and take none that is still looked for."""
        self._wanted = False
        self._waiting = []
        super().leave()
        self.turned.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is the button in hand, Delete dismisses, Esc stops."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.refuse()
        else:
            super().keyPressEvent(event)

    def wait(self) -> None:
        """Return when nothing is looked for any more."""
        self._wanted = False
        self._errand.wait()


def _work(loose: list[tuple[str, str]]) -> Callable[[], list[Suggestion]]:
    return lambda: suggest_themes(loose)


def _line(idea: Idea, why: tuple[str, ...]) -> str:
    """An idea with what ties it to the rest."""
    said = f"{idea.number}  {' '.join(idea.text.split())}"
    return said + " – " + _("because of {words}").format(words=", ".join(why)) if why else said
