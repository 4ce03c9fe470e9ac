"""Minutes, reservations and minority statements, typed at any time beside any page."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from moedeapp.model.commands import notes
from moedeapp.model.meeting import Note, NoteKind, numbered
from moedeapp.texts import _, clock, name
from moedeapp.ui import theme
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Area, Choice
from moedeapp.ui.labels import button, column, label, row
from moedeapp.ui.scrolling import scrolled


class NotesPanel(QFrame):
    """A box for the next note, and below it what was written, newest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self.setFixedWidth(theme.PANEL)
        self._desk = desk
        self.kind = Choice(_("Kind of note"), {kind: name(kind) for kind in NoteKind})
        self.box = Area(_("New note"), lines=3, hint=_("Write, and press Ctrl+Enter"), most=8)
        self._empty = label(
            _("Nothing written yet. It is printed in the protocol."), "quiet", wrap=True
        )
        self._shown: dict[str, SingleNote] = {}
        inside = QWidget()
        self._list = column(gap=10, into=QVBoxLayout(inside))
        self._list.setContentsMargins(0, 0, 6, 0)
        self._list.addStretch(1)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on(self.box, Qt.KeyboardModifier.ControlModifier | key, self.add)
        for at, key in enumerate((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)):
            self._on(self, Qt.KeyboardModifier.ControlModifier | key, partial(self._choose, at))
        close = button(_("Close"), self.hide, "plain")
        written = scrolled(inside)
        written.setMinimumHeight(1)  # in a low window it gives way before the box does
        kinds = row(self.kind, button(_("Add"), self.add, "primary"), gap=8)
        kinds.setStretch(0, 1)
        column(
            row(label(_("Notes"), "section"), 1, close),
            self.box,
            kinds,
            self._empty,
            written,
            gap=8,
            into=QVBoxLayout(self),
        ).setContentsMargins(20, 14, 14, 12)
        self.hide()

    def keys(self) -> list[tuple[str, str]]:
        """The keys of this panel."""
        return [
            ("Ctrl+Enter", _("add what is typed")),
            *((f"Ctrl+{n}", name(kind)) for n, kind in enumerate(NoteKind, 1)),
        ]

    def begin(self) -> None:
        """Open, ready to type."""
        self.show()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on(self, where: QWidget, keys: QKeyCombination, act: Callable[[], object]) -> None:
        made = QShortcut(QKeySequence(keys), where)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(act)

    def _choose(self, at: int) -> None:
        self.kind.setCurrentIndex(at)

    def add(self) -> None:
        """Write the note to the present phase."""
        words = self.box.toPlainText()
        if words.strip() and self._desk.do(notes.add(words, NoteKind(self.kind.chosen()))):
            self.box.clear()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show what was written."""
        held = {note.id: note for note in reversed(numbered(self._desk.state.notes))}
        for key in [key for key in self._shown if key not in held]:
            gone = self._shown.pop(key)
            self._list.removeWidget(gone)
            gone.deleteLater()
        for at, note in enumerate(held.values()):
            if note.id not in self._shown:
                self._shown[note.id] = SingleNote(self._desk, note)
                self._list.insertWidget(at, self._shown[note.id])
            self._shown[note.id].follow(note)
        self._empty.setVisible(not held)


class SingleNote(QFrame):
    """One note; its words can be put right where they stand."""

    def __init__(self, desk: Desk, note: Note) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._head = label(look="eyebrow", wrap=True)
        self._words = Area(
            _("Note {number}").format(number=note.number),
            lambda text: desk.do(notes.reword(note.id, text)),
            lines=1,
            most=12,
        )
        remove = button(_("Remove"), lambda: desk.do(notes.remove(note.id)), "plain")
        remove.setAccessibleName(_("Remove note {number}").format(number=note.number))
        column(
            _top(self._head, remove), self._words, gap=4, into=QVBoxLayout(self)
        ).setContentsMargins(12, 6, 8, 10)

    def follow(self, note: Note) -> None:
        """Show the note as it is now."""
        self._head.setText(f"{name(note.kind)} · {name(note.phase)} · {clock(note.at)}")
        self._words.follow(note.words)


def _top(head: QLabel, remove: QPushButton) -> QHBoxLayout:
    line = row(head, remove, gap=6)
    line.setStretch(0, 1)
    return line
