from pathlib import Path

import pytest

from moedeapp.intake.plans import plans
from moedeapp.model.commands import evening
from moedeapp.model.document import Document
from moedeapp.model.errors import BadValue, CannotWrite, FileExists
from moedeapp.model.meeting import MeetingType, Organisation, numbered, ordered
from moedeapp.ui.start.beginning import NewMeeting, begin, free, suggested

PLAN = next(plan for plan in plans("da") if plan.key == "samskabelse")


def test_a_meeting_begins_with_what_was_said_about_it(tmp_path):
    new = NewMeeting(
        title="Fremtidens Havn",
        date="2026-11-23",
        starts="19:00",
        ends="21:00",
        place="Bådehallen",
        question="Hvad skal havnen kunne?",
        tables=8,
        plan=PLAN,
        organisation=Organisation(name="Mågevig Kommune", deciding_body="byrådet"),
    )
    with begin(tmp_path / "ny mappe" / "møde.moede", new) as document:
        state = document.state
    facts = state.facts
    assert (facts.title, facts.date, facts.place) == ("Fremtidens Havn", "2026-11-23", "Bådehallen")
    assert (facts.starts, facts.ends, facts.type) == ("19:00", "21:00", MeetingType.CO_CREATION)
    assert [question.words for question in ordered(state.questions)] == ["Hvad skal havnen kunne?"]
    assert len(state.tables) == 8
    assert [step.title for step in ordered(state.steps)] == [step.title for step in PLAN.steps]
    assert (state.organisation.name, state.organisation.deciding_body) == (
        "Mågevig Kommune", "byrådet",
    )  # fmt: skip


def test_who_decides_is_a_frame_and_is_never_filled_in_by_itself(tmp_path):
    new = NewMeeting(organisation=Organisation(deciding_body="byrådet"))
    with begin(tmp_path / "møde.moede", new) as document:
        assert document.state.facts.decides == ""


def test_nothing_need_be_said(tmp_path):
    with begin(tmp_path / "møde.moede", NewMeeting()) as document:
        assert document.state.facts.title == ""
        assert document.next_undo() is None


@pytest.fixture
def old(tmp_path):
    with Document.create(tmp_path / "gammelt.moede", words="Hvad så?") as document:
        document.apply(evening.describe(title="I fjor", influence="Alt", date="2025-11-23"))
        document.apply(evening.set_organisation(name="Den gamle"))
        document.apply(evening.add_question("Og hvad mere?"))
        document.apply(evening.set_tables(5))
        yield evening.earlier(document.state)


def test_an_earlier_meeting_hands_on_its_frame_and_what_is_said_now_stands(tmp_path, old):
    new = NewMeeting(title="I år", question="Hvad nu?", tables=3, earlier=old)
    with begin(tmp_path / "møde.moede", new) as document:
        state = document.state
    assert (state.facts.title, state.facts.influence, state.facts.date) == ("I år", "Alt", "")
    assert [question.words for question in ordered(state.questions)] == [
        "Hvad nu?", "Og hvad mere?",
    ]  # fmt: skip
    assert [table.number for table in numbered(state.tables)] == [1, 2, 3]
    assert state.organisation.name == "Den gamle"


def test_the_organisation_that_is_set_now_comes_before_that_of_an_earlier_meeting(tmp_path, old):
    new = NewMeeting(earlier=old, organisation=Organisation(name="Den nye"))
    with begin(tmp_path / "møde.moede", new) as document:
        assert document.state.organisation.name == "Den nye"


def test_a_meeting_that_cannot_begin_leaves_no_file(tmp_path):
    with pytest.raises(BadValue):
        begin(tmp_path / "møde.moede", NewMeeting(date="i morgen"))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_never_overwritten(tmp_path):
    (tmp_path / "møde.moede").write_text("mit", encoding="utf-8")
    with pytest.raises(FileExists):
        begin(tmp_path / "møde.moede", NewMeeting(title="Nyt"))
    assert (tmp_path / "møde.moede").read_text(encoding="utf-8") == "mit"


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "fil").touch()
    with pytest.raises(CannotWrite):
        begin(tmp_path / "fil" / "møde.moede", NewMeeting())


# --- names of files


@pytest.mark.parametrize(
    ("title", "date", "name"),
    [
        ("Fremtidens Havn", "2026-11-23", "2026-11-23 Fremtidens Havn.moede"),
        ("Fremtidens Havn", "", "Fremtidens Havn.moede"),
        ("", "2026-11-23", "2026-11-23.moede"),
        ("", "", "Borgermøde.moede"),
        ("Hvad nu: ja/nej?", "", "Hvad nu ja nej.moede"),
        ("Møde nr. 2.", "", "Møde nr. 2.moede"),
        ("Vej 1.moede", "", "Vej 1.moede"),
        ("  ..  ", "", "Borgermøde.moede"),
        ("con", "", "con -.moede"),
        ("\x07Støj\n\tog ro", "", "Støj og ro.moede"),
    ],
)
def test_a_file_is_named_by_date_and_title_on_every_system(tmp_path, title, date, name):
    assert suggested(tmp_path, title, date) == tmp_path / name


@pytest.mark.parametrize("title", ["å" * 300, "🏘️" * 100, "ord " * 100])
def test_a_long_title_gives_a_name_the_disk_takes(tmp_path, title):
    path = suggested(tmp_path, title, "2026-11-23")
    path.touch()
    assert path.is_file()
    assert path.suffix == ".moede"


def test_a_name_that_is_taken_gets_the_first_free_number(tmp_path):
    for name in ("Havn.moede", "Havn 2.moede"):
        (tmp_path / name).touch()
    assert suggested(tmp_path, "Havn") == tmp_path / "Havn 3.moede"
    assert free(tmp_path / "Havn.moede") == tmp_path / "Havn 3.moede"
    assert free(Path(tmp_path / "Ny")) == tmp_path / "Ny.moede"
