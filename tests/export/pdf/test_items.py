import pytest

from moedeapp.export.pdf import glyphs
from moedeapp.export.pdf.items import BODY, lines


@pytest.fixture(autouse=True)
def _fonts() -> None:
    glyphs.load()


def broken(words: str, wide: float = 100) -> list[str]:
    return [line.words for line in lines(words, BODY, wide)]


def test_lines_put_together_are_the_words_again():
    words = "En havn må gerne lugte af tjære og larme om morgenen, og det skal man vide."
    assert len(broken(words)) > 3
    assert "".join(broken(words)) == words


def test_no_line_is_wider_than_its_column():
    words = "herreekviperingskolonialhandlernes " * 3 + "x" * 300 + " og mere"
    for line in broken(words):
        assert glyphs.width(line.rstrip(), BODY.face, BODY.size) <= 100


def test_a_word_wider_than_a_line_is_broken_without_a_space():
    word = "dobbeltbeskatningsoverenskomsternes" * 10
    assert "".join(broken(word)) == word


def test_line_breaks_are_kept():
    assert broken("a\nb\r\nc\rd\n\ne") == ["a", "b", "c", "d", "", "e"]
