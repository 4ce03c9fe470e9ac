"""Ideas as paper notes: a list model, how a note is drawn, and the view that lays them out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPen,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from moedeapp.model.meeting import Channel, Colour, Idea, IdeaState
from moedeapp.texts import _, name, replacement
from moedeapp.ui import theme
from moedeapp.ui.labels import plain_tip

Index = QModelIndex | QPersistentModelIndex
KEY: Final = int(Qt.ItemDataRole.UserRole)
NOTE: Final = KEY + 1
_NARROWEST: Final = 184
_HEIGHT: Final = 104
_GAP: Final = 12
_DRAWN: Final = 1_000
"""More letters of an idea than any note has room for."""


@dataclass(frozen=True, slots=True)
class Note:
    """One idea as its note shows it."""

    idea: Idea
    colour: Colour = Colour.YELLOW
    merged: int = 0
    """how many other ideas count as part of it"""
    letter: str = ""
    """of its theme, where the page does not say so already; colours come back, letters do not"""
    lead: int = 0
    """the number of the idea it counts as part of"""

    @property
    def words(self) -> str:
        """What the hall may read of it."""
        return replacement(self.idea) or self.idea.text

    @property
    def foot(self) -> str:
        """Where it came from, what it holds and where it is on its way."""
        parts = [self.letter, origin(self.idea)]
        if self.merged:
            parts.append(f"+{self.merged}")
        if self.lead:
            parts.append(_("part of no. {n}").format(n=self.lead))
        if self.idea.state is not IdeaState.SHOWN:
            parts.append(name(self.idea.state))
        return " · ".join(part for part in parts if part)


def origin(idea: Idea) -> str:
    """The table of an idea, else its channel; nothing for what the facilitator typed."""
    if idea.table is not None:
        return _("table {number}").format(number=idea.table)
    return "" if idea.channel is Channel.FACILITATOR else name(idea.channel)


class _Sheet(QStandardItem):
    """A note as a row of the model; its words are asked for when it is drawn."""

    def __init__(self, note: Note) -> None:
        super().__init__()
        self.note = note
        self.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)

    def data(self, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A note's words, key, spoken name or the whole note."""
        note = self.note
        if role == Qt.ItemDataRole.DisplayRole:
            return note.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{note.idea.number}: {note.words} {note.foot}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(note.words)
        if role == KEY:
            return note.idea.id
        return note if role == NOTE else None


class Notes(QStandardItemModel):
    """Notes in the order given; a new list costs what differs when only the front has grown.

    Qt's own model holds the rows, because a view that lays out thousands asks for each of them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._notes: list[Note] = []

    def follow(self, notes: Sequence[Note]) -> None:
        """Show these notes."""
        grown = len(notes) - len(self._notes)
        if grown >= 0 and _keys(notes[grown:]) == _keys(self._notes):
            if grown:
                self._notes[:0] = notes[:grown]
                self.invisibleRootItem().insertRows(0, [_Sheet(note) for note in notes[:grown]])
            for at, note in enumerate(notes):
                self.exchange(at, note)
        else:
            self.clear()
            self._notes = list(notes)
            self.invisibleRootItem().appendRows([_Sheet(note) for note in notes])

    def insert(self, at: int, note: Note) -> None:
        """Put a note in; the others make room."""
        self._notes.insert(at, note)
        self.insertRow(at, _Sheet(note))

    def exchange(self, at: int, note: Note) -> None:
        """Show a note as it is now."""
        if self._notes[at] != note:
            self._notes[at] = note
            sheet = self.item(at)
            assert isinstance(sheet, _Sheet)
            sheet.note = note
            self.dataChanged.emit(sheet.index(), sheet.index())

    def remove(self, at: int) -> None:
        """Take a note away."""
        del self._notes[at]
        self.removeRow(at)

    def place(self, key: str) -> int | None:
        """The row of an idea."""
        return next((at for at, note in enumerate(self._notes) if note.idea.id == key), None)


def _keys(notes: Iterable[Note]) -> list[str]:
    return [note.idea.id for note in notes]


class Sheets(QListView):
    """A wall of notes; arrows go between them, Ctrl and Shift choose several."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.notes = Notes()
        self.covered = False
        """whether words that are not to be shown yet are drawn as lines, so nobody reads along"""
        self.setModel(self.notes)
        self.setItemDelegate(_Paper(self))
        self.setAccessibleName(words)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().rangeChanged.connect(self._rest_bar)
        self._rest_bar(0, 0)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)

    def _rest_bar(self, _least: int, most: int) -> None:
        """Keep the bar's room, so that the columns stay; its handle is there when it moves."""
        bar = self.verticalScrollBar()
        if bar.property("rests") != (most == 0):
            bar.setProperty("rests", most == 0)
            bar.style().unpolish(bar)
            bar.style().polish(bar)

    def cover(self, covered: bool) -> None:
        """Draw words that wait for the end of the silence as lines, or as words again."""
        if covered != self.covered:
            self.covered = covered
            self.viewport().update()

    def follow(self, notes: Sequence[Note]) -> None:
        """Show these notes; what was chosen stays chosen."""
        chosen, current = set(self.chosen()), self.current()
        self.notes.follow(notes)
        if chosen and set(self.chosen()) != chosen:
            self.choose(chosen, current)

    def choose(self, keys: Iterable[str], current: str | None = None) -> None:
        """Choose the notes of these ideas that are here."""
        selection = self.selectionModel()
        selection.clear()
        places = {key: self.notes.place(key) for key in keys}
        for at in places.values():
            if at is not None:
                selection.select(self.notes.index(at, 0), QItemSelectionModel.SelectionFlag.Select)
        lead = places.get(current or "")
        lead = (
            lead if lead is not None else next((a for a in places.values() if a is not None), None)
        )
        if lead is not None:
            selection.setCurrentIndex(
                self.notes.index(lead, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )

    def chosen(self) -> list[str]:
        """The keys of the ideas that are chosen, from the top."""
        rows = sorted(self.selectionModel().selectedIndexes(), key=QModelIndex.row)
        return [str(index.data(KEY)) for index in rows]

    def current(self) -> str | None:
        """The key of the idea the arrows stand on."""
        index = self.currentIndex()
        return str(index.data(KEY)) if index.isValid() else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit whole columns into the width."""
        room = self.viewport().width() - 2
        columns = max(1, room // (_NARROWEST + _GAP))
        self.setGridSize(QSize(room // columns, _HEIGHT + _GAP))
        super().resizeEvent(event)


class _Paper(QStyledItemDelegate):
    """Draws a note: words that wrap, its number, and where it came from."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        assert isinstance(view, Sheets)
        return view.gridSize() if not view.gridSize().isEmpty() else QSize(_NARROWEST, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        note = index.data(NOTE)
        state = option.state
        rect: QRect = option.rect.adjusted(2, 2, -_GAP, -_GAP)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        shown = note.idea.state is IdeaState.SHOWN and not note.idea.masked
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = theme.colours()
        edge = look.accent if chosen or hovered else look.edge
        painter.setPen(QPen(QColor(edge), 3 if chosen else 1))
        painter.setBrush(QColor(look.notes[note.colour if shown else Colour.GREY]))
        painter.drawRoundedRect(rect, 5, 5)
        inside = rect.adjusted(12, 8, -10, -6)
        foot = QRect(inside.left(), inside.bottom() - 19, inside.width(), 20)
        words = QRect(inside.topLeft(), foot.topRight() - QPoint(0, 3))
        painter.setPen(QColor(look.ink_on_note if shown else look.quiet_on_note))
        painter.setFont(theme.font())
        view = self.parent()
        held_back = note.idea.state is IdeaState.READY and not (chosen or hovered)
        if isinstance(view, Sheets) and view.covered and held_back:
            _draw_lines(painter, words, note.words)
        else:
            draw_words(painter, words, note.words)
        painter.setPen(QColor(look.quiet_on_note))
        painter.setFont(theme.font(theme.SMALL))
        number = str(note.idea.number)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, number)
        room = foot.adjusted(painter.fontMetrics().horizontalAdvance(number) + 10, 0, 0, 0)
        text = painter.fontMetrics().elidedText(note.foot, Qt.TextElideMode.ElideLeft, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


def _draw_lines(painter: QPainter, room: QRect, words: str) -> None:
    """Draw lines where words would stand."""
    colour = QColor(painter.pen().color())
    colour.setAlphaF(0.35)
    step = painter.fontMetrics().lineSpacing()
    left = painter.fontMetrics().horizontalAdvance(" ".join(words.split()))
    for at in range(max(1, room.height() // step)):
        if left <= 0:
            break
        wide = min(left, room.width() - 8)
        painter.fillRect(QRect(room.left(), room.top() + at * step + 7, wide, 8), colour)
        left -= room.width()


def draw_words(painter: QPainter, room: QRect, words: str) -> None:
    """Draw words that wrap, with … where the room ends."""
    height = painter.fontMetrics().lineSpacing()
    lines = max(1, room.height() // height)
    for at, part in enumerate(_broken(words[:_DRAWN], painter.font(), room.width(), lines)):
        painter.drawText(
            QRect(room.left(), room.top() + at * height, room.width(), height), 0, part
        )


@lru_cache(maxsize=4_000)
def _broken(words: str, font: QFont, width: int, most: int) -> tuple[str, ...]:
    """Words as lines of a width; the last one ends in … when there are more."""
    layout = QTextLayout(" ".join(words.split()), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    spans: list[tuple[int, int]] = []
    while len(spans) < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        spans.append((line.textStart(), line.textLength()))
    layout.endLayout()
    text = layout.text()
    parts = [text[start : start + length] for start, length in spans]
    if spans and sum(spans[-1]) < len(text):
        rest = text[spans[-1][0] :]
        parts[-1] = QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return tuple(parts)
