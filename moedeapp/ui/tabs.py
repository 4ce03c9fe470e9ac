"""A row of words, one for each sheet of a page; arrows and Ctrl+Tab turn to the next."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QWidget


class Tabs(QWidget):
    """The words above a stack of sheets; the checked one is in sight."""

    def __init__(self, names: Sequence[str], sheets: QStackedWidget) -> None:
        super().__init__()
        self._sheets = sheets
        self._names = list(names)
        self._group = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        for at, name in enumerate(names):
            step = QPushButton(name)
            step.setProperty("look", "tab")
            step.setAccessibleName(name)
            step.setCheckable(True)
            step.setAutoDefault(False)
            step.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._group.addButton(step, at)
            line.addWidget(step)
        line.addStretch(1)
        self._group.idToggled.connect(self._turned)
        self.turn_to(0)

    def _turned(self, at: int, checked: bool) -> None:
        # The keyboard stops at the words in use; arrows go on from there.
        focus = Qt.FocusPolicy
        self.button(at).setFocusPolicy(focus.StrongFocus if checked else focus.ClickFocus)
        if checked:
            self._sheets.setCurrentIndex(at)

    @property
    def at(self) -> int:
        """Which sheet is in sight, from 0."""
        return self._group.checkedId()

    def button(self, at: int) -> QPushButton:
        """The words of a sheet, as a button."""
        found = self._group.button(at)
        assert isinstance(found, QPushButton)
        return found

    def turn_to(self, at: int) -> None:
        """Bring a sheet into sight."""
        self.button(at).setChecked(True)

    def add_note(self, at: int, note: str) -> None:
        """Say something beside the words of a sheet, such as how much is missing there."""
        words = f"{self._names[at]} · {note}" if note else self._names[at]
        self.button(at).setText(words)
        self.button(at).setAccessibleName(words)

    def listen(self, page: QWidget) -> None:
        """Let Ctrl+Tab and Ctrl+Shift+Tab turn the sheets while the focus is on this page."""
        for key, by in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            turn = QShortcut(QKeySequence(key), page)
            turn.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            turn.activated.connect(self._next if by > 0 else self._previous)

    def _next(self) -> None:
        self._step(1)

    def _previous(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        self.turn_to((self.at + by) % len(self._names))
        self.button(self.at).setFocus(Qt.FocusReason.ShortcutFocusReason)
