"""The phase Result: places, dots, persons, and what lies between them in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
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
)

from moedeapp.model.changes import Change
from moedeapp.model.counting import Line, Option, ranked
from moedeapp.model.meeting import Meeting, Proposal, Round, RoundState, numbered
from moedeapp.texts import (
    _,
    advisory,
    dots,
    field,
    margin,
    name,
    persons,
    rank,
    slips,
    turnout,
    unused,
)
from moedeapp.ui import theme
from moedeapp.ui.bars import draw_bar
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice
from moedeapp.ui.labels import column, label, row
from moedeapp.ui.phases.ballots import proposals_of
from moedeapp.ui.phases.page import Page, empty

Index = QModelIndex | QPersistentModelIndex
PLACE: Final = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Place:
    """One proposal in the list; `below` says what lies between it and the next."""

    proposal: Proposal
    line: Line
    most: int
    """dots of the first place, for the length of the bar"""
    below: str = ""


def places(meeting: Meeting, vote: Round) -> list[Place]:
    """The list of a closed round from the top; empty while there is no result."""
    found = {p.id: p for p in proposals_of(meeting, vote) if p.id in meeting.results}
    lines = ranked(
        [Option(p.id, p.title) for p in found.values()],
        {key: meeting.results[key].dots for key in found},
        {key: meeting.results[key].persons for key in found},
    )
    between = [
        "" if upper.rank == lower.rank else margin(upper.dots - lower.dots, upper.rank, lower.rank)
        for upper, lower in pairwise(lines)
    ]
    most = lines[0].dots if lines else 0
    return [
        Place(found[line.option.id], line, most, below)
        for line, below in zip(lines, [*between, ""], strict=True)
    ]


class ResultPage(Page):
    """The result of one closed round."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._question = label(look="eyebrow")
        self._head = label(_("What we put first"), "heading")
        self.round = Choice(_("Vote"))
        self.round.activated.connect(lambda: self.refresh(()))
        self._turnout = label(look="lead")
        self._advisory = label(advisory(), "quiet")
        self._counted = label(look="quiet", wrap=True)
        self._model = Places()
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Row(self.list))
        self.list.setAccessibleName(_("Result"))
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._empty = empty(_("There is no result yet. It comes when a vote is closed."))
        foot = row(self._counted, self._advisory, gap=24)
        foot.setStretch(0, 1)
        whole = column(
            self._question,
            row(self._head, self.round, 1, self._turnout),
            self.list,
            self._empty,
            foot,
            gap=8,
        )
        whole.setStretchFactor(self.list, 1)
        whole.setContentsMargins(theme.MARGIN, 22, theme.MARGIN, 16)
        self.setLayout(whole)

    def begin(self) -> None:
        """Stand in the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, changes: Sequence[Change]) -> None:
        """Show the round that is chosen, by default the last one that was closed."""
        closed = [
            vote
            for vote in reversed(numbered(self.state.rounds))
            if vote.state is RoundState.CLOSED
        ]
        self.round.offer(
            {vote.id: _("Round {number}").format(number=vote.number) for vote in closed}
        )
        self.round.setVisible(len(closed) > 1)
        for part in (self._head, self._turnout, self.list, self._advisory, self._counted):
            part.setVisible(bool(closed))
        self._question.setVisible(bool(closed))
        self._empty.setVisible(not closed)
        self._model.follow([])
        if closed:
            self._show(self.state.rounds[self.round.chosen()])

    def _show(self, vote: Round) -> None:
        self._question.setText(self.state.questions[vote.question].words)
        self._turnout.setText(turnout(vote.cast, vote.handed_out))
        self._model.follow(places(self.state, vote))
        parts = [unused(vote.unused)]
        if vote.blank:
            parts.append(_("{slips} without dots").format(slips=slips(vote.blank)))
        parts += [
            _("Rejected, {reason}: {count}").format(reason=name(row.reason), count=row.count)
            for row in self.state.rejected.values()
            if row.round == vote.id and row.count
        ]
        self._counted.setText(". ".join(parts) + ".")


class Places(QAbstractListModel):
    """The places from the top."""

    def __init__(self) -> None:
        super().__init__()
        self._places: list[Place] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many proposals there are."""
        return 0 if parent.isValid() else len(self._places)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A place in one sentence, or the whole of it."""
        place = self._places[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            line = place.line
            return ". ".join(
                part
                for part in (
                    f"{rank(line.rank, shared=line.shared)}. {field('proposal')} "
                    f"{place.proposal.number}: {place.proposal.title}",
                    f"{dots(line.dots)}, {persons(line.persons)}",
                    place.below,
                )
                if part
            )
        return place if role == PLACE else None

    def follow(self, places: list[Place]) -> None:
        """Show these places."""
        self.beginResetModel()
        self._places = places
        self.endResetModel()


class _Row(QStyledItemDelegate):
    """Draws a place: rank, proposal, bar, dots and persons, and the margin below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(600, 74)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place: Place = index.data(PLACE)
        room: QRect = option.rect.adjusted(6, 4, -6, 0)
        line = place.line
        upper = QRect(room.left(), room.top(), room.width(), 44)
        painter.save()
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.ACCENT), 2))
            painter.drawRoundedRect(upper.adjusted(-4, 0, 4, 0), 6, 6)
        columns = _columns(upper)
        centre = Qt.AlignmentFlag.AlignVCenter
        top = line.rank <= 3
        painter.setPen(QColor(theme.INK))
        painter.setFont(theme.font(20, bold=top))
        painter.drawText(columns[0], centre, rank(line.rank))
        words = f"{place.proposal.title}"
        painter.drawText(columns[1], centre, _cut(painter, words, columns[1].width()))
        part = line.dots / place.most if place.most else 0.0
        draw_bar(painter, QRectF(columns[2].adjusted(0, 8, 0, -8)), part)
        painter.setPen(QColor(theme.INK))
        painter.setFont(theme.font(20, bold=True))
        painter.drawText(columns[3], Qt.AlignmentFlag.AlignRight | centre, dots(line.dots))
        painter.setPen(QColor(theme.QUIET))
        painter.setFont(theme.font())
        painter.drawText(columns[4], Qt.AlignmentFlag.AlignRight | centre, persons(line.persons))
        painter.setFont(theme.font(theme.SMALL))
        under = QRect(columns[1].left(), upper.bottom(), room.width() - columns[0].width(), 24)
        said = [_("Proposal {number}").format(number=place.proposal.number)]
        if line.shared:
            said.append(rank(line.rank, shared=True))
        said += [place.below] if place.below else []
        painter.drawText(under, " · ".join(said))
        painter.restore()


def _columns(room: QRect) -> list[QRect]:
    """Rank, proposal, bar, dots, persons."""
    fixed = 48 + 130 + 130 + 3 * 14
    free = room.width() - fixed
    widths = [48, int(free * 0.52), int(free * 0.48), 130, 130]
    found, left = [], room.left()
    for at, width in enumerate(widths):
        found.append(QRect(left, room.top(), width, room.height()))
        left += width + (14 if at else 0)
    return found


def _cut(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
