"""A slip that is lost or spoiled: made void, and another one given, in two acts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from moedeapp.model.commands import slips
from moedeapp.model.errors import MoedeError, SlipRefused
from moedeapp.model.meeting import SlipState
from moedeapp.texts import _, explain, ngettext
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Line, labelled
from moedeapp.ui.labels import announce, button, column, label, relook


class Reissue(QWidget):
    """Two boxes for two codes; each act can be done alone, for a slip that nobody needs again
    or somebody who comes late."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.old = Line(_("Code of the slip that is lost or spoiled"), hint="K7QX-2M9P")
        self.old.returnPressed.connect(self._ask_to_void)
        self.new = Line(_("Code of the spare slip"), hint="K7QX-2M9P")
        self.new.returnPressed.connect(self._give)
        self.said = label(wrap=True)
        self._spare = label(look="quiet", wrap=True)
        column(
            labelled(_("Slip that is lost or spoiled"), self.old),
            button(_("Make the slip void"), self._ask_to_void),
            labelled(_("Spare slip that is given instead"), self.new),
            button(_("Give the spare slip"), self._give),
            self._spare,
            self.said,
            gap=8,
            into=QVBoxLayout(self),
        )

    def begin(self) -> None:
        """Begin with the slip that is lost."""
        self.old.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show how many spare slips there are."""
        spare = slips.numbers(self._desk.state.slips)[SlipState.SPARE]
        self._spare.setText(
            ngettext("{n} spare slip is left.", "{n} spare slips are left.", spare).format(n=spare)
            if spare
            else _("There are no spare slips.")
        )

    def forget(self) -> None:
        """Empty the boxes."""
        self.old.clear()
        self.new.clear()
        self._say("", "")

    def _say(self, words: str, look: str) -> None:
        self.said.setText(words)
        relook(self.said, look)
        if words:
            announce(self, words)

    def _slip(self, box: Line, wanted: SlipState) -> str:
        """The key of the slip whose code is typed; empty when it cannot be used, and says why."""
        try:
            key = slips.by_code(self._desk.state, box.text())
            state = self._desk.state.slips[key].state
            if state is not wanted:
                raise SlipRefused(state)
        except MoedeError as error:
            self._say(explain(error), "warn")
            box.setFocus(Qt.FocusReason.OtherFocusReason)
            return ""
        return key

    def _ask_to_void(self) -> None:
        key = self._slip(self.old, SlipState.ISSUED)
        if key:
            self._desk.asked.emit(
                _(
                    "The slip can never be used again. If it was handed in to this vote, what it "
                    "said is taken out. That cannot be undone."
                ),
                _("Yes, make it void"),
                lambda: self._void(key),
            )

    def _void(self, key: str) -> None:
        if self._desk.do(slips.void(key)):
            self.old.clear()
            self._say(_("The slip is void. Now take a spare one, and type its code."), "good")
            self.new.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        key = self._slip(self.new, SlipState.SPARE)
        if key and self._desk.do(slips.hand_out_spare(key)):
            self.new.clear()
            self._say(_("The spare slip can be used now."), "good")
            self.old.setFocus(Qt.FocusReason.OtherFocusReason)
