import hashlib
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from moedeapp.model import store
from moedeapp.model.commands import (
    ballots,
    evening,
    ideas,
    next_steps,
    outcome,
    rounds,
    slips,
    themes,
)
from moedeapp.model.commands.ballots import Vote
from moedeapp.model.document import Document
from moedeapp.model.errors import (
    BadValue,
    ClosedInPhase,
    MoedeError,
    RoundIsOpen,
    RoundNotOpen,
    Unknown,
)
from moedeapp.model.meeting import (
    Channel,
    Phase,
    Progress,
    Reason,
    Rejection,
    Role,
    RoundKind,
    RoundState,
    numbered,
    ordered,
)
from moedeapp.model.ranking import places, ties
from tests.model.evenings import (
    idea_key,
    only_round,
    proposal_keys,
    rows_in,
    slip_keys,
    theme_key,
    ticking_source,
)
from tests.model.halls import Hall, hall, in_folder, open_round

AtStage = Callable[[str], Document]


def refused(document: Document, act: Any, error: type[MoedeError]) -> None:
    """The act must be refused so, and change nothing."""
    state, rows = document.state, rows_in(document.path)
    with pytest.raises(error):
        document.apply(act)
    assert document.state is state
    assert rows_in(document.path) == rows


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


def test_every_rule_can_be_changed_until_the_round_opens(at_stage: AtStage) -> None:
    document = at_stage("prepared")
    key = only_round(document.state)
    document.apply(rounds.change_rules(key, kind=RoundKind.AGREEMENT, places=5))
    refused(document, rounds.change_rules(key, two_persons=True), BadValue)
    document.apply(rounds.change_rules(key, open_access=False, two_persons=True))
    before = document.state.rounds[key]
    assert (before.kind, before.places, before.two_persons) == (RoundKind.AGREEMENT, 5, True)
    refused(document, rounds.change_rules(key, open_access=True), BadValue)
    document.apply(rounds.change_rules(key, open_access=True, two_persons=False))
    after = document.state.rounds[key]
    assert (after.open_access, after.two_persons, after.dots) == (True, False, before.dots)
    document.apply(rounds.open(key))
    refused(document, rounds.change_rules(key, places=2), RoundNotOpen)


def test_a_source_keeps_the_title_it_had_in_an_earlier_round(at_stage: AtStage) -> None:
    document = at_stage("prepared")
    green, stay = (theme_key(document.state, title) for title in ("Grønt", "Ophold"))
    key = document.apply(rounds.prepare([green, stay], titles={stay: "Steder at være"}))
    found = [document.state.proposals[p].title for p in proposal_keys(document.state, key)]
    assert found == ["Grønt", "Steder at være"]
    refused(document, rounds.prepare([green, stay], titles={stay: " "}), BadValue)


def test_one_proposal_is_no_vote(at_stage: AtStage) -> None:
    document = at_stage("prepared")
    key = document.apply(rounds.prepare([theme_key(document.state, "Grønt")]))
    with pytest.raises(BadValue, match="too_few"):
        document.apply(rounds.open(key))


def test_two_persons_cannot_find_a_ballot_again_that_has_no_slip(at_stage: AtStage) -> None:
    document = at_stage("prepared")
    sources = [theme_key(document.state, "Grønt"), theme_key(document.state, "Ophold")]
    refused(document, rounds.prepare(sources, two_persons=True, open_access=True), BadValue)


# --- opening


def test_numbers_are_drawn_when_a_round_opens_and_stay(path: Path) -> None:
    made = hall(path, 2, proposals=20, source=ticking_source("numbers"))
    with made.document as document:
        frozen = [p.title for p in numbered(document.state.proposals)]
        assert sorted(frozen) == sorted(f"Forslag {n}" for n in range(20))
        assert [p.number for p in numbered(document.state.proposals)] == list(range(1, 21))
        assert frozen != sorted(frozen)
        before = document.state.proposals
        document.apply(ballots.cast(made.round, Vote(), slip=made.slips[0]))
        document.apply(rounds.close(made.round))
        document.apply(rounds.seal(made.round))
        assert document.state.proposals == before
        _, keys = open_round(document)
        drawn_anew = [document.state.proposals[key].title for key in keys]
        assert sorted(drawn_anew) == sorted(frozen)
        assert drawn_anew != frozen


def test_every_proposal_is_number_one_now_and_then(path: Path) -> None:
    made = hall(path, 1, proposals=3, source=ticking_source("chance"))
    firsts = set()
    with made.document as document:
        asked = made.round
        for _ in range(30):
            firsts.add(document.state.proposals[proposal_keys(document.state, asked)[0]].title)
            document.apply(rounds.cancel(asked, "Forfra"))
            asked, _ = open_round(document)
    assert len(firsts) == 3


def test_only_one_round_is_under_way_at_a_time(at_stage: AtStage) -> None:
    document = at_stage("open")
    state = document.state
    first = only_round(state)
    sources = [theme_key(state, "Grønt"), theme_key(state, "Ophold")]
    second = document.apply(rounds.prepare(sources))
    practice = document.apply(rounds.prepare_practice(["Kage", "Frugt"]))
    for _ in range(2):
        for other in (second, practice):
            with pytest.raises(RoundIsOpen) as error:
                document.apply(rounds.open(other))
            assert error.value.number == 1
        if document.state.rounds[first].state is RoundState.OPEN:
            document.apply(rounds.close(first))
    document.apply(rounds.seal(first))
    document.apply(rounds.open(second))


def test_a_round_with_something_resting_on_it_is_not_removed(at_stage: AtStage) -> None:
    document = at_stage("prepared")
    key = only_round(document.state)
    first = proposal_keys(document.state, key)[0]
    document.apply(evening.go_to(Phase.RESULT))
    document.apply(next_steps.add("Ring", proposal=first))
    document.apply(evening.go_to(Phase.DOTS))
    refused(document, rounds.remove(key), BadValue)
    document.apply(evening.go_to(Phase.RESULT))
    document.apply(next_steps.remove(next(iter(document.state.next_steps))))
    document.apply(outcome.follow_up(first, Progress.WAITING, date="2027-01-01"))
    document.apply(evening.go_to(Phase.DOTS))
    refused(document, rounds.remove(key), BadValue)
    assert document.check().problems == ()


def test_a_round_ends_when_it_was_planned_to_and_may_be_given_more_time(
    at_stage: AtStage,
) -> None:
    document = at_stage("prepared")
    key = only_round(document.state)
    document.apply(rounds.open(key, minutes=8))

    def ends() -> datetime:
        return datetime.fromisoformat(document.state.rounds[key].ends_at)

    opened = datetime.fromisoformat(document.state.rounds[key].opened_at)
    planned = ends()
    assert timedelta(minutes=7, seconds=55) < planned - opened < timedelta(minutes=8, seconds=5)
    document.apply(rounds.extend(key, 2))
    assert ends() == planned + timedelta(minutes=2)
    assert document.journal()[-1].facts == {"round": 1, "minutes": 2}
    late = planned + timedelta(hours=1)
    document._source = type(document._source)(
        lambda: late, document._source.new_key, document._source.new_salt
    )
    document.apply(rounds.extend(key, 5))
    assert ends() == late + timedelta(minutes=5)


@pytest.mark.parametrize("minutes", [0, -1, 1441, 10**30])
def test_times_that_no_vote_takes_are_refused(at_stage: AtStage, minutes: int) -> None:
    document = at_stage("prepared")
    key = only_round(document.state)
    refused(document, rounds.open(key, minutes=minutes), BadValue)
    document.apply(rounds.open(key))
    assert document.state.rounds[key].ends_at == ""
    refused(document, rounds.extend(key, minutes), BadValue)
    document.apply(rounds.close(key))
    refused(document, rounds.extend(key, 5), RoundNotOpen)


# --- every way a round can go


LIFE: dict[RoundState, set[str]] = {
    RoundState.PREPARED: {"open", "change_rules", "remove"},
    RoundState.OPEN: {"extend", "close", "cancel", "reject", "cast"},
    RoundState.CLOSED: {"seal", "cancel", "reject", "key"},
    RoundState.SEALED: {"correct", "draw"},
    RoundState.CANCELLED: set(),
}


@pytest.mark.parametrize("state", list(RoundState))
def test_in_each_state_a_round_takes_these_acts_and_no_other(
    at_stage: AtStage, state: RoundState
) -> None:
    stages = {"prepared": "prepared", "open": "open", "closed": "closed", "sealed": "sealed"}
    document = at_stage(stages.get(state.value, "open"))
    key = only_round(document.state)
    if state is RoundState.CANCELLED:
        document.apply(rounds.cancel(key, "Strømmen gik"))
    assert document.state.rounds[key].state is state
    first, slip = proposal_keys(document.state, key)[0], slip_keys(document.state)[0]
    acts: dict[str, Any] = {
        "open": rounds.open(key),
        "change_rules": rounds.change_rules(key, dots=4),
        "remove": rounds.remove(key),
        "extend": rounds.extend(key, 1),
        "close": rounds.close(key),
        "seal": rounds.seal(key),
        "cancel": rounds.cancel(key, "Forfra"),
        "reject": ballots.reject(key, Rejection.LATE, 1),
        "cast": ballots.cast(key, Vote(), slip=slip),
        "key": ballots.key(key, Vote(), slip=slip),
        "correct": rounds.correct(key, first, dots=1, persons=0, reason="Tastefejl"),
        "draw": rounds.draw(key, 1),
    }
    for name in acts.keys() - LIFE[state]:
        with pytest.raises((RoundNotOpen, RoundIsOpen)):
            document.apply(acts[name])


@pytest.mark.parametrize("stage", ["open", "closed"])
def test_a_cancelled_round_is_told_of_and_nothing_of_its_ballots_is_left(
    at_stage: AtStage, stage: str
) -> None:
    document = at_stage(stage)
    key = only_round(document.state)
    cast_before = document.state.rounds[key].cast
    if stage == "closed":
        first = proposal_keys(document.state, key)[0]
        document.apply(ballots.add_stickers(key, 1, {first: 1}))
    rows = rows_in(document.path)
    gone = [str(row[0]).encode() for kind in ("ballots", "open_stubs") for row in rows[kind]]
    assert len(gone) > 3
    assert all(sign in document.path.read_bytes() for sign in gone)
    refused(document, rounds.cancel(key, "  "), BadValue)
    document.apply(rounds.cancel(key, "Strømmen gik"))
    content = in_folder(document.path)
    assert [sign for sign in [*gone, b'"m1"', b'"m2"'] if sign in content] == []
    assert document.journal()[-1].facts == {
        "round": 1,
        "cast": cast_before,
        "why": "Strømmen gik",
    }
    state = document.state
    assert state.rounds[key].state is RoundState.CANCELLED
    assert state.results == state.stubs == state.manual == {}
    rows = rows_in(document.path)
    assert [rows[kind] for kind in ("ballots", "open_stubs", "stickers")] == [[], [], []]
    assert document.check().problems == ()


def test_stickers_alone_leave_the_bytes_when_a_round_ends(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wiped: list[int] = []
    wipe = store.wipe

    def watched(db: Any) -> bool:
        wiped.extend(row[0] for row in db.execute("SELECT seq FROM wiping"))
        return wipe(db)

    monkeypatch.setattr(store, "wipe", watched)
    for end in (lambda key: rounds.cancel(key, "Forfra"), rounds.seal):
        path.unlink(missing_ok=True)
        made = hall(path, 4, source=ticking_source("stickers"))
        with made.document as document:
            document.apply(rounds.close(made.round))
            for table in range(1, 40):
                document.apply(ballots.add_stickers(made.round, table, {made.proposals[0]: 2}))
            sign = f"{made.round}.39.".encode()
            assert sign in path.read_bytes()
            wiped.clear()
            document.apply(end(made.round))
            assert len(wiped) == 1  # the file was rewritten
            assert sign not in in_folder(path)
            assert list(document._db.execute("SELECT * FROM wiping")) == []


def test_several_rounds_on_several_questions_are_told_apart(path: Path) -> None:
    made = hall(path, 12, source=ticking_source("several"))
    with made.document as document:
        document.apply(rounds.close(made.round))
        document.apply(rounds.seal(made.round))
        document.apply(evening.go_to(Phase.THEMES))
        question = document.apply(evening.add_question("Hvem skal passe den?"))
        sources = [document.apply(themes.add(f"Svar {n}", question=question)) for n in range(3)]
        document.apply(evening.go_to(Phase.DOTS))
        mixed = [*sources, next(t for t in document.state.themes if t not in sources)]
        refused(document, rounds.prepare(mixed, question=question), BadValue)
        other = document.apply(rounds.prepare(sources, question=question, dots=2))
        document.apply(rounds.open(other))
        keys = proposal_keys(document.state, other)
        for slip in made.slips:  # the same slips again
            document.apply(ballots.cast(other, Vote({keys[0]: 2}), slip=slip))
        foreign = ballots.cast(other, Vote({made.proposals[0]: 1}), slip=made.slips[0])
        refused(document, foreign, Unknown)
        document.apply(rounds.close(other))
        document.apply(rounds.seal(other))
        first, second = numbered(document.state.rounds)
        assert [q.id for q in ordered(document.state.questions)] == [
            first.question,
            second.question,
        ]
        assert (first.number, first.cast, second.number, second.cast) == (1, 0, 2, 12)
        assert [p.dots for p in places(document.state, first)] == [0] * 6
        assert [p.dots for p in places(document.state, second)] == [24, 0, 0]
        refused(
            document,
            rounds.correct(first.id, keys[0], dots=1, persons=1, reason="Forkert runde"),
            Unknown,
        )
        assert document.check().problems == ()


# --- a practice vote


def test_a_practice_vote_leaves_nothing_behind(path: Path) -> None:
    made = hall(path, 12, source=ticking_source("practice"))
    with made.document as document:
        document.apply(rounds.cancel(made.round, "Først en prøve"))
        for end in ("prepared", "removed", "open", "closed", "sealed", "cancelled"):
            _practise(document, made.slips, end)
        assert document.check().problems == ()


def _practise(document: Document, slips_held: list[str], end: str) -> None:
    state, head, waiting = document.state, document.head, document.next_undo()
    rows = rows_in(document.path)
    key = document.apply(rounds.prepare_practice(["Lagkage", "Jordbær"], dots=2))
    if end not in ("prepared", "removed"):
        document.apply(rounds.hand_out(key, 12))
        document.apply(rounds.change_rules(key, dots=3))
        document.apply(rounds.open(key, minutes=2))
        document.apply(rounds.extend(key, 1))
        cake, fruit = proposal_keys(document.state, key)
        for number, slip in enumerate(slips_held[:9]):
            vote = Vote({cake: 2} if number % 2 else {fruit: 3})
            document.apply(ballots.cast(key, vote, slip=slip, key=f"kage-{number}"))
        document.apply(
            ballots.cast(key, Vote({cake: 1}), slip=slips_held[0], channel=Channel.TABLE)
        )
        document.apply(ballots.reject(key, Rejection.LATE, 2))
    if end in ("closed", "sealed"):
        document.apply(rounds.close(key))
        document.apply(ballots.key(key, Vote({cake: 1}), slip=slips_held[9]))
        document.apply(ballots.add_stickers(key, 1, {cake: 1}))
    if end == "sealed":
        document.apply(rounds.seal(key))
        assert sum(place.dots for place in places(document.state, document.state.rounds[key])) > 0
        document.apply(rounds.correct(key, cake, dots=1, persons=1, reason="Smagt igen"))
        for act in (
            outcome.decide(key, "Kage", reason="Vi kan lide kage"),
            next_steps.add("Køb kage", proposal=cake),
            outcome.follow_up(cake, Progress.DONE, date="2027-01-01"),
        ):
            with pytest.raises((BadValue, Unknown, ClosedInPhase)):
                document.apply(act)
    if end == "cancelled":
        document.apply(rounds.cancel(key, "Kagen er spist"))
    document.apply(rounds.remove(key) if end == "removed" else rounds.end_practice(key))
    assert document.state == state
    assert (document.head, document.next_undo()) == (head, waiting)
    assert rows_in(document.path) == rows
    content = in_folder(document.path)
    traces = ("Lagkage", "Jordbær", "kage-", "Smagt igen", "Kagen er spist", key)
    assert [text for text in traces if text.encode() in content] == []


def test_nothing_can_rest_on_a_practice_vote(at_stage: AtStage) -> None:
    document = at_stage("prepared")
    key = document.apply(rounds.prepare_practice(["Lagkage", "Jordbær"]))
    cake = proposal_keys(document.state, key)[0]
    document.apply(rounds.open(key))
    document.apply(rounds.close(key))
    document.apply(rounds.seal(key))
    document.apply(evening.go_to(Phase.RESULT))
    refused(document, outcome.decide(key, "Kage", reason="Vi kan lide kage"), BadValue)
    refused(document, next_steps.add("Køb kage", proposal=cake), Unknown)
    refused(document, outcome.follow_up(cake, Progress.DONE, date="2027-01-01"), Unknown)


def test_a_slip_lost_in_a_practice_vote_leaves_no_trace_of_the_vote(path: Path) -> None:
    made = hall(path, 4, source=ticking_source("lost"))
    with made.document as document:
        document.apply(rounds.cancel(made.round, "Først en prøve"))
        practice = document.apply(rounds.prepare_practice(["Kage", "Frugt"]))
        document.apply(rounds.open(practice))
        document.apply(ballots.cast(practice, Vote(), slip=made.slips[0]))
        document.apply(slips.void(made.slips[0]))
        assert document.state.rounds[practice].cast == 0
        assert document.journal()[-1].facts["taken_out"] == 0


def test_only_a_practice_vote_is_ended_as_one(at_stage: AtStage) -> None:
    document = at_stage("open")
    refused(document, rounds.end_practice(only_round(document.state)), BadValue)


def test_a_practice_vote_takes_every_role_and_gives_no_number_away(path: Path) -> None:
    made = hall(path, 2, source=ticking_source("roles"))
    with made.document as document:
        document.apply(rounds.cancel(made.round, "Først en prøve"))
        practice = document.apply(rounds.prepare_practice(["Kage", "Frugt"]))
        assert document.state.rounds[practice].roles == tuple(Role)
        assert document.state.rounds[practice].number == 0
        document.apply(rounds.end_practice(practice))
        again, _ = open_round(document)
        assert document.state.rounds[again].number == 2


# --- after the seal


def counted(path: Path) -> Hall:
    """A sealed round of twelve ballots at two tables: 8, 8, 6, 2, 0 and 0 dots."""
    made = hall(path, 12, tables=2, source=ticking_source("counted"), dots=2)
    one, two, three, four = made.proposals[:4]
    says = [{one: 2}] * 4 + [{two: 2}] * 4 + [{three: 2}] * 3 + [{four: 2}]
    random.Random(4).shuffle(says)
    for slip, dots in zip(made.slips, says, strict=True):
        made.document.apply(ballots.cast(made.round, Vote(dots), slip=slip))
    made.document.apply(rounds.close(made.round))
    made.document.apply(rounds.seal(made.round))
    return made


def test_a_correction_changes_dots_and_persons_and_nothing_else(path: Path) -> None:
    made = counted(path)
    with made.document as document:
        vote, before = document.state.rounds[made.round], document.state
        three = made.proposals[2]
        act = rounds.correct(made.round, three, dots=3, persons=2, reason="To sedler på gulvet")
        document.apply(act)
        document.apply(rounds.correct(made.round, three, dots=0, persons=-1, reason="Kun én"))
        state = document.state
        assert (state.results, state.shares, state.stubs) == (
            before.results,
            before.shares,
            before.stubs,
        )
        assert state.rounds[made.round] == vote
        top, *rest = places(state, vote)
        assert (top.proposal.id, top.rank, top.dots, top.persons) == (three, 1, 9, 4)
        assert (top.sealed.dots, top.sealed.persons, top.corrected) == (6, 3, True)
        assert top.sealed == before.results[three]
        assert not any(place.corrected for place in rest)
        told = sorted((m.dots, m.persons, m.reason) for m in state.manual.values())
        assert told == [(0, -1, "Kun én"), (3, 2, "To sedler på gulvet")]
        assert all(m.at for m in state.manual.values())
        assert document.journal()[-1].facts == {
            "round": 1,
            "proposal": 3,
            "dots": 0,
            "persons": -1,
        }
        assert document.check().problems == ()


def test_a_correction_needs_a_reason_and_never_goes_below_nothing(path: Path) -> None:
    made = counted(path)
    with made.document as document:
        four, five = made.proposals[3:5]
        for proposal, dots, persons in ((five, -1, 0), (five, 0, -1), (four, -3, 0), (four, 0, -2)):
            act = rounds.correct(made.round, proposal, dots=dots, persons=persons, reason="Fejl")
            refused(document, act, BadValue)
        for reason in ("", "   "):
            act = rounds.correct(made.round, four, dots=1, persons=0, reason=reason)
            refused(document, act, BadValue)
        nothing = rounds.correct(made.round, four, dots=0, persons=0, reason="Fejl")
        refused(document, nothing, BadValue)
        huge = rounds.correct(made.round, four, dots=10**30, persons=0, reason="Fejl")
        refused(document, huge, BadValue)
        unknown = rounds.correct(made.round, "ingen", dots=1, persons=0, reason="Fejl")
        refused(document, unknown, Unknown)
        document.apply(rounds.correct(made.round, four, dots=-2, persons=-1, reason="Fejl"))
        again = rounds.correct(made.round, four, dots=-1, persons=0, reason="Fejl")
        refused(document, again, BadValue)


def test_an_agreement_is_not_corrected_in_dots(path: Path) -> None:
    made = hall(path, 2, source=ticking_source("agree"), kind=RoundKind.AGREEMENT)
    with made.document as document:
        document.apply(rounds.close(made.round))
        document.apply(rounds.seal(made.round))
        act = rounds.correct(made.round, made.proposals[0], dots=1, persons=1, reason="Fejl")
        refused(document, act, Unknown)
        refused(document, rounds.draw(made.round, 1), BadValue)


def test_lots_are_drawn_for_a_shared_place_only_and_once(path: Path) -> None:
    made = counted(path)
    with made.document as document:
        vote = document.state.rounds[made.round]
        assert ties(places(document.state, vote)) == [(1, [1, 2]), (5, [5, 6])]
        assert document.state.lots == {}
        for place in (2, 3, 4, 6, 7, 0, -1):
            refused(document, rounds.draw(made.round, place), BadValue)
        order = document.apply(rounds.draw(made.round, 1))
        assert set(order) == set(made.proposals[:2])
        for seed in ("", "en anden"):
            refused(document, rounds.draw(made.round, 1, seed=seed), BadValue)
        document.apply(rounds.draw(made.round, 5))
        assert len(document.state.lots) == 2
        # The list itself still shows the tie.
        assert ties(places(document.state, vote)) == [(1, [1, 2]), (5, [5, 6])]


def test_whoever_has_the_seed_can_draw_again(path: Path) -> None:
    made = counted(path)
    with made.document as document:
        order = document.apply(rounds.draw(made.round, 5, seed="Torvet 23. november"))
        (lot,) = document.state.lots.values()
        assert (lot.place, lot.seed, lot.order) == (5, "Torvet 23. november", order)
        by_hand = sorted(
            (5, 6),
            key=lambda n: hashlib.sha256(f"Torvet 23. november:{n}".encode()).hexdigest(),
        )
        numbers = [document.state.proposals[key].number for key in order]
        assert numbers == by_hand
        assert document.journal()[-1].facts == {"round": 1, "place": 5, "seed": lot.seed}


def test_both_orders_are_drawn_about_equally_often() -> None:
    first = sum(
        rounds.lot_order(f"frø {n}", 1) < rounds.lot_order(f"frø {n}", 2) for n in range(400)
    )
    assert 150 < first < 250


@pytest.mark.parametrize("slips_out", [-1, 10**30])
def test_slips_handed_out_that_cannot_be_are_refused(at_stage: AtStage, slips_out: int) -> None:
    document = at_stage("open")
    refused(document, rounds.hand_out(only_round(document.state), slips_out), BadValue)
