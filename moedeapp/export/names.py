"""What the files of a meeting are called."""

import re
import unicodedata
from collections.abc import Collection
from typing import Final

from moedeapp.export import recount_files
from moedeapp.export.forms import USUAL, Form, possible
from moedeapp.model.meeting import Meeting

LONGEST_NAME: Final = 120
"""Most characters of a file name."""

REHEARSAL: Final = "GENERALPROEVE"

_LONGEST_PART: Final = 30
_DANISH: Final = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa", "ß": "ss"}
)

PICTURE_SIZES: Final = ((1200, 630), (1080, 1080))
"""Width and height in dots: as wide as social media show a link, and square."""

RECOUNT: Final = "_genoptaelling"
_PICTURES: Final = tuple(
    f"_{wide}x{high}{end}" for wide, high in PICTURE_SIZES for end in (".png", ".txt")
)
SUFFIXES: Final = {
    Form.PROTOCOL: (".pdf",),
    Form.LARGE: ("_stor-skrift.pdf",),
    Form.PAGE: (".html",),
    Form.SUMMARY: ("_resume.pdf",),
    Form.FOLLOW_UP: ("_opfoelgning.pdf", "_opfoelgning.html"),
    Form.WORKBOOK: (".xlsx",),
    Form.LISTS: ("_ideer.csv", "_resultat.csv"),
    Form.DATA: (".json", "_resultat.json", ".schema.json"),
    Form.PICTURES: _PICTURES,
    Form.METADATA: ("_metadata.csv",),
}
"""How the names of the files of a form end; the recount has a folder of its own."""


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


def names(meeting: Meeting, forms: Collection[Form] = USUAL) -> list[str]:
    """What the files of these forms will be called, without making them."""
    wanted = [form for form in possible(meeting) if form in forms or form is Form.PROTOCOL]
    return [
        each
        for form in wanted
        for each in (
            [f"{name(meeting, RECOUNT)}/{file}" for file in recount_files.FILES]
            if form is Form.RECOUNT
            else [name(meeting, suffix) for suffix in SUFFIXES[form]]
        )
    ]
