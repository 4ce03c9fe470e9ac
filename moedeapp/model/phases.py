"""Which command is open in which phase, and who may speak when."""

from collections.abc import Mapping
from typing import Final

from moedeapp.model.errors import (
    ClosedInPhase,
    FramesMissing,
    MeetingFinal,
    MeetingMoved,
    NowListening,
    RoundIsOpen,
)
from moedeapp.model.meeting import (
    Channel,
    IdeaState,
    Meeting,
    Phase,
    Role,
    RoundState,
    Status,
    frames_missing,
)

ORDER: Final = tuple(Phase)


def _from(first: Phase, last: Phase = Phase.NEXT_STEPS) -> frozenset[Phase]:
    return frozenset(ORDER[ORDER.index(first) : ORDER.index(last) + 1])


_ALWAYS: Final = _from(Phase.FRAMES)
_COLLECTING: Final = _from(Phase.IDEAS, Phase.THEMES)
_VOTING: Final = _from(Phase.DOTS, Phase.RESULT)

OPEN: Final[Mapping[str, frozenset[Phase]]] = {
    "evening.describe": _ALWAYS,
    "evening.leave_unresolved": _ALWAYS,
    "evening.set_organisation": _ALWAYS,
    "evening.set_tables": _ALWAYS,
    "evening.label_table": _ALWAYS,
    "evening.count_heads": _ALWAYS,
    "evening.add_question": _ALWAYS,
    "evening.word_question": _ALWAYS,
    "evening.remove_question": _ALWAYS,
    "evening.use_plan": _ALWAYS,
    "evening.change_step": _ALWAYS,
    "evening.use_earlier": frozenset({Phase.FRAMES}),
    "evening.go_to": _ALWAYS,
    "evening.start_silence": _COLLECTING,
    "evening.end_silence": _COLLECTING,
    "evening.start_listening": _from(Phase.WELCOME, Phase.THEMES),
    "evening.end_listening": _from(Phase.WELCOME, Phase.THEMES),
    "evening.end": _from(Phase.NEXT_STEPS),
    "evening.finish": _from(Phase.NEXT_STEPS),
    "evening.revise": _ALWAYS,
    "evening.mark_rehearsal": _ALWAYS,
    "leaving.clear_up": _ALWAYS,
    "leaving.move_away": _ALWAYS,
    "clock.give": _ALWAYS,
    "clock.pause": _ALWAYS,
    "clock.resume": _ALWAYS,
    "network.reach": _ALWAYS,
    "notes.add": _ALWAYS,
    "notes.reword": _ALWAYS,
    "notes.remove": _ALWAYS,
    "ideas.add": _from(Phase.IDEAS),
    "ideas.receive": _from(Phase.IDEAS),
    "ideas.bring_in": _ALWAYS,
    "ideas.edit": _ALWAYS,
    "ideas.show": _ALWAYS,
    "ideas.hide": _ALWAYS,
    "ideas.park": _ALWAYS,
    "ideas.withdraw": _ALWAYS,
    "ideas.correct": _COLLECTING,
    "ideas.mask": _ALWAYS,
    "ideas.place": _COLLECTING,
    "ideas.merge": _COLLECTING,
    "ideas.split": _COLLECTING,
    "themes.add": _COLLECTING,
    "themes.rename": _ALWAYS,
    "themes.recolour": _ALWAYS,
    "themes.place": _COLLECTING,
    "themes.arrange": _COLLECTING,
    "themes.group": _COLLECTING,
    "themes.ungroup": _COLLECTING,
    "themes.merge": _COLLECTING,
    "themes.split": _COLLECTING,
    "themes.remove": _COLLECTING,
    "slips.issue": _ALWAYS,
    "slips.hand_out_spare": _ALWAYS,
    "slips.void": _ALWAYS,
    "rounds.prepare": _VOTING,
    "rounds.change_rules": _VOTING,
    "rounds.rename_proposal": _VOTING,
    "rounds.hand_out": _from(Phase.DOTS, Phase.RESULT),
    "rounds.open": _VOTING,
    "rounds.extend": _VOTING,
    "rounds.print_names": _VOTING,
    "rounds.close": _VOTING,
    "rounds.seal": _VOTING,
    "rounds.cancel": _VOTING,
    "rounds.remove": _VOTING,
    "rounds.prepare_practice": _VOTING,
    "rounds.end_practice": _VOTING,
    "rounds.correct": _from(Phase.DOTS),
    "rounds.draw": _from(Phase.DOTS),
    "ballots.cast": _VOTING,
    "ballots.key": _VOTING,
    "ballots.confirm": _VOTING,
    "ballots.bring_in": _VOTING,
    "ballots.add_stickers": _VOTING,
    "ballots.reject": _VOTING,
    "outcome.decide": _from(Phase.RESULT),
    "outcome.take_back": _from(Phase.RESULT),
    "outcome.sign_up": _ALWAYS,
    "outcome.strike_off": _ALWAYS,
    "outcome.follow_up": _from(Phase.RESULT),
    "next_steps.add": _from(Phase.RESULT),
    "next_steps.change": _from(Phase.RESULT),
    "next_steps.remove": _from(Phase.RESULT),
}
"""Every command by name, with the phases it is open in."""

WHEN_FINAL: Final = frozenset(
    {
        "evening.revise",
        "evening.mark_rehearsal",
        "ideas.mask",
        "leaving.clear_up",
        "leaving.move_away",
        "outcome.follow_up",
        "outcome.strike_off",
    }
)
"""What may still be done when the protocol is final."""


def check(meeting: Meeting, command: str) -> None:
    """Raise unless the command is open now: ClosedInPhase, MeetingFinal or MeetingMoved."""
    if meeting.stage.status is Status.MOVED and command != "ideas.mask":
        raise MeetingMoved
    if meeting.stage.status is Status.FINAL and command not in WHEN_FINAL:
        raise MeetingFinal
    phase = meeting.stage.phase
    if phase not in OPEN[command]:
        raise ClosedInPhase(command, phase, tuple(p for p in ORDER if p in OPEN[command]))


def check_move(meeting: Meeting, to: Phase) -> None:
    """Raise unless the evening may go there: FramesMissing or RoundIsOpen.

    Every way on leads through Ideas, so the frames are asked for in all phases from there.
    """
    missing = frames_missing(meeting.facts)
    if ORDER.index(to) >= ORDER.index(Phase.IDEAS) and missing:
        raise FramesMissing(missing)
    if to is not meeting.stage.phase:
        for vote in meeting.rounds.values():
            if vote.state in (RoundState.OPEN, RoundState.CLOSED):
                raise RoundIsOpen(vote.number)


def check_speaker(meeting: Meeting, role: Role) -> None:
    """Raise NowListening when only citizens speak and this is somebody else."""
    if meeting.stage.listening and role is not Role.CITIZEN:
        raise NowListening(role)


def arrival(meeting: Meeting, channel: Channel) -> IdeaState:
    """The state in which a new idea arrives.

    Phones and table hosts wait for review; the facilitator's own typing shows at once, except
    in the silent phase. What comes after the ballot is frozen is parked.
    """
    stage = meeting.stage
    if ORDER.index(stage.phase) >= ORDER.index(Phase.DOTS):
        return IdeaState.PARKED
    if channel in (Channel.PHONE, Channel.TABLE):
        return IdeaState.WAITING
    return IdeaState.READY if stage.silent else IdeaState.SHOWN
