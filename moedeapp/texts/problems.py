"""Says what went wrong: what happened, what it means, what to do now."""

from collections.abc import Mapping
from functools import singledispatch
from typing import Any, Final

from moedeapp.model import errors
from moedeapp.model.meeting import Phase, Role
from moedeapp.texts.dates import clock, date, listed, number
from moedeapp.texts.languages import _, mark
from moedeapp.texts.names import act, field, name, thing

_COUNTS: Final = frozenset({"cells", "columns", "count", "declared", "limit", "options", "points"})
"""Values of a reader that are numbers of things."""

_SHOWN: Final = 60
"""Characters of a bad value that are shown again."""

_SIGN: Final = 2
"""Most letters of a theme, as in "AB"."""

_SENTENCES: Final[Mapping[type[errors.MoedeError], str]] = {
    errors.FileMissing: mark(
        "There is no file called {file} there. It may have been moved or renamed. "
        "Find it in its new place and open it again."
    ),
    errors.NoAccess: mark(
        "{file} is there, but this computer does not let you read it. Nothing in it has been "
        "changed. Ask whoever owns the file, or copy it to a folder of your own and open that."
    ),
    errors.HalfWritten: mark(
        "A change to {file} was cut short, and where the file lies it cannot be finished or taken "
        "back. Nothing in it has been changed now. Copy the file and the one beside it to a folder "
        "of your own, and open the copy."
    ),
    errors.FileExists: mark(
        "{file} is there already. It has not been touched. Choose another name."
    ),
    errors.FileEmpty: mark(
        "{file} is empty, so there is no meeting in it. Open a backup or begin a new meeting."
    ),
    errors.NotAMeeting: mark(
        "{file} is not a meeting. Nothing in it has been changed. "
        "Choose a file that was made with MødeApp."
    ),
    errors.FileDamaged: mark(
        "{file} is damaged and cannot be read. Nothing in it has been changed. "
        "What is intact can be saved in a new file; keep the damaged one until you know what is "
        "missing."
    ),
    errors.NewerFormat: mark(
        "{file} was made with a newer MødeApp. This one cannot read it, and the file has not "
        "been touched. Install the latest MødeApp and open the file again."
    ),
    errors.ReadOnly: mark(
        "{file} is open for reading only, so nothing was changed. "
        "Save a copy and go on working in that."
    ),
    errors.CannotWrite: mark(
        "{file} could not be written. The disk may be full, locked or gone, and the last "
        "change was not kept. Make room or put the disk back, and try again."
    ),
    errors.FileGone: mark(
        "{file} is not where it was: it was renamed, moved or deleted, or its disk taken away. The "
        "last change was not kept. Put the file back, or save a copy now and go on in that."
    ),
    errors.ClosedInPhase: mark(
        "“{act}” cannot be used in the phase {phase}. Nothing was changed. "
        "It belongs in {phases}: go there and try again."
    ),
    errors.FramesMissing: mark(
        "The ideas cannot begin yet, for some of the frames are missing: {frames}. "
        "Fill them in, or set them to “Not settled”."
    ),
    errors.NowListening: mark(
        "Now we listen to the citizens. Politicians and staff get their turn when the "
        "listening round is over."
    ),
    errors.NowSilent: mark(
        "That has to wait while everybody writes in silence. Nothing was changed. "
        "End the silent phase and try again."
    ),
    errors.MeetingFinal: mark(
        "The protocol is final, so nothing was changed. "
        "Begin a new version if something must be put right."
    ),
    errors.MeetingMoved: mark(
        "The meeting was moved to another computer and goes on there, so nothing was changed here. "
        "Open the file it was moved to; if that is lost, fetch an earlier version."
    ),
    errors.NotBegun: mark(
        "The meeting has not begun yet, so there is no clock. Nothing was changed. "
        "Go to the first phase and try again."
    ),
    errors.Rehearsing: mark(
        "This is a rehearsal, so its protocol cannot be final. Nothing was changed. "
        "Open the meeting itself for that."
    ),
    errors.RoundIsOpen: mark(
        "That has to wait until {vote} is sealed, so that nobody can see a count. "
        "Close the vote, seal it and try again."
    ),
    errors.RoleNotAdmitted: mark(
        "Slips for the role {role} are not part of this vote. The slip was not counted. "
        "Put it aside."
    ),
    errors.BallotDiffers: mark(
        "The slip was keyed differently the first time. The first one stands and nothing was "
        "changed. Look at the slip together, and key it again."
    ),
    errors.NotAllKeyed: mark(
        "The vote cannot be sealed yet. Paper slips that lack their second person: {missing}. "
        "Let another person key them, and try again."
    ),
    errors.NothingToUndo: mark("There is nothing to undo."),
    errors.CannotUndo: mark(
        "{thing} has changed since then. Therefore “{act}” cannot be undone, and nothing was "
        "changed. Put it right by hand, as it stands now."
    ),
    errors.WordsAltered: mark(
        "The words of idea {number} are not the ones that were received. The file may have been "
        "changed outside MødeApp. Compare it with the printed protocol, and use the latest backup."
    ),
    errors.IdeaGone: mark(
        "Idea {number} is in the meeting or in its journal, but not in both. The file may have "
        "been changed outside MødeApp. Compare it with the printed protocol, and use the latest "
        "backup."
    ),
    errors.JournalLacks: mark(
        "Entries {first} to {last} of the journal were lost before the file was rescued. "
        "What happened in them cannot be checked. Keep the damaged file as well."
    ),
    errors.CountAltered: mark(
        "The result of vote {number} does not fit with its dot codes and what was counted by hand. "
        "The file may have been changed outside MødeApp. Compare it with the printed protocol, and "
        "use the latest backup."
    ),
    errors.IdeasLost: mark(
        "The file does not hold every idea and was not saved. Ideas received: {received}. Ideas "
        "in the file: {printed}. Try again, and save a copy of the meeting if it happens again."
    ),
    errors.MakerStopped: mark(
        "The files were not made: the computer stopped the part of MødeApp that makes them. Close "
        "other programs, and try again."
    ),
}

_VALUES: Final[Mapping[str, str]] = {
    "empty": mark("“{field}” is empty. Nothing was changed. Write something and try again."),
    "too_short": mark("“{field}” is too short. Write at least {limit} characters."),
    "too_long": mark("“{field}” is too long. There is room for {limit} characters. Shorten it."),
    "not_a_date": mark(
        "“{value}” in “{field}” is not a date. Nothing was changed. "
        "Write it as year, month and day: 2026-11-23."
    ),
    "not_a_time": mark(
        "“{value}” in “{field}” is not a time of day. Nothing was changed. Write it as 19:00."
    ),
    "not_a_number": mark(
        "“{value}” in “{field}” is not a number. Nothing was changed. Write it in digits."
    ),
    "too_many": mark(
        "{value} is too many in “{field}”. Nothing was changed. "
        "The most is {limit}: choose a smaller number."
    ),
    "too_few": mark(
        "{value} is too few in “{field}”. Nothing was changed. "
        "The least is {limit}: choose a larger number."
    ),
    "not_text": mark(
        "“{field}” holds characters that cannot be stored. Nothing was changed. "
        "Write the text again without them."
    ),
    "duplicate": mark(
        "“{value}” is there already in “{field}”. Nothing was changed. Choose something else."
    ),
    "bad_kle": mark(
        "“{value}” is not a KLE number. Nothing was changed. "
        "Write three pairs of digits with full stops between: 15.20.24."
    ),
    "bad_facet": mark(
        "“{value}” is not a facet. Nothing was changed. Write a capital letter and two digits: P35."
    ),
    "not_an_address": mark(
        "“{value}” is not an address. Nothing was changed. "
        "Write four numbers and the port, as the storskærm shows them: 192.168.8.2:8080."
    ),
    "not_allowed": mark(
        "“{value}” cannot be used in “{field}”. Nothing was changed. Choose another value."
    ),
    "out_of_order": mark(
        "“{field}” does not fit with what comes before or after it. Nothing was changed. "
        "Put the order right and try again."
    ),
    "has_ballots": mark(
        "There are ballot slips in the vote already, so “{field}” cannot be changed. "
        "Call off the vote and prepare a new one if it must be changed."
    ),
    "merged": mark(
        "{thing} is merged with another and cannot be changed by itself. Nothing was changed. "
        "Split them first and try again."
    ),
    "cycle": mark(
        "{thing} would become part of itself. Nothing was changed. Choose another to merge with."
    ),
    "masked": mark(
        "{thing} is masked, so the words are gone. Nothing was changed. Choose another."
    ),
    "in_use": mark(
        "{thing} is still in use, so nothing was changed. Move what belongs to it and try again."
    ),
}
"""By the `problem` of BadValue."""

_OF_ROWS: Final[Mapping[str, str]] = {
    "not_allowed": mark(
        "{thing} cannot be used like that as it stands now. Nothing was changed. Choose another."
    ),
    "duplicate": mark("{thing} is in it already. Nothing was changed. Choose another."),
}
"""By the `problem` of BadValue where the value stands for a whole row."""

_UNLIMITED: Final[Mapping[str, str]] = {
    "too_long": mark("“{field}” is too long. Nothing was changed. Shorten it and try again."),
    "too_many": mark(
        "{value} is too many in “{field}”. Nothing was changed. Choose a smaller number."
    ),
    "too_few": mark(
        "{value} is too few in “{field}”. Nothing was changed. Choose a larger number."
    ),
}
"""By the `problem` of BadValue where the error knows no limit."""

_NO_SUCH_NAME: Final = mark(
    "Nothing here is called “{key}”, so nothing was changed. See if it is spelled right."
)
_NAMED: Final[Mapping[str, str]] = {
    "facts": _NO_SUCH_NAME,
    "organisation": _NO_SUCH_NAME,
    "frames": _NO_SUCH_NAME,
    "phases": _NO_SUCH_NAME,
    "backups": mark(
        "There is no earlier version number {key}. Nothing was changed. “moede backups” lists them."
    ),
    "plans": mark(
        "There is no run sheet called “{key}”, so nothing was changed. See if it is spelled right."
    ),
    "encoding": mark(
        "MødeApp does not know the encoding “{key}”. Nothing was brought in. Try utf-8."
    ),
}
"""By the `kind` of Unknown where the key is a name that somebody typed."""

_ROWS: Final[Mapping[str, str]] = {
    "idea": "ideas",
    "question": "questions",
    "table": "tables",
    "theme": "themes",
    "proposal": "proposals",
    "round": "rounds",
}
"""Names of values that stand for a whole row, and its kind."""

_BALLOTS: Final[Mapping[str, str]] = {
    "too_many_dots": mark(
        "There are too many dots on the slip, and it was not counted. The most is {dots}. "
        "Look at it again, or reject it."
    ),
    "over_cap": mark(
        "There are too many dots on one proposal, and the slip was not counted. The most is "
        "{cap}. Look at it again, or reject it."
    ),
    "unreadable": mark(
        "The slip cannot be read, and it was not counted. Look at it again, or reject it."
    ),
    "late": mark("The slip came too late, and it was not counted. Reject it."),
}
"""By the `reason` of BallotInvalid."""

_ROUNDS: Final[Mapping[str, str]] = {
    "prepared": mark("{vote} is not open yet. Nothing was changed. Open the vote and try again."),
    "open": mark("{vote} is still open. Nothing was changed. Close it and try again."),
    "closed": mark(
        "{vote} is closed, and no more is handed in. Nothing was changed. "
        "Key the paper slips, and seal the vote."
    ),
    "sealed": mark(
        "{vote} is sealed and counted. Nothing was changed. "
        "If a number is wrong, correct the result and say why."
    ),
    "cancelled": mark("{vote} was called off. Nothing was changed. Prepare another vote."),
}
"""By the `state` of RoundNotOpen."""

_SLIPS: Final[Mapping[str, str]] = {
    "unknown": mark(
        "The ballot slip does not belong to this meeting, and nothing was counted. "
        "Look at the code once more, or ask for another slip."
    ),
    "none": mark(
        "The vote takes ballot slips with a code only, and nothing was counted. "
        "Type the code of the slip."
    ),
    "void": mark(
        "The ballot slip is void, and nothing was counted. Use the slip that was given instead."
    ),
    "spare": mark(
        "The ballot slip is a spare one that was not handed out, and nothing was counted. "
        "Hand it out first, and try again."
    ),
    "issued": mark("The ballot slip is handed out already. Nothing was changed. Take another."),
}
"""By the `why` of SlipRefused."""

_CODES: Final[Mapping[str, str]] = {
    "length": mark(
        "The code of a ballot slip has eight signs, such as K7QX-2M9P. "
        "Look at the slip and type it again."
    ),
    "sign": mark(
        "That is not the code of a ballot slip, for it has none of the signs 0, 1, I, L, O, U "
        "and Y. Look at the slip and type it again."
    ),
    "check": mark(
        "The code is not quite right: a sign is wrong, or two have changed places. "
        "Look at the slip and type it again."
    ),
}
"""By the `problem` of BadCode."""

_LINKS: Final[Mapping[str, str]] = {
    "missing": mark(
        "Entry {seq} of the journal is missing. The file may have been changed outside MødeApp. "
        "Compare the control words with the printed protocol, and use the latest backup."
    ),
    "not_chained": mark(
        "Entry {seq} of the journal does not fit with the one before. The file may have been "
        "changed outside MødeApp. Compare the control words with the printed protocol, and use "
        "the latest backup."
    ),
    "altered": mark(
        "Entry {seq} of the journal has been changed. The file may have been changed outside "
        "MødeApp. Compare the control words with the printed protocol, and use the latest backup."
    ),
}
"""By the `problem` of JournalBroken."""

_FILES: Final[Mapping[str, str]] = {
    "missing": mark("There is no such file."),
    "no_access": mark("It cannot be opened, because it is a folder or is locked."),
    "empty": mark("There is nothing in it."),
    "too_big": mark("It is too big. The most is {limit} MB."),
    "not_text": mark("It is not text, but perhaps a picture or a PDF."),
    "wrong_encoding": mark("The letters are not written as {encoding}."),
    "unknown_encoding": mark("The letters cannot be read. Save the file as UTF-8."),
    "old_workbook": mark("It is an old Excel file. Save it as .xlsx."),
    "broken_workbook": mark("It is not an Excel file that can be opened."),
    "no_sheet": mark("There is no sheet called “{sheet}”. The sheets are: {found}."),
    "broken_quotes": mark("A quotation mark is opened and never closed."),
    "too_many_cells": mark("The row has {cells} cells, but there are only {columns} columns."),
    "missing_column": mark("The column “{column}” is missing. The columns are: {found}."),
    "no_heading": mark("Column {position} has no heading."),
    "too_long": mark("The idea is too long. There is room for {limit} characters."),
    "bad_table": mark("“{found}” is not the number of a table."),
    "bad_role": mark("“{found}” is not a role. Use citizen, politician or staff."),
    "broken_json": mark("The JSON is broken, so the file cannot be read."),
    "unknown_json": mark("It is not from a board that MødeApp knows."),
    "bad_field": mark("“{field}” is missing or cannot be read in “{item}”."),
    "bad_stack": mark("“{item}” lies on “{stack}”, which is not there or lies on it in turn."),
    "missing_section": mark("The section “{section}” is missing."),
    "missing_meta": mark("“{field}” is missing at the top of the file."),
    "bad_number": mark("“{found}” in the column “{column}” is not a whole number."),
    "negative_number": mark("“{found}” in the column “{column}” is less than 0."),
    "number_too_large": mark(
        "“{found}” in the column “{column}” is too large. The most is {limit}."
    ),
    "vote_type": mark("The vote is of the kind “{found}”, and that is not a dot vote."),
    "ordinal": mark("The ballots rank the proposals, so there are no dots to count."),
    "duplicate_option": mark("The proposal “{option}” is there twice."),
    "unknown_option": mark("The proposal “{option}” is not on the list."),
    "points_differ": mark("There are {options} proposals but {points} numbers of dots."),
    "too_many_options": mark("{found} proposals are named on one slip. The most is {limit}."),
    "too_few_options": mark("{found} proposals are named on one slip. The least is {limit}."),
    "too_many_dots": mark("There are {found} dots on one slip. The most is {limit}."),
    "over_cap": mark("The proposal “{option}” has {found} dots on one slip. The most is {limit}."),
    "under_cap": mark(
        "The proposal “{option}” has {found} dots on one slip. The least is {limit}."
    ),
    "bad_channel": mark("“{found}” is not a way to hand in a slip. Use phone or paper."),
    "no_proposal": mark("“{option}” is no proposal of the vote, or it is there twice."),
    "incomplete": mark("The file promises {declared}, but holds {found}."),
}
"""By the `problem` of CannotRead."""

_NOTICES: Final[Mapping[str, str]] = {
    "columns_not_read": mark("These columns were not read: {names}."),
    "rows_without_words": mark("Rows left out because they had no words: {count}."),
    "archived_cards": mark("Archived cards left out: {count}."),
    "archived_lists": mark("Archived lists left out: {count}."),
    "empty_rows": mark("Empty rows left out, not counted as blank slips: {count}."),
    "named_twice": mark(
        "Slips that name a proposal twice: {count}. All their dots count, but one person each."
    ),
    "too_few_dots": mark(
        "Slips with fewer dots than the {limit} the file asks for: {count}. They count as they are."
    ),
    "votes_declared": mark("The file promises {declared} slips, but {found} were read."),
    "projects_declared": mark("The file promises {declared} proposals, but {found} were read."),
}
"""By the `notice` of what an import tells."""


def explain(error: errors.MoedeError) -> str:
    """The error in words a person at a meeting can act on."""
    return _(_sentence(error)).format(**_filling(error))


def notice(word: str, values: Mapping[str, str]) -> str:
    """What an import left out or took as it stood, by its word and its values."""
    return _(_NOTICES[word]).format(**_in_digits(values))


@singledispatch
def _sentence(error: errors.MoedeError) -> str:
    return _SENTENCES[type(error)]


@_sentence.register
def _already_open(error: errors.AlreadyOpen) -> str:
    if not (error.computer or error.user):
        return mark(
            "{file} is open somewhere else, and it can only be changed in one place at a time. "
            "Close it there, or open it here for reading."
        )
    if not error.since:
        return mark(
            "{file} is open with {holder}, and it can only be changed in one place at a time. "
            "Close it there, or open it here for reading."
        )
    return mark(
        "{file} has been open with {holder} since {since}, and it can only be changed in one "
        "place at a time. Close it there, or open it here for reading."
    )


@_sentence.register
def _unknown(error: errors.Unknown) -> str:
    if error.kind in _NAMED:
        return _NAMED[error.kind]
    if _sign(error.key):
        return mark(
            "{thing} does not exist in this meeting. Nothing was changed. "
            "See if the number is right and try again."
        )
    return mark(
        "{thing} does not exist in this meeting. Nothing was changed. Choose another and try again."
    )


@_sentence.register
def _bad_value(error: errors.BadValue) -> str:
    if error.name in _ROWS and error.problem in _OF_ROWS:
        return _OF_ROWS[error.problem]
    if error.limit is None and error.problem in _UNLIMITED:
        return _UNLIMITED[error.problem]
    return _VALUES[error.problem]


@_sentence.register
def _nothing_to_undo(error: errors.NothingToUndo) -> str:
    return mark("There is nothing to redo.") if error.redo else _SENTENCES[type(error)]


@_sentence.register
def _ballot_invalid(error: errors.BallotInvalid) -> str:
    return _BALLOTS[error.reason]


@_sentence.register
def _round_not_open(error: errors.RoundNotOpen) -> str:
    return _ROUNDS[error.state]


@_sentence.register
def _slip_refused(error: errors.SlipRefused) -> str:
    return _SLIPS[error.why]


@_sentence.register
def _bad_code(error: errors.BadCode) -> str:
    return _CODES[error.problem]


@_sentence.register
def _journal_broken(error: errors.JournalBroken) -> str:
    return _LINKS[error.problem]


@_sentence.register
def _cannot_read(error: errors.CannotRead) -> str:
    if error.line is None:
        return mark(
            "{file}: {what} Nothing was brought in. Put the file right and bring it in again."
        )
    return mark(
        "{file}, line {line}: {what} Nothing was brought in. "
        "Put the line right and bring the file in again."
    )


@singledispatch
def _filling(error: errors.MoedeError) -> dict[str, str]:
    """The error's own values as words."""
    return {key: _shown(value) for key, value in vars(error).items()}


@_filling.register
def _file_values(error: errors.FileError) -> dict[str, str]:
    return {"file": error.path.name}


@_filling.register
def _holder_values(error: errors.AlreadyOpen) -> dict[str, str]:
    both = _("{user} on the computer {computer}") if error.user and error.computer else ""
    return {
        "file": error.path.name,
        "holder": both.format(user=error.user, computer=error.computer)
        or error.user
        or error.computer,
        "since": _moment(error.since),
    }


@_filling.register
def _phase_values(error: errors.ClosedInPhase) -> dict[str, str]:
    return {
        "act": act(error.command),
        "phase": name(Phase(error.phase)),
        "phases": listed((name(Phase(phase)) for phase in error.open_in), "or"),
    }


@_filling.register
def _frames_values(error: errors.FramesMissing) -> dict[str, str]:
    return {"frames": listed(field(frame) for frame in error.frames)}


@_filling.register
def _round_open_values(error: errors.RoundIsOpen) -> dict[str, str]:
    return {"vote": _vote(error.number).lower()}


@_filling.register
def _round_values(error: errors.RoundNotOpen) -> dict[str, str]:
    return {"vote": _vote(error.number)}


@_filling.register
def _role_values(error: errors.RoleNotAdmitted) -> dict[str, str]:
    return {"role": name(Role(error.role))}


@_filling.register
def _unknown_values(error: errors.Unknown) -> dict[str, str]:
    return {"thing": thing(error.kind, _sign(error.key)), "key": _shown(error.key)}


@_filling.register
def _bad_value_values(error: errors.BadValue) -> dict[str, str]:
    row = _ROWS.get(error.name)
    label = field(error.name)
    return {
        "field": label,
        "value": _shown(error.value),
        "limit": "" if error.limit is None else number(error.limit),
        "thing": thing(row, _sign(error.value)) if row else label,
    }


@_filling.register
def _undo_values(error: errors.CannotUndo) -> dict[str, str]:
    return {"act": act(error.command), "thing": thing(error.kind, error.number)}


@_filling.register
def _read_values(error: errors.CannotRead) -> dict[str, str]:
    values = _in_digits({key: _shown(value) for key, value in error.values.items()})
    return {
        "file": error.path.name,
        "line": str(error.line),
        "what": _(_FILES[error.problem]).format(**values),
    }


def _in_digits(values: Mapping[str, str]) -> dict[str, str]:
    """Values with counts written as numbers are here; what was found may be a cell's own text."""
    return {
        key: number(int(value)) if key in _COUNTS and value.isdecimal() else value
        for key, value in values.items()
    }


def _vote(number_of: int) -> str:
    return thing("rounds", number_of) if number_of else _("The practice vote")


def _sign(key: str) -> str | None:
    """The number or letters that people know a row by; None for a key or a whole sentence."""
    return key if key.isdigit() or (key.isupper() and len(key) <= _SIGN) else None


def _shown(value: Any) -> str:
    text = number(value) if type(value) is int else str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _moment(text: str) -> str:
    try:
        return f"{date(text)} {clock(text)}" if text else ""
    except errors.BadValue:
        return text
