"""One whole evening, run through the commands a facilitator uses, at the times it would have had.

Everything in it comes from ``resources/demo``; nothing here knows a result. Keys and salts are
drawn from a fixed seed, so that two runs give the same protocol.
"""

import csv
import random
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from moedeapp import __version__, resources
from moedeapp.export import disk
from moedeapp.export.files import export_all
from moedeapp.intake import plans
from moedeapp.model.commands import evening, ideas, next_steps, notes, rounds, themes
from moedeapp.model.document import Document
from moedeapp.model.draft import Source
from moedeapp.model.meeting import (
    Channel,
    Colour,
    Idea,
    IdeaState,
    NoteKind,
    Phase,
    Reason,
    Rejection,
    Role,
    numbered,
)

_ZONE: Final = ZoneInfo("Europe/Copenhagen")
_LATE: Final = "late"


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


class Evening:
    """The story of the demo meeting, step by step."""

    def __init__(self, document: Document, clock: Clock, script: "Script") -> None:
        self._document = document
        self._clock = clock
        self._script = script
        self._apply = document.apply

    def run(self) -> None:
        """The whole evening, from the frames to the thanks."""
        self._prepare()
        self._welcome()
        self._collect()
        self._gather()
        self._vote()
        self._agree()

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
            state = self._document.state.ideas[key].state
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
        letter = self._document.state.themes[key].letter
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
        proposals = self._script.themes["proposals"]
        sources = [
            self._theme(entry["theme"]) if "theme" in entry else self._idea(entry["idea"]).id
            for entry in proposals
        ]
        vote = self._apply(
            rounds.prepare(
                sources,
                dots=rules["dots"],
                cap=rules["cap"],
                roles=tuple(Role(role) for role in rules["roles"]),
            )
        )
        keys = [p.id for p in numbered(self._document.state.proposals) if p.round == vote]
        for key, entry in zip(keys, proposals, strict=True):
            if "title" in entry:
                self._apply(rounds.rename_proposal(key, entry["title"]))
        self._apply(rounds.hand_out(vote, rules["handed_out"]))
        self._apply(rounds.open(vote))
        self._take_in(row for row in self._script.ideas if int(row["nr"]) in self._script.late)
        for slip in self._script.slips(keys):
            self._apply(rounds.cast(vote, slip))
        for entry in self._script.evening["rejected"]:
            self._apply(rounds.reject(vote, Rejection(entry["reason"]), entry["count"]))
        self._clock.at("20:18")
        self._apply(rounds.close(vote))

    def _agree(self) -> None:
        self._enter("20:18", Phase.RESULT)
        self._enter("20:30", Phase.NEXT_STEPS)
        by_number = {p.number: p.id for p in numbered(self._document.state.proposals)}
        for step in self._script.evening["next_steps"]:
            values = {name: value for name, value in step.items() if name != "proposal"}
            self._apply(next_steps.add(proposal=by_number[step["proposal"]], **values))
        self._clock.at("21:00")
        self._apply(evening.end())

    def _enter(self, clock: str, phase: Phase) -> None:
        self._write_notes(self._document.state.stage.phase)
        self._clock.at(clock)
        self._apply(evening.go_to(phase))
        if phase is Phase.NEXT_STEPS:
            self._write_notes(phase)

    def _write_notes(self, phase: Phase) -> None:
        for note in self._script.evening["notes"]:
            if note["phase"] == phase:
                self._apply(notes.add(note["words"], NoteKind(note["kind"])))

    def _idea(self, number: int) -> Idea:
        return next(i for i in self._document.state.ideas.values() if i.number == number)

    def _theme(self, letter: str) -> str:
        return next(t.id for t in self._document.state.themes.values() if t.letter == letter)


class Script:
    """The demo's content as its files have it."""

    def __init__(self) -> None:
        self.evening: dict[str, Any] = tomllib.loads(resources.text("demo", "evening.toml"))
        self.themes: dict[str, Any] = tomllib.loads(resources.text("demo", "themes.toml"))
        self.ideas = list(_table("ideas.csv"))
        self.late = {entry["idea"] for entry in self.themes["parked"] if entry["why"] == _LATE}

    def slips(self, proposals: list[str]) -> Iterator[rounds.Slip]:
        """The ballots, with the keys of the proposals in the order of the columns."""
        for row in _table("ballots.csv"):
            dots = {
                key: int(row[f"forslag_{number}"])
                for number, key in enumerate(proposals, 1)
                if int(row[f"forslag_{number}"])
            }
            yield rounds.Slip(dots, int(row["bord"]), Role(row["rolle"]), Channel(row["kanal"]))


def _table(name: str) -> Iterator[dict[str, str]]:
    with resources.path("demo", name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def run(folder: Path) -> list[Path]:
    """Make the demo meeting and its protocol in a folder; gives the files, the meeting first.

    The demo begins anew every time: its own files from an earlier run are replaced. Raises
    AlreadyOpen when somebody has the meeting open, CannotWrite.
    """
    script = Script()
    path = folder / f"{script.evening['facts']['title']}.moede"
    disk.make_folder(folder)
    if path.exists():
        Document.open(path).close()
        path.unlink()
    clock, chance = Clock(script.evening["facts"]["date"]), random.Random(19)
    source = Source(
        now=clock,
        new_key=lambda: chance.randbytes(8).hex(),
        new_salt=lambda: chance.randbytes(16).hex(),
    )
    with Document.create(path, source=source, words=script.evening["question"]) as document:
        Evening(document, clock, script).run()
        return [
            path,
            *export_all(
                document.state,
                document.journal(),
                folder,
                head=document.head,
                made_at=clock(),
                software_version=__version__,
            ),
        ]
