"""Settings: who holds the meetings, and how the program looks, moves, listens and speaks."""

from moedeapp.ui.preferences.dialog import Preferences

__all__ = ["Preferences"]
