"""What comes before a meeting: a new one, an old one, a rehearsal or the demo."""

from moedeapp.ui.start.beginning import NewMeeting, begin
from moedeapp.ui.start.recent import latest, remember
from moedeapp.ui.start.window import MakeDemo, StartWindow

__all__ = ["MakeDemo", "NewMeeting", "StartWindow", "begin", "latest", "remember"]
