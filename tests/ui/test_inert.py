"""S7: in the window stands what people wrote, whole, and nothing of it is taken as markup."""

import html

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget

from moedeapp.model.board import leading_themes
from moedeapp.model.commands import evening, ideas, themes
from moedeapp.model.meeting import Phase, numbered
from tests.hostile import OWN, TYPED, kept, known, seen
from tests.ui.phases.conftest import words_on

EVERY = [kept(words) for words in (*OWN, *TYPED, *known())]
SEEN = [seen(words) for words in EVERY]
TIP = Qt.ItemDataRole.ToolTipRole
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def filled(document):
    """A meeting where all of it was said."""
    document.apply(ideas.bring_in([ideas.Incoming(words) for words in EVERY]))
    return document


def drawn_to_the_end(view):
    """Draw a list from the top to the bottom; a complaint of Qt's fails the test."""
    bar = view.verticalScrollBar()
    for at in range(0, bar.maximum() + 1, max(1, bar.pageStep())):
        bar.setValue(at)
        assert not view.grab().isNull()


def taken_as_markup():
    """What labels show that could take a citizen's words as markup."""
    return [
        one.text()
        for window in QApplication.topLevelWidgets()
        for one in window.findChildren(QLabel)
        if one.textFormat() != Qt.TextFormat.PlainText and one.text()
    ]


def test_on_the_wall(filled, at):
    wall = at(Phase.IDEAS).page.wall
    assert [seen(words) for words in words_on(wall)] == SEEN[::-1]
    for row, words in enumerate(SEEN[::-1]):
        index = wall.model().index(row, 0)
        assert seen(index.data(TIP)) == f"<p>{seen(html.escape(words))}</p>"
        assert words in seen(index.data(SPOKEN))
    drawn_to_the_end(wall)
    assert taken_as_markup() == []


def test_markup_is_drawn_as_the_letters_it_is_made_of(document, at, qtbot):
    page = at(Phase.IDEAS).page
    pictures = []
    for words in ("<b>fed</b>", "fed", "&lt;b&gt;fed&lt;/b&gt;"):
        document.apply(ideas.add(words))
        qtbot.waitUntil(lambda words=words: words_on(page.wall) == [words])
        where = page.wall.visualRect(page.wall.model().index(0, 0))
        pictures.append(page.wall.viewport().grab(where).toImage())
        document.undo()
        qtbot.waitUntil(lambda: words_on(page.wall) == [])
    assert len({image.constBits().tobytes() for image in pictures}) == 3


def test_one_idea_with_its_acts(filled, at):
    page = at(Phase.IDEAS).page
    for idea in numbered(filled.state.ideas)[: len(OWN) + len(TYPED)]:
        page.wall.choose([idea.id], idea.id)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall)
        assert taken_as_markup() == []
        assert not page.grab().isNull()


@pytest.fixture
def sorted_out(filled):
    """The same, in themes that are called what they hold."""
    filled.apply(evening.go_to(Phase.THEMES))
    for idea in numbered(filled.state.ideas):
        if not idea.number % 3:
            filled.apply(themes.add(idea.words[:200].strip(), ideas=[idea.id]))
    return filled


def test_on_the_board_and_in_its_list(sorted_out, at, qtbot):
    page = at(Phase.THEMES).page
    scene, view = page.scene, page.view
    said = {note.idea.number: seen(note.words) for note in scene.notes.values()}
    assert said == dict(enumerate(SEEN, 1))
    titles = [theme.title for theme in leading_themes(sorted_out.state)]
    assert sorted(area.theme.title for area in scene.areas.values()) == sorted(titles)
    view.camera.show_whole()
    assert not view.grab().isNull()
    for key in list(scene.notes)[: len(OWN) + len(TYPED)]:
        view.camera.reveal(scene.box(key))
        assert not view.grab().isNull()
    QTest.keySequence(view, QKeySequence("Ctrl+L"))
    qtbot.waitUntil(page.outline.isVisible)
    rows = page.outline.rows
    shown = {rows.key(row): rows.index(row) for row in range(rows.rowCount())}
    for key, note in scene.notes.items():
        assert seen(shown[key].data(TIP)) == f"<p>{seen(html.escape(note.words))}</p>"
        assert seen(note.words) in seen(shown[key].data(SPOKEN))
    drawn_to_the_end(page.outline)
    assert taken_as_markup() == []


def test_a_tool_tip_shows_the_tags_themselves(document, at, qtbot):
    wall: QWidget = at(Phase.IDEAS).page.wall
    document.apply(ideas.add(OWN[5]))
    qtbot.waitUntil(lambda: words_on(wall) == [OWN[5]])
    middle = wall.visualRect(wall.model().index(0, 0)).center()
    where = wall.viewport().mapToGlobal(QPoint(middle))
    QApplication.sendEvent(wall.viewport(), QHelpEvent(QEvent.Type.ToolTip, middle, where))
    qtbot.waitUntil(QToolTip.isVisible)
    assert QToolTip.text() == "<p>&lt;style&gt;body{display:none}&lt;/style&gt;</p>"
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_ten_thousand_typed_characters_stand_whole_in_the_line(document, at, qtbot):
    page = at(Phase.IDEAS).page
    words = "blåbær & <i>rødgrød</i> " * 417
    page.line.setFocus()
    page.line.insertPlainText(words[:9_990])
    qtbot.keyClicks(page.line, words[9_990:10_000])
    qtbot.keyClick(page.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: words_on(page.wall) == [words[:10_000].strip()])
