"""What the hall is asked: one question, and more only when somebody adds them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from moedeapp.model.commands import evening
from moedeapp.model.meeting import Question, ordered
from moedeapp.texts import _, field
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Line, Save
from moedeapp.ui.labels import button, column, label, row


class Questions(QWidget):
    """A box for each question; the words for several appear with the second."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.boxes: dict[str, Line] = {}
        self._lines: dict[str, _Asked] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.new = Line(_("New question"), hint=_("Write the question, and press Enter"))
        self.new.returnPressed.connect(self._add)
        self.new.hide()
        self.more = button(_("Add a question"), self._open, "plain")
        column(self._list, self.new, row(self.more, 1), gap=6, into=QVBoxLayout(self))

    def follow(self) -> None:
        """Show the questions."""
        questions = ordered(self._desk.state.questions)
        kept = {question.id for question in questions}
        for key in [key for key in self._lines if key not in kept]:
            del self.boxes[key]
            gone = self._lines.pop(key)
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for at, question in enumerate(questions):
            if question.id not in self._lines:
                self._lines[question.id] = _Asked(self._desk, question.id)
                self.boxes[question.id] = self._lines[question.id].box
                self._list.insertWidget(at, self._lines[question.id])
            self._lines[question.id].follow(question, several=len(questions) > 1)
        # One question without words is filled in before there can be another.
        self.more.setVisible(self.new.isHidden() and all(q.words for q in questions))

    def _open(self) -> None:
        self.new.show()
        self.more.hide()
        self.new.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self) -> None:
        words = self.new.text().strip()
        if not words or self._desk.do(evening.add_question(words)):
            self.new.clear()
            self.new.hide()
            self.more.show()
            self.more.setFocus(Qt.FocusReason.OtherFocusReason)


class _Asked(QWidget):
    """One question, with its number and a way out once there are several."""

    def __init__(self, desk: Desk, key: str) -> None:
        super().__init__()
        self.box = Line(field("question"), _worder(desk, key), _("What do you ask the hall?"))
        self._number = label(look="strong")
        self._number.setBuddy(self.box)
        self._remove = button(_("Remove"), lambda: desk.do(evening.remove_question(key)), "plain")
        line: QHBoxLayout = row(self._number, self.box, self._remove, gap=8)
        line.setStretch(1, 1)
        self.setLayout(line)

    def follow(self, question: Question, *, several: bool) -> None:
        """Show the question as it is now."""
        self.box.follow(question.words)
        number = f"{field('question')} {question.position}"
        self.box.setAccessibleName(number if several else field("question"))
        self._number.setText(f"{question.position}.")
        self._number.setVisible(several)
        self._remove.setAccessibleName(_("Remove question {n}").format(n=question.position))
        self._remove.setVisible(several)


def _worder(desk: Desk, key: str) -> Save:
    return lambda text: desk.do(evening.word_question(key, text.strip()))
