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


FORMAT: Final = 1
"""The newest format this program knows."""
