"""No window cuts a word: each is opened in every state, in both languages, at three scales."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from moedeapp.texts import LANGUAGES
from moedeapp.ui.labels import OneLine, label
from tests.shots import scenes
from tests.shots.clipping import clipped
from tests.shots.looking import SCREEN, Plan, at_once

WORDS = "Sammenhængskraftsundersøgelse"


@pytest.fixture(scope="module")
def moments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scenes of the demo evening."""
    folder = tmp_path_factory.mktemp("scenes")
    scenes.make(folder)
    return folder


@pytest.mark.stage
@pytest.mark.timeout(240)
@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
def test_every_word_fits_in_every_window(moments: Path, tmp_path: Path, scale: float) -> None:
    room = [int(side / scale) for side in SCREEN]
    # A window manager takes some of the height for itself.
    small = (960, 520) if scale > 1 else (1280, 720)
    plans = [
        Plan(str(moments), language, scale, (small, room), measures=["clipped"])
        for language in LANGUAGES
    ]
    faults = at_once(plans, tmp_path)
    assert not faults, "\n".join(faults)


# --- the measure itself


@pytest.fixture
def faults(below: Callable[..., QWidget]) -> Callable[..., list[str]]:
    """Shows widgets below each other, and says what does not fit."""

    def look(*parts: QWidget) -> list[str]:
        window = below(*parts, size=(400, 700))
        window.grab()
        return clipped(window)

    return look


def boxes() -> list[QWidget]:
    combo, line, table, shown = QComboBox(), QLineEdit(), QTableWidget(1, 1), QListWidget()
    combo.addItem(WORDS)
    line.setPlaceholderText(WORDS)
    table.setHorizontalHeaderLabels([WORDS])
    table.setColumnWidth(0, 260)
    shown.addItem(WORDS)
    return [QLabel(WORDS), QPushButton(WORDS), QCheckBox(WORDS), combo, line, table, shown]


def test_what_fits_is_left_in_peace(faults: Callable[..., list[str]]) -> None:
    wrapped = label(f"{WORDS} og {WORDS}", wrap=True)
    assert faults(*boxes(), wrapped) == []


@pytest.mark.parametrize("at", range(7))
def test_a_box_too_narrow_for_its_words_is_found(faults: Callable[..., list[str]], at: int) -> None:
    box = boxes()[at]
    box.setFixedWidth(110)
    assert faults(box) != []


def test_a_column_too_narrow_for_its_heading_is_found(faults: Callable[..., list[str]]) -> None:
    table = QTableWidget(1, 1)
    table.setHorizontalHeaderLabels([WORDS])
    table.setColumnWidth(0, 60)
    assert len(faults(table)) == 1


def test_a_label_too_low_for_its_lines_is_found(faults: Callable[..., list[str]]) -> None:
    low = label(f"{WORDS} og {WORDS} og {WORDS}", wrap=True)
    low.setFixedHeight(24)
    assert faults(low) != []


@pytest.mark.qt_log_ignore("does not support raise")
def test_words_cut_short_need_the_whole_as_a_tool_tip(faults: Callable[..., list[str]]) -> None:
    kept = OneLine("title", 100)
    kept.setText(WORDS)
    assert faults(kept) == []

    class Mute(OneLine):
        def setToolTip(self, words: str) -> None:  # noqa: N802 (Qt's name)
            pass

    mute = Mute("title", 100)
    mute.setText(WORDS)
    (fault,) = faults(mute)
    assert "has no tool tip" in fault


@pytest.mark.qt_log_ignore("does not support raise")
def test_a_line_of_a_list_cut_short_needs_a_tool_tip(faults: Callable[..., list[str]]) -> None:
    shown = QListWidget()
    shown.setFixedWidth(140)
    shown.setWordWrap(False)
    shown.setHorizontalScrollBarPolicy(shown.horizontalScrollBarPolicy().ScrollBarAlwaysOff)
    shown.setResizeMode(shown.ResizeMode.Adjust)
    item = QListWidgetItem(f"{WORDS} {WORDS}")
    shown.addItem(item)
    assert faults(shown) != []


def test_words_that_are_painted_by_hand_are_measured_too(
    faults: Callable[..., list[str]],
) -> None:
    class Painted(QWidget):
        room = QRect(0, 0, 60, 20)

        def paintEvent(self, event: object) -> None:
            painter = QPainter(self)
            painter.drawText(self.room, 0, WORDS)

    painted = Painted()
    painted.setMinimumHeight(40)
    assert faults(painted) != []
    Painted.room = QRect(0, 0, 300, 30)
    assert faults(painted) == []


def test_what_lies_over_its_sibling_is_found(faults: Callable[..., list[str]]) -> None:
    ground = QWidget()
    ground.setMinimumSize(200, 100)
    QPushButton("Ja", ground).setGeometry(10, 10, 80, 40)
    QPushButton("Nej", ground).setGeometry(60, 20, 80, 40)
    (fault,) = faults(ground)
    assert "lies over" in fault


def test_what_floats_above_the_rest_may_lie_over_it_but_not_over_another(
    faults: Callable[..., list[str]],
) -> None:
    ground = QWidget()
    QVBoxLayout(ground).addWidget(QPushButton("Bunden"))
    QPushButton("Ja", ground).setGeometry(10, 10, 80, 40)
    assert faults(ground) == []
    other = QPushButton("Nej", ground)
    other.setGeometry(60, 20, 80, 40)
    other.show()
    (fault,) = faults(ground)
    assert "“Ja”" in fault
    assert "“Nej”" in fault


def test_what_leaves_its_parent_is_found(faults: Callable[..., list[str]]) -> None:
    ground = QWidget()
    ground.setFixedSize(100, 60)
    QPushButton("Ja", ground).setGeometry(50, 10, 80, 40)
    (fault,) = faults(ground)
    assert "leaves" in fault
