"""The panels beside the ballot while a vote is open, and once its box is closed."""

from PySide6.QtCore import Qt

from moedeapp.model.bridges import FEWEST
from moedeapp.model.commands import rounds
from moedeapp.model.meeting import Round, RoundKind, RoundState
from moedeapp.texts import _, about_hidden, contested, field, ngettext
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Number, labelled
from moedeapp.ui.labels import button, label, relook
from moedeapp.ui.phases.ballots import round_in_hand
from moedeapp.ui.phases.keying import CallOff, Paper, Rejected, StickerDots
from moedeapp.ui.phases.on_paper import on_paper
from moedeapp.ui.phases.reissue import Reissue
from moedeapp.ui.phases.side import Side
from moedeapp.ui.phases.time_left import TimeLeft
from moedeapp.ui.phones import State, told_of_phones
from moedeapp.ui.unfold import Unfold


class _UnderWay(Side):
    """A panel about the round in hand while it is in one state."""

    def __init__(self, desk: Desk, state: RoundState) -> None:
        super().__init__()
        self._desk = desk
        self._state = state
        self.call_off = CallOff(self._give_up)
        self.end_practice = button(_("End the practice vote"), self._end_practice, "plain")
        self.reissue = Reissue(desk)
        self.slips = Unfold(_("Make a slip void, and give another"), self.reissue)
        self.slips.unfolded.connect(self.reissue.begin)
        self._contested = label(look="warn", wrap=True)
        self._of_phones = label(look="quiet", wrap=True)
        desk.phones.changed.connect(self._follow_phones)

    def _vote(self) -> Round | None:
        vote = round_in_hand(self._desk.state, self._desk.question_key)
        return vote if vote and vote.state is self._state else None

    def _give_up(self, why: str) -> bool:
        vote = self._vote()
        return vote is not None and self._desk.do(rounds.cancel(vote.id, why))

    def _end_practice(self) -> None:
        if vote := self._vote():
            self._desk.do(rounds.end_practice(vote.id))

    def _follow_phones(self) -> None:
        """How many phones follow, and what is wrong with what they send."""
        phones = self._desk.phones
        told = told_of_phones(phones)
        self._of_phones.setText(" · ".join(told))
        self._of_phones.setVisible(bool(told))
        wrong = phones.state is State.LOST or phones.full or phones.wrong_codes or phones.doubted
        relook(self._of_phones, "warn" if wrong else "quiet")

    def _refresh_common(self, vote: Round | None) -> None:
        if vote is None:
            self.call_off.reset()
            self.reissue.forget()
            self.slips.fold()
            return
        self.call_off.setVisible(not vote.practice)
        self.end_practice.setVisible(vote.practice)
        self.slips.setVisible(bool(self._desk.state.slips))
        self.reissue.refresh()
        self._contested.setText(contested(vote.contested))
        self._contested.setVisible(bool(vote.contested))
        self._follow_phones()


class Voting(_UnderWay):
    """The vote is open: people hand in, and there is nothing to see but how many have."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, RoundState.OPEN)
        self.time = TimeLeft(desk)
        self.handed_out = Number(field("handed_out"), self._hand_out, nothing=_("not counted"))
        self._out_box = labelled(field("handed_out"), self.handed_out)
        self.on_paper = on_paper(desk)
        self.close_box = button(_("Close the vote"), self._ask_to_close, "primary")
        self.lay(
            [
                label(_("Time left"), "eyebrow"),
                self.time,
                label(about_hidden(), wrap=True),
                label(_("Paper slips are keyed when the vote is closed."), "quiet", wrap=True),
                self._of_phones,
                self._contested,
                self._out_box,
                *self.on_paper,
                self.slips,
                self.call_off,
                self.end_practice,
            ],
            [self.close_box],
        )

    def begin(self) -> None:
        """Stand on the button that goes on."""
        self.close_box.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show the open round; put every question away when there is none."""
        vote = self._vote()
        self._refresh_common(vote)
        self.time.follow(vote)
        for fold in self.on_paper:
            fold.refresh()
        if vote is not None:
            self.handed_out.follow(vote.handed_out or 0)
            self._out_box.setVisible(not vote.practice)

    def _hand_out(self, slips: int) -> bool:
        vote = self._vote()
        return vote is not None and self._desk.do(rounds.hand_out(vote.id, slips))

    def _ask_to_close(self) -> None:
        self._desk.asked.emit(
            _("When the vote is closed, nobody can hand in or change anything from a phone."),
            _("Yes, close the vote"),
            self._finish,
        )

    def _finish(self) -> None:
        if vote := self._vote():
            self._desk.do(rounds.close(vote.id))


class Counting(_UnderWay):
    """The box is closed: paper is keyed, and then the vote is sealed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, RoundState.CLOSED)
        self.paper = Paper(desk)
        self.paper.counted.connect(self._tell)
        self.stickers = StickerDots(desk)
        self.rejected = Rejected(desk)
        self.sticking = Unfold(_("Sticker dots, by table"), self.stickers)
        self.sticking.unfolded.connect(self.stickers.begin)
        self.rejecting = Unfold(_("Slips that cannot be counted"), self.rejected)
        self.rejecting.unfolded.connect(self.rejected.begin)
        self._channels = label(look="quiet", wrap=True)
        self._state_words = label(wrap=True)
        self.seal = button(_("Seal and count"), self._ask_to_seal, "primary")
        self.lay(
            [
                label(_("Ballot slips on paper"), "eyebrow"),
                self.paper,
                self.sticking,
                self.rejecting,
                self.slips,
                self._of_phones,
                self._contested,
                self.call_off,
                self.end_practice,
            ],
            [self._channels, self._state_words, self.seal],
        )

    def begin(self) -> None:
        """Begin with the next slip."""
        self.paper.begin()

    def refresh(self) -> None:
        """Show what can be keyed into the closed round."""
        for form in (self.paper, self.stickers, self.rejected):
            form.refresh()
        vote = self._vote()
        self._refresh_common(vote)
        if vote is None:
            for part in (self.sticking, self.rejecting):
                part.fold()
            return
        self.sticking.setVisible(vote.kind is RoundKind.DOTS)
        self._tell()

    def _tell(self) -> None:
        """How many slips there are, by channel and against the box; never what is on them."""
        vote = self._vote()
        if vote is None:
            return
        devices = vote.cast - vote.paper
        told = min(devices, vote.paper) >= FEWEST
        self._channels.setVisible(told)
        if told:
            self._channels.setText(
                _("{devices} from phones and tables · {paper} on paper").format(
                    devices=devices, paper=vote.paper
                )
            )
        words, wrong = self._reconciled(vote)
        self._state_words.setText(words)
        relook(self._state_words, "warn" if wrong else "quiet")

    def _reconciled(self, vote: Round) -> tuple[str, bool]:
        """What is keyed of what lies in the box, and whether somebody must look again."""
        refused = sum(
            row.count for row in self._desk.state.rejected.values() if row.round == vote.id
        )
        said = [
            ngettext("{n} paper slip is keyed", "{n} paper slips are keyed", vote.paper).format(
                n=vote.paper
            )
        ]
        if refused:
            said.append(
                ngettext("{n} cannot be counted", "{n} cannot be counted", refused).format(
                    n=refused
                )
            )
        words = ", ".join(said) + "."
        lacking = vote.paper - vote.confirmed if vote.two_persons else 0
        if lacking:
            words += " " + _("Slips that lack their second person: {count}").format(count=lacking)
        box = self.paper.in_box.value()
        missing = box - vote.paper - refused
        if box and missing > 0:
            words += " " + ngettext(
                "{n} of {all} in the box is left.", "{n} of {all} in the box are left.", missing
            ).format(n=missing, all=box)
        elif box and missing < 0:
            words += " " + _("That is more than the {all} in the box. Count once more.").format(
                all=box
            )
        return words, bool(lacking) or (box > 0 and missing != 0)

    def _ask_to_seal(self) -> None:
        self._desk.asked.emit(
            _(
                "Are all paper slips keyed? When the vote is sealed, all numbers are shown at "
                "once, and no more slips can be keyed."
            ),
            _("Yes, seal and count"),
            self._finish,
        )

    def _finish(self) -> None:
        if vote := self._vote():
            self._desk.do(rounds.seal(vote.id))
