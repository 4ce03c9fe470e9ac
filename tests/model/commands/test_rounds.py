import json
from collections import Counter
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moedeapp.model.changes import Change
from moedeapp.model.commands import evening, ideas, next_steps, rounds, themes
from moedeapp.model.document import Document
from moedeapp.model.errors import (
    BadValue,
    BallotInvalid,
    MoedeError,
    RoleNotAdmitted,
    RoundIsOpen,
    RoundNotOpen,
    Unknown,
)
from moedeapp.model.meeting import Channel, Phase, Reason, Rejection, Role, RoundState
from tests.model.evenings import (
    idea_key,
    in_phase,
    only_round,
    proposal_keys,
    rows_in,
    theme_key,
    ticking_source,
)

AtStage = Callable[[str], Document]
Vote = tuple[Document, str, list[str]]


@pytest.fixture
def vote(at_stage: AtStage) -> Vote:
    """An open round of three proposals with two ballots in: document, round, proposals."""
    document = at_stage("open")
    key = only_round(document.state)
    return document, key, proposal_keys(document.state, key)


# --- preparing


def test_a_theme_brings_its_ideas_and_what_was_merged_into_them(at_stage: AtStage) -> None:
    document = at_stage("prepared")
    state = document.state
    green, stay, scene = (state.proposals[key] for key in proposal_keys(state, only_round(state)))
    assert (green.title, stay.title, scene.title) == ("Grønt", "Ophold", "En scene")
    assert set(green.ideas) == {idea_key(state, "Træer"), idea_key(state, "Flere træer")}
    assert scene.ideas == (idea_key(state, "En scene"),)
    assert (green.theme, scene.theme) == (theme_key(state, "Grønt"), None)


def test_no_idea_stands_behind_two_proposals(at_stage: AtStage) -> None:
    document = at_stage("prepared")
    state = document.state
    green, leg = theme_key(state, "Grønt"), theme_key(state, "Leg")
    for twice in (
        [green, idea_key(state, "Træer")],
        [green, idea_key(state, "Flere træer")],
        [idea_key(state, "Træer"), idea_key(state, "Flere træer")],
        [green, leg],  # merged into Grønt
        [green, green],
    ):
        with pytest.raises(BadValue) as error:
            document.apply(rounds.prepare(twice))
        assert error.value.problem == "duplicate"
    assert document.state is state


def test_a_theme_without_ideas_stands_on_the_ballot_once(collecting: Document) -> None:
    empty = collecting.apply(themes.add("Tomt"))
    other = collecting.apply(themes.add("Også tomt"))
    collecting.apply(evening.go_to(Phase.DOTS))
    with pytest.raises(BadValue, match="duplicate"):
        collecting.apply(rounds.prepare([empty, empty]))
    collecting.apply(rounds.prepare([empty, other]))


def test_hidden_ideas_stand_behind_no_proposal(at_stage: AtStage) -> None:
    document = at_stage("prepared")
    with pytest.raises(BadValue, match="not_allowed"):
        document.apply(rounds.prepare([idea_key(document.state, "Grus")]))
    with pytest.raises(BadValue, match="not_allowed"):
        document.apply(rounds.prepare([idea_key(document.state, "En gynge")]))
    with pytest.raises(Unknown):
        document.apply(rounds.prepare(["ingen"]))


def test_proposals_are_copies_that_later_changes_do_not_touch(at_stage: AtStage) -> None:
    document = at_stage("prepared")
    state = document.state
    before = state.proposals
    document.apply(themes.rename(theme_key(state, "Grønt"), "Natur"))
    document.apply(ideas.edit(idea_key(state, "En scene"), "En stor scene"))
    document.apply(ideas.hide(idea_key(state, "Træer"), reason=Reason.MISTAKE))
    assert document.state.proposals == before


@pytest.mark.parametrize(
    ("proposals", "dots"), [(2, 3), (10, 3), (11, 3), (14, 4), (20, 5), (26, 7), (90, 7)]
)
def test_everybody_gets_about_a_quarter_as_many_dots_as_there_are_proposals(
    proposals: int, dots: int
) -> None:
    assert rounds.usual_dots(proposals) == dots


@pytest.mark.parametrize(
    "rules",
    [{"dots": 0}, {"dots": 101}, {"dots": -1}, {"cap": 0}, {"cap": 10**30}, {"roles": ()}],
)
def test_rules_that_make_no_vote_are_refused(at_stage: AtStage, rules: dict[str, Any]) -> None:
    document = at_stage("prepared")
    state = document.state
    sources = [theme_key(state, "Grønt"), theme_key(state, "Ophold")]
    with pytest.raises(BadValue):
        document.apply(rounds.prepare(sources, **rules))
    with pytest.raises(BadValue):
        document.apply(rounds.change_rules(only_round(state), **rules))
    assert document.state is state


def test_rules_that_are_not_given_stay(at_stage: AtStage) -> None:
    document = at_stage("prepared")
    key = only_round(document.state)
    document.apply(rounds.change_rules(key, cap=None))
    document.apply(rounds.change_rules(key, dots=6))
    document.apply(rounds.change_rules(key, roles=(Role.STAFF, Role.CITIZEN)))
    vote = document.state.rounds[key]
    assert (vote.dots, vote.cap, vote.roles) == (6, None, (Role.CITIZEN, Role.STAFF))


def test_one_proposal_is_no_vote(at_stage: AtStage) -> None:
    document = at_stage("prepared")
    key = document.apply(rounds.prepare([theme_key(document.state, "Grønt")]))
    with pytest.raises(BadValue, match="too_few"):
        document.apply(rounds.open(key))


def test_only_one_round_is_open_at_a_time(vote: Vote) -> None:
    document, _, _ = vote
    state = document.state
    second = document.apply(rounds.prepare([theme_key(state, "Grønt"), theme_key(state, "Ophold")]))
    with pytest.raises(RoundIsOpen) as error:
        document.apply(rounds.open(second))
    assert error.value.number == 1


def test_a_round_with_a_next_step_is_not_removed(at_stage: AtStage) -> None:
    document = at_stage("prepared")
    key = only_round(document.state)
    document.apply(evening.go_to(Phase.RESULT))
    document.apply(next_steps.add("Ring", proposal=proposal_keys(document.state, key)[0]))
    document.apply(evening.go_to(Phase.DOTS))
    state = document.state
    with pytest.raises(BadValue, match="in_use"):
        document.apply(rounds.remove(key))
    assert document.state is state


def test_a_round_whose_opening_was_undone_can_be_removed(at_stage: AtStage) -> None:
    document = at_stage("prepared")
    key = only_round(document.state)
    document.apply(rounds.open(key))
    document.apply(rounds.reject(key, Rejection.LATE, 1))
    document.undo()
    document.apply(rounds.remove(key))
    assert document.state.rejected == {}
    assert document.check().problems == ()


# --- ballots


def refused(vote: Vote, slip: rounds.Slip) -> MoedeError:
    """The ballot must be refused alone and together with a good one; nothing is kept."""
    document, key, (first, *_) = vote
    before = rows_in(document.path)
    with pytest.raises(MoedeError) as error:
        document.apply(rounds.cast(key, slip))
    with pytest.raises(type(error.value)):
        document.apply(rounds.bring_in(key, [rounds.Slip({first: 1}), slip]))
    assert rows_in(document.path) == before
    return error.value


def test_more_dots_than_each_has_are_refused(vote: Vote) -> None:
    error = refused(vote, rounds.Slip(dict(zip(vote[2], (2, 1, 1), strict=True))))
    assert isinstance(error, BallotInvalid)
    assert (error.reason, error.dots, error.cap) == (Rejection.TOO_MANY_DOTS, 3, 2)


def test_more_dots_on_one_proposal_than_the_cap_are_refused(vote: Vote) -> None:
    error = refused(vote, rounds.Slip({vote[2][0]: 3}))
    assert isinstance(error, BallotInvalid)
    assert error.reason is Rejection.OVER_CAP


def test_a_role_the_round_does_not_admit_is_refused(vote: Vote) -> None:
    error = refused(vote, rounds.Slip({}, role=Role.POLITICIAN))
    assert isinstance(error, RoleNotAdmitted)


def test_a_proposal_that_is_not_on_the_ballot_is_refused(vote: Vote) -> None:
    assert isinstance(refused(vote, rounds.Slip({"ingen": 1})), Unknown)


@pytest.mark.parametrize("dots", [0, -1, 1.0, "1", True, None])
def test_dots_that_are_no_number_of_dots_are_refused(vote: Vote, dots: Any) -> None:
    assert isinstance(refused(vote, rounds.Slip({vote[2][0]: dots})), BadValue)


@pytest.mark.parametrize("table", [0, -3, 10**30])
def test_a_table_that_cannot_be_is_refused(vote: Vote, table: int) -> None:
    assert isinstance(refused(vote, rounds.Slip({}, table=table)), BadValue)


def test_ballots_from_before_the_meeting_are_refused(vote: Vote) -> None:
    assert isinstance(refused(vote, rounds.Slip({}, channel=Channel.BEFORE)), BadValue)


@pytest.mark.parametrize("end", ["close", "cancel"])
def test_a_round_that_is_over_takes_no_ballots(vote: Vote, end: str) -> None:
    document, key, _ = vote
    document.apply(rounds.close(key) if end == "close" else rounds.cancel(key, "Strømmen gik"))
    error = refused(vote, rounds.Slip({}))
    assert isinstance(error, RoundNotOpen)
    for act in (
        rounds.close(key),
        rounds.cancel(key, "igen"),
        rounds.open(key),
        rounds.reject(key, Rejection.LATE, 1),
    ):
        with pytest.raises(RoundNotOpen):
            document.apply(act)


def test_a_blank_ballot_counts_as_cast(vote: Vote) -> None:
    document, key, _ = vote
    document.apply(rounds.cast(key, rounds.Slip({})))
    document.apply(rounds.close(key))
    closed = document.state.rounds[key]
    assert (closed.cast, closed.blank, closed.unused) == (3, 1, 0 + 2 + 3)


def test_slips_that_could_not_be_counted_are_told_by_reason_and_the_last_word_counts(
    vote: Vote,
) -> None:
    document, key, _ = vote
    document.apply(rounds.reject(key, Rejection.LATE, 4))
    document.apply(rounds.reject(key, Rejection.LATE, 2))
    told = {row.reason: row.count for row in document.state.rejected.values()}
    assert told == {Rejection.UNREADABLE: 1, Rejection.LATE: 2}
    for count in (-1, 10**30):
        with pytest.raises(BadValue):
            document.apply(rounds.reject(key, Rejection.LATE, count))
        with pytest.raises(BadValue):
            document.apply(rounds.hand_out(key, count))


# --- secrecy while open


def leaves(value: Any) -> Any:
    """Every plain value inside a value, however deep."""
    if isinstance(value, Enum) or value is None or isinstance(value, str | int | float | bytes):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from leaves(getattr(value, field.name))
    elif hasattr(value, "items"):
        for key, item in value.items():
            yield from leaves(key)
            yield from leaves(item)
    else:
        for item in value:
            yield from leaves(item)


def test_while_a_round_is_open_its_dots_change_nothing_but_how_many_were_cast(
    path: Path, staged: dict[str, bytes]
) -> None:
    """Two meetings that differ in every ballot look the same to every reader."""
    looks = []
    for favourite, dots in ((0, 2), (2, 1)):
        path.write_bytes(staged["prepared"])
        with Document.open(path, source=ticking_source("same")) as document:
            key = only_round(document.state)
            keys = proposal_keys(document.state, key)
            heard: list[tuple[Change, ...]] = []
            document.subscribe(heard.append)
            document.apply(rounds.open(key))
            for _ in range(7):
                document.apply(rounds.cast(key, rounds.Slip({keys[favourite]: dots})))
            told = [(e.act, e.payload) for e in document.journal()]
            looks.append((document.state, heard, told))
            assert document.state.results == {}
            assert document.state.rounds[key].cast == 7
            assert [c.kind for changes in heard[1:] for c in changes] == ["rounds"] * 7
    assert looks[0] == looks[1]


def test_the_sums_of_an_open_round_are_nowhere_to_be_read(at_stage: AtStage) -> None:
    document = at_stage("prepared")
    key = only_round(document.state)
    first, second, _ = proposal_keys(document.state, key)
    heard: list[Any] = []
    document.subscribe(heard.append)
    document.apply(rounds.change_rules(key, dots=100, cap=None))
    document.apply(rounds.open(key))
    for _ in range(11):
        document.apply(rounds.cast(key, rounds.Slip({first: 61, second: 39})))
    secret = {61, 39, 61 * 11, 39 * 11}
    journal = [json.loads(e.payload) for e in document.journal()]
    history = [json.loads(row[4]) for row in rows_in(document.path)["history"]]  # type: ignore[arg-type]
    numbers = {v for v in leaves([document.state, heard, journal, history]) if type(v) is int}
    assert not secret & numbers
    document.apply(rounds.close(key))
    assert {61 * 11, 39 * 11} <= set(leaves(document.state.results))


def test_ballots_lie_in_the_file_in_no_order_of_casting(vote: Vote) -> None:
    document, key, (first, *_) = vote
    tables = list(range(1, 31))
    for table in tables:
        document.apply(rounds.cast(key, rounds.Slip({first: 1}, table=table)))
    lying = [row[5] for row in rows_in(document.path)["ballots"] if row[5] in tables]
    assert len(lying) >= 30
    assert lying != sorted(lying)  # type: ignore[type-var]


# --- counting


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    ballots=st.lists(
        st.dictionaries(st.integers(0, 4), st.integers(1, 3), max_size=3).filter(
            lambda dots: sum(dots.values()) <= 7
        ),
        max_size=12,
    )
)
def test_results_are_what_a_recount_by_hand_gives(
    tmp_path_factory: pytest.TempPathFactory, ballots: list[dict[int, int]]
) -> None:
    path = tmp_path_factory.mktemp("count") / "m.moede"
    with Document.create(path, source=ticking_source(), words="?") as document:
        in_phase(document, Phase.IDEAS)
        sources = [document.apply(ideas.add(f"Idé {number}")) for number in range(5)]
        document.apply(evening.go_to(Phase.DOTS))
        key = document.apply(rounds.prepare(sources, dots=7, cap=3))
        document.apply(rounds.open(key))
        keys = proposal_keys(document.state, key)
        slips = [rounds.Slip({keys[n]: dots for n, dots in b.items()}) for b in ballots]
        document.apply(rounds.bring_in(key, slips[:5]))
        for slip in slips[5:]:
            document.apply(rounds.cast(key, slip))
        document.apply(rounds.close(key))
        dots: Counter[int] = Counter()
        persons: Counter[int] = Counter()
        for ballot in ballots:
            dots.update(ballot)
            persons.update(ballot.keys())
        got = [document.state.results[proposal] for proposal in keys]
        assert [r.dots for r in got] == [dots[n] for n in range(5)]
        assert [r.persons for r in got] == [persons[n] for n in range(5)]
        closed = document.state.rounds[key]
        assert (closed.state, closed.cast) == (RoundState.CLOSED, len(ballots))
        assert closed.blank == sum(not ballot for ballot in ballots)
        assert closed.unused == 7 * len(ballots) - dots.total()
        assert document.check().problems == ()
