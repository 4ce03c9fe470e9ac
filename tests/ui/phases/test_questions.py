from PySide6.QtCore import Qt

from moedeapp.model.commands import ideas
from moedeapp.model.meeting import Phase, ordered
from tests.ui.conftest import QUESTION

ENTER = Qt.Key.Key_Return


def words(document):
    return [question.words for question in ordered(document.state.questions)]


def add(qtbot, questions, said):
    questions.more.click()
    assert questions.new.hasFocus()
    qtbot.keyClicks(questions.new, said)
    qtbot.keyClick(questions.new, ENTER)


def test_nothing_speaks_of_several_questions_before_there_are_two(qtbot, at, document):
    questions = at(Phase.FRAMES).page.questions
    (line,) = questions._lines.values()
    assert line.box.accessibleName() == "Spørgsmål"
    assert not line._number.isVisible()
    assert not line._remove.isVisible()
    add(qtbot, questions, "Og hvad må den koste?")
    assert words(document) == [QUESTION, "Og hvad må den koste?"]
    qtbot.waitUntil(lambda: len(questions._lines) == 2)
    first, second = questions._lines.values()
    assert (first.box.accessibleName(), second._number.text()) == ("Spørgsmål 1", "2.")
    qtbot.waitUntil(second._remove.isVisible)


def test_a_question_is_reworded_in_its_own_box(qtbot, at, document):
    questions = at(Phase.FRAMES).page.questions
    (box,) = questions.boxes.values()
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "Hvad savner I?")
    qtbot.keyClick(box, ENTER)
    assert words(document) == ["Hvad savner I?"]


def test_a_question_nobody_has_answered_can_be_removed(qtbot, at, document):
    questions = at(Phase.FRAMES).page.questions
    add(qtbot, questions, "Og hvad må den koste?")
    qtbot.waitUntil(lambda: len(questions._lines) == 2)
    list(questions._lines.values())[1]._remove.click()
    assert words(document) == [QUESTION]
    qtbot.waitUntil(lambda: len(questions._lines) == 1)


def test_a_question_with_ideas_stays_and_the_bar_says_why(qtbot, at, document):
    window = at(Phase.IDEAS)
    document.apply(ideas.add("Flere bænke"))
    window = at(Phase.FRAMES)
    questions = window.page.questions
    add(qtbot, questions, "Og hvad må den koste?")
    qtbot.waitUntil(lambda: len(questions._lines) == 2)
    next(iter(questions._lines.values()))._remove.click()
    assert len(words(document)) == 2
    assert "stadig i brug" in window.notices.sentence


def test_an_empty_new_question_is_no_question(qtbot, at, document):
    questions = at(Phase.FRAMES).page.questions
    questions.more.click()
    qtbot.keyClick(questions.new, ENTER)
    assert words(document) == [QUESTION]
    assert questions.more.isVisible()
