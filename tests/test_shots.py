"""Pictures of the windows, by one command."""

import struct
from pathlib import Path

import pytest

from moedeapp.texts import LANGUAGES
from tests.shots import guide
from tests.shots.__main__ import LARGE, LOOKS, SIZES, main
from tests.shots.views import VIEWS

EACH = len(LANGUAGES) * len(LOOKS) * (len(SIZES) + 1)


def pixels(picture: Path) -> tuple[int, int]:
    """Width and height, as a PNG has them in its head."""
    width, height = struct.unpack(">II", picture.read_bytes()[16:24])
    return width, height


@pytest.mark.timeout(120)
def test_a_chosen_window_is_taken_in_every_size_language_and_look(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "ud"), "--only", "start"]) == 0
    assert capsys.readouterr().out.splitlines() == [f"{EACH} billeder i {tmp_path / 'ud'}"]
    taken = {file.stem: pixels(file) for file in (tmp_path / "ud").iterdir()}
    assert taken["start-1280x800-da-light"] == (1280, 800)
    assert taken["start-1920x1080-en-dark"] == (1920, 1080)
    width, height = LARGE
    assert taken[f"start-{width}x{height}-da-dark"] == (2 * width, 2 * height)
    pictures = {file.read_bytes() for file in (tmp_path / "ud").iterdir()}
    assert len(pictures) == len(taken) == EACH


def test_a_window_that_is_not_there_is_refused_with_the_names_of_those_that_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([str(tmp_path), "--only", "månen"])
    assert "intet vindue hedder månen" in capsys.readouterr().err


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_a_chapter_asks_for_is_there_and_no_other(language: str) -> None:
    pictures = guide.GUIDE / language / "pictures"
    asked = [(words, name) for _chapter, words, name in guide.asked(language)]
    assert {name for _words, name in asked} == {file.stem for file in pictures.iterdir()}
    assert all(len(words) > 20 for words, _name in asked), "a picture nobody hears about"


def test_the_chapters_show_the_same_in_every_language() -> None:
    first, *others = ([name for _c, _w, name in guide.asked(each)] for each in LANGUAGES)
    assert all(other == first for other in others)
    assert set(first) <= {view.name.replace(" ", "-") for view in VIEWS}
