"""The files a meeting gives, all at once or none."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any

from moedeapp import resources
from moedeapp.export import disk, html, recount_files, tables, workbook
from moedeapp.export.blocks import Heading, Minutes
from moedeapp.export.forms import USUAL, Form, possible, says
from moedeapp.export.metadata_list import Filed, metadata_csv
from moedeapp.export.minutes import minutes
from moedeapp.export.names import RECOUNT, SUFFIXES, name
from moedeapp.export.orders import Evening, Made, Tell
from moedeapp.export.pdf import document, doubts, fits, one_page
from moedeapp.export.pictures import pictures
from moedeapp.export.summary import summary
from moedeapp.export.told_later import follow_up
from moedeapp.model.meeting import Meeting, Status
from moedeapp.texts import _


def make_all(evening: Evening, forms: Collection[Form], tell: Tell) -> Made:
    """Make the protocol, and the meeting in these forms; raises IdeasLost."""
    making = _Making(evening)
    files = making.files(forms, tell)
    return Made(files, making.warning)


def export_all(
    evening: Evening,
    folder: Path,
    *,
    forms: Collection[Form] = USUAL,
    warn: Callable[[str], None] = lambda _words: None,
    tell: Tell = lambda _done, _of: None,
) -> list[Path]:
    """Make them and write them into a folder made if it is missing; gives the protocol first.

    Either all files are written or none, and what was there stays until then. `warn` hears it
    when a document is not fit for an archive. Raises IdeasLost and CannotWrite.
    """
    made = make_all(evening, forms, tell)
    if made.warning:
        warn(made.warning)
    return disk.write_all(folder, made.files)


class _Making:
    """Makes the forms of one meeting, one after the other."""

    def __init__(self, evening: Evening) -> None:
        self._evening = evening
        self._meeting = evening.meeting
        self.warning = ""
        self._about: dict[str, Any] = {
            "made_at": evening.made_at, "software_version": evening.software_version,
        }  # fmt: skip

    def files(self, forms: Collection[Form], tell: Tell) -> dict[str, bytes]:
        """The files by name."""
        wanted = [f for f in possible(self._meeting) if f in forms or f is Form.PROTOCOL]
        made: dict[str, bytes] = {}
        filed: list[Filed] = []
        for done, form in enumerate(wanted):
            tell(done, len(wanted))
            if form is Form.METADATA:
                made[name(self._meeting, *SUFFIXES[form])] = metadata_csv(self._meeting, filed)
            elif form is Form.RECOUNT:
                folder = name(self._meeting, RECOUNT)
                for own, data in recount_files.contents(self._meeting).items():
                    made[f"{folder}/{own}"] = data
            else:
                for suffix, data in zip(SUFFIXES[form], self._make(form), strict=True):
                    made[name(self._meeting, suffix)] = data
                    filed.append(Filed(name(self._meeting, suffix), says(form), data))
        tell(len(wanted), len(wanted))
        return made

    def _make(self, form: Form) -> Sequence[bytes]:
        meeting = self._meeting
        match form:
            case Form.PROTOCOL:
                return (self._fit(self._protocol, document),)
            case Form.LARGE:
                return (self._fit(self._protocol, partial(document, large=True)),)
            case Form.PAGE:
                return (html.page(self._protocol(meeting)),)
            case Form.SUMMARY:
                return (self._fit(self._summary, one_page),)
            case Form.FOLLOW_UP:
                return self._fit(self._told, document), html.page(self._told(meeting))
            case Form.WORKBOOK:
                return (workbook.workbook(meeting, self._evening.made_at),)
            case Form.LISTS:
                return tables.ideas_csv(meeting), tables.results_csv(meeting)
            case Form.DATA:
                schema = resources.text("export", "meeting.schema.json").encode()
                return tables.meeting_bytes(meeting), tables.results_bytes(meeting), schema
            case _:
                return [
                    data
                    for picture in pictures(meeting)
                    for data in (picture.png, picture.says.encode("utf-8-sig"))
                ]

    def _protocol(self, meeting: Meeting, warning: str = "") -> Minutes:
        evening = self._evening
        return minutes(meeting, evening.entries, head=evening.head, warning=warning, **self._about)

    def _summary(self, meeting: Meeting, warning: str = "") -> Minutes:
        return summary(meeting, fits=fits, warning=warning, **self._about)

    def _told(self, meeting: Meeting, warning: str = "") -> Minutes:
        return follow_up(meeting, warning=warning, **self._about)

    def _fit(self, says: Callable[..., Minutes], lay_out: Callable[[Minutes], bytes]) -> bytes:
        """A PDF for the archive; when it did not become one, a draft that says so."""
        data = lay_out(says(self._meeting))
        if not doubts(data):
            return data
        # Better a draft tonight than nothing; it says what it is on every page.
        draft = replace(self._meeting, stage=replace(self._meeting.stage, status=Status.DRAFT))
        self.warning = _(
            "The protocol did not pass the check for archives. It is marked as a draft. "
            "Make it again with a newer version of MødeApp before you file it."
        )
        return lay_out(says(draft, _("Draft: not approved for archiving")))


def beginning(evening: Evening) -> str:
    """The protocol before its appendices, as a page."""
    found = minutes(
        evening.meeting,
        evening.entries,
        head=evening.head,
        made_at=evening.made_at,
        software_version=evening.software_version,
    )
    begins = takewhile(
        lambda block: not (isinstance(block, Heading) and block.new_page), found.blocks
    )
    return html.page(replace(found, blocks=tuple(begins)), contents=False).decode()
