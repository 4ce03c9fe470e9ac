from pathlib import Path

import pytest

from moedeapp import resources


def test_the_source_keeps_its_resources_beside_the_package(tmp_path: Path) -> None:
    (tmp_path / "moedeapp").mkdir()
    assert resources.home(tmp_path / "moedeapp") == tmp_path / "resources"


def test_a_wheel_and_a_frozen_app_carry_them_inside_the_package(tmp_path: Path) -> None:
    carried = tmp_path / "moedeapp" / "_resources"
    carried.mkdir(parents=True)
    (tmp_path / "resources").mkdir()
    assert resources.home(tmp_path / "moedeapp") == carried


def test_a_path_is_made_of_its_parts_and_leads_to_a_file() -> None:
    catalogue = resources.path("locale", "da", "LC_MESSAGES", "moedeapp.po")
    assert catalogue.is_absolute()
    assert catalogue.is_file()


def test_text_is_read_as_utf_8() -> None:
    assert "Idéer" in resources.text("locale", "da", "LC_MESSAGES", "moedeapp.po")


def test_a_missing_resource_is_not_passed_over() -> None:
    with pytest.raises(FileNotFoundError):
        resources.text("locale", "xx.txt")


def test_there_are_four_faces_of_the_font_and_each_is_a_truetype_file_of_its_own() -> None:
    fonts = resources.fonts()
    assert set(fonts) == {"regular", "bold", "italic", "bold_italic"}
    heads = {face: file.read_bytes() for face, file in fonts.items()}
    assert {head[:4] for head in heads.values()} == {b"\x00\x01\x00\x00"}
    assert len(set(heads.values())) == 4


def test_the_faces_are_what_they_are_called() -> None:
    names = {face: file.stem for face, file in resources.fonts().items()}
    assert names == {
        "regular": "SourceSansPro-Regular",
        "bold": "SourceSansPro-Bold",
        "italic": "SourceSansPro-It",
        "bold_italic": "SourceSansPro-BoldIt",
    }
