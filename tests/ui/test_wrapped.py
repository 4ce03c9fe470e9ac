from PySide6.QtGui import QImage, QPainter

from moedeapp.ui import theme
from moedeapp.ui.wrapped import Wrapped

LONG = "Sammenhængskraftsundersøgelsesudvalgsmedlem"


def test_words_take_more_lines_in_less_room(qapp):
    heights = [Wrapped("Bænke i læ ved vandet", theme.font(), w).height for w in (400, 120, 60)]
    assert heights == sorted(set(heights))


def test_no_words_take_no_room(qapp):
    assert Wrapped("  ", theme.font(), 100).height == 0


def test_a_word_that_is_too_long_is_broken_and_nothing_is_drawn_outside(qapp):
    width = 90
    words = Wrapped(LONG, theme.font(), width)
    picture = QImage(300, 300, QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    words.draw(painter, 0, 0)
    painter.end()
    drawn = [(x, y) for x in range(300) for y in range(300) if picture.pixelColor(x, y).alpha() > 0]
    assert drawn
    assert max(x for x, _y in drawn) <= width
    assert max(y for _x, y in drawn) <= words.height
