from moedeapp.model.meeting import Proposal, Result
from moedeapp.model.ranking import Place, gaps, ties


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
