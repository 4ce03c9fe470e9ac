import re

import pytest
from babel.messages.pofile import read_po
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtWidgets import QPushButton

from moedeapp import resources
from moedeapp.model.meeting import Phase
from moedeapp.texts import LANGUAGES, speaking
from moedeapp.ui import help as guide
from moedeapp.ui import theme
from moedeapp.ui.help import HelpWindow, chapters
from tests.test_texts import EASY_READING, FORBIDDEN, LONG_PARAGRAPH, lix
from tests.ui.test_window import clipped, nameless, settle

FILES = [file for code in LANGUAGES for file in sorted(resources.path("guide", code).glob("*.md"))]


@pytest.fixture
def window(qtbot, settings):
    made = HelpWindow(settings)
    made.open_at()
    made.begin()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def written(tmp_path, monkeypatch):
    """A guide of our own."""
    folder = tmp_path / "guide" / "da"
    folder.mkdir(parents=True)
    real = resources.path

    def path(*parts):
        return tmp_path.joinpath(*parts) if parts[:1] == ("guide",) else real(*parts)

    monkeypatch.setattr(resources, "path", path)
    return folder


def title(window):
    return window.windowTitle().partition(" – ")[0]


def listed(window):
    return [window.contents.item(at).text() for at in range(window.contents.count())]


# --- the guide itself


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phase_has_a_chapter(language):
    keys = [chapter.key for chapter in chapters(language)]
    assert len(keys) == len(set(keys))
    assert {guide._FIRST, *(guide._CHAPTERS[phase] for phase in Phase)} <= set(keys)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_link_and_picture_of_the_guide_leads_somewhere(file):
    for target in re.findall(r"\]\(([^)]+)\)", file.read_text(encoding="utf-8")):
        assert (file.parent / target).resolve().is_file(), target


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_chapter_has_one_title_and_no_markup_of_another_kind(file):
    text = file.read_text(encoding="utf-8")
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    assert text.startswith("# ")
    assert "<" not in text


def test_the_danish_guide_is_easy_to_read_and_keeps_to_the_glossary():
    for chapter in chapters("da"):
        for block in re.split(r"\n\s*\n", chapter.text):
            plain = re.sub(r"\]\([^)]*\)|[*_\[\]#]", "", block)
            for word, better in FORBIDDEN.items():
                if word != r"\bdots?\b":
                    assert not re.search(word, plain, re.IGNORECASE), (better, plain)
            if len(plain.split()) >= LONG_PARAGRAPH and not block.startswith(("#", "-", "1.")):
                assert lix(plain) <= EASY_READING, (round(lix(plain)), plain)


_NAMED = re.compile(r"\*\*([^*]+)\*\*|[»“]([^«”]+)[«”]")
_OF_THE_COMPUTER = {"F11", "Ctrl", "Ctrl+V", "Udvid", "Extend"}
"""Keys and names that are not the window's own to tell of."""


def called(language):
    """Everything the window says in a language; a value that is filled in may be anything."""
    with resources.path("locale", "da", "LC_MESSAGES", "moedeapp.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    said = [message.string if language == "da" else message.id for message in messages]
    words = [each for one in said for each in (one if isinstance(one, tuple) else (one,))]
    # What is filled in at the end of a button is how much or of what, and no part of its name.
    names = [re.sub(r" (· |med |with )?\{\w+\}$", "", each) for each in words]
    return re.compile("|".join(
        re.sub(r"\\\{\w+\\\}", ".+", re.escape(each))
        for each in {*words, *names} if re.search(r"\w", re.sub(r"\{\w+\}", "", each))
    ))  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_guide_names_is_called_so_in_the_window(language, at):
    with speaking(language):
        groups = at(Phase.WELCOME).key_groups()
    keys = {key for group in groups for key, _words in group.keys} | _OF_THE_COMPUTER
    window = called(language)
    for chapter in chapters(language):
        for found in _NAMED.findall(chapter.text):
            name = next(filter(None, found))
            if not name.endswith(":") and name not in keys:
                assert window.fullmatch(name), (chapter.path.name, name)


# --- the window


@pytest.mark.parametrize("phase", list(Phase))
def test_the_help_opens_at_the_phase(window, phase):
    window.open_at(phase)
    assert title(window) == window._chapter(guide._CHAPTERS[phase]).title
    assert window.contents.currentItem().text() == title(window)
    assert title(window) in window.pages.toPlainText()


def test_links_lead_to_other_chapters_and_back_and_forward_along_the_way(qtbot, window):
    window.pages.anchorClicked.emit(QUrl("04-ideer.md"))
    assert title(window) == "Idéer"
    window.contents.setCurrentRow(5)
    assert title(window) == "Prikker"
    window.back.click()
    window.back.click()
    assert title(window) == "Kom i gang"
    assert not window.back.isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert title(window) == "Idéer"
    window.contents.setCurrentRow(6)
    assert not window.forward.isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert title(window) == "Idéer"


def test_a_real_link_of_the_text_is_followed(qtbot, window):
    cursor = window.pages.document().find("Rammer", 0, QTextDocument.FindFlag.FindCaseSensitively)
    window.pages.setTextCursor(cursor)
    seen = window.pages.cursorRect(cursor).center() - QPoint(8, 0)
    qtbot.mouseClick(window.pages.viewport(), Qt.MouseButton.LeftButton, pos=seen)
    assert title(window) == "Rammer"


def test_a_link_out_of_the_guide_leads_nowhere(window):
    for away in ("https://example.org/", "file:///etc/passwd", "#intet"):
        window.pages.anchorClicked.emit(QUrl(away))
        assert title(window) == "Kom i gang"


def test_searching_lists_the_chapters_that_say_it_and_marks_the_words(qtbot, window):
    everything = listed(window)
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.search, "brobygger")
    assert listed(window) == ["Resultat (2)"]
    assert "1 kapitel" in window._found.text()
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert title(window) == "Resultat"
    assert len(window.pages.extraSelections()) == 2
    assert window.pages.textCursor().selectedText().casefold() == "brobygger"
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert listed(window) == everything
    assert window.pages.extraSelections() == []
    assert window.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_enter_goes_through_every_place_in_every_chapter_and_begins_again(qtbot, window):
    qtbot.keyClicks(window.search, "prikker")
    hits = sum(int(re.search(r"\((\d+)\)", words)[1]) for words in listed(window))
    been = []
    for _ in range(hits + 1):
        qtbot.keyClick(window.search, Qt.Key.Key_Return)
        been.append((title(window), window.pages.textCursor().selectionStart()))
    assert len(set(been)) == hits
    assert been[0] == been[-1]


def test_words_nobody_wrote_are_said_to_be_nowhere(qtbot, window):
    qtbot.keyClicks(window.search, "flodhest")
    assert listed(window) == []
    assert "flodhest" in window._found.text()
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert title(window) == "Kom i gang"


def test_the_target_of_a_link_is_not_searched(qtbot, window):
    qtbot.keyClicks(window.search, "04-ideer.md")
    assert listed(window) == []


def test_the_first_look_is_at_the_top(qapp, qtbot, settings):
    window = HelpWindow(settings)
    qtbot.addWidget(window)
    window.resize(960, 520)
    window.open_at(Phase.DOTS)
    window.begin()
    settle(qapp)
    assert window.pages.verticalScrollBar().maximum() > 0
    assert window.pages.verticalScrollBar().value() == 0


def test_a_chapter_begins_at_its_top(qapp, window):
    window.resize(960, 520)
    window.open_at(Phase.DOTS)
    settle(qapp)
    assert window.pages.verticalScrollBar().value() == 0
    window.pages.verticalScrollBar().setValue(200)
    window.open_at(Phase.RESULT)
    assert window.pages.verticalScrollBar().value() == 0


def test_another_look_keeps_the_place_and_changes_the_colours(qapp, window):
    window.open_at(Phase.DOTS)
    window.resize(960, 520)
    settle(qapp)
    window.pages.verticalScrollBar().setValue(120)
    theme.wear(qapp, "dark")
    settle(qapp)
    assert window.pages.verticalScrollBar().value() == 120
    theme.wear(qapp)


def test_pictures_are_no_wider_than_the_text(qapp, qtbot, settings, written):
    for name, wide in (("stor", 2000), ("lille", 80)):
        image = QImage(wide, 100, QImage.Format.Format_RGB32)
        image.fill(QColor("red"))
        image.save(str(written / f"{name}.png"))
    (written / "01-kom-i-gang.md").write_text(
        "# Kom i gang\n\n![Stort](stor.png)\n\n![Lille](lille.png)\n", encoding="utf-8"
    )
    window = HelpWindow(settings)
    qtbot.addWidget(window)
    window.open_at()
    window.begin()
    image_kind = QTextDocument.ResourceType.ImageResource.value
    for size in ((640, 520), (1280, 800)):
        window.resize(*size)
        settle(qapp)
        url = QUrl.fromLocalFile(str(written / "stor.png"))
        shown = window.pages.document().resource(image_kind, url)
        assert 200 < shown.width() <= window.pages.viewport().width()
        assert window.pages.document().idealWidth() <= window.pages.viewport().width()
        small = QUrl.fromLocalFile(str(written / "lille.png"))
        assert window.pages.document().resource(image_kind, small).width() == 80


def test_nothing_outside_the_guide_is_loaded(window, tmp_path):
    image = QImage(9, 9, QImage.Format.Format_RGB32)
    image.save(str(tmp_path / "hemmelig.png"))
    kind = QTextDocument.ResourceType.ImageResource.value
    assert (
        window.pages.loadResource(kind, QUrl.fromLocalFile(str(tmp_path / "hemmelig.png"))) is None
    )
    assert window.pages.loadResource(kind, QUrl("https://example.org/a.png")) is None


def test_a_language_without_a_guide_reads_the_danish_one(written):
    (written / "01-kom-i-gang.md").write_text("# Kom i gang\n", encoding="utf-8")
    assert [chapter.title for chapter in chapters("en")] == ["Kom i gang"]


def test_without_any_guide_the_window_is_empty_and_quiet(qtbot, settings, written):
    window = HelpWindow(settings)
    qtbot.addWidget(window)
    window.open_at(Phase.DOTS)
    window.search.setText("prikker")
    qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert listed(window) == []


def test_the_window_remembers_where_it_was(qtbot, settings, window):
    window.resize(777, 555)
    window.close()
    again = HelpWindow(settings)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (777, 555)


@pytest.mark.parametrize("size", [(640, 420), (960, 520), (1280, 800)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_the_help_is_clipped_and_every_control_has_a_name(
    qapp, qtbot, settings, language, size
):
    with speaking(language):
        window = HelpWindow(settings)
        qtbot.addWidget(window)
        window.open_at(Phase.IDEAS)
        window.begin()
        window.resize(*size)
        for words in ("", "flodhest " * 5, "a"):
            window.search.setText(words)
            settle(qapp)
            assert clipped(window) == []
            assert nameless(window) == []
        assert window.findChildren(QPushButton)
        assert (window.width(), window.height()) == size
