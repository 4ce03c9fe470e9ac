"""Meetings to test with: a clock and keys that repeat, and one evening at its stages."""

import hashlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from moedeapp.model import store
from moedeapp.model.commands import (
    ballots,
    clock,
    evening,
    ideas,
    network,
    next_steps,
    notes,
    outcome,
    rounds,
    slips,
    themes,
)
from moedeapp.model.document import Document
from moedeapp.model.draft import Source
from moedeapp.model.meeting import (
    Channel,
    Meeting,
    MeetingType,
    NoteKind,
    Phase,
    Reason,
    Rejection,
    Role,
    Rung,
    SlipState,
)
from moedeapp.model.rows import KINDS

QUESTION = "Hvad skal pladsen bruges til?"


def ticking_source(seed: str = "") -> Source:
    """A second passes with every look at the clock; keys look random and repeat."""
    ticks, keys, salts = count(), count(), count()
    start = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)

    def digest(of: str, number: int) -> str:
        return hashlib.sha256(f"{seed}{of}{number}".encode()).hexdigest()

    return Source(
        now=lambda: start + timedelta(seconds=next(ticks)),
        new_key=lambda: digest("key", next(keys))[:16],
        new_salt=lambda: digest("salt", next(salts))[:32],
    )


def in_phase(document: Document, phase: Phase) -> Document:
    """The same document with settled frames, in another phase."""
    document.apply(evening.leave_unresolved())
    document.apply(evening.go_to(phase))
    return document


def idea_key(meeting: Meeting, words: str) -> str:
    """The key of the idea with these words."""
    (key,) = (idea.id for idea in meeting.ideas.values() if idea.words == words)
    return key


def theme_key(meeting: Meeting, title: str) -> str:
    """The key of the theme with this title."""
    (key,) = (theme.id for theme in meeting.themes.values() if theme.title == title)
    return key


def proposal_keys(meeting: Meeting, round_key: str) -> list[str]:
    """The keys of a round's proposals by number."""
    found = [p for p in meeting.proposals.values() if p.round == round_key]
    return [p.id for p in sorted(found, key=lambda proposal: proposal.number)]


def only_round(meeting: Meeting) -> str:
    """The key of the one round."""
    (key,) = meeting.rounds
    return key


def slip_keys(meeting: Meeting, state: SlipState = SlipState.ISSUED) -> list[str]:
    """The keys of the slips in a state, table by table."""
    found = [slip for slip in meeting.slips.values() if slip.state is state]
    return [slip.id for slip in sorted(found, key=lambda slip: (slip.table or 0, slip.id))]


def stages(folder: Path) -> Iterator[tuple[str, bytes]]:
    """One evening as file contents, stage by stage."""
    path = folder / "stage.moede"
    document = Document.create(path, source=ticking_source("stages"), words=QUESTION)
    apply = document.apply

    def kept() -> bytes:
        target = folder / "kept.moede"
        with sqlite3.connect(target) as connection:
            document._db.conn.backup(connection)
        connection.close()
        found = target.read_bytes()
        target.unlink()
        return found

    apply(evening.describe(title="Torvet", type=MeetingType.DIALOGUE, date="2026-11-23"))
    apply(evening.leave_unresolved())
    apply(evening.set_tables(4))
    apply(evening.use_plan([evening.PlannedStep(Phase.IDEAS, "Tavs idéfase", 12)]))
    empty = apply(evening.add_question("Hvem skal passe den?"))
    apply(notes.add("Vi begyndte til tiden."))
    for table in (1, 2):
        apply(slips.issue(6, table=table))
    apply(slips.issue(2, spare=True))
    apply(outcome.sign_up("Ida Holm", "ida@eksempel.dk"))
    apply(network.reach(Rung.HALL))
    yield "frames", kept()
    apply(evening.go_to(Phase.IDEAS))
    said = [apply(ideas.add(words, table=1)) for words in ("Bænke", "Træer", "Flere træer", "Grus")]
    for words in ("En scene", "Et springvand", "En gynge"):
        apply(ideas.receive(words, channel=Channel.PHONE))
    apply(ideas.hide(said[3], reason=Reason.OFF_TOPIC))
    green = apply(themes.add("Grønt", ideas=[said[1]]))
    apply(themes.add("Ophold", ideas=[said[0]]))
    play = apply(themes.add("Leg"))
    apply(themes.merge([play], green))
    apply(ideas.merge([said[2]], said[1]))
    yield "ideas", kept()
    yield "paused", _paused(folder / "paused.moede", kept())
    apply(evening.start_silence())
    apply(ideas.add("Skrevet i stilhed"))
    yield "silent", kept()
    document.undo()
    document.undo()
    apply(evening.start_listening())
    yield "listening", kept()
    document.undo()
    apply(evening.remove_question(empty))
    apply(evening.go_to(Phase.DOTS))
    scene = idea_key(document.state, "En scene")
    apply(ideas.show(scene))
    ophold = theme_key(document.state, "Ophold")
    vote = apply(rounds.prepare([green, ophold, scene], open_access=True))
    yield "prepared", kept()
    yield "double", _keyed_by_two(folder / "double.moede", kept(), [ophold, scene])
    practice = apply(rounds.prepare_practice(["Kage", "Frugt"]))
    apply(rounds.open(practice))
    yield "practice", kept()
    apply(rounds.end_practice(practice))
    apply(rounds.open(vote, minutes=8))
    first, second, third = proposal_keys(document.state, vote)
    one, two, three, *_ = slip_keys(document.state)
    apply(ballots.cast(vote, ballots.Vote({first: 2, second: 1}), slip=one, key="m1"))
    apply(ballots.cast(vote, ballots.Vote({third: 1}), slip=two, key="m2"))
    apply(ballots.reject(vote, Rejection.UNREADABLE, 1))
    yield "open", kept()
    apply(rounds.close(vote))
    apply(ballots.key(vote, ballots.Vote({second: 1}), slip=three))
    yield "closed", kept()
    apply(rounds.seal(vote))
    yield "sealed", kept()
    apply(evening.go_to(Phase.RESULT))
    apply(next_steps.add("Spørg forvaltningen", proposal=first, deadline="2027-03-01"))
    apply(outcome.decide(vote, "Vi begynder med nr. 2", reason="Der er penge nu"))
    apply(evening.count_heads(Role.CITIZEN, 12))
    apply(notes.add("Vi er ikke enige.", NoteKind.MINORITY))
    yield "result", kept()
    apply(evening.go_to(Phase.NEXT_STEPS))
    yield "next_steps", kept()
    apply(evening.finish())
    yield "final", kept()
    document.close()


def _paused(path: Path, ideas: bytes) -> bytes:
    """The evening with its clock standing still."""
    path.write_bytes(ideas)
    with Document.open(path, source=ticking_source("paused")) as document:
        document.apply(clock.pause())
    return path.read_bytes()


def _keyed_by_two(path: Path, prepared: bytes, sources: list[str]) -> bytes:
    """The evening with a round that two persons key, of which one has keyed a slip."""
    path.write_bytes(prepared)
    with Document.open(path, source=ticking_source("double")) as document:
        document.apply(rounds.remove(only_round(document.state)))
        vote = document.apply(rounds.prepare(sources, two_persons=True))
        document.apply(rounds.open(vote))
        second = proposal_keys(document.state, vote)[1]
        document.apply(rounds.close(vote))
        slip = slip_keys(document.state)[2]
        document.apply(ballots.key(vote, ballots.Vote({second: 1}), slip=slip))
    return path.read_bytes()


def rows_in(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table as the file holds it."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        tables = [*KINDS, "journal", "history"]
        return {t: connection.execute(f'SELECT * FROM "{t}" ORDER BY 1').fetchall() for t in tables}
    finally:
        connection.close()


def held_by_file(document: Document) -> Meeting:
    """The meeting as another reader would load it from the file."""
    db = store.connect(document.path, readonly=True)
    try:
        return store.load(db, document.path)
    finally:
        db.close()


def alter(path: Path, *statements: str) -> None:
    """Change a closed file behind the program's back, with the journal's guards taken off."""
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER IF EXISTS journal_keeps")
    connection.execute("DROP TRIGGER IF EXISTS journal_stays")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
