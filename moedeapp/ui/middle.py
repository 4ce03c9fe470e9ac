"""The middle of the window: the page, and beside it a panel when one is open."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from moedeapp.ui import theme
from moedeapp.ui.labels import QWIDGETSIZE_MAX

ROOMY: Final = 1180
"""Pixels from which a page and a panel stand beside each other; below, the panel takes over."""


class Middle(QWidget):
    """Lays out a page and panels of which at most one is open.

    `turned` tells that a panel was opened or closed.
    """

    turned: Final = Signal()

    def __init__(self, page: QWidget, *panels: QWidget) -> None:
        super().__init__()
        self._page = page
        self._panels = panels
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(page, 1)
        for panel in panels:
            line.addWidget(panel)
            panel.installEventFilter(self)

    @property
    def open_panel(self) -> QWidget | None:
        """The panel that is open."""
        return next((panel for panel in self._panels if not panel.isHidden()), None)

    def make_way_for(self, panel: QWidget) -> None:
        """Close every other panel."""
        for other in self._panels:
            if other is not panel:
                other.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make room when a panel opens, and give it back when it closes."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._arrange()
            self.turned.emit()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look again whether there is room for both."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        roomy = self.width() >= ROOMY
        for panel in self._panels:
            panel.setMinimumWidth(theme.PANEL if roomy else 0)
            panel.setMaximumWidth(theme.PANEL if roomy else QWIDGETSIZE_MAX)
        self._page.setVisible(roomy or self.open_panel is None)
