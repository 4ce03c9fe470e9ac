"""The pictures of the guide: each chapter asks for a view by name, and gets it in its language."""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PySide6.QtGui import QImage

from moedeapp.texts import LANGUAGES
from tests.shots import scenes
from tests.shots.looking import ROOT, Plan, at_once

GUIDE: Final = ROOT / "resources" / "guide"
SIZE: Final = (1180, 740)
"""small enough for the words in a picture to be read beside the chapter's own"""

_ASKED: Final = re.compile(r"!\[([^\]]*)\]\(pictures/([^)]+)\.webp\)")
_LOSSLESS: Final = 100


def asked(language: str) -> Iterator[tuple[Path, str, str]]:
    """Each picture the chapters ask for: the chapter, what it shows in words, and its name."""
    for chapter in sorted((GUIDE / language).glob("*.md")):
        for words, name in _ASKED.findall(chapter.read_text(encoding="utf-8")):
            yield chapter, words, name


def draw() -> list[str]:
    """Make every picture anew; gives what went wrong, as lines."""
    with TemporaryDirectory() as made:
        taken = Path(made) / "taken"
        taken.mkdir()
        scenes.make(Path(made))
        plans = [
            Plan(
                made, language, sizes=(SIZE,), pictures=str(taken),
                views=sorted({name.replace("-", " ") for _c, _w, name in asked(language)}),
            )
            for language in LANGUAGES
        ]  # fmt: skip
        complaints = at_once(plans, Path(made))
        for language in LANGUAGES:
            complaints += _put(taken, language)
    return complaints


def _put(taken: Path, language: str) -> Iterator[str]:
    folder = GUIDE / language / "pictures"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.webp"):
        old.unlink()
    for name in sorted({name for _chapter, _words, name in asked(language)}):
        (file,) = taken.glob(f"{name}-{SIZE[0]}x*-{language}-light.png")
        if not QImage(str(file)).save(str(folder / f"{name}.webp"), "WEBP", _LOSSLESS):
            yield f"{language}: {name} could not be saved"
