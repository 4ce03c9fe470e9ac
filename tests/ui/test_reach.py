"""Every window can be worked by keyboard alone: all has a name, Tab gets there, and it shows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from tests.shots import scenes
from tests.shots.looking import Plan, apart
from tests.shots.reach import out_of_reach


@pytest.mark.stage
@pytest.mark.timeout(120)
def test_every_control_has_a_name_and_is_reached_and_seen_with_tab(tmp_path: Path) -> None:
    scenes.make(tmp_path)
    faults = apart(Plan(str(tmp_path), sizes=[(1280, 800)], measures=["out of reach"]), tmp_path)
    assert not faults, "\n".join(faults)


# --- the measure itself


@pytest.fixture
def faults(below: Callable[..., QWidget]) -> Callable[..., list[str]]:
    """Shows widgets below each other, and says what is out of reach."""
    return lambda *parts: out_of_reach(below(*parts, size=(400, 300)))


@pytest.fixture
def line() -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName("Titel")
    return made


def test_what_can_be_reached_is_left_in_peace(
    faults: Callable[..., list[str]], line: QLineEdit
) -> None:
    assert faults(line, QPushButton("Ja"), QPushButton("Nej")) == []


def test_a_control_without_a_name_is_found(faults: Callable[..., list[str]]) -> None:
    (fault,) = faults(QLineEdit(), QPushButton("Ja"))
    assert "has no name" in fault


def test_a_button_for_the_mouse_only_is_found(
    faults: Callable[..., list[str]], line: QLineEdit
) -> None:
    mute = QPushButton("Ja")
    mute.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    (fault,) = faults(line, mute)
    assert "never takes the focus" in fault


def test_a_box_that_swallows_tab_is_found(
    faults: Callable[..., list[str]], line: QLineEdit
) -> None:
    trap = QPlainTextEdit()
    trap.setAccessibleName("Noter")
    assert sum("not reached with Tab" in fault for fault in faults(trap, line)) == 1
    trap = QPlainTextEdit()
    trap.setAccessibleName("Noter")
    trap.setTabChangesFocus(True)
    other = QPushButton("Ja")
    assert faults(trap, other) == []


def test_a_focus_that_does_not_show_is_found(
    faults: Callable[..., list[str]], line: QLineEdit
) -> None:
    class Plain(QPushButton):
        def paintEvent(self, event: object) -> None:
            QPainter(self).drawText(4, 16, self.text())

    (fault,) = faults(line, Plain("Ja"))
    assert "does not show that it has the focus" in fault
