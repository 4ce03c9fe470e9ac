"""An evening from the first window to the protocol, step by step, by whichever hand is given.

The names of buttons and boxes are asked of the catalogue, so that a better word on the screen
breaks nothing here; what is seen and what is entered is the story's own.
"""

import csv
import re
import time
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Final

from moedeapp.model.meeting import Phase
from moedeapp.texts import _, act, field, name
from tests.story.hands import BOXES, BUTTONS, Hand, Keys, Mouse
from tests.story.record import check
from tests.story.script import PLACE, QUESTION, TITLE, Ballot, Script, count
from tests.story.stage import Program, Stage, Thing

LINE: Final = _("New idea")


class Story:
    """One evening on a stage."""

    def __init__(self, stage: Stage, hand: type[Hand], script: Script) -> None:
        self.stage = stage
        self.script = script
        self._kind = hand
        self._held = ExitStack()
        self._codes: list[str] = []
        self._typed = 0
        """ideas that were typed, also those that were taken back"""
        self.took: dict[str, float] = {}

    def play(self) -> None:
        """The whole evening."""
        with self._held:
            self._start()
            for part in (
                self.new_meeting, self.frames, self.welcome, self.slips, self.ideas, self.themes,
                self.first_vote, self.result, self.second_vote, self.next_steps, self.protocol,
            ):  # fmt: skip
                began = time.monotonic()
                part()
                self.took[part.__name__] = time.monotonic() - began

    # --- the program, again and again

    def _start(self) -> None:
        self.program: Program = self._held.enter_context(self.stage.program())
        self.hand = self._kind(self.program)
        self.program.find("push button", _("New meeting"))

    def _power_cut(self) -> None:
        """Pull the plug, start anew, and go on with the meeting that is offered first."""
        self.program.kill()
        self._start()
        self.hand.push(self.program.find("push button", starts=TITLE).name)
        self.program.find("push button", _("Notes"))

    # --- the steps

    def new_meeting(self) -> None:
        """From a run sheet, with title, question, place and tables."""
        hand = self.hand
        hand.push(_("New meeting"))
        hand.write(field("title"), TITLE)
        hand.write(field("question"), QUESTION)
        hand.write(field("date"), "23-11-2026")
        hand.write(field("starts"), "19:00")
        hand.write(field("place"), PLACE)
        hand.write(field("tables"), str(self.script.tables))
        hand.push(_("Make the meeting"))
        self.program.find("push button", _("Notes"))
        (self.file,) = self.stage.home.rglob("*.moede")

    def frames(self) -> None:
        """Two frames in words, the rest with one act."""
        hand = self.hand
        hand.write(field("influence"), "Hvad huset skal bruges til, og hvornår det er åbent")
        hand.write(field("fixed"), "Huset bliver på Ålevej, og taget er skiftet i 2031")
        hand.push(_("Set the rest to “Not settled”"))
        hand.reads(_("The frames are in place, and the ideas can begin."))
        hand.phase(name(Phase.WELCOME))

    def welcome(self) -> None:
        """Everybody is counted."""
        self.hand.write(_("Citizens"), str(self.script.slip_count))
        self.hand.write(_("Politicians"), "3")
        self.program.press("Tab")
        self.hand.reads("3 politikere")

    def slips(self) -> None:
        """A batch of slips for each table; their codes are read from the lists that were saved."""
        hand = self.hand
        hand.sheet(_("Ballot slips"))
        for table, slips in enumerate(self.script.slips, 1):
            hand.write(_("How many"), str(slips))
            hand.write(field("table"), str(table))
            hand.push(_("Make ballot slips"))
            dialog = self.program.find("dialog", _("Save the list of codes"))
            box = self.program.find("text", within=dialog.path, has=["focused"])
            assert box.text
            sheet = self.file.with_name(f"koder bord {table}.csv")
            self.program.press("ctrl+a")
            self.program.type(f"{sheet.name}\n")
            self.program.until(lambda: not self.program.sees("dialog"), "the dialog gone")
            hand.reads(sheet.name)
            with sheet.open(encoding="utf-8-sig", newline="") as lines:
                rows = list(csv.DictReader(lines, delimiter=";"))
            assert [row[_("Table")] for row in rows] == [str(table)] * slips
            self._codes += [row[_("Code")] for row in rows]
        assert len(set(self._codes)) == self.script.slip_count
        hand.phase(name(Phase.IDEAS))

    def ideas(self) -> None:
        """Every idea is typed; some are taken back and typed once more."""
        hand, seen = self.hand, 0
        for table in range(1, self.script.tables + 1):
            hand.write(field("table"), self._at_table(table))
            hand.go_to(BOXES, LINE)
            words = [idea.words for idea in self.script.ideas if idea.table == table]
            half = len(words) // 2
            self._type_ideas(words[: half + 1], seen + half + 1)
            self._undo(act("ideas.add"))
            self.shows_ideas(seen + half)
            hand.go_to(BOXES, LINE)
            self._type_ideas(words[half:], seen + len(words))
            self._typed += len(words) + 1
            seen += len(words)
        hand.phase(name(Phase.THEMES))

    def _at_table(self, table: int) -> str:
        return str(table)

    def _type_ideas(self, words: Sequence[str], then: int) -> None:
        self.program.type("".join(f"{each}\n" for each in words))
        self.shows_ideas(then)

    def shows_ideas(self, count: int) -> None:
        """Wait until the foot of the window tells of so many ideas."""
        self.hand.reads(f" {count} idéer ")

    def _undo(self, what: str) -> None:
        if isinstance(self.hand, Mouse):
            self.hand.push(_("Undo: {act}").format(act=what))
        else:
            self.program.press("ctrl+z")

    def themes(self) -> None:
        """Every idea finds a theme, fifteen or so at a time; two themes are merged by mistake."""
        total = self.script.idea_count
        for at, title in enumerate(self.script.themes):
            members = sum(idea.theme == title for idea in self.script.ideas)
            self._choose_first(members)
            self._name_theme(title)
            done = sum(idea.theme in self.script.themes[: at + 1] for idea in self.script.ideas)
            self.hand.reads(f" {at + 1} tema")
            if done < total:
                self._notes_left(total - done)
        self.hand.phase(name(Phase.DOTS))

    def _notes_left(self, count: int) -> None:
        self.program.until(lambda: len(self._notes()) == count, f"{count} loose ideas")

    def _notes(self) -> list[Thing]:
        return self.program.lines(self.program.find("list", field("ideas")))

    def _choose_first(self, count: int) -> None:
        """Choose the first notes of those that are loose."""
        if isinstance(self.hand, Keys):
            self.hand.go_to(["list", "list item"], field("ideas"))
            self.program.press("ctrl+Home", "Home")
            self.program.press(*["shift+Right"] * (count - 1))
            return
        notes = self._notes()
        self.program.click(notes[0])
        last = notes[count - 1]
        shown = self.program.find("list", field("ideas"))
        bottom = shown.box[1] + shown.box[3] - 40
        while last.middle[1] > bottom:
            self.program.click(shown.middle, button=5)
            last = self.program.again(last) or last
        self.stage.xdotool("keydown", "shift")
        self.program.click(last)
        self.stage.xdotool("keyup", "shift")

    def _name_theme(self, title: str) -> None:
        if isinstance(self.hand, Keys):
            self.program.press("t")
        else:
            self.hand.go_to(BOXES, field("theme"))
        self.program.type(f"{title}\n")

    # --- voting

    def first_vote(self) -> None:
        """Dots, with two power cuts."""
        hand = self.hand
        hand.push(_("Prepare the vote"))
        hand.write(field("handed_out"), str(self.script.slip_count))
        hand.push(_("Open the vote"))
        before = self._seconds_left()
        began = time.monotonic()
        self._power_cut()
        after, passed = self._seconds_left(), time.monotonic() - began
        assert abs(before - passed - after) <= 3, (before, passed, after)
        self._close()
        numbers = self._numbers()
        assert set(numbers) == set(self.script.themes)
        ballots = self.script.dots
        third = len(ballots) // 3
        self._key_dots(ballots[:third], self._codes, numbers)
        self._power_cut()
        assert self._numbers() == numbers
        hand = self.hand
        hand.reads(f"{third} papirsedler er tastet")
        self._key_dots(ballots[third:], self._codes[third:], numbers)
        # A slip that was keyed wrong is keyed again, and the last word counts.
        self._key_dots(ballots[:1], self._codes, numbers)
        self._seal(len(ballots))

    def _seconds_left(self) -> int:
        words = self.hand.reads(_("Time left: {time}").format(time="")).words
        found = re.search(r"(\d+):(\d\d)", words)
        assert found, words
        return int(found[1]) * 60 + int(found[2])

    def _close(self) -> None:
        self.hand.push(_("Close the vote"))
        self.hand.push(_("Yes, close the box"))
        self.program.find(BOXES, _("Code of the slip"))

    def _numbers(self) -> dict[str, int]:
        """The numbers of the proposals by title, as the ballot on the screen has them."""
        table = self.program.find("table", field("proposals"))
        cells = [cell.name for cell in self.program.lines(table) if cell.role == "table cell"]
        rows = [cells[at : at + 3] for at in range(0, len(cells), 3)]
        return {title: int(number) for number, title, _ideas in rows}

    def _key_dots(
        self, ballots: Sequence[Ballot], codes: Sequence[str], numbers: dict[str, int]
    ) -> None:
        slips = [
            " ".join(str(numbers[title]) for title, dots in b.dots.items() for _dot in range(dots))
            for b in ballots
        ]
        self._key([f"{code} {slip or 0}" for code, slip in zip(codes, slips, strict=False)])

    def _key(self, slips: Sequence[str]) -> None:
        self.hand.go_to(BOXES, _("Code of the slip"))
        for at in range(0, len(slips), 10):
            self.program.type("".join(f"{slip}\n" for slip in slips[at : at + 10]))
            self.hand.reads(_("The slip is keyed."))
            self.hand.shows(_("Code of the slip"), "")

    def _seal(self, slips: int) -> None:
        self.hand.reads(f"{slips} papirsedler er tastet")
        self.hand.push(_("Seal and count"))
        self.hand.push(_("Yes, seal and count"))
        self.program.find(BUTTONS, _("See the result"))

    def result(self) -> None:
        """Every place on the screen is what was keyed."""
        self.hand.push(_("See the result"))
        shown = self.program.find("list", _("Result"))
        lines = [line.name for line in self.program.lines(shown)]
        counted = count(self.script.themes, self.script.dots)
        assert len(lines) == len(counted)
        for each in counted.values():
            (line,) = [line for line in lines if f": {each.title}." in line]
            place = f"delt {each.rank}.-plads" if each.shared else f"{each.rank}."
            assert line.lower().startswith(place.lower()), line
            assert f"{each.dots} prik" in line, line
            assert f"{each.persons} person" in line, line
            assert f"{each.support} af {self.script.tables} borde" in line, line

    def second_vote(self) -> None:
        """How far do we agree on the first places?"""
        hand, slips = self.hand, self.script.steps
        hand.push(name(Phase.DOTS)) if isinstance(hand, Mouse) else self.program.press("ctrl+Prior")
        hand.push(_("Ask how far we agree on the top {n}").format(n="tre"))
        hand.write(field("handed_out"), str(self.script.slip_count))
        hand.push(_("Open the vote"))
        self._close()
        numbers = self._numbers()
        assert set(numbers) == set(self.script.agreed)
        order = sorted(numbers, key=lambda title: numbers[title])
        self._key(
            [
                f"{code} {' '.join(str(slip.steps[title]) for title in order)}"
                for code, slip in zip(self._codes, slips, strict=True)
            ]
        )
        self._seal(len(slips))

    def next_steps(self) -> None:
        """Who does what with the first proposals."""
        hand = self.hand
        hand.phase(name(Phase.RESULT))
        hand.phase(name(Phase.NEXT_STEPS))
        for at, step in enumerate(self.script.next_steps):
            hand.write(field("action"), step.action)
            hand.write(field("responsible"), step.responsible)
            hand.write(field("deadline"), step.deadline)
            self.program.press("Return")
            self._shows_steps(at + 1)

    def _shows_steps(self, steps: int) -> None:
        def seen() -> bool:
            table = self.program.find("table", _("Next steps"))
            cells = [each for each in self.program.lines(table) if each.role == "table cell"]
            return len(cells) == 5 * steps

        self.program.until(seen, f"{steps} next steps")

    def protocol(self) -> None:
        """The protocol, and every number in it."""
        self.hand.push(_("Protocol"))
        self.hand.reads("Protokollen er klar")
        folder = self.file.parent / "exports"
        check(folder, self.script, self._typed)
