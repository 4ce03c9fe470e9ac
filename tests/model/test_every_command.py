import inspect
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

from moedeapp.model import commands, phases
from moedeapp.model.commands import ballots, evening, ideas
from moedeapp.model.document import Document
from moedeapp.model.errors import ClosedInPhase, MeetingFinal
from moedeapp.model.meeting import (
    Channel,
    Colour,
    Meeting,
    Phase,
    Progress,
    Reason,
    Rejection,
    Role,
    Rung,
    SlipState,
)
from tests.model.evenings import (
    held_by_file,
    idea_key,
    in_phase,
    only_round,
    proposal_keys,
    rows_in,
    slip_keys,
    theme_key,
)


def _makers() -> dict[str, Callable[..., Any]]:
    """Every function made by `command`, by its command's name."""
    return {
        f"{module.name}.{name}": maker
        for module in iter_modules(commands.__path__)
        for name, maker in vars(import_module(f"{commands.__name__}.{module.name}")).items()
        if inspect.isfunction(maker)
        and hasattr(maker, "__wrapped__")
        and maker.__module__.endswith(f".{module.name}")
    }


MAKERS = _makers()


def _vote(meeting: Meeting, dots: int = 2) -> ballots.Vote:
    return ballots.Vote({proposal_keys(meeting, only_round(meeting))[0]: dots})


def _keyed(meeting: Meeting) -> ballots.Vote:
    """What the paper slip of the stage "closed" says."""
    return ballots.Vote({proposal_keys(meeting, only_round(meeting))[1]: 1})


def _practice(meeting: Meeting) -> str:
    (key,) = (vote.id for vote in meeting.rounds.values() if vote.practice)
    return key


def _shared_place(meeting: Meeting) -> int:
    """The stage "sealed" has 2, 2 and 1 dots."""
    dots = [result.dots for result in meeting.results.values()]
    return 1 + sum(each > 2 for each in dots)


def _only(rows: Any) -> str:
    (key,) = rows
    return str(key)


def _only_step(meeting: Meeting) -> str:
    (key,) = meeting.next_steps
    return key


ACTS: dict[str, tuple[str, Callable[[Meeting], tuple[tuple[Any, ...], dict[str, Any]]]]] = {
    "evening.describe": ("frames", lambda m: ((), {"influence": "Alt", "kle": "15.20.24"})),
    "evening.leave_unresolved": ("frames", lambda m: (("decides", "type"), {})),
    "evening.set_organisation": (
        "frames",
        lambda m: ((), {"name": "Kommunen", "logo": b"\x89PNG\r\n\x1a\n"}),
    ),
    "evening.set_tables": ("frames", lambda m: ((2,), {})),
    "evening.label_table": ("frames", lambda m: ((1, "Ved døren"), {})),
    "evening.count_heads": ("frames", lambda m: ((Role.STAFF, 3), {})),
    "evening.add_question": ("frames", lambda m: (("Hvornår?",), {})),
    "evening.word_question": ("frames", lambda m: ((None, "Hvordan?"), {})),
    "evening.remove_question": ("ideas", lambda m: ((_unused_question(m),), {})),
    "evening.use_plan": ("frames", lambda m: (([evening.PlannedStep(Phase.DOTS, "P", 8)],), {})),
    "evening.change_step": ("frames", lambda m: ((next(iter(m.steps)),), {"minutes": 20})),
    "evening.use_earlier": ("frames", lambda m: ((evening.earlier(m),), {})),
    "evening.go_to": ("ideas", lambda m: ((Phase.THEMES,), {})),
    "evening.start_silence": ("ideas", lambda m: ((), {})),
    "evening.end_silence": ("silent", lambda m: ((), {})),
    "evening.start_listening": ("ideas", lambda m: ((), {})),
    "evening.end_listening": ("listening", lambda m: ((), {})),
    "evening.end": ("next_steps", lambda m: ((), {})),
    "evening.finish": ("next_steps", lambda m: ((), {})),
    "evening.revise": ("final", lambda m: (("Et tal var forkert",), {})),
    "evening.mark_rehearsal": ("ideas", lambda m: ((), {})),
    "leaving.clear_up": ("final", lambda m: ((), {})),
    "leaving.move_away": ("open", lambda m: ((), {})),
    "clock.give": ("ideas", lambda m: ((5,), {})),
    "clock.pause": ("ideas", lambda m: ((), {})),
    "clock.resume": ("paused", lambda m: ((), {})),
    "network.reach": ("ideas", lambda m: ((Rung.ROUTER,), {})),
    "notes.add": ("frames", lambda m: (("En note",), {})),
    "notes.reword": ("frames", lambda m: ((next(iter(m.notes)), "Anden ordlyd"), {})),
    "notes.remove": ("frames", lambda m: ((next(iter(m.notes)),), {})),
    "ideas.add": ("ideas", lambda m: (("Lys",), {"table": 2})),
    "ideas.receive": ("ideas", lambda m: (("Lys",), {"channel": Channel.TABLE})),
    "ideas.bring_in": (
        "ideas",
        lambda m: (
            ([ideas.Incoming("Lys", theme="Nyt"), ideas.Incoming("Lamper", part_of=0)],),
            {"channel": Channel.BEFORE},
        ),
    ),
    "ideas.edit": ("ideas", lambda m: ((idea_key(m, "Bænke"), "Bænke med ryg"), {})),
    "ideas.show": ("ideas", lambda m: ((idea_key(m, "En scene"), idea_key(m, "Grus")), {})),
    "ideas.hide": ("ideas", lambda m: ((idea_key(m, "Bænke"),), {"reason": Reason.SPAM})),
    "ideas.park": ("ideas", lambda m: ((idea_key(m, "Bænke"),), {})),
    "ideas.withdraw": ("ideas", lambda m: ((idea_key(m, "En scene"),), {})),
    "ideas.correct": ("ideas", lambda m: ((idea_key(m, "En scene"), "En lille scene"), {})),
    "ideas.mask": ("ideas", lambda m: ((idea_key(m, "Bænke"), Reason.PERSON), {})),
    "ideas.place": ("ideas", lambda m: (({idea_key(m, "Bænke"): (3, 4.5)},), {})),
    "ideas.merge": ("ideas", lambda m: (([idea_key(m, "Bænke")], idea_key(m, "Træer")), {})),
    "ideas.split": ("ideas", lambda m: ((idea_key(m, "Flere træer"),), {})),
    "themes.add": ("ideas", lambda m: (("Lys",), {"ideas": [idea_key(m, "Bænke")]})),
    "themes.rename": ("ideas", lambda m: ((theme_key(m, "Grønt"), "Natur"), {})),
    "themes.recolour": ("ideas", lambda m: ((theme_key(m, "Grønt"), Colour.GREY), {})),
    "themes.place": ("ideas", lambda m: (({theme_key(m, "Leg"): (1, 2, 3, 4)},), {})),
    "themes.arrange": (
        "ideas",
        lambda m: (({theme_key(m, "Leg"): (1, 2, 3, 4)}, {idea_key(m, "Bænke"): (5, 6)}), {}),
    ),
    "themes.group": ("ideas", lambda m: (([idea_key(m, "Bænke")], theme_key(m, "Leg")), {})),
    "themes.ungroup": ("ideas", lambda m: ((idea_key(m, "Bænke"),), {})),
    "themes.merge": ("ideas", lambda m: (([theme_key(m, "Ophold")], theme_key(m, "Leg")), {})),
    "themes.split": ("ideas", lambda m: ((theme_key(m, "Leg"),), {})),
    "themes.remove": ("ideas", lambda m: ((theme_key(m, "Grønt"),), {})),
    "rounds.prepare": (
        "prepared",
        lambda m: (([theme_key(m, "Grønt"), idea_key(m, "En scene")],), {}),
    ),
    "rounds.change_rules": ("prepared", lambda m: ((only_round(m),), {"dots": 5, "cap": None})),
    "rounds.rename_proposal": (
        "prepared",
        lambda m: ((proposal_keys(m, only_round(m))[0], "Mere grønt"), {}),
    ),
    "rounds.hand_out": ("open", lambda m: ((only_round(m), 60), {})),
    "rounds.open": ("prepared", lambda m: ((only_round(m),), {})),
    "rounds.prepare_practice": ("prepared", lambda m: ((["Kage", "Frugt"],), {"dots": 2})),
    "rounds.end_practice": ("practice", lambda m: ((_practice(m),), {})),
    "rounds.extend": ("open", lambda m: ((only_round(m), 3), {})),
    "rounds.print_names": ("open", lambda m: ((only_round(m),), {})),
    "rounds.close": ("open", lambda m: ((only_round(m),), {})),
    "rounds.seal": ("closed", lambda m: ((only_round(m),), {})),
    "rounds.correct": (
        "result",
        lambda m: (
            (only_round(m), proposal_keys(m, only_round(m))[0]),
            {"dots": 1, "persons": 1, "reason": "En seddel lå på gulvet"},
        ),
    ),
    "rounds.draw": ("result", lambda m: ((only_round(m), _shared_place(m)), {})),
    "rounds.cancel": ("closed", lambda m: ((only_round(m), "Strømmen gik"), {})),
    "rounds.remove": ("prepared", lambda m: ((only_round(m),), {})),
    "slips.issue": ("frames", lambda m: ((3,), {"table": 1, "role": Role.POLITICIAN})),
    "slips.hand_out_spare": ("open", lambda m: ((slip_keys(m, SlipState.SPARE)[0],), {})),
    "slips.void": ("open", lambda m: ((slip_keys(m)[0],), {})),
    "ballots.cast": ("open", lambda m: ((only_round(m), _vote(m)), {"slip": slip_keys(m)[3]})),
    "ballots.key": ("closed", lambda m: ((only_round(m), _vote(m)), {"slip": slip_keys(m)[3]})),
    "ballots.confirm": (
        "double",
        lambda m: ((only_round(m), _keyed(m)), {"slip": slip_keys(m)[2]}),
    ),
    "ballots.bring_in": (
        "open",
        lambda m: (
            (only_round(m), [ballots.Brought(_vote(m)), ballots.Brought(ballots.Vote())]),
            {},
        ),
    ),
    "ballots.add_stickers": ("closed", lambda m: ((only_round(m), 1, _vote(m).dots), {})),
    "ballots.reject": ("closed", lambda m: ((only_round(m), Rejection.LATE, 2), {})),
    "outcome.decide": ("result", lambda m: ((only_round(m), "Alle tre"), {"reason": "De er små"})),
    "outcome.take_back": ("result", lambda m: ((_only(m.decisions),), {})),
    "outcome.sign_up": ("frames", lambda m: (("Bo Lund", "12345678"), {"about": "Plante"})),
    "outcome.strike_off": ("frames", lambda m: ((_only(m.volunteers),), {})),
    "outcome.follow_up": (
        "result",
        lambda m: (
            (proposal_keys(m, only_round(m))[0], Progress.UNDER_WAY),
            {"date": "2027-03-01", "words": "Der er gravet"},
        ),
    ),
    "next_steps.add": ("result", lambda m: (("Ring",), {"effect": "Der er svaret"})),
    "next_steps.change": ("result", lambda m: ((_only_step(m),), {"responsible": "Vej"})),
    "next_steps.remove": ("result", lambda m: ((_only_step(m),), {})),
}
"""For every command a stage of the evening and arguments that make it change something."""


def _unused_question(meeting: Meeting) -> str:
    (key,) = (q.id for q in meeting.questions.values() if q.words == "Hvem skal passe den?")
    return key


def _without_counters(meeting: Meeting) -> Meeting:
    return replace(meeting, counters=replace(Meeting(meeting.facts)).counters)


AtStage = Callable[[str], Document]
every_command = pytest.mark.parametrize("name", sorted(MAKERS))


def test_the_table_of_phases_names_every_command_and_no_other() -> None:
    assert phases.OPEN.keys() == MAKERS.keys() == ACTS.keys()


@every_command
def test_a_command_calls_itself_what_the_table_calls_it(name: str) -> None:
    assert MAKERS[name]().name == name


@pytest.fixture(scope="module")
def in_each_phase(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("phases")
    opened = {phase: in_phase(Document.create(folder / f"{phase}.moede"), phase) for phase in Phase}
    yield opened
    for document in opened.values():
        document.close()


@every_command
def test_outside_its_phases_a_command_is_refused_and_changes_nothing(
    name: str, in_each_phase: dict[Phase, Document]
) -> None:
    for phase in set(Phase) - phases.OPEN[name]:
        document = in_each_phase[phase]
        before, bytes_before = document.state, document.path.read_bytes()
        with pytest.raises(ClosedInPhase) as refused:
            document.apply(MAKERS[name]())
        assert refused.value.command == name
        assert refused.value.phase == phase
        assert set(refused.value.open_in) == phases.OPEN[name]
        assert document.state is before
        assert document.path.read_bytes() == bytes_before


@every_command
def test_a_final_meeting_takes_only_what_belongs_after_it(name: str, at_stage: AtStage) -> None:
    document = at_stage("final")
    before, bytes_before = document.state, document.path.read_bytes()
    if name in phases.WHEN_FINAL:
        phases.check(document.state, name)
        return
    with pytest.raises(MeetingFinal):
        document.apply(MAKERS[name]())
    assert document.state is before
    assert document.path.read_bytes() == bytes_before


def _act(document: Document, name: str) -> Any:
    args, values = ACTS[name][1](document.state)
    return document.apply(MAKERS[name](*args, **values))


@every_command
def test_what_a_command_changes_is_in_the_file_and_sound(name: str, at_stage: AtStage) -> None:
    document = at_stage(ACTS[name][0])
    before = rows_in(document.path)
    _act(document, name)
    assert rows_in(document.path) != before
    assert held_by_file(document) == document.state
    assert document.check().problems == ()


@every_command
def test_no_command_takes_an_ideas_words_except_masking(name: str, at_stage: AtStage) -> None:
    document = at_stage(ACTS[name][0])
    before = {key: idea.words for key, idea in document.state.ideas.items()}
    _act(document, name)
    after = {key: idea.words for key, idea in document.state.ideas.items()}
    lost = {words for key, words in before.items() if after.get(key) != words}
    # A phone may correct its own words until they are shown; what is hidden goes in the end.
    taken = {"ideas.mask": {"Bænke"}, "ideas.correct": {"En scene"}, "leaving.clear_up": {"Grus"}}
    assert lost == taken.get(name, set())


FORGETTING = ("evening.mark_rehearsal", "leaving.clear_up", "leaving.move_away")


@every_command
def test_undo_restores_exactly_and_redo_does_it_again(name: str, at_stage: AtStage) -> None:
    document = at_stage(ACTS[name][0])
    before, waiting = document.state, document.next_undo()
    _act(document, name)
    after = document.state
    if not MAKERS[name]().undoable:
        # What was done before a rehearsal began belongs to the meeting it was copied from.
        assert document.next_undo() == (None if name in FORGETTING else waiting)
        return
    assert document.undo() == name
    assert _without_counters(document.state) == _without_counters(before)
    assert document.state.counters == after.counters
    assert held_by_file(document) == document.state
    assert document.redo() == name
    assert document.state == after
    assert held_by_file(document) == document.state
    assert document.check().problems == ()


def test_only_these_commands_are_open_when_the_protocol_is_final() -> None:
    assert {
        "evening.revise",
        "evening.mark_rehearsal",
        "ideas.mask",
        "leaving.clear_up",
        "leaving.move_away",
        "outcome.follow_up",
        "outcome.strike_off",
    } == phases.WHEN_FINAL


def test_only_these_commands_cannot_be_undone() -> None:
    kept = {name for name, maker in MAKERS.items() if not maker().undoable}
    assert kept == {
        "evening.finish",
        "evening.mark_rehearsal",
        "leaving.clear_up",
        "leaving.move_away",
        "clock.give",
        "clock.pause",
        "clock.resume",
        "network.reach",
        "rounds.hand_out",
        "slips.hand_out_spare",
        "ideas.receive",
        "ideas.withdraw",
        "ideas.correct",
        "ideas.mask",
        "slips.issue",
        "slips.void",
        "ballots.cast",
        "ballots.key",
        "ballots.confirm",
        "ballots.bring_in",
        "ballots.add_stickers",
        "ballots.reject",
        "rounds.prepare_practice",
        "rounds.end_practice",
        "rounds.open",
        "rounds.extend",
        "rounds.print_names",
        "rounds.close",
        "rounds.seal",
        "rounds.cancel",
        "rounds.correct",
        "rounds.draw",
        "outcome.sign_up",
        "outcome.strike_off",
    }


@every_command
def test_words_stay_out_of_the_journal(name: str, at_stage: AtStage) -> None:
    document = at_stage(ACTS[name][0])
    _act(document, name)
    told = "".join(entry.payload for entry in document.journal())
    for idea in document.state.ideas.values():
        assert not idea.words or f'"{idea.words}"' not in told
