"""The foot of the window: what is told at a glance."""

import pytest
from PySide6.QtCore import Qt

from moedeapp.model.commands import ballots, evening, ideas, rounds, themes
from moedeapp.model.meeting import Channel, Phase, Reason
from moedeapp.ui.labels import plain_tip
from tests.ui.conftest import by_number, fill, open_vote
from tests.ui.test_window import clipped, nameless, settle


@pytest.fixture
def foot(at):
    return at(Phase.IDEAS).foot


def words(foot):
    foot.refresh()
    return foot.words.text().split("   ·   ")


def test_what_is_on_the_board_is_counted_while_it_is_gathered(foot, document):
    keys = [document.apply(ideas.add(f"Idé {n}")) for n in range(5)]
    assert words(foot) == ["Gemt", "5 idéer"]
    first = document.apply(themes.add("Havneliv", ideas=keys[:2]))
    document.apply(themes.merge([document.apply(themes.add("Leg", ideas=keys[2:3]))], first))
    document.apply(ideas.receive("Fra en telefon", channel=Channel.PHONE))
    assert words(foot) == [
        "Gemt", "6 idéer", "1 venter på gennemsyn", "3 i temaer", "2 løse", "1 tema",
    ]  # fmt: skip
    document.apply(evening.go_to(Phase.RESULT))
    assert words(foot) == ["Gemt", "6 idéer", "1 venter på gennemsyn", "1 tema"]


def test_while_people_vote_only_the_turnout_is_told(foot, document):
    vote = open_vote(document, "Havneliv", "Børn og unge")
    document.apply(rounds.hand_out(vote, 3))
    (first, _second) = by_number(document, vote)
    document.apply(ballots.cast(vote, ballots.Vote({first: 2}), device="a"))
    assert words(foot) == ["Gemt", "1 af 3 stemmesedler afgivet", "2 mangler endnu"]
    document.apply(rounds.close(vote))
    assert words(foot) == ["Gemt", "1 af 3 stemmesedler afgivet"]
    document.apply(rounds.seal(vote))
    assert words(foot)[1] == "2 idéer"


def test_undo_quotes_the_idea_it_is_about(qapp, at, document):
    window = at(Phase.IDEAS)
    document.apply(ideas.add("Café med priser man  kan betale, også om vinteren"))
    window.foot.refresh()
    assert window.foot.undo.text() == (
        "Fortryd: tilføj en idé »Café med priser man kan beta…«  Ctrl+Z"
    )
    whole = "Fortryd: tilføj en idé »Café med priser man kan betale, også om vinteren«"
    assert window.foot.undo.accessibleName() == whole
    assert window.foot.undo.toolTip() == plain_tip(whole)
    window.resize(960, 540)
    settle(qapp)
    assert window.foot.undo.text() == "Fortryd: tilføj en idé  Ctrl+Z"
    assert window.foot.undo.toolTip() == plain_tip(whole)
    assert clipped(window.foot) == []
    assert nameless(window.foot) == []


def test_redo_quotes_too(foot, document):
    document.apply(themes.add("Havneliv"))
    document.undo()
    foot.refresh()
    assert foot.redo.text() == "Gentag: tilføj et tema »Havneliv«  Ctrl+Y"


def test_what_the_hall_should_not_read_is_not_quoted(foot, document):
    """The hall may see this screen."""
    shown = document.apply(ideas.add("Naboen er en tyv"))
    waiting = document.apply(ideas.receive("Naboen lugter", channel=Channel.PHONE))
    for act in (
        ideas.hide(shown, reason=Reason.ABUSE),
        ideas.show(waiting),
        ideas.park(waiting),
    ):
        document.apply(act)
        foot.refresh()
        assert "Naboen" not in foot.undo.text() + foot.undo.toolTip()
        assert "Naboen" not in foot.undo.accessibleName()
    document.apply(evening.start_silence())
    document.apply(ideas.add("Naboen skriver i stilhed"))
    foot.refresh()
    assert "Naboen" not in foot.undo.accessibleName()


def test_an_act_on_many_names_none(foot, document):
    document.apply(ideas.bring_in([ideas.Incoming(f"Idé {n}") for n in range(400)]))
    foot.refresh()
    assert foot.undo.text() == "Fortryd: hent idéer  Ctrl+Z"


def test_the_foot_fits_a_narrow_window_with_much_to_tell(qapp, document, show):
    fill(document, 300)
    window = show(document)
    for words in ("Bænke i læ, så de ældre kan sidde og se på bådene", "Et sted at købe fisk"):
        window.desk.do(ideas.add(words))
    document.undo()
    window.resize(960, 520)
    settle(qapp)
    assert "301 idéer" in window.foot.words.text()
    assert window.foot.redo.isVisible()
    assert clipped(window.foot) == []
    assert window.foot.words.width() >= 60


def test_an_undo_that_would_be_refused_is_not_offered_and_the_key_says_why(qtbot, at, document):
    window = at(Phase.DOTS)
    open_vote(document, "Bad", "Bænke")
    assert document.next_undo() == "rounds.prepare"
    window.foot.refresh()
    assert window.foot.undo.isHidden()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "har ændret sig siden" in window.notices.sentence
