import pytest
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QApplication, QLabel

from moedeapp.ui import theme


@pytest.mark.parametrize(("text", "background"), theme.TEXT_ON)
def test_text_stands_out(text, background):
    assert theme.contrast(text, background) >= 4.5


@pytest.mark.parametrize(("edge", "background"), theme.EDGES_ON)
def test_edges_stand_out(edge, background):
    assert theme.contrast(edge, background) >= 3


def test_contrast_is_measured_as_wcag_does():
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_window_is_set_in_source_sans_at_16_pixels(qapp):
    label = QLabel("Møde")
    info = QFontInfo(label.font())
    assert (info.family(), info.pixelSize()) == ("Source Sans Pro", 16)
    assert isinstance(QApplication.font(), QFont)
