"""What every page of a phase is and does."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from moedeapp.model.changes import Change
from moedeapp.model.meeting import Meeting, ordered
from moedeapp.texts import _, field
from moedeapp.ui import theme
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice
from moedeapp.ui.labels import column, label, loosened


class Page(QWidget):
    """A page that shows the meeting and sends acts to the desk; it keeps no facts of its own."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    @property
    def state(self) -> Meeting:
        """The meeting as it is now."""
        return self.desk.state

    def refresh(self, changes: Sequence[Change]) -> None:
        """Show the meeting as it is now; `changes` is empty when the page comes to the front."""
        raise NotImplementedError

    def begin(self) -> None:
        """Put the focus where this phase begins."""

    def keys(self) -> list[tuple[str, str]]:
        """Keys that do something on this page only, each with what it does."""
        return []


class Asked(QWidget):
    """The question in hand as the page's heading, and a choice once there are several."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._words = label(look="heading", wrap=True)
        self._eyebrow = label(field("question"), "eyebrow")
        self._choice = Choice(field("question"))
        self._choice.currentIndexChanged.connect(self._turn)
        column(self._eyebrow, self._choice, self._words, gap=2, into=QVBoxLayout(self))

    def _turn(self) -> None:
        if self._choice.chosen():
            self._desk.turn_to(self._choice.chosen())

    def refresh(self, eyebrow: str = "") -> None:
        """Show the question in hand, with small words above it that may say where it stands."""
        self._eyebrow.setText(eyebrow or field("question"))
        questions = ordered(self._desk.state.questions)
        asked = self._desk.question
        words = asked.words if asked else ""
        self._words.setText(loosened(words or _("The question has no words yet")))
        several = len(questions) > 1
        self._choice.setVisible(several)
        self._eyebrow.setVisible(bool(eyebrow) or not several)
        if several:
            self._choice.offer(
                {
                    q.id: _("Question {number}: {words}").format(
                        number=q.position, words=_short(q.words)
                    )
                    for q in questions
                }
            )
            self._choice.blockSignals(True)
            self._choice.follow(asked.id if asked else "")
            self._choice.blockSignals(False)


def _short(words: str, most: int = 60) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def empty(words: str) -> QLabel:
    """The kind words of a page that has nothing to show yet."""
    made = label(words, "lead", wrap=True)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setMinimumHeight(120)
    return made


def panel(*parts: QWidget | int, width: int = theme.PANEL) -> QFrame:
    """The white panel at the right side of a page."""
    side = QFrame()
    side.setProperty("look", "panel")
    side.setFixedWidth(width)
    laid = column(*parts)
    laid.setContentsMargins(20, 22, 20, 18)
    side.setLayout(laid)
    return side
