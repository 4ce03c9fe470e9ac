"""The rules of a round: good to go as they stand, and each can be changed until it opens."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from moedeapp.model.commands import rounds
from moedeapp.model.meeting import Meeting, Phase, Role, Round, RoundKind
from moedeapp.model.ranking import proposals_of
from moedeapp.texts import _, access, capital, dots, field, heads, name, too_many
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice, Number, labelled
from moedeapp.ui.labels import column, label
from moedeapp.ui.phases.ballots import has_slips, roles, with_code
from moedeapp.ui.ticks import Tick

_SLIPS, _OPEN = "slips", "open"
_MINUTES: Final = 8
"""Minutes for a vote when the run sheet does not say."""


def usual_minutes(meeting: Meeting) -> int:
    """How long a vote is planned to take: by the run sheet, else as long as most take."""
    planned = sum(
        step.minutes * step.times for step in meeting.steps.values() if step.phase is Phase.DOTS
    )
    return planned or _MINUTES


class Rules(QWidget):
    """Boxes that follow a prepared round and change it; the time is used when it opens."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._vote: Round | None = None
        self.kind = Choice(
            _("What a ballot says"), {kind: capital(name(kind)) for kind in RoundKind}
        )
        self.kind.currentIndexChanged.connect(self._choose_kind)
        self.dots = Number(_("Dots for each"), self._setter("dots"), least=1, most=100)
        self.cap = Number(field("cap"), self._set_cap, most=100, nothing=_("no limit"))
        self._rule = label(look="quiet", wrap=True)
        self.access = Choice(field("access"))
        self.access.currentIndexChanged.connect(self._choose_access)
        self._access_words = label(look="quiet", wrap=True)
        self.roles = {role: Tick(capital(words), capital(words)) for role, words in roles().items()}
        for tick in self.roles.values():
            tick.clicked.connect(self._choose_roles)
        self._roles_words = label(look="quiet", wrap=True)
        self.two_persons = Tick(field("two_persons"), field("two_persons"))
        self.two_persons.clicked.connect(self._choose_two)
        self.places = Number(_("Places for equal shares"), self._setter("places"), least=1, most=20)
        self.minutes = Number(
            _("Minutes for the vote"), most=rounds.LONGEST_VOTE, nothing=_("no time set")
        )
        self.handed_out = Number(field("handed_out"), self._hand_out, nothing=_("not counted"))
        self._heads = label(look="quiet", wrap=True)
        self._lay_out()

    def _lay_out(self) -> None:
        self._dots_box = labelled(_("Dots for each"), self.dots)
        self._cap_box = labelled(_("At most on one"), self.cap)
        self._roles_box = labelled(_("Who votes"), *self.roles.values())
        self._places_box = labelled(_("Places for equal shares"), self.places)
        self._out_box = labelled(_("Handed out"), self.handed_out)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        for column_at in (0, 1):
            grid.setColumnStretch(column_at, 1)
        grid.addWidget(labelled(_("Minutes"), self.minutes), 0, 0)
        grid.addWidget(self._out_box, 0, 1)
        grid.addWidget(self._dots_box, 1, 0)
        grid.addWidget(self._cap_box, 1, 1)
        column(
            grid,
            self._rule,
            self._heads,
            labelled(_("What a ballot says"), self.kind),
            labelled(field("access"), self.access),
            self._access_words,
            self._roles_box,
            self._roles_words,
            self.two_persons,
            self._places_box,
            into=QVBoxLayout(self),
        )

    # --- following

    def follow(self, vote: Round | None) -> None:
        """Show the rules of a prepared round; None when none is prepared."""
        known, self._vote = self._vote, vote
        if vote is None:
            return
        if known is None or known.id != vote.id:
            self.minutes.setValue(usual_minutes(self._desk.state))
        meeting = self._desk.state
        offered = {_SLIPS: with_code()} if has_slips(meeting) or not vote.open_access else {}
        self.access.offer({**offered, _OPEN: field("open_access")})
        self._show(self.kind, vote.kind.value)
        self._show(self.access, _OPEN if vote.open_access else _SLIPS)
        self.dots.follow(vote.dots)
        self.cap.follow(vote.cap or 0)
        self.places.follow(vote.places)
        self.handed_out.follow(vote.handed_out or 0)
        for role, tick in self.roles.items():
            tick.setChecked(role in vote.roles)
        self.two_persons.setChecked(vote.two_persons)
        self._say(vote)
        by_dots = vote.kind is RoundKind.DOTS
        for part in (self._dots_box, self._cap_box, self._rule):
            part.setVisible(by_dots)
        self._places_box.setVisible(by_dots and not vote.practice)
        self._out_box.setVisible(not vote.practice)
        for part in (self._roles_box, self._roles_words, self.two_persons):
            part.setVisible(not vote.open_access and not vote.practice)

    def _show(self, box: Choice, value: str) -> None:
        box.blockSignals(True)
        box.follow(value)
        box.blockSignals(False)

    def _say(self, vote: Round) -> None:
        meeting = self._desk.state
        count = len(proposals_of(meeting, vote))
        rule = _("For {count} proposals the usual rule is {dots}, at most {cap} on one.").format(
            count=count, dots=dots(rounds.usual_dots(count)), cap=rounds.CAP
        )
        self._rule.setText(f"{rule} {too_many()}" if count > rounds.MANY_PROPOSALS else rule)
        self._access_words.setText(access(open_to_all=vote.open_access))
        self._roles_words.setText(
            _("The citizens' dots are the headline. Other slips are politely refused.")
            if vote.roles == (Role.CITIZEN,)
            else _("Everybody ticked here is counted together in one list.")
        )
        counted = heads({role: row.count for role, row in meeting.heads.items()})
        self._heads.setVisible(bool(counted) and not vote.practice)
        self._heads.setText(_("Counted in the room: {heads}.").format(heads=counted))

    # --- changing

    def _do(self, **rules: Any) -> bool:
        vote = self._vote
        done = vote is not None and self._desk.do(rounds.change_rules(vote.id, **rules))
        if not done:
            self.follow(self._vote)
        return done

    def _setter(self, rule: str) -> Callable[[int], bool]:
        return lambda value: self._do(**{rule: value})

    def _set_cap(self, value: int) -> bool:
        return self._do(cap=value or None)

    def _choose_kind(self) -> None:
        kind = RoundKind(self.kind.chosen() or RoundKind.DOTS)
        if self._vote is not None and self._vote.kind is not kind:
            self._do(kind=kind)

    def _choose_access(self) -> None:
        open_access = self.access.chosen() == _OPEN
        if self._vote is not None and self._vote.open_access != open_access:
            # A ballot without a slip cannot be found again by a second person.
            self._do(open_access=open_access, two_persons=False)

    def _choose_roles(self) -> None:
        self._do(roles=tuple(role for role, tick in self.roles.items() if tick.isChecked()))

    def _choose_two(self) -> None:
        self._do(two_persons=self.two_persons.isChecked())

    def _hand_out(self, slips: int) -> bool:
        return self._vote is not None and self._desk.do(rounds.hand_out(self._vote.id, slips))
