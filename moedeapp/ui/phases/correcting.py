"""Numbers of a sealed result that somebody puts right; what the seal counted stays beside them."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from moedeapp.model.commands import rounds
from moedeapp.model.meeting import ByHand, Manual, Meeting, Round
from moedeapp.model.ranking import proposals_of
from moedeapp.texts import _, change, field
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice, Line, Number, labelled
from moedeapp.ui.labels import button, clear, column, label, row
from moedeapp.ui.unfold import Unfold


class Corrections(QWidget):
    """What was corrected since the seal, and the form for the next correction."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(4)
        self._head = label(_("Corrections"), "section", wrap=True)
        self.form = Correcting(desk)
        self.unfold = Unfold(_("Correct a number"), self.form)
        self.unfold.unfolded.connect(self.form.begin)
        self.words: list[str] = []
        column(self._head, self._lines, self.unfold, gap=6, into=QVBoxLayout(self))

    def follow(self, vote: Round | None) -> None:
        """Show the corrections of a sealed round of dots."""
        self.setVisible(vote is not None)
        lines = correction_lines(self._desk.state, vote) if vote else []
        self._head.setVisible(bool(lines))
        clear(self._lines)
        self.words = []
        for words, reason in lines:
            self._lines.addWidget(label(words, "strong", wrap=True))
            self._lines.addWidget(label(reason, "quiet", wrap=True))
            self.words += [words, reason]
        self.form.follow(vote)


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
        self.proposal.setMinimumContentsLength(12)
        self.proposal.setSizeAdjustPolicy(
            self.proposal.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.dots = Number(_("Dots, more or fewer"), least=-100_000)
        self.persons = Number(_("Persons, more or fewer"), least=-100_000)
        self.reason = Line(field("reason"), hint=_("Why is it corrected?"))
        self.reason.returnPressed.connect(self._correct)
        column(
            labelled(field("proposal"), self.proposal),
            row(labelled(field("dots"), self.dots), labelled(field("persons"), self.persons)),
            label(
                _("A number with minus takes away. What the seal counted stays beside it."),
                "quiet",
                wrap=True,
            ),
            labelled(field("reason"), self.reason),
            button(_("Correct the result"), self._correct),
            gap=8,
            into=QVBoxLayout(self),
        )
        self._empty()

    def begin(self) -> None:
        """Begin with the proposal."""
        self.proposal.setFocus()

    def follow(self, vote: Round | None) -> None:
        """Offer the proposals of a sealed round; another one begins with an empty form."""
        if vote is None or self._vote is None or vote.id != self._vote.id:
            self._empty()
        self._vote = vote
        self.proposal.offer(
            {p.id: f"{p.number}. {p.title}" for p in proposals_of(self._desk.state, vote)}
            if vote
            else {}
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
