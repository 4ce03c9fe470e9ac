"""Looks at views in one language and at one scale, which are fixed for a whole process."""

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication, QWidget

from moedeapp.app import speak_qt
from moedeapp.texts import use
from moedeapp.ui import theme
from tests.shots.clipping import clipped
from tests.shots.reach import out_of_reach
from tests.shots.views import VIEWS, View, opened, settle

ROOT: Final = Path(__file__).resolve().parents[2]
SCREEN: Final = (1920, 1080)


_NO_SCREEN: Final = "This plugin does not support "
"""what Qt says when a window asks for what only a real screen can do"""

MEASURES: Final = {"clipped": clipped, "out of reach": out_of_reach}
"""What gives the faults of a window, by its name."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is looked at: views by name, in one language and at one scale, in sizes and looks."""

    scenes: str
    language: str = "da"
    scale: float = 1.0
    sizes: Sequence[Sequence[int]] = (SCREEN,)
    """in logical pixels"""
    looks: Sequence[str] = ("light",)
    views: Sequence[str] = ()
    pictures: str = ""
    """the folder for pictures; none are taken without"""
    measures: Sequence[str] = ()
    """what is looked for: a choice of `MEASURES`"""

    @property
    def chosen(self) -> list[View]:
        """The views with these names, or whose names hold one of the words; or all of them."""
        if not self.views:
            return list(VIEWS)
        names = {view.name for view in VIEWS}

        def asked(view: View) -> bool:
            return any(
                word == view.name if word in names else word in view.name for word in self.views
            )

        return [view for view in VIEWS if asked(view)]


def surroundings(plan: Plan, folder: Path) -> dict[str, str]:
    """What the process is told of its screen."""
    screen = {
        "name": "stage", "x": 0, "y": 0, "width": SCREEN[0], "height": SCREEN[1],
        "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1,
    }  # fmt: skip
    config = folder / "screen.json"
    config.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("QT_")},
        "QT_QPA_PLATFORM": f"offscreen:configfile={config}",
        "QT_SCALE_FACTOR": str(plan.scale),
        "TZ": "Europe/Copenhagen",
    }


def look(plan: Plan) -> Iterator[str]:
    """Take the pictures of a plan; gives every fault as a line."""
    for view in plan.chosen:
        with opened(view, Path(plan.scenes)) as window:
            for size in plan.sizes:
                yield from _look_at(view, window, size, plan)


def _look_at(view: View, window: QWidget, size: Sequence[int], plan: Plan) -> Iterator[str]:
    window.resize(*size)
    settle()
    where = f"{view.name} {size[0]}×{size[1]} {plan.language} {plan.scale:.0%}"
    if window.width() > size[0] or window.height() > size[1]:
        yield f"{where}: the window is {window.width()}×{window.height()}"
    for name in plan.looks:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.wear(application, name, still=True)
        settle()
        picture = window.grab()  # some tool tips are known only when all is painted
        if plan.pictures:
            file = f"{view.name}-{size[0]}x{size[1]}-{plan.language}-{name}.png".replace(" ", "-")
            if not picture.save(str(Path(plan.pictures) / file)):
                yield f"{where}: {file} could not be saved"
    for measure in plan.measures:
        for fault in MEASURES[measure](window):
            yield f"{where}: {fault}"


def main(words: Sequence[str]) -> None:
    """Carry out one plan; every fault is a line."""
    warnings.simplefilter("error")
    plan = Plan(**json.loads(Path(words[0]).read_text(encoding="utf-8")))
    use(plan.language)
    application = QApplication([])
    speak_qt(application)
    theme.wear(application, plan.looks[0], still=True)
    for fault in look(plan):
        sys.stdout.write(fault + "\n")


def at_once(plans: Sequence[Plan], folder: Path) -> list[str]:
    """Carry out plans, two at a time; gives every fault, and whatever else was said, as lines."""
    with ThreadPoolExecutor(2) as hands:
        said = list(hands.map(lambda plan: apart(plan, folder), plans))
    return [line for lines in said for line in lines]


def apart(plan: Plan, folder: Path) -> list[str]:
    """Carry out a plan in a process of its own."""
    path = folder / f"plan-{plan.language}-{plan.scale}.json"
    path.write_text(json.dumps(asdict(plan)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.shots.looking", str(path)],
        env=surroundings(plan, folder), cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    ended = [f"ended with {done.returncode}"] if done.returncode else []
    said = [line for line in done.stderr.splitlines() if not line.startswith(_NO_SCREEN)]
    return [*done.stdout.splitlines(), *said, *ended]


if __name__ == "__main__":
    main(sys.argv[1:])
