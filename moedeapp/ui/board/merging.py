"""Merging: every original wording beside the others, and which one stands for them all."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QGridLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from moedeapp.model.board import by_lead
from moedeapp.model.meeting import Colour, Idea, Meeting
from moedeapp.texts import _
from moedeapp.texts import ideas as ideas_in_words
from moedeapp.ui import theme
from moedeapp.ui.board.overlay import Overlay
from moedeapp.ui.board.pictures import break_lines, rim
from moedeapp.ui.board.scene import Scene
from moedeapp.ui.labels import button, column, label, row
from moedeapp.ui.paper import origin
from moedeapp.ui.scrolling import scrolled

WIDEST: Final = 1040
_NARROWEST: Final = 232
_AROUND: Final = 62
_BESIDES: Final = 150
"""Pixels beside the cards, and above and below them."""

_SIDE: Final = 14
_GAP: Final = 12
_MOST_LINES: Final = 100_000


class Merging(Overlay):
    """One card for each; the chosen one leads. `agreed` carries all keys and the leading one."""

    agreed: Final = Signal(object, str)

    def __init__(self, scene: Scene, parent: QWidget) -> None:
        super().__init__(parent)
        self._scene = scene
        self._keys: list[str] = []
        self._group = QButtonGroup(self)
        self._head = label(look="section", wrap=True)
        self._about = label(look="quiet", wrap=True)
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(2, 2, 2, 2)
        self._grid.setSpacing(_GAP)
        self.agree = button(_("Merge"), self._agree, "primary", key="⏎")
        leave = button(_("Leave it as it was"), self.leave, key="Esc")
        self._scroll = scrolled(self._inside)
        laid = column(
            self._head,
            self._about,
            self._scroll,
            row(1, leave, self.agree, gap=8),
            gap=8,
            into=QVBoxLayout(self),
        )
        laid.setStretch(2, 1)
        laid.setContentsMargins(20, 16, 20, 14)

    @property
    def cards(self) -> list["Card"]:
        """The cards, in order."""
        return [card for card in self._group.buttons() if isinstance(card, Card)]

    def ask(self, keys: Sequence[str], current: str, meeting: Meeting) -> None:
        """Show these notes, or themes; the one the arrows stood on leads at first."""
        self._keys = list(keys)
        notes = keys[0] in self._scene.notes
        count = len(keys)
        self._head.setText(
            _("Merge {ideas}").format(ideas=ideas_in_words(count))
            if notes
            else _("Merge {count} themes").format(count=count)
        )
        self._about.setText(
            _("Which one is to stand for them all? Every wording is kept, and can be split again.")
        )
        self._clear()
        leads = by_lead(meeting) if notes else {}
        for at, key in enumerate(keys):
            card = (
                _idea_card(self._scene.notes[key].colour, leads[key], at)
                if notes
                else _theme_card(self._scene, key, at)
            )
            card.key = key
            card.installEventFilter(self)
            self._group.addButton(card)
        lead = current if current in self._keys else self._keys[-1]
        self.open_up()
        self._lay()
        for card in self.cards:
            if card.key == lead:
                card.setChecked(True)
                card.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self) -> None:
        for card in self.cards:
            self._group.removeButton(card)
            card.hide()
            card.deleteLater()

    def height_for(self, width: int) -> int:
        """The height at which nothing scrolls."""
        columns = self._columns(width)
        wide = (width - _AROUND - (columns - 1) * _GAP) // columns
        heights = [card.heightForWidth(wide) for card in self.cards]
        rows = [max(heights[at : at + columns]) for at in range(0, len(heights), columns)]
        return sum(rows) + _GAP * len(rows) + _BESIDES

    def _columns(self, width: int) -> int:
        fitting = (width - _AROUND + _GAP) // (_NARROWEST + _GAP)
        return max(1, min(len(self.cards), fitting))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many beside each other as there is room for."""
        super().resizeEvent(event)
        self._lay()

    def _lay(self) -> None:
        cards = self.cards
        columns = self._columns(self.width())
        for at, card in enumerate(cards):
            self._grid.addWidget(card, at // columns, at % columns)
        rows = (len(cards) + columns - 1) // columns
        for at in range(max(rows, self._grid.rowCount()) + 1):
            self._grid.setRowStretch(at, 1 if at == rows else 0)
        for at in range(self._grid.columnCount()):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)

    # --- deciding

    def _agree(self) -> None:
        lead = next((card.key for card in self.cards if card.isChecked()), "")
        self.hide()
        if lead:
            self.agreed.emit(list(self._keys), lead)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """A card is chosen by arrow or number; Enter agrees and Esc leaves."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._agree()
                return True
            if event.text().isdigit() and 0 < int(event.text()) <= len(self.cards):
                card = self.cards[int(event.text()) - 1]
                card.setChecked(True)
                card.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        elif event.type() is QEvent.Type.FocusIn and isinstance(watched, Card):
            watched.setChecked(True)
            self._scroll.ensureWidgetVisible(watched)
        return False


class Card(QAbstractButton):
    """A large note with all its words; the chosen one leads the others."""

    key = ""

    def __init__(self, head: str, parts: Sequence[tuple[str, str]], colour: Colour) -> None:
        super().__init__()
        self._head = head
        self._parts = parts
        self._colour = colour
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        said = " ".join(f"{about} {words}".strip() for about, words in parts)
        self.setAccessibleName(f"{head}: {said}")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Narrow, and as high as the words need."""
        return QSize(_NARROWEST, self.heightForWidth(_NARROWEST))

    def heightForWidth(self, width: int) -> int:
        """As high as the words need."""
        return self._layout(width, None) + 14

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw paper and words; an edge says which one leads."""
        look = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paper = look.notes[self._colour]
        edge = QColor(look.accent) if self.isChecked() else rim(paper)
        painter.setPen(QPen(edge, 3 if self.isChecked() else 1))
        painter.setBrush(QColor(paper))
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(QColor(look.ink), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(5, 5, -5, -5), 4, 4)
        self._layout(self.width(), painter)

    def _layout(self, width: int, painter: QPainter | None) -> int:
        """Draw head and parts below each other, or only measure; gives the height."""
        look = theme.colours()
        top = 12.0
        leads = _("stands for all") if self.isChecked() else ""
        head = f"{self._head}  ·  {leads}" if leads else self._head
        lines = [(head, theme.font(theme.SMALL, bold=bool(leads)), look.quiet_on_note, 6.0)]
        for about, words in self._parts:
            if about:
                lines.append((about, theme.font(theme.SMALL), look.quiet_on_note, 2.0))
            lines.append((words, theme.font(17), look.ink_on_note, 10.0))
        for text, face, ink, gap in lines:
            for paragraph in text.splitlines() or [""]:
                layout = QTextLayout(paragraph, face)
                break_lines(layout, width - 2 * _SIDE, _MOST_LINES)
                if painter is not None:
                    painter.setPen(QColor(ink))
                    layout.draw(painter, QPointF(_SIDE, top))
                top += layout.boundingRect().height()
            top += gap
        return round(top)


def _idea_card(colour: Colour, group: Sequence[Idea], at: int) -> Card:
    """A note with its original words, those of an edit, and those of what it holds already."""
    lead = group[0]
    parts = [("", lead.words)]
    if lead.edited is not None:
        parts.append((_("Edited on the board:"), lead.edited))
    parts += [(_about(idea), idea.words) for idea in group[1:] if not idea.masked]
    return Card(f"{at + 1}  ·  {_about(lead)}", parts, colour)


def _about(idea: Idea) -> str:
    number = _("No. {number}").format(number=idea.number)
    return " · ".join(part for part in (number, origin(idea)) if part)


def _theme_card(scene: Scene, key: str, at: int) -> Card:
    area = scene.areas[key]
    assert area.theme is not None
    parts = [("", area.theme.title)]
    notes = [scene.notes[note] for note in scene.members(key)]
    parts += [(_("No. {number}").format(number=note.idea.number), note.words) for note in notes[:3]]
    head = f"{at + 1}  ·  {area.theme.letter}  ·  {ideas_in_words(area.count)}"
    return Card(head, parts, area.theme.colour)
