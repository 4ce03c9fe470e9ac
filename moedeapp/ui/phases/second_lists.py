"""Beside the list of a result: bridge-builders and equal shares, as they were sealed."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from moedeapp.model.meeting import Meeting, Proposal, Round
from moedeapp.model.ranking import places, proposals_of
from moedeapp.texts import (
    _,
    about_bridges,
    about_shares,
    before_correction,
    bridge,
    cost,
    level,
)
from moedeapp.ui.labels import clear, column, label
from moedeapp.ui.unfold import Unfold

_MOST: Final = 3
"""Bridge-builders that are shown."""


class SecondLists(QWidget):
    """Two other ways to read the dots; each says what it is when it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.bridges = _List(_("Bridge-builders"), about_bridges())
        self.shares = _List(_("Equal shares"), about_shares())
        self._none = label(
            _("Tables and equal shares were not counted in this vote."), "quiet", wrap=True
        )
        column(self.bridges, self.shares, self._none, gap=16, into=QVBoxLayout(self))

    @property
    def words(self) -> list[str]:
        """Every sentence the lists say now, from the top."""
        return [*self.bridges.words, *self.shares.words]

    def follow(self, meeting: Meeting, vote: Round | None) -> None:
        """Show what belongs to a sealed round of dots."""
        corrected = vote is not None and any(p.corrected for p in places(meeting, vote))
        note = before_correction() if corrected else ""
        self.bridges.follow(bridge_lines(meeting, vote) if vote else [], note)
        self.shares.follow(share_lines(meeting, vote) if vote else [], note)
        self._none.setVisible(not self.words)


class _List(QWidget):
    """One list with its heading; hidden when there is nothing in it."""

    def __init__(self, head: str, about: str) -> None:
        super().__init__()
        self._words = head
        self._head = label(head, "section", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(4)
        what = label(about, wrap=True)
        self.about = Unfold(_("What is that?"), what)
        self.about.head.setAccessibleName(_("What is that: {list}").format(list=head))
        self.words: list[str] = []
        column(self._head, self._lines, self.about, gap=6, into=QVBoxLayout(self))

    def follow(self, lines: Sequence[tuple[str, str]], note: str) -> None:
        """Show these lines, each with what stands below it."""
        self.setVisible(bool(lines))
        self._head.setText(f"{self._words} ({note})" if note else self._words)
        clear(self._lines)
        self.words = []
        for words, below in lines:
            self._lines.addWidget(label(words, "strong", wrap=True))
            if below:
                self._lines.addWidget(label(below, "quiet", wrap=True))
            self.words += [words, below]


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
