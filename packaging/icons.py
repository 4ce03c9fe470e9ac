"""Draws the program's picture in the sizes that desktops ask for."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from moedeapp import resources

SIZES: Final = (16, 22, 24, 32, 48, 64, 128, 256, 512)
SCALABLE: Final = resources.path("icons", "moede.svg")


def draw(folder: Path) -> dict[int, Path]:
    """The picture as PNG files in a folder, by size."""
    folder.mkdir(parents=True, exist_ok=True)
    renderer = QSvgRenderer(str(SCALABLE))
    made = {}
    for size in SIZES:
        picture = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        renderer.render(painter)
        painter.end()
        made[size] = folder / f"moede-{size}.png"
        if not picture.save(str(made[size])):
            raise OSError(f"cannot write {made[size]}")
    return made
