"""The frame of the evening: facts, people, run sheet, phases and status."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final, cast

from moedeapp.model import phases
from moedeapp.model.draft import (
    LONGEST,
    Draft,
    bare_address,
    clean_words,
    command,
    counted,
    differing,
    is_address,
    is_date,
    optional_words,
)
from moedeapp.model.errors import BadValue, NowSilent, Rehearsing, Unknown
from moedeapp.model.meeting import (
    FRAMES,
    Facts,
    Heads,
    Idea,
    IdeaState,
    Meeting,
    MeetingType,
    Organisation,
    Phase,
    Question,
    Role,
    Stage,
    Status,
    Step,
    Table,
    Visit,
    frames_missing,
    ordered,
)

_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_KLE: Final = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}")
_FACET: Final = re.compile(r"[A-ZÆØÅ][0-9]{2}")
_MOST_TABLES: Final = 500
_LARGEST_LOGO: Final = 2_000_000
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_OF_THE_DAY: Final = (
    "id", "date", "answer_by", "mandate_date", "unresolved", "case_number", "rehearsal",
)  # fmt: skip
"""Facts that an earlier meeting does not hand on."""
_NEVER_SET: Final = ("id", "rehearsal")


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step of a run sheet before it belongs to a meeting; minutes per run."""

    phase: Phase
    title: str
    minutes: int
    how: str = ""
    group: str = ""
    times: int = 1
    silent: bool = False
    listening: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a meeting hands on to the next one as its template."""

    facts: dict[str, Any]
    organisation: Organisation
    tables: int
    questions: tuple[str, ...]
    steps: tuple[PlannedStep, ...]


def earlier(meeting: Meeting) -> Earlier:
    """What this meeting hands on: everything but what was said, voted and agreed."""
    return Earlier(
        facts={
            field.name: getattr(meeting.facts, field.name)
            for field in fields(Facts)
            if field.name not in _OF_THE_DAY
        },
        organisation=meeting.organisation,
        tables=len(meeting.tables),
        questions=tuple(question.words for question in ordered(meeting.questions)),
        steps=tuple(
            PlannedStep(**{field.name: getattr(step, field.name) for field in fields(PlannedStep)})
            for step in ordered(meeting.steps)
        ),
    )


# --- facts


@command()
def describe(draft: Draft, /, **values: Any) -> None:
    """Set fields of `Facts`; a frame that gets words is no longer unresolved.

    Raises BadValue for a date, time, KLE number, facet or address that has not the right form.
    """
    before = draft.meeting.facts
    checked = {name: _fact(name, value) for name, value in values.items()}
    unresolved = tuple(name for name in before.unresolved if not checked.get(name))
    after = replace(before, **{"unresolved": unresolved, **checked})
    draft.put("facts", after)
    names = [name for name in checked if getattr(before, name) != checked[name]]
    if names:
        draft.record(fields=sorted(names))


def _fact(name: str, value: Any) -> Any:
    if name in _NEVER_SET or name not in {field.name for field in fields(Facts)}:
        raise Unknown("facts", name)
    if name == "type":
        return None if value in (None, "") else _member(MeetingType, name, value)
    if name in ("politicians", "unresolved"):
        if isinstance(value, str):
            raise BadValue(name, value, "not_allowed")
        items = tuple(optional_words(name, str(item)) for item in value)
        if name == "unresolved":
            _check_frames(items)
        return items
    text = optional_words(name, str(value))
    if name == "slip_address":
        text = bare_address(text)
    if text:
        _check_form(name, text)
    return text


def _check_frames(names: Iterable[str]) -> None:
    for name in names:
        if name not in FRAMES:
            raise Unknown("frames", name)


def _check_form(name: str, text: str) -> None:
    if name in ("date", "mandate_date") and not is_date(text):
        raise BadValue(name, text, "not_a_date")
    if name in ("starts", "ends") and not _TIME.fullmatch(text):
        raise BadValue(name, text, "not_a_time")
    if name == "kle" and not _KLE.fullmatch(text):
        raise BadValue(name, text, "bad_kle")
    if name == "facet" and not _FACET.fullmatch(text):
        raise BadValue(name, text, "bad_facet")
    if name == "slip_address" and not is_address(text):
        raise BadValue(name, text, "not_an_address")


def _member(kind: Any, name: str, value: Any) -> Any:
    try:
        return kind(value)
    except ValueError as error:
        raise BadValue(name, str(value), "not_allowed") from error


@command()
def leave_unresolved(draft: Draft, *names: str) -> None:
    """Set frames to "Ikke afklaret" on purpose; without names, all that are still empty."""
    facts = draft.meeting.facts
    _check_frames(names)
    chosen = names or frames_missing(facts)
    unresolved = tuple(name for name in FRAMES if name in {*facts.unresolved, *chosen})
    emptied: dict[str, Any] = {name: None if name == "type" else "" for name in chosen}
    draft.put("facts", replace(facts, **{"unresolved": unresolved, **emptied}))
    draft.record(fields=sorted(chosen), unresolved=True)


@command()
def set_organisation(draft: Draft, /, **values: Any) -> None:
    """Set fields of `Organisation`; the logo is the bytes of a PNG or JPEG, or none."""
    before = draft.meeting.organisation
    checked = check_organisation(**values)
    draft.put("organisation", replace(before, **checked))
    old = {name: getattr(before, name) for name in checked}
    draft.record(fields=differing(old, checked))


def check_organisation(**values: Any) -> dict[str, Any]:
    """Fields of `Organisation` as a meeting takes them; raises BadValue and Unknown."""
    known = {field.name for field in fields(Organisation)} - {"id"}
    for name in values:
        if name not in known:
            raise Unknown("organisation", name)
    return {
        name: _logo(value) if name == "logo" else optional_words(name, str(value))
        for name, value in values.items()
    }


def _logo(value: Any) -> bytes:
    if not isinstance(value, bytes) or (value and not value.startswith((_PNG, _JPEG))):
        raise BadValue("logo", "", "not_allowed")
    counted("logo", len(value), _LARGEST_LOGO)
    return value


# --- people and room


@command()
def set_tables(draft: Draft, count: int) -> None:
    """Have tables 1 to count; labels of tables that stay are kept."""
    counted("tables", count, _MOST_TABLES)
    for table in cast(list[Table], draft.all("tables")):
        if table.number > count:
            draft.drop("tables", table.id)
    for number in range(1, count + 1):
        if draft.find("tables", str(number)) is None:
            draft.put("tables", Table(str(number), number))
    draft.record(tables=count)


@command()
def label_table(draft: Draft, number: int, label: str) -> None:
    """Give a table a name beside its number."""
    table = cast(Table, draft.known("tables", str(number)))
    draft.put("tables", replace(table, label=optional_words("label", label)))
    draft.record(table=number)


@command()
def count_heads(draft: Draft, role: Role, count: int) -> None:
    """Say how many of a role are in the room."""
    draft.put("heads", Heads(role.value, counted("heads", count)))
    draft.record(role=role.value, count=count)


# --- questions


@command()
def add_question(draft: Draft, words: str) -> str:
    """Ask the hall one more thing; gives its key."""
    positions = [question.position for question in cast(list[Question], draft.all("questions"))]
    question = Question(
        draft.source.new_key(), max(positions, default=0) + 1, clean_words("question", words)
    )
    draft.put("questions", question)
    draft.record(question=question.position)
    return question.id


@command()
def word_question(draft: Draft, question: str | None, words: str) -> None:
    """Word a question anew; without a key the first one, which is made if there is none."""
    if question is None and not draft.meeting.questions:
        new = Question(draft.source.new_key(), 1, clean_words("question", words))
        draft.put("questions", new)
        draft.record(question=1)
        return
    before = draft.question(question)
    draft.put("questions", replace(before, words=clean_words("question", words)))
    draft.record(question=before.position)


@command()
def remove_question(draft: Draft, question: str) -> None:
    """Take a question away that nobody has answered yet; else BadValue "in_use"."""
    asked = draft.question(question)
    if _in_use(draft, question):
        raise BadValue("question", asked.words, "in_use")
    draft.drop("questions", question)
    draft.record(question=asked.position)


def _in_use(draft: Draft, question: str) -> bool:
    return any(
        cast(Any, row).question == question
        for kind in ("ideas", "themes", "rounds")
        for row in draft.all(kind)
    )


# --- run sheet


@command()
def use_plan(draft: Draft, steps: Sequence[PlannedStep]) -> None:
    """Let the evening follow a run sheet, in place of the one it had."""
    _lay_plan(draft, steps)
    draft.record(steps=len(steps))


def _lay_plan(draft: Draft, steps: Sequence[PlannedStep]) -> None:
    for old in draft.all("steps"):
        draft.drop("steps", old.id)
    for position, step in enumerate(steps, 1):
        draft.put(
            "steps",
            Step(
                id=draft.source.new_key(),
                position=position,
                phase=step.phase,
                title=clean_words("title", step.title),
                minutes=counted("minutes", step.minutes, 24 * 60),
                how=optional_words("how", step.how),
                group=optional_words("group", step.group),
                times=counted("times", step.times, 100),
                silent=step.silent,
                listening=step.listening,
            ),
        )


@command()
def change_step(
    draft: Draft, step: str, *, title: str | None = None, minutes: int | None = None
) -> None:
    """Give a step of the run sheet another title or length in minutes."""
    before = cast(Step, draft.known("steps", step))
    after = before
    if title is not None:
        after = replace(after, title=clean_words("title", title))
    if minutes is not None:
        after = replace(after, minutes=counted("minutes", minutes, 24 * 60))
    draft.put("steps", after)
    draft.record(step=before.position)


@command()
def use_earlier(draft: Draft, template: Earlier) -> None:
    """Begin from an earlier meeting: its facts, organisation, tables, questions and run sheet."""
    draft.put("facts", replace(draft.meeting.facts, **template.facts))
    draft.put("organisation", template.organisation)
    for number in range(1, template.tables + 1):
        draft.put("tables", Table(str(number), number))
    for question in cast(list[Question], draft.all("questions")):
        if not _in_use(draft, question.id):
            draft.drop("questions", question.id)
    last = max((q.position for q in cast(list[Question], draft.all("questions"))), default=0)
    for position, words in enumerate(template.questions, last + 1):
        draft.put("questions", Question(draft.source.new_key(), position, words))
    _lay_plan(draft, template.steps)
    draft.record(steps=len(template.steps))


# --- phases


@command()
def go_to(draft: Draft, phase: Phase) -> None:
    """Move the evening, forward or back; nothing else changes.

    Raises FramesMissing and RoundIsOpen (see `phases.check_move`), and NowSilent when ideas
    written in silence have not been shown yet.
    """
    stage = draft.meeting.stage
    if phase is stage.phase:
        return
    phases.check_move(draft.meeting, phase)
    if stage.silent and phase not in phases.OPEN["evening.end_silence"]:
        raise NowSilent
    listening = stage.listening and phase in phases.OPEN["evening.end_listening"]
    draft.put("stage", replace(stage, phase=phase, listening=listening))
    number = draft.next_number("visits")
    draft.put("visits", Visit(draft.source.new_key(), number, phase, draft.now()))
    back = phases.ORDER.index(phase) < phases.ORDER.index(stage.phase)
    draft.record(phase=phase.value, **({"back": True} if back else {}))


@command()
def start_silence(draft: Draft) -> None:
    """From now on ideas are held back until `end_silence`."""
    _stage(draft, silent=True)


@command()
def end_silence(draft: Draft) -> None:
    """Show everything that was approved or typed in silence, at once."""
    shown = 0
    for idea in cast(list[Idea], draft.all("ideas")):
        if idea.state is IdeaState.READY:
            draft.put("ideas", replace(idea, state=IdeaState.SHOWN))
            shown += 1
    _stage(draft, silent=False)
    draft.record(silent=False, shown=shown)


@command()
def start_listening(draft: Draft) -> None:
    """From now on only citizens speak."""
    _stage(draft, listening=True)


@command()
def end_listening(draft: Draft) -> None:
    """Everybody may speak again."""
    _stage(draft, listening=False)


def _stage(draft: Draft, **values: bool) -> None:
    draft.put("stage", replace(draft.meeting.stage, **cast(Any, values)))
    draft.record(**values)


# --- status


@command()
def end(draft: Draft) -> None:
    """Say that the meeting ends now."""
    draft.put("stage", replace(draft.meeting.stage, ended_at=draft.now()))
    draft.record()


@command(undoable=False)
def finish(draft: Draft) -> None:
    """Make the protocol final; after that only `revise` opens it again.

    Raises Rehearsing in a rehearsal.
    """
    if draft.meeting.facts.rehearsal:
        raise Rehearsing
    draft.put("stage", replace(draft.meeting.stage, status=Status.FINAL))
    draft.record(version=draft.meeting.stage.version)


@command()
def revise(draft: Draft, change_note: str) -> None:
    """Begin the next version of a final protocol, and say why."""
    stage = draft.meeting.stage
    if stage.status is not Status.FINAL:
        raise BadValue("status", stage.status, "out_of_order")
    note = clean_words("change_note", change_note, LONGEST)
    after: Stage = replace(stage, status=Status.DRAFT, version=stage.version + 1, change_note=note)
    draft.put("stage", after)
    draft.record(version=after.version)


@command(undoable=False)
def mark_rehearsal(draft: Draft) -> None:
    """Make this a rehearsal for ever; what was done before cannot be undone any more."""
    draft.forgets = True
    draft.put("facts", replace(draft.meeting.facts, rehearsal=True))
    draft.record(rehearsal=True)
