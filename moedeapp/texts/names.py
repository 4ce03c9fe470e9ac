"""What the things of a meeting are called: states, fields, rows and acts."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from moedeapp.model import meeting
from moedeapp.texts.languages import _, mark, pgettext

_VALUES: Final[Mapping[type[StrEnum], Mapping[str, str]]] = {
    meeting.Phase: {
        meeting.Phase.FRAMES: mark("Frames"),
        meeting.Phase.WELCOME: mark("Welcome"),
        meeting.Phase.IDEAS: mark("Ideas"),
        meeting.Phase.THEMES: mark("Themes"),
        meeting.Phase.DOTS: mark("Dots"),
        meeting.Phase.RESULT: mark("Result"),
        meeting.Phase.NEXT_STEPS: mark("Next steps"),
    },
    meeting.MeetingType: {
        meeting.MeetingType.INFORMATION: mark("Information"),
        meeting.MeetingType.DIALOGUE: mark("Dialogue"),
        meeting.MeetingType.CO_CREATION: mark("Co-creation"),
    },
    meeting.Status: {
        meeting.Status.DRAFT: mark("Draft"),
        meeting.Status.FINAL: mark("Final"),
    },
    meeting.NoteKind: {
        meeting.NoteKind.MINUTES: mark("Minutes of the meeting"),
        meeting.NoteKind.RESERVATION: mark("Reservation"),
        meeting.NoteKind.MINORITY: mark("Minority statement"),
    },
    meeting.Role: {
        meeting.Role.CITIZEN: mark("citizen"),
        meeting.Role.POLITICIAN: mark("politician"),
        meeting.Role.STAFF: mark("staff member"),
    },
    meeting.Channel: {
        meeting.Channel.FACILITATOR: mark("typed by the facilitator"),
        meeting.Channel.PHONE: mark("phone"),
        meeting.Channel.TABLE: mark("table device"),
        meeting.Channel.PAPER: mark("paper"),
        meeting.Channel.IMPORT: mark("brought in from a file"),
        meeting.Channel.BEFORE: mark("before the meeting"),
    },
    meeting.IdeaState: {
        meeting.IdeaState.WAITING: mark("awaiting review"),
        meeting.IdeaState.READY: mark("ready to be shown"),
        meeting.IdeaState.SHOWN: mark("on the board"),
        meeting.IdeaState.HIDDEN: mark("hidden"),
        meeting.IdeaState.PARKED: mark("parked"),
        meeting.IdeaState.WITHDRAWN: mark("withdrawn"),
    },
    meeting.Reason: {
        meeting.Reason.PERSON: mark("information about a person"),
        meeting.Reason.HEALTH: mark("information about health"),
        meeting.Reason.ABUSE: mark("abusive words"),
        meeting.Reason.OFF_TOPIC: mark("words off the topic"),
        meeting.Reason.SPAM: mark("advertising or nonsense"),
        meeting.Reason.MISTAKE: mark("words sent by mistake"),
    },
    meeting.Rejection: {
        meeting.Rejection.TOO_MANY_DOTS: mark("too many dots"),
        meeting.Rejection.OVER_CAP: mark("too many dots on one proposal"),
        meeting.Rejection.UNREADABLE: mark("unreadable"),
        meeting.Rejection.LATE: mark("handed in too late"),
    },
    meeting.RoundState: {
        meeting.RoundState.PREPARED: mark("prepared"),
        meeting.RoundState.OPEN: mark("open"),
        meeting.RoundState.CLOSED: mark("the box is closed"),
        meeting.RoundState.SEALED: mark("sealed"),
        meeting.RoundState.CANCELLED: mark("called off"),
    },
    meeting.RoundKind: {
        meeting.RoundKind.DOTS: mark("dots"),
        meeting.RoundKind.AGREEMENT: mark("scale of agreement"),
    },
    meeting.Agreement: {
        meeting.Agreement.FULLY: mark("Fully agree"),
        meeting.Agreement.AGREE: mark("Agree"),
        meeting.Agreement.LIVE_WITH: mark("Can live with it"),
        meeting.Agreement.IN_DOUBT: mark("In doubt"),
        meeting.Agreement.AGAINST: mark("Against"),
    },
    meeting.ByHand: {
        meeting.ByHand.PAPER: mark("paper slips"),
        meeting.ByHand.STICKERS: mark("sticker dots"),
        meeting.ByHand.CORRECTION: mark("correction"),
    },
    meeting.SlipState: {
        meeting.SlipState.ISSUED: mark("handed out"),
        meeting.SlipState.SPARE: mark("spare"),
        meeting.SlipState.VOID: mark("void"),
    },
    meeting.Progress: {
        meeting.Progress.WAITING: mark("Waiting"),
        meeting.Progress.UNDER_WAY: mark("Under way"),
        meeting.Progress.DONE: mark("Carried out"),
        meeting.Progress.TURNED_DOWN: mark("Turned down, because …"),
    },
    meeting.Colour: {
        meeting.Colour.YELLOW: mark("yellow"),
        meeting.Colour.BLUE: mark("blue"),
        meeting.Colour.GREEN: mark("green"),
        meeting.Colour.PEACH: mark("peach"),
        meeting.Colour.LILAC: mark("lilac"),
        meeting.Colour.GREY: mark("grey"),
    },
}

_FIELDS: Final[Mapping[str, str]] = {
    "title": mark("Title"),
    "type": mark("Type of meeting"),
    "date": mark("Date"),
    "starts": mark("Starts"),
    "ends": mark("Ends"),
    "place": mark("Place"),
    "address": mark("Address"),
    "purpose": mark("Purpose"),
    "influence": mark("Can be influenced"),
    "fixed": mark("Is fixed"),
    "decides": mark("Who decides"),
    "answer_by": mark("You get an answer"),
    "unresolved": mark("Not settled"),
    "mandate_title": mark("Terms of reference"),
    "mandate_date": mark("Date of the terms of reference"),
    "mandate_link": mark("Link to the terms of reference"),
    "answer_where": mark("Where you get the answer"),
    "host": mark("Host"),
    "facilitator": mark("Facilitator"),
    "minute_taker": mark("Minute-taker"),
    "politicians": mark("Politicians"),
    "kle": mark("KLE number"),
    "facet": mark("Facet"),
    "case_number": mark("Case number"),
    "unit": mark("Unit"),
    "name": mark("Name"),
    "logo": mark("Logo"),
    "contact": mark("Contact"),
    "deciding_body": mark("City council or municipal council"),
    "deletion_rule": mark("Rule for clearing up"),
    "phase": mark("Phase"),
    "status": mark("Status"),
    "version": mark("Version"),
    "change_note": mark("What was changed"),
    "question": mark("Question"),
    "position": mark("Order"),
    "number": mark("Number"),
    "words": mark("Words"),
    "edited": mark("Edited words"),
    "label": mark("Name of the table"),
    "count": mark("How many"),
    "minutes": mark("Minutes"),
    "how": mark("How to do it"),
    "group": mark("Groups"),
    "times": mark("How often"),
    "kind": mark("Kind"),
    "channel": mark("Channel"),
    "state": mark("State"),
    "role": mark("Role"),
    "roles": mark("Roles"),
    "table": mark("Table"),
    "tables": mark("Tables"),
    "reason": mark("Reason"),
    "theme": mark("Theme"),
    "themes": mark("Themes"),
    "idea": mark("Idea"),
    "ideas": mark("Ideas"),
    "merged_into": mark("Merged with"),
    "source": mark("Source"),
    "letter": mark("Letter"),
    "colour": mark("Colour"),
    "dots": mark("Dots"),
    "cap": mark("Most dots on one proposal"),
    "handed_out": mark("Slips handed out"),
    "cast": mark("Slips cast"),
    "slips": mark("Slips"),
    "round": mark("Vote"),
    "proposal": mark("Proposal"),
    "proposals": mark("Proposals"),
    "access": mark("Access"),
    "open_access": mark("Open access"),
    "two_persons": mark("Two persons key each slip"),
    "places": mark("Places on the list"),
    "rank": mark("Place on the list"),
    "persons": mark("Persons"),
    "support": mark("Support at the tables"),
    "bridge": mark("Bridge-builder"),
    "cost": mark("Cost for each supporter"),
    "code": mark("Code"),
    "batch": mark("Batch"),
    "stubs": mark("Dot codes"),
    "stickers": mark("Sticker dots"),
    "seed": mark("Seed of the draw"),
    "step": mark("Step on the scale"),
    "objection": mark("Objection"),
    "objections": mark("Objections"),
    "agreement": mark("Scale of agreement"),
    "note": mark("Note"),
    "why": mark("Reason"),
    "decision": mark("Decision"),
    "about": mark("What it is about"),
    "progress": mark("How it goes"),
    "action": mark("Action"),
    "responsible": mark("Responsible"),
    "deadline": mark("Deadline"),
    "effect": mark("Desired effect"),
    "head": mark("Control words"),
    "language": mark("Language"),
    "time": mark("Time of day"),
}

_THINGS: Final[Mapping[str, tuple[str, str]]] = {
    "facts": (mark("Meeting"), mark("The meeting")),
    "organisation": (mark("Organisation"), mark("The organisation")),
    "stage": (mark("Phase"), mark("The phase")),
    "frames": (mark("Frame"), mark("The frame")),
    "counters": (mark("Number"), mark("The number")),
    "questions": (mark("Question"), mark("The question")),
    "tables": (mark("Table"), mark("The table")),
    "heads": (mark("Head-count"), mark("The head-count")),
    "steps": (mark("Step of the run sheet"), mark("The step of the run sheet")),
    "visits": (mark("Phase"), mark("The phase")),
    "notes": (mark("Note"), mark("The note")),
    "ideas": (mark("Idea"), mark("The idea")),
    "themes": (mark("Theme"), mark("The theme")),
    "rounds": (mark("Vote"), mark("The vote")),
    "proposals": (mark("Proposal"), mark("The proposal")),
    "proposal": (mark("Proposal"), mark("The proposal")),
    "results": (mark("Result"), mark("The result")),
    "rejected": (mark("Rejected slip"), mark("The rejected slip")),
    "next_steps": (mark("Next step"), mark("The next step")),
    "ballots": (mark("Slip"), mark("The slip")),
    "batches": (mark("Batch"), mark("The batch")),
    "slips": (mark("Ballot slip"), mark("The ballot slip")),
    "stubs": (mark("Dot code"), mark("The dot code")),
    "open_stubs": (mark("Dot code"), mark("The dot code")),
    "stickers": (mark("Sticker dots"), mark("The sticker dots")),
    "manual": (mark("Count by hand"), mark("The count by hand")),
    "shares": (mark("Place by equal shares"), mark("The place by equal shares")),
    "answers": (mark("Answer"), mark("The answer")),
    "objections": (mark("Objection"), mark("The objection")),
    "lots": (mark("Draw"), mark("The draw")),
    "decisions": (mark("Decision"), mark("The decision")),
    "volunteers": (mark("Volunteer"), mark("The volunteer")),
    "follow_ups": (mark("Follow-up"), mark("The follow-up")),
}

_ACTS: Final[Mapping[str, str]] = {
    "evening.describe": mark("describe the meeting"),
    "evening.leave_unresolved": mark("leave a frame not settled"),
    "evening.set_organisation": mark("describe the organisation"),
    "evening.set_tables": mark("set the tables"),
    "evening.label_table": mark("name a table"),
    "evening.count_heads": mark("count the participants"),
    "evening.add_question": mark("add a question"),
    "evening.word_question": mark("reword the question"),
    "evening.remove_question": mark("remove a question"),
    "evening.use_plan": mark("use a run sheet"),
    "evening.change_step": mark("change the run sheet"),
    "evening.use_earlier": mark("use an earlier meeting"),
    "evening.go_to": mark("change the phase"),
    "evening.start_silence": mark("begin the silent phase"),
    "evening.end_silence": mark("end the silent phase"),
    "evening.start_listening": mark("begin the listening round"),
    "evening.end_listening": mark("end the listening round"),
    "evening.end": mark("end the meeting"),
    "evening.finish": mark("make the protocol final"),
    "evening.revise": mark("begin a new version of the protocol"),
    "notes.add": mark("add a note"),
    "notes.reword": mark("reword a note"),
    "notes.remove": mark("remove a note"),
    "ideas.add": mark("add an idea"),
    "ideas.receive": mark("receive an idea"),
    "ideas.bring_in": mark("bring in ideas"),
    "ideas.edit": mark("edit an idea"),
    "ideas.show": mark("show an idea"),
    "ideas.hide": mark("hide an idea"),
    "ideas.park": mark("park an idea"),
    "ideas.withdraw": mark("withdraw an idea"),
    "ideas.correct": mark("correct an idea"),
    "ideas.mask": mark("mask an idea"),
    "ideas.place": mark("move an idea"),
    "ideas.merge": mark("merge ideas"),
    "ideas.split": mark("split an idea"),
    "themes.add": mark("add a theme"),
    "themes.rename": mark("rename a theme"),
    "themes.recolour": mark("change the colour of a theme"),
    "themes.place": mark("move a theme"),
    "themes.arrange": mark("tidy the board"),
    "themes.group": mark("gather in a theme"),
    "themes.ungroup": mark("take out of a theme"),
    "themes.merge": mark("merge themes"),
    "themes.split": mark("split a theme"),
    "themes.remove": mark("remove a theme"),
    "slips.issue": mark("make ballot slips"),
    "slips.hand_out_spare": mark("hand out a spare slip"),
    "slips.void": mark("make a slip void"),
    "rounds.prepare": mark("prepare a vote"),
    "rounds.rename_proposal": mark("rename a proposal"),
    "rounds.change_rules": mark("change the rules of the vote"),
    "rounds.hand_out": mark("count the slips handed out"),
    "rounds.open": mark("open the vote"),
    "rounds.extend": mark("give more time"),
    "rounds.close": mark("close the box"),
    "rounds.seal": mark("seal the vote"),
    "rounds.cancel": mark("call off the vote"),
    "rounds.remove": mark("remove a vote"),
    "rounds.prepare_practice": mark("prepare a practice vote"),
    "rounds.end_practice": mark("end the practice vote"),
    "rounds.correct": mark("correct the result"),
    "rounds.draw": mark("draw lots"),
    "ballots.cast": mark("hand in a ballot"),
    "ballots.key": mark("key a slip"),
    "ballots.confirm": mark("key a slip as the second person"),
    "ballots.bring_in": mark("bring in slips"),
    "ballots.add_stickers": mark("key sticker dots"),
    "ballots.reject": mark("reject a slip"),
    "outcome.decide": mark("write down a decision"),
    "outcome.take_back": mark("take back a decision"),
    "outcome.sign_up": mark("write up a volunteer"),
    "outcome.strike_off": mark("strike off a volunteer"),
    "outcome.follow_up": mark("follow up a proposal"),
    "next_steps.add": mark("add a next step"),
    "next_steps.change": mark("change a next step"),
    "next_steps.remove": mark("remove a next step"),
}

_SOME_FIELD: Final = mark("A field")
_SOMETHING: Final = (mark("Thing"), mark("The thing"))
_SOME_ACT: Final = mark("the last change")
"""For names from a file of another version."""


def name(value: StrEnum) -> str:
    """The name of a phase, a state, a role and so on.

    What stands as a heading has a capital letter (phase, type, status, kind of note); what
    stands inside a sentence or a table has none.
    """
    return _(_VALUES[type(value)][value])


def field(key: str) -> str:
    """The label of a field of a fact, by its name in the model; "A field" for an unknown one."""
    return _(_FIELDS.get(key, _SOME_FIELD))


def thing(kind: str, number: int | str | None = None) -> str:
    """One row by its kind: "Idé 12", or "Idéen" without a number."""
    noun, definite = _THINGS.get(kind, _SOMETHING)
    if number is None:
        return _(definite)
    return pgettext("thing", "{noun} {number}").format(noun=_(noun), number=number)


def act(command: str) -> str:
    """What a command is called, e.g. "omdøb tema" for ``themes.rename``."""
    return _(_ACTS.get(command, _SOME_ACT))


def capital(text: str) -> str:
    """The text with a capital first letter, for the start of a sentence or a column."""
    return text[:1].upper() + text[1:]
