"""A practice vote about something that does not matter; nothing of it is kept."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from moedeapp.model.commands import rounds
from moedeapp.model.errors import BadValue
from moedeapp.texts import _, explain
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Area, Choice, labelled
from moedeapp.ui.labels import button, column, label
from moedeapp.ui.phases.ballots import has_slips

_CAKES: Final = "cakes"
_COLOURS: Final = "colours"


def subjects() -> dict[str, list[str]]:
    """What can be voted on for practice, by key."""
    return {
        _CAKES: [
            _("Layer cake"), _("Dream cake"), _("Cinnamon bun"), _("Raspberry slice"),
            _("Apple pie"),
        ],
        _COLOURS: [_("Red"), _("Blue"), _("Green"), _("Yellow")],
    }  # fmt: skip


class Practice(QWidget):
    """Begins a practice vote; its proposals can be written over."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.about = Choice(
            _("What the practice vote is about"), {_CAKES: _("Cakes"), _COLOURS: _("Colours")}
        )
        self.about.currentIndexChanged.connect(self._fill)
        self.titles = Area(_("Proposals of the practice vote, one on each line"), lines=5)
        column(
            label(
                _("Let the hall try how it is done. Nothing of it is kept or printed."),
                "quiet",
                wrap=True,
            ),
            self.about,
            labelled(_("One on each line"), self.titles),
            button(_("Begin the practice vote"), self.start),
            gap=8,
            into=QVBoxLayout(self),
        )
        self._fill()

    def begin(self) -> None:
        """Begin with what it is about."""
        self.about.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        self.titles.setPlainText("\n".join(subjects()[self.about.chosen() or _CAKES]))

    def start(self) -> None:
        """Make the practice vote and open it."""
        titles = [line for line in self.titles.toPlainText().splitlines() if line.strip()]
        if len(titles) < rounds.FEWEST_PROPOSALS:
            few = BadValue("proposals", str(len(titles)), "too_few", rounds.FEWEST_PROPOSALS)
            self._desk.refused.emit(explain(few))
            return
        self._desk.do(
            rounds.prepare_practice(titles, open_access=not has_slips(self._desk.state)),
            self._open,
        )

    def _open(self, key: str) -> None:
        self._desk.do(rounds.open(key))
