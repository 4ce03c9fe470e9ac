import json
from pathlib import Path

import pytest

from moedeapp import demo
from moedeapp.model.document import Document
from moedeapp.model.errors import AlreadyOpen
from moedeapp.model.meeting import (
    Channel,
    IdeaState,
    Phase,
    RoundKind,
    RoundState,
    Status,
    numbered,
)
from moedeapp.model.ranking import places, ties

SAMPLES = Path(__file__).parent.parent / "exports"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return demo.run(tmp_path_factory.mktemp("demo") / "ny" / "mappe")


@pytest.fixture(scope="module")
def evening(made):
    with Document.open(made[0], readonly=True) as document:
        return document.state


def test_the_evening_has_the_size_of_a_real_one(evening):
    assert {heads.id: heads.count for heads in evening.heads.values()}["citizen"] == 60
    assert len(evening.tables) == 8
    assert 170 <= len(evening.ideas) <= 200
    dots, agreement = numbered(evening.rounds)
    assert (dots.state, dots.cast, dots.handed_out) == (RoundState.SEALED, 52, 60)
    assert dict(dots.channels) == {"phone": 31, "paper": 21}
    assert (agreement.kind, agreement.state) == (RoundKind.AGREEMENT, RoundState.SEALED)
    assert evening.objections


def test_the_result_has_a_tie_and_a_bridge(evening):
    vote = numbered(evening.rounds)[0]
    listed = places(evening, vote)
    assert any(place.sealed.bridge < place.rank for place in listed)
    assert ties(listed)
    assert sum(place.dots for place in listed) + vote.unused == vote.dots * vote.cast


def test_one_idea_is_masked_and_its_words_are_nowhere(made, evening):
    masked = [idea for idea in evening.ideas.values() if idea.masked]
    assert len(masked) == 1
    words = next(row["ord"] for row in demo.Script().ideas if int(row["nr"]) == masked[0].number)
    for path in made:
        assert words.encode() not in path.read_bytes()


def test_ideas_from_before_the_meeting_and_late_ones_are_told_apart(evening):
    ideas = evening.ideas.values()
    assert sum(idea.channel is Channel.BEFORE for idea in ideas) == 10
    late = [idea for idea in ideas if idea.number in demo.Script().late]
    assert late
    assert all(idea.state is IdeaState.PARKED for idea in late)


def test_the_evening_walks_every_phase_at_its_time(evening):
    visits = sorted(evening.visits.values(), key=lambda visit: visit.number)
    assert [visit.phase for visit in visits] == list(Phase)[1:]
    assert [visit.entered_at[11:16] for visit in visits] == [
        "19:00", "19:10", "19:40", "20:10", "20:18", "20:30",
    ]  # fmt: skip
    assert evening.stage.status is Status.DRAFT


def test_the_file_passes_its_own_check(made):
    with Document.open(made[0]) as document:
        assert document.check().problems == ()


def test_a_second_run_begins_anew_and_gives_the_same_bytes(made):
    before = {path: path.read_bytes() for path in made[1:]}
    again = demo.run(made[0].parent)
    assert {path: path.read_bytes() for path in again[1:]} == before


def test_a_demo_that_somebody_has_open_is_left_alone(made):
    with Document.open(made[0]) as document:
        before = document.head
        with pytest.raises(AlreadyOpen):
            demo.run(made[0].parent)
    with Document.open(made[0]) as document:
        assert document.head == before


def test_the_samples_in_exports_are_what_the_demo_makes(made):
    for path in made[1:]:
        sample = SAMPLES / path.relative_to(made[0].parent)
        assert sample.is_file(), f"{path.name} is not in exports"
        if (
            path.suffix in (".csv", ".json", ".txt", ".py", ".html")
            and "_metadata" not in path.name
        ):
            assert sample.read_bytes() == path.read_bytes(), "run ./moede demo --no-window"


def test_the_json_holds_every_idea_and_no_salt(made):
    (file,) = (p for p in made if p.name.endswith("_v1.json"))
    meeting = json.loads(file.read_text(encoding="utf-8"))
    assert len(meeting["ideas"]) >= 170
    assert not any("salt" in idea for idea in meeting["ideas"])
