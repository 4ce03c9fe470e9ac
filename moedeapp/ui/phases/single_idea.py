"""The idea that is chosen: all its words, and what can be done with it."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from moedeapp.model.board import by_lead, lead_of
from moedeapp.model.commands import ideas
from moedeapp.model.draft import Command
from moedeapp.model.errors import MoedeError
from moedeapp.model.meeting import Idea, IdeaState, Reason
from moedeapp.texts import _, capital, explain, field, name, replacement, still_said
from moedeapp.texts import ideas as ideas_in_words
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Area, keeps_escape
from moedeapp.ui.labels import button, column, label, loosened, row
from moedeapp.ui.paper import origin
from moedeapp.ui.phases.reasons import Reasons
from moedeapp.ui.scrolling import scrolled


class Wall(Protocol):
    """Where notes are chosen."""

    def chosen(self) -> list[str]:
        """The keys of the ideas that are chosen."""

    def current(self) -> str | None:
        """The key of the idea the arrows stand on."""

    def setFocus(self, reason: Qt.FocusReason) -> None:  # noqa: N802 (Qt's name)
        """Be where the keys go."""


class SingleIdea(QWidget):
    """Shows what is chosen on the wall and acts on it; every button is in the menu as well."""

    def __init__(self, desk: Desk, wall: Wall) -> None:
        super().__init__()
        self._desk = desk
        self._wall = wall
        self._editing: str | None = None
        self._head = label(look="eyebrow")
        self._nothing = label(
            _("Choose a note to show, park, hide or edit it."), "quiet", wrap=True
        )
        self._words = label(look="lead", wrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._about = label(look="small", wrap=True)
        self._original = label(look="small", wrap=True)
        self._merged = label(look="small", wrap=True)
        for words in (self._original, self._merged):
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text = QWidget()
        column(
            self._words, self._original, self._about, self._merged, gap=8,
            into=QVBoxLayout(self._text),
        )  # fmt: skip
        self._box = Area(field("edited"), lines=5)
        self._save = button(_("Keep"), self._keep, "primary", key="Ctrl+⏎")
        self._leave = button(_("Leave it as it was"), self._stop, key="Esc")
        self._restore = button(_("Use the original wording"), self._take_layer_away)
        self._editor = QWidget()
        self._editor.setLayout(column(self._box, self._save, self._leave, self._restore, gap=8))
        self.reasons = Reasons()
        letters = desk.settings.letter_keys
        self._show = button(_("Show"), self.show_chosen, "small", key="V" if letters else "")
        self._park = button(_("Park"), self.park_chosen, "small", key="P" if letters else "")
        self._hide = button(_("Hide"), self.ask_to_hide, "small", key="S" if letters else "")
        self._edit = button(_("Edit"), self.edit_chosen, "small", key="F2")
        self._mask = button(_("Mask"), self.ask_why_to_mask, "small")
        self._merge = button(_("Merge"), self.merge_chosen, "small", key="M" if letters else "")
        self._split = button(_("Split"), self.split_chosen, "small")
        self._deeds = QWidget()
        self._deeds.setLayout(
            column(
                row(self._show, self._park, self._hide, 1, gap=6),
                row(self._edit, self._merge, self._split, self._mask, 1, gap=6),
                gap=6,
            )
        )
        inside = QWidget()
        laid = column(
            self._head, self._nothing, self._deeds, self.reasons, self._editor, self._text, 1,
            into=QVBoxLayout(inside),
        )  # fmt: skip
        laid.setContentsMargins(0, 0, 6, 0)
        self._area = scrolled(inside)
        column(self._area, into=QVBoxLayout(self))
        self._editor.hide()
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter = QShortcut(QKeySequence(Qt.KeyboardModifier.ControlModifier | key), self._box)
            enter.setContext(Qt.ShortcutContext.WidgetShortcut)
            enter.activated.connect(self._keep)

    def menu(self, parent: QWidget) -> QMenu:
        """The same acts, for a right click on the wall."""
        menu = QMenu(parent)
        chosen = self._chosen()
        menu.setEnabled(bool(chosen))
        menu.addAction(_("Show"), self.show_chosen)
        menu.addAction(_("Park"), self.park_chosen)
        self._add_reasons(menu, _("Hide"), self.hide_chosen)
        if len(chosen) == 1:
            menu.addAction(_("Edit"), self.edit_chosen)
            self._add_reasons(menu, _("Mask"), self.ask_to_mask)
        else:
            menu.addAction(_("Merge"), self.merge_chosen)
        if self._led(chosen):
            menu.addAction(_("Split"), self.split_chosen)
        return menu

    def _add_reasons(self, menu: QMenu, words: str, act: Callable[[Reason], object]) -> None:
        reasons = QMenu(words, menu)
        for digit, reason in enumerate(Reason, 1):
            reasons.addAction(f"&{digit}  {capital(name(reason))}", partial(act, reason))
        menu.addMenu(reasons)

    # --- following

    def _chosen(self) -> list[Idea]:
        ideas_here = self._desk.state.ideas
        return [ideas_here[key] for key in self._wall.chosen() if key in ideas_here]

    def refresh(self) -> None:
        """Show what is chosen as it is now."""
        chosen = self._chosen()
        one = chosen[0] if len(chosen) == 1 else None
        if one is None or one.id != self._editing:
            self._editing = None
        plain = self._editing is None and self.reasons.isHidden()
        self._editor.setVisible(self._editing is not None)
        self._nothing.setVisible(not chosen)
        self._head.setVisible(bool(chosen))
        self._head.setText(
            _("No. {number}").format(number=one.number)
            if one
            else _("{ideas} chosen").format(ideas=ideas_in_words(len(chosen)))
        )
        self._deeds.setVisible(bool(chosen) and plain)
        self._text.setVisible(one is not None and plain)
        for act in (self._edit, self._mask):
            act.setVisible(one is not None and not one.masked)
        self._show.setVisible(
            any(idea.state not in (IdeaState.SHOWN, IdeaState.READY) for idea in chosen)
        )
        self._park.setVisible(any(idea.state is not IdeaState.PARKED for idea in chosen))
        self._merge.setVisible(len(chosen) > 1)
        self._split.setVisible(bool(self._led(chosen)))
        if one is not None:
            self._describe(one)
            return
        for words in (self._words, self._original, self._about, self._merged):
            words.clear()  # what was hidden or masked must not stay behind unseen

    def _describe(self, idea: Idea) -> None:
        # Hidden words can be read here, where somebody has asked for them, to judge them again.
        self._words.setText(loosened(idea.text or replacement(idea) or ""))
        edited = idea.edited is not None
        self._original.setVisible(edited)
        if edited:
            original = _("Original wording: {words}").format(words=idea.words)
            self._original.setText(loosened(original))
        self._restore.setVisible(edited)
        parts = [origin(idea), name(idea.state), name(idea.reason) if idea.reason else ""]
        lead = lead_of(self._desk.state.ideas, idea)
        if lead is not idea:
            parts.append(_("part of no. {n}").format(n=lead.number))
        if idea.source:
            parts.append(idea.source)
        self._about.setText(loosened(" · ".join(part for part in parts if part)))
        led = self._led([idea]) if lead is idea else []
        said = "\n".join(
            _("No. {n}: {words}").format(n=one.number, words=replacement(one) or one.text)
            for one in led
        )
        self._merged.setText(loosened(f"{_('Merged with')}:\n{said}") if led else "")
        self._merged.setVisible(bool(led))

    def _led(self, chosen: list[Idea]) -> list[Idea]:
        """What would stand by itself again if the chosen were split."""
        if not any(idea.merged_into for idea in chosen) and not any(
            other.merged_into for other in self._desk.state.ideas.values()
        ):
            return []
        groups = by_lead(self._desk.state)
        found = {
            led.id: led
            for idea in chosen
            for led in ([idea] if idea.merged_into else groups.get(idea.id, [])[1:])
        }
        return list(found.values())

    # --- acting

    def _do(self, command: Command[None]) -> None:
        if self._wall.chosen():
            self._desk.do(command)

    def show_chosen(self) -> None:
        """Let the hall see the chosen ideas."""
        self._do(ideas.show(*self._wall.chosen()))

    def park_chosen(self) -> None:
        """Put the chosen ideas on the parking list."""
        self._do(ideas.park(*self._wall.chosen()))

    def ask_to_hide(self) -> None:
        """Ask why, and hide the chosen ideas."""
        if self._wall.chosen():
            self._ask(_("Hide it. Why?"), self.hide_chosen)

    def hide_chosen(self, reason: Reason) -> None:
        """Keep the chosen ideas out of sight."""
        self._do(ideas.hide(*self._wall.chosen(), reason=reason))

    def ask_why_to_mask(self) -> None:
        """Ask why the words of the chosen idea must go."""
        self._ask(_("The words are destroyed. Why?"), self.ask_to_mask)

    def _ask(self, words: str, act: Callable[[Reason], object]) -> None:
        def answered(reason: Reason) -> None:
            self._put_back()
            act(reason)

        self.reasons.ask(words, answered, self._put_back)
        self.refresh()
        self._area.ensureWidgetVisible(self.reasons)

    def _put_back(self) -> None:
        self.refresh()
        self._wall.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_to_mask(self, reason: Reason) -> None:
        """Ask whether the words of the chosen idea may be destroyed; tell where else they are."""
        idea = self._chosen()[0]
        command = ideas.mask(idea.id, reason)
        try:
            still = self._desk.document.rehearse(command)
        except MoedeError as error:
            self._desk.refused.emit(explain(error))
            return
        warning = _(
            "The words of idea {number} are destroyed for good, in the file and its history. "
            "The number stays. This cannot be undone."
        ).format(number=idea.number)
        if still:
            warning += " " + still_said(still)
        self._desk.asked.emit(
            warning,
            _("Mask the words"),
            lambda: self._desk.do(command, self._tell_what_is_left),
        )

    def _tell_what_is_left(self, still: ideas.StillSaid) -> None:
        if still:
            self._desk.told.emit(still_said(still))

    def merge_chosen(self) -> None:
        """Let the chosen ideas count as the one the arrows stand on."""
        chosen, lead = self._wall.chosen(), self._wall.current()
        if len(chosen) > 1:
            lead = lead if lead in chosen else chosen[-1]
            self._desk.do(ideas.merge([key for key in chosen if key != lead], lead))

    def split_chosen(self) -> None:
        """Let merged ideas stand by themselves again."""
        led = self._led(self._chosen())
        if led:
            self._desk.do(ideas.split(*(idea.id for idea in led)))

    def edit_chosen(self) -> None:
        """Open the wording of the chosen idea."""
        chosen = self._chosen()
        if len(chosen) != 1 or chosen[0].masked:
            return
        self._editing = chosen[0].id
        self._box.setPlainText(chosen[0].text)
        self.refresh()
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        if self._editing and self._desk.do(ideas.edit(self._editing, self._box.toPlainText())):
            self._stop()

    def _take_layer_away(self) -> None:
        if self._editing and self._desk.do(ideas.edit(self._editing, None)):
            self._stop()

    def _stop(self) -> None:
        self._editing = None
        self._box.clear()
        self._put_back()

    def event(self, event: QEvent) -> bool:
        """Keep Esc while a wording is open."""
        return keeps_escape(event, lambda: self._editing is not None) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the wording as it was."""
        if event.key() == Qt.Key.Key_Escape and self._editing is not None:
            self._stop()
        else:
            super().keyPressEvent(event)
