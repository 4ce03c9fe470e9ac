"""What the facilitator meets first: four ways to go on, and the latest meetings."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from moedeapp.model.meeting import Phase
from moedeapp.texts import _, name
from moedeapp.ui import icons, theme
from moedeapp.ui.labels import at_most, button, column, frame, label, row
from moedeapp.ui.scrolling import scrolled
from moedeapp.ui.start.recent import FileRow, Shelf
from moedeapp.ui.start.tiles import Tile

_SIDE: Final = 352
_WIDEST: Final = 920
"""Widths in pixels; longer lines would be hard to follow."""


class Home(QWidget):
    """Emits `asked` with "new", "open", "rehearse", "demo", "settings", "help" or "organisation".

    `chosen` carries the path of a meeting that is to be opened, `forgotten` one that is to be
    taken off the list, and `put_off` that the organisation may wait.
    """

    asked: Final = Signal(str)
    chosen: Final = Signal(object)
    forgotten: Final = Signal(object)
    put_off: Final = Signal()

    def __init__(self, *, demo: bool) -> None:
        super().__init__()
        self.new = Tile(
            _("New meeting"),
            _("From a run sheet, an earlier meeting, or empty"),
            "add",
            self._asker("new"),
            first=True,
        )
        self.open = Tile(
            _("Open a meeting"), _("Find its file on the computer"), "open", self._asker("open")
        )
        self.rehearse = Tile(
            _("Rehearsal"),
            _("Try the evening on a copy. Nothing in it counts"),
            "rehearsal",
            self._asker("rehearse"),
        )
        self.demo = Tile(
            _("Try the demo"),
            _("A whole evening with 60 citizens to look around in"),
            "demo",
            self._asker("demo"),
        )
        if not demo:
            self.demo.hide()
        self.shelf = Shelf(self._row)
        self._organisation = self._organisation_card()
        self._list = column(
            label(_("Latest meetings"), "section"), self.shelf, gap=12, into=QVBoxLayout()
        )
        self._list_box = QWidget()
        self._list_box.setLayout(self._list)
        self._first_time = self._first_time_card()
        content = QWidget()
        column(
            self._organisation, self._list_box, self._first_time, 1, gap=18,
            into=QVBoxLayout(content),
        )  # fmt: skip
        inside = QWidget()
        middle = at_most(_WIDEST, content)
        middle.setContentsMargins(theme.MARGIN + 8, 34, theme.MARGIN + 8, 24)
        inside.setLayout(middle)
        whole = row(self._side(), scrolled(inside), gap=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _asker(self, what: str) -> Callable[[], None]:
        return lambda: self.asked.emit(what)

    def _side(self) -> QWidget:
        head = row(icons.Symbol("moede", size=52), label("MødeApp", "wordmark"), 1, gap=14)
        claim = label(
            _(
                "From the first idea to a protocol that is ready when people go home. "
                "Everything stays on this computer."
            ),
            "quiet",
            wrap=True,
        )
        settings = button(_("Settings"), self._asker("settings"), "plain")
        icons.put(settings, "settings", "accent")
        guide = button(_("Help"), self._asker("help"), "plain", tip="F1")
        icons.put(guide, "help", "accent")
        inside = QWidget()
        laid = column(
            head, claim, 0, self.new, self.open, self.rehearse, self.demo, 1,
            row(settings, guide, 1, gap=6), gap=12, into=QVBoxLayout(inside),
        )  # fmt: skip
        laid.insertSpacing(2, 4)
        laid.setContentsMargins(26, 30, 26, 16)
        side = QFrame()
        side.setProperty("look", "side")
        side.setFixedWidth(_SIDE)
        column(scrolled(inside), gap=0, into=QVBoxLayout(side))
        return side

    def _row(self, path: Path) -> FileRow:
        return FileRow(path, self.chosen.emit, (_("Take off the list"), self.forgotten.emit))

    def _organisation_card(self) -> QFrame:
        later = button(_("Not now"), self.put_off.emit, "plain")
        write = button(_("Write it now"), self._asker("organisation"))
        return frame(
            "maybe",
            column(
                label(_("Who holds the meetings?"), "section", wrap=True),
                label(
                    _(
                        "Name and logo stand on the screen, the slips and the protocol. "
                        "You write them once."
                    ),
                    wrap=True,
                ),
                row(write, later, 1, gap=8),
                gap=10,
            ),
            (22, 18, 22, 18),
        )

    def _first_time_card(self) -> QFrame:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(2, 1)
        top = Qt.AlignmentFlag.AlignTop
        for at, (phase, words) in enumerate(_course().items()):
            number = label(str(at + 1), "tag")
            number.setAlignment(Qt.AlignmentFlag.AlignCenter)
            number.setFixedWidth(28)
            grid.addWidget(number, at, 0, top)
            grid.addWidget(label(name(phase), "strong"), at, 1, top)
            grid.addWidget(label(words, wrap=True), at, 2)
        return frame(
            "card",
            column(label(_("An evening in seven steps"), "section", wrap=True), grid, gap=16),
            (26, 22, 26, 24),
        )

    # --- following

    def show_meetings(self, paths: Sequence[Path], *, ask_organisation: bool) -> None:
        """Show the latest meetings, or how an evening goes while there are none."""
        self._organisation.setVisible(ask_organisation)
        self._list_box.setVisible(bool(paths))
        self._first_time.setVisible(not paths)
        self.shelf.show_files(paths)

    def begin(self) -> None:
        """Begin with a new meeting."""
        self.new.setFocus(Qt.FocusReason.OtherFocusReason)


def _course() -> dict[Phase, str]:
    return {
        Phase.FRAMES: _("What people can influence, and what is fixed."),
        Phase.WELCOME: _("Who is here, and how to join."),
        Phase.IDEAS: _("Everything people say, in their own words."),
        Phase.THEMES: _("Ideas that belong together are gathered."),
        Phase.DOTS: _("Everybody places dots on what matters most. Nobody sees a count."),
        Phase.RESULT: _("All numbers at once."),
        Phase.NEXT_STEPS: _("Who does what, and when. Then the protocol is ready."),
    }
