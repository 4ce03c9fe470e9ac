"""How the evening went: phases with clock times, how ideas came in, the rules of each vote."""

from collections.abc import Iterable
from datetime import time
from itertools import pairwise

from moedeapp import texts
from moedeapp.export import voting
from moedeapp.export.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    Table,
    Voice,
    Words,
)
from moedeapp.export.changelog import Acts
from moedeapp.model.meeting import (
    Channel,
    Idea,
    Meeting,
    Phase,
    RoundState,
    Rung,
    Step,
    Visit,
    numbered,
    ordered,
)
from moedeapp.texts import _, ngettext

_HOUR = 60


def section(meeting: Meeting, acts: Acts) -> Iterable[Block]:
    """The section of the protocol."""
    yield Heading(_("5. How we did it"))
    phases = _phases(meeting)
    if phases:
        yield Table(
            (
                Column(texts.field("phase"), 0.16),
                Column(_("Planned"), 0.19),
                Column(_("Happened"), 0.19),
                Column(_("How"), 0.46),
            ),
            tuple(phases),
        )
    yield Paragraph(" ".join(_ideas(meeting, acts)))
    if connections := " ".join(_connections(meeting)):
        yield Paragraph(connections)
    yield from voting.held(meeting, acts)


# --- phases


def _phases(meeting: Meeting) -> Iterable[tuple[Cell, ...]]:
    planned, happened = _planned(meeting), _happened(meeting)
    return [
        (
            (Words(texts.name(phase), Voice.STRONG),),
            _lines(planned.get(phase, [])),
            _lines(happened.get(phase, [])),
            _how([step for step in ordered(meeting.steps) if step.phase is phase]),
        )
        for phase in Phase
        if phase in planned or phase in happened
    ]


def _lines(texts_: Iterable[str]) -> Cell:
    return tuple(Words(text) for text in texts_)


def _planned(meeting: Meeting) -> dict[Phase, list[str]]:
    """Each phase with the times of its steps; a length in minutes when nobody knows the start."""
    found: dict[Phase, list[str]] = {}
    now = _minutes(meeting.facts.starts)
    for step in ordered(meeting.steps):
        length = step.minutes * step.times
        text = (
            ngettext("{n} minute", "{n} minutes", length).format(n=length)
            if now is None
            else texts.period(_clock(now), _clock(now + length))
        )
        found.setdefault(step.phase, []).append(text)
        now = None if now is None else now + length
    return found


def _minutes(clock: str) -> int | None:
    if not clock:
        return None
    start = time.fromisoformat(clock)
    return start.hour * _HOUR + start.minute


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes, _HOUR)
    return f"{hour % 24:02}:{minute:02}"


def _happened(meeting: Meeting) -> dict[Phase, list[str]]:
    """Each phase with the times it was really entered and left; the last one ends the evening."""
    found: dict[Phase, list[str]] = {}
    visits = numbered(meeting.visits)
    for visit, following in pairwise([*visits, None]):
        assert visit is not None  # only the last of all is None
        text = _stay(visit, following.entered_at if following else meeting.stage.ended_at)
        if meeting.facts.date and visit.entered_at[:10] != meeting.facts.date:
            text = f"{texts.date(visit.entered_at, short=True)} {text}"
        found.setdefault(visit.phase, []).append(text)
    return found


def _stay(visit: Visit, left_at: str) -> str:
    if not left_at:
        return _("from {time}").format(time=texts.clock(visit.entered_at))
    return texts.period(visit.entered_at, left_at)


def _how(steps: Iterable[Step]) -> Cell:
    lines: list[Words] = []
    for step in steps:
        # How to do it is for the facilitator's run sheet; the protocol tells what was done.
        times = f" × {step.times}" if step.times > 1 else ""
        lines.append(Words(f"{step.title}{times}"))
    return tuple(lines)


# --- phones


def _connections(meeting: Meeting) -> Iterable[str]:
    """How phones reached the meeting, from one change to the next."""
    for connection in numbered(meeting.connections):
        yield _("Connection from {time}: {rung}.").format(
            time=texts.clock(connection.at), rung=texts.rung(connection.rung)
        )
    if not meeting.connections and _nothing_came_from_phones(meeting):
        yield _("Connection: {rung}.").format(rung=texts.rung(Rung.PAPER))


def _nothing_came_from_phones(meeting: Meeting) -> bool:
    """Whether there was a vote, and everything in the meeting came by voice, paper or file."""
    sealed = [vote for vote in meeting.rounds.values() if vote.state is RoundState.SEALED]
    said = (idea.channel for idea in meeting.ideas.values())
    return (
        bool(sealed)
        and all(vote.cast == vote.paper for vote in sealed)
        and not any(channel in (Channel.PHONE, Channel.TABLE) for channel in said)
    )


# --- ideas


def _ideas(meeting: Meeting, acts: Acts) -> Iterable[str]:
    received = list(meeting.ideas.values())
    if received:
        yield _("{ideas} were received: {channels}.").format(
            ideas=texts.ideas(len(received)), channels=_channels(received)
        )
    else:
        yield _("No ideas were received.")
    for period in _periods(acts, "evening.start_silence", "evening.end_silence"):
        yield _("{period} ideas were written in silence, and then shown all at once.").format(
            period=period
        )
    for period in _periods(acts, "evening.start_listening", "evening.end_listening"):
        yield _("{period} only citizens spoke.").format(period=period)


def _periods(acts: Acts, start: str, end: str) -> Iterable[str]:
    """When something was on: from each start to the first end after it, if there was one."""
    ends = [entry.at for entry in acts.of(end)]
    for entry in acts.of(start):
        over = next((at for at in ends if at >= entry.at), None)
        if over is None:
            yield texts.capital(_("from {time}").format(time=texts.clock(entry.at)))
        else:
            yield texts.capital(texts.period(entry.at, over))


def _channels(ideas: Iterable[Idea]) -> str:
    held = [idea.channel for idea in ideas]
    said = {
        Channel.FACILITATOR: _("{n} written down by the facilitator"),
        Channel.PHONE: _("{n} from phones"),
        Channel.TABLE: _("{n} from table devices"),
        Channel.PAPER: _("{n} on paper"),
        Channel.IMPORT: _("{n} brought in"),
        Channel.BEFORE: _("{n} sent in before the meeting"),
    }
    return texts.listed(
        said[channel].format(n=texts.number(held.count(channel)))
        for channel in Channel
        if channel in held
    )
