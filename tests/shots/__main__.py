"""`./moede shots FOLDER [--only WORD ...]`: pictures of every window in every state.

Every view in three sizes and at 200 %, in every language, light and dark, from the demo evening.
`./moede shots --guide` makes the pictures that the guide's chapters ask for, where they ask.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from moedeapp.texts import LANGUAGES
from tests.shots import guide, scenes
from tests.shots.looking import Plan, at_once
from tests.shots.views import VIEWS

SIZES = ((1280, 800), (1440, 900), (1920, 1080))
LARGE = (960, 540)
"""what a screen of 1920×1080 holds at 200 %"""
LOOKS = ("light", "dark")


def plans(folder: Path, made: Path, only: Sequence[str]) -> list[Plan]:
    """What every process has to do."""
    return [
        Plan(str(made), language, scale, sizes, LOOKS, only, str(folder))
        for language in LANGUAGES
        for scale, sizes in ((1.0, SIZES), (2.0, (LARGE,)))
    ]


def main(words: Sequence[str]) -> int:
    """Take the pictures; 1 when one could not be taken."""
    parser = argparse.ArgumentParser(prog="./moede shots", description="Tag billeder af vinduerne.")
    parser.add_argument("folder", type=Path, metavar="MAPPE", nargs="?")
    parser.add_argument("--guide", action="store_true", help="kun vejledningens, på deres plads")
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="NAVN",
        help="kun dem, hvis navn rummer et af ordene: " + ", ".join(view.name for view in VIEWS),
    )  # fmt: skip
    chosen = parser.parse_args(words)
    if chosen.guide:
        complaints = guide.draw()
        print(*complaints, sep="\n")
        return int(bool(complaints))
    if chosen.folder is None:
        parser.error("skriv, hvor billederne skal ligge")
    folder = chosen.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    if not Plan("", views=chosen.only).chosen:
        parser.error("intet vindue hedder " + ", ".join(chosen.only))
    with TemporaryDirectory() as made:
        scenes.make(Path(made))
        complaints = at_once(plans(folder, Path(made), chosen.only), Path(made))
    print(*complaints, f"{len(list(folder.glob('*.png')))} billeder i {folder}", sep="\n")
    return int(bool(complaints))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
