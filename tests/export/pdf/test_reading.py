"""What a screen reader, a search and a black-and-white printer get out of the protocol."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from moedeapp.export import blocks, reading
from moedeapp.export.blocks import Minutes
from moedeapp.export.pdf import document
from moedeapp.export.reading import Part
from moedeapp.texts import use, words
from tests.export import evenings

ROOT = Path(__file__).parents[3]

HOSTILE = (
    "=1+1 <b>fed</b> & \\0 (parentes \\) %kommentar endstream",
    "linje et\n\nlinje tre\r\nlinje fire \u2028 fem",
    "\u202eomvendt\u202c \x07 e\u0301 \U0001f600\U0001f469\u200d\U0001f467 שלום مرحبا",
    "x" * 400,
    "[U+1F600] og [U+ZZZZ] og [U+110000]",
    "Sauna \U0001f600 ❤\ufe0f\u200d\U0001f525, \U0001f1e9\U0001f1f0 ♥ ქართული " * 40,
)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> evenings.Held:
    return evenings.voted(tmp_path_factory.mktemp("reading") / "møde.moede")


def meetings() -> dict[str, Minutes]:
    whole = evenings.whole_evening()
    link = replace(whole.facts, mandate_link="https://kommune.example/æ?a=1&b=<2>")
    return {
        "whole": evenings.protocol(replace(whole, facts=link)),
        "empty": evenings.protocol(evenings.saying([])),
        "one": evenings.protocol(evenings.saying(["Den eneste idé"])),
        "hostile": evenings.protocol(evenings.saying(HOSTILE)),
        "long": evenings.protocol(evenings.saying(["Før", "ord på vej " * 900, "Efter"])),
        "many": evenings.protocol(evenings.saying(f"Idé nummer {n}" for n in range(300))),
    }


@pytest.fixture(params=["whole", "empty", "one", "hostile", "long", "many", "voted", "English"])
def minutes(request: pytest.FixtureRequest, evening: evenings.Held) -> Iterator[Minutes]:
    if request.param == "voted":
        yield evening.protocol()
    elif request.param == "English":
        use("en")
        yield evening.protocol()
        use("da")
    else:
        yield meetings()[request.param]


made = cache(document)
"""The same content is laid out once for all tests."""


def opened(minutes: Minutes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(made(minutes)))


def read(minutes: Minutes) -> Part:
    with opened(minutes) as pdf:
        return reading.document(pdf)


def spaced(text: str) -> str:
    """The text with one space between words and signs in place of their codes."""
    named = re.sub(r"\[U\+([0-9A-F]{4,6})\]", lambda m: sign(m), text)
    return " ".join(named.split())


def sign(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if code <= 0x10FFFF else found[0]


# --- the order and the words


def expected(minutes: Minutes) -> Iterator[tuple[str, str]]:
    """Role and words of every part that is read, straight from the blocks."""
    for block in minutes.blocks:
        match block:
            case blocks.Title():
                yield from (("P", block.above), ("H1", block.words), ("P", block.below))
            case blocks.Heading():
                yield f"H{block.level + 1}", block.words
            case blocks.Paragraph():
                yield "P", block.words
            case blocks.Facts():
                for label, cell in block.rows:
                    yield from (("Lbl", label), ("LBody", said(cell)))
            case blocks.Table():
                yield from cells(block)
            case blocks.Listing():
                yield from (("TH", title) for title in block.titles)
                for entry in block.entries:
                    yield from zip(("TH", "TD", "TD"), entry, strict=True)
            case blocks.Code():
                yield "P", block.caption


def cells(table: blocks.Table) -> Iterator[tuple[str, str]]:
    yield from (("TH", column.title) for column in table.columns)
    for row in table.rows:
        for place, cell in enumerate(row):
            yield "TH" if place == table.named_by else "TD", said(cell)


def said(cell: blocks.Cell) -> str:
    return "\n".join(part.text for part in cell if isinstance(part, blocks.Words))


def told(part: Part) -> Iterator[tuple[str, str]]:
    """Role and words of the parts of the document that hold words."""
    for kid in part.parts:
        if kid.role in ("P", "H1", "H2", "H3", "Lbl", "LBody", "TH", "TD"):
            yield kid.role, kid.text
        else:
            yield from told(kid)


def paragraphs(found: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbouring paragraphs as one, and without what is empty: a line break begins a new one."""
    merged: list[tuple[str, str]] = []
    for role, text in found:
        shown = spaced(text)
        if role == "P" and merged and merged[-1][0] == "P":
            merged[-1] = ("P", f"{merged[-1][1]} {shown}".strip())
        elif role != "P" or shown:
            merged.append((role, shown))
    return merged


def test_every_part_is_read_once_with_its_words_apart_and_in_order(minutes):
    assert paragraphs(told(read(minutes))) == paragraphs(expected(minutes))


def test_the_tree_goes_through_the_pages_the_way_they_are_drawn(minutes):
    with opened(minutes) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        parts = list(marks(pdf.Root.StructTreeRoot.K[0], pages))
        drawn = [len(re.findall(rb"/MCID", page.Contents.read_bytes())) for page in pdf.pages]
    # A cell that goes on over the page is read whole, before the cell beside it.
    assert all(pieces == sorted(pieces) for pieces in parts)
    firsts = [pieces[0] for pieces in parts if pieces]
    assert firsts == sorted(firsts)
    assert len({piece for pieces in parts for piece in pieces}) == sum(drawn)


PAINTING = {"Tj", "TJ", "'", '"', "f", "f*", "F", "S", "s", "B", "B*", "b", "b*", "Do", "sh"}


def test_whatever_is_drawn_is_a_part_or_furniture(minutes):
    with opened(minutes) as pdf:
        for page in pdf.pages:
            depth = 0
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                depth += (operator in ("BDC", "BMC")) - (operator == "EMC")
                assert depth in (0, 1)
                assert depth or operator not in PAINTING
            assert depth == 0


Pieces = list[tuple[int, int]]


def marks(element: pikepdf.Object, pages: dict[tuple[int, int], int]) -> Iterator[Pieces]:
    """Page and number of each part's pieces of marked content, as the tree has them."""
    own: Pieces = []
    yield own
    kids = element.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            own.append((pages[element.Pg.objgen], kid))
        elif kid.get("/Type") == pikepdf.Name.MCR:
            own.append((pages[kid.Pg.objgen], int(kid.MCID)))
        elif "/S" in kid:
            yield from marks(kid, pages)


def test_headings_stand_on_paper_in_the_order_they_are_read(minutes, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    path = tmp_path / "protokol.pdf"
    path.write_bytes(made(minutes))
    laid = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    lines = iter([spaced(line) for line in laid.stdout.decode().splitlines()])
    for block in minutes.blocks:
        if isinstance(block, blocks.Heading):
            assert spaced(block.words) in lines, block  # and what came before it is behind us


def test_every_table_says_what_the_model_says(minutes):
    tables = [b for b in minutes.blocks if isinstance(b, blocks.Table | blocks.Listing)]
    found = list(read(minutes).find("Table"))
    assert len(found) == len(tables)
    for table, part in zip(tables, found, strict=True):
        if isinstance(table, blocks.Listing):
            rows = [list(table.titles), *map(list, table.entries)]
        else:
            rows = [[column.title for column in table.columns]]
            rows += [[said(cell) for cell in row] for row in table.rows]
        assert [[spaced(cell) for cell in row] for row in part.rows()] == [
            [spaced(cell) for cell in row] for row in rows
        ]


def test_every_row_of_a_table_has_a_cell_that_names_it(minutes):
    for table in read(minutes).find("Table"):
        head, *rows = table.find("TR")
        assert {cell.role for cell in head.parts} == {"TH"}
        assert all([cell.role for cell in row.parts].count("TH") == 1 for row in rows)


def test_bookmarks_are_the_headings(minutes):
    headings = [
        spaced(block.words)
        for block in minutes.blocks
        if isinstance(block, blocks.Title | blocks.Heading)
    ]
    with opened(minutes) as pdf:
        assert [spaced(title) for title in reading.outline(pdf)] == headings
        found = [spaced(part.text) for part in reading.document(pdf).find("H1", "H2", "H3")]
        assert found == headings


def test_no_level_of_headings_is_skipped(minutes):
    levels = [int(part.role[1]) for part in read(minutes).find("H1", "H2", "H3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


# --- large print


def test_large_print_is_read_the_same(minutes):
    with pikepdf.open(BytesIO(document(minutes, large=True))) as pdf:
        assert paragraphs(told(reading.document(pdf))) == paragraphs(expected(minutes))


def letters(data: bytes) -> set[float]:
    """The sizes of the letters of a document, in points on paper."""
    sizes: set[float] = set()
    with pikepdf.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            scale = 1.0
            for instruction in pikepdf.parse_content_stream(page, "cm Tf Tj"):
                operands, operator = instruction.operands, str(instruction.operator)
                if operator == "cm" and float(operands[0]) != 1:
                    scale = float(operands[0])
                elif operator == "Tf":
                    size = float(operands[1])
                elif operator == "Tj":
                    sizes.add(round(size * scale, 1))
    return sizes


def test_large_letters_are_large(evening):
    usual, large = (
        letters(made(evening.protocol())),
        letters(document(evening.protocol(), large=True)),
    )
    assert min(usual) >= 8
    assert 10 in usual
    assert min(large) >= 12.5
    assert 16 in large


# --- pictures and links


def test_a_bar_says_the_number_that_stands_in_its_row(evening):
    table = next(p for p in read(evening.protocol()).find("Table") if p.key == "results.1")
    _head, *rows = table.find("TR")
    most = max(int(row.parts[3].text) for row in rows)
    for row in rows:
        (bar,) = row.find("Figure")
        assert bar.alt == f"Søjle: {row.parts[3].text} prikker, hvor det højeste er {most}"


def test_the_code_on_the_last_page_says_its_words(evening):
    *_bars, figure = read(evening.protocol()).find("Figure")
    assert figure.alt == f"QR-kode med ændringsloggens kontrolord: {words(evening.head)}"


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "LA", "CMYK", "1", "I;16"])
def test_the_logo_is_a_picture_with_a_name(mode):
    picture, whole = BytesIO(), evenings.whole_evening()
    Image.new(mode, (3000, 900)).save(
        picture, "TIFF" if mode == "I;16" else "JPEG" if mode == "CMYK" else "PNG"
    )
    logo = replace(whole.organisation, logo=picture.getvalue())
    with opened(evenings.protocol(replace(whole, organisation=logo))) as pdf:
        figure = next(reading.document(pdf).find("Figure"))
        (image,) = pdf.pages[0].get_images().values()
        assert image.ColorSpace == "/DeviceRGB"
        assert max(image.Width, image.Height) <= 1000
    assert figure.alt == "Logo for Mågevig Kommune"


def test_what_is_no_picture_is_left_out():
    whole = evenings.whole_evening()
    logo = replace(whole.organisation, logo=b"\x89PNG\r\n\x1a\n og ikke mere")
    found = read(evenings.protocol(replace(whole, organisation=logo)))
    assert not any(part.alt.startswith("Logo") for part in found.walk())


def test_a_link_can_be_followed_and_says_where_it_leads():
    with opened(meetings()["whole"]) as pdf:
        (found,) = (a for page in pdf.pages for a in page.obj.get("/Annots", ()))
        (link,) = reading.document(pdf).find("Link")
        assert found.A.URI == "https://kommune.example/%C3%A6?a=1&b=%3C2%3E"
        assert found.Contents == link.text == "https://kommune.example/æ?a=1&b=<2>"


# --- the file


def test_another_process_makes_the_same_bytes(tmp_path):
    program = (
        "import sys; from pathlib import Path; from tests.export import evenings;"
        "from moedeapp.export.pdf import document;"
        "Path(sys.argv[1]).write_bytes(document(evenings.protocol(evenings.whole_evening())))"
    )
    runs = []
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.pdf"
        run = [sys.executable, "-P", "-c", program, str(path)]
        settings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed}
        subprocess.run(run, check=True, env=settings)
        runs.append(path.read_bytes())
    assert runs[0] == runs[1] == document(evenings.protocol(evenings.whole_evening()))


def test_every_word_is_there_when_the_page_is_printed_in_black_and_white(tmp_path, evening):
    """At 300 dots to the inch, without grey: each word leaves ink, and the code can be read."""
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm (poppler-utils) is not installed")
    path = tmp_path / "protokol.pdf"
    path.write_bytes(made(evening.protocol()))
    run = ["pdftotext", "-bbox", path, "-"]
    told = subprocess.run(run, capture_output=True, check=True, text=True).stdout
    boxes = [
        [tuple(map(float, box)) for box in re.findall(WORD, page)]
        for page in told.split("<page ")[1:]
    ]
    picked = sorted({1, 3, len(boxes)})
    for number in picked:
        page = ["-f", str(number), "-l", str(number)]
        prefix = tmp_path / f"side-{number}"
        run = ["pdftoppm", "-r", "300", "-gray", "-singlefile", *page, path, prefix]
        subprocess.run(run, check=True)
        grey = Image.open(f"{prefix}.pgm")
        plain = grey.point(lambda shade: 0 if shade < 128 else 255)
        plain.save(f"{prefix}.png")
        assert boxes[number - 1]
        for left, top, right, bottom in boxes[number - 1]:
            scale = 300 / 72
            word = plain.crop((left * scale, top * scale, right * scale + 1, bottom * scale + 1))
            ink = word.histogram()[0] / (word.width * word.height)
            assert ink > 0.01, (number, left, top)
    if shutil.which("zbarimg"):
        run = ["zbarimg", "-q", "--raw", f"{tmp_path / f'side-{picked[-1]}'}.png"]
        code = subprocess.run(run, capture_output=True, check=True, text=True).stdout
        assert code.strip() == evening.head.hex()


WORD = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">'
