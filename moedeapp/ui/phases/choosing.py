"""Which themes and ideas a vote is about."""

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from moedeapp.model.board import by_lead, by_theme, in_play, leading_themes
from moedeapp.model.commands import evening, rounds
from moedeapp.model.meeting import Phase, Round
from moedeapp.texts import _, ideas, too_many
from moedeapp.ui.desk import Desk
from moedeapp.ui.labels import button, column, label, plain_tip, row
from moedeapp.ui.phases.ballots import has_slips, round_name
from moedeapp.ui.phases.page import empty
from moedeapp.ui.phases.practice import Practice
from moedeapp.ui.phases.side import Side
from moedeapp.ui.ticks import TickLines
from moedeapp.ui.unfold import Unfold

Index = QModelIndex | QPersistentModelIndex
_CHECKED: Final = Qt.CheckState.Checked


@dataclass(frozen=True, slots=True)
class Candidate:
    """A theme, or a loose idea, that may become a proposal."""

    key: str
    words: str
    count: int


class Candidates(QAbstractListModel):
    """Candidates with a tick; themes are ticked from the start, ideas are not."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[Candidate] = []
        self._ticked: dict[str, bool] = {}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many candidates there are."""
        return 0 if parent.isValid() else len(self._all)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A candidate's words, and whether it is ticked."""
        candidate = self._all[index.row()]
        words = f"{candidate.words}  ·  {ideas(candidate.count)}"
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(words)
        if role == Qt.ItemDataRole.CheckStateRole:
            return _CHECKED if self._ticked[candidate.key] else Qt.CheckState.Unchecked
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every candidate can be ticked."""
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick, or take the tick away."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self._ticked[self._all[index.row()].key] = Qt.CheckState(value) == _CHECKED
        self.dataChanged.emit(index, index, [role])
        return True

    def follow(self, candidates: list[Candidate], themes: set[str]) -> None:
        """Offer these; what was ticked stays ticked."""
        if candidates != self._all:
            self.beginResetModel()
            self._all = candidates
            self._ticked = {c.key: self._ticked.get(c.key, c.key in themes) for c in candidates}
            self.endResetModel()

    def tick_all(self, ticked: bool) -> None:
        """Tick everything, or nothing."""
        self._ticked = dict.fromkeys(self._ticked, ticked)
        self.dataChanged.emit(
            self.index(0), self.index(len(self._all) - 1), [Qt.ItemDataRole.CheckStateRole]
        )

    def ticked(self) -> list[str]:
        """The keys of what is ticked, from the top."""
        return [candidate.key for candidate in self._all if self._ticked[candidate.key]]


class Choosing(QWidget):
    """The list to tick in; `side` is the panel beside it.

    `back` tells that the round before is wanted after all.
    """

    back: Final = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._model = Candidates()
        self.candidates = QListView()
        self.candidates.setModel(self._model)
        self.candidates.setItemDelegate(TickLines(self.candidates))
        self.candidates.setAccessibleName(_("What the vote is about"))
        self.candidates.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.candidates.setUniformItemSizes(True)
        self.candidates.setMinimumHeight(168)
        self.candidates.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._words = label(_("Tick what the hall is to vote on"), "section", wrap=True)
        self.all = button(_("Tick all"), lambda: self._model.tick_all(True), "plain")
        self.none = button(_("Tick none"), lambda: self._model.tick_all(False), "plain")
        self._head = QWidget()
        head = row(self._words, self.all, self.none, gap=6)
        head.setStretch(0, 1)
        self._head.setLayout(head)
        self._empty = empty(_("Gather ideas in themes first, and they can be voted on here."))
        laid = column(self._head, self.candidates, self._empty, 1, gap=8, into=QVBoxLayout(self))
        laid.setStretchFactor(self.candidates, 1000)
        self._lay_side()
        self._model.dataChanged.connect(self._recount)
        self._model.modelReset.connect(self._recount)

    def _lay_side(self) -> None:
        self._count = label(wrap=True)
        self._many = label(too_many(), "warn", wrap=True)
        self._rules = label(
            _(
                "The rules stand ready and can be changed until the vote opens. Nobody can see a "
                "count while it is open."
            ),
            "quiet",
            wrap=True,
        )
        self.prepare_button = button(_("Prepare the vote"), self.prepare, "primary")
        self.to_themes = button(
            _("Go to the themes"), lambda: self._desk.do(evening.go_to(Phase.THEMES)), "primary"
        )
        self.practice = Practice(self._desk)
        self.trying = Unfold(_("Try it first: a practice vote"), self.practice)
        self.trying.unfolded.connect(self.practice.begin)
        self._back = button("", self.back.emit, "plain")
        self.side = Side()
        self.side.lay(
            [
                label(_("The next vote"), "section"),
                self._count,
                self._many,
                self._rules,
                self.trying,
                self._back,
            ],
            [self.prepare_button, self.to_themes],
        )

    def begin(self) -> None:
        """Stand in the list, or on the way to the themes while there is nothing to tick."""
        place = self.to_themes if self.candidates.isHidden() else self.candidates
        place.setFocus(Qt.FocusReason.OtherFocusReason)
        if place is self.candidates and not self.candidates.currentIndex().isValid():
            self.candidates.setCurrentIndex(self._model.index(0))

    def refresh(self, before: Round | None = None) -> None:
        """Offer the themes, then the loose ideas; `before` is a round that can be gone back to."""
        meeting, question = self._desk.state, self._desk.question_key
        groups, leads = by_theme(meeting), by_lead(meeting)
        themes = leading_themes(meeting, question)
        found = [
            Candidate(
                each.id,
                f"{each.letter}  {each.title}",
                sum(in_play(idea) for idea in groups.get(each.id, [])),
            )
            for each in themes
        ]
        for idea in groups.get(None, []):
            if idea.question == question and in_play(idea) and idea.merged_into is None:
                words = " ".join(idea.text.split())
                found.append(Candidate(idea.id, f"{idea.number}  {words}", len(leads[idea.id])))
        self._model.follow(found, {each.id for each in themes})
        for part in (self._head, self.candidates, self.prepare_button, self._count, self._rules):
            part.setVisible(bool(found))
        for part in (self._empty, self.to_themes):
            part.setVisible(not found)
        self._back.setVisible(before is not None)
        if before is not None:
            self._back.setText(_("Back to {round}").format(round=round_name(before).lower()))
            self._back.setAccessibleName(self._back.text())
        self._recount()

    def _recount(self) -> None:
        count = len(self._model.ticked())
        self._count.setText(
            _("Proposals chosen: {count}. Dots for each: {dots}, at most {cap} on one.").format(
                count=count, dots=rounds.usual_dots(count), cap=rounds.CAP
            )
        )
        self._many.setVisible(count > rounds.MANY_PROPOSALS)
        self.prepare_button.setEnabled(count >= rounds.FEWEST_PROPOSALS)

    def prepare(self) -> None:
        """Freeze copies of what is ticked as the proposals of a round, by the usual rules."""
        self._desk.do(
            rounds.prepare(
                self._model.ticked(),
                question=self._desk.question_key,
                open_access=not has_slips(self._desk.state),
            )
        )
