"""Posters for the walls: welcome, the frames, and how to vote."""

from math import sqrt
from typing import Final

from moedeapp.export.kit.network import page_address
from moedeapp.export.kit.sheet import ENDLESS, LOGO_HIGH, MM, Room, Sheets, depth, fitted
from moedeapp.model.meeting import FRAMES, Facts
from moedeapp.texts import _, about_hidden, date, field, hours, name

LARGER: Final = sqrt(2)
"""How much larger A3 is than A4."""
_SQUARES: Final = 105 * MM


def draw(sheets: Sheets, *, address: str, network: str, password: str) -> None:
    """Add the three posters."""
    _welcome(sheets, address, network, password)
    _frames(sheets)
    _how_to_vote(sheets)


def _head(sheets: Sheets, words: str) -> Room:
    room = sheets.whole()
    used = sheets.logo(room)
    organisation = sheets.meeting.organisation.name
    line = sheets.words(organisation, room.first(room.wide - used).upper(46), (18, 16, 14, 12))
    room = room.below(max(line.top - room.top, LOGO_HIGH if used else 24) + 4)
    below = sheets.words(words, room.upper(150), (60, 54, 46, 40, 34, 28, 24, 20), bold=True)
    return room.under(below).below(12)


def _welcome(sheets: Sheets, address: str, network: str, password: str) -> None:
    facts = sheets.meeting.facts
    room = _head(sheets, facts.title or _("Welcome"))
    when = " · ".join(filter(None, (_when(facts), facts.place)))
    room = sheets.put(fitted(when, room.wide, 70, (22, 20, 18, 16)), room).below(10)
    questions = [q.words for q in sheets.meeting.questions.values() if q.words]
    if questions:
        asked = sheets.words(_("We ask"), room.upper(24), (18,))
        room = room.under(asked)
        below = sheets.words(
            "\n".join(questions), room.upper(room.high * 0.34), (36, 32, 28, 24, 20, 17, 14)
        )
        room = room.under(below).below(14)
    if address:
        _join(sheets, room, address, network, password)


def _when(facts: Facts) -> str:
    day = date(facts.date) if facts.date else ""
    return ", ".join(filter(None, (day, hours(facts.starts, facts.ends) if facts.starts else "")))


def _join(sheets: Sheets, room: Room, address: str, network: str, password: str) -> None:
    side = min(_SQUARES, room.high - 130)
    place = room.lower(side + 110)
    if network:
        line = _("1. Wi-Fi: {network}").format(network=network)
        if password:
            line += " · " + _("Password: {password}").format(password=password)
        place = sheets.words(line, place.upper(34), (24, 20, 17, 14))
    place = room.lower(side + 74)
    used = sheets.squares(page_address(address), place.upper(side).first(side), flush=True)
    words = (
        _("2. Scan the QR code, or type the address") if network
        else _("Scan the QR code, or type the address")
    )  # fmt: skip
    beside = place.after(used).upper(side)
    sheets.put(fitted(words, beside.wide, side, (26, 24, 22, 20, 18)), beside.below(side * 0.28))
    text = place.below(side + 4)
    sheets.words(address, text, (54, 48, 42, 36, 30), bold=True)


def _frames(sheets: Sheets) -> None:
    facts = sheets.meeting.facts
    room = _head(sheets, _("The frames of the evening"))
    rows = [(field(key), _said(facts, key)) for key in FRAMES]
    for size in (38, 34, 30, 27, 24, 21, 18, 16, 14):
        heights = [_frame_height(row, room.wide, size) for row in rows]
        if sum(heights) <= room.high:
            break
    for (label, words), high in zip(rows, heights, strict=True):
        sheets.rule(room)
        below = sheets.put(
            fitted(label, room.wide, ENDLESS, (size * 0.62,)), room.below(size * 0.4)
        )
        sheets.put(fitted(words, room.wide, ENDLESS, (size,), bold=True), below)
        room = room.below(high)


def _frame_height(row: tuple[str, str], wide: float, size: float) -> float:
    label, words = row
    lines = [
        *fitted(label, wide, ENDLESS, (size * 0.62,)),
        *fitted(words, wide, ENDLESS, (size,), bold=True),
    ]
    return depth(lines) + size


def _said(facts: Facts, key: str) -> str:
    if key in facts.unresolved:
        return field("unresolved")
    if key == "type":
        return name(facts.type) if facts.type else "–"
    return str(getattr(facts, key)) or "–"


def _how_to_vote(sheets: Sheets) -> None:
    room = _head(sheets, _("How you vote"))
    steps = (
        _("Take one ballot slip. Its code counts once."),
        _("With a phone: open the page, type the code, put your dots and press Hand in."),
        _("On paper: put your crosses, and put the ballot in the box."),
        _("Phone and paper count the same. You can change your vote on the phone until we close."),
    )
    for size in (34, 31, 28, 26, 24, 22, 20, 18):
        found = [fitted(step, room.wide - size * 2, ENDLESS, (size,)) for step in steps]
        hidden = fitted(about_hidden(), room.wide, ENDLESS, (size * 0.75,))
        if sum(map(depth, (*found, hidden))) + 6 * size <= room.high:
            break
    for at, lines in enumerate(found, 1):
        sheets.words(str(at), room.upper(size * 1.3), (size,), bold=True)
        below = sheets.put(lines, room.after(size * 1.6))
        room = room.under(below).below(size * 0.8)
    sheets.rule(room)
    sheets.put(hidden, room.below(size * 0.6))
