"""The protocol on paper: layout only, what it says is decided in `moedeapp.export.minutes`."""

from pathlib import Path

from moedeapp.export import disk
from moedeapp.export.blocks import Minutes


def write_protocol(minutes: Minutes, path: Path) -> None:
    """Write the protocol as a PDF, whole or not at all; raises CannotWrite."""
    # ReportLab is slow to load, and most runs of the program make no PDF.
    from moedeapp.export.pdf.paper import document

    disk.write(path, document(minutes))
