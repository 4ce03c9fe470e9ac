"""Who holds the meeting: set once, and used for every new meeting."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from moedeapp.model.commands import evening
from moedeapp.model.meeting import Organisation
from moedeapp.texts import _, field
from moedeapp.ui.desk import Desk
from moedeapp.ui.labels import button, column, label, row
from moedeapp.ui.phases.facts import FactBoxes

_ROWS: Final = (("name", "contact"), ("deciding_body",), ("deletion_rule",))
_LOGO: Final = (240, 72)
"""Most pixels of the logo in sight."""


class OrganisationForm(QWidget):
    """Boxes for the organisation, its logo, and the way to and from every other meeting."""

    def __init__(self, desk: Desk, boxes: FactBoxes) -> None:
        super().__init__()
        self._desk = desk
        self._shown = b""
        self.logo = label()
        self.logo.setAccessibleName(field("logo"))
        self._none = label(_("No logo"), "quiet")
        self.choose = button(_("Choose a logo"), self._ask)
        self.remove = button(_("Remove the logo"), lambda: self._set_logo(b""), "plain")
        picture = QWidget()
        picture.setLayout(
            column(
                label(field("logo"), "strong"),
                row(self.logo, self._none, self.choose, self.remove, 1, gap=12),
                gap=4,
            )
        )
        self.keep = button(_("Use for all new meetings"), self._keep)
        self.fetch = button(_("Fill in from earlier meetings"), self._fetch)
        self._words = label(look="quiet", wrap=True)
        ways = QWidget()
        ways.setLayout(column(row(self.keep, self.fetch, 1, gap=10), self._words, gap=6))
        card = boxes.card(_("The organisation"), _ROWS, picture, ways)
        column(card, 1, into=QVBoxLayout(self))

    # --- following the meeting

    def follow(self) -> None:
        """Show the logo, and whether this is what new meetings begin with."""
        held = self._desk.state.organisation
        kept = self._desk.settings.organisation
        if held.logo != self._shown or not (self.logo.isVisible() or self._none.isVisible()):
            self._show_logo(held.logo)
        same = replace(held, id=kept.id) == kept
        known = kept != Organisation()
        self.keep.setVisible(not same and bool(held.name))
        self.fetch.setVisible(known and not same)
        self._words.setText(
            _("New meetings begin with this organisation.") if same and known else ""
        )
        self._words.setVisible(bool(self._words.text()))

    def _show_logo(self, data: bytes) -> None:
        self._shown = data
        picture = QPixmap()
        picture.loadFromData(data)
        if not picture.isNull():
            self.logo.setPixmap(
                picture.scaled(
                    *_LOGO,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
        self.logo.setVisible(not picture.isNull())
        self._none.setVisible(picture.isNull())
        self.remove.setVisible(bool(data))

    # --- acting

    def _ask(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a logo"), str(Path.home()), _("Pictures") + " (*.png *.jpg *.jpeg)"
        )
        if chosen:
            self.use_logo(Path(chosen))

    def use_logo(self, path: Path) -> None:
        """Take a picture as the logo, or say why not."""
        try:
            data = path.read_bytes()
        except OSError:
            data = b""
        if QPixmap().loadFromData(data) and data.startswith((b"\x89PNG", b"\xff\xd8")):
            self._set_logo(data)
        else:
            self._desk.refused.emit(
                _(
                    "{file} is not a picture that can be used. Nothing was changed. "
                    "Choose a PNG or a JPEG."
                ).format(file=path.name)
            )

    def _set_logo(self, data: bytes) -> None:
        self._desk.do(evening.set_organisation(logo=data))

    def _keep(self) -> None:
        self._desk.settings.keep_organisation(self._desk.state.organisation)
        self.follow()
        self._desk.told.emit(_("New meetings begin with this organisation."))

    def _fetch(self) -> None:
        kept = self._desk.settings.organisation
        self._desk.do(
            evening.set_organisation(
                name=kept.name,
                contact=kept.contact,
                deciding_body=kept.deciding_body,
                deletion_rule=kept.deletion_rule,
                logo=kept.logo,
            )
        )
