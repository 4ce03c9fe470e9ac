"""One whole evening, run through the commands a facilitator uses, at the times it would have had.

Everything in it comes from ``resources/demo``; nothing here knows a result. Keys and salts are
drawn from a fixed seed, so that two runs give the same protocol.
"""

import csv
import random
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

from moedeapp import __version__, resources
from moedeapp.export import disk
from moedeapp.export.files import export_all
from moedeapp.export.orders import Evening as Held
from moedeapp.intake import plans
from moedeapp.model import ranking
from moedeapp.model.commands import (
    ballots,
    evening,
    ideas,
    network,
    next_steps,
    notes,
    outcome,
    rounds,
    slips,
    themes,
)
from moedeapp.model.document import Document
from moedeapp.model.draft import Source
from moedeapp.model.meeting import (
    Agreement,
    Channel,
    Colour,
    Idea,
    IdeaState,
    Meeting,
    NoteKind,
    Phase,
    Reason,
    Rejection,
    Role,
    RoundKind,
    Rung,
)

_ZONE: Final = ZoneInfo("Europe/Copenhagen")
_LATE: Final = "late"
_SPARE: Final = 6

Tell: TypeAlias = Callable[[int, int], None]
"""Hears how many parts of the evening are done, of how many."""


def _tell_nobody(done: int, of: int) -> None:
    """The evening is not followed."""


class Clock:
    """The evening's clock: moves on a few seconds with every act, jumps when told."""

    def __init__(self, day: str) -> None:
        self._time = datetime.fromisoformat(day).replace(tzinfo=_ZONE)

    def at(self, clock: str) -> None:
        """Set the time, "HH:MM", never back."""
        hour, minute = map(int, clock.split(":"))
        self._time = max(self._time, self._time.replace(hour=hour, minute=minute, second=0))

    def __call__(self) -> datetime:
        """The time now."""
        self._time += timedelta(seconds=1)
        return self._time


@dataclass(frozen=True, slots=True)
class Said:
    """One ballot of the script and the slip it is handed in with."""

    vote: ballots.Vote
    slip: str
    channel: Channel


class Evening:
    """The story of the demo meeting, step by step."""

    def __init__(self, document: Document, clock: Clock, script: "Script") -> None:
        self._document = document
        self._clock = clock
        self._script = script
        self._apply = document.apply

    @property
    def _state(self) -> Meeting:
        return self._document.state

    def run(self, tell: Tell = _tell_nobody) -> None:
        """The whole evening, from the frames to the thanks."""
        parts = (
            self._prepare, self._welcome, self._collect, self._gather, self._vote, self._agree,
        )  # fmt: skip
        for done, part in enumerate(parts):
            tell(done, len(parts) + 1)
            part()
        tell(len(parts), len(parts) + 1)

    def _prepare(self) -> None:
        facts = self._script.evening
        self._clock.at("15:00")
        self._apply(evening.describe(**facts["facts"]))
        self._apply(evening.set_organisation(**facts["organisation"]))
        self._apply(evening.use_plan([plans.step(step, "da") for step in facts["steps"]]))
        self._apply(evening.set_tables(len(facts["tables"])))
        for table in facts["tables"]:
            if table["label"]:
                self._apply(evening.label_table(table["number"], table["label"]))
        early = [row for row in self._script.ideas if row["kanal"] == Channel.BEFORE]
        self._apply(
            ideas.bring_in([ideas.Incoming(row["ord"]) for row in early], channel=Channel.BEFORE)
        )

    def _welcome(self) -> None:
        self._enter("19:00", Phase.WELCOME)
        for role, count in self._script.evening["heads"].items():
            self._apply(evening.count_heads(Role(role), count))
        self._hand_out_slips()
        self._apply(network.reach(Rung.ROUTER))

    def _collect(self) -> None:
        self._enter("19:10", Phase.IDEAS)
        rows = [row for row in self._script.ideas if row["kanal"] != Channel.BEFORE]
        rows = [row for row in rows if int(row["nr"]) not in self._script.late]
        half = len(rows) * 2 // 5
        self._apply(evening.start_silence())
        self._take_in(rows[:half])
        self._clock.at("19:22")
        self._apply(evening.end_silence())
        self._take_in(rows[half:])

    def _take_in(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Ideas arrive one by one; the facilitator shows each that came from a device."""
        quiet = {entry["idea"] for entry in self._script.themes["hidden"]}
        for row in rows:
            channel, number = Channel(row["kanal"]), int(row["nr"])
            table = int(row["bord"]) if row["bord"] else None
            make = ideas.receive if channel in (Channel.PHONE, Channel.TABLE) else ideas.add
            key = self._apply(
                make(row["ord"], channel=channel, table=table, role=Role(row["rolle"]))
            )
            state = self._state.ideas[key].state
            if state is IdeaState.WAITING and number not in quiet:
                self._apply(ideas.show(key))

    def _gather(self) -> None:
        self._enter("19:40", Phase.THEMES)
        script = self._script.themes
        for entry in script["hidden"]:
            self._apply(ideas.hide(self._idea(entry["idea"]).id, reason=Reason(entry["reason"])))
        for entry in script["masked"]:
            self._apply(ideas.mask(self._idea(entry["idea"]).id, Reason(entry["reason"])))
        for entry in script["parked"]:
            if entry["why"] != _LATE:
                self._apply(ideas.park(self._idea(entry["idea"]).id))
        for theme in script["themes"]:
            self._fill(theme)
        self._clock.at("19:55")
        for merge in script["theme_merges"]:
            merged = [self._theme(letter) for letter in merge["merged"]]
            self._apply(themes.merge(merged, self._theme(merge["lead"])))
        for merge in script["merges"]:
            lead, *rest = (self._idea(number).id for number in merge["ideas"])
            self._apply(ideas.merge(rest, lead))
        for edit in script["edits"]:
            self._apply(ideas.edit(self._idea(edit["idea"]).id, edit["text"]))

    def _fill(self, theme: Mapping[str, Any]) -> None:
        key = self._apply(themes.add(theme["title"], colour=Colour(theme["colour"])))
        letter = self._state.themes[key].letter
        if letter != theme["letter"]:
            raise ValueError(f"the script's theme {theme['letter']} got the letter {letter}")
        late = self._script.late
        members = [
            self._idea(int(row["nr"])).id
            for row in self._script.ideas
            if row["tema"] == letter and int(row["nr"]) not in late
        ]
        self._apply(themes.group(members, key))

    def _vote(self) -> None:
        self._enter("20:10", Phase.DOTS)
        rules = self._script.evening["round"]
        sources = [
            self._theme(entry["theme"]) if "theme" in entry else self._idea(entry["idea"]).id
            for entry in self._script.themes["proposals"]
        ]
        vote = self._apply(
            rounds.prepare(
                sources,
                dots=rules["dots"],
                cap=rules["cap"],
                roles=tuple(Role(role) for role in rules["roles"]),
            )
        )
        # The script names proposals in the order they were prepared; numbers are drawn at open.
        self._proposals = [
            p.id for p in ranking.proposals_of(self._state, self._state.rounds[vote])
        ]
        self._apply(rounds.hand_out(vote, rules["handed_out"]))
        self._apply(rounds.open(vote, minutes=8))
        devices = [said for said in self._said() if said.channel is not Channel.PAPER]
        for said in devices:
            self._apply(ballots.cast(vote, said.vote, slip=said.slip, channel=said.channel))
        self._take_in(row for row in self._script.ideas if int(row["nr"]) in self._script.late)
        self._clock.at("20:17")
        # Somebody moves a dot and moves it back again: what was handed in last counts.
        hesitant = devices[0]
        for vote_said in (ballots.Vote(), hesitant.vote):
            self._apply(ballots.cast(vote, vote_said, slip=hesitant.slip, channel=hesitant.channel))
        self._clock.at("20:18")
        self._apply(rounds.close(vote))
        for said in self._said():
            if said.channel is Channel.PAPER:
                self._apply(ballots.key(vote, said.vote, slip=said.slip))
        for entry in self._script.evening["rejected"]:
            self._apply(ballots.reject(vote, Rejection(entry["reason"]), entry["count"]))
        self._apply(rounds.seal(vote))
        self._dots_round = vote

    def _proposals_of(self, vote: str) -> list[str]:
        return [p.id for p in ranking.proposals_of(self._state, self._state.rounds[vote])]

    def _hand_out_slips(self) -> None:
        """A slip for everybody who votes, one more for every table, and some spare ones."""
        voters = Counter(int(row["bord"]) for row in _table("ballots.csv"))
        self._slips: dict[int, list[str]] = {}
        for table in sorted(voters):
            printed = self._apply(slips.issue(voters[table] + 1, table=table))
            self._slips[table] = [slips.by_secret(self._state, s.secret) for s in printed]
        self._apply(slips.issue(_SPARE, spare=True))

    def _said(self) -> Iterator["Said"]:
        """The ballots of the script, each with a slip of its table."""
        at_table: Counter[int] = Counter()
        for row in _table("ballots.csv"):
            table = int(row["bord"])
            dots = {
                key: int(row[f"forslag_{number}"])
                for number, key in enumerate(self._proposals, 1)
                if int(row[f"forslag_{number}"])
            }
            slip = self._slips[table][at_table[table]]
            at_table[table] += 1
            yield Said(ballots.Vote(dots), slip, Channel(row["kanal"]))

    def _ask_how_far(self) -> None:
        """How far do we agree on the first proposals? Asked once the result is known."""
        script = self._script.evening["agreement"]
        chosen = [self._proposals[entry["proposal"] - 1] for entry in script]
        themes = [self._state.proposals[key].theme for key in chosen]
        vote = self._apply(rounds.prepare([key for key in themes if key], kind=RoundKind.AGREEMENT))
        keys = self._proposals_of(vote)
        self._apply(rounds.open(vote, minutes=4))
        answers = {key: _answers(entry) for key, entry in zip(keys, script, strict=True)}
        handed_out = (slip for table in self._slips.values() for slip in table)
        for voter, slip in zip(range(max(map(len, answers.values()))), handed_out, strict=False):
            given = {key: said[voter] for key, said in answers.items() if voter < len(said)}
            said = ballots.Vote(
                steps={key: step for key, (step, _) in given.items()},
                objections={key: words for key, (_, words) in given.items()},
            )
            self._apply(ballots.cast(vote, said, slip=slip))
        self._apply(rounds.close(vote))
        self._apply(rounds.seal(vote))

    def _agree(self) -> None:
        self._enter("20:18", Phase.RESULT)
        self._clock.at("20:23")
        self._ask_how_far()
        for decision in self._script.evening["decisions"]:
            self._apply(
                outcome.decide(self._dots_round, decision["words"], reason=decision["reason"])
            )
        self._enter("20:30", Phase.NEXT_STEPS)
        for step in self._script.evening["next_steps"]:
            values = {name: value for name, value in step.items() if name != "proposal"}
            key = self._proposals[step["proposal"] - 1]
            self._apply(next_steps.add(proposal=key, **values))
        self._clock.at("21:00")
        self._apply(evening.end())

    def _enter(self, clock: str, phase: Phase) -> None:
        self._write_notes(self._state.stage.phase)
        self._clock.at(clock)
        self._apply(evening.go_to(phase))
        if phase is Phase.NEXT_STEPS:
            self._write_notes(phase)

    def _write_notes(self, phase: Phase) -> None:
        for note in self._script.evening["notes"]:
            if note["phase"] == phase:
                self._apply(notes.add(note["words"], NoteKind(note["kind"])))

    def _idea(self, number: int) -> Idea:
        return next(i for i in self._state.ideas.values() if i.number == number)

    def _theme(self, letter: str) -> str:
        return next(t.id for t in self._state.themes.values() if t.letter == letter)


class Script:
    """The demo's content as its files have it."""

    def __init__(self) -> None:
        self.evening: dict[str, Any] = tomllib.loads(resources.text("demo", "evening.toml"))
        self.themes: dict[str, Any] = tomllib.loads(resources.text("demo", "themes.toml"))
        self.ideas = list(_table("ideas.csv"))
        self.late = {entry["idea"] for entry in self.themes["parked"] if entry["why"] == _LATE}


def _answers(entry: Mapping[str, Any]) -> list[tuple[Agreement, str]]:
    """A step and perhaps an objection for each voter; those against say why while words last."""
    objections = iter(entry["objections"])
    return [
        (step, next(objections, "") if step is Agreement.AGAINST else "")
        for step, count in zip(Agreement, entry["counts"], strict=True)
        for _ in range(count)
    ]


def _table(name: str) -> Iterator[dict[str, str]]:
    with resources.path("demo", name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def run(folder: Path, tell: Tell = _tell_nobody) -> list[Path]:
    """Make the demo meeting and its protocol in a folder; gives the files, the meeting first.

    The demo begins anew every time: its own files from an earlier run are replaced. Raises
    AlreadyOpen when somebody has the meeting open, CannotWrite, and what `tell` raises.
    """
    script = Script()
    path = folder / f"{script.evening['facts']['title']}.moede"
    disk.make_folder(folder)
    if path.exists():
        Document.open(path).close()
        path.unlink()
    clock, chance = Clock(script.evening["facts"]["date"]), random.Random(19)  # noqa: S311 (the story is the same each time)
    source = Source(
        now=clock,
        new_key=lambda: chance.randbytes(8).hex(),
        new_salt=lambda: chance.randbytes(16).hex(),
    )
    with Document.create(path, source=source, words=script.evening["question"]) as document:
        Evening(document, clock, script).run(tell)
        held = document.snapshot()
        return [
            path,
            *export_all(Held(held.state, held.entries, held.head, clock(), __version__), folder),
        ]
