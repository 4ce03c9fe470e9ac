"""How people come in with a phone, or words about paper while phones cannot."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from moedeapp.qr import QUIET, Squares, squares
from moedeapp.texts import _
from moedeapp.ui.labels import column, label
from moedeapp.ui.showing import Join


class QrCode(QWidget):
    """The squares of a code, dark on white in every look, since phones read no other."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self._squares: Squares = ()
        self._held = ""
        self.setFixedSize(QSize(side, side))

    def follow(self, text: str) -> None:
        """Show the code that holds this text."""
        if text != self._held:
            self._held = text
            self._squares = squares(text) if text else ()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        across = len(self._squares) + 2 * QUIET
        unit = self.width() / across
        for down, line in enumerate(self._squares):
            for right, dark in enumerate(line):
                if dark:
                    left, top = round((right + QUIET) * unit), round((down + QUIET) * unit)
                    wide = round((right + QUIET + 1) * unit) - left
                    high = round((down + QUIET + 1) * unit) - top
                    painter.fillRect(QRectF(left, top, wide, high), QColor("black"))


class Joining(QWidget):
    """The code and the address to type; without them, what people do instead."""

    def __init__(self, side: int = 112, *, without: bool = True) -> None:
        super().__init__()
        self._says_without = without
        self._small = False
        self._joined = False
        self._code = QrCode(side)
        self._head = label(_("Join"), "eyebrow")
        self._address = label(look="strong", wrap=True)
        self._network = label(look="quiet", wrap=True)
        words = column(1, self._address, self._network, 1, gap=2)
        self._line = QHBoxLayout()
        self._line.setSpacing(14)
        self._line.addWidget(self._code)
        self._line.addLayout(words, 1)
        self._without = label(
            _(
                "Phones are not open. Ideas are said aloud or written on paper and typed here, "
                "and the vote is on paper."
            ),
            "quiet",
            wrap=True,
        )
        column(self._head, self._without, self._line, gap=6, into=QVBoxLayout(self))
        self.follow(None)

    def leave_out_code(self, left_out: bool) -> None:
        """Say the address only, where there is little height."""
        self._small = left_out
        self._code.setVisible(self._joined and not left_out)

    def follow(self, join: Join | None) -> None:
        """Show how people come in now."""
        self._without.setVisible(join is None and self._says_without)
        self._head.setVisible(join is not None or self._says_without)
        self._joined = join is not None
        self._code.setVisible(self._joined and not self._small)
        for part in (self._address, self._network):
            part.setVisible(self._joined)
        if join is not None:
            self._code.follow(join.url)
            self._code.setAccessibleName(_("QR code for {address}").format(address=join.address))
            self._address.setText(join.address)
            self._network.setText(_("Wi-Fi: {network}").format(network=join.network))
            self._network.setVisible(bool(join.network))
