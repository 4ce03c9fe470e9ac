"""What a screen reader finds in every phase of the real program, through the system's own tree."""

import shutil
from pathlib import Path

import pytest

from moedeapp.model.meeting import Phase
from moedeapp.texts import _, name
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


def on_board(program: Program) -> list[Thing]:
    """The themes and notes of the board, in the order they are read."""
    lines = program.lines(program.find("list", says=_("Board")))
    return [line for line in lines if line.role == "list item"]


def test_notes_and_themes_are_told_with_role_name_and_selection(
    stage: Stage, moments: Path
) -> None:
    with stage.program(placed(stage, moments, "themes")) as program:
        lines = program.until(lambda: on_board(program), "the board")
        assert any(line.name.startswith("Tema A ") and "idéer" in line.name for line in lines)
        assert all(line.name and "selectable" in line.states for line in lines)
        first = next(at for at, line in enumerate(lines) if "bord" in line.name)
        program.click(lines[first])

        def chosen() -> list[int]:
            return [at for at, line in enumerate(on_board(program)) if "selected" in line.states]

        program.until(lambda: chosen() == [first], "the note that was clicked")
        program.press("Right")
        program.until(lambda: chosen() == [first + 1], "the note after it")


def test_a_change_of_phase_is_announced(stage: Stage, moments: Path) -> None:
    with stage.program(placed(stage, moments, "ideas")) as program:
        program.find("push button", "Protokol")
        program.heard()
        program.press("ctrl+Next")
        program.until(lambda: any(name(Phase.THEMES) in said for said in program.heard()), "Temaer")


def test_a_vote_that_closes_is_announced(stage: Stage, moments: Path) -> None:
    with stage.program(placed(stage, moments, "open")) as program:
        program.click(program.find("push button", _("Close the vote")))
        yes = program.find("push button", _("Yes, close the vote"))
        program.heard()
        program.click(yes)
        program.until(lambda: any("lukket" in said for said in program.heard()), "lukket")
