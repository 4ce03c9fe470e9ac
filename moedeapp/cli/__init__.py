"""The acts of a meeting from the command line: the same commands the window uses."""

import sys
from collections.abc import Callable
from pathlib import Path

from moedeapp import SUFFIX


def main() -> None:
    """Run one command; without a word, or with a meeting's name only, open the window.

    Each way in is imported when it is chosen: nobody who opens the window waits for the commands.
    """
    words = sys.argv[1:]
    if not words or (len(words) == 1 and _is_meeting(words[0])):
        from moedeapp import app

        sys.exit(app.run(Path(words[0]) if words else None, make_demo))
    from moedeapp.cli import commands

    commands.run()


def _is_meeting(word: str) -> bool:
    """Whether a word names a meeting's file, and not a command.

    A desktop knows a file by its head as well, and names it by its whole path.
    """
    path = Path(word)
    return path.suffix.lower() == SUFFIX or (path.is_absolute() and path.is_file())


def make_demo(folder: Path, tell: Callable[[int, int], None]) -> Path:
    """Make the demo in a folder for the window; `tell` hears how many parts are done, of how many.

    Gives the meeting's file.
    """
    from moedeapp import demo as story

    return story.run(folder, tell)[0]
