"""The organisation's logo: read from a file, kept small, and shown."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from moedeapp.model.commands.evening import check_organisation
from moedeapp.model.errors import BadValue
from moedeapp.texts import _, field
from moedeapp.ui import theme

_WIDEST: Final = 1600
"""Pixels of the longest side of a logo that had to be made smaller."""


class NoPicture(Exception):
    """The file is no picture this program can read."""


def logo_from(path: Path) -> bytes:
    """The logo in a file, as a meeting takes it: PNG or JPEG, and made smaller where needed.

    Raises NoPicture.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NoPicture from error
    picture = QImage.fromData(QByteArray(data))
    if picture.isNull():
        raise NoPicture
    try:
        check_organisation(logo=data)
    except BadValue:
        return _smaller(picture)
    return data


def _smaller(picture: QImage) -> bytes:
    room = QSize(_WIDEST, _WIDEST).boundedTo(picture.size())
    fitted = picture.scaled(
        room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # A photograph as PNG may be larger than a meeting takes.
    kind = b"PNG" if fitted.hasAlphaChannel() else b"JPEG"
    QImageWriter(buffer, QByteArray(kind)).write(fitted)
    return bytes(buffer.data().data())


class LogoView(QWidget):
    """The logo on white, as the protocol will have it; words while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(200, 92)
        self.setAccessibleName(field("logo"))
        self._picture = QImage()

    def follow(self, data: bytes) -> None:
        """Show this logo."""
        self._picture = QImage.fromData(QByteArray(data)) if data else QImage()
        self.update()

    @property
    def empty(self) -> bool:
        """Whether there is none."""
        return self._picture.isNull()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QColor(theme.colours().line))
        # Paper is white whatever the window wears.
        painter.setBrush(QColor(theme.LIGHT.card if not self.empty else theme.colours().paper))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 8, 8)
        if self.empty:
            painter.setPen(QColor(theme.colours().quiet))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _("No logo yet"))
            return
        size = self._picture.size().scaled(
            self.size() - QSize(20, 20), Qt.AspectRatioMode.KeepAspectRatio
        )
        room = QRect(0, 0, size.width(), size.height())
        room.moveCenter(self.rect().center())
        painter.drawImage(room, self._picture)
