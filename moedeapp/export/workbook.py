"""The meeting as a workbook: a sheet for each kind of thing, with numbers and dates as such."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from io import BytesIO
from typing import Any, Final, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from moedeapp import texts
from moedeapp.export import tables
from moedeapp.export.signs import shown
from moedeapp.model.meeting import Agreement, Meeting, Role
from moedeapp.texts import _, mark, pgettext

Row: TypeAlias = Mapping[str, Any]
"""A line of a sheet by the names of its columns."""

MOST_SIGNS: Final = 32_767
"""What a cell can hold; longer words go on in the row below."""

_HEADINGS: Final = {
    "round": mark("Vote"),
    "proposal_number": mark("Proposal no."),
    "tied": mark("Level with proposals"),
    "blank": mark("Blank slips"),
    "unused": mark("Unused dots"),
    "contested": mark("Slips used in two ways"),
    "channels": mark("Slips by channel"),
    "opened_at": mark("Opened"),
    "closed_at": mark("Box closed"),
    "sealed_at": mark("Sealed"),
    "dots_sealed": mark("Dots before corrections"),
    "persons_sealed": mark("Persons before corrections"),
    "shared": mark("Shared place"),
    "place": mark("Place"),
    "order": mark("Order"),
    "at": mark("When"),
    "entered_at": mark("Began"),
    "silent": mark("In silence"),
    "listening": mark("Only citizens speak"),
}
"""Headings of columns that have no field of this name."""

_WIDE: Final = {"words": 70, "edited": 50, "action": 50, "how": 50, "proposal": 44, "title": 44}
_USUAL: Final = 16
_FORMATS: Final = ((datetime, "yyyy-mm-dd hh:mm"), (date, "yyyy-mm-dd"), (time, "hh:mm"))
_DAYS: Final = frozenset(("date", "deadline", "mandate_date"))
_TIMES: Final = frozenset(("starts", "ends"))
_LOOKS_ESCAPED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What a spreadsheet would read as the code of a sign."""

_THE_ONE_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every part inside the file, so that the same meeting gives the same bytes."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet by its name, its columns and where its rows come from."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[Row], Iterable[Row]]
    always: bool = False


def workbook(meeting: Meeting, made_at: datetime) -> bytes:
    """The meeting as XLSX; hidden words are left out as everywhere else."""
    book = Workbook()
    book.remove(book.active)
    said = tables.whole(meeting)
    after = (texts.rehearsal(),) if meeting.facts.rehearsal else ()
    for sheet in _sheets():
        rows = list(sheet.rows(said))
        if rows or sheet.always:
            _write(book.create_sheet(sheet.name), sheet.columns, rows, after)
    about = book.properties
    about.title, about.creator = shown(meeting.facts.title), shown(meeting.organisation.name)
    about.description = texts.advisory()
    about.created = about.modified = _bare(made_at)
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        # Workbook.save would put in today's date.
        ExcelWriter(book, archive).write_data()
    return _undated(made.getvalue())


def _undated(data: bytes) -> bytes:
    made = BytesIO()
    with ZipFile(BytesIO(data)) as held, ZipFile(made, "w") as archive:
        for name in held.namelist():
            part = ZipInfo(name, _THE_ONE_DAY)
            part.compress_type = ZIP_DEFLATED
            archive.writestr(part, held.read(name))
    return made.getvalue()


# --- what is on the sheets


def _sheets() -> tuple[_Sheet, ...]:
    which = ("round", "proposal_number")
    return (
        _Sheet(texts.thing("facts"), ("about", "value"), _facts, always=True),
        _Sheet(_("Questions"), ("number", "words"), _all("questions")),
        _Sheet(
            texts.field("ideas"),
            ("number", "question", "words", "edited", "table", "channel", "role", "theme",
             "merged_into", "state", "reason"),
            _all("ideas"), always=True,
        ),
        _Sheet(
            texts.field("themes"),
            ("question", "letter", "title", "colour", "merged_into"),
            _all("themes"),
        ),
        _Sheet(
            _("Votes"),
            ("number", "question", "kind", "state", "dots", "cap", "roles", "open_access",
             "two_persons", "names_on_paper", "places", "handed_out", "cast", "blank", "unused",
             "contested", "stickers", "channels", "opened_at", "closed_at", "sealed_at"),
            _all("rounds"),
        ),
        _Sheet(
            _("Results"),
            ("round", "rank", "shared", "proposal_number", "proposal", "theme", "dots", "persons",
             "support", "tables", "bridge", "dots_sealed", "persons_sealed", "ideas"),
            _proposals,
        ),
        _Sheet(
            texts.field("agreement"), (*which, "proposal", *Agreement), _answers
        ),
        _Sheet(texts.field("objections"), (*which, "proposal", "words"), _objections),
        _Sheet(
            _("Equal shares"),
            ("round", "place", "proposal_number", "cost", "tied"),
            _of_rounds("equal_shares"),
        ),
        _Sheet(_("Draws"), ("round", "place", "seed", "order"), _of_rounds("lots")),
        _Sheet(
            texts.field("stubs"),
            ("round", "code", "proposal_number", "dots"),
            _of_rounds("stubs"),
        ),
        _Sheet(
            _("Counted by hand"),
            (*which, "source", "dots", "persons", "reason", "at"),
            _of_rounds("manual"),
        ),
        _Sheet(_("Rejected slips"), ("round", "reason", "count"), _rejected),
        _Sheet(
            _("Next steps"),
            (*which, "action", "responsible", "deadline", "effect"),
            _about_proposals("next_steps"),
        ),
        _Sheet(_("Decisions"), ("round", "words", "reason"), _all("decisions")),
        _Sheet(
            _("Follow-up"),
            (*which, "date", "progress", "words", "effect"),
            _about_proposals("follow_ups"),
        ),
        _Sheet(_("Notes"), ("number", "phase", "kind", "words", "at"), _all("notes")),
        _Sheet(
            _("Run sheet"),
            ("phase", "title", "minutes", "how", "group", "times", "silent", "listening"),
            _all("steps"),
        ),
        _Sheet(_("Phases"), ("phase", "entered_at"), _all("visits")),
        _Sheet(texts.field("tables"), ("number", "label"), _all("tables")),
        _Sheet(_("In the room"), ("role", "count"), _heads),
    )  # fmt: skip


def _all(kind: str) -> Callable[[Row], Iterable[Row]]:
    return lambda said: said[kind]


def _of_rounds(kind: str) -> Callable[[Row], Iterable[Row]]:
    """Lists of the rounds, each line with its round; a proposal is told by its number."""
    return lambda said: (
        {**line, "round": vote["number"], "proposal_number": line.get("proposal")}
        for vote in said["rounds"]
        for line in vote[kind]
    )


def _about_proposals(kind: str) -> Callable[[Row], Iterable[Row]]:
    return lambda said: ({**line, "proposal_number": line["proposal"]} for line in said[kind])


def _each_proposal(said: Row) -> Iterator[Row]:
    for vote in said["rounds"]:
        for line in vote["proposals"]:
            yield {
                **line,
                "round": vote["number"],
                "proposal_number": line["number"],
                "proposal": line["title"],
                "vote": vote,
            }


def _proposals(said: Row) -> Iterator[Row]:
    return (row for row in _each_proposal(said) if row["vote"]["kind"] == "dots")


def _answers(said: Row) -> Iterator[Row]:
    return ({**row, **row["answers"]} for row in _each_proposal(said) if row["answers"])


def _objections(said: Row) -> Iterator[Row]:
    return ({**row, "words": words} for row in _each_proposal(said) for words in row["objections"])


def _rejected(said: Row) -> Iterator[Row]:
    for vote in said["rounds"]:
        for reason, count in vote["rejected"].items():
            yield {"round": vote["number"], "reason": reason, "count": count}


def _heads(said: Row) -> Iterator[Row]:
    return ({"role": Role(role), "count": count} for role, count in said["heads"].items())


def _facts(said: Row) -> Iterator[Row]:
    held = {
        **said["facts"],
        **said["organisation"],
        **{name: said[name] for name in ("status", "version", "change_note")},
    }
    yield {"about": _("Document ID"), "value": said["id"]}
    for name, value in held.items():
        if name == "unresolved":
            value = tuple(texts.field(frame) for frame in value)
        yield {"about": texts.field(name), "value": _typed(name, value)}


# --- cells


def _write(
    sheet: Worksheet, columns: tuple[str, ...], rows: Iterable[Row], after: tuple[str, ...]
) -> None:
    bold, under = Font(bold=True), Border(bottom=Side("thin"))
    for place, name in enumerate((*columns, *after), 1):
        head = sheet.cell(1, place)
        _fill(head, name if place > len(columns) else _heading(name))
        head.font, head.border = bold, under
        sheet.column_dimensions[get_column_letter(place)].width = _width(name)
    line = 1
    for row in rows:
        values = [_typed(name, row.get(name)) for name in columns] + list(after)
        for part in _parts(values):
            line += 1
            for place, value in enumerate(part, 1):
                _fill(sheet.cell(line, place), value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns) + len(after))}{line}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _heading(name: str) -> str:
    if name in ("about", "value"):
        return _("What") if name == "about" else _("Value")
    if isinstance(name, StrEnum):
        return texts.name(name)
    if name == "place":
        return pgettext("on a list", "Place")
    return _(_HEADINGS[name]) if name in _HEADINGS else texts.field(name)


def _width(name: str) -> int:
    return {"about": 34, "value": 70}.get(name) or _WIDE.get(name, _USUAL)


def _typed(name: str, value: Any) -> Any:
    """A value as the cell holds it: words in the language spoken, times in the hall's own zone."""
    if isinstance(value, StrEnum):
        return texts.capital(texts.name(value))
    if isinstance(value, Mapping):
        return texts.channels(value.items())
    if isinstance(value, list | tuple):
        found = [texts.name(one) if isinstance(one, StrEnum) else str(one) for one in value]
        return (", " if name in ("roles", "ideas", "order", "tied") else "\n").join(found)
    if not isinstance(value, str) or not value:
        return value
    if name in _DAYS:
        return date.fromisoformat(value)
    if name in _TIMES:
        return time.fromisoformat(value)
    if name == "at" or name.endswith("_at"):
        return _bare(datetime.fromisoformat(value))
    return value


def _bare(moment: datetime) -> datetime:
    """The time on the clock; a workbook knows no zones, and no parts of a second are of use."""
    return moment.replace(tzinfo=None, microsecond=0)


def _parts(values: list[Any]) -> Iterator[list[Any]]:
    """The rows that hold the values: one, and more where words are too long for a cell."""
    held = [_LOOKS_ESCAPED.sub("_x005F_", shown(v)) if isinstance(v, str) else v for v in values]
    while True:
        yield [value[:MOST_SIGNS] if isinstance(value, str) else value for value in held]
        held = [value[MOST_SIGNS:] if isinstance(value, str) else None for value in held]
        if not any(held):
            return


def _fill(cell: Cell, value: Any) -> None:
    if value is None or value == "":
        return
    cell.value = value
    cell.alignment = Alignment(vertical="top")
    if isinstance(value, str):
        # Whatever it begins with, it is words; the mark keeps it so when somebody edits the cell.
        cell.data_type = "s"
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.quotePrefix = value[0] in "=+-@"
    else:
        cell.number_format = next((f for kind, f in _FORMATS if isinstance(value, kind)), "General")
