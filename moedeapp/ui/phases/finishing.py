"""The end of the meeting and of its protocol: what is still missing, and the way to each of it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from moedeapp.model.commands import evening, leaving
from moedeapp.model.lacking import Lack, What, lacking
from moedeapp.model.meeting import Phase, Role, Stage, Status
from moedeapp.texts import _, capital, clock, field, lack, name, ngettext
from moedeapp.ui.days import iso_date
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Line, Number, labelled
from moedeapp.ui.labels import button, column, label, row
from moedeapp.ui.phases.ballots import roles


def key_of(found: Lack) -> str:
    """What tells one lack from another."""
    about = found.step.id if found.step else found.proposal.id if found.proposal else ""
    return f"{found.what}.{found.fact}.{about}"


class Missing(QWidget):
    """One line for each thing that is missing, with a button that leads to it.

    `step_wanted` carries the lack whose place is among the next steps.
    """

    step_wanted: Final = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.lines: dict[str, MissingLine] = {}
        self._list = QVBoxLayout(self)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(10)

    def follow(self, found: list[Lack]) -> None:
        """Show what is missing."""
        held = {key_of(each): each for each in found}
        for key in [key for key in self.lines if key not in held]:
            gone = self.lines.pop(key)
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for at, (key, each) in enumerate(held.items()):
            if key not in self.lines:
                self.lines[key] = MissingLine(self._desk, each, self.step_wanted.emit)
                self._list.insertWidget(at, self.lines[key])
            self.lines[key].say(each)


class MissingLine(QWidget):
    """One thing that is missing; what is a fact can be filled in right here."""

    def __init__(self, desk: Desk, found: Lack, wanted: Callable[[Lack], None]) -> None:
        super().__init__()
        self._desk = desk
        self._found = found
        self._wanted = wanted
        self._words = label(wrap=True)
        self.go = button(_way(found), self.lead, "plain")
        self.box: QWidget | None = None
        head = row(self._words, self.go, gap=8)
        head.setStretch(0, 1)
        head.setAlignment(self.go, Qt.AlignmentFlag.AlignTop)
        self._laid = column(head, gap=6, into=QVBoxLayout(self))

    def say(self, found: Lack) -> None:
        """Say what is missing."""
        self._found = found
        self._words.setText(lack(found))
        self.go.setAccessibleName(f"{_way(found)}: {lack(found)}")

    def lead(self) -> None:
        """Go to where it is filled in, or make room for it here."""
        found = self._found
        if found.what in (What.STEP, What.RESPONSIBLE, What.DEADLINE):
            self._wanted(found)
        elif found.what is What.END:
            self._desk.do(evening.end())
        elif found.what is What.WAITING:
            self._desk.do(evening.go_to(Phase.IDEAS))
        elif found.what is What.PRACTICE:
            self._desk.do(evening.go_to(Phase.DOTS))
        else:
            self._make_room()

    def _make_room(self) -> None:
        if self.box is None:
            self.box = self._heads() if self._found.what is What.HEADS else self._fact()
            self._laid.addWidget(self.box)
            self.box.show()  # a layout shows it later, and what is hidden takes no focus
            self.go.hide()
        inner = self.box.focusProxy() or self.box
        inner.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fact(self) -> Line:
        fact = self._found.fact

        def save(text: str) -> bool:
            value = {"date": iso_date, "starts": _time}.get(fact, str.strip)(text)
            return self._desk.do(evening.describe(**{fact: value}))

        return Line(field(fact), save, hint=field(fact))

    def _heads(self) -> QWidget:
        holder = QWidget()
        boxes = []
        for role, words in roles().items():
            box = Number(capital(words), self._counter(role))
            boxes.append(labelled(capital(words), box))
            if holder.focusProxy() is None:
                holder.setFocusProxy(box)
        holder.setLayout(row(*boxes, gap=8))
        return holder

    def _counter(self, role: Role) -> Callable[[int], bool]:
        return lambda count: self._desk.do(evening.count_heads(role, count))


def _time(text: str) -> str:
    """A time of day as it is kept, from "19.00" or "19:00"."""
    return text.strip().replace(".", ":")


def _way(found: Lack) -> str:
    """What the button of a lack says."""
    if found.what is What.END:
        return _("End the meeting")
    if found.what is What.WAITING:
        return _("Go to the ideas")
    if found.what is What.PRACTICE:
        return _("Go to the vote")
    return _("Fill in")


class Finishing(QWidget):
    """Draft or final, what is missing, and what can be done with the protocol now."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._state = label(look="section", wrap=True)
        self._ended = label(look="quiet", wrap=True)
        self._words = label(look="quiet", wrap=True)
        self.missing = Missing(desk)
        self.why = Line(field("change_note"), hint=_("What is to be put right?"))
        self.why.returnPressed.connect(self._revise)
        self._revising = QWidget()
        column(
            labelled(field("change_note"), self.why),
            button(_("Begin a new version"), self._revise),
            gap=8,
            into=QVBoxLayout(self._revising),
        )
        self.clear = button(_("Clear up"), self._ask_to_clear)
        column(
            self._state, self._ended, self._words, self.missing, self._revising, self.clear, gap=10,
            into=QVBoxLayout(self),
        )  # fmt: skip
        self.export = button(_("Make the protocol"), desk.protocol_wanted.emit, "primary")
        self.finish = button(_("Make the protocol final"), self._ask_to_finish)

    def refresh(self) -> None:
        """Show how far the protocol is."""
        stage = self._desk.state.stage
        final = stage.status is Status.FINAL
        found = [] if final else lacking(self._desk.state)
        self._state.setText(
            _("Protocol: {status}, version {version}").format(
                status=name(stage.status).lower(), version=stage.version
            )
        )
        self._ended.setText(
            _("The meeting ended {time}.").format(time=clock(stage.ended_at))
            if stage.ended_at
            else ""
        )
        self._ended.setVisible(bool(stage.ended_at))
        self._words.setText(_told(stage, len(found)))
        self.missing.follow(found)
        self.missing.setVisible(bool(found))
        self._revising.setVisible(final)
        self.finish.setVisible(not final)
        self.clear.setVisible(final)

    def _ask_to_finish(self) -> None:
        found = lacking(self._desk.state)
        words = _("A final protocol cannot be changed; what must be put right is a new version.")
        if found:
            still = ngettext(
                "{n} thing is still missing: {first}",
                "{n} things are still missing, the first of them: {first}",
                len(found),
            ).format(n=len(found), first=lack(found[0]))
            words = f"{still} {words}"
        self._desk.asked.emit(words, _("Make it final"), self._finish)

    def _finish(self) -> None:
        # What lies in the folder still calls itself a draft.
        if self._desk.do(evening.finish()):
            self._desk.protocol_outdated.emit()

    def _ask_to_clear(self) -> None:
        self._desk.asked.emit(
            _(
                "Slips, history, earlier versions and the words of hidden ideas go for good. The "
                "protocol prints the same as before, and the volunteers stay."
            ),
            _("Clear up"),
            self._clear_up,
        )

    def _clear_up(self) -> None:
        if self._desk.do(leaving.clear_up()):
            self._desk.told.emit(_("The meeting is cleared up."))

    def _revise(self) -> None:
        if self._desk.do(evening.revise(self.why.text())):
            self.why.clear()


def _told(stage: Stage, missing: int) -> str:
    """What the state of the protocol means."""
    if stage.status is Status.FINAL:
        return _("Nothing can be changed before a new version is begun.")
    if not missing:
        return _("Nothing is missing.")
    return ngettext(
        "{n} thing is missing. You can make it final all the same.",
        "{n} things are missing. You can make it final all the same.",
        missing,
    ).format(n=missing)
