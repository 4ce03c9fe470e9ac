"""The demo evening at the moments worth looking at, each as a meeting file of its own."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from moedeapp import demo
from moedeapp.model.commands import evening, ideas, rounds, themes
from moedeapp.model.document import Document
from moedeapp.model.draft import Command, Source
from moedeapp.model.meeting import Channel, Meeting, Phase, RoundKind, RoundState, numbered

LONG: Final = (
    "Sammenhængskraftsundersøgelsesudvalgsmedlemmernes brandsikkerhedsforanstaltninger ved "
    "havnefrontsudviklingsprojektets fodgængerovergangsbelysning"
)
"""words no box was made for"""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of the evening: just before an act, while the meeting is like this."""

    name: str
    act: str
    when: Callable[[Meeting], bool]


def in_phase(phase: Phase) -> Callable[[Meeting], bool]:
    return lambda meeting: meeting.stage.phase is phase


def with_round(state: RoundState, kind: RoundKind = RoundKind.DOTS) -> Callable[[Meeting], bool]:
    def when(meeting: Meeting) -> bool:
        found = numbered(meeting.rounds)
        return bool(found) and found[-1].state is state and found[-1].kind is kind

    return when


MOMENTS: Final = (
    Moment("frames", "evening.go_to", in_phase(Phase.FRAMES)),
    Moment("welcome", "evening.go_to", in_phase(Phase.WELCOME)),
    Moment("silence", "evening.end_silence", in_phase(Phase.IDEAS)),
    Moment("ideas", "evening.go_to", in_phase(Phase.IDEAS)),
    Moment("loose", "themes.add", lambda meeting: len(meeting.themes) == 5),
    Moment("themes", "evening.go_to", in_phase(Phase.THEMES)),
    Moment("choosing", "rounds.prepare", in_phase(Phase.DOTS)),
    Moment("prepared", "rounds.open", with_round(RoundState.PREPARED)),
    Moment("open", "rounds.close", with_round(RoundState.OPEN)),
    Moment("keying", "rounds.seal", with_round(RoundState.CLOSED)),
    Moment("again", "rounds.open", with_round(RoundState.PREPARED, RoundKind.AGREEMENT)),
    Moment("sealed", "evening.go_to", with_round(RoundState.SEALED)),
    Moment("agreement", "rounds.close", with_round(RoundState.OPEN, RoundKind.AGREEMENT)),
    Moment("result", "evening.go_to", in_phase(Phase.RESULT)),
    Moment("steps", "evening.end", in_phase(Phase.NEXT_STEPS)),
)


class Watched:
    """A document whose file is copied at the moments asked for."""

    def __init__(self, document: Document, folder: Path, moments: Sequence[Moment]) -> None:
        self._document = document
        self._folder = folder
        self._waiting = list(moments)

    @property
    def state(self) -> Meeting:
        return self._document.state

    def apply(self, command: Command[Any]) -> Any:
        for moment in list(self._waiting):
            if moment.act == command.name and moment.when(self.state):
                self._waiting.remove(moment)
                # A whole file between two acts; `copy` would leave an open vote out.
                shutil.copyfile(self._document.path, self._folder / f"{moment.name}.moede")
        return self._document.apply(command)


def make(folder: Path) -> list[str]:
    """Play the demo evening and keep its moments in a folder; gives the names of the scenes."""
    script = demo.Script()
    clock = demo.Clock(script.evening["facts"]["date"])
    source = Source(now=clock, **chance())
    path = folder / "end.moede"
    with Document.create(path, source=source, words=script.evening["question"]) as document:
        watched = Watched(document, folder, MOMENTS)
        demo.Evening(watched, clock, script).run(lambda done, parts: None)  # type: ignore[arg-type]
    with Document.create(folder / "new.moede", source=source) as document:
        document.apply(evening.describe(title=""))
    _crowd(folder, source)
    _stretch(folder, source)
    _practise(folder, source)
    _rehearse(folder, source)
    _finish(folder, source)
    for phase in Phase:
        _empty(folder / f"empty {phase}.moede", phase, source)
    return sorted(file.stem for file in folder.glob("*.moede"))


def chance() -> dict[str, Callable[[], str]]:
    """Keys and salts that are the same in every run."""
    import random

    drawn = random.Random(19)
    return {
        "new_key": lambda: drawn.randbytes(8).hex(),
        "new_salt": lambda: drawn.randbytes(16).hex(),
    }


def _empty(path: Path, phase: Phase, source: Source) -> None:
    """A meeting that nobody has said anything in yet."""
    with Document.create(path, source=source, words="Hvad skal havnen kunne?") as document:
        document.apply(evening.leave_unresolved())
        document.apply(evening.go_to(phase))


def _practise(folder: Path, source: Source) -> None:
    """Everybody tries a vote on cakes first."""
    path = folder / "practice.moede"
    shutil.copyfile(folder / "choosing.moede", path)
    with Document.open(path, source=source) as document:
        vote = document.apply(rounds.prepare_practice(["Brunsviger", "Drømmekage", "Æblekage"]))
        document.apply(rounds.open(vote, minutes=2))


def _rehearse(folder: Path, source: Source) -> None:
    """The evening is only tried."""
    path = folder / "rehearsal.moede"
    shutil.copyfile(folder / "ideas.moede", path)
    with Document.open(path, source=source) as document:
        document.apply(evening.mark_rehearsal())


def _finish(folder: Path, source: Source) -> None:
    """Nothing can be changed any more."""
    path = folder / "final.moede"
    shutil.copyfile(folder / "end.moede", path)
    with Document.open(path, source=source) as document:
        document.apply(evening.finish())


def last_act(path: Path) -> datetime:
    """When the last act in a scene was done."""
    with Document.open(path, readonly=True) as document:
        return datetime.fromisoformat(document.snapshot().entries[-1].at)


def _crowd(folder: Path, source: Source) -> None:
    """Phones send more than anybody has had time to look at."""
    path = folder / "crowd.moede"
    shutil.copyfile(folder / "ideas.moede", path)
    with Document.open(path, source=source) as document:
        for table in range(1, 9):
            for words in ("Bænke i læ ved vandet", f"{LONG}, sagde de ved bord {table}"):
                document.apply(ideas.receive(words, channel=Channel.PHONE, table=table))


def _stretch(folder: Path, source: Source) -> None:
    """Every word that can be typed is longer than one would wish."""
    for scene in ("frames", "themes", "choosing"):
        path = folder / f"long {scene}.moede"
        shutil.copyfile(folder / f"{scene}.moede", path)
        with Document.open(path, source=source) as document:
            state = document.state
            document.apply(evening.describe(title=LONG, place=LONG))
            for question in list(state.questions):
                document.apply(evening.word_question(question, f"{LONG}, {LONG}?"))
            for theme in list(state.themes.values()):
                document.apply(themes.rename(theme.id, f"{theme.letter} {LONG}"))
            for table in list(state.tables.values()):
                document.apply(evening.label_table(table.number, LONG[:60]))
            if state.stage.phase is Phase.FRAMES:
                document.apply(evening.describe(influence=f"{LONG} {LONG}", fixed=LONG))
                continue
            for n in range(3):
                document.apply(ideas.add(f"{LONG * 6} {n}", table=n + 1))
    path = folder / "long result.moede"
    shutil.copyfile(folder / "long choosing.moede", path)
    with Document.open(path, source=source) as document:
        state = document.state
        keys = [theme.id for theme in state.themes.values() if theme.merged_into is None][:9]
        vote = document.apply(rounds.prepare(keys, open_access=True))
        document.apply(rounds.open(vote))
        document.apply(rounds.close(vote))
        document.apply(rounds.seal(vote))
        document.apply(evening.go_to(Phase.RESULT))
