"""A whole evening as the facilitator plays it, and every number in what leaves the house."""

from pathlib import Path
from statistics import median

import pytest

from tests.story.hands import Hand, Keys, Mouse
from tests.story.script import Script
from tests.story.stage import Stage
from tests.story.story import Story

pytestmark = [pytest.mark.stage, pytest.mark.timeout(1800)]


def played(stage: Stage, hand: type[Hand]) -> Story:
    """The evening, with what each part took beside the meeting."""
    story = Story(stage, hand, Script())
    try:
        story.play()
    finally:
        told = "".join(f"{seconds:7.1f} s  {part}\n" for part, seconds in story.took.items())
        Path(stage.folder, "took.txt").write_text(told, encoding="utf-8")
    return story


def test_an_evening_by_mouse_alone(stage: Stage) -> None:
    story = played(stage, Mouse)
    assert max(story.strokes["idea"]) <= 2
    assert median(story.strokes["slip"]) <= 14


def test_an_evening_by_keyboard_alone(stage: Stage) -> None:
    lay = stage.xdotool("getmouselocation")
    story = played(stage, Keys)
    assert stage.xdotool("getmouselocation") == lay
    assert max(story.strokes["idea"]) <= 2
    assert median(story.strokes["note"]) <= 4
    assert median(story.strokes["slip"]) <= 14
