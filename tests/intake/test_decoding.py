"""Which encoding a Danish program wrote."""

from pathlib import Path

import pytest

from moedeapp.intake.decoding import ENCODINGS, decode, lines, verbatim
from moedeapp.intake.problems import Problem
from moedeapp.model.errors import CannotRead, Unknown

FILE = Path("idéer.txt")
DANISH = [
    "Ærø – 50 % flere bænke",
    "Århus",
    "Ølstykke",
    "på",
    "En idé",
    "Grøn kørsel året rundt",
    "Müllers café",
    "ÆBLER OG ØL TIL ALLE PÅ ÅEN",
    "Hun sagde »flere træer« på § 3-mødet",
    "½ pris i svømmehallen",
]


def written(text: str, encoding: str) -> bytes:
    """Bytes as a program with that encoding writes them; MS-DOS has no long dash."""
    if encoding == "cp850":
        text = text.replace("–", "-")
    return text.encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850"])
@pytest.mark.parametrize("words", DANISH)
def test_a_single_danish_line_shows_its_encoding(words: str, encoding: str) -> None:
    data = written(words, encoding)
    assert decode(FILE, data) == (words.replace("–", "-") if encoding == "cp850" else words)


@pytest.mark.parametrize("words", [words for words in DANISH if "½" not in words])
def test_a_single_danish_line_shows_that_it_is_from_an_old_macintosh(words: str) -> None:
    assert decode(FILE, words.encode("mac_roman")) == words


@pytest.mark.parametrize(
    "words", ["1950–1960", "“Hej”", "det er ’fint’", "\u2018hej’", "5 €", "… og så videre"]
)
def test_windows_punctuation_is_not_taken_for_letters(words: str) -> None:
    assert decode(FILE, words.encode("cp1252")) == words


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman"])
def test_real_danish_words_show_their_encoding(data: Path, encoding: str) -> None:
    text = (data / "04_edge_text" / "da_longest_words.txt").read_text(encoding="utf-8")
    words = [word for word in text.split() if not word.isascii()]
    assert len(words) > 40
    assert [word for word in words if decode(FILE, word.encode(encoding)) != word] == []


@pytest.mark.parametrize("data_", [b"\xff\xfeA\x00\xe6\x00", b"\xfe\xff\x00A\x00\xe6"])
def test_utf_16_is_read_in_both_byte_orders(data_: bytes) -> None:
    assert decode(FILE, data_) == "Aæ"


def test_a_named_encoding_overrules_the_guess() -> None:
    assert decode(FILE, b"b\x91nke", "cp1252") == "b\u2018nke"
    assert decode(FILE, b"b\x91nke") == "bænke"


def test_every_encoding_that_may_be_named_works() -> None:
    for encoding in ENCODINGS:
        assert decode(FILE, "på".encode(encoding), encoding) == "på"


def test_an_encoding_that_is_no_encoding_is_refused() -> None:
    with pytest.raises(Unknown):
        decode(FILE, b"a", "rot13")


@pytest.mark.parametrize(
    ("data_", "encoding", "line"),
    [
        (b"a\r\nb\r\nc\xe6", "utf-8", 3),
        (b"\xef\xbb\xbfa\nb\xe6r", None, 2),
        ("a\nb\n".encode("utf-16") + b"\xff", None, 3),
        (b"a\rb\rc\x81", "cp1252", 3),
    ],
)
def test_an_encoding_that_does_not_fit_names_the_line(
    data_: bytes, encoding: str | None, line: int
) -> None:
    with pytest.raises(CannotRead) as raised:
        decode(FILE, data_, encoding)
    assert (raised.value.problem, raised.value.line) == (Problem.WRONG_ENCODING, line)


def test_a_broken_utf_8_file_is_not_read_as_something_else() -> None:
    data = "Flere bænke\nGrøn kørsel\nLys på stien".encode() + b"\xc3"
    with pytest.raises(CannotRead) as raised:
        decode(FILE, data)
    assert (raised.value.problem, raised.value.line) == (Problem.UNKNOWN_ENCODING, 3)


def test_lines_break_only_where_people_break_them() -> None:
    assert list(lines("a\r\nb\rc\nd\u2028e\x0bf\x85g")) == [
        "a\r\n", "b\r", "c\n", "d\u2028e\x0bf\x85g",
    ]  # fmt: skip


def test_words_are_composed_and_otherwise_untouched() -> None:
    assert verbatim(FILE, " Bla\u030a  b\u200dær\x01 ") == " Blå  b\u200dær\x01 "
