from collections.abc import Iterator
from pathlib import Path

import pytest

from moedeapp.model.codes import ALPHABET
from moedeapp.model.commands import ballots, rounds, slips
from moedeapp.model.commands.ballots import Vote
from moedeapp.model.document import Document
from moedeapp.model.errors import BadCode, BadValue, RoleNotAdmitted, SlipRefused, Unknown
from moedeapp.model.meeting import Role, SlipState
from tests.model.evenings import rows_in, slip_keys, ticking_source
from tests.model.halls import Hall, hall


@pytest.fixture
def open_hall(path: Path) -> Iterator[Hall]:
    """Twelve slips at two tables and an open round of six proposals."""
    made = hall(path, 12, tables=2, source=ticking_source("hall"), dots=3)
    yield made
    made.document.close()


def keys_of(document: Document, printed: tuple[slips.Printed, ...]) -> list[str]:
    return [slips.by_secret(document.state, sheet.secret) for sheet in printed]


# --- printing


def test_codes_are_given_once_and_the_file_keeps_hashes_only(document: Document) -> None:
    printed = document.apply(slips.issue(40, table=3, role=Role.STAFF))
    assert [sheet.serial for sheet in printed] == list(range(1, 41))
    assert {(sheet.table, sheet.role) for sheet in printed} == {(3, Role.STAFF)}
    assert len({sheet.code for sheet in printed} | {sheet.secret for sheet in printed}) == 80
    told = repr(document.state) + repr(document.journal())
    content = document.path.read_bytes()
    for sheet in printed:
        for text in (sheet.code, sheet.code.replace("-", ""), sheet.secret):
            assert text not in told
            assert text.encode() not in content


def test_the_serial_and_the_order_of_printing_are_not_kept(document: Document) -> None:
    printed = document.apply(slips.issue(40))
    order = keys_of(document, printed)
    lying = [str(row[0]) for row in rows_in(document.path)["slips"]]
    assert set(lying) == set(order)
    assert lying != order
    assert {len(row) for row in rows_in(document.path)["slips"]} == {6}


def test_a_slip_knows_batch_table_role_and_state(document: Document) -> None:
    first = document.apply(slips.issue(2, table=1))
    second = document.apply(slips.issue(3, table=2, role=Role.POLITICIAN, spare=True))
    state = document.state
    assert {batch.number: batch.size for batch in state.batches.values()} == {1: 2, 2: 3}
    for key in keys_of(document, first):
        slip = state.slips[key]
        assert (slip.table, slip.role, slip.state) == (1, Role.CITIZEN, SlipState.ISSUED)
        assert state.batches[slip.batch].number == 1
    for key in keys_of(document, second):
        slip = state.slips[key]
        assert (slip.table, slip.role, slip.state) == (2, Role.POLITICIAN, SlipState.SPARE)
    assert slips.numbers(state.slips) == {
        SlipState.ISSUED: 2,
        SlipState.SPARE: 3,
        SlipState.VOID: 0,
    }


def test_the_journal_tells_how_many_were_printed_and_no_code(document: Document) -> None:
    document.apply(slips.issue(5, table=2, spare=True))
    entry = document.journal()[-1]
    assert entry.facts == {"batch": 1, "slips": 5, "spare": True, "role": "citizen"}


@pytest.mark.parametrize(
    ("count", "table"), [(0, None), (-1, None), (2001, None), (5, 0), (5, -2), (5, 10**30)]
)
def test_batches_that_cannot_be_are_refused(
    document: Document, count: int, table: int | None
) -> None:
    state = document.state
    with pytest.raises(BadValue):
        document.apply(slips.issue(count, table=table))
    assert document.state is state


# --- finding a slip


def test_a_slip_is_found_by_its_code_however_it_is_typed_and_by_its_secret(
    open_hall: Hall,
) -> None:
    state = open_hall.document.state
    for sheet, key in zip(open_hall.printed, open_hall.slips, strict=True):
        assert slips.by_secret(state, sheet.secret) == key
        for typed in (sheet.code, sheet.code.lower(), sheet.code.replace("-", " ")):
            assert slips.by_code(state, typed) == key


def test_a_mistyped_code_is_told_from_an_unknown_one(open_hall: Hall) -> None:
    state = open_hall.document.state
    code = open_hall.printed[0].code
    other = ALPHABET[(ALPHABET.index(code[0]) + 1) % len(ALPHABET)]
    with pytest.raises(BadCode, match="check"):
        slips.by_code(state, other + code[1:])
    with pytest.raises(BadCode, match="length"):
        slips.by_code(state, code[:-1])
    with pytest.raises(SlipRefused) as error:
        slips.by_code(state, "2222-2222")  # sums to 0, so its check sign is right
    assert error.value.why == "unknown"


def test_a_slip_of_another_meeting_is_unknown(tmp_path: Path, open_hall: Hall) -> None:
    with Document.create(tmp_path / "andet.moede", source=ticking_source("other")) as other:
        (foreign,) = other.apply(slips.issue(1))
        key = slips.by_secret(other.state, foreign.secret)
    state = open_hall.document.state
    for find, text in ((slips.by_code, foreign.code), (slips.by_secret, foreign.secret)):
        with pytest.raises(SlipRefused) as error:
            find(state, text)
        assert error.value.why == "unknown"
    with pytest.raises(SlipRefused) as error:
        open_hall.document.apply(ballots.cast(open_hall.round, Vote(), slip=key))
    assert error.value.why == "unknown"
    assert open_hall.document.state is state


def test_the_secret_of_one_slip_is_no_code_of_another_batch(document: Document) -> None:
    (first,) = document.apply(slips.issue(1))
    (second,) = document.apply(slips.issue(1))
    assert keys_of(document, (first,)) != keys_of(document, (second,))
    for text in (first.code, second.code):
        with pytest.raises(SlipRefused):
            slips.by_secret(document.state, text)


# --- spare and void


def test_a_spare_slip_is_of_no_use_before_it_is_handed_out(open_hall: Hall) -> None:
    document, vote = open_hall.document, Vote({open_hall.proposals[0]: 1})
    (spare,) = keys_of(document, document.apply(slips.issue(1, spare=True)))
    with pytest.raises(SlipRefused) as error:
        document.apply(ballots.cast(open_hall.round, vote, slip=spare))
    assert error.value.why == SlipState.SPARE
    document.apply(slips.hand_out_spare(spare))
    assert document.apply(ballots.cast(open_hall.round, vote, slip=spare)).accepted
    with pytest.raises(SlipRefused) as error:
        document.apply(slips.hand_out_spare(spare))
    assert error.value.why == SlipState.ISSUED
    with pytest.raises(Unknown):
        document.apply(slips.hand_out_spare("ingen"))


def test_a_void_slip_votes_no_more_and_its_ballot_is_taken_out(open_hall: Hall) -> None:
    document, asked = open_hall.document, open_hall.round
    first, second = open_hall.proposals[:2]
    lost, kept = open_hall.slips[0], open_hall.slips[6]
    document.apply(ballots.cast(asked, Vote({first: 2}), slip=lost, key="m-lost"))
    document.apply(ballots.cast(asked, Vote({second: 1}), slip=kept, key="m-kept"))
    document.apply(slips.void(lost))
    assert document.state.rounds[asked].cast == 1
    assert document.journal()[-1].facts == {"batch": 1, "taken_out": 1}
    assert [row[0] for row in rows_in(document.path)["ballots"]] == [f"{asked}.{kept}"]
    assert [row[3] for row in rows_in(document.path)["open_stubs"]] == [second]
    content = document.path.read_bytes()
    assert b"m-lost" not in content
    assert b"m-kept" in content
    for act in (
        ballots.cast(asked, Vote({first: 1}), slip=lost),
        slips.void(lost),
        slips.hand_out_spare(lost),
    ):
        with pytest.raises(SlipRefused) as error:
            document.apply(act)
        assert error.value.why == SlipState.VOID
    document.apply(rounds.close(asked))
    with pytest.raises(SlipRefused):
        document.apply(ballots.key(asked, Vote({first: 1}), slip=lost))
    document.apply(rounds.seal(asked))
    dots = {r.id: r.dots for r in document.state.results.values() if r.dots}
    assert dots == {second: 1}
    assert document.check().problems == ()


def test_the_numbers_of_a_round_follow_a_paper_slip_that_becomes_void(open_hall: Hall) -> None:
    document, asked = open_hall.document, open_hall.round
    document.apply(rounds.cancel(asked, "Forfra"))
    asked = document.apply(rounds.prepare(sorted(document.state.themes), dots=3, two_persons=True))
    document.apply(rounds.open(asked))
    phone, paper, other = open_hall.slips[:3]
    document.apply(ballots.cast(asked, Vote(), slip=phone))
    document.apply(rounds.close(asked))
    for slip in (paper, other):
        document.apply(ballots.key(asked, Vote(), slip=slip))
        document.apply(ballots.confirm(asked, Vote(), slip=slip))
    assert not document.apply(ballots.key(asked, Vote(), slip=phone)).accepted

    def numbers() -> tuple[int, ...]:
        vote = document.state.rounds[asked]
        return vote.cast, vote.paper, vote.confirmed, vote.contested

    assert numbers() == (3, 2, 2, 1)
    document.apply(slips.void(paper))
    assert numbers() == (2, 1, 1, 1)
    document.apply(slips.void(phone))
    assert numbers() == (1, 1, 1, 0)
    document.apply(rounds.seal(asked))
    assert document.check().problems == ()


def test_a_lost_slip_is_replaced_in_two_acts(open_hall: Hall) -> None:
    document, asked = open_hall.document, open_hall.round
    first, second = open_hall.proposals[:2]
    lost = open_hall.slips[0]
    (spare,) = keys_of(document, document.apply(slips.issue(1, table=1, spare=True)))
    document.apply(ballots.cast(asked, Vote({first: 2}), slip=lost))
    document.apply(slips.void(lost))
    document.apply(slips.hand_out_spare(spare))
    document.apply(ballots.cast(asked, Vote({second: 1}), slip=spare))
    vote = document.state.rounds[asked]
    assert vote.cast == 1
    assert len(slip_keys(document.state)) == 12  # as many in use as people in the room


def test_void_after_the_seal_takes_nothing_out(open_hall: Hall) -> None:
    document, asked = open_hall.document, open_hall.round
    document.apply(ballots.cast(asked, Vote({open_hall.proposals[0]: 2}), slip=open_hall.slips[0]))
    document.apply(rounds.close(asked))
    document.apply(rounds.seal(asked))
    results = document.state.results
    document.apply(slips.void(open_hall.slips[0]))
    assert document.state.results == results
    assert document.journal()[-1].facts["taken_out"] == 0
    assert document.check().problems == ()


def test_a_slip_of_a_role_the_round_does_not_admit_is_refused(open_hall: Hall) -> None:
    document = open_hall.document
    (politician,) = keys_of(document, document.apply(slips.issue(1, role=Role.POLITICIAN)))
    with pytest.raises(RoleNotAdmitted) as error:
        document.apply(ballots.cast(open_hall.round, Vote(), slip=politician))
    assert error.value.role == Role.POLITICIAN


def test_a_batch_may_hold_as_many_slips_for_each_of_several_tables(document: Document) -> None:
    printed = document.apply(slips.issue(2, each=(1, 4)))
    assert [(sheet.serial, sheet.table) for sheet in printed] == [(1, 1), (2, 1), (3, 4), (4, 4)]
    assert sorted(slip.table or 0 for slip in document.state.slips.values()) == [1, 1, 4, 4]
    assert [batch.size for batch in document.state.batches.values()] == [4]
    with pytest.raises(BadValue):
        document.apply(slips.issue(slips.MOST // 2 + 1, each=(1, 2)))
