"""The note in hand beside the board: all its words, what it holds, and what can be done with it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from moedeapp.model.meeting import Idea, numbered
from moedeapp.texts import _
from moedeapp.ui import theme
from moedeapp.ui.board.acts import Acts
from moedeapp.ui.board.overlay import Overlay
from moedeapp.ui.labels import button, clear, column, label, row
from moedeapp.ui.paper import origin
from moedeapp.ui.phases.single_idea import SingleIdea
from moedeapp.ui.scrolling import scrolled


class OpenedNote(Overlay):
    """Follows what is chosen, so that arrows go on reading."""

    def __init__(self, acts: Acts, back: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._acts = acts
        self.single = _Single(acts, back)
        self._close = button(_("Close"), self.leave, "plain")
        self._parts_head = label(_("It also holds"), "strong")
        self._parts = QVBoxLayout()
        self._parts.setSpacing(6)
        inside = QWidget()
        held = column(self.single, self._parts_head, self._parts, gap=8, into=QVBoxLayout(inside))
        held.setStretch(0, 1)
        self.setFixedWidth(theme.PANEL)
        laid = column(
            row(label(_("The chosen note"), "section"), 1, self._close),
            scrolled(inside),
            gap=8,
            into=QVBoxLayout(self),
        )
        laid.setContentsMargins(18, 12, 14, 14)
        acts.choice.changed.connect(self.refresh)

    def begin(self) -> None:
        """Open."""
        self.open_up()
        self.refresh()
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that stand on the buttons."""
        letters = {
            Qt.Key.Key_V: self.single.show_chosen,
            Qt.Key.Key_P: self.single.park_chosen,
            Qt.Key.Key_S: self.single.ask_to_hide,
        }
        act = letters.get(Qt.Key(event.key())) if self._acts.desk.settings.letter_keys else None
        if event.key() == Qt.Key.Key_F2:
            act = self.single.edit_chosen
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        if act is not None and plain and self.single.reasons.isHidden():
            act()
        else:
            super().keyPressEvent(event)

    def refresh(self) -> None:
        """Show the note as it is now."""
        if self.isHidden():
            return
        self.single.refresh()
        notes = self._acts.notes
        held = self._held_by(notes[0]) if len(notes) == 1 else []
        clear(self._parts)
        for idea in held:
            self._parts.addWidget(self._part(idea))
        self._parts_head.setVisible(bool(held))

    def _held_by(self, key: str) -> list[Idea]:
        ideas = self._acts.desk.state.ideas
        return [idea for idea in numbered(ideas) if idea.merged_into == key]

    def _part(self, idea: Idea) -> QWidget:
        said = QWidget()
        number = _("No. {number}").format(number=idea.number)
        about = " · ".join(part for part in (number, origin(idea)) if part)
        split = button(_("Split off"), partial(self._acts.split_off, idea.id), "plain")
        split.setAccessibleName(_("Split off idea {number}").format(number=idea.number))
        words = idea.text if not idea.masked else ""
        said.setLayout(
            column(row(label(about, "small"), 1, split, gap=4), label(words, wrap=True), gap=2)
        )
        return said


class _Single(SingleIdea):
    """The note itself; what it holds is told below it, and it is merged beside the others."""

    def __init__(self, acts: Acts, back: Callable[[], object]) -> None:
        super().__init__(acts.desk, _Chosen(acts, back))
        self._acts = acts

    def refresh(self) -> None:
        """Show what is chosen as it is now."""
        super().refresh()
        self._merged.hide()

    def merge_chosen(self) -> None:
        """Show what is chosen beside each other first."""
        self._acts.ask_to_merge()


class _Chosen:
    """The board's choice, as `SingleIdea` knows a wall of notes."""

    def __init__(self, acts: Acts, back: Callable[[], object]) -> None:
        self._acts = acts
        self._back = back

    def chosen(self) -> list[str]:
        """The notes that are chosen."""
        return self._acts.notes

    def current(self) -> str | None:
        """The note the arrows stand on."""
        return self._acts.choice.current

    def setFocus(self, reason: Qt.FocusReason) -> None:  # noqa: N802 (Qt's name)
        """Go back to the board, or its list."""
        self._back()
