from collections.abc import Callable

from moedeapp.model.commands import evening, ideas, next_steps, rounds, themes
from moedeapp.model.document import Document
from moedeapp.model.lacking import FACTS, What, awaited, lacking, steps_for, without_step
from moedeapp.model.meeting import Channel, Phase, Role, RoundState
from moedeapp.model.ranking import places
from tests.model.evenings import only_round

AtStage = Callable[[str], Document]


def whats(document: Document) -> list[str]:
    return [lack.fact or lack.what.value for lack in lacking(document.state)]


def vote_on(document: Document, *sources: str) -> str:
    """Another round of dots, in which nobody votes."""
    document.apply(evening.go_to(Phase.DOTS))
    key = document.apply(rounds.prepare(sources, open_access=True))
    document.apply(rounds.open(key))
    document.apply(rounds.close(key))
    document.apply(rounds.seal(key))
    return key


def test_an_evening_that_told_nothing_lacks_every_fact_heads_and_an_end(tmp_path):
    with Document.create(tmp_path / "tom.moede") as document:
        assert whats(document) == ["end", "heads", *FACTS]


def test_what_is_filled_in_is_not_lacking(at_stage: AtStage) -> None:
    document = at_stage("next_steps")
    before = whats(document)
    assert "heads" not in before
    assert {"answer_where", "host", "end"} <= set(before)
    document.apply(evening.describe(answer_where="I lokalavisen", host="Foreningen"))
    document.apply(evening.end())
    assert set(before) - set(whats(document)) == {"answer_where", "host", "end"}


def test_the_first_places_are_awaited_and_a_step_settles_one(at_stage: AtStage) -> None:
    document = at_stage("next_steps")
    vote = document.state.rounds[only_round(document.state)]
    listed = [place.proposal for place in places(document.state, vote)]
    assert [p.id for p in awaited(document.state)] == [p.id for p in listed]
    settled = {step.proposal for step in document.state.next_steps.values()}
    left = [p.id for p in listed if p.id not in settled]
    assert [p.id for p in without_step(document.state)] == left
    assert len(left) == 2
    document.apply(next_steps.add("Spørg igen", proposal=left[0]))
    assert [p.id for p in without_step(document.state)] == left[1:]
    assert [lack.proposal.id for lack in lacking(document.state) if lack.proposal] == left[1:]


def test_a_step_without_responsible_and_deadline_lacks_both(at_stage: AtStage) -> None:
    document = at_stage("next_steps")
    key = document.apply(next_steps.add("Mal bænken"))
    found = [(x.what, x.step.id) for x in lacking(document.state) if x.step]
    assert found[-2:] == [(What.RESPONSIBLE, key), (What.DEADLINE, key)]
    document.apply(next_steps.change(key, responsible="Ida", deadline="2027-03-01"))
    assert key not in [x.step.id for x in lacking(document.state) if x.step]


def test_what_was_voted_on_again_is_awaited_once_and_keeps_its_steps(at_stage: AtStage) -> None:
    document = at_stage("next_steps")
    (step,) = document.state.next_steps.values()
    first = document.state.proposals[step.proposal or ""]
    others = [p for p in awaited(document.state) if p.id != first.id]
    sources = [p.theme or p.ideas[0] for p in (first, others[0])]
    again = vote_on(document, *sources)
    found = awaited(document.state)
    assert [p.id for p in found if p.round != again] == [others[1].id]
    assert {p.theme or p.ideas[0] for p in found if p.round == again} == set(sources)
    (twin,) = [p for p in found if (p.theme or p.ideas[0]) == sources[0]]
    assert steps_for(document.state, twin) == [step]
    assert twin not in without_step(document.state)


def test_a_lower_place_and_a_practice_vote_are_not_awaited(at_stage: AtStage) -> None:
    document = at_stage("next_steps")
    document.apply(evening.go_to(Phase.THEMES))
    keys = [document.apply(themes.add(f"Tema {n}")) for n in range(5)]
    document.apply(evening.go_to(Phase.DOTS))
    key = document.apply(rounds.prepare_practice(["Kage", "Frugt"]))
    for act in (rounds.open, rounds.close, rounds.seal):
        document.apply(act(key))
    assert document.state.rounds[key].state is RoundState.SEALED
    assert not [p for p in awaited(document.state) if p.round == key]
    assert "practice" in whats(document)
    document.apply(rounds.end_practice(key))
    vote = vote_on(document, *keys)
    assert len([p for p in awaited(document.state) if p.round == vote]) == 5  # all share place 1


def test_ideas_that_nobody_reviewed_are_told_of(at_stage: AtStage) -> None:
    document = at_stage("next_steps")
    before = sum(lack.count for lack in lacking(document.state))
    document.apply(evening.go_to(Phase.IDEAS))
    document.apply(ideas.receive("En gynge til", channel=Channel.PHONE, role=Role.CITIZEN))
    assert sum(lack.count for lack in lacking(document.state)) == before + 1
