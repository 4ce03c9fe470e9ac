"""Lines: every word is kept, nothing is wider than its room, and long words break at syllables."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moedeapp.ui.projector.breaking import SOFT, at_syllables, lines

WIDE = 700.0
LONG = "Børnehaveklasselederuddannelsesinstitution"


def said(text, width=WIDE, pixels=60):
    return "".join(line.said for line in lines(text, pixels, False, width))


def squeezed(text):
    return "".join(text.split())


def test_a_short_text_is_one_line_as_it_was_written():
    (line,) = lines("Flere bænke", 60, False, WIDE)
    assert (line.drawn, line.said) == ("Flere bænke", "Flere bænke")


def test_a_long_word_breaks_at_a_syllable_with_a_hyphen():
    broken = lines(LONG, 60, False, WIDE)
    assert len(broken) > 1
    assert all(line.drawn.endswith("-") for line in broken[:-1])
    assert "".join(line.said for line in broken) == LONG


def test_a_word_that_fits_is_not_divided():
    for line in lines("Vi vil have en promenade langs hele havnen", 60, False, WIDE):
        assert not line.drawn.endswith("-")


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("tilgængelighedskonsulent", "til gæn ge lig heds kon su lent"),
        ("vestkajen", "vest ka jen"),
        ("kommunalbestyrelsen", "kom mu nal be sty rel sen"),
        ("havn", "havn"),
        ("abc123def", "abc123def"),
    ],
)
def test_syllables_begin_where_a_reader_would_accept_it(word, parts):
    assert at_syllables(word).split(SOFT) == parts.split()


def test_an_ordinal_is_not_divided_at_its_hyphen():
    for width in range(300, 900, 20):
        for line in lines("De deler alle sammen 3.-pladsen", 60, False, float(width)):
            assert not line.drawn.endswith("3.-")


def test_every_paragraph_begins_a_line():
    assert [line.drawn for line in lines("Først\nså\r\nsidst", 60, False, WIDE)] == [
        "Først", "så", "sidst",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["👨‍👩‍👧‍👦🎉 tja to mellemrum " * 3, "x" * 90, "مرحبا بالعالم " * 6, "🎉" * 40]
)
def test_emoji_and_other_letters_lose_nothing(text):
    assert squeezed(said(text)) == squeezed(text)
    assert all(line.width <= WIDE + 1 for line in lines(text, 60, False, WIDE))


@settings(deadline=None)
@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), max_size=80
    ),
    st.floats(150, 1800),
    st.sampled_from([36, 60, 80]),
)
def test_no_letter_is_lost_whatever_is_written(text, width, pixels):
    assert squeezed(said(text, width, pixels)) == squeezed(text)
