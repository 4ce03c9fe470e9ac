"""The panel at the right side of a page: what scrolls, and what always stays in sight below."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from moedeapp.ui import theme
from moedeapp.ui.labels import column
from moedeapp.ui.phases.page import scrolled

WIDE: Final = theme.PANEL + 24
"""Width of a panel with forms in it, in pixels."""

Part = QWidget | QLayout | int


class Side(QFrame):
    """A panel that scrolls, with the acts that matter most fixed at its foot."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "panel")

    def lay(self, inside: Sequence[Part], foot: Sequence[Part] = ()) -> None:
        """Fill the panel from the top."""
        holder = QWidget()
        laid = column(*inside, 1, gap=12, into=QVBoxLayout(holder))
        laid.setContentsMargins(20, 18, 14, 10)
        room = scrolled(holder)
        whole = column(room, gap=0, into=QVBoxLayout(self))
        whole.setStretch(0, 1)
        if foot:
            below = column(*foot, gap=8)
            below.setContentsMargins(20, 8, 20, 14)
            whole.addLayout(below)
