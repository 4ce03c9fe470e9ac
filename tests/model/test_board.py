from moedeapp.model import board
from moedeapp.model.commands import ideas
from moedeapp.model.document import Document
from moedeapp.model.meeting import Channel, Reason


def test_every_idea_stands_under_one_lead_with_the_lead_first(collecting: Document) -> None:
    a, b, c, d = (collecting.apply(ideas.add(words)) for words in "abcd")
    collecting.apply(ideas.merge([a], c))
    collecting.apply(ideas.merge([c], d))
    groups = board.by_lead(collecting.state)
    assert {key: [idea.words for idea in group] for key, group in groups.items()} == {
        d: ["d", "a", "c"],
        b: ["b"],
    }
    assert board.lead_of(collecting.state.ideas, collecting.state.ideas[a]).id == d


def test_loose_ideas_stand_under_no_theme(collecting: Document) -> None:
    collecting.apply(ideas.add("a"))
    (loose,) = board.by_theme(collecting.state).items()
    assert loose[0] is None


def test_the_hall_reads_only_what_is_shown_and_not_masked(collecting: Document) -> None:
    shown, hidden, parked, masked = (
        collecting.apply(ideas.add(words)) for words in ("vist", "skjult", "parkeret", "sløret")
    )
    collecting.apply(ideas.receive("venter", channel=Channel.PHONE))
    withdrawn = collecting.apply(ideas.receive("fortrudt", channel=Channel.PHONE))
    collecting.apply(ideas.hide(hidden, reason=Reason.ABUSE))
    collecting.apply(ideas.park(parked))
    collecting.apply(ideas.mask(masked, Reason.PERSON))
    collecting.apply(ideas.withdraw(withdrawn))
    assert [idea.id for idea in board.public_ideas(collecting.state)] == [shown]
