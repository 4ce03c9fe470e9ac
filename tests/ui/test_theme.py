from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from moedeapp.ui import theme
from moedeapp.ui.fields import Choice

LOOKS = list(theme.LOOKS.items())


@pytest.mark.parametrize(("name", "look"), LOOKS, ids=list(theme.LOOKS))
def test_text_stands_out(name, look):
    least = 7 if name.startswith("contrast") else 4.5
    assert [pair for pair in look.texts() if theme.contrast(*pair) < least] == []


@pytest.mark.parametrize(("name", "look"), LOOKS, ids=list(theme.LOOKS))
def test_edges_stand_out(name, look):
    assert [pair for pair in look.edges() if theme.contrast(*pair) < 3] == []


@pytest.fixture
def wearing(qapp):
    yield lambda choice, **rest: theme.wear(qapp, choice, **rest)
    theme.wear(qapp)


@pytest.mark.parametrize(("name", "look"), LOOKS, ids=list(theme.LOOKS))
def test_a_look_can_be_chosen(qapp, wearing, name, look):
    wearing(name)
    assert theme.colours() is look
    assert qapp.palette().window().color().name() == look.paper
    assert look.accent in qapp.styleSheet()


class Hints:
    """What a system asks for; offscreen there is none that could be asked to change its mind."""

    def __init__(self, scheme, contrast):
        self.colorScheme = lambda: scheme
        self.accessibility = lambda: SimpleNamespace(contrastPreference=lambda: contrast)


SCHEME, CONTRAST = Qt.ColorScheme, Qt.ContrastPreference
ASKED = [
    (SCHEME.Unknown, CONTRAST.NoPreference, theme.LIGHT),
    (SCHEME.Light, CONTRAST.NoPreference, theme.LIGHT),
    (SCHEME.Dark, CONTRAST.NoPreference, theme.DARK),
    (SCHEME.Light, CONTRAST.HighContrast, theme.CONTRAST),
    (SCHEME.Dark, CONTRAST.HighContrast, theme.CONTRAST_DARK),
]


@pytest.mark.parametrize(("scheme", "contrast", "look"), ASKED)
def test_without_a_choice_the_look_follows_the_system(
    qapp, wearing, monkeypatch, scheme, contrast, look
):
    wearing("light")
    wearing("")
    monkeypatch.setattr(qapp, "styleHints", lambda: Hints(scheme, contrast), raising=False)
    theme._change(qapp)
    assert theme.colours() is look


def test_a_change_of_the_system_is_heard_unless_somebody_has_chosen(qapp, wearing, monkeypatch):
    heard = []
    monkeypatch.setattr(theme, "_change", heard.append)
    signal = qapp.styleHints().colorSchemeChanged
    theme._Worn.choice = "light"
    signal.emit(SCHEME.Dark)
    assert heard == []
    theme._Worn.choice = ""
    signal.emit(SCHEME.Dark)
    assert heard == [qapp]


def test_nothing_moves_for_who_asked_for_stillness(wearing):
    wearing("")
    assert theme.motion()
    wearing("", still=True)
    assert not theme.motion()


def test_contrast_is_measured_as_wcag_does():
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_window_is_set_in_source_sans_at_16_pixels(qapp):
    label = QLabel("Møde")
    info = QFontInfo(label.font())
    assert (info.family(), info.pixelSize()) == ("Source Sans Pro", 16)
    assert isinstance(QApplication.font(), QFont)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_every_line_of_a_choice_is_in_sight_when_it_is_opened(qapp, qtbot, wearing):
    wearing("light")
    choice = Choice("Slags", {"a": "Referat", "b": "Forbehold", "c": "Mindretalsudtalelse"})
    qtbot.addWidget(choice)
    choice.show()
    choice.showPopup()
    lines = choice.view()
    seen = lines.viewport().rect()
    for at in range(choice.count()):
        assert seen.contains(lines.visualRect(choice.model().index(at, 0)))
    choice.hidePopup()


def test_a_button_that_cannot_be_pressed_looks_so_whatever_its_look(qapp, qtbot, wearing):
    wearing("light")
    colours = []
    for look in ("", "primary"):
        button = QPushButton("Vis")
        button.setProperty("look", look)
        qtbot.addWidget(button)
        button.setEnabled(False)
        button.resize(120, 40)
        colours.append(button.grab().toImage().pixelColor(60, 6).name())
    assert colours == [theme.colours().paper] * 2
