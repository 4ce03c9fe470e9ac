"""Who holds the meetings: written once, and every new meeting begins with it."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame

from moedeapp.model.commands.evening import check_organisation, set_organisation
from moedeapp.model.errors import BadValue
from moedeapp.texts import _, explain, field
from moedeapp.ui.desk import Desk
from moedeapp.ui.fields import Area, Line, Save, labelled
from moedeapp.ui.labels import button, column, label, row
from moedeapp.ui.preferences.logo import LogoView, NoPicture, logo_from
from moedeapp.ui.preferences.section import section
from moedeapp.ui.settings import ASKED, Settings

FIELDS: Final = ("name", "contact", "deciding_body", "deletion_rule")


class OrganisationSection(QFrame):
    """Boxes that keep what is written when they are left; with a desk, also for its meeting.

    `refused` and `told` carry a sentence.
    """

    refused: Final = Signal(str)
    told: Final = Signal(str)

    def __init__(self, settings: Settings, desk: Desk | None) -> None:
        super().__init__()
        self._settings = settings
        self._desk = desk
        hints = {
            "name": _("e.g. Middletown Council"),
            "contact": _("e.g. Dialogue team, dialogue@middletown.example"),
            "deciding_body": _("e.g. the council"),
            "deletion_rule": _("e.g. The meeting's file is removed after a year."),
        }
        self.boxes: dict[str, Line | Area] = {
            key: Area(field(key), self._saver(key), hint=hints[key])
            if key == "deletion_rule"
            else Line(field(key), self._saver(key), hint=hints[key])
            for key in FIELDS
        }
        self.logo = LogoView()
        self.choose = button(_("Choose a logo"), self._ask_logo)
        self.remove = button(_("Remove the logo"), self._remove_logo, "plain")
        self.use = button(_("Use this in the open meeting too"), self._use_now)
        picture = row(self.logo, column(self.choose, self.remove, 1, gap=6), 1, gap=16)
        names = row(*(labelled(field(key), self.boxes[key]) for key in ("name", "deciding_body")))
        section(
            self,
            "organisation",
            _("The organisation"),
            label(
                _(
                    "Every new meeting begins with this. It stands on the screen, the slips and "
                    "the protocol."
                ),
                "quiet",
                wrap=True,
            ),
            names,
            labelled(field("contact"), self.boxes["contact"]),
            labelled(field("deletion_rule"), self.boxes["deletion_rule"]),
            label(field("logo"), "strong"),
            picture,
            row(self.use, 1),
        )
        self.use.setVisible(desk is not None)
        self.refresh()

    def refresh(self) -> None:
        """Show what is kept."""
        held = self._settings.organisation
        for key, box in self.boxes.items():
            box.follow(getattr(held, key))
        self.logo.follow(held.logo)
        self.remove.setVisible(bool(held.logo))

    def begin(self) -> None:
        """Begin with the name."""
        self.boxes["name"].setFocus(Qt.FocusReason.OtherFocusReason)

    def settle(self) -> None:
        """Keep what is being typed."""
        for box in self.boxes.values():
            box.settle()

    # --- acting

    def _saver(self, key: str) -> Save:
        return lambda text: self._keep(key, text.strip())

    def _keep(self, key: str, value: str | bytes) -> bool:
        try:
            checked = check_organisation(**{key: value})
        except BadValue as error:
            self.refused.emit(explain(error))
            return False
        self._settings.keep_organisation(replace(self._settings.organisation, **checked))
        self._settings.put(ASKED, True)
        return True

    def _ask_logo(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self,
            _("Choose a logo"),
            str(Path.home()),
            _("Pictures") + " (*.png *.jpg *.jpeg *.webp *.gif *.bmp *.svg)",
        )
        if name:
            self.take_logo(Path(name))

    def take_logo(self, path: Path) -> None:
        """Keep the picture in a file as the logo, or say why not."""
        try:
            data = logo_from(path)
        except NoPicture:
            self.refused.emit(
                _(
                    "{file} is no picture that can be read here, so the logo is as it was. "
                    "Choose a PNG or JPEG file."
                ).format(file=path.name)
            )
            return
        if self._keep("logo", data):
            self.refresh()
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove_logo(self) -> None:
        self._keep("logo", b"")
        self.refresh()
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _use_now(self) -> None:
        if self._desk is None:
            return
        held = self._settings.organisation
        values = {key: getattr(held, key) for key in (*FIELDS, "logo")}
        if self._desk.do(set_organisation(**values)):
            self.told.emit(_("The open meeting has it now."))
