import random
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from moedeapp.model.changes import Change
from moedeapp.model.commands import ballots, evening, ideas, rounds, slips
from moedeapp.model.document import Document
from moedeapp.model.errors import BadValue, CannotWrite, FileExists, ReadOnly
from moedeapp.model.meeting import Channel, Phase, Reason
from tests.model.evenings import held_by_file, idea_key, only_round, proposal_keys, rows_in

AtStage = Callable[[str], Document]


def test_listeners_see_changes_after_they_are_committed(collecting: Document) -> None:
    seen: list[tuple[Any, ...]] = []

    def listen(changes: tuple[Change, ...]) -> None:
        (idea,) = (change.after for change in changes if change.kind == "ideas")
        seen.append((idea, collecting.state.ideas, held_by_file(collecting).ideas))

    collecting.subscribe(listen)
    key = collecting.apply(ideas.add("Bænke"))
    ((idea, in_state, in_file),) = seen
    assert idea == in_state[key] == in_file[key]


def test_a_listener_that_changes_the_meeting_is_told_off(collecting: Document) -> None:
    told: list[str] = []

    def echo(_: object) -> None:
        with pytest.raises(RuntimeError, match="listener") as caught:
            collecting.apply(ideas.add("Et ekko"))
        told.append(str(caught.value))

    end = collecting.subscribe(echo)
    for change in (lambda: collecting.apply(ideas.add("Bænke")), collecting.undo, collecting.redo):
        change()
    end()
    assert len(told) == 3
    assert [idea.words for idea in collecting.state.ideas.values()] == ["Bænke"]
    collecting.apply(ideas.add("Træer"))
    assert held_by_file(collecting) == collecting.state


def test_a_listener_that_fails_harms_neither_the_act_nor_the_next_listener(
    collecting: Document, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[object] = []
    collecting.subscribe(lambda _: 1 // 0)  # type: ignore[arg-type, return-value]
    collecting.subscribe(heard.append)
    key = collecting.apply(ideas.add("Bænke"))
    assert collecting.state.ideas[key].words == "Bænke"
    assert len(heard) == 1
    assert "a listener failed" in caplog.text


def test_an_act_that_changes_nothing_leaves_no_trace(collecting: Document) -> None:
    key = collecting.apply(ideas.add("Bænke"))
    before = (collecting.head, collecting.next_undo())
    heard: list[object] = []
    collecting.subscribe(heard.append)
    collecting.apply(ideas.show(key))
    assert (collecting.head, collecting.next_undo()) == before
    assert not heard


def test_an_ended_subscription_hears_nothing(collecting: Document) -> None:
    heard: list[object] = []
    end = collecting.subscribe(heard.append)
    collecting.apply(ideas.add("Bænke"))
    end()
    collecting.apply(ideas.add("Træer"))
    assert len(heard) == 1


def test_listeners_hear_undo_as_changes_too(collecting: Document) -> None:
    key = collecting.apply(ideas.add("Bænke"))
    heard: list[tuple[Change, ...]] = []
    collecting.subscribe(heard.append)
    collecting.undo()
    ((change,),) = heard
    assert (change.kind, change.key, change.after) == ("ideas", key, None)


def test_a_refused_command_changes_nothing_and_tells_nobody(collecting: Document) -> None:
    heard: list[object] = []
    collecting.subscribe(heard.append)
    state, rows = collecting.state, rows_in(collecting.path)
    with pytest.raises(BadValue):
        collecting.apply(ideas.bring_in([ideas.Incoming("God"), ideas.Incoming("  ")]))
    assert collecting.state is state
    assert rows_in(collecting.path) == rows
    assert heard == []


def test_eight_threads_lose_nothing(collecting: Document) -> None:
    given: list[str] = []
    start = threading.Barrier(8)

    def send(thread: int) -> None:
        start.wait()
        for number in range(50):
            words = f"Tråd {thread} nr. {number}"
            given.append(collecting.apply(ideas.receive(words, channel=Channel.PHONE)))

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(given) == set(collecting.state.ideas)
    assert sorted(i.number for i in collecting.state.ideas.values()) == list(range(1, 401))
    assert held_by_file(collecting) == collecting.state
    assert collecting.check().problems == ()


def test_the_state_can_be_read_while_a_change_is_being_written(collecting: Document) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slow(draft: Any) -> None:
        begun.set()
        assert may_end.wait(10)

    command = type(ideas.show())("ideas.show", slow, undoable=False)
    writer = threading.Thread(target=collecting.apply, args=(command,))
    writer.start()
    assert begun.wait(10)
    assert collecting.state.stage.phase is Phase.IDEAS  # would hang if it took the lock
    may_end.set()
    writer.join(10)
    assert not writer.is_alive()


def test_a_state_once_read_never_changes(collecting: Document) -> None:
    key = collecting.apply(ideas.add("Bænke"))
    before = collecting.state
    collecting.apply(ideas.edit(key, "Bænke med ryg"))
    assert before.ideas[key].edited is None


def test_closing_twice_is_fine_and_then_nothing_can_be_written(collecting: Document) -> None:
    collecting.close()
    collecting.close()
    with pytest.raises(CannotWrite):
        collecting.apply(ideas.add("For sent"))


def test_a_meeting_opened_for_reading_cannot_be_changed(path: Path, collecting: Document) -> None:
    collecting.close()
    before = path.read_bytes()
    with Document.open(path, readonly=True) as reading:
        assert reading.readonly
        with pytest.raises(ReadOnly):
            reading.apply(ideas.add("Bænke"))
        assert reading.check().problems == ()
    assert path.read_bytes() == before


def test_several_may_read_while_one_writes(path: Path, collecting: Document) -> None:
    with Document.open(path, readonly=True), Document.open(path, readonly=True) as reading:
        collecting.apply(ideas.add("Bænke"))
        assert reading.state.ideas == {}


@pytest.mark.parametrize("kind", ["journal", "ideas", "history"])
def test_a_write_that_fails_half_way_leaves_file_and_state_as_they_were(
    path: Path, collecting: Document, kind: str
) -> None:
    collecting.apply(ideas.add("Bænke"))
    collecting._db.execute(
        f"CREATE TEMP TRIGGER full_disk AFTER INSERT ON main.{kind}"
        " BEGIN SELECT RAISE(ROLLBACK, 'disk is full'); END"
    )
    # IntegrityError is how SQLite reports RAISE; a disk reports OperationalError.
    state, head, rows = collecting.state, collecting.head, rows_in(path)
    with pytest.raises(Exception, match="disk is full"):
        collecting.apply(ideas.add("Træer"))
    assert collecting.state is state
    assert collecting.head == head
    assert rows_in(path) == rows
    collecting._db.execute("DROP TRIGGER full_disk")
    key = collecting.apply(ideas.add("Grus"))
    assert collecting.state.ideas[key].number == 2
    assert collecting.check().problems == ()
    assert held_by_file(collecting) == collecting.state


def test_a_file_deleted_while_open_is_told_and_not_pretended_away(
    path: Path, collecting: Document
) -> None:
    collecting.apply(ideas.add("Bænke"))
    path.rename(path.with_name("flyttet.moede"))
    state = collecting.state
    with pytest.raises(CannotWrite):
        collecting.apply(ideas.add("Træer"))
    assert collecting.state is state


def test_the_clock_going_back_breaks_nothing(collecting: Document) -> None:
    collecting._source = replace(collecting._source, now=lambda: datetime(2001, 1, 1, tzinfo=UTC))
    collecting.apply(ideas.add("Bænke"))
    assert collecting.check().problems == ()


# --- copies


def test_a_copy_is_the_same_meeting(tmp_path: Path, at_stage: AtStage) -> None:
    document = at_stage("result")
    target = tmp_path / "kopi.moede"
    document.copy(target)
    with Document.open(target) as copy:
        assert copy.state == document.state
        assert copy.head == document.head
        assert copy.next_undo() == document.next_undo()
        assert copy.check().problems == ()
    assert rows_in(target) == rows_in(document.path)


def test_a_copy_leaves_the_ballots_of_an_open_round_out(tmp_path: Path, at_stage: AtStage) -> None:
    document = at_stage("open")
    vote = only_round(document.state)
    first = proposal_keys(document.state, vote)[0]
    brought = [ballots.Brought(ballots.Vote({first: 1})) for _ in range(290)]
    for part in range(0, 290, 10):  # so many that pages were split
        document.apply(ballots.bring_in(vote, brought[part : part + 10]))
    for sheet in document.apply(slips.issue(10)):
        slip = slips.by_secret(document.state, sheet.secret)
        document.apply(ballots.cast(vote, ballots.Vote({first: 2}), slip=slip))
    document.apply(rounds.close(vote))
    document.apply(ballots.key(vote, ballots.Vote(), slip=slip))
    assert document.state.rounds[vote].contested == 1
    document.apply(ballots.add_stickers(vote, 1, {first: 3}))
    keys = [str(row[0]).encode() for row in rows_in(document.path)["ballots"]]
    target = tmp_path / "kopi.moede"
    document.copy(target)
    content, original = target.read_bytes(), document.path.read_bytes()
    assert len(keys) == 302
    assert [key for key in keys if key in content] == []
    assert [key for key in keys if key not in original] == []
    with Document.open(target) as copy:
        told = copy.state.rounds[vote]
        assert (told.cast, told.paper, told.confirmed, told.contested) == (0, 0, 0, 0)
        assert not told.stickers
        assert copy._db.execute("SELECT count(*) FROM open_stubs").fetchone() == (0,)
        assert copy.check().problems == ()
    assert document.state.rounds[vote].cast == 302


def test_a_copy_replaces_another_file_whole_or_not_at_all(
    tmp_path: Path, collecting: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "kopi.moede"
    target.write_bytes(b"another file")
    with monkeypatch.context() as disk:

        def refuse(*_: object) -> None:
            raise OSError(28, "No space left on device")

        disk.setattr("os.fsync", refuse)
        with pytest.raises(CannotWrite):
            collecting.copy(target)
    assert target.read_bytes() == b"another file"
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".new"] == []
    collecting.copy(target)
    with Document.open(target) as copy:
        assert copy.state == collecting.state


def test_a_copy_never_replaces_the_meeting_itself(path: Path, collecting: Document) -> None:
    link = path.with_name("genvej.moede")
    link.symlink_to(path)
    for target in (path, link):
        with pytest.raises(FileExists):
            collecting.copy(target)
    collecting.apply(ideas.add("Bænke"))
    assert held_by_file(collecting) == collecting.state


def test_a_copy_where_nothing_can_be_written_says_so(tmp_path: Path, collecting: Document) -> None:
    with pytest.raises(CannotWrite):
        collecting.copy(tmp_path / "ingen mappe" / "kopi.moede")


# --- what is destroyed leaves the bytes


def test_masked_words_leave_pages_that_were_split(collecting: Document, path: Path) -> None:
    # With this seed SQLite's secure_delete alone leaves the words of three of them behind.
    chance = random.Random(6)
    marks: dict[str, bytes] = {}
    for number in range(150):
        words = f"HEMMELIG{number:04d}. " + "og mere " * chance.randrange(60)
        key = collecting.apply(ideas.add(words))
        marks[key] = words[:13].encode()
        some = chance.choice(list(marks))
        collecting.apply(ideas.edit(some, "rettet " + "x" * chance.randrange(400)))
    gone = chance.sample(list(marks), 75)
    for key in gone:
        collecting.apply(ideas.mask(key, Reason.PERSON))
    content = path.read_bytes()
    assert [marks[key] for key in gone if marks[key] in content] == []
    assert all(marks[key] in content for key in marks.keys() - set(gone))


def test_a_crash_between_masking_and_wiping_is_made_up_for_at_the_next_opening(
    path: Path, collecting: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = collecting.apply(ideas.add("Bænke"))
    with monkeypatch.context() as crash:
        crash.setattr("moedeapp.model.store.wipe", lambda db: False)
        collecting.apply(ideas.mask(key, Reason.PERSON))
    asked = [row[0] for row in collecting._db.execute("SELECT count(*) FROM wiping")]
    collecting.close()
    with Document.open(path) as again:
        left = [row[0] for row in again._db.execute("SELECT count(*) FROM wiping")]
    assert (asked, left) == ([1], [0])


def test_a_wiping_that_failed_is_tried_again_with_the_next_act(
    collecting: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = collecting.apply(ideas.add("Bænke"))
    with monkeypatch.context() as full:
        full.setattr("moedeapp.model.store.wipe", lambda db: False)
        collecting.apply(ideas.mask(key, Reason.PERSON))
    collecting.apply(ideas.add("Træer"))
    assert [row[0] for row in collecting._db.execute("SELECT count(*) FROM wiping")] == [0]


def test_words_of_every_earlier_edit_leave_the_proposals_too(at_stage: AtStage) -> None:
    document = at_stage("prepared")
    state = document.state
    vote = document.apply(rounds.prepare([idea_key(state, "En scene"), idea_key(state, "Bænke")]))
    document.apply(ideas.edit(idea_key(state, "En scene"), "Jens' scene"))
    again = document.apply(rounds.prepare([idea_key(state, "En scene"), idea_key(state, "Bænke")]))
    document.apply(ideas.edit(idea_key(state, "En scene"), "En scene mere"))
    document.apply(ideas.mask(idea_key(state, "En scene"), Reason.PERSON))
    titles = {p.title for p in document.state.proposals.values() if p.round in (vote, again)}
    assert titles == {"", "Bænke"}
    content = document.path.read_bytes()
    assert b"scene" not in content
    document.apply(evening.go_to(Phase.RESULT))
    assert document.check().problems == ()


def test_ballots_of_a_cancelled_round_leave_the_bytes(at_stage: AtStage) -> None:
    document = at_stage("open")
    keys = [str(row[0]).encode() for row in rows_in(document.path)["ballots"]]
    document.apply(rounds.cancel(only_round(document.state), "Strømmen gik"))
    content = document.path.read_bytes()
    assert len(keys) == 2
    assert [key for key in keys if key in content] == []
    assert document.state.results == {}
    assert document.check().problems == ()


def test_creating_never_overwrites(path: Path, collecting: Document) -> None:
    collecting.close()
    before = path.read_bytes()
    with pytest.raises(FileExists):
        Document.create(path)
    assert path.read_bytes() == before


def test_creating_where_nothing_can_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite):
        Document.create(tmp_path / "ingen mappe" / "nyt.moede")
    assert list(tmp_path.iterdir()) == []
