import pytest

from moedeapp.export.pdf import glyphs
from moedeapp.export.pdf.glyphs import BOLD, REGULAR, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("blåbærgrød & <Ærø> “é” – …", "blåbærgrød & <Ærø> “é” – …"),
        ("a\tb\u00a0c\u2003d", "a b c d"),
        ("\U0001f600 ♥ ☑ ∑", "\U0001f600 ♥ ☑ ∑"),
        ("\U0001f469\u200d\U0001f467\ufe0f", "\U0001f469\u200d\U0001f467\ufe0f"),
        ("❤\ufe0f\u200d\U0001f525", "❤\ufe0f\u200d\U0001f525"),
        ("a\u200db\ufe0f", "a[U+200D]b[U+FE0F]"),
        ("Привет, Ελλάδα, ქართული, Հայերեն", "Привет, Ελλάδα, ქართული, Հայերեն"),
        ("\U0001f9ff\U000e0067", "\U0001f9ff[U+E0067]"),
        ("漢字", "[U+6F22][U+5B57]"),
        ("नमस्ते", "[U+0928][U+092E][U+0938][U+094D][U+0924][U+0947]"),
        ("e\u0301", "e[U+0301]"),
        ("a\u00adb\u202ec\u0000", "a[U+00AD]b[U+202E]c[U+0000]"),
        ("\u2028\ufeff\ue000", "[U+2028][U+FEFF][U+E000]"),
        ("שלום", "[U+05E9][U+05DC][U+05D5][U+05DD]"),
        ("en\r\nto\rtre\nfire", "en\nto\ntre\nfire"),
    ],
)
def test_every_sign_is_drawn_or_named(text, shown):
    assert printable(text) == shown


def test_every_piece_is_drawn_by_a_font_that_has_it():
    text = printable("Sauna \U0001f600❤\ufe0f til alle, ქართ")
    assert list(glyphs.runs(text, BOLD)) == [
        (BOLD, "Sauna "),
        ("Noto Emoji", "\U0001f600❤\ufe0f"),
        (BOLD, " til alle, "),
        ("Noto Sans Georgian", "ქართ"),
    ]
    assert list(glyphs.runs("kun dansk", REGULAR)) == [(REGULAR, "kun dansk")]


def test_a_text_is_as_wide_as_its_pieces():
    glyphs.load()
    smile = printable("\U0001f600")
    assert glyphs.width(smile, REGULAR, 10) > 9
    whole = glyphs.width(f"sauna {smile} her", REGULAR, 10)
    parts = [glyphs.width(part, REGULAR, 10) for part in ("sauna ", smile, " her")]
    assert whole == pytest.approx(sum(parts))
    assert glyphs.width(f"{smile}\ufe0f", REGULAR, 10) == glyphs.width(smile, REGULAR, 10)
