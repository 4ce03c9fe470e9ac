"""Is the evening ready: what was found, what it means, and what to do about it.

Everything here is a function of facts handed in; `surroundings` asks the computer for them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from moedeapp.model.meeting import Meeting, Role, Rung, SlipState, frames_missing
from moedeapp.texts import _, field, listed, ngettext, number, people, rung, slips

_ENOUGH_DISK: Final = 1_000_000_000
_MEGABYTE: Final = 1_000_000
_LONG_SLEEP: Final = 240
"""Minutes without sleep that outlast an evening."""


class Verdict(StrEnum):
    """How one thing stands."""

    LOOK = "look"
    UNKNOWN = "unknown"
    FINE = "fine"


class Place(StrEnum):
    """Where the meeting's file lies."""

    HERE = "here"
    NETWORK = "network"
    SYNCED = "synced"
    """in a folder that a program copies to the internet"""
    UNKNOWN = "unknown"


class Power(StrEnum):
    """Where the computer has its power from."""

    MAINS = "mains"
    BATTERY = "battery"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the computer says of itself; None is what it does not say."""

    screens: int = 1
    mirrored: bool = False
    """two screens show the same"""
    power: Power = Power.UNKNOWN
    charge: int | None = None
    """of the battery, in percent"""
    sleeps_after: int | None = None
    """minutes until the computer sleeps by itself; 0 is never"""
    free: int | None = None
    """bytes on the disk where the meeting lies"""
    writable: bool = True
    place: Place = Place.UNKNOWN
    service: str = ""
    """the program that copies a synced folder"""
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """How phones come in; without anything said, they do not."""

    let_in: bool = False
    lost: bool = False
    """they were let in, and the network is gone"""
    good: bool = False
    """a phone has answered"""
    rung: Rung = Rung.PAPER
    address: str = ""
    misprinted: str = ""
    """the address on slips, when it is another"""


NOBODY: Final = Reach()
"""Phones are kept out."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check; `key` says what it is about."""

    key: str
    verdict: Verdict
    found: str
    advice: str = ""


def findings(around: Surroundings, meeting: Meeting, reach: Reach = NOBODY) -> list[Finding]:
    """Everything that was looked at: what needs a hand first, then what cannot be seen."""
    order = list(Verdict)
    found = [
        frames(meeting), enough_slips(meeting), screens(around), power(around), sleep(around),
        notifications(), file(around), place(around), disk(around),
        network(around, reach),
    ]  # fmt: skip
    return sorted(found, key=lambda finding: order.index(finding.verdict))


def frames(meeting: Meeting) -> Finding:
    """Whether the five frames are filled or set aside."""
    missing = frames_missing(meeting.facts)
    if missing:
        return Finding(
            "frames",
            Verdict.LOOK,
            _("Still missing: {frames}.").format(frames=listed(field(key) for key in missing)),
            _("Fill them in under Frames, or set them to “Not settled”."),
        )
    return Finding("frames", Verdict.FINE, _("The frames are in place, and the ideas can begin."))


def enough_slips(meeting: Meeting) -> Finding:
    """Whether there are as many slips as people, role by role."""
    if not any(heads.count for heads in meeting.heads.values()):
        return Finding(
            "slips",
            Verdict.LOOK,
            _("Nobody is counted yet."),
            _("Write at the right how many are in the room, and there is a slip for each."),
        )
    lacking = list(_lacking(meeting))
    if not lacking:
        return Finding("slips", Verdict.FINE, _("There are ballot slips for everybody."))
    return Finding(
        "slips",
        Verdict.LOOK,
        " ".join(
            _("{people}, but {slips}.").format(people=people(role, heads), slips=slips(made))
            for role, heads, made in lacking
        ),
        _("Make more under Ballot slips. Without slips only an open vote is possible."),
    )


def _lacking(meeting: Meeting) -> Iterator[tuple[Role, int, int]]:
    """Roles with fewer slips than people: the role, its people and its slips."""
    for role in Role:
        counted = meeting.heads.get(role.value)
        made = sum(
            slip.role is role and slip.state is not SlipState.VOID
            for slip in meeting.slips.values()
        )
        if counted and made < counted.count:
            yield role, counted.count, made


def screens(around: Surroundings) -> Finding:
    """Whether there is a screen for the hall."""
    if around.mirrored:
        return Finding(
            "screens",
            Verdict.LOOK,
            _("The screens show the same, so the hall sees this window."),
            _("Choose “Extend” in the computer's settings for the screen."),
        )
    if around.screens > 1:
        return Finding(
            "screens", Verdict.FINE, _("{n} screens are found.").format(n=around.screens)
        )
    return Finding(
        "screens",
        Verdict.LOOK,
        _("Only this screen is found."),
        _("Plug in the projector, choose “Extend”, and look again."),
    )


def power(around: Surroundings) -> Finding:
    """Whether the computer is plugged in."""
    if around.power is Power.MAINS:
        return Finding("power", Verdict.FINE, _("The computer has power from the socket."))
    if around.power is Power.BATTERY:
        left = "" if around.charge is None else f" ({around.charge} %)"
        return Finding(
            "power",
            Verdict.LOOK,
            _("The computer runs on its battery{left}.").format(left=left),
            _("Plug it in."),
        )
    return Finding(
        "power",
        Verdict.UNKNOWN,
        _("Whether the computer has power cannot be seen from here."),
        _("See that it is plugged in."),
    )


def sleep(around: Surroundings) -> Finding:
    """Whether the computer will stay awake."""
    minutes = around.sleeps_after
    if minutes is None:
        return Finding(
            "sleep",
            Verdict.UNKNOWN,
            _("Whether the computer goes to sleep by itself cannot be seen from here."),
            _("Set sleep to “Never” in the computer's settings for power."),
        )
    if minutes and minutes < _LONG_SLEEP:
        return Finding(
            "sleep",
            Verdict.LOOK,
            ngettext(
                "The computer goes to sleep after {n} minute.",
                "The computer goes to sleep after {n} minutes.",
                minutes,
            ).format(n=minutes),
            _("Set sleep to “Never” in the computer's settings for power."),
        )
    return Finding("sleep", Verdict.FINE, _("The computer does not go to sleep by itself."))


def notifications() -> Finding:
    """A reminder: no computer tells a program whether it is silent."""
    return Finding(
        "notifications",
        Verdict.UNKNOWN,
        _("Messages from other programs cannot be seen from here."),
        _("Turn on “Do not disturb”, and close mail and calendar."),
    )


def file(around: Surroundings) -> Finding:
    """Whether the meeting can be written."""
    if around.writable:
        return Finding("file", Verdict.FINE, _("The meeting is saved as you go."))
    return Finding(
        "file",
        Verdict.LOOK,
        _("The meeting is open for reading only, so nothing can be written down."),
        _("Save a copy in a folder of your own, and open that."),
    )


def place(around: Surroundings) -> Finding:
    """Whether the file lies on this computer and nowhere else."""
    if around.place is Place.HERE:
        return Finding("place", Verdict.FINE, _("The file lies on this computer."))
    if around.place is Place.SYNCED:
        return Finding(
            "place",
            Verdict.LOOK,
            _("The file lies in a folder that {program} copies to the internet.").format(
                program=around.service
            ),
            _("Save a copy in a folder outside it, and use that tonight."),
        )
    if around.place is Place.NETWORK:
        return Finding(
            "place",
            Verdict.LOOK,
            _("The file lies on a network drive. If the network goes, so does the meeting."),
            _("Save a copy on this computer, and use that tonight."),
        )
    return Finding(
        "place",
        Verdict.UNKNOWN,
        _("Whether the file lies on this computer cannot be seen from here."),
        _("See that it is in a folder of your own."),
    )


def disk(around: Surroundings) -> Finding:
    """Whether there is room for the evening."""
    if around.free is None:
        return Finding(
            "disk",
            Verdict.UNKNOWN,
            _("How much room there is on the disk cannot be seen from here."),
            _("See that the disk is not full."),
        )
    if around.free < _ENOUGH_DISK:
        return Finding(
            "disk",
            Verdict.LOOK,
            _("There are only {n} MB left on the disk.").format(n=number(around.free // _MEGABYTE)),
            _("Make room, or save a copy on another disk and use that."),
        )
    return Finding("disk", Verdict.FINE, _("There is room enough on the disk."))


def network(around: Surroundings, reach: Reach = NOBODY) -> Finding:
    """Whether phones get through, if they are let in; none are needed."""
    if reach.lost:
        return Finding(
            "network",
            Verdict.LOOK,
            _("The network is gone, so phones cannot come in."),
            _("See to the network, or go on by paper."),
        )
    if reach.misprinted:
        return Finding(
            "network",
            Verdict.LOOK,
            _("The slips say {printed}, but phones find the meeting at {address}.").format(
                printed=reach.misprinted, address=reach.address
            ),
            _("Let people scan the storskærm, or choose the network the slips were made for."),
        )
    if reach.let_in and not reach.good:
        return Finding(
            "network",
            Verdict.LOOK,
            _("Phones can come in, but none has answered yet."),
            _("Press “Try the connection” under Phones, and scan the code with a phone."),
        )
    if reach.good:
        words = _("A phone has answered: {rung}.").format(rung=rung(reach.rung))
        return Finding("network", Verdict.FINE, words)
    if around.addresses:
        return Finding(
            "network",
            Verdict.FINE,
            _("The computer is on a network: {addresses}.").format(
                addresses=", ".join(around.addresses)
            ),
        )
    return Finding("network", Verdict.FINE, _("There is no network, and none is needed."))
