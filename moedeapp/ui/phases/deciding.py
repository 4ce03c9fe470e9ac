"""What the facilitator adds to a result on purpose: lots drawn, and decisions that differ."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from moedeapp.model.commands import outcome, rounds
from moedeapp.model.commands.rounds import LONGEST_TITLE
from moedeapp.model.meeting import Decision, Round, numbered
from moedeapp.model.ranking import places, ties
from moedeapp.texts import _, field, lot
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Area, Line, labelled
from moedeapp.ui.labels import button, clear, column, label, row
from moedeapp.ui.unfold import Unfold


class Lots(QWidget):
    """Places that proposals share: they may be drawn about, once, and only when somebody asks."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._vote: Round | None = None
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(6)
        self.seed = Line(field("seed"), hint=_("e.g. a word from the hall"))
        self.seed.setMaxLength(LONGEST_TITLE)
        self._seed_box = labelled(_("Words to draw with (need not be filled in)"), self.seed)
        self.words: list[str] = []
        self._buttons = QVBoxLayout()
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._buttons.setSpacing(6)
        self._ask = QWidget()
        column(
            label(
                _("A shared place stays shared unless you draw. A place is drawn once."),
                "quiet",
                wrap=True,
            ),
            self._seed_box,
            self._buttons,
            gap=8,
            into=QVBoxLayout(self._ask),
        )
        self.unfold = Unfold(_("Draw lots about a shared place"), self._ask)
        column(self._lines, self.unfold, gap=6, into=QVBoxLayout(self))

    def follow(self, vote: Round | None) -> None:
        """Show what was drawn in a sealed round, and what may be."""
        if vote is None or self._vote is None or vote.id != self._vote.id:
            self.seed.clear()
            self.unfold.fold()
        self._vote = vote
        meeting = self._desk.state
        clear(self._lines)
        clear(self._buttons)
        shared = ties(places(meeting, vote)) if vote else []
        found = [held for held in meeting.lots.values() if vote and held.round == vote.id]
        drawn = sorted(found, key=lambda held: held.place)
        self.words = [
            lot(each.place, [meeting.proposals[key].number for key in each.order], each.seed)
            for each in drawn
        ]
        for words in self.words:
            self._lines.addWidget(label(words, wrap=True))
        left = [place for place, _numbers in shared if place not in {each.place for each in drawn}]
        for place in left:
            self._buttons.addWidget(
                button(
                    _("Draw lots for place {place}").format(place=place), partial(self.draw, place)
                )
            )
        self.unfold.setVisible(bool(left))
        self.setVisible(bool(left or drawn))

    def draw(self, place: int) -> None:
        """Ask, since a draw is for good."""
        if self._vote is None:
            return
        key, seed = self._vote.id, self.seed.text().strip()
        self._desk.asked.emit(
            _(
                "Lots are drawn for place {place}. It is done once, and the order and the words "
                "it was drawn with are printed."
            ).format(place=place),
            _("Yes, draw lots"),
            lambda: self._draw(key, place, seed),
        )

    def _draw(self, round_key: str, place: int, seed: str) -> None:
        if self._desk.do(rounds.draw(round_key, place, seed=seed)):
            self.seed.clear()
            held = self._desk.state.lots[f"{round_key}.{place}"]
            numbers = [self._desk.state.proposals[key].number for key in held.order]
            self._desk.told.emit(lot(place, numbers, held.seed))


class Decisions(QWidget):
    """Decisions of the meeting that differ from the list, each with its reason."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._vote: Round | None = None
        self._cards: dict[str, QFrame] = {}
        self._head = label(_("Decisions that differ from the list"), "section", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(8)
        self.decision = Area(field("decision"), lines=2)
        self.reason = Area(field("reason"), lines=2)
        form = QWidget()
        column(
            labelled(_("What was decided"), self.decision),
            labelled(_("Why it differs"), self.reason),
            button(_("Write it down"), self._decide),
            gap=8,
            into=QVBoxLayout(form),
        )
        self.unfold = Unfold(_("Something else was decided"), form)
        self.unfold.unfolded.connect(self.begin)
        column(self._head, self._lines, self.unfold, gap=6, into=QVBoxLayout(self))

    def begin(self) -> None:
        """Begin with the decision."""
        self.decision.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, vote: Round | None) -> None:
        """Show the decisions about a sealed round."""
        self._vote = vote
        self.setVisible(vote is not None)
        found = [
            held for held in numbered(self._desk.state.decisions) if vote and held.round == vote.id
        ]
        self._head.setVisible(bool(found))
        keys = {held.id for held in found}
        for key in [key for key in self._cards if key not in keys]:
            gone = self._cards.pop(key)
            self._lines.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for held in found:
            if held.id not in self._cards:
                self._cards[held.id] = self._card(held)
                self._lines.addWidget(self._cards[held.id])

    def _card(self, held: Decision) -> QFrame:
        card = QFrame()
        card.setProperty("look", "card")
        take_back = button(
            _("Take it back"), lambda: self._desk.do(outcome.take_back(held.id)), "plain"
        )
        take_back.setAccessibleName(_("Take decision {number} back").format(number=held.number))
        column(
            label(held.words, "strong", wrap=True),
            label(held.reason, wrap=True),
            row(1, take_back),
            gap=4,
            into=QVBoxLayout(card),
        ).setContentsMargins(12, 10, 10, 6)
        return card

    def _decide(self) -> None:
        if self._vote is None:
            return
        done = self._desk.do(
            outcome.decide(
                self._vote.id, self.decision.toPlainText(), reason=self.reason.toPlainText()
            )
        )
        if done:
            self.decision.clear()
            self.reason.clear()
            self.begin()
