"""New slips as a file of codes: the one time they can be read outside the paper."""

import csv
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from io import StringIO
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


def listed(printed: Iterable[Printed]) -> bytes:
    """The same as the bytes of a file that a spreadsheet opens as it should."""
    out = StringIO(newline="")
    write(printed, out)
    return out.getvalue().encode("utf-8-sig")


def save(
    path: Path,
    issue: Callable[[], Sequence[Printed] | None],
    shown: Callable[[Sequence[Printed]], bytes] = listed,
) -> bool:
    """Make slips and write them to a file that was not there; whether any were made.

    The file is there before the slips are, because their codes are nowhere else. It is gone again
    when `issue` raises or gives None, or when what `shown` makes of them cannot be written.
    Raises FileExists and CannotWrite.
    """
    try:
        sheet = path.open("xb")
    except FileExistsError as error:
        raise FileExists(path) from error
    except OSError as error:
        raise CannotWrite(path, str(error)) from error
    made = False
    try:
        with sheet:
            printed = issue()
            if printed is not None:
                sheet.write(shown(printed))
                sheet.flush()
                os.fsync(sheet.fileno())
                made = True
    except OSError as error:
        raise CannotWrite(path, str(error)) from error
    finally:
        if not made:
            with suppress(OSError):
                path.unlink()
    return made
