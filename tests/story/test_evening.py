"""A whole evening as the facilitator plays it, and every number in what leaves the house."""

from statistics import median

import pytest

from tests.story.hands import Hand, Keys, Mouse
from tests.story.script import Script
from tests.story.stage import Stage
from tests.story.story import Story


def played(stage: Stage, hand: type[Hand], script: Script) -> Story:
    """The evening, with what each part took beside the meeting."""
    story = Story(stage, hand, script)
    try:
        story.play()
    finally:
        told = "".join(f"{seconds:7.1f} s  {part}\n" for part, seconds in story.took.items())
        told += "".join(
            f"{median(keys):4.1f}, at most {max(keys):4.1f} keys: {what}\n"
            for what, keys in story.strokes.items()
            if keys
        )
        (stage.folder / "took.txt").write_text(told, encoding="utf-8")
    return story


def by_keyboard(stage: Stage, script: Script) -> None:
    """Without the mouse, and in few keys."""
    lay = stage.mouse()
    story = played(stage, Keys, script)
    assert stage.mouse() == lay
    assert max(story.strokes["idea"]) <= 2
    assert median(story.strokes["note"]) <= 4
    assert median(story.strokes["slip"]) <= 14


def by_mouse(stage: Stage, script: Script) -> None:
    """Everything but the words is pointed at."""
    story = played(stage, Mouse, script)
    assert max(story.strokes["idea"]) <= 2
    assert median(story.strokes["slip"]) <= 14


@pytest.mark.stage
@pytest.mark.timeout(1800)
def test_an_evening_by_mouse_alone(stage: Stage) -> None:
    by_mouse(stage, Script())


@pytest.mark.stage
@pytest.mark.timeout(1800)
def test_an_evening_by_keyboard_alone(stage: Stage) -> None:
    by_keyboard(stage, Script())


@pytest.mark.timeout(300)
def test_a_small_evening_by_keyboard_alone(stage: Stage) -> None:
    by_keyboard(stage, Script(tables=2, ideas=20, slips=10))


@pytest.mark.stage
@pytest.mark.timeout(300)
def test_a_small_evening_by_mouse_alone(stage: Stage) -> None:
    by_mouse(stage, Script(tables=2, ideas=20, slips=10))
