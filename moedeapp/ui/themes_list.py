"""Themes as a list: the loose ideas first, then each theme by its letter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from moedeapp.model.meeting import Theme
from moedeapp.texts import _, field, ideas
from moedeapp.ui import theme as look

Index = QModelIndex | QPersistentModelIndex
ENTRY: Final = int(Qt.ItemDataRole.UserRole)
_HEIGHT: Final = 58
_FLAGS: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a theme, or the loose ideas when there is none."""

    theme: Theme | None
    count: int
    holds: str = ""
    """the titles of themes that count as part of it"""

    @property
    def key(self) -> str:
        """The theme's key; empty for the loose ideas."""
        return self.theme.id if self.theme else ""

    @property
    def title(self) -> str:
        """What it is called."""
        return self.theme.title if self.theme else _("Loose ideas")


class Themes(QAbstractListModel):
    """The entries; a title that is edited in the list is a rename."""

    def __init__(self, rename: Callable[[str, str], bool]) -> None:
        super().__init__()
        self._rename = rename
        self.entries: list[Entry] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many entries there are."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """An entry's title, spoken name or the whole entry."""
        entry = self.entries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            letter = f"{entry.theme.letter} " if entry.theme else ""
            return f"{letter}{entry.title}, {ideas(entry.count)}"
        return entry if role == ENTRY else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Themes can be renamed where they stand."""
        named = index.isValid() and self.entries[index.row()].theme is not None
        return _FLAGS | Qt.ItemFlag.ItemIsEditable if named else _FLAGS

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Rename."""
        entry = self.entries[index.row()]
        return value == entry.title or self._rename(entry.key, str(value))

    def follow(self, entries: Sequence[Entry]) -> None:
        """Show these entries."""
        same = [entry.key for entry in entries] == [entry.key for entry in self.entries]
        if same:
            self.entries = list(entries)
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
        else:
            self.beginResetModel()
            self.entries = list(entries)
            self.endResetModel()


class ThemeList(QListView):
    """The list with its own look; something is always chosen in it."""

    def __init__(self, rename: Callable[[str, str], bool]) -> None:
        super().__init__()
        self.themes = Themes(rename)
        self.setModel(self.themes)
        self.setItemDelegate(_Line(self))
        self.setAccessibleName(field("theme"))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def follow(self, entries: Sequence[Entry]) -> None:
        """Show these entries; what was chosen stays so while it is there."""
        current, chosen = self.current(), set(self.chosen())
        self.themes.follow(entries)
        if not self.currentIndex().isValid():
            self.turn_to(current)
            flag = QItemSelectionModel.SelectionFlag.Select
            for at, entry in enumerate(self.themes.entries):
                if entry.key in chosen and entry.key:
                    self.selectionModel().select(self.themes.index(at), flag)

    def turn_to(self, key: str) -> None:
        """Choose one entry; the loose ideas when it is not there."""
        keys = [entry.key for entry in self.themes.entries]
        self.setCurrentIndex(self.themes.index(keys.index(key) if key in keys else 0))

    def current(self) -> str:
        """The key of the theme in hand; empty for the loose ideas."""
        index = self.currentIndex()
        return self.themes.entries[index.row()].key if index.isValid() else ""

    def chosen(self) -> list[str]:
        """The keys of the themes that are chosen, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return [key for row in rows if (key := self.themes.entries[row].key)]


class _Line(QStyledItemDelegate):
    """Draws an entry: letter on its paper, title, count."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(ENTRY)
        rect: QRect = option.rect.adjusted(2, 2, -4, -4)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(
            QPen(
                QColor(look.colours().accent if chosen else look.colours().line), 2 if chosen else 1
            )
        )
        painter.setBrush(QColor(look.colours().card))
        painter.drawRoundedRect(rect, 8, 8)
        left = rect.left() + 10
        if entry.theme:
            sign = QRect(left, rect.center().y() - 14, 34, 30)
            painter.setPen(QPen(QColor(look.colours().edge), 1))
            painter.setBrush(QColor(look.colours().notes[entry.theme.colour]))
            painter.drawRoundedRect(sign, 4, 4)
            painter.setPen(QColor(look.colours().ink_on_note))
            painter.setFont(look.font(bold=True))
            painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, entry.theme.letter)
            left = sign.right() + 10
        self._words(
            painter, QRect(left, rect.top(), rect.right() - left - 10, rect.height()), entry
        )
        painter.restore()

    def _words(self, painter: QPainter, room: QRect, entry: Entry) -> None:
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(look.colours().quiet))
        painter.setFont(look.font())
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | centre, str(entry.count))
        room = room.adjusted(0, 0, -44, 0)
        title = QRect(room)
        if entry.holds:
            title.setHeight(room.height() // 2 + 4)
            rest = QRect(room.left(), title.bottom() - 2, room.width(), room.height() // 2 - 4)
            painter.setFont(look.font(look.SMALL))
            held = _("with {titles}").format(titles=entry.holds)
            painter.drawText(rest, _cut(painter, held, rest.width()))
        painter.setPen(QColor(look.colours().ink))
        painter.setFont(look.font(bold=entry.theme is not None))
        painter.drawText(
            title, Qt.AlignmentFlag.AlignLeft | centre, _cut(painter, entry.title, title.width())
        )

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(option.rect.adjusted(50, 8, -14, -10))


def _cut(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
