"""The content of the protocol, without layout: every section in its order."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from moedeapp import texts
from moedeapp.export import (
    appendix,
    attachments,
    changelog,
    enclosed,
    evening,
    fingerprint,
    outcome,
    second_lists,
    turnout,
)
from moedeapp.export.blocks import (
    Attachment,
    Block,
    Code,
    Facts,
    Heading,
    IdeaTable,
    Minutes,
    Paragraph,
    Title,
    Words,
    plain,
)
from moedeapp.export.changelog import Acts
from moedeapp.export.tables import results_bytes
from moedeapp.export.wordings import Wordings
from moedeapp.model.address import bare, link, public_address
from moedeapp.model.errors import IdeasLost
from moedeapp.model.journal import Entry
from moedeapp.model.meeting import (
    FRAMES,
    Meeting,
    NoteKind,
    Phase,
    numbered,
    ordered,
)
from moedeapp.texts import _

ABOUT: Final = "about"
"""The key of the facts on the last page; the last of them is the sum of all other words."""

_LANGUAGES: Final = {"da": "da-DK", "en": "en-GB"}


def minutes(
    meeting: Meeting,
    journal_entries: Sequence[Entry],
    *,
    head: bytes,
    made_at: datetime,
    software_version: str,
    warning: str = "",
) -> Minutes:
    """The protocol of a meeting as it is now, in the language spoken.

    `head` is the journal's head (32 bytes); a warning stands on every page. Raises IdeasLost when
    an idea has no line.
    """
    acts, wordings = Acts(journal_entries), Wordings(meeting)
    files = attachments.of(meeting, journal_entries)
    blocks = (
        *_head(meeting),
        *_time_and_place(meeting),
        *_participants(meeting),
        *_purpose(meeting),
        *_frames(meeting),
        *evening.section(meeting, acts),
        *outcome.result(meeting, wordings),
        *second_lists.section(meeting, wordings),
        *outcome.reservations(meeting),
        *outcome.next_steps(meeting, wordings),
        *changelog.section(acts, head),
        *_notes(meeting),
        *appendix.ideas(meeting, wordings),
        *appendix.merges(meeting, wordings),
        *turnout.appendix(meeting),
        *enclosed.appendix(meeting, wordings, files, journal_entries),
        *_last_page(meeting, head),
    )
    _check_whole(meeting, blocks)
    about = _about(meeting, acts, head, made_at, software_version)
    return framed(
        meeting,
        title_of(meeting),
        _vouched_for(blocks, about),
        made_at=made_at,
        software_version=software_version,
        warning=warning,
        files=files,
    )


def framed(
    meeting: Meeting,
    title: str,
    blocks: tuple[Block, ...],
    *,
    made_at: datetime,
    software_version: str,
    warning: str = "",
    files: tuple[Attachment, ...] = (),
) -> Minutes:
    """Blocks as a document of this meeting, with its case, its foot and what marks a rehearsal."""
    rehearsal = texts.rehearsal() if meeting.facts.rehearsal else ""
    return Minutes(
        title=" · ".join(filter(None, (rehearsal, title))),
        author=meeting.organisation.name,
        subject=texts.advisory(),
        keywords=_keywords(meeting),
        language=_LANGUAGES[texts.spoken()],
        foot=rehearsal or texts.advisory(),
        warning=rehearsal or warning,
        made_at=made_at,
        software_version=software_version,
        case=_case(meeting),
        blocks=blocks,
        files=files,
    )


def _check_whole(meeting: Meeting, blocks: Iterable[Block]) -> None:
    printed = sum(len(block.rows) for block in blocks if isinstance(block, IdeaTable))
    if printed != len(meeting.ideas):
        raise IdeasLost(len(meeting.ideas), printed)


def title_of(meeting: Meeting) -> str:
    """What the protocol is called."""
    title = meeting.facts.title
    return _("Protocol of the citizen meeting on {topic}").format(topic=title or _unsettled())


def _unsettled() -> str:
    return _("Not settled")


def _keywords(meeting: Meeting) -> str:
    facts = meeting.facts
    pairs = (
        ("KLE", facts.kle),
        ("facet", facts.facet),
        ("sagsnr", facts.case_number),
        ("enhed", facts.unit),
    )
    return ";".join(f"{name}:{value}" for name, value in pairs if value)


def _rows(*rows: tuple[str, str]) -> Facts:
    """Facts without the rows that have no value."""
    return Facts(tuple((label, plain(value)) for label, value in rows if value))


def headed(meeting: Meeting, words: str, below: str) -> Title:
    """The head of a document, with who holds the meeting above it."""
    organisation = meeting.organisation
    above = " · ".join(filter(None, (organisation.name, meeting.facts.unit)))
    logo_says = _("Logo of {organisation}").format(organisation=organisation.name)
    return Title(above, words, below, organisation.logo, logo_says)


# --- the sections


def _head(meeting: Meeting) -> Iterable[Block]:
    facts, organisation, stage = meeting.facts, meeting.organisation, meeting.stage
    yield headed(meeting, title_of(meeting), texts.advisory())
    status = _("{status}, version {version}").format(
        status=texts.name(stage.status), version=stage.version
    )
    yield _rows(
        (texts.field("type"), texts.name(facts.type) if facts.type else _unsettled()),
        (texts.field("status"), texts.rehearsal() if facts.rehearsal else status),
        (texts.field("change_note"), stage.change_note),
        (texts.field("kle"), facts.kle),
        (texts.field("facet"), facts.facet),
        (texts.field("case_number"), facts.case_number),
        (texts.field("unit"), facts.unit),
        (texts.field("contact"), organisation.contact),
    )


def _time_and_place(meeting: Meeting) -> Iterable[Block]:
    facts = meeting.facts
    yield Heading(_("1. Time and place"))
    yield Facts(
        tuple(
            (label, plain(value or _unsettled()))
            for label, value in (
                (texts.field("date"), texts.date(facts.date) if facts.date else ""),
                (_("Time"), _hours(facts.starts, facts.ends)),
                (texts.field("place"), facts.place),
                (texts.field("address"), facts.address),
            )
        )
    )


def _hours(starts: str, ends: str) -> str:
    if starts and ends:
        return texts.period(starts, ends)
    known = starts or ends
    return texts.clock(known) if known else ""


def _participants(meeting: Meeting) -> Iterable[Block]:
    facts = meeting.facts
    counted = {key: heads.count for key, heads in meeting.heads.items()}
    yield Heading(_("2. Participants"))
    yield _rows(
        (_("In the room"), texts.heads(counted) or _("Nobody was counted")),
        (texts.field("tables"), str(len(meeting.tables)) if meeting.tables else ""),
        (texts.field("host"), facts.host),
        (texts.field("facilitator"), facts.facilitator),
        (texts.field("minute_taker"), facts.minute_taker),
        (texts.field("politicians"), "\n".join(facts.politicians)),
    )


def _purpose(meeting: Meeting) -> Iterable[Block]:
    yield Heading(_("3. Purpose"))
    yield Paragraph(meeting.facts.purpose or _unsettled())
    for question in ordered(meeting.questions):
        if question.words:
            yield Paragraph(_("The hall was asked: “{question}”").format(question=question.words))


def _frames(meeting: Meeting) -> Iterable[Block]:
    facts = meeting.facts
    yield Heading(_("4. Frames"))
    values = {name: getattr(facts, name) for name in FRAMES}
    values["type"] = texts.name(facts.type) if facts.type else ""
    rows = [(texts.field(name), plain(text or _unsettled())) for name, text in values.items()]
    mandate = tuple(_mandate(meeting))
    yield Facts((*rows, *(((texts.field("mandate_title"), mandate),) if mandate else ())))


def _mandate(meeting: Meeting) -> Iterable[Words]:
    facts = meeting.facts
    if facts.mandate_title:
        yield Words(facts.mandate_title)
    if facts.mandate_date:
        yield Words(texts.date(facts.mandate_date))
    if facts.mandate_link:
        follows = facts.mandate_link.startswith(("https://", "http://"))
        yield Words(facts.mandate_link, address=facts.mandate_link if follows else "")


def _notes(meeting: Meeting) -> Iterable[Block]:
    notes = [note for note in numbered(meeting.notes) if note.kind is NoteKind.MINUTES]
    if notes:
        yield Heading(_("Notes"))
    for phase in Phase:
        words = [note.words for note in notes if note.phase is phase]
        if words:
            yield Heading(texts.name(phase), 2)
            yield from (Paragraph(text) for text in words)


def _case(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    facts, stage = meeting.facts, meeting.stage
    return (
        ("kle", facts.kle),
        ("facet", facts.facet),
        ("caseNumber", facts.case_number),
        ("unit", facts.unit),
        ("meetingDate", facts.date),
        ("documentId", facts.id),
        ("status", "rehearsal" if facts.rehearsal else stage.status.value),
        ("version", str(stage.version)),
    )


def _last_page(meeting: Meeting, head: bytes) -> Iterable[Block]:
    yield Heading(_("About this document"))
    address = public_address(meeting.facts.answer_where)
    if address:
        yield Code(
            link(address),
            _("Follow what becomes of it: {address}").format(address=bare(address)),
            _("QR code that leads to {address}").format(address=bare(address)),
        )
    yield Code(
        head.hex(),
        _("The journal's head as a QR code: {head}").format(head=head.hex()),
        _("QR code with the journal's head: {words}").format(words=texts.words(head)),
    )


def _about(
    meeting: Meeting, acts: Acts, head: bytes, made_at: datetime, software_version: str
) -> Facts:
    at = made_at.isoformat()
    return _rows(
        (_("Document ID"), meeting.facts.id),
        (_("Made"), f"{texts.date(at)} {texts.clock(at)}"),
        (_("Made with"), f"MødeApp {software_version}"),
        (_("Entries in the journal"), texts.number(acts.length)),
        (texts.field("head"), texts.words(head)),
        (texts.field("deletion_rule"), meeting.organisation.deletion_rule),
        (_("SHA-256 of the results"), hashlib.sha256(results_bytes(meeting)).hexdigest()),
    )


def _vouched_for(blocks: tuple[Block, ...], about: Facts) -> tuple[Block, ...]:
    """The blocks and the facts about them, which end in a sum of all words but its own."""

    def with_sum(value: str) -> Facts:
        return Facts((*about.rows, (_("SHA-256 of the text"), plain(value))), key=ABOUT)

    return (*blocks, with_sum(fingerprint.of_blocks((*blocks, with_sum("")))))
