"""Every way a file can fail to be read, and everything worth telling about one that was."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Problem(StrEnum):
    """Why a file was refused: the `problem` of `errors.CannotRead`.

    The comment names the keys of `values`; "line" says that the error carries a line number.
    """

    # the file
    MISSING = "missing"  # nothing there
    NO_ACCESS = "no_access"  # a folder, or not allowed to read
    EMPTY = "empty"  # no bytes, only white space, or no row below the headings
    TOO_BIG = "too_big"  # limit (megabytes)
    NOT_TEXT = "not_text"  # line; a NUL or half a character: a picture, a program, a PDF
    WRONG_ENCODING = "wrong_encoding"  # line; encoding: the named or marked one does not fit
    UNKNOWN_ENCODING = "unknown_encoding"  # line; no encoding we know gives readable words
    OLD_WORKBOOK = "old_workbook"  # .xls from before 2007; save as .xlsx
    BROKEN_WORKBOOK = "broken_workbook"  # neither .xlsx nor readable as one
    NO_SHEET = "no_sheet"  # sheet, found (names, comma separated)

    # rows and columns
    BROKEN_QUOTES = "broken_quotes"  # line where the row begins
    TOO_MANY_CELLS = "too_many_cells"  # line; cells, columns
    MISSING_COLUMN = "missing_column"  # line; column, found (headings, comma separated)
    NO_HEADING = "no_heading"  # line; position: a column with cells but no heading

    # ideas
    TOO_LONG = "too_long"  # line (not in JSON); limit (characters)
    BAD_TABLE = "bad_table"  # line; found: not a table's number
    BAD_ROLE = "bad_role"  # line; found: not a role

    # boards
    BROKEN_JSON = "broken_json"  # line, unless nested too deeply
    UNKNOWN_JSON = "unknown_json"  # JSON, but of no board we know
    BAD_FIELD = "bad_field"  # field, item: missing or of the wrong kind
    BAD_STACK = "bad_stack"  # item, stack: stacked on itself, in a ring or on nothing

    # ballots
    MISSING_SECTION = "missing_section"  # section
    MISSING_META = "missing_meta"  # field
    BAD_NUMBER = "bad_number"  # line; found, column: not a whole number
    NEGATIVE_NUMBER = "negative_number"  # line; found, column: less than 0
    NUMBER_TOO_LARGE = "number_too_large"  # line; found, column, limit
    VOTE_TYPE = "vote_type"  # found: a kind of vote that is no dot vote
    ORDINAL = "ordinal"  # ballots that rank; they hold no dots
    DUPLICATE_OPTION = "duplicate_option"  # line; option
    UNKNOWN_OPTION = "unknown_option"  # line; option
    POINTS_DIFFER = "points_differ"  # line; options, points: two lists of different length
    TOO_MANY_OPTIONS = "too_many_options"  # line; found, limit
    TOO_FEW_OPTIONS = "too_few_options"  # line; found, limit
    TOO_MANY_DOTS = "too_many_dots"  # line; found, limit
    OVER_CAP = "over_cap"  # line; option, found, limit: most dots on one option
    UNDER_CAP = "under_cap"  # line; option, found, limit: fewest dots on one option
    BAD_CHANNEL = "bad_channel"  # line; found: not a channel
    NO_PROPOSAL = "no_proposal"  # option: no proposal of the round, or there twice
    INCOMPLETE = "incomplete"  # declared, found: fewer or more ballots or options than promised


class Notice(StrEnum):
    """What was read with a reservation: the `notice` of `Told`. Comments name the values."""

    COLUMNS_NOT_READ = "columns_not_read"  # names (headings, comma separated)
    ROWS_WITHOUT_WORDS = "rows_without_words"  # count
    ARCHIVED_CARDS = "archived_cards"  # count
    ARCHIVED_LISTS = "archived_lists"  # count
    EMPTY_ROWS = "empty_rows"  # count: rows of empty cells, not counted as blank ballots
    NAMED_TWICE = "named_twice"  # count: ballots naming an option twice; dots as given, one person
    TOO_FEW_DOTS = "too_few_dots"  # count, limit: ballots below the file's minimum, counted
    VOTES_DECLARED = "votes_declared"  # declared, found: the file promises another number
    PROJECTS_DECLARED = "projects_declared"  # declared, found


@dataclass(frozen=True, slots=True)
class Told:
    """Something the reader left out or took as it stood; `values` fill the sentence."""

    notice: Notice
    values: Mapping[str, str] = field(default_factory=dict)
