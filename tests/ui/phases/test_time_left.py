from datetime import datetime, timedelta

import pytest

from moedeapp.model.commands import rounds
from tests.ui.conftest import open_vote
from tests.ui.phases.votes import prepared


class Moment:
    """A clock that stands still until it is told."""

    def __init__(self, at):
        self.at = at

    def __call__(self):
        return self.at


@pytest.fixture
def timed(document, show):
    """The time left of a vote of five minutes, with a clock that is ours."""
    key = prepared(document, "Havneliv", "Børn og unge", open_access=True)
    document.apply(rounds.open(key, minutes=5))
    vote = document.state.rounds[key]
    clock = Moment(datetime.fromisoformat(vote.opened_at))
    made = show(document).page.voting.time
    made._now = clock
    made.follow(vote)
    return made, clock, document, key


def test_the_time_that_is_left_and_the_planned_end_stand_there(timed):
    made, clock, document, key = timed
    assert made.figure.text() == "5:00"
    ends = datetime.fromisoformat(document.state.rounds[key].ends_at)
    assert f"{ends.hour}.{ends.minute:02}" in made.words.text()
    clock.at += timedelta(seconds=29)
    made._look()
    assert made.figure.text() == "4:31"
    assert made.figure.property("look") == "time"


def test_under_a_minute_it_warns_calmly(timed):
    made, clock, _document, _key = timed
    clock.at += timedelta(minutes=3, seconds=59)
    made._look()
    assert made.figure.property("look") == "time"
    clock.at += timedelta(seconds=1)
    made._look()
    assert made.figure.text() == "1:00"
    assert made.figure.property("look") == "time over"
    assert made.words.text().startswith("Et minut eller mindre tilbage")


def test_when_the_time_is_up_nothing_closes_by_itself(timed):
    made, clock, document, key = timed
    clock.at += timedelta(minutes=6)
    made._look()
    assert made.figure.text() == "0:00"
    assert made.words.text() == "Tiden er gået. Giv mere tid, eller luk afstemningen."
    assert document.state.rounds[key].state == "open"


@pytest.mark.parametrize(("button", "minutes"), [(0, 1), (1, 5)])
def test_one_press_gives_more_time(timed, button, minutes):
    made, _clock, document, key = timed
    before = datetime.fromisoformat(document.state.rounds[key].ends_at)
    made.more[button].click()
    after = datetime.fromisoformat(document.state.rounds[key].ends_at)
    assert after - before == timedelta(minutes=minutes)
    assert [b.text() for b in made.more] == ["+1 minut", "+5 minutter"]


def test_it_ticks_only_while_there_is_a_time_and_somebody_looks(timed):
    made, _clock, document, key = timed
    assert made._tick.isActive()
    made.hide()
    assert not made._tick.isActive()
    made.show()
    assert made._tick.isActive()
    document.apply(rounds.close(key))
    made.follow(None)
    assert not made._tick.isActive()


def test_without_a_time_it_says_so_and_time_can_be_given(document, show):
    key = open_vote(document, "Havneliv", "Børn og unge")
    time = show(document).page.voting.time
    assert time.figure.isHidden()
    assert "Der er ikke sat en tid" in time.words.text()
    time.more[1].click()
    assert document.state.rounds[key].ends_at
