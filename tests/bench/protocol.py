"""Bench: the protocol of a large evening, against a plain document and against typst."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median, quantiles
from threading import Thread
from time import process_time, sleep
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

import pikepdf
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from moedeapp.export import blocks
from moedeapp.export.blocks import Minutes
from moedeapp.export.forms import USUAL
from moedeapp.export.pdf import document, doubts, glyphs
from tests.bench.figures import Figure, pairs, peak_memory, seconds
from tests.bench.model import meeting

if TYPE_CHECKING:  # the memory of a protocol is measured without a window
    from moedeapp.app import Exporter
from tests.export import evenings

TYPST: Final = "MOEDE_TYPST"
"""The environment variable with a Python that has typst."""

SIZES: Final = {10: 0.6, 100: 3.0, 500: 12.0}
"""Pages, and the seconds they may take."""

MEMORY: Final = 300  # MB
PICTURE: Final = 33  # ms
_IDEAS_ON_A_PAGE: Final = 12


def _minutes(pages: int) -> Minutes:
    word = "Flere bænke langs vandet, så man kan hvile sig på vejen hjem fra stationen. "
    ideas = (word * (1 + number % 3) for number in range((pages - 4) * _IDEAS_ON_A_PAGE))
    return evenings.protocol(evenings.saying(ideas))


def _ours(minutes: Minutes) -> bytes:
    """Made and looked at, as it is handed over."""
    data = document(minutes)
    assert doubts(data) == []
    return data


def protocols() -> Iterator[Figure]:
    """The same content three times: ours with tags and the look at it, plain, and by typst."""
    for size, most in SIZES.items():
        minutes = _minutes(size)
        with pikepdf.open(BytesIO(_ours(minutes))) as pdf:
            pages = len(pdf.pages)
        runs = 5 if size < 100 else 1
        name = f"protocol of {pages} pages"
        took, plain, ratio = pairs(partial(_ours, minutes), partial(_plain, minutes), runs)
        yield Figure(
            name, took, "s", f"plain ReportLab {plain:.2f} s", ratio, f"at most {most} s",
            took <= most,
        )  # fmt: skip
        yield Figure("  of the processor alone", _busy(minutes), "s")
        made = median(seconds(partial(document, minutes)) for _ in range(runs))
        yield Figure(
            "  without the look at it", made, "s", f"the same, {plain:.2f} s", made / plain
        )
        yield _against_typst(minutes, took)


def _busy(minutes: Minutes) -> float:
    """Processor seconds, which others on the machine do not lengthen."""
    begun = process_time()
    _ours(minutes)
    return process_time() - begun


def memory() -> Iterator[Figure]:
    """The most memory that a process of its own holds for the largest."""
    size = max(SIZES)
    child = f"from tests.bench.protocol import _minutes, _ours\n_ours(_minutes({size}))\n"
    peak = peak_memory([sys.executable, "-c", child])
    yield Figure(
        f"memory for {size} pages", peak, "MB", "", None, f"at most {MEMORY} MB", peak <= MEMORY
    )


def window_meanwhile() -> Iterator[Figure]:
    """How long the window stands still while the files of 2,000 ideas are made."""
    alone = _between_pictures(lambda _exports, _folder: sleep(3))
    usual = [form.value for form in USUAL]
    late = _between_pictures(lambda exports, folder: exports.make(usual, folder, lambda *_: None))
    yield Figure(
        "between two pictures, files of 2,000 ideas are made, p99", late, "ms",
        f"alone {alone:.1f} ms", late / alone, f"at most {PICTURE} ms", late <= PICTURE,
    )  # fmt: skip


def _between_pictures(work: "Callable[[Exporter, Path], object]") -> float:
    """The ms that 99 of 100 gaps between pictures last at most while a thread does the work."""
    from PySide6.QtWidgets import QApplication

    from moedeapp.app import Exporter
    from tests.bench.window import Pictures, application, shown

    app = application()
    with meeting(2_000) as document, tempfile.TemporaryDirectory() as folder:
        exports = Exporter(document)
        with shown(document) as window:
            exports.ready()
            pictures = Pictures(window)
            thread = Thread(target=work, args=(exports, Path(folder)))
            thread.start()
            while thread.is_alive():
                QApplication.processEvents()
            pictures.stop()
            exports.close()
    app.processEvents()
    return quantiles(pictures.gaps(), n=100)[98]


# --- the same by others


def _plain(minutes: Minutes) -> bytes:
    """The same words in ReportLab's own paragraphs and tables, without tags or files."""
    glyphs.load()
    style = ParagraphStyle("cell", fontName=glyphs.REGULAR, fontSize=10, leading=14)
    strong = ParagraphStyle("strong", style, fontName=glyphs.BOLD)
    look = TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, "#c9d0dc")])
    story: list[Any] = []
    for part in _parts(minutes):
        if part["kind"] != "table":
            words = strong if part["kind"] == "heading" else style
            story.append(Paragraph(escape(part["words"]), words))
            continue
        rows = [[Paragraph(escape(words), strong) for words in part["titles"]]]
        rows += [[Paragraph(escape(w), style) for w in row] for row in part["cells"]]
        widths = [share * 470 for share in part["shares"]]
        story.append(Table(rows, colWidths=widths, repeatRows=1, style=look))
    made = BytesIO()
    SimpleDocTemplate(made).build(story)
    return made.getvalue()


def _against_typst(minutes: Minutes, ours: float) -> Figure:
    name, python = "  by typst", os.environ.get(TYPST)
    if not python:
        return Figure(name, ours, "s", f"{TYPST} names no Python with typst")
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(list(_parts(minutes)), file)
        file.flush()
        script = Path(__file__).parent.parent / "oracle" / "typst_protocol.py"
        run = [python, str(script), file.name]
        told = json.loads(subprocess.run(run, check=True, capture_output=True).stdout)
    theirs = told["seconds"]
    return Figure(name, theirs, "s", f"ours, looked at, {ours:.2f} s", ours / theirs)


def _parts(minutes: Minutes) -> Iterator[dict[str, Any]]:
    for block in minutes.blocks:
        if isinstance(block, blocks.Heading | blocks.Paragraph | blocks.Title):
            kind = "paragraph" if isinstance(block, blocks.Paragraph) else "heading"
            yield {"kind": kind, "words": block.words}
        elif isinstance(block, blocks.Table):
            yield {
                "kind": "table",
                "titles": [column.title for column in block.columns],
                "shares": [column.share for column in block.columns],
                "cells": [[_words(cell) for cell in row] for row in block.rows],
            }
        elif isinstance(block, blocks.Facts):
            cells = [[label, _words(cell)] for label, cell in block.rows]
            yield {"kind": "table", "titles": ["", ""], "shares": [0.3, 0.7], "cells": cells}


def _words(cell: blocks.Cell) -> str:
    return "\n".join(part.text for part in cell if isinstance(part, blocks.Words))
