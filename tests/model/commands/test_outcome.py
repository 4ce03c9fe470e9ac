from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest

from moedeapp.model.commands import evening, outcome, rounds
from moedeapp.model.document import Document
from moedeapp.model.errors import BadValue, MoedeError, Unknown
from moedeapp.model.meeting import Phase, Progress, Status, Volunteer, numbered
from moedeapp.model.ranking import places
from tests.model.evenings import only_round, proposal_keys, rows_in
from tests.model.halls import in_folder

AtStage = Callable[[str], Document]


def refused(document: Document, act: Any, error: type[MoedeError]) -> MoedeError:
    """What the act is refused with; nothing may have changed."""
    state, rows = document.state, rows_in(document.path)
    with pytest.raises(error) as caught:
        document.apply(act)
    assert document.state is state
    assert rows_in(document.path) == rows
    return caught.value


# --- decisions


def test_a_decision_that_differs_from_the_list_says_why_and_leaves_the_list(
    at_stage: AtStage,
) -> None:
    document = at_stage("result")
    vote = only_round(document.state)
    listed = places(document.state, document.state.rounds[vote])
    key = document.apply(outcome.decide(vote, "Vi tager begge", reason="De koster det samme"))
    decision = document.state.decisions[key]
    assert (decision.round, decision.words, decision.reason) == (
        vote,
        "Vi tager begge",
        "De koster det samme",
    )
    assert [d.number for d in numbered(document.state.decisions)] == [1, 2]
    assert places(document.state, document.state.rounds[vote]) == listed
    document.apply(outcome.take_back(key))
    assert key not in document.state.decisions
    refused(document, outcome.take_back(key), Unknown)


def test_a_decision_needs_words_a_reason_and_a_sealed_round(at_stage: AtStage) -> None:
    document = at_stage("result")
    vote = only_round(document.state)
    for words, reason in (("", "Derfor"), ("Nej", ""), ("  ", "Derfor"), ("Nej", " \n")):
        refused(document, outcome.decide(vote, words, reason=reason), BadValue)
    refused(document, outcome.decide("ingen", "Nej", reason="Derfor"), Unknown)
    document.close()
    document = at_stage("prepared")
    document.apply(evening.go_to(Phase.RESULT))
    refused(document, outcome.decide(only_round(document.state), "Ja", reason="Nu"), BadValue)


# --- follow-up


def test_what_became_of_a_proposal_is_told_with_date_and_words_also_when_final(
    at_stage: AtStage,
) -> None:
    document = at_stage("final")
    assert document.state.stage.status is Status.FINAL
    vote = only_round(document.state)
    first, second, third = proposal_keys(document.state, vote)
    told = [
        (first, Progress.UNDER_WAY, "2027-02-01", "Der graves", ""),
        (first, Progress.DONE, "2027-06-01", "Træerne står", "Flere sidder ude"),
        (second, Progress.WAITING, "2027-02-01", "", ""),
        (third, Progress.TURNED_DOWN, "2027-02-01", "Scenen larmer for naboerne", ""),
    ]
    for proposal, progress, date, words, effect in told:
        document.apply(outcome.follow_up(proposal, progress, date=date, words=words, effect=effect))
    kept = numbered(document.state.follow_ups)
    assert [(f.proposal, f.progress, f.date, f.words, f.effect) for f in kept] == told
    assert [f.number for f in kept] == [1, 2, 3, 4]
    # The words as they were said still lead back from the proposal.
    proposal = document.state.proposals[first]
    assert all(document.state.ideas[key].words for key in proposal.ideas)
    assert document.journal()[-1].facts["progress"] == "turned_down"
    assert document.check().problems == ()


@pytest.mark.parametrize("words", ["", "   ", "Nej tak", "ni tegn..", "  kort      "])
def test_turning_a_proposal_down_needs_a_reason_of_ten_characters(
    at_stage: AtStage, words: str
) -> None:
    document = at_stage("result")
    first = proposal_keys(document.state, only_round(document.state))[0]
    act = outcome.follow_up(first, Progress.TURNED_DOWN, date="2027-01-01", words=words)
    error = refused(document, act, BadValue)
    assert isinstance(error, BadValue)
    assert (error.name, error.problem, error.limit) == ("reason", "too_short", 10)
    ten = outcome.follow_up(first, Progress.TURNED_DOWN, date="2027-01-01", words="ti tegn i ")
    refused(document, ten, BadValue)
    document.apply(
        outcome.follow_up(first, Progress.TURNED_DOWN, date="2027-01-01", words="ti tegn ja")
    )


@pytest.mark.parametrize("date", ["", "i morgen", "2027-02-30", "20270301", "01-03-2027"])
def test_follow_up_has_a_day_of_the_calendar(at_stage: AtStage, date: str) -> None:
    document = at_stage("result")
    first = proposal_keys(document.state, only_round(document.state))[0]
    refused(document, outcome.follow_up(first, Progress.DONE, date=date), BadValue)
    refused(document, outcome.follow_up("ingen", Progress.DONE, date="2027-01-01"), Unknown)


# --- volunteers


def test_nothing_joins_a_volunteer_to_anything(at_stage: AtStage) -> None:
    document = at_stage("closed")
    heard: list[Any] = []
    document.subscribe(heard.append)
    before, waiting, head = document.state, document.next_undo(), document.head
    key = document.apply(outcome.sign_up("Bo Lund", "bo@eksempel.dk", about="Plante træer"))
    # The list is all that changed: no journal entry, no history, no time, no channel.
    assert (document.head, document.next_undo()) == (head, waiting)
    assert [change.kind for changes in heard for change in changes] == ["counters", "volunteers"]
    assert {f.name for f in fields(Volunteer)} == {"id", "number", "name", "contact", "about"}
    rows = rows_in(document.path)
    holding = {kind for kind, found in rows.items() if key in repr(found)}
    assert holding == {"volunteers"}
    document.apply(rounds.seal(only_round(before)))
    rows = rows_in(document.path)
    for told in (key, "Bo Lund", "bo@eksempel.dk", "Plante træer"):
        assert {kind for kind, found in rows.items() if told in repr(found)} == {"volunteers"}
    others = {k: found for k, found in rows.items() if k != "volunteers"}
    (volunteer,) = (row for row in rows["volunteers"] if row[0] == key)
    assert not {value for value in volunteer if isinstance(value, str)} & {
        value for found in others.values() for row in found for value in row
    }


def test_somebody_struck_off_leaves_the_bytes(document: Document) -> None:
    names = [f"Frivillig Nr{number:03d}" for number in range(120)]  # so many that pages split
    keys = [document.apply(outcome.sign_up(n, f"{n[-5:]}@eksempel.dk")) for n in names]
    assert all(name.encode() in document.path.read_bytes() for name in names)
    gone = range(0, 120, 5)
    for number in gone:
        document.apply(outcome.strike_off(keys[number]))
    content = in_folder(document.path)
    for number, name in enumerate(names):
        told = [text.encode() in content for text in (name, f"{name[-5:]}@", keys[number])]
        assert told == [number not in gone] * 3
    refused(document, outcome.strike_off(keys[0]), Unknown)


def test_somebody_may_be_struck_off_when_the_protocol_is_final(
    at_stage: AtStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = at_stage("final")
    (key,) = document.state.volunteers
    with monkeypatch.context() as crash:
        crash.setattr("moedeapp.model.store.wipe", lambda db: False)
        document.apply(outcome.strike_off(key))
    # The file knows that it must still be rewritten, should the power fail now.
    assert len(document._db.execute("SELECT * FROM wiping").fetchall()) == 1
    document.close()
    Document.open(document.path).close()
    assert b"Ida Holm" not in in_folder(document.path)
    assert document.state.stage.status is Status.FINAL


def test_a_volunteer_has_a_name(document: Document) -> None:
    for name in ("", "  ", "\ud800"):
        refused(document, outcome.sign_up(name, "bo@eksempel.dk"), BadValue)
    key = document.apply(outcome.sign_up("Bo", " "))
    assert document.state.volunteers[key].contact == ""
