"""For whoever leads the evening: the run sheet, and a list of what must be ready in the room."""

from typing import Final

from moedeapp.export.kit.sheet import ENDLESS, Room, Sheets, depth, fitted
from moedeapp.model.meeting import Step, ordered
from moedeapp.texts import _, hours, mark, name

_SIZE: Final = 13.0
_TIME: Final = 62.0
_MINUTES: Final = 48.0
_DAY: Final = 24 * 60

_READY: Final = (
    (mark("The room"), (
        mark("Tables with numbers, and chairs for six to eight at each"),
        mark("Everybody can get in: no steps, wide enough, a toilet nearby"),
        mark("Microphone and loop tried out"),
        mark("The screen can be read from the back row"),
        mark("Posters on the wall: welcome, the frames, how to vote"),
    )),
    (mark("On every table"), (
        mark("Table card"),
        mark("Number sheet, when the vote opens"),
        mark("Pens that write, paper for ideas"),
        mark("Ballot slips in a bowl, face down"),
    )),
    (mark("At the door"), (
        mark("Somebody who counts heads by role"),
        mark("Somebody who sees that each takes one slip"),
        mark("Spare slips and slips in large print"),
        mark("A box for paper ballots, empty and closed"),
    )),
    (mark("The computer"), (
        mark("Charger plugged in; energy saving and updates off"),
        mark("The meeting is opened, and its frames are filled in"),
        mark("Phones tried out with a phone of your own"),
        mark("A copy of the meeting on a stick"),
    )),
    (mark("When it is over"), (
        mark("Paper ballots keyed, then sealed"),
        mark("Next steps agreed, with who and when"),
        mark("Protocol made; lists of codes and slips left over destroyed"),
    )),
)  # fmt: skip


def run_sheet(sheets: Sheets) -> None:
    """Add the run sheet: when, what and how; nothing when there is none."""
    steps = ordered(sheets.meeting.steps)
    if not steps:
        return
    room = _head(sheets, _("Run sheet"))
    for step, starts in zip(steps, _starts(sheets.meeting.facts.starts, steps), strict=True):
        high = _step_height(step, room.wide)
        if high > room.high:
            room = _head(sheets, _("Run sheet"))
        _step(sheets, step, starts, room)
        room = room.below(high)
    sheets.rule(room)


def _head(sheets: Sheets, words: str) -> Room:
    room = sheets.whole()
    title = sheets.meeting.facts.title
    below = sheets.words(title, room.upper(32), (13, 12, 11, 10))
    room = room.under(below)
    below = sheets.words(words, room.upper(40), (28, 24), bold=True)
    return room.under(below).below(8)


def _starts(begins: str, steps: list[Step]) -> list[str]:
    """When each step begins; empty when nobody said when the meeting does."""
    if not begins:
        return [""] * len(steps)
    hour, minute = map(int, begins.split(":")[:2])
    now, found = hour * 60 + minute, []
    for step in steps:
        found.append(hours(f"{now % _DAY // 60:02}:{now % 60:02}"))
        now += step.minutes * step.times
    return found


def _parts(step: Step, wide: float) -> tuple[float, list[str], float]:
    return wide - _TIME - _MINUTES - 6, [_titled(step), step.how], _SIZE


def _titled(step: Step) -> str:
    phase = name(step.phase)
    return phase if step.title in ("", phase) else f"{phase}: {step.title}"


def _step_height(step: Step, wide: float) -> float:
    room, (title, how), size = _parts(step, wide)
    lines = fitted(title, room, ENDLESS, (size,), bold=True)
    return depth([*lines, *(fitted(how, room, ENDLESS, (size * 0.9,)) if how else ())]) + 11


def _step(sheets: Sheets, step: Step, starts: str, room: Room) -> None:
    sheets.rule(room)
    wide, (title, how), size = _parts(step, room.wide)
    row = room.below(5)
    sheets.words(starts, row.upper(size * 1.3), (size,))
    minutes = step.minutes * step.times
    sheets.words(_("{n} min").format(n=minutes), row.upper(size * 1.3), (size,), align="right")
    words = row.after(_TIME).first(wide)
    below = sheets.put(fitted(title, wide, ENDLESS, (size,), bold=True), words)
    if how:
        sheets.put(fitted(how, wide, ENDLESS, (size * 0.9,)), below)


def checklist(sheets: Sheets) -> None:
    """Add the list of what must be ready, with a box before each."""
    room = _head(sheets, _("Ready for the evening"))
    for title, things in _READY:
        room = sheets.put(fitted(_(title), room.wide, 40, (18,), bold=True), room).below(2)
        for thing in things:
            sheets.frame(Room(room.left, room.top + 3, 13, 13))
            below = sheets.put(fitted(_(thing), room.wide - 22, 60, (15,)), room.after(26))
            room = room.under(below).below(4)
        room = room.below(8)
