"""What became of the proposals: told when the meeting is over, perhaps a year later."""

from collections.abc import Sequence
from datetime import date as day
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from moedeapp.model.commands import outcome
from moedeapp.model.commands.outcome import SHORTEST_REASON
from moedeapp.model.lacking import same, steps_for
from moedeapp.model.meeting import FollowUp, Meeting, Progress, Proposal, numbered
from moedeapp.texts import _, date, field, name, progress
from moedeapp.ui.days import iso_date, shown_day
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice, Line, labelled
from moedeapp.ui.labels import button, column, label, row
from moedeapp.ui.unfold import Unfold


def told_about(meeting: Meeting, proposal: Proposal) -> list[FollowUp]:
    """What was told of a proposal, also as it stood in another round; the newest first."""
    found = [
        told
        for told in numbered(meeting.follow_ups)
        if told.proposal == proposal.id or same(meeting.proposals[told.proposal], proposal)
    ]
    return sorted(found, key=lambda told: (told.date, told.number), reverse=True)


class FollowUps(QWidget):
    """A card for each proposal with what was told, and a form for what is new."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.cards: dict[str, Card] = {}
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(10)
        column(
            label(_("Follow-up"), "heading"),
            label(_("What became of the proposals since the meeting?"), "quiet", wrap=True),
            self._list,
            gap=8,
            into=QVBoxLayout(self),
        )

    def follow(self, proposals: Sequence[Proposal]) -> None:
        """Show these proposals, in this order."""
        wanted = [proposal.id for proposal in proposals]
        for key in [key for key in self.cards if key not in wanted]:
            gone = self.cards.pop(key)
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for at, proposal in enumerate(proposals):
            if proposal.id not in self.cards:
                self.cards[proposal.id] = Card(self._desk, proposal.id)
                self._list.insertWidget(at, self.cards[proposal.id])
            self.cards[proposal.id].follow(proposal)

    def begin(self) -> None:
        """Stand on the first card."""
        for card in self.cards.values():
            card.unfold.head.setFocus(Qt.FocusReason.OtherFocusReason)
            return


class Card(QFrame):
    """One proposal: how it goes now, what was hoped for, and what was told before."""

    def __init__(self, desk: Desk, proposal: str) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._desk = desk
        self._proposal = proposal
        self._title = label(look="section", wrap=True)
        self._now = label(look="chip")
        self._hoped = label(look="quiet", wrap=True)
        self._told = label(wrap=True)
        self.form = Telling(desk, proposal)
        self.unfold = Unfold(_("Tell what has happened"), self.form)
        self.unfold.unfolded.connect(self.form.begin)
        self.form.told = self._done
        head = row(self._title, self._now, gap=10)
        head.setStretch(0, 1)
        head.setAlignment(self._now, Qt.AlignmentFlag.AlignTop)
        column(
            head, self._hoped, self._told, self.unfold, gap=6, into=QVBoxLayout(self)
        ).setContentsMargins(20, 12, 20, 10)

    def follow(self, proposal: Proposal) -> None:
        """Show how it goes."""
        meeting = self._desk.state
        self._title.setText(proposal.title)
        self.unfold.head.setAccessibleName(
            _("Tell what has happened with {title}").format(title=proposal.title)
        )
        told = told_about(meeting, proposal)
        self._now.setText(_plain(told[0].progress) if told else _("Nothing told yet"))
        hoped = [step.effect for step in steps_for(meeting, proposal) if step.effect]
        self._hoped.setText(f"{field('effect')}: {'; '.join(hoped)}" if hoped else "")
        self._hoped.setVisible(bool(hoped))
        self._told.setText("\n".join(_line(each) for each in told))
        self._told.setVisible(bool(told))

    def _done(self) -> None:
        self.unfold.fold()
        self.unfold.head.setFocus(Qt.FocusReason.OtherFocusReason)


def _plain(stage: Progress) -> str:
    """The name of a stage by itself, without the words that lead on to a reason."""
    return name(stage).split(",")[0]


def _line(told: FollowUp) -> str:
    words = f"{date(told.date, short=True)}. {progress(told.progress, told.words)}"
    if told.effect:
        words += " " + _("Effect reached: {words}").format(words=told.effect)
    return words


_DONE: Final = (Progress.UNDER_WAY, Progress.DONE, Progress.WAITING, Progress.TURNED_DOWN)


class Telling(QWidget):
    """The form for what is new about one proposal."""

    def __init__(self, desk: Desk, proposal: str) -> None:
        super().__init__()
        self._desk = desk
        self._proposal = proposal
        self.told = self._nothing
        """what to do when it has been told"""
        self.progress = Choice(field("progress"), {stage: _plain(stage) for stage in _DONE})
        self.progress.currentIndexChanged.connect(self._word)
        self.date = Line(field("date"))
        self.words = Line(_("What has happened"))
        self.effect = Line(_("Effect reached"))
        for box in (self.words, self.effect):
            box.returnPressed.connect(self._tell)
        self._reason = label(look="quiet", wrap=True)
        line = row(
            labelled(field("progress"), self.progress),
            labelled(field("date"), self.date),
            1,
            gap=12,
        )
        self._words_box = labelled(_("What has happened"), self.words)
        column(
            line,
            self._words_box,
            self._reason,
            labelled(_("Effect reached (need not be filled in)"), self.effect),
            row(button(_("Write it down"), self._tell, "primary"), 1),
            gap=8,
            into=QVBoxLayout(self),
        )
        self._word()

    def _nothing(self) -> None:
        """Until somebody wants to hear of it."""

    def begin(self) -> None:
        """Begin with how it goes, on the day today."""
        if not self.date.text():
            self.date.setText(shown_day(day.today().isoformat()))
        self.progress.setFocus(Qt.FocusReason.OtherFocusReason)

    def _word(self) -> None:
        turned_down = self.progress.chosen() == Progress.TURNED_DOWN
        self._reason.setVisible(turned_down)
        self._reason.setText(
            _("Say why, in at least {count} characters.").format(count=SHORTEST_REASON)
        )

    def _tell(self) -> None:
        done = self._desk.do(
            outcome.follow_up(
                self._proposal,
                Progress(self.progress.chosen()),
                date=iso_date(self.date.text()),
                words=self.words.text(),
                effect=self.effect.text(),
            )
        )
        if done:
            self.words.clear()
            self.effect.clear()
            self.date.clear()
            self.told()
