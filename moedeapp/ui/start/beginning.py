"""A new meeting: what is asked for, where its file goes, and how it begins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Final

from moedeapp import SUFFIX
from moedeapp.intake.plans import Plan
from moedeapp.model.commands import evening
from moedeapp.model.commands.evening import Earlier
from moedeapp.model.document import Document
from moedeapp.model.errors import CannotWrite
from moedeapp.model.meeting import Organisation, ordered
from moedeapp.texts import _

_FORBIDDEN: Final = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST: Final = 160
"""Bytes of a file's name; the folders above it need room as well."""


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """What the facilitator says about a meeting before it begins; nothing of it must be said."""

    title: str = ""
    date: str = ""
    starts: str = ""
    ends: str = ""
    place: str = ""
    question: str = ""
    tables: int = 0
    plan: Plan | None = None
    earlier: Earlier | None = None
    organisation: Organisation = field(default_factory=Organisation)


def begin(path: Path, new: NewMeeting) -> Document:
    """Make the meeting's file and what was said about it; raises what `Document.create` does."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(path, str(error)) from error
    document = Document.create(path)
    try:
        _fill(document, new)
    except BaseException:
        document.close()
        path.unlink()
        raise
    return document


def _fill(document: Document, new: NewMeeting) -> None:
    if new.earlier is not None:
        document.apply(evening.use_earlier(new.earlier))
    elif new.plan is not None:
        document.apply(evening.use_plan(new.plan.steps))
    facts = _facts(new)
    if facts:
        document.apply(evening.describe(**facts))
    if new.tables != len(document.state.tables):
        document.apply(evening.set_tables(new.tables))
    first = next(iter(ordered(document.state.questions)), None)
    if new.question and (first is None or first.words != new.question):
        document.apply(evening.word_question(first.id if first else None, new.question))
    if new.organisation != Organisation():
        known = {name: getattr(new.organisation, name) for name in ORGANISATION}
        document.apply(evening.set_organisation(**known))


ORGANISATION: Final = ("name", "logo", "contact", "deciding_body", "deletion_rule")
"""The fields of `Organisation` that are set once."""


def _facts(new: NewMeeting) -> dict[str, Any]:
    names = ("title", "date", "starts", "ends", "place")
    facts: dict[str, Any] = {name: value for name in names if (value := getattr(new, name))}
    if new.plan is not None:
        facts["type"] = new.plan.type
    return facts


def suggested(folder: Path, title: str, date: str = "") -> Path:
    """Where the meeting's file may go: named by date and title, and never a file that is there."""
    words = " ".join(part for part in (date, _plain(title)) if part)
    return free(folder / (words or _("Citizen meeting")))


def free(path: Path) -> Path:
    """The path with the ending of a meeting and, if it is taken, the first number that is not."""
    bare = path.with_suffix("") if path.suffix == SUFFIX else path
    return next(each for each in _numbered(bare) if not each.exists())


def _numbered(bare: Path) -> Iterator[Path]:
    yield bare.with_name(bare.name + SUFFIX)
    for number in count(2):
        yield bare.with_name(f"{bare.name} {number}{SUFFIX}")


def _plain(title: str) -> str:
    """A title as every system takes it for a file's name."""
    words = " ".join(_FORBIDDEN.sub(" ", title).split())
    words = words.encode()[:_LONGEST].decode(errors="ignore").rstrip(". ").lstrip(".")
    return f"{words} -" if _RESERVED.fullmatch(words) else words
