"""The phase Result: places, dots, persons, tables, and what lies between them in words."""

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
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from moedeapp.model.changes import Change
from moedeapp.model.meeting import (
    Agreement,
    Meeting,
    Round,
    RoundKind,
    RoundState,
    numbered,
)
from moedeapp.model.ranking import Place, places, proposals_of, ties
from moedeapp.texts import (
    _,
    about_those_present,
    access,
    advisory,
    at_least,
    before_correction,
    bridge,
    channels,
    contested,
    dots,
    field,
    margin,
    name,
    number,
    persons,
    pgettext,
    rank,
    slips,
    tie,
    turnout,
    unused,
)
from moedeapp.ui import theme
from moedeapp.ui.bars import draw_bar
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice
from moedeapp.ui.labels import column, label, row
from moedeapp.ui.phases.page import Page, empty
from moedeapp.ui.phases.second_lists import SecondLists
from moedeapp.ui.tables import Rows, Table

Index = QModelIndex | QPersistentModelIndex
PLACE: Final = int(Qt.ItemDataRole.UserRole)


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
        return ". ".join([*parts, *([self.below] if self.below else [])])


def shown_places(meeting: Meeting, vote: Round) -> list[Shown]:
    """The list of a sealed round from the top; empty while there is no result."""
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
        Shown(place, most, below, vote.stickers, corrected)
        for place, below in zip(listed, [*between, ""], strict=True)
    ]


class ResultPage(Page):
    """The result of one sealed round: the list at the left, the second lists at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._question = label(look="eyebrow")
        self._head = label(_("What we put first"), "heading")
        self.round = Choice(_("Vote"))
        self.round.activated.connect(lambda: self.refresh(()))
        self._turnout = label(look="lead")
        self._advisory = label(advisory(), "quiet")
        self._present = label(about_those_present(), "quiet", wrap=True)
        self._counted = label(look="quiet", wrap=True)
        self._ties = label(look="strong", wrap=True)
        self._model = Places()
        self._heads = Heads()
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Row(self.list))
        self.list.setAccessibleName(_("Result"))
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._answers = Rows([_("No."), field("proposal"), *(name(step) for step in Agreement)])
        self._answers.right = frozenset(range(2, 7))
        self.answers = Table(
            field("agreement"), self._answers, stretch=[1],
            widths={0: 56, **dict.fromkeys(range(2, 7), 104), 4: 160},
        )  # fmt: skip
        self.second = SecondLists(desk)
        self._empty = empty(_("There is no result yet. It comes when a vote is sealed."))
        left = column(
            self._question,
            row(self._head, self.round, 1, self._turnout),
            self._heads,
            self.list,
            self.answers,
            self._ties,
            self._counted,
            self._present,
            self._advisory,
            self._empty,
            gap=6,
        )
        for wide in (self.list, self.answers):
            left.setStretchFactor(wide, 1)
        left.setContentsMargins(theme.MARGIN, 22, 24, 14)
        whole = row(left, self.second, gap=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def begin(self) -> None:
        """Stand in the list."""
        front = self.answers if self.list.isHidden() else self.list
        front.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, changes: Sequence[Change]) -> None:
        """Show the round that is chosen, by default the last one that was sealed."""
        sealed = [
            vote
            for vote in reversed(numbered(self.state.rounds))
            if vote.state is RoundState.SEALED and not vote.practice
        ]
        known = [self.round.itemData(at) for at in range(self.round.count())]
        self.round.offer(
            {vote.id: _("Round {number}").format(number=vote.number) for vote in sealed}
        )
        if sealed and sealed[0].id not in known:
            self.round.follow(sealed[0].id)
        self.round.setVisible(len(sealed) > 1)
        for part in (
            self._question, self._head, self._turnout, self._advisory, self._counted, self._present,
        ):  # fmt: skip
            part.setVisible(bool(sealed))
        vote = self.state.rounds[self.round.chosen()] if sealed else None
        self._empty.setVisible(vote is None)
        by_dots = vote is not None and vote.kind is RoundKind.DOTS
        self._heads.setVisible(by_dots)
        self.list.setVisible(by_dots)
        self.answers.setVisible(vote is not None and not by_dots)
        self._model.follow([])
        self._ties.hide()
        self.second.follow(vote if by_dots else None)
        if vote is not None:
            self._show(vote)

    def _show(self, vote: Round) -> None:
        self._question.setText(self.state.questions[vote.question].words)
        self._turnout.setText(turnout(vote.cast, vote.handed_out))
        self._counted.setText(". ".join(self._counts(vote)) + ".")
        if vote.kind is RoundKind.AGREEMENT:
            self._head.setText(_("How far we agree"))
            self._answers.follow(self._agreement(vote))
            return
        self._head.setText(_("What we put first"))
        self._model.follow(shown_places(self.state, vote))
        level = ties(places(self.state, vote))
        self._ties.setText(" ".join(tie(sorted(numbers), place) for place, numbers in level))
        self._ties.setVisible(bool(level))

    def _counts(self, vote: Round) -> list[str]:
        """What was counted besides dots and answers, as parts of one line."""
        parts = [access(open_to_all=vote.open_access).rstrip(".")]
        if vote.kind is RoundKind.DOTS:
            parts.append(unused(vote.unused))
        if vote.blank:
            parts.append(_("{slips} without dots").format(slips=slips(vote.blank)))
        if vote.channels:
            parts.append(_("Handed in by {channels}").format(channels=channels(vote.channels)))
        if vote.contested:
            parts.append(contested(vote.contested).rstrip("."))
        if vote.stickers:
            parts.append(_("With sticker dots persons are known as “at least”, and tables are not"))
        parts += [
            _("Rejected, {reason}: {count}").format(reason=name(row.reason), count=row.count)
            for row in self.state.rejected.values()
            if row.round == vote.id and row.count
        ]
        return parts

    def _agreement(self, vote: Round) -> list[tuple[str, tuple[str, ...]]]:
        """A row for each proposal, with what was said against it below its title."""
        rows = []
        for proposal in proposals_of(self.state, vote):
            said = [
                f"{field('objection')}: " + _("“{words}”").format(words=each.words)
                for each in self.state.objections.values()
                if each.proposal == proposal.id
            ]
            answer = self.state.answers[proposal.id]
            cells = (str(proposal.number), "\n".join([proposal.title, *sorted(said)]))
            rows.append((proposal.id, (*cells, *map(number, answer.counts))))
        return rows


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
        """Show these places."""
        self.beginResetModel()
        self._places = shown
        self.endResetModel()


class Heads(QWidget):
    """The headings above the list, in its columns."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(26)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw."""
        painter = QPainter(self)
        painter.setFont(theme.font(theme.SMALL, bold=True))
        painter.setPen(QColor(theme.colours().quiet))
        room = self.rect().adjusted(8, 0, -(8 + _BAR), 0)
        for at, (words, box) in enumerate(zip(headings(), _columns(room), strict=True)):
            side = Qt.AlignmentFlag.AlignRight if at > 3 else Qt.AlignmentFlag.AlignLeft
            painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, words)


def headings() -> tuple[str, ...]:
    """Place, number, proposal, the bar without a heading, dots, persons, tables."""
    place = pgettext("on a list", "Place")
    return (
        place, _("No."), field("proposal"), "", field("dots"), field("persons"), field("tables"),
    )  # fmt: skip


_BAR: Final = 14
"""Width of a scroll bar, which the style sheet sets."""


class _Row(QStyledItemDelegate):
    """Draws a place in columns: its numbers above, and what lies below it in words."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(600, 62)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown: Shown = index.data(PLACE)
        place = shown.place
        room: QRect = option.rect.adjusted(6, 4, -6, 0)
        upper = QRect(room.left(), room.top(), room.width(), 36)
        painter.save()
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.colours().accent), 2))
            painter.drawRoundedRect(upper.adjusted(-4, 0, 4, 0), 6, 6)
        boxes, cells = _columns(upper), shown.cells()
        centre = Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | centre
        painter.setPen(QColor(theme.colours().ink))
        painter.setFont(theme.font(20, bold=place.rank <= 3))
        painter.drawText(boxes[0], centre, cells[0])
        painter.drawText(boxes[2], centre, _cut(painter, cells[2], boxes[2].width()))
        part = place.dots / shown.most if shown.most else 0.0
        draw_bar(painter, QRectF(boxes[3].adjusted(0, 8, 0, -8)), part)
        painter.setPen(QColor(theme.colours().ink))
        painter.setFont(theme.font(20, bold=True))
        painter.drawText(boxes[4], right, cells[4])
        painter.setFont(theme.font())
        painter.drawText(boxes[1], centre, cells[1])
        painter.drawText(boxes[5], right, cells[5])
        painter.drawText(boxes[6], right, cells[6])
        painter.setPen(QColor(theme.colours().quiet))
        painter.setFont(theme.font(theme.SMALL))
        under = QRect(boxes[2].left(), upper.bottom(), room.right() - boxes[2].left(), 20)
        painter.drawText(under, " · ".join(_under(shown)))
        painter.restore()


def _under(shown: Shown) -> list[str]:
    place = shown.place
    said = [rank(place.rank, shared=True)] if place.shared else []
    if place.corrected:
        said.append(
            _("{dots}, {persons} before the correction").format(
                dots=dots(place.sealed.dots), persons=persons(place.sealed.persons)
            )
        )
    return [*said, *([shown.below] if shown.below else [])]


def _columns(room: QRect) -> list[QRect]:
    """Place, number, proposal, bar, dots, persons, tables."""
    fixed = {0: 56, 1: 40, 4: 70, 5: 88, 6: 64}
    gap = 12
    free = room.width() - sum(fixed.values()) - 6 * gap
    widths = {**fixed, 2: int(free * 0.66), 3: int(free * 0.34)}
    found, left = [], room.left()
    for at in range(7):
        found.append(QRect(left, room.top(), widths[at], room.height()))
        left += widths[at] + gap
    return found


def _cut(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
