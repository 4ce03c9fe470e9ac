"""What can be printed, each as the bytes of a PDF; the same meeting gives the same bytes.

ReportLab is slow to load, so whoever prints imports this when it is time.
"""

from collections.abc import Sequence
from pathlib import Path

from moedeapp.export import disk
from moedeapp.export.kit import ballot, card, number_sheet, plan, poster, slip
from moedeapp.export.kit.network import typed_address
from moedeapp.export.kit.sheet import Sheets
from moedeapp.model.commands.slips import Printed
from moedeapp.model.errors import FileExists, RoundNotOpen, Unknown
from moedeapp.model.meeting import Meeting, Round, RoundState
from moedeapp.texts import _

__all__ = [
    "ballots", "cards", "everything", "numbers", "posters", "save", "slips", "typed_address"
]  # fmt: skip


def slips(
    meeting: Meeting,
    printed: Sequence[Printed],
    *,
    per_page: int = 4,
    strips: int = 1,
    address: str = "",
) -> bytes:
    """Slips that were just issued. With a fixed address, each has a code that leads to the page.

    8, 4, 2 or 1 share a page; the last two are in large print.
    """
    sheets = Sheets(meeting, _("Ballot slips"))
    slip.draw(sheets, printed, per_page=per_page, strips=strips, address=address)
    return sheets.data()


def ballots(
    meeting: Meeting, vote: Round | None, *, named: bool = False, large: bool = False
) -> bytes:
    """Paper ballots by number, or with names in two orders once the numbers are drawn.

    Raises RoundNotOpen and Unknown.
    """
    sheets = Sheets(meeting, _("Paper ballots"))
    if not named:
        ballot.of_numbers(sheets, vote, large=large)
    elif vote is None:
        raise Unknown("rounds", "")
    elif not _drawn(vote):
        raise RoundNotOpen(vote.number, RoundState.PREPARED)
    else:
        ballot.with_names(sheets, vote, large=large)
    return sheets.data()


def numbers(meeting: Meeting, vote: Round | None) -> bytes:
    """What the numbers of a round mean; with lines to write on while they are not drawn."""
    sheets = Sheets(meeting, _("Number sheet"))
    number_sheet.draw(sheets, _drawn(vote))
    return sheets.data()


def cards(meeting: Meeting, *, address: str, network: str = "", password: str = "") -> bytes:
    """A card for each table: onto the network, and to the page."""
    sheets = Sheets(meeting, _("Table cards"))
    card.draw(sheets, address=address, network=network, password=password)
    return sheets.data()


def posters(
    meeting: Meeting,
    *,
    address: str = "",
    network: str = "",
    password: str = "",
    wide: bool = False,
) -> bytes:
    """Welcome, the frames, and how to vote; `wide` is A3."""
    sheets = Sheets(meeting, _("Posters"), scale=poster.LARGER if wide else 1.0)
    poster.draw(sheets, address=address, network=network, password=password)
    return sheets.data()


def everything(
    meeting: Meeting,
    *,
    printed: Sequence[Printed] = (),
    per_page: int = 4,
    strips: int = 1,
    address: str = "",
    network: str = "",
    password: str = "",
    fixed: bool = False,
) -> bytes:
    """The whole kit in one file, what is needed first at the top; its ballots are by number.

    `fixed` says that the address stays, so that the codes of the slips may lead there.
    """
    sheets = Sheets(meeting, _("Kit for the facilitator"))
    plan.checklist(sheets)
    plan.run_sheet(sheets)
    poster.draw(sheets, address=address, network=network, password=password)
    if address:
        card.draw(sheets, address=address, network=network, password=password)
    else:
        card.signs(sheets)
    slip.draw(sheets, printed, per_page=per_page, strips=strips, address=address if fixed else "")
    number_sheet.draw(sheets, None)
    for large in (False, True):
        ballot.of_numbers(sheets, None, large=large)
    return sheets.data()


def _drawn(vote: Round | None) -> Round | None:
    """A round whose proposals have their numbers."""
    return vote if vote is not None and vote.state is not RoundState.PREPARED else None


def save(path: Path, data: bytes) -> None:
    """Write a file that was not there, whole or not at all; raises FileExists and CannotWrite."""
    if path.exists():
        raise FileExists(path)
    disk.write(path, data)
