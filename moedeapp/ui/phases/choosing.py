"""Which themes and ideas a vote is about, and under what rules."""

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from moedeapp.model.board import by_lead, by_theme, in_play, leading_themes
from moedeapp.model.commands import rounds
from moedeapp.model.meeting import RoundKind, SlipState
from moedeapp.texts import _, access, capital, field, ideas, name, too_many
from moedeapp.ui import theme
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice, Number, labelled
from moedeapp.ui.labels import button, column, label
from moedeapp.ui.phases.ballots import with_code
from moedeapp.ui.phases.page import empty, panel, scrolled
from moedeapp.ui.ticks import Tick, TickLines

Index = QModelIndex | QPersistentModelIndex
_CHECKED: Final = Qt.CheckState.Checked
_SLIPS, _OPEN = "slips", "open"


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
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{candidate.words}  ·  {ideas(candidate.count)}"
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

    def ticked(self) -> list[str]:
        """The keys of what is ticked, from the top."""
        return [candidate.key for candidate in self._all if self._ticked[candidate.key]]


class Choosing(QWidget):
    """The list to tick in; `side` is the panel with the rules."""

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
        self.candidates.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._words = label(_("Tick what the hall is to vote on"), "section")
        self._empty = empty(_("Gather ideas in themes first, and they can be voted on here."))
        laid = column(self._words, self.candidates, self._empty, 1, gap=8, into=QVBoxLayout(self))
        laid.setStretchFactor(self.candidates, 1000)
        self.dots = Number(field("dots"), most=100, nothing=_("by the number of proposals"))
        self.cap = Number(field("cap"), most=100, nothing=_("no limit"))
        self.cap.setValue(rounds.CAP)
        self.kind = Choice(field("kind"), {kind: capital(name(kind)) for kind in RoundKind})
        self.kind.currentIndexChanged.connect(self._recount)
        self.access = Choice(field("access"))
        self.access.currentIndexChanged.connect(self._recount)
        self._access_words = label(look="quiet", wrap=True)
        self.two_persons = Tick(field("two_persons"), field("two_persons"))
        self._dots_box = labelled(_("Dots for each"), self.dots)
        self._cap_box = labelled(field("cap"), self.cap)
        self._count = label(look="quiet", wrap=True)
        self._prepare = button(_("Prepare the vote"), self.prepare, "primary")
        self._rules = QWidget()
        column(
            label(_("Rules"), "section"),
            labelled(_("What a ballot says"), self.kind),
            self._dots_box,
            self._cap_box,
            labelled(field("access"), self.access),
            self._access_words,
            self.two_persons,
            label(
                _("The citizens vote. Nobody can see a count while the vote is open."),
                "quiet",
                wrap=True,
            ),
            self._count,
            self._prepare,
            1,
            into=QVBoxLayout(self._rules),
        )
        self.side = panel(scrolled(self._rules), width=theme.PANEL + 24)
        self._model.dataChanged.connect(self._recount)
        self._model.modelReset.connect(self._recount)
        self.dots.valueChanged.connect(self._recount)

    def refresh(self) -> None:
        """Offer the themes, then the loose ideas."""
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
        for part in (self._words, self.candidates):
            part.setVisible(bool(found))
        self._empty.setVisible(not found)
        self._rules.setVisible(bool(found))
        issued = any(slip.state is SlipState.ISSUED for slip in meeting.slips.values())
        self.access.offer(
            {**({_SLIPS: with_code()} if issued else {}), _OPEN: field("open_access")}
        )
        self._recount()

    def _recount(self) -> None:
        count = len(self._model.ticked())
        by_dots = self.kind.chosen() == RoundKind.DOTS
        open_access = self.access.chosen() == _OPEN
        for part in (self._dots_box, self._cap_box):
            part.setVisible(by_dots)
        self.two_persons.setVisible(not open_access)
        self._access_words.setText(access(open_to_all=open_access))
        chosen = (
            _("Proposals chosen: {count}. Dots for each: {dots}.").format(
                count=count, dots=self.dots.value() or rounds.usual_dots(count)
            )
            if by_dots
            else _("Proposals chosen: {count}.").format(count=count)
        )
        many = count > rounds.MANY_PROPOSALS
        self._count.setText(f"{chosen} {too_many()}" if many else chosen)

    def prepare(self) -> None:
        """Freeze copies of what is ticked as the proposals of a round."""
        open_access = self.access.chosen() == _OPEN
        self._desk.do(
            rounds.prepare(
                self._model.ticked(),
                question=self._desk.question_key,
                dots=self.dots.value() or None,
                cap=self.cap.value() or None,
                kind=RoundKind(self.kind.chosen()),
                open_access=open_access,
                two_persons=self.two_persons.isChecked() and not open_access,
            )
        )
