from dataclasses import replace

import pytest

from moedeapp.export.blocks import Listing
from moedeapp.export.pdf import columns, glyphs
from moedeapp.export.pdf.structure import Node
from tests.export import evenings
from tests.export.conftest import Pages

TITLES = ("Kode", "Nr.", "Prikker")


@pytest.fixture(autouse=True)
def _fonts() -> None:
    glyphs.load()


def entries(count: int) -> tuple[tuple[str, ...], ...]:
    return tuple((f"K{number:04}", str(number % 20 + 1), "1") for number in range(count))


def test_the_letters_are_large_enough_to_be_read():
    assert columns.SIZE >= 8


@pytest.mark.parametrize("count", [1, 4, 5, 6, 23, 1500])
def test_no_entry_is_lost_where_the_page_ends(count):
    left = [columns.Columns(TITLES, entries(count), 471, Node("TR"), Node("TBody"))]
    pages = []
    while left:
        block = left.pop(0)
        _wide, high = block.wrap(471, 700)
        if high > 700:
            parts = block.split(471, 700)
            assert len(parts) == 2
            assert parts[0].wrap(471, 700)[1] <= 700
            left = [*parts, *left]
        else:
            pages.append(block.entries)
    assert tuple(entry for page in pages for entry in page) == entries(count)
    assert len(pages) == (6 if count == 1500 else 1)


def test_nothing_is_split_off_for_a_line_or_two():
    assert (
        columns.Columns(TITLES, entries(100), 471, Node("TR"), Node("TBody")).split(471, 30) == []
    )


def test_a_column_is_read_downwards_under_its_titles(pages: Pages):
    minutes = replace(
        evenings.protocol(evenings.saying([])), blocks=(Listing(TITLES, entries(1500)),)
    )
    read = pages(minutes)
    words = [word for page in read for word in page.split() if len(word) == 5 and word[0] == "K"]
    assert words == [code for code, _number, _dots in entries(1500)]
    assert all(page.split().count("Kode") == 5 for page in read)
