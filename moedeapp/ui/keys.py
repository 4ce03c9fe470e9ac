"""The keys, shown beside the page when `?` is pressed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from moedeapp.texts import _
from moedeapp.ui import theme
from moedeapp.ui.labels import button, column, label, row
from moedeapp.ui.phases.page import scrolled


def keys() -> list[tuple[str, str]]:
    """Every key with what it does."""
    return [
        ("Enter", _("add what is typed")),
        ("Esc", _("close the notice or the panel")),
        ("Ctrl+Z", _("undo")),
        ("Ctrl+Y", _("redo")),
        ("Ctrl+Page Down", _("next phase")),
        ("Ctrl+Page Up", _("previous phase")),
        ("Ctrl+N", _("write a note")),
        ("Ctrl+P", _("make the protocol")),
        ("Ctrl+S", _("save a copy")),
        ("T", _("theme for the chosen notes")),
        ("M", _("merge the chosen notes or themes")),
        ("F2", _("rename the theme, or edit the cell")),
        ("Ctrl+A", _("choose all notes")),
        ("F5", _("projector view on or off")),
        ("Page Down", _("next page of the projector view")),
        ("Page Up", _("previous page of the projector view")),
        ("B", _("blank the projector view")),
        ("F", _("freeze the projector view")),
        ("?", _("show these keys")),
        ("F1", _("show the help for this phase")),
    ]


class KeysPanel(QFrame):
    """The list of keys."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "panel")
        self.setFixedWidth(theme.PANEL)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(10)
        grid.setHorizontalSpacing(14)
        grid.setColumnStretch(1, 1)
        for at, (key, words) in enumerate(keys()):
            grid.addWidget(label(key, "strong"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(words, wrap=True), at, 1)
        grid.setRowStretch(len(keys()), 1)
        self._close = button(_("Close"), self.hide, "plain")
        column(
            row(label(_("Keys"), "section"), 1, self._close),
            scrolled(inside),
            gap=14,
            into=QVBoxLayout(self),
        ).setContentsMargins(20, 18, 16, 14)
        self.hide()

    def begin(self) -> None:
        """Open."""
        self.show()
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)
