"""The phase Result: places, dots, persons, tables, and what lies between them in words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from moedeapp.model.changes import Change
from moedeapp.model.commands import evening
from moedeapp.model.meeting import Meeting, Phase, Round, RoundKind, RoundState, numbered, ordered
from moedeapp.model.ranking import places, proposals_of, ties
from moedeapp.texts import (
    _,
    about_support,
    about_those_present,
    access,
    advisory,
    channels,
    contested,
    name,
    slips,
    tie,
    turnout,
    unused,
)
from moedeapp.ui import theme
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice
from moedeapp.ui.labels import button, column, label, row
from moedeapp.ui.phases.again import Again
from moedeapp.ui.phases.agreement import Agreements
from moedeapp.ui.phases.correcting import Corrections
from moedeapp.ui.phases.deciding import Decisions, Lots
from moedeapp.ui.phases.page import Asked, Page, empty
from moedeapp.ui.phases.places import Heads, PlacesList, shown_places
from moedeapp.ui.phases.reveal import Reveal
from moedeapp.ui.phases.second_lists import SecondLists
from moedeapp.ui.phases.side import WIDE, Side, Sided
from moedeapp.ui.scrolling import scrolled
from moedeapp.ui.unfold import Unfold


def sealed_rounds(meeting: Meeting, question: str | None) -> list[Round]:
    """Rounds of a question that have a result, the newest first."""
    return [
        vote
        for vote in reversed(numbered(meeting.rounds))
        if vote.state is RoundState.SEALED and not vote.practice and vote.question == question
    ]


class ResultPage(Page):
    """The result of one sealed round: the list at the left, what belongs to it at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked = Asked(desk)
        self._question = label(look="eyebrow", wrap=True)
        self._head = label(_("What we put first"), "heading", wrap=True)
        self.round = Choice(_("Vote"))
        self.round.activated.connect(self._turn)
        self._turnout = label(look="lead")
        self._advisory = label(advisory(), "quiet", wrap=True)
        self._counted = label(look="quiet", wrap=True)
        self._ties = label(look="strong", wrap=True)
        self._about = Unfold(
            _("What the numbers say, and what they do not"),
            label(f"{about_support()}\n\n{about_those_present()}", wrap=True),
        )
        self._heads = Heads()
        self.reveal = Reveal(desk)
        self.list = PlacesList(_("Result"), self.reveal.take)
        self.answers = Agreements()
        self.second = SecondLists()
        self.again = Again(desk)
        self._next = label(_("What next?"), "section", wrap=True)
        self.onward = button(
            _("Go on to the next steps"), lambda: desk.do(evening.go_to(Phase.NEXT_STEPS))
        )
        self.lots = Lots(desk)
        self.decisions = Decisions(desk)
        self.corrections = Corrections(desk)
        self._empty = empty(_("There is no result yet. It comes when a vote is sealed."))
        self._lay_out()
        desk.showing.changed.connect(self._hall_changed)

    def _lay_out(self) -> None:
        inside = QWidget()
        left = column(
            self._asked, self._question, row(self._head, self.round, gap=10), self._turnout,
            self._heads, self.list, self.answers, self._ties, self._advisory, self._counted,
            self._about, self._empty, 1, gap=8, into=QVBoxLayout(inside),
        )  # fmt: skip
        left.setContentsMargins(theme.MARGIN, 22, 20, 14)
        self._side = Side()
        self._side.setFixedWidth(WIDE)
        self._side.lay(
            [
                self.second, self._next, self.again, self.onward, self.lots,
                self.decisions, self.corrections,
            ]
        )  # fmt: skip
        foot = column(self.reveal)
        foot.setContentsMargins(theme.MARGIN, 0, 20, 12)
        middle = column(scrolled(inside), foot, gap=0)
        middle.setStretch(0, 1)
        self._sided = Sided(middle, self._side, _("More about the result"))
        self.setLayout(column(self._sided, gap=0))

    def begin(self) -> None:
        """Stand on the button that shows the hall its next place."""
        if not self.reveal.isHidden():
            place = self.reveal.next if self.reveal.next.isEnabled() else self.reveal.hide_again
            place.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> list[tuple[str, str]]:
        """The keys that reveal."""
        return [
            ("Enter →", _("let the hall see the next place")),
            ("←", _("hide the last place from the hall again")),
        ]

    # --- following the meeting

    def refresh(self, changes: Sequence[Change]) -> None:
        """Show the round that is chosen, by default the last one that was sealed."""
        self._asked.refresh()
        several = len(ordered(self.state.questions)) > 1
        self._asked.setVisible(several)
        sealed = sealed_rounds(self.state, self.desk.question_key)
        known = [self.round.itemData(at) for at in range(self.round.count())]
        self.round.offer({vote.id: _called(vote) for vote in sealed})
        if sealed and sealed[0].id not in known:
            self.round.follow(sealed[0].id)
        self.round.setVisible(len(sealed) > 1)
        vote = self.vote
        for part in (
            self._head, self._turnout, self._advisory, self._counted, self._about, self.reveal,
        ):  # fmt: skip
            part.setVisible(vote is not None)
        self._next.setVisible(vote is not None)
        self.onward.setVisible(vote is not None)
        self._question.setVisible(vote is not None and not several)
        self._empty.setVisible(vote is None)
        by_dots = vote is not None and vote.kind is RoundKind.DOTS
        of_dots: tuple[QWidget, ...] = (self._heads, self.list, self.second)
        for each in of_dots:
            each.setVisible(by_dots)
        self.answers.setVisible(vote is not None and not by_dots)
        self._follow_side(vote, by_dots)
        if vote is not None:
            self._show(vote)
            self._turn_hall(vote)

    def _follow_side(self, vote: Round | None, by_dots: bool) -> None:
        dots_only = vote if by_dots else None
        self.second.follow(self.state, dots_only)
        self.again.follow(dots_only)
        self.lots.follow(dots_only)
        self.decisions.follow(vote)
        self.corrections.follow(dots_only)

    @property
    def vote(self) -> Round | None:
        """The sealed round that is shown."""
        return self.state.rounds.get(self.round.chosen())

    def _turn(self) -> None:
        self.refresh(())

    def _turn_hall(self, vote: Round) -> None:
        """Let the storskærm be about the round that is shown here."""
        if self.isVisible() and self.desk.showing.result != vote.id:
            self.desk.showing.choose_result(vote.id)

    def showEvent(self, event: QShowEvent) -> None:
        """From now on the storskærm is about the round that is shown here."""
        super().showEvent(event)
        if self.vote is not None:
            self._turn_hall(self.vote)

    def _hall_changed(self) -> None:
        if self.isVisible() and self.vote is not None:
            self._show(self.vote)

    def _show(self, vote: Round) -> None:
        self._question.setText(self.state.questions[vote.question].words)
        self._turnout.setText(turnout(vote.cast, vote.handed_out))
        self._counted.setText(". ".join(_counts(self.state, vote)) + ".")
        listed = places(self.state, vote) if vote.kind is RoundKind.DOTS else []
        self.reveal.follow(vote.id, listed, len(proposals_of(self.state, vote)))
        agreed = vote.kind is RoundKind.AGREEMENT
        self.answers.follow(self.state, vote if agreed else None)
        self._head.setText(_("How far we agree") if agreed else _("What we put first"))
        level = ties(listed)
        self._ties.setText(" ".join(tie(sorted(numbers), place) for place, numbers in level))
        self._ties.setVisible(bool(level))
        self._heads.at_least = vote.stickers
        self._heads.update()
        self.list.follow(shown_places(self.state, vote, self.reveal.seen) if listed else [])


def _called(vote: Round) -> str:
    words = _("Round {number}").format(number=vote.number)
    return f"{words} · {name(vote.kind)}"


def _counts(meeting: Meeting, vote: Round) -> list[str]:
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
        for row in meeting.rejected.values()
        if row.round == vote.id and row.count
    ]
    return parts
