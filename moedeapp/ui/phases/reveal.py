"""What the hall sees of a result, and the way to let it see more: one place, or all at once."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from moedeapp.model.ranking import Place
from moedeapp.texts import _
from moedeapp.ui.desk import Desk
from moedeapp.ui.labels import Button, announce, column, label, row

_ON = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right)


def further(ranks: Sequence[int], seen: int) -> int:
    """How many lines are seen after one more place; places that are shared come together.

    `ranks` are those of the list from the top, and `seen` counts lines from the last.
    """
    left = len(ranks) - seen
    if left <= 0:
        return len(ranks)
    return len(ranks) - list(ranks).index(ranks[left - 1])


def nearer(ranks: Sequence[int], seen: int) -> int:
    """How many lines are seen when the last place that was shown is hidden again."""
    if seen <= 0:
        return 0
    top = ranks[max(0, len(ranks) - seen)]
    return sum(rank > top for rank in ranks)


class Reveal(QFrame):
    """Buttons for the hall's sight of one result; the page's own list shows everything."""

    def __init__(self, desk: Desk, *, narrow: bool = False) -> None:
        super().__init__()
        self.setProperty("look", "bar")
        self._desk = desk
        self._round = ""
        self._ranks: list[int] = []
        self.words = label(look="strong", wrap=True)
        self.next = _Step(_("Show the next place"), self.go_on, "primary")
        self.all = _Step(_("Show all at once"), self.show_all)
        self.hide_again = _Hide(_("Hide it again"), self.hide_all, self.next.isEnabled)
        rest = row(self.all, self.hide_again, gap=8)
        buttons = column(self.next, rest, gap=8) if narrow else row(self.next, rest, 1, gap=8)
        column(self.words, buttons, gap=8, into=QVBoxLayout(self)).setContentsMargins(
            16, 10, 16, 12
        )

    def follow(self, round_key: str, listed: Sequence[Place], lines: int = 0) -> None:
        """Be about a sealed round; `lines` are those of a result that has no places."""
        self._round = round_key
        self._ranks = [place.rank for place in listed] or list(range(1, lines + 1))
        self.tell()

    @property
    def seen(self) -> int:
        """How many lines the hall sees, counted from the last."""
        return min(self._desk.showing.revealed(self._round), len(self._ranks))

    def tell(self) -> None:
        """Say what the hall sees now."""
        seen, all_ = self.seen, len(self._ranks)
        if seen == 0:
            words = _("The hall does not see the result yet.")
        elif seen == all_:
            words = _("The hall sees the whole result.")
        else:
            words = _("The hall sees the last {seen} of {all} proposals.").format(
                seen=seen, all=all_
            )
        if self._desk.showing.blank:
            words += " " + _("But the storskærm is blank now.")
        elif self._desk.showing.frozen:
            words += " " + _("But the storskærm is frozen now.")
        self.words.setText(words)
        self.next.setEnabled(seen < all_)
        self.all.setEnabled(seen < all_)
        self.hide_again.setEnabled(seen > 0)

    # --- acting

    def _reveal(self, lines: int) -> None:
        held = self.isAncestorOf(self.window().focusWidget() or self.window())
        self._desk.showing.reveal(self._round, lines)
        self.tell()
        announce(self, self.words.text())
        if held and not self.next.isEnabled():
            self.hide_again.setFocus(Qt.FocusReason.OtherFocusReason)
        elif held and not self.hide_again.isEnabled():
            self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """Let the hall see one more place."""
        self._reveal(further(self._ranks, self.seen))

    def go_back(self) -> None:
        """Hide the place that was shown last."""
        self._reveal(nearer(self._ranks, self.seen))

    def show_all(self) -> None:
        """Let the hall see everything."""
        self._reveal(len(self._ranks))

    def hide_all(self) -> None:
        """Let the hall see nothing of the result."""
        self._reveal(0)

    def take(self, event: QKeyEvent) -> bool:
        """Act on a key that reveals; whether it is one."""
        if self.isHidden() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.key() in _ON:
            if not event.isAutoRepeat() and self.next.isEnabled():
                self.go_on()
            return True
        if event.key() == Qt.Key.Key_Left:
            if not event.isAutoRepeat() and self.seen:
                self.go_back()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Reveal by key while one of the buttons is stood on."""
        if not self.take(event):
            super().keyPressEvent(event)


class _Step(Button):
    """A button that leaves the arrows to the side to what holds it."""

    def __init__(self, text: str, act: Callable[[], None], look: str = "") -> None:
        super().__init__(text)
        self.setProperty("look", look)
        self.setAccessibleName(text)
        self.setAutoDefault(False)
        self.clicked.connect(lambda: act())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
            return
        super().keyPressEvent(event)


class _Hide(_Step):
    """The way back, where the focus lands when the last place is shown.

    One Enter too many must not take the result from the hall, so there it does nothing.
    """

    def __init__(self, text: str, act: Callable[[], None], more: Callable[[], bool]) -> None:
        super().__init__(text, act)
        self._more = more

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it, by Enter only while there is more to show."""
        if event.key() not in _ON or self._more():
            super().keyPressEvent(event)
