"""The idea that is chosen: all its words, and what can be done with it."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from moedeapp.model.commands import ideas
from moedeapp.model.draft import Command
from moedeapp.model.meeting import Idea, IdeaState, Reason
from moedeapp.texts import _, capital, field, name, replacement, still_said
from moedeapp.texts import ideas as ideas_in_words
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Area
from moedeapp.ui.labels import MenuButton, button, column, label, row
from moedeapp.ui.paper import origin
from moedeapp.ui.phases.page import scrolled


class Wall(Protocol):
    """Where notes are chosen."""

    def chosen(self) -> list[str]:
        """The keys of the ideas that are chosen."""

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
        inside = QWidget()
        column(self._words, self._original, self._about, 1, gap=8, into=QVBoxLayout(inside))
        self._text = scrolled(inside)
        self._box = Area(field("edited"), lines=5)
        self._save = button(_("Keep"), self._keep, "primary")
        self._leave = button(_("Leave it as it was"), self._stop)
        self._editor = QWidget()
        self._editor.setLayout(column(self._box, self._save, self._leave, gap=8))
        self._show = button(_("Show"), self.show_chosen)
        self._park = button(_("Park"), self.park_chosen)
        self._hide = MenuButton(_("Hide"), self._reasons(self, self.hide_chosen))
        self._edit = button(_("Edit"), self.edit_chosen)
        self._mask = MenuButton(_("Mask"), self._reasons(self, self.ask_to_mask))
        self._deeds = QWidget()
        self._deeds.setLayout(
            column(
                row(self._show, self._park, self._hide, 1, gap=8),
                row(self._edit, self._mask, 1, gap=8),
                gap=8,
            )
        )
        laid = column(
            self._head, self._nothing, self._deeds, self._editor, self._text, 1,
            into=QVBoxLayout(self),
        )  # fmt: skip
        laid.setStretchFactor(self._text, 1000)
        self._editor.hide()

    def _reasons(self, parent: QWidget, act: Callable[[Reason], object]) -> QMenu:
        menu = QMenu(parent)
        for reason in Reason:
            menu.addAction(capital(name(reason)), partial(act, reason))
        return menu

    def menu(self, parent: QWidget) -> QMenu:
        """The same acts, for a right click on the wall."""
        menu = QMenu(parent)
        chosen = self._chosen()
        menu.setEnabled(bool(chosen))
        menu.addAction(_("Show"), self.show_chosen)
        menu.addAction(_("Park"), self.park_chosen)
        for words, act in ((_("Hide"), self.hide_chosen), (_("Mask"), self.ask_to_mask)):
            if words == _("Mask") and len(chosen) != 1:
                continue
            reasons = self._reasons(menu, act)
            reasons.setTitle(words)
            menu.addMenu(reasons)
        if len(chosen) == 1:
            menu.addAction(_("Edit"), self.edit_chosen)
        return menu

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
        self._editor.setVisible(self._editing is not None)
        self._nothing.setVisible(not chosen)
        self._head.setVisible(bool(chosen))
        self._head.setText(
            _("No. {number}").format(number=one.number)
            if one
            else _("{ideas} chosen").format(ideas=ideas_in_words(len(chosen)))
        )
        self._deeds.setVisible(bool(chosen) and self._editing is None)
        self._text.setVisible(one is not None and self._editing is None)
        for act in (self._edit, self._mask):
            act.setVisible(one is not None and not one.masked)
        self._show.setVisible(any(idea.state is not IdeaState.SHOWN for idea in chosen))
        self._park.setVisible(any(idea.state is not IdeaState.PARKED for idea in chosen))
        if one is not None:
            self._describe(one)

    def _describe(self, idea: Idea) -> None:
        # Hidden words can be read here, where somebody has asked for them, to judge them again.
        self._words.setText(idea.text or replacement(idea) or "")
        edited = idea.edited is not None
        self._original.setVisible(edited)
        if edited:
            self._original.setText(_("Original wording: {words}").format(words=idea.words))
        parts = [origin(idea), name(idea.state), name(idea.reason) if idea.reason else ""]
        self._about.setText(" · ".join(part for part in parts if part))

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

    def hide_chosen(self, reason: Reason) -> None:
        """Keep the chosen ideas out of sight."""
        self._do(ideas.hide(*self._wall.chosen(), reason=reason))

    def ask_to_mask(self, reason: Reason) -> None:
        """Ask whether the words of the chosen idea may be destroyed."""
        idea = self._chosen()[0]
        self._desk.asked.emit(
            _(
                "The words of idea {number} are destroyed for good, in the file and its history. "
                "The number stays. This cannot be undone."
            ).format(number=idea.number),
            _("Mask the words"),
            lambda: self._desk.do(ideas.mask(idea.id, reason), self._tell_what_is_left),
        )

    def _tell_what_is_left(self, still: ideas.StillSaid) -> None:
        if still:
            self._desk.told.emit(still_said(still))

    def edit_chosen(self) -> None:
        """Open the wording of the chosen idea."""
        idea = self._chosen()[0]
        self._editing = idea.id
        self._box.setPlainText(idea.text)
        self.refresh()
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        if self._editing and self._desk.do(ideas.edit(self._editing, self._box.toPlainText())):
            self._stop()

    def _stop(self) -> None:
        self._editing = None
        self.refresh()
        self._wall.setFocus(Qt.FocusReason.OtherFocusReason)
