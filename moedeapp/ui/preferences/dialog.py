"""The window of the settings; everything in it is kept and in use at once."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from moedeapp.texts import LANGUAGES, _, spoken
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Choice, labelled
from moedeapp.ui.labels import button, column, frame, label, row
from moedeapp.ui.notices import Notices
from moedeapp.ui.preferences.organisation import OrganisationSection
from moedeapp.ui.preferences.section import section
from moedeapp.ui.preferences.sight import SightSection
from moedeapp.ui.scrolling import scrolled
from moedeapp.ui.settings import LANGUAGE, LETTER_KEYS, LOOK, STILL, Settings
from moedeapp.ui.ticks import Tick

_TONGUES: Final = {"da": "Dansk", "en": "English"}


class Preferences(QDialog):
    """Settings beside whatever window is open; with a desk, that of an open meeting.

    `reopened` is emitted when the meeting's window is to speak the chosen language now.
    """

    reopened: Final = Signal()

    def __init__(
        self, settings: Settings, desk: Desk | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._desk = desk
        self.setWindowTitle(_("Settings"))
        self.setMinimumSize(560, 420)
        self.resize(760, 720)
        self.notices = Notices()
        self.organisation = OrganisationSection(settings, desk)
        self.organisation.refused.connect(self.notices.refuse)
        self.organisation.told.connect(self.notices.tell)
        if desk is not None:
            desk.refused.connect(self.notices.refuse)
        self.sight = SightSection(settings)
        inside = QWidget()
        whole = column(
            self.organisation, self.sight, self._looks(), self._keys(), self._languages(), 1,
            gap=14, into=QVBoxLayout(inside),
        )  # fmt: skip
        whole.setContentsMargins(24, 20, 24, 20)
        self._room: QScrollArea = scrolled(inside)
        close = button(_("Close"), self.close, "primary")
        line = row(label(_("All of it is kept at once."), "small"), 1, close)
        foot = frame("foot", line, (24, 10, 24, 10))
        laid = column(self.notices, self._room, foot, gap=0, into=QVBoxLayout(self))
        laid.setStretch(1, 1)

    # --- the sections

    def _looks(self) -> QFrame:
        self.look = Choice(
            _("Colours"),
            {
                "": _("Like the system"),
                "light": _("Light"),
                "dark": _("Dark"),
                "contrast": _("High contrast, light"),
                "contrast dark": _("High contrast, dark"),
            },
        )
        self.look.follow(self._settings.look)
        self.look.activated.connect(lambda: self._settings.put(LOOK, self.look.chosen()))
        self.still = self._tick(_("Nothing moves on the screen"), STILL, self._settings.still)
        card = QFrame()
        section(
            card, "look", _("Appearance"), row(labelled(_("Colours"), self.look), 1), self.still
        )
        return card

    def _keys(self) -> QFrame:
        self.letters = self._tick(
            _("Single letters are keys, e.g. T for theme"), LETTER_KEYS, self._settings.letter_keys
        )
        card = QFrame()
        section(
            card,
            "keys",
            _("Keyboard"),
            self.letters,
            label(
                _("Turn it off if you steer the computer by voice."),
                "small",
                wrap=True,
            ),
            gap=6,
        )
        return card

    def _languages(self) -> QFrame:
        self.language = Choice(_("Language"), {code: _TONGUES[code] for code in LANGUAGES})
        self.language.follow(self._settings.language or spoken())
        self.language.activated.connect(self._choose_language)
        self._later = label(
            _("The meeting's window changes when it is opened again."), "small", wrap=True
        )
        self.reopen = button(_("Open it again now"), self.reopened.emit)
        self._follow_language()
        card = QFrame()
        section(
            card,
            "language",
            _("Language"),
            row(labelled(_("Language"), self.language), 1),
            self._later,
            row(self.reopen, 1),
        )
        return card

    def _tick(self, words: str, name: str, on: bool) -> Tick:
        made = Tick(words, words)
        made.setChecked(on)
        made.toggled.connect(lambda checked: self._settings.put(name, checked))
        return made

    # --- acting

    def _choose_language(self) -> None:
        self._settings.put(LANGUAGE, self.language.chosen())
        self._follow_language()

    def _follow_language(self) -> None:
        waits = self._desk is not None and self.language.chosen() != spoken()
        self._later.setVisible(waits)
        self.reopen.setVisible(waits)

    def begin(self, at: str = "") -> None:
        """Show, and begin at "organisation" or "language", else at the top."""
        self.show()
        self.activateWindow()
        if at == "language":
            self._room.ensureWidgetVisible(self.language)
            self.language.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.organisation.begin()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is being typed."""
        self.organisation.settle()
        super().closeEvent(event)

    def reject(self) -> None:
        """Escape puts a notice away first, then the window, and keeps what is being typed."""
        if not self.notices.isHidden():
            self.notices.clear()
            return
        self.organisation.settle()
        super().reject()
