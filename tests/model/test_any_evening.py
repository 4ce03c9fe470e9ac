"""Any evening at all, against some dictionaries that know no file."""

import tempfile
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from moedeapp.model.commands import evening, ideas, themes
from moedeapp.model.document import Document
from moedeapp.model.errors import BadValue, CannotUndo, NothingToUndo
from moedeapp.model.meeting import Channel, IdeaState, Phase, Reason
from tests.model import machines
from tests.model.evenings import QUESTION, held_by_file, ticking_source

WAITING, SHOWN, HIDDEN, PARKED, WITHDRAWN = "waiting", "shown", "hidden", "parked", "withdrawn"


class Reference:
    """Ideas and themes as plain dictionaries, and what they were before each act."""

    def __init__(self) -> None:
        self.now: dict[str, Any] = {"ideas": {}, "themes": {}}
        self.done: list[dict[str, Any]] = []
        self.undone: list[dict[str, Any]] = []
        self.received: set[str] = set()
        self.gone_words: set[str] = set()

    def act(self, change: Any, *, by_citizen: bool = False) -> None:
        before = deepcopy(self.now)
        change(self.now["ideas"], self.now["themes"])
        if by_citizen or before == self.now:
            return
        self.done.append({"before": before, "after": deepcopy(self.now)})
        self.undone.clear()

    def travel(self, source: list[Any], target: list[Any], begin: str, end: str) -> bool:
        """Rows the step touches go from one side to the other; False when one has moved on."""
        step = source[-1]
        for kind in ("ideas", "themes"):
            for key in step["before"][kind].keys() | step["after"][kind].keys():
                one, other = step[begin][kind].get(key), step[end][kind].get(key)
                present = self.now[kind].get(key)
                if one != other and (present != one or (other is None and present["masked"])):
                    return False
        for kind in ("ideas", "themes"):
            for key in step["before"][kind].keys() | step["after"][kind].keys():
                one, other = step[begin][kind].get(key), step[end][kind].get(key)
                if one != other and other is None:
                    del self.now[kind][key]
                elif one != other:
                    self.now[kind][key] = deepcopy(other)
        target.append(source.pop())
        return True

    def mask(self, key: str) -> None:
        """Take the words out of the present and out of every snapshot."""
        self.gone_words |= {self.now["ideas"][key]["words"]}
        states = [self.now]
        states += [s[side] for s in self.done + self.undone for side in ("before", "after")]
        for state in states:
            if key in state["ideas"]:
                state["ideas"][key] |= {"words": "", "edited": None, "masked": True}
        self.done = [step for step in self.done if step["before"] != step["after"]]
        self.undone.clear()
        _hand_over(self.now["ideas"], key)


class Evening(RuleBasedStateMachine):
    """Every act on ideas and themes, in any order, with the file closed and opened between."""

    idea = Bundle("idea")
    theme = Bundle("theme")

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "any.moede"
        self.source = ticking_source()
        self.document = Document.create(self.path, source=self.source, words=QUESTION)
        self.document.apply(evening.leave_unresolved())
        self.document.apply(evening.go_to(Phase.IDEAS))
        self.reference = Reference()
        self.steps_before = 2  # acts that the reference knows nothing of
        self.said = 0

    def teardown(self) -> None:
        if hasattr(self, "document"):
            self.document.close()
            self.folder.cleanup()

    def words(self) -> str:
        self.said += 1
        return f"{self.said:05d} har ingen andre sagt."

    def next_number(self) -> int:
        return len(self.reference.received) + 1

    # --- ideas

    @rule(target=idea, size=st.integers(1, 40))
    def add(self, size: int) -> str:
        words = self.words() * size
        key = self.document.apply(ideas.add(words))
        self.reference.act(lambda i, t: i.update({key: _idea(words, SHOWN, self.next_number())}))
        self.reference.received.add(key)
        return key

    @rule(target=idea)
    def receive(self) -> str:
        words = self.words()
        key = self.document.apply(ideas.receive(words, channel=Channel.PHONE))
        row = _idea(words, WAITING, self.next_number())
        self.reference.act(lambda i, t: i.update({key: row}), by_citizen=True)
        self.reference.received.add(key)
        return key

    def has(self, kind: str, key: str) -> bool:
        return key in self.reference.now[kind]

    def free(self, key: str) -> bool:
        """Whether the idea is there and may be worded and shown."""
        return self.has("ideas", key) and not self.reference.now["ideas"][key]["masked"]

    @rule(key=idea)
    def edit(self, key: str) -> None:
        if not self.free(key):
            return
        words = self.words()
        self.document.apply(ideas.edit(key, words))
        self.reference.act(lambda i, t: i[key].update(edited=words))

    @rule(key=idea, to=st.sampled_from([SHOWN, HIDDEN, PARKED]))
    def set_state(self, key: str, to: str) -> None:
        act = {
            SHOWN: lambda: ideas.show(key),
            HIDDEN: lambda: ideas.hide(key, reason=Reason.OFF_TOPIC),
            PARKED: lambda: ideas.park(key),
        }[to]()
        if not self.free(key):
            return
        if self.reference.now["ideas"][key]["state"] == WITHDRAWN:
            self.refused(act)
            return
        self.document.apply(act)

        def change(i: Any, t: Any) -> None:
            i[key].update(state=to)
            _hand_over(i, key)

        self.reference.act(change)

    def refused(self, act: Any) -> None:
        try:
            self.document.apply(act)
        except BadValue:
            return
        raise AssertionError(f"{act.name} was not refused")

    @rule(key=idea)
    def withdraw(self, key: str) -> None:
        if not self.has("ideas", key):
            return
        row = self.reference.now["ideas"][key]
        if row["state"] != WAITING:
            self.refused(ideas.withdraw(key))
            return
        self.document.apply(ideas.withdraw(key))

        def change(i: Any, t: Any) -> None:
            i[key].update(state=WITHDRAWN)
            _hand_over(i, key)

        self.reference.act(change, by_citizen=True)

    @rule(key=idea)
    def mask(self, key: str) -> None:
        if not self.free(key):
            return
        self.document.apply(ideas.mask(key, Reason.PERSON))
        self.reference.mask(key)

    @rule(first=idea, second=idea)
    def merge_ideas(self, first: str, second: str) -> None:
        if not (self.free(first) and self.free(second)):
            return
        above = second
        while above != first and self.reference.now["ideas"][above]["merged"]:
            above = self.reference.now["ideas"][above]["merged"]
        if above == first or _away(self.reference.now["ideas"][above]):
            self.refused(ideas.merge([first], second))
            return
        self.document.apply(ideas.merge([first], second))
        self.reference.act(lambda i, t: i[first].update(merged=second))

    @rule(key=idea)
    def split_idea(self, key: str) -> None:
        if not self.has("ideas", key):
            return
        rows = self.reference.now["ideas"]
        lead = _lead(rows, key)
        if lead == key:
            self.refused(ideas.split(key))
            return
        self.document.apply(ideas.split(key))
        theme = rows[key]["theme"] or rows[lead]["theme"]

        def change(i: Any, t: Any) -> None:
            i[key].update(merged=None, theme=theme)
            _hand_over(i, key)

        self.reference.act(change)

    # --- themes

    @rule(target=theme, keys=st.lists(idea, max_size=3, unique=True))
    def add_theme(self, keys: list[str]) -> Any:
        present = [key for key in keys if self.has("ideas", key)]
        title = f"Tema {self.words()}"
        theme = self.document.apply(themes.add(title, ideas=present))

        def change(i: Any, t: Any) -> None:
            t[theme] = {"title": title, "merged": None, "masked": False}
            for key in present:
                i[_lead(i, key)]["theme"] = theme

        self.reference.act(change)
        return theme

    @rule(key=theme)
    def rename(self, key: str) -> None:
        if not self.has("themes", key):
            return
        title = f"Nyt navn {self.words()}"
        self.document.apply(themes.rename(key, title))
        self.reference.act(lambda i, t: t[key].update(title=title))

    @rule(keys=st.lists(idea, min_size=1, max_size=3, unique=True), theme=theme)
    def group(self, keys: list[str], theme: str) -> None:
        present = [key for key in keys if self.has("ideas", key)]
        if not self.has("themes", theme) or not present:
            return
        self.document.apply(themes.group(present, theme))
        self.reference.act(lambda i, t: [i[_lead(i, key)].update(theme=theme) for key in present])

    @rule(first=theme, second=theme)
    def merge_themes(self, first: str, second: str) -> None:
        if not (self.has("themes", first) and self.has("themes", second)):
            return
        above = second
        while above != first and self.reference.now["themes"][above]["merged"]:
            above = self.reference.now["themes"][above]["merged"]
        if above == first:
            self.refused(themes.merge([first], second))
            return
        self.document.apply(themes.merge([first], second))
        self.reference.act(lambda i, t: t[first].update(merged=second))

    @rule(key=theme)
    def split_theme(self, key: str) -> None:
        if not self.has("themes", key):
            return
        if self.reference.now["themes"][key]["merged"] is None:
            self.refused(themes.split(key))
            return
        self.document.apply(themes.split(key))
        self.reference.act(lambda i, t: t[key].update(merged=None))

    @rule(key=theme)
    def remove_theme(self, key: str) -> None:
        if not self.has("themes", key):
            return
        self.document.apply(themes.remove(key))

        def change(i: Any, t: Any) -> None:
            del t[key]
            for row in i.values():
                row["theme"] = None if row["theme"] == key else row["theme"]
            for row in t.values():
                row["merged"] = None if row["merged"] == key else row["merged"]

        self.reference.act(change)

    # --- back and forth

    @precondition(lambda self: self.reference.done)
    @rule()
    def undo(self) -> None:
        reference = self.reference
        possible = reference.travel(reference.done, reference.undone, "after", "before")
        self.travel(possible, self.document.undo)

    @precondition(lambda self: self.reference.undone)
    @rule()
    def redo(self) -> None:
        reference = self.reference
        possible = reference.travel(reference.undone, reference.done, "before", "after")
        self.travel(possible, self.document.redo)

    def travel(self, possible: bool, move: Any) -> None:
        try:
            move()
        except CannotUndo:
            assert not possible
        else:
            assert possible

    @precondition(lambda self: not self.reference.undone)
    @rule()
    def redo_nothing(self) -> None:
        try:
            self.document.redo()
        except NothingToUndo:
            return
        raise AssertionError("there was nothing to do again")

    @rule()
    def close_and_open(self) -> None:
        self.document.close()
        self.document = Document.open(self.path, source=self.source)

    # --- what always holds

    @invariant()
    def the_meeting_is_what_the_reference_says(self) -> None:
        if not hasattr(self, "document"):
            return
        state, now = self.document.state, self.reference.now
        assert {
            key: {
                "number": idea.number,
                "words": idea.words,
                "edited": idea.edited,
                "state": idea.state.value,
                "theme": idea.theme,
                "merged": idea.merged_into,
                "masked": idea.masked,
            }
            for key, idea in state.ideas.items()
        } == now["ideas"]
        assert {
            key: {"title": theme.title, "merged": theme.merged_into, "masked": False}
            for key, theme in state.themes.items()
        } == now["themes"]

    @invariant()
    def the_file_holds_the_same_and_is_sound(self) -> None:
        if not hasattr(self, "document"):
            return
        assert held_by_file(self.document) == self.document.state
        assert self.document.check().problems == ()

    @invariant()
    def masked_words_are_nowhere_in_the_bytes(self) -> None:
        if not hasattr(self, "document"):
            return
        content = self.path.read_bytes()
        assert [w for w in self.reference.gone_words if w[:20].encode() in content] == []

    @invariant()
    def letters_and_numbers_are_used_once(self) -> None:
        if not hasattr(self, "document"):
            return
        numbers = [idea.number for idea in self.document.state.ideas.values()]
        assert len(set(numbers)) == len(numbers)
        letters = [theme.letter for theme in self.document.state.themes.values()]
        assert len(set(letters)) == len(letters)


def _lead(rows: dict[str, Any], key: str) -> str:
    while rows[key]["merged"]:
        key = rows[key]["merged"]
    return key


def _away(row: dict[str, Any]) -> bool:
    return row["masked"] or row["state"] in (HIDDEN, PARKED, WITHDRAWN)


def _hand_over(rows: dict[str, Any], key: str) -> None:
    """The first received of those still there leads in the place of a lead that left the board."""
    lead = _lead(rows, key)
    led = [k for k in rows if k != lead and _lead(rows, k) == lead]
    there = [k for k in led if not _away(rows[k])]
    if not (there and _away(rows[lead])):
        return
    heir = min(there, key=lambda k: (rows[k]["state"] != SHOWN, rows[k]["number"]))
    for k in led:
        rows[k]["merged"] = heir if rows[k]["merged"] == lead else rows[k]["merged"]
    rows[heir] |= {"merged": None, "theme": rows[lead]["theme"]}


def _idea(words: str, state: str, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "words": words,
        "edited": None,
        "state": IdeaState(state).value,
        "theme": None,
        "merged": None,
        "masked": False,
    }


def _run(examples: int, steps: int) -> None:
    machines.run(Evening, examples, steps)


def test_any_evening_agrees_with_the_reference() -> None:
    _run(60, 50)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_two_thousand_evenings_agree_with_the_reference() -> None:
    _run(2_000, 50)
