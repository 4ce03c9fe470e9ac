"""The protocol on paper: layout only, what it says is decided in `moedeapp.export.minutes`."""

from pathlib import Path

from moedeapp.export import disk
from moedeapp.export.blocks import Minutes


def document(minutes: Minutes, *, large: bool = False) -> bytes:
    """The protocol as a PDF for archives and screen readers, perhaps in large print.

    The same minutes give the same bytes.
    """
    # ReportLab and pikepdf are slow to load, and most runs of the program make no PDF.
    from moedeapp.export.pdf import archive, paper, sizes

    size = sizes.LARGE if large else sizes.USUAL
    return archive.finished(*paper.pages(minutes, size), minutes)


def doubts(data: bytes) -> list[str]:
    """Why a PDF may not be what an archive asks for, in a checker's words; usually nothing."""
    from moedeapp.export.pdf import selfcheck

    return selfcheck.findings(data)


def write_protocol(minutes: Minutes, path: Path) -> None:
    """Write the protocol as a PDF, whole or not at all; raises CannotWrite."""
    disk.write(path, document(minutes))


def fits(minutes: Minutes) -> bool:
    """Whether a document can be printed on one page, `one_page`."""
    from moedeapp.export.pdf import paper, sizes

    return paper.length(minutes, sizes.TIGHTER[-1]) == 1


def one_page(minutes: Minutes) -> bytes:
    """A document that `fits` as a PDF of one page, printed as large as it may be."""
    from moedeapp.export.pdf import archive, paper, sizes

    fitting = (size for size in sizes.TIGHTER if paper.length(minutes, size) == 1)
    size = next(fitting, sizes.TIGHTER[-1])
    return archive.finished(*paper.pages(minutes, size), minutes)
