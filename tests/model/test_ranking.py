from types import SimpleNamespace

import pytest

from moedeapp.model.meeting import ByHand, Manual, Proposal, Result
from moedeapp.model.ranking import Place, Standing, gaps, standing, ties


def listed(*dots):
    """Places of proposals with so many dots, from the top."""
    return [
        Place(
            rank=1 + sum(other > each for other in dots),
            shared=dots.count(each) > 1,
            proposal=Proposal(f"p{number}", "r", number, f"Forslag {number}", None, ()),
            dots=each,
            persons=each,
            sealed=Result(f"p{number}", "r", each, each),
        )
        for number, each in enumerate(dots, 1)
    ]


def test_gaps_go_from_place_to_place_and_skip_the_shared_ones():
    found = [(above.rank, below.rank) for above, below in gaps(listed(9, 7, 7, 4, 1))]
    assert found == [(1, 2), (2, 4)]


def test_gaps_stop_below_the_places_that_matter():
    found = [(above.rank, below.rank) for above, below in gaps(listed(9, 7, 5, 4, 1), top=2)]
    assert found == [(1, 2), (2, 3)]


def test_shared_places_are_told_with_the_proposals_that_share_them():
    assert ties(listed(9, 7, 7, 4, 4)) == [(2, [2, 3]), (4, [4, 5])]
    assert ties(listed(9, 7)) == []


def counted(*manual):
    """A meeting whose proposals p and q were sealed with 10 dots of 4 persons each."""
    return SimpleNamespace(
        results={key: Result(key, "r", 10, 4) for key in "pq"},
        manual={
            str(number): Manual(str(number), "r", proposal, source, dots, persons)
            for number, (proposal, source, dots, persons) in enumerate(manual)
        },
    )


def test_nothing_corrected_is_what_was_sealed():
    stands = standing(counted(("p", ByHand.PAPER, 3, 1)), "p")
    assert (stands.dots, stands.persons) == (10, 4)
    assert (stands.dots_corrected, stands.persons_corrected) == (0, 0)
    assert Standing(1, 1) == Standing(1, 1, dots_corrected=0, persons_corrected=0)


def test_corrections_of_a_proposal_are_added_and_those_of_others_are_not():
    meeting = counted(
        ("p", ByHand.CORRECTION, 3, 2),
        ("q", ByHand.CORRECTION, 100, 50),
        ("p", ByHand.CORRECTION, -1, -1),
    )
    assert standing(meeting, "p") == Standing(12, 5, dots_corrected=2, persons_corrected=1)


@pytest.mark.parametrize(("dots", "persons"), [(9, 4), (10, 5)])
def test_a_place_says_when_it_is_no_longer_as_sealed(dots, persons):
    (place,) = listed(10)
    as_sealed = Result("p1", "r", 10, 4)
    assert not Place(1, False, place.proposal, 10, 4, as_sealed).corrected
    assert Place(1, False, place.proposal, dots, persons, as_sealed).corrected


def test_three_places_matter_unless_told_otherwise():
    assert [above.rank for above, _ in gaps(listed(9, 7, 5, 4, 1))] == [1, 2, 3]
