"""The phase Ideas: one big line, one key per idea, and the wall of what was said."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from moedeapp.model.changes import Change
from moedeapp.model.commands import ideas
from moedeapp.model.meeting import Channel, IdeaState, Role
from moedeapp.texts import _, capital, name
from moedeapp.texts import ideas as ideas_in_words
from moedeapp.ui import theme
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice, Line, holds_keyboard, keeps_escape
from moedeapp.ui.joining import Joining
from moedeapp.ui.labels import OneLine, button, column, plain_tip, row
from moedeapp.ui.phases.alike import Hint, Likeness
from moedeapp.ui.phases.bringing import Bringing
from moedeapp.ui.phases.line import IdeaLine
from moedeapp.ui.phases.page import Asked, Page, empty, panel
from moedeapp.ui.phases.review import Review
from moedeapp.ui.phases.silence import Silence
from moedeapp.ui.phases.single_idea import SingleIdea
from moedeapp.ui.phases.table_choice import TableChoice
from moedeapp.ui.phases.tally import Tally
from moedeapp.ui.phases.wall import Lookup, Wall, views
from moedeapp.ui.settings import LETTER_KEYS
from moedeapp.ui.tabs import Tabs

_WAITING, _CHOSEN = range(2)
_LOW: Final = 440
"""Pixels of height below which the page has no air to give away."""

_CITIZEN, _PAPER, _POLITICIAN, _STAFF = "citizen", "paper", "politician", "staff"
_WHO: Final = {
    _CITIZEN: (Role.CITIZEN, Channel.FACILITATOR),
    _PAPER: (Role.CITIZEN, Channel.PAPER),
    _POLITICIAN: (Role.POLITICIAN, Channel.FACILITATOR),
    _STAFF: (Role.STAFF, Channel.FACILITATOR),
}


class IdeasPage(Page):
    """Takes ideas in, lets them be looked through, and shows them newest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked = Asked(desk)
        self._tally = Tally()
        self._likeness = Likeness(desk)
        self.line = IdeaLine()
        self.table = TableChoice(desk)
        self.who = Choice(
            _("Who says it"),
            {
                _CITIZEN: capital(name(Role.CITIZEN)),
                _PAPER: f"{capital(name(Role.CITIZEN))}, {name(Channel.PAPER)}",
                _POLITICIAN: capital(name(Role.POLITICIAN)),
                _STAFF: capital(name(Role.STAFF)),
            },
        )
        self._add_button = button(_("Add"), self._add, "primary", key="⏎")
        self.hint = Hint(desk, self._likeness)
        self.wall = Wall(desk)
        self.search = _Search()
        self.view = Choice(_("What is shown"))
        self._count = OneLine("quiet")
        self._bring = button(_("Bring in ideas"), self.bring_in)
        self._empty = empty("")
        self.review = Review(desk, self._tally)
        self._single = SingleIdea(desk, self.wall)
        self._silence = Silence(desk, self._tally)
        self._joining = Joining(96, without=False)
        self.bringing = Bringing(desk, self._likeness)
        self._lay()
        self._connect()
        self._add_keys()

    # --- laying out

    def _lay(self) -> None:
        for part in (self.table, self._add_button):
            part.setMinimumHeight(61)
        top = Qt.AlignmentFlag.AlignTop
        typing = QHBoxLayout()
        typing.setSpacing(10)
        typing.addWidget(self.line, 1, top)
        typing.addWidget(self.table, 0, top)
        typing.addWidget(self._add_button, 0, top)
        below = row(self.hint, self.who, gap=10)
        below.setStretch(0, 1)
        self.search.setMaximumWidth(260)
        looking = row(self.search, self.view, self._count, self._bring, gap=10)
        looking.setStretch(0, 2)
        looking.setStretch(2, 3)
        left = column(
            self._asked, typing, below, looking, self.wall, self._empty, 1, gap=8,
        )  # fmt: skip
        left.setStretchFactor(self.wall, 1000)
        left.setContentsMargins(theme.MARGIN, 20, 16, 6)
        self._left = left
        whole = row(left, self._side(), gap=0)
        whole.setStretch(0, 1)
        self._whole = QWidget()
        self._whole.setLayout(whole)
        self._sheets = QStackedWidget()
        self._sheets.addWidget(self._whole)
        self._sheets.addWidget(self.bringing)
        column(self._sheets, gap=0, into=QVBoxLayout(self))
        self.setAcceptDrops(True)

    def _side(self) -> QFrame:
        self._sides = QStackedWidget()
        self._sides.addWidget(self.review)
        self._sides.addWidget(self._single)
        self.tabs = Tabs([_("Awaiting"), _("Chosen")], self._sides)
        side = panel(self.tabs, self._sides, self._silence, self._joining)
        laid = side.layout()
        assert isinstance(laid, QVBoxLayout)
        laid.setContentsMargins(20, 10, 14, 12)
        laid.setStretch(1, 1)
        return side

    def _connect(self) -> None:
        self._silence.turned.connect(self.begin)
        self.line.entered.connect(self._add)
        self.line.textChanged.connect(self._typed)
        self.line.several.connect(self._bring_text)
        self.line.table_named.connect(self.table.setValue)
        self.table.changed.connect(self.begin)
        self.search.textChanged.connect(self._look_for)
        self.search.left.connect(self.begin)
        self.view.activated.connect(self._look_for)
        self.wall.grew.connect(self._tell_how_many)
        self.wall.selectionModel().selectionChanged.connect(self._choose)
        self.wall.customContextMenuRequested.connect(self._menu)
        self.review.emptied.connect(self.begin)
        self.bringing.left.connect(self._back)
        self.bringing.as_one.connect(self.line.take)
        self.desk.showing.changed.connect(self._follow_joining)
        self.desk.settings.changed.connect(self._settings_changed)

    def _add_keys(self) -> None:
        acts: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Ctrl+Up", partial(self.table.step, 1)),
            ("Ctrl+Down", partial(self.table.step, -1)),
            ("Ctrl+M", self._merge),
            ("Ctrl+F", self._search_for),
            ("Ctrl+Shift+V", self.bring_in),
            ("F6", partial(self._go_round, 1)),
            ("Shift+F6", partial(self._go_round, -1)),
            *((f"Alt+{digit}", partial(self.table.setValue, digit)) for digit in range(10)),
        )
        for key, act in acts:
            self._on(self._whole, key, act)
        self._letters = [
            self._on(self.wall, key, act)
            for key, act in (
                ("V", self._single.show_chosen), ("S", self._single.ask_to_hide),
                ("P", self._single.park_chosen), ("M", self._single.merge_chosen),
            )
        ]  # fmt: skip
        self._on(self.wall, "F2", self._single.edit_chosen)
        self._settings_changed(LETTER_KEYS)

    def _on(self, where: QWidget, key: str, act: Callable[[], object]) -> QShortcut:
        made = QShortcut(QKeySequence(key), where)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.activated.connect(act)
        return made

    def begin(self) -> None:
        """Be ready to type."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> list[tuple[str, str]]:
        """The keys of this page."""
        return [
            ("Enter", _("add the idea")),
            ("Shift+Enter", _("a new line in the idea")),
            (_("Ctrl+Up, Ctrl+Down"), _("the next table, the one before")),
            ("Alt+1 … Alt+9", _("this table; Alt+0 is none")),
            ("/12", _("table 12, written before the words")),
            ("Ctrl+M", _("merge with the idea it looks like")),
            ("F6", _("from the typing to what waits, to the wall and back")),
            ("V", _("show it")),
            ("S", _("hide it, then a digit for the reason")),
            ("P", _("park it")),
            ("F2", _("edit the chosen note")),
            ("M", _("merge the chosen notes")),
            ("Ctrl+F", _("look for an idea")),
            ("Ctrl+Shift+V", _("bring in ideas from the clipboard or a file")),
        ]

    # --- following the meeting

    def refresh(self, changes: Sequence[Change]) -> None:
        """Show what changed; without changes everything is looked through."""
        self._asked.refresh()
        self._tally.follow(self.state, changes)
        self._likeness.follow(changes)
        if not changes or any(change.kind == "tables" for change in changes):
            self.view.offer(views(self.state))
        self.wall.refresh(changes)
        self.review.follow()
        self._single.refresh()
        self._silence.follow()
        self._follow_joining()
        waiting = self._tally.count(IdeaState.WAITING)
        self.tabs.add_note(_WAITING, str(waiting) if waiting else "")
        if not self.line.text():
            self.hint.typed("")

    def _follow_joining(self) -> None:
        self._joining.follow(self.desk.showing.join)

    def _tell_how_many(self, shown: int) -> None:
        self._count.setText(ideas_in_words(shown))
        self.wall.setVisible(bool(shown))
        self._empty.setVisible(not shown)
        self._empty.setText(
            _("No ideas yet. Write the first one above, just as it was said, and press Enter.")
            if self.wall.lookup == Lookup()
            else _("Nothing is found here.")
        )

    # --- typing

    def _typed(self) -> None:
        self.hint.typed(self.line.text())

    def _add(self) -> str | None:
        """Write down what is typed; gives the new idea's key."""
        words = self.line.text().strip("\n")
        if not words.strip():
            return None
        role, channel = _WHO[self.who.chosen()]
        given: list[str] = []
        command = ideas.add(
            words,
            question=self.desk.question_key,
            table=self.table.value() or None,
            role=role,
            channel=channel,
        )
        if self.desk.do(command, given.append):
            self.hint.added(given[0])
            self.line.clear()
            if role is not Role.CITIZEN:
                # The next one is a citizen again, unless somebody says otherwise.
                self.who.follow(_CITIZEN)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        return given[0] if given else None

    def _merge(self) -> None:
        """Put like with like: what is typed is added first."""
        if not self.line.text().strip() or (self.hint.waits and self._add()):
            self.hint.merge_added()

    # --- bringing in

    def bring_in(self) -> None:
        """Look at what is on the clipboard, and at files."""
        self._sheets.setCurrentWidget(self.bringing)
        self.bringing.begin()

    def _bring_text(self, text: str) -> None:
        self._sheets.setCurrentWidget(self.bringing)
        self.bringing.look_at_text(text)

    def _back(self) -> None:
        self._sheets.setCurrentWidget(self._whole)
        self.begin()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at what was dropped."""
        self._sheets.setCurrentWidget(self.bringing)
        self.bringing.begin(event.mimeData())

    # --- looking for, choosing and going about

    def _look_for(self) -> None:
        self.wall.look_for(Lookup(self.view.chosen(), self.search.text().strip()))

    def _search_for(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _choose(self) -> None:
        if self._single.reasons.isVisible():
            self._single.reasons.leave()
        self._single.refresh()
        self.tabs.turn_to(_CHOSEN if self.wall.chosen() else _WAITING)

    def _menu(self, at: QPoint) -> None:
        menu = self._single.menu(self)
        menu.exec(self.wall.viewport().mapToGlobal(at))
        menu.deleteLater()

    def _go_round(self, by: int) -> None:
        """From the typing to what waits, to the wall, and back to the typing."""
        stops = (self.begin, self._go_to_review, self._go_to_wall)
        at = 0
        if holds_keyboard(self.review):
            at = 1
        elif holds_keyboard(self.wall) or holds_keyboard(self._single):
            at = 2
        for step in range(1, len(stops) + 1):
            if stops[(at + by * step) % len(stops)]() is not False:
                return

    def _go_to_review(self) -> bool:
        if not self._tally.count(IdeaState.WAITING):
            return False
        self.tabs.turn_to(_WAITING)
        return self.review.begin()

    def _go_to_wall(self) -> bool:
        if self.wall.isHidden():
            return False
        if not self.wall.currentIndex().isValid():
            self.wall.setCurrentIndex(self.wall.model().index(0, 0))
        self.wall.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _settings_changed(self, name: str) -> None:
        if name == LETTER_KEYS:
            for letter in self._letters:
                letter.setEnabled(self.desk.settings.letter_keys)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for the wall where there is little height."""
        super().resizeEvent(event)
        low = self.height() < _LOW
        self._left.setContentsMargins(theme.MARGIN, 8 if low else 20, 16, 6)
        self._joining.leave_out_code(low)


class _Search(Line):
    """Words to look for; Esc forgets them. `left` when it is done with."""

    left: Final = Signal()

    def __init__(self) -> None:
        super().__init__(_("Look for an idea"), hint=_("Look for  Ctrl+F"))
        self.setToolTip(plain_tip(self.accessibleName()))
        self.setClearButtonEnabled(True)

    def event(self, event: QEvent) -> bool:
        """Keep Esc for this box."""
        return keeps_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc forgets the words."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)
