from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from moedeapp.model.changes import Change
from moedeapp.model.codes import STUB_LENGTH
from moedeapp.model.commands import ballots, evening, rounds, slips
from moedeapp.model.commands.ballots import LONGEST_OBJECTION, MOST_KEYS, Brought, Vote
from moedeapp.model.document import Document
from moedeapp.model.errors import (
    BadValue,
    BallotDiffers,
    BallotInvalid,
    MoedeError,
    NotAllKeyed,
    RoleNotAdmitted,
    RoundNotOpen,
    SlipRefused,
    Unknown,
)
from moedeapp.model.meeting import Agreement, Channel, Rejection, Role, RoundKind
from tests.model.evenings import proposal_keys, rows_in, slip_keys, ticking_source
from tests.model.halls import Hall, hall


def opened(path: Path, **rules: Any) -> Hall:
    return hall(path, 12, tables=2, source=ticking_source("hall"), **{"dots": 3, **rules})


@pytest.fixture
def room(path: Path) -> Iterator[Hall]:
    """Twelve slips at two tables; six proposals, three dots each, at most two on one."""
    made = opened(path)
    yield made
    made.document.close()


@pytest.fixture
def anybody(path: Path) -> Iterator[Hall]:
    """The same, and ballots without slips are taken."""
    made = opened(path, open_access=True)
    yield made
    made.document.close()


@pytest.fixture
def agreeing(path: Path) -> Iterator[Hall]:
    """The same slips, asked how far they agree."""
    made = opened(path, kind=RoundKind.AGREEMENT)
    yield made
    made.document.close()


def held(document: Document, kind: str = "ballots") -> list[tuple[object, ...]]:
    return rows_in(document.path)[kind]


def result(made: Hall) -> dict[int, tuple[int, int]]:
    """Dots and persons by the proposal's number, once the round is closed and sealed."""
    made.document.apply(rounds.seal(made.round))
    assert made.document.check().problems == ()
    state = made.document.state
    return {
        state.proposals[r.id].number: (r.dots, r.persons)
        for r in state.results.values()
        if r.dots or r.persons
    }


def refusal(document: Document, act: Any) -> MoedeError:
    """What the act is refused with; nothing may have changed."""
    state, rows, head = document.state, rows_in(document.path), document.head
    with pytest.raises(MoedeError) as error:
        document.apply(act)
    assert document.state is state
    assert rows_in(document.path) == rows
    assert document.head == head
    return error.value


# --- from devices


def test_a_ballot_is_accepted_with_one_dot_code_for_each_proposal(room: Hall) -> None:
    first, second = room.proposals[:2]
    receipt = room.document.apply(
        ballots.cast(room.round, Vote({first: 2, second: 1}), slip=room.slips[0])
    )
    assert receipt.accepted
    assert receipt.codes.keys() == {first, second}
    assert {len(code) for code in receipt.codes.values()} == {STUB_LENGTH}
    assert room.document.state.rounds[room.round].cast == 1


def test_a_ballot_may_be_changed_until_the_round_is_closed(room: Hall) -> None:
    document, (first, second, third) = room.document, room.proposals[:3]
    slip = room.slips[0]
    old = document.apply(ballots.cast(room.round, Vote({first: 2, second: 1}), slip=slip, key="a"))
    new = document.apply(ballots.cast(room.round, Vote({third: 1}), slip=slip, key="b"))
    assert document.state.rounds[room.round].cast == 1
    assert not set(old.codes.values()) & set(new.codes.values())
    assert [row[4] for row in held(document, "open_stubs")] == list(new.codes.values())
    document.apply(rounds.close(room.round))
    error = refusal(document, ballots.cast(room.round, Vote({first: 1}), slip=slip, key="c"))
    assert isinstance(error, RoundNotOpen)
    assert result(room) == {3: (1, 1)}
    assert {stub.code for stub in document.state.stubs.values()} == set(new.codes.values())


def test_the_same_message_a_hundred_times_is_one_ballot_with_the_same_receipt(room: Hall) -> None:
    document, vote = room.document, Vote({room.proposals[0]: 2, room.proposals[4]: 1})
    act = ballots.cast(room.round, vote, slip=room.slips[0], key="besked-1")
    receipts = [document.apply(act) for _ in range(100)]
    assert all(receipt == receipts[0] for receipt in receipts)
    assert len(receipts[0].codes) == 2
    assert len(held(document)) == document.state.rounds[room.round].cast == 1
    document.apply(rounds.close(room.round))
    assert result(room) == {1: (2, 1), 5: (1, 1)}


def test_a_repeated_message_changes_nothing_at_all(room: Hall) -> None:
    document = room.document
    act = ballots.cast(room.round, Vote({room.proposals[0]: 2}), slip=room.slips[0], key="a")
    document.apply(act)
    state, rows = document.state, rows_in(document.path)
    heard: list[object] = []
    document.subscribe(heard.append)
    document.apply(act)
    assert document.state is state
    assert rows_in(document.path) == rows
    assert heard == []


def test_a_late_retry_of_an_older_message_does_not_bring_old_dots_back(room: Hall) -> None:
    document, (first, second) = room.document, room.proposals[:2]
    slip = room.slips[0]
    older = ballots.cast(room.round, Vote({first: 2}), slip=slip, key="a")
    document.apply(older)
    newest = document.apply(ballots.cast(room.round, Vote({second: 1}), slip=slip, key="b"))
    assert document.apply(older) == newest
    document.apply(rounds.close(room.round))
    assert result(room) == {2: (1, 1)}


def test_no_more_message_keys_are_kept_than_are_needed(room: Hall) -> None:
    for number in range(MOST_KEYS + 5):
        room.document.apply(
            ballots.cast(room.round, Vote(), slip=room.slips[0], key=f"besked-{number}.")
        )
    content = str(held(room.document))
    assert content.count("besked-") == MOST_KEYS
    assert "besked-4." not in content
    assert f"besked-{MOST_KEYS + 4}." in content


def test_another_slip_may_use_the_same_message_key(room: Hall) -> None:
    for slip in room.slips[:3]:
        act = ballots.cast(room.round, Vote({room.proposals[0]: 1}), slip=slip, key="1")
        assert room.document.apply(act).accepted
    assert room.document.state.rounds[room.round].cast == 3


def test_dot_codes_are_never_given_twice_in_a_round(room: Hall) -> None:
    vote = Vote(dict.fromkeys(room.proposals[:3], 1))
    codes = [
        code
        for slip in room.slips
        for code in room.document.apply(ballots.cast(room.round, vote, slip=slip)).codes.values()
    ]
    assert len(set(codes)) == len(codes) == 36


def test_a_drawn_dot_code_that_is_in_use_is_drawn_again(
    room: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["AAAAA", "AAAAA", "BBBBB", "AAAAA", "BBBBB", "CCCCC"])
    monkeypatch.setattr("moedeapp.model.codes.stub_code", lambda _: next(drawn))
    codes = []
    for slip, chosen in ((room.slips[0], room.proposals[:2]), (room.slips[1], room.proposals[:1])):
        vote = Vote(dict.fromkeys(chosen, 1))
        codes += room.document.apply(ballots.cast(room.round, vote, slip=slip)).codes.values()
    assert codes == ["AAAAA", "BBBBB", "CCCCC"]


@pytest.mark.parametrize("channel", sorted(set(Channel) - {Channel.PHONE, Channel.TABLE}))
def test_only_devices_cast(room: Hall, channel: Channel) -> None:
    act = ballots.cast(room.round, Vote(), slip=room.slips[0], channel=channel)
    assert isinstance(refusal(room.document, act), BadValue)


# --- across channels


@pytest.mark.parametrize(
    ("first", "second"), [(Channel.PHONE, Channel.TABLE), (Channel.TABLE, Channel.PHONE)]
)
def test_across_devices_the_first_stands(room: Hall, first: Channel, second: Channel) -> None:
    document, (one, two) = room.document, room.proposals[:2]
    slip = room.slips[0]
    document.apply(ballots.cast(room.round, Vote({one: 2}), slip=slip, channel=first, key="a"))
    for key in ("b", "c"):
        again = ballots.cast(room.round, Vote({two: 2}), slip=slip, channel=second, key=key)
        receipt = document.apply(again)
        assert (receipt.accepted, receipt.codes) == (False, {})
    vote = document.state.rounds[room.round]
    assert (vote.cast, vote.contested) == (1, 1)
    # The voter of the channel that stands may still change the ballot, and it stays contested.
    document.apply(ballots.cast(room.round, Vote({one: 1}), slip=slip, channel=first, key="d"))
    document.apply(ballots.cast(room.round, Vote({two: 2}), slip=slip, channel=second, key="e"))
    assert document.state.rounds[room.round].contested == 1
    document.apply(rounds.close(room.round))
    assert result(room) == {1: (1, 1)}
    assert document.journal()[-1].facts["contested"] == 1


def test_keying_paper_for_a_slip_that_voted_by_phone_tells_nothing_of_either_ballot(
    path: Path,
) -> None:
    looks = []
    for one, other in ((0, 1), (4, 5)):
        path.unlink(missing_ok=True)
        with opened(path).document as document:
            (asked,) = document.state.rounds
            proposals = proposal_keys(document.state, asked)
            slip = slip_keys(document.state)[0]
            document.apply(ballots.cast(asked, Vote({proposals[one]: 2}), slip=slip))
            document.apply(rounds.close(asked))
            heard: list[tuple[Change, ...]] = []
            document.subscribe(heard.append)
            receipt = document.apply(ballots.key(asked, Vote({proposals[other]: 1}), slip=slip))
            assert not receipt.accepted
            looks.append((receipt, heard, document.state, document.journal()))
            assert (document.state.rounds[asked].contested, document.state.rounds[asked].cast) == (
                1,
                1,
            )
    assert looks[0] == looks[1]


def test_paper_that_came_second_is_counted_nowhere(room: Hall) -> None:
    document, (one, two) = room.document, room.proposals[:2]
    document.apply(ballots.cast(room.round, Vote({one: 1}), slip=room.slips[0]))
    document.apply(rounds.close(room.round))
    document.apply(ballots.key(room.round, Vote({two: 2}), slip=room.slips[0]))
    assert document.state.rounds[room.round].paper == 0
    assert result(room) == {1: (1, 1)}


# --- rules


@pytest.mark.parametrize(
    ("dots", "reason"),
    [
        ((2, 1, 1), Rejection.TOO_MANY_DOTS),
        ((1, 1, 1, 1), Rejection.TOO_MANY_DOTS),
        ((3,), Rejection.OVER_CAP),
    ],
)
def test_a_ballot_that_breaks_the_rules_is_refused_in_every_channel(
    anybody: Hall, dots: Sequence[int], reason: Rejection
) -> None:
    document, asked, slip = anybody.document, anybody.round, anybody.slips[0]
    bad = Vote(dict(zip(anybody.proposals, dots, strict=False)))
    good = Brought(Vote({anybody.proposals[0]: 1}))
    acts: list[Any] = [
        ballots.cast(asked, bad, slip=slip),
        ballots.cast(asked, bad, slip=slip, channel=Channel.TABLE),
        ballots.cast(asked, bad, device="d1"),
        ballots.bring_in(asked, [good, Brought(bad)]),
    ]
    found = [refusal(document, act) for act in acts]
    document.apply(rounds.close(asked))
    found += [refusal(document, ballots.key(asked, bad, slip=slip))]
    found += [refusal(document, ballots.key(asked, bad))]
    for error in found:
        assert isinstance(error, BallotInvalid)
        assert (error.reason, error.dots, error.cap) == (reason, 3, 2)


def test_a_changed_ballot_that_breaks_the_rules_leaves_the_good_one(room: Hall) -> None:
    document, first = room.document, room.proposals[0]
    document.apply(ballots.cast(room.round, Vote({first: 1}), slip=room.slips[0]))
    refusal(document, ballots.cast(room.round, Vote({first: 3}), slip=room.slips[0]))
    document.apply(rounds.close(room.round))
    assert result(room) == {1: (1, 1)}


@pytest.mark.parametrize("dots", [0, -1, 1.0, "1", True, None, 10**30])
def test_dots_that_are_no_number_of_dots_are_refused(room: Hall, dots: Any) -> None:
    act = ballots.cast(room.round, Vote({room.proposals[0]: dots}), slip=room.slips[0])
    assert isinstance(refusal(room.document, act), BadValue | BallotInvalid)


def test_a_proposal_that_is_not_on_the_ballot_is_refused(room: Hall) -> None:
    act = ballots.cast(room.round, Vote({"ingen": 1}), slip=room.slips[0])
    assert isinstance(refusal(room.document, act), Unknown)


def test_a_round_admits_the_roles_it_names_and_no_other(path: Path) -> None:
    made = opened(path, roles=(Role.STAFF, Role.POLITICIAN), open_access=True)
    with made.document as document:
        keys = {}
        for role in (Role.STAFF, Role.POLITICIAN):
            (sheet,) = document.apply(slips.issue(1, role=role))
            keys[role] = slips.by_secret(document.state, sheet.secret)
            document.apply(ballots.cast(made.round, Vote(), slip=keys[role]))
        citizen = ballots.cast(made.round, Vote(), slip=made.slips[0])
        error = refusal(document, citizen)
        assert isinstance(error, RoleNotAdmitted)
        assert error.role == Role.CITIZEN
        brought = [Brought(Vote(), role=Role.STAFF), Brought(Vote(), role=Role.CITIZEN)]
        assert isinstance(refusal(document, ballots.bring_in(made.round, brought)), RoleNotAdmitted)
        document.apply(rounds.close(made.round))
        assert isinstance(
            refusal(document, ballots.key(made.round, Vote(), slip=made.slips[1])),
            RoleNotAdmitted,
        )


def test_a_blank_ballot_counts_as_cast_and_draws_no_code(room: Hall) -> None:
    document = room.document
    assert document.apply(ballots.cast(room.round, Vote(), slip=room.slips[0])).codes == {}
    document.apply(ballots.cast(room.round, Vote({room.proposals[0]: 2}), slip=room.slips[1]))
    document.apply(rounds.close(room.round))
    document.apply(ballots.key(room.round, Vote(), slip=room.slips[2]))
    assert result(room) == {1: (2, 1)}
    vote = document.state.rounds[room.round]
    assert (vote.cast, vote.blank, vote.unused) == (3, 2, 3 + 1 + 3)


def test_after_close_devices_and_before_close_paper_are_refused(room: Hall) -> None:
    document, asked, slip = room.document, room.round, room.slips[0]
    paper = [
        ballots.key(asked, Vote(), slip=slip),
        ballots.confirm(asked, Vote(), slip=slip),
        ballots.add_stickers(asked, 1, {room.proposals[0]: 1}),
    ]
    for act in paper:
        assert isinstance(refusal(document, act), RoundNotOpen)
    document.apply(rounds.close(asked))
    assert isinstance(refusal(document, ballots.cast(asked, Vote(), slip=slip)), RoundNotOpen)
    document.apply(rounds.seal(asked))
    late: list[Any] = [
        ballots.cast(asked, Vote(), slip=slip),
        ballots.bring_in(asked, []),
        ballots.reject(asked, Rejection.LATE, 1),
        *paper,
    ]
    for act in late:
        assert isinstance(refusal(document, act), RoundNotOpen)


# --- open access


def test_without_open_access_every_ballot_needs_a_slip(room: Hall) -> None:
    document, asked = room.document, room.round
    acts: list[Any] = [
        ballots.cast(asked, Vote(), device="telefon-1"),
        ballots.cast(asked, Vote()),
        ballots.bring_in(asked, [Brought(Vote())]),
    ]
    found = [refusal(document, act) for act in acts]
    document.apply(rounds.close(asked))
    found += [refusal(document, ballots.key(asked, Vote()))]
    assert [error.why for error in found if isinstance(error, SlipRefused)] == ["none"] * 4


def test_with_open_access_a_device_is_one_voice_and_slips_work_too(anybody: Hall) -> None:
    document, (first, second) = anybody.document, anybody.proposals[:2]
    for vote in (Vote({first: 2}), Vote({second: 1})):
        document.apply(ballots.cast(anybody.round, vote, device="telefon-1"))
    document.apply(ballots.cast(anybody.round, Vote({first: 1}), device="telefon-2"))
    document.apply(ballots.cast(anybody.round, Vote({first: 1}), slip=anybody.slips[0]))
    assert isinstance(refusal(document, ballots.cast(anybody.round, Vote({first: 1}))), SlipRefused)
    document.apply(rounds.close(anybody.round))
    for _ in range(2):  # paper without codes: each is somebody else's
        document.apply(ballots.key(anybody.round, Vote({second: 2}), table=2))
    assert document.state.rounds[anybody.round].paper == 2
    assert result(anybody) == {1: (2, 2), 2: (5, 3)}


def test_a_void_slip_is_refused_where_access_is_open_too(anybody: Hall) -> None:
    document, slip = anybody.document, anybody.slips[0]
    document.apply(slips.void(slip))
    act = ballots.cast(anybody.round, Vote(), slip=slip, device="telefon-1")
    assert isinstance(refusal(document, act), SlipRefused)


# --- paper


def test_paper_gets_no_dot_codes_and_is_corrected_by_keying_it_again(room: Hall) -> None:
    document, (first, second) = room.document, room.proposals[:2]
    document.apply(rounds.close(room.round))
    for vote in (Vote({first: 2}), Vote({second: 1})):
        receipt = document.apply(ballots.key(room.round, vote, slip=room.slips[0]))
        assert (receipt.accepted, receipt.codes) == (True, {})
    vote_now = document.state.rounds[room.round]
    assert (vote_now.cast, vote_now.paper, vote_now.contested) == (1, 1, 0)
    assert held(document, "open_stubs") == []
    assert document.next_undo() == "rounds.prepare"
    assert result(room) == {2: (1, 1)}


@pytest.fixture
def two_persons(path: Path) -> Iterator[Hall]:
    """A closed round in which every paper slip is keyed by two persons."""
    made = opened(path, two_persons=True)
    made.document.apply(rounds.close(made.round))
    yield made
    made.document.close()


def test_the_seal_waits_for_the_second_person(two_persons: Hall) -> None:
    document, asked = two_persons.document, two_persons.round
    says = {
        slip: Vote({two_persons.proposals[n]: 2}) for n, slip in enumerate(two_persons.slips[:3])
    }
    for slip, vote in says.items():
        document.apply(ballots.key(asked, vote, slip=slip))
    for missing, (slip, vote) in zip((3, 2, 1), says.items(), strict=True):
        error = refusal(document, rounds.seal(asked))
        assert isinstance(error, NotAllKeyed)
        assert error.missing == missing
        document.apply(ballots.confirm(asked, vote, slip=slip))
        state = document.state
        document.apply(ballots.confirm(asked, vote, slip=slip))
        assert document.state is state
    assert result(two_persons) == {1: (2, 1), 2: (2, 1), 3: (2, 1)}


def test_two_persons_who_differ_are_told_no_more_than_that(two_persons: Hall) -> None:
    document, asked, slip = two_persons.document, two_persons.round, two_persons.slips[0]
    first, second = two_persons.proposals[:2]
    document.apply(ballots.key(asked, Vote({first: 2}), slip=slip))
    for other in (Vote({first: 1}), Vote({second: 2}), Vote(), Vote({first: 2, second: 1})):
        error = refusal(document, ballots.confirm(asked, other, slip=slip))
        assert isinstance(error, BallotDiffers)
        assert vars(error) == {}
    for nothing in (two_persons.slips[1], "ingen"):
        error = refusal(document, ballots.confirm(asked, Vote(), slip=nothing))
        assert isinstance(error, Unknown)


def test_the_second_person_need_not_type_the_objections(path: Path) -> None:
    made = opened(path, two_persons=True, kind=RoundKind.AGREEMENT)
    with made.document as document:
        document.apply(rounds.close(made.round))
        first, slip = made.proposals[0], made.slips[0]
        said = Vote(steps={first: Agreement.AGAINST}, objections={first: "Det larmer"})
        document.apply(ballots.key(made.round, said, slip=slip))
        other = Vote(steps={first: Agreement.IN_DOUBT})
        assert isinstance(
            refusal(document, ballots.confirm(made.round, other, slip=slip)), BallotDiffers
        )
        document.apply(ballots.confirm(made.round, Vote(steps=said.steps), slip=slip))
        document.apply(rounds.seal(made.round))
        assert [o.words for o in document.state.objections.values()] == ["Det larmer"]


def test_a_slip_keyed_anew_needs_its_second_person_again(two_persons: Hall) -> None:
    document, asked, slip = two_persons.document, two_persons.round, two_persons.slips[0]
    first = two_persons.proposals[0]
    document.apply(ballots.key(asked, Vote({first: 2}), slip=slip))
    document.apply(ballots.confirm(asked, Vote({first: 2}), slip=slip))
    document.apply(ballots.key(asked, Vote({first: 1}), slip=slip))
    assert document.state.rounds[asked].confirmed == 0
    assert isinstance(refusal(document, rounds.seal(asked)), NotAllKeyed)
    document.apply(ballots.confirm(asked, Vote({first: 1}), slip=slip))
    assert result(two_persons) == {1: (1, 1)}


def test_phones_need_no_second_person(path: Path) -> None:
    made = opened(path, two_persons=True)
    with made.document as document:
        document.apply(ballots.cast(made.round, Vote(), slip=made.slips[0]))
        document.apply(rounds.close(made.round))
        error = refusal(document, ballots.confirm(made.round, Vote(), slip=made.slips[0]))
        assert isinstance(error, Unknown)
        document.apply(rounds.seal(made.round))


# --- a file of ballots


def test_a_file_of_ballots_is_taken_in_whole_or_not_at_all(anybody: Hall) -> None:
    document, first = anybody.document, anybody.proposals[0]
    good = [Brought(Vote({first: 1}), table=n % 2 + 1) for n in range(8)]
    bad: list[Brought] = [
        Brought(Vote({first: 3})),
        Brought(Vote({"ingen": 1})),
        Brought(Vote({first: 1}), table=0),
        Brought(Vote({first: 1}), table=10**30),
        Brought(Vote({first: 1}), channel=Channel.BEFORE),
        Brought(Vote({first: 1}), role=Role.POLITICIAN),
        Brought(Vote(steps={first: Agreement.FULLY})),
    ]
    for wrong in bad:
        for place in (0, 4, 8):
            file = [*good[:place], wrong, *good[place:]]
            refusal(document, ballots.bring_in(anybody.round, file))
    document.apply(ballots.bring_in(anybody.round, good[:5]))
    document.apply(rounds.close(anybody.round))
    document.apply(ballots.bring_in(anybody.round, good[5:]))
    vote = document.state.rounds[anybody.round]
    assert (vote.cast, vote.paper) == (8, 0)  # imported is not keyed from paper
    assert result(anybody) == {1: (8, 8)}


# --- stickers


@pytest.fixture
def stickered(room: Hall) -> Hall:
    """A closed round and four citizens in the room."""
    room.document.apply(evening.count_heads(Role.CITIZEN, 4))
    room.document.apply(evening.count_heads(Role.STAFF, 100))
    room.document.apply(rounds.close(room.round))
    return room


def test_sticker_dots_add_to_dots_only(stickered: Hall) -> None:
    document, (first, second) = stickered.document, stickered.proposals[:2]
    document.apply(ballots.key(stickered.round, Vote({first: 1}), slip=stickered.slips[0]))
    document.apply(ballots.add_stickers(stickered.round, 1, {first: 3, second: 4}))
    document.apply(ballots.add_stickers(stickered.round, 2, {first: 2}))
    assert document.state.rounds[stickered.round].stickers
    assert result(stickered) == {1: (6, 1), 2: (4, 0)}
    assert document.state.rounds[stickered.round].stickers
    assert held(document, "stickers") == []


def test_the_last_word_on_a_tables_stickers_counts(stickered: Hall) -> None:
    document, (first, second) = stickered.document, stickered.proposals[:2]
    document.apply(ballots.add_stickers(stickered.round, 1, {first: 8}))
    document.apply(ballots.add_stickers(stickered.round, 1, {second: 2}))
    assert result(stickered) == {2: (2, 0)}


def test_stickers_taken_back_leave_a_round_without_stickers(stickered: Hall) -> None:
    document, first = stickered.document, stickered.proposals[0]
    document.apply(ballots.add_stickers(stickered.round, 1, {first: 8}))
    document.apply(ballots.add_stickers(stickered.round, 1, {first: 0}))
    assert not document.state.rounds[stickered.round].stickers
    assert result(stickered) == {}


def test_more_sticker_dots_than_those_in_the_room_had_are_not_believed(stickered: Hall) -> None:
    document, asked = stickered.document, stickered.round
    first, second, third = stickered.proposals[:3]
    # Four citizens: 12 dots in all, 8 on one proposal.
    for dots, most in (({first: 9}, 8), ({first: 8, second: 5}, 12)):
        error = refusal(document, ballots.add_stickers(asked, 1, dots))
        assert isinstance(error, BadValue)
        assert (error.problem, error.limit) == ("too_many", most)
    document.apply(ballots.add_stickers(asked, 1, {first: 5, second: 5}))
    document.apply(ballots.add_stickers(asked, 2, {third: 3}))
    # All tables together are looked at by the seal, and it names no number.
    error = refusal(document, rounds.seal(asked))
    assert isinstance(error, BadValue)
    assert (error.name, error.value, error.limit) == ("stickers", "", None)
    document.apply(ballots.add_stickers(asked, 2, {third: 2}))
    document.apply(rounds.seal(asked))


def test_a_refusal_of_stickers_tells_nothing_of_other_tables(stickered: Hall) -> None:
    document, asked = stickered.document, stickered.round
    first, second = stickered.proposals[:2]
    told = []
    for at_table_one in ({first: 7}, {second: 7}, {}):
        document.apply(ballots.add_stickers(asked, 1, at_table_one))
        error = refusal(document, ballots.add_stickers(asked, 2, {first: 30}))
        told.append(vars(error))
        document.apply(ballots.add_stickers(asked, 2, {first: 8}))
        document.apply(ballots.add_stickers(asked, 2, {}))
    assert told[0] == told[1] == told[2]


def test_nobody_can_try_what_is_on_a_slip_where_one_person_keys(room: Hall) -> None:
    document = room.document
    document.apply(rounds.close(room.round))
    said = Vote({room.proposals[0]: 1})
    document.apply(ballots.key(room.round, said, slip=room.slips[0]))
    for guess in (said, Vote()):
        error = refusal(document, ballots.confirm(room.round, guess, slip=room.slips[0]))
        assert (type(error), error.problem) == (BadValue, "not_allowed")


@pytest.mark.parametrize(("table", "dots"), [(0, 1), (-1, 1), (1, -1), (1, 10**30), (10**30, 1)])
def test_stickers_that_cannot_be_are_refused(room: Hall, table: int, dots: int) -> None:
    room.document.apply(rounds.close(room.round))
    act = ballots.add_stickers(room.round, table, {room.proposals[0]: dots})
    assert isinstance(refusal(room.document, act), BadValue)
    act = ballots.add_stickers(room.round, 1, {"ingen": 1})
    assert isinstance(refusal(room.document, act), Unknown)


# --- agreement


def test_steps_are_counted_and_objections_kept_without_a_name(agreeing: Hall) -> None:
    document, asked = agreeing.document, agreeing.round
    first, second = agreeing.proposals[:2]
    steps = [*Agreement, Agreement.AGAINST, Agreement.FULLY]
    for number, (slip, step) in enumerate(zip(agreeing.slips, steps, strict=False)):
        objection = {first: f"Det larmer {number}"} if step is Agreement.AGAINST else {}
        vote = Vote(steps={first: step}, objections=objection)
        receipt = document.apply(ballots.cast(asked, vote, slip=slip))
        assert (receipt.accepted, receipt.codes) == (True, {})
    document.apply(rounds.close(asked))
    document.apply(
        ballots.key(asked, Vote(steps={second: Agreement.AGREE}), slip=agreeing.slips[9])
    )
    document.apply(ballots.key(asked, Vote(), slip=agreeing.slips[10]))
    document.apply(rounds.seal(asked))
    state = document.state
    assert state.answers[first].counts == (2, 1, 1, 1, 2)
    assert state.answers[second].counts == (0, 1, 0, 0, 0)
    told = {(o.proposal, o.words) for o in state.objections.values()}
    assert told == {(first, "Det larmer 4"), (first, "Det larmer 5")}
    assert state.results == state.stubs == state.manual == state.shares == {}
    vote_now = state.rounds[asked]
    assert (vote_now.cast, vote_now.blank, vote_now.unused) == (9, 1, 0)
    assert document.check().problems == ()


def test_an_objection_says_neither_whose_it_is_nor_which_came_first(agreeing: Hall) -> None:
    document, first = agreeing.document, agreeing.proposals[0]
    for number, slip in enumerate(agreeing.slips):
        vote = Vote(steps={first: Agreement.AGAINST}, objections={first: f"Nr. {number:02d}"})
        document.apply(ballots.cast(agreeing.round, vote, slip=slip))
    by_slip = [row[7] for row in held(document)]
    document.apply(rounds.close(agreeing.round))
    document.apply(rounds.seal(agreeing.round))
    lying = [str(row[3]) for row in held(document, "objections")]
    assert len(lying) == 12
    assert lying != sorted(lying)
    assert lying != [str(words).split('"')[3] for words in by_slip]


def test_steps_and_dots_do_not_mix(room: Hall, tmp_path: Path) -> None:
    first = room.proposals[0]
    for vote in (Vote(steps={first: Agreement.FULLY}), Vote(objections={first: "Nej"})):
        act = ballots.cast(room.round, vote, slip=room.slips[0])
        assert isinstance(refusal(room.document, act), BadValue)
    made = opened(tmp_path / "andet.moede", kind=RoundKind.AGREEMENT)
    with made.document as document:
        act = ballots.cast(made.round, Vote({made.proposals[0]: 1}), slip=made.slips[0])
        assert isinstance(refusal(document, act), BadValue)
        document.apply(rounds.close(made.round))
        stickers = ballots.add_stickers(made.round, 1, {made.proposals[0]: 1})
        assert isinstance(refusal(document, stickers), BadValue)


@pytest.mark.parametrize(
    "vote",
    [
        lambda first: Vote(steps={first: "perhaps"}),
        lambda first: Vote(steps={first: 3}),
        lambda first: Vote(objections={first: "x" * (LONGEST_OBJECTION + 1)}),
        lambda first: Vote(objections={first: "\ud800"}),
    ],
)
def test_steps_and_objections_that_cannot_be_are_refused(agreeing: Hall, vote: Any) -> None:
    act = ballots.cast(agreeing.round, vote(agreeing.proposals[0]), slip=agreeing.slips[0])
    assert isinstance(refusal(agreeing.document, act), BadValue)


# --- slips that could not be counted


def test_slips_that_could_not_be_counted_are_told_by_reason_and_the_last_word_counts(
    room: Hall,
) -> None:
    document = room.document
    document.apply(ballots.reject(room.round, Rejection.LATE, 4))
    document.apply(rounds.close(room.round))
    document.apply(ballots.reject(room.round, Rejection.LATE, 2))
    document.apply(ballots.reject(room.round, Rejection.UNREADABLE, 1))
    told = {row.reason: row.count for row in document.state.rejected.values()}
    assert told == {Rejection.UNREADABLE: 1, Rejection.LATE: 2}
    for count in (-1, 10**30):
        act = ballots.reject(room.round, Rejection.LATE, count)
        assert isinstance(refusal(document, act), BadValue)


def test_ballots_lie_in_the_file_in_no_order_of_casting(room: Hall) -> None:
    for slip in room.slips:
        room.document.apply(ballots.cast(room.round, Vote(), slip=slip))
    lying = [row[0] for row in held(room.document)]
    cast_in_order = [f"{room.round}.{slip}" for slip in room.slips]
    assert set(lying) == set(cast_in_order)
    assert lying != cast_in_order
