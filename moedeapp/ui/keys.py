"""The keys, shown beside the page when `?` is pressed: collected from whoever binds them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from moedeapp.texts import _
from moedeapp.ui import theme
from moedeapp.ui.labels import button, clear, column, label, row
from moedeapp.ui.scrolling import scrolled


@dataclass(frozen=True, slots=True)
class Bound:
    """A key of the whole window, what it does, and what is said of it; nothing is left unsaid
    but a second key for the same."""

    key: str
    act: Callable[[], object]
    words: str = ""
    shown: str = ""
    """how the key is written where that is not how Qt writes it"""


@dataclass(frozen=True, slots=True)
class Group:
    """Keys that belong together, each with what it does."""

    name: str
    keys: Sequence[tuple[str, str]]


def bind(window: QWidget, keys: Sequence[Bound]) -> None:
    """Let keys act wherever the focus is in a window."""
    for bound in keys:
        QShortcut(QKeySequence(bound.key), window).activated.connect(bound.act)


def told(keys: Sequence[Bound]) -> list[tuple[str, str]]:
    """The keys with what they do, as the panel shows them."""
    return [(bound.shown or bound.key, bound.words) for bound in keys if bound.words]


class KeysPanel(QFrame):
    """The list of keys; `collect` gives the groups each time it opens."""

    def __init__(self, collect: Callable[[], Sequence[Group]]) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self.setFixedWidth(theme.PANEL)
        self._collect = collect
        inside = QWidget()
        self._groups = column(gap=20, into=QVBoxLayout(inside))
        self._groups.setContentsMargins(0, 0, 10, 10)
        self._close = button(_("Close"), self.hide, "plain")
        column(
            row(label(_("Keys"), "section"), 1, self._close),
            scrolled(inside),
            gap=14,
            into=QVBoxLayout(self),
        ).setContentsMargins(20, 18, 6, 14)
        self.hide()

    def begin(self) -> None:
        """Open."""
        clear(self._groups)
        for group in self._collect():
            if group.keys:
                self._groups.addWidget(_shown(group))
        self._groups.addStretch(1)
        self.show()
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)


def _shown(group: Group) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(8)
    grid.setHorizontalSpacing(14)
    grid.setColumnStretch(1, 1)
    grid.addWidget(label(group.name, "eyebrow"), 0, 0, 1, 2)
    for at, (key, words) in enumerate(group.keys, 1):
        grid.addWidget(label(key, "strong"), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(words, wrap=True), at, 1)
    return made
