"""A part of the settings: a card with a symbol, a name, and what can be set."""

from PySide6.QtWidgets import QFrame, QLayout, QWidget

from moedeapp.ui.icons import Symbol
from moedeapp.ui.labels import column, label, row


def section(
    card: QFrame, symbol: str, name: str, *parts: QWidget | QLayout | int, gap: int = 12
) -> None:
    """Lay out a card."""
    card.setProperty("look", "card")
    head = row(Symbol(symbol, "accent", 22), label(name, "section"), 1, gap=10)
    laid = column(head, *parts, gap=gap)
    laid.setContentsMargins(22, 18, 22, 20)
    card.setLayout(laid)
