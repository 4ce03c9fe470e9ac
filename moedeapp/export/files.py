"""The files a meeting gives, and what they are called."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from moedeapp.export import disk, recount_files, rounds, tables
from moedeapp.export.blocks import Minutes
from moedeapp.export.minutes import minutes
from moedeapp.export.pdf import document, doubts
from moedeapp.model.journal import Entry
from moedeapp.model.meeting import Meeting, RoundKind, Status
from moedeapp.texts import _

LONGEST_NAME: Final = 120
"""Most characters of a file name."""

REHEARSAL: Final = "GENERALPROEVE"

_LONGEST_PART: Final = 30
_DANISH: Final = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa", "ß": "ss"}
)


def name(meeting: Meeting, suffix: str) -> str:
    """The name of a file of this meeting, in ASCII, for any file system and filing system.

    ``2026-11-23_Protokol-borgermoede_Havnen_KLE-15.20.24-P35_sag-2026-04417_v1.pdf``; the topic
    gives way when that gets longer than `LONGEST_NAME`. The suffix begins with a mark: ".pdf".
    Everything a rehearsal gives begins with `REHEARSAL`.
    """
    facts = meeting.facts
    case = _ascii(facts.case_number)[:_LONGEST_PART].rstrip("-.")
    before = [REHEARSAL if facts.rehearsal else "", facts.date, "Protokol-borgermoede"]
    after = [
        f"KLE-{facts.kle}-{_ascii(facts.facet)}".rstrip("-") if facts.kle else "",
        f"sag-{case}" if case else "",
        f"v{meeting.stage.version}",
    ]
    rest = "_".join(filter(None, (*before, *after))) + suffix
    topic = _ascii(facts.title)[: LONGEST_NAME - len(rest) - 1].rstrip("-.")
    return "_".join(filter(None, (*before, topic, *after))) + suffix


def _ascii(text: str) -> str:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).translate(_DANISH))
    letters = folded.encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9.]+", "-", letters).strip("-.")


def export_all(
    meeting: Meeting,
    journal_entries: Sequence[Entry],
    folder: Path,
    *,
    head: bytes,
    made_at: datetime,
    software_version: str,
    large: bool = False,
    warn: Callable[[str], None] = lambda _words: None,
) -> list[Path]:
    """Write protocol, ideas, results and the whole meeting into a folder, made if it is missing;
    gives the files. A sealed vote on dots gets a folder of its own to be counted again from, and
    with `large` the protocol comes in large print as well.

    `warn` hears a sentence when the protocol is not fit for an archive. Raises IdeasLost before
    anything is written, and CannotWrite.
    """

    def content(now: Meeting, warning: str = "") -> Minutes:
        return minutes(
            now,
            journal_entries,
            head=head,
            made_at=made_at,
            software_version=software_version,
            warning=warning,
        )

    sizes = {".pdf": False, **({"_stor-skrift.pdf": True} if large else {})}
    made = _pdfs(content(meeting), sizes)
    if any(map(doubts, made.values())):
        # Better a draft tonight than nothing; it says what it is on every page.
        draft = replace(meeting, stage=replace(meeting.stage, status=Status.DRAFT))
        made = _pdfs(content(draft, _("Draft: not approved for archiving")), sizes)
        warn(
            _(
                "The protocol did not pass the check for archives. It is marked as a draft. Make "
                "it again with a newer version of MødeApp before you file it."
            )
        )
    disk.make_folder(folder)
    written = []
    for suffix, data in (
        *made.items(),
        ("_ideer.csv", tables.ideas_csv(meeting)),
        ("_resultat.csv", tables.results_csv(meeting)),
        (".json", tables.meeting_bytes(meeting)),
        ("_resultat.json", tables.results_bytes(meeting)),
    ):
        path = folder / name(meeting, suffix)
        disk.write(path, data)
        written.append(path)
    if rounds.sealed(meeting, RoundKind.DOTS):
        written += recount_files.write(meeting, folder / name(meeting, "_genoptaelling"))
    return written


def _pdfs(content: Minutes, sizes: Mapping[str, bool]) -> dict[str, bytes]:
    """The protocol by the end of its name, in each size asked for: in large print or not."""
    return {suffix: document(content, large=large) for suffix, large in sizes.items()}
