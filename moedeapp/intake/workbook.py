"""Excel workbooks, read without changing or calculating anything."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from moedeapp.intake.decoding import verbatim
from moedeapp.intake.problems import Problem
from moedeapp.model.errors import CannotRead

LARGEST: Final = 500_000_000
"""Most bytes of a workbook unpacked; more is no list of ideas."""

_ZIP: Final = b"PK\x03\x04"
_BEFORE_2007: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NAMED: Final = (".xlsx", ".xlsm")


def is_workbook(path: Path, data: bytes) -> bool:
    """Whether a file is called a workbook or begins like one; CannotRead for the older .xls."""
    if path.suffix.lower() in _NAMED:
        return True
    if data.startswith(_BEFORE_2007):
        raise CannotRead(path, Problem.OLD_WORKBOOK)
    return data.startswith(_ZIP)


def records(path: Path, data: bytes, sheet: str | None = None) -> Iterator[tuple[int, list[str]]]:
    """Rows of a sheet, the first unless it is named, with their row numbers and cells as text.

    A formula gives the value it had when the workbook was saved.
    """
    try:
        book = _opened(path, data)
        names = [each.title for each in book.worksheets]
        if sheet is not None and sheet not in names:
            raise CannotRead(
                path, Problem.NO_SHEET, values={"sheet": sheet, "found": ", ".join(names)}
            )
        page = book[names[0] if sheet is None else sheet]
        # Other programs write a wrong size of the sheet, and openpyxl would believe it.
        page.reset_dimensions()
        rows = list(page.iter_rows(values_only=True))
    except CannotRead:
        raise
    except Exception as error:
        # A damaged workbook fails in any of a dozen ways inside zip, XML and openpyxl.
        raise CannotRead(path, Problem.BROKEN_WORKBOOK) from error
    for line, cells in enumerate(rows, start=1):
        yield line, [verbatim(path, "" if cell is None else str(cell), line) for cell in cells]


def _opened(path: Path, data: bytes) -> Any:
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > LARGEST:
            raise CannotRead(path, Problem.TOO_BIG, values={"limit": str(LARGEST // 1_000_000)})
    with warnings.catch_warnings():
        # It warns of drop-down lists and colours it does not know; only cells matter here.
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
