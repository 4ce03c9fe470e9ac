"""What a screen reader finds in every phase of the real program, through the system's own tree."""

import shutil
from pathlib import Path

import pytest

from moedeapp.model.meeting import Phase
from moedeapp.texts import name
from tests.shots import scenes
from tests.story.stage import Program, Stage, Thing

pytestmark = pytest.mark.stage

DONE_WITH = {
    "push button", "toggle button", "check box", "radio button", "combo box", "text", "spin button",
    "list", "list item", "table", "tree", "slider", "menu item", "page tab", "link", "dialog",
    "frame", "progress bar",
}  # fmt: skip
"""roles that are worked with or landed on, and so must have a name"""

SCENES = (
    "new", "frames", "welcome", "ideas", "crowd", "silence", "themes", "choosing", "prepared",
    "open", "keying", "sealed", "agreement", "result", "steps",
)  # fmt: skip


@pytest.fixture(scope="module")
def moments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scenes of the demo evening."""
    folder = tmp_path_factory.mktemp("scenes")
    scenes.make(folder)
    return folder


def placed(stage: Stage, moments: Path, scene: str) -> str:
    """A scene's meeting in the home of the stage."""
    return shutil.copyfile(moments / f"{scene}.moede", stage.home / f"{scene}.moede")


def unnamed(program: Program) -> list[str]:
    """What is worked with and has no name."""
    return [
        f"{each.role} at {each.box} {sorted(each.states)}"
        for each in program.all(many=500)
        if (each.role in DONE_WITH or "focusable" in each.states) and not each.name
        if each.role != "table cell"  # which may be empty
    ]


@pytest.mark.parametrize("scene", SCENES)
def test_nothing_to_work_with_is_without_a_name(stage: Stage, moments: Path, scene: str) -> None:
    with stage.program(placed(stage, moments, scene)) as program:
        program.find("push button", "Protokol")
        assert unnamed(program) == []
        for panel in ("Notater", "Telefoner", "Taster"):
            program.click(program.find("push button", panel))
            program.find("push button", "Luk")
            assert unnamed(program) == []


def notes(program: Program, called: str) -> list[Thing]:
    """The lines of a list."""
    return program.lines(program.find(["list", "layered pane"], called))


def test_notes_and_themes_are_told_with_role_name_and_selection(
    stage: Stage, moments: Path
) -> None:
    with stage.program(placed(stage, moments, "themes")) as program:
        themes = program.until(lambda: notes(program, "Tema"), "themes")
        assert {theme.role for theme in themes} == {"list item"}
        assert any("idéer" in theme.name and theme.name.startswith("A ") for theme in themes)
        ideas = program.until(lambda: notes(program, "Idéer"), "notes")
        assert {idea.role for idea in ideas} == {"list item"}
        assert all(idea.name and "selectable" in idea.states for idea in ideas)
        program.click(ideas[1])
        program.until(
            lambda: "selected" in notes(program, "Idéer")[1].states, "the note that was clicked"
        )
        assert "selected" not in notes(program, "Idéer")[0].states
        program.press("Right")
        program.until(lambda: "selected" in notes(program, "Idéer")[2].states, "the note after it")


def test_a_change_of_phase_is_announced(stage: Stage, moments: Path) -> None:
    with stage.program(placed(stage, moments, "ideas")) as program:
        program.find("push button", "Protokol")
        program.heard()
        program.press("ctrl+Next")
        program.until(lambda: any(name(Phase.THEMES) in said for said in program.heard()), "Temaer")


def test_a_vote_that_closes_is_announced(stage: Stage, moments: Path) -> None:
    with stage.program(placed(stage, moments, "open")) as program:
        program.click(program.find("push button", "Luk boksen"))
        yes = program.find("push button", "Ja, luk boksen")
        program.heard()
        program.click(yes)
        program.until(lambda: any("lukket" in said for said in program.heard()), "lukket")
