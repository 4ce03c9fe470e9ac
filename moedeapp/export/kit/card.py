"""Cards for the tables: onto the network, then to the page."""

from dataclasses import dataclass
from typing import Final

from moedeapp.export.kit.network import network_code, page_address
from moedeapp.export.kit.sheet import LOGO_HIGH, MM, Room, Sheets
from moedeapp.model.meeting import Table, numbered
from moedeapp.texts import _, thing

_SQUARES: Final = 66 * MM
_SQUARES_ALONE: Final = 96 * MM


@dataclass(frozen=True, slots=True)
class _Step:
    """One thing to do with a phone."""

    name: str
    squares: str
    typed: str
    password: str = ""
    about: str = ""


def draw(sheets: Sheets, *, address: str, network: str, password: str) -> None:
    """Add a card for each table, two on a page; without tables, two that fit any table."""
    tables: list[Table | None] = [*numbered(sheets.meeting.tables)] or [None, None]
    for first in range(0, len(tables), 2):
        cells = sheets.pieces(1, 2)
        for table, cell in zip(tables[first : first + 2], cells, strict=False):
            _card(sheets, table, sheets.piece(cell, 9 * MM), address, network, password)


def signs(sheets: Sheets) -> None:
    """Add a sign for each table where the evening goes without phones."""
    tables = numbered(sheets.meeting.tables)
    for first in range(0, len(tables), 2):
        cells = sheets.pieces(1, 2)
        for table, cell in zip(tables[first : first + 2], cells, strict=False):
            _sign(sheets, table, sheets.piece(cell, 9 * MM))


def _sign(sheets: Sheets, table: Table, room: Room) -> None:
    used = sheets.logo(room)
    sheets.words(sheets.meeting.facts.title, room.first(room.wide - used).upper(34), (18, 15, 12))
    room = room.below(LOGO_HIGH + 24)
    sizes = (88, 76, 64, 54, 44, 34, 28, 22, 17)
    room = room.under(sheets.words(_named(table), room.upper(120), sizes, bold=True)).below(24)
    lines = (
        _("Say it aloud, or write it down. Every idea is kept in your own words."),
        _("On paper: put your crosses, and put the ballot in the box."),
    )
    sheets.words("\n".join(lines), room, (24, 20, 17, 14, 12))


def _card(
    sheets: Sheets, table: Table | None, room: Room, address: str, network: str, password: str
) -> None:
    room = _head(sheets, table, room)
    page = _Step(
        _("The page"),
        page_address(address),
        address,
        about=_("Or type the address in the phone's browser. No app, no name."),
    )
    if not network:
        _alone(sheets, room, page)
        return
    join = _Step(
        _("The network"),
        network_code(network, password),
        network,
        _("Password: {password}").format(password=password) if password else "",
        _("Say yes to stay on the network, also when it has no internet."),
    )
    for at, (step, half) in enumerate(zip((join, page), room.cells(2, 1), strict=True), 1):
        _step(sheets, half.first(half.wide - 10), at, step)


def _head(sheets: Sheets, table: Table | None, room: Room) -> Room:
    meeting = sheets.meeting
    name = _named(table) if table else meeting.facts.title
    used = sheets.logo(room)
    left = room.first(room.wide - used)
    below = sheets.words(name, left.upper(52), (40, 34, 28, 24, 20, 17, 14), bold=True)
    if table:
        below = sheets.words(meeting.facts.title, below.upper(34), (13, 12, 11, 10))
    used_high = max(below.top - room.top, LOGO_HIGH if used else 0) + 6
    return room.below(used_high)


def _named(table: Table) -> str:
    named = thing("tables", table.number)
    return f"{named} · {table.label}" if table.label else named


def _step(sheets: Sheets, room: Room, at: int, step: _Step) -> None:
    """One of two steps: its number and name, the code, and below it what can be typed."""
    room = sheets.words(f"{at}. {step.name}", room, (20,), bold=True).below(-4)
    side = min(_SQUARES, room.high - 92)
    sheets.squares(step.squares, room.upper(side).first(side), flush=True)
    _typed(sheets, room.below(side - 4), step)


def _alone(sheets: Sheets, room: Room, step: _Step) -> None:
    """The only step: the code at the left, and beside it what can be typed."""
    side = min(_SQUARES_ALONE, room.high)
    used = sheets.squares(step.squares, room.upper(side).first(side), flush=True)
    beside = room.after(used + 6).below(side * 0.12)
    _typed(sheets, sheets.words(step.name, beside, (20,), bold=True), step)


def _typed(sheets: Sheets, room: Room, step: _Step) -> None:
    sizes = (34, 30, 27, 25, 22, 19, 16, 14, 12)
    room = room.under(sheets.words(step.typed, room.upper(44), sizes, bold=True))
    if step.password:
        words = sheets.words(step.password, room.upper(24), (18, 16, 14, 12, 10), bold=True)
        room = room.under(words)
    sheets.words(step.about, room, (14, 13, 12, 11, 10, 9))
