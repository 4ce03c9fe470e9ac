import pytest

from moedeapp.export.blocks import Column, Table, plain
from moedeapp.export.pdf import glyphs, layout
from moedeapp.export.pdf.items import BODY, lines

WORD = "dobbeltbeskatningsoverenskomst"


@pytest.fixture(autouse=True)
def _fonts() -> None:
    glyphs.load()


def table(*cells: str, shares: tuple[float, ...] = (0.2, 0.6, 0.2)) -> Table:
    columns = tuple(Column("Titel", share) for share in shares)
    return Table(columns, (tuple(plain(cell) for cell in cells),))


def test_columns_have_their_shares_when_every_word_fits():
    assert layout._widths(table("kort", "kort", "kort"), 400) == pytest.approx([80, 240, 80])


@pytest.mark.parametrize("measure", [380, 471])
def test_a_long_word_gets_room_from_where_there_is_some(measure):
    widths = layout._widths(table("kort", "mange korte ord her", WORD), measure)
    assert sum(widths) == pytest.approx(measure)
    broken = [line.words for line in lines(WORD, BODY, widths[2] - 12)]
    assert broken == [WORD]
    for cell, wide in (("Titel", widths[0]), ("mange", widths[1])):
        assert [line.words for line in lines(cell, BODY, wide - 12)] == [cell]


def test_a_word_without_end_leaves_the_others_their_room():
    widths = layout._widths(table("kort", "mange korte ord her", "x" * 500), 471)
    assert sum(widths) == pytest.approx(471)
    assert max(widths) <= 0.61 * 471
    assert min(widths) > 30


def test_where_nobody_has_room_the_shares_stand():
    widths = layout._widths(table(WORD * 3, WORD * 3, WORD * 3), 300)
    assert sum(widths) == pytest.approx(300)
    assert min(widths) > 0
