"""Two ways to do the same thing: with the mouse, and with the keyboard alone.

Both type words on the keyboard; `Mouse` goes everywhere by pointing, `Keys` never moves the mouse.
"""

import itertools
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Final

from tests.story.stage import Program, Thing

BUTTONS: Final = ("push button", "toggle button", "check box", "radio button")
BOXES: Final = ("text", "spin button", "password text", "entry")
CHOICES: Final = ("combo box",)
_MOST: Final = 200
"""more stops than Tab makes in any window"""


class Hand(ABC):
    """What a facilitator does in the window, by the names that stand there."""

    def __init__(self, program: Program) -> None:
        self.program = program

    @abstractmethod
    def go_to(self, roles: Sequence[str], name: str) -> Thing:
        """Have the control with this name in hand: the focus is in it."""

    @abstractmethod
    def push(self, name: str) -> None:
        """Push the button with this name."""

    @abstractmethod
    def choose(self, words: str, instead_of: str) -> None:
        """Choose what begins with these words in the box that shows something else."""

    @abstractmethod
    def sheet(self, name: str) -> None:
        """Turn to the sheet of the page with this name."""

    @abstractmethod
    def phase(self, name: str) -> None:
        """Let the evening be in this phase, one step from where it is."""

    def write(self, name: str, words: str) -> None:
        """Write words in the box with this name, in place of what is there."""
        box = self.go_to(BOXES, name)
        self.program.press("ctrl+a")
        if words:
            self.program.type(words)
        else:
            self.program.press("Delete")
        self.shows(name, words, box)

    def shows(self, name: str, words: str, box: Thing | None = None) -> None:
        """Wait until the box with this name holds these words."""

        def seen() -> bool:
            now = self.program.again(box) if box and box.path else self.program.sees(BOXES, name)
            # A number may have a word before it, as in "Bord 3".
            return now is not None and words in (now.text, (now.text or "").split(" ")[-1])

        self.program.until(seen, f"“{words}” in “{name}”")

    def reads(self, words: str) -> Thing:
        """Wait until these words stand somewhere on the screen."""
        return self.program.until(lambda: self.program.sees(says=words), f"the words “{words}”")


class Mouse(Hand):
    """Everything is pointed at and clicked."""

    def go_to(self, roles: Sequence[str], name: str) -> Thing:
        seen = self._in_sight(self.program.find(roles, name))
        self.program.click(seen)
        return seen

    def push(self, name: str) -> None:
        self.go_to(BUTTONS, name)

    def pick(self, button: str, line: str) -> None:
        """Open the menu of this button and click this line in it."""
        opener = self.go_to(BUTTONS, button)
        x, below = opener.middle[0], opener.box[1] + opener.box[3]
        reach = itertools.cycle(range(10, 60, 10))

        def lines() -> list[Thing]:
            self.program.point((x, below + next(reach)))
            return self.program.menu()

        found = {each.name: each for each in self.program.until(lines, f"the menu of “{button}”")}
        self.program.click(found[line])

    def choose(self, words: str, instead_of: str) -> None:
        self.go_to(CHOICES, instead_of)
        self.program.type(f"{words}\n")

    def sheet(self, name: str) -> None:
        self.push(name)

    def phase(self, name: str) -> None:
        self.push(name)

    def _in_sight(self, seen: Thing) -> Thing:
        """Scroll until it can be clicked; a screen reader sees further than the mouse reaches."""
        for _ in range(_MOST):
            frame = self.program.frame(seen)
            if frame is None:
                return seen
            left, top, right, bottom = frame
            if top <= seen.middle[1] < bottom:
                return seen
            wheel = 4 if seen.middle[1] < top else 5
            self.program.click(((left + right) // 2, (top + bottom) // 2), button=wheel)
            seen = self.program.again(seen) or seen
        raise AssertionError(f"the wheel does not lead to “{seen.name}”")


class Keys(Hand):
    """Tab, arrows and shortcuts; the mouse lies still."""

    def go_to(self, roles: Sequence[str], name: str) -> Thing:
        moves, at = self._focus()
        for _ in range(_MOST):
            if at is not None and at.name == name and at.role in roles:
                time.sleep(0.03)
                now, still = self._focus()
                if now == moves:
                    return at
                moves, at = now, still  # it was told late of where the focus was before
                continue
            self.program.press("Tab")
            moves, at = self._focus(since=moves)
        raise AssertionError(f"Tab does not lead to “{name}”:\n{self.program.described()}")

    def _focus(self, *, since: int = -1) -> tuple[int, Thing | None]:
        """Where the focus is when it has moved; what was told late has lost it again."""
        end = time.monotonic() + 2
        while time.monotonic() < end:
            now, at = self.program.focus()
            if now != since and at is not None and "focused" in at.states:
                return now, at
            time.sleep(0.004)
        return self.program.focus()

    def push(self, name: str) -> None:
        self.go_to(BUTTONS, name)
        self.program.press("space")

    def choose(self, words: str, instead_of: str) -> None:
        self.go_to(CHOICES, instead_of)
        self.program.type(words)

    def sheet(self, name: str) -> None:
        for _ in range(_MOST):
            if "checked" in self.program.find(BUTTONS, name).states:
                return
            self.program.press("ctrl+Tab")
            time.sleep(0.1)
        raise AssertionError(f"no sheet is called “{name}”")

    def phase(self, name: str) -> None:
        self.program.press("ctrl+Next")
