"""Whether a protocol is whole: its files, its words, its journal, its count and its tables."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeAlias

import pikepdf

from moedeapp import recount, texts
from moedeapp.export import attachments, enclosed, printed, reading, recount_files
from moedeapp.export.fingerprint import bare, of_text
from moedeapp.export.minutes import ABOUT
from moedeapp.export.reading import Part, Reading
from moedeapp.export.tables import harmless
from moedeapp.model import journal
from moedeapp.model.errors import FileMissing, JournalBroken, NoAccess
from moedeapp.model.journal import Entry
from moedeapp.texts import _

_ODD: Final = (
    AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError,
    pikepdf.DataDecodingError, pikepdf.PdfError,
)  # fmt: skip
"""What reading something that is not as it should be can end in."""

_RECOUNTED: Final = (
    recount_files.STUBS_FILE,
    recount_files.MANUAL_FILE,
    recount_files.RESULTS_FILE,
)

Files: TypeAlias = Mapping[str, bytes | None]
"""The files in a protocol by name; None for one that cannot be unpacked."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found; `problems` are sentences, and there are none when all is well."""

    problems: tuple[str, ...]
    files: int = 0
    entries: int = 0
    """how many the journal has"""
    head: bytes = b""
    """of the journal; empty when it is not whole"""


def protocol(path: Path) -> Verdict:
    """Look at everything in a protocol that vouches for something else in it."""
    try:
        with pikepdf.open(path) as pdf:
            read, files = reading.read(pdf), _files(pdf)
            title, subject = (str(pdf.docinfo.get(key, "")) for key in ("/Title", "/Subject"))
    except FileNotFoundError:
        return Verdict((texts.explain(FileMissing(path)),))
    except OSError:
        return Verdict((texts.explain(NoAccess(path)),))
    except _ODD:
        return Verdict((_("{file} is damaged, or it is no PDF.").format(file=path.name),))
    paper = read.document
    about = next((part for part in paper.walk() if part.key == ABOUT), None)
    if about is None:
        return Verdict((_("{file} is no protocol that can be checked.").format(file=path.name),))
    entries = _journal(files)
    head, broken = _chain(entries)
    problems = (
        *_sums(paper, files),
        *_words(paper, about),
        *_furniture(read, (subject, title.partition(" · ")[0])),
        *broken,
        *(_heads(paper, head) if head else ()),
        *_journal_list(entries, files),
        *_count(files),
        *_tables(paper, files),
    )
    return Verdict(problems, len(files), len(entries or ()), head)


def _files(pdf: pikepdf.Pdf) -> Files:
    found: dict[str, bytes | None] = {}
    for name, entry in pdf.attachments.items():
        found[name] = None
        with suppress(*_ODD):
            found[name] = entry.get_file().read_bytes()
    return found


def _json(files: Files, name: str) -> Any:
    """What a file says; raises ValueError when there is none."""
    data = files.get(name)
    if data is None:
        raise ValueError(name)
    return json.loads(data)


# --- files and words


def _sums(paper: Part, files: Files) -> Iterator[str]:
    """Files that are not what Appendix D says."""
    listed = _listed(paper)
    if not listed:
        yield _("The list of files in Appendix D is missing.")
        return
    held = {bare([name]): data for name, data in files.items()}
    for name in sorted(listed.keys() | held.keys()):
        if name not in held:
            yield _("The file {name} is missing in the document.").format(name=name)
        elif name not in listed:
            yield _("The file {name} is not on the list in Appendix D.").format(name=name)
        elif sha256(held[name] or b"").hexdigest() != listed[name]:
            yield _("The file {name} was changed: its sum is not the printed one.").format(
                name=name
            )


def _listed(paper: Part) -> dict[str, str]:
    """The printed sums by name of the file."""
    table = next((part for part in paper.find("Table") if part.key == enclosed.KEY), Part(""))
    listed: dict[str, str] = {}
    for row in list(table.find("TR"))[1:]:
        name, *_says, sum_ = ["", "", *(part.words for part in row.walk() if part.words)][-3:]
        listed[bare([name])] = bare([sum_])
    return listed


def _words(paper: Part, about: Part) -> Iterator[str]:
    """Whether any word on the pages is another than the one that was printed."""
    *_others, told = [Part(""), *about.find("LBody")]
    read = (text for part in paper.walk() if part is not told for text in (part.alt, part.words))
    if of_text(read) != bare([told.text]):
        yield _("The words on the pages are not the ones this protocol was made with.")


def _furniture(read: Reading, feet: Collection[str]) -> Iterator[str]:
    """Whether feet, warnings and titles that come again are what they were."""
    heads = {
        bare(cell.text for cell in row.parts)
        for table in read.document.find("Table")
        for row in list(table.find("TR"))[:1]
    }
    again = re.compile(f"(?:{'|'.join(map(re.escape, sorted(heads, reverse=True)))})*")
    # A warning stands on every page, and says the same.
    warnings = {page[2:3] for page in read.furniture}
    warned = len(warnings) == 1 and not again.fullmatch(bare(*warnings))
    labels = set()
    for number, page in enumerate(read.furniture, 1):
        foot, label, *rest = [*page, "", ""][: max(2, len(page))]
        labels.add(re.sub("[0-9]", "", label))
        numbers = [int(n) for n in re.findall("[0-9]+", label)]
        if (
            foot not in feet
            or numbers != [number, len(read.furniture)]
            or not again.fullmatch(bare(rest[warned:]))
            or len(labels) > 1
        ):
            yield _("The foot or a title on page {number} was changed.").format(number=number)


# --- the journal


def _journal(files: Files) -> list[Entry] | None:
    """The acts the protocol holds; None when they cannot be read."""
    with suppress(*_ODD):
        return [
            Entry(
                line["seq"],
                line["at"],
                line["act"],
                line["payload"],
                bytes.fromhex(line["prev"]),
                bytes.fromhex(line["hash"]),
            )
            for line in _json(files, attachments.JOURNAL)
        ]
    return None


def _chain(entries: list[Entry] | None) -> tuple[bytes, tuple[str, ...]]:
    """The head of the journal, and what is wrong with it."""
    if entries is None:
        return b"", (_("The journal cannot be read."),)
    try:
        return journal.verify(entries), ()
    except JournalBroken as error:
        return b"", (texts.explain(error),)
    except _ODD:
        return b"", (_("The journal cannot be read."),)


def _heads(paper: Part, head: bytes) -> Iterator[str]:
    words = bare(part.words for part in paper.walk())
    if head.hex() not in words or bare([texts.words(head)]) not in words:
        yield _("The printed head is not that of the journal.")


def _journal_list(entries: list[Entry] | None, files: Files) -> Iterator[str]:
    """Whether the list for a spreadsheet says the same."""
    listed: list[list[str]] | None = None
    with suppress(*_ODD):
        data = files.get(attachments.JOURNAL_LIST) or b""
        lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
        listed = [line[: len(attachments.COLUMNS)] for line in lines]
    told = [list(attachments.COLUMNS)]
    for entry in entries or ():
        told.append([str(harmless(value)) for value in attachments.plain(entry).values()])
    if listed != told:
        yield _("The journal as a list is not the same as the journal.")


# --- the count and the tables


def _count(files: Files) -> Iterator[str]:
    """Whether the votes counted again give the result."""
    held = {name: data for name in _RECOUNTED if (data := files.get(name)) is not None}
    if not held:
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in held.items():
            (folder / file).write_bytes(data)
        try:
            counted, wrong = recount.recount(folder)
            told = list(recount.lines(folder, recount_files.RESULTS_FILE, *recount_files.RESULTS))
            yield from wrong
            yield from recount.compare(counted, told)
        except recount.Unreadable as error:
            yield str(error)


def _tables(paper: Part, files: Files) -> Iterator[str]:
    """Whether the pages say what the files say."""
    try:
        results = _json(files, attachments.RESULTS)
        meeting = _json(files, attachments.MEETING)
        words = bare(part.words for part in paper.walk())
        sum_ = sha256(files[attachments.RESULTS] or b"").hexdigest()
        if sum_ not in words or meeting["id"] not in words or meeting["id"] != results["meeting"]:
            yield _("The printed number of the document or sum of the results is another.")
        yield from printed.differences(paper, results, meeting)
    except _ODD:
        yield _("The results or the meeting cannot be read.")
