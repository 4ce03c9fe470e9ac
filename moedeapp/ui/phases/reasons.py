"""Why words are hidden or masked: six reasons, each with its digit."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from moedeapp.model.meeting import Reason
from moedeapp.texts import _, capital, name
from moedeapp.ui.fields import keeps_escape
from moedeapp.ui.labels import button, column, label

ALL: Final = tuple(Reason)


class Reasons(QWidget):
    """A question with six answers; a digit or a click chooses, Esc leaves it be."""

    def __init__(self) -> None:
        super().__init__()
        self._act: Callable[[Reason], object] | None = None
        self._away: Callable[[], object] | None = None
        self._head = label(look="strong", wrap=True)
        self.answers: dict[Reason, QPushButton] = {}
        answers = QVBoxLayout()
        answers.setSpacing(2)
        for digit, reason in enumerate(ALL, 1):
            made = button(
                f"{digit}  {capital(name(reason))}", partial(self._choose, reason), "answer"
            )
            self.answers[reason] = made
            answers.addWidget(made)
        self._leave = button(_("Leave it"), self.leave, "answer", key="Esc")
        answers.addWidget(self._leave)
        column(self._head, answers, gap=4, into=QVBoxLayout(self))
        self.hide()

    def ask(self, words: str, act: Callable[[Reason], object], away: Callable[[], object]) -> None:
        """Ask; `act` gets the answer, `away` is called when there was none."""
        self._act, self._away = act, away
        self._head.setText(words)
        self.show()
        next(iter(self.answers.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Put the question away without an answer."""
        away, self._act, self._away = self._away, None, None
        self.hide()
        if away is not None:
            away()

    def _choose(self, reason: Reason) -> None:
        act, self._act, self._away = self._act, None, None
        self.hide()
        if act is not None:
            act(reason)

    def event(self, event: QEvent) -> bool:
        """Keep Esc for this question while it is asked."""
        return keeps_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit is an answer; arrows go between the answers."""
        at = event.key() - Qt.Key.Key_1
        if 0 <= at < len(ALL):
            self._choose(ALL[at])
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)
