"""Beside the list of a result: bridge-builders, equal shares, and corrections with their reason."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from moedeapp.model.commands import rounds
from moedeapp.model.meeting import ByHand, Manual, Meeting, Proposal, Round
from moedeapp.model.ranking import places, proposals_of
from moedeapp.texts import (
    _,
    about_bridges,
    about_shares,
    before_correction,
    bridge,
    change,
    cost,
    field,
    level,
)
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice, Line, Number, labelled
from moedeapp.ui.labels import button, clear, column, label, row
from moedeapp.ui.phases.page import scrolled

_MOST: Final = 3
"""Bridge-builders that are shown."""


class SecondLists(QFrame):
    """The panel beside a result of dots; hidden without one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self.setFixedWidth(372)
        self._desk = desk
        self._vote: Round | None = None
        self._said = QVBoxLayout()
        self._said.setContentsMargins(0, 0, 0, 0)
        self._said.setSpacing(8)
        self.correcting = Correcting(desk)
        self._turn = button(_("Correct a number"), self._ask, "plain")
        inside = QWidget()
        laid = column(self._said, self._turn, self.correcting, 1, into=QVBoxLayout(inside))
        laid.setContentsMargins(20, 22, 20, 18)
        column(scrolled(inside), into=QVBoxLayout(self))
        self.correcting.hide()
        self.words: list[str] = []
        """every sentence the lists say now, from the top"""

    def follow(self, vote: Round | None) -> None:
        """Show what belongs to a sealed round of dots."""
        if vote is None or self._vote is None or vote.id != self._vote.id:
            self.correcting.hide()
        self._vote = vote
        self.setVisible(vote is not None)
        clear(self._said)
        self.words = []
        if vote is None:
            return
        self.correcting.follow(vote)
        meeting = self._desk.state
        corrected = any(place.corrected for place in places(meeting, vote))
        note = before_correction() if corrected else ""
        self._list(_("Bridge-builders"), about_bridges(), bridge_lines(meeting, vote), note)
        self._list(_("Equal shares"), about_shares(), share_lines(meeting, vote), note)
        if not self.words:
            none = _("Tables and equal shares were not counted in this vote.")
            self._said.addWidget(label(none, "quiet", wrap=True))
        self._list(_("Corrections"), "", correction_lines(meeting, vote), "")

    def _list(self, head: str, about: str, lines: Sequence[tuple[str, str]], note: str) -> None:
        if not lines:
            return
        title = label(f"{head} ({note})" if note else head, "section", wrap=True)
        title.setToolTip(about)
        title.setAccessibleDescription(about)
        self._said.addWidget(title)
        for words, below in lines:
            self._said.addWidget(label(words, "strong", wrap=True))
            if below:
                self._said.addWidget(label(below, "quiet", wrap=True))
            self.words += [words, below]

    def _ask(self) -> None:
        self.correcting.setVisible(self.correcting.isHidden())
        if not self.correcting.isHidden():
            self.correcting.begin()


def _named(proposal: Proposal) -> str:
    return _("{title} (no. {number})").format(title=proposal.title, number=proposal.number)


def bridge_lines(meeting: Meeting, vote: Round) -> list[tuple[str, str]]:
    """The best bridge-builders with their support; none where tables are not told of."""
    found = [
        (result.bridge, proposal, result.support, result.tables)
        for proposal in proposals_of(meeting, vote)
        if (result := meeting.results.get(proposal.id)) and result.bridge is not None
    ]
    found.sort(key=lambda each: each[0])
    return [
        (_named(proposal), bridge(support or 0, tables or 0))
        for place, proposal, support, tables in takewhile(lambda each: each[0] <= _MOST, found)
    ]


def share_lines(meeting: Meeting, vote: Round) -> list[tuple[str, str]]:
    """The list of equal shares, with what a place cost and who was level with it."""
    lines = []
    shares = [share for share in meeting.shares.values() if share.round == vote.id]
    for share in sorted(shares, key=lambda share: share.place):
        proposal = meeting.proposals[share.proposal]
        below = [cost(share.cost)]
        if share.tied:
            below.append(level(sorted(meeting.proposals[key].number for key in share.tied)))
        lines.append((f"{share.place}. {_named(proposal)}", ". ".join(below)))
    return lines


def correction_lines(meeting: Meeting, vote: Round) -> list[tuple[str, str]]:
    """Every correction since the seal, with its reason."""
    return [
        (
            _("Proposal {number}: {change}").format(
                number=meeting.proposals[manual.proposal].number,
                change=change(manual.dots, manual.persons),
            ),
            manual.reason,
        )
        for manual in _by_time(meeting, vote)
    ]


def _by_time(meeting: Meeting, vote: Round) -> list[Manual]:
    found = [
        manual
        for manual in meeting.manual.values()
        if manual.round == vote.id and manual.source is ByHand.CORRECTION
    ]
    return sorted(found, key=lambda manual: (manual.at, manual.id))


class Correcting(QWidget):
    """A form that adds to a sealed result or takes from it; the reason must be said."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._vote: Round | None = None
        self.proposal = Choice(field("proposal"))
        self.proposal.setMaximumWidth(320)
        self.dots = Number(_("Dots, more or fewer"), least=-100_000)
        self.persons = Number(_("Persons, more or fewer"), least=-100_000)
        self.reason = Line(field("reason"), hint=_("Why is it corrected?"))
        self.reason.returnPressed.connect(self._correct)
        column(
            label(_("Correct a number"), "section"),
            labelled(field("proposal"), self.proposal),
            row(labelled(field("dots"), self.dots), labelled(field("persons"), self.persons)),
            label(_("A number with minus takes away. What the seal counted stays beside it."),
                  "quiet", wrap=True),
            labelled(field("reason"), self.reason),
            button(_("Correct the result"), self._correct),
            gap=8,
            into=QVBoxLayout(self),
        )  # fmt: skip
        self._empty()

    def begin(self) -> None:
        """Begin with the proposal."""
        self.proposal.setFocus()

    def follow(self, vote: Round) -> None:
        """Offer the proposals of a sealed round."""
        self._vote = vote
        self.proposal.offer(
            {p.id: f"{p.number}. {p.title}" for p in proposals_of(self._desk.state, vote)}
        )

    def _empty(self) -> None:
        self.dots.follow(0)
        self.persons.follow(0)
        self.reason.clear()

    def _correct(self) -> None:
        if self._vote is None or not (self.dots.value() or self.persons.value()):
            self.dots.setFocus()
            return
        done = self._desk.do(
            rounds.correct(
                self._vote.id,
                self.proposal.chosen(),
                dots=self.dots.value(),
                persons=self.persons.value(),
                reason=self.reason.text(),
            )
        )
        if done:
            self._empty()
