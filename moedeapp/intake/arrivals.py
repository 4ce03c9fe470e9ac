"""Ideas on their way in, whatever file they came from."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from moedeapp.intake.decoding import verbatim
from moedeapp.intake.problems import Notice, Problem, Told
from moedeapp.model.commands.ideas import Incoming
from moedeapp.model.draft import LONGEST
from moedeapp.model.errors import CannotRead


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What a file brings, for `commands.ideas.bring_in`, and what the reader has to tell."""

    ideas: tuple[Incoming, ...]
    told: tuple[Told, ...] = ()


def arrivals(path: Path, ideas: Iterable[Incoming], told: Iterable[Told] = ()) -> Arrivals:
    """Ideas and notices as one value; CannotRead when there is no idea at all."""
    kept = tuple(ideas)
    if not kept:
        raise CannotRead(path, Problem.EMPTY)
    return Arrivals(kept, tuple(told))


def idea_words(path: Path, text: str, line: int | None = None) -> str:
    """The words of an idea as the model keeps them; CannotRead naming the line if it cannot."""
    words = verbatim(path, text, line)
    if len(words) > LONGEST:
        raise CannotRead(path, Problem.TOO_LONG, line, {"limit": str(LONGEST)})
    return words


def told_count(notice: Notice, count: int) -> list[Told]:
    """A notice of how many, if there are any."""
    return [Told(notice, {"count": str(count)})] if count else []


def told_names(notice: Notice, names: Iterable[str]) -> list[Told]:
    """A notice of which, if there are any; blank names are left out."""
    text = ", ".join(name for name in names if name)
    return [Told(notice, {"names": text})] if text else []
