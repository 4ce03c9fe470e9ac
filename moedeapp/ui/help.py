"""The guide beside the meeting: chapters, a search through all of them, and the way back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QImage,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from moedeapp import resources
from moedeapp.model.meeting import Phase
from moedeapp.texts import LANGUAGES, _, ngettext, spoken
from moedeapp.ui import icons, theme
from moedeapp.ui.fields import Line
from moedeapp.ui.labels import button, column, label, row
from moedeapp.ui.settings import Settings

_FIRST: Final = "01"
_CHAPTERS: Final[Mapping[Phase, str]] = {
    Phase.FRAMES: "02",
    Phase.WELCOME: "03",
    Phase.IDEAS: "04",
    Phase.THEMES: "05",
    Phase.DOTS: "06",
    Phase.RESULT: "07",
    Phase.NEXT_STEPS: "08",
}
"""The chapter of each phase, by the number its file's name begins with."""

_MEASURE: Final = 680
"""Widest line of text in pixels; longer ones are hard to follow."""

_PLACE: Final = "help"
_TARGET: Final = re.compile(r"!\[[^\]]*\]\([^)]*\)|(?<=\])\([^)]*\)")
"""A picture, and where a link leads: what is not read as words."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the guide."""

    path: Path
    title: str
    text: str

    @property
    def key(self) -> str:
        """The number its file's name begins with."""
        return self.path.stem[:2]

    def hits(self, words: str) -> int:
        """How often the words stand in it."""
        said = _TARGET.sub("", self.text)
        return said.casefold().count(words.casefold()) if words else 0


def chapters(language: str) -> list[Chapter]:
    """The guide in a language, in the order of its files; in Danish where it is not translated."""
    for code in (language, LANGUAGES[0]):
        files = sorted(resources.path("guide", code).glob("[0-9][0-9]-*.md"))
        if files:
            return [_chapter(file) for file in files]
    return []


def _chapter(file: Path) -> Chapter:
    text = file.read_text(encoding="utf-8")
    head = next((line for line in text.splitlines() if line.startswith("# ")), file.stem)
    return Chapter(file, head.removeprefix("# ").strip(), text)


class Pages(QTextBrowser):
    """Shows a chapter, with its pictures no wider than the text."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Help"))
        self.setOpenLinks(False)
        # A bar that came and went would change the room for pictures while they are laid out.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._chapter: Chapter | None = None
        self._sought = ""
        self._drawn_for = 0
        # Not at once: the view may be resized in the midst of its layout.
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._fit)

    def show_chapter(self, chapter: Chapter) -> None:
        """Show a chapter from its top."""
        self._chapter = chapter
        self._render(0)

    def _render(self, scrolled: int) -> None:
        if self._chapter is None:
            return
        self._drawn_for = self._room()
        document = self.document()
        document.clear()
        document.setDefaultFont(theme.font(17))
        document.setIndentWidth(28)
        document.setBaseUrl(QUrl.fromLocalFile(str(self._chapter.path)))
        document.setMarkdown(
            self._chapter.text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        )
        self._space_out()
        self.mark(self._sought)
        # The reading of Markdown leaves the cursor at the end, and the view would follow it.
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(scrolled)

    def _space_out(self) -> None:
        block = self.document().begin()
        first = True
        while block.isValid():
            spacing = QTextBlockFormat(block.blockFormat())
            level = spacing.headingLevel()
            spacing.setLineHeight(
                120.0 if level else 138.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
            )
            spacing.setTopMargin(0 if first or not level else 22)
            listed = block.textList() is not None and block.next().textList() is not None
            spacing.setBottomMargin(4 if listed else 8 if level else 12)
            QTextCursor(block).setBlockFormat(spacing)
            block, first = block.next(), False

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802 (Qt's name)
        """A picture of the guide; nothing else is fetched from anywhere."""
        url = QUrl(name)
        path = Path(url.toLocalFile())
        inside = path.resolve().is_relative_to(resources.path("guide").resolve())
        if kind != QTextDocument.ResourceType.ImageResource.value or not inside:
            return None
        picture = QImage(str(path))
        widest = self._room()
        if picture.width() > widest:
            scale = self.devicePixelRatioF()
            picture = picture.scaledToWidth(
                int(widest * scale), Qt.TransformationMode.SmoothTransformation
            )
            picture.setDevicePixelRatio(scale)
        return picture

    def _room(self) -> int:
        return self.viewport().width() - 2 * int(self.document().documentMargin()) - 2

    def mark(self, words: str) -> int:
        """Mark every place where the words stand; gives how many there are."""
        self._sought = words
        c = theme.colours()
        look = QTextCharFormat()
        look.setBackground(QColor(c.warn_tint))
        look.setForeground(QColor(c.ink))
        look.setFontUnderline(True)
        marks = []
        cursor = self.document().find(words) if words else QTextCursor()
        while not cursor.isNull():
            mark = QTextEdit.ExtraSelection()
            mark.cursor, mark.format = cursor, look
            marks.append(mark)
            cursor = self.document().find(words, cursor)
        self.setExtraSelections(marks)
        return len(marks)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the lines readable, and let the pictures fit again."""
        free = max(0, self.width() - _MEASURE - 2 * theme.MARGIN)
        self.setViewportMargins(theme.MARGIN, 20, theme.MARGIN + free, 8)
        super().resizeEvent(event)
        if self._chapter is not None and "![" in self._chapter.text:
            self._later.start()

    def _fit(self) -> None:
        if self._room() != self._drawn_for:
            self._render(self.verticalScrollBar().value())

    def changeEvent(self, event: QEvent) -> None:
        """Take on the colours of another look."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._render(self.verticalScrollBar().value())


class HelpWindow(QWidget):
    """The guide in a window of its own, so that the meeting goes on beside it."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self.setWindowTitle(_("Help"))
        # The program ends with the meeting's window, not with this one.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setMinimumSize(640, 420)
        self.resize(960, 700)
        place = settings.place(_PLACE)
        if not place.isEmpty():
            self.restoreGeometry(place)
        self.chapters = chapters(spoken())
        self._been: list[str] = []
        self._at = -1
        self.search = Line(_("Search the help"), hint=_("Search the help"))
        self.search.textChanged.connect(self._seek)
        self.search.returnPressed.connect(self._next_hit)
        self.contents = QListWidget()
        self.contents.setProperty("look", "chapters")
        self.contents.setAccessibleName(_("Chapters"))
        self.contents.setWordWrap(True)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.contents.currentItemChanged.connect(self._turned)
        self._found = label(look="small", wrap=True)
        self._found.hide()
        self.pages = Pages()
        self.pages.anchorClicked.connect(self._follow)
        self.back = button(_("Back"), lambda: self._travel(-1), "plain", tip="Alt+←")
        icons.put(self.back, "back", "accent")
        self.forward = button(_("Forward"), lambda: self._travel(1), "plain", tip="Alt+→")
        icons.put(self.forward, "forward", "accent")
        self._lay()
        self._fill()
        self._connect()

    def _lay(self) -> None:
        side = QFrame()
        side.setProperty("look", "side")
        side.setFixedWidth(264)
        inside = column(self.search, self._found, self.contents, gap=10, into=QVBoxLayout(side))
        inside.setContentsMargins(16, 18, 16, 12)
        inside.setStretch(2, 1)
        close = button(_("Close"), self.close, "plain")
        top = row(self.back, self.forward, 1, close, gap=6)
        top.setContentsMargins(theme.MARGIN - 8, 10, 16, 0)
        page = QFrame()
        page.setProperty("look", "sheet")
        column(top, self.pages, gap=0, into=QVBoxLayout(page)).setStretch(1, 1)
        whole = row(side, page, gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        for key, act in (
            ("Esc", self._back_out),
            ("Ctrl+F", self._begin_search),
            ("Alt+Left", lambda: self._travel(-1)),
            ("Alt+Right", lambda: self._travel(1)),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    # --- chapters

    def open_at(self, phase: Phase | None = None) -> None:
        """Open the chapter of a phase, else the first one."""
        wanted = _CHAPTERS[phase] if phase is not None else _FIRST
        keys = [chapter.key for chapter in self.chapters]
        if keys:
            self._go(wanted if wanted in keys else keys[0])

    def _chapter(self, key: str) -> Chapter:
        return next(chapter for chapter in self.chapters if chapter.key == key)

    def _go(self, key: str) -> None:
        """Show a chapter, and remember the way here."""
        if self._at >= 0 and self._been[self._at] == key:
            return
        self._been = [*self._been[: self._at + 1], key]
        self._at = len(self._been) - 1
        self._show()

    def _travel(self, by: int) -> None:
        if 0 <= self._at + by < len(self._been):
            self._at += by
            self._show()

    def _show(self) -> None:
        key = self._been[self._at]
        self.pages.show_chapter(self._chapter(key))
        self.back.setEnabled(self._at > 0)
        self.forward.setEnabled(self._at < len(self._been) - 1)
        self.contents.blockSignals(True)
        self._mark(key)
        self.contents.blockSignals(False)
        self.setWindowTitle(f"{self._chapter(key).title} – {_('Help')}")

    def _keys(self) -> list[str]:
        """The chapters the list offers."""
        items = (self.contents.item(at) for at in range(self.contents.count()))
        return [str(item.data(Qt.ItemDataRole.UserRole)) for item in items]

    def _mark(self, key: str) -> None:
        keys = self._keys()
        self.contents.setCurrentRow(keys.index(key) if key in keys else -1)

    def _turned(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._go(str(item.data(Qt.ItemDataRole.UserRole)))

    def _follow(self, url: QUrl) -> None:
        name = Path(url.path()).name
        for chapter in self.chapters:
            if chapter.path.name == name:
                self._go(chapter.key)

    # --- searching

    def _fill(self) -> None:
        words = self.search.text().strip()
        self.contents.blockSignals(True)
        self.contents.clear()
        for chapter in self.chapters:
            hits = chapter.hits(words)
            if words and not hits:
                continue
            item = QListWidgetItem(f"{chapter.title} ({hits})" if words else chapter.title)
            item.setData(Qt.ItemDataRole.UserRole, chapter.key)
            self.contents.addItem(item)
        if self._at >= 0:
            self._mark(self._been[self._at])
        self.contents.blockSignals(False)

    def _seek(self) -> None:
        words = self.search.text().strip()
        self._fill()
        self.pages.mark(words)
        count = self.contents.count()
        self._found.setVisible(bool(words))
        found = ngettext(
            "Found in {n} chapter. Enter goes on.", "Found in {n} chapters. Enter goes on.", count
        )
        none = _("No chapter says “{words}”.").format(words=words)
        self._found.setText(found.format(n=count) if count else none)

    def _next_hit(self) -> None:
        words, keys = self.search.text().strip(), self._keys()
        if not words or not keys or self.pages.find(words):
            return
        later = [key for key in keys if key > self._been[self._at]] if self._at >= 0 else keys
        self._go((later or keys)[0])
        self.pages.moveCursor(QTextCursor.MoveOperation.Start)
        self.pages.find(words)

    def _begin_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # --- beginning and end

    def begin(self) -> None:
        """Show, in front of the other windows."""
        self.show()
        self.activateWindow()
        self.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    def _back_out(self) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep where the window is."""
        self._settings.keep_place(_PLACE, self.saveGeometry())
        super().closeEvent(event)
