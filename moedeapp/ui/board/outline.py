"""The board as a list: each theme with its notes below it, for keyboard and screen reader."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from moedeapp.texts import _
from moedeapp.texts import ideas as ideas_in_words
from moedeapp.ui import theme
from moedeapp.ui.board import ways
from moedeapp.ui.board.acts import Acts
from moedeapp.ui.board.pictures import rim
from moedeapp.ui.board.scene import Scene
from moedeapp.ui.board.things import Step
from moedeapp.ui.labels import plain_tip
from moedeapp.ui.ticks import Index

ROW: Final = int(Qt.ItemDataRole.UserRole)
_HEAD: Final = 52
_LINE: Final = 40
_WIDEST: Final = 980
_SHORT: Final = 40
"""Letters that every line has room for, so that they need no tool tip."""

_FLAGS: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a note, the head of a theme, or that of the loose notes."""

    key: str
    """of the note or theme; empty for the loose notes"""
    note: bool


class Rows(QAbstractListModel):
    """The scene as lines: the loose notes first, then each theme by its letter."""

    def __init__(self, scene: Scene, rename: Callable[[str, str], bool]) -> None:
        super().__init__()
        self._scene = scene
        self._rename = rename
        self.groups: dict[str, list[str]] = {}
        """notes by theme; the loose ones under the empty key"""
        self._keys: list[str] = []
        self._starts: dict[str, int] = {}
        self._places: dict[str, int] = {}

    # --- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A line's words, what a screen reader says of it, or the line itself."""
        key = self._keys[index.row()]
        note = self._scene.notes.get(key)
        if role == ROW:
            return Row(key, note is not None)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return note.words if note else self._title(key)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(note.words if note else self._title(key))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_note(self._scene, key) if note else spoken_area(self._scene, key)
        if role == Qt.ItemDataRole.ToolTipRole:
            words = note.words if note else self._title(key)
            return plain_tip(words) if len(words) > _SHORT else None
        return None

    def _title(self, key: str) -> str:
        area = self._scene.areas.get(key)
        return area.theme.title if area and area.theme else _("Loose ideas")

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Themes can be renamed where they stand."""
        named = index.isValid() and self._keys[index.row()] in self._scene.areas
        return _FLAGS | Qt.ItemFlag.ItemIsEditable if named else _FLAGS

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Rename."""
        key = self._keys[index.row()]
        return value == self._title(key) or self._rename(key, str(value))

    # --- following

    def key(self, row: int) -> str:
        """What stands in a line."""
        return self._keys[row]

    def row(self, key: str) -> int | None:
        """The line of a note or a theme."""
        return self._places.get(key)

    def follow(self, step: Step) -> None:
        """Show what a step of the scene changed; costs the groups it concerns."""
        if list(self.groups) != ["", *self._scene.areas]:
            self.beginResetModel()
            self.groups = {key: self._group(key) for key in ("", *self._scene.areas)}
            self._number()
            self.endResetModel()
            return
        for area in step.groups:
            self._exchange(area or "", self._group(area or ""))
        if step.notes or step.areas:
            rows = [row for key in step.notes if (row := self.row(key)) is not None]
            rows += [self._starts[key] for key in self.groups] if step.areas else []
            if rows:
                self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))

    def _group(self, key: str) -> list[str]:
        if key:
            return self._scene.members(key)
        notes = self._scene.notes
        return sorted(self._scene.loose, key=lambda note: notes[note].idea.number)

    def _exchange(self, key: str, after: list[str]) -> None:
        """Take out of a group what left it, and put in what came, run by run."""
        before, start = self.groups[key], self._starts[key] + 1
        staying = set(after)
        at = len(before) - 1
        while at >= 0:
            last = at
            while at >= 0 and before[at] not in staying:
                at -= 1
            if at < last:
                self.beginRemoveRows(QModelIndex(), start + at + 1, start + last)
                del before[at + 1 : last + 1]
                self._number()
                self.endRemoveRows()
            at -= 1
        there = set(before)
        at = 0
        while at < len(after):
            first = at
            while at < len(after) and after[at] not in there:
                at += 1
            if at > first:
                self.beginInsertRows(QModelIndex(), start + first, start + at - 1)
                before[first:first] = after[first:at]
                self._number()
                self.endInsertRows()
            at += 1

    def _number(self) -> None:
        self._keys = []
        self._starts = {}
        for key, notes in self.groups.items():
            self._starts[key] = len(self._keys)
            self._keys.append(key)
            self._keys += notes
        self._places = {key: row for row, key in enumerate(self._keys)}


def spoken_note(scene: Scene, key: str) -> str:
    """A note as it is read aloud."""
    note = scene.notes[key]
    said = _("Idea {number}: {words}").format(number=note.idea.number, words=note.words)
    area = scene.areas.get(note.area or "")
    where = (
        _("theme {title}").format(title=f"{area.theme.letter} {area.theme.title}")
        if area and area.theme
        else _("loose")
    )
    return ", ".join(part for part in (said, where, note.foot) if part)


def spoken_area(scene: Scene, key: str) -> str:
    """The head of a theme, or of the loose notes, as it is read aloud."""
    area = scene.areas.get(key)
    if area is None or area.theme is None:
        count = sum(scene.notes[note].shown for note in scene.loose)
        return f"{_('Loose ideas')}, {ideas_in_words(count)}"
    said = _("Theme {title}").format(title=f"{area.theme.letter} {area.theme.title}")
    held = _("with {titles}").format(titles=", ".join(area.holds)) if area.holds else ""
    return ", ".join(part for part in (said, ideas_in_words(area.count), held) if part)


class Outline(QListView):
    """The list; its choice is the board's choice, and its keys are the board's keys.

    `opened` carries a note to be read in full, `menu_wanted` where on the screen a menu belongs.
    """

    opened: Final = Signal(str)
    menu_wanted: Final = Signal(QPoint)

    def __init__(self, acts: Acts) -> None:
        super().__init__()
        self._acts = acts
        self.rows = Rows(acts.scene, acts.rename)
        self._following = False
        self.hits: dict[str, None] = {}
        self.setModel(self.rows)
        self.setItemDelegate(_Line(self))
        self.setAccessibleName(_("Board as a list"))
        self.setProperty("look", "quiet")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._want_menu)
        self.selectionModel().selectionChanged.connect(self._tell_choice)
        self.selectionModel().currentChanged.connect(self._tell_choice)
        self.doubleClicked.connect(self._open)
        acts.choice.changed.connect(self.follow_choice)

    # --- following

    def follow(self, step: Step) -> None:
        """Show what a step of the scene changed; what was chosen stays so."""
        self._following = True
        self.rows.follow(step)
        self._following = False
        self.follow_choice()

    def follow_anew(self) -> None:
        """Show everything, after it was not followed for a while."""
        self.rows.groups = {}
        self.follow(Step())

    def follow_choice(self) -> None:
        """Choose what is chosen on the board."""
        if self._following or not self.isVisible():
            return
        self._following = True
        choice, selection = self._acts.choice, QItemSelection()
        rows = sorted(row for key in choice.keys if (row := self.rows.row(key)) is not None)
        for first, last in _runs(rows):
            selection.select(self.rows.index(first), self.rows.index(last))
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(selection, flag.ClearAndSelect)
        current = self.rows.row(choice.current)
        if current is not None:
            self.selectionModel().setCurrentIndex(self.rows.index(current), flag.NoUpdate)
            self.scrollTo(self.rows.index(current))
        self._following = False

    def showEvent(self, event: QShowEvent) -> None:
        """Choose what was chosen while the list was out of sight."""
        super().showEvent(event)
        self.follow_choice()

    def _tell_choice(self) -> None:
        if self._following:
            return
        self._following = True
        index = self.currentIndex()
        current = self.rows.key(index.row()) if index.isValid() else ""
        keys = [self.rows.key(at.row()) for at in self.selectionModel().selectedIndexes()]
        notes = [key for key in keys if key in self._acts.scene.notes]
        # Notes and themes are not chosen together, since nothing is done with both.
        chosen = notes if notes and current in self._acts.scene.notes else [
            key for key in keys if key in self._acts.scene.areas
        ]  # fmt: skip
        self._acts.choice.set(chosen, current)
        self._following = False

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The board's keys, and those of a list."""
        if self.state() is QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        key, ctrl = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not ctrl:
            self._open(self.currentIndex())
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._acts.take_out()
        elif key == Qt.Key.Key_F2:
            self.rename_current()
        elif ctrl and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._to_next_theme(-1 if key == Qt.Key.Key_Up else 1)
        elif ctrl and key == Qt.Key.Key_A:
            self._acts.choice.set(self._acts.scene.notes, self._acts.choice.current)
        elif event.text() and not ctrl and event.text().isprintable():
            event.ignore()  # a letter is a key of the page, and no search in the list
        else:
            super().keyPressEvent(event)

    def _to_next_theme(self, by: int) -> None:
        """Move the chosen notes to the theme above or below; above the first one they are loose."""
        scene, notes = self._acts.scene, self._acts.notes
        if not notes:
            return
        order = ["", *scene.areas]
        at = order.index(scene.notes[notes[-1]].area or "") + by
        if not 0 <= at < len(order):
            self._acts.desk.told.emit(_("There is no theme in that direction."))
        elif order[at]:
            self._acts.put_in(notes, order[at])
        else:
            self._acts.take_out()

    def rename_current(self) -> None:
        """Write the title of the theme in hand where it stands."""
        held = self._acts.theme
        row = self.rows.row(held.id) if held else None
        if row is None:
            self._acts.desk.told.emit(_("Choose a theme, or a note in one, to rename it."))
        else:
            self.edit(self.rows.index(row))

    def go(self, way: ways.Way) -> None:
        """Go a line up or down."""
        row = self.currentIndex().row() + way[1]
        if 0 <= row < self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(row))

    def _open(self, index: Index) -> None:
        if not index.isValid():
            return
        key = self.rows.key(index.row())
        if key in self._acts.scene.notes:
            self.opened.emit(key)
        elif key:
            self.rename_current()

    def _want_menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if index.isValid() and not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)
        self.menu_wanted.emit(self.viewport().mapToGlobal(at))

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in another look."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self.viewport().update()

    @property
    def scene_shown(self) -> Scene:
        """What the lines are about."""
        return self._acts.scene


class _Line(QStyledItemDelegate):
    """Draws a line: a head with letter, title and count, or a note with number and words."""

    def __init__(self, outline: Outline) -> None:
        super().__init__(outline)
        self._outline = outline

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(ROW)
        return QSize(300, _LINE if row.note else _HEAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, row = theme.colours(), index.data(ROW)
        rect = _room(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.note:
            self._draw_note(painter, rect, row.key, chosen=chosen)
        else:
            self._draw_head(painter, rect, row.key, chosen=chosen)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(look.ink), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(-3, 0, 3, 0), 7, 7)
        painter.restore()

    def _draw_head(self, painter: QPainter, rect: QRect, key: str, *, chosen: bool) -> None:
        look, scene = theme.colours(), self._outline.scene_shown
        area = scene.areas.get(key)
        left = rect.left() + 4
        if area is not None and area.theme is not None:
            paper = look.notes[area.theme.colour]
            painter.setFont(theme.font(bold=True))
            wide = max(30, painter.fontMetrics().horizontalAdvance(area.theme.letter) + 14)
            chip = QRect(left, rect.bottom() - 35, wide, 29)
            painter.setPen(QPen(rim(paper), 1))
            painter.setBrush(QColor(paper))
            painter.drawRoundedRect(chip, 4, 4)
            painter.setPen(QColor(look.ink_on_note))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, area.theme.letter)
            left = chip.right() + 12
            count = area.count
            title = area.theme.title
            if area.holds:
                held = _("with {titles}").format(titles=", ".join(area.holds))
                title = f"{title}  ({held})"
        else:
            count = sum(scene.notes[note].shown for note in scene.loose)
            title = _("Loose ideas")
        room = QRect(left, rect.bottom() - 36, rect.right() - left - 60, 31)
        painter.setFont(theme.font(19, bold=True))
        painter.setPen(QColor(look.ink))
        text = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        after = room.adjusted(painter.fontMetrics().horizontalAdvance(text) + 10, 1, 60, 0)
        painter.setFont(theme.font())
        painter.setPen(QColor(look.quiet))
        painter.drawText(after, Qt.AlignmentFlag.AlignVCenter, str(count))
        if chosen:
            painter.setPen(QPen(QColor(look.accent), 2.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0, 8, 0, -2), 6, 6)

    def _draw_note(self, painter: QPainter, rect: QRect, key: str, *, chosen: bool) -> None:
        look, note = theme.colours(), self._outline.scene_shown.notes[key]
        paper = look.notes[note.colour]
        slip = rect.adjusted(0, 2, 0, -2)
        hit = key in self._outline.hits
        edge = QColor(look.accent) if chosen else QColor(look.dot) if hit else rim(paper)
        painter.setPen(QPen(edge, 2.5 if chosen or hit else 1))
        painter.setBrush(QColor(paper))
        painter.drawRoundedRect(slip, 5, 5)
        inside = slip.adjusted(12, 0, -12, 0)
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(look.quiet_on_note))
        painter.drawText(inside.adjusted(0, 0, 0, 0), centre, str(note.idea.number))
        wide = painter.fontMetrics().horizontalAdvance(note.foot)
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | centre, note.foot)
        room = inside.adjusted(54, 0, -wide - 16, 0)
        painter.setFont(theme.font())
        painter.setPen(QColor(look.ink_on_note))
        words = painter.fontMetrics().elidedText(
            note.words[:500], Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, centre, words)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = super().createEditor(parent, option, index)
        editor.setAccessibleName(_("Title"))
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(_room(option.rect).adjusted(42, 12, -60, -4))


def _room(rect: QRect) -> QRect:
    """The middle of a wide window, since long lines are hard to follow."""
    wide = min(rect.width() - 40, _WIDEST)
    left = rect.left() + (rect.width() - wide) // 2
    return QRect(left, rect.top(), wide, rect.height())


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    """Rows that follow each other, each run by its first and last."""
    first = 0
    for at, row in enumerate(rows):
        if at + 1 == len(rows) or rows[at + 1] != row + 1:
            yield rows[first], row
            first = at + 1
