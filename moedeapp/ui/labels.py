"""Words on the window, and the plain boxes they stand in."""

import html
import re
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from moedeapp.ui import theme


def label(text: str = "", look: str = "", *, wrap: bool = False) -> QLabel:
    """Plain words; whatever a citizen wrote is never read as markup."""
    words = QLabel(text)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setWordWrap(wrap)
    if wrap:
        policy = words.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        policy.setHeightForWidth(True)
        words.setSizePolicy(policy)
    words.setProperty("look", look)
    return words


class Button(QPushButton):
    """A button that Enter presses as well as Space, on every system."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it, or leave the key to others."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)


def loosened(words: str) -> str:
    """Words that can wrap inside the longest of them, as Danish compounds must in a narrow box."""
    return _ENDLESS.sub(lambda found: "\u200b".join(_PIECE.findall(found[0])), words)


_ENDLESS: Final = re.compile(r"\S{25,}")
_PIECE: Final = re.compile(r"\S{1,12}")


def button(
    text: str, act: Callable[[], object], look: str = "", *, key: str = "", tip: str = ""
) -> QPushButton:
    """A button; `key` is the key that does the same and is shown beside the words."""
    made = Button(f"{text}  {key}" if key else text)
    made.setProperty("look", look)
    made.setAccessibleName(text)
    made.setToolTip(tip)
    made.setAutoDefault(False)
    if look not in ("primary", ""):
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    made.clicked.connect(lambda: act())
    return made


class MenuButton(QPushButton):
    """A button that opens a menu, and shows it with an arrow."""

    def __init__(self, text: str, menu: QMenu) -> None:
        super().__init__(text)
        self.setProperty("look", "menu")
        self.setAccessibleName(text)
        self.setAutoDefault(False)
        self.setMenu(menu)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow as well."""
        super().paintEvent(event)
        draw_arrow(self)


def draw_arrow(widget: QWidget) -> None:
    """Draw the small arrow of something that unfolds, at the right edge."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.colours().ink), 2))
    x, y = widget.width() - 20, widget.height() // 2 - 2
    painter.drawPolyline([QPoint(x, y), QPoint(x + 4, y + 4), QPoint(x + 8, y)])


def relook(widget: QWidget, look: str) -> None:
    """Give a widget another look from the style sheet."""
    if widget.property("look") != look:
        widget.setProperty("look", look)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def announce(widget: QWidget, words: str) -> None:
    """Let a screen reader say something that happened, without moving there."""
    if widget.isVisible():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


def frame(look: str, layout: QLayout, margins: tuple[int, int, int, int]) -> QFrame:
    """A box with a look around a layout."""
    box = QFrame()
    box.setProperty("look", look)
    layout.setContentsMargins(*margins)
    box.setLayout(layout)
    return box


def column(
    *parts: QWidget | QLayout | int, gap: int = theme.GAP, into: QVBoxLayout | None = None
) -> QVBoxLayout:
    """Parts below each other; a number is a stretch."""
    laid = into or QVBoxLayout()
    _lay(laid, parts, gap)
    return laid


def row(*parts: QWidget | QLayout | int, gap: int = theme.GAP) -> QHBoxLayout:
    """Parts beside each other; a number is a stretch."""
    laid = QHBoxLayout()
    _lay(laid, parts, gap)
    return laid


def at_most(widest: int, content: QWidget) -> QHBoxLayout:
    """Something that grows with its room, but only to so many pixels, and stays at the left."""
    content.setMaximumWidth(widest)
    laid = row(content, 1, gap=0)
    laid.setStretch(0, 1000)
    return laid


def _lay(
    laid: QVBoxLayout | QHBoxLayout, parts: tuple[QWidget | QLayout | int, ...], gap: int
) -> None:
    laid.setContentsMargins(0, 0, 0, 0)
    laid.setSpacing(gap)
    for part in parts:
        if isinstance(part, int):
            laid.addStretch(part)
        elif isinstance(part, QWidget):
            laid.addWidget(part)
        else:
            laid.addLayout(part)


def clear(laid: QLayout) -> None:
    """Take every widget out of a layout and let it go."""
    while (item := laid.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


QWIDGETSIZE_MAX: Final = 16_777_215
"""Qt's word for no limit, which the binding leaves out."""


def plain_tip(words: str) -> str:
    """Words for a tool tip, which would take some of them as markup."""
    return f"<p>{html.escape(words)}</p>" if words else ""


class OneLine(QLabel):
    """Words on one line that end in … when there is no room; the whole is in the tool tip."""

    def __init__(self, look: str, widest: int = QWIDGETSIZE_MAX) -> None:
        super().__init__()
        self.setProperty("look", look)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMaximumWidth(widest)

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(60, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as there is room for."""
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(plain_tip(self.text()) if text != self.text() else "")
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            self.rect(),
            int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
            self.palette(),
            True,
            text,
            QPalette.ColorRole.WindowText,
        )
