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
from moedeapp.texts import _, act, field, ideas, name, ngettext, thing
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
        self._numbers_used = 0
        """ideas that were typed, also those that were taken back"""
        self._taken_back: list[int] = []
        self.took: dict[str, float] = {}
        """seconds by part"""
        self.strokes: dict[str, list[float]] = {"idea": [], "note": [], "slip": []}
        """keys for each, besides the words"""

    def play(self) -> None:
        """The whole evening."""
        with self._held:
            self._open()
            for part in (
                self.new_meeting, self.frames, self.welcome, self.slips, self.ideas, self.themes,
                self.first_vote, self.result, self.second_vote, self.next_steps, self.protocol,
            ):  # fmt: skip
                began = time.monotonic()
                part()
                self.took[part.__name__] = time.monotonic() - began

    # --- the program, again and again

    def _open(self) -> None:
        self.program: Program = self._held.enter_context(self.stage.program())
        self.hand = self._kind(self.program)

    def _power_cut(self, how: str) -> None:
        """Pull the plug and start anew: the meeting is where it was, and so is its first vote."""
        before, began = self._clock(), time.monotonic()
        self.program.kill()
        self._open()
        self.hand.reads(f" {name(Phase.DOTS)}. {how.format(vote=thing('rounds', 1))}")
        after, passed = self._clock(), time.monotonic() - began
        assert abs(before - passed - after) <= 3, (before, passed, after)

    def _clock(self) -> int:
        """Seconds on the clock of the window."""
        told = self.hand.reads(_("{time} left").format(time="")).words
        minutes, seconds = (re.search(rf"(\d+) {unit}", told) for unit in ("minut", "sekund"))
        assert minutes or seconds, told
        return 60 * int(minutes[1] if minutes else 0) + int(seconds[1] if seconds else 0)

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
        hand.choose(_("List of codes (CSV)").split()[0], _("To print, 4 on a page"))
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
        """Every idea is typed, the first half in silence; some are taken back and typed again."""
        hand, seen = self.hand, 0
        hand.push(_("Begin the silent phase"))
        hand.reads(_("Everybody writes in silence. What you type is shown when the silence ends."))
        for table in range(1, self.script.tables + 1):
            if table == self.script.tables // 2 + 1:
                hand.push(self._starting(_("Show all at once · {n}")))
                self.program.find(BUTTONS, _("Begin the silent phase"))
            self._turn_to_table(table)
            words = [idea.words for idea in self.script.ideas if idea.table == table]
            half = len(words) // 2
            self._type_ideas(words[: half + 1], seen + half + 1)
            self._undo(act("ideas.add"))
            self.shows_ideas(seen + half)
            self._taken_back.append(self._numbers_used + half + 1)
            self._type_ideas(words[half:], seen + len(words))
            self._numbers_used += len(words) + 1
            seen += len(words)
        hand.phase(name(Phase.THEMES))

    def _starting(self, words: str) -> str:
        """The whole name of a button, of which this is the beginning up to what is filled in."""
        return self.program.find(BUTTONS, starts=words.partition("{")[0]).name

    def _turn_to_table(self, table: int) -> None:
        words = _("Table {number}").format(number=table)
        if isinstance(self.hand, Keys):
            self.program.press(f"alt+{table}")
        else:
            self.hand.pick(self._starting(_("From: {table}")), words)
        self.program.find(BUTTONS, _("From: {table}").format(table=words))

    def _type_ideas(self, words: Sequence[str], then: int) -> None:
        before = self.program.keys
        self.hand.go_to(BOXES, LINE)
        self.program.type("".join(f"{each}\n" for each in words))
        self.shows_ideas(then)
        pressed = self.program.keys - before - sum(map(len, words))
        self.strokes["idea"].append(pressed / len(words))

    def shows_ideas(self, count: int) -> None:
        """Wait until the foot of the window tells of so many ideas."""
        self.hand.reads(f" {count} idéer ")

    def _undo(self, what: str) -> None:
        if isinstance(self.hand, Keys):
            self.program.press("ctrl+z")
        else:
            self.hand.push(self._starting(_("Undo: {act}").format(act=what)))

    # --- the board

    def themes(self) -> None:
        """Every idea finds a theme; a merge and a move are taken back."""
        if isinstance(self.hand, Keys):
            self.program.press("ctrl+l")
            self.program.find("list", _("Board as a list"))
        for title in self.script.themes:
            members = [idea.words for idea in self.script.ideas if idea.theme == title]
            before = self.program.keys
            self._group(title, members)
            pressed = self.program.keys - before - len(title)
            self.strokes["note"] += [pressed / len(members)] * len(members)
        self._merge_and_think_better_of_it()
        self.hand.phase(name(Phase.DOTS))

    def _group(self, title: str, members: Sequence[str]) -> None:
        """Make a theme of these notes; the mouse drags the last two into it."""
        mouse = isinstance(self.hand, Mouse)
        if mouse:
            self.hand.push(_("Tidy up"))
        kept = members[:-2] if mouse else members
        self._choose(kept)
        self._ask_for_theme()
        self.program.type(f"{title}\n")
        self._shows_theme(title, len(kept))
        if mouse:
            self.hand.push(_("Tidy up"))
            for words in members[-2:]:
                self._carry(words, title)
            self._shows_theme(title, len(members))

    @property
    def _board(self) -> Thing:
        return self.program.find("list", says=_("Board"))

    def _lines(self, *, briefly: bool = True) -> list[Thing]:
        lines = self.program.lines(self._board, briefly=briefly)
        return [line for line in lines if line.role == "list item"]

    def _line(self, said: str, words: str) -> Thing:
        """The one note or theme, as it is now."""
        start = said.partition("{")[0]
        (found,) = [
            line for line in self._lines() if line.name.startswith(start) and words in line.name
        ]
        return self.program.again(found) or found

    def _chosen(self) -> list[Thing]:
        return [line for line in self._lines() if "selected" in line.states]

    def _choose(self, members: Sequence[str]) -> None:
        """Choose exactly these notes."""
        if isinstance(self.hand, Keys):
            self.program.press(*["shift+Down"] * (len(members) - 1))
        else:
            lines = self._lines(briefly=False)
            places = [line.middle for words in members for line in lines if words in line.name]
            assert len(places) == len(members)
            self.program.click(places[0])
            self.program.click_all(places[1:], holding="ctrl")

        def seen() -> bool:
            return [self._is(line, members) for line in self._chosen()] == [True] * len(members)

        self.program.until(seen, f"{len(members)} chosen notes")

    def _is(self, line: Thing, members: Sequence[str]) -> bool:
        return any(words in line.name for words in members)

    def _ask_for_theme(self) -> None:
        if isinstance(self.hand, Keys):
            self.program.press("t")
        else:
            self.hand.push(_("Theme"))
        self.program.find(BOXES, field("theme"), has=["focused"])

    def _shows_theme(self, title: str, count: int) -> None:
        def seen() -> bool:
            told = ideas(count)
            return any(title in line.name and told in line.name for line in self._lines())

        self.program.until(seen, f"{title} with {count} ideas")

    def _carry(self, words: str, title: str) -> None:
        """Drag a note into a theme."""
        note = self._line(_("Idea {number}: {words}"), words)
        area = self._line(_("Theme {title}"), title)
        self.program.drag(note.middle, area.middle)

    def _go_down_to(self, words: str) -> None:
        for _row in self._lines():
            if any(words in line.name for line in self._chosen()):
                return
            self.program.press("Down")
        raise AssertionError(f"the arrows do not come to “{words}”")

    def _merge_and_think_better_of_it(self) -> None:
        first, second = (idea.words for idea in self.script.ideas[:2])
        before = len(self._lines())
        if isinstance(self.hand, Keys):
            self.program.press("Home")
            self._go_down_to(first)
            self.program.press("shift+Down")
            self.program.until(lambda: len(self._chosen()) == 2, "two chosen notes")
            self.program.press("m")
            self.program.find(BUTTONS, _("Leave it as it was"))
            self.program.press("Return")
        else:
            self._choose([first, second])
            self.hand.push(_("Merge"))
            self.program.find(BUTTONS, _("Leave it as it was"))
            self.hand.push(_("Merge"))
        self.program.until(lambda: len(self._lines()) == before - 1, "one note less")
        self._undo(act("ideas.merge"))
        self.program.until(lambda: len(self._lines()) == before, "both notes again")

    # --- voting

    def first_vote(self) -> None:
        """Dots, with two power cuts."""
        hand = self.hand
        hand.push(_("Prepare the vote"))
        hand.write(field("handed_out"), str(self.script.slip_count))
        hand.push(_("Open the vote"))
        planned = self._seconds_left()
        hand.push(ngettext("{n} minute more", "{n} minutes more", 5).format(n=5))
        self.program.until(lambda: self._seconds_left() > planned + 240, "more time to vote")
        # A clock that began anew would show it.
        self.program.until(lambda: self._seconds_left() < planned + 294, "some of it gone")
        self._power_cut(_("{vote} is open."))
        self._close()
        numbers = self._numbers()
        assert set(numbers) == set(self.script.themes)
        ballots = self.script.dots
        third = len(ballots) // 3
        self._key_dots(ballots[:third], self._codes, numbers)
        self._power_cut(_("{vote} is closed."))
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
        self.hand.push(_("Yes, close the vote"))
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
        between = " " if max(numbers.values()) > 9 else ""
        slips = [
            between.join(str(numbers[t]) for t, dots in b.dots.items() for _dot in range(dots))
            for b in ballots
        ]
        self._key(
            [self._short(code) + (slip or "0") for code, slip in zip(codes, slips, strict=False)]
        )

    def _short(self, code: str) -> str:
        """A code in as few keys as it takes: what follows goes on by itself."""
        return code.replace("-", "").lower()

    def _key(self, slips: Sequence[str]) -> None:
        self.hand.go_to(BOXES, _("Code of the slip"))
        self.strokes["slip"] += [len(slip) + 1 for slip in slips]
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
                self._short(code) + "".join(str(slip.steps[title]) for title in order)
                for code, slip in zip(self._codes, slips, strict=True)
            ]
        )
        self._seal(len(slips))

    def next_steps(self) -> None:
        """Who does what with the first proposals."""
        hand = self.hand
        hand.phase(name(Phase.RESULT))
        hand.phase(name(Phase.NEXT_STEPS))
        for step in self.script.next_steps:
            for key in ("action", "responsible", "deadline"):
                hand.write(f"{field(key)}: {step.proposal}", getattr(step, key))
        self.program.press("Tab")
        hand.push(self._starting(_("End the meeting")))

    def protocol(self) -> None:
        """The protocol, and every number in it."""
        self.hand.push(_("Make the protocol"))
        self.hand.push(_("Make the files"))
        self.hand.reads(_("The protocol is ready: {file}").partition("{")[0])
        folder = self.file.parent / "exports"
        check(folder, self.script, self._taken_back)
