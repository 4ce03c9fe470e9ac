"""What waits to be seen by the hall: one idea in focus, one key each."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QVBoxLayout, QWidget

from moedeapp.model.commands import ideas
from moedeapp.model.draft import Command
from moedeapp.model.meeting import Idea, IdeaState, Reason
from moedeapp.texts import _, ngettext
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import holds_keyboard
from moedeapp.ui.labels import button, column, label, loosened, row
from moedeapp.ui.paper import origin
from moedeapp.ui.phases.reasons import Reasons
from moedeapp.ui.phases.tally import Tally
from moedeapp.ui.scrolling import scrolled

_IN_SIGHT: Final = 12
"""Most cards at a time; the next ones come as these are dealt with."""


class Review(QWidget):
    """Cards of what waits, the first received first; `emptied` when the last was dealt with."""

    emptied: Final = Signal()

    def __init__(self, desk: Desk, tally: Tally) -> None:
        super().__init__()
        self._desk = desk
        self._tally = tally
        self._cards: dict[str, Card] = {}
        self._current: str | None = None
        self._empty = label(
            _("Nothing waits. What phones and tables send stands here until you have seen it."),
            "quiet",
            wrap=True,
        )
        self._more = label(look="quiet", wrap=True)
        inside = QWidget()
        self._list = column(gap=10, into=QVBoxLayout(inside))
        self._list.setContentsMargins(0, 0, 6, 0)
        self._list.addStretch(1)
        self.area = scrolled(inside)
        whole = column(self._empty, self.area, self._more, 1, gap=8, into=QVBoxLayout(self))
        whole.setStretchFactor(self.area, 1000)

    # --- following the meeting

    def follow(self) -> None:
        """Show the first of those that wait."""
        held = self._desk.state.ideas
        # The tally hears of an act a moment later than the meeting has it.
        waiting = [
            idea
            for key in self._tally.keys(IdeaState.WAITING)
            if (idea := held.get(key)) is not None and idea.state is IdeaState.WAITING
        ]
        self._show(waiting[:_IN_SIGHT])
        more = max(0, len(waiting) - _IN_SIGHT)
        self._more.setText(ngettext("and {n} more", "and {n} more", more).format(n=more))
        self._more.setVisible(more > 0)
        self._empty.setVisible(not waiting)
        self.area.setVisible(bool(waiting))

    def _show(self, waiting: Sequence[Idea]) -> None:
        """Have a card for each of these; the keyboard goes on from one that is gone."""
        before, keys = list(self._cards), [idea.id for idea in waiting]
        left = next((key for key in before if holds_keyboard(self._cards[key])), None)
        for at, idea in enumerate(waiting):
            if idea.id not in self._cards:
                self._cards[idea.id] = Card(self._desk, self)
                self._list.insertWidget(at, self._cards[idea.id])
                self._cards[idea.id].show()  # or the keyboard could not go there yet
            self._cards[idea.id].follow(idea)
        if left is not None and left not in keys:
            self._go_on(before[before.index(left) :], keys)
        for key in [key for key in before if key not in keys]:
            gone = self._cards.pop(key)
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._cards = {key: self._cards[key] for key in keys}
        self._mark()

    def _go_on(self, later: Sequence[str], keys: Sequence[str]) -> None:
        """Stand on what came after a card that goes, else on the last there is."""
        rest = [key for key in later if key in keys] or list(keys[-1:])
        if rest:
            self._focus(rest[0])
        else:
            self._current = None
            self.emptied.emit()

    def _mark(self) -> None:
        """Let the keyboard reach one card, and go on from there with arrows."""
        if self._current not in self._cards:
            self._current = next(iter(self._cards), None)
        for key, card in self._cards.items():
            card.be_current(key == self._current)

    # --- going about

    def begin(self) -> bool:
        """Stand on the card in focus; whether there is one."""
        self._mark()
        if self._current is None:
            return False
        self._cards[self._current].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def stand_on(self, key: str) -> None:
        """Let a card be the one in focus."""
        self._current = key
        self._mark()

    def step(self, key: str, by: int) -> None:
        """Go to the next card, or the one before."""
        order = list(self._cards)
        at = order.index(key) + by
        if 0 <= at < len(order):
            self._focus(order[at])

    def _focus(self, key: str) -> None:
        self.stand_on(key)
        self._cards[key].setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(self._cards[key])

    def act(self, key: str, command: Command[None]) -> None:
        """Deal with a card; the keyboard goes on to the next, which the next key may meet."""
        if key in self._cards and self._desk.do(command):
            self.follow()


class Card(QFrame):
    """One idea that waits: all its words, and what can be done with it."""

    def __init__(self, desk: Desk, review: Review) -> None:
        super().__init__()
        self._desk = desk
        self._review = review
        self._key = ""
        self._before: QWidget | None = None
        self.setProperty("look", "waiting")
        self._words = label(wrap=True)
        self._foot = label(look="small", wrap=True)
        self.reasons = Reasons()
        letters = desk.settings.letter_keys
        self._acts: list[QPushButton] = [
            button(words, act, "small", key=key if letters else "")
            for words, act, key in (
                (_("Show"), self.show_it, "V"),
                (_("Hide"), self.ask_why, "S"),
                (_("Park"), self.park_it, "P"),
            )
        ]
        self._deeds = QWidget()
        self._deeds.setLayout(row(*self._acts, 1, gap=6))
        column(
            self._words, self._foot, self._deeds, self.reasons, gap=6, into=QVBoxLayout(self)
        ).setContentsMargins(12, 9, 10, 10)

    def follow(self, idea: Idea) -> None:
        """Show an idea."""
        self._key = idea.id
        self._words.setText(loosened(idea.text))
        said = [_("No. {number}").format(number=idea.number), origin(idea)]
        questions = self._desk.state.questions
        if len(questions) > 1:
            said.append(_("question {n}").format(n=questions[idea.question].position))
        self._foot.setText(" · ".join(part for part in said if part))
        self.setAccessibleName(f"{idea.text} ({self._foot.text()})")
        for act in self._acts:
            words = act.accessibleName().split(":")[0]
            act.setAccessibleName(f"{words}: {_('No. {number}').format(number=idea.number)}")

    def be_current(self, current: bool) -> None:
        """Let the keyboard stop here, or pass."""
        # Never by a click: it would reach the card through its buttons, and take the keyboard
        # from who is typing.
        policy = Qt.FocusPolicy.TabFocus if current else Qt.FocusPolicy.NoFocus
        for part in (self, *self._acts):
            part.setFocusPolicy(policy)

    # --- acting

    def show_it(self) -> None:
        """Let the hall see it."""
        self._review.act(self._key, ideas.show(self._key))

    def park_it(self) -> None:
        """Put it on the parking list."""
        self._review.act(self._key, ideas.park(self._key))

    def ask_why(self) -> None:
        """Ask for the reason, and hide it."""
        self._review.stand_on(self._key)
        self._before = QApplication.focusWidget()
        self._deeds.hide()
        self.reasons.ask(_("Hide it. Why?"), self._hide_it, self._stay)
        self._review.area.ensureWidgetVisible(self.reasons)

    def _hide_it(self, reason: Reason) -> None:
        self._stay()
        self._review.act(self._key, ideas.hide(self._key, reason=reason))

    def _stay(self) -> None:
        """Give the keyboard back to who had it: somebody may be typing."""
        self._deeds.show()
        before, self._before = self._before, None
        elsewhere = before is not None and not self.isAncestorOf(before)
        (before if before is not None and elsewhere else self).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """V shows, S hides, P parks; arrows go between the cards."""
        letters: dict[int, Callable[[], None]] = {
            Qt.Key.Key_V: self.show_it, Qt.Key.Key_S: self.ask_why, Qt.Key.Key_P: self.park_it,
        }  # fmt: skip
        arrows: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Down: partial(self._review.step, self._key, 1),
            Qt.Key.Key_Up: partial(self._review.step, self._key, -1),
        }
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )  # fmt: skip
        act = arrows.get(event.key())
        if act is None and self._desk.settings.letter_keys and self.reasons.isHidden():
            act = letters.get(event.key())
        if act is None or not plain:
            super().keyPressEvent(event)
        else:
            act()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the words asks for the keyboard."""
        super().mousePressEvent(event)
        self._review.stand_on(self._key)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Be the card in focus."""
        super().focusInEvent(event)
        self._review.stand_on(self._key)
