from collections.abc import Callable

import pytest

from moedeapp.model.board import public_ideas
from moedeapp.model.commands import evening, ideas, rounds
from moedeapp.model.document import Document
from moedeapp.model.errors import (
    ClosedInPhase,
    FramesMissing,
    NowListening,
    NowSilent,
    RoundIsOpen,
    RoundNotOpen,
)
from moedeapp.model.meeting import FRAMES, Channel, IdeaState, MeetingType, Phase, Role
from tests.model.evenings import only_round

AtStage = Callable[[str], Document]
SETTLED = {
    "influence": "Hvordan pladsen bruges",
    "fixed": "Vejen bliver lukket",
    "decides": "Kommunalbestyrelsen",
    "answer_by": "1. marts",
    "type": MeetingType.DIALOGUE,
}
LATER = [Phase.IDEAS, Phase.THEMES, Phase.DOTS, Phase.RESULT, Phase.NEXT_STEPS]


@pytest.mark.parametrize("missing", FRAMES)
def test_the_phase_ideas_waits_for_each_of_the_five_frames(
    document: Document, missing: str
) -> None:
    values = {name: value for name, value in SETTLED.items() if name != missing}
    document.apply(evening.describe(**values))
    for phase in LATER:
        with pytest.raises(FramesMissing) as error:
            document.apply(evening.go_to(phase))
        assert error.value.frames == (missing,)
    document.apply(evening.go_to(Phase.WELCOME))
    document.apply(evening.leave_unresolved(missing))
    document.apply(evening.go_to(Phase.IDEAS))
    assert document.state.facts.unresolved == (missing,)


def test_the_five_frames_are_the_ones_citizens_are_promised() -> None:
    assert set(FRAMES) == set(SETTLED)


def test_one_act_sets_all_frames_that_are_still_empty(document: Document) -> None:
    document.apply(evening.describe(influence="Bænke"))
    document.apply(evening.leave_unresolved())
    assert document.state.facts.unresolved == ("fixed", "decides", "answer_by", "type")
    assert document.state.facts.influence == "Bænke"


def test_a_frame_that_gets_words_is_no_longer_unresolved(document: Document) -> None:
    document.apply(evening.leave_unresolved())
    document.apply(evening.describe(decides="Kommunalbestyrelsen"))
    assert "decides" not in document.state.facts.unresolved


def test_blanks_are_no_frame(document: Document) -> None:
    document.apply(evening.describe(**{**SETTLED, "fixed": "  \n"}))
    with pytest.raises(FramesMissing):
        document.apply(evening.go_to(Phase.IDEAS))


def test_the_mandate_has_title_date_and_link(document: Document) -> None:
    told = {
        "mandate_title": "Kommissorium for torvet",
        "mandate_date": "2026-01-31",
        "mandate_link": "https://kommune.example/kommissorium",
    }
    document.apply(evening.describe(**told))
    assert {name: getattr(document.state.facts, name) for name in told} == told


def test_the_evening_does_not_move_while_a_round_is_open(at_stage: AtStage) -> None:
    document = at_stage("open")
    for phase in set(Phase) - {Phase.DOTS}:
        with pytest.raises(RoundIsOpen):
            document.apply(evening.go_to(phase))


def test_real_times_are_kept_for_every_visit_to_a_phase(document: Document) -> None:
    document.apply(evening.leave_unresolved())
    for phase in (Phase.WELCOME, Phase.IDEAS, Phase.WELCOME, Phase.IDEAS):
        document.apply(evening.go_to(phase))
    visits = sorted(document.state.visits.values(), key=lambda visit: visit.number)
    assert [v.phase for v in visits] == [Phase.WELCOME, Phase.IDEAS, Phase.WELCOME, Phase.IDEAS]
    assert sorted({v.entered_at for v in visits}) == [v.entered_at for v in visits]
    assert [e.facts.get("back", False) for e in document.journal()[-4:]] == [
        False,
        False,
        True,
        False,
    ]


# --- silence


def public(document: Document) -> set[str]:
    return {idea.words for idea in public_ideas(document.state)}


def test_in_silence_nothing_becomes_public_until_it_ends(collecting: Document) -> None:
    collecting.apply(ideas.add("Sagt før"))
    waiting = collecting.apply(ideas.receive("Ventede før", channel=Channel.PHONE))
    collecting.apply(evening.start_silence())
    typed = collecting.apply(ideas.add("Skrevet"))
    sent = collecting.apply(ideas.receive("Sendt", channel=Channel.PHONE))
    kept = collecting.apply(ideas.receive("Ikke gennemset", channel=Channel.TABLE))
    collecting.apply(ideas.bring_in([ideas.Incoming("Hentet ind")]))
    hidden = collecting.apply(ideas.add("Skjult og vist"))
    collecting.apply(ideas.park(hidden))
    collecting.apply(ideas.show(hidden, sent, waiting))
    collecting.apply(ideas.edit(typed, "Skrevet med rettelse"))
    assert public(collecting) == {"Sagt før"}
    collecting.apply(evening.end_silence())
    assert public(collecting) == {
        "Sagt før",
        "Ventede før",
        "Skrevet",
        "Sendt",
        "Hentet ind",
        "Skjult og vist",
    }
    assert collecting.state.ideas[kept].state is IdeaState.WAITING


def test_showing_in_silence_does_not_take_away_what_is_public(collecting: Document) -> None:
    key = collecting.apply(ideas.add("Sagt før"))
    collecting.apply(evening.start_silence())
    collecting.apply(ideas.show(key))
    assert public(collecting) == {"Sagt før"}


def test_the_evening_does_not_leave_collecting_in_silence(collecting: Document) -> None:
    collecting.apply(evening.start_silence())
    for phase in (Phase.WELCOME, Phase.DOTS, Phase.RESULT):
        with pytest.raises(NowSilent):
            collecting.apply(evening.go_to(phase))
    collecting.apply(evening.go_to(Phase.THEMES))
    collecting.apply(evening.end_silence())


def test_ideas_that_were_held_back_are_held_back_again_by_undo(collecting: Document) -> None:
    collecting.apply(evening.start_silence())
    key = collecting.apply(ideas.add("Skrevet"))
    collecting.apply(evening.end_silence())
    collecting.undo()
    assert collecting.state.ideas[key].state is IdeaState.READY
    assert collecting.state.stage.silent


# --- listening


@pytest.mark.parametrize("role", [Role.POLITICIAN, Role.STAFF])
def test_in_the_listening_round_only_citizens_speak(collecting: Document, role: Role) -> None:
    collecting.apply(evening.start_listening())
    acts = [
        ideas.add("Som jeg ser det", role=role),
        ideas.receive("Som jeg ser det", channel=Channel.PHONE, role=role),
        ideas.bring_in([ideas.Incoming("Som jeg ser det", role=role)]),
    ]
    for act in acts:
        with pytest.raises(NowListening) as error:
            collecting.apply(act)
        assert error.value.role == role
    assert collecting.state.ideas == {}
    collecting.apply(ideas.receive("Vi vil have bænke", channel=Channel.PHONE))
    collecting.apply(evening.end_listening())
    collecting.apply(acts[0])
    assert len(collecting.state.ideas) == 2


def test_the_listening_round_ends_with_the_phases_it_belongs_to(collecting: Document) -> None:
    collecting.apply(evening.start_listening())
    collecting.apply(evening.go_to(Phase.THEMES))
    assert collecting.state.stage.listening
    collecting.apply(evening.go_to(Phase.DOTS))
    assert not collecting.state.stage.listening


# --- where an idea arrives


@pytest.mark.parametrize(
    ("phase", "phone", "hand"),
    [
        (Phase.IDEAS, IdeaState.WAITING, IdeaState.SHOWN),
        (Phase.THEMES, IdeaState.WAITING, IdeaState.SHOWN),
        (Phase.DOTS, IdeaState.PARKED, IdeaState.PARKED),
        (Phase.RESULT, IdeaState.PARKED, IdeaState.PARKED),
        (Phase.NEXT_STEPS, IdeaState.PARKED, IdeaState.PARKED),
    ],
)
def test_phones_wait_the_facilitator_does_not_and_late_ideas_are_parked(
    collecting: Document, phase: Phase, phone: IdeaState, hand: IdeaState
) -> None:
    collecting.apply(evening.go_to(phase))
    typed = collecting.apply(ideas.add("Med hånden"))
    sent = collecting.apply(ideas.receive("Fra en telefon", channel=Channel.PHONE))
    assert collecting.state.ideas[typed].state is hand
    assert collecting.state.ideas[sent].state is phone


@pytest.mark.parametrize("phase", [Phase.FRAMES, Phase.WELCOME])
def test_nobody_sends_or_types_ideas_before_the_frames_are_told(
    document: Document, phase: Phase
) -> None:
    document.apply(evening.go_to(phase))
    for act in (ideas.add("Tidligt"), ideas.receive("Tidligt", channel=Channel.PHONE)):
        with pytest.raises(ClosedInPhase):
            document.apply(act)


def test_ideas_from_before_the_meeting_are_marked_and_cast_no_dots(document: Document) -> None:
    (key,) = document.apply(
        ideas.bring_in([ideas.Incoming("Sendt hjemmefra")], channel=Channel.BEFORE)
    )
    assert document.state.stage.phase is Phase.FRAMES
    assert document.state.ideas[key].channel is Channel.BEFORE


# --- rules frozen


def test_the_rules_of_an_open_round_cannot_change(at_stage: AtStage) -> None:
    document = at_stage("open")
    vote = only_round(document.state)
    state = document.state
    proposal = next(iter(state.proposals))
    for act in (
        rounds.change_rules(vote, dots=9),
        rounds.rename_proposal(proposal, "Noget helt andet"),
        rounds.remove(vote),
        rounds.open(vote),
    ):
        with pytest.raises((RoundIsOpen, RoundNotOpen)):
            document.apply(act)
    assert document.state is state


def test_changing_the_rules_means_cancelling_and_that_is_in_the_journal(at_stage: AtStage) -> None:
    document = at_stage("open")
    vote = only_round(document.state)
    document.apply(rounds.cancel(vote, "For få prikker"))
    entry = document.journal()[-1]
    assert (entry.act, entry.facts["cast"], entry.facts["why"]) == (
        "rounds.cancel",
        2,
        "For få prikker",
    )
    with pytest.raises(RoundNotOpen):
        document.apply(rounds.change_rules(vote, dots=9))
