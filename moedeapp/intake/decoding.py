"""From the bytes of a file to text: which encoding a Danish program wrote it in."""

import io
import re
import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from contextlib import suppress
from operator import itemgetter
from pathlib import Path
from typing import Final

from moedeapp.intake.problems import Problem
from moedeapp.model.errors import CannotRead, Unknown

ENCODINGS: Final = ("utf-8", "utf-16", "cp1252", "cp850", "mac_roman")
"""Encodings a file may be said to have: Unicode, Windows, MS-DOS and the older Macintosh."""

LARGEST: Final = 100_000_000
"""Most bytes of a file; more is a mistake in the file dialog."""

_EIGHT_BIT: Final = ("cp1252", "cp850", "mac_roman")
_DANISH: Final = frozenset("æøåÆØÅ")
_WESTERN: Final = frozenset("éèêëáàâäãóòôöõúùûüíìîïçñýÿßÉÈÊËÁÀÂÄÓÒÔÖÚÜÍÇÑ")
_SIGNS: Final = frozenset("–—\u2018’“”„…»«•·§°½¼¾€£©®²³×±\xa0")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_LINE_BREAK: Final = re.compile("\r\n|\r|\n")


def load(path: Path) -> bytes:
    """The bytes of a file; CannotRead when there are none, too many or no way to them."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except FileNotFoundError as error:
        raise CannotRead(path, Problem.MISSING) from error
    except OSError as error:
        raise CannotRead(path, Problem.NO_ACCESS) from error
    if size > LARGEST:
        raise CannotRead(path, Problem.TOO_BIG, values={"limit": str(LARGEST // 1_000_000)})
    if not data:
        raise CannotRead(path, Problem.EMPTY)
    return data


def decode(path: Path, data: bytes, encoding: str | None = None) -> str:
    """The text of a file without its byte order mark; line breaks stay as they are.

    A mark at the beginning decides, then UTF-8 if all bytes fit, then the one of the three
    eight-bit encodings that gives the most Danish. `encoding`, one of ENCODINGS, overrules this.
    Raises CannotRead with the line where the encoding does not fit or the file is not text.
    """
    if encoding is not None and encoding not in ENCODINGS:
        raise Unknown("encoding", encoding)
    sure = encoding or _marked(data)
    text = _strictly(path, data, sure) if sure else _guessed(path, data)
    if "\0" in text:
        raise CannotRead(path, Problem.NOT_TEXT, _line_of(text, text.index("\0")))
    if not text.strip():
        raise CannotRead(path, Problem.EMPTY)
    return text


def lines(text: str) -> io.StringIO:
    r"""Lines of text with their breaks, at \r\n, \r and \n only: not at every Unicode break."""
    return io.StringIO(text, newline="")


def verbatim(path: Path, text: str, line: int | None = None) -> str:
    """What a person wrote, in NFC as the model keeps it and otherwise untouched.

    Raises CannotRead for a NUL or half a character, which neither file nor screen can hold.
    """
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise CannotRead(path, Problem.NOT_TEXT, line)
    return unicodedata.normalize("NFC", text)


def _marked(data: bytes) -> str | None:
    if data.startswith(BOM_UTF8):
        return "utf-8"
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    return None


def _strictly(path: Path, data: bytes, encoding: str) -> str:
    if encoding == "utf-8":
        data = data.removeprefix(BOM_UTF8)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, errors="ignore")
        raise CannotRead(
            path, Problem.WRONG_ENCODING, _line_of(before), {"encoding": encoding}
        ) from error


def _guessed(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        first = _line_of(data[: error.start].decode("utf-8"))
    if b"\0" in data:
        raise CannotRead(path, Problem.NOT_TEXT, data.count(b"\n", 0, data.index(b"\0")) + 1)
    readings = []
    for encoding in _EIGHT_BIT:
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            readings.append((_likeness(text), text))
    # max keeps the first of equals, so the most common encoding wins where nothing tells.
    likeness, text = max(readings, key=itemgetter(0))
    if likeness < 0:
        raise CannotRead(path, Problem.UNKNOWN_ENCODING, first)
    return text


def _line_of(text: str, position: int | None = None) -> int:
    return len(_LINE_BREAK.findall(text[:position])) + 1


def _likeness(text: str) -> int:
    """How much like Danish the characters beyond ASCII look where they stand."""
    return sum(
        _weight(text[at], text[at - 1 : at], text[at + 1 : at + 2])
        for at in (found.start() for found in _BEYOND_ASCII.finditer(text))
    )


def _weight(letter: str, before: str, after: str) -> int:
    if letter.isalpha():
        if letter.isupper() and before.islower():
            return -2
        if letter in _DANISH:
            return 3
        if letter in _WESTERN:
            # One accent among plain letters is a word; a run of them is another alphabet.
            return 1 if any(near.isascii() and near.isalpha() for near in (before, after)) else -1
        return -2
    if letter not in _SIGNS:
        return -2
    inside_a_word = before.isalpha() and after.isalpha()
    if (inside_a_word and letter not in "’–") or (letter in "\u2018“„" and before.isalpha()):
        return -2
    return 1
