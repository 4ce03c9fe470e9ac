"""The forms a meeting leaves the house in, beside the protocol itself."""

from enum import StrEnum
from typing import Final

from moedeapp.export import rounds
from moedeapp.model.meeting import Meeting, RoundKind
from moedeapp.texts import _, mark


class Form(StrEnum):
    """One form, in the order they are made; the protocol is always among them."""

    PROTOCOL = "protocol"
    LARGE = "large-print"
    PAGE = "page"
    SUMMARY = "summary"
    FOLLOW_UP = "follow-up"
    WORKBOOK = "workbook"
    LISTS = "lists"
    DATA = "data"
    PICTURES = "pictures"
    METADATA = "metadata"
    RECOUNT = "recount"


_SAYS: Final = {
    Form.PROTOCOL: mark("The protocol as a PDF for the archive"),
    Form.LARGE: mark("The protocol in large print"),
    Form.PAGE: mark("The protocol as a web page, also for Word"),
    Form.SUMMARY: mark("Summary for the committee, one page as a PDF"),
    Form.FOLLOW_UP: mark("You said – we did, as a PDF and a web page"),
    Form.WORKBOOK: mark("Everything as a workbook for Excel"),
    Form.LISTS: mark("Ideas and results as lists (CSV)"),
    Form.DATA: mark("The whole meeting as data (JSON)"),
    Form.PICTURES: mark("Pictures of the result to share"),
    Form.METADATA: mark("Metadata for the case system (CSV)"),
    Form.RECOUNT: mark("What is needed to count again"),
}


USUAL: Final = tuple(form for form in Form if form is not Form.LARGE)
"""What is made when nobody chooses: large print is for who asks for it."""


def says(form: Form) -> str:
    """What a form is, in a few words."""
    return _(_SAYS[form])


def possible(meeting: Meeting) -> tuple[Form, ...]:
    """The forms this meeting has anything for."""
    without = set()
    if not rounds.sealed(meeting, RoundKind.DOTS):
        without |= {Form.PICTURES, Form.RECOUNT}
    if not meeting.follow_ups:
        without.add(Form.FOLLOW_UP)
    return tuple(form for form in Form if form not in without)
