import shutil
import sqlite3
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from moedeapp.model.clock import reading
from moedeapp.model.commands import clock, evening, ideas, network, rounds, slips
from moedeapp.model.document import Document
from moedeapp.model.meeting import (
    ByHand,
    Clock,
    IdeaState,
    Phase,
    Progress,
    Reason,
    RoundKind,
    RoundState,
    Rung,
    SlipState,
    numbered,
)
from moedeapp.model.migrations import APPLICATION_ID, FORMAT, STEPS
from moedeapp.model.ranking import places
from tests.model.evenings import alter, held_by_file, idea_key, ticking_source

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def format_1(path: Path) -> Path:
    """A meeting as the first released format wrote it."""
    shutil.copy(DATA / "format-1.moede", path)
    return path


def rows_of(path: Path, table: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(f"SELECT * FROM {table}").fetchall()
    finally:
        connection.close()


def schema(path: Path) -> set[tuple[str, ...]]:
    connection = sqlite3.connect(path)
    try:
        found = connection.execute(
            "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
        )
        return {(kind, name, " ".join(sql.split())) for kind, name, sql in found}
    finally:
        connection.close()


def test_every_format_ever_released_has_its_file() -> None:
    kept = {path.name for path in DATA.glob("format-*.moede")}
    assert kept == {f"format-{number}.moede" for number in range(1, FORMAT + 1)}


def test_the_number_of_steps_is_the_format(path: Path, document: Document) -> None:
    document.close()
    content = path.read_bytes()
    assert int.from_bytes(content[60:64]) == FORMAT
    assert int.from_bytes(content[68:72]) == APPLICATION_ID == int.from_bytes(b"MOED")
    db = sqlite3.connect(path)
    steps = db.execute("SELECT name FROM _sqlite_migrations").fetchall()
    db.close()
    assert [name for (name,) in steps] == [f"format_{n}" for n in range(1, FORMAT + 1)]
    assert repr(STEPS) == f"<Migrations 'moedeapp': [{', '.join(name for (name,) in steps)}]>"


def test_a_new_file_and_an_old_one_that_was_opened_have_the_same_tables(
    tmp_path: Path, format_1: Path
) -> None:
    new = tmp_path / "nyt.moede"
    Document.create(new, words="?").close()
    Document.open(format_1).close()
    assert schema(format_1) == schema(new)


def test_a_meeting_in_format_1_opens_with_all_it_holds(format_1: Path) -> None:
    with Document.open(format_1, source=ticking_source("later")) as document:
        state = document.state
        assert state.facts.title == "Torvet"
        assert state.stage.phase is Phase.NEXT_STEPS
        assert {idea.number: idea.words for idea in state.ideas.values()} == {
            1: "Bænke",
            2: "Træer",
            3: "Flere træer",
            4: "Grus",
            5: "En scene",
            6: "",
            7: "En gynge",
        }
        assert state.ideas[idea_key(state, "En gynge")].text == "En gynge til de små"
        assert state.ideas[idea_key(state, "Grus")].state is IdeaState.HIDDEN
        assert state.ideas[idea_key(state, "")].reason is Reason.HEALTH
        assert {theme.letter: theme.title for theme in state.themes.values()} == {
            "A": "Grønt",
            "B": "Ophold",
            "C": "Leg",
        }
        (vote,) = state.rounds.values()
        assert (vote.state, vote.cast, vote.paper, vote.dots) == (RoundState.SEALED, 2, 1, 3)
        assert vote.open_access  # there were no slips
        results = {
            state.proposals[r.id].number: (r.dots, r.persons) for r in state.results.values()
        }
        assert results == {1: (2, 1), 2: (1, 1), 3: (1, 1)}
        by_hand = {
            state.proposals[m.proposal].number: (m.source, m.dots, m.persons)
            for m in state.manual.values()
        }
        assert by_hand == {n: (ByHand.PAPER, *sums) for n, sums in results.items()}
        assert state.stubs == {}
        assert [step.action for step in state.next_steps.values()] == ["Spørg forvaltningen"]
        assert document.check().problems == ()
        assert document.redo() == "ideas.add"
        assert document.undo() == "ideas.add"
        document.apply(ideas.add("Og den kan skrives i"))
        assert held_by_file(document) == document.state
        assert document.check().problems == ()


def test_what_a_counted_round_of_format_1_held_of_ballots_leaves_the_bytes(
    format_1: Path,
) -> None:
    keys = [str(row[0]).encode() for row in rows_of(format_1, "ballots")]
    assert len(keys) == 2
    assert all(key in format_1.read_bytes() for key in keys)
    Document.open(format_1).close()
    assert [key for key in keys if key in format_1.read_bytes()] == []
    assert rows_of(format_1, "ballots") == rows_of(format_1, "wiping") == []


def test_an_open_round_of_format_1_is_counted_in_format_2(format_1: Path) -> None:
    alter(
        format_1,
        "UPDATE rounds SET state = 'open', closed_at = ''",
        "DELETE FROM results",
        "UPDATE stage SET phase = 'dots'",
    )
    with Document.open(format_1, source=ticking_source("later")) as document:
        (vote,) = document.state.rounds.values()
        assert (vote.state, vote.cast, vote.paper) == (RoundState.OPEN, 2, 1)
        document.apply(rounds.close(vote.id))
        document.apply(rounds.seal(vote.id))
        found = {
            document.state.proposals[r.id].number: (r.dots, r.persons)
            for r in document.state.results.values()
        }
        assert found == {1: (2, 1), 2: (1, 1), 3: (1, 1)}


def test_preparing_a_round_in_format_1_can_be_undone_in_format_2(format_1: Path) -> None:
    alter(
        format_1,
        "UPDATE rounds SET state = 'prepared', opened_at = '', closed_at = '', 'cast' = 0,"
        " unused = 0",
        "DELETE FROM results",
        "DELETE FROM ballots",
        "DELETE FROM rejected",
        "DELETE FROM next_steps",
        "DELETE FROM history WHERE seq >"
        " (SELECT seq FROM history WHERE command = 'rounds.prepare')",
        "UPDATE stage SET phase = 'dots'",
    )
    with Document.open(format_1, source=ticking_source("later")) as document:
        assert document.undo() == "rounds.prepare"
        assert document.state.rounds == {}
        assert document.redo() == "rounds.prepare"


@pytest.fixture
def format_2(path: Path) -> Path:
    """A meeting as format 2 was first written: a whole evening with two rounds."""
    shutil.copy(DATA / "format-2.moede", path)
    return path


def test_a_meeting_in_format_2_opens_with_all_it_holds(format_2: Path) -> None:
    with Document.open(format_2, source=ticking_source("later")) as document:
        state = document.state
        assert document.check().problems == ()
        assert {batch.number: batch.size for batch in numbered(state.batches)} == {
            1: 6,
            2: 6,
            3: 2,
        }
        held = slips.numbers(state.slips)
        assert held == {SlipState.ISSUED: 12, SlipState.SPARE: 1, SlipState.VOID: 1}
        printed = state.slips[slips.by_code(state, "3e3z hkgk")]
        assert printed.id == slips.by_secret(state, "MR109N73C4AY")
        assert (printed.table, printed.state) == (1, SlipState.VOID)
        dots, agreement = numbered(state.rounds)
        assert (dots.state, dots.cast, dots.paper, dots.blank) == (RoundState.SEALED, 11, 5, 0)
        assert dict(dots.channels) == {"phone": 6, "paper": 5}
        found = [
            (p.rank, p.proposal.title, p.dots, p.persons, p.sealed.dots, p.sealed.support)
            for p in places(state, dots)
        ]
        assert found == [
            (1, "Grønt", 12, 6, 11, 1),
            (2, "Ophold", 7, 7, 7, 2),
            (3, "En scene", 5, 4, 5, 1),
        ]
        stubs, manual = Counter[str](), Counter[str]()
        for stub in state.stubs.values():
            stubs[state.proposals[stub.proposal].title] += stub.dots
        for count in state.manual.values():
            manual[f"{count.source} {state.proposals[count.proposal].title}"] += count.dots
        assert stubs == {"Grønt": 6, "Ophold": 3, "En scene": 3}
        assert manual == {
            "paper Grønt": 5,
            "paper Ophold": 4,
            "paper En scene": 2,
            "correction Grønt": 1,
        }
        shares = sorted(state.shares.values(), key=lambda share: share.place)
        listed = [(state.proposals[share.proposal].title, share.cost) for share in shares]
        assert listed == [("Ophold", "1/7"), ("Grønt", "")]
        answers = {state.proposals[a.id].title: a.counts for a in state.answers.values()}
        assert agreement.kind is RoundKind.AGREEMENT
        assert answers == {"Grønt": (5, 1, 0, 0, 1), "Ophold": (0, 0, 7, 0, 0)}
        assert [o.words for o in state.objections.values()] == ["Det larmer"]
        assert [d.reason for d in state.decisions.values()] == ["Der er penge nu"]
        told = [(f.progress, f.words, f.effect) for f in state.follow_ups.values()]
        assert told == [(Progress.UNDER_WAY, "Der er gravet", "Flere mødes")]
        assert [v.name for v in state.volunteers.values()] == ["Ida Holm"]
        assert [s.count for s in state.rejected.values()] == [2]
        assert document.next_undo() == "outcome.follow_up"
        document.undo()
        document.redo()
        document.apply(ideas.add("Og den kan skrives i"))
        assert held_by_file(document) == document.state
        assert document.check().problems == ()


@pytest.mark.parametrize("number", range(1, 3))
def test_an_older_meeting_is_no_rehearsal_and_has_a_clock_nobody_touched(
    path: Path, number: int
) -> None:
    shutil.copy(DATA / f"format-{number}.moede", path)
    with Document.open(path, readonly=True) as document:
        assert (document.state.clock, document.state.facts.rehearsal) == (Clock(), False)
    with Document.open(path) as document:
        assert (document.state.clock, document.state.facts.rehearsal) == (Clock(), False)
        assert held_by_file(document) == document.state
        document.apply(evening.mark_rehearsal())
        assert document.check().problems == ()


def test_facts_of_an_older_format_can_be_undone_in_format_3(format_2: Path) -> None:
    alter(
        format_2,
        "DELETE FROM history WHERE seq >"
        " (SELECT max(seq) FROM history WHERE command = 'evening.leave_unresolved')",
    )
    with Document.open(format_2, source=ticking_source("later")) as document:
        assert document.undo() == "evening.leave_unresolved"
        assert document.redo() == "evening.leave_unresolved"
        assert not document.state.facts.rehearsal


@pytest.fixture
def format_3(path: Path) -> Path:
    """A meeting as format 3 was first written: a rehearsal in the middle of a vote."""
    shutil.copy(DATA / "format-3.moede", path)
    return path


def test_a_meeting_in_format_3_opens_with_all_it_holds(format_3: Path) -> None:
    with Document.open(format_3, source=ticking_source("later")) as document:
        state = document.state
        assert document.check().problems == ()
        assert state.facts.rehearsal
        assert state.clock == Clock(
            visit=3, extra=360, rested=2, paused_at="2026-11-23T19:00:28+00:00"
        )
        visit = numbered(state.visits)[-1]
        assert (visit.number, visit.phase) == (3, Phase.DOTS)
        (vote,) = state.rounds.values()
        assert (vote.state, vote.cast) == (RoundState.OPEN, 2)
        now = datetime.fromisoformat(vote.ends_at) - timedelta(seconds=90)
        assert (reading(state, now).left, reading(state, now).round) == (90, vote.id)
        assert document.next_undo() == "rounds.prepare"
        document.apply(rounds.close(vote.id))
        document.apply(rounds.seal(vote.id))
        found = {state.proposals[r.id].number: r.dots for r in document.state.results.values()}
        assert found == {1: 2, 2: 2}
        paused = reading(document.state, now)
        assert (paused.paused, paused.planned, paused.left) == (True, 600, 600 + 360 - 8)
        document.apply(clock.resume())
        assert held_by_file(document) == document.state
        assert document.check().problems == ()


@pytest.mark.parametrize("number", range(1, 4))
def test_an_older_meeting_has_slips_without_address_and_nothing_known_of_phones(
    path: Path, number: int
) -> None:
    shutil.copy(DATA / f"format-{number}.moede", path)
    with Document.open(path) as document:
        assert (document.state.facts.slip_address, document.state.connections) == ("", {})
        document.apply(network.reach(Rung.HALL))
        assert held_by_file(document) == document.state
        assert document.check().problems == ()


@pytest.fixture
def format_4(path: Path) -> Path:
    """A meeting as format 4 was first written: phones on a router, and then none."""
    shutil.copy(DATA / "format-4.moede", path)
    return path


def test_a_meeting_in_format_4_opens_with_all_it_holds(format_4: Path) -> None:
    with Document.open(format_4, source=ticking_source("later")) as document:
        state = document.state
        assert document.check().problems == ()
        assert state.facts.slip_address == "192.168.8.2:8080"
        assert [(c.number, c.rung, c.at) for c in numbered(state.connections)] == [
            (1, Rung.ROUTER, "2026-11-23T19:00:05+00:00"),
            (2, Rung.PAPER, "2026-11-23T19:00:11+00:00"),
        ]
        document.apply(network.reach(Rung.HOTSPOT))
        assert held_by_file(document) == document.state


@pytest.fixture
def format_5(path: Path) -> Path:
    """A meeting as format 5 was first written: ballots with names are out, and two came back."""
    shutil.copy(DATA / "format-5.moede", path)
    return path


def test_a_meeting_in_format_5_opens_with_all_it_holds(format_5: Path) -> None:
    with Document.open(format_5, source=ticking_source("later")) as document:
        assert document.check().problems == ()
        (vote,) = document.state.rounds.values()
        assert (vote.state, vote.paper, vote.names_on_paper) == (RoundState.CLOSED, 2, True)
        document.apply(rounds.seal(vote.id))
        assert held_by_file(document) == document.state


@pytest.mark.parametrize("number", range(2, 5))
def test_of_older_votes_nothing_is_known_but_numbers_on_paper(path: Path, number: int) -> None:
    shutil.copy(DATA / f"format-{number}.moede", path)
    with Document.open(path) as document:
        assert not any(vote.names_on_paper for vote in document.state.rounds.values())


def test_opening_changes_no_byte_of_a_file_in_the_newest_format(format_5: Path) -> None:
    before = format_5.read_bytes()
    Document.open(format_5).close()
    Document.open(format_5, readonly=True).close()
    assert format_5.read_bytes() == before
