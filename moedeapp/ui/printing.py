"""Sheets to print, saved as files that are opened and printed where people print from."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from moedeapp.texts import _
from moedeapp.ui.desk import Desk
from moedeapp.ui.prints import Prints

SUFFIX: Final = ".pdf"
"""What the name of a file of sheets ends with."""


def choose(parent: QWidget, desk: Desk, title: str, what: str, suffix: str = SUFFIX) -> Path | None:
    """A file to make beside the meeting's; None when nobody wants it any more.

    What is there already is refused when it comes to writing, so the dialog does not ask.
    """
    beside = desk.document.path
    usual = beside.with_name(f"{beside.stem}, {what}{suffix}")
    chosen, _kind = QFileDialog.getSaveFileName(
        parent,
        title,
        str(usual),
        f"{suffix[1:].upper()} (*{suffix})",
        options=QFileDialog.Option.DontConfirmOverwrite,
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.casefold() == suffix else path.with_name(path.name + suffix)


def save(
    desk: Desk,
    path: Path,
    make: Callable[[Prints], bytes],
    then: Callable[[], object] = lambda: None,
) -> None:
    """Make sheets and write them beside the window, and offer to open them; or say why not.

    `then` is called in the window once they are written.
    """
    load = desk.prints
    assert load is not None

    def work() -> Callable[[], None]:
        prints = load()
        prints.save(path, make(prints))
        told = _("{file} is ready to be printed.").format(file=path.name)

        def written() -> None:
            then()
            offer(desk, told, path)

        return written

    desk.aside(being_made(), work)


def being_made() -> str:
    """What is said while sheets are being made."""
    return _("The sheets are being made. You can go on working.")


def offer(desk: Desk, told: str, path: Path) -> None:
    """Say what was made, and offer to open it where it can be printed."""
    desk.offered.emit(
        told, _("Open it"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
    )
