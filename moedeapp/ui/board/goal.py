"""Which theme: by its letter, by its words, or a new one. One line and Enter."""

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from moedeapp.model.meeting import Theme
from moedeapp.texts import _, field
from moedeapp.texts import ideas as ideas_in_words
from moedeapp.ui import theme as look
from moedeapp.ui.board.overlay import Overlay
from moedeapp.ui.board.pictures import rim
from moedeapp.ui.board.scene import Scene
from moedeapp.ui.board.things import Area
from moedeapp.ui.fields import Line
from moedeapp.ui.labels import OneLine, column
from moedeapp.ui.ticks import Index

WIDTH: Final = 340
_ROW: Final = 36
_ROWS: Final = 6
_AREA: Final = Qt.ItemDataRole.UserRole
_NEW: Final = _AREA + 1


class Goal(Overlay):
    """A line to write in, and below it the themes that fit.

    `picked` carries the key of a theme, `named` the title of one that is not there yet.
    """

    picked: Final = Signal(str)
    named: Final = Signal(str)

    def __init__(self, scene: Scene, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self._scene = scene
        self._head = OneLine("eyebrow")
        self.line = Line(field("theme"), hint=_("Name of the theme, or its letter"))
        self.line.textEdited.connect(self._offer)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Themes"))
        self.list.setItemDelegate(_Row(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFocusProxy(self.line)
        self.list.itemClicked.connect(self._take)
        column(self._head, self.line, self.list, gap=6, into=QVBoxLayout(self)).setContentsMargins(
            12, 10, 12, 10
        )

    def ask(self, chosen: list[str]) -> None:
        """Ask for the theme of these notes; for a theme to go to when there are none."""
        if len(chosen) == 1:
            number = self._scene.notes[chosen[0]].idea.number
            words = _("Theme for idea {number}").format(number=number)
        elif chosen:
            words = _("Theme for {ideas}").format(ideas=ideas_in_words(len(chosen)))
        else:
            words = _("A new theme, or one to go to")
        self._head.setText(words)
        self.line.setAccessibleDescription(words)
        self.line.clear()
        self._offer("")
        self.open_up()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # --- what fits

    def _offer(self, typed: str) -> None:
        words = typed.strip().casefold()
        areas = [area for area in self._scene.areas.values() if area.theme]
        exact = [area for area in areas if words and words in _names(area)]
        starts = [area for area in areas if area not in exact and _starts(area, words)]
        holds = [
            area
            for area in areas
            if area not in exact and area not in starts and words in _title(area).casefold()
        ]
        self.list.clear()
        for area in (*exact, *starts, *holds):
            self._add(f"{_letter(area)}  {_title(area)}", _AREA, area)
        if words and not exact:
            new = typed.strip()
            self._add(_("New theme: {title}").format(title=new), _NEW, new)
        self.list.setCurrentRow(0)
        rows = min(_ROWS, self.list.count())
        self.list.setFixedHeight(rows * _ROW + 4)
        self.list.setVisible(rows > 0)
        self.adjustSize()
        self._say()

    def _add(self, words: str, role: int, value: object) -> None:
        item = QListWidgetItem(words)
        item.setData(role, value)
        item.setSizeHint(QSize(WIDTH - 40, _ROW))
        self.list.addItem(item)

    def _say(self) -> None:
        item = self.list.currentItem()
        self.line.setToolTip(item.text() if item else "")

    # --- choosing

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Arrows and Enter in the line are for the list."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() is QEvent.Type.FocusOut and not self.underMouse():
            self.hide()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._name()
            else:
                self._take(self.list.currentItem())
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.list.count():
            by = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + by) % self.list.count())
            self._say()
        else:
            return False
        return True

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        area = item.data(_AREA)
        if isinstance(area, Area) and area.theme:
            self.hide()
            self.picked.emit(area.theme.id)
        else:
            self._name()

    def _name(self) -> None:
        title = self.line.text().strip()
        if title:
            self.hide()
            self.named.emit(title)


def _held(area: Area) -> Theme:
    assert area.theme is not None
    return area.theme


def _letter(area: Area) -> str:
    return _held(area).letter


def _title(area: Area) -> str:
    return _held(area).title


def _names(area: Area) -> tuple[str, str]:
    return _letter(area).casefold(), _title(area).casefold()


def _starts(area: Area, words: str) -> bool:
    title = _title(area).casefold()
    return title.startswith(words) or any(word.startswith(words) for word in title.split())


class _Row(QStyledItemDelegate):
    """Draws a theme with its letter, or what Enter would make."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = look.colours()
        rect = option.rect.adjusted(2, 2, -2, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(colours.accent), 1.5))
            painter.setBrush(QColor(colours.tint))
            painter.drawRoundedRect(rect, 6, 6)
        area = index.data(_AREA)
        left = rect.left() + 8
        painter.setFont(look.font(bold=True))
        if isinstance(area, Area):
            paper = colours.notes[_held(area).colour]
            wide = max(26, painter.fontMetrics().horizontalAdvance(_letter(area)) + 10)
            chip = rect.adjusted(6, 4, 0, -4)
            chip.setWidth(wide)
            painter.setPen(QPen(rim(paper), 1))
            painter.setBrush(QColor(paper))
            painter.drawRoundedRect(chip, 4, 4)
            painter.setPen(QColor(colours.ink_on_note))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, _letter(area))
            left = chip.right() + 10
            painter.setFont(look.font())
            words, count = _title(area), str(area.count)
        else:
            words, count = str(index.data()), "Ctrl+⏎" if index.row() else "⏎"
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(colours.quiet))
        painter.setFont(look.font(look.SMALL))
        counted = painter.fontMetrics().horizontalAdvance(count) + 8
        painter.drawText(rect.adjusted(0, 0, -8, 0), Qt.AlignmentFlag.AlignRight | centre, count)
        painter.setFont(look.font())
        painter.setPen(QColor(colours.ink))
        room = rect.adjusted(left - rect.left(), 0, -counted - 8, 0)
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | centre, cut)
        painter.restore()
