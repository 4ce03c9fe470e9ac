"""The quiet bar: what was refused, what was done, and what needs a yes."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from moedeapp.texts import _
from moedeapp.ui.labels import button, label, loosened, relook, row

_HIGHEST: Final = 92
"""Pixels of words at most; longer ones scroll, so that the page below keeps its room."""


class _Sentence(QScrollArea):
    """Words as high as they are, up to a height; the keyboard comes to them where they scroll."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self._words = label(wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setWidget(self._words)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def text(self) -> str:
        """The words."""
        return self._whole

    def setText(self, words: str) -> None:  # noqa: N802 (as a label has it)
        """Say something else, from its top."""
        self._whole = words
        self._words.setText(loosened(words))
        self._words.setAccessibleName(words)
        self.setAccessibleName(words)
        self.verticalScrollBar().setValue(0)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the words are in this width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        needed = max(0, self._words.heightForWidth(self.viewport().width()))
        self.setFixedHeight(min(needed, _HIGHEST))
        scrolls = needed > _HIGHEST
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if scrolls else Qt.FocusPolicy.NoFocus)


class Notices(QFrame):
    """One sentence at a time below the head of the window; hidden when there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "notice")
        self._act: Callable[[], object] | None = None
        self._other: Callable[[], object] | None = None
        self._before: QWidget | None = None
        self._words = _Sentence()
        self._yes = button("", self._agree, "primary")
        self._else = button("", self._do_otherwise)
        self._else.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._away = button(_("Close"), self.clear, "plain")
        line = row(self._words, self._yes, self._else, self._away)
        line.setStretch(0, 1)
        line.setContentsMargins(26, 10, 20, 10)
        self.setLayout(line)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.clear)
        self.hide()

    @property
    def sentence(self) -> str:
        """What the bar says now; empty when it says nothing."""
        return "" if self.isHidden() else self._words.text()

    def tell(self, sentence: str) -> None:
        """Say what was done."""
        self._show(sentence, "notice", _("Close"))

    def refuse(self, sentence: str) -> None:
        """Say what was not done, and why."""
        self._show(sentence, "refusal", _("Close"))

    def ask(self, sentence: str, words: str, act: Callable[[], object]) -> None:
        """Say what would happen; the button with these words lets it."""
        self._show(sentence, "refusal", _("No, leave it"))
        self._offer(words, act)
        self._before = self.window().focusWidget()
        self._away.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_which(
        self,
        sentence: str,
        first: tuple[str, Callable[[], object]],
        second: tuple[str, Callable[[], object]],
    ) -> None:
        """Say how things are, with two buttons for what can be done, each with its words."""
        self.ask(sentence, *first)
        words, self._other = second
        self._else.setText(words)
        self._else.setAccessibleName(words)
        self._else.show()

    def tell_with(self, sentence: str, words: str, act: Callable[[], object]) -> None:
        """Say what was done, with a button for what may come next."""
        self.tell(sentence)
        self._offer(words, act)

    def _offer(self, words: str, act: Callable[[], object]) -> None:
        self._act = act
        self._yes.setText(words)
        self._yes.setAccessibleName(words)
        self._yes.show()

    def _show(self, sentence: str, look: str, away: str) -> None:
        self._act = self._other = None
        self._before = None
        self._yes.hide()
        self._else.hide()
        self._away.setText(away)
        self._away.setAccessibleName(away)
        self._words.setText(sentence)
        relook(self, look)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def _agree(self) -> None:
        act = self._act
        self.clear()
        if act is not None:
            act()

    def _do_otherwise(self) -> None:
        act = self._other
        self.clear()
        if act is not None:
            act()

    def clear(self) -> None:
        """Say nothing any more, and give the focus back."""
        self._act = self._other = None
        held = self.isAncestorOf(self.window().focusWidget() or self.window())
        self.hide()
        if held and self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
