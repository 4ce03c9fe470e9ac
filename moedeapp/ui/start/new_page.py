"""A new meeting on one page: what it is called, when, where, and how it runs."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from moedeapp.model.draft import is_date
from moedeapp.texts import _, field
from moedeapp.ui import icons, theme
from moedeapp.ui.days import clock_after, iso_date, iso_time
from moedeapp.ui.fields import Line, Number, labelled
from moedeapp.ui.labels import at_most, button, column, frame, label, row
from moedeapp.ui.scrolling import scrolled
from moedeapp.ui.settings import FOLDER, Settings, file_kind
from moedeapp.ui.start.beginning import NewMeeting, free, suggested
from moedeapp.ui.start.plan_card import PlanCard

_WIDEST: Final = 1280
"""Width in pixels; wider lines would be hard to follow."""


class NewPage(QWidget):
    """Emits `wanted` with the path of a new file and the `NewMeeting` it is to hold.

    `back` is emitted when the facilitator thinks better of it, `refused` with a sentence.
    """

    wanted: Final = Signal(object, object)
    back: Final = Signal()
    refused: Final = Signal(str)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._chosen: Path | None = None
        self.boxes = {
            "title": Line(field("title"), hint=_("e.g. The harbour of tomorrow")),
            "question": Line(field("question"), hint=_("e.g. What should the harbour offer?")),
            "date": Line(field("date"), hint=_("e.g. 23-11-2026")),
            "starts": Line(field("starts"), hint=_("e.g. 19:00")),
            "place": Line(field("place"), hint=_("e.g. The boat hall")),
        }
        self.tables = Number(field("tables"), most=500, nothing=_("none yet"))
        self._wrong = {key: label(look="warn", wrap=True) for key in ("date", "starts")}
        self._where = label(look="small", wrap=True)
        self._change = button(_("Save it somewhere else"), self._ask_where, "plain")
        self.plans = PlanCard()
        self.plans.refused.connect(self.refused)
        self.plans.chosen.connect(self._follow_plan)
        back = button(_("Back"), self.back.emit, "plain")
        icons.put(back, "back", "accent")
        self.make = button(_("Make the meeting"), self._make, "primary")
        self._lay(back)
        for box in (*self.boxes.values(), self.tables):
            box.installEventFilter(self)
        self.boxes["starts"].editingFinished.connect(self.check)
        self.boxes["date"].editingFinished.connect(self.check)
        for key in ("title", "date"):
            self.boxes[key].textChanged.connect(self._say_where)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            ready = QShortcut(QKeySequence(keys), self)
            ready.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            ready.activated.connect(self._make)

    def _lay(self, back: QWidget) -> None:
        top = row(back, label(_("New meeting"), "heading"), 1, gap=10)
        form = self._form()
        form.setMinimumWidth(320)
        self.plans.setMinimumWidth(320)
        body = row(form, self.plans, gap=16)
        body.setStretch(0, 2)
        body.setStretch(1, 3)
        content = QWidget()
        column(top, body, 1, gap=16, into=QVBoxLayout(content))
        inside = QWidget()
        whole = at_most(_WIDEST, content)
        whole.setContentsMargins(theme.MARGIN, 20, theme.MARGIN, 20)
        inside.setLayout(whole)
        where = column(self._where, gap=0)
        foot_line = row(where, self._change, self.make, gap=12)
        foot_line.setStretch(0, 1)
        foot = frame("foot", foot_line, (theme.MARGIN, 10, theme.MARGIN, 10))
        laid = column(scrolled(inside), foot, gap=0, into=QVBoxLayout(self))
        laid.setStretch(0, 1)

    def _form(self) -> QFrame:
        def part(key: str) -> QWidget:
            wrong = [self._wrong[key]] if key in self._wrong else []
            return labelled(field(key), self.boxes[key], *wrong)

        for words in self._wrong.values():
            words.hide()
        days = _two(part("date"), part("starts"))
        room = _two(part("place"), labelled(field("tables"), self.tables))
        return frame(
            "card",
            column(
                label(_("The meeting"), "section"),
                part("title"),
                part("question"),
                days,
                room,
                label(_("You can change all of it later."), "small", wrap=True),
                1,
                gap=14,
            ),
            (22, 18, 22, 20),
        )

    def begin(self, latest: Sequence[Path]) -> None:
        """Begin with an empty page; an earlier meeting can be one of the latest."""
        self._chosen = None
        for box in self.boxes.values():
            box.clear()
        for words in self._wrong.values():
            words.hide()
        self.tables.follow(0)
        self.plans.begin(latest)
        self._say_where()
        self.boxes["title"].setFocus(Qt.FocusReason.OtherFocusReason)

    # --- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on to the next box, so that nobody makes a meeting by a wrong key."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            )
            if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if watched is self.tables:
                    self.tables.settle()
                    self.make.setFocus(Qt.FocusReason.TabFocusReason)
                else:
                    self.focusNextChild()
                return True
        return super().eventFilter(watched, event)

    # --- following what is typed

    def _typed(self, key: str) -> str:
        text = self.boxes[key].text().strip()
        if key == "date":
            return iso_date(text, date.today())
        return iso_time(text) if key == "starts" else text

    def check(self) -> str:
        """Say what is no date or time; gives the first such box, or nothing."""
        wrong = {
            "date": ""
            if self._fits("date")
            else _("That is no date. Write it like this: 23-11-2026"),
            "starts": ""
            if self._fits("starts")
            else _("That is no time. Write it like this: 19:00"),
        }
        for key, words in wrong.items():
            self._wrong[key].setText(words)
            self._wrong[key].setVisible(bool(words))
            self.boxes[key].setAccessibleDescription(words)
        self.plans.start_at(self._typed("starts"))
        return next((key for key, words in wrong.items() if words), "")

    def _fits(self, key: str) -> bool:
        typed = self._typed(key)
        return not typed or (is_date(typed) if key == "date" else bool(clock_after(typed, 0)))

    def _follow_plan(self) -> None:
        old = self.plans.earlier
        if old is None:
            return
        for key, words in (
            ("title", old.facts["title"]),
            ("place", old.facts["place"]),
            ("starts", old.facts["starts"]),
            ("question", old.questions[0] if old.questions else ""),
        ):
            if not self.boxes[key].text().strip():
                self.boxes[key].setText(words)
                self.boxes[key].setCursorPosition(0)
        if not self.tables.value():
            self.tables.follow(old.tables)
        self.check()

    def _path(self) -> Path:
        if self._chosen is not None:
            return self._chosen
        when = self._typed("date") if self._fits("date") else ""
        return suggested(self._settings.meetings_folder, self._typed("title"), when)

    def _say_where(self) -> None:
        path = self._path()
        self._where.setText(
            _("Is saved as {file} in {folder}").format(file=path.name, folder=_short(path.parent))
        )

    def _ask_where(self) -> None:
        path = self._path()
        folder = path.parent if path.parent.is_dir() else Path.home()
        name, _kind = QFileDialog.getSaveFileName(
            self,
            _("Save it somewhere else"),
            str(folder / path.name),
            file_kind(),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if name:
            # A meeting is never overwritten, so the dialog need not ask.
            self._chosen = free(Path(name))
            self._say_where()

    # --- making it

    def _make(self) -> None:
        self.tables.settle()
        wrong = self.check()
        if wrong:
            self.boxes[wrong].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._chosen is not None:
            self._settings.put(FOLDER, str(self._chosen.parent))
        starts, long = self._typed("starts"), self.plans.minutes
        self.wanted.emit(
            self._path(),
            NewMeeting(
                title=self._typed("title"),
                date=self._typed("date"),
                starts=starts,
                ends=clock_after(starts, long) if long else "",
                place=self._typed("place"),
                question=self._typed("question"),
                tables=self.tables.value(),
                plan=self.plans.plan,
                earlier=self.plans.earlier,
                organisation=self._settings.organisation,
            ),
        )


def _two(wide: QWidget, narrow: QWidget) -> QHBoxLayout:
    laid = row(gap=12)
    laid.addWidget(wide, 3, Qt.AlignmentFlag.AlignTop)
    laid.addWidget(narrow, 2, Qt.AlignmentFlag.AlignTop)
    return laid


def _short(folder: Path) -> str:
    """A folder as people know it: from their own folder on."""
    try:
        inside = folder.relative_to(Path.home())
    except ValueError:
        return str(folder)
    return str(inside) if inside.parts else str(folder)
