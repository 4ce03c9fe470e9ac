import pytest

from moedeapp.export.pdf.glyphs import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("blåbærgrød & <Ærø> “é” – …", "blåbærgrød & <Ærø> “é” – …"),
        ("a\tb\u00a0c\u2003d", "a b c d"),
        ("\U0001f600", "[U+1F600]"),
        ("\U0001f469\u200d\U0001f467\ufe0f", "[U+1F469][U+200D][U+1F467][U+FE0F]"),
        ("e\u0301", "e[U+0301]"),
        ("a\u00adb\u202ec\u0000", "a[U+00AD]b[U+202E]c[U+0000]"),
        ("\u2028\ufeff\ue000", "[U+2028][U+FEFF][U+E000]"),
        ("שלום", "[U+05E9][U+05DC][U+05D5][U+05DD]"),
        ("en\r\nto\rtre\nfire", "en\nto\ntre\nfire"),
    ],
)
def test_every_sign_is_drawn_or_named(text, shown):
    assert printable(text) == shown
