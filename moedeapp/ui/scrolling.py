"""Room for what is higher than the window."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget


class _Room(QScrollArea):
    """Brings what the keyboard comes to into sight, also when it comes from somewhere else."""

    def __init__(self) -> None:
        super().__init__()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        inside = self.widget()
        # Whoever clicks sees already what they click on, and it should not move away.
        if now is None or inside is None or QApplication.mouseButtons() or before is now:
            return
        if not inside.isAncestorOf(now) or not now.isVisible():
            return
        if now.height() < self.viewport().height():
            self.ensureWidgetVisible(now, 0, 12)
        elif now.visibleRegion().isEmpty():
            self.ensureVisible(0, now.mapTo(inside, QPoint(0, 0)).y(), 0, 12)


def scrolled(inside: QWidget) -> QScrollArea:
    """A widget that scrolls when it is higher than its room; never sideways."""
    area = _Room()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
