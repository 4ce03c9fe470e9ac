import gc
import re
import xml.etree.ElementTree as ET
from collections import Counter

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QPushButton

from moedeapp import resources
from moedeapp.ui import icons, theme

FILES = sorted(resources.path("icons").glob("*.svg"))
SYMBOLS = [file.stem for file in FILES if file.stem != "moede"]


@pytest.fixture(autouse=True)
def _light_again(qapp):
    yield
    theme.wear(qapp)


def inks(icon, size=48, mode=QIcon.Mode.Normal):
    """The colours that cover something wholly, without what rounding makes of them."""
    picture = icon.pixmap(QSize(size, size), mode).toImage()
    pixels = (picture.pixelColor(x, y) for x in range(size) for y in range(size))
    counted = Counter(pixel.name() for pixel in pixels if pixel.alpha() == 255)
    chosen = []
    for colour, _count in counted.most_common():
        if all(far(colour, other) > 3 for other in chosen):
            chosen.append(colour)
    return set(chosen)


def far(one, other):
    parts = zip(QColor(one).toTuple(), QColor(other).toTuple(), strict=True)
    return max(abs(a - b) for a, b in parts)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_symbol_is_a_small_plain_drawing(file):
    root = ET.parse(file).getroot()
    assert root.get("viewBox") == ("0 0 64 64" if file.stem == "moede" else "0 0 24 24")
    assert file.stat().st_size < 1000
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= {"svg", "path", "circle", "rect"}


@pytest.mark.parametrize("name", SYMBOLS)
def test_a_symbol_has_one_colour_that_is_replaced(qapp, name):
    drawn = set(re.findall("#[0-9a-f]{3,8}", resources.text("icons", f"{name}.svg")))
    assert drawn == {icons.DRAWN_IN}
    theme.wear(qapp, "dark")
    assert inks(icons.icon(name)) == {theme.DARK.ink}


def test_a_symbol_follows_when_another_look_is_worn(qapp):
    button = QPushButton("Fortryd")
    icons.put(button, "undo")
    theme.wear(qapp, "light")
    assert inks(button.icon()) == {theme.LIGHT.ink}
    theme.wear(qapp, "contrast dark")
    assert inks(button.icon()) == {theme.CONTRAST_DARK.ink}


def test_a_symbol_takes_the_colour_it_is_told_and_is_quiet_when_it_cannot_be_used(qapp):
    theme.wear(qapp, "light")
    assert inks(icons.icon("add", "dot")) == {theme.LIGHT.dot}
    assert inks(icons.icon("add", "dot"), mode=QIcon.Mode.Disabled) == {theme.LIGHT.quiet}


def test_a_symbol_that_does_not_exist_is_no_icon(qapp):
    with pytest.raises(FileNotFoundError):
        icons.icon("findes-ikke")


def test_symbols_outlive_what_made_them(qapp):
    held = [QIcon(icons.icon(name)) for name in SYMBOLS]
    gc.collect()
    assert all(inks(icon, 24) for icon in held)


def test_the_programs_picture_is_known_at_every_size(qapp):
    picture = icons.window_icon()
    for size in (16, 32, 256):
        seen = inks(picture, size)
        assert "#0b5c7a" in seen
        assert any(QColor(colour).lightness() > 240 for colour in seen)


def test_every_symbol_asked_for_is_there():
    code = resources.path().parent / "moedeapp"
    asked = set()
    for file in code.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        asked |= set(re.findall(r'icons\.(?:put|icon)\([^")]*"([a-z]+)"', text))
        asked |= set(re.findall(r'Symbol\("([a-z]+)"', text))
    assert {"back", "settings", "help"} <= asked
    assert asked - {file.stem for file in FILES} == set()
