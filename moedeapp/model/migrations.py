"""The file's formats, each a step from the one before; a released step never changes.

The number of steps is the file's ``user_version``. A file of each format is kept in tests/data.
"""

from typing import Final

from sqlite_utils import Database, Migrations

APPLICATION_ID: Final = 0x4D4F4544
"""The bytes "MOED" in the file's header: this is a meeting."""

STEPS: Final = Migrations("moedeapp")

_FORMAT_1: Final = (
    """CREATE TABLE facts (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, type TEXT, date TEXT NOT NULL,
        starts TEXT NOT NULL, ends TEXT NOT NULL, place TEXT NOT NULL, address TEXT NOT NULL,
        purpose TEXT NOT NULL, influence TEXT NOT NULL, fixed TEXT NOT NULL,
        decides TEXT NOT NULL, answer_by TEXT NOT NULL, unresolved TEXT NOT NULL,
        mandate_title TEXT NOT NULL, mandate_date TEXT NOT NULL, mandate_link TEXT NOT NULL,
        answer_where TEXT NOT NULL, host TEXT NOT NULL, facilitator TEXT NOT NULL,
        minute_taker TEXT NOT NULL, politicians TEXT NOT NULL, kle TEXT NOT NULL,
        facet TEXT NOT NULL, case_number TEXT NOT NULL, unit TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE organisation (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, logo BLOB NOT NULL, contact TEXT NOT NULL,
        deciding_body TEXT NOT NULL, deletion_rule TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE stage (
        id TEXT PRIMARY KEY, phase TEXT NOT NULL, silent INTEGER NOT NULL,
        listening INTEGER NOT NULL, status TEXT NOT NULL, version INTEGER NOT NULL,
        change_note TEXT NOT NULL, ended_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE counters (
        id TEXT PRIMARY KEY, last INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE questions (
        id TEXT PRIMARY KEY, position INTEGER NOT NULL, words TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE tables (
        id TEXT PRIMARY KEY, number INTEGER NOT NULL, label TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE heads (
        id TEXT PRIMARY KEY, count INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE steps (
        id TEXT PRIMARY KEY, position INTEGER NOT NULL, phase TEXT NOT NULL,
        title TEXT NOT NULL, minutes INTEGER NOT NULL, how TEXT NOT NULL,
        "group" TEXT NOT NULL, times INTEGER NOT NULL, silent INTEGER NOT NULL,
        listening INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE visits (
        id TEXT PRIMARY KEY, number INTEGER NOT NULL, phase TEXT NOT NULL,
        entered_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE notes (
        id TEXT PRIMARY KEY, number INTEGER NOT NULL, phase TEXT NOT NULL, kind TEXT NOT NULL,
        words TEXT NOT NULL, at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE themes (
        id TEXT PRIMARY KEY, question TEXT NOT NULL REFERENCES questions, title TEXT NOT NULL,
        letter TEXT NOT NULL, colour TEXT NOT NULL, x REAL NOT NULL, y REAL NOT NULL,
        width REAL NOT NULL, height REAL NOT NULL, merged_into TEXT REFERENCES themes
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE ideas (
        id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE,
        question TEXT NOT NULL REFERENCES questions, words TEXT NOT NULL, salt TEXT NOT NULL,
        channel TEXT NOT NULL, state TEXT NOT NULL, received_at TEXT NOT NULL,
        role TEXT NOT NULL, "table" INTEGER, edited TEXT, reason TEXT, masked INTEGER NOT NULL,
        theme TEXT REFERENCES themes, merged_into TEXT REFERENCES ideas,
        x REAL NOT NULL, y REAL NOT NULL, source TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE rounds (
        id TEXT PRIMARY KEY, question TEXT NOT NULL REFERENCES questions,
        number INTEGER NOT NULL, state TEXT NOT NULL, dots INTEGER NOT NULL, cap INTEGER,
        roles TEXT NOT NULL, handed_out INTEGER, "cast" INTEGER NOT NULL,
        opened_at TEXT NOT NULL, closed_at TEXT NOT NULL, blank INTEGER NOT NULL,
        unused INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE proposals (
        id TEXT PRIMARY KEY, round TEXT NOT NULL REFERENCES rounds, number INTEGER NOT NULL,
        title TEXT NOT NULL, theme TEXT, ideas TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE results (
        id TEXT PRIMARY KEY REFERENCES proposals, round TEXT NOT NULL REFERENCES rounds,
        dots INTEGER NOT NULL, persons INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE rejected (
        id TEXT PRIMARY KEY, round TEXT NOT NULL REFERENCES rounds, reason TEXT NOT NULL,
        count INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE next_steps (
        id TEXT PRIMARY KEY, position INTEGER NOT NULL, action TEXT NOT NULL,
        proposal TEXT REFERENCES proposals, responsible TEXT NOT NULL, deadline TEXT NOT NULL,
        effect TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    # Keys are random, so the order of this table tells nothing of the order of voting.
    """CREATE TABLE ballots (
        id TEXT PRIMARY KEY, round TEXT NOT NULL REFERENCES rounds, dots TEXT NOT NULL,
        channel TEXT NOT NULL, role TEXT NOT NULL, "table" INTEGER
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE history (
        seq INTEGER PRIMARY KEY, at TEXT NOT NULL, command TEXT NOT NULL,
        undone INTEGER NOT NULL, changes TEXT NOT NULL
    ) STRICT""",
    # SQLite remembers the last number it gave, so that a cut end is noticed.
    """CREATE TABLE journal (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, act TEXT NOT NULL,
        payload TEXT NOT NULL, prev BLOB NOT NULL, hash BLOB NOT NULL
    ) STRICT""",
    """CREATE TRIGGER journal_keeps BEFORE UPDATE ON journal
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_stays BEFORE DELETE ON journal
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    # A row here means that the file must be rewritten to lose what an act destroyed.
    """CREATE TABLE wiping (
        seq INTEGER PRIMARY KEY
    ) STRICT""",
    # So that dropping a theme, question or lead need not read every idea.
    "CREATE INDEX ideas_by_theme ON ideas (theme) WHERE theme IS NOT NULL",
    "CREATE INDEX ideas_by_lead ON ideas (merged_into) WHERE merged_into IS NOT NULL",
    "CREATE INDEX ballots_by_round ON ballots (round)",
)


@STEPS()
def format_1(db: Database) -> None:
    """The first released format."""
    for statement in _FORMAT_1:
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")


_FORMAT_2: Final = (
    """CREATE TABLE batches (
        id TEXT PRIMARY KEY, number INTEGER NOT NULL, size INTEGER NOT NULL,
        salt TEXT NOT NULL, made_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE slips (
        id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, batch TEXT NOT NULL REFERENCES batches,
        state TEXT NOT NULL, "table" INTEGER, role TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "ALTER TABLE rounds ADD COLUMN kind TEXT NOT NULL DEFAULT 'dots'",
    "ALTER TABLE rounds ADD COLUMN practice INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE rounds ADD COLUMN open_access INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE rounds ADD COLUMN two_persons INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE rounds ADD COLUMN places INTEGER NOT NULL DEFAULT 3",
    "ALTER TABLE rounds ADD COLUMN ends_at TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE rounds ADD COLUMN sealed_at TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE rounds ADD COLUMN contested INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE rounds ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE rounds ADD COLUMN paper INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE rounds ADD COLUMN stickers INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE rounds ADD COLUMN channels TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE rounds ADD COLUMN digest TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE results ADD COLUMN support INTEGER",
    "ALTER TABLE results ADD COLUMN tables INTEGER",
    "ALTER TABLE results ADD COLUMN bridge INTEGER",
    """CREATE TABLE stubs (
        id TEXT PRIMARY KEY, round TEXT NOT NULL REFERENCES rounds, code TEXT NOT NULL,
        proposal TEXT NOT NULL REFERENCES proposals, dots INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE manual (
        id TEXT PRIMARY KEY, round TEXT NOT NULL REFERENCES rounds,
        proposal TEXT NOT NULL REFERENCES proposals, source TEXT NOT NULL, dots INTEGER NOT NULL,
        persons INTEGER NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE shares (
        id TEXT PRIMARY KEY, round TEXT NOT NULL REFERENCES rounds, place INTEGER NOT NULL,
        proposal TEXT NOT NULL REFERENCES proposals, cost TEXT NOT NULL, tied TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE answers (
        id TEXT PRIMARY KEY REFERENCES proposals, round TEXT NOT NULL REFERENCES rounds,
        counts TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE objections (
        id TEXT PRIMARY KEY, round TEXT NOT NULL REFERENCES rounds,
        proposal TEXT NOT NULL REFERENCES proposals, words TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE lots (
        id TEXT PRIMARY KEY, round TEXT NOT NULL REFERENCES rounds, place INTEGER NOT NULL,
        seed TEXT NOT NULL, "order" TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE decisions (
        id TEXT PRIMARY KEY, number INTEGER NOT NULL, round TEXT NOT NULL REFERENCES rounds,
        words TEXT NOT NULL, reason TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE volunteers (
        id TEXT PRIMARY KEY, number INTEGER NOT NULL, name TEXT NOT NULL, contact TEXT NOT NULL,
        about TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE follow_ups (
        id TEXT PRIMARY KEY, number INTEGER NOT NULL,
        proposal TEXT NOT NULL REFERENCES proposals, progress TEXT NOT NULL, date TEXT NOT NULL,
        words TEXT NOT NULL, effect TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "ALTER TABLE ballots ADD COLUMN steps TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE ballots ADD COLUMN objections TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE ballots ADD COLUMN keys TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE ballots ADD COLUMN contested INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE ballots ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 0",
    """CREATE TABLE open_stubs (
        id TEXT PRIMARY KEY, round TEXT NOT NULL REFERENCES rounds,
        ballot TEXT NOT NULL REFERENCES ballots,
        proposal TEXT NOT NULL REFERENCES proposals, code TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE stickers (
        id TEXT PRIMARY KEY, round TEXT NOT NULL REFERENCES rounds, "table" INTEGER NOT NULL,
        proposal TEXT NOT NULL REFERENCES proposals, dots INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    # Until now ballots had no slips behind them.
    "UPDATE rounds SET open_access = 1 WHERE state <> 'prepared'",
    """UPDATE rounds SET paper =
       (SELECT count(*) FROM ballots WHERE round = rounds.id AND channel = 'paper')""",
    # What was counted is sealed: the sums stay as counts made by hand, the ballots go.
    """INSERT INTO manual SELECT id || '.paper', round, id, 'paper', dots, persons, '', ''
       FROM results""",
    "UPDATE rounds SET state = 'sealed', sealed_at = closed_at WHERE state = 'closed'",
    "DELETE FROM ballots WHERE round IN (SELECT id FROM rounds WHERE state = 'sealed')",
    "INSERT INTO wiping DEFAULT VALUES",
    "ALTER TABLE history ADD COLUMN entry INTEGER",
    "CREATE INDEX open_stubs_by_ballot ON open_stubs (ballot)",
    "CREATE INDEX stubs_by_round ON stubs (round)",
)


@STEPS()
def format_2(db: Database) -> None:
    """Slips, the seal, and what comes after the vote."""
    for statement in _FORMAT_2:
        db.execute(statement)
    db.execute("PRAGMA user_version = 2")


_FORMAT_3: Final = (
    "ALTER TABLE facts ADD COLUMN rehearsal INTEGER NOT NULL DEFAULT 0",
    """CREATE TABLE clock (
        id TEXT PRIMARY KEY, visit INTEGER NOT NULL, extra INTEGER NOT NULL,
        rested INTEGER NOT NULL, paused_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "INSERT INTO clock VALUES ('clock', 0, 0, 0, '')",
)


@STEPS()
def format_3(db: Database) -> None:
    """The clock of a phase, and rehearsals."""
    for statement in _FORMAT_3:
        db.execute(statement)
    db.execute("PRAGMA user_version = 3")


_FORMAT_4: Final = (
    "ALTER TABLE facts ADD COLUMN slip_address TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE connections (
        id TEXT PRIMARY KEY, number INTEGER NOT NULL, rung TEXT NOT NULL, at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
)


@STEPS()
def format_4(db: Database) -> None:
    """How phones reached the meeting, and the address that slips carry."""
    for statement in _FORMAT_4:
        db.execute(statement)
    db.execute("PRAGMA user_version = 4")


_FORMAT_5: Final = ("ALTER TABLE rounds ADD COLUMN names_on_paper INTEGER NOT NULL DEFAULT 0",)


@STEPS()
def format_5(db: Database) -> None:
    """What people wrote on who voted on paper."""
    for statement in _FORMAT_5:
        db.execute(statement)
    db.execute("PRAGMA user_version = 5")


FORMAT: Final = 5
"""The newest format this program knows."""
