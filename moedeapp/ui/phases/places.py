"""The list of a result: places, bars and numbers in columns, and in words for those who hear it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from moedeapp.model.meeting import Meeting, Round
from moedeapp.model.ranking import TOP, Place, places
from moedeapp.texts import (
    _,
    at_least,
    before_correction,
    bridge,
    dots,
    field,
    margin,
    number,
    persons,
    pgettext,
    rank,
)
from moedeapp.ui import theme
from moedeapp.ui.bars import draw_bar
from moedeapp.ui.wrapped import Wrapped

Index = QModelIndex | QPersistentModelIndex
PLACE: Final = int(Qt.ItemDataRole.UserRole)
_CENTRE: Final = Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | _CENTRE


@dataclass(frozen=True, slots=True)
class Shown:
    """One place in the list; `below` says what lies between it and the next,
    by the numbers of the proposals, which stand beside them."""

    place: Place
    most: int
    """dots of the first place, for the length of the bar"""
    below: str = ""
    stickers: bool = False
    """sticker dots were added, so persons are known as "at least" only"""
    sealed_tables: bool = False
    """the tables are told as they were before a correction"""
    in_hall: bool = False
    """the hall sees it"""

    @property
    def persons(self) -> str:
        """How many gave it dots, in figures."""
        found = number(self.place.persons)
        return at_least(found) if self.stickers else found

    @property
    def tables(self) -> str:
        """At how many tables it has support, in figures; a dash when tables are not told of."""
        result = self.place.sealed
        if result.support is None or result.tables is None:
            return "–"
        return f"{number(result.support)}/{number(result.tables)}"

    def cells(self) -> tuple[str, ...]:
        """What stands in the columns of `headings`; the bar has no words."""
        place = self.place
        return (
            rank(place.rank), str(place.proposal.number), place.proposal.title, "",
            number(place.dots), self.persons, self.tables,
        )  # fmt: skip

    def under(self) -> str:
        """What stands below the title in small letters."""
        place = self.place
        said = [rank(place.rank, shared=True)] if place.shared else []
        if place.corrected:
            said.append(
                _("{dots}, {persons} before the correction").format(
                    dots=dots(place.sealed.dots), persons=persons(place.sealed.persons)
                )
            )
        return " · ".join([*said, *([self.below] if self.below else [])])

    def words(self) -> str:
        """The whole line in one sentence or two, for those who hear it."""
        place, result = self.place, self.place.sealed
        given = persons(place.persons)
        parts = [
            f"{rank(place.rank, shared=place.shared)}. {field('proposal')} "
            f"{place.proposal.number}: {place.proposal.title}",
            f"{dots(place.dots)}, {at_least(given) if self.stickers else given}",
        ]
        if result.support is not None and result.tables is not None:
            told = bridge(result.support, result.tables)
            parts.append(f"{told} ({before_correction()})" if self.sealed_tables else told)
        if self.in_hall:
            parts.append(_("The hall sees it"))
        return ". ".join([*parts, *([self.below] if self.below else [])])


def shown_places(meeting: Meeting, vote: Round, in_hall: int = 0) -> list[Shown]:
    """The list of a sealed round from the top; empty while there is no result.

    `in_hall` is how many lines, from the last, the hall sees.
    """
    listed = places(meeting, vote)
    between = [
        ""
        if upper.rank == lower.rank
        else margin(upper.dots - lower.dots, upper.proposal.number, lower.proposal.number)
        for upper, lower in pairwise(listed)
    ]
    most = listed[0].dots if listed else 0
    corrected = any(place.corrected for place in listed)
    return [
        Shown(place, most, below, vote.stickers, corrected, at >= len(listed) - in_hall)
        for at, (place, below) in enumerate(zip(listed, [*between, ""], strict=True))
    ]


class Places(QAbstractListModel):
    """The places from the top."""

    def __init__(self) -> None:
        super().__init__()
        self._places: list[Shown] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many proposals there are."""
        return 0 if parent.isValid() else len(self._places)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A place in words, or the whole of it."""
        shown = self._places[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return shown.words()
        return shown if role == PLACE else None

    def follow(self, shown: list[Shown]) -> None:
        """Show these places; the same proposals keep the place of the keyboard."""
        before, now = self._places, shown
        if [s.place.proposal.id for s in before] == [s.place.proposal.id for s in now]:
            self._places = shown
            if shown:
                self.dataChanged.emit(self.index(0), self.index(len(shown) - 1))
            return
        self.beginResetModel()
        self._places = shown
        self.endResetModel()


class PlacesList(QListView):
    """The list at its full height, so that the page scrolls and the list does not.

    `take` acts on a key before the list does and says whether it did; a page that scrolls would
    else take the arrows to the side.
    """

    def __init__(self, words: str, take: Callable[[QKeyEvent], bool]) -> None:
        super().__init__()
        self._take = take
        self.places = Places()
        self.setModel(self.places)
        self.setItemDelegate(_Line(self))
        self.setAccessibleName(words)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def follow(self, shown: list[Shown]) -> None:
        """Show these places."""
        self.places.follow(shown)
        self.doItemsLayout()
        self._fit()

    def _fit(self) -> None:
        rows = range(self.places.rowCount())
        self.setFixedHeight(sum(self.sizeHintForRow(row) for row in rows) + 2 * _FRAME)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Titles take more lines when there is less room."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.doItemsLayout()
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up and down, unless the key means something else here."""
        if not self._take(event):
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 (Qt's name)
        """Bring the line that the arrows stand on into sight."""
        super().currentChanged(current, previous)
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        inside = area.widget() if area is not None else None
        if area is None or inside is None or not current.isValid():
            return
        box = self.visualRect(current)
        for corner in (box.bottomLeft(), box.topLeft()):
            at = self.viewport().mapTo(inside, corner)
            area.ensureVisible(0, at.y(), 0, 12)


_FRAME: Final = 2
"""Width of the list's own edge, which the style sheet sets."""


class Heads(QWidget):
    """The headings above the list, in its columns."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(26)
        self.at_least = False
        """whether persons are told as "at least", which takes more room"""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw."""
        painter = QPainter(self)
        painter.setFont(theme.font(theme.SMALL, bold=True))
        painter.setPen(QColor(theme.colours().quiet))
        room = self.rect().adjusted(_FRAME + _EDGE, 0, -(_FRAME + _EDGE), 0)
        boxes = _columns(room, at_least=self.at_least)
        for at, (words, box) in enumerate(zip(headings(), boxes, strict=True)):
            painter.drawText(box, _RIGHT if at > 3 else _CENTRE, words)


def headings() -> tuple[str, ...]:
    """Place, number, proposal, the bar without a heading, dots, persons, tables."""
    place = pgettext("on a list", "Place")
    return (
        place, _("No."), field("proposal"), "", field("dots"), field("persons"), field("tables"),
    )  # fmt: skip


_EDGE: Final = 10
_LINE: Final = 28
"""Height of the first line of a place, in pixels."""

_BROAD: Final = 660
"""From this width on the bar has a column of its own; else it lies below the title."""


class _Line(QStyledItemDelegate):
    """Draws a place: its numbers above, and what lies below it in words."""

    def _laid(self, shown: Shown, room: QRect) -> tuple[list[QRect], Wrapped, Wrapped]:
        boxes = _columns(room, at_least=shown.stickers)
        title = Wrapped(shown.cells()[2], _title_font(shown), boxes[2].width())
        wide = room.right() - boxes[2].left()
        return boxes, title, Wrapped(shown.under(), theme.font(theme.SMALL), wide)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        assert isinstance(view, QListView)
        width = view.viewport().width()
        shown: Shown = index.data(PLACE)
        _boxes, title, under = self._laid(shown, QRect(0, 0, width - 2 * _EDGE, 0))
        bar = 0 if width >= _BROAD else 12
        return QSize(width, 8 + max(_LINE, title.height) + bar + under.height + 8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown: Shown = index.data(PLACE)
        look = theme.colours()
        whole: QRect = option.rect
        room = whole.adjusted(_EDGE, 8, -_EDGE, -8)
        boxes, title, under = self._laid(shown, room)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if shown.in_hall:
            painter.fillRect(
                QRect(whole.left(), whole.top() + 4, 4, whole.height() - 8), look.accent
            )
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.drawRoundedRect(whole.adjusted(6, 1, -1, -1), 6, 6)
        painter.setPen(QColor(look.ink))
        title.draw(painter, boxes[2].left(), room.top() + max(0, _LINE - title.height) / 2)
        bottom = room.top() + max(_LINE, title.height)
        self._numbers(painter, shown, boxes)
        part = shown.place.dots / shown.most if shown.most else 0.0
        colour = "" if shown.place.rank <= TOP else look.edge
        if boxes[3].width():
            draw_bar(painter, QRectF(boxes[3].adjusted(0, 4, 0, -4)), part, colour)
        else:
            thin = QRectF(boxes[2].left(), bottom + 3, boxes[2].width(), 7)
            draw_bar(painter, thin, part, colour)
            bottom += 12
        painter.setPen(QColor(look.quiet))
        under.draw(painter, boxes[2].left(), bottom)
        painter.restore()

    def _numbers(self, painter: QPainter, shown: Shown, boxes: list[QRect]) -> None:
        cells = shown.cells()
        painter.setFont(_title_font(shown))
        painter.drawText(boxes[0], _CENTRE, cells[0])
        painter.setFont(theme.font(20, bold=True))
        painter.drawText(boxes[4], _RIGHT, cells[4])
        painter.setFont(theme.font())
        painter.drawText(boxes[1], _CENTRE, cells[1])
        painter.drawText(boxes[5], _RIGHT, cells[5])
        painter.drawText(boxes[6], _RIGHT, cells[6])


def _title_font(shown: Shown) -> QFont:
    return theme.font(20, bold=shown.place.rank <= TOP)


def _columns(room: QRect, *, at_least: bool) -> list[QRect]:
    """Place, number, proposal, bar, dots, persons, tables; without a bar where it is narrow."""
    broad = room.width() + 2 * _EDGE >= _BROAD
    gap = 12 if broad else 8
    fixed = {0: 46, 1: 34, 4: 56, 5: 74, 6: 56} if broad else {0: 38, 1: 28, 4: 50, 5: 60, 6: 44}
    if at_least:
        fixed[5] = 92  # "mindst 119"
    free = room.width() - sum(fixed.values()) - (6 if broad else 5) * gap
    bar = int(free * 0.36) if broad else 0
    widths = {**fixed, 2: max(80, free - bar), 3: bar}
    found, left = [], room.left()
    for at in range(7):
        found.append(QRect(QPoint(left, room.top()), QSize(widths[at], _LINE)))
        left += widths[at] + (gap if widths[at] else 0)
    return found
