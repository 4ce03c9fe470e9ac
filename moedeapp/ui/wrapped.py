"""Words laid out over as many lines as they need, for what draws itself."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextOption


class Wrapped:
    """Words in a font and a width; a word that is too long breaks where it must."""

    def __init__(self, words: str, font: QFont, width: float) -> None:
        words = " ".join(words.split())
        self._layout = QTextLayout(words, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._layout.setTextOption(option)
        self._layout.beginLayout()
        top = 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(1.0, width))
            line.setPosition(QPointF(0, top))
            top += line.height()
        self._layout.endLayout()
        self.height = round(top) if words else 0
        """in pixels; 0 for no words"""
        self.lines = self._layout.lineCount() if words else 0

    def draw(self, painter: QPainter, left: float, top: float) -> None:
        """Draw them in the painter's pen."""
        self._layout.draw(painter, QPointF(left, top))
