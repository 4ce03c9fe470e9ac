"""New slips as a list of codes: the one time they can be read outside the paper."""

import csv
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from moedeapp.model.commands.slips import Printed
from moedeapp.model.errors import CannotWrite, FileExists
from moedeapp.texts import _, name


def write(printed: Iterable[Printed], out: TextIO) -> None:
    """Write slips as a table of separated values, with headings in the language spoken."""
    rows = csv.writer(out, delimiter=";", lineterminator="\n")
    rows.writerow([_("No."), _("Code"), _("Secret"), _("Table"), _("Role")])
    for slip in printed:
        rows.writerow([slip.serial, slip.code, slip.secret, slip.table or "", name(slip.role)])


def save(path: Path, issue: Callable[[], Iterable[Printed] | None]) -> bool:
    """Make slips and write their codes to a file that was not there; whether any were made.

    The file is there before the slips are, because their codes are nowhere else. It is gone again
    when `issue` raises or gives None. Raises FileExists and CannotWrite.
    """
    try:
        sheet = path.open("x", encoding="utf-8-sig", newline="")
    except FileExistsError as error:
        raise FileExists(path) from error
    except OSError as error:
        raise CannotWrite(path, str(error)) from error
    made = False
    try:
        with sheet:
            printed = issue()
            made = printed is not None
            if printed is not None:
                write(printed, sheet)
                sheet.flush()
                os.fsync(sheet.fileno())
    except OSError as error:
        raise CannotWrite(path, str(error)) from error
    finally:
        if not made:
            with suppress(OSError):
                path.unlink()
    return made
