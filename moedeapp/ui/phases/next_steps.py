"""The phase Next steps: who does what with a proposal, and how the meeting and its protocol end."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from moedeapp.model.changes import Change
from moedeapp.model.commands import evening
from moedeapp.model.lacking import Lack, What, awaited, same, steps_for
from moedeapp.model.meeting import (
    Meeting,
    NextStep,
    Phase,
    Proposal,
    RoundKind,
    Status,
    ordered,
)
from moedeapp.model.ranking import Place, places
from moedeapp.texts import _, capital, field, name, not_agreed, not_settled, rank, support
from moedeapp.ui import theme
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice, Line, labelled
from moedeapp.ui.labels import column, label, row
from moedeapp.ui.phases.agreeing import ProposalCard
from moedeapp.ui.phases.finishing import Finishing
from moedeapp.ui.phases.follow_up import FollowUps
from moedeapp.ui.phases.page import Asked, Page
from moedeapp.ui.phases.result import sealed_rounds
from moedeapp.ui.phases.side import WIDE, Side, Sided
from moedeapp.ui.phases.volunteers import Volunteers
from moedeapp.ui.scrolling import scrolled

_PROMISES = ("decides", "answer_by")
_OTHER = ""
"""The key of the card for what belongs to no proposal."""


class NextStepsPage(Page):
    """A card for each proposal the hall put first; promises, protocol and volunteers beside."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked = Asked(desk)
        self.follow_ups = FollowUps(desk)
        self._head = label(name(Phase.NEXT_STEPS), "heading")
        self._about = label(
            _("Say who does what, and when the citizens hear of it."), "quiet", wrap=True
        )
        self.cards: dict[str, ProposalCard] = {}
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(12)
        self._wanted: list[str] = []
        """proposals that were asked for besides the first places"""
        self.more = Choice(_("Agree about another proposal"))
        self.more.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.more.setMinimumContentsLength(len(self.more.accessibleName()))
        self.more.activated.connect(self._add_card)
        self.promises = {key: label(wrap=True) for key in _PROMISES}
        self.where = Line(
            field("answer_where"),
            lambda words: desk.do(evening.describe(answer_where=words.strip())),
            _("such as kommunen.dk/havnen"),
        )
        self.finishing = Finishing(desk)
        self.finishing.missing.step_wanted.connect(self._lead_to)
        self.volunteers = Volunteers(desk)
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        left = column(
            self._asked, self.follow_ups, self._head, self._about, self._list, row(self.more, 1), 1,
            gap=12, into=QVBoxLayout(inside),
        )  # fmt: skip
        left.setContentsMargins(theme.MARGIN, 22, 20, 16)
        self._room: QScrollArea = scrolled(inside)
        promised = [
            each
            for key, words in self.promises.items()
            for each in (label(field(key), "eyebrow"), words)
        ]
        where = (
            labelled(field("answer_where"), self.where),
            label(
                _(
                    "A web address here is shown last on the storskærm and on phones, and is a "
                    "QR code in the protocol."
                ),
                "small",
                wrap=True,
            ),
        )
        side = Side()
        side.setFixedWidth(WIDE)
        side.lay(
            [
                label(_("What the citizens were promised"), "section", wrap=True),
                column(*promised, *where, gap=2),
                self.finishing,
                self.volunteers,
            ],
            [self.finishing.export, self.finishing.finish],
        )
        self._sided = Sided(column(self._room, gap=0), side, _("Promises and protocol"))
        self.setLayout(column(self._sided, gap=0))

    def begin(self) -> None:
        """Begin with follow-up when the meeting is over, else with the first empty action."""
        if not self.follow_ups.isHidden() and self.follow_ups.cards:
            self.follow_ups.begin()
            return
        for card in self.cards.values():
            if card.blank is not None:
                card.begin()
                # On a page that has only just come in front nothing has its place yet.
                QTimer.singleShot(0, self, partial(self._see_from_the_top, card))
                return
        if not self.finishing.finish.isHidden():
            self.finishing.finish.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.finishing.export.setFocus(Qt.FocusReason.OtherFocusReason)

    def _see_from_the_top(self, card: QWidget) -> None:
        """Have a card in sight, and what stands above it if there is room."""
        if card in self.cards.values():
            self._room.verticalScrollBar().setValue(0)
            self._room.ensureWidgetVisible(card, 0, 20)

    def keys(self) -> list[tuple[str, str]]:
        """How a step is written without the mouse."""
        return [("Enter", _("keep the action, and go on to who is responsible"))]

    # --- following the meeting

    def refresh(self, changes: Sequence[Change]) -> None:
        """Show what was agreed, what is missing, and what was told since."""
        state, question = self.state, self.desk.question_key
        self._asked.refresh()
        self._asked.setVisible(len(state.questions) > 1)
        final = state.stage.status is Status.FINAL
        over = final or bool(state.stage.ended_at)
        listed = listed_places(state, question)
        shown = self._shown(listed)
        self._follow_cards(listed, shown, final)
        self.follow_ups.follow([place.proposal for place in listed] if over else [])
        self.follow_ups.setVisible(over and bool(listed))
        self._offer_more(listed, shown, final)
        for key, words in self.promises.items():
            words.setText(promised(state, key))
        self.where.follow(state.facts.answer_where)
        self.where.setReadOnly(final)
        self.finishing.refresh()
        self.volunteers.refresh()

    def _shown(self, listed: Sequence[Place]) -> list[Proposal]:
        """Proposals that get a card: the first places, those with steps, and those asked for."""
        expected = {proposal.id for proposal in awaited(self.state)}
        return [
            place.proposal
            for place in listed
            if place.proposal.id in expected
            or place.proposal.id in self._wanted
            or steps_for(self.state, place.proposal)
        ]

    def _follow_cards(
        self, listed: Sequence[Place], shown: Sequence[Proposal], final: bool
    ) -> None:
        of_place = {place.proposal.id: place for place in listed}
        keys = [*(proposal.id for proposal in shown), _OTHER]
        for key in [key for key in self.cards if key not in keys]:
            gone = self.cards.pop(key)
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        left = ordered(self.state.next_steps)
        for at, key in enumerate(keys):
            if key not in self.cards:
                self.cards[key] = ProposalCard(self.desk, key or None)
            if self._list.indexOf(self.cards[key]) != at:
                self._list.insertWidget(at, self.cards[key])
                self.cards[key].show()
            proposal = self.state.proposals.get(key)
            mine = [step for step in left if self._belongs(step, proposal)]
            left = [step for step in left if step not in mine]
            title, got = _titled(of_place[key]) if proposal else (_("Something else agreed"), "")
            expected = proposal is not None or not listed
            self.cards[key].follow(title, got, mine, locked=final, expected=expected)
            self.cards[key].setVisible(bool(mine) or not final)
        self.cards = {key: self.cards[key] for key in keys}

    def _belongs(self, step: NextStep, proposal: Proposal | None) -> bool:
        about = self.state.proposals.get(step.proposal or "")
        if proposal is None:
            return about is None
        return about is not None and (about.id == proposal.id or same(about, proposal))

    def _offer_more(self, listed: Sequence[Place], shown: Sequence[Proposal], final: bool) -> None:
        others = [place for place in listed if place.proposal not in shown]
        self.more.offer(
            {
                "": _("Agree about another proposal"),
                **{p.proposal.id: f"{rank(p.rank)}  {p.proposal.title}" for p in others},
            }
        )
        self.more.follow("")
        self.more.setVisible(bool(others) and not final)

    # --- acting

    def _add_card(self) -> None:
        key = self.more.chosen()
        if key:
            self._wanted.append(key)
            self.refresh(())
            self._show_card(key)

    def _show_card(self, key: str, box: str = "action") -> None:
        self._sided.show_side(False)
        card = self.cards[key]
        card.begin(box)
        self._room.ensureWidgetVisible(card, 0, 20)

    def _lead_to(self, found: Lack) -> None:
        """Go to the box where something missing among the steps is filled in."""
        if found.what is What.STEP and found.proposal is not None:
            self._turn_to(found.proposal)
            if found.proposal.id in self.cards:
                self.cards[found.proposal.id].add_blank()
                self._show_card(found.proposal.id)
            return
        step = found.step
        if step is None:
            return
        about = self.state.proposals.get(step.proposal or "")
        if about is not None:
            self._turn_to(about)
        for card in self.cards.values():
            if step.id in card.rows:
                self._sided.show_side(False)
                card.rows[step.id].begin(found.what.value)
                self._room.ensureWidgetVisible(card.rows[step.id], 0, 20)

    def _turn_to(self, proposal: Proposal) -> None:
        """Have the question in hand that the proposal belongs to."""
        question = self.state.rounds[proposal.round].question
        if question != self.desk.question_key:
            self.desk.turn_to(question)


def listed_places(meeting: Meeting, question: str | None) -> list[Place]:
    """All that was voted on in dots, by place; of what was voted on again, the last place.

    The newest round comes first.
    """
    found: list[Place] = []
    for vote in sealed_rounds(meeting, question):
        if vote.kind is RoundKind.DOTS:
            found += [
                place
                for place in places(meeting, vote)
                if not any(same(place.proposal, known.proposal) for known in found)
            ]
    return found


def promised(meeting: Meeting, key: str) -> str:
    """What a promise says now, or what stands in its place."""
    if key in meeting.facts.unresolved:
        return not_settled()
    return str(getattr(meeting.facts, key)) or (not_settled() if key == "decides" else not_agreed())


def _titled(place: Place) -> tuple[str, str]:
    """The words of a card: the proposal, and what it got."""
    got = support(place.dots, place.persons)
    return place.proposal.title, f"{capital(_place(place))} · {got}"


def _place(place: Place) -> str:
    if place.shared:
        return rank(place.rank, shared=True)
    return _("place {place}").format(place=place.rank)
