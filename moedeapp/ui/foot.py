"""The foot of the window: saved, how many, what the last act was, and how to take it back."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy

from moedeapp.model.board import in_play, lead_of, leading_themes
from moedeapp.model.changes import Change
from moedeapp.model.document import Document
from moedeapp.model.meeting import Idea, IdeaState, Meeting, Phase, RoundState, Theme, numbered
from moedeapp.model.phases import ORDER
from moedeapp.texts import _, act, ideas, ngettext, number, turnout
from moedeapp.ui.desk import Desk
from moedeapp.ui.labels import OneLine, button, plain_tip, row
from moedeapp.ui.middle import ROOMY
from moedeapp.ui.phones import told_of_phones

_LONGEST: Final = 28
"""Letters of the words an undo button quotes."""


class Foot(QFrame):
    """One quiet line, with the buttons handed in at its end."""

    def __init__(self, desk: Desk, *buttons: QPushButton) -> None:
        super().__init__()
        self.setProperty("look", "foot")
        self._desk = desk
        self._wide = False
        self.words = OneLine("small")
        self.undo = button("", desk.undo, "foot")
        self.redo = button("", desk.redo, "foot")
        for each in (self.undo, self.redo):
            each.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        line = row(self.words, self.undo, self.redo, *buttons, gap=6)
        line.setStretch(0, 1)
        line.setContentsMargins(18, 4, 12, 4)
        self.setLayout(line)

    def refresh(self) -> None:
        """Show how things stand, and what can be taken back."""
        self.tell()
        document = self._desk.document
        self._offer(self.undo, document.next_undo(), False, _("Undo: {act}"), "Ctrl+Z")
        self._offer(self.redo, document.next_redo(), True, _("Redo: {act}"), "Ctrl+Y")

    def tell(self) -> None:
        """Show how things stand; of the file nothing is asked, so it may be done often."""
        state, document = self._desk.state, self._desk.document
        parts = [_kept(document)]
        parts += [*told_of_phones(self._desk.phones), *_figures(state)]
        if self._desk.latest:
            parts.append(_("Last: {act}").format(act=self._desk.latest))
        self.words.setText("   ·   ".join(parts))

    def _offer(
        self, made: QPushButton, command: str | None, redo: bool, words: str, key: str
    ) -> None:
        """Offer what can be done; the key still says why what was overtaken cannot."""
        document = self._desk.document
        offered = not document.readonly and not document.is_overtaken(redo=redo)
        made.setVisible(command is not None and offered)
        if command is None:
            return
        about = _about(document.next_rows(redo=redo))
        plain = words.format(act=act(command))
        whole = f"{plain} {_quoted(about)}" if about else plain
        short = f"{plain} {_quoted(_short(about))}" if about and self._wide else plain
        made.setText(f"{short}  {key}")
        made.setAccessibleName(whole)
        made.setToolTip(plain_tip(whole) if short != whole else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Quote what undo is about where there is room for it."""
        super().resizeEvent(event)
        if (self.width() >= ROOMY) is not self._wide:
            self._wide = not self._wide
            self.refresh()


def _kept(document: Document) -> str:
    if document.readonly:
        return _("Open for reading only")
    return _("Saved") if document.trouble is None else _("Not saved")


def _quoted(words: str) -> str:
    return _("“{words}”").format(words=words)


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…"


def _about(rows: Iterable[Change]) -> str:
    """The words of the one idea or theme an act was about; empty when nobody should read them.

    A hall may see this screen, so only what is on the board is quoted.
    """
    found: dict[str, list[Idea | Theme]] = {}
    for change in rows:
        for version in (change.before, change.after):
            if isinstance(version, Idea | Theme):
                found.setdefault(version.id, []).append(version)
    if len(found) != 1:
        return ""
    (versions,) = found.values()
    if not all(_is_public(version) for version in versions):
        return ""
    words = versions[0].text if isinstance(versions[0], Idea) else versions[0].title
    return " ".join(words.split())


def _is_public(version: Idea | Theme) -> bool:
    return isinstance(version, Theme) or in_play(version)


# --- figures


def _figures(meeting: Meeting) -> list[str]:
    """The numbers that matter in the phase the evening is in."""
    vote = next(
        (v for v in numbered(meeting.rounds) if v.state in (RoundState.OPEN, RoundState.CLOSED)),
        None,
    )
    if vote is not None:
        figures = [turnout(vote.cast, vote.handed_out)]
        left = (vote.handed_out or 0) - vote.cast
        if vote.state is RoundState.OPEN and left > 0:
            figures.append(_("{n} not yet").format(n=number(left)))
        return figures
    return [ideas(len(meeting.ideas)), *_on_the_board(meeting)]


def _on_the_board(meeting: Meeting) -> list[str]:
    themes = len(leading_themes(meeting))
    gathering = ORDER.index(meeting.stage.phase) <= ORDER.index(Phase.THEMES)
    waiting = placed = loose = 0
    # One look at each idea: this is done after every act, and there may be thousands.
    for idea in meeting.ideas.values():
        if idea.state is IdeaState.WAITING:
            waiting += 1
        elif themes and gathering and in_play(idea):
            if lead_of(meeting.ideas, idea).theme is None:
                loose += 1
            else:
                placed += 1
    figures = []
    if waiting:
        words = ngettext("{n} waits for review", "{n} wait for review", waiting)
        figures.append(words.format(n=number(waiting)))
    if themes and gathering:
        figures.append(_("{n} in themes").format(n=number(placed)))
        figures.append(_("{n} loose").format(n=number(loose)))
    if themes:
        figures.append(ngettext("{n} theme", "{n} themes", themes).format(n=number(themes)))
    return figures
