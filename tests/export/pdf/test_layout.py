from collections.abc import Iterator
from dataclasses import replace

import pytest

from moedeapp.export.blocks import Column, Heading, Listing, Paragraph, Table, Title, plain
from moedeapp.export.pdf import glyphs, layout, paper, sizes
from moedeapp.export.pdf.items import BODY, lines
from moedeapp.export.pdf.structure import Node
from tests.export import evenings

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


# --- headings


def pieces(node: Node) -> Iterator[tuple[int, int, str]]:
    """Page, number and role of every piece of a document."""
    yield from ((mark.page, mark.number, node.role) for mark in node.marks)
    for kid in node.kids:
        yield from pieces(kid)


def last_of_every_page(*blocks: object, size: sizes.Paper) -> list[str]:
    """The role of what stands last on each page."""
    minutes = replace(
        evenings.protocol(evenings.saying([])), blocks=(Title("", "Titel", ""), *blocks)
    )
    _data, root = paper.pages(minutes, size)
    last: dict[int, tuple[int, str]] = {}
    for page, number, role in pieces(root):
        last[page] = max(last.get(page, (-1, "")), (number, role))
    return [role for _page, (_number, role) in sorted(last.items())]


@pytest.mark.parametrize("size", [sizes.USUAL, sizes.LARGE], ids=["usual", "large"])
@pytest.mark.parametrize(
    "follows",
    [
        [Paragraph("Kort.")],
        [table("kort", "ord\n" * 20, "kort")],
        [table("kort", "ord\n" * 30, "kort")],
        [table("kort", "ord\n" * 200, "kort")],
        [Table(table("a", "b", "c").columns, table("a", "ord\n" * 12, "c").rows * 2)],
        [Table(table("a", "b", "c").columns, table("a", "ord\n" * 9, "c").rows * 3)],
        [Heading("Under", 2), table("kort", "ord\n" * 15, "kort")],
        [Listing(("Kode", "Nr.", "Prikker"), (("K74MQ", "1", "1"),) * 400)],
    ],
    ids=["words", "row", "tall", "endless", "two", "three", "headings", "codes"],
)
def test_a_heading_stays_with_what_it_is_about(follows, size):
    for height in range(1, 52, 3):
        before = Paragraph("linje\n" * height)
        found = last_of_every_page(before, Heading("Over"), *follows, size=size)
        assert not [role for role in found if role.startswith("H")], height
