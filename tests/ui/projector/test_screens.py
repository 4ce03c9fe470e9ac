"""Where the storskærm opens, from where the screens lie."""

import pytest
from PySide6.QtCore import QRect

from moedeapp.ui.projector.screens import Screen, second, window_on

LAPTOP = Screen("laptop", 0, 0, 1440, 900)
BESIDE = Screen("sal", 1440, 0, 1920, 1080)
ABOVE = Screen("oppe", 0, -1080, 1920, 1080)
SMALL = Screen("lille", 1440, 0, 1024, 768)


@pytest.mark.parametrize(
    ("screens", "own", "expected"),
    [
        ([LAPTOP], LAPTOP, None),
        ([LAPTOP, BESIDE], LAPTOP, BESIDE),
        ([BESIDE, LAPTOP], LAPTOP, BESIDE),
        ([LAPTOP, BESIDE], BESIDE, LAPTOP),
        ([LAPTOP, ABOVE], LAPTOP, ABOVE),
        ([LAPTOP, SMALL, ABOVE], LAPTOP, ABOVE),
        ([], None, None),
    ],
)
def test_the_hall_gets_the_largest_screen_that_is_not_the_facilitators(screens, own, expected):
    assert second(screens, own) == expected


@pytest.mark.parametrize(
    "mirror",
    [
        Screen("sal", 0, 0, 1440, 900),
        Screen("sal", 0, 0, 1024, 768),
        Screen("sal", 0, 0, 1920, 1080),
    ],
)
def test_a_mirrored_screen_is_no_second_one(mirror):
    assert second([LAPTOP, mirror], LAPTOP) is None
    assert second([LAPTOP, mirror, BESIDE], LAPTOP) == BESIDE


@pytest.mark.parametrize("corner", [True, False])
@pytest.mark.parametrize("screen", [QRect(0, 0, 1440, 900), QRect(1920, 40, 960, 520)])
def test_a_window_stays_on_its_screen_and_leaves_most_of_it_free(screen, corner):
    room = window_on(screen, 0.36 if corner else 0.62, corner=corner)
    assert screen.contains(room)
    assert room.width() * room.height() < 0.5 * screen.width() * screen.height()
