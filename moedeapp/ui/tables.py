"""Plain tables of words: one model and one way they look."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFocusEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from moedeapp.ui import theme
from moedeapp.ui.labels import plain_tip

Index = QModelIndex | QPersistentModelIndex
Edit = Callable[[str, int, str], bool]
"""Does the act of an edited cell: the row's key, the column, the words."""


class Rows(QAbstractTableModel):
    """Rows of words, each with the key of what it shows."""

    def __init__(
        self, heads: Sequence[str], *, edit: Edit | None = None, fixed: Sequence[int] = ()
    ) -> None:
        super().__init__()
        self._heads = list(heads)
        self._edit = edit
        self._fixed = fixed
        self._rows: list[tuple[str, tuple[str, ...]]] = []
        self.strong: frozenset[int] = frozenset()
        """columns in bold"""
        self.right: frozenset[int] = frozenset()
        """columns of figures, set to the right"""
        self.editable = True
        """whether cells that may be edited may be so now"""

    def follow(self, rows: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        """Show these rows, each a key and its words."""
        if list(rows) == self._rows:
            return
        if [key for key, _ in rows] == [key for key, _ in self._rows]:
            self._rows = list(rows)
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self._heads) - 1))
        else:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()

    def key(self, row: int) -> str:
        """The key of what a row shows."""
        return self._rows[row][0]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's words and how they stand."""
        column = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._rows[index.row()][1][column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(str(self._rows[index.row()][1][column]))
        if role == Qt.ItemDataRole.FontRole:
            return theme.font(bold=column in self.strong)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight if column in self.right else Qt.AlignmentFlag.AlignLeft
            )
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A column's heading."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight if section in self.right else Qt.AlignmentFlag.AlignLeft
            )
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells that may be edited say so."""
        flags = super().flags(index)
        if self._edit is not None and self.editable and index.column() not in self._fixed:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Do the act of an edited cell."""
        key, words = self._rows[index.row()]
        if self._edit is None or value == words[index.column()]:
            return False
        return self._edit(key, index.column(), str(value))


class _Cells(QStyledItemDelegate):
    """Knows that the style sheet's padding takes room from the words, which Qt forgets."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        narrower = QStyleOptionViewItem(option)
        # The binding's stubs do not tell of the option's own fields.
        narrower.rect = option.rect.adjusted(0, 0, -2 * PADDING, 0)
        return super().sizeHint(narrower, index)


PADDING: Final = 8
"""At each side of a cell's words, in pixels, as the style sheet has it."""


class Table(QTableView):
    """A table without lines between columns; rows are as high as their words.

    A whole table is as high as its rows, and leaves scrolling to what it stands in.
    """

    def __init__(
        self,
        name: str,
        rows: Rows,
        *,
        stretch: Sequence[int],
        widths: dict[int, int],
        whole: bool = False,
    ) -> None:
        super().__init__()
        self._whole = whole
        self._widths = widths
        self.setAccessibleName(name)
        self.setModel(rows)
        self.setItemDelegate(_Cells(self))
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(44)
        self.verticalHeader().setMinimumSectionSize(44)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        for at in range(rows.columnCount()):
            head.setSectionResizeMode(
                at,
                QHeaderView.ResizeMode.Stretch if at in stretch else QHeaderView.ResizeMode.Fixed,
            )
            if at in widths:
                self.setColumnWidth(at, widths[at])
        head.sectionResized.connect(self._fit)
        rows.dataChanged.connect(self._fit)
        rows.modelReset.connect(self._fit)
        if whole:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _fit(self) -> None:
        self.resizeRowsToContents()
        if self._whole:
            rows = sum(self.rowHeight(at) for at in range(self.model().rowCount()))
            self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows + 8)

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the columns to the words above them, and the rows to the width they get."""
        super().showEvent(event)
        head = self.horizontalHeader()
        for at, wide in self._widths.items():
            self.setColumnWidth(at, max(wide, head.sectionSizeHint(at)))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the rows once more: while the columns are told of, the room is still the old one."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def chosen(self) -> list[str]:
        """The keys of the rows that are chosen, from the top."""
        rows = self.model()
        assert isinstance(rows, Rows)
        return [
            rows.key(index.row())
            for index in sorted(self.selectionModel().selectedRows(), key=QModelIndex.row)
        ]

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand somewhere when the keyboard comes in."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
